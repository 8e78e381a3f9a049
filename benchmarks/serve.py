"""Feeds over HTTP beside nginx: requests a second for a 200 KB feed, as 304 and as 200.

    python -m benchmarks serve [--seconds 3] [--rounds 5]

Needs wrk and nginx. Both serve the same files on the loopback address with one worker, and are asked by turns; the
feed is one that the program wrote. Prints the median ratio to nginx for each sort of request; and the same by what
each server's processor time allows, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
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
from benchmarks.process import WATCHER, family, running, write_config
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
class Server:
    """What is asked."""

    address: str
    pid: int


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of it."""

    a_second: float
    a_busy_second: float  # of the server's processor


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks serve")
    parser.add_argument("--seconds", type=int, default=3, help="for each sort of request, server and round")
    parser.add_argument("--rounds", type=int, default=5)
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
        with running([*WATCHER, "run", "--config", str(config)], folder) as service, _nginx(folder, theirs) as nginx:
            servers = [
                Server(f"http://127.0.0.1:{port}/feeds/all.atom", child.pid)
                for port, child in ((ours, service), (theirs, nginx))
            ]
            sorts = [_sorts(_wait(server.address)) for server in servers]
            print(f"the feed has {(folder / 'feeds' / 'all.atom').stat().st_size / 1000:.0f} KB")
            for sort in sorts[0]:
                asked = [(server, each[sort]) for server, each in zip(servers, sorts, strict=True)]
                _tell(sort, [_round(asked, sort, options.seconds) for _ in range(options.rounds)])
    return 0


def _sorts(headers: dict[str, str]) -> dict[str, list[str]]:
    """The sorts of request, by the status that they are answered with."""
    return {
        "304": [f"If-None-Match: {headers['etag']}"],
        "304 by date": [f"If-Modified-Since: {headers['last-modified']}"],
        "200": [],
    }


def _round(asked: list[tuple[Server, list[str]]], sort: str, seconds: int) -> tuple[Rate, Rate]:
    """Ours and nginx's, one right after the other."""
    for server, headers in asked:
        _check(server.address, headers, int(sort[:3]))
    ours, theirs = (_rate(server, headers, seconds) for server, headers in asked)
    return ours, theirs


def _rate(server: Server, headers: list[str], seconds: int) -> Rate:
    before = _busy(server.pid)
    a_second, count = _wrk(server.address, headers, seconds)
    return Rate(a_second, count / (_busy(server.pid) - before))


def _busy(pid: int) -> float:
    """Seconds of the processor that a process and its children took so far."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _tell(sort: str, rounds: list[tuple[Rate, Rate]]) -> None:
    ratios = [ours.a_second / theirs.a_second for ours, theirs in rounds]
    busy = statistics.median(ours.a_busy_second / theirs.a_busy_second for ours, theirs in rounds)
    ours, theirs = (statistics.median(each.a_second for each in side) for side in zip(*rounds, strict=True))
    print(
        f"{sort:12} {ours:8.0f}/s, nginx {theirs:8.0f}/s: median ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f}); by processor time {busy:.2f}",
        flush=True,
    )


def _wrk(address: str, headers: list[str], seconds: int) -> tuple[float, int]:
    """Requests a second, and how many there were."""
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", *(part for each in headers for part in ("-H", each))]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    rate, count = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    assert rate, said
    assert count, said
    return float(rate[1]), int(count[1])


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
def _nginx(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port, feeds=folder / "feeds"))
    folder.chmod(0o755)
    with running([str(_program("nginx")), "-p", str(folder), "-c", str(config)], folder) as child:
        yield child


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
