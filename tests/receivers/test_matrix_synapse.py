"""Matrix messages to a real homeserver on this machine: Synapse with its own limits.

It is large, so it has a virtual environment of its own, as `.ci/run` sets it up: `pip install matrix-synapse`; then
`WATCHER_SYNAPSE_PYTHON=/path/to/that/bin/python python -m pytest tests/receivers/test_matrix_synapse.py`.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import importlib.util
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from desk import Desk, article, eventually, free_port

from watcher.alerts.channels.base import Answer, Request, Verdict
from watcher.alerts.channels.matrix import Matrix
from watcher.alerts.message import Card, Item, Message
from watcher.alerts.transport import try_once
from watcher.options import Secret

NOW = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
SHARED = "only-for-this-test"
NAMES = itertools.count(1)
CONFIG = """
server_name: "loopback.example"
pid_file: "{folder}/pid"
listeners:
  - {{port: {port}, type: http, bind_addresses: ["127.0.0.1"], resources: [{{names: [client]}}]}}
database: {{name: sqlite3, args: {{database: "{folder}/home.db"}}}}
media_store_path: "{folder}/media"
signing_key_path: "{folder}/key"
registration_shared_secret: "{secret}"
macaroon_secret_key: "{secret}"
report_stats: false
trusted_key_servers: []
"""


class Homeserver:
    """A running Synapse."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self._http = httpx.Client(base_url=self.url, trust_env=False, timeout=20)

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            return self._http.get("_matrix/client/versions").is_success
        except httpx.TransportError:
            return False

    def user(self) -> str:
        """The access token of a new user."""
        nonce, name = self._http.get("_synapse/admin/v1/register").json()["nonce"], f"user{next(NAMES)}"
        signed = "\0".join([nonce, name, "a password", "notadmin"]).encode()
        mac = hmac.new(SHARED.encode(), signed, hashlib.sha1).hexdigest()
        asked = {"nonce": nonce, "username": name, "password": "a password", "admin": False, "mac": mac}
        return str(self._http.post("_synapse/admin/v1/register", json=asked).raise_for_status().json()["access_token"])

    def room(self) -> tuple[str, str]:
        """A new room, and the token of a user who joined it and wrote nothing yet."""
        owner, writer = ({"authorization": f"Bearer {self.user()}"} for _ in range(2))
        made = self._http.post("_matrix/client/v3/createRoom", json={"preset": "public_chat"}, headers=owner)
        room = str(made.raise_for_status().json()["room_id"])
        self._http.post(f"_matrix/client/v3/join/{room}", json={}, headers=writer).raise_for_status()
        return room, writer["authorization"].removeprefix("Bearer ")

    def messages(self, token: str, room: str) -> list[dict[str, Any]]:
        """What a client shows of a room, oldest first."""
        told = self._http.get(
            f"_matrix/client/v3/rooms/{room}/messages?dir=f&limit=100", headers={"authorization": f"Bearer {token}"}
        )
        return [event["content"] for event in told.json()["chunk"] if event["type"] == "m.room.message"]

    def send(self, request: Request) -> Answer:
        """What it says to a request of ours."""
        told = self._http.request(request.method, request.url, content=request.body, headers=dict(request.headers))
        return Answer(told.status_code, {name.lower(): value for name, value in told.headers.items()}, told.content)


@pytest.fixture(scope="module")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    """Synapse with an empty database and the rate limits that it has by itself."""
    python = os.environ.get("WATCHER_SYNAPSE_PYTHON") or (importlib.util.find_spec("synapse") and sys.executable)
    if not python:
        pytest.skip("matrix-synapse is not installed: WATCHER_SYNAPSE_PYTHON may name a Python that has it")
    folder, port = tmp_path_factory.mktemp("synapse"), free_port()
    config = folder / "homeserver.yaml"
    config.write_text(CONFIG.format(folder=folder, port=port, secret=SHARED), encoding="utf-8")
    command = [python, "-m", "synapse.app.homeserver", "--config-path", str(config)]
    subprocess.run([*command, "--generate-keys"], cwd=folder, check=True, capture_output=True, timeout=120)
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    try:
        server = Homeserver(port)
        eventually(lambda: process.poll() is not None or server.answers(), 120)
        assert process.poll() is None, (folder / "output.txt").read_text(encoding="utf-8")
        yield server
    finally:
        process.kill()
        process.wait(20)


@pytest.fixture
def channel(homeserver: Homeserver) -> Matrix:
    """A room of its own, with a user who wrote nothing yet."""
    return channel_to(homeserver, *homeserver.room())


def channel_to(homeserver: Homeserver, room: str, token: str) -> Matrix:
    """The channel that writes there under that token."""
    return Matrix(server=homeserver.url, room=room, token=Secret(token, Path()))


