"""Each command as a person calls it: help, exit codes, words and JSON."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from watcher import __version__
from watcher.cli import COMMANDS, main

if TYPE_CHECKING:
    from conftest import Site

Call = Callable[..., tuple[int, str, str]]

PASS_KEYS = [
    *("scanned", "new", "updated", "moved", "replaced", "removed", "restored", "unchanged", "duplicates"),
    *("unreadable", "matches", "alerts", "baseline", "seconds"),
]
ARTICLE_KEYS = {"path", "title", "published", "author", "categories", "url", "text", "notice", "places", "matches"}
NOTICE_KEYS = {
    *("kind", "number", "title", "issuers", "addressees", "date", "cc", "cited", "attachments", "disclosure"),
    *("deadlines", "batch", "designated"),
}
ALERT_KEYS = {
    *("id", "rule", "channel", "article", "revision", "change", "state", "attempts", "due", "last_error"),
}
RECONCILE_KEYS = ["matches", "delivered", "unconfirmed", "pending", "held", "dead", "missing"]
RECONCILE_KEYS += ["merged", "suppressed", "because"]
NOTICE = """---
title: 交通局关于加装路口设备的通知
date: 2024-03-01 09:00:00 +0800
categories: [公告]
author: 示例网
url: https://site.example/1
---

