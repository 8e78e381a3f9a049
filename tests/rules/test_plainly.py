"""The matcher beside an evaluator that knows no index and no automaton: slow, plain, and written apart from it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.folding import fold
from watcher.notices.places import find_places
from watcher.rules.evaluation import Given
from watcher.rules.expression import parse
from watcher.rules.matching import Matcher, Rule, place_mentions
from watcher.rules.tree import All, Attribute, City, Node, Not, Published, Regex, Some, Word

NOTICE = {"kind": "通知", "number": "示建函〔2024〕12号", "issuers": ["住房和城乡建设部"], "designated": ["芜湖市"]}
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


TEXTS = st.lists(
    st.sampled_from([*WORDS, "，", " ", "　", "\n", "MAIN", "ＡＩ", "市", "b", "台湾", "暴 雨", "雨　雪"]), max_size=9
).map("".join)
SUBJECTS = st.builds(
    lambda title, text, notice, categories, author, path, day: Given(
        title=title,
        text=text,
        places=place_mentions(find_places(title), find_places(text)),
        notice=notice,
        categories=categories,
        author=author,
        path=path,
        published=day and datetime(2024, 5, day, 12, tzinfo=UTC),
    ),
    TEXTS,
    TEXTS,
    st.sampled_from([None, NOTICE]),
    st.sampled_from([(), ("交通", "公告")]),
    st.sampled_from(["", "示例日报"]),
    st.sampled_from(["a.md", "news/a.md"]),
    st.sampled_from([None, 5, 6, 7]),
)


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
        case City(_, codes):
            return any(lies_in(place.code or "", code) for place in subject.places for code in codes)
        case Published(after, before):
            day = subject.published and subject.published.date()
            return bool(day and (not after or day >= after) and (not before or day < before))
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
