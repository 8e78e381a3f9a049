"""The pages as a person finds them: filters, search, one article, rules, alerts, status; and who may see them."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from benchmarks.still import Still
from watcher.errors import StoreError
from watcher.times import stamp, utc_now
from watcher.web import front
from watcher.web.app import build
from watcher.web.search import Found

NOTICE = """示例省住房和城乡建设厅关于公布第二批智慧停车试点城市名单的通知
示建函〔2024〕15号
各市、县住房和城乡建设局：
经研究，确定合肥、芜湖为第二批智慧停车试点城市，各市请参照示建函〔2023〕7号的要求开展工作。
各试点城市应于2024年6月30日前报送车路协同方案。
示例省住房和城乡建设厅
2024年3月18日"""
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}\u202e' + "長" * 300
RULES = """keywords = ["车路协同"]
[[rules]]
name = "博物馆"
slug = "museums"
keywords = ["纪念馆"]
[[rules]]
name = "安徽"
slug = "anhui"
cities = ["安徽"]
"""


class Browser:
    """Asks the application as a browser would, without a network."""

    def __init__(self, site: Any) -> None:
        self.site = site
        self.running = Still(site.app)

    def ask(self, path: str, method: str = "GET", **more: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(build(self.running))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8410") as client:
                return await client.request(method, path, **more)

        self.running.app = self.site.app
        return asyncio.run(asking())

    def page(self, path: str) -> html.HtmlElement:
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        return html.document_fromstring(answer.text)

    def titles(self, query: str = "") -> list[str]:
        """The titles in the list, in order."""
        return [link.text_content() for link in self.page(f"/{query}").xpath("//article//h3/a")]


@pytest.fixture
def browser(site: Any, make_page: Callable[..., str]) -> Browser:
    """Four articles, and a notice of two cities."""
    site.configure(rule=RULES, alerts='first_scan = "all"')
    site.write(
        "pilots.md",
        make_page("省厅公布智慧停车试点名单", NOTICE.replace("\n", "\n\n"), date="2024-03-18 10:30:00 +0800"),
    )
    site.scan()
    return Browser(site)


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


# the list


def test_the_newest_article_comes_first(browser: Browser) -> None:
    """By the date of publication; those without a date when they were seen."""
    dated = [title for title in browser.titles() if "苗木" not in title]
    assert (
        dated.index("省厅公布智慧停车试点名单")
        < dated.index("老火车站变身纪念馆")
        < dated.index("关于加装路口设备的通知")
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("?rule=museums", ["老火车站变身纪念馆"], id="a rule"),
        pytest.param("?city=合肥", ["省厅公布智慧停车试点名单"], id="a city by a short name"),
        pytest.param("?city=340100", ["省厅公布智慧停车试点名单"], id="a city by its code"),
        pytest.param("?city=安徽", ["省厅公布智慧停车试点名单"], id="a province covers its cities"),
        pytest.param("?city=云南", [], id="a province that nobody names"),
        pytest.param("?kind=通知&issuer=示例省住房和城乡建设厅", ["省厅公布智慧停车试点名单"], id="kind and issuer"),
        pytest.param("?issuer=示例省住建厅", ["省厅公布智慧停车试点名单"], id="an issuer by its short name"),
        pytest.param("?issuer=示例省", ["省厅公布智慧停车试点名单"], id="any issuer of a place"),
        pytest.param("?issuer=云南省", [], id="an issuer that there is not"),
        pytest.param("?kind=批复", [], id="a kind that there is not"),
        pytest.param("?change=updated", [], id="nothing was edited"),
        pytest.param("?after=2024-03-18&before=2024-03-18", ["省厅公布智慧停车试点名单"], id="one day"),
        pytest.param("?after=2024-03-02&before=2024-03-17", ["老火车站变身纪念馆"], id="a time"),
        pytest.param("?q=蒸汽", ["老火车站变身纪念馆"], id="a word of two characters"),
        pytest.param("?q=机车 OR 停车", ["省厅公布智慧停车试点名单", "老火车站变身纪念馆"], id="an expression"),
        pytest.param("?q=车路协同&city=合肥", ["省厅公布智慧停车试点名单"], id="a search within a filter"),
        pytest.param("?q=绝无此词", [], id="a word that nobody uses"),
        pytest.param("?rule=' OR 1=1 --", [], id="an attempt on the database"),
        pytest.param(
            "?older=2024-03-02T00:00:00.000Z~1&kind=通知&issuer=示例省住房和城乡建设厅",
            [],
            id="what comes after a place in the order",
        ),
    ],
)
def test_filters_and_search_find_what_they_say(browser: Browser, query: str, found: list[str]) -> None:
    """Newest first."""
    assert browser.titles(query) == found


def test_edits_and_withdrawals_have_lists_of_their_own(browser: Browser) -> None:
    """A withdrawn article stands in no other."""
    browser.site.edit("pilots.md", "芜湖", "宁波")
    browser.site.delete("museum.md")
    browser.site.scan()
    browser.site.tick(10)
    browser.site.scan()
    assert browser.titles("?change=updated") == ["省厅公布智慧停车试点名单"]
    assert browser.titles("?change=removed") == ["老火车站变身纪念馆"]
    assert "老火车站变身纪念馆" not in browser.titles()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("?q=(试点", "第 1 个字符处的括号没有闭合", id="a wrong expression"),
        pytest.param("?city=乌有城", "没有叫“乌有城”的行政区划", id="no place of that name"),
        pytest.param("?after=yesterday", "“yesterday”不是日期", id="no date"),
        pytest.param("?before=0001-01-01", "不是日期", id="a date before all articles"),
    ],
)
def test_a_question_that_cannot_be_read_is_answered_in_a_line(browser: Browser, query: str, said: str) -> None:
    """And nothing is listed as if it were the answer."""
    page = browser.page(f"/{query}")
    assert said in text_of(page.xpath("//*[@role='alert']")[0])
    assert not page.xpath("//article")


@pytest.mark.parametrize(
    "query",
    ["?older=x", "?older=~", "?older=2024~99999999999999999999999", "?q=%ED%A0%80", "?q=%00", "?after=9999-12-31"],
)
def test_a_damaged_query_is_no_error(browser: Browser, query: str) -> None:
    """People edit addresses, and robots more so."""
    assert browser.ask(f"/{query}").status_code == 200


def test_a_search_that_ran_out_of_time_does_not_say_that_there_is_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But how far it came, and the way on."""
    monkeypatch.setattr(front, "find", lambda *_: Found((), ("2024-03-18T02:30:00.000Z", 5), 42_500))
    page = browser.page("/?q=绝无此词")
    assert "最近 42\u202f500 篇里没有" in page.text_content()
    assert "没有符合条件的文章" not in page.text_content()
    assert page.xpath("//*[@class='looked']/a/@href") == [
        f"/?q={quote('绝无此词')}&older=2024-03-18T02%3A30%3A00.000Z~5"
    ]


