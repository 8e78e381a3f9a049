"""Alerts a second to a local receiver with the outbox on, beside a bare loop that posts the same bodies.

    python -m benchmarks deliver [--articles 500] [--rounds 9] [--profile FILE]

Both send one after another over one `httpx.AsyncClient`. Ours also reads the outbox, makes each message from what is
stored, signs it and has each verdict on disk before the next one is sent, in a thread of its own as in the service.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import httpx

from benchmarks.corpus import TOPICS, make
from watcher.alerts.channels.base import Request
from watcher.alerts.deliver import Deliverer, Queue
from watcher.app import App
from watcher.config.reader import load
from watcher.store.store import Store
from watcher.times import utc_now

TARGET = 0.5  # of what the bare loop sends
_OK = b"HTTP/1.1 204 No Content\r\n\r\n"

_Result = TypeVar("_Result")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks deliver")
    parser.add_argument("--articles", type=int, default=500, help="nearly each of which is an alert")
    parser.add_argument("--rounds", type=int, default=9, help="ours, then bare; the median of the ratios counts")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, receiving() as address:
        make(Path(folder) / "articles", options.articles)
        rounds = [measure(Path(folder), address, number) for number in range(options.rounds)]
    ours, bare = (statistics.median(each) for each in zip(*rounds, strict=True))
    ratio = statistics.median(ours / bare for ours, bare in rounds)
    print(f"{ours:,.0f} alerts/s with the outbox, {bare:,.0f} posts/s in a bare loop, medians of {len(rounds)} rounds:")
    print(
        f"  ratio {ratio:.2f} (target {TARGET}), from {min(a / b for a, b in rounds):.2f} to "
        f"{max(a / b for a, b in rounds):.2f}"
    )
    return 0


def measure(folder: Path, address: str, number: int) -> tuple[float, float]:
    """Alerts a second of ours and of the bare loop, on a new store."""
    settings = load(config(folder, address, number))
    with ThreadPoolExecutor(1) as thread:
        app = thread.submit(lambda: App(settings, Store(settings.store.path))).result()
        alerts = thread.submit(lambda: app.scan(utc_now()).alerts).result()
        requests = thread.submit(posts, app).result()
        ours = alerts / seconds(partial(send, app, thread))
        delivered = thread.submit(app.store.ledger.reconcile).result()["delivered"]
        thread.submit(app.store.close).result()
    if delivered != alerts or len(requests) != alerts:
        raise RuntimeError(f"{delivered} of {alerts} alerts were delivered")
    return ours, alerts / seconds(partial(post, requests))


def config(folder: Path, address: str, number: int) -> Path:
    """One channel that hears of nearly every article, over a store that is new."""
    path = folder / "config.toml"
    path.write_text(
        f"""
[articles]
directory = "articles"
[store]
path = "state{number}/watcher.db"
[alerts]
first_scan = "all"
flood = 0
[channels.here]
type = "webhook"
url = "{address}"
secret = "env:BENCHMARK_SECRET"
[[rules]]
name = "topics"
keywords = {json.dumps(TOPICS, ensure_ascii=False)}
channels = ["here"]
""",
        encoding="utf-8",
    )
    os.environ["BENCHMARK_SECRET"] = "whsec_" + "YSBzZWNyZXQgdGhhdCBwcm90ZWN0cyBub3RoaW5n"
    return path


def posts(app: App) -> list[Request]:
    """What will be sent for each alert that waits."""
    channel = app.settings.channels["here"]
    ids = [alert.id for alert in app.store.outbox.waiting("here", 1_000_000)]
    posted = (channel.outgoing(app.queue().message([id_], None), utc_now()) for id_ in ids)
    return [each for each in posted if isinstance(each, Request)]


def seconds(work: Callable[[], Awaitable[None]]) -> float:
    async def timed() -> float:
        started = time.perf_counter()
        await work()
        return time.perf_counter() - started

    return asyncio.run(timed())


async def send(app: App, thread: ThreadPoolExecutor) -> None:
    """As the service does."""

    def in_queue(work: Callable[[Queue], _Result]) -> asyncio.Future[_Result]:
        return asyncio.ensure_future(asyncio.get_running_loop().run_in_executor(thread, lambda: work(app.queue())))

    await Deliverer(app.settings.channels, in_queue, utc_now, app.settings.budget).drain()


async def post(requests: Sequence[Request]) -> None:
    """The bare loop."""
    async with httpx.AsyncClient() as client:
        for request in requests:
            response = await client.post(request.url, content=request.body, headers=dict(request.headers))
            response.raise_for_status()


@contextmanager
def receiving() -> Iterator[str]:
    """The address of a receiver in a process of its own, which does as little as it can."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_receive, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/"
    finally:
        process.terminate()
        process.join()


def _receive(port: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Taker, "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


class _Taker(asyncio.Protocol):
    """Takes every request of a connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]):
            self._received = b""
            self._transport.write(_OK)
