"""The feed files over HTTP: what a reader is sent, and what it need not fetch again."""

from __future__ import annotations

import gzip
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.responses import Response

from watcher.config.settings import FeedOptions
from watcher.web.files import MEDIA_TYPES, FeedFiles

CONTENT = b"<feed>" + "双智试点".encode() * 100 + b"</feed>"
MODIFIED = 1_700_000_000  # Tue, 14 Nov 2023 22:13:20 GMT


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Feeds, and beside them what must not be had."""
    feeds = tmp_path / "feeds"
    (feeds / "rules").mkdir(parents=True)
    for name in ("all.atom", "all.rss", "all.json", "feeds.opml", "index.html", "rules/pilots.atom", ".hidden.atom"):
        (feeds / name).write_bytes(CONTENT)
        os.utime(feeds / name, (MODIFIED, MODIFIED))
    (feeds / ".all.atom.watcher-part").write_bytes(b"half")
    (feeds / "README.md").write_bytes(b"no feed")
    (feeds / "folder.atom").mkdir()
    (tmp_path / "secret.atom").write_bytes(b"not for readers")
    return feeds


@pytest.fixture
def files(directory: Path) -> FeedFiles:
    """The feeds as they are served."""
    options = FeedOptions(directory=directory)
    return FeedFiles(lambda: options)


def get(files: FeedFiles, name: str = "all.atom", headers: Mapping[str, str] | None = None) -> Response:
    """What a GET is answered."""
    found = files.answer(name, headers or {})
    return found.response() if found else Response(status_code=404)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("nothing.atom", id="a feed that there is not"),
        pytest.param("../secret.atom", id="a folder up"),
        pytest.param("rules/../../secret.atom", id="a folder down and two up"),
        pytest.param("..\\secret.atom", id="a folder up with a backslash"),
        pytest.param("/etc/passwd", id="an absolute path"),
        pytest.param("//etc/hosts.atom", id="an absolute path with two slashes"),
        pytest.param("all.atom\0.html", id="a NUL"),
        pytest.param("\0", id="only a NUL"),
        pytest.param(".hidden.atom", id="a hidden file"),
        pytest.param(".all.atom.watcher-part", id="a file that is being written"),
        pytest.param("README.md", id="a file that is no feed"),
        pytest.param("rules", id="a folder"),
        pytest.param("folder.atom", id="a folder called like a feed"),
        pytest.param("rules/", id="a folder with a slash"),
        pytest.param("all.atom/", id="a feed with a slash"),
        pytest.param("all.atom/x.atom", id="below a file"),
        pytest.param("a" * 5000 + ".atom", id="a name that is too long"),
        pytest.param("a/" * 3000 + "x.atom", id="very deep"),
        pytest.param("\udcff.atom", id="a lone surrogate"),
    ],
)
def test_what_is_no_feed_is_not_found(files: FeedFiles, name: str) -> None:
    """404, and nothing of the file."""
    answer = get(files, name)
    assert answer.status_code == 404
    assert b"not for readers" not in bytes(answer.body)


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_each_format_has_its_media_type(files: FeedFiles, directory: Path, suffix: str) -> None:
    """With the encoding of its text, and no guessing by browsers."""
    (directory / f"x{suffix}").write_bytes(CONTENT)
    answer = get(files, f"x{suffix}")
    assert answer.headers["content-type"] == MEDIA_TYPES[suffix]
    assert answer.headers["content-type"].endswith("charset=utf-8")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_feed_comes_with_what_a_reader_needs_to_ask_again(files: FeedFiles) -> None:
    """Validators, how long it may be kept, and that encodings differ."""
    answer = get(files)
    assert (answer.status_code, bytes(answer.body)) == (200, CONTENT)
    assert answer.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"].startswith("max-age=")
    assert answer.headers["etag"].startswith('"')


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        pytest.param("gzip, deflate, br", True, id="gzip among others"),
        pytest.param("GZIP;q=0.5", True, id="gzip in capitals with a weight"),
        pytest.param("deflate, br", False, id="others only"),
        pytest.param("gzip;q=0", False, id="gzip is refused"),
        pytest.param("identity, gzip; q=0.0", False, id="gzip is refused with spaces"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(files: FeedFiles, accepted: str, packed: bool) -> None:
    """The content is the same either way, and each encoding has its own tag."""
    answer, plain = get(files, headers={"accept-encoding": accepted}), get(files)
    body = bytes(answer.body)
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(body) if packed else body) == CONTENT
    assert (answer.headers["etag"] != plain.headers["etag"]) is packed
    assert answer.headers["vary"] == "Accept-Encoding"


TAG = "(the tag)"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"if-none-match": TAG}, 304, id="the tag"),
        pytest.param({"if-none-match": f"W/{TAG}"}, 304, id="the tag, made weak by a proxy"),
        pytest.param({"if-none-match": f'"old", W/"older",{TAG}'}, 304, id="the tag in a list"),
        pytest.param({"if-none-match": "*"}, 304, id="any tag"),
        pytest.param({"if-none-match": '"old"'}, 200, id="another tag"),
        pytest.param({"if-none-match": ""}, 200, id="an empty tag"),
        pytest.param({"if-none-match": TAG.strip('"')[:4]}, 200, id="the beginning of the tag"),
        pytest.param({"if-modified-since": "Tue, 14 Nov 2023 22:13:20 GMT"}, 304, id="since the file's time"),
        pytest.param({"if-modified-since": "Wed, 15 Nov 2023 00:00:00 GMT"}, 304, id="since later"),
        pytest.param({"if-modified-since": "Tue, 14 Nov 2023 22:13:19 GMT"}, 200, id="since before"),
        pytest.param({"if-modified-since": "yesterday"}, 200, id="since no date"),
        pytest.param({"if-modified-since": "Tue, 14 Nov 2023 22:13:20 -0000"}, 200, id="since a date without zone"),
        pytest.param(
            {"if-none-match": '"old"', "if-modified-since": "Wed, 15 Nov 2023 00:00:00 GMT"},
            200,
            id="another tag goes before a fitting date",
        ),
    ],
)
def test_a_reader_that_has_the_feed_is_told_so(files: FeedFiles, headers: dict[str, str], status: int) -> None:
    """RFC 9110 13.1: 304 without a body, with the same validators."""
    tag = get(files).headers["etag"]
    answer = get(files, headers={name: value.replace(TAG, tag) for name, value in headers.items()})
    assert answer.status_code == status
    assert answer.headers["etag"] == tag
    assert bytes(answer.body) == (CONTENT if status == 200 else b"")


def test_a_tag_of_the_plain_feed_does_not_stand_for_the_packed_one(files: FeedFiles) -> None:
    """And the packed one's does."""
    plain, packed = get(files), get(files, headers={"accept-encoding": "gzip"})
    for tag, status in ((plain.headers["etag"], 200), (packed.headers["etag"], 304)):
        assert get(files, headers={"accept-encoding": "gzip", "if-none-match": tag}).status_code == status


