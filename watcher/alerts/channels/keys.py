"""A fingerprint of a channel's keys: tells whether they changed, without storing them."""

from __future__ import annotations

import hashlib

from watcher.alerts.channels.base import Channel
from watcher.options import Secret

_ROUNDS = 2000  # half a millisecond: a secret that is a mere word is not found by trying words


def fingerprint(channel: Channel, like: str) -> str:
    """Of all keys and secrets. `like` is a salt, or the fingerprint to compare with, whose salt is used."""
    salt = like.partition(":")[0]
    keys = repr([(name, _revealed(value)) for name, value in sorted(vars(channel).items())])
    return f"{salt}:{hashlib.pbkdf2_hmac('sha256', keys.encode(), salt.encode(), _ROUNDS, 8).hex()}"


def _revealed(value: object) -> object:
    if not isinstance(value, Secret):
        return value
    try:
        return value.reveal()
    except LookupError as error:
        return str(error)
