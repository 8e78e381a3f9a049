"""What the program says, told in Chinese: every sentence that the code can make has its Chinese."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.phrases import PHRASES, translate
from watcher.rules.expression import ExpressionError, parse

CODE = Path(__file__).parents[1] / "watcher"
SPEAKING = [  # modules whose sentences reach a page or the operator's chat
    *sorted((CODE / "alerts" / "channels").glob("*.py")),
    *(CODE / "alerts" / name for name in ("transport.py", "deliver.py")),
    *(
        CODE / "articles" / f"{name}.py"
        for name in ("article", "encoding", "fields", "frontmatter", "lenient", "metadata", "naming", "scan")
    ),
    *(CODE / "rules" / name for name in ("expression.py", "tree.py")),
    *(CODE / "config" / f"{name}.py" for name in ("lint", "reader", "rulebook", "tables", "toml")),
    *(CODE / "passes" / f"{name}.py" for name in ("parallel", "reading")),
    *(CODE / f"{name}.py" for name in ("hours", "options", "workers")),
    *(CODE / name for name in ("store/store.py", "feeds/publish.py")),
]
ELSEWHERE = {"option", "Kind", "_Kind", "warning", "error", "info", "debug", "exception", "compile", "Words"}
NO_SENTENCES = re.compile(  # words that stand together and are none of ours: markup, SQL, what a receiver says
    r"\s*<|PRAGMA|BEGIN|Bearer|chat not found$|too many$|while parsing a block$|Cannot |there is always one view$"
    r"|, again at |text: date$|a test message: |.*at line \(|watcher \(process \{\}\)\n"
)


def sentence(node: ast.AST) -> str | None:
    """The text of a literal, with {} for what is put into it; a hint behind it is another sentence."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "" if "hint" in ast.unparse(part) else "{}"
        for part in node.values
        if "did_you_mean" not in ast.unparse(part)
    )


def sentences(path: Path) -> Iterator[str]:
    """Every text of two words and more in a module, but for its documentation and what it logs."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            left_out.add(id(getattr(node.body[0], "value", None)))
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in ast.walk(node)} - {id(node)}
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ELSEWHERE:
            left_out |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        text = None if id(node) in left_out else sentence(node)
        if text and re.search(r"[A-Za-z]{2,}[:,]? [A-Za-z]{2,}", text) and not NO_SENTENCES.match(text):
            yield text


def all_sentences() -> list[str]:
    return list(dict.fromkeys(text for path in SPEAKING for text in sentences(path)))


def test_sentences_are_found() -> None:
    """Or the tests below would hold for nothing."""
    assert len(all_sentences()) > 150


@pytest.mark.parametrize("text", all_sentences())
def test_a_sentence_has_its_chinese(text: str) -> None:
    """With all that is put into it, in the Chinese order; no English is left but names of keys and commands."""
    count = text.count("{}")
    filled = text
    for number in range(count):
        filled = filled.replace("{}", f"«{number}»", 1)
    chinese = translate(filled, "zh-CN")
    assert re.search("[\u4e00-\u9fff]", chinese), filled
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", re.sub("`[^`]*`", "", chinese)), chinese
    assert translate(filled, "en") == filled


def test_no_phrase_is_kept_that_nothing_says() -> None:
    """Each fixed piece stands somewhere in the code."""
    said = "\n".join(all_sentences()) + "\n".join(path.read_text("utf-8") for path in SPEAKING).replace('\\"', '"')
    unsaid = [form for form in PHRASES if not all(piece.strip() in said for piece in form.split("{}"))]
    assert unsaid == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("HTTP 404: no such bot (check the url)", "HTTP 404: no such bot（请检查 url）"),
        (
            "code 19021: sign match fail (check the secret, and this machine's clock)",
            "code 19021: sign match fail（请检查 secret 和本机的时钟）",
        ),
        (
            "hooks.example.org cannot be reached: ConnectError (All connection attempts failed)",
            "连不上 hooks.example.org：连接失败（每次连接都失败）",
        ),
        (
            "x.org cannot be reached: ConnectError ([Errno -2] Name or service not known)",
            "连不上 x.org：连接失败（域名不存在）",
        ),
        ("no answer within 30 seconds", "30 秒内没有回应"),
        ("HTTP 500: retry (or give up): it is late", "HTTP 500: retry (or give up): it is late"),
        ("cannot be read: permission denied", "无法读取：没有权限"),
        (
            "is 12.5 MB, more than [articles] max_size = 10.0 MB allows",
            "大小为 12.5 MB，超过 [articles] max_size 允许的 10.0 MB",
        ),
        ('line 2: no ":" in "a: {0}, c", left out', "第 2 行：“a: {0}, c”里没有冒号，略去"),
        ('line 4: "{}" is no date', "第 4 行：“{}”不是日期"),
        (
            'c.toml:44: rule "双智": unknown key keyword; did you mean keywords?',
            "c.toml:44: 规则“双智”：没有 keyword 这个键，是不是 keywords？",
        ),
        (
            'c.toml:3: rule "a" on: expected a list of "new", "updated" or "moved", got "x"',
            'c.toml:3: 规则“a” on：应当是 "new", "updated" 或 "moved" 的列表，而不是 "x"',
        ),
        (
            'a.toml:1: ” is a full-width quote (column 4): TOML needs "\na.toml:9: [channels.t]: url is missing (it)',
            'a.toml:1: ” 是全角的引号（第 4 列）：TOML 要用 "\na.toml:9: [channels.t]：缺少 url',
        ),
    ],
)
def test_what_a_person_reads(english: str, chinese: str) -> None:
    """A receiver's words and those of a person stay as they are; braces among them are no placeholders."""
    assert translate(english, "zh-CN") == chinese
    assert translate(english, "en") == english


@pytest.mark.parametrize(
    "text",
    [
        ": " * 2000,
        "(" * 2000,
        " (: )" * 1000,
        'rule "' * 700,
        "a.toml: " * 500,
        'rule "": ' * 300 + "{}",
        ", got " * 700,
        "unexpected " + '"line: " (at line ' * 200 + " at character 3",
        "第" * 5000,
    ],
)
def test_no_text_of_strangers_takes_long_or_fails(text: str) -> None:
    """A receiver's answer, a person's expression."""
    started = time.process_time()
    assert translate(text, "zh-CN")
    assert time.process_time() - started < 20  # what grows with a power of the sentences within takes minutes


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
    ],
)
def test_what_is_wrong_with_an_expression(text: str, said: str) -> None:
    """With the same figures."""
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert translate(str(caught.value), "zh-CN") == said
