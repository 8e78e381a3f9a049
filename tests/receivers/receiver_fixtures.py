"""The fixtures of all tests that send: each folder's conftest takes them from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk
from receiver import Receiver


@pytest.fixture
def new_receiver() -> Iterator[Callable[..., Receiver]]:
    """Starts receivers that are stopped after the test."""
    started: list[Receiver] = []

    def start(port: int = 0) -> Receiver:
        started.append(Receiver(port))
        return started[-1]

    yield start
    for receiver in started:
        receiver.close()


@pytest.fixture
def receiver(new_receiver: Callable[..., Receiver]) -> Receiver:
    """A receiver that takes everything."""
    return new_receiver()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty folder of articles without a config."""
    return Desk(tmp_path)
