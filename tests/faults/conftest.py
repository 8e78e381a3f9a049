"""A receiver, a person's folder and runs that can be killed, for the tests beside this file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "receivers"))
sys.path.insert(0, str(Path(__file__).parent))

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
