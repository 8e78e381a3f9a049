"""A real HTTP receiver on this machine: answers as it is told, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived."""

    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: float  # time.monotonic()

    @property
    def id(self) -> str:
        """The id of Standard Webhooks."""
        return self.headers.get("webhook-id", "")

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the receiver answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: threading.Event | None = None  # not before this is set


OK = Reply()


class Receiver:
    """Gives the replies in `script` first, one a request, then `usual`; each may also be made from the request."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Received] = []
        self.script: list[Reply] = []
        self.usual: Reply | Callable[[Received], Reply] = OK
        self._news = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler(), bind_and_activate=False)
        self._server.daemon_threads = True
        self._server.allow_reuse_address = True
        self._server.server_bind()
        self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """An address of it, with a token in it as chat platforms have them."""
        return f"http://127.0.0.1:{self.port}/hook/token-that-nobody-may-see"

    @property
    def ids(self) -> list[str]:
        """The ids of what arrived, in order."""
        return [request.id for request in self.requests]

    def wait_for(self, count: int, seconds: float = 20) -> Sequence[Received]:
        """All requests as soon as there are so many; fails when there are not in time."""
        with self._news:
            enough = self._news.wait_for(lambda: len(self.requests) >= count, seconds)
            assert enough, f"{len(self.requests)} of {count} requests arrived within {seconds} s"
            return tuple(self.requests)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _take(self, received: Received) -> Reply:
        with self._news:
            self.requests.append(received)
            reply = self.script.pop(0) if self.script else self.usual
            self._news.notify_all()
        return reply if isinstance(reply, Reply) else reply(received)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length)
                if len(body) < length:  # the sender was killed
                    self.close_connection = True
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = receiver._take(Received(self.path, headers, body, time.monotonic()))
                if reply.after:
                    reply.after.wait(60)
                with suppress(OSError):  # the sender may have been killed
                    (self.send_response_only if "Date" in reply.headers else self.send_response)(reply.status)
                    for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(reply.body)
                    self.wfile.flush()

            do_PUT = do_POST  # noqa: N815 - the name that the library calls

            def handle(self) -> None:
                with suppress(OSError):
                    super().handle()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
