"""What an edit of [articles] makes of articles is no news of them: nobody is told that one was withdrawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from watcher.store.ledger import CONFIG, MISSING

if TYPE_CHECKING:
    from conftest import Site

HEARS_ALL = 'keywords = ["车路协同"]\non = ["new", "updated", "moved", "replaced", "removed", "restored"]'
ONLY_HTML = 'include = ["**/*.html"]'


@pytest.fixture
def told(site: Site) -> Site:
    """A site of which nothing is news; the rule hears of whatever happens to road.md."""
    site.configure(rule=HEARS_ALL)
    site.scan()
    return site


def titles(site: Site) -> str:
    """Those of the feed of all articles."""
    site.app.publish(site.now)
    found = json.loads((site.folder / "feeds/all.json").read_text(encoding="utf-8"))
    return " ".join(item["title"] for item in found["items"])


def alerts(site: Site) -> int:
    return int(site.value("SELECT count(*) FROM alerts"))


def test_what_the_config_leaves_out_was_not_withdrawn(told: Site) -> None:
    assert "路口" in titles(told)
    told.configure(rule=HEARS_ALL, articles=ONLY_HTML)

    assert "removed road.md" in told.scan()
    assert alerts(told) == 0
    assert "路口" not in titles(told)
    assert "【" not in titles(told)


def test_what_the_config_has_again_is_there_again(told: Site) -> None:
    told.configure(rule=HEARS_ALL, articles=ONLY_HTML)
    told.scan()
    told.configure(rule=HEARS_ALL)

    assert "restored road.md" in told.scan()
    assert alerts(told) == 0
    assert "路口" in titles(told)
    unowed = told.app.store.ledger.unowed(told.now.replace(year=2000))
    assert (unowed[CONFIG], unowed[MISSING]) == (2, 0)


def test_a_second_directory_moves_no_article_of_the_first(told: Site) -> None:
    """Though their names begin with its name from then on."""
    (told.folder / "second").mkdir()
    config = told.folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('directory = "articles"', 'directory = ["articles", "second"]'), "utf-8")
    told.load()

    assert "moved articles/road.md" in told.scan()
    assert alerts(told) == 0


def test_what_was_there_before_the_config_named_it_is_as_at_the_first_scan(told: Site) -> None:
    """Another directory full of notices sends nothing; what comes into it later does, and what comes elsewhere."""
    second = told.folder / "second"
    second.mkdir()
    (second / "old.md").write_text("# 公告\n\n车路协同旧事一则", encoding="utf-8")
    config = told.folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('directory = "articles"', 'directory = ["articles", "second"]'), "utf-8")
    told.load()
    told.write("came.md", "# 通告\n\n车路协同另一则新闻，与旧事无关")

    assert {"new second/old.md", "new articles/came.md"} <= set(told.scan())
    assert alerts(told) == 1
    assert told.app.store.ledger.unowed(told.now.replace(year=2000))[MISSING] == 0
    (second / "fresh.md").write_text("# 通报\n\n车路协同第三则，说的是别的", encoding="utf-8")
    assert told.scan() == ["new second/fresh.md"]
    assert alerts(told) == 2


@pytest.mark.parametrize(("first_scan", "sent"), [("none", 0), ("digest", 1), ("all", 1)])
def test_what_a_wider_include_adds_is_sent_as_first_scan_says(site: Site, first_scan: str, sent: int) -> None:
    alert = f'first_scan = "{first_scan}"'
    site.configure(rule=HEARS_ALL, articles=ONLY_HTML, alerts=alert)
    site.scan()
    site.write("extra.md", "# 公告\n\n车路协同旧事一则")
    before = alerts(site)
    site.configure(rule=HEARS_ALL, alerts=alert)

    assert "new extra.md" in site.scan()
    assert alerts(site) - before == sent


def test_what_is_deleted_later_is_told(told: Site) -> None:
    told.configure(rule=HEARS_ALL, articles='include = ["**/*.md"]')
    told.scan()
    told.delete("road.md")

    assert told.scan() == ["removed road.md"]
    assert alerts(told) == 1
    assert "【已撤下】" in titles(told)
