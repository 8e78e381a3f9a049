"""Directory -> what is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.naming import Source, include_filter, root_of, to_disk, to_name
from watcher.articles.scan import list_files, look_at, read_file
from watcher.errors import ArticleError, DirectoryError, UnfinishedError

INCLUDE = ("**/*.md", "**/*.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, and what is none."""
    folder = tmp_path / "articles"
    (folder / "sub/.hidden").mkdir(parents=True)
    for name in ("a.md", "sub/b.TXT", "c.jpg", ".d.md", "sub/.hidden/e.md"):
        (folder / name).write_text("甲", encoding="utf-8")
    return folder


def source(*folders: Path, follow_links: bool = False, max_size: int = 1000) -> Source:
    return Source(folders, INCLUDE, max_size, follow_links)


def test_a_directory_that_is_missing_or_a_file_is_an_error(folder: Path) -> None:
    for wrong in (folder / "nowhere", folder / "a.md"):
        with pytest.raises(DirectoryError, match="cannot be read"):
            list_files(source(wrong))


def test_one_missing_directory_of_several_is_an_error_too(folder: Path) -> None:
    with pytest.raises(DirectoryError):
        list_files(source(folder, folder.parent / "nowhere"))


def test_articles_are_listed_without_what_is_hidden_or_of_another_kind(folder: Path) -> None:
    listing = list_files(source(folder))

    assert sorted(listing.files) == ["a.md", "sub/b.TXT"]
    assert listing.problems == {}


def test_files_of_several_directories_bear_their_names(folder: Path) -> None:
    (folder.parent / "other").mkdir()
    (folder.parent / "other/a.md").write_text("乙", encoding="utf-8")
    both = source(folder, folder.parent / "other")

    assert sorted(list_files(both).files) == ["articles/a.md", "articles/sub/b.TXT", "other/a.md"]
    assert read_file(both, "other/a.md")[0].decode() == "乙"
    assert root_of(both, "other/a.md") == ("other/", folder.parent / "other")
    with pytest.raises(KeyError):
        root_of(both, "third/a.md")


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        pytest.param("/etc/hostname", "out of the directory", id="a file elsewhere"),
        pytest.param("../outside.md", "out of the directory", id="a file beside the directory"),
        pytest.param("nowhere", "to nowhere", id="nothing"),
        pytest.param("link.md", "to nowhere", id="itself"),
        pytest.param("sub", "link to a folder", id="a folder inside"),
        pytest.param("..", "link to a folder", id="the folder above"),
    ],
)
def test_a_link_that_is_not_followed_is_listed_as_a_problem(folder: Path, target: str, problem: str) -> None:
    (folder.parent / "outside.md").write_text("外", encoding="utf-8")
    (folder / "link.md").symlink_to(target)
    listing = list_files(source(folder))

    assert problem in listing.problems["link.md"]
    assert sorted(listing.files) == ["a.md", "sub/b.TXT"]


def test_a_link_to_an_article_inside_is_read(folder: Path) -> None:
    (folder / "link.md").symlink_to("a.md")

    assert "link.md" in list_files(source(folder)).files
    assert "link.md" in look_at(source(folder), ["link.md"]).files


