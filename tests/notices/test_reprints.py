"""Which articles are the same document, and which only look like it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.article import Reading, read_article
from watcher.notices.reprints import Comparable, comparable, same, sketch
from watcher.notices.structure import Notice
from watcher.passes.reading import understand
from watcher.subject import places_json

HEAD = "海岳市住房和城乡建设局 海岳市工业和信息化局关于组织开展车城融合试点工作的通知"
NUMBER = "海建函〔2026〕12号"
BODY = """各区县住房和城乡建设局、工业和信息化局：

为加快道路设施数字化改造，推动车与城协同发展，决定在合肥、芜湖等地组织开展车城融合试点工作，现将有关事项通知如下。

一、试点期限为2年，自2026年3月起算，试点范围由各地结合实际确定，并与城市更新统筹推进。

二、各地要加强组织领导，明确责任分工，落实资金保障，按季度报送进展情况，遇有重大问题及时报告。

三、鼓励社会力量参与建设和运营，支持高校、科研院所开展技术攻关，形成可复制、可推广的经验做法。

四、请于2026年4月30日前将实施方案报送市住房和城乡建设局科技处，逾期视为不参加本次试点。

海岳市住房和城乡建设局

海岳市工业和信息化局

2026年3月2日"""


def made(title: str, body: str) -> Comparable:
    """As it is remembered of a file."""
    article = read_article("a.txt", f"---\ntitle: {title}\n---\n{body}".encode(), Reading(timezone=UTC))
    found = understand(article)
    notice: dict[str, Any] | None = found.notice.as_json() if isinstance(found.notice, Notice) else None
    return comparable(article.title, article.text, notice, places_json(found.places))


ORIGINAL = made(HEAD, f"{NUMBER}\n\n{BODY}")


def near(one: Comparable, other: Comparable) -> bool:
    """Whether it is found as the same: by a number of its sketch, then by a close look."""
    return bool(set(sketch(one)) & set(sketch(other))) and same(one, other)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param(HEAD, f"{NUMBER}\n\n{BODY}", id="as it is"),
        pytest.param(
            HEAD,
            f"发布时间：2026-03-05\n\n来源：海岳日报\n\n浏览次数：318\n\n{NUMBER}\n\n{BODY}\n\n（责任编辑：王某）\n\n上一篇：周四有雨",
            id="between the lines of another site",
        ),
        pytest.param(f"海岳两部门：{HEAD}", BODY, id="under another headline, without its number"),
        pytest.param(
            HEAD,
            BODY.replace("，", ",").replace("：", ":").replace("2026", "２０２６"),
            id="in other punctuation",
        ),
        pytest.param(HEAD, BODY.replace("组织领导", "組織領導"), id="in traditional characters"),
        pytest.param(HEAD, BODY.replace("经验做法", "经验作法").replace("遇有", "如遇"), id="with slips"),
        pytest.param(HEAD, f"{NUMBER}\n\n{BODY}".replace("\n\n", "\n\n　　"), id="indented"),
    ],
)
def test_copies(title: str, body: str) -> None:
    assert near(ORIGINAL, made(title, body))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param(HEAD, BODY.replace("合肥", "宁波"), id="another city"),
        pytest.param(HEAD, BODY.replace("合肥、芜湖", "合肥、芜湖、宁波"), id="one more city"),
        pytest.param(HEAD, BODY.replace("2年", "3年"), id="another number"),
        pytest.param(HEAD, BODY.replace("4月30日", "4月20日"), id="another deadline"),
        pytest.param(HEAD, BODY.replace("2026", "2027"), id="another year"),
        pytest.param(HEAD, BODY.replace("本次试点", "第二批试点"), id="another batch"),
        pytest.param(HEAD.replace("试点工作", "第二批试点工作"), BODY, id="another batch in the title alone"),
        pytest.param(f"{HEAD}的更正", BODY, id="a correction"),
        pytest.param(HEAD.replace("关于", "关于延期"), BODY, id="a prolongation"),
        pytest.param(HEAD, f"{NUMBER.replace('12', '13')}\n\n{BODY}", id="another number of the document"),
        pytest.param(HEAD, BODY[: len(BODY) // 2], id="half of it"),
        pytest.param(HEAD, BODY.replace("道路", "管网").replace("社会", "社区") + "\n\n附带说明。" * 20, id="more"),
    ],
)
def test_other_editions(title: str, body: str) -> None:
    assert not near(ORIGINAL, made(title, body))


def test_short_texts_are_the_same_only_under_one_title() -> None:
    one, other = made("春季造林通知", "附件请点击下载查看"), made("秋季造林通知", "附件请点击下载查看")
    assert near(one, one)
    assert not near(one, other)


def test_what_says_nothing_is_no_reprint_of_anything() -> None:
    assert sketch(made("通知", "")) == ()
    assert not same(made("通知", ""), made("通知", ""))


@given(
    st.text("建设试点通知、，。\n12合肥来源：( )", max_size=400),
    st.text("建设试点通知、，。\n12合肥来源：( )", max_size=400),
)
def test_it_does_not_matter_which_came_first(one: str, other: str) -> None:
    """And whatever is the same has something in common by which it is found."""
    a, b = made("通知", one), made("通知", other)
    assert same(a, b) == same(b, a)
    assert not sketch(a) or near(a, a)
