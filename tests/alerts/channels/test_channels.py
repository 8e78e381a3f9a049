"""The list of channels is complete, and each of them is documented."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from channel_samples import CONFIGURED

from watcher.alerts.channels import CHANNELS

FOLDER = Path(__file__).parents[3]
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
    for field in dataclasses.fields(CHANNELS[name]):  # type: ignore[arg-type]  # each is a dataclass
        assert f"`{field.name}`" in chapter


@pytest.mark.parametrize("name", CHANNELS)
def test_each_is_made_of_its_options_alone(name: str) -> None:
    """Frozen, so that nothing is changed on its way through; a secret is never in its repr."""
    channel = CHANNELS[name](**CONFIGURED[name])
    assert all("option" in field.metadata for field in dataclasses.fields(channel))  # type: ignore[arg-type]
    assert "access_token" not in repr(channel)
    with pytest.raises(dataclasses.FrozenInstanceError):
        channel.added = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CHANNELS)
def test_each_rate_is_a_count_in_seconds(name: str) -> None:
    """Where a platform says how many it takes."""
    for count, seconds in getattr(CHANNELS[name], "RATE", ()):
        assert count >= 1
        assert seconds > 0
