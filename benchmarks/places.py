"""Precision and recall of the places found, beside plain substring search and jieba, and characters a second.

    python benchmarks/places.py [DIR]

Our own annotated sentences are in tests/places/data, those of places_blind_… labelled before they were first run; DIR
may hold the Weibo NER corpus (weiboNER_2nd_conll.*), whose names of places (GPE.NAM, LOC.NAM) are compared where they
are names of provinces and prefectures.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from watcher.places.divisions import divisions
from watcher.places.gazetteer import resolve
from watcher.places.mentions import find_places

DATA = Path(__file__).parent.parent / "tests" / "places" / "data"
OWN = ("places_news.txt", "places_ambiguous.txt", "places_blind_news.txt", "places_blind_ambiguous.txt")
MARK = re.compile(r"\[([^\]|]+)(?:\|(\d{6}))?\]")

Span = tuple[int, int, str]  # start, end, adcode; the code is empty where the labels have none
Finder = Callable[[str], Iterable[Span]]


class Sentence(NamedTuple):
    text: str
    mentions: frozenset[Span]
    unjudged: frozenset[int]  # offsets where a find is neither right nor wrong: inside an organisation's name


def main(folders: list[str]) -> None:
    finders = {"watcher": ours, "substring": substring(), **jieba_finder()}
    for name in OWN:
        report(name, list(annotated(DATA / name)), finders)
    for path in (path for folder in folders for path in sorted(Path(folder).glob("weiboNER_2nd_conll.*"))):
        report(path.name, list(weibo(path)), finders)
    speed(finders)


def annotated(path: Path) -> Iterator[Sentence]:
    """`[合肥]` is a mention; `[朝阳区|110105]` says which of several places is meant."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield read_marks(line)


def read_marks(line: str) -> Sentence:
    text, mentions, at = "", set(), 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        code = mark[2] or resolve(mark[1])[0].code
        mentions.add((len(text), len(text) + len(mark[1]), code))
        text, at = text + mark[1], mark.end()
    return Sentence(text + line[at:], frozenset(mentions), frozenset())


def weibo(path: Path) -> Iterator[Sentence]:
    """Its places that are provinces or prefectures by their full or short name."""
    known = names()
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip()]
        text = "".join(row[0][0] for row in rows)
        labels = [row[-1] for row in rows]
        spans = [(m.start(), m.end()) for m in re.finditer("|".join(sorted(known, key=len, reverse=True)), text)]
        mentions = {(a, b, "") for a, b in spans if {label[2:] for label in labels[a:b]} & {"GPE.NAM", "LOC.NAM"}}
        yield Sentence(text, frozenset(mentions), frozenset(i for i, row in enumerate(labels) if "ORG" in row))


def names() -> dict[str, str]:
    """Names of provinces and prefectures, full and short, to their codes."""
    table = divisions()
    return {form: code for code, forms in reversed(list(table.folded.items())) if code.endswith("00") for form in forms}


def ours(text: str) -> Iterator[Span]:
    return ((mention.start, mention.end, mention.place.code) for mention in find_places(text))


def substring() -> Finder:
    """The longest name of a province or prefecture, wherever it stands."""
    known = names()
    pattern = re.compile("|".join(sorted(known, key=len, reverse=True)))
    return lambda text: ((found.start(), found.end(), known[found[0]]) for found in pattern.finditer(text))


def jieba_finder() -> dict[str, Finder]:
    try:
        import jieba.posseg  # type: ignore[import-not-found]  # an optional comparison
    except ImportError:
        print("jieba: left out, it is not installed (pip install jieba)")
        return {}
    jieba.setLogLevel(60)
    known = names()

    def find(text: str) -> Iterator[Span]:
        at = 0
        for word, tag in jieba.posseg.cut(text):
            if tag == "ns" and word in known:
                yield at, at + len(word), known[word]
            at += len(word)

    return {"jieba": find}


def report(title: str, sentences: list[Sentence], finders: dict[str, Finder]) -> None:
    """Mentions of provinces and prefectures, which all finders know; for ours counties too, and codes."""
    print(f"{title}: {len(sentences)} lines, {sum(len(s.mentions) for s in sentences)} mentions")
    for name, find in finders.items():
        print(f"  {name:10} {score(sentences, find, is_city)}")
    if any(code for s in sentences for *_, code in s.mentions):
        print(f"  {'watcher':10} {score(sentences, ours, lambda span: True)}   with counties and codes")


def is_city(span: Span) -> bool:
    return not span[2] or span[2].endswith("00")


def score(sentences: list[Sentence], find: Finder, counts: Callable[[Span], bool]) -> str:
    with_codes = counts is not is_city
    right = found_in_all = wanted_in_all = 0
    for sentence in sentences:
        found = {s if with_codes else s[:2] for s in find(sentence.text) if counts(s) and s[0] not in sentence.unjudged}
        wanted = {s if with_codes else s[:2] for s in sentence.mentions if counts(s)}
        right += len(found & wanted)
        found_in_all += len(found)
        wanted_in_all += len(wanted)
    return f"precision {right / found_in_all:.3f}  recall {right / wanted_in_all:.3f}"


# As much text without places as stands between them in ordinary articles: about one mention in eighty characters.
FILLER = "会议指出，要认真总结经验，把各项任务落到实处，让群众得到实惠。有关部门负责人参加了会议并作了发言。"


def speed(finders: dict[str, Finder]) -> None:
    text = FILLER.join(sentence.text + FILLER for sentence in annotated(DATA / "places_news.txt"))
    for name, find in finders.items():
        repeated = text * (20 if name != "jieba" else 1)
        list(find(text[:100]))
        begun = time.perf_counter()
        count = len(list(find(repeated)))
        taken = time.perf_counter() - begun
        print(f"{name}: {len(repeated) / taken:,.0f} characters a second, one mention in {len(repeated) // count}")


if __name__ == "__main__":
    main(sys.argv[1:])
