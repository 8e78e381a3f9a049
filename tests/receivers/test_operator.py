"""The channel of `[alerts] operator`: it hears once of what only a person can mend, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from desk import Desk, article, eventually
from receiver import Receiver, Reply

GONE = Reply(410)


def operated(desk: Desk, team: str, operator: str) -> None:
    """The rule tells "team"; problems go to "boss"."""
    desk.configure(
        {"team": team},
        alerts='first_scan = "all"\nflood = 0\noperator = "boss"',
        extra=f'[channels.boss]\ntype = "webhook"\nurl = "{operator}"\n',
    )


def texts(receiver: Receiver) -> list[str]:
    """What was told, all of it problems."""
    assert {request.json["type"] for request in receiver.requests} <= {"notice.problem"}
    return [request.json["data"]["text"] for request in receiver.requests]


def test_a_refused_edit_is_told_once_with_every_problem_and_its_line(
    desk: Desk, receiver: Receiver, new_receiver: Callable[..., Receiver]
) -> None:
    """Saved again as it is, or mended, it is told no more; the rules before it stay in force."""
    boss = new_receiver()
    operated(desk, receiver.url, boss.url)
    good = desk.config.read_text(encoding="utf-8")
    bad = "nonsense = 1\n" + good.replace('keywords = ["智能网联", "车路协同"]', "keywords = 7")
    with desk.running() as service:
        for text, words in [
            (bad, "config not taken over"),
            (bad + "\n", "config not taken over"),
            (good, "again as it is"),
        ]:
            before = service.output.count(words)
            desk.config.write_text(text, encoding="utf-8")
            eventually(lambda: service.output.count(words) > before)  # noqa: B023 - it is called at once
        desk.write("road.md", article("车路协同", "路口设备启用。"))
        receiver.wait_for(1)
        boss.wait_for(1)
    (told,) = texts(boss)
    assert "config.toml:1: 没有 [nonsense] 这一节" in told
    assert f"config.toml:{bad[: bad.index('keywords = 7')].count(chr(10)) + 1}: " in told


def test_a_config_that_is_gone_for_a_moment_is_not_told(desk: Desk, receiver: Receiver) -> None:
    """Some editors delete and write, or empty the file first: what is watched stays watched."""
    operated(desk, receiver.url, receiver.url)
    good = desk.config.read_text(encoding="utf-8")
    with desk.running() as service:
        service.says("no articles yet")
        desk.config.write_bytes(b"")
        desk.write("road.md", article("车路协同", "路口设备启用。"))
        receiver.wait_for(1)
        desk.config.unlink()
        desk.config.write_text(good + "# a comment\n", encoding="utf-8")
        desk.write("more.md", article("车路协同再启用", "第二批设备启用。"))
        receiver.wait_for(2)
        assert "config not taken over" not in service.output
        assert "0 rules" not in service.output
    assert {request.json["type"] for request in receiver.requests} == {"notice.matched"}


def test_a_channel_that_was_switched_off_is_told_once(
    desk: Desk, receiver: Receiver, new_receiver: Callable[..., Receiver]
) -> None:
    """Not with every run of cron; again when it had worked in between."""
    boss, receiver.usual = new_receiver(), GONE
    operated(desk, receiver.url, boss.url)
    desk.write("road.md", article("车路协同", "路口设备启用。"))
    for _ in range(2):
        assert desk.watcher("once").returncode == 1
    (told,) = texts(boss)
    assert "渠道 team 已停用" in told
    assert "410" in told

    receiver.usual = Reply()
    assert desk.watcher("once").returncode == 1, "nothing is mended yet"
    assert desk.watcher("channel", "test", "team").returncode == 0
    assert desk.watcher("once").returncode == 0
    receiver.usual = GONE
    desk.write("more.md", article("车路协同再启用", "第二批设备启用。"))
    desk.watcher("once")
    assert len(texts(boss)) == 2
    assert desk.reconcile()["pending"] == 1


def test_the_service_tells_of_a_channel_that_was_switched_off(
    desk: Desk, receiver: Receiver, new_receiver: Callable[..., Receiver]
) -> None:
    boss, receiver.usual = new_receiver(), GONE
    operated(desk, receiver.url, boss.url)
    desk.write("road.md", article("车路协同", "路口设备启用。"))
    with desk.running():
        boss.wait_for(1)
        assert "渠道 team 已停用" in texts(boss)[0]


@pytest.mark.parametrize("reply", [GONE, Reply(500)], ids=["wants no more", "is ill"])
def test_an_operator_that_cannot_be_told_is_only_logged(desk: Desk, receiver: Receiver, reply: Reply) -> None:
    """It is sent each problem once; nothing goes round in circles."""
    receiver.usual = reply
    operated(desk, receiver.url, receiver.url)
    with desk.running() as service:
        desk.config.write_text("nonsense = 1\n", encoding="utf-8")
        service.says("operator boss could not be told")
        receiver.wait_for(1)
    assert [json.loads(request.body)["type"] for request in receiver.requests] == ["notice.problem"]


def test_an_operator_that_is_no_channel_is_told_by_check(desk: Desk, receiver: Receiver) -> None:
    desk.configure({"team": receiver.url}, alerts='operator = "taem"')
    done = desk.watcher("check")

    assert done.returncode == 2
    assert "[alerts] operator: there is no [channels.taem]; did you mean team?" in done.stderr + done.stdout
