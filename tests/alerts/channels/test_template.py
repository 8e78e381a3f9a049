"""A template of a person's own: what it is given, what becomes of what it gives, and how a wrong one is told."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from channel_samples import ITEM, NOW, URL, about, channel, digest, match, probe, problem

from watcher.alerts.channels.compose import lines, views
from watcher.alerts.channels.template import BOLD, END, SAMPLE, TEMPLATE, Template
from watcher.alerts.channels.templated import values
from watcher.alerts.channels.wording import words
from watcher.alerts.message import Message
from watcher.config.reader import parse
from watcher.errors import ConfigError
from watcher.notices.structure import Notice


def said(source: str, message: Message | None = None) -> list[str]:
    view = next(views(message or match(), Template(source)))
    return [line.text for line in lines(view)]


def test_it_takes_the_place_of_what_stands_under_the_title() -> None:
    """What happened, the title and its link stay."""
    assert said(
        "{{ notice.number }}（{{ notice.issuers | join('、') }}）\n\n{{ what }}，{{ article.published[:10] }}"
    ) == [
        "有修改 · 车路协同试点",
        ITEM.article.title,
        "海交函〔2026〕12号（海州市交通运输局、海州市发展和改革委员会）",
        "有修改，2026-03-02",
    ]


def test_sentences_come_with_their_bold_words_and_more_can_be_made_bold() -> None:
    """A line that begins with ">" is a quotation."""
    source = "{{ rule | bold }}：{{ mentions | length }} 处\n{% for reason in reasons %}\n> {{ reason }}\n{% endfor %}"
    shown = list(lines(next(views(match(), Template(source)))))[2:]
    assert [line.role for line in shown] == ["own", "reason", "reason"]
    assert [[span.text for span in line.spans if span.bold] for line in shown] == [
        ["车路协同试点"],
        ["车路协同"],
        ["重庆", "合肥"],
    ]


def test_in_a_digest_each_article_is_shown_by_it_after_what_happened() -> None:
    """And it can tell: a digest has little room for each."""
    source = "{% if digest %}{{ article.id }}{% else %}{{ article.excerpt }}{% endif %}"
    assert said(source, digest(3))[1:4] == [f"1. {ITEM.article.title}", "有修改 · 车路协同试点", "0"]
    assert said(source)[-1] == ITEM.article.excerpt


@pytest.mark.parametrize("message", [probe(), problem()], ids=["a test", "a problem"])
def test_what_is_about_no_article_is_not_touched(message: Message) -> None:
    assert said("{{ article.title }}", message) == [line.text for line in lines(next(views(message, None)))]


def test_what_an_article_says_is_text_to_it() -> None:
    """Neither a template nor bold nor a control character, and an address is one that can be opened."""
    hostile = about(title=f"{{{{ 7*7 }}}} {BOLD}x{END} \x1b[31m", url="javascript:alert(1)")
    assert said("{{ article.title }}|{{ article.url }}|", hostile)[-1] == "{{ 7*7 }} x [31m||"


def test_it_escapes_as_its_platform_needs() -> None:
    """The template gives text; the channel knows what is markup."""
    hostile = about(excerpt="<at id=all></at> **x**")
    (card,) = [channel("feishu", template=Template("{{ article.excerpt }}")).outgoing(hostile, NOW).body.decode()]
    assert "<at" not in card
    assert "&#60;at id=all&#62;" in card


def test_a_program_gets_it_as_a_text_beside_the_data() -> None:
    """Where there is no template there is no such key."""
    source = "{{ rule | bold }}：{{ article.url }}"
    data = json.loads(channel("webhook", template=Template(source)).outgoing(match(), NOW).body)["data"]
    assert data["text"] == f"车路协同试点：{URL}"
    assert data["article"]["id"] == 7
    assert "text" not in json.loads(channel("webhook").outgoing(match(), NOW).body)["data"]


def test_the_sample_that_templates_are_tried_on_has_all_that_they_are_given() -> None:
    """Or a right one would be refused, and a wrong one taken."""
    full: Any = {name: value or ["甲"] for name, value in (ITEM.notice or {}).items()}
    given = values(replace(ITEM, notice=full, mentions=ITEM.mentions[1:]), words("zh-CN"), digest=False)
    assert shape(given) == shape(SAMPLE)
    assert set(full) == {field.name for field in fields(Notice)} - {"spans"}


def shape(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value[:1]] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize(
    ("source", "words"),
    [
        pytest.param("{{ article.title }", "line 1: unexpected '}'", id="a bracket is missing"),
        pytest.param("a\n{% if digest %}\nb", "line 3: Unexpected end of template", id="no end"),
        pytest.param("a\n{{ titel }}", "line 2: there is no titel; there is what, rule,", id="no such thing"),
        pytest.param(
            "{% if not digest %}\n{% else %}{{ titel }}{% endif %}", "line 2: there is no titel", id="anywhere"
        ),
        pytest.param("\n\n{{ article.titel }}", "line 3: 'dict object' has no attribute 'titel'", id="no such part"),
        pytest.param("{{ rule | boldest }}", "line 1: No filter named 'boldest'", id="no such filter"),
        pytest.param("a\n{{ 1 / 0 }}", "line 2: division by zero", id="it fails"),
        pytest.param("{{ notice.date.split('-')[0] }}", "is no document and has no", id="without a document"),
        pytest.param("{{ ''.__class__.__mro__ }}", "line 1: access to attribute '__class__'", id="out of the sandbox"),
        pytest.param("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "line 1: maximum recursion", id="endless"),
        pytest.param("{% for a in range(10**9) %}x{% endfor %}", "line 1: Range too big", id="very long"),
        pytest.param("{% include 'config.toml' %}", "line 1: no loader", id="another file"),
        pytest.param("no-such-file.txt", "expected a template ({{ … }}) or the path of a file", id="no such file"),
        pytest.param("wrong.txt", "wrong.txt, line 2: there is no titel", id="a file that is wrong"),
        pytest.param("large.txt", "larger than a template can be", id="a huge file"),
    ],
)
def test_a_wrong_one_is_told_with_its_line_when_the_config_is_read(tmp_path: Path, source: str, words: str) -> None:
    (tmp_path / "wrong.txt").write_text("标题\n{{ titel }}", encoding="utf-8")
    (tmp_path / "large.txt").write_text("x" * 70_000, encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        TEMPLATE.read(source, tmp_path)
    assert words in str(caught.value)


def test_it_may_stand_in_the_config_or_in_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "alert.txt").write_text("\ufeff{{ rule }}", encoding="utf-8")
    assert TEMPLATE.read("alert.txt", tmp_path) == TEMPLATE.read("{{ rule }}", tmp_path) == Template("{{ rule }}")


def test_what_a_document_has_is_empty_for_an_article_that_is_none() -> None:
    """So that one template serves both."""
    source = "{{ notice.number }}{% for organ in notice.issuers %}{{ organ }}{% endfor %}{{ notice.date[:4] }}."
    assert said(source, match(replace(ITEM, notice=None)))[-1] == "."


def test_one_that_fails_for_an_article_says_so_under_its_title() -> None:
    """The alert is not lost, nor is what is wrong."""
    odd: Any = replace(ITEM, mentions=(), notice=None)
    assert said("甲\n{{ 1 / (mentions | length) }}", match(odd))[1:] == [
        ITEM.article.title,
        "需要处理：template, line 2: division by zero",
    ]


def test_the_example_of_the_documentation_gives_what_it_promises() -> None:
    """Run as it stands there."""
    documented = Path(__file__).parents[3].joinpath("docs", "channels.md").read_text(encoding="utf-8")
    (example,) = [block for block in documented.split("```") if block.startswith("toml") and "template" in block]
    source = tomllib.loads(example.removeprefix("toml"))["channels"]["team"]["template"]
    assert said(TEMPLATE.read(source, Path()).source)[2:] == [
        "海交函〔2026〕12号 海州市交通运输局、海州市发展和改革委员会",
        "截止 2026-04-30",
        "决定在三个城市开展第二批车路协同试点，请认真组织实施。",
        "确定重庆、合肥、芜湖为本批试点城市。",
    ]


def test_a_mistake_is_told_with_the_line_of_the_config(tmp_path: Path) -> None:
    """Beside the line in the template."""
    text = '[channels.team]\ntype = "console"\n\ntemplate = """\n\n{{ titel }}"""\n'
    with pytest.raises(ConfigError) as caught:
        parse(text, tmp_path / "config.toml")
    assert "config.toml:4: [channels.team] template: line 2: there is no titel" in "\n".join(caught.value.lines())


def test_it_gives_no_more_than_a_message_can_hold() -> None:
    shown = said("{% for a in range(90000) %}很长的一句话。{% endfor %}\n\n第二行")
    assert len(shown[2]) <= 400
    assert len(said("{% for a in range(500) %}行\n{% endfor %}")) == 43
