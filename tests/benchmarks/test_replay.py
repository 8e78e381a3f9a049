"""What the replay says of a file that git names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.replay import Change, Held, Named, main, named_files, said

ONE, TWO = Held(1, None), Held(2, None)


def change(kind: str, article: int = 1, path: str = "a.md") -> Change:
    return Change(article, kind, "", path)


@pytest.mark.parametrize(
    ("was", "now", "changes", "words"),
    [
        pytest.param(None, ONE, [change("new")], "new", id="an article that nobody knew"),
        pytest.param(None, ONE, [change("new", path="b.md")], "duplicate of another new one", id="twice in one commit"),
        pytest.param(None, ONE, [], "duplicate", id="a further copy"),
        pytest.param(ONE, ONE, [change("updated")], "updated", id="edited"),
        pytest.param(ONE, ONE, [change("new", 2)], "unchanged for a reader", id="white space, beside another's change"),
        pytest.param(ONE, TWO, [change("replaced"), change("new", 2)], "replaced by new", id="overwritten"),
        pytest.param(ONE, None, [change("removed")], "removed", id="deleted"),
        pytest.param(ONE, None, [], "one copy fewer", id="one of two copies deleted"),
        pytest.param(ONE, None, [change("updated"), change("moved")], "moved and updated", id="renamed and edited"),
        pytest.param(None, Held(None, "is empty"), [], "unreadable", id="no article"),
        pytest.param(Held(None, "is empty"), None, [], "was unreadable", id="no article, deleted"),
    ],
)
def test_a_file_is_accounted_for_in_the_programs_words(
    was: Held | None, now: Held | None, changes: list[Change], words: str
) -> None:
    assert said("a.md", was, now, changes) == words


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()

    def git(*arguments: str) -> None:
        names = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", "-C", folder, *names, *arguments], check=True, capture_output=True)

    git("init", "--quiet")
    for name, text in {"one.md": "路口\n", "two.md": "车站\n", "picture.png": "png"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    git("mv", "one.md", "three.md")
    (folder / "two.md").write_text("车站改成了纪念馆\n", encoding="utf-8")
    git("commit", "--quiet", "--all", "-m", "second")
    return folder


def test_files_that_are_no_articles_do_not_count(repository: Path) -> None:
    found = named_files(repository, "HEAD^", "HEAD", ["**/*.md"])
    assert sorted(found, key=lambda each: each.path) == [
        Named("R", "three.md", "one.md"),
        Named("M", "two.md", "two.md"),
    ]


def test_a_replay_compares_the_store_with_one_scan_of_the_end(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(repository), "--details", str(tmp_path / "details.txt")]) == 0
    printed = capsys.readouterr().out

    assert "2 commits that change articles" in printed
    assert "equals that of one scan of the last commit: 2 files" in printed
    assert "two.md" in (tmp_path / "details.txt").read_text(encoding="utf-8")