def test_a_search_has_its_feed_beside_it(browser: Browser) -> None:
    """In each format, and found by readers that look at the page's head."""
    page = browser.page("/?q=车路协同")
    feeds = page.xpath("//*[@class='follow']/a/@href")
    assert feeds == [f"/feeds/search.{end}?q={quote('车路协同')}" for end in ("rss", "atom", "json")]
    assert set(feeds) < set(page.xpath("//link[@rel='alternate']/@href"))


@pytest.mark.parametrize(
    ("query", "feed"),
    [
        pytest.param("?rule=museums", "/feeds/rules/museums.rss", id="a rule"),
        pytest.param("?city=340000", "/feeds/cities/anhui.rss", id="a place that a rule names"),
        pytest.param("?city=安徽省", "/feeds/cities/anhui.rss", id="the same by its name"),
        pytest.param("?city=安徽", "/feeds/cities/anhui.rss", id="and by its short one"),
        pytest.param("?city=340100", "/feeds/search.rss?city=340100", id="a place that no rule names"),
        pytest.param(
            "?issuer=水利部", f"/feeds/search.rss?issuer={quote('水利部')}", id="an issuer that no rule names"
        ),
        pytest.param("?kind=通知", f"/feeds/search.rss?kind={quote('通知')}", id="a kind"),
        pytest.param(
            "?rule=museums&kind=通知", f"/feeds/search.rss?rule=museums&kind={quote('通知')}", id="two filters"
        ),
        pytest.param(
            "?kind=通知&q=停车",
            f"/feeds/search.rss?q={quote('停车')}&kind={quote('通知')}",
            id="a search within a filter",
        ),
        pytest.param("?city=乌有城", None, id="a place that there is not"),
        pytest.param("?rule=乌有", None, id="a rule that there is not"),
    ],
)
def test_what_is_asked_for_has_its_feed_beside_it(browser: Browser, query: str, feed: str | None) -> None:
    """A feed that brought more than the page shows would mislead."""
    feeds = browser.page(f"/{query}").xpath("//*[@class='follow']/a/@href")
    assert feeds[:1] == ([feed] if feed else [])


def test_older_articles_are_a_link_away(browser: Browser, make_page: Callable[..., str]) -> None:
    """Every article is on one page, and none on two."""
    for number in range(45):
        browser.site.write(f"n{number}.md", make_page(f"短讯{number:02}", RAIN.format(number)))
    browser.site.scan()
    seen, path = [], "/"
    for _ in range(3):
        page = browser.page(path)
        seen += [link.text_content() for link in page.xpath("//article//h3/a")]
        path = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert path == ""
    assert len(seen) == len(set(seen)) == 50


RAIN = "第{}号简讯：今天傍晚有雨，请提前收好晾晒的粮食。"


def test_the_figures_count_what_the_last_weeks_brought(browser: Browser) -> None:
    """Cities with their counties, and each rule."""
    text = text_of(browser.page("/").xpath("//aside")[0])
    assert re.search(r"合肥市 ?1", text)
    assert re.search(r"车路协同 ?2", text)
    assert browser.page("/").xpath("//svg[@class='daily']/@aria-label")


def test_a_notice_in_the_list_says_what_it_selects_and_until_when(browser: Browser) -> None:
    """Places that it merely names stand apart from those that it selects."""
    item = next(each for each in browser.page("/").xpath("//article") if "智慧停车试点名单" in text_of(each))
    assert item.xpath(".//a[@class='chosen']/text()") == ["合肥市", "芜湖市"]
    assert item.xpath(".//*[contains(@class, 'deadline')]/time/@datetime") == ["2024-06-30"]
    assert item.xpath(".//*[@class='issuers']/a/@href") == [f"/?issuer={quote('示例省住房和城乡建设厅')}"]
    assert not item.xpath(".//a[@class='city']")


