"""`watcher watch` and `watcher unwatch`: words and cities of a rule, edited in the config as a person would."""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from watcher.commands.output import say, say_json
from watcher.config import parse
from watcher.errors import UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words, and whose they are."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="keywords")
    parser.add_argument("--city", action="append", default=[], metavar="PLACE", help="a place; repeatable")
    parser.add_argument("--rule", metavar="NAME", help="the rule; a new one where there is none of that name")
    parser.add_argument("--channel", action="append", default=[], metavar="NAME", help="where a rule's alerts go")


def run(args: argparse.Namespace) -> int:
    """Edit the config, show the difference, and leave it as it was if the result would be wrong."""
    path = Path(args.config)
    try:
        before = path.read_bytes().decode("utf-8-sig")
        document = tomlkit.parse(before)
    except FileNotFoundError:
        raise UsageError(f"there is no {path}; `watcher init` writes one") from None
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise UsageError(f"{path} cannot be edited: {error}") from None
    lists = {"keywords": args.words, "cities": args.city, "channels": args.channel}
    if not any(lists.values()):
        raise UsageError(f"{args.command} what? name words or --city")
    if args.command == "watch":
        _add(_rule(document, args), lists)
    else:
        _remove(_existing(document, args.rule), lists)
    after = tomlkit.dumps(document)
    parse(after, path)  # raises with every problem, and nothing is written
    _write(path, after)
    difference = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), str(path), str(path), "", "", 1, "")
    )
    say_json({"changed": before != after}) if args.json else say("\n".join(difference) or "nothing to change")
    return 0


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
                raise UsageError(f'rule "{rule.get("name")}" has no {word} in {key}')
            rule[key].remove(word)


def _write(path: Path, text: str) -> None:
    """Replace the config in one step: the service never reads half of it."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(text.encode())
        part.chmod(path.stat().st_mode & 0o777)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
