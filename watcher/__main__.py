"""`python -m watcher` and the `watcher` command."""

from watcher.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
