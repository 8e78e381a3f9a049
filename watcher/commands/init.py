"""`watcher init`: a commented config to start from."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from watcher.commands.output import say
from watcher.errors import UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Write the config; never over one that is there."""
    path = Path(args.config)
    template = files("watcher").joinpath("config.template.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template)
    except FileExistsError:
        raise UsageError(f"{path} is there already; nothing was written") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    say(f"wrote {path}: name your directory and your words in it, then run `watcher check` and `watcher run`")
    return 0
