"""Matcher and survey beside an evaluator that knows no index and no automaton: slow, plain, and written apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.articles.article import Article
from watcher.articles.folding import fold
from watcher.articles.scan import Stat
from watcher.places.mentions import find_places
from watcher.rules.evaluation import Given
from watcher.rules.expression import CHINA, city, parse
from watcher.rules.matching import Matcher, Rule, place_mentions
from watcher.rules.tree import All, Attribute, City, Node, Not, Published, Regex, Some, Word, every, some
from watcher.store.library import NewArticle
from watcher.store.store import Store
from watcher.subject import places_json
from watcher.survey import Survey

NOTICE = {"kind": "通知", "number": "示建函〔2024〕12号", "issuers": ["住房和城乡建设部"], "designated": ["芜湖市"]}
NOW = datetime(2024, 5, 20, tzinfo=UTC)
WORDS = ["雨", "暴雨", "雨雪", "雪", "ai", "main", "a", "合肥", "安徽", "芜湖市", "臺灣"]
LEAVES = [
    *(*WORDS, "title:雨", "text:雪", "雨|雪", '"ai 雨"', "city:合肥", "city:安徽", "city:芜湖"),
    *("kind:通知", "kind:通", "issuer:住建部", "number:示建函", "category:交通", "author:日报", "path:news/"),
    *("after:2024-05-06", "before:2024-05-06", "/雨./", "title:/a.*b/"),
]


def conditions(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=2, max_size=4)
        return st.one_of(
            several.map(lambda parts: f"({' AND '.join(parts)})"),
            several.map(lambda parts: f"({' OR '.join(parts)})"),
            inner.map(lambda part: f"(NOT {part})"),
        )

    return st.recursive(leaves, deeper, max_leaves=8)


PIECES = [
    *WORDS,
    "，",
    " ",
    "　",
    "\n",
    "MAIN",
    "ＡＩ",
    "市",
    "b",
    "台湾",
    "暴 雨",
    "雨　雪",
    "风 雨 雪",
    "ＢＡ\u00a0雨",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


def subject(
    title: str,
    text: str,
    notice: dict[str, object] | None,
    categories: tuple[str, ...],
    author: str,
    path: str,
    time: tuple[int, int] | None,
) -> Given:
    return Given(
        title=title,
        text=text,
        places=place_mentions(find_places(title), find_places(text)),
        notice=notice,
        categories=categories,
        author=author,
        path=path,
        published=time and datetime(2024, 5, *time, tzinfo=UTC),
    )


OTHERS = (
    [None, NOTICE],
    [(), ("交通", "公告")],
    ["", "示例日报"],
    ["a.md", "news/a.md"],
    [None, (5, 12), (5, 17), (6, 12)],  # 17:00 UTC is the next day in China
)
SUBJECTS = st.builds(subject, TEXTS, TEXTS, *map(st.sampled_from, OTHERS))


def holds(node: Node, subject: Given) -> bool:
    """What a condition means, told as plainly as can be."""
    match node:
        case All(parts):
            return all(holds(part, subject) for part in parts)
        case Some(parts):
            return any(holds(part, subject) for part in parts)
        case Not(part):
            return not holds(part, subject)
        case Word(_, folded, field):
            return any(is_mentioned(folded, fold(text)) for text in fields(field, subject))
        case Regex(pattern, field):
            return any(re.search(pattern, fold(text)) for text in fields(field, subject))
        case City(_, codes, _, designated):
            named = [place for place in subject.places if any(lies_in(place.code or "", code) for code in codes)]
            selected = (subject.notice or {}).get("designated", ())
            return any(place.name in selected for place in named) if designated else bool(named)
        case Published(after, before):
            day = subject.published and subject.published.astimezone(CHINA).date()
            return bool(day and (not after or day >= after.date()) and (not before or day < before.date()))
        case Attribute(field, _, folded):
            return is_so(field, folded, subject)


def fields(field: str | None, subject: Given) -> list[str]:
    return [text for name, text in (("title", subject.title), ("text", subject.text)) if field in {None, name}]


def is_mentioned(word: str, text: str) -> bool:
    here = any(
        text.startswith(word, at) and not is_inside_a_word(word, text, at) for at in range(len(text) - len(word) + 1)
    )
    return here or any(is_set_apart(word, text, at) for at in range(len(text)))


def is_inside_a_word(word: str, text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + len(word) : at + len(word) + 1]
    return (is_letter(before) and is_letter(word[0])) or (is_letter(after) and is_letter(word[-1]))


def is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def is_set_apart(word: str, text: str, at: int) -> bool:
    """The word's letters stand from here on, each alone, with nothing but spaces between them."""
    for number, letter in enumerate(word):
        if number:
            start = at
            while text[at : at + 1] in {" ", "\u3000"}:
                at += 1
            if at == start:
                return False
        if text[at : at + 1] != letter or not is_alone(text, at):
            return False
        at += 1
    return len(word) > 1


