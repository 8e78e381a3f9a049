"""Fuzzes bytes -> text -> front matter with atheris: python benchmarks/fuzz_frontmatter.py [DIRECTORY] [-runs=N].

Needs `pip install atheris`. DIRECTORY holds inputs to start from and receives those that reach new code. Whatever is
no ArticleError, takes over five seconds or a gigabyte ends the run and is written beside it.
"""

import sys
from zoneinfo import ZoneInfo

import atheris

with atheris.instrument_imports(include=["watcher", "yaml", "tomllib"]):
    from watcher.articles.dates import parse_date
    from watcher.articles.encoding import decode
    from watcher.articles.frontmatter import read_frontmatter
    from watcher.errors import ArticleError

ZONE = ZoneInfo("Asia/Shanghai")


def one_input(data: bytes) -> None:
    parse_date(data.decode("utf-8", "replace"), ZONE)
    try:
        text, _ = decode(data)
    except ArticleError:
        return
    found = read_frontmatter(text, ZONE)
    found.metadata.title.encode()
    if len(found.body) > len(text):
        raise AssertionError("a body longer than its text")


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=5", "-rss_limit_mb=1024", "-max_len=4096"], one_input)
    atheris.Fuzz()
