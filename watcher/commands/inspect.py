"""`watcher inspect`: what is read in articles, and for every rule why it matches or does not."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from watcher.articles.article import read_article
from watcher.articles.naming import Source, as_name, to_name
from watcher.articles.scan import list_files, read_file
from watcher.commands.output import say, say_json
from watcher.config.reader import load, parse
from watcher.config.settings import Settings
from watcher.errors import ArticleError, UsageError
from watcher.notices.structure import NoNotice, Notice
from watcher.passes.reading import Understood, understand
from watcher.rules.matching import Matcher
from watcher.subject import places_json
from watcher.times import utc_now


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files and folders to look into."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="articles, or folders of them")
    parser.add_argument("--history", action="store_true", help="every change that the store remembers, with its diff")
    parser.add_argument(
        "--suggest-strip", action="store_true", help="what recurs over many articles, for [articles] strip"
    )


def run(args: argparse.Namespace) -> int:
    """Read each article and tell all of it. 1 where one cannot be read."""
    if args.history:
        from watcher.commands import history

        return history.run(load(Path(args.config)), args.paths, args.json)
    settings = _settings(Path(args.config))
    if args.suggest_strip:
        from watcher.commands import recurring

        return recurring.run(settings, files(args.paths, settings), args.json)
    matcher = Matcher(settings.rules)
    failed = False
    paths = list(files(args.paths, settings))
    if not paths and not args.json:
        say(f"there are no articles in {', '.join(args.paths)}")
    for path in paths:
        try:
            found = inspect(path, settings)
        except ArticleError as error:
            failed = True
            if args.json:
                say_json({"path": str(path), "error": str(error)})
            else:
                say(f"{path} {error}\n")
            continue
        if args.json:
            say_json(as_json(str(path), found, matcher))
        else:
            say(as_text(str(path), found, matcher))
    return 1 if failed else 0


def _settings(config: Path) -> Settings:
    """What the config says; without one, what an empty one would."""
    return load(config) if config.exists() or str(config) != "config.toml" else parse("", config)


def inspect(path: Path, settings: Settings) -> Understood:
    """Read one file as a scan would. Raises ArticleError."""
    try:
        name = as_name(path.name)
        data, _ = read_file(Source((path.parent,), ("**/*",), settings.articles.max_size, True), name)
    except FileNotFoundError:
        raise ArticleError("is not there") from None
    name = to_name(settings.source, os.path.abspath(path)) or name  # rules may ask for the path
    return understand(read_article(name, data, replace(settings.reading, now=utc_now())))


def files(paths: list[str], settings: Settings) -> Iterator[Path]:
    """Each file that is named, and in folders those that the config includes."""
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = list_files(Source((path,), settings.articles.include, 0)).files
            yield from (path / below for below in sorted(inside))
        elif path.exists():
            yield path
        else:
            raise UsageError(f"there is no {path}")


def as_json(path: str, found: Understood, matcher: Matcher) -> dict[str, Any]:
    """The object that `inspect --json` prints."""
    article = found.article
    return {
        "path": path,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "author": article.author,
        "categories": list(article.categories),
        "url": article.url or None,
        "text": article.text,
        "notice": found.notice.as_json() if isinstance(found.notice, Notice) else None,
        "no_notice": found.notice.because if isinstance(found.notice, NoNotice) else None,
        "read_at": _read_at(found.notice),
        "places": places_json(found.places, "text"),
        "matches": [
            {"rule": reason.rule.name, "matched": reason.matched, "because": list(reason.because)}
            for reason in matcher.explain(found.subject())
        ],
        "warnings": list(article.warnings),
    }


def _read_at(notice: Notice | NoNotice) -> list[dict[str, object]]:
    """Where each element of the notice was read: in the article's text, or in its title where the text has it not."""
    return [
        {
            "element": span.field,
            "field": "title" if span.in_title else "text",
            "start": span.start,
            "end": span.end,
        }
        for span in (notice.spans if isinstance(notice, Notice) else ())
    ]


def as_text(path: str, found: Understood, matcher: Matcher) -> str:
    """The same for a person, without the whole text."""
    article = found.article
    rows = [
        ("title", article.title),
        ("published", article.published and article.published.isoformat()),
        ("author", article.author),
        ("categories", "、".join(article.categories)),
        ("url", article.url),
        ("text", f"{len(article.text)} characters, {len(article.paragraphs)} paragraphs"),
        *_notice_rows(found.notice),
        ("places", "、".join(dict.fromkeys(place.name for place in found.places))),
        *(("warning", warning) for warning in article.warnings),
    ]
    lines = [path, *(f"  {name:<11} {value}" for name, value in rows if value)]
    for reason in matcher.explain(found.subject()):
        lines.append(f"  {'matches' if reason.matched else 'no match':<11} {reason.rule.name}")
        lines += [f"  {'':<11}   {because}" for because in reason.because]
    return "\n".join(lines) + "\n"


def _notice_rows(notice: Notice | NoNotice) -> list[tuple[str, str]]:
    if isinstance(notice, NoNotice):
        return [("no notice", notice.because)]
    rows = []
    for name, value in notice.as_json().items():
        if isinstance(value, dict):
            value = " ".join(map(str, value.values()))
        rows.append((name, "、".join(map(str, value)) if isinstance(value, list) else str(value or "")))
    return rows