def is_alone(text: str, at: int) -> bool:
    around = (text[at - 1 : at] if at else "", text[at + 1 : at + 2])
    return "\u3400" <= text[at] <= "\u9fff" and not any("\u3400" <= other <= "\u9fff" for other in around if other)


def lies_in(code: str, wider: str) -> bool:
    return code.startswith(wider[:2] if wider.endswith("0000") else wider[:4] if wider.endswith("00") else wider)


def is_so(field: str, folded: str, subject: Given) -> bool:
    notice = subject.notice or {}
    match field:
        case "kind":
            return notice.get("kind") == folded
        case "issuer":
            return any(folded in issuer for issuer in notice.get("issuers", ()))
        case "number":
            return folded in notice.get("number", "")
        case "category":
            return folded in subject.categories
        case "author":
            return folded in subject.author
        case _:
            return folded in subject.path


@given(st.lists(conditions(st.sampled_from(LEAVES)), min_size=1, max_size=6), SUBJECTS)
def test_the_matcher_says_what_the_condition_means(conditions: list[str], subject: Given) -> None:
    rules = [Rule(name=str(number), slug=str(number), condition=parse(when)) for number, when in enumerate(conditions)]

    matched = [match.rule.name for match in Matcher(rules).match(subject)]

    assert matched == [rule.name for rule in rules if holds(rule.condition, subject)]


# the same of what is stored


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[int, Given]]]:
    """A store of articles of every sort, and the articles by their ids."""
    random = Random(5)
    texts = (["".join(random.choices(PIECES, k=random.randrange(9))) for _ in range(2)] for _ in range(300))
    subjects = {id_: subject(*text, *map(random.choice, OTHERS)) for id_, text in enumerate(texts, start=1)}
    with Store(tmp_path_factory.mktemp("shelf") / "watcher.db") as store:
        with store.transaction():
            rows = [row(id_, each) for id_, each in subjects.items()]
            store.library.add_articles(rows, [f"tag:{each.id}" for each in rows], ["first seen"] * len(rows), NOW)
            for id_, each in subjects.items():
                store.db.execute("UPDATE articles SET path = ? WHERE id = ?", (each.path, id_))
        yield store, subjects


def row(id_: int, each: Given) -> NewArticle:
    notice = each.notice or {}
    facets = [("kind", notice["kind"]), *(("issuer", issuer) for issuer in notice["issuers"])] if notice else []
    article = Article(
        path=f"{id_}.md",
        title=each.title,
        published=each.published,
        author=each.author,
        categories=tuple(each.categories),
        url="",
        image="",
        text=each.text,
        fragment="",
        warnings=(),
        fingerprint=b"",
        paragraphs=(),
    )
    return NewArticle(
        id=id_,
        shown=each.published or NOW,
        stat=Stat(0, 0, 0),
        article=article,
        notice=json.dumps(notice) if notice else None,
        places=json.dumps(places_json(each.places)),
        facets=[*facets, *{("city", place.code or "") for place in each.places}],
        matches=(),
    )


SELECTED = city("芜湖", designated=True)
TREES = st.builds(
    lambda node, around: around(node),
    conditions(st.sampled_from(LEAVES)).map(parse),
    st.sampled_from(
        [
            lambda node: node,
            lambda node: every([node, SELECTED]),
            lambda node: some([node, SELECTED]),
            lambda node: every([node, Not(SELECTED)]),
        ]
    ),
)


@settings(max_examples=40)
@given(st.lists(TREES, min_size=1, max_size=2))
def test_a_survey_of_what_is_stored_says_it_of_every_article(
    shelf: tuple[Store, dict[int, Given]], nodes: list[Node]
) -> None:
    """Which satisfy a condition, and what makes each do so, as the matcher has it."""
    store, subjects = shelf

    survey = Survey(store.matches, nodes)

    for node in nodes:
        assert survey.satisfying(node) == {id_ for id_, each in subjects.items() if holds(node, each)}
        assert survey.causes(node) == mentioned(node, subjects)


def mentioned(node: Node, subjects: dict[int, Given]) -> dict[str, set[int]]:
    """What the matcher says that the articles mention: name -> those that do."""
    matcher = Matcher([Rule(name="", slug="", condition=node)])
    found: dict[str, set[int]] = {}
    for id_, each in subjects.items():
        for match in matcher.match(each):
            for mention in match.mentions:
                found.setdefault(mention.name, set()).add(id_)
    return found
