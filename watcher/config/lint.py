"""What is valid in a config but probably not meant. `watcher check` notes it; nothing else depends on it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from watcher.config.settings import Settings
from watcher.config.tomllines import Key, key_lines
from watcher.errors import Problem
from watcher.notices.titles import KINDS
from watcher.rules.matching import Rule
from watcher.rules.tree import All, Attribute, Leaf, Node, Not, Some, Word, contradiction, every, leaves

_JOINED = re.compile(r"(?<=[^\W\d])[,，、;；]\s*(?=[^\W\d])")
_SIGNS = dict.fromkeys(("and", "&&", "&", "且", "并且", "和"), "AND") | dict.fromkeys(("or", "或", "或者"), "OR")
_SIGNS |= dict.fromkeys(("not", "非"), "NOT")
_FIELDS = {
    "标题": "title",
    "正文": "text",
    "城市": "city",
    "地区": "city",
    "发文机关": "issuer",
    "文种": "kind",
    "发文字号": "number",
    "文号": "number",
    "分类": "category",
    "作者": "author",
    "路径": "path",
}
_FIELD = re.compile(rf"({'|'.join(_FIELDS)})[:：](?=.)")
_MINUS = re.compile(r"[!！-](?=[^\W\d])")


def lint(settings: Settings, text: str) -> list[Problem]:
    """Each such thing with its line; `text` is that of the config file."""
    lines = key_lines(text)
    found = [
        Problem(_line(lines, ("rules", number, key)), f'rule "{rule.name}" {message}')
        for number, rule in enumerate(settings.rules)
        for key, message in _of_rule(rule, settings)
    ]
    used = {name for rule in settings.rules for name in rule.channels} | {settings.alerts.operator}
    idle = settings.channels.keys() - used
    found += [Problem(_line(lines, ("channels", name)), f"[channels.{name}]: no rule names it") for name in idle]
    server = settings.server
    if server.username is None and not re.fullmatch(r"localhost|127\..*|::1", server.host):
        message = (
            "[server] listen: anyone who reaches it sees everything and can retry alerts; set username and password"
        )
        found.append(Problem(_line(lines, ("server", "listen")), message))
    return sorted(found, key=lambda problem: problem.line or 0)


def _of_rule(rule: Rule, settings: Settings) -> Iterator[tuple[str, str]]:
    """The key, and what is probably wrong with it."""
    if settings.channels and not rule.channels:
        yield "name", "names no channels: it only fills its feed"
    for leaf in dict.fromkeys(leaves(rule.condition)):
        if message := _of_leaf(leaf):
            yield _key(leaf), message
    for reason in _in_vain(rule.condition):
        yield "keywords", f"looks for something in vain: {reason}"


def lint_condition(condition: Node) -> list[str]:
    """The same of a condition alone."""
    return [message for leaf in dict.fromkeys(leaves(condition)) if (message := _of_leaf(leaf))]


def _of_leaf(leaf: Leaf) -> str | None:
    match leaf:
        case Word(text) if text in _SIGNS:
            return f'looks for the word "{text}"; what joins terms is written {_SIGNS[text]}'
        case Word(text) if _JOINED.search(text):
            parts = ", ".join(f'"{part}"' for part in _JOINED.split(text))
            return f'looks for "{text}" as it stands, comma and all; several words are written {parts}'
        case Word(text) if field := _FIELD.match(text):
            return f'looks for "{text}" as it stands; that field is written {_FIELDS[field[1]]}:{text[field.end() :]}'
        case Word(text) if _MINUS.match(text):
            return f'looks for "{text}" as it stands; what must not be mentioned is written NOT {text[1:]}'
        case Word(text) if "*" in text:
            return f'looks for "{text}" as it stands, star and all; a word is found within longer ones without it'
        case Attribute("kind", text) if text not in KINDS:
            close = difflib.get_close_matches(text, KINDS, n=1, cutoff=0.5)
            return f"asks for a kind that no document has: {text}" + (f"; did you mean {close[0]}?" if close else "")
        case _:
            return None


def _in_vain(condition: Node) -> Iterator[str]:
    """Why one of several things that a rule looks for can never make it match."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    forbidden = [part for part in parts if isinstance(part, Not)]
    for part in parts:
        for each in part.parts if isinstance(part, Some) else ():
            if reason := contradiction(every([each, *forbidden])):
                yield reason


def _key(leaf: Leaf) -> str:
    """Where it stands, unless it is in an expression: then there is no such key."""
    return "kinds" if isinstance(leaf, Attribute) else "keywords"


def _line(lines: Mapping[Key, int], key: Key) -> int | None:
    """Where a key of a rule or channel stands; else the rule's expression, else the rule itself."""
    return lines.get(key) or lines.get((*key[:2], "when")) or lines.get(key[:2])
