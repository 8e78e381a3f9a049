"""Text from articles, made safe to show and short enough: cleaning, counting, cutting, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

# Controls, lone surrogates, noncharacters, and the marks that turn the direction of what follows (UAX #9).
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
_SENTENCE_ENDS = "。！？!?；;…\n"
_CLAUSE_ENDS = "，,、：: "
_CLOSERS = "”’」』）)》】"
_PING = re.compile(r"(?<![A-Za-z0-9_])@(?=\w)")  # "+@name", as the line of a diff begins, names somebody too
_ADDRESS = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
ELLIPSIS = "…"

Count = Callable[[str], int]


def utf8(text: str) -> int:
    """Bytes, as ntfy and WeCom count."""
    return len(text.encode("utf-8", "replace"))


def utf16(text: str) -> int:
    """UTF-16 code units, as Telegram counts; an emoji is two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def clean(text: str, most: int = 4_000) -> str:
    """One line of what can be shown: no control or direction characters, runs of white space as one space.

    Reads no more than `most` characters.
    """
    return shown(text[:most]).strip()


def shown(text: str) -> str:
    """The same of a part of a line: with the spaces at its ends."""
    return _SPACE.sub(" ", _UNSHOWABLE.sub("", text))


def unpinged(text: str) -> str:
    """`@name` with a word joiner inside, so that no platform takes it for a person; e-mail addresses stay."""
    return _PING.sub("@\u2060", text)


def cut(text: str, limit: int, count: Count = len) -> str:
    """The text within `limit` (counted by `count`), with "…" where something is gone.

    Cut after a sentence where that keeps half of what fits, else after a clause or a word, else between
    characters as a person sees them (no accent, emoji or flag is split).
    """
    if count(text) <= limit:
        return text
    room = limit - count(ELLIPSIS)
    if room <= 0:
        return ""
    kept = _prefix(text, room, count)
    end = _last(kept, _SENTENCE_ENDS) or _last(kept, _CLAUSE_ENDS) or len(kept)
    return text[: _whole(text, end)].rstrip(_CLAUSE_ENDS) + ELLIPSIS


def around(text: str, start: int, end: int, limit: int) -> str:
    """At most `limit` characters of `text` about `text[start:end]`, with "…" on each side that is cut."""
    if len(text) <= limit:
        return text
    before = max(0, min(start - (limit - (end - start)) // 3, len(text) - limit + 1))
    if before == 0:
        return cut(text, limit)
    before = _whole(text, before)
    return ELLIPSIS + cut(text[before:], limit - 1)


def address(url: str, longest: int = 1_000) -> str:
    """The address, safe inside any markup; "" where it is not http(s) or is too long to be sent."""
    if not _ADDRESS.match(url) or len(url) > longest:
        return ""
    # "%" stays, since addresses come quoted already; the rest of the kept ones mean something in an address.
    safe = quote(url, safe="%/:?#@!$&+,;=~-._", errors="replace")
    return safe if len(safe) <= longest else ""


def _prefix(text: str, room: int, count: Count) -> str:
    """The longest prefix that counts at most `room`: a bisection, since each count grows with its text."""
    low, high = 0, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(text[:middle]) <= room else (low, middle - 1)
    return text[:low]


def _last(kept: str, ends: str) -> int:
    """Where the last of `ends` in the second half stops, closing quotes included; 0 where there is none."""
    found = max(kept.rfind(end, len(kept) // 2) for end in ends) + 1
    while 0 < found < len(kept) and kept[found] in _CLOSERS:
        found += 1
    return found


def _whole(text: str, end: int) -> int:
    """The nearest place at or before `end` that splits no character as a person sees it."""
    for place in range(end, max(-1, end - 64), -1):
        if not _joined(text, place):
            return place
    return end


def _joined(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if "\U0001f1e6" <= after <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff":
        flags = len(text[max(0, place - 40) : place]) - len(text[max(0, place - 40) : place].rstrip(_FLAGS))
        return flags % 2 == 1
    return before == "\u200d" or after == "\u200d" or _extends(after)


_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _extends(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= character <= "\U0001f3ff"
