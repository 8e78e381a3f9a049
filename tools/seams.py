"""Make watcher/notices/seams.tsv from the word list of the PyPI package `jieba` (0.42.1, MIT).

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    python tools/seams.py jieba-0.42.1/jieba/dict.txt > watcher/notices/seams.tsv

Kept are the words of two characters that end in the first character of some place's name of two, or begin with the
last of one: what 厦门 needs to be seen as the seam of 商厦|门廊.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from watcher.notices.gazetteer import Trust, gazetteer

FREQUENT = 10  # times that the list counted a word; rarer ones are names and mistakes more often than words
SURELY = 50  # the same for what it takes for a name of a person, as it does 沙龙
PERSONS = {"nr", "nrt"}


def main(words: Path) -> None:
    names = [word for word, name in gazetteer().names.items() if len(word) == 2 and name.trust is not Trust.ASKED]
    firsts, lasts = {name[0] for name in names}, {name[1] for name in names}
    before: defaultdict[str, set[str]] = defaultdict(set)
    after: defaultdict[str, set[str]] = defaultdict(set)
    for line in words.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        if len(word) != 2 or int(count) < (SURELY if tag in PERSONS else FREQUENT):
            continue
        if word[1] in firsts:
            before[word[1]].add(word[0])
        if word[0] in lasts:
            after[word[0]].add(word[1])
    print("# Made by tools/seams.py from jieba's word list (MIT, (c) 2013 Sun Junyi); do not edit.")
    print("# side, a character of names, characters that make a word with it: ends 长 团部市, begins 沙 漠发拉")
    for side, table in (("ends", before), ("begins", after)):
        for character, others in sorted(table.items()):
            print(side, character, "".join(sorted(others)), sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
