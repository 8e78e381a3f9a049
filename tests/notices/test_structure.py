"""Whole documents: which articles are one, and what is read in them."""

from __future__ import annotations

import json
from datetime import UTC, date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.article import Article, Reading, read_article
from watcher.articles.paragraphs import Paragraph
from watcher.notices.structure import NoNotice, Notice, read_notice
from watcher.notices.traditional import simplified
from watcher.places.mentions import find_places

HARD = Path(__file__).parent / "data" / "hard"
LABELS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HARD.glob("*.json"))}
NOTICES = [name for name, label in LABELS.items() if "notice" not in label]


def hard(name: str) -> Article:
    path = next(path for path in HARD.glob(f"{name}.*") if path.suffix != ".json")
    return read_article(path.name, path.read_bytes(), Reading(timezone=UTC))


def read(article: Article) -> Notice | NoNotice:
    return read_notice(article.title, article.paragraphs, find_places(article.text))


def paragraphs_of(*texts: str) -> list[Paragraph]:
    placed, start = [], 0
    for text in texts:
        placed.append(Paragraph(text, start))
        start += len(text) + 1
    return placed


def notice_of(*texts: str, title: str = "一则消息") -> Notice:
    notice = read_notice(title, paragraphs_of(*texts))
    assert isinstance(notice, Notice)
    return notice


@pytest.mark.parametrize("name", [name for name, label in LABELS.items() if "notice" in label])
def test_an_article_about_a_document_is_none_and_says_why(name: str) -> None:
    found = read(hard(name))
    assert isinstance(found, NoNotice)
    assert found.because


@pytest.mark.parametrize("name", NOTICES)
def test_hard_documents_are_read_as_labelled(name: str) -> None:
    notice = read(hard(name))
    assert isinstance(notice, Notice)
    said = {field: value for field, value in notice.as_json().items() if value not in (None, [])}
    assert _unordered(said) == _unordered(LABELS[name])


@pytest.mark.parametrize("name", NOTICES)
def test_every_span_is_where_the_element_was_read(name: str) -> None:
    article = hard(name)
    notice = read(article)
    assert isinstance(notice, Notice)
    assert all(0 <= span.start < span.end for span in notice.spans)
    assert all(span.end <= len(article.title if span.in_title else article.text) for span in notice.spans)
    assert {span.field for span in notice.spans} == {
        field for field, value in notice.as_json().items() if value not in (None, [])
    }
    text = simplified(article.text)
    places = [text[span.start : span.end] for span in notice.spans if span.field == "designated"]
    assert all(any(place in name or name in place for name in notice.designated) for place in places)
    assert len(places) == len(notice.designated)


def test_deadlines_are_looked_for_as_far_as_documents_go() -> None:
    near = notice_of("关于书店的通知", "各市教育局：", "请于2021年3月5日前报送。", "2021年1月1日")
    far = notice_of("关于书店的通知", "各市教育局：", "书" * 600_000, "请于2021年3月5日前报送。", "2021年1月1日")
    long = notice_of("关于书店的通知", "各市教育局：", *["书"] * 50_000, "请于2021年3月5日前报送。", "2021年1月1日")
    assert (near.deadlines, far.deadlines, long.deadlines) == ((date(2021, 3, 5),), (), ())


def test_an_empty_article_is_no_document() -> None:
    assert isinstance(read_notice("", []), NoNotice)


def test_a_title_without_a_document_is_none() -> None:
    assert isinstance(read_notice("教育部关于书店的通知", paragraphs_of("记者获悉，通知将于近日印发。")), NoNotice)


def test_the_number_that_a_text_cites_is_not_its_own() -> None:
    notice = notice_of("教育部关于书店的通知", "各有关单位：", "按教发〔2020〕1号文件执行。", "教育部", "2021年1月1日")
    assert (notice.number, notice.cited) == (None, ("教发〔2020〕1号",))


def test_the_signers_and_the_date_of_one_line_have_each_their_place() -> None:
    texts = ["教育部关于书店的通知", "各有关单位：", "请执行。", "教育部　科技部", "财政部　2021年1月1日"]
    notice = notice_of(*texts)
    text = "\n".join(texts)
    read_at = [(span.field, text[span.start : span.end]) for span in notice.spans if span.field in {"issuers", "date"}]
    assert read_at == [("issuers", "教育部　科技部"), ("issuers", "财政部"), ("date", "2021年1月1日")]


def test_signers_may_stand_in_a_table() -> None:
    notice = notice_of("教育部等关于书店的通知", "各有关单位：", "请执行。", "教育部\t科技部", "财政部\t2021年1月1日")
    assert (notice.issuers, notice.date) == (("教育部", "科学技术部", "财政部"), date(2021, 1, 1))


