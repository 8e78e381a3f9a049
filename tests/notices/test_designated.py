"""Places that a notice designates, told from those that it names."""

from __future__ import annotations

import pytest

from watcher.articles.paragraphs import Paragraph
from watcher.notices.places import find_places
from watcher.notices.structure import Notice, read_notice


def designated(title: str, *texts: str) -> list[str]:
    said = [title, "各有关单位：", *texts, "民政部", "2021年1月1日"]
    placed, start = [], 0
    for text in said:
        kind = "row" if "\t" in text else "p"
        placed.append(Paragraph(text.lstrip("^"), start, kind, align="center" if text.startswith("^") else ""))
        start += len(placed[-1].text) + 1
    notice = read_notice(title, placed, find_places("\n".join(paragraph.text for paragraph in placed)))
    assert isinstance(notice, Notice)
    return list(notice.designated)


CHOOSING = "关于公布书香城市名单的通知"


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        pytest.param("关于开展阅读活动的通知", ["活动在合肥市、芜湖市举行过。"], id="places named"),
        pytest.param("关于开展阅读活动的通知", ["此前已确定合肥市、芜湖市为试点。"], id="chosen earlier"),
        pytest.param(CHOOSING, ["请学习借鉴。", "抄送：合肥市、芜湖市人民政府。"], id="copies"),
        pytest.param(
            CHOOSING, ["安徽省", "某某书店有限公司", "江苏省", "某某图书有限公司"], id="provinces over companies"
        ),
        pytest.param(CHOOSING, ["序号\t城市\t项目", "1\t某书店\t在合肥市"], id="another column than the places'"),
        pytest.param("关于书店的批复", ["同意山东省设立书店保护区。"], id="a province that founds something"),
        pytest.param("关于书店的批复", ["同意合肥市退出试点。"], id="a place that leaves"),
        pytest.param("关于气象站的复函", ["同意安徽省气象局与澳门合建2个气象站。"], id="an organ of a place"),
        pytest.param(CHOOSING, ["认定北京怀柔板栗系统等5个项目为遗产。"], id="a part of a longer name"),
        pytest.param("关于开展阅读活动的通知", ["2019年，国务院在合肥市、芜湖市开展试点。"], id="what is told"),
        pytest.param(
            "关于清理书店的通知",
            ["根据《国务院关于同意在北京等22个城市设立书店试验区的批复》（国函〔2019〕137号）清理。"],
            id="chosen by a document that is cited",
        ),
        pytest.param("关于书村的批复", ["同意将剑川县沙溪镇寺登村列为书村。"], id="a village in a county"),
        pytest.param("关于印发方案的通知", ["在浦东新区建设书店先行区。"], id="a task of a plan"),
        pytest.param("关于开展阅读活动的通知", ["附件", "^各地名额分配表", "合肥市", "芜湖市"], id="quotas"),
    ],
)
def test_places_that_are_not_designated(title: str, texts: list[str]) -> None:
    assert designated(title, *texts) == []


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        pytest.param(
            "关于确定试点的通知", ["确定重庆、合肥等2个城市为试点城市。"], ["重庆市", "合肥市"], id="确定…等N个城市为"
        ),
        pytest.param("关于书店的批复", ["同意云和县设立书店保护区。"], ["云和县"], id="a county that founds something"),
        pytest.param(
            "关于激励的通报",
            ["对成效明显的江苏省南通市、浙江省舟山市2个地方予以激励。"],
            ["南通市", "舟山市"],
            id="praised",
        ),
        pytest.param(
            CHOOSING, ["经专家评审，决定命名下列城市：", "合肥市"], ["合肥市"], id="a lead that names experts too"
        ),
        pytest.param("关于试点的批复", ["同意在合肥市、芜湖市开展试点。"], ["合肥市", "芜湖市"], id="同意在"),
        pytest.param(
            "关于试点的批复", ["同意将江苏省常熟市列为试点。"], ["常熟市"], id="the county, not where it lies"
        ),
        pytest.param(
            "关于同意山东省设立县级邹平市的批复", ["请执行。"], ["邹平市"], id="in the title; not the one that acts"
        ),
        pytest.param(
            CHOOSING, ["安徽省：合肥市、芜湖市", "江苏省：无锡市"], ["合肥市", "芜湖市", "无锡市"], id="by province"
        ),
        pytest.param(CHOOSING, ["安徽省", "合肥市", "芜湖市"], ["合肥市", "芜湖市"], id="under a province"),
        pytest.param("关于试点的通知", ["支持合肥、芜湖2个城市开展试点。"], ["合肥市", "芜湖市"], id="支持…开展试点"),
        pytest.param("关于试点的通知", ["决定在合肥市、芜湖市开展试点。"], ["合肥市", "芜湖市"], id="决定在"),
        pytest.param("关于试点的复函", ["同意你省合肥市、芜湖市开展试点。"], ["合肥市", "芜湖市"], id="同意你省"),
        pytest.param("关于试点的通知", ["试点范围包括合肥市、芜湖市。"], ["合肥市", "芜湖市"], id="试点范围包括"),
        pytest.param(
            CHOOSING, ["命名萧县、歙县徽城镇、庐江县为书香县。"], ["萧县", "歙县", "庐江县"], id="a town among counties"
        ),
        pytest.param(
            CHOOSING,
            ["确定合肥、海口—三亚联合体、芜湖等3个城市为试点。"],
            ["合肥市", "海口市", "三亚市", "芜湖市"],
            id="several cities as one",
        ),
        pytest.param(
            CHOOSING,
            ["示范区（3个）：合肥市、芜湖市、", "安庆市，", "试点县（2个）：庆城县、环县"],
            ["合肥市", "芜湖市", "安庆市", "庆城县", "环县"],
            id="a list in the line of its heading, over several lines",
        ),
        pytest.param(
            CHOOSING, ["新疆（1个）：第一师阿拉尔市"], ["阿拉尔市"], id="a heading that is a province with its count"
        ),
        pytest.param(CHOOSING, ["命名吴忠市、盐池县为书香城市。"], ["吴忠市", "盐池县"], id="a city beside its county"),
        pytest.param(
            "关于试点的通知",
            ["确定合肥市为综合试点，芜湖市—马鞍山市为专项试点。"],
            ["合肥市", "芜湖市", "马鞍山市"],
            id="a choice that goes on",
        ),
        pytest.param(
            "关于试点的通知",
            ["确定北京、吉林2个省（市）和西藏自治区拉萨市作为试点地区。"],
            ["北京市", "吉林省", "拉萨市"],
            id="a list that goes on after its count",
        ),
        pytest.param(
            CHOOSING,
            ["序号\t城市\t序号\t城市", "1\t合肥市\t2\t芜湖市"],
            ["合肥市", "芜湖市"],
            id="a table in two halves side by side",
        ),
        pytest.param(
            CHOOSING,
            ["序号\t试点县（市、区）\t步道名称", "1\t歙县\t黟县步道"],
            ["歙县"],
            id="the column of counties beside one of names",
        ),
        pytest.param(CHOOSING, ["合肥市人民政府", "请执行。"], ["合肥市"], id="by its government"),
        pytest.param(CHOOSING, ["1.江苏省南京市高淳区", "2.安徽省黄山市"], ["高淳区", "黄山市"], id="a numbered list"),
        pytest.param(
            CHOOSING,
            ["序号\t省份\t城市\t备注", "1\t安徽省\t合肥市\t新增", "2\t芜湖市\t无"],
            ["合肥市", "芜湖市"],
            id="the column of a table, cells that span rows left out",
        ),
    ],
)
def test_places_that_are_designated(title: str, texts: list[str], expected: list[str]) -> None:
    assert designated(title, *texts) == expected
