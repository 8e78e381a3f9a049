"""A first scan beside hugo, a scan with nothing changed beside git, and the service at rest: as ratios.

    python -m benchmarks scan [ARTICLES] [--keep DIRECTORY]

Each is a whole process over the same generated articles (20,000 unless told): `watcher scan` with 10,000 keywords in
its rules reads, matches, stores and publishes; `hugo` builds one RSS feed of them all; `git status` looks for changes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from urllib.request import urlopen

from benchmarks.corpus import keywords, make
from benchmarks.process import WATCHER, Cost, cost, family, resident, running, write_config
from benchmarks.receiver import free_port

KEYWORDS = 10_000
RULES = 10
_REST_SECONDS = 3.0
_HUGO = """
baseURL = "http://127.0.0.1/"
contentDir = "{articles}"
publishDir = "public"
disableKinds = ["taxonomy", "term", "section", "sitemap", "robotsTXT", "404"]
[outputs]
home = ["RSS"]
[[cascade]]
[cascade._build]
render = "never"
[cascade._target]
kind = "page"
[markup.goldmark.renderer]
unsafe = {html}
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks scan")
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="make everything here, use what is there, and leave it there")
    options = parser.parse_args(arguments)
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as folder:
        measure(Path(folder).absolute(), options.articles)
    return 0


def measure(folder: Path, count: int) -> None:
    articles = folder / "articles"
    if not articles.exists():
        make(articles, count)
    settings = folder / "watcher"
    shutil.rmtree(settings, ignore_errors=True)
    settings.mkdir()
    port = free_port()
    write_config(settings, articles, rules=rules(), port=port)
    print(f"{count:,} articles, {KEYWORDS:,} keywords in {RULES} rules")
    warm(articles)

    first = cost([*WATCHER, "scan", "--json"], settings)
    found = json.loads((settings / "output.txt").read_text().splitlines()[-1])
    print(f"  ({found['new']} new, {found['unreadable']} unreadable, {found['matches']} matches)")
    print_beside("first scan", first, "hugo, one RSS", hugo(folder, articles))
    print_beside("first scan", first, "hugo, titles only", hugo(folder, articles, html=False))
    unchanged = cost([*WATCHER, "scan", "--json"], settings, times=3)
    print_beside("nothing changed", unchanged, "git status", git_status(articles))
    print(f"run at rest: {at_rest(settings, port, count):.0f} MB")


def rules() -> str:
    """The keywords as rules of a config."""
    words = keywords(KEYWORDS)
    return "\n".join(
        f'[[rules]]\nname = "rule {number}"\nkeywords = {json.dumps(words[number::RULES], ensure_ascii=False)}'
        for number in range(RULES)
    )


def warm(articles: Path) -> None:
    """Read every file once, so that neither of those compared pays for the disk."""
    for path in articles.rglob("*.md"):
        path.read_bytes()


def hugo(folder: Path, articles: Path, *, html: bool = True) -> Cost | None:
    """One RSS feed of all articles and nothing else; None where hugo is not installed.

    Without `html` it leaves out the articles' raw HTML, which is all of their text.
    """
    if not shutil.which("hugo"):
        return None
    site = folder / "hugo"
    shutil.rmtree(site, ignore_errors=True)
    (site / "layouts").mkdir(parents=True)
    (site / "config.toml").write_text(_HUGO.format(articles=articles, html=str(html).lower()))
    found = cost(["hugo", "--quiet"], site)
    with (site / "public" / "index.xml").open(encoding="utf-8") as feed:  # line by line: see ru_maxrss in process.py
        entries = sum("<item>" in line for line in feed)
    print(f"  (hugo: {entries} entries)")
    return found


def git_status(articles: Path) -> Cost | None:
    """`git status` with everything added and its index warm; None where git is not installed."""
    if not shutil.which("git"):
        return None
    if not (articles / ".git").exists():
        subprocess.run(["git", "init", "--quiet"], cwd=articles, check=True)
        subprocess.run(["git", "add", "."], cwd=articles, check=True)
    status = ["git", "-C", str(articles), "status", "--porcelain", "--untracked-files=normal"]
    subprocess.run(status, check=True, capture_output=True)
    return cost(status, articles.parent, times=3)


def at_rest(settings: Path, port: int, count: int) -> float:
    """MB that the service holds once its first look is done and nothing happens."""
    with running([*WATCHER, "run"], settings) as service:
        while health(port).get("articles", 0) < count:
            time.sleep(0.2)
        time.sleep(_REST_SECONDS + count / 20_000)
        print(f"  (run: {len(list(family(service.pid)))} process)")
        return resident(service.pid)


def health(port: int) -> dict[str, int]:
    """What the service says of itself; nothing while it does not answer yet."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            found: dict[str, int] = json.load(answer)
            return found
    except OSError:
        return {}


def print_beside(name: str, ours: Cost, other: str, theirs: Cost | None) -> None:
    print(f"{name}: {told(ours)}; {other}: {told(theirs) if theirs else 'not installed'}")
    if theirs:
        time, busy, memory = ours.seconds / theirs.seconds, ours.busy / theirs.busy, ours.peak / theirs.peak
        print(f"  ratios: time {time:.2f}, processor time {busy:.2f}, memory {memory:.2f}")


def told(found: Cost) -> str:
    return f"{found.seconds:.2f} s ({found.busy:.2f} s of processors), {found.peak:.0f} MB"
