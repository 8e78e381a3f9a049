"""The names of places, and what a person who writes one may mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.places.divisions import Place, area, divisions, place, within
from watcher.places.gazetteer import Trust, gazetteer, resolve

PLACES = list(divisions().places.values())


def names_of(word: str) -> list[str]:
    return [place.name for place in resolve(word)]


# --- resolve


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("", id="nothing"),
        pytest.param("亚特兰蒂斯", id="no place"),
        pytest.param("长治久安", id="a longer word that is no mention"),
        pytest.param("上海朝阳区", id="a district of another city"),
        pytest.param("合肥合肥", id="a name twice"),
    ],
)
def test_what_is_no_name_resolves_to_nothing(word: str) -> None:
    assert resolve(word) == ()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("合肥", ["合肥市"], id="short name"),
        pytest.param("合肥市", ["合肥市"], id="full name"),
        pytest.param(" 合肥 ", ["合肥市"], id="spaces around"),
        pytest.param("臺北", ["台北市"], id="traditional characters"),
        pytest.param("延边", ["延边朝鲜族自治州"], id="autonomous prefecture, short"),
        pytest.param("延边州", ["延边朝鲜族自治州"], id="autonomous prefecture, as people say it"),
        pytest.param("内蒙", ["内蒙古自治区"], id="shorter than the short name"),
        pytest.param("巢湖", ["巢湖市"], id="a prefecture until 2011, now a county-level city"),
        pytest.param("襄樊", ["襄阳市"], id="renamed"),
        pytest.param("萧山市", ["萧山区"], id="a city before it became a district"),
        pytest.param(
            "西湖", ["西湖区", "西湖区"], id="means no district in a text, but does where a person asks for it"
        ),
        pytest.param("吉林", ["吉林省", "吉林市"], id="province and city of one name"),
        pytest.param("朝阳区", ["朝阳区", "朝阳区"], id="districts of one name"),
        pytest.param("北京朝阳区", ["朝阳区"], id="narrowed by the city"),
        pytest.param("浙江省杭州市西湖区", ["西湖区"], id="narrowed twice"),
        pytest.param("京津冀", ["北京市", "天津市", "河北省"], id="group"),
        pytest.param("玉环县", ["玉环市"], id="a county before it became a city"),
        pytest.param("雄安新区", ["容城县", "安新县", "雄县"], id="a new area that is no division: its counties"),
    ],
)
def test_resolve(word: str, expected: list[str]) -> None:
    assert names_of(word) == expected


def test_the_better_known_of_one_name_comes_first() -> None:
    assert resolve("朝阳区")[0] == place("110105")
    assert resolve("南山区")[0] == place("440305")


def test_groups_give_members_of_each_kind() -> None:
    assert {member.code for member in resolve("粤港澳大湾区")} >= {"440300", "810000", "820000"}
    assert {member.code for member in resolve("长三角")} == {"310000", "320000", "330000", "340000"}


@given(st.sampled_from(PLACES))
def test_every_full_name_means_its_place(known: Place) -> None:
    assert known in resolve(known.name)


@given(st.text(alphabet="京北市海上朝阳区合肥", max_size=60))
def test_any_word_resolves_or_does_not(word: str) -> None:
    assert isinstance(resolve(word), tuple)


# --- divisions


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        place("999999")


@pytest.mark.parametrize(
    ("code", "ancestor", "expected"),
    [
        pytest.param("340104", "340200", False, id="district of another city"),
        pytest.param("340000", "340100", False, id="a province does not lie in its city"),
        pytest.param("340104", "340100", True, id="district in city"),
        pytest.param("340104", "340000", True, id="district in province"),
        pytest.param("340100", "340100", True, id="a place within itself"),
        pytest.param("110105", "110000", True, id="district of a municipality"),
        pytest.param("500235", "500000", True, id="county of Chongqing, whose code skips a level"),
        pytest.param("429004", "420000", True, id="county that its province administers"),
        pytest.param("460300", "460000", True, id="三沙 in 海南"),
        pytest.param("632500", "460000", False, id="海南 the prefecture is not in 海南 the province"),
    ],
)
def test_within(code: str, ancestor: str, expected: bool) -> None:
    assert within(code, ancestor) is expected


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("110000", "province"),
        ("340100", "prefecture"),
        ("429004", "county"),
        ("659001", "county"),
        ("710100", "prefecture"),
    ],
)
def test_levels(code: str, level: str) -> None:
    assert place(code).level == level


def test_all_of_one_city_has_one_area() -> None:
    assert area("340104") == area("340100") == "3401"
    assert area("110105") == area("110000") == "11"
    assert area("340000") == "34"


def test_there_are_all_provinces_prefectures_and_counties() -> None:
    levels = [known.level for known in PLACES if known.code[:2] not in ("71", "81", "82")]
    assert (levels.count("province"), levels.count("prefecture")) == (31, 333)
    assert levels.count("county") > 2840


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("340100", "hefei"), ("140000", "shanxi"), ("610000", "shaanxi"), ("500000", "chongqing"),
        ("341500", "luan"),
        ("341600", "bozhou"), ("350200", "xiamen"), ("540000", "xizang"), ("430100", "changsha"),
        ("220100", "changchun"),
        ("220000", "jilin"), ("220200", "jilinshi"), ("320500", "suzhou"), ("341300", "suzhou-anhui"),
        ("110105", "chaoyangqu-beijing"), ("340104", "shushanqu"),
    ],
)  # fmt: skip
def test_slugs_read_as_the_place_itself_does(code: str, slug: str) -> None:
    assert place(code).slug == slug


def test_slugs_are_unique_and_fit_into_file_names() -> None:
    slugs = [known.slug for known in PLACES]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)*", slug) for slug in slugs)


# --- the table that people edit


def test_no_longer_word_takes_a_name_away() -> None:
    """A word that is refused and a name that is known would be a slip in place_names.tsv."""
    known = gazetteer()
    assert not set(known.refusals) & set(known.names)


def test_every_short_name_of_a_city_counts_in_some_way() -> None:
    of_cities = {short for code, (_, short) in divisions().folded.items() if code.endswith("00")}
    assert all(gazetteer().names[short].trust >= Trust.ADJOINED for short in of_cities)
