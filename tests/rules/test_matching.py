"""All rules -> one matcher; an article -> the rules that it satisfies, with reasons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.folding import fold
from watcher.places.mentions import find_places
from watcher.rules.evaluation import Given, evaluate
from watcher.rules.expression import parse
from watcher.rules.matching import Matcher, Rule, place_mentions


def rule(when: str, name: str = "x") -> Rule:
    return Rule(name=name, slug=name, condition=parse(when))


def article(text: str = "", title: str = "", **given_: Any) -> Given:
    places = place_mentions(find_places(title), find_places(text))
    return Given(title=title, text=text, places=places, **given_)


NOTICE = {
    "kind": "通知",
    "number": "示建函〔2024〕12号",
    "issuers": ["住房和城乡建设部"],
    "designated": ["芜湖市"],
}


OF_CITY = {"issuers": ["合肥市住房和城乡建设局"]}
OF_REGION = {"issuers": ["广西壮族自治区发展和改革委员会"]}


@pytest.mark.parametrize(
    ("when", "subject", "matched"),
    [
        pytest.param("雨", article(), False, id="an empty article"),
        pytest.param("雨", article("周四有雨。"), True, id="a word in the text"),
        pytest.param("雨", article(title="有雨"), True, id="a word in the title"),
        pytest.param("title:雨", article("周四有雨。"), False, id="a word in the text, asked for in the title"),
        pytest.param("text:雨", article(title="有雨"), False, id="a word in the title, asked for in the text"),
        pytest.param("有雨", article("雨停了", title="有"), False, id="not across title and text"),
        pytest.param("路协", article("车路协同"), True, id="inside a Chinese word"),
        pytest.param("车路协同", article("车 路 协 同"), True, id="letters set apart"),
        pytest.param("mac", article("machine"), False, id="at the head of a Latin word"),
        pytest.param("AI", article("MAIN"), False, id="inside a Latin word"),
        pytest.param("AI", article("the A.I. and AI-based"), True, id="a Latin word between marks"),
        pytest.param("é", article("café"), False, id="inside an accented word"),
        pytest.param("２０２４", article("2024年"), True, id="full-width digits"),
        pytest.param("24", article("2024年"), False, id="inside a number"),
        pytest.param("new york", article("New York"), True, id="case"),
        pytest.param("雨 NOT 雷", article("雷雨"), False, id="excluded"),
        pytest.param("雨 AND 雪", article("雨夹雪"), True, id="both"),
        pytest.param("雨 OR 雪", article("雪"), True, id="either"),
        pytest.param("city:合肥", article("合肥市今日有雨"), True, id="a city"),
        pytest.param("city:安徽", article("合肥市今日有雨"), True, id="the province around it"),
        pytest.param("city:合肥", article("安徽省今日有雨"), False, id="a city that only its province is named of"),
        pytest.param("city:长三角", article("苏州今日有雨"), True, id="a member of a group"),
        pytest.param("city:长三角", article("长三角一体化"), True, id="the group's own word"),
        pytest.param("city:长三角", article("长江三角洲一体化"), True, id="the group's other word"),
        pytest.param("city:苏州", article("长三角一体化"), False, id="a city of which only the group is named"),
        pytest.param("city:东北", article("刮东北风"), False, id="a group's word that is an ordinary one"),
        pytest.param("city:中山", article("孙中山先生生于此地"), False, id="a person's name"),
        pytest.param("kind:通知", article(notice=NOTICE), True, id="a kind"),
        pytest.param("kind:通", article(notice=NOTICE), False, id="part of a kind"),
        pytest.param("kind:通知", article("通知"), False, id="a word is no kind"),
        pytest.param("issuer:住建部", article(notice=NOTICE), True, id="an issuer by its short name"),
        pytest.param("issuer:合肥市", article(notice=OF_CITY), True, id="any organ of a city"),
        pytest.param("issuer:合肥市住建局", article(notice=OF_CITY), True, id="a local organ by its short name"),
        pytest.param("issuer:合肥住建局", article(notice=OF_CITY), True, id="a local organ as people call it"),
        pytest.param("issuer:广西发改委", article(notice=OF_REGION), True, id="an organ of a region"),
        pytest.param("issuer:吉林省", article(notice={"issuers": ["吉林市人民政府"]}), False, id="no province"),
        pytest.param("number:示建函[2024]12号", article(notice=NOTICE), True, id="a number in other brackets"),
        pytest.param("category:交通", article(categories=("交通", "公告")), True, id="a category"),
        pytest.param("category:交", article(categories=("交通",)), False, id="part of a category"),
        pytest.param("author:日报", article(author="示例日报"), True, id="part of an author"),
        pytest.param("path:news/", article(path="news/a.md"), True, id="part of a path"),
        pytest.param("after:2024-05-06", article(published=datetime(2024, 5, 6, tzinfo=UTC)), True, id="on the day"),
        pytest.param(
            "before:2024-05-06", article(published=datetime(2024, 5, 6, tzinfo=UTC)), False, id="not before it"
        ),
        pytest.param("after:2024-05-06", article(), False, id="without a date"),
        pytest.param(r"/第\d+号/", article("第12号"), True, id="a pattern"),
        pytest.param("title:/雨$/", article("有雨"), False, id="a pattern in another field"),
        pytest.param("/ABC/", article("ａｂｃ"), True, id="a pattern is blind to width and case"),
    ],
)
def test_what_an_expression_matches(when: str, subject: Given, matched: bool) -> None:
    assert bool(Matcher([rule(when)]).match(subject)) is matched


def test_a_matcher_without_rules_finds_nothing() -> None:
    assert Matcher([]).match(article("雨")) == []
    assert Matcher([]).explain(article("雨")) == []


def test_matches_come_in_the_order_of_the_config() -> None:
    rules = [rule("雪", "first"), rule("雨", "second"), rule("NOT 风", "third"), rule("雨 雪", "fourth")]

    assert [match.rule.name for match in Matcher(rules).match(article("雨夹雪"))] == [each.name for each in rules]


def test_mentions_say_where_they_stand_and_what_was_watched() -> None:
    subject = article("用ＡＩ写的通知，AI很快。", title="AI与合肥")
    match = Matcher([rule("ai OR city:安徽")]).match(subject)[0]

    assert [(each.kind, each.name, each.text, each.field, each.start, each.end) for each in match.mentions] == [
        ("keyword", "ai", "AI", "title", 0, 2),
        ("keyword", "ai", "ＡＩ", "text", 1, 3),
        ("keyword", "ai", "AI", "text", 8, 10),
        ("city", "合肥市", "合肥", "title", 3, 5),
    ]


@pytest.mark.parametrize(
    ("when", "text", "because"),
    [
        pytest.param("雨", "有雨", "keyword 雨: “雨” in the text", id="a word that is there"),
        pytest.param("雨", "雨，雨", "2 times", id="a word that is there twice"),
        pytest.param("雨", "雪", "keyword 雨: not mentioned", id="a word that is not"),
        pytest.param("city:安徽", "合肥市", "city 安徽: “合肥市” in the text", id="a city that is there"),
        pytest.param("雨 NOT 雷", "雷雨", "excluded by 雷", id="what is excluded"),
        pytest.param("kind:通知", "", "kind 通知: it is none", id="a kind that there is not"),
    ],
)
def test_a_rule_says_why_it_matches_or_not(when: str, text: str, because: str) -> None:
    reasons = Matcher([rule(when)]).explain(article(text))

    assert any(because in line for line in reasons[0].because), reasons


@pytest.mark.parametrize("text", ["大雨" * 20_000, "大 雨 " * 20_000])
@pytest.mark.parametrize("when", ["大雨", "/大 ?雨/", "text:大雨"])
def test_a_text_of_nothing_but_a_keyword_has_no_million_mentions(when: str, text: str) -> None:
    subject = article(text, title="大雨" * 200)
    match = Matcher([rule(when)]).match(subject)[0]

    assert 0 < len(match.mentions) <= 2_000
    assert match.mentions[-1].field == "text"


WORDS = ["雨", "暴雨", "雪", "风", "ai", "main", "合肥", "安徽", "a"]
CONDITIONS = st.recursive(
    st.sampled_from([*WORDS, "title:雨", "text:雪", "city:合肥", "city:安徽", "kind:通知", "/雨./"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' AND '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        inner.map(lambda part: f"(NOT {part})"),
    ),
    max_leaves=6,
)
TEXTS = st.lists(st.sampled_from([*WORDS, "，", " ", "MAIN", "市", "ＡＩ", "x"]), max_size=8).map("".join)


@given(st.lists(CONDITIONS, min_size=1, max_size=5), TEXTS, TEXTS, st.sampled_from([None, NOTICE]))
def test_passing_rules_by_loses_none(conditions: list[str], title: str, text: str, notice: Any) -> None:
    """The index of triggers gives what evaluating every rule gives."""
    rules = [rule(when, str(number)) for number, when in enumerate(conditions)]
    matcher = Matcher(rules)
    subject = article(text, title, notice=notice)
    facts = matcher.facts(subject)

    expected = [each for each in rules if evaluate(each.condition, facts) is not None]
    assert [match.rule for match in matcher.match(subject)] == expected
    assert [reason.rule for reason in matcher.explain(subject) if reason.matched] == expected


@given(TEXTS, TEXTS)
def test_every_mention_stands_where_it_says(title: str, text: str) -> None:
    subject = article(text, title)
    for match in Matcher([rule(" OR ".join([*WORDS, "city:安徽"]))]).match(subject):
        for mention in match.mentions:
            where = title if mention.field == "title" else text
            assert where[mention.start : mention.end] == mention.text
            assert mention.kind == "city" or fold(mention.text) == mention.name
