"""Feeds, articles and health over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from watcher.web.files import FeedFiles
from watcher.web.pages import article_page

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.config import Settings

_Result = TypeVar("_Result")

_DIGITS = 18  # of an article's number: more than the store's integers have room for
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class Running(Protocol):
    """The service as pages need it."""

    @property
    def settings(self) -> Settings:
        """Those in force."""

    async def read(self, work: Callable[[App], _Result]) -> _Result:
        """Look something up in the store."""

    async def health(self) -> dict[str, object]:
        """How things stand; `ok` says whether all is well."""


def build(service: Running) -> Starlette:
    """The web application over a running service."""
    files = FeedFiles(lambda: service.settings.feeds.directory)

    async def feed(request: Request) -> Response:
        return files.respond(request.path_params["name"] or "index.html", request.headers)

    async def home(_request: Request) -> Response:
        return RedirectResponse(urlsplit(service.settings.feeds.base_url).path)

    async def article(request: Request) -> Response:
        number = request.path_params["id"]
        if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
            return _not_found()
        page = await service.read(lambda app: article_page(app, int(number)))
        return Response(page, media_type="text/html", headers=_HEADERS) if page else _not_found()

    async def health(_request: Request) -> Response:
        found = await service.health()
        return JSONResponse(found, 200 if found["ok"] else 503, headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            Route("/", home),
            Route("/feeds/{name:path}", feed),
            Route("/articles/{id}", article),
            Route("/healthz", health),
        ]
    )


def _not_found() -> Response:
    return PlainTextResponse("there is nothing here\n", 404)