def test_filters_say_how_many_there_are_and_are_cleared_at_once(browser: Browser) -> None:
    """A search that has not read everything does not claim a number."""
    page = browser.page("/?kind=通知&city=合肥")
    assert text_of(page.xpath("//*[@class='total']")[0]) == "1 篇符合"
    assert page.xpath("//a[@class='clear']/@href") == ["/"]
    assert text_of(browser.page("/?q=车路协同").xpath("//*[@class='total']")[0]) == "2 篇符合"
    assert not browser.page("/?q=(").xpath("//*[@class='total']")


def test_the_chart_and_the_map_lead_to_what_they_count(browser: Browser) -> None:
    """Every bar to its days, every province that is named to its articles."""
    page = browser.page("/")
    days = page.xpath("//svg[@class='daily']/a/@href")
    assert "after=" in days[0]
    assert sum(len(browser.titles(day[1:])) for day in days) == 5
    assert [link.split("=")[-1] for link in page.xpath("//svg[@class='tiles']/a/@href")] == ["340000"]


def test_the_next_deadlines_stand_beside_the_list(browser: Browser, make_page: Callable[..., str]) -> None:
    """Each document once, the nearest first, and none that is over or of an article that is gone."""
    for name, day, number in (("far", 30, 16), ("near", 15, 17), ("copy", 15, 17), ("gone", 1, 18)):
        body = NOTICE.replace("\n", "\n\n").replace("2024年6月30日", f"2199年6月{day}日").replace("15号", f"{number}号")
        browser.site.write(f"{name}.md", make_page(f"截止{name}", body + f"\n\n{name}"))
        browser.site.scan()
    browser.site.delete("gone.md")
    browser.site.scan()
    browser.site.tick(10)
    browser.site.scan()
    listed = browser.page("/").xpath("//*[@class='upcoming']//li")
    assert [each.xpath("./a/text()")[0] for each in listed] == ["截止near", "截止far"]
    assert [each.xpath("./time/@datetime")[0] for each in listed] == ["2199-06-15", "2199-06-30"]
    assert not browser.page("/?kind=通知").xpath("//*[@class='upcoming']")


# one article


def test_an_article_shows_what_was_recognised_where_it_stands(browser: Browser) -> None:
    """Elements in the margin, chosen places, other documents and watched words in the text."""
    page = browser.page("/articles/5")
    margins = [text_of(each) for each in page.xpath("//*[@class='margin']")]
    assert margins[:3] == ["标题", "发文字号", "主送机关"]
    assert any("确定" in margin for margin in margins)
    assert page.xpath("//mark[contains(@class, 'designated')]/text()")[-2:] == ["合肥", "芜湖"]
    assert "示建函〔2023〕7号" in page.xpath("//mark[@class='element']/text()")
    assert "车路协同" in page.xpath("//mark[contains(@class, 'word')]/text()")
    assert NOTICE.split("\n")[3] in page.text_content()


def test_an_article_says_which_rules_it_matches_and_why_not_the_others(browser: Browser) -> None:
    """With the words that made it so."""
    page = browser.page("/articles/5")
    matched = text_of(page.xpath("//section[h2[starts-with(., '命中的规则')]]")[0])
    assert "关键词 车路协同" in matched
    assert "地区 安徽 · 合肥、芜湖" in matched
    unmatched = page.xpath("//details//li[@class='unmet']")
    assert [text_of(each) for each in unmatched] == ["关键词 纪念馆"]


def test_an_article_says_what_was_sent_and_where_it_stands(browser: Browser) -> None:
    """Alerts by channel, and every copy's path."""
    browser.site.copy("pilots.md", "copy/pilots.md")
    browser.site.scan()
    page = browser.page("/articles/5")
    assert "desk" in text_of(page.xpath("//section[h2[starts-with(., '推送记录')]]")[0])
    assert page.xpath("//*[@class='paths']//code/text()") == ["copy/pilots.md", "pilots.md"]


def test_an_edit_is_shown_with_what_it_changed(browser: Browser) -> None:
    """What went and what came, set apart."""
    browser.site.edit("pilots.md", "6月30日", "7月15日")
    browser.site.scan()
    page = browser.page("/articles/5")
    assert [text_of(each) for each in page.xpath("//*[@class='diff']/li[@class='went']/b")] == ["6月30"]
    assert [text_of(each) for each in page.xpath("//*[@class='diff']/li[@class='came']/b")] == ["7月15"]
    assert page.xpath("//*[@class='diff']/li/span[@class='sign']/text()")[:2] == ["−", "+"]


@pytest.mark.parametrize(
    "path", ["/articles/6", "/articles/6?view=page", "/", "/?q=脚本", "/rules?q=脚本", "/alerts", "/status"]
)
def test_a_hostile_article_stays_text_on_every_page(browser: Browser, make_page: Callable[..., str], path: str) -> None:
    """Nothing of it becomes an element, an attribute or a template's expression."""
    browser.site.write(
        "evil.md",
        make_page("坏标题", f"脚本 车路协同 {html_escape(HOSTILE)}", author=json.dumps(HOSTILE)).replace(
            "坏标题", json.dumps(HOSTILE)
        ),
    )
    browser.site.write("bad\u202e<b>.md", b"\0")
    browser.site.scan()
    answer = browser.ask(path)
    page = html.document_fromstring(answer.text)
    assert answer.status_code == 200
    assert not page.xpath("//script[not(@src)] | //img | //*[@onerror]")
    assert "49" not in re.findall(r"\d+", "".join(page.xpath("//h1//text() | //h3//text()")))
    assert "\u202e" not in "".join(page.xpath("//h1//text() | //h3//text() | //p//text()"))


