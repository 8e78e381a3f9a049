"""The small charts of the pages."""

from __future__ import annotations

from datetime import date

from lxml import etree

from watcher.web.charts import bar, binned, daily, days_up_to, spark

LAST = date(2024, 3, 25)


def test_days_end_with_the_last_one() -> None:
    assert days_up_to(LAST, 3) == [date(2024, 3, 23), date(2024, 3, 24), LAST]


def test_weeks_end_with_the_last_day_too() -> None:
    starts = days_up_to(LAST, 2, 7)
    assert starts == [date(2024, 3, 12), date(2024, 3, 19)]
    days = {"2024-03-11": (9, 9), "2024-03-12": (1, 0), "2024-03-18": (2, 1), "2024-03-25": (4, 4)}
    assert binned(starts, days) == {"2024-03-12": (3, 1), "2024-03-19": (4, 4)}


def linked(first: date, last: date) -> str:
    return f"/?after={first}&before={last}"


def test_the_highest_day_fills_the_chart_says_its_figures_and_leads_to_its_articles() -> None:
    days = days_up_to(LAST, 3)
    root = etree.fromstring(daily(days, {"2024-03-24": (10, 5), "2024-03-25": (5, 0)}, '"><script>', 1, linked))
    bars = root.xpath("//*[@class='every' or @class='notices' or @class='rest']")
    assert [float(rect.get("height")) for rect in bars] == [1.0, 65.0, 33.0, 33.0]
    assert [title.text for title in root.iter("{*}title")] == ["2024-03-24: 5 / 10", "2024-03-25: 0 / 5"]
    assert next(link.get("href") for link in root.iter("{*}a")) == "/?after=2024-03-24&before=2024-03-24"
    assert root.get("aria-label") == '"><script>'


def test_a_bar_of_a_week_leads_to_its_seven_days() -> None:
    days = days_up_to(LAST, 1, 7)
    root = etree.fromstring(daily(days, {"2024-03-19": (1, 0)}, "weeks", 7, linked))
    assert [link.get("href") for link in root.iter("{*}a")] == ["/?after=2024-03-19&before=2024-03-25"]


def test_a_chart_of_nothing_is_still_a_chart() -> None:
    days = days_up_to(LAST, 3)
    assert len(list(etree.fromstring(daily(days, {}, "none", 1, linked)).iter("rect"))) == 3
    assert not list(etree.fromstring(spark(days, {})).iter("rect"))
    assert etree.fromstring(bar(0, 0))[0].get("width") == "0.0"


def test_a_day_with_little_is_still_seen() -> None:
    [low, high] = etree.fromstring(spark(days_up_to(LAST, 2), {"2024-03-24": 1, "2024-03-25": 1000})).iter("rect")
    assert float(low.get("height")) >= 1.5
    assert float(high.get("height")) == 16
