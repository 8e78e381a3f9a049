"""Values -> HTML: the templates, and what every page has in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from watcher.feeds.templating import environment
from watcher.feeds.text import absolute, one_line, uri
from watcher.phrases import translate
from watcher.times import moment
from watcher.web.words import words

if TYPE_CHECKING:
    from jinja2 import Environment

    from watcher.config.settings import Settings

_TEMPLATES = Path(__file__).parent / "templates"
_STATIC = Path(__file__).parent / "static"
STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_KEPT = 100  # values, since searches are as many as people type

_Value = TypeVar("_Value")


@dataclass(slots=True)
class Memory:
    """Keeps what is costly to count until the store says something else. Used by one thread."""

    version: str = ""
    kept: dict[str, Any] = field(default_factory=dict)

    def recall(self, version: str, name: str, make: Callable[[], _Value]) -> _Value:
        """The value of this name, made where there is none of this version."""
        if version != self.version or len(self.kept) > _KEPT:
            self.version = version
            self.kept.clear()
        if name not in self.kept:
            self.kept[name] = make()
        value: _Value = self.kept[name]
        return value


def page(template: str, settings: Settings, here: str, **values: object) -> str:
    """A page in the language of the config; `here` is the entry of the navigation that it belongs to."""
    part = settings.server
    return (
        _environment()
        .get_template(template)
        .render(
            w=words(settings.alerts.language),
            language=settings.alerts.language,
            site=one_line(settings.feeds.title),
            root=part.root,
            here=here,
            style=static_address(part.root, "style.css"),
            feeds=urlsplit(settings.feeds.base_url).path,
            translate=lambda text: translate(text, settings.alerts.language),
            dated=lambda value: _when(value, settings, "%Y-%m-%d %H:%M").removesuffix(" 00:00"),  # no time was given
            when=lambda value, form="%Y-%m-%d %H:%M": _when(value, settings, form),
            **values,
        )
    )


def static_address(root: str, name: str) -> str:
    """Where a static file is, with its version, so that browsers keep it until it changes."""
    return f"{root}/static/{name}?v={hashlib.sha256(static_file(name) or b'').hexdigest()[:10]}"


@cache
def static_file(name: str) -> bytes | None:
    """A file of ours that pages load; None where there is none."""
    known = {path.name: path for path in _STATIC.iterdir() if path.suffix in STATIC_TYPES}
    return known[name].read_bytes() if name in known else None


def feed_address(settings: Settings, name: str, query: Mapping[str, str] | None = None) -> str:
    """Where a feed is read, with the token where one is needed, as seen from the pages."""
    token = settings.feeds.token
    whole = {**(query or {}), **({"token": token.reveal()} if token else {})}
    return f"{urlsplit(settings.feeds.base_url).path}{quote(name)}" + (f"?{urlencode(whole)}" if whole else "")


def _when(value: datetime | str, settings: Settings, form: str) -> str:
    at = moment(value) if isinstance(value, str) else value
    try:
        return at.astimezone(settings.timezone).strftime(form)
    except (OverflowError, ValueError):  # a damaged date at the edge of what there is
        return at.strftime(form)


def _number(value: float) -> str:
    """12,345 with a narrow space, as both languages read it."""
    return f"{value:,}".replace(",", "\u202f")


def _rate(value: float) -> str:
    """Times a week as a person would say it: 12, 3.4, 0.05; 0 only where there is none."""
    if value >= 10:
        return _number(round(value))
    return f"{value:.1f}" if value >= 0.1 else "< 0.1" if value else "0"


def _took(seconds: float, w: Mapping[str, str]) -> str:
    """A time that passed, to two figures or so: 0.3 秒, 12 分钟, 8 小时."""
    for word, length in (("took_days", 86_400), ("took_hours", 3_600), ("took_minutes", 60)):
        if seconds >= 2 * length:
            return w[word].format(round(seconds / length))
    return w["took_seconds"].format(f"{seconds:.1f}" if seconds < 10 else round(seconds))


def _safe_link(address: str) -> str:
    """An article's own address where it is http or https, else nothing."""
    return uri(absolute(address, ""))


def _host(address: str) -> str:
    return (urlsplit(_safe_link(address)).hostname or "").removeprefix("www.")


@cache
def _environment() -> Environment:
    made = environment(_TEMPLATES)
    made.filters |= {"number": _number, "rate": _rate, "took": _took, "safe_link": _safe_link, "host": _host}
    return made
