"""Articles that mean harm or are broken, from their files to what readers make of the feeds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import atoma
import feedparser
import listparser
import pytest
from icalendar import Calendar
from lxml import etree, html
from programs import feedsmith, has_feedsmith, newsboat, rows

if TYPE_CHECKING:
    from conftest import Served

Site = Any  # the folder that the root conftest makes

SCRIPT = """<p onclick="alert(1)">正文<script>alert(2)</script><img src=x onerror=alert(3)><svg onload=alert(4)></svg>
<a href="javascript:alert(5)">甲</a><a href=" jAvA\tscript:alert(6)">乙</a><a href="data:text/html,x">丙</a>
<iframe src="https://evil.example"></iframe><style>*{display:none}</style><form action="//evil.example"><input></form>
<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(7)&gt;"></math></p>"""
BYTES = b"<html><title>\xed\xa0\x80\xff\xfe\xc3</title><p>\x80\x81\xed\xbf\xbf\xe6\xad\xa3\xe6\x96\x87</p></html>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><p>&c; &nbsp; &bogus; &#0; &#x110000; 实体</p>'


def page(title: str, body: str, more: str = "") -> str:
    """A file whose title is written as YAML or JSON has it."""
    return f"---\ntitle: {title}\n{more}---\n{body}"


HOSTILE: dict[str, str | bytes] = {
    "control.md": page(
        '"控制\\x00\\x07字符"', "正\x01文\x0c里\x7f\x85有\ufffe控制\uffff字符。", 'author: "某\\x0b部"\n'
    ),
    "cdata.md": page("'结束 ]]> 与 <![CDATA[ 开始'", "<p>]]> <![CDATA[ x ]]> &amp;lt; &lt;b&gt;</p>"),
    "surrogate.md": '{"title": "孤立\\ud800代理", "author": "\\udfff"}\n\n&#xD800; &#55296; 正文在此，仍可阅读。',
    "bytes.html": BYTES,
    "script.md": page("'<script>alert(0)</script>'", SCRIPT, "categories: ['<b>', '\"><script>']\n"),
    "links.md": page(
        "链接", "[甲](javascript:alert(8)) 只有链接的正文。", "url: 'javascript:alert(1)'\nheadimg: 'vbscript:x'\n"
    ),
    "direction.md": page('"\\u202e反\\u2066向\\u200f标题"', "<p>\u202e\u2067正文\u061c与\u200e方向</p>"),
    "large.md": page("长文", "<p>很长的一段正文，车路协同，讲了又讲。</p>\n" * 90_000),
    "title.md": page("很长的标题" * 20_000, "标题比正文长得多。"),
    "deep.html": "<div>" * 20_000 + "深处的文字" + "</div>" * 20_000,
    "entities.html": ENTITIES,
    "xml.md": page("'<?xml version=\"1.0\"?><rss>'", "<item><title>假条目</title></item><entry/></channel></rss>"),
    "template.md": page("'{{ 7*7 }} {% raw %} ${7*7}'", "<p>{{ config }} 不是模板。</p>"),
    "empty.md": page("''", ""),
    "wide.md": page("'😀👨‍👩‍👧 ＡＢＣ é ﷽'", "z" + "\u0301" * 5_000 + "堆叠的符号。"),
    "date.md": page("日期", "日期不是日期，请于2024年13月45日前报送。", "date: 99999-99-99\n"),
}
DANGERS = re.compile(r"<script|<iframe|<svg|<form|<style|javascript:|vbscript:|\son\w+=|data:text", re.IGNORECASE)
ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@pytest.fixture(scope="module")
def feeds(make_site: Callable[[Path], Site], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The feeds of all of them."""
    site = make_site(tmp_path_factory.mktemp("site"))
    site.configure(articles='max_size = "20 MB"', feeds='limit = 100\nmax_bytes = "50 MB"')
    for name, content in HOSTILE.items():
        site.path(name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        site.touch(name)
    site.scan()
    assert site.report.new + site.report.unreadable == len(HOSTILE)
    site.app.publish(site.now)
    site.close()
    return site.folder / "feeds"


def documents(feeds: Path) -> dict[str, bytes]:
    return {suffix: (feeds / f"all.{suffix}").read_bytes() for suffix in ("rss", "atom", "json")}


def entries(given: dict[str, bytes]) -> list[Any]:
    """What there is to be read."""
    found: list[Any] = feedparser.parse(given["atom"]).entries
    return found


def test_every_article_is_an_entry_in_every_format(feeds: Path) -> None:
    """The same ones in the same order, as many as the format has room for; no reader's parser finds a fault."""
    given = documents(feeds)
    parsed = {suffix: feedparser.parse(given[suffix]) for suffix in ("rss", "atom")}
    assert not any(each.bozo for each in parsed.values())
    ids, items = [entry.id for entry in entries(given)], json.loads(given["json"])["items"]
    assert len(ids) == len(set(ids)) >= len(HOSTILE) - 1
    assert [entry.id for entry in parsed["rss"].entries] == ids
    assert len(given["json"]) <= 250_000
    assert [item["id"] for item in items] == ids[: len(items)]
    assert len(items) >= len(ids) - 2  # the largest take what room there is
    assert [entry.id_ for entry in atoma.parse_atom_bytes(given["atom"]).entries] == ids
    assert [item.guid for item in atoma.parse_rss_bytes(given["rss"]).items] == ids


def test_nothing_dangerous_and_nothing_illegal_is_left(feeds: Path) -> None:
    """In titles, summaries and contents; links lead to the web or nowhere."""
    given = documents(feeds)
    for item in json.loads(given["json"])["items"]:
        assert not ILLEGAL.search(json.dumps(item, ensure_ascii=False)), item["title"]
        assert re.match(r"https?://", item["url"])
        assert len(item["title"]) <= 500
    contents = [*etree.fromstring(given["atom"]).iter("{http://www.w3.org/2005/Atom}content")]
    assert len(contents) == len(entries(given))
    for content in contents:
        tree = html.fragment_fromstring(content.text, create_parent="div")
        for element in tree.iter():
            assert not DANGERS.search(str(element.tag) and f"<{element.tag}"), element.tag
            assert not any(name.startswith("on") for name in element.attrib)
        links = [str(link) for link in tree.xpath("//@href|//@src")]
        assert all(re.match(r"https?://|mailto:", link) for link in links), links
        assert len(content.text) < 250_000
    for suffix in ("rss", "atom"):
        text = given[suffix].decode()
        assert not ILLEGAL.search(text)
        assert "<![CDATA[" not in text
        assert "<!DOCTYPE" not in text


def test_it_is_atom_as_its_grammar_wants_it(feeds: Path) -> None:
    schema = etree.RelaxNG(file=str(Path(__file__).with_name("atom.rng")))
    for path in feeds.rglob("*.atom"):
        schema.validate(etree.parse(str(path)))
        assert list(schema.error_log) == []


def test_what_stands_beside_the_feeds_is_whole_too(feeds: Path) -> None:
    """The list to import, the calendar, and the page, which loads nothing and runs nothing."""
    assert not listparser.parse((feeds / "feeds.opml").read_bytes()).bozo
    assert Calendar.from_ical((feeds / "deadlines.ics").read_bytes()) is not None
    page = (feeds / "index.html").read_text(encoding="utf-8")
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script|//iframe|//img|//form|//@onclick|//@onload")
    assert all(re.match(r"https?://", link) for link in tree.xpath("//body//@href"))
    assert "{{ 7*7 }}" in page
    assert not ILLEGAL.search(page)


def test_feedsmith_reads_them(feeds: Path) -> None:
    if not has_feedsmith():
        pytest.skip("what tests/validators/package.json names is not installed")
    made = feedsmith(*documents(feeds).values())
    assert [len(each["entries"]) for each in made[:2]] == [len(entries(documents(feeds)))] * 2
    assert len(made[2]["entries"]) == len(json.loads(documents(feeds)["json"])["items"])


@pytest.mark.skipif(not shutil.which("newsboat"), reason="newsboat is not installed")
def test_newsboat_reads_them(feeds: Path, served: Served, tmp_path: Path) -> None:
    given = documents(feeds)
    addresses = [served.put(f"all.{suffix}", given[suffix]) for suffix in ("rss", "atom")]
    expected = len(entries(given))
    for address in addresses:
        home = tmp_path / address[-4:].strip(".")
        home.mkdir()
        (home / "urls").write_text(f"{address}\n")
        (home / "config").write_text("max-items 0\n")
        newsboat(home, "-x", "reload")
        assert rows(home, "SELECT count(*) FROM rss_item") == [(expected,)]


@pytest.mark.skipif(not shutil.which("sfeed"), reason="sfeed is not installed")
@pytest.mark.parametrize("suffix", ["rss", "atom"])
def test_sfeed_reads_them(feeds: Path, suffix: str) -> None:
    given = documents(feeds)
    run = subprocess.run(
        ["sfeed", "https://x.example/"], input=given[suffix], capture_output=True, timeout=60, check=True
    )
    lines = run.stdout.decode().splitlines()
    assert [line.split("\t")[5] for line in lines] == [entry.id for entry in entries(given)]


@pytest.mark.skipif(not shutil.which("rsstail"), reason="rsstail is not installed")
def test_rsstail_reads_them(feeds: Path, served: Served) -> None:
    given = documents(feeds)
    address = served.put("all.rss", given["rss"])
    run = subprocess.run(["rsstail", "-1", "-l", "-u", address], capture_output=True, timeout=60, check=True)
    links = re.findall(rb"^Link: (.*)$", run.stdout, re.MULTILINE)
    assert [link.decode() for link in links] == [entry.link for entry in entries(given)]
