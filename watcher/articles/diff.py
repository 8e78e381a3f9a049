"""What differs between two revisions: paragraph by paragraph, then character by character, lists of places as sets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# A number or a Latin word changes as a whole; Chinese text character by character.
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)
_DATE = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}[日号]|\d{4}-\d{1,2}-\d{1,2}|[〇○零一二三四五六七八九十]{1,4}[年月日]")
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百千万亿%％]+")
_ATTENDANT = 2  # characters that come with a date, a number or a place: 于…前, 等, 共
_BETWEEN = r"[、，,；;\s和与及]"  # places of a list
_ISLAND = 2  # tokens that stayed between two edits, up to which both are shown as one
_CONTEXT = 18  # characters shown around an edit; one that stands within them is shown with it
_MOST_TOGETHER = 60  # tokens of edits that are shown with each other
_MOST_TOKENS = 20_000  # of a paragraph pair; a longer one is shown as replaced
_MOST_PAIRS = 10_000  # of paragraphs that are compared; a larger rewrite is shown as removed and added
_MOST_WORDS = 500  # for places that came or went, that an edit is searched for
_LINES = 16  # of a printed diff
_MOST_SHOWN = 80  # characters of an edit

_Run = tuple[int, int, int, int]  # where an edit begins and ends in the tokens of before, and in those of after


@dataclass(frozen=True, slots=True)
class Edit:
    """A place in a paragraph where something else stands now."""

    before: str  # "" where something was put in
    after: str  # "" where something was taken out
    lead: str  # what stands before it in the paragraph, a few characters
    trail: str  # what stands after it


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened to one paragraph."""

    before: str | None  # None: it was added
    after: str | None  # None: it was withdrawn
    edits: tuple[Edit, ...] = ()  # empty where the whole paragraph came or went


def compare(before: str, after: str) -> tuple[Difference, ...]:
    """How two texts of one paragraph a line differ, in order. White space does not count."""
    old, new = before.split("\n"), after.split("\n")
    runs = _changed_runs([_bare(line) for line in old], [_bare(line) for line in new])
    return tuple(
        difference
        for start, end, new_start, new_end in runs
        for difference in _paragraphs(old[start:end], new[new_start:new_end])
    )


def kinds(differences: Sequence[Difference], places: Collection[str] = ()) -> list[str]:
    """The sorts of edit in the words that alerts and logs use, gravest first.

    `places` are the words for places that came or went; an edit of such a word, with the comma beside it, is told as
    the place list and nothing else. Sorts: place list, date, number, withdrawn paragraph, added paragraph, wording.
    """
    words = sorted(places, key=len, reverse=True)[:_MOST_WORDS]
    word = f"(?:{'|'.join(map(re.escape, words))})"
    place = re.compile(f"{_BETWEEN}?{word}(?:{_BETWEEN}?{word})*{_BETWEEN}?" if words else "(?!)")
    edits = [edit for difference in differences for edit in difference.edits]
    found = {sort for edit in edits for sort in _sorts(edit, place)}
    found |= {"withdrawn paragraph" for each in differences if each.after is None}
    found |= {"added paragraph" for each in differences if each.before is None}
    found |= {"place list"} if words else set()
    order = ("place list", "date", "number", "withdrawn paragraph", "added paragraph", "wording")
    return [kind for kind in order if kind in found]


def lines(differences: Sequence[Difference], come: Sequence[str] = (), gone: Sequence[str] = ()) -> list[str]:
    """The differences for a person: `+宁波市 −温州市`, then `−` and `+` lines with the edit in 【】.

    `come` and `gone` are the names of places.
    """
    places = [*(f"+{name}" for name in come), *(f"−{name}" for name in gone)]
    printed = [" ".join(places)] if places else []
    for difference in differences:
        printed += _lines(difference)
    if len(printed) > _LINES:
        printed[_LINES - 1 :] = [f"… {len(printed) - _LINES + 1}"]
    return printed


def marked(before: str, after: str) -> tuple[str, str]:
    """Two states of a line, whole, with what differs in 【】; without, where they have little in common."""
    if not _alike(before, after):
        return before, after
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    runs = _joined(_changed_runs(old, new))
    spans = [run[:2] for run in runs], [run[2:] for run in runs]
    return _with_marks(old, spans[0]), _with_marks(new, spans[1])


def _with_marks(tokens: Sequence[str], spans: Sequence[tuple[int, int]], most: int | None = None) -> str:
    """The tokens with these spans in 【】, of each so many characters at most."""
    shown: list[str] = []
    done = 0
    for start, end in spans:
        shown += tokens[done:start]
        if end > start:
            text = "".join(tokens[start:end])
            shown.append(f"【{_short(text, most) if most else text}】")
        done = end
    return "".join([*shown, *tokens[done:]])


def _lines(difference: Difference) -> Iterator[str]:
    if difference.before is None or difference.after is None:
        sign, text = ("+", difference.after) if difference.before is None else ("−", difference.before)
        yield f"{sign} {_short(text or '')}"
        return
    old, new = _TOKEN.findall(difference.before), _TOKEN.findall(difference.after)
    for runs in _near(_runs_of(old, new)):
        for sign, tokens, spans in (("−", old, [run[:2] for run in runs]), ("+", new, [run[2:] for run in runs])):
            if any(start < end for start, end in spans):
                yield f"{sign} {_around(tokens, spans)}"


