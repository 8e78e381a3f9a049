"""A receiver and a person's folder for the tests beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "receivers"))

from receiver_fixtures import desk, new_receiver, receiver

__all__ = ["desk", "new_receiver", "receiver"]
