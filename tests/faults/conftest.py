"""A receiver, a person's folder and runs that can be killed, for the tests beside this file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import Desk
from receiver_fixtures import desk, new_receiver, receiver
from runs import Launcher

__all__ = ["desk", "launcher", "new_receiver", "receiver"]


@pytest.fixture
def launcher(desk: Desk) -> Iterator[Launcher]:
    """Ready to run what the desk's config says."""
    started = Launcher(desk)
    yield started
    started.close()
