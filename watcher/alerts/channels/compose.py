"""A message in its reader's words, zh-CN or English, before any platform's markup: what all chat channels show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from ..message import Item, Mentioned, Message
from .cutting import address, around, clean, cut
from .wording import Words, words

Drawn = TypeVar("Drawn")
MOST_ITEMS = 20  # of a digest in a chat: what a person scrolls through on a phone


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text: bold or not, linked or not."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message, not yet in any markup."""

    role: str  # heading, title, what, fact, reason, changed or ending
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line without bold and links."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item: every text is one clean line, not yet escaped."""

    label: str  # what happened and which rule heard of it: 新发布 · 双智试点
    title: str
    url: str  # safe in any markup; "" where there is none
    facts: tuple[tuple[str, str], ...]  # label and value: 文号, 建办城函〔2020〕594号
    matched: str  # the watched words that were found: 双智、合肥市
    reasons: tuple[tuple[Span, ...], ...]  # sentences with those words in bold
    changed: tuple[str, ...]  # lines of a diff, each with its + or − in front
    excerpt: str  # the article's beginning, where no sentence tells why


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A whole message. A match has one entry, a digest several, a test and a problem none."""

    heading: str
    entries: tuple[Entry, ...]
    ending: str  # lines: how many more there are, or what a test or a problem says; may be empty
    words: Words


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of each thing is told."""

    title: int  # characters
    fact: int  # characters of one fact
    names: int  # in a list of places or watched words
    reasons: int  # sentences
    sentence: int  # characters of one
    lines: int  # of a diff
    link: int  # characters of an address; a longer one is left out


# title, fact, names, reasons, sentence, lines, link
_FULL = (
    Amount(160, 120, 12, 5, 140, 8, 1000),
    Amount(120, 80, 8, 3, 100, 5, 1000),
    Amount(100, 60, 5, 2, 70, 3, 600),
    Amount(80, 40, 3, 1, 50, 0, 600),
    Amount(60, 30, 2, 0, 0, 0, 300),
    Amount(40, 0, 1, 0, 0, 0, 0),
)
_PROBLEM = ((20, 200), (8, 120), (2, 80))  # lines of a problem, and characters of each
_BRIEF, _BRIEFER, _BAREST = Amount(90, 40, 4, 0, 0, 0, 600), Amount(60, 30, 2, 0, 0, 0, 300), _FULL[-1]


def drawn(message: Message, draw: Callable[[View], Drawn], fits: Callable[[Drawn], bool]) -> Drawn:
    """The fullest view of the message that, drawn in the platform's markup, fits its limit.

    The barest view is a title of 40 characters without a link; where even that does not fit, it is returned all the
    same, so a platform's limit has to leave room for it.
    """
    last: Drawn | None = None
    for view in views(message):
        last = draw(view)
        if fits(last):
            break
    assert last is not None, "there is always one view"
    return last


def views(message: Message, most: int = MOST_ITEMS) -> Iterator[View]:
    """Views of a message from the fullest to the barest: first less of each item, then fewer items."""
    told = words(message.language)
    if message.kind == "problem":
        for most, length in _PROBLEM:
            yield View(heading=told.problem, entries=(), ending=_text(message.text, most, length), words=told)
    elif not message.items:
        yield View(heading=told.test, entries=(), ending=told.tested, words=told)
    elif len(message.items) == 1 and not message.more:
        for amount in _FULL:
            only = entry(message.items[0], amount, told)
            yield View(heading=only.label, entries=(only,), ending="", words=told)
    else:
        listed = message.items[:most]
        yield _digest(message, [entry(item, _BRIEF, told) for item in listed], told)
        briefer = [entry(item, _BRIEFER, told) for item in listed]
        for count in range(len(briefer), 0, -1):
            yield _digest(message, briefer[:count], told)
        yield _digest(message, [entry(listed[0], _BAREST, told)], told)


def entry(item: Item, amount: Amount, told: Words) -> Entry:
    """One item in its reader's words, no more than `amount` of it."""
    card = item.article
    reasons = tuple(_reasons(item.mentions, amount))
    label = f"{told.changes.get(item.change, item.change)} · {cut(clean(item.rule), 60)}"
    return Entry(
        label=label,
        title=cut(clean(card.title), amount.title) or cut(clean(card.path), amount.title) or f"#{card.id}",
        url=address(card.url, amount.link),
        facts=tuple(_facts(item, amount, told)),
        matched=_listed([mention.name for mention in item.mentions], amount.names, told),
        reasons=reasons,
        changed=tuple(_changed(item.diff, amount)),
        excerpt="" if reasons else cut(clean(card.excerpt), amount.sentence),
    )


def lines(view: View) -> Iterator[Line]:
    """The view line by line: heading, then for each entry its title and what follows it, then the ending."""
    yield Line("heading", (Span(view.heading, bold=True),))
    for place, only in enumerate(view.entries, 1):
        number = f"{place}. " if len(view.entries) > 1 else ""
        yield Line("title", (*([Span(number)] if number else []), Span(only.title, bold=True, url=only.url)))
        yield from _below(only, view.words, brief=bool(number))
    for text in view.ending.splitlines():
        yield Line("ending", (Span(text),))


