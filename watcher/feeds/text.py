"""Text, addresses and dates in the form that every feed format allows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote, urljoin, urlsplit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # what stands for a date that no format can write
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)  # the date of a feed without entries; validators doubt 1970

_LONGEST_ADDRESS = 8_000  # characters; RFC 9110 4.1 asks everyone to support as much
_URI = "!#$%&'()*+,/:;=?@[]~"  # what RFC 3986 2.2 and 2.3 leave as it is, beside letters, digits and -._
# XML 1.0 2.2: control characters but tab and line ends, surrogates and noncharacters may not occur, or should not.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` without the characters that no XML document may hold; line ends are U+000A."""
    if text.isprintable():  # most titles and labels; several times as fast
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_overrides(text: str) -> str:
    """`text` without the characters that turn the direction of what follows (UAX 9 2.1, 2.2, 2.4)."""
    return _BIDI.sub("", text)


def one_line(text: str) -> str:
    """`text` as a title or label: plain, on one line, in its natural direction."""
    return " ".join((text if text.isprintable() else without_overrides(plain(text))).split())


def uri(address: str) -> str:
    """`address` in ASCII: whatever RFC 3986 does not allow is percent-encoded."""
    return quote(plain(address).strip(), safe=_URI)


def absolute(address: str, base: str) -> str:
    """`address` resolved against `base`, with http or https; "" where that is impossible or it is another scheme."""
    cleaned = re.sub(r"[\t\n]", "", without_overrides(plain(address))).strip().replace(" ", "%20")
    if not cleaned or cleaned.startswith("#") or len(cleaned) > _LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(joined := urljoin(base or "https:", cleaned))
    except ValueError:
        return ""
    return joined if parts.scheme in ("http", "https") and parts.hostname else ""


def utc(moment: datetime) -> datetime:
    """`moment` in UTC and whole seconds; the epoch where a damaged date lies outside the years 1000 to 9999."""
    try:
        shifted = moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return EPOCH
    return shifted if shifted.year >= 1000 else EPOCH


def rfc3339(moment: datetime) -> str:
    """The date form of Atom and JSON Feed: `2021-12-03T08:10:07Z`."""
    return utc(moment).isoformat().replace("+00:00", "Z")


def rfc822(moment: datetime) -> str:
    """The date form of RSS: `Fri, 03 Dec 2021 08:10:07 GMT`, whatever the locale."""
    return format_datetime(utc(moment), usegmt=True)
