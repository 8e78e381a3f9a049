"""The storms of tests/faults in full: 10,000 alerts, and a kill -9 every second for a minute.

    python -m benchmarks storm [--seconds 60]

What a storm must show is asserted there; here its numbers are printed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

FAULTS = Path(__file__).parent.parent / "tests" / "faults"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks storm")
    parser.add_argument("--seconds", type=int, default=60, help="kills, one a second; 60 and more: of 10,000 alerts")
    options = parser.parse_args(arguments)
    storms = [str(FAULTS / "test_storm.py"), str(FAULTS / "test_storm_held.py")]
    environment = os.environ | {"WATCHER_STORM": str(options.seconds)}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-k", "storm_of or a_storm", *storms]
    return subprocess.run(command, env=environment, check=False).returncode
