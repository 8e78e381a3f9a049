"""`watcher watch` and `watcher unwatch`: words and cities of a rule, edited in the config as a person would."""

from __future__ import annotations

import argparse
import codecs
import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit

from watcher.commands.output import say, say_json
from watcher.config.lint import lint
from watcher.config.reader import parse, read
from watcher.config.tables import did_you_mean
from watcher.errors import UsageError

_LISTS = ("keywords", "cities", "channels", "exclude")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words, and whose they are."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="keywords")
    parser.add_argument("--city", action="append", default=[], metavar="PLACE", help="a place; repeatable")
    parser.add_argument("--rule", metavar="NAME", help="the rule; `watch` makes one where there is none of that name")
    parser.add_argument(
        "--channel", action="append", default=[], metavar="NAME", help="a channel that its alerts go to"
    )


def run(args: argparse.Namespace) -> int:
    """Edit the config, show the difference, and leave it as it was if the result would be wrong."""
    path = Path(args.config)
    before = read(path)
    parse(before, path)
    document = tomlkit.parse(before)
    lists = {"keywords": args.words, "cities": args.city, "channels": args.channel}
    if not any(lists.values()):
        raise UsageError(f"{args.command} what? name words or --city")
    rule = _rule(document, args) if args.command == "watch" else _existing(document, args.rule)
    change = _add if args.command == "watch" else _remove
    change(rule, lists)
    after = _with_ends_of(before, tomlkit.dumps(document))
    parse(after, path)  # raises with every problem, and nothing is written
    if after != before:
        _write(path.resolve(), after)
    if args.json:
        say_json({"changed": before != after})
    else:
        _tell(path, before, after)
        if args.rule and (hint := _misspelt(args.rule, before)):
            say(f"note: {args.rule} is a new rule{hint}")
        if change is _add and "when" in rule and any(lists[key] for key in ("keywords", "cities")):
            say("note: the `when` of this rule must hold too, so the words narrow it; its expression is what widens it")
    return 0


def _tell(path: Path, before: str, after: str) -> None:
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), str(path), str(path), "", "", 1, "")
    say("\n".join(difference) or "nothing to change")
    known = {doubt.message for doubt in lint(parse(before, path), before)}
    for doubt in lint(parse(after, path), after):
        if doubt.message not in known:
            say(f"note: {doubt.message}")


def _misspelt(name: str, before: str) -> str:
    """A rule that was there and that was perhaps meant, where there was none of the name."""
    rules = tomlkit.parse(before).get("rules", [])
    names = [str(rule[key]) for rule in rules for key in ("name", "slug") if key in rule]
    return "" if name in names else did_you_mean(name, names)


def _with_ends_of(before: str, after: str) -> str:
    """With the line ends of Windows where the file has no others: what is added comes without."""
    if before.count("\n") and before.count("\r\n") == before.count("\n"):
        return after.replace("\r\n", "\n").replace("\n", "\r\n")
    return after


def with_words(text: str, rule: str, lists: dict[str, Sequence[str]]) -> str:
    """A config's text with words added to a rule that it has."""
    document = tomlkit.parse(text)
    _add(_existing(document, rule), lists)
    return tomlkit.dumps(document)


def _rule(document: tomlkit.TOMLDocument, args: argparse.Namespace) -> Any:
    """The rule to add to; a new one where the name is new, or there is no rule yet."""
    rules = document.setdefault("rules", tomlkit.aot())
    if args.rule is None and len(rules) == 1:
        return rules[0]
    name = args.rule or (args.words + args.city)[0]
    found = [rule for rule in rules if name in {rule.get("name"), rule.get("slug")}]
    if found:
        return found[0]
    rule = tomlkit.table()
    rule.add("name", name)
    if rules and not tomlkit.dumps(document).endswith("\n\n"):
        rules[-1].add(tomlkit.nl())
    if not args.channel:
        args.channel += list(document.get("channels", {}))[:1]
    rules.append(rule)
    return rules[-1]


def _existing(document: tomlkit.TOMLDocument, name: str | None) -> Any:
    rules = document.get("rules", [])
    found = [rule for rule in rules if name is None or name in {rule.get("name"), rule.get("slug")}]
    if len(found) != 1:
        names = ", ".join(str(rule.get("name")) for rule in rules) or "none"
        raise UsageError(f"which rule? name it with --rule; there is {names}")
    return found[0]


def _add(rule: Any, lists: dict[str, Sequence[str]]) -> None:
    for key, words in lists.items():
        for word in words:
            if key not in rule:
                rule.add(key, tomlkit.array())
            if word not in rule[key]:
                rule[key].append(word)


def _remove(rule: Any, lists: dict[str, Sequence[str]]) -> None:
    for key, words in lists.items():
        for word in words:
            if word not in rule.get(key, []):
                other = next((f"; it is in {other}" for other in _LISTS if word in rule.get(other, [])), "")
                raise UsageError(f'rule "{rule.get("name")}" has no {word} in {key}{other}')
            rule[key].remove(word)


def _write(path: Path, text: str) -> None:
    """Replace the config in one step: the service never reads half of it."""
    part = path.with_name(f".{path.name}.part")
    try:
        mark = codecs.BOM_UTF8 if path.read_bytes().startswith(codecs.BOM_UTF8) else b""
        part.write_bytes(mark + text.encode())
        part.chmod(path.stat().st_mode & 0o777)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
