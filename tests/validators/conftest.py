"""The messages of the channels' own tests, whoever starts pytest and how."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "alerts" / "channels"))
