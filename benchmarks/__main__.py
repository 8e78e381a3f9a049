"""Speed and quality figures as ratios.

python -m benchmarks           # all that need no argument, quickly
python -m benchmarks NAME …    # one of them; --help says what it takes
"""

from __future__ import annotations

import importlib
import sys
import time

QUICK = {  # what runs without arguments, and the arguments that keep it short
    "latency": [],
    "deliver": [],
    "scan": ["10000"],
    "steps": ["--articles", "1000"],
    "proportion": ["2000", "20000"],
    "match": ["--articles", "1000"],
    "edits": [],
    "try": ["--articles", "20000"],
    "places": [],
    "notices": [],
    "pages": ["--articles", "20000"],
}
OTHERS = ("storm", "replay", "frontmatter", "publish", "serve")
_MODULES = {"try": "trial"}  # where the module has another name


def main(arguments: list[str]) -> int:
    if not arguments:
        return max(run(name, quick) for name, quick in QUICK.items())
    name, *rest = arguments
    if name not in {*QUICK, *OTHERS}:
        print(f"there is no benchmark {name}; there is {', '.join([*QUICK, *OTHERS])}", file=sys.stderr)
        return 2
    return run(name, rest)


def run(name: str, arguments: list[str]) -> int:
    """One benchmark; its exit code."""
    print(f"== {name}", flush=True)
    started = time.perf_counter()
    code = importlib.import_module(f"benchmarks.{_MODULES.get(name, name)}").main(arguments)
    print(f"   ({time.perf_counter() - started:.0f} s)", flush=True)
    return code or 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
