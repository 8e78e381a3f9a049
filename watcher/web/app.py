"""Feeds, pages, health and metrics over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from watcher.rules.expression import ExpressionError
from watcher.web import alerts, front, rules, status
from watcher.web.article import article_page
from watcher.web.files import FeedFiles, answer
from watcher.web.guard import is_own_post, may_see
from watcher.web.rendering import STATIC_TYPES, Memory, page, static_file
from watcher.web.searchfeed import FORMATS, search_feed

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.settings import Settings

_Result = TypeVar("_Result")

_DIGITS = 18  # of an article's number: more than the store's integers have room for
_FORM_BYTES = 100_000
_ASKED = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"authorization"})
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'{images}; {scripts}"
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
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


def build(service: Running) -> ASGIApp:
    """The web application over a running service."""
    files = FeedFiles(lambda: service.settings.feeds)
    return _guarded(service, files, Starlette(routes=_routes(service, files)))


def _guarded(service: Running, files: FeedFiles, pages: Starlette) -> ASGIApp:
    """Takes the proxy's prefix off, asks who it is, and answers for feed files at once: they are most requests."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await pages(scope, receive, send)
            return
        settings = service.settings
        path, root = scope["path"], settings.server.root
        if root and path.startswith(f"{root}/"):
            path = path[len(root) :]
            scope = {**scope, "path": path}
        headers = _headers(scope)
        try:
            allowed = may_see(settings, path, scope["query_string"], headers)
        except LookupError as error:
            await PlainTextResponse(f"{error}\n", 503)(scope, receive, send)
            return
        if not allowed:
            asks = {"WWW-Authenticate": 'Basic realm="watcher", charset="UTF-8"'} if settings.server.password else {}
            await PlainTextResponse("this needs a name and password\n", 401, asks)(scope, receive, send)
        elif (
            path.startswith("/feeds/") and scope["method"] in {"GET", "HEAD"} and not path.startswith("/feeds/search.")
        ):
            found = files.answer(path[7:] or "index.html", headers)
            await send({"type": "http.response.start", "status": found.status, "headers": found.headers})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else found.body})
        else:
            await pages(scope, receive, send)

    return serve


def _headers(scope: Scope) -> dict[str, str]:
    """The headers that decide about a feed; one that is given twice is a list (RFC 9110 5.3)."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in _ASKED:
            key = name.decode()
            found[key] = f"{found[key]},{value.decode('latin-1')}" if key in found else value.decode("latin-1")
    return found


def _routes(service: Running, files: FeedFiles) -> list[Route]:
    memory = Memory()

    async def shown(
        make: Callable[[App, Mapping[str, object]], str], *, images: bool = False, script: bool = False
    ) -> Response:
        health = await service.health()
        return _html(await service.read(lambda app: make(app, health)), images=images, script=script)

    async def home(request: Request) -> Response:
        return await shown(lambda app, health: front.front_page(app, memory, request.query_params, health))

    async def article(request: Request) -> Response:
        number = request.path_params["id"]
        if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
            return await missing(request)
        health = await service.health()
        as_page = request.query_params.get("view") == "page"
        found = await service.read(lambda app: article_page(app, int(number), as_page=as_page, health=health))
        return _html(found, images=as_page) if found else await missing(request)

    async def rule_list(request: Request) -> Response:
        query = request.query_params
        return await shown(lambda app, health: rules.rules_page(app, memory, query, health), script=True)

    async def trial(request: Request) -> Response:
        return _html(await service.read(lambda app: rules.trial_part(app, memory, request.query_params)))

    async def alert_list(request: Request) -> Response:
        return await shown(lambda app, health: alerts.alerts_page(app, request.query_params, health))

    async def retry(request: Request) -> Response:
        if not is_own_post(service.settings, request.headers):
            return PlainTextResponse("forms are taken from our own pages only\n", 403)
        given = parse_qs((await _body(request)).decode("utf-8", "replace"))
        await service.read(lambda app: alerts.retry(app, given.get("id", []), dead="dead" in given))
        return RedirectResponse(f"{service.settings.server.root}/alerts", 303)

    async def state(_request: Request) -> Response:
        return await shown(status.status_page)

    async def metrics(_request: Request) -> Response:
        health = await service.health()
        text = await service.read(lambda app: status.metrics(app, health))
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8", headers=_HEADERS)

    async def health(_request: Request) -> Response:
        found = await service.health()
        return JSONResponse(found, 200 if found["ok"] else 503, headers={"Cache-Control": "no-store"})

    async def feed(request: Request) -> Response:
        return files.respond(request.path_params["name"] or "index.html", request.headers)

    async def search(request: Request) -> Response:
        suffix, text = request.path_params["suffix"], request.query_params.get("q", "")
        if suffix not in FORMATS:
            return PlainTextResponse("there is no such feed\n", 404)
        try:
            held = await service.read(lambda app: search_feed(app, memory, text, suffix))
        except ExpressionError as error:
            return PlainTextResponse(f"q={text[:200]}: {error}\n", 400)
        return answer(held, request.headers).response()

    async def missing(_request: Request) -> Response:
        health = await service.health()
        return _html(page("missing.html", service.settings, "articles", health=health), 404)

    return [
        Route("/", home),
        Route("/articles/{id}", article),
        Route("/rules", rule_list),
        Route("/rules/try", trial),
        Route("/alerts", alert_list),
        Route("/alerts/retry", retry, methods=["POST"]),
        Route("/status", state),
        Route("/metrics", metrics),
        Route("/healthz", health),
        Route("/static/{name}", _static),
        Route("/feeds/search.{suffix}", search),
        Route("/feeds/{name:path}", feed),
        Route("/{path:path}", missing),
    ]


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    content = static_file(name)
    if content is None:
        return PlainTextResponse("there is nothing here\n", 404)
    kept = "public, max-age=31536000, immutable" if "v" in request.query_params else "public, max-age=300"
    headers = {
        "Cache-Control": kept,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    return Response(content, media_type=STATIC_TYPES[PurePosixPath(name).suffix], headers=headers)


async def _body(request: Request) -> bytes:
    """A form, as far as one can be long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _FORM_BYTES:
            break
    return body[:_FORM_BYTES]


def _html(content: str, status_code: int = 200, *, images: bool = False, script: bool = False) -> Response:
    """A page with a policy under which nothing runs but our own script, where it has one."""
    policy = _POLICY.format(
        images=" http: https:" if images else "", scripts="script-src 'self'; connect-src 'self'; " if script else ""
    )
    headers = _HEADERS | {"Content-Security-Policy": policy}
    return Response(content.encode("utf-8", "replace"), status_code, headers, "text/html; charset=utf-8")
