"""What a config says that is right but probably not meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config.lint import lint
from watcher.config.reader import parse

HEAD = '[channels.desk]\ntype = "console"\n[[rules]]\nname = "雨"\nchannels = ["desk"]\n'


def found(text: str) -> list[tuple[int | None, str]]:
    return [(doubt.line, doubt.message) for doubt in lint(parse(text, Path("/nowhere/config.toml")), text)]


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        pytest.param('keywords = ["大雨，暴雨"]', 6, 'written "大雨", "暴雨"', id="two words in one, by a comma"),
        pytest.param('keywords = ["大雨、暴雨"]', 6, 'written "大雨", "暴雨"', id="or by another comma"),
        pytest.param("when = '大雨 and 暴雨'", 6, 'the word "and"; what joins terms is written AND', id="and"),
        pytest.param("when = '大雨 or 暴雨'", 6, "is written OR", id="or"),
        pytest.param("when = '大雨 或 暴雨'", 6, 'the word "或"; what joins terms is written OR', id="或"),
        pytest.param("when = '标题：大雨'", 6, "that field is written title:大雨", id="a field in Chinese"),
        pytest.param("when = '大雨 -暴雨'", 6, "is written NOT 暴雨", id="a minus"),
        pytest.param('keywords = ["大雨*"]', 6, "star and all", id="a star"),
        pytest.param('keywords = ["雨"]\nkinds = ["通之"]', 7, "did you mean 通知?", id="a kind with a slip"),
        pytest.param('keywords = ["雪", "暴雨"]\nexclude = ["雨"]', 6, "in vain: 暴雨 cannot be", id="one of two"),
        pytest.param("when = 'kind:新闻'", 6, "a kind that no document has: 新闻", id="no kind at all"),
    ],
)
def test_a_doubt_says_where_and_what_was_probably_meant(lines: str, line: int, words: str) -> None:
    ((where, message),) = found(f"{HEAD}{lines}\n")

    assert where == line
    assert message.startswith('rule "雨" ')
    assert words in message


@pytest.mark.parametrize("listen", ["0.0.0.0:8410", "[::]:8410", "192.168.1.5:80"])
def test_pages_that_anybody_can_reach(listen: str) -> None:
    text = f'[server]\nlisten = "{listen}"\n'

    ((line, message),) = found(text)
    assert line == 2
    assert "username and password" in message
    assert found(f'{text}username = "u"\npassword = "env:NAME"\n') == []


@pytest.mark.parametrize("listen", ["127.0.0.1:8410", "localhost:8410", "[::1]:8410"])
def test_pages_of_this_machine_alone(listen: str) -> None:
    assert found(f'[server]\nlisten = "{listen}"\n') == []


def test_channels_and_rules_that_do_not_meet() -> None:
    text = '[channels.desk]\ntype = "console"\n[[rules]]\nname = "雨"\nkeywords = ["雨"]\n'

    assert found(text) == [
        (1, "[channels.desk]: no rule names it"),
        (4, 'rule "雨" names no channels: it only fills its feed'),
    ]
    assert found(f'[alerts]\noperator = "desk"\n{text}channels = ["desk"]\n') == []
    assert found('[[rules]]\nname = "雨"\nkeywords = ["雨"]\n') == []


@pytest.mark.parametrize(
    "lines",
    [
        'keywords = ["1,000吨", "雨", "AND", "-5度", "主题:雨", "标题"]',
        "when = '大雨 AND (暴雨 OR 雨) NOT 雪'",
        'kinds = ["通知", "函", "办法"]',
    ],
)
def test_what_is_usual_raises_no_doubt(lines: str) -> None:
    assert found(f"{HEAD}{lines}\n") == []
