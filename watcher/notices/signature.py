"""The signature (署名) of a document: who signed it, on which lines, and the date (GB/T 9704-2012, 7.3.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.articles.paragraphs import Paragraph
from watcher.notices.dates import find_date, read_date
from watcher.notices.lines import DATE_ENDS, PAGE_LINE, PASSED, is_marked, organs_and_date
from watcher.notices.numbers import number_of_line
from watcher.notices.organs import is_signed_by_person, organs_of_line
from watcher.notices.titles import bare

_SIGNERS = 60  # most lines that sign one document
_SEALED = re.compile("[（(]([^（）()]{4,40}?)(?:公?章|印章)[）)]")
_BEGINS_ORGAN = re.compile(r"国务院|中共|中国|全国|国家|[\u3400-\u9fff]{2,7}[省市县区州盟旗]")
_BODY_OF_ORGAN = re.compile("法制工作委员会|法工委|办公厅|办公室|秘书处|综合司|综合处")
# Under the day of its publishing.
_OF_PAGE = re.compile(r"\d{1,2}[:：]\d\d|(?:信息)?来源|稿源|作者|浏览|点击|阅读|字体|发布[者人]|编辑")
_SEAL = re.compile(r"\s*[（(](?:[^（）()]{0,6}[章印]|[^（）()]{2,30}代章)[）)]\s*")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a document, and when."""

    signers: tuple[str, ...]  # organs, by full name
    lines: range  # their lines, and that of the date where there is one
    date: date | None
    dated: int | None  # the line of the date
    is_by_person: bool = False  # by an office holder, as orders are


UNSIGNED = Signature((), range(0), None, None)


def dated_under_title(lines: Sequence[Paragraph], title: range, under: range, signature: Signature) -> Signature:
    """The signature with the date that stands under the title, as a decision's does: （2019年3月2日…会议通过）."""
    last = lines[title[-1]].text
    if (dated := find_date(last[-14:])) and last.endswith(("日）", "日)")):
        return replace(signature, date=dated[0], dated=title[-1])
    for position in under:
        text = bare(lines[position].text).strip("（）()")
        if position + 1 < len(lines) and _OF_PAGE.match(bare(lines[position + 1].text)):
            continue
        passed = find_date(text) if not PAGE_LINE.match(text) and PASSED.fullmatch(f"（{text}）") else None
        beside = find_date(text) if number_of_line(text) else None
        if date_there := read_date(text) or (passed and passed[0]) or (beside and beside[0]):
            over = organs_of_line(lines[position - 1].text) if position > under.start else ()
            if over and not signature.signers:
                return Signature(over, range(position - 1, position + 1), date_there, position)
            return replace(signature, date=date_there, dated=position)
    return signature


def signed_over_text(lines: Sequence[Paragraph], head: range) -> Signature:
    """The organ and the date that minutes and bulletins have on one line under their letterhead."""
    for position in head:
        signers, signed = organs_and_date(lines[position].text)
        if signers:
            return Signature(signers, range(position, position + 1), signed, position)
    return UNSIGNED


def find_signature(lines: Sequence[Paragraph], body: range, issuers: tuple[str, ...], forwards: bool) -> Signature:
    """The signature of the outer document: the first that its title's issuers may have made.

    A document that is forwarded or issued inside this one may be signed too, by others.
    """
    inside_attachment = False
    for position in body:
        line = lines[position]
        inside_attachment = inside_attachment or (line.text.startswith("附") and is_marked(line) and len(line.text) < 8)
        signature = _signature_at(lines, body.start, position)
        if signature is None or (inside_attachment and not signature.signers):
            continue
        if not signature.signers and not signature.is_by_person and line.align != "right" and position == body.start:
            continue
        if forwards and signature.signers and issuers and not _may_be(issuers, signature.signers):
            break
        return signature
    return _undated(lines, body, issuers)


