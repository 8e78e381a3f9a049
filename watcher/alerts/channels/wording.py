"""The words around an article's own, for readers of Chinese and of English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from watcher.alerts.message import Item
from watcher.phrases.labels import CHANGES, FACTS

_NEWS = timedelta(days=30)  # after which what was published is no news any more, though it was not there before


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands around the articles' own words."""

    changes: Mapping[str, str]
    facts: Mapping[str, str]
    matched: str
    changed: str
    also: str  # before other places where the same document stands
    reprint: str  # what happened, where a document that was told of stands at another place
    added: str  # where an article came that was published long before
    earlier: str  # where it happened before anybody asked for it
    read: str  # on a button
    digest: str  # with {count}
    more: str  # with {count}
    rest: str  # after a list that is cut, with {count}
    test: str
    tested: str
    problem: str
    comma: str  # between names
    colon: str
    language: str

    def happened(self, item: Item) -> str:
        """What became of the article."""
        if item.reprint:
            return self.reprint
        if item.earlier:
            return self.earlier
        if item.change == "new" and item.article.updated - item.article.published > _NEWS:
            return self.added
        return self.changes.get(item.change, item.change)

    @property
    def telling(self) -> frozenset[str]:
        """Labels of facts that are understood without their label."""
        return frozenset(self.facts[name] for name in ("kind", "number", "date", "published", "author"))


_CHINESE = Words(
    changes=CHANGES["zh-CN"],
    facts=FACTS["zh-CN"],
    matched="命中",
    changed="改动",
    also="也见于",
    reprint="转载",
    added="新收录",
    earlier="往期",
    read="阅读原文",
    digest="{count} 条提醒",
    more="另有 {count} 条未列出",
    rest="等 {count} 个",
    test="测试消息",
    tested="这是一条测试消息，收到即说明此渠道可用。",
    problem="需要处理",
    comma="、",
    colon="：",
    language="zh-CN",
)
_ENGLISH = Words(
    changes=CHANGES["en"],
    facts=FACTS["en"],
    matched="Matched",
    changed="What changed",
    also="Also at",
    reprint="Reprint",
    added="Added",
    earlier="From the archive",
    read="Read",
    digest="Alerts: {count}",
    more="and {count} more, not listed",
    rest=" … {count} in all",
    test="Test message",
    tested="This is a test message: whoever reads it is reached.",
    problem="Needs attention",
    comma=", ",
    colon=": ",
    language="en",
)


def words(language: str) -> Words:
    """The words for a reader of zh-CN or English; any other language is answered in English."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
