"""The map of provinces."""

from __future__ import annotations

from lxml import etree

from watcher.places.divisions import divisions
from watcher.web.tilemap import TILES, shade, tilemap


def test_every_province_has_one_tile_and_no_two_lie_upon_each_other() -> None:
    assert {code for code, *_ in TILES} == {code[:2] for code in divisions().places}
    assert len({(column, row) for _, _, column, row in TILES}) == len(TILES) == 34


def test_only_what_is_named_is_a_link_and_says_how_often() -> None:
    svg = etree.fromstring(tilemap({"34": 5, "50": 1}, "Provinces", lambda code: f"/?city={code}&x", "340000"))
    links = {link.get("href"): link for link in svg.iter("a")}
    assert set(links) == {"/?city=340000&x", "/?city=500000&x"}
    assert links["/?city=340000&x"].get("aria-label") == "安徽省 5"
    assert "current" in links["/?city=340000&x"].get("class")


def test_one_large_count_does_not_hide_the_others() -> None:
    counts = [1, 2, 3, 1000]
    assert [shade(count, counts) for count in (0, *counts)] == [0, 1, 2, 3, 4]
    assert shade(1, [1, 1, 1]) == 1
