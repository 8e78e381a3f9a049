"""附件: the titles of a document's attachments (GB/T 9704-2012 7.3.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.articles.paragraphs import Paragraph
from watcher.notices.lines import is_marked
from watcher.numerals import number

_LIST = re.compile(
    r"(?:相关)?(?:附\s?[件表](?:下载|列表|[（(][^（）()]{1,6}[）)])?|附)\s?[：:]\s*(?!\s)|[【\[]附件[】\]]\s*(?!\s)"
)
_BEGINS = ("附", "相关附件", "【附件", "[附件")
_NUMBERED = re.compile(r"附\s?件\s?(\d{1,2}|[一二三四五六七八九十]{1,2})\s?[：:.．、\s]\s*(?=\S)")
_HEADING = re.compile(r"附\s?件\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s?[：:]?")
_COUNT = r"\d{4}年|\d{1,4}(?:批|家|个|种|项|起|款|类|名|所|户|件|例|条|座)"  # a title begins so: 1.28批次食品…
_ITEM = re.compile(
    r"(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|\d{1,2}[-－]\d{1,2}\s?[.．、]|(\d{1,2})(?:\s?[.．、]|\s)|[一二三四五六七八九十]{1,2}[、.．])\s*"
    rf"(?=[^\d\s.．、]|{_COUNT})"
)
_FILE_END = re.compile(
    r"\s?(?:[.．](?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|et|ofd|ceb|txt|jpe?g|png|tif|html?)|[（(]\s?(?:pdf|docx?|xlsx?)\s?[）)]|[（(\[]\s?(?:[\d.]+\s?[KMkm][Bb]?|略|点击下载|下载)\s?[）)\]]|[【\[]?(?:点击)?下载[】\]]?)$",
    re.IGNORECASE,
)
_LINKED = re.compile(  # as sites of universities list files: 附件【申报表.docx】已下载12次
    r"(?:附\s?件\s?)?\s*[【\[](?:附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[：:.．、\s]?\s*)?([^【】\[\]]{2,120})[】\]]\s*(?:已?下载[次数：:\s\d]*次?)?\s*"
)
_NOTHING = re.compile(r"(?:[（(【\[]?(?:略|见附件|无|如文|(?:点击)?下载)[）)】\]]?)?")
_LINK = re.compile(r"(?:[（(【\[]?(?:点击)?下载[）)】\]]?)?")  # behind 附件： over their list
_TITLE_LIMIT = 120  # characters; longer lines are text
_MOST = 100


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment that the document names."""

    title: str  # without its number and file ending
    start: int  # offsets in characters into the article's text
    end: int


def find_attachments(lines: Sequence[Paragraph], body: range, signature: range = range(0)) -> tuple[Attachment, ...]:
    """The attachments listed after the text; where none are listed, those that stand there under a heading 附件."""
    for position in body:
        text = lines[position].text
        if not text.startswith(_BEGINS):
            continue
        stop = signature.start if position < signature.start else body.stop
        region = range(position, min(position + _MOST, stop))
        if text.startswith("附") and _LINKED.match(text):
            listed = _linked(lines, region)
        elif match := _LIST.match(text):
            listed = _listed(lines, region, match.end())
        elif _NUMBERED.match(text):
            listed = _numbered(lines, region)
            listed += (
                _numbered_after_text(lines, range(position + 1, body.stop), len(listed)) if stop == body.stop else ()
            )
        elif stop != body.stop and _HEADING.fullmatch(text) and _begins_list(lines, region[1:]):
            listed = _listed(lines, region[1:], 0)
        else:
            continue
        if listed:
            return listed
    return tuple(_headed(lines, body))


def _begins_list(lines: Sequence[Paragraph], region: range) -> bool:
    """Whether items stand under 附件 and over the signature, where no attachment has its text yet."""
    return bool(region) and bool(_ITEM.match(lines[region.start].text))


