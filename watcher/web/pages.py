"""Pages for people, rendered on the server."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watcher.feeds import selection
from watcher.feeds.content import safe_html

if TYPE_CHECKING:
    from jinja2 import Template

    from watcher.app import App

_TEMPLATES = Path(__file__).parent / "templates"


def article_page(app: App, article_id: int) -> str | None:
    """One article with what was recognised in it; None where there is none of that id."""
    article = app.store.library.article(article_id)
    if article is None:
        return None
    entry = selection.entry(article, (), app.shown)
    return _template("article.html").render(
        language=app.shown.language,
        site=app.shown.title,
        home=app.shown.home,
        article=article,
        entry=entry,
        content=safe_html(entry),
        places=_unique(article.places),
    )


def _unique(places: Any) -> list[str]:
    return list(dict.fromkeys(place["name"] for place in places))


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
