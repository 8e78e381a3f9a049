"""The sentence that something stands in, for people who read it elsewhere."""

from __future__ import annotations

import re

_EDGE = re.compile(r"[。！？!?；;\n]")
_CLOSING = "”’」』）)】》"


def sentence(text: str, start: int, end: int, most: int = 120) -> str:
    """The sentence around `text[start:end]`, cut to about `most` characters around it, with … where it was cut."""
    left, right = _sentence_edges(text, start, end, most)
    before = "…" if left > 0 and not _EDGE.match(text[left - 1]) and text[left - 1] not in _CLOSING else ""
    after = "…" if right < len(text) and not _EDGE.match(text[right - 1]) and text[right] != "\n" else ""
    return f"{before}{text[left:right].strip()}{after}"


def opening(text: str, most: int = 200) -> str:
    """The first sentences, `most` characters at most, on one line."""
    head = " ".join(text[: most + 1].split())
    if len(text) <= most:
        return head
    edges = [edge.end() for edge in _EDGE.finditer(text, 0, most)]
    if edges and edges[-1] > most // 3:
        return " ".join(text[: edges[-1]].split())
    return head[:most] + "…"


def repeats(sentence: str, *titles: str) -> bool:
    """Whether a sentence says no more than a title: that in full with more before it, or a part, as a line of it."""
    said = "".join(sentence.split())
    return any(wanted and (said.endswith(wanted) or said in wanted) for wanted in ("".join(t.split()) for t in titles))


def _sentence_edges(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    room = max(0, most - (end - start))
    earliest, latest = max(0, start - room), min(len(text), end + room)
    lefts = [edge.end() for edge in _EDGE.finditer(text, earliest, start)]
    right_edge = _EDGE.search(text, end, latest)
    right = (right_edge.end() if text[right_edge.start()] != "\n" else right_edge.start()) if right_edge else latest
    left = lefts[-1] if lefts else earliest
    if right - left > most:  # keep the words in the middle of what is shown
        left = max(left, start - room // 2)
        right = min(right, left + most)
    return left, right
