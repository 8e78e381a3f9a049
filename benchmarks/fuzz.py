"""Fuzzes an article's whole way with atheris: python benchmarks/fuzz.py [DIRECTORY] [-max_total_time=SECONDS].

Bytes -> text -> front matter, dates, markup, places, notice. Needs `pip install atheris`. DIRECTORY holds inputs to
start from and receives those that reach new code. Whatever is no ArticleError, takes over five seconds or a gigabyte
ends the run and is written beside it.
"""

import sys
from zoneinfo import ZoneInfo

import atheris

with atheris.instrument_imports(include=["watcher", "yaml", "tomllib", "markdown_it"]):
    from watcher.articles.article import Article, Reading, read_article
    from watcher.articles.dates import parse_date
    from watcher.errors import ArticleError
    from watcher.passes.reading import understand

ZONE = ZoneInfo("Asia/Shanghai")
READING = Reading(timezone=ZONE)
SUFFIXES = (".md", ".html", ".txt")


def one_input(data: bytes) -> None:
    parse_date(data.decode("utf-8", "replace"), ZONE)
    for suffix in SUFFIXES:
        try:
            article = read_article(f"a{suffix}", data, READING)
        except ArticleError:
            return
        check(article)


def check(article: Article) -> None:
    """What must hold of every article."""
    (article.title + article.text + article.fragment).encode()  # no lone surrogate
    for paragraph in article.paragraphs:
        if article.text[paragraph.start : paragraph.end] != paragraph.text:
            raise AssertionError("a paragraph that is not where it says")
    understood = understand(article)
    for place in understood.places:
        if getattr(understood.article, place.field)[place.start : place.end] != place.text:
            raise AssertionError("a place that is not where it says")


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=5", "-rss_limit_mb=1024", "-max_len=4096"], one_input)
    atheris.Fuzz()
