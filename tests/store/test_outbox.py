"""What the store remembers of alerts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

    from watcher.store.outbox import Outbox

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(site: Site) -> Outbox:
    """The outbox with three alerts of one channel, a minute apart, all pending."""
    for before, after in ("六七", "七八", "八九"):
        site.edit("road.md", f"{before}月底", f"{after}月底")
        site.scan()
    return site.app.store.outbox


def ids(outbox: Outbox) -> list[str]:
    return [alert.id for alert in outbox.waiting("desk", 99)]


def test_alerts_wait_in_the_order_in_which_they_came(site: Site, outbox: Outbox) -> None:
    waiting = outbox.waiting("desk", 99)

    assert len(waiting) == 3
    assert not any(alert.held for alert in waiting)
    assert [alert.due for alert in waiting] == sorted(alert.due for alert in waiting)
    assert outbox.waiting("desk", 2) == waiting[:2]
    outbox.record([waiting[0].id], "pending", "busy", site.now, 1, due=site.now + MINUTE)
    assert [alert.id for alert in outbox.waiting("desk", 2)] == [alert.id for alert in waiting[1:]]
    assert outbox.waiting("nobody", 99) == []


def test_a_change_is_owed_to_a_channel_only_once(site: Site, outbox: Outbox) -> None:
    match, change = site.app.store.db.execute("SELECT match_id, change_id FROM alerts").fetchone()

    assert not outbox.add("msg_again", match, change, "desk", "roads", "pending", site.now)
    assert outbox.add("msg_other", match, change, "night", "roads", "pending", site.now)
    assert site.app.store.ledger.reconcile()["matches"] == 4


@pytest.mark.parametrize("state", ["delivered", "unconfirmed", "dead"])
def test_what_is_done_waits_no_more(site: Site, outbox: Outbox, state: str) -> None:
    first = ids(outbox)[0]
    outbox.record([first], state, "the words", site.now, 12)

    assert first not in ids(outbox)
    assert outbox.attempts(first) == 1
    shown = site.app.store.ledger.show(first)
    assert shown is not None
    assert shown["state"] == state
    assert shown["last_error"] == ("the words" if state == "dead" else None)
    assert [(each["state"], each["because"], each["ms"]) for each in shown["attempts_made"]] == [
        (state, "the words", 12)
    ]


def test_what_is_to_be_tried_again_waits_for_its_time(site: Site, outbox: Outbox) -> None:
    first = ids(outbox)[0]
    outbox.record([first], "pending", "busy", site.now, 1, due=site.now + MINUTE)
    outbox.record([first], "pending", "down", site.now, 1, due=site.now + 2 * MINUTE, counts=False)

    waiting = outbox.waiting("desk", 99)[0]
    assert (waiting.id, waiting.due, outbox.attempts(first)) == (first, site.now + 2 * MINUTE, 1)
    assert site.app.store.ledger.backlog()["desk"]["waiting"] == 3
    assert site.app.store.ledger.backlog()["desk"]["last_error"] == "down"


def test_a_digest_is_remembered_with_its_members(site: Site, outbox: Outbox) -> None:
    outbox.hold(ids(outbox)[:2], site.now + MINUTE)
    outbox.compose(ids(outbox)[:2], "dig_1")

    waiting = outbox.waiting("desk", 99)
    assert [(alert.held, alert.digest) for alert in waiting] == [(True, "dig_1"), (True, "dig_1"), (False, None)]
    outbox.record(ids(outbox)[:2], "delivered", "", site.now, 1)
    assert len(outbox.sent_since("desk", site.now - MINUTE)) == 1
    assert outbox.sent_since("desk", site.now) == []


def test_what_was_begun_is_under_way_until_it_is_recorded(site: Site, outbox: Outbox) -> None:
    first, second, _ = ids(outbox)
    outbox.compose([first, second], "dig_1")

    assert outbox.under_way("desk") == [first, second]
    assert outbox.under_way("nobody") == []
    outbox.record([first, second], "pending", "down", site.now, 1)
    assert outbox.under_way("desk") == []


def test_the_content_of_alerts_comes_in_the_order_that_was_asked_for(outbox: Outbox) -> None:
    wanted = ids(outbox)[::-1]
    content = outbox.content([*wanted, "msg_unknown"])

    assert [row["id"] for row in content] == wanted
    assert [row["revision"] for row in content] == [4, 3, 2]
    assert content[0]["change"] == "updated"
    assert content[0]["mentions"][0]["text"] == "车路协同"


def test_dead_alerts_can_be_made_due_again(site: Site, outbox: Outbox) -> None:
    first, second, third = ids(outbox)
    outbox.record([first], "dead", "gone", site.now, 1)
    outbox.record([second], "delivered", "", site.now, 1)

    assert site.app.store.ledger.dead() == [first]
    assert outbox.retry(["msg_unknown", second], site.now + MINUTE) == 0
    assert outbox.retry([first], site.now + MINUTE) == 1
    assert site.app.store.ledger.dead() == []
    assert ids(outbox) == [third, first]
    assert outbox.attempts(first) == 0


def test_a_dead_message_is_retried_as_it_was_or_its_alerts_by_themselves(site: Site, outbox: Outbox) -> None:
    """An id is of one message: what goes without the others of a digest is another."""
    first, second, third = ids(outbox)
    outbox.compose([first, second], "dig_1")
    outbox.record([first, second], "dead", "gone", site.now, 1)
    outbox.retry([first, second], site.now)
    assert {alert.id: alert.digest for alert in outbox.waiting("desk", 99)} == {
        first: "dig_1",
        second: "dig_1",
        third: None,
    }

    outbox.record([first, second], "dead", "gone", site.now, 1)
    outbox.retry([second], site.now)
    assert {alert.id: alert.digest for alert in outbox.waiting("desk", 99)} == {second: None, third: None}


def test_a_message_that_was_begun_is_given_whole(site: Site, outbox: Outbox) -> None:
    """However many others are due before its last alert."""
    first, second, third = ids(outbox)
    outbox.compose([first, third], "dig_1")
    outbox.record([third], "pending", "busy", site.now, 1, due=site.now + MINUTE)
    assert [alert.id for alert in outbox.waiting("desk", 2)] == [first, second, third]


def test_the_listing_is_newest_first_and_can_be_narrowed(site: Site, outbox: Outbox) -> None:
    first = ids(outbox)[0]
    outbox.record([first], "dead", "gone", site.now, 1)

    assert [row["revision"] for row in site.app.store.ledger.listing()] == [4, 3, 2]
    assert [row["id"] for row in site.app.store.ledger.listing("dead")] == [first]
    assert len(list(site.app.store.ledger.listing(limit=2))) == 2
    assert list(site.app.store.ledger.listing("held")) == []
    assert site.app.store.ledger.show("msg_unknown") is None


def test_an_alert_that_is_owed_but_not_there_is_missing(site: Site, outbox: Outbox) -> None:
    assert site.app.store.ledger.reconcile() == {
        "matches": 3,
        "delivered": 0,
        "unconfirmed": 0,
        "pending": 3,
        "held": 0,
        "dead": 0,
        "missing": 0,
        "merged": 0,
    }
    site.app.store.db.execute("DELETE FROM alerts WHERE id = ?", (ids(outbox)[0],))
    assert site.app.store.ledger.reconcile()["missing"] == 1


def test_what_was_done_long_ago_is_forgotten_with_what_was_owed(site: Site, outbox: Outbox) -> None:
    first, second, third = ids(outbox)
    outbox.record([first], "delivered", "", site.now - 10 * MINUTE, 1)
    outbox.record([second], "delivered", "", site.now, 1)

    assert outbox.forget(site.now - MINUTE) == 1
    assert site.app.store.ledger.show(first) is None
    assert ids(outbox) == [third]
    counts = site.app.store.ledger.reconcile()
    assert (counts["matches"], counts["delivered"], counts["missing"]) == (2, 1, 0)
    assert site.value("SELECT count(*) FROM attempts") == 1
