"""`watcher channel test NAME`: one marked message, and what came of it."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

from watcher.alerts.message import Message
from watcher.alerts.transport import try_once
from watcher.commands.output import say, say_json
from watcher.config.reader import load
from watcher.errors import UsageError
from watcher.store.store import Store
from watcher.times import utc_now


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which channel."""
    parser.add_argument("action", choices=("test",), help="what to do")
    parser.add_argument("name", metavar="NAME", help="the channel, as in [channels.NAME]")


def run(args: argparse.Namespace) -> int:
    """Send the test message; 1 where it was not accepted. Where it was, the channel counts as healthy again."""
    settings = load(Path(args.config))
    if args.name not in settings.channels:
        raise UsageError(f"there is no [channels.{args.name}]; there is {', '.join(settings.channels) or 'none'}")
    message = Message(
        id=f"msg_{secrets.token_hex(12)}", kind="test", at=utc_now(), language=settings.alerts.language, items=()
    )
    with redirect_stdout(sys.stderr) if args.json else nullcontext():  # the console channel prints too
        verdict = asyncio.run(try_once(settings.channels[args.name], message, utc_now))
    taken = verdict.state in {"delivered", "unconfirmed"}
    if taken and settings.store.path.exists():
        with Store(settings.store.path) as store, store.transaction():
            store.channels.mend([args.name])
    if args.json:
        say_json({"channel": args.name, "state": verdict.state, "because": verdict.because})
    else:
        say(f"{args.name}: {verdict.state}{f' - {verdict.because}' if verdict.because else ''}")
    return 0 if taken else 1
