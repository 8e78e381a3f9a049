"""Forks runs of `watcher` from a process that has imported it already, so that each starts in milliseconds.

Reads one command line a line (JSON); prints the process id of the run at once, and its exit code when it ended.
An argument is how many seconds receivers have for their answers.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

from watcher import cli
from watcher.alerts import transport

for module in ("watcher.commands.once", "watcher.commands.run", "watcher.service", "watcher.web.app", "uvicorn"):
    importlib.import_module(module)
for module in ("watcher.feeds.publish", "watcher.feeds.xml", "watcher.feeds.jsonfeed", "watcher.feeds.opml"):
    importlib.import_module(module)
for module in ("watcher.feeds.page", "watcher.feeds.content", "apscheduler.schedulers.asyncio", "watchfiles"):
    importlib.import_module(module)

if sys.argv[1:]:
    transport.TOTAL_SECONDS = float(sys.argv[1])  # type: ignore[assignment]  # whole seconds suffice elsewhere
for line in sys.stdin:
    process = os.fork()
    if not process:
        os.dup2(2, 1)  # what it prints is not for our reader
        os._exit(cli.main(json.loads(line)))
    print(process, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
