"""Who hears of a change: the first scan, the kinds that a rule names, its channels, and what it matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

ANOTHER = """剧团下月起到各镇巡演，头一站在码头广场，票价十元，老人和学生免票。
导演介绍，新戏讲的是一家三代修船的故事，道具都是从旧船厂借来的真家伙。"""


def test_the_first_scan_sends_nothing(site: Site) -> None:
    assert site.report.baseline
    assert site.report.matches == 1
    assert site.alerts() == []


@pytest.mark.parametrize(("first_scan", "state"), [("digest", "held"), ("all", "pending")])
def test_the_first_scan_sends_what_is_asked_for(empty_site: Site, first_scan: str, state: str) -> None:
    empty_site.configure(alerts=f'first_scan = "{first_scan}"')
    empty_site.write("road.md", "这里写到车路协同。")
    empty_site.scan()

    assert empty_site.alerts() == [f"new road.md desk {state}"]


def test_a_rule_hears_of_new_articles_and_edits(site: Site) -> None:
    site.write("more.md", "又一处路口装了车路协同设备，居民说等灯的时间短了。")
    site.scan()
    site.edit("road.md", "六月", "七月")
    site.scan()
    site.delete("more.md")
    site.scan()

    assert site.alerts() == ["new more.md desk pending", "updated road.md desk pending"]
    assert not site.report.baseline


def test_a_rule_hears_of_every_kind_of_change_that_it_names(site: Site) -> None:
    site.configure(rule='keywords = ["车路协同"]\non = ["moved", "removed", "restored", "replaced"]')
    site.rename("road.md", "b.md")
    site.scan()
    site.rename("b.md", "trash")
    site.scan()
    site.rename("trash", "b.md")
    site.scan()
    site.write("b.md", ANOTHER)
    site.scan()

    assert [alert.split()[0] for alert in site.alerts()] == ["moved", "removed", "restored", "replaced"]


def test_an_edit_that_takes_the_watched_word_out_is_told_to_nobody(site: Site) -> None:
    site.edit("road.md", "车路协同", "路侧感知")
    assert site.scan() == ["updated road.md"]
    assert site.alerts() == []


def test_each_rule_alerts_its_own_channels(site: Site) -> None:
    more = """
[channels.night]
type = "console"
[[rules]]
name = "夜间"
slug = "night"
keywords = ["夜间"]
channels = ["night", "desk"]
"""
    site.configure(more=more)
    site.edit("road.md", "六月", "七月")
    site.scan()

    assert sorted(site.alerts()) == ["updated road.md desk pending"] * 2 + ["updated road.md night pending"]


@pytest.mark.parametrize(
    ("rule", "text", "matched"),
    [
        pytest.param(
            'keywords = ["中山"]', "孙中山先生纪念日", True, id="a keyword is found inside longer Chinese words"
        ),
        pytest.param('cities = ["中山"]', "孙中山先生纪念日", False, id="a person's name is not the city in it"),
        pytest.param('cities = ["中山"]', "中山市今日有雨", True, id="the city itself"),
        pytest.param('cities = ["安徽"]', "蜀山区新开三所幼儿园", True, id="a district lies in its province"),
        pytest.param(
            'cities = ["安徽"]\nwithin = false', "合肥市新开三所幼儿园", False, id="but not with within = false"
        ),
        pytest.param('keywords = ["mac"]', "the machine room", False, id="mac is not in machine"),
        pytest.param('keywords = ["AI"]', "MAIN street", False, id="AI is not in MAIN"),
        pytest.param('keywords = ["AI"]', "用AI写公文", True, id="a Latin word beside Chinese"),
        pytest.param('keywords = ["ai"]', "用ＡＩ写公文", True, id="width and case do not matter"),
        pytest.param('keywords = ["５Ｇ"]', "建设5g基站", True, id="full width in the rule"),
        pytest.param('keywords = ["5G"]', "15GB 流量", False, id="a number is a word too"),
        pytest.param('keywords = ["臺灣"]', "台湾同胞", True, id="traditional characters"),
        pytest.param('keywords = ["雨"]\nexclude = ["雷"]', "周四雷雨", False, id="what is excluded"),
        pytest.param('keywords = ["雨"]\nexclude = ["雷"]', "周四有雨", True, id="what is not excluded"),
        pytest.param('keywords = ["雨"]\ncities = ["合肥"]', "周四有雨", True, id="one of two lists"),
        pytest.param(
            'keywords = ["雨"]\ncities = ["合肥"]\nrequire = "all"', "周四有雨", False, id="both are required"
        ),
        pytest.param('keywords = ["雨"]\ncities = ["合肥"]\nrequire = "all"', "合肥市有雨", True, id="both are there"),
    ],
)
def test_what_a_rule_matches(empty_site: Site, rule: str, text: str, matched: bool) -> None:
    empty_site.configure(rule=rule)
    empty_site.write("a.txt", text)
    empty_site.scan()

    assert empty_site.report.matches == matched


def test_a_rule_that_is_added_later_fills_its_feed_and_sends_nothing(site: Site) -> None:
    site.configure(rule='keywords = ["蒸汽机车"]')
    site.scan()

    assert [article.path for article, _ in site.app.store.entries.recent("roads", 9)] == ["museum.md"]
    assert site.alerts() == []


def test_a_rule_that_was_added_while_an_article_was_away_matches_it_when_it_is_back(site: Site) -> None:
    site.rename("museum.md", "trash")
    site.scan()
    site.configure(rule='keywords = ["蒸汽机车"]\non = ["restored"]')
    site.scan()
    site.rename("trash", "museum.md")
    site.scan()

    assert site.alerts() == ["restored museum.md desk pending"]
    assert [article.path for article, _ in site.app.store.entries.recent("roads", 9)] == ["museum.md"]


def dues(site: Site) -> list[str]:
    """State and due time in Shanghai of every alert."""
    sql = "SELECT state || ' ' || strftime('%d %H:%M', due, '+8 hours') FROM alerts ORDER BY rowid"
    return [row[0] for row in site.app.store.db.execute(sql)]


@pytest.mark.parametrize(
    ("rule", "channel", "due"),
    [
        ("", "", "pending 06 12:02"),
        ('digest = "daily 09:00"', "", "held 07 09:00"),
        ("", 'digest = "15m"', "held 06 12:15"),
        ('digest = "weekly mon 12:30"', 'digest = "15m"', "held 06 12:30"),
        ("urgent = true", 'digest = "15m"', "pending 06 12:02"),
    ],
)
def test_alerts_are_due_when_rule_and_channel_say(site: Site, rule: str, channel: str, due: str) -> None:
    """The rule's times before the channel's; what is urgent at once."""
    site.configure(rule=f'keywords = ["车路协同"]\n{rule}', channel=channel)
    site.edit("road.md", "六月", "七月")
    site.scan()

    assert dues(site) == [due]


def test_the_first_scan_goes_with_the_next_digest(empty_site: Site) -> None:
    empty_site.configure(alerts='first_scan = "all"', channel='digest = "daily 09:00"')
    empty_site.write("road.md", "这里写到车路协同。")
    empty_site.scan()

    assert dues(empty_site) == ["held 07 09:00"]


def test_history_that_a_new_rule_sends_goes_with_the_next_digest(site: Site) -> None:
    more = """
[[rules]]
name = "雷雨"
keywords = ["雷阵雨"]
backfill = "alert"
digest = "daily 20:00"
channels = ["desk"]
"""
    site.configure(more=more)
    site.scan()

    assert dues(site) == ["held 06 20:00"]
