"""Programs that read feeds, run as a person would run them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

VALIDATORS = Path(__file__).parent.parent / "validators"


def newsboat(home: Path, *arguments: str) -> str:
    """Runs newsboat with its files in `home`."""
    files = ("-u", str(home / "urls"), "-c", str(home / "cache.db"), "-C", str(home / "config"))
    run = subprocess.run(["newsboat", *files, *arguments], capture_output=True, text=True, timeout=60, check=True)
    return run.stdout + run.stderr


def rows(home: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(home / "cache.db")) as cache:
        return cache.execute(query).fetchall()


def has_feedsmith() -> bool:
    return (VALIDATORS / "node_modules" / "feedsmith").is_dir()


def feedsmith(*documents: bytes) -> list[dict[str, Any]]:
    """What feedsmith makes of each document; it must be valid UTF-8."""
    texts = json.dumps([document.decode() for document in documents])
    command = ["node", str(VALIDATORS / "feeds.cjs")]
    done = subprocess.run(command, input=texts, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))
