"""`watcher init`: a commented config to start from."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from watcher.commands.output import say
from watcher.config.tomllines import key_lines
from watcher.errors import UsageError


def run(args: argparse.Namespace) -> int:
    """Write the config; never over one that is there."""
    path = Path(args.config)
    template = files("watcher.config").joinpath("template.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template)
    except FileExistsError:
        raise UsageError(f"{path} is there already; nothing was written") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    lines = key_lines(template)
    folder, words = lines["articles", "directory"], lines["rules", 0, "keywords"]
    say(f"wrote {path}: name in it your folder of articles (line {folder}) and the words that you watch (line {words})")
    say("then `watcher check` says whether all is right, and `watcher run` watches and shows pages")
    return 0
