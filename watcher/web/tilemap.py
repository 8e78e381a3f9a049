"""The provinces as a map of tiles: one square each, near its neighbours, darker where more articles name it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from watcher.places.divisions import place

# The first two digits of each code where it stands on the map, and the character that the province is called by.
_ROWS = (
    "..  ..  ..  ..  ..  ..  ..  23黑",
    "..  ..  ..  ..  ..  15蒙  ..  22吉",
    "65新  ..  ..  ..  ..  11京  12津  21辽",
    "..  63青  62甘  64宁  14晋  13冀  37鲁  ..",
    "..  54藏  51川  61陕  41豫  34皖  32苏  31沪",
    "..  ..  53滇  50渝  42鄂  36赣  33浙  ..",
    "..  ..  ..  52黔  43湘  35闽  ..  71台",
    "..  ..  ..  45桂  44粤  81港  82澳  ..",
    "..  ..  ..  46琼  ..  ..  ..  ..",
)
TILES = tuple(
    (tile[:2], tile[2:], column, row)
    for row, line in enumerate(_ROWS)
    for column, tile in enumerate(line.split())
    if tile != ".."
)
_WIDTH, _HEIGHT, _GAP = 34, 26, 3
_SHADES = 4


def tilemap(counts: Mapping[str, int], label: str, link: Callable[[str], str], current: str | None) -> Markup:
    """`counts` by the first two digits of a province's code; `link` and `current` take whole codes."""
    ordered = sorted(filter(None, counts.values()))
    tiles = Markup("").join(
        _tile(f"{code}0000", mark, (column, row), counts.get(code, 0), ordered, link, current)
        for code, mark, column, row in TILES
    )
    columns, rows = max(tile[2] for tile in TILES) + 1, max(tile[3] for tile in TILES) + 1
    return Markup('<svg class="tiles" viewBox="0 0 {} {}" role="group" aria-label="{}" lang="zh-CN">{}</svg>').format(
        columns * (_WIDTH + _GAP) - _GAP, rows * (_HEIGHT + _GAP) - _GAP, label, tiles
    )


def shade(count: int, ordered: Sequence[int]) -> int:
    """0 for none, else 1 to 4 by the quarter of the provinces that it is in, so that one alone cannot hide the rest."""
    return 0 if not count else 1 + min(_SHADES - 1, bisect_left(ordered, count) * _SHADES // len(ordered))


def _tile(
    code: str,
    mark: str,
    at: tuple[int, int],
    count: int,
    ordered: Sequence[int],
    link: Callable[[str], str],
    current: str | None,
) -> Markup:
    left, above = at[0] * (_WIDTH + _GAP), at[1] * (_HEIGHT + _GAP)
    inner = Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3"/><text x="{}" y="{}" text-anchor="middle">{}</text>'
    ).format(left, above, _WIDTH, _HEIGHT, left + _WIDTH / 2, above + 18, mark)
    name = Markup('shade-{}{}"').format(shade(count, ordered), " current" if code == current else "")
    if not count:
        return Markup('<g class="') + name + Markup(' aria-hidden="true">{}</g>').format(inner)
    told = f"{place(code).name} {count}"
    return (
        Markup('<a href="{}" aria-label="{}" class="').format(link(code), told)
        + name
        + Markup(">{}<title>{}</title></a>").format(inner, told)
    )
