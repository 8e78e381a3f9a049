"""`watcher run`: the service."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from watcher.commands.output import say
from watcher.config.reader import load, missing_secrets
from watcher.errors import UsageError
from watcher.store.store import exclusive


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    settings = load(Path(args.config))
    if missing := missing_secrets(settings):
        raise UsageError("\n".join(missing))
    form = "%(asctime)s %(levelname)s %(message)s"
    logging.basicConfig(format=form, datefmt="%Y-%m-%d %H:%M:%S", level=logging.INFO)  # with the day: logs are kept
    with exclusive(settings.store.path):
        import uvloop  # sends a whole feed half as fast again as the loop of the standard library

        from watcher.service import Service

        service = Service(settings)

        def ready() -> None:
            say(f"watching {', '.join(map(str, settings.articles.directory))}")
            say(f"pages    http://{settings.server.listen}/")
            say(f"feeds    {settings.feeds.base_url}all.atom, and more in {settings.feeds.base_url}")
            say("Ctrl-C stops it")
            sys.stdout.flush()  # a pipe or journal would show it only with the first alert

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(service.run(ready))
    return 0
