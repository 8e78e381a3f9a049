"""One spelling for texts and for what is looked for in them: case, width and traditional characters do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

_TRADITIONAL = Path(__file__).with_name("traditional.tsv")

# What has a compatibility form or two cases and is found in real pages: Latin, Greek, Cyrillic, full-width forms,
# Roman numerals, and the copies of ideographs that PDF converters leave (Kangxi radicals, compatibility ideographs).
_ALPHABETS = (range(0x41, 0x250), range(0x370, 0x530), range(0x2160, 0x2180), range(0x3000, 0x3001))
_FREQUENT = "，：；（）！？\u3000"  # most texts have nothing else that folds, and replacing one at a time is fastest
_COPIES = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0xFF01, 0xFFEF))


@lru_cache(maxsize=256)  # titles and texts of a chunk are folded for the places in them, and again for the rules
def fold(text: str) -> str:
    """The text in the one spelling that is compared, always as long as it was, so that offsets hold.

    Full width becomes ASCII, upper case lower, traditional characters simplified ones; folding twice changes nothing.
    """
    return _folder()(text)


def spellings(character: str) -> str:
    """All characters that fold to one that folding leaves as it is, itself among them."""
    return _spellings().get(character, character)


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for character, form in _table().items():
        found[form] = found.get(form, form) + character
    return found


@cache
def _folder() -> Callable[[str], str]:
    table = _table()
    ordinals = {ord(character): form for character, form in table.items()}
    foldable = re.compile(f"[{re.escape(''.join(table))}]")
    frequent = [(character, table[character]) for character in _FREQUENT]

    def folded(text: str) -> str:
        for character, form in frequent:
            text = text.replace(character, form)
        if not foldable.search(text):
            return text
        # A pattern skips what stays at 8 ns a character but pays 200 for each that folds; translate takes 60 for any.
        if len(foldable.findall(text, 0, 500)) > 100:
            return text.translate(ordinals)
        return foldable.sub(lambda found: table[found[0]], text)

    return folded


def _table() -> dict[str, str]:
    """Each character that folds, to what it becomes."""
    lines = _TRADITIONAL.read_text(encoding="utf-8").splitlines()
    simplified = dict(line.split("\t") for line in lines if not line.startswith("#"))
    table = dict(simplified)
    for character in map(chr, chain(*_ALPHABETS, *_COPIES)):
        form = unicodedata.normalize("NFKC", character).lower()
        if len(form) == 1:
            table[character] = simplified.get(form, form)
    return {character: form for character, form in table.items() if character != form}