def test_a_feed_that_was_replaced_is_sent_anew(files: FeedFiles, directory: Path) -> None:
    """Under another tag; one that was removed is not found any more."""
    before = get(files).headers["etag"]
    (directory / "all.atom").write_bytes(CONTENT + b"<!-- more -->")
    assert get(files, headers={"if-none-match": before}).status_code == 200
    (directory / "all.atom").unlink()
    assert get(files).status_code == 404


def test_feeds_that_moved_are_read_where_they_are_now(tmp_path: Path) -> None:
    """The directory is asked for at each request: a config that is edited can move it."""
    places = [FeedOptions(directory=tmp_path / "old"), FeedOptions(directory=tmp_path / "new")]
    for place in places:
        place.directory.mkdir()
        (place.directory / "all.atom").write_text(place.directory.name, encoding="utf-8")
    files = FeedFiles(lambda: places[0])
    assert bytes(get(files).body) == b"old"
    places.pop(0)
    assert bytes(get(files).body) == b"new"


def test_a_hub_is_named_where_subscribers_look_for_it(directory: Path) -> None:
    """With the address under which the hub knows the feed; not for files that nobody subscribes to."""
    options = FeedOptions(directory=directory, base_url="https://site.example/feeds/", hub="https://hub.example/?a=<b>")
    files = FeedFiles(lambda: options)
    assert get(files, "rules/pilots.atom").headers["link"] == (
        '<https://hub.example/?a=%3Cb%3E>; rel="hub", <https://site.example/feeds/rules/pilots.atom>; rel="self"'
    )
    assert "link" not in get(files, "index.html").headers


def test_without_a_hub_none_is_named(files: FeedFiles) -> None:
    assert "link" not in get(files).headers


def test_the_page_comes_with_the_policy_that_it_names(files: FeedFiles) -> None:
    """Under which nothing runs and nothing is loaded, and no other site can frame it."""
    policy = get(files, "index.html").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
