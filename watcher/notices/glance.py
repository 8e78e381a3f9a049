"""A glance at an article, which tells most news from documents: no line of it ends as titles and addressees do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from watcher.articles.folding import fold, spellings
from watcher.articles.paragraphs import Paragraph
from watcher.notices.titles import ENDS_OF_TITLES, KIND_WORDS, bare

_STOPS = "。.！! \u3000\t"  # that a title may have after it, and blanks
_BEGINNINGS_OF_LABELS = frozenset("信文名标標")  # of metadata that may have the title: 信息名称：…, 标题：…


def may_be_document(title: str, paragraphs: Sequence[Paragraph]) -> bool:
    """False only where nothing would be found that reads as a document's title or addressees, in a tenth of the time.

    `title` is the article's own.
    """
    ends = _ends()
    return _kind_word().search(bare(fold(title))) is not None or any(
        text.rstrip(_STOPS)[-1:] in ends or text[0] in _BEGINNINGS_OF_LABELS for text, *_ in paragraphs
    )


@cache
def _kind_word() -> re.Pattern[str]:
    return re.compile("|".join(map(fold, KIND_WORDS)))


@cache
def _ends() -> frozenset[str]:
    """The last characters of titles, stops left out, and of addressees, in traditional characters and any width too."""
    ends = (ENDS_OF_TITLES - frozenset(_STOPS)) | {"：", ""}
    return frozenset(character for end in ends for character in (spellings(fold(end)) or [end]))