def _listed(lines: Sequence[Paragraph], region: range, offset: int) -> tuple[Attachment, ...]:
    """附件：1. … 2. …, over several lines or on one; an attachment alone has no number."""
    found = _items(lines[region.start], offset)
    is_numbered = bool(_ITEM.match(lines[region.start].text, offset))
    is_open = bool(_LINK.fullmatch(lines[region.start].text, offset))  # its titles stand on the lines below
    for position in region[1:]:
        line = lines[position]
        item = _ITEM.match(line.text) or _NUMBERED.match(line.text) or _FILE_END.search(line.text[-20:])
        if found and not is_numbered and item and item[0].startswith(("一", "1")):
            break  # the text of an attachment whose title stands under 附件：
        if (not item and found and line.kind != "li") or len(line.text) > _TITLE_LIMIT or line.align == "right":
            break
        if not item and not ((is_open or line.kind == "li") and _is_title(line.text)):
            break
        is_numbered = is_numbered or bool(item)
        found += _items(line, 0)
    return tuple(found)


def _linked(lines: Sequence[Paragraph], region: range) -> tuple[Attachment, ...]:
    """Files in heavy brackets, on one line or several."""
    found: list[Attachment] = []
    for position in region:
        line, offset = lines[position], 0
        while match := _LINKED.match(line.text, offset):
            found += _attachment(line, match.start(1), match.end(1))
            offset = match.end()
        if offset < len(line.text):
            break
    return tuple(found)


def _numbered(lines: Sequence[Paragraph], region: range) -> tuple[Attachment, ...]:
    """附件1：… and 附件2：… on lines of their own, the second perhaps as 2.… only."""
    found: list[Attachment] = []
    for position in region:
        line = lines[position]
        match = _NUMBERED.match(line.text) or (_ITEM.match(line.text) if found else None)
        is_text = found and match and match[1] in {"1", "一"}  # the first item of what an attachment says
        if not match or is_text or len(line.text) > _TITLE_LIMIT:
            break
        found += _attachment(line, match.end(), len(line.text))
    return tuple(found)


def _numbered_after_text(lines: Sequence[Paragraph], region: range, count: int) -> tuple[Attachment, ...]:
    """附件2：… and those after it that head their own text, as 附件1：… did."""
    found: list[Attachment] = []
    for position in region:
        line = lines[position]
        match = _NUMBERED.match(line.text)
        if match and len(line.text) <= _TITLE_LIMIT and number(match[1]) == count + len(found) + 1:
            found += _attachment(line, match.end(), len(line.text))
    return tuple(found)


def _headed(lines: Sequence[Paragraph], body: range) -> list[Attachment]:
    """The title under each heading 附件 or 附件1."""
    found: list[Attachment] = []
    for position in body:
        text = lines[position].text
        if len(found) == _MOST:
            break
        if not text.startswith("附") or not _HEADING.fullmatch(text):
            continue
        last = position
        while (
            last + 1 < min(position + 4, body.stop) and is_marked(lines[last + 1]) and _is_title(lines[last + 1].text)
        ):
            last += 1
        if last == position and position + 1 < body.stop and _is_title(lines[position + 1].text):
            last += 1
        if last > position:
            title = "".join("".join(lines[i].text.split()) for i in range(position + 1, last + 1))
            found.append(Attachment(title, lines[position + 1].start, lines[last].end))
    return found


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE_LIMIT and not re.search(
        r"[。；;：:]$|[。；]|^[一二三四五六七八九十]+、|^第.{1,3}[章条]|^[（(]此件|^抄送", text
    )


def _items(line: Paragraph, offset: int) -> list[Attachment]:
    """The attachments on one line from `offset` on: 1.… 2.… in sequence, or one title."""
    text = line.text
    first = _ITEM.match(text, offset) or _NUMBERED.match(text, offset)
    if not first:
        return _attachment(line, offset, len(text))
    found: list[Attachment] = []
    begin, count = first.end(), int(first[1]) if first.re is _ITEM and first[1] else 0
    while count and len(found) < _MOST:
        count += 1
        following = re.compile(rf"(?<![\d.]){count}\s?[.．、](?:(?!\d)|(?={_COUNT}))\s*").search(text, begin)
        if not following:
            break
        found += _attachment(line, begin, following.start())
        begin = following.end()
    return found + _attachment(line, begin, len(text))


def _attachment(line: Paragraph, start: int, end: int) -> list[Attachment]:
    text = line.text[start:end].rstrip(" \u3000。；;，,、")
    while (ending := _FILE_END.search(text)) and ending.start() > 0:
        text = text[: ending.start()].rstrip()
    title = "".join(text.split()) if re.search("[\u3400-\u9fff]", text) else text
    if not title or _NOTHING.fullmatch(title) or len(title) > 2 * _TITLE_LIMIT:
        return []
    return [Attachment(title, line.start + start, line.start + start + len(text))]
