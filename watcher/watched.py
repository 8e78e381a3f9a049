"""What is watched, each with a feed: the rules of the config, and the places and issuers that they name."""

from __future__ import annotations

import datetime
from functools import lru_cache
from urllib.parse import urljoin

from watcher.config.settings import Settings
from watcher.feeds.selection import Feed
from watcher.places.divisions import Place, divisions, place
from watcher.rules.expression import attribute
from watcher.rules.matching import Rule
from watcher.rules.tree import City, some
from watcher.slugs import slug

ALL = "all"  # the feed of all articles
DEADLINES = "calendar:deadlines"  # what the store calls the calendar, where it is written anew; no rule has a colon
GONE_SHOWN_FOR = datetime.timedelta(weeks=1)  # how long feeds show what is gone: an article, or the rule of a feed


def feed_key(name: str) -> str:
    """Where the feed of a rule, place or issuer is written, by the name that the store knows it by."""
    kind, _, of = name.rpartition(":")
    match kind:
        case "city":
            return f"cities/{place(of).slug}"
        case "issuer":
            return f"issuers/{of}"
        case _:
            return f"rules/{name}"


def watched(settings: Settings) -> list[Rule]:
    """The rules of the config, and for each place and issuer that they name one that only fills its feed."""
    return [*settings.rules, *map(_of_place, settings.cities), *_of_issuers(settings.issuers)]


def _of_place(place: Place) -> Rule:
    return Rule(name=place.name, slug=f"city:{place.code}", condition=City(place.name, (place.code,)))


@lru_cache(maxsize=4)
def _of_issuers(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """A rule for each issuer; those whose names sound the same share one, since they share the address of its feed."""
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(_issuer_slug(name), []).append(name)
    return tuple(
        Rule(
            name="、".join(same),
            slug=f"issuer:{slug}",
            condition=some([attribute("issuer", name) for name in same]),
        )
        for slug, same in alike.items()
    )


def _issuer_slug(name: str) -> str:
    """Its pinyin; the place that it begins with as in that place's own feed, so that 山西省 is not 陕西省."""
    begins = [each for each in divisions().places.values() if name.startswith(each.name)]
    if not begins:
        return slug(name)
    area = max(begins, key=lambda each: (len(each.name), each.level == "province"))
    return "-".join([area.slug, *([slug(rest)] if (rest := name.removeprefix(area.name)) else [])])


def named_feeds(settings: Settings) -> dict[str, Feed]:
    """Every feed without its entries, in order, by the name that the store knows it by."""
    return {ALL: feed_of(settings, ALL)} | {
        rule.slug: feed_of(settings, rule.slug, rule.name) for rule in watched(settings)
    }


def feed_of(settings: Settings, name: str, of: str = "") -> Feed:
    """A feed without its entries; `of` is the name of its rule or place."""
    part = settings.feeds
    title = f"{part.title} · {of}" if of else part.title
    return Feed(
        key=name if name == ALL else feed_key(name),
        title=title,
        description=title,
        home=urljoin(part.base_url, ".."),
        base_url=part.base_url,
        language=settings.alerts.language,
        entries=(),
        hub=part.hub or "",
    )
