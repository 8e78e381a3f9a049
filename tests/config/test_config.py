"""config.toml: what is wrong with it is told at once, with lines; what is right becomes settings."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.alerts.channels import CHANNELS
from watcher.articles.naming import include_filter
from watcher.config.reader import load, missing_secrets, parse
from watcher.config.settings import SECTIONS, RuleOptions, Settings
from watcher.errors import ConfigError, Problem

HERE = Path("/site/config.toml")
LEAST = '[[rules]]\nname = "雨"\nkeywords = ["雨"]\n'


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ConfigError) as caught:
        parse(text, HERE)
    return [(problem.line, problem.message) for problem in caught.value.problems]


FIVE_MISTAKES = """\
[articles]
directory = 5
inklude = ["*.md"]

[schedule]
every = "soon"

[channels.team]
type = "pigeon"

[[rules]]
name = "雨"
keywords = ["雨",
            "雪"]
channels = ["taem"]
"""


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    found = problems(FIVE_MISTAKES)

    assert [line for line, _ in found] == [2, 3, 6, 9, 15]
    for (_, message), words in zip(
        found, ["got 5", "did you mean include", 'got "soon"', "pigeon", "did you mean team"], strict=True
    ):
        assert words in message


def test_the_message_of_the_error_has_a_line_for_each() -> None:
    error = ConfigError("config.toml", [Problem(7, "later"), Problem(None, "first"), Problem(2, "earlier")])

    assert str(error).split("\n") == ["config.toml: first", "config.toml:2: earlier", "config.toml:7: later"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("[articles\n", 1, "not TOML", id="no TOML"),
        pytest.param('a = 1\nb = "x', 2, 'a " is missing', id="a quote left open at the end"),
        pytest.param("[artikles]\n", 1, "did you mean articles", id="an unknown section"),
        pytest.param("articles = 5", 1, "must be a table", id="a section that is a number"),
        pytest.param("rules = 5", 1, "[[rules]]", id="rules that are a number"),
        pytest.param("rules = [5]", 1, "must be a table", id="a rule that is a number"),
        pytest.param("channels = 5", 1, "[channels.NAME]", id="channels that are a number"),
        pytest.param("[channels]\nteam = 5", 2, "expected one of", id="a channel that is a number"),
        pytest.param('[channels.team]\ntype = ["webhook"]', 2, "expected one of", id="a channel type that is a list"),
        pytest.param("[channels.team]\n", 1, "expected one of", id="a channel without a type"),
        pytest.param('[channels.team]\ntype = "webhook"', 1, "url is missing", id="a webhook without an address"),
        pytest.param(
            '[channels.team]\ntype = "webhook"\nurl = "https://site.example"\nsecret = "abc"',
            4,
            'expected "env:NAME"',
            id="a secret in plain sight",
        ),
        pytest.param(
            '[articles]\ntimezone = "Asia/Nowhere"', 2, "called Asia/Nowhere: expected", id="an unknown time zone"
        ),
        pytest.param('[articles]\ntimezone = "../etc/passwd"', 2, "time zone", id="a time zone that is a path"),
        pytest.param('[articles]\nstrip = ["p["]', 2, "CSS selector", id="a broken selector"),
        pytest.param('[articles]\ninclude = ["[z-a]"]', 2, "pattern", id="a broken pattern"),
        pytest.param('[feeds]\ndirectory = "articles"', 2, "feeds need one of their own", id="feeds among articles"),
        pytest.param('[articles]\ndirectory = ["a/news", "b/news"]', 2, "same last name", id="directories of one name"),
        pytest.param('[articles]\ndirectory = "~nobody-of-this-name/a"', 2, "home", id="nobody's home"),
        pytest.param('[store]\npath = "a\\u0000b"', 2, "expected a path", id="a path with a zero byte"),
        pytest.param('[schedule]\nevery = "0s"', 2, '"1s" or more', id="no time between two looks"),
        pytest.param('[schedule]\ncron = "every day"', 2, "cron", id="a broken cron line"),
        pytest.param('[server]\nlisten = "8410"', 2, "ADDRESS:PORT", id="a port without an address"),
        pytest.param('[server]\nlisten = "127.0.0.1:99999"', 2, "ADDRESS:PORT", id="a port that there is not"),
        pytest.param('[[rules]]\nkeywords = ["雨"]', 1, "name is missing", id="a rule without a name"),
        pytest.param('[[rules]]\nname = "雨"', 1, "watches nothing", id="a rule without words"),
        pytest.param('[[rules]]\nname = "雨"\nexclude = ["雪"]', 1, "only excludes", id="a rule that only excludes"),
        pytest.param(
            '[[rules]]\nname = "雨"\nkeywords = ["暴雨"]\nexclude = ["雨"]',
            1,
            "never match",
            id="a rule that forbids itself",
        ),
        pytest.param('[[rules]]\nname = "雨"\ncities = ["不存在市"]', 3, "不存在市", id="a city that there is not"),
        pytest.param(
            '[[rules]]\nname = "雨"\nkeywords = "雨"', 3, 'expected a list of texts: ["雨"]', id="a bare word"
        ),
        pytest.param(
            '[[rules]]\nname = "雨"\nwhen = "雨 AND"', 3, "expected a term", id="an expression that breaks off"
        ),
        pytest.param(
            '[[rules]]\nname = "雨"\nslug = "../x"\nkeywords = ["雨"]', 3, "small letters", id="a slug that climbs"
        ),
        pytest.param('[channels.a]\ntype = "console"\ndigest = "9am"', 3, '"daily 09:00"', id="no times of a digest"),
        pytest.param('[alerts]\nquiet_hours = "night"', 2, '"22:00-07:00"', id="quiet hours that are none"),
        pytest.param(
            LEAST + 'urgent = true\ndigest = "15m"',
            5,
            "goes at once",
            id="what is urgent and waits",
        ),
        pytest.param(LEAST + 'on = ["seen"]', 4, '"removed"', id="a change that there is not"),
        pytest.param(LEAST + LEAST, 5, "another rule before it has the same name", id="two rules of one name"),
        pytest.param(LEAST + 'channels = ["team"]', 4, "there is none", id="a channel where there is none"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_expected(text: str, line: int, words: str) -> None:
    found = problems(text)

    assert len(found) == 1, found
    assert found[0][0] == line
    assert words in found[0][1]


@pytest.mark.parametrize(
    ("keyword", "exclude"),
    [
        pytest.param("OpenAI", "AI", id="a Latin word that only contains the other"),
        pytest.param("雨", "暴雨", id="a longer word"),
        pytest.param("暴雨", "雪", id="another word"),
    ],
)
def test_what_can_match_is_not_taken_for_a_contradiction(keyword: str, exclude: str) -> None:
    assert parse(f'[[rules]]\nname = "x"\nkeywords = ["{keyword}"]\nexclude = ["{exclude}"]', HERE).rules


def test_a_file_that_is_not_there_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="watcher init"):
        load(tmp_path / "config.toml")


def test_a_file_that_is_no_text_is_a_config_error(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_an_empty_config_has_all_defaults() -> None:
    settings = parse("", HERE)

    assert settings.articles.directory == (Path("/site/articles"),)
    assert settings.articles.include == ("**/*.md", "**/*.html", "**/*.txt")
    assert settings.articles.max_size == 10_000_000
    assert settings.schedule.every == timedelta(minutes=10)
    assert settings.store.path == Path("/site/state/watcher.db")
    assert settings.feeds.base_url == "http://127.0.0.1:8410/feeds/"
    assert (settings.server.host, settings.server.port) == ("127.0.0.1", 8410)
    assert (settings.alerts.first_scan, settings.alerts.flood) == ("none", 10)
    assert (settings.rules, settings.cities, dict(settings.channels)) == ((), (), {})


def test_a_byte_order_mark_and_a_schema_line_are_no_mistakes(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'\xef\xbb\xbf"$schema" = "config.schema.json"\r\n[articles]\r\n')

    assert isinstance(load(tmp_path / "config.toml"), Settings)


def test_paths_are_relative_to_the_config() -> None:
    settings = parse('[articles]\ndirectory = ["a", "/b"]\n[feeds]\ndirectory = "../feeds"', HERE)

    assert settings.articles.directory == (Path("/site/a"), Path("/b"))
    assert settings.feeds.directory == Path("/site/../feeds")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("双智试点", "shuang-zhi-shi-dian", id="pinyin"),
        pytest.param("Smart Cities!", "smart-cities", id="Latin"),
        pytest.param("5G 基站", "5g-ji-zhan", id="both"),
        pytest.param("★", "rule", id="neither"),
    ],
)
def test_a_rule_without_a_slug_has_one_made_of_its_name(name: str, slug: str) -> None:
    rules = parse(f'[[rules]]\nname = "{name}"\nkeywords = ["雨"]', HERE).rules

    assert [rule.slug for rule in rules] == [slug]


def test_every_place_that_a_rule_names_is_a_city_of_the_config() -> None:
    settings = parse('[[rules]]\nname = "x"\ncities = ["合肥", "芜湖市", "合肥市"]', HERE)

    assert [place.name for place in settings.cities] == ["合肥市", "芜湖市"]


def test_missing_secrets_are_named_with_their_place_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = '[channels.team]\ntype = "webhook"\nurl = "env:WATCHER_TEST_URL"\nsecret = "file:secret.txt"\n'
    settings = parse(text, tmp_path / "config.toml")

    assert len(missing_secrets(settings)) == 2
    assert "[channels.team] url: the environment variable WATCHER_TEST_URL is not set" in missing_secrets(settings)
    monkeypatch.setenv("WATCHER_TEST_URL", "https://site.example/token-0815")
    (tmp_path / "secret.txt").write_text("whsec_0816\n")
    assert missing_secrets(settings) == []
    assert "0815" not in repr(settings)
    assert "0816" not in repr(settings)


VALUES = st.recursive(
    st.one_of(
        st.booleans().map(lambda value: str(value).lower()),
        st.integers(-(10**40), 10**40).map(str),
        st.sampled_from(["1.5", "inf", "nan", "2024-05-06", "12:00:00", '"99999999999999w"', '"9999999999999 GB"']),
        st.sampled_from(
            ['"~nobody-of-this-name"', '"a\\u0000b"', '"Asia"', '"0:0"', '"* * * * *"', '"http://[x/"', '""']
        ),
        st.text("ab/:[]*?!^|()\\~ 雨", max_size=8).map(lambda text: "'" + text + "'"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        inner.map(lambda item: f"{{ x = {item} }}"),
    ),
    max_leaves=4,
)
KEYS = [
    *((f"[{name}]", field.name) for name, kind in SECTIONS.items() for field in dataclasses.fields(kind)),
    *(('[[rules]]\nname = "x"\nkeywords = ["a"]', field.name) for field in dataclasses.fields(RuleOptions)[3:]),
    *(
        (f'[channels.x]\ntype = "{name}"', each.name)
        for name, kind in CHANNELS.items()
        for each in dataclasses.fields(kind)
    ),
    ("[channels.x]", "type"),
    ("", "rules"),
    ("", "channels"),
]


@given(st.sampled_from(KEYS), VALUES)
def test_whatever_stands_in_a_config_it_is_settings_or_a_list_of_problems(key: tuple[str, str], value: str) -> None:
    try:
        settings = parse(f"{key[0]}\n{key[1]} = {value}\n", HERE)
    except ConfigError as error:
        assert error.problems
    else:
        assert 0 <= settings.server.port < 65_536
        include_filter(settings.articles.include)("a.md")
        assert settings.reading is not None


def test_a_key_that_is_not_known_hides_no_other_mistake_of_its_table() -> None:
    """And where it may be what the rule watches, misspelt, it is not also said that it watches nothing."""
    text = '[feeds]\nlimitt = 3\nlimit = "x"\n[[rules]]\nname = "甲"\nkeyword = ["乙"]\nchannels = ["nope"]\n'
    with pytest.raises(ConfigError) as caught:
        parse(text + 'when = "/(丙/"\n[[rules]]\nname = "丁"\nkeyword = ["乙"]\n', Path("/x/config.toml"))

    assert [problem.line for problem in caught.value.problems] == [2, 3, 6, 7, 8, 11]
