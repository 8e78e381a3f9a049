"""Why a rule matches an article or does not, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.rules.evaluation import Facts, evaluate
from watcher.rules.expression import show
from watcher.rules.matching import Matcher, Rule
from watcher.rules.tree import All, Attribute, City, Mention, Node, Not, Some, Word

_SEEN = 4  # words that a reason names


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a rule asks for."""

    asked: str
    met: bool
    seen: str = ""  # what stands in the article


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule, and what it found."""

    rule: Rule
    matched: bool
    reasons: tuple[Reason, ...]


def verdicts(matcher: Matcher, facts: Facts, words: Mapping[str, str]) -> list[Verdict]:
    """For every rule of the matcher whether the article satisfies it, and why."""
    return [
        Verdict(
            rule, evaluate(rule.condition, facts) is not None, tuple(dict.fromkeys(_why(rule.condition, facts, words)))
        )
        for rule in matcher.rules
    ]


def _why(node: Node, facts: Facts, words: Mapping[str, str]) -> Iterator[Reason]:
    match node:
        case All(parts) | Some(parts):
            for part in parts:
                yield from _why(part, facts, words)
        case Not(part):
            if (found := evaluate(part, facts)) is not None:
                yield Reason(words["why_excluded"].format(show(part)), False, _seen(found, words))
        case _:
            found = evaluate(node, facts)
            yield Reason(_asked(node, words), found is not None, _seen(found or (), words))


def _asked(node: Node, words: Mapping[str, str]) -> str:
    match node:
        case Word(text, _, field):
            return words["why_keyword"].format(text) + (words[f"why_{field}"] if field else "")
        case City(text, _, _, designated):
            return words["why_designated" if designated else "why_city"].format(text)
        case Attribute(field, text):
            return words[f"why_{field}"].format(text)
        case _:
            return show(node)


def _seen(mentions: Sequence[Mention], words: Mapping[str, str]) -> str:
    """The words as they are written in the article: 合肥、芜湖市 · 5 处."""
    texts = list(dict.fromkeys(mention.text for mention in mentions))
    listed = "、".join(text[:40] for text in texts[:_SEEN])
    more = words["and_more"].format(len(texts)) if len(texts) > _SEEN else ""
    count = f" · {words['times'].format(len(mentions))}" if len(mentions) > 1 else ""
    return listed + more + count
