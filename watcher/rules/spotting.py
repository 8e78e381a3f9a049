"""Finds keywords in the UTF-8 that texts are stored in, when one rule is tried on all of them.

The matcher decodes and folds a text, then looks for keywords in their one folded spelling and notes where each stands.
Here the text stays as it is, and each keyword is looked for in every spelling that folds to it: a third of the time.
Where that cannot tell, the text is looked at as the matcher does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from watcher.articles.folding import fold, spellings
from watcher.rules.keywords import Keywords, is_latin
from watcher.rules.tree import TEXT, TITLE

_MOST = 1024  # spellings of a keyword that are looked for, or of all keywords four times as many: each slows the search
_FEW = 50  # keywords that are compared with one another
_LETTER = 4  # bytes of a character in UTF-8, at most

# A blank that a Chinese character may follow, in UTF-8: a trace of letters set apart (住 建 部).
_GAPS = (b"\xc2\xa0", "\u3000".encode(), *(b" " + bytes([lead]) for lead in (*range(0xE2, 0xEA), 0xEF)))

Spotted = tuple[str, str]  # a folded keyword, and the field where it is mentioned


@dataclass(frozen=True, slots=True)
class _Probe:
    """What it says of a keyword that one of its spellings, or of a part of it, was found."""

    in_title: Spotted
    in_text: Spotted
    whole: bool  # it is a spelling of the whole keyword
    left: bool  # it begins with a Latin letter: what stands before it decides
    right: bool  # the same for its end


class Spotter:
    """Finds which of some folded keywords a stored title and text mention."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(set(words))
        self._keywords = Keywords(ordered)
        most = min(_MOST, max(1, 4 * _MOST // len(ordered)))
        probes: dict[bytes, list[_Probe]] = {gap: [] for gap in _GAPS}
        parts = {word: _part(word, most) for word in ordered}
        for word, part in parts.items():
            probe = _Probe((word, TITLE), (word, TEXT), part == word, is_latin(word[0]), is_latin(word[-1]))
            for spelling in _spelled(part):
                probes.setdefault(spelling.encode(), []).append(probe)
        self._probes = list(probes.values())
        self.spellings = tuple(probes)  # that are looked for, and gaps
        # Leftmost matches are found much faster than all of them, but hide others that begin within them.
        self._leftmost = BytesAhoCorasick(probes, matchkind=MatchKind.LeftmostFirst).find_matches_as_indexes
        self._each = BytesAhoCorasick(probes).find_matches_as_indexes
        self._overlap = _overlap(list(parts.values()))

    def spot(self, title: bytes, text: bytes) -> set[Spotted]:
        """The keywords that are mentioned, each with the fields where it is."""
        whole = b"%b\n%b" % (title, text)
        matches = self._leftmost(whole)
        if matches and (self._overlap or min(matches)[0] < len(_GAPS)):
            if _set_apart()(whole):
                return self._read(title, text)
            matches = self._each(whole, overlapping=True)
        found: set[Spotted] = set()
        for number, start, end in matches:
            for probe in self._probes[number]:
                if not probe.whole:
                    return self._read(title, text)
                if not (probe.left and _latin_before(whole, start)) and not (probe.right and _latin_after(whole, end)):
                    found.add(probe.in_title if start < len(title) else probe.in_text)
        return found

    def _read(self, title: bytes, text: bytes) -> set[Spotted]:
        """The same as the matcher finds it."""
        folded = fold(f"{title.decode()}\n{text.decode()}")
        end = len(title.decode())
        return {(word, TITLE if start <= end else TEXT) for word, start, _ in self._keywords.find(folded)}


def _overlap(words: Sequence[str]) -> bool:
    """Whether one may begin where another one, itself, or a gap was found and has not ended."""
    return len(words) > _FEW or any(
        " " in one
        or (one is not other and other in one)
        or any(one.endswith(other[:length]) for length in range(1, len(other)))
        for one in words
        for other in words
    )


def _part(word: str, most: int) -> str:
    """The longest part of a keyword that has few spellings: a Latin letter has half a dozen, and they multiply."""
    parts = (word[start:end] for start in range(len(word)) for end in range(start + 1, min(len(word), start + 12) + 1))
    few = (part for part in (word, *parts) if prod(len(spellings(letter)) for letter in part) <= most)
    return max(few, key=len, default=word[0])


def _spelled(folded: str) -> Iterator[str]:
    """Every text that folds to this one."""
    if not folded:
        yield ""
        return
    for rest in _spelled(folded[1:]):
        for letter in spellings(folded[0]):
            yield letter + rest


def _latin_before(whole: bytes, start: int) -> bool:
    letter = whole[max(0, start - _LETTER) : start].decode(errors="ignore")[-1:]
    return is_latin(fold(letter))


def _latin_after(whole: bytes, end: int) -> bool:
    letter = whole[end : end + _LETTER].decode(errors="ignore")[:1]
    return is_latin(fold(letter))


@cache
def _set_apart() -> Callable[[bytes], Any]:
    """Finds letters of a Chinese word that may be set apart (住 建 部): then no word is found as it is spelled."""
    import re2

    han = "\\x{3400}-\\x{9fff}"
    copies = {copy for code in range(0x3400, 0xA000) for copy in spellings(chr(code)) if not "㐀" <= copy <= "鿿"}
    letter, blank, other = f"[{han}{''.join(sorted(copies))}]", "[ \\x{a0}\\x{3000}]", f"[^{han}]"
    pattern = f"(?:^|{other}){letter}{blank}+{letter}(?:{other}|$)"
    search: Callable[[bytes], Any] = re2.compile(pattern.encode()).search
    return search
