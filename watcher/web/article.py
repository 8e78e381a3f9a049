"""The page of one article: its text with everything recognised in it marked, and all that is known around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from watcher.articles.markup import read_markup
from watcher.articles.paragraphs import Paragraph, one_a_line
from watcher.config.settings import Settings
from watcher.edits import difference
from watcher.feeds import selection
from watcher.feeds.content import safe_html
from watcher.feeds.text import one_line
from watcher.notices.structure import Notice, read_notice
from watcher.phrases.reasons import because
from watcher.places.divisions import divisions, place
from watcher.places.mentions import PlaceMention
from watcher.rules.matching import Matcher
from watcher.subject import StoredSubject
from watcher.web import marks
from watcher.web.reasons import verdicts
from watcher.web.rendering import page
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.store.stored import Stored

_REVISIONS = 12  # whose difference is shown
_CHANGES = 50
_UNMATCHED = 60  # rules that are told why they do not match
_LISTED = 40  # values of a fact
_MARKUP_LIMIT = 3 * marks.TEXT_LIMIT  # characters of HTML that are read anew to show as much text as a page does
_MOST_MARKS = 5_000  # places or words; past that a page is all yellow and only grows
_EDIT = re.compile(r"【([^【】]*)】")


def article_page(app: App, article_id: int, *, as_page: bool, health: Mapping[str, object]) -> str | None:
    """One article; None where there is none of that id. `as_page`: in its own layout, not marked up."""
    article = app.store.library.article(article_id)
    if article is None:
        return None
    settings, archive = app.settings, app.store.archive
    rules = Matcher(settings.rules)
    judged = verdicts(
        rules, rules.facts(StoredSubject(app.store.matches.text(article_id))), words(settings.alerts.language)
    )
    mentions = archive.mentions([article_id])[article_id]
    watched = [mention for each in mentions.values() for mention in each]
    paragraphs = () if as_page else marks.shown(_paragraphs(article))
    return page(
        "article.html",
        settings,
        "articles",
        article=article,
        title=marks.highlighted(one_line(article.title) or "—", _words(watched, "title")),
        plain_title=one_line(article.title) or "—",
        as_page=as_page,
        content=_as_page(app, article, watched) if as_page else "",
        blocks=[] if as_page else marks.blocks(paragraphs, _spans(article, paragraphs, watched)),
        cut=bool(paragraphs) and marks.end_of(paragraphs[-1]) < len(article.text),
        facts=_facts(article.notice or {}, settings),
        number=(article.notice or {}).get("number") or "",
        kind=(article.notice or {}).get("kind") or "",
        places=_places(article.places),
        paths=app.store.files.paths_of([article_id])[article_id],
        matched=[each for each in judged if each.matched],
        unmatched=[each for each in judged if not each.matched][:_UNMATCHED],
        changes=[
            change | {"why": because(change["because"], settings.alerts.language)}
            for change in reversed(app.store.library.changes_of(article_id)[-_CHANGES:])
        ],
        revisions=[
            each | {"lines": _difference(difference(app.store.library, article_id, each["number"]))}
            for each in archive.revisions(article_id)[:_REVISIONS]
        ],
        alerts=archive.alerts(article=article_id),
        warnings=archive.warnings(article_id),
        reprints=archive.reprints(article_id, _LISTED),
        health=health,
    )


def _as_page(app: App, article: Stored, watched: Sequence[Mapping[str, Any]]) -> str:
    """The article in its own layout; what its entry in a feed has at its head stands beside and below it."""
    return safe_html(replace(selection.entry(article, watched, app.shown), facts=(), note=""))


def _paragraphs(article: Stored) -> Sequence[Paragraph]:
    """Paragraphs of the stored text, at least those that a page shows, as their page set them where that still fits."""
    read = read_markup(article.fragment[:_MARKUP_LIMIT], ".html")
    is_cut = len(article.fragment) > _MARKUP_LIMIT
    if article.text.startswith(read.text) if is_cut else article.text == read.text:
        return read.paragraphs
    return one_a_line(article.text[: marks.TEXT_LIMIT].split("\n"))


def _spans(article: Stored, paragraphs: Sequence[Paragraph], watched: Iterable[Mapping[str, Any]]) -> list[marks.Span]:
    """Everything recognised in these paragraphs: watched words, places, and the elements of a notice."""
    in_text = [each for each in article.places if each["field"] == "text" and each["code"] in divisions().places]
    in_text = in_text[:_MOST_MARKS]
    words = [each for each in watched if each["field"] == "text"]
    found = [marks.Span(each["start"], each["end"], "place") for each in in_text]
    found += [marks.Span(each["start"], each["end"], "word") for each in words[:_MOST_MARKS]]
    if article.notice is None:
        return found
    places = [PlaceMention(place(each["code"]), each["text"], each["start"], each["end"]) for each in in_text]
    notice = read_notice(article.title, paragraphs, places)
    spans = [span for span in notice.spans if not span.in_title] if isinstance(notice, Notice) else []
    # The kind is the end of the title, the batch often stands in it, and the signature ends with the date.
    known = {(span.start, span.end): span.field for span in spans if span.field in {"title", "date"}}
    elements = [span for span in spans if known.get((span.start, span.end), span.field) == span.field]
    found += [
        marks.Span(span.start, span.end, "designated" if span.field == "designated" else f"el_{span.field}")
        for span in elements
    ]
    return found


def _words(mentions: Iterable[Mapping[str, Any]], field: str) -> list[str]:
    return list(dict.fromkeys(mention["text"] for mention in mentions if mention["field"] == field))


def _facts(notice: Mapping[str, Any], settings: Settings) -> list[tuple[str, list[str], int]]:
    """The elements of a notice: their key, their values and how many more there are."""
    keys = (
        "kind",
        "number",
        "issuers",
        "addressees",
        "date",
        "deadlines",
        "designated",
        "cited",
        "attachments",
        "cc",
        "disclosure",
    )
    rows = []
    for key in keys:
        value = notice.get(key)
        values = [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []
        if values:
            rows.append((f"el_{key}", values[:_LISTED], max(0, len(values) - _LISTED)))
    if batch := notice.get("batch"):
        named = words(settings.alerts.language)["batch_number"].format(batch["number"])
        rows.append(("el_batch", [f"{named} · {batch['series']}"], 0))
    return rows


def _places(places: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    """Every place named: code, name and how often, most often first."""
    counts: dict[str, int] = {}
    for mention in places:
        counts[mention["code"]] = counts.get(mention["code"], 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])[:_LISTED]
    return [(code, divisions().places[code].name, count) for code, count in ordered if code in divisions().places]


def _difference(text: str | None) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """The lines of a difference: whether it came or went, its sign, and its parts with what was edited set apart."""
    found = []
    for line in (text or "").split("\n") if text else []:
        look = {"+": "came", "−": "went"}.get(line[:1], "kept")
        sign, rest = (line[:1], line[1:].lstrip(" ")) if look != "kept" else ("", line)
        pieces = [(piece, bool(odd % 2)) for odd, piece in enumerate(_EDIT.split(rest)) if piece]
        found.append((look, sign, pieces))
    return found
