"""An article and what was recognised in it -> blocks of marked text."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.paragraphs import Paragraph
from watcher.web.marks import PARAGRAPH_LIMIT, TEXT_LIMIT, Block, Span, blocks, highlighted, shown


def paragraphs(*texts: str, kind: str = "p") -> list[Paragraph]:
    """Paragraphs as an article has them: one a line of its text."""
    found, start = [], 0
    for text in texts:
        found.append(Paragraph(text, start, kind))
        start += len(text) + 1
    return found


def looks(block: Block) -> list[tuple[str, str]]:
    """The marked parts of a block."""
    return [(part.text, part.look) for row in block.rows for cell in row for part in cell if part.look]


def said(found: Sequence[Block]) -> str:
    """The text of all blocks, as the article has it."""
    return "\n".join(
        "\t".join("".join(part.text for part in cell) for cell in row) for block in found for row in block.rows
    )


def test_marks_that_overlap_are_cut_where_they_begin_and_end() -> None:
    [block] = blocks(
        paragraphs("确定合肥市高新区为试点"), [Span(2, 5, "place"), Span(2, 8, "designated"), Span(4, 6, "word")]
    )
    assert looks(block) == [
        ("合肥", "designated place"),
        ("市", "word designated place"),
        ("高", "word designated"),
        ("新区", "designated"),
    ]


def test_an_element_that_is_a_whole_paragraph_is_named_in_its_margin_only() -> None:
    [block] = blocks(paragraphs("各市人民政府："), [Span(0, 7, "el_addressees")])
    assert (block.elements, block.is_element, looks(block)) == (("el_addressees",), True, [])


def test_an_element_over_several_paragraphs_is_named_where_it_begins() -> None:
    first, second = blocks(paragraphs("关于做好", "有关工作的通知"), [Span(0, 12, "el_title")])
    assert (first.elements, first.is_element) == (("el_title",), True)
    assert (second.elements, second.is_element) == ((), True)


def test_rows_of_a_table_become_one_block_of_cells() -> None:
    rows = [Paragraph("序号\t城市", 0, "row"), Paragraph("1\t合肥", 6, "row")]
    before, table = blocks(
        [Paragraph("名单", 0), *[Paragraph(r.text, r.start + 3, "row") for r in rows]], [Span(11, 13, "word")]
    )
    assert before.kind == "p"
    assert table.kind == "table"
    assert [len(row) for row in table.rows] == [2, 2]
    assert looks(table) == [("合肥", "word")]


def test_only_the_beginning_of_a_very_long_text_is_shown() -> None:
    long = shown(paragraphs("长" * (TEXT_LIMIT + 5), "后面"))
    found = blocks(long, [Span(TEXT_LIMIT + 1, TEXT_LIMIT + 3, "word")])
    assert len(said(found)) == TEXT_LIMIT


def test_of_a_text_of_very_many_lines_only_the_first_are_shown() -> None:
    assert len(shown(paragraphs(*["行"] * (PARAGRAPH_LIMIT + 5)))) == PARAGRAPH_LIMIT


spans = st.builds(
    lambda start, length, layer: Span(start, start + length, layer),
    st.integers(0, 60),
    st.integers(0, 30),
    st.sampled_from(["word", "place", "designated", "el_cited", "el_title"]),
)


@given(st.lists(st.text(alphabet="合肥市ab〔〕", min_size=1, max_size=12), max_size=6), st.lists(spans, max_size=12))
def test_no_mark_loses_or_adds_a_character(texts: list[str], marked: list[Span]) -> None:
    assert said(blocks(paragraphs(*texts), marked)) == "\n".join(texts)


@given(st.text(alphabet="合肥市.*[(a", max_size=30), st.lists(st.text(alphabet="合肥市.*[(a", max_size=3), max_size=5))
def test_a_highlighted_excerpt_reads_as_before(text: str, words: list[str]) -> None:
    found = highlighted(text, words)
    assert "".join(part.text for part in found) == text
    assert all(part.text in words for part in found if part.look)


def test_the_longer_of_two_words_is_marked() -> None:
    found = highlighted("合肥市民政局", ["合肥", "合肥市"])
    assert [(part.text, part.look) for part in found] == [("合肥市", "word"), ("民政局", "")]
