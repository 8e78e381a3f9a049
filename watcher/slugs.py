"""Names -> the ASCII that addresses of feeds are made of."""

from __future__ import annotations

import re


def slug(name: str) -> str:
    """The name in small letters, digits and hyphens, Chinese in pinyin; "rule" where nothing is left of it."""
    plain = name.lower()
    if not plain.isascii():
        from pypinyin import lazy_pinyin  # costs 200 ms, which only they pay who name things in Chinese

        plain = "-".join(lazy_pinyin(plain))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "rule"