<p style="text-align:center">示交函〔2024〕12号</p>
<p>合肥市、芜湖市交通局：</p>
<p>现就加装车路协同设备通知如下，请于六月底前报送方案。</p>
<p style="text-align:right">示例省交通运输厅</p>
<p style="text-align:right">2024年3月1日</p>
"""


@pytest.fixture
def call(site: Site, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """`call("scan", "--json")`: exit code, what went to the output, what went to the error output.

    In the folder of a site with four articles that has been scanned once.
    """
    before = Path.cwd()
    os.chdir(site.folder)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    yield run
    os.chdir(before)


def only_object(out: str) -> Any:
    """The one JSON object that is all of the output."""
    assert out.count("\n") == 1
    return json.loads(out)


# usage


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(call: Call, command: str) -> None:
    code, out, _ = call(command, "--help")

    assert code == 0
    assert "--config" in out
    assert "example:" in out
    assert f"watcher {command}" in out.partition("example:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_in_the_help_can_be_parsed(call: Call, command: str) -> None:
    """It may fail for want of a config, but not for its arguments."""
    example = shlex.split(COMMANDS[command][1])[1:]
    code, _, err = call(*example, "--config", "nowhere.toml") if command != "init" else (0, "", "")

    assert "usage:" not in err
    assert "unrecognized" not in err
    assert code in {0, 2}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param([], 0, "commands:", id="nothing: the overview"),
        pytest.param(["--help"], 0, "commands:", id="help"),
        pytest.param(["-h", "scan"], 0, "commands:", id="help before a command"),
        pytest.param(["--version"], 0, __version__, id="the version"),
        pytest.param(["scna"], 2, "invalid choice", id="no command"),
        pytest.param(["scan", "--fast"], 2, "unrecognized arguments", id="no option"),
        pytest.param(["scan", "extra"], 2, "unrecognized arguments", id="too many words"),
        pytest.param(["inspect"], 2, "PATH", id="a word too few"),
        pytest.param(["alerts", "forget"], 2, "invalid choice", id="no action"),
        pytest.param(["alerts", "list", "--state", "lost"], 2, "invalid choice", id="no state"),
        pytest.param(["channel", "test"], 2, "NAME", id="no channel"),
    ],
)
def test_usage(call: Call, arguments: list[str], code: int, words: str) -> None:
    got, out, err = call(*arguments)

    assert got == code
    assert words in out + err
    assert bool(err) == (code == 2)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(shlex.split(example)[1:], id=name)
        for name, (_, example) in COMMANDS.items()
        if name not in {"init", "inspect"}
    ],
)
def test_without_a_config_every_command_says_what_writes_one(call: Call, command: list[str]) -> None:
    code, out, err = call(*[word for word in command if word not in {"--config", "config.toml"}], "--config", "x.toml")

    assert (code, out) == (2, "")
    assert "watcher init" in err
    assert not Path("state/watcher.db.lock").exists()


@pytest.mark.parametrize("command", [["scan"], ["once"], ["feeds"], ["run"], ["alerts", "list"]])
def test_a_wrong_config_is_told_line_by_line(call: Call, site: Site, command: list[str]) -> None:
    (site.folder / "config.toml").write_text('[articles]\ndirektory = "x"\n\n[alerts]\nflood = "many"\n')
    code, out, err = call(*command)

    assert (code, out) == (2, "")
    assert [line.split(": ")[0] for line in err.splitlines()] == ["config.toml:2", "config.toml:5"]


def test_the_config_may_stand_before_or_behind_other_options(call: Call, site: Site) -> None:
    (site.folder / "config.toml").rename(site.folder / "other.toml")

    assert call("status", "--json", "--config", "other.toml")[0] == 0
    assert call("status", "--config=other.toml")[0] == 0
    assert call("status")[0] == 2


# init and check


def test_init_writes_a_config_that_is_fine_and_never_over_one_that_is_there(call: Call, site: Site) -> None:
    code, out, _ = call("init", "--config", "new.toml")
    assert code == 0
    assert "new.toml" in out
    assert call("check", "--config", "new.toml")[0] == 0

    written = Path("new.toml").read_bytes()
    code, _, err = call("init", "--config", "new.toml")
    assert code == 2
    assert "is there already" in err
    assert Path("new.toml").read_bytes() == written
    assert call("init", "--config", "no/where.toml")[0] == 2


def test_check_tells_a_config_that_is_fine(call: Call) -> None:
    code, out, _ = call("check")

    assert code == 0
    assert "config.toml is fine: 1 rule, 1 channel" in out
    assert only_object(call("check", "--json")[1]) == {"ok": True, "problems": [], "notes": []}


def test_check_tells_every_problem_as_json_too(call: Call, site: Site) -> None:
    (site.folder / "config.toml").write_text('[articles]\ndirektory = "x"\n\n[alerts]\nflood = "many"\n')
    code, out, err = call("check", "--json")

    assert (code, err) == (2, "")
    told = only_object(out)
    assert told["ok"] is False
    assert [problem["line"] for problem in told["problems"]] == [2, 5]


def test_check_looks_whether_directory_and_secrets_are_there(call: Call, site: Site) -> None:
    site.configure(more='[channels.team]\ntype = "webhook"\nurl = "env:WATCHER_TEST_UNSET"\n')
    site.articles.rename(site.folder / "gone")
    code, out, _ = call("check")

    assert code == 2
    assert f"config.toml:3: [articles] directory: there is no {site.articles}" in out
    assert "WATCHER_TEST_UNSET is not set" in out


# scan and once


def test_scan_tells_what_it_found(call: Call, site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    site.write("empty.md", "")
    code, out, err = call("scan")

    assert (code, err) == (0, "")
    assert "5 files, 1 updated" in out
    assert "unreadable: empty.md is empty" in out
    assert "1 match, 1 alert\n" in out
    assert "nothing changed" in call("scan")[1]


@pytest.mark.parametrize("command", ["scan", "once"])
def test_a_pass_as_json_is_one_object_with_its_keys(call: Call, site: Site, command: str) -> None:
    site.edit("road.md", "六月", "七月")
    code, out, _ = call(command, "--json")

    assert code == 0
    assert list(only_object(out)) == PASS_KEYS
    assert (only_object(out)["scanned"], only_object(out)["updated"], only_object(out)["alerts"]) == (4, 1, 1)


def test_a_scan_with_nothing_new_loads_nothing_that_reads_articles_or_shows_them(call: Call, site: Site) -> None:
    """Each of these takes as long to import as thousands of files to look at."""
    call("scan")
    script = "import sys; from watcher.cli import main; main(['scan', '--json']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found, modules = done.stdout.splitlines()

    assert json.loads(found)["unchanged"] == 4
    heavy = {"sqlite_utils", "lxml", "bs4", "yaml", "asyncio", "httpx", "jinja2", "rich", "email", "multiprocessing"}
    assert heavy & set(modules.split()) == set()


def test_scan_sends_nothing_and_once_sends_what_is_due(call: Call, site: Site) -> None:
    site.edit("road.md", "六月", "七月")

    assert "加装路口设备" not in call("scan")[1]
    assert site.alerts() == ["updated road.md desk pending"]
    code, out, _ = call("once")
    assert code == 0
    assert "关于加装路口设备的通知" in out
    assert site.alerts() == ["updated road.md desk delivered"]
    assert "关于加装路口设备的通知" not in call("once")[1]


def test_the_terminal_channel_does_not_mix_with_json(call: Call, site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    _, out, err = call("once", "--json")

    assert "关于加装路口设备的通知" in err
    assert list(only_object(out)) == PASS_KEYS


def test_once_fails_where_a_channel_does_and_keeps_the_alert(
    call: Call, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WATCHER_TEST_UNSET", raising=False)
    site.configure(more='[channels.team]\ntype = "webhook"\nurl = "env:WATCHER_TEST_UNSET"\n')
    config = (site.folder / "config.toml").read_text(encoding="utf-8").replace('["desk"]', '["team"]')
    (site.folder / "config.toml").write_text(config, encoding="utf-8")
    site.edit("road.md", "六月", "七月")
    code, out, _ = call("once")

    assert code == 1
    assert "channel team: the environment variable WATCHER_TEST_UNSET is not set" in out
    assert site.alerts() == ["updated road.md team pending"]


def test_a_scan_publishes_feeds(call: Call, site: Site) -> None:
    call("scan")

    for name in ("all.rss", "all.atom", "all.json", "rules/roads.atom", "feeds.opml", "index.html"):
        assert (site.folder / "feeds" / name).stat().st_size > 100


def test_a_missing_directory_is_one_clear_line(call: Call, site: Site) -> None:
    site.articles.rename(site.folder / "gone")
    code, out, err = call("scan")

    assert (code, out) == (1, "")
    assert re.fullmatch(r"watcher: the article directory .* cannot be read: no such file or directory\n", err)


def test_a_store_in_use_is_one_clear_line(call: Call, site: Site) -> None:
    from watcher.store.store import exclusive

    with exclusive(site.settings.store.path):
        for command in ("scan", "once", "run"):
            code, _, err = call(command)
            assert code == 1
            assert "is in use by watcher (process" in err
        assert call("status")[0] == 0


def test_a_feed_directory_that_is_a_file_is_one_clear_line(call: Call, site: Site) -> None:
    (site.folder / "feeds").write_text("a file")
    code, _, err = call("scan")

    assert code == 1
    assert err.startswith("watcher: cannot write")


# inspect


def test_inspect_tells_all_that_is_read_in_a_notice(call: Call, site: Site) -> None:
    site.write("notice.md", NOTICE)
    code, out, _ = call("inspect", "articles/notice.md", "--json")
    told = only_object(out)

    assert code == 0
    assert told.keys() >= ARTICLE_KEYS
    assert told["path"] == "articles/notice.md"
    assert told["title"] == "交通局关于加装路口设备的通知"
    assert told["published"].startswith("2024-03-01T09:00:00")
    assert (told["author"], told["categories"], told["url"]) == ("示例网", ["公告"], "https://site.example/1")
    assert told["notice"].keys() == NOTICE_KEYS
    assert (told["notice"]["kind"], told["notice"]["number"]) == ("通知", "示交函〔2024〕12号")
    assert told["notice"]["date"] == "2024-03-01"
    for place in told["places"]:
        assert place.keys() == {"name", "code", "level", "text", "start", "end"}
        assert told["text"][place["start"] : place["end"]] == place["text"]
    assert {"name": "合肥市", "code": "340100"}.items() <= told["places"][0].items()
    assert told["no_notice"] is None
    read_at = {each["element"]: told[each["field"]][each["start"] : each["end"]] for each in told["read_at"]}
    assert read_at.keys() == {element for element, value in told["notice"].items() if value}
    assert read_at["kind"] == "交通局关于加装路口设备的通知"
    assert told["matches"] == [
        {"rule": "车路协同", "matched": True, "because": ["keyword 车路协同: “车路协同” in the text"]}
    ]


def test_inspect_goes_through_folders_one_object_a_line(call: Call) -> None:
    code, out, _ = call("inspect", "articles", "--json")

    assert code == 0
    assert [json.loads(line)["path"] for line in out.splitlines()] == [
        f"articles/{name}" for name in ("museum.md", "news/rain.html", "road.md", "trees.txt")
    ]
    museum = json.loads(out.splitlines()[0])
    assert (museum["notice"], museum["read_at"]) == (None, [])
    assert museum["no_notice"] == "neither its title nor its text has the title of an official document"


def test_inspect_is_readable_for_people_and_says_why_not(call: Call) -> None:
    _, out, _ = call("inspect", "articles/museum.md")

    assert "老火车站变身纪念馆" in out
    assert "no notice   neither its title nor its text" in out
    assert "no match" in out
    assert "keyword 车路协同: not mentioned" in out


def test_inspect_goes_on_behind_a_file_that_cannot_be_read(call: Call, site: Site) -> None:
    site.write("a.md", "")
    code, out, _ = call("inspect", "articles/a.md", "articles/road.md", "--json")

    assert code == 1
    assert [list(json.loads(line))[:2] for line in out.splitlines()] == [["path", "error"], ["path", "title"]]
    assert "is empty" in call("inspect", "articles/a.md")[1]


def test_inspect_knows_where_the_article_stands(call: Call, site: Site) -> None:
    """As a scan does, also when it is called from elsewhere: rules may ask for the path."""
    site.configure(rule="when = 'path:road/'", more="")
    site.write("road/x.md", "车路协同")
    config = str(site.folder / "config.toml")
    (site.folder / "notes").mkdir()
    os.chdir(site.folder / "notes")
    told = only_object(call("inspect", "../articles/road/x.md", "--json", "--config", config)[1])

    assert [match["matched"] for match in told["matches"]] == [True]


def test_inspect_of_a_folder_without_articles_says_so(call: Call, site: Site) -> None:
    (site.folder / "notes").mkdir()

    assert call("inspect", "notes") == (0, "there are no articles in notes\n", "")
    assert call("inspect", "notes", "--json") == (0, "", "")


def test_inspect_of_nothing_is_wrong_usage(call: Call) -> None:
    code, _, err = call("inspect", "articles/nowhere.md")

    assert code == 2
    assert "there is no articles/nowhere.md" in err


def test_inspect_needs_no_config(call: Call, site: Site) -> None:
    (site.folder / "config.toml").unlink()

    assert only_object(call("inspect", "articles/road.md", "--json")[1])["matches"] == []


def test_inspect_reads_a_file_whose_name_is_no_utf_8(call: Call, site: Site) -> None:
    path = os.fsencode(site.articles) + b"/\xc4\xe3.md"
    with open(path, "wb") as file:
        file.write("国标编码的文件名。".encode())
    code, out, _ = call("inspect", os.fsdecode(path), "--json")

    assert code == 0
    assert only_object(out)["text"] == "国标编码的文件名。"
    out.encode()


# try, watch, unwatch


def test_try_tells_what_a_rule_would_bring_and_sends_nothing(call: Call, site: Site) -> None:
    code, out, _ = call("try", "--keyword", "蒸汽机车", "--json")
    told = only_object(out)

    assert code == 0
    assert told.keys() >= {"articles", "hits", "per_week", "gained", "lost", "examples"}
    assert (told["articles"], told["hits"]) == (4, 1)
    assert told["examples"][0].keys() >= {"id", "title", "published", "because"}
    assert told["examples"][0]["title"] == "老火车站变身纪念馆"
    assert site.alerts() == []
    assert site.app.store.entries.recent("roads", 9)[0][0].path == "road.md"


def test_try_says_that_hits_are_old_rather_than_that_there_will_be_none(call: Call, site: Site) -> None:
    """And shows a title once, with the word in it marked."""
    site.write("old.md", "---\ntitle: 码头巡演\ndate: 2020-01-01\n---\n每周一场。\n")
    site.scan()
    told = call("try", "--keyword", "巡演")[1]

    assert "1 of 5 articles, none of the last 90 days" in told
    assert told.endswith("\n2020-01-01 码头【巡演】\n")
    assert "0 of 5 articles\n" in call("try", "--keyword", "绝无此词")[1]
    assert "1 of 5 articles, about " in call("try", "--keyword", "老火车站变身")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([], "try what?", id="nothing"),
        pytest.param(["--when", "雨 AND"], "expected a term", id="an expression that breaks off"),
        pytest.param(["--when", "NOT 雨"], "only excludes", id="only exclusion"),
        pytest.param(["--when", "雨 NOT 雨"], "never match", id="a contradiction"),
        pytest.param(["--city", "不存在市"], "no administrative division", id="no city"),
        pytest.param(["--rule", "nobody"], "there is no rule nobody", id="no rule"),
    ],
)
def test_try_says_what_is_wrong(call: Call, arguments: list[str], words: str) -> None:
    code, out, err = call("try", *arguments)

    assert (code, out) == (2, "")
    assert words in err


def test_watch_adds_a_word_and_unwatch_takes_it_out(call: Call, site: Site) -> None:
    before = (site.folder / "config.toml").read_text(encoding="utf-8")
    code, out, _ = call("watch", "蒸汽机车", "--city", "芜湖", "--rule", "车路协同")

    assert code == 0
    assert "蒸汽机车" in out
    after = (site.folder / "config.toml").read_text(encoding="utf-8")
    assert '"车路协同", "蒸汽机车"' in after
    assert "芜湖" in after
    assert call("check")[0] == 0
    assert call("unwatch", "蒸汽机车", "--rule", "roads")[0] == 0
    assert "蒸汽机车" not in (site.folder / "config.toml").read_text(encoding="utf-8")
    assert before.splitlines()[:5] == after.splitlines()[:5]


@pytest.mark.parametrize(
    ("mark", "end"),
    [
        pytest.param(b"", b"\n", id="as it is"),
        pytest.param(b"", b"\r\n", id="line ends of Windows"),
        pytest.param(b"\xef\xbb\xbf", b"\r\n", id="a byte order mark too"),
    ],
)
def test_an_edit_leaves_the_rest_of_the_file_as_it_is(call: Call, site: Site, mark: bytes, end: bytes) -> None:
    """Comments, order, line ends: what is added looks like what was there."""
    path = site.folder / "config.toml"
    listed = '# what I watch\nkeywords = [  # words\n  "车路协同",\n]'.encode()
    text = path.read_bytes().replace('keywords = ["车路协同"]'.encode(), listed) + b"# the end\n"
    path.write_bytes(mark + text.replace(b"\n", end))
    before = path.read_bytes()

    assert call("watch", "蒸汽机车", "--rule", "roads")[0] == 0
    assert call("watch", "雨伞", "--rule", "天气")[0] == 0
    after = path.read_bytes()

    kept, lines = before.split(end), after.split(end)
    assert after.startswith(mark)
    assert after.count(b"\n") == after.count(end)
    added = ['  "蒸汽机车"', "[[rules]]", 'name = "天气"', 'keywords = ["雨伞"]', 'channels = ["desk"]']
    assert [line for line in kept if line not in lines] == []
    assert {line.decode().rstrip(",") for line in lines if line not in kept} <= {*added, '  "车路协同"', ""}


def test_words_beside_an_expression_narrow_a_rule_and_both_commands_say_so(call: Call, site: Site) -> None:
    """`try` shows what `watch` would do: words of the list and the expression must both hold."""
    site.configure(rule="when = '车路协同 OR 雷阵雨'")

    tried = call("try", "--rule", "roads", "--keyword", "雷阵雨")[1]
    assert "0 gained, 1 lost" in tried
    assert "lost, the newest:" in tried
    assert "must hold too, so the words narrow it" in call("watch", "雷阵雨", "--rule", "roads")[1]


def test_watch_notes_a_word_that_cannot_count(call: Call, site: Site) -> None:
    site.configure(rule='keywords = ["车路协同"]\nexclude = ["雨"]')

    assert "in vain: 暴雨 cannot be mentioned where 雨 is excluded" in call("watch", "暴雨", "--rule", "roads")[1]
    assert call("check")[1].count("in vain") == 1


def test_a_misspelt_rule_is_made_and_the_one_that_was_probably_meant_is_named(call: Call) -> None:
    assert "note: road is a new rule; did you mean roads?" in call("watch", "雨伞", "--rule", "road")[1]
    assert "new rule" not in call("watch", "雨具", "--rule", "road")[1]
    assert "did you mean" not in call("watch", "雨靴", "--rule", "天气预报")[1]


def test_unwatch_says_where_a_word_is_that_it_does_not_find(call: Call, site: Site) -> None:
    site.configure(rule='cities = ["合肥"]\nkeywords = ["雨"]')

    assert "has no 合肥 in keywords; it is in cities" in call("unwatch", "合肥", "--rule", "roads")[2]


def test_try_on_an_empty_store_says_what_fills_it(call: Call, site: Site) -> None:
    site.close()
    shutil.rmtree(site.folder / "state")

    assert "nothing is stored yet: `watcher scan`" in call("try", "--keyword", "雨")[1]


def test_watch_writes_nothing_that_would_be_wrong(call: Call, site: Site) -> None:
    before = (site.folder / "config.toml").read_bytes()

    assert call("watch", "--city", "不存在市", "--rule", "roads")[0] == 2
    assert call("watch", "雨", "--rule", "roads", "--channel", "nobody")[0] == 2
    assert call("unwatch", "雨", "--rule", "roads")[0] == 2
    assert call("watch")[0] == 2
    assert (site.folder / "config.toml").read_bytes() == before


# alerts


@pytest.fixture
def alert(site: Site) -> str:
    """The id of the one alert that waits."""
    site.edit("road.md", "六月", "七月")
    site.scan()
    return str(site.value("SELECT id FROM alerts"))


def test_an_alert_is_shown_with_what_it_is_about(call: Call, alert: str) -> None:
    """The number of an article says nothing to a person."""
    assert re.search(r"^article     \d+  关于加装路口设备的通知$", call("alerts", "show", alert)[1], re.MULTILINE)


def test_alerts_are_listed(call: Call, alert: str) -> None:
    code, out, _ = call("alerts", "list", "--json")

    assert code == 0
    listed = only_object(out)
    assert listed.keys() == ALERT_KEYS
    assert (listed["id"], listed["rule"], listed["channel"], listed["change"]) == (alert, "车路协同", "desk", "updated")
    assert (listed["state"], listed["revision"], listed["attempts"], listed["last_error"]) == ("pending", 2, 0, None)
    text = call("alerts", "list")[1]
    assert alert in text
    assert "2024-05-06 12:02:00" in text
    assert "关于加装路口设备的通知" in text
    assert call("alerts", "list", "--state", "dead", "--json")[1] == ""
    assert "no such alerts" in call("alerts", "list", "--state", "dead")[1]


def test_a_list_that_is_cut_says_how_long_it_is(call: Call, site: Site, alert: str) -> None:
    site.edit("road.md", "七月", "八月")
    site.scan()

    assert "the newest 1 of 2; --limit 2 shows all" in call("alerts", "list", "--limit", "1")[1]
    assert "the newest" not in call("alerts", "list")[1]


def test_an_alert_is_shown_with_its_attempts(call: Call, alert: str) -> None:
    assert [each["state"] for each in only_object(call("alerts", "show", alert, "--json")[1])["attempts_made"]] == []
    call("once")
    shown = only_object(call("alerts", "show", alert, "--json")[1])
    assert [each["state"] for each in shown["attempts_made"]] == ["delivered"]
    assert "delivered" in call("alerts", "show", alert)[1]
    assert call("alerts", "show", "msg_unknown")[0] == 2
    assert call("alerts", "show")[0] == 2


def test_a_digest_is_shown_by_its_alerts(call: Call, site: Site, alert: str) -> None:
    with site.app.store.transaction():
        site.app.store.outbox.compose([alert], "dig_1")

    shown = only_object(call("alerts", "show", "dig_1", "--json")[1])
    assert (shown["id"], shown["message"], shown["reprint_of"]) == (alert, "dig_1", None)
    assert call("alerts", "show", "dig_unknown")[0] == 2


def test_dead_alerts_are_retried(call: Call, site: Site, alert: str) -> None:
    with site.app.store.transaction():
        site.app.store.outbox.record([alert], "dead", "gone", site.now, 1)

    assert only_object(call("alerts", "retry", "--dead", "--json")[1]) == {"retried": 1}
    assert site.alerts() == ["updated road.md desk pending"]
    assert call("alerts", "retry", "--dead")[0] == 0
    assert call("alerts", "retry", "msg_unknown")[0] == 1
    assert call("alerts", "retry")[0] == 2


def test_reconcile_fails_when_an_alert_is_missing(call: Call, site: Site, alert: str) -> None:
    code, out, _ = call("alerts", "reconcile", "--json")
    assert code == 0
    assert list(only_object(out)) == RECONCILE_KEYS
    assert (only_object(out)["matches"], only_object(out)["pending"], only_object(out)["missing"]) == (1, 1, 0)

    site.app.store.db.execute("DELETE FROM alerts")
    code, out, _ = call("alerts", "reconcile", "--json")
    assert code == 1
    assert only_object(out)["missing"] == 1
    assert call("alerts", "reconcile")[0] == 1


# the others


def test_a_channel_is_tried_with_a_marked_message(call: Call) -> None:
    code, out, _ = call("channel", "test", "desk")
    assert code == 0
    assert "desk: delivered" in out

    code, out, _ = call("channel", "test", "desk", "--json")
    assert only_object(out) == {"channel": "desk", "state": "delivered", "because": "printed"}
    code, _, err = call("channel", "test", "nobody")
    assert code == 2
    assert "there is desk" in err


def test_a_channel_that_takes_nothing_fails(call: Call, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WATCHER_TEST_UNSET", raising=False)
    site.configure(more='[channels.team]\ntype = "webhook"\nurl = "env:WATCHER_TEST_UNSET"\n')
    code, out, _ = call("channel", "test", "team")

    assert code == 1
    assert "WATCHER_TEST_UNSET" in out


def test_feeds_are_listed_with_their_addresses(call: Call) -> None:
    code, out, _ = call("feeds", "--json")
    told = only_object(out)

    assert code == 0
    assert told["opml"] == "http://127.0.0.1:8410/feeds/feeds.opml"
    assert [feed["atom"] for feed in told["feeds"]] == [
        "http://127.0.0.1:8410/feeds/all.atom",
        "http://127.0.0.1:8410/feeds/rules/roads.atom",
    ]
    assert "http://127.0.0.1:8410/feeds/rules/roads.atom" in call("feeds")[1]


def test_feeds_that_want_a_token_say_so_without_it(call: Call, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHER_TEST_TOKEN", "not-to-be-shown")
    assert "token" not in call("feeds")[1]
    site.configure(feeds='token = "env:WATCHER_TEST_TOKEN"')

    told = call("feeds")[1]
    assert "each address wants ?token=…" in told
    assert "not-to-be-shown" not in told


def test_status_tells_how_things_stand(call: Call, site: Site, alert: str) -> None:
    site.write("empty.md", "")
    site.scan()
    code, out, _ = call("status", "--json")
    told = only_object(out)

    assert code == 0
    assert (told["articles"], told["unreadable"]) == (4, {"empty.md": "is empty"})
    assert told["backlog"]["desk"]["waiting"] == 1
    assert told["scans"][0]["counts"]["scanned"] == 5
    _, text, _ = call("status")
    assert "empty.md" in text
    assert "desk: 1 wait" in text


BROKEN = '[articles]\ndirektory = "x"\n\n[alerts]\nflood = "many"\n'


def test_status_tells_what_is_wrong_with_the_config_and_how_things_stand_all_the_same(call: Call, site: Site) -> None:
    (site.folder / "config.toml").write_text(BROKEN)
    code, out, err = call("status", "--json")
    told = only_object(out)

    assert (code, err) == (2, "")
    assert [line.split(": ")[0] for line in told["config"]] == ["config.toml:2", "config.toml:5"]
    assert told["articles"] == 4
    text = call("status")[1]
    assert "config.toml:5: [alerts] flood" in text
    assert "articles   4" in text


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param("\nflood = 1", id="a wrong key"),
        pytest.param("\nname = “雨”", id="no TOML"),
        pytest.param("\nname = “雨”\ndirectory = \nkeywords = [\n", id="more than one line that is none"),
    ],
)
def test_a_broken_config_still_says_where_the_store_is_and_which_time_it_is(
    call: Call, site: Site, mistake: str
) -> None:
    """A person who asks what is the matter is told times by the clock that they asked for, not by the machine's."""
    config = site.folder / "config.toml"
    (site.folder / "state").rename(site.folder / "kept")
    text = config.read_text(encoding="utf-8").replace("state/", "kept/")
    config.write_text(text.replace("[articles]", '[articles]\ntimezone = "Pacific/Auckland"') + mistake, "utf-8")
    code, out, _ = call("status")
    local = datetime.fromisoformat(only_object(call("status", "--json")[1])["scans"][0]["started"])

    assert code == 2
    assert f"last scan  {local.astimezone(ZoneInfo('Pacific/Auckland')):%Y-%m-%d %H:%M:%S}," in out


