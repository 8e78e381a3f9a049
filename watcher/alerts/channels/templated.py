"""An item as a person's own template shows it: values in, lines out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.alerts.channels.cutting import ELLIPSIS, address, clean, cut, shown
from watcher.alerts.channels.data import matched
from watcher.alerts.channels.lines import Line, Span
from watcher.alerts.channels.reasons import reasons
from watcher.alerts.channels.template import BOLD, END, Template, TemplateProblem
from watcher.alerts.channels.wording import Words
from watcher.alerts.message import Item

_MARKS = re.compile(f"([{BOLD}{END}])")


def own_text(template: Template | None, item: Item, told: Words, digest: bool) -> str | None:
    """What the template says of an item. Where it fails, the error: the title above still names the article."""
    if template is None:
        return None
    try:
        return template.render(values(item, told, digest))
    except TemplateProblem as problem:
        return f"{told.problem}{told.colon}template, {problem}"


def values(item: Item, told: Words, digest: bool) -> dict[str, object]:
    """What a template is given: the data of the webhook's payload, and some of it in its reader's words."""
    cleaned = {key: _clean(value) for key, value in matched(item).items()}
    marked = ["".join(map(_marked, reason)) for reason in reasons(item.mentions, 10, 200)]
    return cleaned | {"what": told.happened(item), "reasons": marked, "digest": digest}


def own_lines(text: str, most: int, longest: int) -> Iterator[Line]:
    """The first lines of such a text that are not empty, each cut; one that begins with "> " is a quotation."""
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    for line in lines[:most]:
        quoted = line.startswith(">")
        if spans := tuple(_spans(line[quoted:].lstrip(), longest)):
            yield Line("reason" if quoted else "own", spans)
    if most and len(lines) > most:
        yield Line("own", (Span(ELLIPSIS),))


def unmarked(text: str) -> str:
    """Such a text where there is no bold."""
    return _MARKS.sub("", text)


def _marked(span: Span) -> str:
    return f"{BOLD}{span.text}{END}" if span.bold else span.text


def _spans(line: str, longest: int) -> Iterator[Span]:
    bold = False
    for piece in _MARKS.split(line):
        if piece in (BOLD, END):
            bold = piece == BOLD
        elif text := shown(piece):
            yield Span(cut(text, longest), bold)
            longest -= len(text)
            if longest <= 0:
                return


def _clean(value: object, key: str = "") -> object:
    """Without what cannot be shown; a diff keeps its lines."""
    if isinstance(value, dict):
        return {key: _clean(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if not isinstance(value, str):
        return value
    return address(value) if key == "url" else "\n".join(map(clean, value.split("\n")))
