"""How well official documents are read: accuracy per field over labelled documents.

    python benchmarks/notices.py          # the hard ones of tests/notices/data/hard
    python benchmarks/notices.py FOLDER   # also real ones below FOLDER, labelled in ../data/gov-notices.jsonl

A list is right when it has all of a document's values and no other; their order does not count.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from time import perf_counter

from watcher.articles.article import Article, Reading, read_article
from watcher.notices.structure import NoNotice, Notice, read_notice
from watcher.places.mentions import find_places

DATA = Path(__file__).parent.parent / "tests" / "notices" / "data"
EMPTY: dict[str, object] = {
    "kind": None, "number": None, "title": None, "issuers": [], "addressees": [], "date": None, "cc": [], "cited": [],
    "attachments": [], "disclosure": None, "deadlines": [], "batch": None, "designated": [],
}  # fmt: skip


def article_of(path: Path) -> Article:
    return read_article(path.name, path.read_bytes(), Reading(timezone=UTC))


def notice_of(path: Path) -> Notice | NoNotice:
    article = article_of(path)
    return read_notice(article.title, article.paragraphs, find_places(article.text))


def labelled(folder: Path | None) -> Iterator[tuple[Path, dict[str, object]]]:
    """Each labelled document with its labels; what a label leaves out is empty."""
    for label in sorted((DATA / "hard").glob("*.json")):
        document = next(path for path in label.parent.glob(f"{label.stem}.*") if path.suffix != ".json")
        yield document, json.loads(label.read_text(encoding="utf-8"))
    if folder:
        documents = {path.name: path for path in folder.rglob("*") if path.is_file()}
        for line in (DATA / "gov-notices.jsonl").read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            if path := documents.get(label.pop("file")):
                yield path, label


def differences(path: Path, label: dict[str, object]) -> dict[str, tuple[object, object]]:
    """Per field that is read wrong: what is expected and what is read. "notice" is whether there is one at all."""
    found = notice_of(path)
    if isinstance(found, NoNotice):
        return {} if "notice" in label else {"notice": ("a notice", found.because)}
    if "notice" in label:
        return {"notice": (None, found.title)}
    read, expected = found.as_json(), EMPTY | label
    return {
        field: (expected[field], read[field])
        for field in EMPTY
        if _comparable(expected[field]) != _comparable(read[field])
    }


def _comparable(value: object) -> object:
    return frozenset(value) if isinstance(value, list) else value


def main(arguments: list[str]) -> int:
    wrong: dict[str, int] = defaultdict(int)
    documents = characters = 0
    started = perf_counter()
    for path, label in labelled(Path(arguments[0]) if arguments else None):
        documents += 1
        for field, (expected, read) in differences(path, label).items():
            wrong[field] += 1
            print(f"{path.name}: {field}\n  expected {expected}\n  read     {read}")
        characters += path.stat().st_size
    seconds = perf_counter() - started
    print(f"{documents} documents, {characters / 1e3:.0f} kB, {seconds:.2f} s with reading the files")
    for field in ("notice", *EMPTY):
        right = documents - wrong[field] - (wrong["notice"] if field != "notice" else 0)
        print(f"{field:12} {right / documents:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
