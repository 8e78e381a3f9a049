"""The `when` language: what cannot be read says where; what can be read is a tree, and a tree an expression."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.rules.expression import CHINA, ExpressionError, attribute, city, keyword, number_key, parse, show
from watcher.rules.tree import (
    All,
    Attribute,
    City,
    Node,
    Not,
    Published,
    Regex,
    Some,
    Word,
    contradiction,
    every,
    leaves,
    some,
    triggers,
)

DAY = datetime(2024, 5, 6, tzinfo=CHINA)


def word(text: str, field: str | None = None) -> Word:
    return Word(text, text.lower(), field)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "expected a term at the beginning", id="nothing"),
        pytest.param("   ", "expected a term at the beginning", id="spaces"),
        pytest.param("雨 AND", "expected a term after AND", id="AND at the end"),
        pytest.param("OR 雨", "expected a term at the beginning, not OR", id="OR at the beginning"),
        pytest.param("雨 AND OR 雪", "expected a term after AND, not OR at character 7", id="two in a row"),
        pytest.param("NOT", "expected a term after NOT", id="NOT alone"),
        pytest.param("(雨", "bracket at character 1 is not closed", id="an open bracket"),
        pytest.param("雨)", "unexpected ) at character 2", id="a closing bracket too many"),
        pytest.param("()", "expected a term", id="empty brackets"),
        pytest.param('"雨', "quote at character 1 is not closed", id="an open quote"),
        pytest.param("“雨", "quote at character 1 is not closed", id="an open Chinese quote"),
        pytest.param('""', "empty term", id="an empty phrase"),
        pytest.param('" "', "empty term", id="a phrase of spaces"),
        pytest.param("|", "empty term", id="nothing or nothing"),
        pytest.param("isuer:住建部", "did you mean issuer:", id="a field with a slip"),
        pytest.param("zzz:住建部", "there is title", id="an unknown field"),
        pytest.param("雨 AND title:", "expected a term after title", id="a field with nothing behind it"),
        pytest.param("city:不存在市", "no administrative division", id="a city that there is not"),
        pytest.param("after:yesterday", "a day such as", id="a day in words"),
        pytest.param("/[/", "no RE2 pattern", id="a broken pattern"),
        pytest.param("/(?=a)/", "no RE2 pattern", id="a pattern that RE2 has not"),
        pytest.param("/a*/", "found in every text", id="a pattern that nothing meets too"),
        pytest.param("issuer:/a/", "can be looked for in title: and text:", id="a pattern in a field that takes none"),
        pytest.param("(" * 60 + "雨" + ")" * 60, "brackets within one another", id="too many brackets"),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(text: str, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert words in str(caught.value)


RAIN, SNOW, WIND = word("雨"), word("雪"), word("风")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("雨", RAIN, id="a term"),
        pytest.param("雨 雪", All((RAIN, SNOW)), id="side by side is AND"),
        pytest.param("雨 AND 雪 AND 风", All((RAIN, SNOW, WIND)), id="AND"),
        pytest.param("雨 OR 雪 OR 风", Some((RAIN, SNOW, WIND)), id="OR"),
        pytest.param("雨|雪", Some((RAIN, SNOW)), id="a bar is OR"),
        pytest.param("雨 OR 雪 AND 风", Some((RAIN, All((SNOW, WIND)))), id="AND binds closer than OR"),
        pytest.param("雨 NOT 雪 风", All((RAIN, Not(SNOW), WIND)), id="NOT binds closest"),
        pytest.param("NOT NOT 雨", Not(Not(RAIN)), id="NOT twice"),
        pytest.param("NOT (雨 雪)", Not(All((RAIN, SNOW))), id="NOT of brackets"),
        pytest.param("(雨 OR 雪) 风", All((Some((RAIN, SNOW)), WIND)), id="brackets"),
        pytest.param("（雨 OR 雪）风", All((Some((RAIN, SNOW)), WIND)), id="full-width brackets"),
        pytest.param("title:雨", word("雨", "title"), id="a field"),
        pytest.param("title: 雨", word("雨", "title"), id="a field and a space"),
        pytest.param("Title：雨", word("雨", "title"), id="a field with a capital"),
        pytest.param("title：雨", word("雨", "title"), id="a full-width colon"),
        pytest.param(
            "title:(雨 OR 雪)", Some((word("雨", "title"), word("雪", "title"))), id="a field before brackets"
        ),
        pytest.param("title:雨|雪", Some((word("雨", "title"), word("雪", "title"))), id="a field before a bar"),
        pytest.param('"a  b"', word("a b"), id="a phrase"),
        pytest.param("“a b”", word("a b"), id="Chinese quotes"),
        pytest.param(r'"say \"a\""', word('say "a"'), id="quotes within quotes"),
        pytest.param('"AND"', Word("AND", "and"), id="a quoted AND is a word"),
        pytest.param("and", word("and"), id="a small and is a word"),
        pytest.param("12:30", word("12:30"), id="a colon behind digits makes no field"),
        pytest.param("/a.c/", Regex("a.c"), id="a pattern"),
        pytest.param(r"title:/a\/c/", Regex(r"a\/c", "title"), id="a pattern with a slash"),
        pytest.param("kind:通知", Attribute("kind", "通知", "通知"), id="a kind"),
        pytest.param("after:2024-05-06", Published(after=DAY), id="after a day"),
        pytest.param("before:2024-05-06", Published(before=DAY), id="before a day"),
    ],
)
def test_an_expression_is_a_tree(text: str, tree: Node) -> None:
    assert parse(text) == tree


def test_a_city_knows_its_codes_and_whether_it_covers_what_lies_within() -> None:
    assert parse("city:合肥") == City("合肥", ("340100",))
    assert parse("city:合肥", within=False) == City("合肥", ("340100",), False)


def test_a_group_is_its_members_or_its_word() -> None:
    tree = parse("city:长三角")
    assert [type(leaf) for leaf in leaves(tree)] == [City, Word, Word]
    assert [leaf.text for leaf in leaves(tree) if isinstance(leaf, Word)] == ["长三角", "长江三角洲"]
    assert isinstance(parse("city:华北"), City), "an ordinary word too, so only its members are looked for"
    assert isinstance(city("长三角", designated=True), City), "a notice selects places, not words"


def test_a_short_name_of_an_organ_is_its_full_one() -> None:
    assert attribute("issuer", "住建部").folded == attribute("issuer", "住房和城乡建设部").folded


def test_numbers_are_compared_without_their_brackets() -> None:
    same = ("建办城函〔2020〕594号", "建办城函[2020] 594 号", "建办城函（２０２０）594号")

    assert len({number_key(number) for number in same}) == 1


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("雨", RAIN, id="a word"),
        pytest.param("雨|雪", Some((RAIN, SNOW)), id="two ways to say one thing"),
        pytest.param(" a   b ", word("a b"), id="white space"),
        pytest.param("|雨|", RAIN, id="bars at the ends"),
        pytest.param("ＡI", Word("ＡI", "ai"), id="width and case"),
        pytest.param("臺灣", Word("臺灣", "台湾"), id="traditional characters"),
        pytest.param("|", Word("|", "|"), id="a bar alone"),
    ],
)
def test_a_keyword_of_a_list(text: str, tree: Node) -> None:
    assert keyword(text) == tree


TERMS = st.one_of(
    st.text('雨雪aB1 "\\|:()/', min_size=1, max_size=5).filter(str.strip).map(lambda text: keyword_leaf(text, None)),
    st.sampled_from([word("雨", "title"), word("AND", "text"), Regex("a.c"), Regex(r"a\/b", "title"), city("合肥")]),
    st.sampled_from([attribute("kind", "通知"), attribute("issuer", "住建部"), attribute("number", "〔2020〕1号")]),
    st.sampled_from([Published(after=DAY), Published(before=DAY)]),
)


def keyword_leaf(text: str, field: str | None) -> Word:
    from watcher.articles.folding import fold

    text = " ".join(text.split())
    return Word(text, fold(text), field)


TREES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(every),
        st.lists(inner, min_size=2, max_size=3).map(some),
        inner.map(Not),
    ),
    max_leaves=8,
)


@given(TREES)
def test_a_tree_is_shown_as_an_expression_that_reads_as_the_same_tree(tree: Node) -> None:
    assert parse(show(tree)) == tree


@given(st.text('雨a AND OR NOT ()（）"“”:：/|\\ title:city:合肥', max_size=40))
def test_any_text_is_a_tree_or_an_expression_error(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError as error:
        assert str(error)
    else:
        assert parse(show(tree)) == tree


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("雨 NOT 雨", "雨 cannot be mentioned where 雨 is excluded", id="the word itself"),
        pytest.param("暴雨 NOT 雨", "暴雨 cannot be mentioned where 雨 is excluded", id="part of the word"),
        pytest.param("(暴雨 OR 大雨) NOT 雨", "暴雨 cannot", id="part of each word"),
        pytest.param("city:合肥 NOT city:合肥", "合肥 cannot be mentioned where 合肥 is excluded", id="the same city"),
        pytest.param("city:合肥 NOT city:安徽", "合肥 cannot be mentioned where 安徽", id="the city's province"),
        pytest.param("暴雨 NOT (大风 OR 雨)", "暴雨 cannot be mentioned where 雨", id="one of several"),
        pytest.param("/雨./ NOT /雨./", "the same is asked for and excluded", id="the same pattern"),
        pytest.param("kind:通知 kind:公告", "no document is both 通知 and 公告", id="two kinds at once"),
        pytest.param("after:2024-05-06 before:2024-05-06 雨", "nothing is published after:2024-05-06 and", id="no day"),
        pytest.param("city:安徽 NOT city:合肥", None, id="another city of the province"),
        pytest.param("kind:通知 OR kind:公告", None, id="one of two kinds"),
        pytest.param("after:2024-05-06 before:2024-05-07 雨", None, id="a day"),
        pytest.param("雨 NOT 暴雨", None, id="a longer word"),
        pytest.param("(暴雨 OR 雪) NOT 雨", None, id="part of one of two words"),
        pytest.param("OpenAI NOT AI", None, id="Latin words count whole"),
        pytest.param("雨 NOT title:雨", None, id="excluded in the title only"),
        pytest.param("title:雨 NOT text:雨", None, id="excluded elsewhere"),
    ],
)
def test_what_can_never_match_is_told(text: str, reason: str | None) -> None:
    found = contradiction(parse(text))

    assert found == reason if reason is None else (found or "").startswith(reason)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        pytest.param("雨", {RAIN}, id="a word"),
        pytest.param("雨 雪", {RAIN}, id="one of those that must all be there"),
        pytest.param("雨 OR 雪", {RAIN, SNOW}, id="each of those of which one must"),
        pytest.param("雨 NOT 雪", {RAIN}, id="not what is excluded"),
        pytest.param("NOT 雨", None, id="only exclusion"),
        pytest.param("雨 OR NOT 雪", None, id="it may be met by exclusion alone"),
        pytest.param("after:2024-01-01", None, id="only a date"),
        pytest.param("(雨 OR 雪) 风", {WIND}, id="the fewest"),
    ],
)
def test_what_a_rule_cannot_do_without(text: str, needed: set[Word] | None) -> None:
    assert triggers(parse(text)) == needed


def test_leaves_are_those_under_not_too() -> None:
    assert list(leaves(parse("雨 NOT (雪 OR 风)"))) == [RAIN, SNOW, WIND]
