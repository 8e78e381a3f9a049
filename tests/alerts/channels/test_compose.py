"""The message says to its reader what it is, why it came and what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from channel_samples import CARD, ITEM, MENTIONS, NOTICE, SEEN, about, digest, match, probe, problem

from watcher.alerts.channels.compose import Entry, below, drawn, lines, views
from watcher.alerts.message import Elsewhere, Mentioned, Message


def first(message: Message) -> Entry:
    return next(views(message, None)).entries[0]


def said(message: Message) -> list[str]:
    return [line.text for line in lines(next(views(message, None)))]


def test_a_match_in_chinese() -> None:
    """Heading, title, what it is, what changed, by whom, which places, and why with the words in their sentences."""
    assert said(match()) == [
        "有修改 · 车路协同试点",
        "海州市交通运输局 海州市发展和改革委员会关于组织第二批车路协同试点的通知",
        "通知 · 海交函〔2026〕12号 · 2026-02-27",
        "改动：正文（日期）",
        "−4月15日前报送。",
        "+4月30日前报送。",
        "发文机关：海州市交通运输局、海州市发展和改革委员会",
        "确定地区：重庆市、合肥市、芜湖市",
        "截止日期：2026-04-30",
        "命中：车路协同、合肥市、重庆市",
        "决定在三个城市开展第二批车路协同试点，请认真组织实施。",
        "确定重庆、合肥、芜湖为本批试点城市。",
        "也见于：转发：第二批试点开始申报",
    ]


def test_a_match_in_english() -> None:
    """The words around an article's own are English, its own stay as they are."""
    assert said(match(replace(ITEM, diff=None), language="en"))[:6] == [
        "Edited · 车路协同试点",
        "海州市交通运输局 海州市发展和改革委员会关于组织第二批车路协同试点的通知",
        "通知 · 海交函〔2026〕12号 · 2026-02-27",
        "What changed: text (date)",
        "Issued by: 海州市交通运输局, 海州市发展和改革委员会",
        "Designated: 重庆市, 合肥市, 芜湖市",
    ]


def test_the_found_words_are_bold_in_their_sentence() -> None:
    """All of those that a sentence holds, not only the one that it is shown for."""
    assert [[span.text for span in reason if span.bold] for reason in first(match()).reasons] == [
        ["车路协同"],
        ["重庆", "合肥"],
    ]


@pytest.mark.parametrize("sentence", [CARD.title, f"海州市政府{CARD.title}", CARD.title[-20:]])
def test_a_title_is_no_sentence_that_tells_why(sentence: str) -> None:
    """It stands above, whole or in part, with or without its issuers: there is room for what the text says."""
    titled = Mentioned("keyword", "试点", "试点", None, sentence)
    entry = first(match(replace(ITEM, mentions=(titled,))))
    assert (entry.matched, entry.reasons, entry.excerpt) == ("试点", (), ITEM.article.excerpt)


@pytest.mark.parametrize(
    ("text", "sentence", "bold"),
    [
        pytest.param("AI", "He said AI, not AIDS.", ["AI"], id="a Latin word only as a whole"),
        pytest.param("5G", "部署5G网络和15GB流量", ["5G"], id="also beside Chinese"),
        pytest.param("a.b", "a.b 不是 aXb", ["a.b"], id="not as a pattern"),
        pytest.param("不在", "句子里没有", [], id="a word that the sentence lacks"),
    ],
)
def test_which_words_are_bold(text: str, sentence: str, bold: list[str]) -> None:
    """As the rule found them."""
    mention = Mentioned("keyword", text, text, None, sentence)
    (reason,) = first(match(replace(ITEM, mentions=(mention,)))).reasons
    assert [span.text for span in reason if span.bold] == bold
    assert "".join(span.text for span in reason) == sentence


def test_a_sentence_is_shown_once_and_a_word_explained_once() -> None:
    """Fifty mentions of one keyword are one sentence on a phone."""
    again = tuple(replace(MENTIONS[0], excerpt=f"第{place}次提到车路协同。") for place in range(50))
    assert len(first(match(replace(ITEM, mentions=again))).reasons) == 1
    assert len(first(match(replace(ITEM, mentions=MENTIONS * 3))).reasons) == 2


def test_a_long_list_is_cut_at_a_name_and_says_how_many() -> None:
    """No name is ever cut through."""
    places = [f"第{place}个城市" for place in range(40)]
    message = match(replace(ITEM, notice={"designated": places}))
    assert dict(first(message).facts)["确定地区"].endswith("、第11个城市等 40 个")


@pytest.mark.parametrize(
    ("also", "shown"),
    [
        pytest.param(Elsewhere("转发通知", "https://other.example/1", "1.md"), "转发通知", id="by its own title"),
        pytest.param(Elsewhere(CARD.title, "https://other.example/1", "1.md"), "other.example", id="else by its site"),
        pytest.param(Elsewhere(CARD.title, "", "old/1.md"), "old/1.md", id="else by its path"),
        pytest.param(Elsewhere("", "javascript:alert(1)", "\x00"), "…", id="and there is always something"),
    ],
)
def test_where_else_the_document_stands(also: Elsewhere, shown: str) -> None:
    """What tells the other place from this one; it is linked where it has an address."""
    (line,) = [line for line in lines(next(views(match(replace(ITEM, also=(also,))), None))) if "也见于" in line.text]
    assert line.text == f"也见于：{shown}"
    assert line.spans[1].url == also.url.replace("javascript:alert(1)", "")


