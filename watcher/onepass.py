"""One pass: look at the directory, decide what each file means, settle what came and went."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from watcher.articles import changes
from watcher.articles.changes import Edited, Known, Newcomer, Same
from watcher.articles.scan import Listing, Source, Stat, list_files, look_at
from watcher.recording import Recorder, Report
from watcher.settings import Settings
from watcher.store.journal import BASELINE
from watcher.store.library import FileRow
from watcher.store.store import Store
from watcher.times import lies_ahead, stamp, warning_of

if TYPE_CHECKING:  # what reads articles takes 0.2 s to import, longer than to see that none changed
    from watcher.articles.article import Article
    from watcher.reading import Content, Found
    from watcher.rules.matching import Matcher

BATCH = 1000  # articles in one transaction
_MANY = 5000  # files to read from which on the store prepares for much
CONFIRM = timedelta(seconds=2)  # a file that an event calls gone must still be gone after this time
UNSETTLED = "unsettled"  # a pass stored files, and has not yet said what came and went
LISTED = "listed"  # the digest of a listing that the store remembers exactly: an equal one has nothing new

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Move:
    """Where an article's files came and went in this pass."""

    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    overwritten: bool = False


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
        self.journal = store.journal
        self.matcher = matcher  # asked for only where there is something to read
        self.now = now
        self.progress = progress
        self.report = Report(baseline=self.journal.fact(BASELINE) is None)
        self.cut_short = self.journal.fact(UNSETTLED) == "yes"  # the pass before
        self.moves: dict[int, _Move] = {}
        self.known: dict[int, Known] = {}  # as they were before this pass touched them
        self.waiting: list[tuple[str, Stat]] = []  # newcomers that may be articles which lost their file
        self.stale: set[int] = set()  # articles of which a copy has an earlier state
        self.doubted: list[str] = []  # files that vanished, which is not yet believed
        self.record = Recorder(settings, store, now, self.report)

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
        self._read_and_place(files, rows, maybe_moved=bool(gone) or self.cut_short)
        with self.store.transaction():
            self.record.begin()
            self._note_problems(listing, rows)
            self._settle(gone, rows, whole=only is None)
            self.journal.set_fact(UNSETTLED, "")
            self.journal.set_fact(LISTED, listed if listed and self._remembers(listing, as_before) else "")
            self.report.unreadable = self.library.count("unreadable")
            if only is None:
                self.journal.set_fact(BASELINE, self.journal.fact(BASELINE) or stamp(self.now))
            self.report.seconds = round(time.monotonic() - started, 3)
            scope = "all" if only is None else f"{len(only)} files"
            if only is None or self.report.changed:
                self.journal.add_scan(self.now, self.report.seconds, scope, self.report.as_json())
        return self.report

    # 1. what is remembered

    def _remembered(self, only: Collection[str] | None, *, as_before: bool) -> dict[str, FileRow]:
        """What is known of the files that the look may have something new of: 100,000 rows take half of a look."""
        if only is not None:
            return self.library.files_at(only)
        return self.library.files_in_doubt() if as_before else self.library.files()

    def _remembers(self, listing: Listing, as_before: bool) -> bool:
        """Whether the store has every file as it was listed, and no other."""
        if self.record.differs or self.doubted or listing.blind:
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
        from watcher.cores import read_all

        found = map(self._dated, read_all(self.source, self.settings.reading, self.matcher(), files))
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
            self.stale.add(held.id)
        decision = changes.decide(article, held, same, stale_copy=stale)
        if held or same:  # what is done about these may refer to newcomers
            self.record.flush()
        match decision:
            case Same(known):
                self._unchanged(found, known, held, article)
                return known
            case Edited(known, because):
                return self.record.edit(found, content, known, because)
            case Newcomer():
                if held:
                    self._lose(held, found.name, overwritten=True)
                if maybe_moved or self.moves:
                    self.waiting.append((found.name, found.stat))
                    self.library.forget_files([found.name])
                    return None
                return self.record.new(found, content)

    def _unchanged(self, found: Found, known: Known, held: Known | None, article: Article) -> None:
        if held and held.id == known.id and not known.removed:
            self.report.unchanged += 1
        else:
            if held and held.id != known.id:
                self._lose(held, found.name, overwritten=True)
            self._move(known).gained.append(found.name)
        self.record.stands(found, known.id)
        if known.fingerprint == article.fingerprint and known.path == article.path:
            self.library.refresh(known, article)
            self.record.touch(known.id, known.revision)

    def _is_stale_copy(self, name: str, held: Known, article: Article) -> bool:
        others = [path for path in self.library.paths_of([held.id])[held.id] if path != name]
        return bool(others) and self.library.had_state(held.id, article.fingerprint)

    # 4. what came and went

    def _settle(self, gone: Sequence[str], rows: dict[str, FileRow], *, whole: bool) -> None:
        """Believe that files are gone, or wait for a second look; then say what that means for their articles."""
        believed = self._believe(gone, rows, whole)
        for known in self.library.known({row.article_id for path in believed if (row := rows[path]).article_id}):
            self.known.setdefault(known.id, known)
        for path in believed:
            article_id = rows[path].article_id
            if article_id:
                self._lose(self.known[article_id], path)
        self.library.forget_files(believed)
        self._pair_waiting()
        if self.cut_short:
            for known in self.library.known(self.library.unsettled()):
                self._move(known).overwritten |= bool(self.library.files_at([known.path]))
        stands = self.library.paths_of(self.moves.keys())
        for article_id, move in self.moves.items():
            self._settle_article(self.known[article_id], stands[article_id], move)
        self._settle_copies(self.stale | {id_ for id_, move in self.moves.items() if move.lost and not move.gained})

    def _believe(self, gone: Sequence[str], rows: dict[str, FileRow], whole: bool) -> list[str]:
        """Those of the vanished files that count as gone now; the others are remembered as missing."""
        if whole and not (self.settings.articles.guard and self._too_many(gone, rows)):
            return list(gone)
        elsewhere = {article_id for article_id, move in self.moves.items() if move.gained}
        believed = [name for name in gone if _confirmed(rows[name], self.now) or rows[name].article_id in elsewhere]
        kept = set(believed)
        self.doubted = [name for name in gone if name not in kept]
        self.library.miss_files([name for name in self.doubted if not rows[name].missing_since], self.now)
        self.report.look_again = () if whole else tuple(self.doubted)
        return believed

    def _too_many(self, gone: Sequence[str], rows: dict[str, FileRow]) -> bool:
        arrived = {move for moved in self.moves.values() for move in moved.gained}
        unexplained = len(gone) - len(arrived) - len(self.waiting)
        return changes.withhold(unexplained, len(rows))

    def _pair_waiting(self) -> None:
        """Newcomers are articles that were renamed and edited at once, or new ones."""
        if not self.waiting:
            return
        homeless = self.library.known(self.library.homeless())
        found = self._read(self.waiting)
        contents = [(each, each.content) for each in found if each.content]
        pairs = changes.pair(homeless, [content.article for _, content in contents]) if homeless else {}
        for each, content in contents:
            known = pairs.get(content.article.path)
            if known:
                self._move(known).gained.append(each.name)
                self.record.edit(each, content, known, changes.what_differs(known, content.article))
            else:
                self._place_late(each, content)

    def _place_late(self, found: Found, content: Content) -> None:
        same = self.library.known(fingerprints=[content.article.fingerprint])
        if same:  # a copy of another newcomer of this pass
            self._unchanged(found, same[0], None, content.article)
        else:
            self.record.new(found, content)
            self.record.flush()

    def _settle_article(self, known: Known, stands: Sequence[str], move: _Move) -> None:
        settled = changes.settle(known, stands, move.gained, overwritten=move.overwritten)
        revision = self.library.known([known.id])[0].revision
        path = known.path if known.path in stands or not stands else min(move.gained or stands)
        self.library.move(known.id, path)
        self.report.duplicates += len(move.gained) if settled is None and not move.lost else 0
        if settled is None:
            return
        kind, because = settled
        if kind in {changes.REMOVED, changes.REPLACED}:
            self.library.remove(known.id, self.now)
        elif kind == changes.RESTORED:
            self.library.restore(known.id, self.now)
        self.record.touch(known.id, revision)
        self.record.change(known.id, revision, kind, because, path)

    def _settle_copies(self, article_ids: Collection[int]) -> None:
        """An article of whose copies none says any more what was last read of it says what the newest of them does."""
        stands = self.library.paths_of(article_ids)
        for known in self.library.known([id_ for id_, paths in stands.items() if paths]):
            rows = self.library.files_at(stands[known.id])
            found = self._read([(name, row.stat) for name, row in rows.items()])
            copies = [(each, each.content) for each in found if each.content]
            if copies and all(content.article.fingerprint != known.fingerprint for _, content in copies):
                each, content = max(copies, key=lambda copy: copy[0].stat.mtime_ns)
                self.record.edit(each, content, known, changes.what_differs(known, content.article))

    def _read(self, files: Sequence[tuple[str, Stat]]) -> list[Found]:
        from watcher.reading import read

        return list(map(self._dated, read(self.source, self.settings.reading, self.matcher(), files)))

    def _dated(self, found: Found) -> Found:
        """What a file holds, with a warning where its date cannot be true."""
        published = found.content and found.content.article.published
        if not found.content or not published or not lies_ahead(published, self.now):
            return found
        article = found.content.article
        warned = article._replace(warnings=(*article.warnings, warning_of(published)))
        return found._replace(content=found.content._replace(article=warned))

    def _lose(self, known: Known, path: str, *, overwritten: bool = False) -> None:
        move = self._move(known)
        move.lost.append(path)
        move.overwritten |= overwritten

    def _move(self, known: Known) -> _Move:
        self.known.setdefault(known.id, known)
        return self.moves.setdefault(known.id, _Move())

    # what cannot be looked at

    def _note_problems(self, listing: Listing, rows: dict[str, FileRow]) -> None:
        for name, problem in listing.problems.items():
            row = rows.get(name)
            self.library.put_file(name, row.stat if row else Stat(0, 0, 0), None, problem)


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


def _confirmed(row: FileRow, now: datetime) -> bool:
    return row.missing_since is not None and now - row.missing_since >= CONFIRM


def _batches(found: Iterator[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for each in found:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
