"""The pages in Chromium: no script of an article runs, nothing breaks the layout, and the forms work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.still import served

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = '"><script>document.title = "owned"</script><img src=x onerror="document.title = 1">\u202e' + "W" * 300
EVIL = """{hostile}局关于车路协同{hostile}的通知

示建函〔2024〕16号

{hostile}：

经研究，确定合肥、芜湖为{hostile}试点城市，请于2024年6月30日前报送。

<pre>{wide}</pre><svg onload="document.title = 1"></svg><iframe src="javascript:document.title = 1"></iframe>
<table><tr><td>{wide}</td><td style="width:9999px">{wide}</td></tr></table>
<div style="position:fixed;inset:0">盖住</div>
<style>body {{ display: none }}</style><form action="/alerts/retry" method="post"><button>重试</button></form>

{hostile}局

2024年3月18日"""
NOTICE = """示例省住房和城乡建设厅关于公布智慧停车试点城市名单的通知

示建函〔2024〕15号

各市、县住房和城乡建设局：

经研究，确定合肥、芜湖为智慧停车试点城市，请于2024年6月30日前报送车路协同方案。

示例省住房和城乡建设厅

2024年3月18日

<table><tr><td>序号</td><td>{wide}</td><td>合肥</td></tr></table>

<script>document.title = "owned"</script><a href="javascript:document.title=1">附件</a>"""
PATHS = (
    "/",
    "/?q=车路协同",
    "/?q=(",
    "/?city=合肥&kind=通知&change=updated",
    "/?q=绝无此词",
    "/?change=removed",
    "/articles/5",
    "/articles/5?view=page",
    "/articles/6",
    "/articles/7",
    "/articles/7?view=page",
    "/rules",
    "/rules?q=试点&against=long",
    "/rules?q=(",
    "/alerts",
    "/alerts?article=7",
    "/status",
    "/feeds/",
)
RULES = f"""keywords = ["车路协同"]
channels = ["desk"]
[[rules]]
name = "{"很长的规则名" * 20}{"N" * 200}"
slug = "long"
when = '试点 OR "{"x" * 200}"'
channels = ["desk"]
[[rules]]
name = "从未"
slug = "never"
keywords = ["绝无此词"]
"""


@pytest.fixture
def address(site: Any, make_page: Callable[..., str]) -> Iterator[str]:
    """The pages of a site with an ordinary notice, hostile articles, an edit, a withdrawal and what went wrong."""
    site.configure(rule=RULES, alerts='first_scan = "all"')
    site.write(
        "pilots.md",
        make_page("省厅公布智慧停车试点名单", NOTICE.format(wide="Q" * 300), date="2024-03-18 10:30:00 +0800"),
    )
    site.scan()
    site.write("evil.md", make_page("坏标题", f"车路协同 {HOSTILE}").replace("坏标题", f"'{HOSTILE}'"))
    site.scan()
    evil = EVIL.format(hostile=HOSTILE, wide="Q" * 300)
    name = f"{'long' * 20}/<b>{'n' * 200}.md"
    site.write(name, make_page("坏公文", evil, author=f"'{HOSTILE}'", url=f"'https://site.example/{'p' * 300}'"))
    site.scan()
    site.edit(name, "2024年6月30日", f"2024年7月15日{'E' * 300}")
    site.delete("news")
    site.write("broken<b>.md", b"\0")
    site.scan()
    site.tick(10)
    site.scan()
    with site.app.store.transaction():
        why = f"refused: {HOSTILE}"
        site.app.store.db.execute(
            "UPDATE alerts SET state = 'dead', attempts = 2, last_error = ? WHERE rowid = 1", (why,)
        )
        tried = "INSERT INTO attempts SELECT id, created, 'dead', ?, 12 FROM alerts WHERE rowid = 1"
        for _ in range(2):
            site.app.store.db.execute(tried, (why,))
    site.app.publish(site.now)
    with served(site.app) as at:
        yield at


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests of this file."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


class Tab:
    """A page, and what its console said."""

    def __init__(self, browser: Any, width: int = 1280, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))


@pytest.fixture
def open_tab(chromium: Any) -> Iterator[Callable[..., Tab]]:
    """`open_tab(width=390)`: a fresh tab."""
    tabs: list[Tab] = []

    def opened(**options: Any) -> Tab:
        tabs.append(Tab(chromium, **options))
        return tabs[-1]

    yield opened
    for tab in tabs:
        tab.context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_runs_nothing_of_an_article(
    address: str, open_tab: Callable[..., Tab], width: int, scheme: str
) -> None:
    """No error in the console, nothing wider than the window or laid over it, and the titles are ours."""
    tab = open_tab(width=width, color_scheme=scheme)
    for path in PATHS:
        answer = tab.page.goto(address + path)
        assert answer.status == 200, path
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert tab.page.title() not in {"owned", "1"}, path
        assert tab.page.evaluate("getComputedStyle(document.body).display") != "none", path
        assert tab.page.locator("main [style], main iframe, main svg[onload]").count() == 0, path
        if "view=page" not in path:  # a page as it was published loads its pictures from where they are
            assert tab.errors == [], path
        tab.errors.clear()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_keeps_people_out(
    address: str, open_tab: Callable[..., Tab], width: int, scheme: str
) -> None:
    """axe-core calls none serious or critical."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = open_tab(width=width, color_scheme=scheme).page
    for path in PATHS:
        page.goto(address + path)
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        faults = [
            (fault["id"], node["html"][:200], node["failureSummary"][:300])
            for fault in found
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]
        assert faults == [], path


