"""Make watcher/places/seams.tsv from the word list of the PyPI package `jieba` (0.42.1, MIT).

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    python tools/seams.py jieba-0.42.1/jieba/dict.txt > watcher/places/seams.tsv

Kept are the words of two characters that end in the first character of some place's name of two, or begin with the
last of one: what 厦门 needs to be seen as the seam of 商厦|门廊. The same of three and four characters for the names of
provinces and prefectures (人工湖|北岸), and words that end in a surname: 工程 in 工程|大庆段 begins no person's name.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from watcher.places.gazetteer import Trust, gazetteer
from watcher.places.persons import SURNAMES, WORDLIKE_SURNAMES

FREQUENT = 10  # times that the list counted a word; rarer ones are names and mistakes more often than words
# Words that the list lacks: newer ones, and those that are written in few texts.
MORE = "线上 云上 网上 掌上 向南 向北 向东 向西 孤舟 大运 世大运 州县 州庆 州里 州际 州内 州界 首周 首张 这张 那张"
SURELY = 50  # the same for what it takes for a name of a person, as it does 沙龙
LONG_FREQUENT = 5  # the same for words of three and four characters, which are mistaken less often
PERSONS = {"nr", "nrt", "nrfg"}
USUAL = 300  # and for words that part the name of a province: 海地 does not, in 楼上|海地 as in 上海地铁
PROPER = PERSONS | {"ns", "nt", "nz"}


def main(words: Path) -> None:
    names = {word: name for word, name in gazetteer().names.items() if name.trust is not Trust.ASKED}
    firsts = {word[0] for word in names if len(word) == 2} | SURNAMES | WORDLIKE_SURNAMES
    lasts = {word[1] for word in names if len(word) == 2}
    of_cities = [word for word, name in names.items() if len(word) == 2 and name.places[0].level != "county"]
    city_firsts, city_lasts = {word[0] for word in of_cities}, {word[1] for word in of_cities}
    of_provinces = [word for word in of_cities if names[word].places[0].level == "province"]
    province_firsts, province_lasts = {word[0] for word in of_provinces}, {word[1] for word in of_provinces}
    rows: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    listed = [line.split(" ") for line in words.read_text(encoding="utf-8").splitlines()]
    for word, count, tag in listed + [[word, str(FREQUENT), "n"] for word in MORE.split()]:
        if len(word) == 2 and int(count) >= (SURELY if tag in PERSONS else FREQUENT):
            if word[1] in firsts:
                rows["ends", word[1]].add(word[0])
            if word[0] in lasts:
                rows["begins", word[0]].add(word[1])
            if int(count) < USUAL and word not in MORE and (word[1] in province_firsts or word[0] in province_lasts):
                rows["rare", "-"].add(word)
        if len(word) in (3, 4) and int(count) >= LONG_FREQUENT and tag not in PROPER:
            if word[-1] in city_firsts:
                rows["long", word[-1]].add(word)
            elif word[0] in city_lasts:
                rows["long", word[0]].add(word)
    print("# Made by tools/seams.py from jieba's word list (MIT, (c) 2013 Sun Junyi); do not edit.")
    print("# side, a character of names, characters that make a word with it: ends 长 团部市, begins 沙 漠发拉;")
    print("# long, the character, words of three and four that end or begin with it: 湖 人工湖 淡水湖;")
    print("# rare, words of two that do not part the name of a province")
    for (side, character), others in sorted(rows.items()):
        print(side, character, (" " if side in ("long", "rare") else "").join(sorted(others)), sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
