"""The words of the pages."""

from __future__ import annotations

import string

from watcher.web.words import words


def placeholders(text: str) -> list[str]:
    return sorted(str(name) for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    chinese, english = words("zh-CN"), words("en")
    assert chinese.keys() == english.keys()
    assert all(placeholders(chinese[key]) == placeholders(english[key]) for key in chinese)


def test_no_word_is_called_as_a_method_of_a_dictionary_is() -> None:
    """A template would print the method."""
    assert not {key for key in words("en") if hasattr(dict, key)}