def html_escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# rules


def test_a_rule_is_tried_over_history(browser: Browser) -> None:
    """Hits, what it gains and loses against a rule, examples, and lines for the config."""
    page = browser.page("/rules?q=试点 OR 纪念馆&against=museums")
    text = text_of(page.xpath("//*[@id='trial']")[0])
    assert "命中，共 5 篇2" in text
    assert "比“博物馆”多+1" in text
    assert "比“博物馆”少−0" in text
    assert [text_of(each) for each in page.xpath("//section[@class='gains']//li/a")] == ["省厅公布智慧停车试点名单"]
    assert not page.xpath("//section[@class='gains']//li/p")  # what stands in the title is not said twice
    assert "when = '试点 OR 纪念馆'" in page.xpath("//pre")[0].text_content()
    part = html.fromstring(f"<div>{browser.ask('/rules/try?q=试点 OR 纪念馆&against=museums').text}</div>")
    assert text_of(part) == text


def test_lines_for_the_config_are_toml_whatever_was_tried(browser: Browser) -> None:
    """With both kinds of quote, and a backslash."""
    import tomllib

    expression = r'"it\'s \"quoted\"" OR 试点'
    page = browser.page(f"/rules?q={quote(expression)}")
    assert tomllib.loads(page.xpath("//pre")[0].text_content())["rules"][0]["when"] == expression


def test_every_rule_has_its_hits_and_feeds(browser: Browser) -> None:
    """Those without channels too."""
    cards = {card.get("id"): card for card in browser.page("/rules").xpath("//article")}
    assert set(cards) == {"roads", "museums", "anhui"}
    assert re.search(r"\b2 命中", text_of(cards["roads"]))
    assert "/feeds/rules/museums.atom" in cards["museums"].xpath(".//a/@href")
    assert "不发提醒" not in text_of(cards["anhui"]) or "desk" not in text_of(cards["anhui"])


def test_only_the_page_that_needs_a_script_may_run_one(browser: Browser) -> None:
    """And only ours."""
    for path, allowed in (
        ("/", False),
        ("/articles/5", False),
        ("/rules", True),
        ("/alerts", False),
        ("/status", False),
    ):
        policy = browser.ask(path).headers["content-security-policy"]
        assert ("script-src 'self'" in policy) is allowed, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_a_variant_of_a_rule_is_one_line_for_the_config(browser: Browser) -> None:
    """The rule keeps its name, channels and everything else."""
    page = browser.page("/rules?q=试点&against=museums")
    assert page.xpath("//pre")[0].text_content() == "when = '试点'\n"
    assert "规则“博物馆”" in text_of(page.xpath("//*[@id='paste']")[0])
    assert text_of(page.xpath("//section[@class='losses']//li/a")[0]) == "老火车站变身纪念馆"


# alerts


def test_what_one_change_caused_stands_together(browser: Browser) -> None:
    """One heading for all rules and channels, and the alerts of one article alone."""
    browser.site.edit("pilots.md", "6月30日", "7月15日")
    browser.site.scan()
    page = browser.page("/alerts?article=5")
    assert [text_of(each) for each in page.xpath("//ol/li/h2")] == ["省厅公布智慧停车试点名单"] * 2
    assert [text_of(each) for each in page.xpath("//ol/li/p/span")] == ["修改", "新增"]
    assert browser.page("/alerts?channel=desk&state=pending").xpath("//ol/li/h2")
    assert not browser.page("/alerts?article=9999").xpath("//ol/li/h2")


def test_a_reprint_and_its_original_name_each_other(browser: Browser, make_page: Callable[..., str]) -> None:
    """On their pages, and at the alert that went with the first."""
    body = NOTICE.replace("\n", "\n\n")
    browser.site.write("reprint.md", make_page("转载：智慧停车试点名单", f"本报讯\n\n{body}"))
    browser.site.scan()
    first, second = browser.page("/articles/5"), browser.page("/articles/6")
    assert first.xpath("//*[@class='reprints']//a/@href") == ["/articles/6"]
    assert second.xpath("//*[@class='reprints']//a/@href") == ["/articles/5"]
    assert "先见" in text_of(second.xpath("//*[@class='reprints']")[0])
    assert second.xpath("//*[@class='sent']//a/@href") == ["/articles/5"]
    assert "/articles/5" in browser.page("/alerts?article=6").xpath("//*[@class='notes']/a/@href")


