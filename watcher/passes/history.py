"""Applies new, edited and removed rules to what is already stored."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence

from watcher.config.settings import Settings
from watcher.passes.owing import Owing
from watcher.rules.matching import Match, Matcher, Rule
from watcher.store.journal import BASELINE
from watcher.store.matches import RuleRow, TextRow
from watcher.store.store import Store
from watcher.subject import StoredSubject
from watcher.survey import Survey
from watcher.watched import GONE_SHOWN_FOR, watched


def match_history(settings: Settings, store: Store, now: datetime.datetime) -> int:
    """Bring what is stored in line with the rules of the config; how many alerts that made.

    Rules that are new or ask for something else are matched against history: that fills their feeds, and where a
    rule's `backfill` says so, also sends. Rules that are gone are kept for a week, in which their feeds say so.
    """
    matches = store.matches
    _note_who_hears(settings, store)
    current, before = {rule.slug: rule for rule in watched(settings)}, matches.rules()
    fresh = [rule for rule in current.values() if not _stands(rule, before.get(rule.slug))]
    renamed = [rule for rule in current.values() if rule not in fresh and rule.name != before[rule.slug].name]
    gone = {slug: row for slug, row in before.items() if slug not in current}
    ending = {slug for slug, row in gone.items() if row.ended is None}
    over = {slug for slug, row in gone.items() if row.ended and row.ended <= now - GONE_SHOWN_FOR}
    if not (fresh or renamed or ending or over):
        return 0
    with store.transaction():
        for slug in ending:
            matches.end_rule(slug, now)
        for slug in over:
            matches.drop_rule(slug)
        store.journal.mark_unpublished(ending | over)
        for rule in renamed:
            matches.sign_rule(rule.slug, rule.name, signature(rule))
        return _match_fresh(settings, store, fresh, before, now) if fresh else 0


def _note_who_hears(settings: Settings, store: Store) -> None:
    """Record since when a rule sends its kinds of change to a channel: what came before is not missing."""
    hearing = {(rule.slug, channel): " ".join(rule.on) for rule in settings.rules for channel in rule.channels}
    if hearing != store.channels.hearing():
        with store.transaction():
            store.channels.set_hearing(hearing)


def _stands(rule: Rule, known: RuleRow | None) -> bool:
    return known is not None and known.ended is None and known.signature == signature(rule)


def _match_fresh(
    settings: Settings, store: Store, fresh: Sequence[Rule], before: Mapping[str, RuleRow], now: datetime.datetime
) -> int:
    """Match rules against all that is stored, and owe the hits that a rule did not have to those who want them."""
    matches = store.matches
    asks_anew = {rule.slug for rule in fresh if _asks_anew(rule, before.get(rule.slug))}
    if store.journal.fact(BASELINE) is None:  # what is there at the first scan is sent as [alerts] first_scan says
        asks_anew.clear()
    had = {slug: matches.matched_by(slug) for slug in asks_anew}
    for rule in fresh:
        matches.unmatch(rule.slug)
        matches.sign_rule(rule.slug, rule.name, signature(rule))
    store.journal.mark_unpublished({rule.slug for rule in fresh})
    owing, alerts, last = Owing(settings, store, now), 0, store.library.next_id("changes") - 1
    for row, match in hits(store, fresh):
        slug, mentions = match.rule.slug, [each._asdict() for each in match.mentions]
        match_id = matches.add_match(slug, row.id, row.revision, mentions, since=last)
        if slug in asks_anew and (row.id, row.revision) not in had[slug]:
            alerts += _owe(owing, store, match.rule, match_id, row)
    return alerts


def _asks_anew(rule: Rule, known: RuleRow | None) -> bool:
    """Whether history is sent; a rule that comes back as it was goes on as before."""
    return rule.backfill != "feed" and (known is None or known.signature != signature(rule))


def _owe(owing: Owing, store: Store, rule: Rule, match_id: int, row: TextRow) -> int:
    """An alert for a hit in history to each channel that was owed none yet: of the last change of a kind in `on`."""
    change = store.matches.last_change(row.id, row.revision, rule.on)
    if change is None:
        return 0
    channels = [channel for channel in rule.channels if not store.outbox.knows(match_id, channel)]
    return owing.owe(rule, channels, match_id, change, together=rule.backfill == "digest")


def signature(rule: Rule) -> str:
    """Equal for rules that ask for the same."""
    return hashlib.sha256(repr(rule.condition).encode()).hexdigest()[:16]


def hits(store: Store, rules: Sequence[Rule]) -> Iterator[tuple[TextRow, Match]]:
    """Every match of these rules among all that is stored, also what is removed: it may come back."""
    matcher = Matcher(rules)
    survey = Survey(store.matches, [rule.condition for rule in rules], removed=True)
    some = set().union(*(survey.satisfying(rule.condition) for rule in rules))
    for row in store.matches.texts(sorted(some)):
        for match in matcher.match(StoredSubject(row)):
            yield row, match
