"""Two hundred edits of the config, half of them broken, while articles come: the last good one is in force."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from desk import article
from receiver import Receiver, Reply

from watcher.config.reader import load
from watcher.config.settings import Settings
from watcher.service import Service

EDITS = 200
WORDS = ("站台", "苗圃", "渡口", "灯塔", "水车", "车路协同")


def good(folder: Path, address: str, dice: random.Random) -> str:
    """A config that is right: one rule stands in all of them, others come, change and go."""
    rules = [
        f'[[rules]]\nname = "r{number}"\nkeywords = ["{dice.choice(WORDS)}"]\nbackfill = "{backfill}"\nchannels = []\n'
        for number, backfill in enumerate(dice.choices(["feed", "digest", "alert"], k=dice.randrange(4)))
    ]
    rules.insert(
        dice.randrange(len(rules) + 1),
        f'[[rules]]\nname = "所有 {dice.randrange(9)}"\nslug = "every"\nkeywords = ["车路协同"]\nchannels = ["team"]\n'
        f'backfill = "{dice.choice(["feed", "digest", "alert"])}"\n',
    )
    return (
        f'[articles]\ndirectory = "{folder.as_posix()}/articles"\n[schedule]\nevery = "{dice.randrange(1, 9)}h"\n'
        f'[alerts]\nflood = 0\nlanguage = "{dice.choice(["zh-CN", "en"])}"\n'
        f'[channels.team]\ntype = "webhook"\nurl = "{address}"\n{"".join(rules)}'
    )


def broken(text: str, dice: random.Random) -> str:
    """The config with a mistake in it."""
    return dice.choice(
        [
            lambda: text[: dice.randrange(10, len(text) // 2)] + "[",
            lambda: text.replace('channels = ["team"]', 'channels = ["taem"]'),
            lambda: text.replace("[[rules]]", "[[ruels]]"),
            lambda: text.replace('keywords = ["车路协同"]', f'when = "{dice.choice(["雨 AND", "(雨", "NOT 雨"])}"'),
            lambda: text.replace("flood = 0", "flood = -1"),
            lambda: "\0" + text,
            lambda: text.replace('"team"', "“team”", 1),
        ]
    )()


def edits(folder: Path, address: str) -> Iterator[tuple[str, bool]]:
    """Texts of the config in their order, and whether each is right."""
    dice = random.Random(5)
    fine = [True, False] * (EDITS // 2)
    dice.shuffle(fine)
    for right in fine:
        text = good(folder, address, dice)
        yield (text, True) if right else (broken(text, dice), False)


async def _edit_and_write(folder: Path, service: Service, address: str) -> None:
    """Each edit is taken over, or not, while articles are read and sent."""
    path = service.settings.path
    tasks = [asyncio.create_task(each) for each in (service._pass_on_request(), service._deliver())]
    in_force: Settings = service.settings
    for number, (text, right) in enumerate(edits(folder, address)):
        path.write_text(text, encoding="utf-8", newline="\n")
        name = f"a{number:03d}.md"
        (folder / "articles" / name).write_text(
            article(f"第{number}期", f"车路协同路口{number}启用。"), encoding="utf-8"
        )
        service.requests.names({name})
        await service._reload_if_edited()
        in_force = load(path) if right else in_force
        assert service.settings == in_force, text
        assert (service.config_error is None) == right, text
        assert not [task for task in tasks if task.done()]
    service.requests.everything()
    await _until_all_is_sent(service)
    service._stopping.set()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _until_all_is_sent(service: Service) -> None:
    """Every article is stored and no alert waits."""
    async with asyncio.timeout(90):
        while True:
            counts = await service.read(lambda app: app.store.ledger.reconcile())
            stored = await service.read(lambda app: app.store.library.count("articles"))
            if stored == EDITS + 1 and not counts["pending"] + counts["held"]:
                assert counts["missing"] == 0
                return
            await asyncio.sleep(0.05)


def test_two_hundred_edits_lose_and_repeat_no_alert(tmp_path: Path, receiver: Receiver) -> None:
    """Nor does one crash it, and the last good config is always the one in force."""
    (tmp_path / "articles").mkdir()
    path = tmp_path / "config.toml"
    path.write_text(good(tmp_path, receiver.url, random.Random(1)), encoding="utf-8")
    (tmp_path / "articles" / "old.md").write_text(article("旧文", "早已在此的一段话。"), encoding="utf-8")
    receiver.script = [Reply(503)] * 3

    async def serve() -> None:
        service = Service(load(path))
        await service._passes.do(lambda app: service._scan(app, only=None))  # the first scan sends nothing
        await _edit_and_write(tmp_path, service, receiver.url)
        for worker in (service._passes, service._sending, service._reading):
            worker.close()

    asyncio.run(serve())

    taken = receiver.requests[3:]
    heard = Counter(
        item["article"]["path"]
        for request in taken
        for item in request.json["data"].get("items", [request.json["data"]])
    )
    assert heard == Counter({f"a{number:03d}.md": 1 for number in range(EDITS)})
