"""The terminal: a block that reads well and cannot steer it."""

from __future__ import annotations

from channel_samples import NOW, about, answered, channel, match, summary


def test_a_block_for_the_eye() -> None:
    """Title, address, what it is, why it came, what changed."""
    text = channel("console").outgoing(match(), NOW)
    shown = text.text.split("\n")
    assert shown[0] == "■ 有修改 · 车路协同试点"
    assert shown[2] == "    https://news.example/articles/7"
    assert "    > 确定【重庆】、【合肥】、芜湖为本批试点城市。" in shown
    assert "      +4月30日前报送。" in shown
    assert shown[-2:] == ["    也见于：转发：第二批试点开始申报", "    https://reprints.example/9"]


def test_an_escape_sequence_in_a_title_reaches_no_terminal() -> None:
    """Neither the long form nor the one-character one."""
    text = channel("console").outgoing(about(title="甲\x1b]0;x\x07\x9b2J乙\r丙"), NOW)
    assert text.text.split("\n")[1] == "  甲]0;x2J乙 丙"


def test_what_is_printed_is_delivered() -> None:
    """There is nobody else to ask."""
    assert summary(channel("console").verdict(answered(200))) == "delivered"
