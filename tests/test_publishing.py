"""Feeds from pass to pass: what they say of edits and withdrawals, and which files are written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nh3
import pytest
from icalendar import Calendar

from watcher.edits import difference
from watcher.feeds import jsonfeed, selection
from watcher.publishing import _made_by

Site = Any  # the folder that tests/conftest.py makes
WEEK = 7 * 86400
CITIES = "工作名单：宁波市、温州市、合肥市。请于六月底前报送，车路协同。"
ENGLISH = 'language = "en"'


def look(site: Site) -> tuple[str, ...]:
    """One pass, and its feeds; the files that were written."""
    site.scan()
    written: tuple[str, ...] = site.app.publish(site.now)
    return written


def item(site: Site, title: str, key: str = "all") -> dict[str, Any]:
    """The entry of a JSON Feed whose title holds these words."""
    items = json.loads((site.folder / "feeds" / f"{key}.json").read_text(encoding="utf-8"))["items"]
    (found,) = [each for each in items if title in each["title"]]
    return dict(found)


def titles(site: Site, key: str = "all") -> list[str]:
    items = json.loads((site.folder / "feeds" / f"{key}.json").read_text(encoding="utf-8"))["items"]
    return [each["title"] for each in items]


def files(site: Site) -> dict[str, bytes]:
    """Everything in the feed directory."""
    folder: Path = site.folder / "feeds"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# edits


def test_an_edited_notice_says_at_its_head_what_changed(site: Site, make_page: Any) -> None:
    """The sorts of edit, then places as sets and the lines of the diff, as alerts have them; the article follows."""
    site.write("list.md", make_page("试点名单", CITIES))
    look(site)
    assert "有修改" not in item(site, "试点名单")["content_html"]
    site.edit("list.md", "温州市", "台州市")
    look(site)

    shown = item(site, "试点名单", "rules/roads")["content_html"]
    assert shown.startswith("<p><strong>有修改 · 2024-05-06 12:03 · 正文（地名）</strong></p><p>+台州市 −温州市<br>")
    assert "− 工作名单：宁波市、【温】州市" in shown
    assert shown.partition("<hr>")[2].startswith("<p>工作名单：宁波市、台州市")
    (lines,) = [
        difference(site.app.store.library, id_, 2)
        for (id_,) in site.app.store.db.execute("SELECT id FROM articles WHERE path = 'list.md'")
    ]
    assert all(line in shown for line in lines.split("\n"))


def test_the_note_tells_of_the_last_edit_in_the_language_of_the_feed(site: Site) -> None:
    site.configure(alerts=ENGLISH)
    for old, new in (("六月", "七月"), ("二十个", "三十个")):
        site.tick()
        site.edit("road.md", old, new)
        look(site)

    shown = item(site, "路口设备")["content_html"]
    assert shown.startswith("<p><strong>Edited · 2024-05-06 12:05 · text (number)</strong></p>")
    assert "六" not in shown.partition("<hr>")[0]


# what is rendered


def test_a_new_sanitiser_reaches_the_entries_that_are_in_files_already(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the next pass, whether or not an article changed; else they are taken over as they were written."""
    look(site)
    monkeypatch.setattr(nh3, "__version__", "99")
    monkeypatch.setattr(jsonfeed, "safe_html", lambda _entry: "<p>safer</p>")
    assert look(site) == ()
    _made_by.cache_clear()
    assert "all.json" in look(site)
    assert item(site, "路口设备")["content_html"] == "<p>safer</p>"
    monkeypatch.undo()
    _made_by.cache_clear()


