"""docs/configuration.md and config.schema.json are what tools/reference.py makes of the declared options."""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from watcher.alerts.channels import CHANNELS
from watcher.config.settings import SECTIONS

ROOT = Path(__file__).parent.parent
REFERENCE = runpy.run_path(str(ROOT / "tools" / "reference.py"))
MADE: dict[Path, str] = REFERENCE["made"]()
SCHEMA: dict[str, Any] = REFERENCE["schema"]()


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_the_file_is_what_the_script_makes(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == MADE[path], "run: python tools/reference.py"


def wrong(value: object, form: dict[str, Any], where: str = "config") -> Iterator[str]:
    """Where a value is not as a schema says: the part of JSON Schema that ours uses."""
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    wanted = form.get("type", list(types))
    if not any(isinstance(value, types[name]) for name in ([wanted] if isinstance(wanted, str) else wanted)):
        yield f"{where} is no {wanted}"
    if "enum" in form and not isinstance(value, list) and value not in form["enum"]:
        yield f"{where} is none of {form['enum']}"
    if "const" in form and value != form["const"]:
        yield f"{where} is not {form['const']}"
    if isinstance(value, list):
        for item in value:
            yield from wrong(item, form.get("items", {}), f"{where}[]")
    if isinstance(value, dict):
        yield from wrong_keys(value, form, where)
    if "oneOf" in form:
        fitting = [each for each in form["oneOf"] if not list(wrong(value, each))]
        if len(fitting) != 1:
            yield f"{where} fits {len(fitting)} forms"


def wrong_keys(value: dict[str, Any], form: dict[str, Any], where: str) -> Iterator[str]:
    known, more = form.get("properties", {}), form.get("additionalProperties", True)
    yield from (f"{where} has no {key}" for key in form.get("required", ()) if key not in value)
    for key, item in value.items():
        if key not in known and more is False:
            yield f"{where} has an unknown {key}"
        yield from wrong(item, known.get(key, more if isinstance(more, dict) else {}), f"{where}.{key}")


@pytest.mark.parametrize("name", ["config.example.toml", "watcher/config/template.toml"])
def test_the_schema_takes_the_configs_that_the_project_ships(name: str) -> None:
    config = tomllib.loads((ROOT / name).read_text(encoding="utf-8"))
    assert list(wrong(config, SCHEMA)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[articels]", "config has an unknown articels", id="a section that is misspelt"),
        pytest.param("[alerts]\nflod = 3", "config.alerts has an unknown flod", id="a key that is misspelt"),
        pytest.param("[alerts]\nflood = 'x'", "config.alerts.flood is no integer", id="a text for a number"),
        pytest.param("[alerts]\nlanguage = 'fr'", "config.alerts.language is none of ['zh-CN', 'en']", id="a choice"),
        pytest.param("[[rules]]\nkeywords = ['a']", "config.rules[] has no name", id="a rule without a name"),
        pytest.param("[channels.a]\ntype = 'pager'", "config.channels.a fits 0 forms", id="no such channel"),
        pytest.param("[channels.a]\ntype = 'email'", "config.channels.a fits 0 forms", id="a mailbox without address"),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(text: str, problem: str) -> None:
    assert problem in list(wrong(tomllib.loads(text), SCHEMA))


def test_the_schema_takes_each_default_that_it_names() -> None:
    sections = [SCHEMA["properties"][name] for name in SECTIONS]
    channels = SCHEMA["properties"]["channels"]["additionalProperties"]["oneOf"]
    forms = [form for each in [*sections, *channels] for form in each["properties"].values()]
    defaults = [(form["default"], form) for form in forms if "default" in form]
    assert len(defaults) > len(SECTIONS)
    assert [problem for value, form in defaults for problem in wrong(value, form)] == []


def test_every_section_and_channel_has_its_heading() -> None:
    text = MADE[ROOT / "docs" / "configuration.md"]
    missing = [heading for name in SECTIONS if (heading := f"\n## [{name}]\n") not in text]
    missing += [heading for name in CHANNELS if (heading := f'\n### type = "{name}"\n') not in text]
    assert missing == []
