"""A message in its reader's words, zh-CN or English, before any platform's markup: what all chat channels show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

from watcher.alerts.channels.cutting import address, clean, cut
from watcher.alerts.channels.lines import Line, Span
from watcher.alerts.channels.reasons import reasons as sentences
from watcher.alerts.channels.template import Template
from watcher.alerts.channels.templated import own_lines, own_text
from watcher.alerts.channels.wording import Words, words
from watcher.alerts.message import Item, Message
from watcher.articles.excerpt import repeats
from watcher.phrases.reasons import because

Drawn = TypeVar("Drawn")
MOST_ITEMS = 20  # of a digest in a chat: what a person scrolls through on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item: every text is one clean line, not yet escaped."""

    label: str  # what happened and which rule heard of it: 新发布 · 双智试点
    title: str
    url: str  # safe in any markup; "" where there is none
    facts: tuple[tuple[str, str], ...]  # label and value: 文号, 建办城函〔2020〕594号
    matched: str  # the watched words that were found: 双智、合肥市
    reasons: tuple[tuple[Span, ...], ...]  # sentences with those words in bold
    edit: str  # what sort of edit it is
    changed: tuple[str, ...]  # lines of a diff, each with its + or − in front
    excerpt: str  # the article's beginning, where no sentence tells why
    also: tuple[Span, ...]  # where the document stands besides, each linked
    stands: int  # in how many other places it stands
    own: tuple[Line, ...] | None  # what the channel's template says, instead of all from `facts` on


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A whole message. A match has one entry, a digest several, a test and a problem none."""

    heading: str
    entries: tuple[Entry, ...]
    ending: str  # lines: how many more there are, or what a test or a problem says; may be empty
    words: Words


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of each thing is shown."""

    title: int  # characters
    fact: int  # characters of one fact
    names: int  # in a list of places or watched words
    reasons: int  # sentences
    sentence: int  # characters of one
    lines: int  # of a diff
    link: int  # characters of an address; a longer one is left out
    own: tuple[int, int]  # lines of what a template says, and characters of each


# title, fact, names, reasons, sentence, lines, link, own
_FULL = (
    Amount(160, 120, 12, 3, 140, 8, 1000, (40, 400)),
    Amount(120, 80, 8, 2, 100, 5, 1000, (20, 200)),
    Amount(100, 60, 5, 1, 70, 3, 600, (12, 120)),
    Amount(80, 40, 3, 1, 50, 0, 600, (6, 80)),
    Amount(60, 30, 2, 0, 0, 0, 300, (2, 60)),
    Amount(40, 0, 1, 0, 0, 0, 0, (0, 0)),
)
_PROBLEM = ((20, 200), (8, 120), (2, 80))  # lines of a problem, and characters of each
_BRIEF = Amount(90, 40, 4, 0, 0, 0, 600, (6, 120))
_BRIEFER, _BAREST = _FULL[-2], _FULL[-1]


def drawn(
    message: Message,
    template: Template | None,
    draw: Callable[[View], Drawn],
    fits: Callable[[Drawn], bool],
    most: int = MOST_ITEMS,
) -> Drawn:
    """The fullest view of the message that, drawn in the platform's markup, fits its limit.

    The barest view is a title of 40 characters without a link; where even that does not fit, it is returned all the
    same, so a platform's limit has to leave room for it.
    """
    last: Drawn | None = None
    for view in views(message, template, most):
        last = draw(view)
        if fits(last):
            break
    assert last is not None, "there is always one view"
    return last


