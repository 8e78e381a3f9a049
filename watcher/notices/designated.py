"""The places that a notice selects, approves or lists as its subject, told from those that it names or copies.

Sentences choose them, or they stand in its lists; what it chooses is not where that lies, nor the place that speaks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from watcher.articles.paragraphs import Paragraph
from watcher.notices.choosing import announces, chooses, may_choose, only_plans
from watcher.notices.layout import Outline
from watcher.notices.listed import contains, in_lists, without_containers
from watcher.notices.sentences import Rule, chooses_addressed, in_line, in_sentences
from watcher.notices.titles import issuers_of_title

if TYPE_CHECKING:
    from watcher.places.mentions import PlaceMention

_MOST_PLACES = 20_000  # in a document, most of which are near no word of choosing


def find_designated(
    lines: Sequence[Paragraph], outline: Outline, title: str, mentions: Sequence[PlaceMention]
) -> tuple[PlaceMention, ...]:
    """Mentions of the designated places in order; empty where the notice designates none.

    `lines` have their text in simplified characters, offsets of `mentions` are into the article's text.
    """
    mentions = mentions[:_MOST_PLACES]
    if not mentions:
        return ()
    starts = [mention.start for mention in mentions]

    def within(start: int, end: int) -> Sequence[PlaceMention]:
        return mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    in_plan = only_plans(title)
    named: list[PlaceMention] = []  # in the title
    for position in outline.title:
        line = lines[position]
        named += in_sentences(line, within(line.start, line.end), in_plan)

    def in_text(rule: Rule) -> Iterator[PlaceMention]:
        for position in outline.body:
            line = lines[position]
            if not line.text.startswith(("抄送", "抄报")):
                yield from in_line(line, within(line.start, line.end), in_plan, rule)

    found = list(in_text(chooses))
    if outline.addressees is not None:
        line = lines[outline.addressees]
        addressed = without_containers(line, within(line.start, line.end))
        if len(addressed) == 1 and chooses_addressed(addressed[0].place, (lines[i].text for i in outline.body)):
            found += addressed
    found += in_lists(lines, outline, title, within, {mention.start for mention in found})
    if not (named or found) and announces(title):
        found += in_text(may_choose)
    named = list(_without_where_they_lie(named, found))
    own = outline.signers or issuers_of_title(title)
    chosen = {each.place.code: each for each in reversed([*named, *found]) if not _is_own(each, own)}
    return tuple(sorted(_without_mere_province(chosen.values()), key=lambda each: each.start))


def _without_mere_province(chosen: Collection[PlaceMention]) -> Iterator[PlaceMention]:
    """Without the province in which all the others lie: 同意设立海南某保税港区，位于儋州市境内."""
    for each in chosen:
        if each.place.level != "province" or not _lie_in(each, [one for one in chosen if one is not each]):
            yield each


def _without_where_they_lie(named: Sequence[PlaceMention], found: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Without those of a title that only say where the places lie: 同意河北、浙江省开展试点 of cities in both."""
    lie_in_named = found and all(any(contains(outer, one) for outer in named) for one in found)
    for each in named:
        if not (lie_in_named and any(contains(each, one) for one in found)):
            yield each


def _lie_in(outer: PlaceMention, others: Collection[PlaceMention]) -> bool:
    return bool(others) and all(contains(outer, one) for one in others)


def _is_own(mention: PlaceMention, issuers: Sequence[str]) -> bool:
    """Whether the notice is of an organ of the place, which does not choose itself."""
    return any(issuer.startswith(mention.place.name) for issuer in issuers)
