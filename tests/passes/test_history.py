"""Rules that come, change and go: what becomes of their feeds, and who hears of history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

WEEK = 7 * 86400
NAMELESS = 'keywords = ["没有人写过的词"]'
MUSEUM = '[[rules]]\nname = "{name}"\nslug = "museum"\nkeywords = [{words}]\nchannels = ["desk"]\n{keys}'
Site = Any  # the folder that tests/conftest.py makes


def museum(words: str = '"纪念馆"', name: str = "展馆", keys: str = "") -> str:
    return MUSEUM.format(words=words, name=name, keys=keys)


def look(site: Site) -> None:
    """One pass, and its feeds."""
    site.scan()
    site.app.publish(site.now)


def items(site: Site, key: str) -> list[dict[str, Any]] | None:
    """The entries of a JSON Feed; None where there is no such file."""
    path: Path = site.folder / "feeds" / f"{key}.json"
    return list(json.loads(path.read_text(encoding="utf-8"))["items"]) if path.exists() else None


def titles(site: Site, key: str) -> list[str] | None:
    found = items(site, key)
    return found if found is None else [item["title"] for item in found]


# a rule that is taken out


def test_the_feed_of_a_removed_rule_says_so_for_a_week(site: Site) -> None:
    """In all formats and in no list of feeds, with an entry that does not change; then the feed goes."""
    site.configure(more=museum())
    look(site)
    assert titles(site, "rules/museum") == ["老火车站变身纪念馆"]

    site.configure()
    look(site)
    (last,) = items(site, "rules/museum") or []
    assert last["title"] == "订阅已结束：展馆"
    assert "“展馆”已于2024-05-06从配置中移除" in last["summary"]
    assert all((site.folder / "feeds" / "rules" / f"museum.{suffix}").exists() for suffix in ("rss", "atom"))
    assert "museum" not in (site.folder / "feeds" / "feeds.opml").read_text(encoding="utf-8")

    site.tick(WEEK - 3600)
    look(site)
    assert items(site, "rules/museum") == [last]
    site.tick(3600)
    look(site)
    assert items(site, "rules/museum") is None
    assert site.value("SELECT count(*) FROM matches WHERE rule = 'museum'") == 0


def test_an_entry_of_the_end_is_in_the_language_of_the_config(site: Site) -> None:
    site.configure(more=museum(), alerts='language = "en"')
    look(site)
    site.configure(alerts='language = "en"')
    look(site)

    assert titles(site, "rules/museum") == ["This subscription has ended: 展馆"]


def test_the_feed_of_a_city_that_no_rule_names_any_more_says_so_too(site: Site) -> None:
    site.configure(rule='cities = ["合肥"]')
    look(site)
    (key,) = (path.stem for path in (site.folder / "feeds" / "cities").glob("*.atom"))
    site.configure()
    look(site)

    (last,) = items(site, f"cities/{key}") or []
    assert "已没有规则关注“合肥市”" in last["summary"]


def test_a_rule_that_comes_back_within_a_week_goes_on_as_before(site: Site) -> None:
    """Its feed has what came meanwhile; nothing is sent of that, also where new rules are sent history."""
    keys = 'backfill = "alert"'
    site.configure(more=museum(keys=keys))
    look(site)
    before = site.alerts()
    site.configure()
    look(site)
    site.edit("museum.md", "一百二十件", "一百三十件")
    look(site)

    site.configure(more=museum(keys=keys))
    look(site)

    assert titles(site, "rules/museum") == ["老火车站变身纪念馆"]
    assert site.alerts() == before
    site.tick(WEEK + 60)
    look(site)
    assert titles(site, "rules/museum") == ["老火车站变身纪念馆"]


def test_a_rule_that_is_removed_again_ends_with_another_entry(site: Site) -> None:
    """Or a reader, who knows the first one, would not show it."""
    ids = set()
    for _ in range(2):
        site.configure(more=museum())
        look(site)
        site.configure()
        look(site)
        ids |= {item["id"] for item in items(site, "rules/museum") or []}

    assert len(ids) == 2


def test_a_renamed_rule_keeps_its_feed_by_its_slug(site: Site) -> None:
    site.configure(more=museum())
    look(site)
    site.configure(more=museum(name="博物馆"))
    look(site)

    assert titles(site, "rules/museum") == ["老火车站变身纪念馆"]
    site.configure()
    look(site)
    assert titles(site, "rules/museum") == ["订阅已结束：博物馆"]


def test_alerts_of_a_removed_rule_that_wait_are_kept(site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    look(site)
    site.configure(rule=NAMELESS)
    look(site)
    site.tick(WEEK + 60)
    look(site)

    assert site.alerts() == ["updated road.md desk pending"]


# what a new rule does with history


@pytest.mark.parametrize(
    ("backfill", "alerts"),
    [
        pytest.param("", [], id="by default it only fills its feed"),
        pytest.param('backfill = "feed"', [], id="feed"),
        pytest.param('backfill = "digest"', ["new museum.md desk held"], id="digest: held for one message, due now"),
        pytest.param('backfill = "alert"', ["new museum.md desk pending"], id="alert: each by itself"),
        pytest.param('backfill = "alert"\non = ["removed"]', [], id="of changes that it does not hear of: nothing"),
    ],
)
def test_a_new_rule_and_history(site: Site, backfill: str, alerts: list[str]) -> None:
    site.configure(more=museum(keys=backfill))
    look(site)

    assert site.alerts() == alerts
    assert site.report.alerts == len(alerts)
    assert titles(site, "rules/museum") == ["老火车站变身纪念馆"]
    look(site)
    assert site.alerts() == alerts
    assert site.app.store.ledger.reconcile()["missing"] == 0


@pytest.mark.parametrize("backfill", ["digest", "alert"])
def test_what_a_new_rule_sends_of_history_is_told_as_such(site: Site, backfill: str) -> None:
    """Not as newly published, nor as edited: it was there before anybody asked."""
    site.edit("museum.md", "首批", "头一批")
    site.scan()
    site.configure(more=museum(keys=f'backfill = "{backfill}"'))
    site.write("fresh.md", "纪念馆二期工程开工，预计明年完工。")
    site.scan()
    waiting = site.app.queue().queue("desk")
    items = [site.app.queue().message([each.id], None).items[0] for each in waiting]

    told = {(item.article.path, item.change, item.earlier, item.diff is not None) for item in items}
    assert told == {("museum.md", "updated", True, False), ("fresh.md", "new", False, False)}


def test_the_first_scan_is_no_backfill(empty_site: Site, make_page: Any) -> None:
    """`[alerts] first_scan` says what that sends."""
    empty_site.configure(more=museum(keys='backfill = "alert"'))
    empty_site.write("museum.md", make_page("老火车站", "纪念馆周六开放。"))
    look(empty_site)

    assert empty_site.alerts() == []


def test_an_edited_rule_sends_what_it_did_not_have(site: Site) -> None:
    """Not what its feed showed already, though no alert of that ever went out."""
    keys = 'backfill = "alert"'
    site.configure(more=museum())
    look(site)
    site.configure(more=museum('"纪念馆", "雷阵雨"', keys=keys))
    look(site)

    assert site.alerts() == ["new news/rain.html desk pending"]


def test_what_was_sent_once_is_not_sent_again(site: Site) -> None:
    """Though the rule lost the article in between."""
    keys = 'backfill = "alert"'
    for words in ('"纪念馆"', '"雷阵雨"', '"纪念馆"'):
        site.configure(more=museum(words, keys=keys))
        look(site)

    assert site.alerts() == ["new museum.md desk pending", "new news/rain.html desk pending"]


def test_an_article_that_is_gone_is_not_sent(site: Site) -> None:
    site.delete("museum.md")
    look(site)
    site.configure(more=museum(keys='backfill = "alert"'))
    look(site)

    assert site.alerts() == []


def test_a_rule_that_asks_for_the_same_in_other_words_sends_nothing(site: Site) -> None:
    """A new name, or another `backfill`, is no new question."""
    site.configure(more=museum())
    look(site)
    site.configure(more=museum(name="博物馆", keys='backfill = "alert"'))
    look(site)

    assert site.alerts() == []
