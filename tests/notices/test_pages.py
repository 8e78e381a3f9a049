"""Documents as pages print them: tables of metadata, navigation and lost punctuation change nothing of what is read."""

from __future__ import annotations

import json
from datetime import UTC
from html import escape
from pathlib import Path

import pytest

from watcher.articles.article import Article, Reading, read_article
from watcher.notices.structure import NoNotice, Notice, read_notice
from watcher.places.mentions import find_places

HARD = Path(__file__).parent / "data" / "hard"
DOCUMENTS = [
    pytest.param("cities-chosen-in-one-sentence", id="to provinces, with copies"),
    pytest.param("five-organs-in-two-columns", id="signed by five"),
    pytest.param("correction-announcement", id="an announcement without addressees"),
    pytest.param("forward-a-letter", id="one that forwards another"),
    pytest.param("four-deadline-forms", id="with deadlines"),
    pytest.param("central-bank-circular-no-date-line", id="without a signature"),
]
TABLE = {
    "索 引 号": "000014349/2023-00012",
    "主题分类": "综合政务",
    "发文机关": "某某局",
    "标　　题": "…",
    "发文字号": "…",
    "发布日期": "2024年03月05日",
}
NAVIGATION = ["首页 > 政务公开 > 正文", "发布时间：2024-03-05 10:23 来源：办公室", "字体：大 中 小", "打印", "分享到："]
BELOW = ["扫一扫在手机打开当前页", "上一篇：关于做好秋季开学工作的通知", "相关解读", "版权所有：某某市人民政府"]


def article(name: str) -> tuple[Article, dict[str, object]]:
    path = next(path for path in HARD.glob(f"{name}.*") if path.suffix != ".json")
    label = json.loads((HARD / f"{name}.json").read_text(encoding="utf-8"))
    return read_article(path.name, path.read_bytes(), Reading(timezone=UTC)), label


def page(of: Article, above: str, below: str = "") -> str:
    lines = [
        f'<p style="text-align:{line.align}"><b>{escape(line.text)}</b></p>'
        if line.bold
        else f'<p style="text-align:{line.align}">{escape(line.text)}</p>'
        for line in of.paragraphs
    ]
    title = json.dumps(of.title, ensure_ascii=False)
    return f"---\ntitle: {title}\n---\n{above}\n" + "\n".join(lines) + below


def read(page: str) -> Notice:
    found = read_article("page.html", page.encode(), Reading(timezone=UTC))
    notice = read_notice(found.title, found.paragraphs, find_places(found.text))
    assert isinstance(notice, Notice)
    return notice


def as_labelled(notice: Notice) -> dict[str, object]:
    said = notice.as_json()
    return {field: set(v) if isinstance(v, list) else v for field, v in said.items() if v not in (None, [])}


def table_of(of: Article, label: dict[str, object]) -> dict[str, str]:
    return TABLE | {"标　　题": of.title, "发文字号": str(label.get("number") or "")}


def in_paragraphs(lines: list[str]) -> str:
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("colon", [pytest.param("：", id="with colons"), pytest.param("", id="without colons")])
@pytest.mark.parametrize("form", ["a table", "a line each", "a line each cell", "run together"])
def test_a_table_of_metadata_over_a_document_is_none_of_it(name: str, colon: str, form: str) -> None:
    of, label = article(name)
    table = table_of(of, label)
    if form == "a table":
        rows = (f"<tr><td>{key}{colon}</td><td>{escape(value)}</td></tr>" for key, value in table.items())
        above = f"<table>{''.join(rows)}</table>"
    elif form == "a line each":
        above = in_paragraphs([f"{key}{colon or ' '}{value}" for key, value in table.items()])
    elif form == "a line each cell":
        above = in_paragraphs([cell for key, value in table.items() for cell in (f"{key}{colon}", value)])
    else:
        above = in_paragraphs(["".join(f"{key}{colon}{value}" for key, value in table.items())])
    assert as_labelled(read(page(of, above))) == as_labelled(read(page(of, "")))


