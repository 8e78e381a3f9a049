"""Whether what follows a place's name makes it the name of something else: a dish, a bank, a hospital, a team."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from watcher.articles.folding import fold
from watcher.places.divisions import table_rows

_NAMESAKES = Path(__file__).with_name("namesakes.tsv")
SHARE_NUMBER = "[(](?:sh|sz)?[0-9]{6}"  # behind what a share is called: 佛山照明(000541)
_LONGEST = 18  # characters after a place in which the kind of an organisation with a name of its own stands


class _Patterns(NamedTuple):
    """What `namesakes.tsv` says, as patterns that are matched right after a place's name."""

    heads: frozenset[str]  # what `following` begins with: most names are followed by none of it
    following: re.Pattern[str]
    organisations: re.Pattern[str]  # looked for first: most names have none near
    own: re.Pattern[str]  # its first group is the name of its own
    common: re.Pattern[str]
    team: re.Pattern[str]
    duty: re.Pattern[str]
    trades: re.Pattern[str]
    clause: re.Pattern[str]
    loose: re.Pattern[str]


def is_namesake(text: str, end: int) -> bool:
    """Whether the short name of a place that ends here gives its name to a thing or an organisation."""
    known = _patterns()
    return text[end : end + 1] in known.heads and known.following.match(text, end) is not None


def may_be_before_organisation(text: str, end: int) -> bool:
    """Whether the kind of a firm or of an organisation with a name of its own stands near after this offset."""
    return _patterns().organisations.search(text, end, end + _LONGEST) is not None


def is_before_own_name(text: str, end: int) -> bool:
    """Whether an organisation goes by this short name and one of its own: 武汉|金银潭医院, 青岛|海牛队."""
    known = _patterns()
    if (found := known.own.match(text, end)) and not known.common.search(found[1]):
        return True
    found = known.team.match(text, end)
    return found is not None and not known.duty.search(found[1])


def is_trade(name: str) -> bool:
    """Whether this says only what a firm does: 物流 of 上海|物流|公司, which is any of its firms."""
    return _patterns().trades.fullmatch(name) is not None


def is_clause(words: str) -> bool:
    """Whether something stands in these words that no firm's name has: 一家…成立的."""
    return _patterns().clause.search(words) is not None


def is_loose(words: str) -> bool:
    """Whether something does that no firm's name has where nothing but 公司, 集团 or 厂 says that it is one: 跨国."""
    return _patterns().loose.search(words) is not None


@cache
def _patterns() -> _Patterns:
    uses = _uses()
    things, bodies, kinds, fields = (_any_of(uses[use]) for use in ("thing", "body", "kind", "field"))
    own, team = _any_of(uses["own"]), _any_of(uses["team"])
    return _Patterns(
        heads=frozenset(chain.from_iterable(_heads(word) for use in ("thing", "body", "field") for word in uses[use])),
        following=re.compile(f"{things}|{bodies}|(?:{fields}){{1,6}}(?:{bodies}|{kinds})"),
        organisations=_searched_for([*uses["own"], "队", *uses["firm"], SHARE_NUMBER]),
        own=re.compile(f"([\u4e00-\u9fff]{{2,8}}?)(?:{own})"),
        common=re.compile(_any_of(uses["common"])),
        team=re.compile(f"([\u4e00-\u9fff]{{1,5}}?)(?:{team})"),
        duty=re.compile(_any_of(uses["duty"])),
        trades=re.compile(f"(?:{_any_of(uses['trade'])})+"),
        clause=re.compile(_any_of(uses["clause"])),
        loose=re.compile(_any_of(uses["loose"])),
    )


def _uses() -> Mapping[str, Sequence[str]]:
    """The table: for each use its words, as patterns with what must and must not follow."""
    uses: defaultdict[str, list[str]] = defaultdict(list)
    for use, words, *rest in table_rows(fold(_NAMESAKES.read_text(encoding="utf-8"))):
        without, after = [*rest, "", ""][:2]
        refused = f"(?![{without}])" if without else ""
        wanted = f"(?={_any_of(after.split())})" if after else ""
        uses[use].extend(word + refused + wanted for word in words.split())
    return uses


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def _searched_for(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all of these, which at most offsets is refused by the one character that stands there."""
    heads = "".join(sorted(set(chain.from_iterable(map(_heads, patterns)))))
    return re.compile(f"(?=[{heads}])(?:{_any_of(patterns)})")


def _heads(pattern: str) -> str:
    """The characters that may come first: 男女 of [男女]篮."""
    if pattern[0] != "[":
        return pattern[0]
    return pattern[1 : pattern.index("]")].replace("0-9", "0123456789")