def test_the_office_of_an_organ_signs_for_it() -> None:
    notice = notice_of(
        "教育部　科技部关于印发书店名单的通知", "各有关单位：", "现印发给你们。", "附件：名单", "教育部办公厅",
        "科技部办公厅", "2021年1月1日", "附件", "名单", "某书店",
    )  # fmt: skip
    assert (notice.issuers, notice.date) == (("教育部办公厅", "科学技术部办公厅"), date(2021, 1, 1))


def test_the_date_under_a_title_is_none_of_it() -> None:
    notice = notice_of("教育部关于书店的通知", "（2021年1月1日）", "各有关单位：", "请执行。", "教育部")
    assert (notice.title, notice.date) == ("教育部关于书店的通知", date(2021, 1, 1))


def test_a_title_that_stands_twice_is_no_longer_for_that() -> None:
    title = "某市人民政府关于印发书店规则的通知"
    notice = notice_of(f"{title}（2021修订）", title, "各县人民政府：", "请执行。", "某市人民政府", "2021年1月1日")
    assert notice.title == title


def test_a_number_before_the_title_is_none_of_it() -> None:
    notice = notice_of("教育部公告2021年第4号 教育部关于书店的公告", "现公告如下。", "教育部", "2021年1月1日")
    assert (notice.title, notice.number) == ("教育部关于书店的公告", "教育部公告2021年第4号")


def test_an_organ_alone_over_the_text_issues_what_nobody_signs() -> None:
    notice = notice_of("关于书店的通知", "某市人民政府办公室", "各县人民政府：", "请执行。", "2021年1月1日")
    assert notice.issuers == ("某市人民政府办公室",)


def test_a_headquarters_signs_by_a_name_with_an_attribute() -> None:
    signer = "某区委新型冠状病毒感染的肺炎疫情防控工作指挥部"
    assert notice_of("关于书店的通告", "特此通告。", signer, "2021年1月1日").issuers == (signer,)


def test_what_only_says_the_sort_of_a_document_is_not_its_title() -> None:
    notice = notice_of("航 行 通 告", "书湾航道施工期间管制通告", "某海事航〔2013〕55号", "请避让。", "2021年1月1日")
    assert notice.title == "书湾航道施工期间管制通告"


def test_a_title_that_nothing_marks_stands_over_a_text_that_says_what_it_is() -> None:
    text = "经审核，某县符合标准，现向社会公示，如有异议，请反映。"
    notice = notice_of("某林区", "某省2017年度书屋退出公示", text, "某省书屋办公室", "2021年1月1日")
    assert (notice.title, notice.kind, notice.issuers) == ("某省2017年度书屋退出公示", "公示", ("某省书屋办公室",))


def test_a_lead_may_name_the_title_of_what_follows() -> None:
    title = "教育部关于书店的公告"
    lead = f"教育部网站1月8日发布《{title}》，全文如下："
    notice = notice_of(lead, "依照标准，现公告如下。", "教育部", "2021年1月7日", title="教育部：书店来了")
    assert (notice.title, notice.kind, notice.issuers) == (title, "公告", ("教育部",))


def test_a_title_in_quotation_marks_is_read_without_them() -> None:
    title = "某市人民政府关于书店的通知"
    notice = notice_of(f"《{title}》", "各县人民政府：", "请执行。", "2021年1月1日", title=f"《{title}》")
    assert (notice.title, notice.kind) == (title, "通知")


def test_a_sentence_that_ends_as_titles_do_is_none_of_the_title() -> None:
    notice = notice_of("教育部关于书店的公示", "根据规定，拟命名三家书店，现予以公示。", "教育部", "2021年1月1日")
    assert notice.title == "教育部关于书店的公示"


def test_addressees_may_be_ranked_by_semicolons() -> None:
    notice = notice_of("教育部关于书店的通知", "各省教育厅；部属各大学：", "请执行。", "教育部", "2021年1月1日")
    assert notice.addressees == ("各省教育厅", "部属各大学")


def test_links_of_the_page_are_no_title_when_the_text_has_none() -> None:
    notice = notice_of(
        "各有关单位：", "现将书店事宜通知如下。", "教育部", "2021年1月1日", "打印本页", "上一篇：教育部关于图书的通知",
        title="教育部关于书店的通知",
    )  # fmt: skip
    assert notice.title == "教育部关于书店的通知"


