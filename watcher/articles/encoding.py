"""Bytes of a file -> text, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from watcher.errors import ArticleError

_SAMPLE = 65_536  # bytes that are looked at where a guess needs a look

# The UTF-32 marks stand first: one of them begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_BYTES = bytes([*range(9), *range(14, 32), 127])
_UNSHOWABLE_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])  # of characters that XML 1.0 does not allow
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_DECLARED = re.compile(rb"""(?:charset|encoding)[ \t]{0,4}=[ \t]{0,4}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# What a declared charset is read with, a wider codec where there is one: pages say gb2312 and use characters of
# GBK. Latin-1 and its like are left out: templates declare them unasked, and every byte is valid in them.
_CODECS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "cp949"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "windows-31j"), "cp932"),
    **{name: name for name in ("euc-jp", "windows-1251", "koi8-r")},
}
# Where the characters of ordinary text lie: level one of GB 2312 and Big5's frequently used characters,
# each with its punctuation. Nearly any Big5 text is valid GB 18030 as well, so validity alone decides nothing.
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_COMMON = {
    "gb18030": re.compile(rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]"),
    "big5hkscs": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
}
_COMMON_SHARE = 0.7


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file without its byte order mark, and warnings where something was guessed or is unreadable.

    UTF-8 is tried first, then UTF-16 and UTF-32 by their mark or their look, UTF-8 with a few bad bytes, the
    declared charset, GB 18030 or Big5, whichever the bytes resemble, and last what bs4's detector says.
    Raises ArticleError for binary data: NUL bytes that are no UTF-16, or mostly control characters.
    """
    wide = _wide(data)
    if wide is not None:
        return wide
    _refuse_binary(data)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        return _damaged_utf8(data, error.start) or _legacy(data)


def plain_text(data: bytes) -> str | None:
    """What `decode` makes of most files, in a third of the time; None where a file is not UTF-8 throughout, or has a
    character that XML does not allow.
    """
    if len(data.translate(None, _UNSHOWABLE_BYTES)) != len(data):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\ufffe" in text or "\uffff" in text else text


def _wide(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-16 or UTF-32, or None. The ASCII in UTF-16 without a mark has a zero byte, always on the same side."""
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    warnings: tuple[str, ...] = ()
    if codec is None:
        if b"\0" not in data or _is_utf8_with_stray_nul(data):
            return None
        codec = "utf-16-le" if data[1::2].count(0) > data[0::2].count(0) else "utf-16-be"
        warnings = (f"no byte order mark: read as {codec.upper()}",)
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd") + len(_CONTROLS.findall(text))
    return (text, warnings) if bad * 50 <= len(text) else None


def _is_utf8_with_stray_nul(data: bytes) -> bool:
    """UTF-16 would have a zero byte for each ASCII character, and Chinese in it is hardly ever valid UTF-8."""
    try:
        data.replace(b"\0", b"").decode()
    except UnicodeDecodeError:
        return False
    return data.count(0) * 10 < len(data)


def _refuse_binary(data: bytes) -> None:
    nul = data.find(b"\0")
    if nul >= 0:
        raise ArticleError(f"binary data: a NUL byte at offset {nul}")
    head = data[:_SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    if controls * 3 > len(head):
        raise ArticleError("binary data: mostly control characters")


def _damaged_utf8(data: bytes, start: int) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with one bad character in five at most; Chinese in another encoding is bad for more than half."""
    text = data.decode("utf-8-sig", "replace")
    bad = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if bad * 5 > foreign:
        return None
    line = data.count(b"\n", 0, start) + 1
    return text, (f"line {line}: not UTF-8 throughout; characters that could not be read: {bad}",)


def _legacy(data: bytes) -> tuple[str, tuple[str, ...]]:
    for codec in (_declared_codec(data), _chinese_codec(data)):
        text = data.decode(codec, "replace") if codec else "\ufffd"
        if text.count("\ufffd") * 50 < len(text):
            return text, (f"not UTF-8: read as {codec}",)
    codec = _guessed_codec(data)
    return data.decode(codec, "replace"), (f"not UTF-8: read as {codec}, a guess",)


def _declared_codec(data: bytes) -> str | None:
    declared = _DECLARED.search(data, 0, 4096)
    return _CODECS.get(declared[1].decode("ascii").lower()) if declared else None


def _chinese_codec(data: bytes) -> str | None:
    pairs = Counter(_PAIR.findall(data, 0, _SAMPLE))
    common = {codec: sum(count for pair, count in pairs.items() if zone.match(pair)) for codec, zone in _COMMON.items()}
    codec = max(common, key=lambda codec: common[codec])
    return codec if pairs and common[codec] >= _COMMON_SHARE * pairs.total() else None


def _guessed_codec(data: bytes) -> str:
    from bs4.dammit import EncodingDetector  # takes 0.1 s to import, and hardly any file needs it

    sample = data[:_SAMPLE]
    for codec in EncodingDetector(sample).encodings:
        try:
            sample.decode(codec)
        except (LookupError, UnicodeError):
            continue
        return codec
    return "windows-1252"