def _signature_at(lines: Sequence[Paragraph], start: int, position: int) -> Signature | None:
    """The signature whose date stands on a line, or None."""
    if lines[position].text[-1:] not in DATE_ENDS:
        return None
    text = _SEAL.sub("", lines[position].text[:130]).rstrip("| ")  # of a table that was lost
    signed = read_date(text)
    beside: tuple[str, ...] = ()
    by_person = False
    if signed is None:
        beside, signed = organs_and_date(text)
        by_person = signed is not None and not beside
    if signed is None:
        return None
    first, above, person_above = _signers_above(lines, start, position)
    return Signature((*above, *beside), range(first, position + 1), signed, position, by_person or person_above)


def _joined(names: list[str]) -> list[str]:
    """Names, a body of an organ with the organ that stands on the line above it: 法制工作委员会."""
    whole: list[str] = []
    for name in names:
        if whole and _BODY_OF_ORGAN.fullmatch(name):
            whole[-1] += name
        else:
            whole.append(name)
    return whole


def _signers_above(lines: Sequence[Paragraph], start: int, position: int) -> tuple[int, tuple[str, ...], bool]:
    """Of the signers above a date: the first line, their names in order, whether an office holder signs."""
    names: list[str] = []
    sealed: tuple[str, ...] = ()  # （国家核安全局章）
    by_person = False
    first = position
    while first > start and position - first < _SIGNERS:
        text = _SEAL.sub("", lines[first - 1].text[:220])
        cells = text.split("\t")  # all are organs, or the row is the end of a table of what they do
        organs = organs_of_line(text) if len(cells) == 1 or all(map(organs_of_line, cells)) else ()
        seal = _SEALED.fullmatch(lines[first - 1].text[:60].strip())
        sealed = organs_of_line(seal[1]) if seal else sealed
        if names and not organs and (whole := _over_two_lines(lines, first - 1)):
            names[0] = whole
            first -= 1
            continue
        if not organs and not is_signed_by_person(text) and text:
            break
        by_person = by_person or (bool(text) and not organs)
        names[:0] = organs
        first -= 1
    return first, tuple(dict.fromkeys(_joined(names))) or sealed, by_person


def _over_two_lines(lines: Sequence[Paragraph], position: int) -> str:
    """The organ whose name is broken over a line and the next, which the page sets as signatures; "" for any other."""
    above, below = lines[position], lines[position + 1]
    if above.align != "right" or below.align != "right" or not _BEGINS_ORGAN.match(above.text):
        return ""
    whole = organs_of_line(bare(above.text + below.text))
    return whole[0] if len(whole) == 1 else ""


def _undated(lines: Sequence[Paragraph], body: range, issuers: tuple[str, ...]) -> Signature:
    """Lines after the text that name the issuers and nothing else, where no date stands under them."""
    ends = {issuer[-1] for issuer in issuers} | {"）", ")"}
    for position in body[1:]:
        line = lines[position]
        may_sign = line.text[-1:] in ends if issuers else line.align == "right"
        organs = organs_of_line(_SEAL.sub("", line.text)) if may_sign and len(line.text) <= 60 else ()
        if organs and (not issuers or _may_be(issuers, organs)):
            last = position
            names = [*organs]
            while (
                last + 1 < body.stop
                and last - position < _SIGNERS
                and (more := organs_of_line(lines[last + 1].text[:61]))
            ):
                last += 1
                names += more
            return Signature(tuple(dict.fromkeys(names)), range(position, last + 1), None, None)
    return UNSIGNED


def _may_be(issuers: tuple[str, ...], signers: tuple[str, ...]) -> bool:
    """Whether the organs of a title and those of a signature have one in common, written shorter in either.

    An organ's office signs for it: 国家发展改革委办公厅.
    """
    signing = {*signers, *(signer.removesuffix("办公厅").removesuffix("办公室") for signer in signers)}
    return any(issuer.endswith(signer) or signer.endswith(issuer) for issuer in issuers for signer in signing)
