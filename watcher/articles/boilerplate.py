"""Blocks that recur over many articles (app promotion, QR codes, 责任编辑, 相关阅读), as selectors for `strip`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from watcher.articles.markup import parse_html
from watcher.articles.paragraphs import normalise

_SHARE = 0.05  # of the articles in which a block must stand
_LEAST = 5  # articles, however few there are
_SAME = 0.8  # share of a block's occurrences that begin alike
_LONGEST = 200  # characters of a block; a longer one is the article
# A paragraph without a class is offered only where it speaks of something else than the article: the parts of an
# official document (addressees, disclosure, signature) recur too.
_PROMOTION = re.compile(
    "编辑|校对|来源|作者|记者|阅读|推荐|扫码|扫一扫|二维码|关注|点击|下载|客户端|APP|转载|版权|声明|微信"
)
_OPENING = 4  # characters in which blocks that vary begin alike: 责任编辑


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A selector that takes out what recurs."""

    selector: str  # CSS, for [articles] strip
    articles: int  # in which it takes something out
    example: str  # of what it takes out


def suggest(bodies: Iterable[str]) -> list[Suggestion]:
    """What recurs in these HTML bodies, most frequent first; each text is named by one selector only."""
    seen: dict[str, list[str]] = defaultdict(list)
    count = 0
    for body in bodies:
        count += 1
        root = parse_html(body)
        if root is not None:
            for selector, text in dict(_blocks(root)).items():
                seen[selector].append(text)
    least = max(_LEAST, int(count * _SHARE))
    found = [
        Suggestion(selector, len(texts), _typical(texts))
        for selector, texts in seen.items()
        if len(texts) >= least and _begins_alike(texts)
    ]
    found.sort(key=lambda each: (-each.articles, not each.selector.startswith("."), each.selector))
    return list({each.example: each for each in reversed(found)}.values())[::-1]


def _blocks(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Short blocks of a page: by each of their classes, or where they have none by how their text begins."""
    for element in root.iter(etree.Element):
        if element.tag in {"html", "body", "br", "script", "style"}:
            continue
        text = normalise("".join(map(str, element.itertext())))
        if len(text) > _LONGEST or not (text or element.find(".//img") is not None):
            continue
        classes = (element.get("class") or "").split()
        for name in classes:
            if name.replace("-", "").replace("_", "").isalnum() and not name[0].isdigit():
                yield f".{name}", text or "(picture)"
        if not classes and element.tag == "p" and _PROMOTION.search(text):
            yield f'p:contains("{_opening(text)}")', text


def _opening(text: str) -> str:
    """What a paragraph without a class is known by: its label, or its first words."""
    label, colon, _ = text[:12].partition("：")
    return (label + colon if colon else text[:12]).replace('"', "")


def _begins_alike(texts: list[str]) -> bool:
    openings = Counter(text[:_OPENING] for text in texts)
    return openings.most_common(1)[0][1] >= _SAME * len(texts)


def _typical(texts: list[str]) -> str:
    return Counter(texts).most_common(1)[0][0]
