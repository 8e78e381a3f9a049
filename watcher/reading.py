"""Files -> what they say and what an analyst would note of it; with all cores where there is much to read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from watcher.articles.article import Article, Reading, read_article
from watcher.articles.scan import Source, Stat, read_file
from watcher.errors import ArticleError
from watcher.notices.places import find_places, place
from watcher.notices.structure import NoNotice, Notice, read_notice
from watcher.rules.evaluation import Given
from watcher.rules.matching import place_mentions
from watcher.rules.tree import Mention

_WORTH_A_POOL = 2000  # files; below it starting processes takes longer than it saves
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Understood:
    """An article, and what was recognised in it."""

    article: Article
    places: tuple[Mention, ...]  # in title and text
    notice: Notice | NoNotice


    def facets(self) -> tuple[tuple[str, str], ...]:
        """What pages filter it by: its kind and issuers, and its places by code."""
        cities = dict.fromkeys(("city", mention.code) for mention in self.places if mention.code)
        if not isinstance(self.notice, Notice):
            return tuple(cities)
        return (("kind", self.notice.kind), *(("issuer", issuer) for issuer in self.notice.issuers), *cities)

    def subject(self) -> Given:
        """The article as rules see it."""
        return Given(
            title=self.article.title,
            text=self.article.text,
            places=self.places,
            notice=self.notice.as_json() if isinstance(self.notice, Notice) else None,
            categories=self.article.categories,
            author=self.article.author,
            path=self.article.path,
            published=self.article.published,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one file: an article, or the problem with it; neither where it has gone meanwhile."""

    name: str
    stat: Stat
    content: Understood | None = None
    problem: str | None = None

    @property
    def gone(self) -> bool:
        """Whether the file went between the listing and the reading."""
        return self.content is None and self.problem is None


def understand(article: Article) -> Understood:
    """Recognise the places and, where it is an official document, its parts."""
    in_text = find_places(article.text)
    return Understood(
        article,
        place_mentions(find_places(article.title), in_text),
        read_notice(article.title, article.paragraphs, in_text),
    )


def read(source: Source, reading: Reading, name: str, stat: Stat) -> Found:
    """Read one file. Nothing that a file holds raises."""
    try:
        data, stat = read_file(source, name)
        return Found(name, stat, understand(read_article(name, data, reading)))
    except FileNotFoundError:
        return Found(name, stat)
    except ArticleError as error:
        return Found(name, stat, problem=str(error))
    except Exception as error:  # a fault of ours must not cost the other 99,999 articles
        return Found(name, stat, problem=f"could not be understood, which is a fault of watcher: {error!r}")


def read_all(source: Source, reading: Reading, files: Sequence[tuple[str, Stat]]) -> Iterator[Found]:
    """Read files in order, in several processes where it pays."""
    workers = os.cpu_count() or 1
    if len(files) < _WORTH_A_POOL or workers == 1:
        for name, stat in files:
            yield read(source, reading, name, stat)
        return
    # spawn, not fork: the service has threads and connections that must not be copied
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(workers, _start, (source, reading)) as pool:
        yield from pool.imap(_read_in_worker, files, _CHUNK)


_worker: tuple[Source, Reading]


def _start(source: Source, reading: Reading) -> None:
    import signal

    global _worker
    _worker = (source, reading)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _read_in_worker(file: tuple[str, Stat]) -> Found:
    """Without the paragraphs, which nobody needs any more and which are half the cost of going between processes."""
    found = read(*_worker, *file)
    if found.content is None:
        return found
    article = replace(found.content.article, paragraphs=())
    return replace(found, content=replace(found.content, article=article))


def places_json(places: Sequence[Mention], field: str | None = None) -> list[dict[str, Any]]:
    """Mentions of places as `watcher inspect --json` has them; those of one field, or of both with its name."""
    return [
        {
            "name": mention.name,
            "code": mention.code,
            "level": place(mention.code or "").level,
            "text": mention.text,
            "start": mention.start,
            "end": mention.end,
        }
        | ({} if field else {"field": mention.field})
        for mention in places
        if field in {None, mention.field}
    ]


def places_from_json(places: Sequence[Mapping[str, Any]]) -> tuple[Mention, ...]:
    """The mentions that `places_json` wrote with their fields."""
    return tuple(
        Mention("city", item["name"], item["text"], item["field"], item["start"], item["end"], item["code"])
        for item in places
    )