def test_a_telephone_for_complaints_does_not_end_the_document() -> None:
    notice = notice_of("关于书店的公示", "现将书店予以公示。", "举报电话：010-66090000", "教育部", "2021年1月1日")
    assert notice.issuers == ("教育部",)


def test_who_printed_the_copies_gets_none() -> None:
    notice = notice_of(
        "教育部关于书店的通知", "各有关单位：", "请执行。", "教育部", "2021年1月1日", "抄送：财政部、科技部",
        "教育部办公厅　2021年1月2日印发",
    )  # fmt: skip
    assert notice.cc == ("财政部", "科技部")


def test_copies_of_what_is_forwarded_are_not_its_own() -> None:
    notice = notice_of(
        "合肥市教育局转发教育部关于书店的通知", "各县教育局：", "现转发给你们。", "合肥市教育局", "2021年1月1日",
        "教育部关于书店的通知", "各有关单位：", "请执行。", "教育部", "2020年1月1日", "抄送：财政部。",
    )  # fmt: skip
    assert notice.cc == ()


def test_the_note_and_the_attachments_of_what_is_forwarded_are_not_its_own() -> None:
    outer = ["合肥市教育局转发教育部关于书店的通知", "各县教育局：", "现转发给你们。"]
    signed = ["合肥市教育局", "2021年1月1日"]
    inner = [
        "教育部关于书店的通知",
        "各有关单位：",
        "请执行。",
        "附件：书店名单",
        "教育部",
        "2020年1月1日",
        "（此件公开发布）",
    ]
    notice = notice_of(*outer, *signed, *inner)
    assert (notice.issuers, notice.attachments, notice.disclosure) == (("合肥市教育局",), (), None)

    notice = notice_of(*outer, *signed, "教育部关于书店", "和书摊有关问题的请示", *inner[1:])
    assert (notice.attachments, notice.disclosure) == ((), None)

    notice = notice_of(*outer, "附件：县名单", *signed, "（此件主动公开）", *inner)
    assert (notice.attachments, notice.disclosure) == (("县名单",), "主动公开")

    notice = notice_of(*outer, *inner[:-1], *signed, "（此件主动公开）")
    assert (notice.issuers, notice.disclosure) == (("合肥市教育局",), "主动公开")


def test_a_document_that_is_attached_is_not_the_one_that_attaches_it() -> None:
    notice = notice_of(
        "教育部关于书店的通知", "请各书店执行。", "教育部", "2021年1月1日",
        "附件1", "财政部关于图书的通知", "各有关单位：", "请执行。", "财政部", "2020年1月1日",
    )  # fmt: skip
    assert (notice.title, notice.issuers) == ("教育部关于书店的通知", ("教育部",))


def test_the_text_itself_may_say_how_it_is_disclosed() -> None:
    notice = notice_of(
        "教育部关于书店的通知", "各有关单位：", "请执行。", "教育部", "2021年1月1日", "公开方式：依申请公开"
    )
    assert notice.disclosure == "依申请公开"


def test_a_report_of_a_meeting_is_no_document_though_an_organ_signs_it() -> None:
    found = read_notice(
        "动员会召开：会上宣读了市政府的通知",
        paragraphs_of("本报讯（记者某某）合肥市召开动员会。", "会议要求：", "合肥市水务局", "2021年3月3日"),
    )
    assert isinstance(found, NoNotice)


def test_the_day_a_page_was_published_is_not_the_date() -> None:
    notice = notice_of(
        "教育部关于书店的通知", "发布时间：2021-02-03", "各有关单位：", "请执行。", "教育部", "2021年1月1日"
    )
    assert notice.date == date(2021, 1, 1)


def test_the_table_of_metadata_says_what_the_text_does_not() -> None:
    notice = notice_of(
        "发文机关：教育部　成文日期：2021年1月1日",
        "发文字号：教发〔2021〕3号　公开方式：主动公开",
        "关于书店的通知",
        "各有关单位：",
        "请执行。",
    )
    assert (notice.issuers, notice.date) == (("教育部",), date(2021, 1, 1))
    assert (notice.number, notice.disclosure) == ("教发〔2021〕3号", "主动公开")


def test_what_is_forwarded_may_be_signed_where_the_outer_document_is_not() -> None:
    notice = notice_of(
        "国务院办公厅转发教育部关于书店意见的通知",
        "各省、自治区、直辖市人民政府：",
        "现转发给你们，请执行。",
        "关于书店的意见",
        "书店是好的。",
        "教育部",
        "2001年1月2日",
    )
    assert (notice.issuers, notice.date) == (("国务院办公厅",), None)


