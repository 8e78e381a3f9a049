"""`watcher once`, from files in a directory to a POST and to feeds: what a person gets who uses cron."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from desk import EXAMPLES, SECRET, SEED, Desk, article
from receiver import Received, Receiver, Reply
from standardwebhooks import Webhook, WebhookVerificationError

CITIES = ("天津", "武汉", "合肥", "苏州", "宁波", "长沙", "佛山", "柳州", "芜湖", "烟台")
PROMOTION = ("扫一扫", "qr.png", "责任编辑", "share-qr")


def verified(request: Received, secret: str = SECRET) -> dict[str, Any]:
    """The payload, as a receiver trusts it that uses the reference library."""
    return dict(Webhook(secret).verify(request.body, dict(request.headers)))


@pytest.fixture
def told(desk: Desk, receiver: Receiver) -> Desk:
    """A desk whose notice the receiver has heard of already."""
    shutil.copy(EXAMPLES / SEED, desk.articles / SEED)
    desk.configure({"team": receiver.url})
    desk.once()
    assert len(receiver.requests) == 1
    return desk


def test_a_notice_that_matches_by_keyword_and_city_is_one_verified_post(told: Desk, receiver: Receiver) -> None:
    """Exactly one, signed, whose mentions name what the rule asked for."""
    payload = verified(receiver.requests[0])
    assert payload["type"] == "notice.matched"
    assert payload["data"]["change"] == "new"
    assert payload["data"]["article"]["path"] == SEED
    names = {(mention["kind"], mention["name"]) for mention in payload["data"]["mentions"]}
    assert {("keyword", "车路协同"), ("city", "合肥市")} <= {
        (kind, "合肥市" if name.endswith("合肥市") else name) for kind, name in names
    }


def test_a_post_is_not_verified_with_another_secret(told: Desk, receiver: Receiver) -> None:
    """What the test above relies on."""
    with pytest.raises(WebhookVerificationError):
        verified(receiver.requests[0], "whsec_" + "YW5vdGhlciBzZWNyZXQgb2YgYW5vdGhlciB0ZXN0")


def test_feeds_parse_and_hold_the_cities_without_the_promotion(told: Desk) -> None:
    """In every format, and in the feeds of all, of the rule and of its city."""
    feeds = told.folder / "feeds"
    files = [path for path in feeds.rglob("*.*") if path.suffix in {".rss", ".atom", ".json"}]
    assert {path.relative_to(feeds).with_suffix("").as_posix() for path in files} == {
        "all",
        "rules/pilots",
        "cities/hefei",
    }
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            content = json.loads(text)["items"][0]["content_html"]
        else:
            parsed = feedparser.parse(text)
            assert parsed.bozo == 0, path
            entry = parsed.entries[0]
            content = entry.content[0].value if "content" in entry else entry.description
        assert [city for city in CITIES if city not in content] == []
        assert [word for word in PROMOTION if word in text] == []


def rename(path: Path) -> None:
    """Another name, the same file."""
    path.rename(path.with_name("改了名字.md"))


def touch(path: Path) -> None:
    """Another time, the same bytes."""
    os.utime(path)


def crawl_again(path: Path) -> None:
    """The mirror job's own time stamp in the front matter."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("comments: false", "comments: false\ncrawled: 2024-05-06 07:08:09"), encoding="utf-8")


def space(path: Path) -> None:
    """White space that a reader does not see."""
    path.write_text(path.read_text(encoding="utf-8").replace("<p>", "<p> \n "), encoding="utf-8")


def nothing(_path: Path) -> None:
    """A second run."""


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(nothing, id="a second run"),
        pytest.param(rename, id="a rename"),
        pytest.param(touch, id="a touch"),
        pytest.param(crawl_again, id="a changed crawl time"),
        pytest.param(space, id="white space"),
    ],
)
def test_what_no_reader_would_see_sends_nothing_and_leaves_the_feeds(
    told: Desk, receiver: Receiver, happens: Callable[[Path], None]
) -> None:
    """Neither a POST nor another entry."""
    feed = told.folder / "feeds" / "rules" / "pilots.atom"
    before = [(entry.id, entry.updated) for entry in feedparser.parse(feed.read_text(encoding="utf-8")).entries]
    happens(told.articles / SEED)
    report = told.once()
    assert report["alerts"] == 0
    assert len(receiver.requests) == 1
    after = [(entry.id, entry.updated) for entry in feedparser.parse(feed.read_text(encoding="utf-8")).entries]
    assert after == before


