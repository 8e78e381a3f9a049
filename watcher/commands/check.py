"""`watcher check`: is the config right, and is all there that it refers to?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from watcher.commands.output import say, say_json
from watcher.config.lint import lint
from watcher.config.reader import missing_secrets, parse, read
from watcher.config.settings import Settings
from watcher.config.tomllines import key_lines
from watcher.errors import ConfigError, Problem
from watcher.plurals import counted


def run(args: argparse.Namespace) -> int:
    """Report every problem; 0 where there is none."""
    path = Path(args.config)
    try:
        text = read(path)
        settings = parse(text, path)
    except ConfigError as error:
        if not args.json:
            raise
        say_json({"ok": False, "problems": _as_json(error.problems), "notes": []})
        return error.exit_code
    problems = [*_absent(settings, text), *(Problem(None, missing) for missing in missing_secrets(settings))]
    notes = lint(settings, text)
    if args.json:
        say_json({"ok": not problems, "problems": _as_json(problems), "notes": _as_json(notes)})
        return 2 if problems else 0
    for line in ConfigError(str(path), problems).lines():
        say(line)
    if not problems:
        counts = counted(len(settings.rules), "rule"), counted(len(settings.channels), "channel")
        say(f"{path} is fine: {', '.join(counts)}")
    for line in ConfigError(str(path), [Problem(note.line, f"note: {note.message}") for note in notes]).lines():
        say(line)
    return 2 if problems else 0


def _absent(settings: Settings, text: str) -> list[Problem]:
    """Directories of articles that are not there."""
    line = key_lines(text).get(("articles", "directory"))
    return [
        Problem(line, f"[articles] directory: there is no {each}; make it, or name the folder of your articles")
        for each in settings.articles.directory
        if not each.is_dir()
    ]


def _as_json(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [{"line": each.line, "message": each.message} for each in problems]