@pytest.fixture
def not_mine(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Path]:
    """A copy of the site's folder that this process may read, and not write."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(site.folder, copy)
        site.close()
        for path in (Path(folder), copy, *copy.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o444)
        (copy / "state").chmod(0o555)
        copy.chmod(0o555)
        if os.geteuid() == 0:
            os.setresuid(65534, 65534, 0)
        try:
            yield copy
        finally:
            if os.getresuid()[2] == 0:
                os.setresuid(0, 0, 0)
            for path in (copy, copy / "state"):
                path.chmod(0o755)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["status"], id="status"),
        pytest.param(["try", "--keyword", "车路协同"], id="try"),
        pytest.param(["alerts", "list"], id="alerts list"),
        pytest.param(["alerts", "reconcile"], id="alerts reconcile"),
    ],
)
def test_a_store_that_may_only_be_read_can_be_looked_into(
    site: Site, alert: str, not_mine: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """A backup, or another user's."""
    assert main([*words, "--config", str(not_mine / "config.toml")]) == 0
    told = capsys.readouterr().out
    assert any(each in told for each in ("articles   4", "of 4 articles", "desk", "matches"))


def test_a_store_that_may_only_be_read_takes_no_change(
    site: Site, alert: str, not_mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["alerts", "retry", alert, "--config", str(not_mine / "config.toml")]) == 1
    assert "readonly" in capsys.readouterr().err


