"""The `when` language: text -> a tree, and a tree -> text.

    issuer:住房和城乡建设部 AND kind:通知 AND (试点 OR 示范) NOT 招聘

Terms, "quoted phrases" and /RE2 patterns/; AND, OR, NOT in capitals and brackets; NOT binds closest, then AND, then
OR; terms side by side are joined by AND; `a|b` is (a OR b). A field before a term says where it must stand: title:
text: city: issuer: kind: number: category: author: path:, and after: and before: take a day. A space behind its colon
does not part a field from its term. Full-width brackets, colons and quotes mean the same, since they are what a
Chinese keyboard types.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from watcher.articles.folding import fold
from watcher.rules.tree import (
    FIELDS,
    TEXT,
    TITLE,
    All,
    Attribute,
    City,
    Node,
    Not,
    Published,
    Regex,
    Some,
    Word,
    every,
    some,
)

_NAMES = (TITLE, TEXT, "city", *FIELDS, "after", "before")
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
      | (?P<open>[(（]) | (?P<close>[)）])
      | (?P<field>[a-z]+(?=[:：]\S)|(?i:{"|".join(_NAMES)})(?=[:：]))[:：]
      | "(?P<phrase>(?:[^"\\]|\\.)*)" | “(?P<curly>[^”]*)”
      | /(?P<regex>(?:[^/\\]|\\.)+)/
      | (?P<word>[^\s()（）"“]+)
      | (?P<wrong>.)""",
    re.VERBOSE,
)
CHINA = ZoneInfo("Asia/Shanghai")
_DEEPEST = 50  # brackets within brackets


class ExpressionError(ValueError):
    """The expression cannot be read; the message says what was expected and where.

    `form` and `values` are what it is made of, for pages that say it in another language.
    """

    def __init__(self, form: str, *values: object) -> None:
        super().__init__(form.format(*values))
        self.form, self.values = form, values


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # open, close, field, phrase, regex, word, AND, OR, NOT, end
    text: str
    at: int  # characters from the start of the expression, from 1


def parse(text: str, *, within: bool = True, zone: datetime.tzinfo = CHINA) -> Node:
    """The tree of an expression. Raises ExpressionError.

    `within`: whether places cover what lies within them; `zone`: where the days of after: and before: begin.
    """
    parser = _Parser(_tokens(text), within, zone)
    node = parser.either(None)
    if parser.now.kind != "end":
        raise ExpressionError("unexpected {} at character {}", parser.now.text, parser.now.at)
    return node


def show(node: Node) -> str:
    """The expression of a tree: parsing it gives the same tree."""
    match node:
        case Word(text, _, field):
            return f"{_prefix(field)}{_quoted(text)}"
        case Regex(pattern, field):
            return f"{_prefix(field)}/{pattern}/"
        case City(text):
            return f"city:{_quoted(text)}"
        case Attribute(field, text):
            return f"{field}:{_quoted(text)}"
        case Published(after, before):
            return f"after:{after.date()}" if after else f"before:{before and before.date()}"
        case All(parts):
            return " AND ".join(_bracketed(part, (All, Some)) for part in parts)
        case Some(parts):
            return " OR ".join(_bracketed(part, (Some,)) for part in parts)
        case Not(part):
            return f"NOT {_bracketed(part, (All, Some))}"


def keyword(text: str, field: str | None = None) -> Node:
    """A keyword as a person wrote it in a list: `住建部|住房和城乡建设部` are two ways to say one thing."""
    return keywords([text], field)[0]


def keywords(texts: Sequence[str], field: str | None = None) -> list[Node]:
    """Several of them; folded together, which takes a tenth of the time where there are thousands."""
    variants = [[variant for part in text.split("|") if (variant := " ".join(part.split()))] for text in texts]
    written = [found or [text] for found, text in zip(variants, texts, strict=True)]
    folded = iter(fold("\n".join(word for words in written for word in words)).split("\n"))
    return [some([Word(word, next(folded), field) for word in words]) for words in written]


def city(text: str, *, within: bool = True, designated: bool = False) -> Node:
    """A place as a person wrote it; a group (长三角) is its members or its word.

    Raises ExpressionError where no division is called so.
    """
    from watcher.places.gazetteer import group_words, resolve  # its patterns take 15 ms to compile

    places = resolve(text)
    if not places:
        from watcher.places.misspelt import meant

        if name := meant(text):
            raise ExpressionError("no administrative division is called {}; did you mean {}?", text, name)
        raise ExpressionError("no administrative division is called {}; other places are watched as keywords", text)
    found = City(text, tuple(place.code for place in places), within, designated)
    return found if designated else some([found, *(Word(word, fold(word)) for word in group_words(text))])


def attribute(field: str, text: str) -> Attribute:
    """An issuer, kind, number … as a person wrote it; organs may be written short (住建部)."""
    from watcher.notices.organs import full_name  # its patterns take 10 ms to compile

    value = full_name(text) if field == "issuer" else text
    return Attribute(field, text, number_key(value) if field == "number" else fold(value))


