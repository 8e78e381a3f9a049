"""The feed files over HTTP: kept in memory as they are sent, with an ETag for each encoding."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.responses import Response

from watcher.config.settings import FeedOptions
from watcher.feeds.page import content_policy
from watcher.feeds.text import uri

MEDIA_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
_LISTS = frozenset({"feeds.opml", "index.html"})  # the files that name feeds
_SUBSCRIBED = frozenset({".rss", ".atom", ".json"})
MAX_AGE = 300  # seconds; readers that obey longer ones would see a notice late

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Variant:
    """A file in one encoding, with its headers as they go out."""

    tag: str
    body: bytes
    full: Headers  # of a 200
    fresh: Headers  # of a 304


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it is sent."""

    modified: str  # HTTP date
    plain: Variant
    packed: Variant


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered."""

    status: int
    headers: Headers
    body: bytes

    def response(self) -> Response:
        """The same for Starlette."""
        response = Response(self.body, self.status)
        response.raw_headers = list(self.headers)
        return response


class FeedFiles:
    """Answers requests for the files below a directory that may change its place."""

    def __init__(self, options: Callable[[], FeedOptions]) -> None:
        self._options = options
        self._part: FeedOptions | None = None  # that what is held was read under
        # with mtime_ns and size, to see it was replaced, and the token that its addresses bear
        self._held: dict[str, tuple[tuple[int, int, str], Held]] = {}

    def answer(self, name: str, headers: Mapping[str, str]) -> Answer | None:
        """200 with the file, 304 where the reader has it; None for all that is no feed file.

        Names of headers in lower case.
        """
        held = self._load(name)
        return answer(held, headers) if held else None

    def _load(self, name: str) -> Held | None:
        part = self._options()
        if part is not self._part:
            self._held, self._part = {}, part
        known = self._held.get(name)
        if known is None and not _is_feed_file(name):
            return None
        path = f"{part.directory}/{name}"
        try:
            status = os.stat(path)
            token = part.token.reveal() if part.token and name in _LISTS else ""
            stat = (status.st_mtime_ns, status.st_size, token)
            if known is None or known[0] != stat:
                suffix = PurePosixPath(name).suffix
                content = _with_token(Path(path).read_bytes(), part.base_url, token)
                known = stat, hold(content, suffix, status.st_mtime, _links(part, name, suffix))
                self._held[name] = known
        except (OSError, ValueError):  # ValueError: a name that no file can have
            self._held.pop(name, None)
            return None
        return known[1]


def hold(content: bytes, suffix: str, modified: float, links: str = "") -> Held:
    """Content ready to be sent; `modified` in seconds since the epoch, `links` for a Link header."""
    tag = hashlib.blake2b(content, digest_size=12).hexdigest()
    date = formatdate(modified, usegmt=True)
    packed = gzip.compress(content, 6, mtime=0)
    more = {"link": links} if links else {}
    return Held(
        date,
        _variant(f'"{tag}"', content, suffix, date, more),
        _variant(f'"{tag}-gz"', packed, suffix, date, more | {"content-encoding": "gzip"}),
    )


def _with_token(content: bytes, base_url: str, token: str) -> bytes:
    """A list of feeds whose addresses can be read by whoever was let in; its file may lie where others see it."""
    if not token:
        return content
    address = re.compile(re.escape(escape(uri(base_url)).encode()) + rb"[^\"?]+\.(?:atom|rss|json|opml|ics)(?=\")")
    return address.sub(lambda found: found[0] + f"?token={quote(token, safe='')}".encode(), content)


def _links(part: FeedOptions, name: str, suffix: str) -> str:
    """What subscribers of a hub look for (WebSub 4): where the hub is, and what the feed is called there."""
    if not part.hub or suffix not in _SUBSCRIBED:
        return ""
    return f'<{uri(part.hub)}>; rel="hub", <{uri(part.base_url + name)}>; rel="self"'


def answer(held: Held, headers: Mapping[str, str]) -> Answer:
    """200 with what is held, or 304 where the reader has it."""
    variant = held.packed if _takes_gzip(headers.get("accept-encoding", "")) else held.plain
    if _is_fresh(headers, variant.tag, held.modified):
        return Answer(304, variant.fresh, b"")
    return Answer(200, variant.full, variant.body)


def _variant(tag: str, body: bytes, suffix: str, modified: str, more: dict[str, str]) -> Variant:
    fresh = {
        "etag": tag,
        "last-modified": modified,
        "cache-control": f"max-age={MAX_AGE}",
        "vary": "Accept-Encoding",
        "x-content-type-options": "nosniff",
    }
    if suffix == ".html":
        fresh |= {"content-security-policy": f"{content_policy()}; frame-ancestors 'none'", "x-frame-options": "DENY"}
    full = fresh | {"content-type": MEDIA_TYPES[suffix], "content-length": str(len(body))} | more
    return Variant(tag, body, _raw(full), _raw(fresh))


def _raw(headers: Mapping[str, str]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _is_feed_file(name: str) -> bool:
    """Only names that `publish` writes: no hidden files, no way out of the directory."""
    parts = name.split("/")
    plain = all(part and not part.startswith(".") for part in parts)
    return plain and len(parts) <= 2 and Path(name).suffix in MEDIA_TYPES and "\0" not in name


def _takes_gzip(accepted: str) -> bool:
    """RFC 9110 12.5.3: gzip is named, and not with a weight of 0."""
    for part in accepted.lower().replace(" ", "").split(","):
        coding, _, weight = part.partition(";")
        if coding == "gzip":
            return not weight or weight.removeprefix("q=").strip("0.") != ""
    return False


def _is_fresh(headers: Mapping[str, str], tag: str, modified: str) -> bool:
    """RFC 9110 13.1: If-None-Match, compared weakly and as a list, goes before If-Modified-Since."""
    known = headers.get("if-none-match")
    if known is not None:
        tags = [each.strip().removeprefix("W/") for each in known.split(",")]
        return "*" in tags or tag in tags
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