@pytest.mark.parametrize(
    "config",
    [
        pytest.param('[store]\npath = "elsewhere/w.db"\n' + BROKEN, id="another store, that is not there"),
        pytest.param("[store\n" + BROKEN, id="no TOML"),
        pytest.param("[store]\npath = 7", id="a path that is none"),
        pytest.param('[store]\npath = "a\\u0000b"', id="a path that no file can have"),
    ],
)
def test_status_of_a_wrong_config_makes_no_store(call: Call, site: Site, config: str) -> None:
    site.close()
    shutil.rmtree(site.folder / "state")
    (site.folder / "config.toml").write_text(config)
    code, out, _ = call("status", "--json")

    assert (code, list(only_object(out))) == (2, ["config"])
    assert not (site.folder / "state").exists()
    assert not (site.folder / "elsewhere").exists()


def test_status_names_channels_that_fail_though_nothing_waits(call: Call, site: Site, alert: str) -> None:
    with site.app.store.transaction():
        site.app.store.outbox.record([alert], "dead", "HTTP 400 no such group", site.now, 5)

    assert only_object(call("status", "--json")[1])["failing"] == {"desk": "HTTP 400 no such group"}
    assert "desk: the last message was not taken: HTTP 400 no such group" in call("status")[1]


def test_alerts_of_a_channel_that_the_config_lost_are_named_with_what_helps(call: Call, site: Site, alert: str) -> None:
    config = site.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("[channels.desk]", "[channels.office]"), "utf-8")
    config.write_text(config.read_text(encoding="utf-8").replace('"desk"', '"office"'), "utf-8")

    told = call("status")[1]
    assert "desk: 1 waiting since" in told
    assert "the config has no [channels.desk] any more: with one of this name they go" in told
    assert only_object(call("status", "--json")[1])["gone"] == ["desk"]
    assert "the config has no [channels.desk] any more" in call("alerts", "retry", alert)[1]


def test_people_are_told_times_as_their_clocks_show_them(call: Call, site: Site, alert: str) -> None:
    """In `[articles] timezone`; programs get UTC."""
    with site.app.store.transaction():
        site.app.store.outbox.record([alert], "pending", "HTTP 500", datetime(2024, 5, 6, 17, 30, tzinfo=UTC), 5)

    scan = only_object(call("status", "--json")[1])["scans"][0]["started"]
    assert scan.endswith("Z")
    local = datetime.fromisoformat(scan).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"last scan  {local:%Y-%m-%d %H:%M:%S}," in call("status")[1]
    assert "  2024-05-07 01:30:00  pending" in call("alerts", "show", alert)[1]
    assert f"  {local:%Y-%m-%d}" in call("inspect", "--history", str(next((site.folder / "articles").glob("*.md"))))[1]


def test_status_before_the_first_scan(call: Call, site: Site) -> None:
    site.close()
    for file in (site.folder / "state").iterdir():
        file.unlink()

    assert "no scan yet" in call("status")[1]
