"""The READMEs' examples, run as a reader would run them, and what keeps the documents in step with each other.

In a README a `console` block holds commands with what they print, a `toml` block the lines to change in config.toml,
a `text` block what the command that is still running prints next; "…" stands for anything.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("feeds/*.md")])
PATIENCE = 30.0  # seconds for a command on a loaded machine


@dataclass(frozen=True)
class Block:
    """One fenced block of a document."""

    kind: str  # console, toml, text, sh ...
    text: str


class Running:
    """A command that keeps running, and what it has printed so far."""

    def __init__(self, command: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            command.split(),
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._collect, daemon=True).start()

    def printed(self, expected: str) -> str:
        """What it prints next: as many lines as are expected."""
        lines = []
        for _ in expected.splitlines():
            try:
                lines.append(self._lines.get(timeout=PATIENCE))
            except Empty:
                break
        return "".join(lines)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def _collect(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)


def blocks(document: str) -> list[Block]:
    return [
        Block(kind, text) for kind, text in re.findall(r"^```(\w+)\n(.*?)^```$", document, re.DOTALL | re.MULTILINE)
    ]


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, a here-document with it, and what it prints."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        end = part.find("\nEND\n") + len("\nEND\n") if "<<'END'" in part else part.find("\n") + 1
        yield part[:end], part[end:]


def matches(printed: str, expected: str) -> bool:
    """Whether the output is as expected; a line of "…" alone stands for any number of lines."""
    pattern = re.escape(expected.rstrip()).replace("…", "[^\n]*")
    pattern = re.sub(r"\\\n\\? *(\\ )*\[\^\n\]\*(?=\\\n|$)", r"(?:\\n[^\\n]*)*?", pattern)
    return re.fullmatch(pattern, printed.rstrip()) is not None


def environment() -> dict[str, str]:
    tools = Path(sys.executable).parent
    return os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1", "COLUMNS": "120"}


def change_lines(config: Path, changed: str) -> None:
    """Put each line in the place of the one that sets the same key."""
    text = config.read_text(encoding="utf-8")
    for line in changed.splitlines():
        key = line.partition("=")[0].strip()
        text, count = re.subn(rf"^{key} *=.*$", line.replace("\\", r"\\"), text, flags=re.MULTILINE)
        assert count == 1, f"config.toml sets {key} {count} times"
    config.write_text(text, encoding="utf-8")


@pytest.fixture
def port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def test_every_command_of_the_readme_prints_what_the_readme_says(tmp_path: Path, port: str) -> None:
    """The whole story in an empty folder, with a free port in place of the one that a service may be using.

    That of README.md: the Chinese one shows the same examples, as another test holds.
    """
    running: Running | None = None
    try:
        for block in blocks((ROOT / "README.md").read_text(encoding="utf-8").replace("8410", port)):
            if block.kind == "toml":
                change_lines(tmp_path / "config.toml", block.text)
            elif block.kind == "text":
                assert running
                printed = running.printed(block.text)
                assert matches(printed, block.text), printed
            elif block.kind == "console":
                for command, expected in commands(block.text):
                    if command.strip() == "watcher run":
                        running = Running(command, tmp_path)
                        printed = running.printed(expected)
                    else:
                        printed = run(command, tmp_path)
                    assert matches(printed, expected), f"{command}{printed}"
                    use_port(tmp_path / "config.toml", port)
    finally:
        ended = running.stop() if running else None
    assert ended == 0


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{command}{done.stdout}{done.stderr}"
    return done.stdout


def use_port(config: Path, port: str) -> None:
    text = config.read_text(encoding="utf-8")
    if "8410" in text:
        config.write_text(text.replace("8410", port), encoding="utf-8")


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        pytest.param("a 12 ms\n", "a … ms\n", True, id="something within a line"),
        pytest.param("a\nb\nc\nd\n", "a\n…\nd\n", True, id="any number of lines"),
        pytest.param("a\nd\n", "a\n  …\nd\n", True, id="no line at all"),
        pytest.param("a\nb\n", "a\n…\n", True, id="the rest"),
        pytest.param("a\nb\nms\n", "a … ms\n", False, id="not across lines"),
        pytest.param("a\nb\n", "a\n", False, id="a line too many"),
        pytest.param("a\n", "a\nb\n", False, id="a line missing"),
        pytest.param("a.b\n", "a-b\n", False, id="another sign"),
    ],
)
def test_what_counts_as_the_same_output(printed: str, expected: str, same: bool) -> None:
    assert matches(printed, expected) is same


def test_both_readmes_show_the_same_examples() -> None:
    english, chinese = (blocks((ROOT / name).read_text(encoding="utf-8")) for name in READMES)
    assert [block for block in english if block.kind != "sh"] == [block for block in chinese if block.kind != "sh"]


def test_both_readmes_have_the_same_parts() -> None:
    """As many headings, pictures, rows of tables, points of lists and links, in the same order.

    A picture may be the one in the README's own language.
    """

    def outline(name: str) -> list[str]:
        text = re.sub(r"^```.*?^```$", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        marks = re.findall(r"^(#+ |- |\| |!)|\]\((?!README)([^)]+)\)", text, re.MULTILINE)
        return [mark or link.partition("#")[0].replace(".zh-CN.png", ".png") for mark, link in marks]

    assert outline("README.md") == outline("README.zh-CN.md")


def test_the_readme_names_every_command() -> None:
    from watcher.cli import COMMANDS

    named = set(re.findall(r"^\| `watcher (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    broken = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not leads_somewhere(document, link)]
    assert broken == []


def leads_somewhere(document: Path, link: str) -> bool:
    if "://" in link:
        return True
    path, _, heading = link.partition("#")
    target = document.parent / path if path else document
    if not target.exists():
        return False
    return not heading or heading in headings(target.read_text(encoding="utf-8"))


def headings(text: str) -> set[str]:
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in found}
