"""`watcher run`, as a person starts, edits and stops it."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

import pytest
from desk import EXAMPLES, SECRET, SEED, Desk, article, eventually, titles
from receiver import Receiver, Reply
from standardwebhooks import Webhook

KEPT = 'keywords = ["车路协同"]\non = ["new", "updated", "removed"]'


@pytest.fixture
def quiet(desk: Desk, receiver: Receiver) -> Desk:
    """A desk with one notice that the receiver has heard of; nothing runs."""
    shutil.copy(EXAMPLES / SEED, desk.articles / SEED)
    desk.configure({"team": receiver.url}, rule=KEPT)
    desk.once()
    return desk


def changes(receiver: Receiver) -> list[tuple[str, str]]:
    """What the receiver was told: change and path, each verified."""
    data = [Webhook(SECRET).verify(request.body, dict(request.headers))["data"] for request in receiver.requests]
    return [(each["change"], each["article"]["path"]) for each in data]


def http(desk: Desk, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> tuple[int, bytes]:
    """Status and body of a request to the service."""
    request = urllib.request.Request(f"http://127.0.0.1:{desk.port}{path}", headers=dict(headers or {}), method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def raw(desk: Desk, target: str) -> bytes:
    """What is answered to a GET of exactly this target, which libraries would tidy first."""
    with socket.create_connection(("127.0.0.1", desk.port), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_day_in_its_life(quiet: Desk, receiver: Receiver) -> None:
    """New, edited, renamed, touched, deleted: each is heard of once and at once, or not at all."""
    with quiet.running() as service:
        fresh = quiet.write("fresh.md", article("车路协同第二批", "第二批车路协同试点下周公布，请各地报名。"))
        receiver.wait_for(2)
        fresh.write_text(fresh.read_text(encoding="utf-8").replace("下周", "下月"), encoding="utf-8")
        receiver.wait_for(3)
        os.utime(fresh)
        renamed = fresh.rename(fresh.with_name("renamed.md"))
        eventually(lambda: "1 moved" in service.output)
        deleted = time.monotonic()
        renamed.unlink()
        last = receiver.wait_for(4)[-1]
        assert last.at - deleted < 5, "a deletion is told when the file stayed gone for two seconds"
        assert last.at - deleted >= 2
        eventually(lambda: "【已撤下】车路协同第二批" in titles(quiet.folder / "feeds" / "all.json"))
        assert service.end() == (0, pytest.approx(2.5, abs=2.5))
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO 1 new; 1 match, 1 alert$", service.output, re.MULTILINE)
    assert changes(receiver) == [
        ("new", SEED),
        ("new", "fresh.md"),
        ("updated", "fresh.md"),
        ("removed", "renamed.md"),
    ]
    quiet.once()
    assert len(receiver.requests) == 4
    assert quiet.reconcile()["missing"] == 0


def test_a_file_that_is_replaced_by_delete_and_write_is_an_edit(quiet: Desk, receiver: Receiver) -> None:
    """As editors and mirror jobs do: never a removal."""
    with quiet.running() as service:
        path = quiet.articles / SEED
        text = path.read_text(encoding="utf-8").replace("每半年", "每季度")
        path.unlink()
        path.write_text(text, encoding="utf-8")
        receiver.wait_for(2)
        assert service.end()[0] == 0
    assert changes(receiver)[1:] == [("updated", SEED)]


@pytest.mark.parametrize("anew", [True, False], ids=["a new file", "an edit"])
def test_a_file_that_is_written_slowly_is_told_once_and_whole(quiet: Desk, receiver: Receiver, *, anew: bool) -> None:
    """As an upload or a download writes it, in pieces with pauses."""
    seed = (quiet.articles / SEED).read_text(encoding="utf-8")
    name, text = SEED, seed.replace("每半年", "每季度")
    if anew:
        name, text = "slow.md", article("第二批", "第二批车路协同试点" + "，请各地报名" * 6 + "。")
    with quiet.running() as service:
        with (quiet.articles / name).open("w", encoding="utf-8") as writer:
            for start in range(0, len(text), len(text) // 5):
                writer.write(text[start : start + len(text) // 5])
                writer.flush()
                time.sleep(0.15)
        finished = time.monotonic()
        arrived = receiver.wait_for(2)[-1].at
        time.sleep(1)
        assert service.end()[0] == 0
    assert finished <= arrived < finished + 5, "0.3 s, but for a machine that has much else to do"
    assert changes(receiver)[1:] == [("new" if anew else "updated", name)]


def test_a_file_that_is_added_to_piece_by_piece_is_told_of_when_it_is_left_alone(
    quiet: Desk, receiver: Receiver
) -> None:
    """Nothing shows that more will come after the first piece; but then that it comes in pieces."""
    with quiet.running() as service:
        time.sleep(1.5)  # the looks at everything with which it begins are over
        for piece in (article("第二批", "第二批车路协同试点"), *"，请各地报名。"):
            with (quiet.articles / "slow.md").open("a", encoding="utf-8") as writer:
                writer.write(piece)
            time.sleep(0.15)
        finished = time.monotonic()
        assert receiver.wait_for(3)[-1].at < finished + 5
        time.sleep(1)
        assert service.end()[0] == 0
    assert changes(receiver)[1:] == [("new", "slow.md"), ("updated", "slow.md")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_five_seconds(quiet: Desk, number: int) -> None:
    """Exit 0, and no trace of an error."""
    with quiet.running() as service:
        code, seconds = service.end(number)
    assert code == 0
    assert seconds < 5
    assert "Traceback" not in service.output
    assert "ERROR" not in service.output


def test_it_ends_within_five_seconds_while_a_receiver_does_not_answer(quiet: Desk, receiver: Receiver) -> None:
    """The alert that is under way is not lost: the next start repeats it under the same id."""
    gate = threading.Event()
    receiver.script = [Reply(after=gate)]
    with quiet.running() as service:
        quiet.write("fresh.md", article("车路协同第二批", "第二批车路协同试点"))
        receiver.wait_for(2)
        code, seconds = service.end()
        gate.set()
    assert code == 0
    assert seconds < 5.5
    quiet.once()
    assert len(receiver.requests) == 3
    assert receiver.ids[1] == receiver.ids[2]
    assert quiet.reconcile()["delivered"] == 2


def test_it_ends_within_five_seconds_in_the_middle_of_a_first_scan(desk: Desk, receiver: Receiver) -> None:
    """What was read is kept, and the next start goes on from there."""
    for number in range(1500):
        desk.write(f"{number}.md", article(f"第{number}号公告", f"第{number}号公告的内容。" * 40))
    desk.configure({"team": receiver.url})
    with desk.running() as service:
        code, seconds = service.end()
    assert code == 0
    assert seconds < 5
    assert "Traceback" not in service.output
    assert desk.once()["scanned"] == 1500
    assert json.loads(desk.watcher("status", "--json").stdout)["articles"] == 1500


def test_a_second_one_on_the_same_store_is_refused(quiet: Desk) -> None:
    """With one line that says who has it; the first goes on."""
    with quiet.running() as service:
        for command in ("run", "once", "scan"):
            second = quiet.watcher(command)
            assert second.returncode == 1, command
            (line,) = second.stderr.strip().splitlines()
            assert "in use by" in line
            assert str(service.process.pid) in line
        assert http(quiet, "/healthz")[0] == 200


def test_a_port_in_use_is_one_clear_line(quiet: Desk) -> None:
    """And the store is free again."""
    with socket.create_server(("127.0.0.1", quiet.port)):
        refused = quiet.watcher("run")
    assert refused.returncode == 2
    (line,) = refused.stderr.strip().splitlines()
    assert f"127.0.0.1:{quiet.port}" in line
    assert "in use" in line
    assert quiet.watcher("scan").returncode == 0


def test_a_missing_secret_is_said_before_anything_starts(desk: Desk, receiver: Receiver) -> None:
    """With its name, which is not the secret."""
    desk.configure({"team": receiver.url})
    del desk.environment["TEAM_SECRET"]
    refused = desk.watcher("run")
    assert refused.returncode == 2
    assert "TEAM_SECRET" in refused.stderr


def test_an_edited_config_takes_effect_without_a_restart(quiet: Desk, receiver: Receiver) -> None:
    """A new rule hears of what comes next, and has its feed with what is there already."""
    with quiet.running() as service:
        extra = '[[rules]]\nname = "造林"\nslug = "trees"\nkeywords = ["造林"]\nchannels = ["team"]\n'
        quiet.configure({"team": receiver.url}, rule=KEPT, extra=extra)
        service.says("config taken over")
        quiet.write("trees.md", article("春季造林", "各地要抓紧春季造林。"))
        receiver.wait_for(2)
        eventually(lambda: titles(quiet.folder / "feeds" / "rules" / "trees.json") == ["春季造林"])
    assert changes(receiver)[-1] == ("new", "trees.md")


def test_a_broken_edit_of_the_config_is_reported_and_the_old_one_stays(quiet: Desk, receiver: Receiver) -> None:
    """With its lines, on the health page too; and mending it is enough."""
    before = quiet.config.read_text(encoding="utf-8")
    with quiet.running() as service:
        quiet.config.write_text(before.replace("keywords", "keyworts"), encoding="utf-8")
        line = before[: before.index("keywords")].count("\n") + 1
        assert f"config.toml:{line}: " in service.says("config not taken over")
        assert "keyworts" in json.loads(http(quiet, "/healthz")[1])["config"]
        quiet.write("fresh.md", article("车路协同第二批", "第二批车路协同试点"))
        receiver.wait_for(2)
        quiet.config.write_text(before, encoding="utf-8")
        service.says("the config is again as it is in force")
        assert json.loads(http(quiet, "/healthz")[1])["config"] is None


def test_a_directory_that_is_added_to_the_config_is_watched_at_once(quiet: Desk, receiver: Receiver) -> None:
    """Not only at the next look on schedule, which is an hour away here."""
    more = quiet.folder / "more"
    more.mkdir()
    with quiet.running() as service:
        text = quiet.config.read_text(encoding="utf-8")
        quiet.config.write_text(text.replace('directory = "articles"', 'directory = ["articles", "more"]'), "utf-8")
        service.says("config taken over")
        quiet.write("../more/settled.md", article("车路协同首批", "首批车路协同试点"))
        receiver.wait_for(2)
        quiet.write("../more/fresh.md", article("车路协同第二批", "第二批车路协同试点"))
        receiver.wait_for(3)
    assert changes(receiver)[-1] == ("new", "more/fresh.md")


def test_a_schedule_that_is_edited_is_kept_from_then_on(quiet: Desk, receiver: Receiver) -> None:
    """Also without file events."""
    quiet.config.write_text(
        quiet.config.read_text(encoding="utf-8").replace('every = "1h"', 'every = "1h"\nwatch = false'), "utf-8"
    )
    with quiet.running() as service:
        eventually(lambda: http(quiet, "/healthz")[0] == 200)
        text = quiet.config.read_text(encoding="utf-8")
        quiet.config.write_text(text.replace('every = "1h"', 'every = "1s"'), "utf-8")
        service.says("config taken over")
        for number in (2, 3):
            quiet.write(f"fresh{number}.md", article(f"车路协同第{number}批", f"第{number}批车路协同试点"))
            receiver.wait_for(number)


def test_a_directory_that_goes_is_a_clear_state_and_no_removal(quiet: Desk, receiver: Receiver) -> None:
    """Health says so with 503; when it is back all goes on, and nobody was told that everything is gone."""
    text = quiet.config.read_text(encoding="utf-8")
    quiet.config.write_text(text.replace('every = "1h"', 'every = "1s"'), "utf-8")
    with quiet.running() as service:
        away = quiet.articles.rename(quiet.folder / "away")
        eventually(lambda: http(quiet, "/healthz")[0] == 503)
        assert "cannot be read" in json.loads(http(quiet, "/healthz")[1])["scan"]
        away.rename(quiet.articles)
        eventually(lambda: http(quiet, "/healthz")[0] == 200)
        quiet.write("fresh.md", article("车路协同第二批", "第二批车路协同试点"))
        receiver.wait_for(2)
        assert service.end()[0] == 0
    assert changes(receiver) == [("new", SEED), ("new", "fresh.md")]


def test_a_file_name_that_is_no_utf8_is_news_like_any_other(quiet: Desk, receiver: Receiver) -> None:
    """As an archive from another system leaves them; the library that tells of files gives up at such a name."""
    with quiet.running() as service:
        for number in (2, 3):
            name = os.fsdecode(f"公告{number}.md".encode("gb18030"))
            quiet.write(name, article(f"车路协同第{number}批", f"第{number}批车路协同试点"))
            receiver.wait_for(number)
        quiet.write("fresh.md", article("车路协同第四批", "第四批车路协同试点"))
        receiver.wait_for(4)
        assert service.end()[0] == 0


def test_a_directory_that_another_takes_the_place_of_is_watched_on(quiet: Desk, receiver: Receiver) -> None:
    """As when a disk is mounted there: its events are others, and the look on schedule is an hour away."""
    with quiet.running() as service:
        time.sleep(1.5)  # it is watched, and nothing happens
        made = quiet.folder / "made"
        shutil.copytree(quiet.articles, made)
        quiet.articles.rename(quiet.folder / "away")
        made.rename(quiet.articles)
        time.sleep(1.5)
        quiet.write("second.md", article("车路协同第二批", "第二批车路协同试点"))
        receiver.wait_for(2)
        quiet.write("third.md", article("车路协同第三批", "第三批车路协同试点"))
        receiver.wait_for(3)
        assert service.end()[0] == 0
    assert changes(receiver)[1:] == [("new", "second.md"), ("new", "third.md")]


def test_feeds_and_pages_are_served_beside_it(quiet: Desk) -> None:
    """Packed and plain, with HEAD and 304, and nothing outside the feeds."""
    with quiet.running():
        status, plain = http(quiet, "/feeds/all.atom")
        assert (status, SEED.removesuffix(".md") in plain.decode()) == (200, True)
        assert gzip.decompress(http(quiet, "/feeds/all.atom", {"Accept-Encoding": "gzip"})[1]) == plain
        assert http(quiet, "/feeds/all.atom", {"If-None-Match": "*"}) == (304, b"")
        assert http(quiet, "/feeds/all.atom", method="HEAD") == (200, b"")
        assert http(quiet, "/articles/1")[0] == 200
        for target in (
            "/feeds/../config.toml",
            "/feeds/%2e%2e/config.toml",
            "/feeds/..%2f..%2fetc%2fpasswd",
            "//etc/passwd",
            "/feeds//etc/passwd",
            "/feeds/all.atom%00",
            "/feeds/.lock",
        ):
            answer = raw(quiet, target)
            assert answer.startswith(b"HTTP/1.1 404 "), target
            assert SECRET.encode() not in answer


def test_other_commands_work_while_it_runs(quiet: Desk, receiver: Receiver) -> None:
    """They look, and alerts that they make due go out soon."""
    receiver.usual = Reply(410)
    with quiet.running() as service:
        quiet.write("fresh.md", article("车路协同第二批", "第二批车路协同试点"))
        service.says("pending in")
        assert json.loads(quiet.watcher("status", "--json").stdout)
        waiting = [alert["id"] for alert in quiet.alerts() if alert["state"] == "pending"]
        assert waiting == [receiver.ids[1]]
        assert quiet.reconcile()["missing"] == 0
