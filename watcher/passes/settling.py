"""What came and went in a pass: articles that moved, were replaced or are gone, and copies of which one was edited.

A pass reports every file that it looked at, and at the end asks what that means for the articles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from watcher.articles import changes
from watcher.articles.changes import Known
from watcher.articles.scan import Stat
from watcher.config.settings import Settings
from watcher.passes.recording import Recorder
from watcher.store.files import FileRow
from watcher.store.store import Store
from watcher.watched import GONE_SHOWN_FOR

if TYPE_CHECKING:  # what reads articles takes 0.2 s to import
    from watcher.articles.article import Article
    from watcher.passes.reading import Content, Found

CONFIRM = timedelta(seconds=2)  # a file that an event calls gone must still be gone after this time

Files = Sequence[tuple[str, Stat]]


@dataclass(slots=True)
class _Move:
    """Where an article's files came and went in this pass."""

    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    overwritten: bool = False


class Settlement:
    """Where the files of this pass came and went."""

    def __init__(
        self, settings: Settings, store: Store, record: Recorder, read: Callable[[Files], list[Found]], now: datetime
    ) -> None:
        self.settings = settings
        self.library = store.library
        self.files = store.files
        self.record = record
        self.report = record.report
        self._read = read
        self.now = now
        self.moves: dict[int, _Move] = {}
        self.known: dict[int, Known] = {}  # as they were before this pass touched them
        self.waiting: list[tuple[str, Stat]] = []  # newcomers that may be articles which lost their file
        self.stale: set[int] = set()  # articles of which a copy has an earlier state
        self.doubted: list[str] = []  # files that vanished and must be confirmed
        self.rescoped = False  # [articles] names other files: changes that come of it alert nobody

    # as files are read

    def stands(self, found: Found, known: Known, held: Known | None, article: Article) -> None:
        """The file, which held another article or none before, says what a known article says."""
        if held and held.id == known.id and not known.removed:
            self.report.unchanged += 1
        else:
            if held and held.id != known.id:
                self.lose(held, found.name, overwritten=True)
            self._move(known).gained.append(found.name)
        self.record.stands(found, known.id)
        if known.fingerprint == article.fingerprint and known.path == article.path:
            self.library.refresh(known, article)
            self.record.touch(known.id, known.revision)

    def lose(self, known: Known, path: str, *, overwritten: bool = False) -> None:
        """The article does not stand at this path any more; `overwritten`: another one does."""
        move = self._move(known)
        move.lost.append(path)
        move.overwritten |= overwritten

    # when all were read

    def settle(
        self, gone: Sequence[str], rows: dict[str, FileRow], *, whole: bool, cut_short: bool, rescoped: bool
    ) -> None:
        """Count files as gone, or wait for a second look; then decide what that means for their articles.

        `cut_short`: the pass before this one stored files and never came to this. `rescoped`: [articles] names
        other files than it did in the last whole pass.
        """
        self.rescoped = rescoped
        confirmed = self._count_as_gone(gone, rows, whole)
        for known in self.library.known({row.article_id for path in confirmed if (row := rows[path]).article_id}):
            self.known.setdefault(known.id, known)
        for path in confirmed:
            article_id = rows[path].article_id
            if article_id:
                self.lose(self.known[article_id], path)
        self.files.forget(confirmed)
        self._pair_waiting()
        if cut_short:
            for known in self.library.known(self.library.unsettled()):
                self._move(known).overwritten |= bool(self.files.at([known.path]))
        stands = self.files.paths_of(self.moves.keys())
        for article_id, move in self.moves.items():
            self._settle_article(self.known[article_id], stands[article_id], move)
        self._settle_copies(self.stale | {id_ for id_, move in self.moves.items() if move.lost and not move.gained})

    def _count_as_gone(self, gone: Sequence[str], rows: dict[str, FileRow], whole: bool) -> list[str]:
        """Those of the vanished files that count as gone now; the others are remembered as missing."""
        if self.rescoped or (whole and not (self.settings.articles.guard and self._too_many(gone, rows))):
            return list(gone)
        elsewhere = {article_id for article_id, move in self.moves.items() if move.gained}
        confirmed = [name for name in gone if _confirmed(rows[name], self.now) or rows[name].article_id in elsewhere]
        kept = set(confirmed)
        self.doubted = [name for name in gone if name not in kept]
        self.files.miss([name for name in self.doubted if not rows[name].missing_since], self.now)
        self.report.look_again = () if whole else tuple(self.doubted)
        return confirmed

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
            self.stands(found, same[0], None, content.article)
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
        if self.rescoped and kind != changes.REPLACED:
            because = changes.SCOPE_CHANGED
        if kind in {changes.REMOVED, changes.REPLACED}:  # what the config leaves out was not withdrawn: no feed says so
            since = self.now - GONE_SHOWN_FOR if because == changes.SCOPE_CHANGED else None
            self.library.remove(known.id, self.now, since=since)
        elif kind == changes.RESTORED:
            self.library.restore(known.id, self.now)
        self.record.touch(known.id, revision)
        self.record.change(known.id, revision, kind, because, path)

    def _settle_copies(self, article_ids: Collection[int]) -> None:
        """An article of whose copies none says any more what was last read of it says what the newest of them does."""
        stands = self.files.paths_of(article_ids)
        for known in self.library.known([id_ for id_, paths in stands.items() if paths]):
            rows = self.files.at(stands[known.id])
            found = self._read([(name, row.stat) for name, row in rows.items()])
            copies = [(each, each.content) for each in found if each.content]
            if copies and all(content.article.fingerprint != known.fingerprint for _, content in copies):
                each, content = max(copies, key=lambda copy: copy[0].stat.mtime_ns)
                self.record.edit(each, content, known, changes.what_differs(known, content.article))

    def _move(self, known: Known) -> _Move:
        self.known.setdefault(known.id, known)
        return self.moves.setdefault(known.id, _Move())


def _confirmed(row: FileRow, now: datetime) -> bool:
    return row.missing_since is not None and now - row.missing_since >= CONFIRM