def test_values_of_a_table_that_were_joined_without_their_labels_give_the_number_and_nothing_else() -> None:
    title = "某某省水利厅关于加强湖泊巡查的通知"
    joined = f"000014349/2023-00012综合政务某某省水利厅2023年05月06日{title}某水湖〔2023〕14号2023年05月09日"
    notice = read(f"<p>{joined}</p><p>{title}</p><p>各市水利局：</p><p>请认真执行。</p>")
    assert (notice.title, notice.number, notice.cited) == (title, "某水湖〔2023〕14号", ())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_navigation_above_and_links_below_are_none_of_a_document(name: str) -> None:
    of, _ = article(name)
    there = read(page(of, in_paragraphs(NAVIGATION), in_paragraphs(BELOW)))
    assert as_labelled(there) == as_labelled(read(page(of, "")))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_lines_of_a_page_whatever_they_say_may_stand_between_title_and_addressees(name: str) -> None:
    of, _ = article(name)
    above = ["政策原文", "检索关键词: 测绘, 卫星", "原文链接: http://www.example.cn/1.html", "政策全文"]
    there = read(page(of, f"<h1>{escape(of.title)}</h1>{in_paragraphs(above)}"))
    assert as_labelled(there) == as_labelled(read(page(of, "")))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_half_width_punctuation_reads_as_full_width(name: str) -> None:
    of, _ = article(name)
    half = str.maketrans("，：（）；", ",:();")
    said = json.dumps(read(page(of, "").translate(half)).as_json(), ensure_ascii=False)
    expected = json.dumps(read(page(of, "")).as_json(), ensure_ascii=False)
    assert said.translate(half) == expected.translate(half)


def test_a_number_that_runs_on_to_the_title_is_the_documents_own() -> None:
    notice = read("<h1>某某省水利厅关于加强湖泊巡查的通知某水湖〔2023〕14号</h1><p>各市水利局：</p><p>请认真执行。</p>")
    assert (notice.title, notice.number, notice.cited) == (
        "某某省水利厅关于加强湖泊巡查的通知",
        "某水湖〔2023〕14号",
        (),
    )


def test_a_date_in_brackets_after_the_title_is_the_documents_own() -> None:
    notice = read("<h1>中共中央 国务院关于发展茶业的意见（2023年1月2日）</h1><p>茶业是重要产业。</p>")
    assert (notice.title, notice.as_json()["date"]) == ("中共中央国务院关于发展茶业的意见", "2023-01-02")


def test_an_announcement_is_titled_by_the_article_where_its_text_has_the_letterhead_alone() -> None:
    notice = read(
        '---\ntitle: "关于公布康养基地名单的公告"\n---\n'
        "<p>河北省民政厅</p><p>河北省卫生健康委员会</p><p>公告</p><p>2022年第15号</p><p>现予公布。</p><p>2022年6月1日</p>"
    )
    assert notice.title == "关于公布康养基地名单的公告"
    assert notice.issuers == ("河北省民政厅", "河北省卫生健康委员会")


@pytest.mark.parametrize("title", ["闭馆通知", "停水通知", "封路公告"])
def test_a_short_title_is_one_where_the_page_sets_it_so(title: str) -> None:
    notice = read(f"<h1>{title}</h1><p>因设备检修，定于5月8日停用一天。</p><p>合肥市图书馆</p><p>2023年5月6日</p>")
    assert (notice.title, notice.issuers) == (title, ("合肥市图书馆",))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<h1>通知公告</h1><p>因设备检修，闭馆一天。</p><p>合肥市图书馆</p>", id="a column of a site"),
        pytest.param(
            "<h1>关于茶业发展情况的报告</h1><p>——2022年10月28日在省人民代表大会常务委员会会议上</p><p>各位委员：</p>"
            "<p>现在，我报告茶业发展情况。</p>",
            id="a report that is spoken",
        ),
        pytest.param(
            "<h1>记者手记</h1><p>村里的茶园绿了。</p><p>相关链接</p><h2>关于加强茶园管理的通知</h2><p>各市林业局：</p>",
            id="a notice linked under news",
        ),
    ],
)
def test_what_a_page_sets_like_a_document_is_none(body: str) -> None:
    found = read_article("page.html", body.encode(), Reading(timezone=UTC))
    assert isinstance(read_notice(found.title, found.paragraphs, find_places(found.text)), NoNotice)
