"""Builds the parts of one configuration once: scanning, publishing, and the queue of what is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from watcher.config.settings import Settings
from watcher.passes.history import match_history
from watcher.passes.onepass import Pass, Progress
from watcher.passes.owing import REPRINTED
from watcher.passes.recording import Report
from watcher.publishing import Publisher
from watcher.store.store import Store
from watcher.watched import watched

if TYPE_CHECKING:  # a look that finds nothing new needs none of them
    from watcher.rules.matching import Matcher
    from watcher.sending import OutboxQueue


class App:
    """The parts of one configuration over one open store. Used by one thread at a time."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.publisher = Publisher(settings, store)
        self.shown = self.publisher.shown

    @cached_property
    def matcher(self) -> Matcher:
        """Of all rules; made when something must be matched."""
        from watcher.rules.matching import Matcher

        return Matcher(watched(self.settings))

    def scan(self, now: datetime, only: Collection[str] | None = None, progress: Progress | None = None) -> Report:
        """Look at the directory, or at some names in it, and remember what changed with the alerts it causes.

        Raises DirectoryError with nothing changed, and StoreError.
        """
        backfilled = match_history(self.settings, self.store, now)
        report = Pass(self.settings, self.store, lambda: self.matcher, now, progress).run(only)
        report.alerts += backfilled
        return report

    def publish(self, now: datetime) -> tuple[str, ...]:
        """Write the feeds whose entries changed since they were written; the names of the files that are new.

        Raises PublishError.
        """
        return self.publisher.publish(now)

    def forget(self, now: datetime) -> None:
        """Drop what is kept for a while only, in the caller's transaction."""
        self.store.outbox.forget(now - self.settings.alerts.keep)
        self.store.sketches.forget(now - REPRINTED)

    def queue(self) -> OutboxQueue:
        """The outbox as delivery needs it."""
        from watcher.sending import OutboxQueue

        return OutboxQueue(self.settings, self.store, self.shown)
