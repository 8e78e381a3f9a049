"""Arguments -> one call into a command; errors -> exit codes.

Each command is a module of `watcher.commands`, imported only when it runs: `run(args)` does it and gives the exit
code, and `arguments(parser)` adds what it takes beside the common options, if anything.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence

from watcher import __version__

COMMANDS = {  # name: (what it does, an example)
    "init": ("write a commented config.toml here", "watcher init"),
    "check": ("validate the config: every problem with its line", "watcher check --config config.toml"),
    "scan": ("one pass without sending: scan, store, match, publish", "watcher scan --json"),
    "once": ("one pass, and deliver what is due; for cron", "watcher once"),
    "run": ("the service: schedule, file events, delivery, feeds and pages", "watcher run"),
    "inspect": ("what is read in articles, and why rules match or not", "watcher inspect articles/notice.md"),
    "try": ("a rule against all that is stored, nothing sent", "watcher try --keyword 车路协同 --city 合肥"),
    "watch": ("add words or cities to a rule in the config", "watcher watch 车路协同 --city 芜湖 --rule 双智试点"),
    "unwatch": ("take words or cities out of a rule in the config", "watcher unwatch 车路协同 --rule 双智试点"),
    "alerts": ("list, show, retry and reconcile alerts", "watcher alerts list --state dead"),
    "channel": ("send a marked test message", "watcher channel test team"),
    "feeds": ("the feeds and their addresses", "watcher feeds"),
    "status": ("last scans, counts, backlog, what is unreadable or failing", "watcher status"),
}
_ALLOCATIONS = 50_000  # between two looks for garbage: most of what a command makes it keeps, modules first
_MODULES = {"try": "attempt", "unwatch": "watch"}  # where the module has another name


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. 0: fine; 1: something in it failed; 2: wrong usage or config."""
    gc.set_threshold(_ALLOCATIONS)
    for stream in (sys.stdout, sys.stderr):  # a file name that is no UTF-8, or a terminal that is none
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in arguments if not word.startswith("-")), "")
    if name not in COMMANDS or arguments[0] in {"-h", "--help", "--version"}:
        _overview().parse_args(arguments or ["--help"])
        return 2
    module = importlib.import_module(f"watcher.commands.{_MODULES.get(name, name)}")
    arguments.remove(name)
    parser = _parser(name)
    parser.set_defaults(command=name)
    if hasattr(module, "arguments"):
        module.arguments(parser)
    return _run(module.run, parser.parse_args(arguments))


def _run(run: object, args: argparse.Namespace) -> int:
    """The one place that turns errors into messages and exit codes."""
    from watcher.errors import ConfigError, WatcherError

    try:
        return int(run(args))  # type: ignore[operator]
    except ConfigError as error:
        print("\n".join(error.lines()), file=sys.stderr)  # noqa: T201
        return error.exit_code
    except WatcherError as error:
        print(f"watcher: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _overview() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<9} {text}" for name, (text, _) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="watcher",
        usage="watcher COMMAND [--config config.toml] [--json]",
        description="Watches a directory of articles and tells you, by feed and by alert, what concerns you.",
        epilog=f"commands:\n{lines}\n\nwatcher COMMAND --help says more; start with: watcher init",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="what to do, see below")
    parser.add_argument("--version", action="version", version=f"watcher {__version__}")
    return parser


def _parser(name: str) -> argparse.ArgumentParser:
    text, example = COMMANDS[name]
    parser = argparse.ArgumentParser(
        prog=f"watcher {name}",
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", default="config.toml", metavar="FILE", help="the config (default: config.toml)")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    return parser
