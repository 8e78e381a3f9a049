"""Runs of the program that can be killed at any moment."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from desk import Desk


class Launcher:
    """Starts runs of the program that can be killed."""

    child = 0  # the process of the last run

    def __init__(self, desk: Desk, patience: float | None = None) -> None:
        """`patience` is how many seconds a receiver has for its answer, instead of the usual ones."""
        self._desk = desk
        self._errors = (desk.folder / "errors.txt").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("launcher.py")), *([str(patience)] if patience else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=desk.environ(),
            bufsize=0,
        )

    def run(self, command: str, seconds: float) -> int:
        """Its exit code; killed after so many seconds where it is not done by then."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([command, "--config", str(self._desk.config)]).encode() + b"\n")
        self.child = process = int(self._line())
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            os.kill(process, signal.SIGKILL)  # not reaped before its exit code is printed, so it is still this one
        return int(self._line())

    def _line(self) -> bytes:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, f"the launcher ended: {self.errors}"
        return line

    @property
    def errors(self) -> str:
        """What the runs complained of."""
        return Path(self._errors.name).read_text(encoding="utf-8")

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)
        self._errors.close()