@pytest.mark.parametrize("name", ["content.py", "templates/index.css", "templates/feed.html"])
def test_what_renders_is_told_apart_by_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Who runs it from a checkout gets no new version number with each change."""
    before = _made_by()
    shutil.copytree(Path(selection.__file__).parent, tmp_path / "feeds")
    with (tmp_path / "feeds" / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    monkeypatch.setattr(selection, "__file__", str(tmp_path / "feeds" / "selection.py"))
    _made_by.cache_clear()
    assert _made_by() != before
    monkeypatch.undo()
    _made_by.cache_clear()
    assert _made_by() == before


# withdrawals


@pytest.mark.parametrize("key", ["all", "rules/roads"])
def test_what_is_removed_is_shown_as_withdrawn_for_a_week_and_then_goes(site: Site, key: str) -> None:
    """With when and why, under its id and date; in the second that the week is over it is gone without a change."""
    look(site)
    before = item(site, "路口设备", key)
    site.delete("road.md")
    look(site)

    shown = item(site, "路口设备", key)
    assert shown["title"] == "【已撤下】关于加装路口设备的通知"
    assert shown["content_html"].startswith("<p><strong>已撤下 · 2024-05-06 12:03 · 文件已不在</strong></p>")
    assert "车路协同" in shown["content_html"]
    assert {name: shown[name] for name in ("id", "url", "date_published")} == {
        name: before[name] for name in ("id", "url", "date_published")
    }
    assert shown["date_modified"] > before["date_modified"]

    site.tick(WEEK - 61)
    assert look(site) == ()
    assert item(site, "路口设备", key) == shown
    site.tick(-59)
    assert {"all.json", "rules/roads.json"} <= {*look(site)}
    assert not [title for title in titles(site, key) if "路口设备" in title]


def test_what_another_article_took_the_place_of_is_told_so(site: Site, make_page: Any) -> None:
    site.configure(alerts=ENGLISH)
    look(site)
    site.write(
        "museum.md",
        make_page("周末有集市", "本周末在河边有集市，从早上八点到中午，卖的是本地的菜。", date="2024-04-30"),
    )
    look(site)

    shown = item(site, "纪念馆")
    assert shown["title"] == "[Replaced] 老火车站变身纪念馆"
    assert "Replaced · 2024-05-06 12:03 · another article took its place" in shown["content_html"]
    assert item(site, "集市")["title"] == "周末有集市"


def test_what_comes_back_is_an_entry_as_before(site: Site) -> None:
    """Only the date of change moves, so that readers take the withdrawal back."""
    look(site)
    before = item(site, "路口设备")
    text = site.path("road.md").read_text(encoding="utf-8")
    site.delete("road.md")
    look(site)
    withdrawn = item(site, "路口设备")
    site.write("road.md", text)
    look(site)

    after = item(site, "路口设备")
    assert after | {"date_modified": ""} == before | {"date_modified": ""}
    assert after["date_modified"] > withdrawn["date_modified"]


def test_an_old_notice_that_is_withdrawn_is_not_passed_over(empty_site: Site, make_page: Any) -> None:
    """It shows though the feed is full of later ones, and its room is theirs again when its week is over."""
    site = empty_site
    for day in range(1, 61):
        text = f"第{day}件事：请各单位于月底前报送有关材料，逾期不再受理。"
        site.write(f"{day}.md", make_page(f"第{day}号", text, date=f"2024-{2 + day // 30:02}-{day % 28 + 1:02}"))
    look(site)
    oldest = "第28号"
    assert (len(titles(site)), oldest in titles(site)) == (50, False)
    site.delete("28.md")
    look(site)
    assert (len(titles(site)), titles(site)[-1]) == (50, f"【已撤下】{oldest}")

    site.tick(WEEK)
    look(site)
    assert (len(titles(site)), [title for title in titles(site) if oldest in title]) == (50, [])


# feeds of issuers

ISSUERS = 'issuers = ["住建部", "住房城乡建设部", "陕西省教育厅", "山西省教育厅"]'
DOCUMENT = """<p align="center">关于做好工程验收的通知</p><p>各有关单位：</p><p>请于六月底前完成验收工作。</p>
<p align="right">{issuer}</p><p align="right">2024年3月1日</p>"""


def test_each_issuer_that_a_rule_names_has_a_feed(site: Site, make_page: Any) -> None:
    """One for all names of an organ; places keep their own spelling, so that two that sound the same are told apart."""
    site.configure(rule=ISSUERS)
    site.write("a.html", make_page("关于做好工程验收的通知", DOCUMENT.format(issuer="住房和城乡建设部")))
    site.write("b.html", make_page("关于做好冬季验收的通知", DOCUMENT.format(issuer="陕西省教育厅")))
    look(site)

    assert sorted(path.stem for path in (site.folder / "feeds" / "issuers").glob("*.atom")) == [
        "shaanxi-jiao-yu-ting",
        "shanxi-jiao-yu-ting",
        "zhu-fang-he-cheng-xiang-jian-she-bu",
    ]
    assert titles(site, "issuers/zhu-fang-he-cheng-xiang-jian-she-bu") == ["关于做好工程验收的通知"]
    assert titles(site, "issuers/shaanxi-jiao-yu-ting") == ["关于做好冬季验收的通知"]
    assert titles(site, "issuers/shanxi-jiao-yu-ting") == []
    assert "发文机关" in (site.folder / "feeds" / "feeds.opml").read_text(encoding="utf-8")
    assert "示例通知 · 住房和城乡建设部" in (site.folder / "feeds" / "index.html").read_text(encoding="utf-8")


def test_the_feed_of_an_issuer_that_no_rule_names_any_more_says_so(site: Site) -> None:
    site.configure(rule=ISSUERS)
    look(site)
    site.configure()
    look(site)

    (last,) = titles(site, "issuers/shaanxi-jiao-yu-ting")
    assert last == "订阅已结束：陕西省教育厅"


def test_issuers_that_sound_the_same_share_a_feed(site: Site) -> None:
    """Its address is made of their sound; nothing of either is lost."""
    site.configure(rule='issuers = ["市政办公室", "试政办公室"]')
    assert [feed.title for feed in site.app.publisher.feeds.values()][-1] == "示例通知 · 市政办公室、试政办公室"


# ids

PER_FEED = '[[rules]]\nname = "道路"\nslug = "road"\nkeywords = ["路口"]\n'


def ids(site: Site, key: str) -> set[str]:
    items = json.loads((site.folder / "feeds" / f"{key}.json").read_text(encoding="utf-8"))["items"]
    return {each["id"] for each in items}


def test_an_article_has_one_id_in_all_feeds(site: Site) -> None:
    site.configure(more=PER_FEED)
    look(site)
    assert ids(site, "rules/roads") == ids(site, "rules/road") < ids(site, "all")


def test_or_one_of_its_own_in_each_where_the_config_says_so(site: Site) -> None:
    """Kept through an edit; in the feed of all it is the one that it always has."""
    look(site)
    shared = ids(site, "all")
    site.configure(more=PER_FEED, feeds='entry_ids = "per-feed"')
    look(site)
    (in_roads,), (in_road,) = ids(site, "rules/roads"), ids(site, "rules/road")
    assert ids(site, "all") == shared
    assert len({in_roads, in_road, *shared}) == 2 + len(shared)
    assert in_roads.endswith("/rules/roads")
    site.edit("road.md", "六月", "七月")
    look(site)
    assert ids(site, "rules/roads") == {in_roads}


# the calendar

DATED = """<p align="center">关于报送方案的通知</p><p>各有关单位：</p><p>请于2024年{day}前报送方案，逾期不再受理。</p>
<p align="right">住房和城乡建设部</p><p align="right">2024年3月1日</p>"""


def deadlines(site: Site) -> list[tuple[str, str]]:
    """Day and title of each event, in order."""
    events = Calendar.from_ical((site.folder / "feeds" / "deadlines.ics").read_bytes()).walk("VEVENT")
    return [(event.decoded("dtstart").isoformat(), str(event["summary"])) for event in events]


def test_deadlines_are_in_the_calendar_the_soonest_first(site: Site, make_page: Any) -> None:
    """Also an edited one, under the same identity; not that of a notice that was withdrawn."""
    site.write("a.html", make_page("关于报送方案的通知", DATED.format(day="6月30日")))
    site.write("b.html", make_page("关于抓紧报送的通知", DATED.format(day="5月20日").replace("方案", "材料")))
    look(site)
    before = [("2024-05-20", "关于抓紧报送的通知"), ("2024-06-30", "关于报送方案的通知")]
    assert deadlines(site) == before
    identity = (site.folder / "feeds" / "deadlines.ics").read_bytes().count(b"/deadline/1")
    site.edit("a.html", "6月30日", "5月10日")
    assert "deadlines.ics" in look(site)
    assert deadlines(site) == [("2024-05-10", "关于报送方案的通知"), ("2024-05-20", "关于抓紧报送的通知")]
    assert (site.folder / "feeds" / "deadlines.ics").read_bytes().count(b"/deadline/1") == identity == 2
    site.delete("b.html")
    look(site)
    assert [day for day, _ in deadlines(site)] == ["2024-05-10"]


def test_an_edit_that_takes_a_deadline_away_takes_it_from_the_calendar(site: Site, make_page: Any) -> None:
    site.write("a.html", make_page("关于报送方案的通知", DATED.format(day="6月30日")))
    look(site)
    site.edit(
        "a.html", "请于2024年6月30日前报送方案，逾期不再受理。", "请各单位尽快报送方案，不得拖延，有关要求另行通知。"
    )
    look(site)
    assert deadlines(site) == []


def test_what_is_over_stays_in_the_calendar_for_a_month(site: Site, make_page: Any) -> None:
    """Then it goes, without any change of an article, and no feed is written for that."""
    site.write("a.html", make_page("关于报送方案的通知", DATED.format(day="5月20日")))
    look(site)
    site.tick((14 + 30) * 86400)
    assert look(site) == ()
    assert [day for day, _ in deadlines(site)] == ["2024-05-20"]
    site.tick(86400)
    assert look(site) == ("deadlines.ics",)
    assert deadlines(site) == []


def test_an_article_without_a_deadline_leaves_the_calendar_alone(site: Site, make_page: Any) -> None:
    look(site)
    site.write("more.md", make_page("又一处", "又有一处路口加装了车路协同设备，由公交集团负责。"))
    assert "deadlines.ics" not in look(site)


# which files are written


def test_bytes_depend_on_nothing_but_what_is_stored(site: Site, make_page: Any) -> None:
    """A directory that was deleted is written again with the same bytes, by another process's parts too."""
    site.write("list.md", make_page("试点名单", CITIES))
    look(site)
    site.edit("list.md", "温州市", "台州市")
    site.delete("museum.md")
    look(site)
    before = files(site)
    for path in (site.folder / "feeds").rglob("*.*"):
        path.unlink()
    site.configure()
    site.tick(3600)
    site.app.publish(site.now)

    assert files(site) == before


