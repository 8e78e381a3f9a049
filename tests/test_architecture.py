"""The map in docs/architecture.md names exactly the modules that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_LINE = re.compile(r"(?P<indent> *)(?P<name>[\w.]+/?)(?P<words> .*)?")


def named(tree: str) -> Iterator[tuple[str, str]]:
    """Each module of a map with the words beside it: two spaces of indentation a folder."""
    folders: list[str] = []
    for line in filter(None, tree.splitlines()):
        match = _LINE.fullmatch(line)
        assert match, line
        depth = len(match["indent"]) // 2
        folders[depth:] = [match["name"].rstrip("/")] if match["name"].endswith("/") else []
        if not match["name"].endswith("/"):
            yield "/".join([*folders[:depth], match["name"]]), (match["words"] or "").strip()


def the_map() -> dict[str, str]:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = re.search(r"^```\n(watcher/\n.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found, "docs/architecture.md has no map"
    return dict(named(found[1]))


def test_the_map_names_exactly_the_modules_that_there_are() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "watcher").rglob("*.py")}
    there = {path for path in there if not path.endswith("/__init__.py")}
    on_the_map = set(the_map())
    assert {"not on the map": there - on_the_map, "not there": on_the_map - there} == {
        "not on the map": set(),
        "not there": set(),
    }


def test_each_module_on_the_map_has_its_line() -> None:
    assert [path for path, words in the_map().items() if not words] == []


@pytest.mark.parametrize("path", sorted((ROOT / "watcher").rglob("*.py")), ids=lambda path: path.stem)
def test_each_module_says_what_it_is_for(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith('"""')


def test_folders_nest_by_indentation() -> None:
    tree = "a/\n  one.py  first\n  b/    inner\n    two.py\n  three.py\n"
    assert list(named(tree)) == [("a/one.py", "first"), ("a/b/two.py", ""), ("a/three.py", "")]
