"""A local webhook receiver that notes when each article was heard of."""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Arrivals = queue.Queue[tuple[str, float]]  # path of the article, and the time of perf_counter


@contextmanager
def receiver() -> Iterator[tuple[str, Arrivals]]:
    """Its address, and what arrives there while the block runs."""
    arrivals: Arrivals = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            arrived = time.perf_counter()
            self.send_response(204)
            self.end_headers()
            arrivals.put((json.loads(body)["data"]["article"]["path"], arrived))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", arrivals
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
