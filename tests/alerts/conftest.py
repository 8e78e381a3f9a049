"""A receiver and a person's folder for the tests beside this file."""

from __future__ import annotations

from receiver_fixtures import desk, new_receiver, receiver

__all__ = ["desk", "new_receiver", "receiver"]
