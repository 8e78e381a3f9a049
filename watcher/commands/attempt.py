"""`watcher try`: a rule against all that is stored, nothing sent."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from watcher.commands.output import clock, say, say_json
from watcher.config.lint import lint_condition
from watcher.config.reader import load, parse, read
from watcher.config.settings import Settings
from watcher.errors import UsageError
from watcher.plurals import counted
from watcher.rules.expression import ExpressionError, city, keyword, show
from watcher.rules.expression import parse as parse_expression
from watcher.rules.matching import Rule
from watcher.rules.tree import Node, contradiction, some, triggers
from watcher.store.store import Store
from watcher.trial import RECENT, Trial, try_rule


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to try."""
    parser.add_argument("--keyword", action="append", default=[], metavar="WORD", help="a word to watch; repeatable")
    parser.add_argument("--city", action="append", default=[], metavar="PLACE", help="a place to watch; repeatable")
    parser.add_argument("--when", metavar="EXPR", help="an expression, such as 'issuer:住建部 AND (试点 OR 示范)'")
    parser.add_argument("--rule", metavar="NAME", help="a rule of the config: as it stands, or with what is added")
    parser.add_argument("--examples", type=int, default=5, metavar="N", help="how many examples (default: 5)")


def run(args: argparse.Namespace) -> int:
    """Try it and tell."""
    settings = load(Path(args.config))
    standing = _standing(settings, args.rule)
    try:
        condition = _condition(args, standing, settings.timezone)
    except ExpressionError as error:
        raise UsageError(str(error)) from None
    if triggers(condition) is None:
        raise UsageError("this only excludes: it needs something to look for")
    if reason := contradiction(condition):
        raise UsageError(f"this can never match: {reason}")
    with Store(settings.store.path, only_read=True) as store:
        trial = try_rule(store, condition, standing.condition if standing else None, args.examples)
    if args.json:
        say_json(trial.as_json())
    else:
        _tell(trial, condition, standing, settings.timezone)
    return 0


def _standing(settings: Settings, name: str | None) -> Rule | None:
    if name is None:
        return None
    for rule in settings.rules:
        if name in {rule.name, rule.slug}:
            return rule
    raise UsageError(f"there is no rule {name}; there is {', '.join(rule.name for rule in settings.rules) or 'none'}")


def _condition(args: argparse.Namespace, standing: Rule | None, zone: datetime.tzinfo) -> Node:
    """What is tried: the expression; or the words, beside those of the rule as `watcher watch` would add them."""
    if args.when:
        return parse_expression(args.when, zone=zone)
    added: list[Node] = [*map(keyword, args.keyword), *map(city, args.city)]
    if standing is None:
        if not added:
            raise UsageError("try what? name --keyword, --city, --when or --rule")
        return some(added)
    if not added:
        return standing.condition
    from watcher.commands.watch import with_words  # with tomlkit

    path = Path(args.config)
    text = with_words(read(path), standing.name, {"keywords": args.keyword, "cities": args.city})
    return next(rule.condition for rule in parse(text, path).rules if rule.slug == standing.slug)


def _tell(trial: Trial, condition: Node, standing: Rule | None, zone: datetime.tzinfo) -> None:
    say(show(condition))
    for doubt in lint_condition(condition):
        say(f"note: this {doubt}")
    if not trial.articles:
        say("nothing is stored yet: `watcher scan` reads the articles")
        return
    old = f", none of the last {RECENT.days} days" if trial.hits else ""
    rate = f", about {counted(trial.per_week, 'alert')} a week" if trial.per_week else old
    say(f"{trial.hits} of {counted(trial.articles, 'article')}{rate}")
    if standing:
        say(f"against “{standing.name}” as it stands: {trial.gained} gained, {trial.lost} lost")
    if trial.words:
        say("most by " + ", ".join(f"{name} {count}" for name, count in trial.words))
    lists = [("gained", trial.gains), ("lost", trial.losses)] if standing else []
    for name, examples in [each for each in lists if each[1]] or [("", trial.examples)]:
        if name:
            say(f"\n{name}, the newest:")
        for example in examples:
            is_title = example.excerpt.replace("【", "").replace("】", "") == example.title
            day = clock(example.published, zone)[:10] if example.published else ""
            say(f"\n{day} {example.excerpt if is_title else example.title}")
            if not is_title:
                say(f"  {example.excerpt}" if example.excerpt else "  " + "; ".join(example.because))
