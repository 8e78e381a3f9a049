"""The feed files over HTTP: kept in memory as they are sent, with an ETag for each encoding."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from starlette.responses import PlainTextResponse, Response

MEDIA_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
MAX_AGE = 300  # seconds; readers that obey longer ones would see a notice late


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it is sent."""

    stat: tuple[int, int]  # mtime_ns and size, to see that it was replaced
    plain: bytes
    packed: bytes
    tag: str
    modified: str  # HTTP date


class FeedFiles:
    """Answers requests for the files below a directory that may change its place."""

    def __init__(self, directory: Callable[[], Path]) -> None:
        self._directory = directory
        self._held: dict[Path, Held] = {}

    def respond(self, name: str, headers: Mapping[str, str]) -> Response:
        """200 with the file, 304 where the reader has it, 404 for all that is no feed file."""
        path = self._directory() / name
        held = self._load(path) if _is_feed_file(name) else None
        if held is None:
            return PlainTextResponse("there is no such feed\n", 404)
        packed = _takes_gzip(headers.get("accept-encoding", ""))
        tag = f'"{held.tag}{"-gz" if packed else ""}"'
        answer = {
            "ETag": tag,
            "Last-Modified": held.modified,
            "Cache-Control": f"max-age={MAX_AGE}",
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if _is_fresh(headers, tag, held.modified):
            return Response(status_code=304, headers=answer)
        if packed:
            answer["Content-Encoding"] = "gzip"
        return Response(
            held.packed if packed else held.plain, headers=answer | {"Content-Type": MEDIA_TYPES[path.suffix]}
        )

    def _load(self, path: Path) -> Held | None:
        try:
            status = path.stat()
            stat = (status.st_mtime_ns, status.st_size)
            held = self._held.get(path)
            if held is None or held.stat != stat:
                content = path.read_bytes()
                held = self._held[path] = Held(
                    stat=stat,
                    plain=content,
                    packed=gzip.compress(content, 6, mtime=0),
                    tag=hashlib.blake2b(content, digest_size=12).hexdigest(),
                    modified=formatdate(status.st_mtime, usegmt=True),
                )
        except OSError:
            self._held.pop(path, None)
            return None
        return held


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
