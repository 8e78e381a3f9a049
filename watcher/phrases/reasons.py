"""The reason of a change, as the store keeps it, in the language of a reader."""

from __future__ import annotations

import re

_CHINESE = {
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
    "[articles] names other files": "配置里的文章范围变了",
}
_MOVED = re.compile(r"from (.+?) to (.+)", re.DOTALL)


def because(reason: str, language: str) -> str:
    """Why a change is one: `text: date, number` is "正文（日期、数字）" in Chinese, "text (date, number)" in English.

    What has no word of its own in the language stays as it is.
    """
    what, _, sorts = reason.partition(": ")
    if not language.lower().startswith("zh"):
        return f"{what} ({sorts})" if sorts else what
    if moved := _MOVED.fullmatch(reason):
        return f"从 {moved[1]} 到 {moved[2]}"
    told = "、".join(_CHINESE.get(sort, sort) for sort in sorts.split(", ") if sort)
    return f"{_CHINESE.get(what, what)}（{told}）" if told else _CHINESE.get(what, what)
