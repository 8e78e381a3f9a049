"""Places that a notice designates, told from those that it names."""

from __future__ import annotations

import pytest

from watcher.articles.paragraphs import Paragraph
from watcher.notices.structure import Notice, read_notice
from watcher.places.mentions import find_places


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
        pytest.param(
            "关于公布书店名单的通知", ["序号\t市\t书店", "1\t合肥市\t某书店"], id="where the things lie that are listed"
        ),
        pytest.param(
            "关于公布河道责任人名单的公告", ["序号\t市\t责任人", "1\t合肥市\t张某"], id="where people are responsible"
        ),
        pytest.param(CHOOSING, ["二、撤销：蒲江县"], id="what is taken off the list"),
        pytest.param("关于书店的批复", ["暂不同意永丰县开展试点。"], id="what is refused"),
        pytest.param("关于约谈情况的通报", ["近日约谈了合肥市、芜湖市人民政府负责人。"], id="whom one has talked to"),
        pytest.param("关于书店的通知", ["安庆市、池州市、黄山市遭受洪涝灾害。"], id="what has happened there"),
        pytest.param(
            "关于印发规划的通知", ["支持合肥市、芜湖市建设国家物流枢纽。"], id="what a plan supports, not on trial"
        ),
        pytest.param("关于书村的批复", ["同意将剑川县沙溪镇寺登村列为书村。"], id="a village in a county"),
        pytest.param("关于印发方案的通知", ["在浦东新区建设书店先行区。"], id="a task of a plan"),
        pytest.param(
            "关于拟命名书香单位的公示",
            ["拟命名的书香单位", "芜湖市第一中学", "某大学"],
            id="schools, the other words of whose names are few",
        ),
        pytest.param(
            "某部关于确定书香景区的公告",
            ["确定以下书香景区：", "1. 北京市海淀区圆明园景区；", "2. 河北省保定市清西陵景区。"],
            id="sights in places",
        ),
        pytest.param("关于青岛市博物馆书屋方案意见的函", ["原则同意该方案。"], id="a museum of a city"),
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
            "关于部分文件失效的决定",
            ["附件：失效的文件目录", "1.关于确定芜湖、滁州市为试点的通知（皖政〔2004〕7号）"],
            [],
            id="in the title of a document that is listed",
        ),
        pytest.param(
            CHOOSING, ["命名萧县、歙县徽城镇、庐江县为书香县。"], ["萧县", "庐江县"], id="a town among counties"
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
            "关于对书店工作成效明显地方予以激励的通报",
            [
                "一、书店建设成效明显的地方",
                "北京市门头沟区，浙江省绍兴市，安徽省宣城市绩溪县。",
                "对上述地方给予支持。",
            ],
            ["门头沟区", "绍兴市", "绩溪县"],
            id="under a heading of what they did well",
        ),
        pytest.param(CHOOSING, ["重新确认北京市东城区为书香区。"], ["东城区"], id="confirmed again"),
        pytest.param(
            "关于开放边境城市的通知",
            ["国务院决定，进一步开放黑龙江省黑河市、绥芬河市和吉林省珲春市三个边境城市。"],
            ["黑河市", "绥芬河市", "珲春市"],
            id="a decision that counts them",
        ),
        pytest.param(
            "关于印发方案的通知",
            ["三、试点地区", "黄山市、安庆市。"],
            ["黄山市", "安庆市"],
            id="under a heading of pilots",
        ),
        pytest.param(
            "关于印发方案的通知",
            ["选择浙江、安徽2省和湖北省恩施州开展试点。"],
            ["浙江省", "安徽省", "恩施土家族苗族自治州"],
            id="after a count without 个",
        ),
        pytest.param("关于试点的通知", ["首批在黄山市、池州市启动试点工作。"], ["黄山市", "池州市"], id="首批在…启动"),
        pytest.param(
            CHOOSING, ["合肥市、芜湖市经考核达标，决定命名为书香城市。"], ["合肥市", "芜湖市"], id="named after a test"
        ),
        pytest.param(
            CHOOSING, ["合肥市、芜湖市复核合格，继续保留称号。"], ["合肥市", "芜湖市"], id="what keeps its title"
        ),
        pytest.param(
            "关于书店的批复", ["同意设立中国（合肥）书店试验区。"], ["合肥市"], id="a zone named after a city"
        ),
        pytest.param(
            "关于书店的批复",
            ["同意在雄安新区、合肥市、西咸新区设立书店试验区。"],
            ["合肥市"],
            id="among names that are no known places",
        ),
        pytest.param(
            "关于表扬的通报", ["对合肥市、肥西县给予通报表扬。"], ["合肥市", "肥西县"], id="praised, and not for what"
        ),
        pytest.param(
            "关于试点的通知", ["将试点范围扩大到北京、上海2个城市。"], ["北京市", "上海市"], id="a trial that grows"
        ),
        pytest.param(CHOOSING, ["歙县（安徽省黄山市）"], ["歙县"], id="with where it lies in brackets"),
        pytest.param(
            CHOOSING,
            ["县（市、区）\t所属市\t得分", "歙县\t黄山市\t98"],
            ["歙县"],
            id="the column of counties beside that of the cities they lie in",
        ),
        pytest.param(
            CHOOSING,
            ["城市\t示范街区", "合肥市\t淮河路"],
            ["合肥市"],
            id="the column of cities beside one of districts",
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
        pytest.param(
            "民政部关于同意安徽、江西省开展书店试点的复函",
            ["同意安徽省合肥市，江西省赣州市开展书店试点。"],
            ["合肥市", "赣州市"],
            id="cities of the provinces that the title names",
        ),
        pytest.param(
            "某部关于命名书香县的通知",
            ["决定将达到书香县标准的合肥市蜀山区等6个创建单位命名为“书香县”，安徽省芜湖市命名为“书香市”。"],
            ["蜀山区", "芜湖市"],
            id="what they came up to stands before them",
        ),
        pytest.param(
            CHOOSING,
            ["市（州）\t候选县（市、区）", "合肥市\t肥东县", "黄山市\t歙县、黟县"],
            ["肥东县", "歙县", "黟县"],
            id="the counties of a table, not the cities beside them",
        ),
        pytest.param(
            "某市人民政府关于表彰书香单位的通报",
            ["授予屯溪区和徽州区一等奖，各奖5000元，歙县和黟县二等奖，各奖3000元。"],
            ["屯溪区", "徽州区", "歙县", "黟县"],
            id="prizes of several degrees",
        ),
        pytest.param(
            "某部关于开展书屋试点工作的通知",
            ["我委决定在北京市、山西省和陕西省等3个省份开展书屋试点工作。"],
            ["北京市", "山西省", "陕西省"],
            id="provinces, counted as 省份",
        ),
        pytest.param(
            "某部关于命名书香城市的决定",
            ["授予合肥市第六届书香城市荣誉称号，继续保留宁波市、厦门市书香城市荣誉称号。"],
            ["合肥市", "宁波市", "厦门市"],
            id="titles that are given, and kept",
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