def test_alerts_of_one_message_are_found_by_it(browser: Browser) -> None:
    """A digest and what it held."""
    browser.site.edit("pilots.md", "6月30日", "7月15日")
    browser.site.scan()
    with browser.site.app.store.transaction():
        browser.site.app.store.db.execute("UPDATE alerts SET digest = 'dgst_1', state = 'delivered', done = due")
    assert browser.page("/alerts").xpath("//*[@class='notes']/a/@href") == ["/alerts?message=dgst_1"] * 2
    assert len(browser.page("/alerts?message=dgst_1").xpath("//ol/li/ul/li")) == 2
    assert not browser.page("/alerts?message=dgst_2").xpath("//ol/li/ul/li")
    assert browser.page("/alerts?message='--").xpath("//ol/li/ul/li")


def test_a_channel_that_was_switched_off_says_so(browser: Browser) -> None:
    """In the table."""
    with browser.site.app.store.transaction():
        browser.site.app.store.db.execute("INSERT INTO channels (name, off, because) VALUES ('desk', 1, 'HTTP 404')")
    assert "已停用" in text_of(browser.page("/alerts").xpath("//table")[0])


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        pytest.param("短\n" * 9_000, False, id="many lines"),
        pytest.param("短\n" * 11_000, True, id="more lines than a page has"),
        pytest.param("<p align=center>合肥</p>\n" * 9_000, False, id="many paragraphs"),
        pytest.param("<p align=center>合肥</p>\n" * 60_000, True, id="more markup than is read for a page"),
        pytest.param("合肥、" * 60_000, False, id="a long line"),
        pytest.param("合肥、" * 240_000, True, id="a line that is longer than a page"),
    ],
)
def test_the_page_of_a_long_article_shows_its_beginning_and_says_so(browser: Browser, text: str, is_cut: bool) -> None:
    browser.site.write("long.html" if "<" in text else "long.txt", f"---\ntitle: 长文\n---\n{text}")
    browser.site.scan()
    [link] = browser.page("/?q=长文").xpath("//article//h3/a/@href")
    page = browser.page(link)

    assert ("正文过长，只显示前面一部分。" in page.text_content()) is is_cut
    assert ("合肥" in text) is bool(page.xpath("//div[@class='text']//mark"))
    assert ("center" in text) is bool(page.xpath("//div[contains(@class, 'block center')]"))


def test_a_long_list_of_alerts_has_pages(browser: Browser, make_page: Callable[..., str]) -> None:
    """Every alert is on one of them."""
    for number in range(120):
        browser.site.write(f"n{number}.md", make_page(f"短讯{number}", f"合肥第{number}号{RAIN.format(number)}"))
    browser.site.scan()
    first = browser.page("/alerts")
    second = browser.page(first.xpath("//a[@rel='next']/@href")[0])
    ids = [*first.xpath("//ol/li/ul/li/@id"), *second.xpath("//ol/li/ul/li/@id")]
    assert len(ids) == len(set(ids)) == 121
    assert not second.xpath("//a[@rel='next']")


def given_up(browser: Browser) -> str:
    """The id of an alert that was given up."""
    store = browser.site.app.store
    with store.transaction():
        store.db.execute("UPDATE alerts SET state = 'dead', last_error = 'refused: <b>no</b>' WHERE rowid = 1")
    return str(browser.site.value("SELECT id FROM alerts WHERE state = 'dead'"))


def state_of(browser: Browser, id_: str) -> str:
    return str(browser.site.value("SELECT state FROM alerts WHERE id = ?", id_))


def test_an_alert_that_was_given_up_is_retried_by_a_button(browser: Browser) -> None:
    """From our own page."""
    id_ = given_up(browser)
    page = browser.page("/alerts?state=dead")
    button = page.xpath("//li//button")[0]
    assert (button.get("name"), button.get("value")) == ("id", id_)
    answer = browser.ask("/alerts/retry", "POST", data={"id": id_}, headers={"origin": "http://127.0.0.1:8410"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts")
    assert state_of(browser, id_) == "pending"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="nothing says where it comes from"),
        pytest.param({"origin": "https://evil.example"}, id="another site"),
        pytest.param({"origin": "null"}, id="a page in a sandbox"),
        pytest.param(
            {"origin": "http://127.0.0.1:8410", "sec-fetch-site": "cross-site"}, id="the browser says another"
        ),
        pytest.param({"sec-fetch-site": "same-site"}, id="a neighbour"),
        pytest.param({"origin": "http://evil.example", "host": "evil.example"}, id="a foreign name for our address"),
        pytest.param({"sec-fetch-site": "same-origin", "host": "evil.example"}, id="the same, as browsers tell it"),
    ],
)
def test_no_other_site_can_retry(browser: Browser, headers: dict[str, str]) -> None:
    """403, and nothing changes."""
    id_ = given_up(browser)
    assert browser.ask("/alerts/retry", "POST", data={"dead": "1"}, headers=headers).status_code == 403
    assert state_of(browser, id_) == "dead"


CHANNELS = """[channels.spare]
type = "webhook"
url = "https://hooks.example.org/SECRET-TOKEN"
[channels.group]
type = "feishu"
url = "https://open.feishu.cn/open-apis/bot/v2/hook/SECRET-TOKEN"
"""


def channel_rows(browser: Browser) -> dict[str, list[str]]:
    """The table of channels on /status: what each row says, by the channel; a failure stands in a row below."""
    found: dict[str, list[str]] = {}
    for row in browser.page("/status").xpath("//table[contains(@class, 'channels')]/tbody/tr"):
        name = "".join(row.xpath("th//text()")) or list(found)[-1]
        found.setdefault(name, []).extend(text_of(cell) for cell in row.xpath("td"))
    return found


