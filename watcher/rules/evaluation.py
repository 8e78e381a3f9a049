"""Whether an article satisfies a tree, by which mentions, and why or why not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, Protocol

from watcher.articles.folding import fold
from watcher.places.divisions import within
from watcher.rules.expression import number_key, show
from watcher.rules.tree import MOST_MENTIONS, All, Attribute, City, Mention, Node, Not, Published, Regex, Some, Word

Time = datetime.datetime | None
_SEEN = 3  # words that a reason names
# The kind of the place that an organ's name begins with, which people leave out: 安徽住建厅 is 安徽省住房和城乡建设厅.
_OF_PLACE = re.compile(r"^(\w{2,3}?)(?:[省市]|(?:壮族|回族|维吾尔)?自治区)(?=\w{2})")


class Subject(Protocol):
    """An article as rules see it."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def places(self) -> Sequence[Mention]:
        """Every recognised place, in title and text."""

    @property
    def notice(self) -> Mapping[str, Any] | None:
        """What `Notice.as_json` gives; None where the article is no official document."""

    @property
    def categories(self) -> Sequence[str]: ...
    @property
    def author(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def published(self) -> datetime.datetime | None: ...


class Given(NamedTuple):  # as `Facts`: a scan makes one an article
    """A subject whose parts are all at hand."""

    title: str
    text: str
    places: Sequence[Mention] = ()
    notice: Mapping[str, Any] | None = None
    categories: Sequence[str] = ()
    author: str = ""
    path: str = ""
    published: datetime.datetime | None = None


class Facts(NamedTuple):
    """An article, and where every watched keyword stands in it."""

    subject: Subject
    words: Mapping[str, Sequence[Mention]]  # folded keyword -> where it stands, the first MOST_MENTIONS


def evaluate(node: Node, facts: Facts) -> tuple[Mention, ...] | None:
    """The mentions that satisfy the node, or None where it is not satisfied."""
    match node:
        case Word(text, folded, field):
            found = (mention for mention in facts.words.get(folded, ()) if field in {None, mention.field})
            return tuple(_named(mention, text) for mention in found) or None
        case City():
            return _places(node, facts.subject) or None
        case Attribute():
            return _attribute(node, facts.subject)
        case Regex(pattern, field):
            return _pattern(pattern, field, facts.subject) or None
        case Published(after, before):
            return () if in_time(facts.subject.published, after, before) else None
        case All(parts):
            results = [evaluate(part, facts) for part in parts]
            return None if None in results else _joined(results)
        case Some(parts):
            numbers = [*node.others, *(number for word in facts.words for number in node.words.get(word, ()))]
            results = [evaluate(parts[number], facts) for number in sorted(numbers)]
            return None if all(result is None for result in results) else _joined(results)
        case Not(part):
            return () if evaluate(part, facts) is None else None


def explain(node: Node, facts: Facts) -> list[str]:
    """Why the node is or is not satisfied: a line for each leaf that counts, in plain words."""
    match node:
        case All(parts) | Some(parts):
            return [line for part in parts for line in explain(part, facts)]
        case Not(part):
            found = evaluate(part, facts)
            return [] if found is None else [f"excluded by {show(part)}{_seen(found)}"]
        case Word(text, _, field):
            where = f" in the {field}" if field else ""
            return [_line(f"keyword {text}{where}", "not mentioned", evaluate(node, facts))]
        case City(text, _, _, designated):
            missing = "not designated" if designated else "not mentioned"
            return [_line(f"{'designates' if designated else 'city'} {text}", missing, evaluate(node, facts))]
        case Attribute(field, text):
            return [_line(f"{field} {text}", f"it is {_values(field, facts.subject)}", evaluate(node, facts))]
        case _:
            return [_line(show(node), "not so", evaluate(node, facts))]


def _line(asked: str, missing: str, found: tuple[Mention, ...] | None) -> str:
    return f"{asked}: {missing}" if found is None else f"{asked}{_seen(found) or ': yes'}"


def _seen(mentions: Sequence[Mention]) -> str:
    if not mentions:
        return ""
    words = list(dict.fromkeys(mention.text for mention in mentions))
    fields = " and ".join(dict.fromkeys(mention.field for mention in mentions))
    more = f" and {len(words) - _SEEN} more" if len(words) > _SEEN else ""
    count = f", {len(mentions)} times" if len(mentions) > 1 else ""
    return f": {', '.join(f'“{word}”' for word in words[:_SEEN])}{more} in the {fields}{count}"


def _named(mention: Mention, name: str) -> Mention:
    return Mention(mention.kind, name, mention.text, mention.field, mention.start, mention.end, mention.code)


def _joined(results: Sequence[tuple[Mention, ...] | None]) -> tuple[Mention, ...]:
    return tuple(dict.fromkeys(mention for result in results if result for mention in result))


def _places(city: City, subject: Subject) -> tuple[Mention, ...]:
    codes = {code for code in {mention.code for mention in subject.places} if covers(city, code or "")}
    found = (mention for mention in subject.places if mention.code in codes)
    if city.designated:
        names = set((subject.notice or {}).get("designated", ()))
        found = (mention for mention in found if mention.name in names)
    return tuple(islice(found, MOST_MENTIONS))


def covers(city: City, code: str) -> bool:
    """Whether who mentions the place of this code mentions the one that is asked for."""
    return code in city.codes or (city.within and any(within(code, wanted) for wanted in city.codes))


def _attribute(node: Attribute, subject: Subject) -> tuple[Mention, ...] | None:
    for value in _field(node.field, subject):
        if is_asked_for(node, value):
            return (Mention(node.field, node.text, value, node.field, 0, len(value)),)
    return None


def is_asked_for(node: Attribute, value: str) -> bool:
    """Whether a value is the one that is asked for, or has that in it."""
    folded = number_key(value) if node.field == "number" else fold(value)
    if folded == node.folded or (node.field not in {"kind", "category"} and node.folded in folded):
        return True
    return node.field == "issuer" and node.folded in _OF_PLACE.sub(r"\1", folded)


def _field(field: str, subject: Subject) -> Sequence[str]:
    """The values that an attribute is compared with."""
    notice = subject.notice or {}
    match field:
        case "issuer":
            return tuple(notice.get("issuers", ()))
        case "kind" | "number":
            return tuple(filter(None, [notice.get(field)]))
        case "category":
            return subject.categories
        case "author":
            return (subject.author,)
        case _:
            return (subject.path,)


def _values(field: str, subject: Subject) -> str:
    return "、".join(filter(None, _field(field, subject))) or "none"


def in_time(published: Time, after: Time, before: Time) -> bool:
    """Whether that was at or after one time and before the other; what does not matter is None."""
    return published is not None and (after is None or published >= after) and (before is None or published < before)


def _pattern(pattern: str, field: str | None, subject: Subject) -> tuple[Mention, ...]:
    return tuple(
        Mention("keyword", f"/{pattern}/", text[found.start() : found.end()], name, found.start(), found.end())
        for name, text in (("title", subject.title), ("text", subject.text))
        if field in {None, name}
        for found in islice(compiled(pattern).finditer(fold(text)), MOST_MENTIONS)
    )


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """The pattern, blind to case; its own characters are folded as the texts are, its escapes stay.

    A full-width bracket is a bracket that stands in texts, never one of the pattern's own.
    """
    return blind_to_case("".join(letter if letter.isascii() else re.escape(fold(letter)) for letter in pattern))


def blind_to_case(pattern: str | bytes) -> Any:
    """A pattern for texts, or for bytes of UTF-8."""
    import re2

    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(pattern, options)
