"""The list of channels is complete, and each of them is documented."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from channel_samples import CONFIGURED, answered, channel

from watcher.alerts.channels import CHANNELS
from watcher.alerts.channels.base import Common

FOLDER = Path(__file__).parents[3]
COMMON = {field.name for field in dataclasses.fields(Common)}
DOCUMENTED = (FOLDER / "docs" / "channels.md").read_text(encoding="utf-8")


def test_the_types_that_configs_may_name() -> None:
    """People's configs depend on these names."""
    assert " ".join(CHANNELS) == (
        "webhook feishu dingtalk wecom slack discord teams telegram ntfy matrix email console apprise"
    )
    assert all(channel.type == name for name, channel in CHANNELS.items())


@pytest.mark.parametrize("name", CHANNELS)
def test_each_has_a_chapter_with_every_key(name: str) -> None:
    """docs/channels.md has a heading with the type and a line for each of its keys."""
    _, heading, rest = DOCUMENTED.partition(f"\n## {name}\n")
    assert heading, f"no chapter on {name}"
    chapter = rest.partition("\n## ")[0]
    for key in {field.name for field in dataclasses.fields(CHANNELS[name])} - COMMON:  # type: ignore[arg-type]
        assert f"`{key}`" in chapter


def test_the_keys_that_all_have_in_common_have_a_chapter() -> None:
    """Beside those of each."""
    chapter = DOCUMENTED.partition("\n## What every channel takes\n")[2].partition("\n## ")[0]
    for key in COMMON:
        assert f"`{key}`" in chapter


@pytest.mark.parametrize("name", CHANNELS)
def test_each_is_made_of_its_options_alone(name: str) -> None:
    """Frozen, so that nothing is changed on its way through; a secret is never in its repr."""
    made = CHANNELS[name](**CONFIGURED[name])
    assert all("option" in field.metadata for field in dataclasses.fields(made))  # type: ignore[arg-type]
    assert "access_token" not in repr(made)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.added = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CHANNELS)
def test_each_rate_is_a_count_in_seconds(name: str) -> None:
    """Where a platform says how many it takes; a config may say otherwise."""
    for count, seconds in channel(name).rates:
        assert count >= 1
        assert seconds > 0
    assert channel(name, rate=((7, 60.0),)).rates == ((7, 60.0),)


@pytest.mark.parametrize("name", CHANNELS.keys() - {"console", "email"})
@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 410, 413, 418])
def test_each_refusal_has_the_words_of_the_platform_and_says_what_to_do(name: str, status: int) -> None:
    """However the platform refuses."""
    verdict = channel(name).verdict(answered(status, "so it says"))
    assert verdict.state in {"refused", "retry"}
    assert re.fullmatch(r"HTTP \d{3}: so it says \(.{10,}\)", verdict.because)
