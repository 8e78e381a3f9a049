"""Why an expression cannot be read, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from watcher.rules.expression import ExpressionError

FORMS: Mapping[str, str] = {  # as `rules.expression` writes them -> in Chinese
    "unexpected {} at character {}": "第 {1} 个字符处不该有 {0}",
    "unexpected character at {}": "第 {0} 个字符不该出现",
    "no administrative division is called {}; did you mean {}?": "没有叫“{0}”的行政区划，是不是“{1}”？",
    "no administrative division is called {}; other places are watched as keywords": (
        "没有叫“{0}”的行政区划；别的地名请当作关键词"
    ),
    "/{}/ is no RE2 pattern: {}": "/{0}/ 不是 RE2 正则表达式：{1}",
    "/{}/ is found in every text, also in an empty one": "/{0}/ 在任何文字里都能找到，空的也一样",
    "more than {} brackets within one another at character {}": "第 {1} 个字符处括号嵌套超过 {0} 层",
    "the bracket at character {} is not closed": "第 {0} 个字符处的括号没有闭合",
    "the quote at character {} is not closed": "第 {0} 个字符处的引号没有闭合",
    "a /pattern/ can be looked for in title: and text:, not in {}:": (
        "/正则/ 只能用在 title: 和 text: 里，不能用在 {0}: 里"
    ),
    "an empty term at character {}": "第 {0} 个字符处的词是空的",
    "expected a term at the beginning": "开头应当是一个词",
    "expected a term at the beginning, not {} at character {}": "开头应当是一个词，而第 {1} 个字符处是 {0}",
    "expected a term after {}": "{0} 后面应当有一个词",
    "expected a term after {}, not {} at character {}": "{0} 后面应当有一个词，而第 {2} 个字符处是 {1}",
    "unknown field {}: at character {}; did you mean {}:? (a term with a colon needs quotes)": (
        "第 {1} 个字符处的字段 {0}: 不存在，是不是 {2}:？（带冒号的词要加引号）"
    ),
    "unknown field {}: at character {}; there is {}: (a term with a colon needs quotes)": (
        "第 {1} 个字符处的字段 {0}: 不存在，可以用的有 {2}:（带冒号的词要加引号）"
    ),
    "expected a day such as 2021-12-01, got {}": "应当是 2021-12-01 这样的日期，而不是 {0}",
}


def complaint(error: ExpressionError, language: str) -> str:
    """What is wrong, for a reader of the language; in English where there are no other words for it."""
    form = FORMS.get(error.form) if language.lower().startswith("zh") else None
    return form.format(*error.values) if form else str(error)
