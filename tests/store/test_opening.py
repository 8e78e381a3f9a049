"""A store that several threads or processes open for the first time at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from watcher.store.store import Store


def test_a_new_store_can_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """The service does: passes, delivery and pages each open it in a thread of their own."""
    together = threading.Barrier(6)

    def count(path: Path) -> int:
        together.wait()
        with Store(path) as store:
            return store.library.count("articles")

    with ThreadPoolExecutor(6) as threads:
        for number in range(5):
            path = tmp_path / str(number) / "watcher.db"
            assert list(threads.map(count, [path] * 6)) == [0] * 6
