"""Bytes of a file -> text."""

from __future__ import annotations

import codecs
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watcher.articles.encoding import decode, plain_text
from watcher.errors import ArticleError

SIMPLIFIED = (
    "---\ntitle: 关于公布试点城市名单的通知\n---\n各有关单位：经研究，现将名单印发给你们，请认真做好落实工作。\n"
)
TRADITIONAL = (
    "---\ntitle: 關於公布試點城市名單的通知\n---\n各有關單位：經研究，現將名單印發給你們，請認真做好落實工作。\n"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x02", id="an image"),
        pytest.param(b"\x00" * 100, id="zeros, as a disk that filled up leaves them"),
        pytest.param(SIMPLIFIED.encode() + b"\x00" * 500, id="text with a tail of zeros"),
        pytest.param(b"\x01\x02\x03\x04text\x05\x06\x07\x08", id="mostly control characters"),
        pytest.param(b"\xff\xfe\x00\x00\x01\x00\x02\x00\x03\x00", id="a UTF-16 mark before control characters"),
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ArticleError, match="binary data"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SIMPLIFIED.encode(), id="UTF-8"),
        pytest.param(SIMPLIFIED.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(SIMPLIFIED.encode("utf-16"), id="UTF-16 with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), id="UTF-16, the other way round"),
        pytest.param(SIMPLIFIED.encode("utf-32"), id="UTF-32 with a mark"),
    ],
)
def test_unicode_is_read_without_a_word(data: bytes) -> None:
    assert decode(data) == (SIMPLIFIED, ())


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        pytest.param(SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "UTF-16-LE", id="UTF-16 without a mark"),
        pytest.param(SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "UTF-16-BE", id="UTF-16 without one, reversed"),
        pytest.param(SIMPLIFIED.encode("gb18030"), SIMPLIFIED, "gb18030", id="GB 18030"),
        pytest.param(SIMPLIFIED.encode("gb2312"), SIMPLIFIED, "gb18030", id="GB 2312"),
        pytest.param(TRADITIONAL.encode("big5"), TRADITIONAL, "big5", id="Big5, nearly all of it valid GB 18030"),
        pytest.param(
            b'<meta charset="gb2312">\n' + "镕".encode("gbk"),
            '<meta charset="gb2312">\n镕',
            "gb18030",
            id="declared GB 2312 with a character that only GBK has",
        ),
        pytest.param(
            "<meta charset=euc-kr>공고".encode("euc-kr"),
            "<meta charset=euc-kr>공고",
            "cp949",
            id="declared, where the look would say GB 18030",
        ),
        pytest.param(
            b"<meta charset=iso-8859-1>" + SIMPLIFIED.encode("gb18030"),
            "<meta charset=iso-8859-1>" + SIMPLIFIED,
            "gb18030",
            id="declared Latin-1 by a template, in truth GB 18030",
        ),
        pytest.param(
            b"<meta charset=unicode_escape>" + SIMPLIFIED.encode("gb18030"),
            "<meta charset=unicode_escape>" + SIMPLIFIED,
            "gb18030",
            id="declared a codec that is no charset",
        ),
    ],
)
def test_other_encodings_are_recognised_and_named(data: bytes, text: str, warning: str) -> None:
    found, warnings = decode(data)

    assert found == text
    assert [warning in one for one in warnings] == [True]


def test_utf8_that_is_cut_off_in_a_character_stays_utf8_and_names_the_line() -> None:
    text, warnings = decode(SIMPLIFIED.encode()[:-2])

    assert text == SIMPLIFIED[:-2] + "\ufffd"
    assert warnings == ("line 4: not UTF-8 throughout; characters that could not be read: 1",)


def test_gb18030_with_a_few_bad_bytes_stays_gb18030() -> None:
    text, warnings = decode(SIMPLIFIED.encode("gb18030") * 3 + b"\xff\n")

    assert text.startswith(SIMPLIFIED * 3)
    assert warnings == ("not UTF-8: read as gb18030",)


def test_text_in_no_encoding_we_know_is_read_all_the_same() -> None:
    text, warnings = decode("title: café\n".encode("latin-1"))

    assert text.startswith("title: caf")
    assert "a guess" in warnings[0]


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"") == ("", ())


@settings(deadline=None)
@given(st.text().filter(lambda text: "\x00" not in text and sum(map(str.isprintable, text)) * 3 > len(text) * 2))
def test_every_text_in_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode())[0] == text.removeprefix("\ufeff")


_EVERY_KIND = st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode), st.just("\ufeff甲".encode()))


@given(_EVERY_KIND)
@example("\ufffe".encode())
@example("\uffff".encode())
@example(b"\xff\xfea\0")
def test_what_is_plain_is_what_is_decoded_and_can_stand_in_xml(data: bytes) -> None:
    text = plain_text(data)

    if text is not None:
        assert decode(data) == (text, ())
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)


def test_usual_text_is_plain() -> None:
    assert plain_text("---\ntitle: 甲\r\n---\n\t乙 😀\u200b\u3000é\x85".encode()) is not None
    assert plain_text("甲\x0c乙".encode()) is None


@settings(deadline=None)
@given(st.binary(max_size=4000))
def test_no_bytes_raise_anything_but_our_own_error(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except ArticleError:
        return
    assert isinstance(text, str)


def test_the_time_is_in_proportion_to_the_size() -> None:
    noise = bytes(range(128, 256)) * 32_768  # 4 MB, in no encoding
    begun = time.process_time()
    decode(noise)

    assert time.process_time() - begun < 20
