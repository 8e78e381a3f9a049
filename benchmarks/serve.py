"""Feeds over HTTP beside nginx: requests a second for a 200 KB feed, as 304 and as 200, plain and packed.

    python -m benchmarks serve [--seconds 4]

Needs wrk and nginx. Both serve the same files on the loopback address with one worker, one after the other; the
feed is one that the program wrote. Prints the ratio to nginx for each sort of request.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import make
from benchmarks.process import WATCHER, running, write_config
from benchmarks.receiver import free_port

_ARTICLES = 120
_BYTES = 200_000
_CONNECTIONS = 32
_PATIENCE = 30.0  # seconds until a server must answer

_NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  types {{ application/atom+xml atom; }}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location /feeds/ {{ alias {feeds}/; }} }}
}}
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """What wrk saw."""

    a_second: float
    status: int


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks serve")
    parser.add_argument("--seconds", type=int, default=4, help="for each sort of request and server")
    options = parser.parse_args(arguments)
    missing = [program for program in ("wrk", "nginx") if not _program(program)]
    if missing:
        print(f"needs {' and '.join(missing)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "articles", _ARTICLES)
        ours, theirs = free_port(), free_port()
        config = write_config(folder, folder / "articles", port=ours)
        config.write_text(config.read_text().replace("[feeds]", f"[feeds]\nlimit = {_ARTICLES}\nmax_bytes = {_BYTES}"))
        with running([*WATCHER, "run", "--config", str(config)], folder):
            measured = _measure(f"http://127.0.0.1:{ours}/feeds/all.atom", options.seconds)
        feed = folder / "feeds" / "all.atom"
        print(f"the feed has {feed.stat().st_size / 1000:.0f} KB")
        with _nginx(folder, theirs):
            beside = _measure(f"http://127.0.0.1:{theirs}/feeds/all.atom", options.seconds)
    for sort, rate in measured.items():
        print(
            f"{sort:12} {rate.a_second:8.0f}/s, nginx {beside[sort].a_second:8.0f}/s: "
            f"ratio {rate.a_second / beside[sort].a_second:.2f}"
        )
    return 0


def _measure(address: str, seconds: int) -> dict[str, Rate]:
    """Requests a second for each sort of request."""
    plain = _wait(address)
    sorts = {
        "304": [f"If-None-Match: {plain['etag']}"],
        "304 by date": [f"If-Modified-Since: {plain['last-modified']}"],
        "200": [],
    }
    found = {}
    for sort, headers in sorts.items():
        _check(address, headers, int(sort[:3]))
        found[sort] = Rate(_wrk(address, headers, seconds), int(sort[:3]))
    return found


def _wrk(address: str, headers: list[str], seconds: int) -> float:
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", *(part for each in headers for part in ("-H", each))]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def _check(address: str, headers: list[str], status: int) -> None:
    """The answer is what is measured, not an error that is quick."""
    request = urllib.request.Request(address, headers=dict(each.split(": ", 1) for each in headers))
    try:
        with urllib.request.urlopen(request) as answer:
            assert answer.status == status
    except urllib.error.HTTPError as error:
        assert error.code == status, error


def _wait(address: str) -> dict[str, str]:
    """The headers of a feed, as soon as there is one."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                if int(headers.get("content-length", 0)) > _BYTES // 4:
                    return headers
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise TimeoutError(f"{address} does not answer")
        time.sleep(0.1)


@contextmanager
def _nginx(folder: Path, port: int) -> Iterator[None]:
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port, feeds=folder / "feeds"))
    folder.chmod(0o755)
    with running([str(_program("nginx")), "-p", str(folder), "-c", str(config)], folder):
        yield


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