def _around(tokens: Sequence[str], spans: Sequence[tuple[int, int]]) -> str:
    """The spans in 【】, with what stands between and around them."""
    first, last = spans[0][0], spans[-1][1]
    marked = _with_marks(tokens[first:last], [(start - first, end - first) for start, end in spans], _MOST_SHOWN)
    lead, trail = tokens[max(0, first - _CONTEXT) : first], tokens[last : last + _CONTEXT + 1]
    return f"{_tail(''.join(lead))}{marked}{_head(''.join(trail))}"


def _near(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """Runs that stand within each other's context, together."""
    together: list[_Run] = []
    for run in runs:
        if together and (run[2] - together[-1][3] > _CONTEXT or run[3] - together[0][2] > _MOST_TOGETHER):
            yield together
            together = []
        together.append(run)
    if together:
        yield together


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """A run of paragraphs that became another run: alike ones are edits, the others came or went."""
    if len(old) * len(new) > _MOST_PAIRS:
        yield from (Difference(text, None) for text in old)
        yield from (Difference(None, text) for text in new)
        return
    rest = list(new)
    for text in old:
        partner = next((other for other in rest if _alike(text, other)), None)
        if partner is None:
            yield Difference(text, None)
            continue
        for skipped in rest[: rest.index(partner)]:
            yield Difference(None, skipped)
        rest = rest[rest.index(partner) + 1 :]
        yield Difference(text, partner, tuple(_edits(text, partner)))
    for text in rest:
        yield Difference(None, text)


def _edits(before: str, after: str) -> Iterator[Edit]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for start, end, new_start, new_end in _runs_of(old, new):
        yield Edit(
            before="".join(old[start:end]),
            after="".join(new[new_start:new_end]),
            lead=_tail("".join(new[max(0, new_start - _CONTEXT) : new_start])),
            trail=_head("".join(new[new_end : new_end + _CONTEXT + 1])),
        )


def _runs_of(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """What a person would call the edits of a paragraph; a very long one is a single edit."""
    if len(old) + len(new) > _MOST_TOKENS:
        return [(0, len(old), 0, len(new))]
    return _joined(_changed_runs(old, new))


def _changed_runs(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """Where two sequences differ: start and end in the old one, start and end in the new one."""
    from rapidfuzz.distance import Indel

    runs: list[_Run] = []
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            continue
        if runs and runs[-1][1] == code.src_start and runs[-1][3] == code.dest_start:
            runs[-1] = (runs[-1][0], code.src_end, runs[-1][2], code.dest_end)
        else:
            runs.append((code.src_start, code.src_end, code.dest_start, code.dest_end))
    return runs


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Runs with only a token or two between them as one: 3月1日 -> 4月2日 is one edit to a person."""
    joined: list[_Run] = []
    for run in runs:
        if joined and run[0] - joined[-1][1] <= _ISLAND:
            joined[-1] = (joined[-1][0], run[1], joined[-1][2], run[3])
        else:
            joined.append(run)
    return joined


def _sorts(edit: Edit, place: re.Pattern[str]) -> Iterator[str]:
    """What sorts of edit one edit is, but for places: those are told from the lists of them."""
    texts = edit.before[:_MOST_TOKENS], edit.after[:_MOST_TOKENS]
    before, after = (_parts(edit.lead, text, edit.trail, place) for text in texts)
    known = {"date": before.dates != after.dates, "number": before.numbers != after.numbers}
    yield from (sort for sort, differs in known.items() if differs)
    is_more = before.places or after.places or any(known.values())
    words = max(len(before.words), len(after.words))
    if before.words != after.words and words > (_ATTENDANT if is_more else 0):
        yield "wording"


class _Parts(NamedTuple):
    """One side of an edit, taken apart."""

    places: str
    dates: str
    numbers: str
    words: str


def _parts(lead: str, text: str, trail: str, place: re.Pattern[str]) -> _Parts:
    """What of a text is part of a place, a date, a number, also where those begin before it or end after it."""
    whole, left = lead + text + trail, set(range(len(lead), len(lead) + len(text)))

    def take(pattern: re.Pattern[str]) -> str:
        taken = {at for match in pattern.finditer(whole) for at in range(match.start(), match.end())} & left
        left.difference_update(taken)
        return "".join(whole[at] for at in sorted(taken))

    return _Parts(take(place), take(_DATE), take(_NUMBER), "".join(whole[at] for at in sorted(left)))


def _alike(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return ratio(one[:4000], other[:4000]) >= 50


def _bare(text: str) -> str:
    return "".join(text.split())


def _short(text: str, most: int = _MOST_SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"


def _tail(text: str) -> str:
    return f"…{text[-_CONTEXT:]}" if len(text) >= _CONTEXT else text


def _head(text: str) -> str:
    return f"{text[:_CONTEXT]}…" if len(text) > _CONTEXT else text