def below(view: View) -> Iterator[Line]:
    """The lines under the title of a message about one article; for others, all but the heading."""
    skipped = {"heading", "title"} if len(view.entries) == 1 else {"heading"}
    return (line for line in lines(view) if line.role not in skipped)


def plain(line: Line) -> str:
    """A line where there is no bold: in a sentence what was found stands in 【】."""
    return "".join(f"【{span.text}】" if span.bold and line.role == "reason" else span.text for span in line.spans)


def _below(only: Entry, told: Words, brief: bool) -> Iterator[Line]:
    what = [value for name, value in only.facts if name in told.telling]
    yield from _line("what", " · ".join([only.label, *what] if brief else what))
    for name, value in only.facts:
        if name not in told.telling:
            yield Line("fact", (Span(name + told.colon), Span(value)))
    if only.matched:
        yield Line("fact", (Span(told.matched + told.colon), Span(only.matched, bold=True)))
    for reason in only.reasons:
        yield Line("reason", reason)
    yield from _line("reason", only.excerpt)
    if only.changed:
        yield Line("fact", (Span(told.changed + told.colon),))
    for change in only.changed:
        yield Line("changed", (Span(change),))


def _line(role: str, text: str) -> Iterator[Line]:
    if text:
        yield Line(role, (Span(text),))


def _text(text: str, most: int, length: int) -> str:
    """The first lines of a text, each clean and cut."""
    found = [line for raw in text.split("\n")[: most + 1] if (line := cut(clean(raw), length))]
    return "\n".join(found if len(found) <= most else [*found[:most], "…"])


def _digest(message: Message, entries: list[Entry], told: Words) -> View:
    total = len(message.items) + message.more
    left = total - len(entries)
    return View(
        heading=told.digest.format(count=total),
        entries=tuple(entries),
        ending=told.more.format(count=left) if left else "",
        words=told,
    )


def _facts(item: Item, amount: Amount, told: Words) -> Iterator[tuple[str, str]]:
    """What the article is: for an official document by its own elements, else when it came out and by whom."""
    if not amount.fact:
        return
    notice = item.notice or {}
    values = {name: notice.get(name) for name in ("kind", "number", "issuers", "date", "designated", "deadlines")}
    if not values["date"]:
        values["published"] = item.article.published.strftime("%Y-%m-%d")
    if not notice:
        values["author"] = item.article.author
    for name, value in values.items():
        text = _fact(value, amount, told)
        if text:
            yield told.facts[name], text


def _fact(value: object, amount: Amount, told: Words) -> str:
    if isinstance(value, (list, tuple)):
        return _listed([str(entry) for entry in value], amount.names, told, amount.fact)
    return cut(clean(str(value)), amount.fact) if value else ""


def _listed(names: Iterable[str], most: int, told: Words, longest: int = 200) -> str:
    """Distinct names with commas; a list that is too long is cut at a name and tells how many there are."""
    distinct = list(dict.fromkeys(name for raw in islice(names, 500) if (name := cut(clean(raw, 200), 40))))
    kept = distinct[:most]
    while len(kept) > 1 and len(told.comma.join(kept)) > longest:
        kept.pop()
    text = told.comma.join(kept)
    return text if len(kept) == len(distinct) else text + told.rest.format(count=len(distinct))


def _reasons(mentions: tuple[Mentioned, ...], amount: Amount) -> Iterator[tuple[Span, ...]]:
    """A sentence for each watched word, each sentence once, with all that was found in it in bold."""
    texts = list(dict.fromkeys(text for mention in mentions[:100] if (text := clean(mention.text, 100))))
    seen: set[str] = set()
    said: set[str] = set()
    for mention in mentions[:500]:
        if len(said) >= amount.reasons:
            return
        sentence = "" if mention.name in seen else clean(mention.excerpt)
        if sentence and sentence not in said:
            said.add(sentence)
            seen.update(other.name for other in mentions[:100] if other.excerpt == mention.excerpt)
            yield _marked(sentence, clean(mention.text, 100), texts, amount.sentence)


def _marked(sentence: str, text: str, texts: list[str], limit: int) -> tuple[Span, ...]:
    pattern = _pattern(texts)
    start = max(0, sentence.find(text))
    kept = around(sentence, start, start + len(text), limit)
    spans: list[Span] = []
    place = 0
    for match in pattern.finditer(kept):
        spans += [Span(kept[place : match.start()]), Span(match[0], bold=True)]
        place = match.end()
    return tuple(span for span in [*spans, Span(kept[place:])] if span.text)


def _pattern(texts: list[str]) -> re.Pattern[str]:
    """Any of the texts, longer ones first; a Latin one only as a whole word (AI is not in "said")."""
    ordered = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(_whole_word(text) for text in ordered) or "(?!)")


def _whole_word(text: str) -> str:
    left = "(?<![A-Za-z0-9])" if text[0].isascii() and text[0].isalnum() else ""
    right = "(?![A-Za-z0-9])" if text[-1].isascii() and text[-1].isalnum() else ""
    return left + re.escape(text) + right


def _changed(diff: str | None, amount: Amount) -> Iterator[str]:
    lines = [line for raw in (diff or "")[:8000].split("\n") if (line := clean(raw))]
    for line in lines[: amount.lines]:
        yield cut(line[0] + line[1:].lstrip(), 120)  # "+ x" would be an item of a list in Markdown
    if amount.lines and len(lines) > amount.lines:
        yield "…"
