"""Errors of expressions in Chinese."""

from __future__ import annotations

import ast
import inspect

import pytest

from watcher.rules import expression
from watcher.rules.expression import ExpressionError, parse
from watcher.web.complaints import FORMS, complaint


def forms() -> set[str]:
    """Every string of the module that an error is made of."""
    tree = ast.parse(inspect.getsource(expression))
    made = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ExpressionError"
    ]
    direct = {each.args[0].value for each in made if isinstance(each.args[0], ast.Constant)}
    named = {
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "form"
        for part in ast.walk(node.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and len(part.value) > 2
    }
    return direct | named


def test_every_error_has_its_chinese() -> None:
    """And none is kept that there is no longer."""
    assert forms() == set(FORMS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(试点", "第 1 个字符处的括号没有闭合"),
        ("试点 AND", "AND 后面应当有一个词"),
        ("AND 试点", "开头应当是一个词，而第 1 个字符处是 AND"),
        ("试点 AND )", "AND 后面应当有一个词，而第 8 个字符处是 )"),
        ("雨)", "第 2 个字符处不该有 )"),
        ("isuer:住建部", "第 1 个字符处的字段 isuer: 不存在，是不是 issuer:？（带冒号的词要加引号）"),
        ("city:乌有城", "没有叫“乌有城”的行政区划；别的地名请当作关键词"),
        ("city:合费", "没有叫“合费”的行政区划，是不是“合肥”？"),
        ("after:昨天", "应当是 2021-12-01 这样的日期，而不是 昨天"),
        ('"试点', "第 1 个字符处的引号没有闭合"),
        ("{}", None),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(text: str, said: str | None) -> None:
    """With the same figures; braces of a person's own are no placeholders."""
    if said is None:
        parse(text)
        return
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert complaint(caught.value, "zh-CN") == said
    assert complaint(caught.value, "en") == str(caught.value)
