"""Paragraphs of an article -> the structure of the official document that it gives (GB/T 9704-2012)."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watcher.articles.paragraphs import Paragraph
from watcher.notices import elements
from watcher.notices.designated import find_designated
from watcher.notices.document import Document, lay_out
from watcher.notices.elements import Found
from watcher.notices.glance import may_be_document
from watcher.notices.titles import bare, is_title, is_usual_kind

if TYPE_CHECKING:
    from watcher.places.mentions import PlaceMention

_LONGEST = 500_000  # characters: no document is longer, with all that is attached
_MOST_LINES = 50_000  # nor has it more lines

_TELLS_NEWS = re.compile(
    r"^.{0,40}(?:日前|近日|获悉|记者|日讯|网讯|日电|日消息|本报|据悉|据了解|昨日|今日|消息[，：])"
    r"|^.{0,60}[日天](?:，|正式)?(?:印发|发布|公布|出台)(?:了|《)"
)
_TEACHES = re.compile("^如何|怎[么样]写|范[文本]|模板|写作|公文格式")
_SPOKEN = re.compile(r"[—－-]{1,2}.{4,60}(?:会议|大会|会)上$")
_SPEAKS_FOR_ITSELF = re.compile(  # as no report of a document does
    r"现(?:将|就|予以?|对)[^。；“”]{0,200}(?:公示|公告|通告|通知|公布)(?:如下|。|，|：)|(?:予以|特此)(?:公示|公告|通告|通知)"
)
_SPEAKS_AS_DOCUMENT = re.compile(
    r"如下|现将|现就|现予|特此|决定|各地|各有关|^(?:为|根据|按照|依据|经|鉴于|由于)|施行|通知|公告|收悉"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element was read."""

    field: str  # the attribute of Notice: "kind", "number", "title", "issuers" ...
    start: int  # offsets in characters into the article's text, or into its title
    end: int
    in_title: bool = False  # read in the article's own title: the text does not have it


@dataclass(frozen=True, slots=True)
class Notice:
    """What an official document says of itself. An element that it does not have is None or empty."""

    kind: str  # 文种: 通知, 意见, 批复 ...
    number: str | None  # 发文字号, its own: 建办城函〔2020〕594号
    title: str
    issuers: tuple[str, ...]  # as signed, by full name
    addressees: tuple[str, ...]  # 主送机关
    date: datetime.date | None  # 成文日期
    cc: tuple[str, ...]  # 抄送机关
    cited: tuple[str, ...]  # numbers of other documents
    attachments: tuple[str, ...]  # titles
    disclosure: str | None  # 主动公开 ...
    deadlines: tuple[datetime.date, ...]  # by which somebody must do something
    batch: tuple[int, str] | None  # 第二批 of which series
    designated: tuple[str, ...]  # places that it selects, approves or lists, by full official name
    spans: tuple[Span, ...]  # where each element was read: what the title alone has, then in order of the text

    def as_json(self) -> dict[str, object]:
        """The fields but not the spans; dates as ISO 8601, the batch as {"number", "series"}."""
        return {
            "kind": self.kind,
            "number": self.number,
            "title": self.title,
            "issuers": list(self.issuers),
            "addressees": list(self.addressees),
            "date": self.date.isoformat() if self.date else None,
            "cc": list(self.cc),
            "cited": list(self.cited),
            "attachments": list(self.attachments),
            "disclosure": self.disclosure,
            "deadlines": [deadline.isoformat() for deadline in self.deadlines],
            "batch": {"number": self.batch[0], "series": self.batch[1]} if self.batch else None,
            "designated": list(self.designated),
        }


@dataclass(frozen=True, slots=True)
class NoNotice:
    """An article that is no official document."""

    because: str  # in plain words


_UNTITLED = NoNotice("neither its title nor its text has the title of an official document")


def read_notice(title: str, paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention] = ()) -> Notice | NoNotice:
    """Read the official document that an article gives, or say why it gives none.

    `title` is the article's own, often a news headline; `places` are the mentions in the article's text, which the
    offsets of `paragraphs` point into. The document is told from what a page or a newspaper puts around it, and
    from documents that it issues, forwards or quotes. Takes time linear in the text, of which the first 500,000
    characters and 50,000 lines are read.
    """
    paragraphs = _of_document(paragraphs)
    if not may_be_document(title, paragraphs):
        return _UNTITLED
    document = lay_out(title, paragraphs)
    if not _has_title(document) and not _is_letter(document):
        return _UNTITLED
    number = elements.number(document)
    if reason := _why_none(document, number):
        return NoNotice(reason)
    return _notice(document, number, places, len(title))


