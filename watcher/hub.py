"""Tells the WebSub hub (`[feeds] hub`) which feeds changed, so that it tells their subscribers at once.

Best effort: readers that poll find everything anyway. So nothing is stored, there are few retries, nothing waits for
them, and what changes meanwhile is announced together.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watcher.config.settings import FeedOptions
from watcher.feeds.text import uri
from watcher.plurals import counted

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

PAUSES = (0.0, 2.0, 10.0)  # seconds before each try
_SECONDS = 10.0  # for one request and its answer
_TOLD = frozenset({".rss", ".atom", ".json"})  # files that can be subscribed to
_LATER = frozenset({408, 425, 429})  # and 5xx: worth another try


class Announcements:
    """The changed feeds that are not yet announced to the hub of a running service."""

    def __init__(self, options: Callable[[], FeedOptions]) -> None:
        self._options = options
        self._waiting: dict[str, None] = {}
        self._news = asyncio.Event()

    def add(self, files: Collection[str]) -> None:
        """These files of the feed directory were written; those that are no feeds are ignored."""
        topics = topics_of(self._options(), files)
        self._waiting.update(dict.fromkeys(topics))
        if topics:
            self._news.set()

    async def run(self) -> None:
        """Tell the hub of what is added, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            topics, self._waiting = [*self._waiting], {}
            await announce(self._options(), topics)


def topics_of(options: FeedOptions, files: Collection[str]) -> list[str]:
    """The addresses of those of these files that are feeds; none where there is no hub to tell."""
    feeds = [name for name in files if PurePosixPath(name).suffix in _TOLD] if options.hub else []
    return [uri(f"{options.base_url}{name}") for name in feeds]


async def announce(options: FeedOptions, topics: Sequence[str], pauses: Sequence[float] = PAUSES) -> None:
    """Tell the hub of each feed (a request each: hubs differ in how they take several). Nothing that it says raises.

    A hub that cannot be reached is given up with all that it would have been told; one that refuses is not asked again.
    """
    if not options.hub or not topics:
        return
    import httpx

    timeout = httpx.Timeout(_SECONDS)
    async with httpx.AsyncClient(timeout=timeout, follow_redirects=False) as client:
        for number, topic in enumerate(topics):
            problem = await _tell(client, options.hub, topic, pauses)
            if problem:  # the hub's address may hold a secret
                feeds = counted(len(topics) - number, "feed")
                log.warning("the hub %s was not told of %s: %s", urlsplit(options.hub).hostname, feeds, problem)
                return


async def _tell(client: httpx.AsyncClient, hub: str, topic: str, pauses: Sequence[float]) -> str:
    """Why the hub did not take it; "" where it did."""
    import httpx

    problem = ""
    for pause in pauses:
        await asyncio.sleep(pause)
        try:
            async with asyncio.timeout(_SECONDS):
                answer = await client.post(hub, data={"hub.mode": "publish", "hub.url": topic})
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # TimeoutError is one
            problem = f"it cannot be reached ({type(error).__name__})"
            continue
        if answer.is_success:
            return ""
        problem = f"it answered {answer.status_code}"
        if answer.status_code < 500 and answer.status_code not in _LATER:
            break
    return problem