def number_key(text: str) -> str:
    """A 发文字号 as it is compared: without brackets and spaces, of which there are many kinds."""
    return re.sub(r"[\W_]", "", fold(text))


def regex(pattern: str, field: str | None = None) -> Regex:
    """An RE2 pattern. Raises ExpressionError where it is none."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        words = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise ExpressionError("/{}/ is no RE2 pattern: {}", pattern, words) from None
    if compiled.search(""):
        raise ExpressionError("/{}/ is found in every text, also in an empty one", pattern)
    return Regex(pattern, field)


class _Parser:
    """Reads tokens from left to right: one method for each level of binding."""

    def __init__(self, tokens: Sequence[_Token], within: bool, zone: datetime.tzinfo) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.within = within
        self.zone = zone

    @property
    def now(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.now
        self.position += 1
        return token

    def either(self, field: str | None) -> Node:
        parts = [self.both(field)]
        while self.now.kind == "OR":
            self.take()
            parts.append(self.both(field))
        return some(parts)

    def both(self, field: str | None) -> Node:
        parts = [self.one(field)]
        while self.now.kind not in {"OR", "close", "end"}:
            if self.now.kind == "AND":
                self.take()
            parts.append(self.one(field))
        return every(parts)

    def one(self, field: str | None) -> Node:
        token = self.take()
        match token.kind:
            case "NOT":
                return Not(self.one(field))
            case "open":
                return self.group(field, token)
            case "field":
                return self.one(_known_field(token))
            case "word" | "phrase" | "regex":
                return self.term(field, token)
        self.position -= 1
        raise self.expected()

    def group(self, field: str | None, opened: _Token) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExpressionError("more than {} brackets within one another at character {}", _DEEPEST, opened.at)
        node = self.either(field)
        if self.now.kind != "close":
            raise ExpressionError("the bracket at character {} is not closed", opened.at)
        self.take()
        self.depth -= 1
        return node

    def term(self, field: str | None, token: _Token) -> Node:
        if token.kind == "regex":
            if field not in {None, TITLE, TEXT}:
                raise ExpressionError("a /pattern/ can be looked for in title: and text:, not in {}:", field)
            return regex(token.text, field)
        texts = [token.text] if token.kind == "phrase" else [part for part in token.text.split("|") if part]
        if not any(text.strip() for text in texts):
            raise ExpressionError("an empty term at character {}", token.at)
        return some([self.leaf(field, " ".join(text.split())) for text in texts if text.strip()])

    def leaf(self, field: str | None, text: str) -> Node:
        if field in {None, TITLE, TEXT}:
            return Word(text, fold(text), field)
        if field == "city":
            return city(text, within=self.within)
        if field in {"after", "before"}:
            day = _midnight(text, self.zone)
            return Published(after=day) if field == "after" else Published(before=day)
        return attribute(str(field), text)

    def expected(self) -> ExpressionError:
        before = self.tokens[self.position - 1].text if self.position else None
        match before, self.now.kind:
            case None, "end":
                return ExpressionError("expected a term at the beginning")
            case None, _:
                form = "expected a term at the beginning, not {} at character {}"
                return ExpressionError(form, self.now.text, self.now.at)
            case _, "end":
                return ExpressionError("expected a term after {}", before)
        form = "expected a term after {}, not {} at character {}"
        return ExpressionError(form, before, self.now.text, self.now.at)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        value = match[kind]
        at = match.start() + 1
        if kind == "wrong":
            form = "the quote at character {} is not closed" if value in '"“' else "unexpected character at {}"
            raise ExpressionError(form, at)
        if kind in {"phrase", "curly"}:
            tokens.append(_Token("phrase", re.sub(r"\\(.)", r"\1", value), at))
        elif kind == "word" and value in {"AND", "OR", "NOT"}:
            tokens.append(_Token(value, value, at))
        elif kind != "space":
            tokens.append(_Token(kind, value, at))
    return [*tokens, _Token("end", "", len(text) + 1)]


def _known_field(token: _Token) -> str:
    if token.text.lower() in _NAMES:
        return token.text.lower()
    close = difflib.get_close_matches(token.text, _NAMES, n=1)
    if close:
        form = "unknown field {}: at character {}; did you mean {}:? (a term with a colon needs quotes)"
        raise ExpressionError(form, token.text, token.at, close[0])
    form = "unknown field {}: at character {}; there is {}: (a term with a colon needs quotes)"
    raise ExpressionError(form, token.text, token.at, ": ".join(_NAMES))


def _midnight(text: str, zone: datetime.tzinfo) -> datetime.datetime:
    try:
        return datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time(), zone)
    except ValueError:
        raise ExpressionError("expected a day such as 2021-12-01, got {}", text) from None


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""


def _quoted(text: str) -> str:
    if re.fullmatch(r"[\w\u3400-\u9fff-]+", text) and text not in {"AND", "OR", "NOT"}:
        return text
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _bracketed(node: Node, kinds: tuple[type, ...]) -> str:
    return f"({show(node)})" if isinstance(node, kinds) else show(node)
