"""`watcher status`: is all well?"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from watcher.commands.output import say, say_json, table
from watcher.config.reader import load, store_of
from watcher.errors import ConfigError
from watcher.store.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Tell how things stand; 2 where the config has mistakes."""
    path = Path(args.config)
    try:
        problems: list[str] = []
        store_path = load(path).store.path
    except ConfigError as error:
        if not path.exists():
            raise
        problems = error.lines()
        store_path = store_of(path)
    found = {"config": problems, **_in_store(store_path, must_exist=bool(problems))}
    if args.json:
        say_json(found)
    else:
        _tell(found)
    return 2 if problems else 0


def _in_store(path: Path, *, must_exist: bool) -> dict[str, Any]:
    """What the store says; nothing where it would have to be made beside a config that is wrong."""
    if must_exist and not path.exists():
        return {}
    with Store(path) as store:
        return status(store)


def _tell(found: Mapping[str, Any]) -> None:
    for problem in found["config"]:
        say(f"config     {problem}")
    if "articles" not in found:
        return
    last = found["scans"][0] if found["scans"] else None
    say(f"articles   {found['articles']}")
    scanned = last and f"last scan  {last['started']}, {last['counts']['scanned']} files, {last['seconds']} s"
    say(scanned or "no scan yet")
    if found["missing"]:
        say(f"missing    {found['missing']} files cannot be seen; a further look decides whether they are gone")
    for name, row in found["channels"].items():
        say(f"channel    {name}: {_trouble(row)}: {row['because']}")
    for name, counts in found["backlog"].items():
        tried = counts["last_error"] or "not tried yet"
        say(f"channel    {name}: {counts['waiting']} wait, since {counts['since']}; {tried}")
    for name, because in found["failing"].items():
        if name not in found["backlog"]:
            say(f"channel    {name}: the last message was not taken: {because}")
    if found["unreadable"]:
        say("\n" + table(list(found["unreadable"].items()), ("unreadable", "why")))


def _trouble(row: Mapping[str, Any]) -> str:
    """What is the matter with a channel, and how it ends."""
    if row["off"]:
        return (
            f"switched off since {row['since']}, until its keys or secrets are others, "
            "`watcher channel test` succeeds or `watcher alerts retry` is called"
        )
    return f"left alone until {row['blocked_until']}, after {row['failures']} failures in a row"


def status(store: Store) -> dict[str, Any]:
    """The object that `status --json` prints."""
    return {
        "articles": store.library.count("articles"),
        "missing": store.library.count("missing"),
        "unreadable": dict(store.files.unreadable()),
        "alerts": store.ledger.reconcile(),
        "channels": store.channels.troubled(),
        "backlog": store.ledger.backlog(),
        "failing": store.ledger.failing(),
        "scans": store.journal.scans(5),
    }
