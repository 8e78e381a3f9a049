"""A template of a person's own: what a message says of an article under its title."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.options import TEXT, Kind

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2 import Template as Compiled

BOLD, END = "\ufdd0", "\ufdd1"  # around what is bold: noncharacters, which `clean` takes out of all that articles say
SAMPLE: Mapping[str, object] = {  # what templates are tried on when the config is read; a test holds it to be complete
    "what": "有修改",
    "rule": "试点",
    "change": "updated",
    "digest": False,
    "article": {
        "id": 7,
        "revision": 2,
        "title": "关于开展试点的通知",
        "url": "https://notices.example/7",
        "path": "7.md",
        "published": "2026-03-02T09:05:00+08:00",
        "updated": "2026-03-02T09:05:00+08:00",
        "author": "某办",
        "categories": ["交通"],
        "excerpt": "现开展试点。",
    },
    "notice": {
        "kind": "通知",
        "number": "海交函〔2026〕12号",
        "title": "关于开展试点的通知",
        "issuers": ["海州市交通运输局"],
        "addressees": ["各区人民政府"],
        "date": "2026-02-27",
        "cc": ["市委办公室"],
        "cited": ["海交函〔2025〕3号"],
        "attachments": ["申报书"],
        "disclosure": "主动公开",
        "deadlines": ["2026-04-30"],
        "batch": {"number": 2, "series": "试点"},
        "designated": ["合肥市"],
    },
    "mentions": [{"kind": "city", "text": "合肥", "name": "合肥市", "code": "340100", "excerpt": "确定合肥。"}],
    "edit": "text: date",
    "diff": "−旧\n+新",
    "also": [{"title": "关于开展试点的通知", "url": "https://reprints.example/7", "path": "reprints/7.md"}],
    "rules": ["双智试点"],
    "reprint": False,
    "reasons": [f"确定{BOLD}合肥{END}。"],
}
_BARE = {**SAMPLE, "notice": None, "mentions": [], "edit": None, "diff": None, "also": [], "reasons": []}
_LONGEST = 20_000  # characters that a template may give
_LARGEST = 64 * 1024  # bytes of a file that is one
_TEXT = re.compile(r"\{[{%#]|\n")


class TemplateProblem(Exception):
    """A template cannot be read, or fails; in its words the line."""


@dataclass(frozen=True, slots=True)
class Template:
    """A Jinja2 template, sandboxed. What it gives is plain text: each channel escapes and cuts it like any other."""

    source: str

    def render(self, values: Mapping[str, object]) -> str:
        """The text, with BOLD and END around what is bold. Raises TemplateProblem."""
        return _rendered(self.source, values, strict=False)

    def check(self) -> None:
        """Raises TemplateProblem where it names what there is not, or fails for a document or another article."""
        from jinja2 import meta

        environment = _environment(strict=True)
        _compiled(self.source, strict=True)
        known = {*SAMPLE, *environment.globals}
        for name in sorted(meta.find_undeclared_variables(environment.parse(self.source)) - known):
            before = re.split(rf"\b{name}\b", self.source)[0]
            raise TemplateProblem(f"line {before.count(chr(10)) + 1}: there is no {name}; there is {', '.join(SAMPLE)}")
        _rendered(self.source, SAMPLE, strict=True)
        try:
            self.render(_BARE)
        except TemplateProblem as problem:
            raise TemplateProblem(f"{problem}, where an article is no document and has no notice") from None


def _rendered(source: str, values: Mapping[str, object], strict: bool) -> str:
    text = ""
    try:
        for piece in _compiled(source, strict).generate(values):
            text += piece
            if len(text) > _LONGEST:
                break
    except TemplateProblem:
        raise
    except Exception as error:  # a template can fail in any way: a wrong type, a division by zero, recursion
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        raise TemplateProblem(f"line {lines[-1] if lines else 1}: {error}") from None
    return text[:_LONGEST]


@lru_cache(32)
def _compiled(source: str, strict: bool) -> Compiled:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment(strict).from_string(source)
    except TemplateSyntaxError as error:
        raise TemplateProblem(f"line {error.lineno}: {error.message}") from None


@lru_cache(2)
def _environment(strict: bool) -> Environment:
    """`strict` refuses what there is not; else that is an empty text, as where an article is no document."""
    from jinja2 import ChainableUndefined, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined if strict else ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.globals = {"range": environment.globals["range"]}  # the sandbox's, which has an end
    environment.filters["bold"] = lambda value: f"{BOLD}{value}{END}"
    return environment


def _template(value: object, folder: Path) -> Template:
    path: str = TEXT.read(value, folder)
    text, named = str(value), ""  # as it is: an empty line at its beginning counts
    if not _TEXT.search(text):
        text, named = _read(folder / Path(path)), f"{path}, "
    template = Template(text)
    try:
        template.check()
    except TemplateProblem as problem:
        raise ValueError(f"{named}{problem}") from None
    return template


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(f"{path} is larger than a template can be")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"expected a template ({{{{ … }}}}) or the path of a file that is one: {error}") from None


TEMPLATE = Kind("template or path", _template)