def test_the_status_of_each_channel(browser: Browser) -> None:
    """What it is, whether it sends, what it took, how long that took, what waits, and what went wrong last."""
    site = browser.site
    site.configure(rule=RULES, alerts='first_scan = "all"', more=CHANNELS)
    site.write("more.md", "---\ntitle: 合肥再启用\n---\n合肥市第二批设备启用。\n".encode())
    site.scan()
    store = site.app.store
    ids = [row[0] for row in store.db.execute("SELECT id FROM alerts WHERE channel = 'desk' ORDER BY rowid")]
    assert len(ids) >= 2
    now = utc_now()
    with store.transaction():
        store.db.execute("UPDATE alerts SET created = ?", [stamp(now - timedelta(hours=30))])
        store.outbox.record(ids[:1], "delivered", "HTTP 204", now - timedelta(hours=29), 40)
        store.outbox.record(ids[1:2], "pending", "no answer within 30 seconds", now, 40, due=now + timedelta(minutes=3))
        store.outbox.hold(ids[1:2], now + timedelta(minutes=9))
        for name, off, until in (("desk", 0, stamp(now + timedelta(minutes=3))), ("group", 1, None)):
            store.db.execute(
                "INSERT OR REPLACE INTO channels (name, off, blocked_until) VALUES (?, ?, ?)", [name, off, until]
            )
    rows = channel_rows(browser)
    assert list(rows) == ["desk", "spare", "group"]
    kind, state, taken, day, week, median, waiting, held, dead, _, failure = rows["desk"]
    assert (kind, day, week, median, held, dead) == ("console", "0", "1", "60 分钟", "1", "0")
    assert re.fullmatch(r"暂停至 \S+ \S+ 汇总定于 \S+ \S+", state)
    assert taken[:2] == "20"
    assert int(waiting) == len(ids) - 2
    assert failure.startswith("最近失败") and failure.endswith("30 秒内没有回应")
    assert rows["spare"] == ["webhook", "正常", "–", "0", "0", "–", "0", "0", "0"]
    assert rows["group"][:2] == ["feishu", "已停用"]
    assert "SECRET-TOKEN" not in browser.ask("/status").text


def test_a_channel_is_quiet_in_quiet_hours_and_told_where_it_is_in_no_config_any_more(browser: Browser) -> None:
    """Its alerts are still there."""
    now = utc_now().astimezone(browser.site.settings.timezone)
    hours = "-".join(f"{now + timedelta(hours=hour):%H:%M}" for hour in (-1, 1))
    browser.site.configure(rule='keywords = ["车路协同"]', alerts=f'quiet_hours = "{hours}"', channels="[]")
    (name, row), *_ = channel_rows(browser).items()
    assert name == "desk" and row[1].startswith("静默至")
    text = (browser.site.folder / "config.toml").read_text("utf-8").replace("[channels.desk]", "[channels.other]")
    (browser.site.folder / "config.toml").write_text(text, "utf-8")
    browser.site.load()
    assert channel_rows(browser)["desk"][:2] == ["–", "配置中已没有"]


def test_why_an_alert_failed_is_told_in_the_language_of_the_page(browser: Browser) -> None:
    """On the page of alerts and on that of the article; a receiver's own words stay."""
    store = browser.site.app.store
    because = "HTTP 404: no hook (check the url)"
    with store.transaction():
        store.db.execute("UPDATE alerts SET state = 'dead', last_error = ? WHERE rowid = 1", [because])
    article = browser.site.value(
        "SELECT article_id FROM alerts t JOIN matches m ON m.id = t.match_id WHERE t.rowid = 1"
    )
    for path in ("/alerts", f"/articles/{article}"):
        assert "HTTP 404: no hook（请检查 url）" in text_of(browser.page(path))
    browser.site.configure(rule=RULES, alerts='language = "en"')
    for path in ("/alerts", f"/articles/{article}"):
        assert because in text_of(browser.page(path))


def test_what_is_odd_about_a_file_stands_beside_its_text(browser: Browser) -> None:
    """Whoever wrote it learns what was made of it."""
    browser.site.write("odd.md", "---\ntitle: 关于道路的说明: 补充\ndate: 前天\n---\n道路说明。\n".encode())
    browser.site.scan()
    id_ = browser.site.value("SELECT max(id) FROM articles")
    shown = [line.text_content() for line in browser.page(f"/articles/{id_}").xpath("//*[@class='warnings']/li")]
    assert shown == ["第 2 行：“title”的值里有冒号，需要加引号", "第 3 行：“前天”不是日期"]