def _of_document(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """As much as a document may have."""
    paragraphs = paragraphs[:_MOST_LINES]
    stop = paragraphs[0].start + _LONGEST if paragraphs else 0
    if not paragraphs or paragraphs[-1].end <= stop:
        return paragraphs
    *kept, last = paragraphs[: bisect_left(paragraphs, stop, key=lambda paragraph: paragraph.start)]
    return [*kept, last._replace(text=last.text[: stop - last.start])]


def _has_title(document: Document) -> bool:
    return bool(document.outline.title) or is_title(document.headline, True)


def _is_letter(document: Document) -> bool:
    """Whether it goes to somebody and is signed, and at least what a page calls it can stand for its title."""
    return document.outline.addressees is not None and _is_signed(document) and bool(elements.title(document))


def _is_signed(document: Document) -> bool:
    return bool(document.outline.signers or document.outline.is_by_person)


def _why_none(document: Document, number: Found[str]) -> str | None:
    """Why an article is no official document; None where it is one."""
    layout = document.outline
    is_signed = _is_signed(document)
    text = next((document.lines[i].text for i in layout.body), "")
    kind = elements.kind(document)
    if kind is None:
        return "its title names no kind of official document"
    if _TEACHES.search(document.headline_whole) and not is_title(document.headline, False):
        return "it tells how documents are written"
    tells_news = bool(_TELLS_NEWS.search(text[:200]))
    if document.is_given_whole:
        return None
    is_named = layout.addressees is not None or is_title(document.headline, False)
    if tells_news and not layout.title and not (is_signed and is_named):
        return "it tells of a document and does not give its text"
    if any(_SPOKEN.match(document.lines[i].text) for i in layout.head[-4:]):
        return "it is what somebody said at a meeting"
    if layout.addressees is not None or number.values or is_signed or _is_dated_with_title(document):
        return None
    is_told_by_itself = _SPEAKS_FOR_ITSELF.search(text[:400]) or layout.date
    if not tells_news and is_title(document.headline, False) and is_told_by_itself:
        return None
    if tells_news or not layout.title or not is_usual_kind(kind) or not _SPEAKS_AS_DOCUMENT.search(text[:400]):
        return "it has the title of a document, but no addressees, number or signature"
    return None


def _is_dated_with_title(document: Document) -> bool:
    """Whether the date stands in brackets after the title or under it, as the central organs' do: （2023年1月2日）."""
    dated = document.outline.dated
    return dated is not None and (dated in document.outline.title or document.lines[dated].text.startswith(("（", "(")))


def _notice(document: Document, number: Found[str], places: Sequence[PlaceMention], length_of_title: int) -> Notice:
    title_at = elements.title_span(document)
    kind = Found((elements.kind(document) or "",), title_at)
    title = Found((elements.title(document),), title_at)
    issuers = elements.issuers(document)
    addressees = elements.addressees(document)
    signed = elements.date_signed(document)
    copies = elements.copies(document)
    cited = elements.cited(document, number)
    attachments = elements.attachments(document)
    disclosure = elements.disclosure(document)
    deadlines = elements.deadlines(document, signed.first)
    batch = elements.batch(document)
    chosen = find_designated(document.lines, document.outline, bare(document.title), places)
    designated = Found(tuple(each.place.name for each in chosen), tuple((each.start, each.end) for each in chosen))
    found: dict[str, Found[str] | Found[datetime.date] | Found[tuple[int, str]]] = {
        "kind": kind,
        "number": number,
        "title": title,
        "issuers": issuers,
        "addressees": addressees,
        "date": signed,
        "cc": copies,
        "cited": cited,
        "attachments": attachments,
        "disclosure": disclosure,
        "deadlines": deadlines,
        "batch": batch,
        "designated": designated,
    }
    spans = [Span(field, *span) for field, element in found.items() for span in element.spans]
    spans += [
        Span(field, 0, length_of_title, in_title=True)
        for field, element in found.items()
        if element.values and not element.spans
    ]
    return Notice(
        kind=kind.values[0],
        number=number.first,
        title=title.values[0],
        issuers=issuers.values,
        addressees=addressees.values,
        date=signed.first,
        cc=copies.values,
        cited=cited.values,
        attachments=attachments.values,
        disclosure=disclosure.first,
        deadlines=deadlines.values,
        batch=batch.first,
        designated=designated.values,
        spans=tuple(sorted(spans, key=lambda span: (not span.in_title, span.start, span.end, span.field))),
    )
