"""Which date a new article bears in feeds and on pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

SEEN = datetime(2024, 5, 6, 4, 1, tzinfo=UTC)  # where the site's clock stands at its first scan
DOCUMENT = "甲省教育厅关于校舍检查的通知\n\n各市教育局：\n\n请查完全部校舍。\n\n甲省教育厅\n\n{}\n"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        pytest.param("---\ntitle: 路口\ndate: 2024-03-01\n---\n设备。\n", "2024-03-01T00:00:00+08:00", id="its own"),
        pytest.param("---\ntitle: 路口\n---\n设备。\n", SEEN.isoformat(), id="none: when it was seen"),
        pytest.param("---\ntitle: 路口\ndate: 2031-03-01\n---\n设备。\n", SEEN.isoformat(), id="one that lies ahead"),
        pytest.param(DOCUMENT.format("2023年4月5日"), "2023-04-05T00:00:00+08:00", id="the official document's"),
        pytest.param(DOCUMENT.format("2033年4月5日"), SEEN.isoformat(), id="a document's that lies ahead"),
    ],
)
def test_the_date_that_a_new_article_bears(empty_site: Site, content: str, shown: str) -> None:
    empty_site.write("a.txt", content)
    empty_site.scan()

    (article, _), *_ = empty_site.app.store.entries.recent(None, 1)
    assert article.published == datetime.fromisoformat(shown)
