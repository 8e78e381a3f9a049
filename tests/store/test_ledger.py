"""Every change that a rule matched is owed to its channels, or something says why it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

ALL = timedelta(days=90)
NIGHT = """
[channels.night]
type = "console"
"""
RAIN = """
[[rules]]
name = "雷雨"
slug = "rain"
keywords = ["雷阵雨"]
{backfill}
channels = ["desk"]
"""


def unowed(site: Site) -> dict[str, int]:
    """Why changes were not owed; reasons that there were not left out."""
    return {reason: n for reason, n in site.app.store.ledger.unowed(site.now - ALL).items() if n}


def test_the_first_scan_owes_nothing(site: Site) -> None:
    assert unowed(site) == {"first_scan": 1}


@pytest.mark.parametrize("first_scan", ["all", "digest"])
def test_unless_it_was_asked_to(empty_site: Site, first_scan: str) -> None:
    empty_site.configure(alerts=f'first_scan = "{first_scan}"')
    empty_site.write("road.md", "这里写到车路协同。")
    empty_site.scan()
    assert unowed(empty_site) == {}


def test_what_is_owed_is_not_unowed(site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    site.scan()
    assert unowed(site) == {"first_scan": 1}
    assert site.app.store.ledger.reconcile()["matches"] == 1


def test_kinds_that_a_rule_does_not_hear_of(site: Site) -> None:
    """Also "moved", where it hears of "removed"."""
    site.configure(rule='keywords = ["车路协同"]\non = ["new", "removed"]')
    site.rename("road.md", "b.md")
    site.scan()
    site.delete("b.md")
    site.scan()
    assert unowed(site) == {"first_scan": 1, "kind": 1}
    assert site.app.store.ledger.reconcile()["matches"] == 1


@pytest.mark.parametrize(("backfill", "history"), [("feed", 1), ("alert", 0), ("digest", 0)])
def test_what_was_there_before_a_rule_is_its_history(site: Site, backfill: str, history: int) -> None:
    """Unless it asks for it; what was there at the first scan is told as that."""
    site.write("storm.md", "气象台说今夜有雷阵雨，请关好门窗。")
    site.scan()
    before = unowed(site)
    site.configure(more=RAIN.format(backfill=f'backfill = "{backfill}"'))
    site.scan()
    assert unowed(site) == {"first_scan": before["first_scan"] + history} | ({"history": 1} if history else {})


def test_a_channel_that_a_rule_was_given_later_hears_from_then_on(site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    site.scan()
    site.configure(more=NIGHT, rule='keywords = ["车路协同"]', channels='["desk", "night"]')
    site.scan()
    assert unowed(site) == {"first_scan": 2, "later": 1}

    site.edit("road.md", "七月", "八月")
    site.scan()
    assert unowed(site) == {"first_scan": 2, "later": 1}
    assert site.app.store.ledger.reconcile()["matches"] == 3


def test_kinds_that_a_rule_hears_of_later(site: Site) -> None:
    site.rename("road.md", "b.md")
    site.scan()
    site.configure(rule='keywords = ["车路协同"]\non = ["new", "updated", "moved"]')
    site.scan()
    assert unowed(site) == {"first_scan": 1, "later": 1}


def test_what_nothing_explains_is_missing(site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    site.scan()
    for table in ("alerts", "dues"):
        site.app.store.db.execute(f"DELETE FROM {table}")
    assert unowed(site) == {"first_scan": 1, "missing": 1}


def test_what_is_kept_no_more_is_missing_to_nobody(site: Site) -> None:
    """What was done is forgotten with what was owed."""
    site.edit("road.md", "六月", "七月")
    site.scan()
    id_ = str(site.value("SELECT id FROM alerts"))
    site.app.store.outbox.record([id_], "delivered", "", site.now, 1)
    site.tick(ALL.total_seconds() + 60)
    with site.app.store.transaction():
        site.app.forget(site.now)
    site.scan()
    assert site.app.store.ledger.reconcile()["matches"] == 0
    assert unowed(site) == {}
