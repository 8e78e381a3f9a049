"""Where keywords stand in a folded text: all of them in one pass, Latin ones as whole words, Chinese ones set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from watcher.rules.tree import MOST_MENTIONS

# Letters of a Chinese word set apart (住 建 部, 通　知), as letterheads and signatures have them.
_SET_APART = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?:[ \u3000]+[\u3400-\u9fff])+(?![\u3400-\u9fff])")


class Keywords:
    """Some keywords, folded, and the automaton that finds them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._find = AhoCorasick(self._words, matchkind=MatchKind.Standard).find_matches_as_indexes

    def find(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Keywords with their offsets, the first MOST_MENTIONS of each; those with their letters set apart too."""
        counts: Counter[int] = Counter()
        for index, start, end in self._find(folded, overlapping=True):
            if counts[index] < MOST_MENTIONS and _stands_alone(folded, start, end):
                counts[index] += 1
                yield self._words[index], start, end
        for run in _SET_APART.finditer(folded) if " " in folded else ():  # folding leaves no other blank
            offsets = [run.start() + at for at, letter in enumerate(run[0]) if not letter.isspace()]
            joined = "".join(run[0].split())
            for index, start, end in self._find(joined, overlapping=True):
                if counts[index] < MOST_MENTIONS and end - start > 1:
                    counts[index] += 1
                    yield self._words[index], offsets[start], offsets[end - 1] + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin words match whole words only: `mac` is not in `machine`, `AI` not in `MAIN`."""
    return not (
        (start > 0 and is_latin(text[start]) and is_latin(text[start - 1]))
        or (end < len(text) and is_latin(text[end - 1]) and is_latin(text[end]))
    )


def is_latin(character: str) -> bool:
    """Whether a letter or digit, folded, belongs to a script that sets its words apart."""
    return character.isalnum() and (character < "\u0250" or "\u0370" <= character < "\u0600")
