"""Sentences that choose places, told from those that only speak of them."""

from __future__ import annotations

import pytest

from watcher.articles.paragraphs import Paragraph
from watcher.notices.structure import Notice, read_notice
from watcher.places.mentions import find_places

TITLE = "关于公布第二批书香名单的通知"


def designated(title: str, *texts: str) -> list[str]:
    placed, start = [], 0
    for text in (title, "各有关单位：", *texts, "民政部", "2021年1月1日"):
        placed.append(Paragraph(text, start, "row" if "\t" in text else "p"))
        start += len(text) + 1
    notice = read_notice(title, placed, find_places("\n".join(paragraph.text for paragraph in placed)))
    assert isinstance(notice, Notice)
    return list(notice.designated)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("经复核，安徽省肥西县，江苏省沛县、丰县通过复核。", "肥西县 沛县 丰县", id="that pass a review"),
        pytest.param("肥西县、沛县达到示范县标准，准予通过验收。", "肥西县 沛县", id="that reach a standard"),
        pytest.param("肥西县、沛县考核结果为优秀。", "肥西县 沛县", id="by their marks"),
        pytest.param(
            "选择北京、上海、重庆三个直辖市和合肥市开展试点。", "北京市 上海市 重庆市 合肥市", id="count in the middle"
        ),
        pytest.param("在肥西县、沛县等2个县开展书店建设示范工作。", "肥西县 沛县", id="where models are made"),
        pytest.param("试点在合肥市、芜湖市进行。", "合肥市 芜湖市", id="where a trial is held"),
        pytest.param("试点省份为安徽省，试点城市为南京市。", "安徽省 南京市", id="two sorts"),
        pytest.param("（一）试点地区。合肥市、芜湖市。", "合肥市 芜湖市", id="under a heading in the line"),
        pytest.param("试点地区：安徽省全域，江苏省南京市。", "安徽省 南京市", id="a province as a whole"),
        pytest.param("拟推荐肥西县、沛县参评书香县。", "肥西县 沛县", id="recommended"),
        pytest.param("批准砀山县、萧县退出贫困县。", "砀山县 萧县", id="that leave poverty behind"),
        pytest.param("将合肥市庐阳区、怀远县调整为中风险地区。", "庐阳区 怀远县", id="put into a class"),
        pytest.param(
            "确定广州—佛山、长沙+株洲、郑州/开封联合体为试点城市。",
            "广州市 佛山市 长沙市 株洲市 郑州市 开封市",
            id="that stand for it together",
        ),
        pytest.param(
            "决定将随州市随县、大冶市陈贵镇、枣阳市吴店镇3家创建单位认定为示范区。", "随县", id="beside towns of others"
        ),
        pytest.param("此次入选的有合肥市、芜湖市。", "合肥市 芜湖市", id="named as those selected"),
        pytest.param("合肥市、芜湖市入围第二批名单。", "合肥市 芜湖市", id="that come into the list"),
        pytest.param(
            "为推进书香建设，在金寨县、霍山县开展首批标准园建设。", "金寨县 霍山县", id="the first of a series"
        ),
        pytest.param(
            "决定对淮北、宿州2市启动抗旱四级应急响应。", "淮北市 宿州市", id="for which an emergency is declared"
        ),
        pytest.param("按得分排序，拟支持合肥、芜湖、蚌埠3个城市。", "合肥市 芜湖市 蚌埠市", id="to be supported"),
        pytest.param("你省合肥市已被列入第三批试点。", "合肥市", id="told that it is chosen"),
        pytest.param("同意建设合肥国家实验区。", "合肥市", id="in the name of what is founded"),
        pytest.param("首批试点地区有丰台区、晋城市两地。", "丰台区 晋城市", id="what there is of them"),
        pytest.param("丰台区、静海区为综合试点；晋城市为单项试点。", "丰台区 静海区 晋城市", id="of two sorts"),
        pytest.param("以下城市纳入支持范围：合肥市、芜湖市。", "合肥市 芜湖市", id="the following ones"),
        pytest.param("重点联系县为：肥西县（由张某联系）、沛县。", "肥西县 沛县", id="with who sees to each"),
        pytest.param("同意设立蚌埠综合保税区和安庆综合保税区。", "蚌埠市 安庆市", id="in two names"),
        pytest.param("同意芜湖出口加工区整合优化为综合保税区。", "芜湖市", id="in the name of what changes"),
        pytest.param("决定对合肥市、芜湖市挂牌督办。", "合肥市 芜湖市", id="that are supervised"),
        pytest.param("安徽：肥西县、长丰县。江苏：沛县。", "肥西县 长丰县 沛县", id="by province in one line"),
        pytest.param("将肥西县、沛县等2个县（市、区）纳入支持范围。", "肥西县 沛县", id="variants in brackets"),
        pytest.param(
            "一、增速快的市：合肥市、马鞍山市。对每市奖励500万元。", "合肥市 马鞍山市", id="and what each is given"
        ),
        pytest.param("一、对接城市。杭州市、金华市。", "杭州市 金华市", id="under a heading, others than of a trial"),
        pytest.param("南京市、无锡市荣获示范市称号。", "南京市 无锡市", id="that win a title"),
        pytest.param("同意对外开放合肥航空口岸。", "合肥市", id="whose port is opened"),
        pytest.param("极重灾区为汶川县、绵竹市；重灾区为青川县。", "汶川县 绵竹市 青川县", id="struck by a disaster"),
        pytest.param(
            "其中：合肥市2个，为肥西县、长丰县；芜湖市1个，为南陵县。",
            "肥西县 长丰县 南陵县",
            id="with the count of each city",
        ),
        pytest.param(
            "经省政府同意，合肥市、芜湖市为第三批省级全域书香示范市。", "合肥市 芜湖市", id="that are what they become"
        ),
        pytest.param("同意肥西县、沛县符合退出条件，批准退出。", "肥西县 沛县", id="that meet conditions"),
        pytest.param("同意肥西县、沛县对外国人开放。", "肥西县 沛县", id="opened to somebody"),
        pytest.param("同意在肥西县、沛县实施造林项目。", "肥西县 沛县", id="where what is asked for is done"),
        pytest.param("确定合肥市、芜湖市申报国家试点。", "合肥市 芜湖市", id="chosen to stand"),
        pytest.param(
            "决定将合肥市、芜湖市等2个城市和江苏某公司等5家企业分别评为书香城市和企业。",
            "合肥市 芜湖市",
            id="beside companies",
        ),
        pytest.param("将吴忠市（含盐池县）列为试点。", "吴忠市", id="with what lies in it in brackets"),
        pytest.param(
            "同意设立书香先行区，范围包括合肥市所辖肥西县、长丰县。", "肥西县 长丰县", id="of which a zone consists"
        ),
        pytest.param("政策实施范围包括合肥市、芜湖市。", "合肥市 芜湖市", id="where a policy holds"),
        pytest.param("原则同意合肥市、芜湖市书香试点方案。", "合肥市 芜湖市", id="whose plans are approved"),
        pytest.param(
            "原则同意《合肥市国土空间总体规划（2021—2035年）》《芜湖市国土空间总体规划（2021—2035年）》。",
            "合肥市 芜湖市",
            id="whose plans are approved by their titles",
        ),
        pytest.param("责令肥西县、沛县限期整改。", "肥西县 沛县", id="that must act"),
        pytest.param("现决定对合肥市、芜湖市进行约谈。", "合肥市 芜湖市", id="that are summoned"),
        pytest.param(
            "同意增设以下书香加工区：安徽合肥书香加工区、某湖书香加工区、芜湖书香加工区，江苏南京书香加工区。",
            "合肥市 芜湖市 南京市",
            id="in the names of many zones",
        ),
        pytest.param("经研究，在池州市和黄山市先行开展书香试点。", "池州市 黄山市", id="where a trial begins"),
        pytest.param("同意在新安江流域黄山市、杭州市开展试点。", "黄山市 杭州市", id="in a larger area"),
        pytest.param("原则同意肥西县、沛县书香综合评估报告。", "肥西县 沛县", id="of which anything is approved"),
        pytest.param("同意肥西县、沛县布局建设书店。", "肥西县 沛县", id="and a word that ends as an office does"),
        pytest.param("决定赋予肥西县、沛县市级管理权限。", "肥西县 沛县", id="that are given powers"),
        pytest.param("同意设立江西内陆书香试验区。", "江西省", id="a province in the name of a zone"),
        pytest.param("肥西县、沛县获准开展试点。", "肥西县 沛县", id="that may"),
        pytest.param("同意撤销沛县，设立新的徐州市丰县。", "丰县", id="set up anew"),
        pytest.param(
            "同意自即日起至2023年8月21日，在北京市暂时调整实施有关规定。", "北京市", id="a province where rules change"
        ),
        pytest.param(
            "自2021年5月1日起，在上海市、福建省（含厦门市）和苏州工业园区实施书香试点。",
            "上海市 福建省 苏州市",
            id="where it is in force from a day on",
        ),
        pytest.param("同意将滁州市、黄山市整体纳入书香都市圈。", "滁州市 黄山市", id="as a whole"),
        pytest.param("支持范围包括肥西县、沛县。", "肥西县 沛县", id="in the range of support"),
        pytest.param("明确滁州市、黄山市为试点市。", "滁州市 黄山市", id="made clear"),
        pytest.param("书香试点任务由肥西县、沛县承担。", "肥西县 沛县", id="that take on a task"),
        pytest.param("对滁州市、黄山市各奖励1000万元。", "滁州市 黄山市", id="that get money each"),
        pytest.param("我省滁州市、黄山市获评书香示范区。", "滁州市 黄山市", id="of our province"),
        pytest.param("决定自2021年9月1日起在肥西县、沛县试行。", "肥西县 沛县", id="tried from a day on"),
        pytest.param(
            "确定了城市名单，现予公布：北京市密云区、北京经济技术开发区；天津市主城区、东丽区；河北省唐山市。",
            "密云区 东丽区 唐山市",
            id="by province in one sentence, and zones",
        ),
        pytest.param("拟推荐肥西县、沛县为书香示范县。", "肥西县 沛县", id="recommended as what"),
        pytest.param("经研究，在肥西县、沛县设立书香保护区。", "肥西县 沛县", id="where a zone is set up"),
        pytest.param("试点县（市、区）确定为肥西县、沛县。", "肥西县 沛县", id="with variants in brackets before"),
        pytest.param(
            "自5月1日起，在天津、河北等2个地区的新办书店中实行电子书票。",
            "天津市 河北省",
            id="for some there from a day on",
        ),
        pytest.param(
            "决定自5日18时起，淮北、宿州2市启动Ⅱ级应急响应。", "淮北市 宿州市", id="that respond from then on"
        ),
        pytest.param(
            "命名合肥市等7个城市为书香城市、肥西县等8个县城为书香县城、沛县等3个县城为先进县城。",
            "合肥市 肥西县 沛县",
            id="the first of each sort",
        ),
        pytest.param("安排肥西县、沛县承担书香试点。", "肥西县 沛县", id="in words of no list, as the title says"),
        pytest.param("第二批书香度假地所在地为合肥市、芜湖市。", "合肥市 芜湖市", id="of a batch"),
        pytest.param("合肥市、芜湖市工作扎实，予以表扬。", "合肥市 芜湖市", id="praised after why"),
        pytest.param(
            "同意设立海南书香保税港区，位于海南省儋州市境内。同意儋州市先行。",
            "儋州市",
            id="the city, not the province in a zone's name",
        ),
    ],
)
def test_chosen(sentence: str, expected: str) -> None:
    assert designated(TITLE, sentence) == expected.split()


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("合肥市考核结果为优秀的企业可以申报。", id="companies there"),
        pytest.param("安徽省、江苏省达到警戒标准的地区要加强巡查。", id="areas there"),
        pytest.param("各地要学习合肥市通过国家验收的经验。", id="an example"),
        pytest.param("由合肥市推荐芜湖市的专家参加评选。", id="experts"),
        pytest.param("试点在合肥市科技局指导下开展。", id="an organ that guides"),
        pytest.param("砀山县、萧县已于去年退出贫困县。", id="a year ago"),
        pytest.param("现公布合肥市示范书店名单。", id="the city that others' status is named after"),
        pytest.param("肥西县作为观察单位，暂不列入试点。", id="not yet"),
        pytest.param("认定合肥市、芜湖市等5家企业为示范。", id="companies that are counted"),
        pytest.param("同意你公司在青岛、烟台设立书店。", id="where a company may open"),
        pytest.param("近日对合肥市、芜湖市进行了约谈。", id="summoned before"),
        pytest.param("现将合肥市入选书香名单公布如下。", id="where those lie that are listed"),
        pytest.param("在合肥、芜湖等地开展试点。", id="some of many"),
        pytest.param("同意该管道在安徽省合肥市、芜湖市境内局部调整。", id="where something runs"),
        pytest.param("同意将合肥市庐阳区某书亭迁至蜀山区。", id="where something stands"),
        pytest.param("同意合肥市、芜湖市书城工程。", id="where something is built"),
        pytest.param("合肥市、芜湖市作为试点已先行一步。", id="what they are already"),
        pytest.param("你市请求，国家将合肥市列为试点。", id="what is asked for"),
        pytest.param("同意合肥市广播电视台购物频道撤销。", id="a station there"),
        pytest.param("同意某电信集团公司在江西、湖南等省开展试验。", id="where a company tries something"),
        pytest.param("江苏、安徽两省已整体列为试点，不再申报。", id="that need not apply again"),
        pytest.param("已命名合肥市、芜湖市等33个书香示范城市。", id="named already"),
        pytest.param("合肥市某书店、芜湖市某项目问题突出，予以通报批评。", id="censured things there"),
        pytest.param("申报的试点市数量：合肥市2个、芜湖市1个。", id="how many there are"),
        pytest.param("《关于确定合肥市、芜湖市为试点的通知》予以废止。", id="chosen by what is no longer in force"),
    ],
)
def test_only_spoken_of(sentence: str) -> None:
    assert designated("关于书香工作的通知", sentence) == []


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("关于进一步支持浦东新区改革开放的若干意见", id="by its full name"),
        pytest.param("关于支持浦东深化改革开放工作方案的批复", id="by its short name"),
    ],
)
def test_the_subject_of_a_title_that_supports(title: str) -> None:
    assert designated(title, "有关单位要落实。") == ["浦东新区"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["省份\t城市\t农村", "江西\t南昌市\t瑞昌市、铜鼓县"],
            ["南昌市", "瑞昌市", "铜鼓县"],
            id="two columns of places",
        ),
        pytest.param(
            ["共确定乌海市等3个城市，名单如下：", "内蒙古自治区乌海市", "辽宁省沈阳市、大连市"],
            ["乌海市", "沈阳市", "大连市"],
            id="under a sentence that names one of them",
        ),
        pytest.param(
            ["省份\t城市\t牵头部门", "安徽\t合肥\t市科技局", "江苏\t苏州\t市工信局"],
            ["合肥市", "苏州市"],
            id="organs in the last column, right above the signature",
        ),
        pytest.param(
            ["（一）肥西县。活动丰富，成效明显。", "（二）沛县。参与面广。"],
            ["肥西县", "沛县"],
            id="items that say why",
        ),
        pytest.param(
            ["北京市", "河北省", "山西省", "民政部"], ["北京市", "河北省", "山西省"], id="provinces themselves"
        ),
        pytest.param(
            ["黄石市", "1.黄石市", "2.大冶市"], ["黄石市", "大冶市"], id="a city and a county of it, numbered"
        ),
        pytest.param(
            ["省份\t数量\t示范县名单", "山西\t2\t吉县、应县"], ["吉县", "应县"], id="names that are words too"
        ),
        pytest.param(
            [
                "合肥市、芜湖市、蚌埠市、淮南市、马鞍山市、淮北市、铜陵市、安庆市、黄山市、某某新城、滁州市、阜阳市、宿州市"
            ],
            [
                *("合肥市", "芜湖市", "蚌埠市", "淮南市", "马鞍山市", "淮北市", "铜陵市", "安庆市"),
                *("黄山市", "滁州市", "阜阳市", "宿州市"),
            ],
            id="a long list with a name that we do not know",
        ),
        pytest.param(["辽宁省喀喇沁左翼蒙古族自治县（喀左县）"], ["喀喇沁左翼蒙古族自治县"], id="with its short name"),
        pytest.param(
            ["2.新疆生产建设兵团（2个）　　石河子市　　第一师阿拉尔市"], ["石河子市", "阿拉尔市"], id="of the Corps"
        ),
    ],
)
def test_listed(rows: list[str], expected: list[str]) -> None:
    assert designated(TITLE, *rows) == expected


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("关于公布第三批书香街区名单的公告", id="streets"),
        pytest.param("关于公布2022年度特色产业集群名单的通告", id="clusters of industry"),
    ],
)
def test_a_list_of_what_lies_in_places(title: str) -> None:
    assert designated(title, "序号\t地区\t名称", "1\t河北省\t石家庄市正定古城", "2\t江苏省\t苏州市平江书街") == []


