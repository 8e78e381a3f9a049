"""Tells the operator (`[alerts] operator`), once and over a channel, of problems that only a person can fix."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeVar

from watcher.alerts.message import Message
from watcher.alerts.transport import try_once
from watcher.app import App
from watcher.config.settings import Settings
from watcher.errors import ConfigError
from watcher.phrases import translate
from watcher.times import moment, stamp, utc_now

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

_WORDS = {  # a refused edit of the config; a channel that was switched off
    "zh-CN": (
        "配置的修改有误，没有生效，仍按原来的配置运行：\n{problems}",
        "渠道 {name} 已停用，等候的提醒会保留，改好配置，或 `watcher channel test {name}` 成功后继续发送。"
        "原因：{because}",
    ),
    "en": (
        "An edit of the config was refused, the one before stays in force:\n{problems}",
        "Channel {name} was switched off; its alerts wait until its keys are mended or `watcher channel test {name}` "
        "succeeds. Why: {because}",
    ),
}


class InApp(Protocol):
    """Runs a function with the app where its connection lives, and gives the result."""

    def __call__(self, work: Callable[[App], _Result], /) -> Awaitable[_Result]: ...


async def tell_refused(settings: Settings, error: ConfigError) -> None:
    """An edit of the config was refused: every problem with its line."""
    problems = translate("\n".join(error.lines()), settings.alerts.language)
    await _tell(settings, _WORDS[settings.alerts.language][0].format(problems=problems))


async def tell_switched_off(settings: Settings, in_app: InApp, name: str, because: str) -> None:
    """A channel was switched off. Not repeated until it has delivered something, and not sent over the channel itself.

    Raises StoreError.
    """
    if name == settings.alerts.operator or not await in_app(lambda app: _is_news(app, name)):
        return
    why = translate(because, settings.alerts.language)
    if await _tell(settings, _WORDS[settings.alerts.language][1].format(name=name, because=why)):
        await in_app(lambda app: _remember(app, name, utc_now()))


async def _tell(settings: Settings, text: str) -> bool:
    """Whether it was delivered; a failure is only logged, since the operator's own channel is what failed."""
    operator = settings.alerts.operator
    if operator is None:
        return False
    message = Message(
        id=f"msg_{secrets.token_hex(12)}",
        kind="problem",
        at=utc_now(),
        language=settings.alerts.language,
        items=(),
        text=text,
    )
    verdict = await try_once(settings.channels[operator], message, utc_now)
    taken = verdict.state in {"delivered", "unconfirmed"}
    if not taken:
        log.warning("operator %s could not be told: %s", operator, verdict.because)
    return taken


def _is_news(app: App, name: str) -> bool:
    told = app.store.journal.fact(_fact(name))
    return told is None or app.store.ledger.delivered_since(name, moment(told))


def _remember(app: App, name: str, now: datetime) -> None:
    with app.store.transaction():
        app.store.journal.set_fact(_fact(name), stamp(now))


def _fact(name: str) -> str:
    return f"told that off: {name}"
