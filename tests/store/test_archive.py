"""Questions that pages ask of the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from watcher.store.store import Store

NOTICE = """示例省水利厅关于报送河湖治理方案的通知

示水函〔2024〕3号

各市水利局：

请于2024年6月30日前报送方案，9月30日前完成整改。

示例省水利厅

2024年3月18日"""


def test_a_store_of_before_learns_the_deadlines_of_its_notices(site: Any, make_page: Callable[..., str]) -> None:
    """From what it kept of them."""
    site.write("rivers.md", make_page("河湖治理", NOTICE))
    site.scan()
    store = site.app.store
    with store.transaction():
        store.db.execute("DELETE FROM facets WHERE name = 'deadline'")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'deadlines'")
    store.db.execute("PRAGMA user_version = 0")
    with Store(store.path) as later:
        found = later.archive.deadlines(date(2024, 6, 1), 10)
        assert [(day.isoformat(), title) for day, _, title, _ in found] == [
            ("2024-06-30", "河湖治理"),
            ("2024-09-30", "河湖治理"),
        ]
        assert later.archive.deadlines(date(2024, 10, 1), 10) == []
