"""Files -> what they say and what an analyst would note of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from watcher.articles.article import Article, Reading, is_named_by_file, read_body, read_head, retitled
from watcher.articles.naming import Source
from watcher.articles.scan import Stat, read_file
from watcher.errors import ArticleError, UnfinishedError
from watcher.notices.structure import NoNotice, Notice, read_notice
from watcher.notices.titles import with_marks
from watcher.places.mentions import PlaceMention, find_places
from watcher.rules.evaluation import Given
from watcher.rules.matching import Matcher, place_mentions
from watcher.rules.tree import Mention
from watcher.store.sql import dumps
from watcher.subject import places_text

_Places = tuple[PlaceMention, ...]
_Result = TypeVar("_Result")


class Understood(NamedTuple):
    """An article, and what was recognised in it."""

    article: Article
    places: tuple[Mention, ...]  # in title and text
    notice: Notice | NoNotice

    def facets(self) -> tuple[tuple[str, str], ...]:
        """What pages filter and count by: its kind, issuers and deadlines, and its places by code."""
        codes = dict.fromkeys([mention.code for mention in self.places])
        cities = [("city", code) for code in codes if code]
        if not isinstance(self.notice, Notice):
            return tuple(cities)
        issuers = (("issuer", issuer) for issuer in self.notice.issuers)
        deadlines = (("deadline", day.isoformat()) for day in dict.fromkeys(self.notice.deadlines))
        return (("kind", self.notice.kind), *issuers, *deadlines, *cities)

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


class Content(NamedTuple):
    """What is kept of an article, ready to be stored; small, since it goes from one process to another."""

    article: Article  # without its paragraphs, which nobody needs any more
    notice: str | None  # JSON
    places: str  # JSON
    facets: tuple[tuple[str, str], ...]
    matches: tuple[tuple[str, str], ...]  # the rules that it satisfies: slug, and mentions as JSON


class Found(NamedTuple):
    """What stands in one file: an article, or the problem with it; neither where it has gone or is unfinished."""

    name: str
    stat: Stat
    content: Content | None = None
    problem: str | None = None
    unfinished: bool = False  # a program is writing it

    @property
    def gone(self) -> bool:
        """Whether the file went between the listing and the reading."""
        return self.content is None and self.problem is None and not self.unfinished


class _Failed(NamedTuple):
    """Why a step gave nothing for a file."""

    problem: str | None = None  # None: the file has gone or is unfinished
    unfinished: bool = False


def understand(article: Article) -> Understood:
    """Recognise the places and, where it is an official document, its parts."""
    return _understood(article, _places(article))


def _places(article: Article) -> tuple[_Places, _Places]:
    return find_places(article.title), find_places(article.text)


def _understood(article: Article, places: tuple[_Places, _Places]) -> Understood:
    in_title, in_text = places
    notice = read_notice(article.title, article.paragraphs, in_text)
    if isinstance(notice, Notice) and notice.title and is_named_by_file(article):
        article = retitled(article, notice.title)
        in_title = find_places(article.title)
    elif isinstance(notice, Notice) and (title := with_marks(article.title, notice.title or "")):
        article = article._replace(title=title)  # and not its fingerprint: a title that is shown better is no edit
    return Understood(article, place_mentions(in_title, in_text), notice)


def _content(found: Understood, matcher: Matcher) -> Content:
    subject = found.subject()
    return Content(
        found.article._replace(paragraphs=()),
        dumps(subject.notice) if subject.notice else None,
        places_text(found.places),
        found.facets(),
        tuple(
            (match.rule.slug, dumps([mention._asdict() for mention in match.mentions]))
            for match in matcher.match(subject)
        ),
    )


def read(source: Source, reading: Reading, matcher: Matcher, files: Sequence[tuple[str, Stat]]) -> list[Found]:
    """Read files, given with the stat that they had when they were listed. Nothing that a file holds raises.

    One step for all of them, then the next: what a step looks things up in then stays in the processor's cache,
    which saves a quarter of the time.
    """
    data = [_try(partial(read_file, finished=True), source, name) for name, _ in files]
    heads = [each if isinstance(each, _Failed) else _try(read_head, each[0], reading) for each in data]
    articles = [_try(read_body, name, head, reading) for (name, _), head in zip(files, heads, strict=True)]
    places = [_try(_places, article) for article in articles]
    understood = [_try(_understood, *each) for each in zip(articles, places, strict=True)]
    contents = [_try(_content, each, matcher) for each in understood]
    return [
        Found(name, stat if isinstance(read, _Failed) else read[1], *_told(content))
        for (name, stat), read, content in zip(files, data, contents, strict=True)
    ]


def _told(content: Content | _Failed) -> tuple[Content | None, str | None, bool]:
    return (None, content.problem, content.unfinished) if isinstance(content, _Failed) else (content, None, False)


def _try(step: Callable[..., _Result], *values: object) -> _Result | _Failed:
    """What the step makes of the values, or why it or an earlier one makes nothing of them."""
    for value in values:
        if isinstance(value, _Failed):
            return value
    try:
        return step(*values)
    except FileNotFoundError:
        return _Failed()
    except UnfinishedError:
        return _Failed(unfinished=True)
    except ArticleError as error:
        return _Failed(str(error))
    except Exception as error:  # a fault of ours must not cost the other 99,999 articles
        return _Failed(f"could not be understood, which is a fault of watcher: {error!r}")
