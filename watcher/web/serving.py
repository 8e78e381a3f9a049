"""An ASGI app on an address, for as long as the service runs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.types import ASGIApp

from watcher.errors import UsageError

SEND_BUFFER = 200_000  # bytes of an answer that the kernel takes at once: a whole feed


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve until left. Raises UsageError where the address cannot be had."""
    listening = listen(host, port)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,  # nothing here asks on whose behalf a proxy asks
        server_header=False,
        ws="none",
    )
    server = uvicorn.Server(config)
    setattr(server, "capture_signals", contextlib.nullcontext)  # noqa: B010 - signals are the service's to handle
    task = asyncio.create_task(server.serve(sockets=[listening]), name="http")
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await task


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, made here so that a port in use is one clear line. Raises UsageError."""
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512
        )
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        return listening
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"[server] listen: {host}:{port} cannot be had: {reason}") from None
