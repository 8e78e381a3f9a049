"""The channels that there are: one file a platform. A new one is its file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .apprise import Apprise
from .base import Channel
from .console import Console
from .dingtalk import DingTalk
from .discord import Discord
from .email import Email
from .feishu import Feishu
from .matrix import Matrix
from .ntfy import Ntfy
from .slack import Slack
from .teams import Teams
from .telegram import Telegram
from .webhook import Webhook
from .wecom import WeCom

_ALL: tuple[type[Channel], ...] = (
    Webhook,
    Feishu,
    DingTalk,
    WeCom,
    Slack,
    Discord,
    Teams,
    Telegram,
    Ntfy,
    Matrix,
    Email,
    Console,
    Apprise,
)
CHANNELS: Mapping[str, type[Channel]] = MappingProxyType({channel.type: channel for channel in _ALL})