def test_results_of_a_review() -> None:
    assert designated("关于2021年书香县评价结果的通报", "等次\t县", "优秀\t肥西县、长丰县") == ["肥西县", "长丰县"]


def letter(title: str, addressee: str, *texts: str, signer: str = "民政部") -> list[str]:
    placed, start = [], 0
    for text in (title, f"{addressee}：", *texts, signer, "2021年1月1日"):
        placed.append(Paragraph(text, start, "p"))
        start += len(text) + 1
    notice = read_notice(title, placed, find_places("\n".join(paragraph.text for paragraph in placed)))
    assert isinstance(notice, Notice)
    return list(notice.designated)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("经研究，同意你市开展试点。", ["合肥市"], id="allowed"),
        pytest.param("经研究，决定将你市列为试点。", ["合肥市"], id="chosen"),
        pytest.param("经研究，同意将你市肥西县列为试点。", ["肥西县"], id="a county of it"),
        pytest.param("请你市抓紧实施。", [], id="only spoken to"),
        pytest.param("国家发展改革委将继续把你市作为重点。", [], id="told what others do"),
        pytest.param("暂不同意你市开展试点。", [], id="refused"),
    ],
)
def test_the_city_that_a_letter_goes_to(text: str, expected: list[str]) -> None:
    assert letter("关于书香试点的复函", "合肥市人民政府", text) == expected