def test_an_edit_of_one_word_sends_one_updated(told: Desk, receiver: Receiver) -> None:
    """Under an id of its own, about the second revision of the same article."""
    path = told.articles / SEED
    path.write_text(path.read_text(encoding="utf-8").replace("每半年", "每季度"), encoding="utf-8")
    told.once()
    first, second = map(verified, receiver.requests)
    assert second["data"]["change"] == "updated"
    assert second["data"]["article"]["revision"] == 2
    assert second["data"]["article"]["id"] == first["data"]["article"]["id"]
    assert receiver.ids[0] != receiver.ids[1]


def test_a_deletion_is_told_only_where_a_rule_asks_for_it(told: Desk, receiver: Receiver) -> None:
    """By default not; with `removed` in `on` once, and the entry is shown as withdrawn either way."""
    (told.articles / SEED).unlink()
    told.once()
    assert len(receiver.requests) == 1
    (item,) = json.loads((told.folder / "feeds/all.json").read_text(encoding="utf-8"))["items"]
    assert item["title"].startswith("【已撤下】")


def test_a_deletion_that_is_asked_for_is_told_once(desk: Desk, receiver: Receiver) -> None:
    """And a second run does not tell it again."""
    shutil.copy(EXAMPLES / SEED, desk.articles / SEED)
    desk.configure({"team": receiver.url}, rule='keywords = ["车路协同"]\non = ["new", "updated", "removed"]')
    desk.once()
    (desk.articles / SEED).unlink()
    desk.once()
    desk.once()
    assert [verified(request)["data"]["change"] for request in receiver.requests] == ["new", "removed"]


def test_the_first_scan_sends_nothing_by_default(desk: Desk, receiver: Receiver) -> None:
    """What comes later does."""
    desk.write("old.md", article("车路协同试点", "车路协同路侧设备"))
    desk.configure({"team": receiver.url}, alerts='first_scan = "none"')
    assert desk.once()["baseline"]
    desk.write("fresh.md", article("车路协同新一批", "新一批车路协同路侧设备"))
    desk.once()
    assert [verified(request)["data"]["article"]["path"] for request in receiver.requests] == ["fresh.md"]


def test_the_first_scan_sends_one_digest_where_that_is_asked_for(desk: Desk, receiver: Receiver) -> None:
    """All of it in one signed message."""
    for number in range(4):
        desk.write(f"{number}.md", article(f"车路协同试点{number}", f"车路协同第{number}批设备清单"))
    desk.configure({"team": receiver.url}, alerts='first_scan = "digest"')
    desk.once()
    (request,) = receiver.requests
    payload = verified(request)
    assert payload["type"] == "notice.digest"
    assert {item["article"]["path"] for item in payload["data"]["items"]} == {f"{number}.md" for number in range(4)}
    assert desk.reconcile()["delivered"] == 4


def test_two_hundred_alerts_at_once_become_ten_messages_and_a_digest(desk: Desk, receiver: Receiver) -> None:
    """With the default `flood` no channel is buried, and what is held is accounted for."""
    for number in range(200):
        desk.write(f"{number}.md", article(f"车路协同试点{number}", f"车路协同第{number}批设备清单"))
    desk.configure({"team": receiver.url}, alerts='first_scan = "all"')
    desk.once()
    assert len(receiver.requests) == 10
    counts = desk.reconcile()
    assert (counts["delivered"], counts["held"], counts["missing"]) == (10, 190, 0)


