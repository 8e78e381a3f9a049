"""What a pass stores: new articles, revisions, changes, and the alerts that they cause, in its transactions."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from watcher.articles import changes
from watcher.articles.changes import Known
from watcher.articles.scan import Listing, Stat
from watcher.config.settings import Settings
from watcher.edits import sorts_of
from watcher.passes.owing import Owing
from watcher.plurals import counted
from watcher.store.library import NewArticle
from watcher.store.store import Store
from watcher.times import lies_ahead
from watcher.watched import DEADLINES

if TYPE_CHECKING:  # what reads articles takes 0.2 s to import
    from watcher.articles.article import Article
    from watcher.passes.reading import Content, Found

_RACY = timedelta(milliseconds=100)  # a file written this shortly before it was read may be written again unseen


@dataclass(slots=True)
class Report:
    """What a pass found: the object that `scan --json` prints."""

    scanned: int = 0
    new: int = 0
    updated: int = 0
    moved: int = 0
    replaced: int = 0
    removed: int = 0
    restored: int = 0
    unchanged: int = 0
    duplicates: int = 0
    unreadable: int = 0
    matches: int = 0
    alerts: int = 0
    baseline: bool = False
    seconds: float = 0.0
    look_again: tuple[str, ...] = ()  # names that must be looked at once more after CONFIRM; not printed
    unfinished: tuple[str, ...] = ()  # names of files that are being written; not printed

    def as_json(self) -> dict[str, Any]:
        """The keys as documented."""
        later = {"look_again", "unfinished"}
        return {key: value for key, value in dataclasses.asdict(self).items() if key not in later}

    @property
    def changes(self) -> str:
        """How many changes of each kind there were: "2 new, 1 updated"; "" where nothing changed."""
        return ", ".join(f"{count} {kind}" for kind in changes.KINDS if (count := getattr(self, kind)))

    @property
    def caused(self) -> str:
        """What the changes caused: "2 matches, 1 alert"."""
        return f"{counted(self.matches, 'match')}, {counted(self.alerts, 'alert')}"


class Recorder:
    """Stores what a pass decided, and counts it in the report. Transactions are the pass's."""

    def __init__(self, settings: Settings, store: Store, now: datetime, report: Report) -> None:
        self.settings = settings
        self.store = store
        self.library = store.library
        self.files = store.files
        self.matches = store.matches
        self.journal = store.journal
        self.now = now
        self.report = report
        self.owing = Owing(settings, store, now)
        self.touched: set[str] = set()  # the feeds whose entries this transaction changes
        self.listing = Listing()  # what this pass saw
        self.differs = False  # whether a file is remembered otherwise than it was listed
        self.was_named: Callable[[str], bool] = lambda name: True  # by [articles] as it was at the last whole pass
        self.newcomers: list[NewArticle] = []  # that are not stored yet: many at once take a third of the time

    def begin(self) -> None:
        """A transaction begins; what one before it left unstored was rolled back with it."""
        self.touched.clear()
        self.newcomers.clear()

    def stands(self, found: Found, article_id: int) -> None:
        """The file holds this article."""
        self.files.put(found.name, self._remembered(found), article_id)

    def unreadable(self, name: str, stat: Stat, problem: str) -> None:
        """The file cannot be read; it keeps the article that it held."""
        self.differs |= stat != self.listing.files.get(name)
        self.files.put(name, stat, None, problem)

    def unfinished(self, name: str) -> None:
        """The file is being written: it keeps what it held, and is looked at again."""
        self.differs = True
        self.report.unfinished += (name,)

    def edit(self, found: Found, content: Content, known: Known, because: str) -> Known:
        """The file holds a new state of the article."""
        self.stands(found, known.id)
        before = self.library.article(known.id)
        notice = json.loads(content.notice) if content.notice else None
        if before and (sorts := sorts_of(before, content.article.text, json.loads(content.places), notice)):
            because = f"{because}: {', '.join(sorts)}"
        return self._add_revision(known, content, changes.UPDATED, because)

    def new(self, found: Found, content: Content) -> Known:
        """The file holds a new article; it is stored by `flush`, together with others."""
        article = content.article
        shown = self._shown(article.published, content.notice)
        id_ = self.newcomers[-1].id + 1 if self.newcomers else self.library.next_id("articles")
        _, notice, places, facets, matches = content
        stat = self._remembered(found)
        self.newcomers.append(NewArticle(id_, shown, stat, article, notice, places, facets, matches))
        return _known(id_, 1, article)

    def flush(self) -> None:
        """Store the new articles that wait."""
        if not self.newcomers:
            return
        new = self.newcomers.copy()
        self.newcomers.clear()
        guids = self._mint([each.article.path for each in new])
        there = {each.id for each in new if not self.was_named(each.article.path)}
        because = [changes.SCOPE_CHANGED if each.id in there else "first seen" for each in new]
        stored = self.library.add_articles(new, guids, because, self.now)
        self._mark({"all"}.union(*(matches for _, matches in stored)))
        if any(name == "deadline" for each in new for name, _ in each.facets):
            self._mark({DEADLINES})
        for each, (change_id, matches) in zip(new, stored, strict=True):
            self._tell(changes.NEW, change_id, matches, (each.id, 1), first=each.id in there)

    def change(self, article_id: int, revision: int, kind: str, because: str, path: str) -> None:
        """Note a change, and owe it to every channel of every rule that the revision satisfies."""
        change_id = self.library.add_change(article_id, revision, kind, because, path, self.now)
        matches = {} if because == changes.SCOPE_CHANGED else self.matches.of(article_id, revision)
        self._tell(kind, change_id, matches, (article_id, revision))

    def touch(self, article_id: int, revision: int) -> None:
        """The feeds that show this revision must be written anew: noted in the transaction that changes it."""
        dated = {DEADLINES} if self.library.has_facet(article_id, "deadline") else set()
        self._mark({"all", *self.matches.of(article_id, revision)} | dated)

    def _mark(self, feeds: set[str]) -> None:
        self.journal.mark_unpublished(feeds - self.touched)
        self.touched |= feeds

    def _shown(self, published: datetime | None, notice: str | None) -> datetime:
        """The publication date of a new article: its own, else the document's, else now; never one that lies ahead."""
        dated = json.loads(notice)["date"] if notice and published is None else None
        if dated:
            published = datetime.combine(date.fromisoformat(dated), time(), self.settings.timezone)
        return published if published and not lies_ahead(published, self.now) else self.now

    def _add_revision(self, known: Known, content: Content, kind: str, because: str) -> Known:
        article, number = content.article, known.revision + 1
        self.library.add_revision(known.id, number, article, content.notice, content.places, self.now)
        self.touch(known.id, known.revision)  # while its facets are those of this revision
        self.library.set_facets(known.id, content.facets)
        for slug, mentions in content.matches:
            self.matches.add_match(slug, known.id, number, json.loads(mentions))
        self.touch(known.id, number)
        self.change(known.id, number, kind, because, article.path)
        return _known(known.id, number, article)._replace(path=known.path, removed=known.removed)

    def _tell(
        self, kind: str, change_id: int, matches: Mapping[str, int], revision: tuple[int, int], *, first: bool = False
    ) -> None:
        """Count a change, and owe it to the channels of the rules that its article satisfies: slug -> id of match.

        `first`: the article was there already when the config came to name it, as all are at the first scan.
        """
        setattr(self.report, kind, getattr(self.report, kind) + 1)
        first_scan, first = self.settings.alerts.first_scan, first or self.report.baseline
        news = revision if kind in {changes.NEW, changes.UPDATED} and not first else None
        for rule in self.settings.rules if matches else ():
            if rule.slug not in matches or kind not in rule.on:
                continue
            self.report.matches += 1
            if first and first_scan == "none":
                continue
            together = first and first_scan == "digest"
            self.report.alerts += self.owing.owe(
                rule, rule.channels, matches[rule.slug], change_id, together=together, news=news
            )

    def _remembered(self, found: Found) -> Stat:
        """The stat to compare with next time; one that never fits where the file was written just now.

        Two writes within the clock's tick can leave the same size and time, as git's index knows.
        """
        stat = found.stat
        if self.now.timestamp() - stat.mtime_ns / 1e9 < _RACY.total_seconds():
            stat = Stat(stat.size, -1, stat.inode)
        self.differs |= stat != self.listing.files.get(found.name)
        return stat

    def _mint(self, paths: Sequence[str]) -> list[str]:
        """Ids for new articles: tag URIs (RFC 4151) that no rename or edit will change.

        Made from the path where each was seen first, so that a store that is built anew gives the same ids.
        """
        authority = urlsplit(self.settings.feeds.base_url).hostname or "localhost"
        guids = [_guid(authority, path) for path in paths]
        given = self.library.guids_among(guids)
        return [
            self._mint_again(authority, path) if guid in given else guid
            for path, guid in zip(paths, guids, strict=True)
        ]

    def _mint_again(self, authority: str, path: str) -> str:
        """For a path where another article was seen before."""
        guids = (_guid(authority, f"{path}\n{number}") for number in itertools.count(2))
        return next(guid for guid in guids if not self.library.has_guid(guid))


def _known(id_: int, revision: int, article: Article) -> Known:
    return Known(
        id=id_,
        path=article.path,
        revision=revision,
        title=article.title,
        published=article.published,
        url=article.url,
        text=article.text,
        fingerprint=article.fingerprint,
        removed=False,
    )


def _guid(authority: str, seed: str) -> str:
    return f"tag:{authority},2026:article/{hashlib.sha256(seed.encode()).hexdigest()[:20]}"
