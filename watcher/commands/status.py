"""`watcher status`: is all well?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from watcher.commands.output import say, say_json, table
from watcher.config import load
from watcher.store.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Tell how things stand."""
    settings = load(Path(args.config))
    with Store(settings.store.path) as store:
        found = status(store)
    if args.json:
        say_json(found)
        return 0
    last = found["scans"][0] if found["scans"] else None
    say(f"articles   {found['articles']}")
    say(
        f"last scan  {last['started']}, {last['counts']['scanned']} files, {last['seconds']} s"
        if last
        else "no scan yet"
    )
    if found["missing"]:
        say(f"missing    {found['missing']} files cannot be seen; a further look decides whether they are gone")
    for name, counts in found["backlog"].items():
        say(
            f"channel    {name}: {counts['waiting']} wait, since {counts['since']}; {counts['last_error'] or 'not tried yet'}"
        )
    if found["unreadable"]:
        say("\n" + table(list(found["unreadable"].items()), ("unreadable", "why")))
    return 0


def status(store: Store) -> dict[str, Any]:
    """The object that `status --json` prints."""
    return {
        "articles": store.library.count("articles"),
        "missing": store.library.count("missing"),
        "unreadable": dict(store.library.unreadable()),
        "alerts": store.outbox.reconcile(),
        "backlog": store.outbox.backlog(),
        "scans": store.library.scans(5),
    }
