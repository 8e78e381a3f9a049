"""Why a message came: the sentences that the watched words stand in, with those words in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.alerts.channels.cutting import around, clean
from watcher.alerts.channels.lines import Span
from watcher.alerts.message import Mentioned


def reasons(mentions: Sequence[Mentioned], most: int, longest: int) -> Iterator[tuple[Span, ...]]:
    """A sentence for each watched word, each sentence once, with all that was found in it in bold."""
    texts = list(dict.fromkeys(text for mention in mentions[:100] if (text := clean(mention.text, 100))))
    seen: set[str] = set()
    said: set[str] = set()
    for mention in mentions[:500]:
        if len(said) >= most:
            return
        sentence = "" if mention.name in seen else clean(mention.excerpt)
        if sentence and sentence not in said:
            said.add(sentence)
            seen.update(other.name for other in mentions[:100] if other.excerpt == mention.excerpt)
            yield _marked(sentence, clean(mention.text, 100), texts, longest)


def _marked(sentence: str, text: str, texts: list[str], limit: int) -> tuple[Span, ...]:
    pattern = _pattern(texts)
    start = max(0, sentence.find(text))
    kept = around(sentence, start, start + len(text), limit)
    spans: list[Span] = []
    place = 0
    for match in pattern.finditer(kept):
        spans += [Span(kept[place : match.start()]), Span(match[0], bold=True)]
        place = match.end()
    return tuple(span for span in [*spans, Span(kept[place:])] if span.text)


def _pattern(texts: list[str]) -> re.Pattern[str]:
    """Any of the texts, longer ones first; a Latin one only as a whole word (AI is not in "said")."""
    ordered = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(_whole_word(text) for text in ordered) or "(?!)")


def _whole_word(text: str) -> str:
    left = "(?<![A-Za-z0-9])" if text[0].isascii() and text[0].isalnum() else ""
    right = "(?![A-Za-z0-9])" if text[-1].isascii() and text[-1].isalnum() else ""
    return left + re.escape(text) + right
