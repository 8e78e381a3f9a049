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

from watcher.errors import WatcherError
from watcher.phrases import translate
from watcher.web import alerts, front, rules, status
from watcher.web.article import article_page
from watcher.web.files import FeedFiles, Held, answer
from watcher.web.guard import is_own_post, may_see
from watcher.web.query import complaint
from watcher.web.rendering import STATIC_TYPES, Memory, page, static_file
from watcher.web.searchfeed import FORMATS, search_feed
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.config.settings import Settings

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

    async def read(self, work: Callable[[App], _Result], *, long: bool = False) -> _Result:
        """Look something up in the store; what may take `long` holds up nothing else."""

    async def health(self) -> dict[str, object]:
        """How things stand; `ok` says whether all is well."""


def build(service: Running) -> ASGIApp:
    """The web application over a running service."""
    return _guarded(service, FeedFiles(lambda: service.settings.feeds), _Pages(service).app())


def _guarded(service: Running, files: FeedFiles, pages: ASGIApp) -> ASGIApp:
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
            await _plain(translate(str(error), settings.alerts.language), 503)(scope, receive, send)
            return
        if not allowed:
            asks = {"WWW-Authenticate": 'Basic realm="watcher", charset="UTF-8"'} if settings.server.password else {}
            word = "needs_password" if asks else "needs_token"
            await _plain(words(settings.alerts.language)[word], 401, asks)(scope, receive, send)
        elif (
            path.startswith("/feeds/")
            and scope["method"] in {"GET", "HEAD"}
            and (found := files.answer(path[7:] or "index.html", headers))
        ):
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


class _Pages:
    """Everything but feed files."""

    def __init__(self, service: Running) -> None:
        self._service = service
        self._memory = Memory()

    def app(self) -> Starlette:
        """Which page answers for which path."""
        routes = [
            Route("/", self._home),
            Route("/articles/{id}", self._article),
            Route("/rules", self._rules),
            Route("/rules/try", self._trial),
            Route("/alerts", self._alerts),
            Route("/alerts/retry", self._retry, methods=["POST"]),
            Route("/status", self._status),
            Route("/metrics", self._metrics),
            Route("/healthz", self._health),
            Route("/static/{name}", _static),
            Route("/feeds/search.{suffix}", self._search),
            Route("/{path:path}", self._missing),
        ]
        return Starlette(routes=routes, exception_handlers={WatcherError: self._failed})

    async def _home(self, request: Request) -> Response:
        return await self._shown(lambda app, health: front.front_page(app, self._memory, request.query_params, health))

    async def _article(self, request: Request) -> Response:
        number = request.path_params["id"]
        if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
            return await self._missing(request)
        health = await self._service.health()
        as_page = request.query_params.get("view") == "page"
        found = await self._service.read(
            lambda app: article_page(app, int(number), as_page=as_page, health=health), long=True
        )
        return _html(found, images=as_page) if found else await self._missing(request)

    async def _rules(self, request: Request) -> Response:
        query = request.query_params
        return await self._shown(lambda app, health: rules.rules_page(app, self._memory, query, health), script=True)

    async def _trial(self, request: Request) -> Response:
        query = request.query_params
        return _html(await self._service.read(lambda app: rules.trial_part(app, self._memory, query)))

    async def _alerts(self, request: Request) -> Response:
        return await self._shown(lambda app, health: alerts.alerts_page(app, request.query_params, health))

    async def _retry(self, request: Request) -> Response:
        if not is_own_post(self._service.settings, request.headers):
            return await self._problem("own_forms_only", 403)
        given = parse_qs((await _body(request)).decode("utf-8", "replace"))
        await self._service.read(lambda app: alerts.retry(app, given.get("id", []), dead="dead" in given))
        return RedirectResponse(f"{self._service.settings.server.root}/alerts", 303)

    async def _status(self, _request: Request) -> Response:
        return await self._shown(status.status_page)

    async def _metrics(self, _request: Request) -> Response:
        health = await self._service.health()
        text = await self._service.read(lambda app: status.metrics(app, health))
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8", headers=_HEADERS)

    async def _health(self, _request: Request) -> Response:
        found = await self._service.health()
        return JSONResponse(found, 200 if found["ok"] else 503, headers={"Cache-Control": "no-store"})

    async def _search(self, request: Request) -> Response:
        suffix, query = request.path_params["suffix"], request.query_params
        if suffix not in FORMATS:
            return await self._missing(request)
        found = await self._service.read(lambda app: search_feed(app, self._memory, query, suffix))
        if isinstance(found, Held):
            return answer(found, request.headers).response()
        language = self._service.settings.alerts.language
        wrong = [complaint(problem, language) for problem in found.problems]
        return _plain("\n".join(wrong) or words(language)["nothing_asked"], 400)

    async def _missing(self, _request: Request) -> Response:
        return await self._problem("not_found", 404)

    async def _failed(self, _request: Request, error: Exception) -> Response:
        return await self._problem("", 500, str(error))

    async def _problem(self, word: str, code: int, text: str = "") -> Response:
        """A page that says why there is nothing else to see: in a word of ours, or in what an error says."""
        health, settings = await self._service.health(), self._service.settings
        said = translate(text, settings.alerts.language)
        return _html(page("problem.html", settings, "", code=code, word=word, said=said, health=health), code)

    async def _shown(
        self, make: Callable[[App, Mapping[str, object]], str], *, images: bool = False, script: bool = False
    ) -> Response:
        health = await self._service.health()
        return _html(await self._service.read(lambda app: make(app, health)), images=images, script=script)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    content = static_file(name)
    if content is None:
        return _plain("there is nothing here", 404)
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


def _plain(text: str, code: int, headers: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{text}\n", code, dict(headers or {}))


def _html(content: str, status_code: int = 200, *, images: bool = False, script: bool = False) -> Response:
    """A page with a policy under which nothing runs but our own script, where it has one."""
    policy = _POLICY.format(
        images=" http: https:" if images else "", scripts="script-src 'self'; connect-src 'self'; " if script else ""
    )
    headers = _HEADERS | {"Content-Security-Policy": policy}
    return Response(content.encode("utf-8", "replace"), status_code, headers, "text/html; charset=utf-8")