def test_links_are_followed_where_that_is_asked_for_and_never_in_circles(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o.md").write_text("外", encoding="utf-8")
    (outside / "again").symlink_to(outside)
    (folder / "up").symlink_to(folder.parent)
    (folder / "out").symlink_to(outside)
    (folder / "o.md").symlink_to(outside / "o.md")

    assert sorted(list_files(source(folder, follow_links=True)).files) == ["a.md", "o.md", "out/o.md", "sub/b.TXT"]


def test_what_is_no_regular_file_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()

    assert sorted(list_files(source(folder)).files) == ["a.md", "sub/b.TXT"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b"\n \t", "is empty", id="white space"),
        pytest.param(b"x" * 1001, "more than [articles] max_size", id="too large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(folder: Path, content: bytes, problem: str) -> None:
    (folder / "x.md").write_bytes(content)
    with pytest.raises(ArticleError) as caught:
        read_file(source(folder), "x.md")

    assert problem in str(caught.value)


def test_a_file_that_went_meanwhile_is_not_found(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(source(folder), "x.md")


def test_a_folder_in_the_place_of_a_file_is_an_article_error(folder: Path) -> None:
    (folder / "x.md").mkdir()
    with pytest.raises(ArticleError):
        read_file(source(folder), "x.md")


def test_a_look_at_names_finds_what_a_listing_finds(folder: Path) -> None:
    names = ["a.md", "sub/b.TXT", "c.jpg", ".d.md", "sub/.hidden/e.md", "gone.md", "a.md/x.md"]

    looked, listed = look_at(source(folder), names), list_files(source(folder))
    assert (looked.files, looked.problems, looked.blind) == (listed.files, listed.problems, listed.blind)


def test_a_name_that_is_no_utf_8_can_be_stored_and_read(folder: Path) -> None:
    raw = os.fsencode(folder) + b"/\xc4\xe3\xba\xc3.md"
    with open(raw, "wb") as file:
        file.write("国标编码的文件名".encode())
    name = next(name for name in list_files(source(folder)).files if name not in {"a.md", "sub/b.TXT"})

    assert name.encode().decode() == name
    assert read_file(source(folder), name)[0].decode() == "国标编码的文件名"
    assert os.fsencode(to_disk(source(folder), name)) == raw
    assert to_name(source(folder), os.fsdecode(raw)) == name


def test_an_absolute_path_elsewhere_has_no_name(folder: Path) -> None:
    assert to_name(source(folder), str(folder.parent / "articles2/a.md")) is None
    assert to_name(source(folder), str(folder)) == ""


@pytest.mark.parametrize(
    ("pattern", "name", "wanted"),
    [
        pytest.param("**/*.md", "a.md", True, id="at the top"),
        pytest.param("**/*.md", "a/b/c.md", True, id="below"),
        pytest.param("**/*.md", "a.MD", True, id="in capitals"),
        pytest.param("**/*.MD", "a.md", True, id="a pattern in capitals"),
        pytest.param("**/*.md", "a.md.bak", False, id="with something behind it"),
        pytest.param("*.md", "a.md", True, id="only the top: at the top"),
        pytest.param("*.md", "a/b.md", False, id="only the top: below"),
        pytest.param("news/**", "news/a/b", True, id="everything below a folder"),
        pytest.param("news/**/*.md", "news/b.md", True, id="in a folder itself"),
        pytest.param("a?.md", "a1.md", True, id="one character"),
        pytest.param("a?.md", "a/.md", False, id="one character, but no slash"),
        pytest.param("a[0-9].md", "a7.md", True, id="a set"),
        pytest.param("a[!0-9].md", "a7.md", False, id="all but a set"),
        pytest.param("a[!0-9].md", "ax.md", True, id="all but a set, met"),
        pytest.param("a[^].md", "a^.md", True, id="a set of a caret"),
        pytest.param("a(b)+.md", "a(b)+.md", True, id="characters that mean something to a regex"),
        pytest.param("a(b)+.md", "abb.md", False, id="but not here"),
    ],
)
def test_patterns_say_which_files_are_articles(pattern: str, name: str, wanted: bool) -> None:
    assert include_filter([pattern])(name) is wanted
    assert include_filter([pattern, "**/*.never"])(name) is wanted


@given(st.text("ab*?[]!^-/.\\(|", min_size=1, max_size=12), st.text("ab/.-", max_size=8))
def test_any_pattern_is_one_or_a_clear_error(pattern: str, name: str) -> None:
    try:
        assert include_filter([pattern])(name) in {True, False}
    except ValueError as error:
        assert "pattern" in str(error)


@given(st.binary(min_size=1, max_size=20).filter(lambda raw: raw != b"." and b"\0" not in raw and b"/" not in raw))
def test_every_name_goes_to_the_program_and_back(raw: bytes) -> None:
    files = source(Path("/articles"))
    name = to_name(files, os.path.join("/articles", os.fsdecode(raw)))

    assert name is not None
    name.encode()
    assert os.fsencode(to_disk(files, name)).removeprefix(b"/articles/") == raw


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read belongs to a later state than its stat, so the next look reads it again."""
    fstat = os.fstat

    def grows(handle: int) -> os.stat_result:
        status = fstat(handle)
        with (folder / "a.md").open("ab") as file:
            file.write("又一句。".encode() * 20)
        return status

    before = (folder / "a.md").read_bytes()
    monkeypatch.setattr("watcher.articles.scan.os.fstat", grows)
    data, found = read_file(source(folder), "a.md")

    assert data == before + "又一句。".encode() * 20
    assert found.size == len(before)


def test_a_file_that_a_program_has_open_for_writing_is_not_finished(folder: Path) -> None:
    """An upload, a download, an editor: what stands there may be half of a text. Closing it says that it is whole."""
    with (folder / "a.md").open("a", encoding="utf-8") as writer:
        writer.write("乙")
        writer.flush()
        with pytest.raises(UnfinishedError):
            read_file(source(folder), "a.md", finished=True)
        assert read_file(source(folder), "a.md")[0].decode() == "甲乙", "who asks for it as it stands has it"
    assert read_file(source(folder), "a.md", finished=True)[0].decode() == "甲乙"


def test_a_file_that_is_only_being_read_is_finished(folder: Path) -> None:
    with (folder / "a.md").open(encoding="utf-8"):
        assert read_file(source(folder), "a.md", finished=True)[0].decode() == "甲"


def test_a_file_that_stays_open_without_a_word_counts_as_finished(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a program that hangs, or never closes what it wrote, would hide an article for good."""
    monkeypatch.setattr("watcher.articles.scan.STALLED", 0.0)
    with (folder / "a.md").open("a", encoding="utf-8"):
        assert read_file(source(folder), "a.md", finished=True)[0].decode() == "甲"
