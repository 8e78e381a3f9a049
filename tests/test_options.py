"""The kinds of values that a config may hold."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from watcher.options import (
    ADDRESS,
    DURATION,
    FLAG,
    NUMBER,
    PATH,
    PATHS,
    RATES,
    SECRET,
    SECRET_ADDRESS,
    SIZE,
    TEXT,
    TEXTS,
    Kind,
    Option,
    Secret,
    choice,
    choices,
)

FOLDER = Path("/site")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        pytest.param(TEXT, "  ", 'got "  "', id="a text of spaces"),
        pytest.param(TEXT, 5, "got 5", id="a number for a text"),
        pytest.param(TEXTS, "a", 'expected a list of texts: ["a"]', id="a text for a list"),
        pytest.param(TEXTS, [1], "got 1", id="a number in a list"),
        pytest.param(FLAG, "yes", "true or false", id="a word for a flag"),
        pytest.param(FLAG, 1, "true or false", id="1 for a flag"),
        pytest.param(NUMBER, -1, "0 or more", id="a negative number"),
        pytest.param(NUMBER, True, "whole number", id="a flag for a number"),
        pytest.param(NUMBER, 1.5, "whole number", id="a fraction"),
        pytest.param(NUMBER, 10**30, "whole number", id="a number that nothing can hold"),
        pytest.param(DURATION, "10", '"30s", "10m"', id="a time without a unit"),
        pytest.param(DURATION, 10, '"30s", "10m"', id="a number for a time"),
        pytest.param(DURATION, "１０m", '"30s", "10m"', id="full-width digits"),
        pytest.param(DURATION, "6000w", "at most", id="more than a century"),
        pytest.param(DURATION, "9" * 400 + "w", '"30s", "10m"', id="hundreds of digits"),
        pytest.param(RATES, "20", 'such as "20/1m"', id="a rate without a time"),
        pytest.param(RATES, "0/1m", 'such as "20/1m"', id="a rate of nothing"),
        pytest.param(RATES, "20/0s", 'such as "20/1m"', id="a rate in no time"),
        pytest.param(RATES, "20/minute", '"30s", "10m"', id="a rate in a word"),
        pytest.param(RATES, 20, 'such as "20/1m"', id="a number for a rate"),
        pytest.param(RATES, [], 'such as "20/1m"', id="no rate in a list"),
        pytest.param(SIZE, "10 apples", '"10 MB"', id="a size in apples"),
        pytest.param(SIZE, -1, '"10 MB"', id="a negative size"),
        pytest.param(SIZE, "9" * 400 + "GB", '"10 MB"', id="a size of hundreds of digits"),
        pytest.param(SIZE, 10**30, '"10 MB"', id="a size that nothing can hold"),
        pytest.param(PATH, "a\0b", "expected a path", id="a zero byte"),
        pytest.param(PATHS, [], "a directory", id="no directory"),
        pytest.param(ADDRESS, "site.example", "http://", id="an address without a scheme"),
        pytest.param(ADDRESS, "ftp://site.example", "http://", id="an address of another scheme"),
        pytest.param(SECRET, "hunter2", "do not stand in the config", id="a secret in plain sight"),
        pytest.param(SECRET_ADDRESS, "site.example", "https://", id="no address and no reference"),
        pytest.param(choice("a", "b"), "c", 'expected "a" or "b", got "c"', id="another word"),
        pytest.param(choice("a", "b"), ["a"], 'expected "a" or "b", got ["a"]', id="a list for a word"),
        pytest.param(choices("a", "b"), ["a", "c"], 'got "c"', id="another word in a list"),
    ],
)
def test_a_wrong_value_says_what_was_expected(kind: Kind, value: object, words: str) -> None:
    with pytest.raises(ValueError) as caught:
        kind.read(value, FOLDER)

    assert words in str(caught.value)


def test_a_secret_that_is_refused_is_not_repeated() -> None:
    with pytest.raises(ValueError) as caught:
        SECRET.read("hunter2", FOLDER)

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        pytest.param(TEXT, " a ", "a", id="a text, trimmed"),
        pytest.param(TEXTS, ["a", "b", "a"], ("a", "b"), id="a list, without repeats"),
        pytest.param(DURATION, "90s", timedelta(seconds=90), id="seconds"),
        pytest.param(DURATION, "1.5 h", timedelta(minutes=90), id="hours and a half"),
        pytest.param(DURATION, "2w", timedelta(days=14), id="weeks"),
        pytest.param(RATES, "20/1m", ((20, 60.0),), id="a rate"),
        pytest.param(RATES, ["5 / 1s", "100/1m"], ((5, 1.0), (100, 60.0)), id="two rates"),
        pytest.param(SIZE, "250 KB", 250_000, id="kilobytes"),
        pytest.param(SIZE, "1 mib", 1_048_576, id="mebibytes"),
        pytest.param(SIZE, "1.5MB", 1_500_000, id="megabytes and a half"),
        pytest.param(SIZE, 7, 7, id="bytes"),
        pytest.param(PATH, "a/b", FOLDER / "a/b", id="a path below the config"),
        pytest.param(PATH, "/a", Path("/a"), id="an absolute path"),
        pytest.param(PATHS, "a", (FOLDER / "a",), id="one directory"),
        pytest.param(PATHS, ["a", "b", "a"], (FOLDER / "a", FOLDER / "b"), id="several directories"),
        pytest.param(ADDRESS, "https://site.example/x", "https://site.example/x/", id="an address, with its slash"),
        pytest.param(choice("a", "b"), "b", "b", id="one of the words"),
        pytest.param(choices("a", "b"), ["b"], ("b",), id="some of the words"),
    ],
)
def test_a_value_is_read_as_people_write_it(kind: Kind, value: object, read: object) -> None:
    assert kind.read(value, FOLDER) == read


def test_a_secret_from_the_environment_is_read_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = Secret("env:WATCHER_TEST_SECRET", FOLDER)
    with pytest.raises(LookupError, match="WATCHER_TEST_SECRET is not set"):
        secret.reveal()
    monkeypatch.setenv("WATCHER_TEST_SECRET", " one \n")
    assert secret.reveal() == "one"
    monkeypatch.setenv("WATCHER_TEST_SECRET", "two")
    assert secret.reveal() == "two"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "cannot be read", id="not there"),
        pytest.param(b" \n", "is empty", id="empty"),
        pytest.param(b"\xff", "cannot be read", id="no text"),
    ],
)
def test_a_secret_from_a_file_that_cannot_be_had(tmp_path: Path, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)

    with pytest.raises(LookupError, match=words):
        Secret("file:key", tmp_path).reveal()


def test_a_secret_never_shows_itself(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hunter2\n")
    secrets = [Secret("file:key", tmp_path), Secret("https://site.example/hunter2", tmp_path)]

    assert secrets[0].reveal() == "hunter2"
    assert "hunter2" not in f"{secrets} {secrets[0]} {secrets[1]}"
    assert repr(secrets) == "[file:key, (hidden)]"


def test_secrets_are_equal_when_they_come_from_the_same_place() -> None:
    assert Secret("env:A", FOLDER) == Secret("env:A", FOLDER)
    assert len({Secret("env:A", FOLDER), Secret("env:A", FOLDER), Secret("env:B", FOLDER)}) == 2
    assert Secret("file:a", FOLDER) != Secret("file:a", Path("/other"))
    assert Secret("env:A", FOLDER) != "env:A"


@pytest.mark.parametrize(
    ("default", "shown"),
    [
        pytest.param("10m", '"10m"', id="a text"),
        pytest.param(["a", "b"], '["a", "b"]', id="a list"),
        pytest.param(True, "true", id="a flag"),
        pytest.param(10, "10", id="a number"),
        pytest.param(None, "", id="none"),
    ],
)
def test_the_reference_shows_a_default_as_the_config_would_write_it(default: object, shown: str) -> None:
    assert Option(TEXT, "", default).shown == shown
