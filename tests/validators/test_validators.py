"""Our payloads before validators of other people: Microsoft's for cards, discord.js, the types that Slack publishes.

`.ci/run` installs them from `package.json`; where they are not, these tests are skipped.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from channel_samples import (
    NOW,
    about,
    channel,
    dense_match,
    digest,
    heavy_digest,
    hostile_messages,
    match,
    probe,
    problem,
)
from hypothesis import HealthCheck, Phase, given, settings

from watcher.alerts.channels.template import Template
from watcher.alerts.message import Message

HERE = Path(__file__).parent
ORDINARY = [
    match(),
    match(language="en"),
    digest(3),
    digest(300, more=700),
    heavy_digest(),
    dense_match(),
    about(title="*_" * 200),
    about(title="<!channel> <@U123> @everyone [x](javascript:alert(1)) \u202egnp"),
    about(url="javascript:alert(1)"),
    about(url="https://news.example/a)b](c*\"<'> d"),
    about(title="", path="", excerpt=""),
    probe(),
    problem(),
    problem("&<*" * 20_000),
]
TEMPLATE = Template("{{ article.title | bold }}\n{% for reason in reasons %}> {{ reason }}\n{% endfor %}{{ notice }}")
TYPED = """\
import type {{ KnownBlock }} from "@slack/types";
import type {{ RESTPostAPIWebhookWithTokenJSONBody }} from "discord-api-types/v10";

interface Posted {{ text: string; blocks: KnownBlock[]; unfurl_links: boolean; unfurl_media: boolean }}

export const slack: Posted[] = {slack};
export const discord: RESTPostAPIWebhookWithTokenJSONBody[] = {discord};
"""


def hostile(count: int) -> list[Message]:
    """Messages of any size and content: gathered first, since a program that is started for each takes minutes."""
    found: list[Message] = []

    @settings(max_examples=count, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(hostile_messages)
    def gather(message: Message) -> None:
        found.append(message)

    gather()
    return found


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """All of them come together."""
    if not (HERE / "node_modules" / "typescript").is_dir():
        pytest.skip("what tests/validators/package.json names is not installed")


def payloads(type: str, messages: Sequence[Message], **options: Any) -> list[Any]:
    """What is posted for each message."""
    return [json.loads(channel(type, **options).outgoing(message, NOW).body) for message in messages]


def cards(messages: Sequence[Message], **options: Any) -> list[Any]:
    return [value["attachments"][0]["content"] for value in payloads("teams", messages, **options)]


def faults(script: str, values: Sequence[Any]) -> list[list[str]]:
    """What a validator has against each value."""
    done = subprocess.run(
        ["node", HERE / script], input=json.dumps(values).encode(), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def wrong_types(folder: Path, slack: Sequence[Any], discord: Sequence[Any]) -> str:
    """What the TypeScript compiler has against the values, as the types that they must be of."""
    source = HERE / "node_modules" / ".watcher" / f"{folder.name}.ts"  # types are looked for from where the file is
    source.parent.mkdir(exist_ok=True)
    source.write_text(TYPED.format(slack=json.dumps(slack), discord=json.dumps(discord)), encoding="utf-8")
    compiler = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "node16", "--moduleResolution", "node16"]
    done = subprocess.run(["node", compiler, *options, source], capture_output=True, timeout=300, check=False)
    source.unlink()
    return done.stdout.decode()


def test_teams_cards_are_what_the_library_of_adaptive_cards_takes() -> None:
    """Every property known to it in the version that the card says, every value allowed, nothing dropped."""
    assert faults("cards.cjs", cards(ORDINARY)) == [[]] * len(ORDINARY)
    assert faults("cards.cjs", cards(ORDINARY, template=TEMPLATE)) == [[]] * len(ORDINARY)


def test_so_are_cards_of_any_size_and_content() -> None:
    messages = hostile(60)
    assert faults("cards.cjs", cards(messages)) == [[]] * len(messages)


def test_a_wrong_card_is_found() -> None:
    """What these tests rely on."""
    (card,) = cards([match()])
    card["body"][0]["spacing"] = "Wide"
    card["body"][1]["inlines"][0]["colour"] = "Accent"
    (found,) = faults("cards.cjs", [card])
    assert 'Invalid value "Wide"' in found[0]
    assert "it makes this of it" in found[-1]


def test_discord_messages_are_what_discord_js_takes() -> None:
    """Titles, descriptions, addresses, colours and times, and all lengths together."""
    assert faults("embeds.cjs", payloads("discord", ORDINARY)) == [[]] * len(ORDINARY)
    assert faults("embeds.cjs", payloads("discord", ORDINARY, template=TEMPLATE)) == [[]] * len(ORDINARY)


def test_so_are_messages_of_any_size_and_content() -> None:
    messages = hostile(60)
    assert faults("embeds.cjs", payloads("discord", messages)) == [[]] * len(messages)


def test_a_wrong_embed_is_found() -> None:
    """What these tests rely on."""
    long, script = payloads("discord", [match(), match()])
    long["embeds"][0]["title"] = "长" * 257
    script["embeds"][0]["url"] = "javascript:alert(1)"
    assert all(faults("embeds.cjs", [long, script]))


def test_slack_and_discord_messages_have_the_types_that_are_published(tmp_path: Path) -> None:
    """No key too many, none missing, each of its type: `tsc --noEmit` over the very payloads."""
    messages = ORDINARY + hostile(20)
    assert wrong_types(tmp_path, payloads("slack", messages), payloads("discord", messages)) == ""


def test_a_wrong_type_is_found(tmp_path: Path) -> None:
    """What these tests rely on."""
    slack, discord = payloads("slack", [match()]), payloads("discord", [match()])
    slack[0]["blocks"][0]["elements"][0]["type"] = "rich_text_sentence"
    discord[0]["embeds"][0]["colour"] = 1
    told = wrong_types(tmp_path, slack, discord)
    assert "rich_text_sentence" in told
    assert "colour" in told
