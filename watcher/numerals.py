"""Numbers as Chinese texts write them, in either numerals."""

from __future__ import annotations

ZEROS = "〇○◯零ＯOoОо0０"  # and what is typed for 〇
_ARABIC = str.maketrans(
    {**dict.fromkeys(ZEROS, "0"), **dict(zip("一二三四五六七八九元两", "12345678912", strict=True))}
)


def number(numeral: str) -> int:
    """12, 十二, 三十一, 廿五, 两, or digits one by one (二〇二一); 0 where it is none of these, as 一百 is not."""
    tens, ten, ones = "".join(numeral.split()).replace("廿", "二十").partition("十")
    arabic = (f"{tens or 1}{ones or 0}" if ten else tens).translate(_ARABIC)
    return int(arabic) if arabic.isdecimal() else 0
