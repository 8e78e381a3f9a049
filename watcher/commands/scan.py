"""`watcher scan`: one pass without sending."""

from __future__ import annotations

import argparse
from pathlib import Path

from watcher.app import App
from watcher.commands.output import progress, say, say_json
from watcher.config.reader import load
from watcher.config.settings import Settings
from watcher.passes.recording import Report
from watcher.plurals import counted
from watcher.store.store import Store, exclusive
from watcher.times import utc_now


def run(args: argparse.Namespace) -> int:
    """Scan, store, match and publish."""
    settings = load(Path(args.config))
    with exclusive(settings.store.path), Store(settings.store.path) as store:
        app = App(settings, store)
        with progress("reading articles") as update:
            report = app.scan(utc_now(), progress=update)
        app.publish(utc_now())
        print_report(report, settings, store, args.json)
    return 0


def print_report(report: Report, settings: Settings, store: Store, as_json: bool) -> None:
    """What a pass found, for a program or for a person."""
    if as_json:
        say_json(report.as_json())
        return
    say(f"{counted(report.scanned, 'file')}, {report.changes or 'nothing changed'}; {report.seconds:.2f} s")
    if report.duplicates:
        say(f"{report.duplicates} at a further path too")
    for path, problem in store.files.unreadable()[:20]:
        say(f"unreadable: {path} {problem}")
    missing = store.library.count("missing")
    if missing:
        say(f"{counted(missing, 'file')} cannot be seen; the next scan decides what is gone ([articles] guard)")
    if report.matches:
        say(report.caused)
    if report.baseline and report.matches and settings.alerts.first_scan == "none":
        say('this was the first scan: what is there already sends nothing ([alerts] first_scan = "all" would)')
