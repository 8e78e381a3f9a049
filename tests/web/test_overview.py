"""What the last weeks brought."""

from __future__ import annotations

from watcher.web.overview import count_facets


def test_an_article_counts_once_for_a_city_and_a_province_however_many_counties_it_names() -> None:
    rows = [(1, "city", code) for code in ("340000", "340100", "340102", "340103", "340200")]
    named = count_facets([*rows, (2, "city", "340104"), (2, "kind", "通知"), (2, "issuer", "水利部")])
    assert named["province"] == {"34": 2}
    assert named["city"] == {"340100": 2, "340200": 1}
    assert (named["kind"], named["issuer"]) == ({"通知": 1}, {"水利部": 1})


def test_a_province_is_no_city_but_a_municipality_is_one() -> None:
    named = count_facets([(1, "city", "340000"), (1, "city", "110105"), (1, "city", "429004"), (1, "city", "999999")])
    assert named["city"] == {"110000": 1, "429004": 1}
    assert set(named["province"]) == {"34", "11", "42", "99"}