def test_a_receiver_that_refuses_makes_the_exit_code_one_and_is_tried_next_time(desk: Desk, receiver: Receiver) -> None:
    """Under the same id, with the reason on the terminal."""
    desk.write("a.md", article("车路协同试点", "车路协同路侧设备"))
    desk.configure({"team": receiver.url})
    receiver.script = [Reply(503, body=b"we are moving house")]
    failed = desk.watcher("once")
    assert failed.returncode == 1
    assert "we are moving house" in failed.stdout
    assert [alert["state"] for alert in desk.alerts()] == ["pending"]
    assert desk.watcher("alerts", "retry", desk.alerts()[0]["id"]).returncode == 0
    desk.once()
    assert len(set(receiver.ids)) == 1 < len(receiver.ids)
    assert [alert["state"] for alert in desk.alerts()] == ["delivered"]


def test_a_feed_that_cannot_be_written_keeps_no_alert_back(desk: Desk, receiver: Receiver) -> None:
    """It is an error of the pass all the same."""
    shutil.copy(EXAMPLES / SEED, desk.articles / SEED)
    desk.configure({"team": receiver.url})
    (desk.folder / "feeds").write_text("no folder", encoding="utf-8")
    done = desk.watcher("once")
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert len(receiver.requests) == 1


def test_feeds_in_the_folder_of_the_articles_are_no_articles(desk: Desk, receiver: Receiver) -> None:
    """Neither when all is looked at nor when an event names their page, which differs after each change."""
    shutil.copy(EXAMPLES / SEED, desk.articles / SEED)
    desk.configure({"team": receiver.url}, extra='[channels.other]\ntype = "console"\n')
    config = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(config.replace("[feeds]", '[feeds]\ndirectory = "articles/feeds"'), encoding="utf-8")
    assert desk.once()["scanned"] == 1
    assert (desk.articles / "feeds/index.html").exists()
    with desk.running() as service:
        desk.write("fresh.md", article("车路协同第二批", "第二批车路协同试点"))
        receiver.wait_for(2)
        time.sleep(1.5)
        assert service.end()[0] == 0
    assert desk.once()["scanned"] == 2
    assert len(receiver.requests) == 2


def test_a_slow_channel_does_not_delay_the_others(desk: Desk, new_receiver: Callable[..., Receiver]) -> None:
    """The quick one has all before the slow one has answered anything."""
    import threading

    slow, quick = new_receiver(), new_receiver()
    gate = threading.Event()
    slow.usual = Reply(after=gate)
    quick_has_all = threading.Event()
    for number in range(3):
        desk.write(f"{number}.md", article(f"车路协同试点{number}", f"车路协同第{number}批设备清单"))
    desk.configure({"slow": slow.url, "quick": quick.url})

    def open_the_gate() -> None:
        quick.wait_for(3)
        if len(slow.requests) <= 1:
            quick_has_all.set()
        gate.set()

    watching = threading.Thread(target=open_the_gate)
    watching.start()
    started = time.monotonic()
    desk.once()
    watching.join(20)
    assert quick_has_all.is_set(), time.monotonic() - started
    assert len(slow.requests) == 3


def test_no_command_shows_the_address_or_the_secret(desk: Desk, receiver: Receiver) -> None:
    """Not even when the receiver repeats them in its answer, or cannot be reached."""
    desk.write("a.md", article("车路协同试点", "车路协同路侧设备"))
    desk.configure({"team": receiver.url})
    receiver.usual = lambda request: Reply(404, body=f"no route {request.path}".encode())
    printed = desk.watcher("once")
    for words in (("status",), ("alerts", "list"), ("channel", "test", "team"), ("check",)):
        done = desk.watcher(*words)
        printed.stdout += done.stdout + done.stderr
    receiver.close()
    again = desk.watcher("channel", "test", "team")
    text = printed.stdout + printed.stderr + again.stdout + again.stderr
    assert "404" in text
    assert "token-that-nobody-may-see" not in text
    assert SECRET not in text
    store = b"".join(path.read_bytes() for path in (desk.folder / "state").iterdir())
    assert b"token-that-nobody-may-see" not in store
