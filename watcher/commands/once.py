"""`watcher once`: one pass, and deliver what is due; for people who use cron."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Collection
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TypeVar

from watcher.alerts.deliver import Deliverer, Queue
from watcher.app import App
from watcher.commands.output import progress, say
from watcher.commands.scan import print_report
from watcher.config.reader import load
from watcher.errors import PublishError
from watcher.hub import announce, topics_of
from watcher.operator import tell_switched_off
from watcher.store.store import Store, exclusive
from watcher.times import utc_now

_Result = TypeVar("_Result")


def run(args: argparse.Namespace) -> int:
    """Scan, publish, send. 1 where a channel failed; what it did not take waits for the next time."""
    settings = load(Path(args.config))
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    with exclusive(settings.store.path), Store(settings.store.path) as store:
        app = App(settings, store)
        with progress("reading articles") as update:
            report = app.scan(utc_now(), progress=update)
        unwritten: PublishError | None = None
        written: Collection[str] = ()
        try:
            written = app.publish(utc_now())
        except PublishError as error:  # that a feed cannot be written keeps no alert back
            unwritten = error
        with redirect_stdout(sys.stderr) if args.json else nullcontext():  # the console channel prints too
            failing = asyncio.run(_tell(app, written))
        with store.transaction():
            app.forget(utc_now())
        print_report(report, settings, store, args.json)
        if not args.json:
            for name, because in failing.items():
                say(f"channel {name}: {because}")
        if unwritten:
            raise unwritten
    return 1 if failing else 0


async def _tell(app: App, written: Collection[str]) -> dict[str, str]:
    """Send what is due, and tell the hub of the feeds that were written; the channels that failed, and why."""
    feeds = app.settings.feeds
    failing, _ = await asyncio.gather(deliver(app), announce(feeds, topics_of(feeds, written)))
    return failing


async def deliver(app: App) -> dict[str, str]:
    """Send what is due; the channels that failed, and why."""

    def in_app(work: Callable[[App], _Result]) -> Awaitable[_Result]:
        async def call() -> _Result:
            return work(app)

        return call()

    def in_queue(work: Callable[[Queue], _Result]) -> Awaitable[_Result]:
        return in_app(lambda app: work(app.queue()))

    async def on_switched_off(name: str, because: str) -> None:
        await tell_switched_off(app.settings, in_app, name, because)

    deliverer = Deliverer(app.settings.channels, in_queue, utc_now, app.settings.budget, on_switched_off)
    await deliverer.drain()
    return {name: health.because for name, health in deliverer.health.items() if health.because}
