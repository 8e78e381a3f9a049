"""Translates what the program says in English of files, receivers, expressions and the config into Chinese.

Logs, the store and the command line keep the English; pages and chats in Chinese show the translation. A sentence is
recognised by its fixed words. What stands in place of `{}` is translated too where it is a known sentence; everything
else (names, figures, what a receiver said) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from watcher.phrases.config import CONFIG
from watcher.phrases.files import FILES
from watcher.phrases.foreign import FOREIGN
from watcher.phrases.receivers import RECEIVERS

PHRASES: Mapping[str, str] = {**RECEIVERS, **FILES, **CONFIG}
_AROUND: Mapping[str, str] = {  # what is said around other words; only where those are known
    "{} ({})": "{0}（{1}）",
    "{}: {}": "{0}：{1}",
}
_DEEPEST = 4  # sentences within one another; a text of strangers may look like any number of them
_PLACE = re.compile(r"(\S+:\d+|.*\.toml(?::\d+)?): (.*)")  # in a config; editors find it as it is


def translate(text: str, language: str) -> str:
    """A message of the program in a language; as it is where there is no translation."""
    return "\n".join(map(_translated, text.split("\n"))) if language.lower().startswith("zh") else text


@lru_cache(maxsize=4096)
def _translated(text: str, depth: int = 0) -> str:
    if at := _PLACE.fullmatch(text):
        return f"{at[1]}: {_translated(at[2])}"
    for pattern, form, is_around in _patterns():
        if found := pattern.fullmatch(text):
            parts = [_translated(part, depth + 1) if depth < _DEEPEST else part for part in found.groups()]
            if not is_around or parts != list(found.groups()):
                return form.format(*parts)
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str, bool]]:
    """How each reads, its Chinese, and whether it stands around others; those with more fixed words first."""
    return [
        (re.compile(re.escape(english).replace(r"\{\}", "(.*?)"), re.IGNORECASE), chinese, forms is _AROUND)
        for forms in ({**PHRASES, **FOREIGN}, _AROUND)
        for english, chinese in sorted(forms.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    ]
