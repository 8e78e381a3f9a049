"""The bytes of a config -> its table, or what is wrong, in words for people who do not know TOML and type Chinese."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from watcher.errors import Problem

# What a Chinese keyboard types -> what TOML wants there, and what that is.
_TYPED = {
    **dict.fromkeys("“”„‟〝〞＂", ('"', "quote")),
    **dict.fromkeys("‘’＇", ("'", "quote")),
    **dict.fromkeys("，、", (",", "comma")),
    **dict.fromkeys("＝：", ("=", "equals sign")),
    **dict.fromkeys("［【", ("[", "bracket")),
    **dict.fromkeys("］】", ("]", "bracket")),
    "＃": ("#", "hash sign"),
    **dict.fromkeys("\u3000\u00a0", ("an ordinary one", "space")),
}
_STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#.*')
_WORDS = {"true", "false", "yes", "no", "on", "off"}
_ENCODINGS = (("gb18030", "GBK, the old encoding of Chinese Windows"), ("utf-16", "UTF-16"))


_MOST = 50  # lines with mistakes that are looked past: a file with more is no config


class NotToml(Exception):
    """The text is no TOML; `problems` say where, why, and what to write instead."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(problems[0].message)


def decoded(data: bytes) -> str:
    """The text of a config, its line ends as they are. Raises NotToml where it is not in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        encodings = reversed(_ENCODINGS) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
        looks = next((name for encoding, name in encodings if _is_in(data, encoding)), "another encoding")
        message = f"this is not UTF-8 but {looks}: save the file as UTF-8 (in an editor: Save as, Encoding)"
        raise NotToml(Problem(line, message)) from None


def table_of(text: str) -> dict[str, Any]:
    """The table that a TOML text holds. Raises NotToml: with what is wrong first, and all that is full-width."""
    table, problems = salvaged(text)
    if problems:
        raise NotToml(problems[0], *(each for each in problems[1:] if "is a full-width" in each.message))
    return table


def salvaged(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """The table of a TOML text without the lines that are wrong, and what is wrong on each: of problems after the
    first, some may be there only because another line was left out."""
    lines = text.split("\n")
    problems: list[Problem] = []
    while True:
        try:
            return tomllib.loads("\n".join(lines)), problems
        except tomllib.TOMLDecodeError as error:
            problem = _problem(lines, str(error))
        problems.append(problem)
        if problem.line is None or not lines[problem.line - 1] or len(problems) == _MOST:
            return {}, problems
        lines[problem.line - 1] = ""


def _problem(lines: list[str], error: str) -> Problem:
    place = re.search(r"at line (\d+), column (\d+)", error)
    number = int(place[1]) if place else len(lines)
    column = int(place[2]) if place else 1
    return _hint(lines, number, column, error) or Problem(number, f"this is not TOML: {error}")


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _hint(lines: list[str], number: int, column: int, error: str) -> Problem | None:
    """What is most likely meant, and where."""
    line = lines[number - 1]
    bare = _bare(line)
    value = bare.partition("=")[2].strip()
    typed = re.search(f"[{''.join(_TYPED)}]", bare)
    wanted, what = _TYPED[typed[0]] if typed else ("", "")
    if typed and (what == "quote" or '"' not in bare):
        written = "this" if what == "space" else typed[0]
        return Problem(number, f"{written} is a full-width {what} (column {typed.start() + 1}): TOML needs {wanted}")
    if "Cannot overwrite" in error or "Cannot declare" in error:
        return _twice(lines, number)
    if '"' in bare and '"""' not in line:
        return Problem(number, 'a " is missing: a text begins and ends with one, on the same line')
    if re.match(r"\[?\s*[^\W\d_]|\d+ ?[a-zA-Z]", value) and value.lower() not in _WORDS:
        return Problem(number, f'a text needs quotes: "{value.strip("[] ")}"')
    if opened := _unclosed(lines, number, column):
        return Problem(opened, "the [ on this line has no ] after it, or a comma is missing between two texts")
    if "\\" in line and '"' in line:
        return Problem(number, r"a \ in a text has a meaning of its own: write / instead, or put the text in '…'")
    if re.match(r"\s*[\w-]+\s*:", bare):
        return Problem(number, "a key is followed by =, not by a colon")
    if value.lower() in _WORDS:
        return Problem(number, f"expected true or false, in small letters, got {value}")
    return None


def _bare(line: str) -> str:
    """The line with its texts and comment blotted out."""
    return _STRINGS.sub(lambda found: "_" * len(found[0]) if found[0][0] != "#" else "", line)


def _unclosed(lines: list[str], number: int, column: int) -> int | None:
    """The line of a list that is still open where the error was met."""
    for at in range(number, 0, -1):
        bare = _bare(lines[at - 1])[: column - 1 if at == number else None]
        if bare.lstrip().startswith("[") or bare.count("]") > bare.count("["):
            return None
        if bare.count("[") > bare.count("]"):
            return at
    return None


def _twice(lines: list[str], number: int) -> Problem | None:
    name = lines[number - 1].partition("=")[0].strip()
    earlier = (at for at in range(number - 1, 0, -1) if lines[at - 1].partition("=")[0].strip() == name)
    first = next(earlier, None)
    return Problem(number, f"{name} is there already, on line {first}") if first else None