def views(message: Message, template: Template | None, most: int = MOST_ITEMS) -> Iterator[View]:
    """Views of a message from the fullest to the barest: first less of each item, then fewer items."""
    told = words(message.language)
    if message.kind == "problem":
        for most, length in _PROBLEM:
            yield View(heading=told.problem, entries=(), ending=_text(message.text, most, length), words=told)
    elif not message.items:
        yield View(heading=told.test, entries=(), ending=told.tested, words=told)
    elif len(message.items) == 1 and not message.more:
        own = own_text(template, message.items[0], told, digest=False)
        for amount in _FULL:
            only = entry(message.items[0], amount, told, own)
            yield View(heading=only.label, entries=(only,), ending="", words=told)
    else:
        listed = [(item, own_text(template, item, told, digest=True)) for item in message.items[:most]]
        yield _digest(message, [entry(item, _BRIEF, told, own) for item, own in listed], told)
        briefer = [entry(item, _BRIEFER, told, own) for item, own in listed]
        for count in range(len(briefer), 0, -1):
            yield _digest(message, briefer[:count], told)
        yield _digest(message, [entry(listed[0][0], _BAREST, told, None)], told)


def entry(item: Item, amount: Amount, told: Words, own: str | None) -> Entry:
    """One item in its reader's words, no more than `amount` of it; `own` is what the channel's template says of it."""
    card = item.article
    titles = card.title, str((item.notice or {}).get("title") or "")
    beside = [mention for mention in item.mentions if not repeats(mention.excerpt, *titles)]
    reasons = tuple(sentences(beside, amount.reasons, amount.sentence))
    label = f"{told.happened(item)} · {_listed(item.rules or (item.rule,), 5, told, 60)}"
    return Entry(
        label=label,
        title=cut(clean(card.title), amount.title) or cut(clean(card.path), amount.title) or f"#{card.id}",
        url=address(card.url, amount.link),
        facts=tuple(_facts(item, amount, told)),
        matched=_listed([mention.name for mention in item.mentions], amount.names, told),
        reasons=reasons,
        edit=cut(clean(because(item.edit or "", told.language)), amount.fact),
        changed=tuple(_changed(item.diff, amount)),
        excerpt="" if reasons else cut(clean(card.excerpt), amount.sentence),
        also=tuple(_also(item, amount)) if amount.fact else (),
        stands=len(item.also),
        own=None if own is None else tuple(own_lines(own, *amount.own)),
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


def _below(only: Entry, told: Words, brief: bool) -> Iterator[Line]:
    if only.own is not None:
        yield from _line("what", only.label if brief else "")
        yield from only.own
        return
    what = [value for name, value in only.facts if name in told.telling]
    yield from _line("what", " · ".join([only.label, *what] if brief else what))
    if only.edit or only.changed:  # first: who knows the article wants to see no more of it
        yield Line("fact", (Span(told.changed + told.colon), *([Span(only.edit)] if only.edit else [])))
    for change in only.changed:
        yield Line("changed", (Span(change),))
    for name, value in only.facts:
        if name not in told.telling:
            yield Line("fact", (Span(name + told.colon), Span(value)))
    if only.matched:
        yield Line("fact", (Span(told.matched + told.colon), Span(only.matched, bold=True)))
    for reason in only.reasons:
        yield Line("reason", reason)
    yield from _line("reason", only.excerpt)
    if only.also:
        apart = [span for place in only.also for span in (Span(told.comma), place)]
        left = [Span(told.rest.format(count=only.stands))] if only.stands > len(only.also) else []
        yield Line("fact", (Span(told.also + told.colon), *apart[1:], *left))


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


def _also(item: Item, amount: Amount) -> Iterator[Span]:
    """The other places, each by what tells it from this one: its own title, else its site, else its path."""
    title = clean(item.article.title)
    for other in item.also[: amount.names]:
        url, name = address(other.url, amount.link), clean(other.title)
        if name in ("", title):
            name = urlsplit(url).hostname or clean(other.path)
        yield Span(cut(name, amount.fact) or "…", url=url)


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


def _changed(diff: str | None, amount: Amount) -> Iterator[str]:
    lines = [line for raw in (diff or "")[:8000].split("\n") if (line := clean(raw))]
    for line in lines[: amount.lines]:
        yield cut(line[0] + line[1:].lstrip(), 120)  # "+ x" would be an item of a list in Markdown
    if amount.lines and len(lines) > amount.lines:
        yield "…"
