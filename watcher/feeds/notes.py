"""What happened to an article -> the note at the head of its entry, in the language of the feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from watcher.phrases.labels import CHANGES
from watcher.phrases.reasons import because

_WITHDRAWN = {"zh-CN": "【{what}】{title}", "en": "[{what}] {title}"}


def note(kind: str, at: datetime, reason: str, lines: Sequence[str], language: str) -> str:
    """What happened, when and why on the first line, then the lines of a diff: `− …` and `+ …`.

    `at` is shown in its own time zone, `reason` is as it is stored.
    """
    return "\n".join([f"{CHANGES[language][kind]} · {at:%Y-%m-%d %H:%M} · {because(reason, language)}", *lines])


def withdrawn_title(kind: str, title: str, language: str) -> str:
    """The title of an article that is gone, as lists show it that have no room for more."""
    return _WITHDRAWN[language].format(what=CHANGES[language][kind], title=title)
