"""Small charts as SVG, made on the server. Sizes are in units of the viewBox; colours come from the style sheet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

_BAR, _GAP, _HEIGHT = 6, 2, 64


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


def daily(days: Sequence[date], counts: Mapping[str, tuple[int, ...]], label: str) -> Markup:
    """A bar a day: `counts` has all articles and the notices among them, which are drawn darker at the foot."""
    pairs = [counts.get(day.isoformat(), (0, 0)) for day in days]
    highest = max(1, *(pair[0] for pair in pairs))
    bars = Markup("").join(
        _column(number, day, pair, highest) for number, (day, pair) in enumerate(zip(days, pairs, strict=True))
    )
    width = len(days) * (_BAR + _GAP) - _GAP
    return Markup(
        '<svg class="daily" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>'
    ).format(width, _HEIGHT + 1, label, bars)


def _column(number: int, day: date, pair: tuple[int, ...], highest: int) -> Markup:
    every, notices = (round(_HEIGHT * count / highest, 1) for count in pair)
    left = number * (_BAR + _GAP)
    foot = Markup('<rect class="rest" x="{}" y="{}" width="{}" height="1"/>').format(left, _HEIGHT, _BAR)
    if not pair[0]:
        return foot
    rects = Markup('<rect class="every" x="{}" y="{}" width="{}" height="{}"/>').format(
        left, round(_HEIGHT - every, 1), _BAR, round(every + 1, 1)
    )
    if pair[1]:
        rects += Markup('<rect class="notices" x="{}" y="{}" width="{}" height="{}"/>').format(
            left, round(_HEIGHT - notices, 1), _BAR, round(notices + 1, 1)
        )
    return Markup("<g>{}<title>{}: {} / {}</title></g>").format(rects, day.isoformat(), pair[1], pair[0])


def spark(days: Sequence[date], counts: Mapping[str, int]) -> Markup:
    """A line of small bars; what it shows is told beside it."""
    values = [counts.get(day.isoformat(), 0) for day in days]
    highest = max(1, *values)
    bars = Markup("").join(
        Markup('<rect x="{}" y="{}" width="2" height="{}"/>').format(number * 3, round(16 - size, 1), round(size, 1))
        for number, value in enumerate(values)
        if (size := max(1.5, 16 * value / highest) if value else 0)
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
