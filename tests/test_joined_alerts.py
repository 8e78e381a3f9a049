"""Alerts that go as one message: of several rules about one change, and of a document that stands at several places."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from watcher.alerts.channels.base import Answer, Text, Verdict
from watcher.alerts.deliver import Deliverer
from watcher.alerts.message import Message

if TYPE_CHECKING:
    from conftest import Site

GROUPED = """
keywords = ["车路协同"]
group = true
"""
NIGHT = """
[[rules]]
name = "夜间"
slug = "night"
keywords = ["夜间", "车路协同"]
{group}
channels = ["desk"]
"""
HEAD = "加装设备的通知"
DOCUMENT = """各区县住房和城乡建设局：

为改善公交车准点率，决定在城东二十个路口加装车路协同设备，由公交集团负责日常维护，各单位要落实责任。

请于2024年6月30日前报送施工方案，逾期不再受理，安装期间夜间封闭一条车道，白天恢复通行，并做好交通疏导。

各单位要加强现场管理，提前公告绕行路线，设置醒目的警示标志，安排专人值守，发现问题及时处置并报告市局。

海岳市住房和城乡建设局

2024年3月1日"""


class Desk:
    """A channel that keeps what it was sent; what it says to that is up to the test."""

    type: ClassVar[str] = "desk"

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.verdict_of: Callable[[], Verdict] = lambda: Verdict("delivered", "")

    def outgoing(self, message: Message, now: object) -> Text:
        self.messages.append(message)
        return Text("")

    def verdict(self, answer: Answer) -> Verdict:
        return self.verdict_of()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def send(site: Site, desk: Desk) -> list[Message]:
    """What goes out when all that is due is sent."""
    before = len(desk.messages)

    async def in_queue(work: Callable[[Any], Any]) -> Any:
        return work(site.app.queue())

    asyncio.run(Deliverer({"desk": desk}, in_queue, lambda: site.now, site.settings.budget).drain())
    return desk.messages[before:]


def states(site: Site) -> list[str]:
    """State of every alert, and which message carried it: its own, a digest or that of the first alert."""
    rows = site.app.store.db.execute("SELECT id, state, digest FROM alerts ORDER BY rowid").fetchall()
    numbers = {id_: f"in {number}" for number, (id_, *_) in enumerate(rows, 1)}
    return [
        state if digest in {None, id_} else f"{state} {numbers.get(digest, 'in a digest')}"
        for id_, state, digest in rows
    ]


def write(
    site: Site, make_page: Callable[..., str], name: str, text: str = DOCUMENT, title: str = "加装设备的通知"
) -> None:
    site.write(name, make_page(title, text, date=""))
    site.scan()


# several rules, one change


def test_rules_with_group_make_one_message(site: Site, desk: Desk) -> None:
    site.configure(rule=GROUPED, more=NIGHT.format(group="group = true"))
    site.edit("road.md", "六月", "七月")
    site.scan()
    (message,) = send(site, desk)
    (item,) = message.items

    assert message.kind == "matched"
    assert (item.rule, item.rules) == ("车路协同", ("车路协同", "夜间"))
    assert [mention.name for mention in item.mentions] == ["车路协同", "夜间"]
    assert message.id == site.value("SELECT id FROM alerts ORDER BY rowid")
    assert states(site) == ["delivered", "delivered in 1"]


@pytest.mark.parametrize("group", ["", "group = false"])
def test_rules_without_it_are_told_of_apart(site: Site, desk: Desk, group: str) -> None:
    site.configure(rule=GROUPED, more=NIGHT.format(group=group))
    site.edit("road.md", "六月", "七月")
    site.scan()

    assert [message.items[0].rule for message in send(site, desk)] == ["车路协同", "夜间"]


def test_changes_of_two_articles_are_not_joined(site: Site, desk: Desk) -> None:
    site.configure(rule=GROUPED)
    site.edit("road.md", "六月", "七月")
    site.write("more.md", "又一处路口装了车路协同设备，居民说等灯的时间短了。")
    site.scan()

    assert len(send(site, desk)) == 2


def test_a_group_that_is_not_taken_goes_again_as_it_was(site: Site, desk: Desk) -> None:
    """Under its id, also after a restart; and what comes meanwhile does not join it."""
    site.configure(rule=GROUPED, more=NIGHT.format(group="group = true"))
    site.edit("road.md", "六月", "七月")
    site.scan()
    desk.verdict_of = lambda: Verdict("retry", "HTTP 500")
    (first,) = send(site, desk)
    desk.verdict_of = lambda: Verdict("delivered", "")
    site.tick(60)
    (again,) = send(site, desk)

    assert again == first
    assert states(site) == ["delivered", "delivered in 1"]


def test_in_a_digest_a_group_is_one_item(site: Site, desk: Desk) -> None:
    site.configure(rule=GROUPED, more=NIGHT.format(group="group = true"), channel='digest = "15m"')
    site.edit("road.md", "六月", "七月")
    site.write("more.md", "又一处路口装了车路协同设备，居民说等灯的时间短了。")
    site.scan()
    assert send(site, desk) == []
    site.tick(900)
    (message,) = send(site, desk)

    assert message.kind == "digest"
    assert sorted(len(item.rules) for item in message.items) == [2, 2]
    assert states(site) == ["delivered in a digest"] * 4


# one document, several places


def test_a_reprint_joins_the_alert_of_its_original(site: Site, desk: Desk, make_page: Callable[..., str]) -> None:
    """Where that was not sent yet: one message, which names the other place."""
    write(site, make_page, "a.md")
    write(site, make_page, "b.md", f"来源：海岳日报\n\n{DOCUMENT}", title="海岳发布加装设备的通知")
    (message,) = send(site, desk)
    (item,) = message.items

    assert (item.article.path, item.reprint) == ("a.md", False)
    assert [(place.path, place.title) for place in item.also] == [("b.md", "海岳发布加装设备的通知")]
    assert states(site) == ["delivered", "delivered in 1"]


def test_a_reprint_of_what_was_told_is_a_line_of_the_next_digest(
    site: Site, desk: Desk, make_page: Callable[..., str]
) -> None:
    write(site, make_page, "a.md")
    assert len(send(site, desk)) == 1
    for name in "bc":
        write(site, make_page, f"{name}.md", f"来源：{name}报\n\n{DOCUMENT}")
    assert send(site, desk) == []
    assert states(site) == ["delivered", "held", "held"]
    due = "SELECT DISTINCT strftime('%d %H:%M', due, '+8 hours') FROM alerts WHERE state = 'held'"
    assert site.value(due) == "07 09:00"

    site.tick(86_400)
    (message,) = send(site, desk)
    assert message.kind == "digest"
    assert [(item.article.path, item.reprint) for item in message.items] == [("b.md", True), ("c.md", True)]
    assert [place.path for item in message.items for place in item.also] == ["a.md", "a.md"]


def test_a_reprint_waits_for_the_digest_of_its_channel(site: Site, desk: Desk, make_page: Callable[..., str]) -> None:
    """And goes with its original there."""
    site.configure(channel='digest = "15m"')
    write(site, make_page, "a.md")
    write(site, make_page, "b.md", f"来源：海岳日报\n\n{DOCUMENT}")
    site.tick(900)
    (message,) = send(site, desk)

    assert [(item.article.path, [place.path for place in item.also]) for item in message.items] == [("a.md", ["b.md"])]


def test_an_urgent_reprint_is_not_urgent(site: Site, desk: Desk, make_page: Callable[..., str]) -> None:
    site.configure(rule='keywords = ["车路协同"]\nurgent = true')
    write(site, make_page, "a.md")
    send(site, desk)
    write(site, make_page, "b.md", f"来源：海岳日报\n\n{DOCUMENT}")

    assert send(site, desk) == []


def test_what_joins_late_does_not_change_a_message_that_was_tried(
    site: Site, desk: Desk, make_page: Callable[..., str]
) -> None:
    """Its repeat is the same; the reprint goes with the next digest."""
    site.configure(alerts="flood = 0")
    write(site, make_page, "a.md")
    desk.verdict_of = lambda: Verdict("retry", "HTTP 500")
    (first,) = send(site, desk)
    write(site, make_page, "b.md", f"来源：海岳日报\n\n{DOCUMENT}")
    desk.verdict_of = lambda: Verdict("delivered", "")
    (again,) = send(site, desk)

    assert again == first
    assert states(site) == ["delivered", "held"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("6月30日", "7月30日", id="another deadline"),
        pytest.param("二十个", "三十个", id="another number"),
        pytest.param("城东", "合肥", id="a place more"),
    ],
)
def test_another_edition_is_told_of_at_once(
    site: Site, desk: Desk, make_page: Callable[..., str], old: str, new: str
) -> None:
    write(site, make_page, "a.md")
    write(site, make_page, "b.md", DOCUMENT.replace(old, new))

    assert [[item.article.path for item in message.items] for message in send(site, desk)] == [["a.md"], ["b.md"]]


def test_a_correction_is_told_of_at_once(site: Site, desk: Desk, make_page: Callable[..., str]) -> None:
    write(site, make_page, "a.md")
    write(site, make_page, "b.md", title="关于加装设备的通知的更正")

    assert len(send(site, desk)) == 2


@pytest.fixture(params=["withdrawn", "edited", "given up", "long ago"])
def no_original(request: pytest.FixtureRequest, site: Site, desk: Desk, make_page: Callable[..., str]) -> Site:
    """A document that was told of, but counts no more as the original of what comes."""
    write(site, make_page, "a.md")
    if request.param == "given up":
        desk.verdict_of = lambda: Verdict("refused", "HTTP 400")
    send(site, desk)
    desk.verdict_of = lambda: Verdict("delivered", "")
    match request.param:
        case "withdrawn":
            site.delete("a.md")
            site.scan()
        case "edited":
            site.edit("a.md", "6月30日", "7月30日")
            site.scan()
            send(site, desk)
        case "long ago":
            site.tick(timedelta(days=31).total_seconds())
    return site


def test_what_nobody_can_look_up_is_told_of_anew(no_original: Site, desk: Desk, make_page: Callable[..., str]) -> None:
    write(no_original, make_page, "b.md", f"来源：海岳日报\n\n{DOCUMENT}")

    assert [message.items[0].article.path for message in send(no_original, desk)] == ["b.md"]


def test_a_reprint_of_a_reprint_is_one_of_the_first(site: Site, make_page: Callable[..., str]) -> None:
    for name in "abc":
        write(site, make_page, f"{name}.md", f"来源：{name}报\n\n{DOCUMENT}")

    assert site.value("SELECT count(DISTINCT original) FROM alerts") == 1
    assert site.value("SELECT count(*) FROM alerts WHERE original IS NULL") == 1


def test_another_rule_hears_of_a_reprint_that_it_did_not_hear_of(
    site: Site, desk: Desk, make_page: Callable[..., str]
) -> None:
    write(site, make_page, "a.md")
    send(site, desk)
    site.configure(rule='keywords = ["不会有"]', more=NIGHT.format(group=""))
    site.scan()
    write(site, make_page, "b.md", f"来源：海岳日报\n\n{DOCUMENT}")

    assert [message.items[0].rule for message in send(site, desk)] == ["夜间"]


def test_one_article_at_two_paths_is_one_article(site: Site, desk: Desk, make_page: Callable[..., str]) -> None:
    write(site, make_page, "a.md")
    write(site, make_page, "copy/a.md")

    assert len(send(site, desk)) == 1
    assert states(site) == ["delivered"]


def test_old_sketches_are_forgotten(site: Site, make_page: Callable[..., str]) -> None:
    write(site, make_page, "a.md")
    assert site.value("SELECT count(*) FROM sketches") != 0
    with site.app.store.transaction():
        site.app.forget(site.now + timedelta(days=31))

    assert site.value("SELECT count(*) FROM sketches") == 0
