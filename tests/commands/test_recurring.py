"""`watcher inspect --suggest-strip`: what recurs over many articles is found, and what it offers takes it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from watcher.articles.markup import read_markup
from watcher.articles.selectors import compile_selectors
from watcher.cli import main

SUBJECTS = ["修路", "防汛", "植树", "开学", "体检", "办证", "供暖", "招考", "借书", "停水"]


def page(subject: str, number: int) -> str:
    """A page whose frame is the same as that of the others."""
    return f"""<html><body><div class="top-app"><img src="/qr.png"><p>扫码下载客户端</p></div>
<p>各处室：</p><p>现就{subject}的事说明如下，{subject}从第{number}周开始，由各处室安排。</p>
<p class="editor-line">责任编辑：{subject[0]}某</p><p>此件公开发布</p></body></html>"""


def markdown(subject: str, number: int) -> str:
    return f"---\ntitle: {subject}\n---\n\n{subject}第{number}周开始。\n\n**责任编辑：**{subject[0]}某\n\n扫一扫关注\n"


def suggested(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, int]:
    assert main(["inspect", "--suggest-strip", "--json", str(folder), *more]) == 0
    return {each["selector"]: each["articles"] for each in json.loads(capsys.readouterr().out)}


@pytest.fixture
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with no config about."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_promotion_and_editors_are_offered_and_the_parts_of_a_notice_are_not(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, subject in enumerate(SUBJECTS):
        (quiet / f"{number}.html").write_text(page(subject, number), encoding="utf-8")
    assert suggested(quiet, capsys) == {".top-app": 10, ".editor-line": 10}


def test_markdown_is_looked_through_as_the_html_that_selectors_are_for(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, subject in enumerate(SUBJECTS):
        (quiet / f"{number}.md").write_text(markdown(subject, number), encoding="utf-8")
    found = suggested(quiet, capsys)
    assert found == {'p:contains("责任编辑：")': 10, 'p:contains("扫一扫关注")': 10}
    body = markdown("修路", 1).split("---\n", 2)[2]
    assert read_markup(body, ".md", compile_selectors(list(found))).text == "修路第1周开始。"


def test_a_few_articles_have_nothing_that_recurs(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, subject in enumerate(SUBJECTS[:4]):
        (quiet / f"{number}.html").write_text(page(subject, number), encoding="utf-8")
    assert suggested(quiet, capsys) == {}


def test_what_cannot_be_read_is_passed_over(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, subject in enumerate(SUBJECTS):
        (quiet / f"{number}.html").write_text(page(subject, number), encoding="utf-8")
    (quiet / "x.html").write_bytes(bytes(range(256)) * 20)
    assert suggested(quiet, capsys) == {".top-app": 10, ".editor-line": 10}
