"""抄送机关 and 抄报机关: the lists of organs that a document is copied to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from watcher.articles.paragraphs import Paragraph
from watcher.notices.layout import Outline, begins_other
from watcher.notices.organs import is_organ

_COPIES = re.compile(r"[（(]?抄\s{0,4}[送报](?:单位|机关)?\s?(?:[：:]\s?|\s(?=\S))")
_MOST_COPIES = 20  # lists of organs that a document is copied to
_COPIES_LINES = 12  # most lines that plain text breaks one list into
_SAYS_MORE = re.compile(r"[\d：:（(《]|请|联系|附件|特此")
_PRINTED = re.compile(r"日\s*印(?:发|制)$")  # 版记: by whom and when the copies were printed


def lists_of_copies(lines: Sequence[Paragraph], outline: Outline) -> Iterator[tuple[str, int, int]]:
    """The text of each list, and its offsets in the article's text."""
    found = 0
    for position in outline.body:
        if position > outline.signature.stop and begins_other(lines, position):
            break
        if match := _COPIES.match(lines[position].text):
            first, begin = position, match.end()
            if begin == len(lines[first].text):  # the organs stand on the lines below
                first, begin = position + 1, 0
                if first == outline.body.stop or not _names_organs(lines[first].text):
                    continue
            text, end = _list_from(lines, range(first, outline.body.stop))
            yield _separated(text[begin:]), lines[first].start + begin, end
            found += 1
            if found == _MOST_COPIES:
                break


def _separated(text: str) -> str:
    """With commas between organs that blanks separate: 县委办 县林业局."""
    names = text.split()
    return "，".join(names) if not re.search("[，、；]", text) and all(map(is_organ, names)) else text


def _list_from(all_lines: Sequence[Paragraph], region: range) -> tuple[str, int]:
    """The text of a list of organs, which plain text may break into lines, to its full stop; and where it ends."""
    lines = all_lines[region.start : min(region.start + _COPIES_LINES, region.stop)]
    printed = [bool(_PRINTED.search(line.text[-40:])) for line in (*lines[1:], lines[0])]
    last = next((i for i, line in enumerate(lines) if line.text[-1:] not in "，、,；"), 0)
    for i, line in enumerate(lines):
        if _COPIES.match(line.text) and i:
            break
        if printed[i] or line.text.endswith("。") or len(line.text) > 2000:
            last = i
            break
    text, *others = "".join(line.text for line in lines[: last + 1]).split("。")
    text = "，".join((text, *takewhile(_goes_on, others[:-1])))
    while last + 1 < len(lines) and _is_more_of_a_list(lines[last + 1].text):  # each rank with a full stop
        last += 1
        text += f"，{lines[last].text}"
    return text, lines[last].end


def _goes_on(text: str) -> bool:
    """Whether a sentence behind a list of organs is more of it: 省委各部门，省军区。各民主党派省委，省工商联。"""
    return bool(text) and not _SAYS_MORE.search(text) and all(len(name) <= 24 for name in re.split("[，、；]", text))


def _is_more_of_a_list(text: str) -> bool:
    return text.endswith("。") and _names_organs(text)


def _names_organs(text: str) -> bool:
    names = re.split("[，、；]", text.rstrip("。，、；"))
    return len(text) <= 300 and all(is_organ(name.strip()) for name in names)
