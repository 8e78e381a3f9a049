"""`watcher alerts`: what was sent, what waits, what was given up, and the proof that nothing is missing."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from datetime import timedelta, tzinfo
from pathlib import Path

from watcher.alerts.message import DIGEST
from watcher.commands.output import clock, say, say_json, shorten, table
from watcher.commands.status import GONE
from watcher.config.reader import load
from watcher.errors import UsageError
from watcher.plurals import counted
from watcher.store.ledger import MISSING, REASONS
from watcher.store.outbox import STATES
from watcher.store.store import Store
from watcher.times import utc_now

_TITLE = 30  # columns of an article's title


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which alerts."""
    parser.add_argument("action", choices=("list", "show", "retry", "reconcile"), help="what to do")
    parser.add_argument("ids", nargs="*", metavar="ID", help="alerts to show or retry; show: also a digest")
    parser.add_argument("--state", choices=STATES, help="list: only alerts in this state")
    parser.add_argument("--limit", type=int, help="list: how many at most (default: 50; with --json all)")
    parser.add_argument("--dead", action="store_true", help="retry: every alert that was given up")


def run(args: argparse.Namespace) -> int:
    """Do it; reconcile gives 1 where an alert is missing."""
    settings = load(Path(args.config))
    with Store(settings.store.path, only_read=args.action != "retry") as store:
        match args.action:
            case "list":
                return _list(store, settings.timezone, args)
            case "show":
                return _show(store, settings.timezone, args)
            case "retry":
                return _retry(store, settings.channels.keys(), args)
            case _:
                return _reconcile(store, settings.alerts.keep, args)


def _list(store: Store, zone: tzinfo, args: argparse.Namespace) -> int:
    limit = args.limit or (None if args.json else 50)
    rows = list(store.ledger.listing(args.state, limit))
    if args.json:
        for row in rows:
            say_json(row)
    elif rows:
        heads = ("id", "state", "due", "rule", "channel", "change", "article", "attempts", "last_error")
        for row in rows:
            article = store.library.article(row["article"], row["revision"])
            row |= {"due": clock(row["due"], zone), "article": shorten(article.title, _TITLE) if article else ""}
        say(table([[row[head] for head in heads] for row in rows], heads))
        if (count := store.ledger.count(args.state)) > len(rows):
            say(f"the newest {len(rows)} of {count}; --limit {count} shows all")
    else:
        say("there are no such alerts")
    return 0


def _show(store: Store, zone: tzinfo, args: argparse.Namespace) -> int:
    if not args.ids:
        raise UsageError("alerts show needs the ID of an alert; `watcher alerts list` has them")
    for id_ in (id_ for given in args.ids for id_ in _alerts_of(store, given)):
        alert = store.ledger.show(id_)
        if alert is None:
            raise UsageError(f"there is no alert {id_}")
        if args.json:
            say_json(alert)
            continue
        article = store.library.article(alert["article"], alert["revision"])
        alert["article"] = f"{alert['article']}  {article.title}" if article else alert["article"]
        attempts = alert.pop("attempts_made")
        for name, value in alert.items():
            shown = clock(value, zone) if value and name == "due" else value
            say(f"{name:<11} {'' if shown is None else shown}")
        for attempt in attempts:
            say(f"  {clock(attempt['at'], zone)}  {attempt['state']:<11} {attempt['ms']} ms  {attempt['because']}")
    return 0


def _alerts_of(store: Store, id_: str) -> list[str]:
    """The alert of an id, or all of a digest's."""
    return store.ledger.carried_by(id_) or [id_] if id_.startswith(DIGEST) else [id_]


def _retry(store: Store, channels: Collection[str], args: argparse.Namespace) -> int:
    ids = [*args.ids, *(store.ledger.dead() if args.dead else ())]
    if not ids and not args.dead:
        raise UsageError("alerts retry needs IDs, or --dead for all that were given up")
    with store.transaction():
        count = store.outbox.retry(ids, utc_now())
    if args.json:
        say_json({"retried": count})
    else:
        say(f"due now: {counted(count, 'alert')}")
        for name in sorted(store.ledger.backlog().keys() - set(channels)):
            say(f"channel {name}: {GONE.format(name)}")
    return 0 if count or not args.ids else 1


def _reconcile(store: Store, keep: timedelta, args: argparse.Namespace) -> int:
    unowed = store.ledger.unowed(utc_now() - keep)
    counts = store.ledger.reconcile()
    counts["missing"] += unowed.pop(MISSING)
    counts["suppressed"] = sum(unowed.values())
    if args.json:
        say_json(counts | {"because": unowed})
    else:
        say(table(list(counts.items()), ("what", "count")))
        for reason, count in unowed.items():
            if count:
                say(f"{count} suppressed: {REASONS[reason]}")
    return 1 if counts["missing"] else 0