def test_a_document_that_stands_everywhere_is_listed_at_a_few_places_and_counted() -> None:
    """A circular of a ministry stands at dozens of sites."""
    also = tuple(Elsewhere(f"转发{place}", "", "") for place in range(40))
    assert said(match(replace(ITEM, also=also)))[-1].endswith("、转发10、转发11等 40 个")


def test_several_rules_are_named_together() -> None:
    assert first(match(replace(ITEM, rules=("双智试点", "夜间")))).label == "有修改 · 双智试点、夜间"


def test_a_line_of_the_documents_own_title_is_no_reason() -> None:
    """It prints it in lines, under the one that a site gives it; the reason is a sentence, else how its text begins."""
    line = Mentioned("keyword", "车路协同", "车路协同", None, "关于组织第二批 车路协同试点")
    notice = {**NOTICE, "title": "海州市交通运输局关于组织第二批车路协同试点的通知"}
    only = replace(ITEM, notice=notice, article=replace(CARD, title="第二批试点开始申报"), mentions=(line,))

    assert first(match(only)).reasons == ()
    assert first(match(only)).excerpt == CARD.excerpt
    assert len(first(match(replace(only, mentions=(line, *MENTIONS)))).reasons) == 2


@pytest.mark.parametrize(
    ("days", "change", "label"),
    [
        pytest.param(0, "new", "新发布", id="published today"),
        pytest.param(29, "new", "新发布", id="published this month"),
        pytest.param(31, "new", "新收录", id="published before that: it came now, as from another mirror"),
        pytest.param(400, "updated", "有修改", id="an old one that was edited"),
    ],
)
def test_an_old_article_is_not_told_as_newly_published(days: int, change: str, label: str) -> None:
    card = replace(CARD, published=SEEN - timedelta(days=days))
    assert first(match(replace(ITEM, change=change, article=card))).label == f"{label} · 车路协同试点"


@pytest.mark.parametrize("change", ["new", "updated", "moved"])
def test_what_happened_before_anybody_asked_for_it_is_told_so(change: str) -> None:
    assert first(match(replace(ITEM, change=change, earlier=True))).label == "往期 · 车路协同试点"


def test_a_reprint_says_that_it_is_one() -> None:
    assert first(match(replace(ITEM, reprint=True))).label == "转载 · 车路协同试点"


def test_an_article_that_is_no_document_says_when_and_by_whom() -> None:
    """The publication date stands where the date of a document would."""
    assert first(match(replace(ITEM, notice=None))).facts == (("发布时间", "2026-03-02"), ("作者", "编辑部"))


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        pytest.param({"title": " 甲\n乙 "}, "甲 乙", id="on one line"),
        pytest.param({"title": "\x00"}, "notices/2026/7.md", id="the path, where there is none"),
        pytest.param({"title": "", "path": ""}, "#7", id="the number, where there is neither"),
    ],
)
def test_title(changes: dict[str, Any], title: str) -> None:
    """There is always something to read and to press."""
    assert first(about(**changes)).title == title


def test_the_excerpt_is_shown_where_no_sentence_tells_why() -> None:
    """A rule that matched by issuer or path has no sentence."""
    entry = first(match(replace(ITEM, mentions=())))
    assert (entry.reasons, entry.excerpt) == ((), "为推进车路协同，现组织第二批试点。")


def test_a_digest_lists_titles_and_counts_the_rest() -> None:
    """Short entries, numbered, and what is not listed is counted."""
    view = next(views(digest(25, more=5), None))
    assert view.heading == "30 条提醒"
    assert (len(view.entries), view.ending) == (20, "另有 10 条未列出")
    assert [line.text for line in below(view)][:4] == [
        "1. 海州市交通运输局 海州市发展和改革委员会关于组织第二批车路协同试点的通知",
        "有修改 · 车路协同试点 · 通知 · 海交函〔2026〕12号 · 2026-02-27",
        "改动：正文（日期）",
        "发文机关：海州市交通运输局、海州市发展和改革委员会",
    ]


def test_a_test_says_that_it_is_one() -> None:
    """Nobody takes it for an alert."""
    assert said(probe()) == ["测试消息", "这是一条测试消息，收到即说明此渠道可用。"]


@pytest.mark.parametrize("message", [match(), digest(20)], ids=["match", "digest"])
def test_the_last_view_is_a_bare_title(message: Message) -> None:
    """However little a platform takes, there is something to send."""
    sizes = [sum(len(line.text) for line in lines(view)) for view in views(message, None)]
    assert sizes[-1] == min(sizes)
    assert sizes[-1] < 120


def test_the_fullest_view_that_fits_is_drawn() -> None:
    """And the barest where none does."""
    sizes = [sum(len(line.text) for line in lines(view)) for view in views(match(), None)]

    def draw(view: Any) -> int:
        return sum(len(line.text) for line in lines(view))

    assert drawn(match(), None, draw, lambda size: size < sizes[0]) == max(size for size in sizes if size < sizes[0])
    assert drawn(match(), None, draw, lambda size: False) == sizes[-1]


def test_a_problem_is_told_line_by_line() -> None:
    assert said(problem()) == [
        "需要处理",
        "config.toml:3: [feeds] limit: expected a number",
        "config.toml:7: 另一处有误",
    ]


def test_a_problem_of_many_lines_says_that_there_are_more() -> None:
    assert said(problem("\n".join(f"line {number}" for number in range(50))))[-2:] == ["line 19", "…"]
