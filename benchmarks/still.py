"""The pages of a service that stands still: it looks at nothing and sends nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import uvicorn

from watcher.app import App
from watcher.config.settings import Settings
from watcher.web.app import build

_Result = TypeVar("_Result")

WELL: Mapping[str, object] = {"ok": True, "config": None, "channels": {}}
_START_SECONDS = 20


@dataclass
class Still:
    """What `watcher.web.app` asks of a running service."""

    app: App
    found: dict[str, object] = field(default_factory=lambda: dict(WELL))  # of its health

    @property
    def settings(self) -> Settings:
        """Those of the app."""
        return self.app.settings

    async def read(self, work: Callable[[App], _Result], *, long: bool = False) -> _Result:
        """At once, in the thread that asks."""
        return work(self.app)

    async def health(self) -> dict[str, object]:
        """What was set."""
        return self.found


@contextmanager
def served(app: App) -> Iterator[str]:
    """The address of the app's pages, for browsers."""
    server = uvicorn.Server(uvicorn.Config(build(Still(app)), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started and time.monotonic() < deadline:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
