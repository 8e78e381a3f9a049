"""Small charts as SVG, made on the server. Sizes are in units of the viewBox; colours come from the style sheet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

_BAR, _GAP, _HEIGHT = 6, 2, 64

Link = Callable[[date, date], str]  # the address of what lies between two days


def days_up_to(last: date, count: int, step: int = 1) -> list[date]:
    """The first days of `count` stretches of `step` days, of which the last one ends with `last`."""
    return [last - timedelta(days=back * step - 1) for back in range(count, 0, -1)]


def binned(starts: Sequence[date], days: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Counts of days, added up for the stretches that begin with `starts`; what lies before them is left out."""
    found: dict[str, tuple[int, ...]] = {}
    for day, counts in days.items():
        number = bisect_right(starts, date.fromisoformat(day)) - 1
        if number >= 0:
            key = starts[number].isoformat()
            found[key] = tuple(map(sum, zip(found.get(key, (0,) * len(counts)), counts, strict=True)))
    return found


def highest(counts: Mapping[str, tuple[int, ...]]) -> int:
    """What the highest bar of `daily` stands for."""
    return max((pair[0] for pair in counts.values()), default=0)


def daily(days: Sequence[date], counts: Mapping[str, tuple[int, ...]], label: str, step: int, link: Link) -> Markup:
    """A bar for `step` days: `counts` has all articles and the notices among them, which are drawn at the foot.

    Each bar leads to the articles of its days. They are no stops of the Tab key: the date filters do the same.
    """
    top = max(1, highest(counts))
    bars = Markup("").join(
        _column(number, day, day + timedelta(days=step - 1), counts.get(day.isoformat(), (0, 0)), top, link)
        for number, day in enumerate(days)
    )
    width = len(days) * (_BAR + _GAP) - _GAP
    return Markup(
        '<svg class="daily" viewBox="0 0 {} {}" role="group" aria-label="{}" preserveAspectRatio="none">{}</svg>'
    ).format(width, _HEIGHT + 1, label, bars)


def _column(number: int, first: date, last: date, pair: tuple[int, ...], top: int, link: Link) -> Markup:
    every, notices = (round(_HEIGHT * count / top, 1) for count in pair)
    left = number * (_BAR + _GAP)
    if not pair[0]:
        return _rect("rest", left, 0, _BAR)
    rects = _rect("hit", left, _HEIGHT, _BAR) + _rect("every", left, every, _BAR)
    if pair[1]:
        rects += _rect("notices", left, notices, _BAR)
    days = first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
    told = f"{days}: {pair[1]} / {pair[0]}"
    return Markup('<a href="{}" tabindex="-1" aria-label="{}">{}<title>{}</title></a>').format(
        link(first, last), told, rects, told
    )


def _rect(name: str, left: float, height: float, width: float) -> Markup:
    """A bar that stands on the line at the foot."""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        name, left, round(_HEIGHT - height, 1), width, round(height + 1, 1)
    )


def spark(days: Sequence[date], counts: Mapping[str, int]) -> Markup:
    """A line of small bars; its meaning stands beside it."""
    values = [counts.get(day.isoformat(), 0) for day in days]
    top = max(1, *values)
    bars = Markup("").join(
        Markup('<rect x="{}" y="{}" width="2" height="{}"/>').format(number * 3, round(16 - size, 1), round(size, 1))
        for number, value in enumerate(values)
        if (size := max(1.5, 16 * value / top) if value else 0)
    )
    return Markup(
        '<svg class="spark" viewBox="0 0 {} 16" aria-hidden="true" preserveAspectRatio="none">{}</svg>'
    ).format(len(days) * 3 - 1, bars)


def bar(value: int, highest: int) -> Markup:
    """A bar of a ranked list."""
    share = round(100 * value / max(1, highest), 1)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 3" aria-hidden="true" preserveAspectRatio="none">'
        '<rect width="{}" height="3"/></svg>'
    ).format(share)
