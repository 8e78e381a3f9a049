"""Titles right and wrong per sort of damage, and files a second: python benchmarks/frontmatter.py CORPUS [LABELS].

LABELS has a JSON object a line: `path` inside CORPUS, `title`, and `where` the title stands: in the head, in the first
heading or in the file's name. The titles were written down by hand; they are other people's, so that the file has only
their digests (`digest` below).
"""

import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.articles.article import Reading, read_article
from watcher.articles.encoding import decode
from watcher.articles.frontmatter import FrontMatter, read_frontmatter

LABELS = Path(__file__).parent.parent / "tests/articles/data/broken-titles.jsonl"
ZONE = ZoneInfo("Asia/Shanghai")
ROUNDS = 20


def read(data: bytes) -> FrontMatter:
    return read_frontmatter(decode(data)[0], ZONE)


def digest(title: str) -> str:
    """What a label has for a title: 16 hexadecimal digits, the same however its white space is written."""
    return hashlib.sha256("".join(title.split()).encode()).hexdigest()[:16]


def microseconds(files: list[bytes]) -> float:
    """Per file, decoding and front matter, the best of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for data in files:
            read(data)
        rounds.append(time.perf_counter() - begun)
    return min(rounds) / len(files) * 1e6


def main(arguments: list[str]) -> int:
    corpus, labels = Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else LABELS
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    by_sort: dict[str, list[bytes]] = {}
    for row in rows:
        path = Path(row["path"])
        sort = path.parent.name if path.parts[0] == "broken-frontmatter" else path.parts[0]
        data = (corpus / path).read_bytes()
        by_sort.setdefault(sort, []).append(data)
        title = read_article(str(path), data, Reading(timezone=ZONE)).title
        is_right = digest(title) == row["title"]
        (right if is_right else wrong)[sort] += 1
        if not is_right:
            print(f"wrong: {row['path']}\n  read {title!r}, which should stand in the {row['where']}")
    for sort, files in sorted(by_sort.items()):
        cost = microseconds(files)
        print(f"{sort:46}{right[sort]:4} right {wrong[sort]:3} wrong {cost:8.0f} us a file {1e6 / cost:8,.0f} files/s")
    print(f"{'all':46}{right.total():4} right {wrong.total():3} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
