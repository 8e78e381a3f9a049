"""Make docs/configuration.md and config.schema.json from the options that the program declares.

python tools/reference.py          writes both
python tools/reference.py --check  says which of them is out of date, exit 1
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from watcher.alerts.channels import CHANNELS
from watcher.alerts.channels.base import Common
from watcher.config.settings import SECTIONS, RuleOptions
from watcher.options import REQUIRED, Option

ROOT = Path(__file__).parent.parent

_HEAD = """\
# Configuration

<!-- Made by tools/reference.py from the options that the program declares: edit those, not this file. -->

The config is one TOML file, `config.toml` where nothing else is said (`--config FILE`). `watcher init` writes one with
comments, and `watcher check` reports everything that is wrong with yours, each problem with its line and what was
expected. An unknown key is an error, so a typing mistake cannot switch off what you rely on; what is right but probably
not meant (a channel that no rule names, two words in one, joined by a comma) gets a note.

`watcher run` takes over a changed config at once. One with mistakes is reported, and the one in force stays.
The channel named as `[alerts] operator` is told so, once, and `watcher status` shows every problem.
`[store]` and `[server]` take effect at the next start. When a rule is new or asks for something else, its feed is
filled anew from all that is stored; alerts are sent only for changes from then on, unless its `backfill` says
otherwise. The feed of a rule that was taken out says so for a week, then it goes; a rule that comes back in that
time goes on as before. A rule keeps its feed by its `slug`, so give it one before you rename it.

`config.schema.json` describes the same keys to editors that know JSON Schema: put
`#:schema ./config.schema.json` in the first line of your config, with the path to that file.

| a value | is written |
| --- | --- |
| time | `"30s"`, `"10m"`, `"2h"`, `"7d"`, `"2w"` |
| size | `"250 KB"`, `"10 MB"`, `"1 GiB"`, or a number of bytes |
| path | relative to the config file's folder; `~` is your home |
| address | begins with `http://` or `https://` |
| secret | `"env:NAME"`, an environment variable, or `"file:PATH"`, the content of a file; never shown |
| address or secret | an address with a token in it may also stand as it is |
"""

_RULES = """\
A rule is written `[[rules]]`, as often as you like. It matches when any of the lists that it gives is hit (`keywords`,
`cities`, `issuers` …), and nothing in `exclude` is mentioned; with `require = "all"`, when each list that it gives is
hit. A `when` expression must hold besides.

Case and width do not matter, nor whether characters are simplified or traditional, and Latin words match whole words:
`AI` is not in `MAIN`. `"住建部|住房和城乡建设部"` is one keyword with two spellings. A city covers what lies within
it: 安徽 is mentioned where 合肥 is. A group of places may stand for a city: 长三角 is mentioned where one of its
members is, and where the word is; the word alone mentions no member.

A text mentions a place where it means the place itself: 合肥市民, 从合肥出发. Of the names of organisations

- those that govern mention their place, whatever form its name has: party, government, courts, police, customs
  (浙江省委, 合肥警方, 北京市卫健委, 抄送：重庆市、深圳市人民政府);
- a place's full name is a mention in all others too (合肥市图书馆, 太原市第四人民医院), but for firms and banks
  (合肥市某某有限公司, 阳泉市商业银行);
- a short name that begins another organisation's name is none: 北京大学, 合肥一中, 武汉金银潭医院, 上海博物馆,
  北京饭店, 青岛海牛队, 南京银行, 贵州茅台. What lies before that name is (江苏省 and 江苏 of
  江苏省苏州某某有限公司, 江苏南京鼓楼医院), and so is what belongs to a place without a name of its
  own (武汉定点医院, 湖北医疗队).

An island, a bay, a station, an airport, an oil field or a stadium lies in the place that it is called by, and
mentions it (海南岛, 深圳湾, 西安北站); 杭州湾 and 青海湖, which others share, do not. What else has its name from a
place mentions none: ships, roads elsewhere, persons, dishes and wares, events (南京大屠杀), 北京时间, armies and
新疆生产建设兵团. 雄安新区 is no part of 保定 here.

Of a word or a city that an article mentions over and over, the first 1,000 mentions are noted; of a text that is longer
than any document, the first 100,000 names of places are looked at, and of a notice the first 500,000 characters and
50,000 lines; each piece of text between two of more than 600,000 tags is a paragraph.

Each rule has a feed, `rules/<slug>`, and each city that a rule names has one too, `cities/<slug>`. A rule without
channels only fills its feed. `watcher inspect FILE` tells for every rule why it matches that file or does not, and
`watcher try` what a rule would bring.
"""

_WHEN = """\
### when

```toml
when = "issuer:住房和城乡建设部 AND kind:通知 AND (试点 OR 示范) NOT 招聘"
```