def message(id_: str, title: str = "关于车路协同试点的通知") -> Message:
    """An alert about a notice."""
    card = Card(
        id=1,
        revision=1,
        title=title,
        url="https://notices.example/1",
        path="a.md",
        published=NOW,
        updated=NOW,
        author="某办",
        categories=(),
        excerpt="请各城市报送方案。",
    )
    item = Item(rule="试点", change="new", article=card, notice=None, mentions=())
    return Message(id=id_, kind="matched", at=NOW, language="zh-CN", items=(item,))


def post(channel: Matrix, id_: str) -> Verdict:
    """Send an alert of that id as the program does."""
    return asyncio.run(try_once(channel, message(id_), lambda: NOW))


def test_a_token_that_is_not_known_switches_the_channel_off(homeserver: Homeserver, channel: Matrix) -> None:
    """401, with the server's words and what to do."""
    verdict = post(channel_to(homeserver, channel.room, "syt_nobody_has_this"), "msg_1")
    assert (verdict.state, verdict.channel_off) == ("refused", True)
    assert "M_UNKNOWN_TOKEN" in verdict.because
    assert "check the token" in verdict.because


def test_a_user_who_is_not_in_the_room_switches_the_channel_off(homeserver: Homeserver, channel: Matrix) -> None:
    """403."""
    verdict = post(channel_to(homeserver, channel.room, homeserver.user()), "msg_1")
    assert (verdict.state, verdict.channel_off) == ("refused", True)
    assert "M_FORBIDDEN" in verdict.because


def test_a_message_is_delivered_and_shown_under_the_id_of_its_event(homeserver: Homeserver, channel: Matrix) -> None:
    """As text and as HTML, pinging nobody."""
    request = channel.outgoing(message("msg_1"), NOW)
    answer = homeserver.send(request)
    assert channel.verdict(answer).state == "delivered"
    assert json.loads(answer.body)["event_id"].startswith("$")
    (shown,) = homeserver.messages(channel.token.reveal(), channel.room)
    assert "关于车路协同试点的通知" in shown["body"]
    assert 'href="https://notices.example/1"' in shown["formatted_body"]
    assert shown["m.mentions"] == {}


def test_a_repeat_under_the_same_id_is_the_same_event(homeserver: Homeserver, channel: Matrix) -> None:
    """So that a crash between sending and recording shows nothing twice; another id is another event."""
    events = []
    for id_ in ("msg_1", "msg_1", "msg_2"):
        request = channel.outgoing(message(id_), NOW)
        events.append(json.loads(homeserver.send(request).body)["event_id"])
    assert events[0] == events[1] != events[2]
    assert len(homeserver.messages(channel.token.reveal(), channel.room)) == 2


def test_the_largest_message_is_within_its_limit(homeserver: Homeserver, channel: Matrix) -> None:
    """Where one that is longer would be 413."""
    long = message("msg_1", "车路协同" * 30_000)
    verdict = asyncio.run(try_once(channel, long, lambda: NOW))
    assert verdict.state == "delivered", verdict.because
    request = channel.outgoing(message("msg_2"), NOW)
    padded = json.dumps(json.loads(request.body) | {"padding": "x" * 70_000}).encode()
    refused = channel.verdict(homeserver.send(Request(request.method, request.url, request.headers, padded)))
    assert refused.state == "refused"
    assert "M_TOO_LARGE" in refused.because


def test_our_rate_is_what_the_server_bears_by_itself(channel: Matrix) -> None:
    """So many at once are taken, where joining was one of them; right after comes a 429 that says how long to wait."""
    ((count, _),) = channel.RATE
    taken = [post(channel, f"msg_{number}") for number in range(count - 1)]
    assert [verdict.state for verdict in taken] == ["delivered"] * (count - 1)
    more = [post(channel, f"more_{number}") for number in range(count)]
    refused = next(verdict for verdict in more if verdict.state != "delivered")
    assert (refused.state, refused.slow_down) == ("retry", True)
    assert "M_LIMIT_EXCEEDED" in refused.because
    assert refused.after
    assert 0 < refused.after < 60


def test_what_once_finds_is_read_in_the_room(homeserver: Homeserver, channel: Matrix, desk: Desk) -> None:
    """From a file to the message, within the rate and accounted for."""
    desk.environment["MATRIX_TOKEN"] = channel.token.reveal()
    for number in range(3):
        desk.write(f"{number}.md", article(f"车路协同第{number}批", f"第{number}批车路协同设备清单"))
    desk.configure({})
    config = desk.config.read_text(encoding="utf-8").replace("channels = []", 'channels = ["room"]')
    room = f'[channels.room]\ntype = "matrix"\nserver = "{homeserver.url}"\nroom = "{channel.room}"\n'
    desk.config.write_text(config + room + 'token = "env:MATRIX_TOKEN"\n', encoding="utf-8")
    desk.once()
    assert desk.reconcile()["delivered"] == 3
    shown = homeserver.messages(channel.token.reveal(), channel.room)
    assert [f"第{number}批" in each["body"] for number, each in enumerate(shown)] == [True] * 3
