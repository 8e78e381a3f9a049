"""`watcher check`: is the config right, and is all there that it refers to?"""

from __future__ import annotations

import argparse
from pathlib import Path

from watcher.commands.output import say, say_json
from watcher.config import load, missing_secrets
from watcher.errors import ConfigError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Report every problem; 0 where there is none."""
    path = Path(args.config)
    try:
        settings = load(path)
    except ConfigError as error:
        if not args.json:
            raise
        say_json({"ok": False, "problems": [{"line": each.line, "message": each.message} for each in error.problems]})
        return error.exit_code
    missing = missing_secrets(settings)
    absent = [f"[articles] directory: {each} is not there" for each in settings.articles.directory if not each.is_dir()]
    problems = [*absent, *missing]
    if args.json:
        say_json({"ok": not problems, "problems": [{"line": None, "message": each} for each in problems]})
    else:
        for problem in problems:
            say(f"{path}: {problem}")
        if not problems:
            counts = _counted(len(settings.rules), "rule"), _counted(len(settings.channels), "channel")
            say(f"{path} is fine: {', '.join(counts)}")
    return 2 if problems else 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
