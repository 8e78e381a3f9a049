"""A word that is no place's name -> the place that was probably meant: 合费 for 合肥, Hefei."""

from __future__ import annotations

from watcher.articles.folding import fold
from watcher.places.divisions import divisions, significant

_LONG = 3  # characters of a name in which one may be wrong; of two, too many names differ in one


def meant(word: str) -> str | None:
    """The name, without 省 or 市, that sounds the same or differs in one character; of several the widest place's."""
    from pypinyin import lazy_pinyin  # costs 200 ms, for which who misspelt a place waits

    wanted = "".join(fold(word).split())
    sound = "".join(lazy_pinyin(wanted))
    known = divisions()
    for code in sorted(known.places, key=lambda code: (len(significant(code)), code)):
        full, short = known.folded[code]
        if sound in {known.places[code].slug.partition("-")[0], "".join(lazy_pinyin(full))}:
            return short
        if any(_one_wrong(wanted, name) for name in (full, short)):
            return short
    return None


def _one_wrong(word: str, name: str) -> bool:
    return len(word) == len(name) >= _LONG and sum(a != b for a, b in zip(word, name, strict=True)) == 1
