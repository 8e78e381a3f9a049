"""The service's threads, each with an app and a connection of its own, and the requested passes."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from watcher.app import App
from watcher.config.settings import Settings
from watcher.errors import StoreError
from watcher.store.store import Store

STUCK = 3600.0  # seconds after which work that is under way is not well
STEPS = 1.0  # seconds within which a second write of a file is a step of the first
LEFT_ALONE = 0.5  # seconds without a write after which such a file is looked at

_Result = TypeVar("_Result")


class Worker:
    """A thread with an app and a connection of its own."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._settings = settings
        self._app: App | None = None
        self.began: float | None = None  # when the work began that is under way, by the monotonic clock

    async def do(self, work: Callable[[App], _Result]) -> _Result:
        """Run it in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._with_app, work)

    async def configure(self, settings: Settings) -> None:
        """Use another config from the next piece of work on."""
        self._settings = settings
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)

    def stuck(self) -> str | None:
        """Why it is not well: what it does takes too long, as on a network mount that does not answer."""
        began = self.began
        over = began is not None and time.monotonic() - began > STUCK
        return "what is under way has taken more than an hour" if over else None

    def close(self) -> None:
        """End the thread when its work is done."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    def _with_app(self, work: Callable[[App], _Result]) -> _Result:
        self.began = time.monotonic()
        try:
            if self._app is None:
                self._app = App(self._settings, Store(self._settings.store.path))
            return work(self._app)
        except sqlite3.Error as error:
            raise StoreError(f"the store {self._settings.store.path} cannot be read: {error}") from error
        finally:
            self.began = None

    def _close(self) -> None:
        if self._app is not None:
            self._app.store.close()
            self._app = None


class Requests:
    """What the next pass must look at: everything, or some names. Used within the event loop."""

    def __init__(self) -> None:
        self._written: dict[str, float] = {}  # what file events named within STEPS, and when, by the monotonic clock
        self._news = asyncio.Event()
        self._all = False
        self._names: set[str] = set()

    def everything(self) -> None:
        """Ask for a pass over the whole directory."""
        self._all = True
        self._news.set()

    def names(self, names: Collection[str]) -> None:
        """Ask for a look at these names."""
        if names:
            self._names.update(names)
            self._news.set()

    def later(self, seconds: float, names: Collection[str]) -> None:
        """Ask for a look at these names when so many seconds have gone."""
        if names:
            asyncio.get_running_loop().call_later(seconds, self.names, names)

    def written(self, names: Collection[str]) -> None:
        """Ask for a look at what a file event names: at once, or when a file that is written in steps is left alone."""
        now = time.monotonic()
        lately = {name for name, at in self._written.items() if now - at < STEPS}
        self._written = {name: self._written[name] for name in lately} | dict.fromkeys(names, now)
        self.names([name for name in names if name not in lately])
        if in_steps := lately.intersection(names):
            asyncio.get_running_loop().call_later(LEFT_ALONE, self._left_alone, in_steps, now)

    def _left_alone(self, names: Collection[str], since: float) -> None:
        self.names([name for name in names if self._written.get(name, since) <= since])

    async def next(self) -> set[str] | None:
        """Wait for a request; the names to look at, None for everything."""
        await self._news.wait()
        self._news.clear()
        names, everything = self._names, self._all
        self._names, self._all = set(), False
        return None if everything else names