def test_a_title_may_only_say_where_the_places_lie() -> None:
    title = "关于同意合肥市两县开展书香试点的批复"
    assert letter(title, "市教育局", "同意在肥西县、长丰县开展试点。") == ["肥西县", "长丰县"]
    assert letter(title, "市教育局", "请抓紧实施。") == ["合肥市"]


def test_a_place_does_not_choose_itself() -> None:
    assert letter("合肥市人民政府关于批准合肥市决算的决定", "市财政局", "请执行。", signer="合肥市人民政府") == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("关于在肥西县、沛县试行书香结算的通知", ["肥西县", "沛县"], id="where something is tried"),
        pytest.param("关于肥西县、沛县入围书香试点的通知", ["肥西县", "沛县"], id="that come into a list"),
        pytest.param("关于对肥西县、沛县给予书香奖励的通知", ["肥西县", "沛县"], id="that are rewarded"),
        pytest.param("关于推动肥西县、沛县共建书香中心的意见", ["肥西县", "沛县"], id="that are helped on"),
        pytest.param(
            "关于对肥西县、沛县书店污染问题挂牌督办的通知", ["肥西县", "沛县"], id="that are supervised for it"
        ),
        pytest.param("关于对肥西县火灾事故查处挂牌督办的通知", [], id="an accident there that is"),
        pytest.param("关于同意安徽省、江苏省联合开展书香合作的复函", ["安徽省", "江苏省"], id="provinces, together"),
        pytest.param("关于肥西县书香建设情况的通报", [], id="how things are there"),
        pytest.param("关于肥西县某书店搬迁的批复", [], id="a shop there"),
        pytest.param("关于在合肥市召开书香会议的通知", [], id="where a meeting is held"),
    ],
)
def test_what_a_title_says_of_places(title: str, expected: list[str]) -> None:
    assert designated(title, "请抓紧落实。") == expected


def test_a_table_of_pilot_cities_in_a_notice_of_trials() -> None:
    rows = ["省份\t试点城市\t达峰年份", "辽宁\t沈阳市\t2027年", "河北\t唐山市\t2028年"]
    assert designated("关于开展第三批书香试点工作的通知", *rows) == ["沈阳市", "唐山市"]
    assert designated("关于复制推广书香试点经验的通知", *rows) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("关于印发书香发展规划的通知", [], id="in a plan"),
        pytest.param("关于开展书香试点的通知", ["合肥市", "芜湖市"], id="in a notice of a trial"),
    ],
)
def test_what_is_supported_somewhere(title: str, expected: list[str]) -> None:
    assert designated(title, "支持合肥市、芜湖市建设书香先行示范区。") == expected
