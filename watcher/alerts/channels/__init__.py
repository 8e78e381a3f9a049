"""The channels that there are: one file a platform. A new one is its file and one line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from watcher.alerts.channels.base import Channel

_CLASSES = {  # type, which is also the name of the file: class
    "webhook": "Webhook",
    "feishu": "Feishu",
    "dingtalk": "DingTalk",
    "wecom": "WeCom",
    "slack": "Slack",
    "discord": "Discord",
    "teams": "Teams",
    "telegram": "Telegram",
    "ntfy": "Ntfy",
    "matrix": "Matrix",
    "email": "Email",
    "console": "Console",
    "apprise": "Apprise",
}


class _Channels(Mapping[str, type[Channel]]):
    """Type -> class; a class is imported when it is asked for, so that a start pays only for what its config names."""

    def __getitem__(self, type_: str) -> type[Channel]:
        name = _CLASSES[type_]  # KeyError for any other type, before a file is looked for
        found: type[Channel] = getattr(import_module(f".{type_}", __name__), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)


CHANNELS: Mapping[str, type[Channel]] = _Channels()
