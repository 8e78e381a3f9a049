"""公开属性: whether the public may see a document, as its note or the page's metadata say."""

from __future__ import annotations

import re

_DISCLOSED = re.compile(
    r"[（(【\[〔]\s?(?:此文?件?|本件|本文)?\s?(?:属于|属|为|予以|请)?\s?([^（）()，,；;。\s]{0,10}公开(?:发布)?)[^（）()]{0,40}[）)】\]〕]"
    r"|^(?:此件|本件)?\s?((?:主动|依申请|不予|免予|不)公开|公开发布)$"
)
_ITEM = re.compile(r"附\s?件|[（(]?\d{1,2}\s?[.．、）)]")  # 2. 资金分配表（不公开）
_DISCLOSURES = re.compile(r"主动公开|依申请公开|不予公开|不公开|免予公开|公开发布|删减后公开")
_DISCLOSURE_LINE = re.compile(r"[（(]?(?:政府)?(?:信息)?公开(?:方式|属性|形式|类别|类型|选项|范围)\s?[：:]\s?")
_LINE = 200  # characters; longer lines are text


def disclosed(text: str) -> tuple[str, int, int] | None:
    """What a line of the document says, in brackets as notes do (GB/T 9704-2012 7.3.6) or after a label; and where."""
    if len(text) >= _LINE or "公开" not in text:
        return None
    if (label := _DISCLOSURE_LINE.match(text)) and (said := disclosed_at(text, label.end())):
        return said
    match = None if _ITEM.match(text) else _DISCLOSED.search(text)
    if match is None:
        return None
    printed = 1 if match[1] else 2
    known = _DISCLOSURES.search(match[printed])
    return (known[0] if known else match[printed], *match.span(printed))


def disclosed_at(text: str, offset: int) -> tuple[str, int, int] | None:
    """What stands at an offset, past a label; and where."""
    match = _DISCLOSURES.match(text, offset)
    return (match[0], *match.span()) if match else None