ENGLISH = """[feeds]
title = "Notices"
[alerts]
language = "en"
first_scan = "all"
[channels.desk]
type = "console"
[[rules]]
name = "Roads"
keywords = ["road", "closed"]
channels = ["desk"]
[[rules]]
name = "Bridges"
keywords = ["bridge"]
"""
CJK = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
PLACES = (
    "/", "/?q=(", "/?city=nowhere", "/?q=nothing", "/?q=road&kind=x", "/articles/{}", "/articles/{}?view=page",
    "/rules", "/rules?q=road", "/rules?q=road&against=roads", "/rules?q=(", "/alerts", "/alerts?state=held", "/status",
    "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_page_in_english_has_no_chinese_of_ours(empty_site: Any, make_page: Callable[..., str], place: str) -> None:
    """Where neither articles nor rules have any; but for the provinces on the map."""
    (empty_site.folder / "config.toml").write_text(ENGLISH, "utf-8")
    empty_site.load()
    empty_site.write("road.md", make_page("A road: opened", "The road is open.", date="the other day"))
    empty_site.write("broken.md", b"\0")
    empty_site.scan()
    empty_site.edit("road.md", "is open", "is closed")
    empty_site.scan()
    browser = Browser(empty_site)
    given_up(browser)
    browser.running.found |= {"config": "config.toml:3: unknown section [x]", "channels": {"desk": "HTTP 404"}}
    page = html.document_fromstring(browser.ask(place.format(1)).text)
    for tiles in page.xpath("//*[contains(@class, 'tiles')]"):
        tiles.drop_tree()
    assert not CJK.findall(text_of(page))


# instead of a page


@pytest.mark.parametrize("path", ["/nowhere", "/articles/99999", "/articles/x", "/feeds/nowhere.atom", "/feeds/"])
def test_what_there_is_not_is_told_on_a_page(browser: Browser, path: str) -> None:
    """With a way back, in the language of the config."""
    answer = browser.ask(path)
    if answer.status_code == 200:  # the page beside the feeds
        return
    page = html.document_fromstring(answer.text)
    assert answer.status_code == 404
    assert "这里没有东西" in text_of(page)
    assert page.xpath("//main//a/@href") == ["/"]


def test_a_store_that_fails_is_told_on_a_page(browser: Browser) -> None:
    """Rather than a bare server error."""

    async def fails(_work: object) -> None:
        raise StoreError("the store state/watcher.db cannot be read: database disk image is malformed")

    browser.running.read = fails  # type: ignore[method-assign,assignment]
    answer = browser.ask("/")
    assert answer.status_code == 500
    assert "存储文件 state/watcher.db 无法读取：数据库文件已损坏" in answer.text


# status and metrics


def test_the_status_page_says_what_is_wrong(browser: Browser) -> None:
    """Files, the config and channels, in the language of the page; and every page points there."""
    browser.site.write("broken.md", b"\0\0")
    browser.site.scan()
    browser.running.found = {
        "ok": True,
        "config": "config.toml:3: [schedule]: unknown key evry; did you mean every?",
        "channels": {"desk": "HTTP 404: gone (check the url)"},
    }
    text = text_of(browser.page("/status"))
    for said in (
        "broken.md",
        "是二进制数据：第 0 字节处是 NUL",
        "config.toml:3: [schedule]：没有 evry 这个键，是不是 every？",
        "HTTP 404: gone（请检查 url）",
    ):
        assert said in text
    assert browser.page("/").xpath("//a[@class='health ill']/@href") == ["/status"]


def test_metrics_are_in_the_form_that_prometheus_reads(browser: Browser) -> None:
    """Each sample has its help and type, and a number."""
    lines = browser.ask("/metrics").text.splitlines()
    described = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    samples = [
        re.fullmatch(r'(\w+)(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? (-?[\d.e+]+)', line)
        for line in lines
        if line[0] != "#"
    ]
    assert all(samples)
    assert {sample[1] for sample in samples if sample} <= described
    assert "watcher_articles 5" in lines
    assert 'watcher_alerts{channel="desk",state="pending"} 1' in lines


# the feed of a search


@pytest.mark.parametrize("suffix", ["rss", "atom", "json"])
def test_a_search_is_a_feed(browser: Browser, suffix: str) -> None:
    """That names its own address, and need not be fetched again."""
    answer = browser.ask(f"/feeds/search.{suffix}?q=车路协同")
    assert answer.status_code == 200
    assert "省厅公布智慧停车试点名单" in answer.text
    assert "纪念馆" not in answer.text
    assert f"search.{suffix}?q={quote('车路协同')}" in answer.text
    again = browser.ask(f"/feeds/search.{suffix}?q=车路协同", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "is_in"),
    [
        ("city=安徽", True),
        ("city=安徽省", True),
        ("city=340000", True),
        ("city=合肥&kind=通知", True),
        ("issuer=示例省住房和城乡建设厅", True),
        ("rule=安徽", True),
        ("rule=anhui&after=2024-01-01", True),
        ("q=停车&city=芜湖", True),
        ("q=停车&city=重庆", False),
        ("kind=公告", False),
        ("rule=museums", False),
    ],
)
def test_a_filter_is_a_feed(browser: Browser, query: str, is_in: bool) -> None:
    """The very articles that the page lists under it."""
    feed = browser.ask(f"/feeds/search.json?{query}").json()
    assert [entry["title"] for entry in feed["items"]] == browser.titles(f"?{query}")
    assert ("省厅公布智慧停车试点名单" in browser.titles(f"?{query}")) == is_in
    assert feed["title"].startswith("示例通知 · ")


DOUBTED = [
    ("标题:试点", "“标题:试点”照原样找，这个字段要写作 title:试点"),
    ("试点 且 乌有", "“且”被当作要找的词，连接词要写作 AND"),
    ("试点、乌有", '“试点、乌有”连同标点一起找，几个词要分开写："试点", "乌有"'),
    ("乌有*", "“乌有*”连同星号一起找"),
    ("乌有 -试点", "不该提到的要写作 NOT 试点"),
    ("kind:通之", "没有公文是这个文种：通之，是不是 通知？"),
]


