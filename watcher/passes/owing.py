"""The alerts that a match causes: one for each channel of its rule, due when rule and channel say."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from watcher.alerts.policy import initial_state
from watcher.config.settings import Settings
from watcher.hours import Times
from watcher.rules.matching import Rule
from watcher.store.store import Store
from watcher.store.stored import Stored

if TYPE_CHECKING:
    from watcher.notices import reprints

REPRINTED = timedelta(days=30)  # in which a copy of a document counts as its reprint
_DIGEST = Times(time(9))  # when reprints are told of where neither rule nor channel has a digest
_COMPARED = 5  # documents that are looked at closely, of those that may be the same

Revision = tuple[int, int]  # of which article, and its number


class Owing:
    """Puts alerts into the outbox, in the caller's transaction."""

    def __init__(self, settings: Settings, store: Store, now: datetime) -> None:
        self._settings = settings
        self._store = store
        self._now = now
        self._copies: tuple[Revision, list[Revision]] = (0, 0), []  # as they were found last

    def owe(
        self,
        rule: Rule,
        channels: Sequence[str],
        match_id: int,
        change_id: int,
        *,
        together: bool,
        news: Revision | None = None,
    ) -> int:
        """A change to those of these channels that were not owed it yet; how many alerts that made.

        `together`: one digest of it and others, such as all of the first scan. `news` is the revision, where it may
        be a reprint of a document that a channel hears or heard of: its alert then goes with that one's, or else with
        the next digest.
        """
        copies = self._copies_of(news) if news and channels else []
        made = 0
        for channel in channels:
            times = self._settings.digest_of(rule, channel)
            original = self._original(rule, channel, match_id, copies) if copies else None
            if original:
                times = rule.digest or self._settings.digest_of(rule, channel) or _DIGEST
            state, due = initial_state(times, self._settings.timezone, self._now, together=together)
            made += self._store.outbox.add(
                f"msg_{secrets.token_hex(12)}",
                match_id,
                change_id,
                channel,
                rule.name,
                state,
                self._now,
                due=due,
                urgent=rule.urgent and not original,
                grouped=rule.group,
                original=original,
            )
        return made

    def _original(self, rule: Rule, channel: str, match_id: int, copies: Sequence[Revision]) -> str | None:
        """The alert of the same document, by the same rule for the same reasons; None where there is none."""
        for article_id, revision in copies:
            told = self._store.outbox.told(rule.slug, channel, article_id, revision)
            if told and _reasons(told[1]) == _reasons(self._store.matches.mentions(match_id)):
                return told[0]
        return None

    def _copies_of(self, news: Revision) -> list[Revision]:
        """The articles that are the same document as this one, which is remembered for those that come."""
        if self._copies[0] != news:
            self._copies = news, self._find_copies(*news)
        return self._copies[1]

    def _find_copies(self, article_id: int, revision: int) -> list[Revision]:
        from watcher.notices import reprints  # with what compares texts, which most passes do without

        article, sketches = self._store.library.article(article_id, revision), self._store.sketches
        assert article is not None  # it was stored just now
        document = _comparable(article)
        sketch = reprints.sketch(document)
        near = sketches.near(sketch, article_id, self._now - REPRINTED)[:_COMPARED]
        sketches.add(sketch, article_id, revision, self._now)
        stored = ((each, self._store.library.article(*each)) for each in near)
        return [each for each, other in stored if other and reprints.same(document, _comparable(other))]


def _comparable(article: Stored) -> reprints.Comparable:
    from watcher.notices import reprints

    return reprints.comparable(article.title, article.text, article.notice, article.places)


def _reasons(mentions: str) -> set[tuple[str, str]]:
    return {(mention["kind"], mention["name"]) for mention in json.loads(mentions)}
