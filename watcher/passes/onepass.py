"""One pass: look at the directory, decide what each file means, settle what came and went."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.articles import changes
from watcher.articles.changes import Edited, Known, Newcomer, Same
from watcher.articles.naming import Source
from watcher.articles.scan import Listing, Stat, list_files, look_at
from watcher.config.settings import Settings
from watcher.passes.recording import Recorder, Report
from watcher.passes.scope import saved_scope, was_in_scope
from watcher.passes.settling import Settlement
from watcher.plurals import counted
from watcher.store.files import FileRow
from watcher.store.journal import BASELINE
from watcher.store.store import Store
from watcher.times import stamp

if TYPE_CHECKING:  # what reads articles takes 0.2 s to import, longer than to see that none changed
    from watcher.articles.article import Article, Reading
    from watcher.passes.reading import Content, Found
    from watcher.rules.matching import Matcher

BATCH = 1000  # articles in one transaction
_MANY = 5000  # files to read from which on the store prepares for much
UNSETTLED = "unsettled"  # a pass stored files, and has not yet said what came and went
NAMED = "articles"  # what [articles] named in the last whole pass
LISTED = "listed"  # the digest of a listing that the store remembers exactly: an equal one has nothing new

Progress = Callable[[int, int], None]


class Pass:
    """The state of one pass; `run` does it."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        matcher: Callable[[], Matcher],
        now: datetime,
        progress: Progress | None,
    ) -> None:
        self.settings = settings
        self.source: Source = settings.source
        self.store = store
        self.library = store.library
        self.files = store.files
        self.journal = store.journal
        self.matcher = matcher  # asked for only where there is something to read
        self.now = now
        self.progress = progress
        self.report = Report(baseline=self.journal.fact(BASELINE) is None)
        self.cut_short = self.journal.fact(UNSETTLED) == "yes"  # the pass before
        self.record = Recorder(settings, store, now, self.report)
        self.settlement = Settlement(settings, store, self.record, self._read, now)

    def run(self, only: Collection[str] | None = None) -> Report:
        """Do the pass.

        1. list the directory, or look at the names in `only`;
        2. read the files whose stat moved: first those at known paths, then the others;
        3. decide about each what it means, and store it with its matches and alerts, in transactions of BATCH files;
        4. pair newcomers with articles that lost their file; settle what moved, came back or is gone.

        Raises DirectoryError, with nothing changed, where a directory cannot be read; StoreError.
        """
        started = time.monotonic()
        with _uncollected():
            listing = list_files(self.source) if only is None else look_at(self.source, only)
            listed = listing.digest() if only is None else ""
            as_before = bool(listed) and not self.cut_short and self.journal.fact(LISTED) == listed
            rows = self._remembered(only, as_before=as_before)
            self.report.scanned = len(listing)
            gone = [] if as_before else self._gone(listing, rows)
            files = self._to_read(listing, rows, as_before=as_before, everything=only is not None)
        self.record.listing = listing
        rescoped = only is None and self._scope_changed()
        self._read_and_place(files, rows, maybe_moved=bool(gone) or self.cut_short)
        with self.store.transaction():
            self.record.begin()
            self._note_problems(listing, rows)
            self.settlement.settle(gone, rows, whole=only is None, cut_short=self.cut_short, rescoped=rescoped)
            self.journal.set_fact(UNSETTLED, "")
            self.journal.set_fact(LISTED, listed if listed and self._remembers(listing, as_before) else "")
            self.report.unreadable = self.library.count("unreadable")
            if only is None:
                self.journal.set_fact(NAMED, saved_scope(self.source))
                self.journal.set_fact(BASELINE, self.journal.fact(BASELINE) or stamp(self.now))
            self.report.seconds = round(time.monotonic() - started, 3)
            scope = "all" if only is None else counted(len(only), "file")
            if only is None or self.report.changes:
                self.journal.add_scan(self.now, self.report.seconds, scope, self.report.as_json())
        return self.report

    # 1. what is remembered

    def _scope_changed(self) -> bool:
        """Whether [articles] names other files than in the last whole pass; the recorder gets the scope of that one."""
        before = self.journal.fact(NAMED)
        if before is None or before == saved_scope(self.source):
            return False
        self.record.was_named = was_in_scope(before, self.source)
        return True

    def _remembered(self, only: Collection[str] | None, *, as_before: bool) -> dict[str, FileRow]:
        """What is known of the files that the look may have something new of: 100,000 rows take half of a look."""
        if only is not None:
            return self.files.at(only)
        return self.files.in_doubt() if as_before else self.files.all()

    def _remembers(self, listing: Listing, as_before: bool) -> bool:
        """Whether the store has every file as it was listed, and no other."""
        if self.record.differs or self.settlement.doubted or listing.blind:
            return False
        return as_before or self.library.count("files") == len(listing)

    # 2. what must be read

    def _to_read(
        self, listing: Listing, rows: dict[str, FileRow], *, as_before: bool, everything: bool
    ) -> list[tuple[str, Stat]]:
        """The files whose content may differ from what is remembered: known paths first."""
        if as_before:
            files = [(name, listing.files[name]) for name in rows if name in listing.files] if rows else []
        else:
            files = [
                (name, stat)
                for name, stat in listing.files.items()
                if everything or (row := rows.get(name)) is None or row[1:4] != stat or row.problem or row.missing
            ]
        self.report.unchanged = len(listing) - len(listing.problems) - len(files)
        return sorted(files, key=lambda file: (file[0] not in rows, file[0]))

    def _gone(self, listing: Listing, rows: dict[str, FileRow]) -> list[str]:
        return [name for name in rows if name not in listing.files and not listing.is_blind(name)]

    def _read_and_place(
        self, files: Sequence[tuple[str, Stat]], rows: dict[str, FileRow], *, maybe_moved: bool
    ) -> None:
        if not files:
            return
        from watcher.passes.parallel import read_all

        found = map(self._noted, read_all(self.source, self._reading, self.matcher(), files))
        done = 0
        with _uncollected(), self.store.much() if len(files) > _MANY else nullcontext():
            for batch in _batches(found):
                with self.store.transaction(lazy=True):  # what a power cut undoes is read again
                    self.record.begin()
                    self._place_batch(batch, rows, maybe_moved)
                    self.record.flush()
                    self.journal.set_fact(UNSETTLED, "yes")
                gc.collect(0)  # what came since the last batch, and not the 100,000 values that are there
                done += len(batch)
                if self.progress:
                    self.progress(done, len(files))

    def _read(self, files: Sequence[tuple[str, Stat]]) -> list[Found]:
        from watcher.passes.reading import read

        return list(map(self._noted, read(self.source, self._reading, self.matcher(), files)))

    @property
    def _reading(self) -> Reading:
        return replace(self.settings.reading, now=self.now)

    def _noted(self, found: Found) -> Found:
        if found.unfinished:
            self.record.unfinished(found.name)
        return found

    # 3. what each file means

    def _place_batch(self, batch: Sequence[Found], rows: dict[str, FileRow], maybe_moved: bool) -> None:
        held_ids = {row.article_id for found in batch if (row := rows.get(found.name)) and row.article_id}
        contents = [found.content.article.fingerprint for found in batch if found.content]
        known = self.library.known(held_ids, contents)
        by_id = {item.id: item for item in known}
        by_fingerprint = {item.fingerprint: item for item in reversed(known)}
        for found in batch:
            row = rows.get(found.name)
            if found.content:
                held = by_id.get(row.article_id or 0) if row else None
                same = by_fingerprint.get(found.content.article.fingerprint)
                after = self._place(found, found.content, held, same, maybe_moved)
                if after:
                    before = by_id.get(after.id)
                    if before and before.revision < after.revision:  # it does not say any more what it said
                        by_fingerprint.pop(before.fingerprint, None)
                    by_id[after.id] = by_fingerprint[after.fingerprint] = after
            elif found.problem:
                self.record.unreadable(found.name, found.stat, found.problem)

    def _place(
        self, found: Found, content: Content, held: Known | None, same: Known | None, maybe_moved: bool
    ) -> Known | None:
        """Store what one file holds; the article it is now, or None while that is not known yet."""
        article = content.article
        stale = held is not None and same is None and self._is_stale_copy(found.name, held, article)
        if held and stale:
            self.settlement.stale.add(held.id)
        decision = changes.decide(article, held, same, stale_copy=stale)
        if held or same:  # what is done about these may refer to newcomers
            self.record.flush()
        match decision:
            case Same(known):
                self.settlement.stands(found, known, held, article)
                return known
            case Edited(known, because):
                return self.record.edit(found, content, known, because)
            case Newcomer():
                if held:
                    self.settlement.lose(held, found.name, overwritten=True)
                if maybe_moved or self.settlement.moves:
                    self.settlement.waiting.append((found.name, found.stat))
                    self.files.forget([found.name])
                    return None
                return self.record.new(found, content)

    def _is_stale_copy(self, name: str, held: Known, article: Article) -> bool:
        others = [path for path in self.files.paths_of([held.id])[held.id] if path != name]
        return bool(others) and self.library.had_state(held.id, article.fingerprint)

    # what cannot be looked at

    def _note_problems(self, listing: Listing, rows: dict[str, FileRow]) -> None:
        for name, problem in listing.problems.items():
            row = rows.get(name)
            self.files.put(name, row.stat if row else Stat(0, 0, 0), None, problem)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look again and again through values of which none is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _batches(found: Iterator[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for each in found:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