@pytest.mark.parametrize("path", ["/", "/rules"])
@pytest.mark.parametrize(("query", "words"), DOUBTED)
def test_what_is_asked_for_but_probably_not_meant_is_told(browser: Browser, path: str, query: str, words: str) -> None:
    """Where it finds nothing, and where it is tried."""
    assert words in browser.page(f"{path}?q={quote(query)}").text_content()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/search.atom?q=(", 400),
        ("/feeds/search.atom?city=乌有城", 400),
        ("/feeds/search.atom?rule=乌有", 400),
        ("/feeds/search.atom", 400),
        ("/feeds/search.html?q=a", 404),
    ],
)
def test_a_search_that_cannot_be_read_has_no_feed(browser: Browser, path: str, status: int) -> None:
    """A reader shows its owner the reason."""
    assert browser.ask(path).status_code == status


# who may see what


def basic(text: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(text.encode()).decode()}


@pytest.fixture
def guarded(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A name and password, a token for feeds, and a proxy's path."""
    monkeypatch.setenv("PAGE_PASSWORD", "很长的密码")
    monkeypatch.setenv("FEED_TOKEN", "t0ken")
    more = '[server]\nusername = "desk"\npassword = "env:PAGE_PASSWORD"\npath_prefix = "/watcher"\n'
    path = browser.site.folder / "config.toml"
    browser.site.configure(rule=RULES, more=more)
    text = path.read_text(encoding="utf-8").replace("[feeds]", '[feeds]\ntoken = "env:FEED_TOKEN"')
    from watcher.config.reader import parse

    browser.site.settings = browser.site.app.settings = parse(text, path)
    browser.site.app.publish(browser.site.now)
    return browser


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        pytest.param("/", {}, 401, id="a page without a password"),
        pytest.param("/", basic("desk:wrong"), 401, id="a wrong password"),
        pytest.param("/", basic("other:很长的密码"), 401, id="a wrong name"),
        pytest.param("/", {"authorization": "Basic ???"}, 401, id="no base64"),
        pytest.param("/", {"authorization": "Bearer x"}, 401, id="another scheme"),
        pytest.param("/", basic("desk:很长的密码"), 200, id="the password"),
        pytest.param("/watcher/rules", basic("desk:很长的密码"), 200, id="under the proxy's path"),
        pytest.param("/metrics", {}, 401, id="metrics"),
        pytest.param("/healthz", {}, 200, id="health is open"),
        pytest.param("/feeds/all.atom", {}, 401, id="a feed without a token"),
        pytest.param("/feeds/all.atom?token=wrong", {}, 401, id="a wrong token"),
        pytest.param("/feeds/all.atom?token=t0ken", {}, 200, id="the token"),
        pytest.param("/watcher/feeds/all.atom?token=t0ken", {}, 200, id="the token under the proxy's path"),
        pytest.param("/feeds/search.atom?q=试点&token=t0ken", {}, 200, id="the token for a search"),
        pytest.param("/?token=t0ken", {}, 401, id="the feeds' token for a page"),
        pytest.param("/feeds/all.atom", basic("desk:很长的密码"), 200, id="the password for a feed"),
    ],
)
def test_pages_ask_for_the_password_and_feeds_for_the_token(
    guarded: Browser, path: str, headers: dict[str, str], status: int
) -> None:
    """401 says how to ask again."""
    answer = guarded.ask(path, headers=headers)
    assert answer.status_code == status
    assert (status == 401) == ("www-authenticate" in answer.headers)


@pytest.mark.parametrize("name", ["feeds.opml", "index.html", ""])
def test_the_lists_of_feeds_have_addresses_that_their_reader_may_read(guarded: Browser, name: str) -> None:
    """A reader that imports them need not be told the token. The files, which may lie anywhere, do not tell it."""
    answer = guarded.ask(f"/feeds/{name}?token=t0ken")
    addresses = re.findall(r'"http://[^/"]*(/feeds/[^"]*)"', answer.text)
    assert len(addresses) > 2
    assert {address: guarded.ask(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    assert "t0ken" not in (guarded.site.settings.feeds.directory / (name or "index.html")).read_text(encoding="utf-8")


def test_links_keep_the_proxys_path(guarded: Browser) -> None:
    """All of them but those of the feeds, whose address the config gives."""
    page = html.document_fromstring(guarded.ask("/", headers=basic("desk:很长的密码")).text)
    links = [link for link in page.xpath("//a/@href | //form/@action | //link/@href") if link.startswith("/")]
    assert links
    assert all(link.startswith(("/watcher/", "/feeds/")) for link in links)


def test_a_password_that_cannot_be_had_opens_nothing(guarded: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, not a page for everyone."""
    monkeypatch.delenv("PAGE_PASSWORD")
    assert guarded.ask("/", headers=basic("desk:")).status_code == 503


def test_the_pages_speak_english_where_the_config_says_so(browser: Browser) -> None:
    """Without a Chinese word of ours."""
    browser.site.configure(rule=RULES, alerts='language = "en"')
    page = browser.page("/status")
    assert page.get("lang") == "en"
    assert "All is well." in text_of(page)
    assert "Rules it matches" in text_of(browser.page("/articles/5"))