def test_a_decision_has_the_date_of_the_meeting_under_its_title() -> None:
    notice = notice_of(
        "国务院关于修改《书店条例》的决定",
        "（2019年3月2日国务院第38次常务会议通过）",
        "国务院决定作如下修改：",
        "删去第一条。",
    )
    assert (notice.kind, notice.date) == ("决定", date(2019, 3, 2))


def test_what_stands_below_the_editor_is_no_part_of_the_document() -> None:
    notice = notice_of(
        "教育部关于书店的通知",
        "各有关单位：",
        "请执行。",
        "教育部",
        "2021年1月1日",
        "责任编辑：某某",
        "教发〔2019〕8号，2021年5月1日前报送",
    )
    assert (notice.cited, notice.deadlines) == ((), ())


def test_json_has_every_field_and_dates_as_iso_8601() -> None:
    notice = notice_of("教育部关于公布第二批书店的通知", "各有关单位：", "请于3月1日前执行。", "教育部", "2021年1月1日")
    said = notice.as_json()
    assert list(said) == (
        [
            "kind",
            "number",
            "title",
            "issuers",
            "addressees",
            "date",
            "cc",
            "cited",
            "attachments",
            "disclosure",
            "deadlines",
            "batch",
            "designated",
        ]
    )
    assert (said["date"], said["deadlines"]) == ("2021-01-01", ["2021-03-01"])
    assert said["batch"] == {"number": 2, "series": "书店"}
    assert json.loads(json.dumps(said)) == said


WORDS = st.sampled_from(
    [
        "国务院关于书店的通知",
        "教育部",
        "各省、自治区、直辖市人民政府：",
        "国发〔2019〕3号",
        "第706号",
        "2021年1月1日",
        "附件：1.名单",
        "附件",
        "抄送：合肥市、芜湖市人民政府",
        "（此件主动公开）",
        "请于3月底前报送。",
        "确定合肥市为试点。",
        "總理",
        "國務院關於為辦發號會縣的通知",
        "安徽省",
        "合肥市\t1",
        "责任编辑：",
        "中华人民共和国国务院令",
        "海关总署公告",
        "发文字号：",
        "转发",
        "全文如下",
        "总理\u3000李某",
    ]
)
PARAGRAPHS = st.lists(
    st.tuples(
        WORDS | st.text(max_size=30) | st.lists(WORDS, max_size=4).map("".join),
        st.sampled_from(["p", "h", "li", "row", "pre"]),
        st.sampled_from(["", "center", "right"]),
        st.booleans(),
    ),
    max_size=14,
)


@given(WORDS | st.text(max_size=30), PARAGRAPHS)
def test_no_article_makes_it_fail_or_point_outside_the_text(
    title: str, blocks: list[tuple[str, str, str, bool]]
) -> None:
    placed, start = [], 0
    for text, kind, align, bold in blocks:
        placed.append(Paragraph(text, start, kind, align, bold))
        start += len(text) + 1
    text = "\n".join(paragraph.text for paragraph in placed)
    found = read_notice(title, placed, find_places(text))
    if isinstance(found, Notice):
        assert found.kind and found.title
        assert all(0 <= span.start <= span.end <= len(title if span.in_title else text) for span in found.spans)
        assert json.dumps(found.as_json())
    else:
        assert found.because


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("请于2021年3月1日前按国发〔2019〕3号办理、", id="elements without end"),
        pytest.param("（", id="brackets that do not close"),
        pytest.param("1", id="digits"),
        pytest.param("一", id="Chinese numerals"),
        pytest.param("1月1日、", id="a list of dates"),
        pytest.param("、合肥市", id="a list of organs"),
        pytest.param("确定合肥市和", id="places that are chosen"),
        pytest.param("教育部 ", id="organs apart by spaces"),
        pytest.param("附件：1.", id="numbers of attachments"),
    ],
)
def test_the_time_does_not_grow_with_the_square_of_the_length(unit: str) -> None:
    import time

    def seconds(size: int) -> float:
        texts = (
            "教育部关于书店的通知",
            "各有关单位：",
            f"{unit * size}前",
            f"抄送：{unit * size}",
            f"附件：{unit * size}",
        )
        placed = paragraphs_of(*texts)
        places = find_places("\n".join(texts))
        started = time.process_time()
        read_notice("消息" + " " * size, placed, places)
        return time.process_time() - started

    assert seconds(8_000) < 100 * min(seconds(500) for _ in range(3)) + 0.5


def _unordered(values: dict[str, object]) -> dict[str, object]:
    return {field: sorted(value) if isinstance(value, list) else value for field, value in values.items()}