def test_a_new_article_rewrites_only_the_feeds_that_it_is_in(site: Site, make_page: Any) -> None:
    """And the page beside them; the list to import and the other feeds are not even touched."""
    site.configure(more='[[rules]]\nname = "展馆"\nslug = "museum"\nkeywords = ["纪念馆"]')
    look(site)
    stands = {path: path.stat() for path in (site.folder / "feeds").rglob("*.*")}
    site.write("more.md", make_page("又一处", "又有一处路口加装了车路协同设备，由公交集团负责。"))
    written = look(site)

    assert sorted(written) == sorted(
        ["index.html", *(f"{key}.{end}" for key in ("all", "rules/roads") for end in ("rss", "atom", "json"))]
    )
    changed = {path.name for path, before in stands.items() if path.stat() != before}
    assert changed == {"index.html", *(f"{key}.{end}" for key in ("all", "roads") for end in ("rss", "atom", "json"))}


def test_the_page_tells_of_feeds_that_were_not_written_this_time(site: Site, make_page: Any) -> None:
    """How many entries each has, also where another process wrote it."""
    site.configure(more='[[rules]]\nname = "展馆"\nslug = "museum"\nkeywords = ["纪念馆"]')
    look(site)
    site.configure(more='[[rules]]\nname = "展馆"\nslug = "museum"\nkeywords = ["纪念馆"]')
    site.write("more.md", make_page("又一处", "又有一处路口加装了车路协同设备，由公交集团负责。"))
    look(site)

    page = (site.folder / "feeds" / "index.html").read_text(encoding="utf-8")
    assert [int(part.rpartition(">")[2]) for part in page.split(" 条")[:-1]] == [5, 2, 1]


def test_a_feed_that_somebody_changed_is_made_whole_when_it_is_due(site: Site, make_page: Any) -> None:
    """Nothing of what stands there then is taken over."""
    look(site)
    path = site.folder / "feeds" / "rules" / "roads.json"
    path.write_text(path.read_text(encoding="utf-8").replace("车路协同", "别的词语"), encoding="utf-8")
    site.write("more.md", make_page("又一处", "又有一处路口加装了车路协同设备，由公交集团负责。"))
    look(site)

    assert "别的词语" not in path.read_text(encoding="utf-8")


def test_feeds_that_are_shown_another_way_are_written_anew(site: Site) -> None:
    """With the words of the language, also in entries that did not change."""
    look(site)
    site.edit("road.md", "六月", "七月")
    look(site)
    site.configure(alerts=ENGLISH)
    assert "rules/roads.json" in look(site)
    assert "Edited · " in item(site, "路口设备")["content_html"]


def test_a_pass_that_changes_nothing_writes_nothing(site: Site) -> None:
    assert "index.html" in look(site)
    assert look(site) == ()
