"""CSS selectors of what is left out of articles -> XPaths; by itself, so that checking a config reads no HTML."""

from __future__ import annotations

from collections.abc import Sequence


def compile_selectors(selectors: Sequence[str]) -> tuple[str, ...]:
    """CSS selectors -> XPaths. Raises ValueError naming the selector that is none."""
    if not selectors:
        return ()
    from cssselect import HTMLTranslator, SelectorError

    translator = HTMLTranslator()
    paths = []
    for selector in selectors:
        try:
            paths.append(translator.css_to_xpath(selector))
        except SelectorError as error:
            raise ValueError(f'"{selector}" is no CSS selector: {error}') from None
    return tuple(paths)
