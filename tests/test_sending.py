"""What is remembered of channels between one run and the next, and what ends their trouble."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from watcher import cli
from watcher.alerts.policy import Health, Outcome

if TYPE_CHECKING:
    from conftest import Site

TEAM = """
[channels.team]
type = "webhook"
url = "{url}"
secret = "file:secret.txt"
"""
SECRET = "whsec_YSBzZWNyZXQgdGhhdCBpcyBrZXB0IGZyb20gYWxs"
GONE = Health(0, "HTTP 410", None, off=True)


@pytest.fixture
def team(site: Site) -> Site:
    """A site with an alert at a channel that was switched off."""
    (site.folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    configure(site)
    site.edit("road.md", "六月", "七月")
    site.scan()
    site.app.queue().record("team", [alert(site)], Outcome("pending", "HTTP 410", GONE), site.now, 1)
    return site


def configure(site: Site, url: str = "http://127.0.0.1:9/hook") -> None:
    site.configure(rule='keywords = ["车路协同"]', more=TEAM.format(url=url))
    text = (site.folder / "config.toml").read_text(encoding="utf-8")
    (site.folder / "config.toml").write_text(
        text.replace('channels = ["desk"]', 'channels = ["team"]'), encoding="utf-8"
    )
    site.load()


def alert(site: Site) -> str:
    return str(site.value("SELECT id FROM alerts"))


def test_how_a_channel_does_is_remembered(team: Site) -> None:
    configure(team)

    assert team.app.queue().health("team") == GONE
    assert team.app.queue().health("desk") == Health()


def test_a_channel_that_took_a_message_is_well(team: Site) -> None:
    team.app.queue().record("team", [alert(team)], Outcome("delivered", "", Health()), team.now, 1)

    assert team.app.queue().health("team") == Health()
    assert team.app.store.channels.troubled() == {}


@pytest.mark.parametrize("what", ["address", "secret"])
def test_other_keys_or_secrets_end_the_trouble(team: Site, what: str) -> None:
    if what == "address":
        configure(team, "http://127.0.0.1:9/another")
    else:
        (team.folder / "secret.txt").write_text(SECRET.replace("YS", "YT"), encoding="utf-8")

    assert team.app.queue().health("team") == Health()
    assert team.app.store.channels.troubled() == {}


def test_the_secret_is_not_in_the_store(team: Site) -> None:
    team.close()

    for path in (team.folder / "state").iterdir():
        assert SECRET[6:].encode() not in path.read_bytes(), path.name


def test_retrying_an_alert_switches_its_channel_on(team: Site) -> None:
    assert cli.main(["alerts", "retry", alert(team), "--config", str(team.folder / "config.toml")]) == 0
    assert team.app.queue().health("team") == Health()


def test_a_pause_that_was_asked_for_is_kept_by_a_retry(team: Site) -> None:
    busy = Health(1, "HTTP 429", team.now, asked=True)
    team.app.queue().record("team", [alert(team)], Outcome("pending", "HTTP 429", busy), team.now, 1)

    cli.main(["alerts", "retry", alert(team), "--config", str(team.folder / "config.toml")])
    assert team.app.queue().health("team") == busy


def test_a_pause_of_ours_is_ended_by_a_retry(team: Site) -> None:
    down = Health(5, "no answer", team.now)
    team.app.queue().record("team", [alert(team)], Outcome("pending", "no answer", down, counts=False), team.now, 1)

    cli.main(["alerts", "retry", alert(team), "--config", str(team.folder / "config.toml")])
    assert team.app.queue().health("team") == Health()


def test_status_says_what_is_the_matter_and_how_it_ends(team: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["status", "--config", str(team.folder / "config.toml")]) == 0
    told = capsys.readouterr().out
    assert "team: switched off since 2024-05-06" in told
    assert "`watcher channel test` succeeds" in told
    assert "HTTP 410" in told

    cli.main(["status", "--json", "--config", str(team.folder / "config.toml")])
    assert json.loads(capsys.readouterr().out)["channels"]["team"]["off"] is True


def test_a_test_message_that_is_taken_switches_the_channel_on(team: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(team.folder / "config.toml")
    team.app.queue().record("desk", [alert(team)], Outcome("pending", "HTTP 410", GONE), team.now, 1)

    assert cli.main(["channel", "test", "team", "--config", config]) == 1
    assert cli.main(["channel", "test", "desk", "--config", config]) == 0
    assert list(team.app.store.channels.troubled()) == ["team"]


def test_a_test_message_makes_no_store(empty_site: Site, tmp_path: Path) -> None:
    empty_site.close()
    text = (tmp_path / "config.toml").read_text(encoding="utf-8").replace("state/", "other/")
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")

    assert cli.main(["channel", "test", "desk", "--config", str(tmp_path / "config.toml")]) == 0
    assert not (tmp_path / "other").exists()


def test_what_went_to_a_channel_is_counted(team: Site) -> None:
    team.tick(60)
    team.app.queue().record("team", [alert(team)], Outcome("delivered", "", Health()), team.now, 1)

    assert team.app.store.channels.totals() == {"team": (1, 1, 1, pytest.approx(60, abs=0.1))}
