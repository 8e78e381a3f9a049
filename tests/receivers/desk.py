"""A person's folder: articles of our own words, a config, and the program as they would start it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

SECRET = "whsec_" + "c2VjcmV0IG9mIGEgdGVzdCwgb2Ygb3VyIG93bg=="
EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
SEED = "两部门确定十个城市开展车城融合试点.md"

_Result = TypeVar("_Result")


def eventually(look: Callable[[], _Result], seconds: float = 20) -> _Result:
    """What `look` gives as soon as that is true; fails when it is not in time."""
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens on, below those that the kernel gives to connections that go out."""
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def article(title: str, text: str, date: str = "Mon, 18 Mar 2024 02:30:00 GMT") -> str:
    """The text of an article's file in the usual form."""
    return f"---\ntitle: '{title}'\ndate: {date}\n---\n\n<p>{text}</p>\n"


class Desk:
    """Everything stands below `folder`; `config.toml` is written by `configure`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "articles"
        self.articles.mkdir()
        self.config = folder / "config.toml"
        self.environment: dict[str, str] = {"TEAM_SECRET": SECRET}
        self.port = free_port()

    def configure(
        self,
        channels: Mapping[str, str],
        *,
        rule: str = 'keywords = ["智能网联", "车路协同"]\ncities = ["合肥"]',
        alerts: str = 'first_scan = "all"\nflood = 0',
        extra: str = "",
    ) -> None:
        """A config with one rule that tells every channel; `channels` are webhooks: name -> address."""
        hooks = "".join(
            f'[channels.{name}]\ntype = "webhook"\nurl = "{url}"\nsecret = "env:TEAM_SECRET"\n\n'
            for name, url in channels.items()
        )
        names = ", ".join(f'"{name}"' for name in channels)
        self.config.write_text(
            f'[articles]\ndirectory = "articles"\nstrip = [".share-qr", ".editor-line"]\n\n'
            f'[schedule]\nevery = "1h"\n\n[feeds]\nbase_url = "http://127.0.0.1:{self.port}/feeds/"\n\n'
            f'[server]\nlisten = "127.0.0.1:{self.port}"\n\n[alerts]\n{alerts}\n\n{hooks}'
            f'[[rules]]\nname = "试点"\nslug = "pilots"\n{rule}\nchannels = [{names}]\n\n{extra}',
            encoding="utf-8",
        )

    def write(self, name: str, text: str) -> Path:
        """An article's file, put in place in one step as a careful writer does."""
        path, part = self.articles / name, self.folder / "being-written"
        part.write_text(text, encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        return part.replace(path)

    def command(self, *words: str) -> list[str]:
        """The command line that a person would type."""
        return [sys.executable, "-m", "watcher", *words, "--config", str(self.config)]

    def environ(self) -> dict[str, str]:
        """This process's environment without proxies, and with the secrets."""
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return kept | self.environment

    def watcher(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, timeout=90, env=self.environ(), check=False, **options
        )

    def once(self) -> dict[str, Any]:
        """`watcher once --json`; what it reports."""
        done = self.watcher("once", "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def reconcile(self) -> dict[str, int]:
        """`watcher alerts reconcile --json`."""
        return dict(json.loads(self.watcher("alerts", "reconcile", "--json").stdout))

    def alerts(self) -> list[dict[str, Any]]:
        """`watcher alerts list --json`."""
        return [json.loads(line) for line in self.watcher("alerts", "list", "--json").stdout.splitlines()]

    @contextmanager
    def running(self) -> Iterator[Service]:
        """`watcher run`, from when its pages answer to its end."""
        service = Service(self)
        try:
            eventually(service.answers)
            yield service
        finally:
            service.stop()


class Service:
    """A running `watcher run`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._output = desk.folder / "output.txt"
        with self._output.open("w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                desk.command("run"), stdout=output, stderr=subprocess.STDOUT, env=desk.environ(), start_new_session=True
            )

    @property
    def output(self) -> str:
        """What it printed up to now."""
        return self._output.read_text(encoding="utf-8")

    def answers(self) -> bool:
        """Whether its port can be reached."""
        assert self.process.poll() is None, f"it ended: {self.output}"
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self._desk.port)) == 0

    def says(self, words: str, seconds: float = 20) -> str:
        """Its output as soon as these words are in it."""
        return eventually(lambda: self.output if words in self.output else "", seconds)

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; the exit code, and after how many seconds it ended."""
        started = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(20)
        return code, time.monotonic() - started

    def stop(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


def titles(feed: Path) -> Sequence[str]:
    """The titles of a JSON Feed's entries; none where it is not written yet."""
    if not feed.exists():
        return []
    return [item["title"] for item in json.loads(feed.read_text(encoding="utf-8"))["items"]]