| written | holds where |
| --- | --- |
| `试点` | the word is mentioned in title or text |
| `"智慧 城市"` | the phrase is; quotes also for a word with a colon, a bracket or a space in it |
| `试点\\|示范` | either is; the same as `(试点 OR 示范)` |
| `/第[一二三]批/` | the RE2 pattern is found |
| `A AND B`, `A B` | both hold |
| `A OR B` | one of them holds |
| `NOT A` | it does not |
| `title:试点`, `text:试点` | it is mentioned there |
| `city:安徽` | the place, or one that lies within it, is mentioned |
| `issuer:住建部` | the document's issuers have it in their names; short names will do (住建部, 合肥住建局) |
| `kind:通知` | the document is of that kind |
| `number:建城函` | its number has that in it |
| `category:政务` | the article has that category |
| `author:新华社`, `path:2024/` | its author or path has that in it |
| `after:2024-01-01`, `before:2025-01-01` | it was published on that day or later, or before it |

`NOT` binds closest, then `AND`, then `OR`; the three are written in capitals. A field holds for brackets too:
`title:(试点 OR 示范)`. Full-width brackets, colons and quotes mean the same as half-width ones.
"""

_CHANNELS = """\
A channel is written `[channels.NAME]`, with the name that rules use and its `type`. [channels.md](channels.md) tells
how to get what each platform needs, and what becomes of a message on it. `watcher channel test NAME` sends one marked
test message. A secret is read each time it is used, so a rotated one takes effect at once.

Besides its own keys every channel takes these:
"""


def configuration() -> str:
    """The reference as Markdown."""
    parts = [_HEAD]
    for name, kind in SECTIONS.items():
        parts += [f"## [{name}]\n", f"{_doc(kind)}\n", _table(kind)]
    parts += ["## [[rules]]\n", _RULES, _table(RuleOptions), _WHEN, "## [channels.NAME]\n", _CHANNELS, _table(Common)]
    common = {name for name, _ in options(Common)}
    for name, channel in CHANNELS.items():
        parts += [f'### type = "{name}"\n', f"{_doc(channel)}\n", _table(channel, common)]
    return "\n".join(parts)


def schema() -> dict[str, Any]:
    """The same as JSON Schema (draft 7, which TOML editors know). It knows the form of values, not their sense."""
    channels = [_object(kind, {"type": {"const": name}}) for name, kind in CHANNELS.items()]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The config of watcher",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            **{name: _object(kind) for name, kind in SECTIONS.items()},
            "channels": {"type": "object", "additionalProperties": {"oneOf": channels}},
            "rules": {"type": "array", "items": _object(RuleOptions)},
        },
    }


def options(kind: type) -> Iterator[tuple[str, Option]]:
    """The keys that a dataclass of the config declares, in order."""
    for field in dataclasses.fields(kind):
        if "option" in field.metadata:
            yield field.name, field.metadata["option"]


def _table(kind: type, without: Collection[str] = ()) -> str:
    rows = [
        f"| `{name}` | {_cell(option.kind.name)} | {_default(option)} | {_cell(option.doc)} |"
        for name, option in options(kind)
        if name not in without
    ]
    if not rows:
        return "It has no keys of its own.\n"
    return "\n".join(["| key | value | default | meaning |", "| --- | --- | --- | --- |", *rows, ""])


def _default(option: Option) -> str:
    if option.written is REQUIRED:
        return "**required**"
    return f"`{_cell(option.shown)}`" if option.shown else "none"


def _doc(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _object(kind: type, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    required = [name for name, option in options(kind) if option.written is REQUIRED]
    return {
        "type": "object",
        "description": _doc(kind),
        "additionalProperties": False,
        "properties": {**(more or {}), **{name: _property(option) for name, option in options(kind)}},
        "required": [*(more or ()), *required],
    }


def _property(option: Option) -> dict[str, Any]:
    known = {} if option.written in (REQUIRED, None) else {"default": option.written}
    return {"description": option.doc, **_form(option.kind.name), **known}


def _form(kind: str) -> dict[str, Any]:
    """What the name of a kind says of the form of its values."""
    words = re.findall(r'"([^"]+)"', kind)
    one: dict[str, Any] = {"enum": words} if words else {"type": "string"}
    match kind:
        case "true or false":
            return {"type": "boolean"}
        case "number":
            return {"type": "integer", "minimum": 0}
        case "size":
            return {"type": ["string", "integer"]}
        case _ if kind.startswith("list of "):
            return {"type": "array", "items": one}
        case _ if " or list of " in kind:
            return {"type": ["string", "array"], "items": one}
        case _:
            return one


def made() -> dict[Path, str]:
    """Each file, and what it has to hold."""
    return {
        ROOT / "docs" / "configuration.md": configuration(),
        ROOT / "config.schema.json": json.dumps(schema(), ensure_ascii=False, indent=2) + "\n",
    }


def main() -> int:
    """Write the files, or say which are out of date."""
    stale = [path for path, text in made().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        print(*(f"{path.relative_to(ROOT)} is out of date" for path in stale), sep="\n", end="\n" if stale else "")
        return 1 if stale else 0
    for path in stale:
        path.write_text(made()[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