def test_the_search_of_the_header_finds_and_can_be_taken_back(address: str, open_tab: Callable[..., Tab]) -> None:
    """Without a script."""
    page = open_tab(java_script_enabled=False).page
    page.goto(address)
    page.get_by_role("searchbox").fill("纪念馆")
    page.get_by_role("button", name="搜索").click()
    assert page.locator("article h3").all_inner_texts() == ["老火车站变身纪念馆"]
    page.get_by_role("link", name="去掉筛选").click()
    assert page.locator("article h3").count() == 7 - 1  # one is withdrawn


def test_a_city_in_the_ranked_list_is_a_filter(address: str, open_tab: Callable[..., Tab]) -> None:
    """Its chip says so."""
    page = open_tab().page
    page.goto(address)
    page.locator("aside").get_by_role("link", name="合肥市").click()
    page.locator(".chip").wait_for()
    assert "省厅公布智慧停车试点名单" in page.locator("article h3").all_inner_texts()
    assert page.locator("article h3").count() == 2
    assert "合肥市" in page.locator(".chip").inner_text()


def test_a_rule_is_tried_while_it_is_typed(address: str, open_tab: Callable[..., Tab]) -> None:
    """And the address can be kept."""
    tab = open_tab()
    tab.page.goto(f"{address}/rules")
    tab.page.get_by_label("表达式").press_sequentially("停车")
    tab.page.get_by_text("命中，共 6 篇").wait_for()
    tab.page.get_by_label("表达式").press_sequentially(" AND (")
    tab.page.get_by_text("这个表达式读不懂").wait_for()
    tab.page.wait_for_url("**/rules?q=*")
    assert tab.errors == []


def test_the_name_of_a_channel_stands_on_one_line_on_a_phone(address: str, open_tab: Callable[..., Tab]) -> None:
    """The columns of numbers beside it scroll instead."""
    page = open_tab(width=390).page
    page.goto(f"{address}/alerts")
    name = page.locator(".grid tbody th a").first
    assert name.evaluate("link => link.getClientRects().length") == 1


def test_an_alert_is_retried_with_a_click(address: str, site: Any, open_tab: Callable[..., Tab]) -> None:
    """From the page itself, so the browser says that it is."""
    with site.app.store.transaction():
        site.app.store.db.execute("UPDATE alerts SET state = 'dead' WHERE rowid = 1")
    page = open_tab().page
    page.goto(f"{address}/alerts?state=dead")
    page.locator("li").get_by_role("button", name="重试").click()
    page.wait_for_url("**/alerts")
    assert site.value("SELECT count(*) FROM alerts WHERE state = 'dead'") == 0
