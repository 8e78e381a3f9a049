"""`watcher status`: is all well?"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from watcher.commands.output import clock, say, say_json, table
from watcher.config.reader import load, store_of, zone_of
from watcher.config.settings import Settings
from watcher.errors import ConfigError
from watcher.plurals import counted
from watcher.store.store import Store

GONE = "the config has no [channels.{0}] any more: with one of this name they go"


def run(args: argparse.Namespace) -> int:
    """Tell how things stand; 2 where the config has mistakes."""
    path = Path(args.config)
    settings: Settings | None = None
    problems: list[str] = []
    try:
        settings = load(path)
    except ConfigError as error:
        if not path.exists():
            raise
        problems = error.lines()
    found = {"config": problems, **_in_store(settings.store.path if settings else store_of(path), settings)}
    if args.json:
        say_json(found)
    else:
        _tell(found, settings.timezone if settings else zone_of(path))
    return 2 if problems else 0


def _in_store(path: Path, settings: Settings | None) -> dict[str, Any]:
    """What the store says; nothing where it would have to be made beside a config that is wrong."""
    if settings is None and not path.exists():
        return {}
    with Store(path, only_read=True) as store:
        found = status(store)
    named = found["channels"].keys() | found["backlog"].keys() | found["failing"].keys()
    return found | {"gone": sorted(named - settings.channels.keys()) if settings else []}


def _tell(found: Mapping[str, Any], zone: tzinfo) -> None:
    for problem in found["config"]:
        say(f"config     {problem}")
    if "articles" not in found:
        return
    last = found["scans"][0] if found["scans"] else None
    say(f"articles   {found['articles']}")
    if last:
        files = counted(last["counts"]["scanned"], "file")
        say(f"last scan  {clock(last['started'], zone)}, {files}, {last['seconds']} s")
    else:
        say("no scan yet")
    if found["missing"]:
        say(f"missing    {counted(found['missing'], 'file')} cannot be seen; the next scan decides what is gone")
    for name, row in found["channels"].items():
        if name not in found["gone"]:
            say(f"channel    {name}: {_trouble(row, zone)}: {row['because']}")
    for name, counts in found["backlog"].items():
        tried = GONE.format(name) if name in found["gone"] else counts["last_error"] or "not tried yet"
        say(f"channel    {name}: {counts['waiting']} waiting since {clock(counts['since'], zone)}; {tried}")
    for name, because in found["failing"].items():
        if name not in {*found["backlog"], *found["gone"]}:
            say(f"channel    {name}: the last message was not taken: {because}")
    if found["unreadable"]:
        say("\n" + table(list(found["unreadable"].items()), ("unreadable", "why")))


def _trouble(row: Mapping[str, Any], zone: tzinfo) -> str:
    """What is the matter with a channel, and how it ends."""
    if row["off"]:
        return (
            f"switched off since {clock(row['since'], zone)}, until its keys or secrets are others, "
            "`watcher channel test` succeeds or `watcher alerts retry` is called"
        )
    return f"left alone until {clock(row['blocked_until'], zone)}, after {counted(row['failures'], 'failure')} in a row"


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
