"""What happened to an article -> the note at the head of its entry, in the language of the feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

_REASONS = {  # of changes, as they are stored
    "first seen": "首次出现",
    "title": "标题",
    "text": "正文",
    "title and text": "标题和正文",
    "pictures": "图片",
    "place list": "地名",
    "date": "日期",
    "number": "数字",
    "withdrawn paragraph": "删去段落",
    "added paragraph": "新增段落",
    "wording": "措辞",
    "another article took its place": "同一位置换成了另一篇文章",
    "its file is gone": "文件已不在",
    "its file is back": "文件又出现了",
}
CHANGES = {  # kind of change -> what alerts call it too
    "zh-CN": {"updated": "有修改", "removed": "已撤下", "replaced": "被替换"},
    "en": {"updated": "Edited", "removed": "Withdrawn", "replaced": "Replaced"},
}
_WITHDRAWN = {"zh-CN": "【{what}】{title}", "en": "[{what}] {title}"}


def note(kind: str, at: datetime, reason: str, lines: Sequence[str], language: str) -> str:
    """What happened, when and why on the first line, then the lines of a diff: `− …` and `+ …`.

    `at` is shown in its own time zone, `reason` is as it is stored.
    """
    return "\n".join([f"{CHANGES[language][kind]} · {at:%Y-%m-%d %H:%M} · {because(reason, language)}", *lines])


def withdrawn_title(kind: str, title: str, language: str) -> str:
    """The title of an article that is gone, as lists show it that have no room for more."""
    return _WITHDRAWN[language].format(what=CHANGES[language][kind], title=title)


def because(reason: str, language: str) -> str:
    """Why a change is one, for a reader of the language; what has no word of its own stays as it is."""
    if not language.lower().startswith("zh"):
        return reason
    what, _, kinds = reason.partition(": ")
    listed = "、".join(_REASONS.get(kind, kind) for kind in kinds.split(", ") if kind)
    return "：".join(filter(None, [_REASONS.get(what, what), listed]))
