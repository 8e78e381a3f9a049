"""Lists of organs: one an item, shared heads and suffixes written out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.notices.recipients import split_recipients


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        pytest.param("：", [], id="nothing"),
        pytest.param("教育部：", ["教育部"], id="one"),
        pytest.param("重庆市、深圳市人民政府。", ["重庆市人民政府", "深圳市人民政府"], id="a shared suffix"),
        pytest.param("北京、天津市人民政府", ["北京市人民政府", "天津市人民政府"], id="a shared suffix with the level"),
        pytest.param(
            "河北、内蒙古、新疆省（区）人民政府，商务部：",
            ["河北省人民政府", "内蒙古自治区人民政府", "新疆维吾尔自治区人民政府", "商务部"],
            id="provinces of different levels",
        ),
        pytest.param("广州、深圳市人民政府", ["广州市人民政府", "深圳市人民政府"], id="a city whose name ends in 州"),
        pytest.param(
            "石家庄、唐山市、雄安新区人民政府",
            ["石家庄市人民政府", "唐山市人民政府", "雄安新区人民政府"],
            id="the level of the nearest",
        ),
        pytest.param(
            "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
            ["各省、自治区、直辖市人民政府", "国务院各部委", "国务院各直属机构"],
            id="a shared head; what goes to all provinces stays whole",
        ),
        pytest.param(
            "各省、自治区、直辖市及新疆生产建设兵团教育厅（教委、局）、工业和信息化主管部门：",
            ["各省、自治区、直辖市及新疆生产建设兵团教育厅（教委、局）、工业和信息化主管部门"],
            id="two departments of all provinces stay whole",
        ),
        pytest.param(
            "各区人民政府，市政府各委、办、局，各市属机构：",
            ["各区人民政府", "市政府各委、办、局", "各市属机构"],
            id="single letters stay together",
        ),
        pytest.param(
            "江苏省教育厅、财政厅，新疆生产建设兵团财政局、发展改革委",
            ["江苏省教育厅", "江苏省财政厅", "新疆生产建设兵团财政局", "新疆生产建设兵团发展改革委"],
            id="departments of one province",
        ),
        pytest.param(
            "江苏、浙江省教育厅、财政厅，大连市教育局、财政局：",
            ["江苏省教育厅", "浙江省教育厅", "江苏省财政厅", "浙江省财政厅", "大连市教育局", "大连市财政局"],
            id="departments of several provinces",
        ),
        pytest.param(
            "各市农业农村局、乡村振兴局，各县（市、区）财政局、税务局、团委",
            ["各市农业农村局", "各市乡村振兴局", "各县（市、区）财政局", "各县（市、区）税务局", "各县（市、区）团委"],
            id="departments of each city, and of each county",
        ),
        pytest.param("各县市区委、人民政府", ["各县市区委", "各县市区人民政府"], id="committee and government of each"),
        pytest.param("各计划单列市民政局、科技局", ["各计划单列市民政局", "各计划单列市科技局"], id="of five cities"),
        pytest.param(
            "石家庄、保定市，定州、辛集市人民政府",
            ["石家庄市人民政府", "保定市人民政府", "定州市人民政府", "辛集市人民政府"],
            id="two ranks that share their organ",
        ),
        pytest.param("各县区委、政府", ["各县区委", "各县区政府"], id="of each county"),
        pytest.param(
            "各镇党委、镇人民政府，县直各单位",
            ["各镇党委", "各镇人民政府", "县直各单位"],
            id="of each town, the town named again",
        ),
        pytest.param(
            "各州（市）党委、人民政府，各县（区）人民政府、法院",
            ["各州（市）党委", "各州（市）人民政府", "各县（区）人民政府", "各县（区）法院"],
            id="two bodies of each",
        ),
        pytest.param("各市、县（市、区）人民政府", ["各市、县（市、区）人民政府"], id="one body of two levels"),
        pytest.param("各市、县人民政府", ["各市、县人民政府"], id="one body of two levels, without variants"),
        pytest.param(
            "有关省、自治区、直辖市教育厅（教委）、财政厅（局）：",
            ["有关省、自治区、直辖市教育厅（教委）、财政厅（局）"],
            id="some of all provinces stay whole",
        ),
        pytest.param("有关省（区、市）教育厅：", ["有关省（区、市）教育厅"], id="the levels of some provinces"),
        pytest.param("市教育局、财政局：", ["市教育局", "市财政局"], id="departments of one's own city"),
        pytest.param(
            "财政部、民政部、山西省人民政府", ["财政部", "民政部", "山西省人民政府"], id="ministries are no places"
        ),
        pytest.param(
            "各市（州）人民政府、贵安新区管委会",
            ["各市（州）人民政府", "贵安新区管委会"],
            id="a place of its own after all cities",
        ),
        pytest.param(
            "各省人民政府，国务院有关部委、直属机构：",
            ["各省人民政府", "国务院有关部委", "国务院直属机构"],
            id="a shared head of what has no 各",
        ),
        pytest.param("济南、广州军区：", ["济南军区", "广州军区"], id="organs that a place names without its level"),
        pytest.param(
            "北京、西藏、陕西省（自治区、直辖市）人民政府：",
            ["北京市人民政府", "西藏自治区人民政府", "陕西省人民政府"],
            id="levels written out in brackets",
        ),
        pytest.param(
            "市人大常委会、市政协办公室，市法院",
            ["市人大常委会办公室", "市政协办公室", "市法院"],
            id="an office of several bodies",
        ),
        pytest.param(
            "各乡镇人民政府、街道办事处，各大企业、事业单位",
            ["各乡镇人民政府", "各街道办事处", "各大企业", "各事业单位"],
            id="各 holds for the rest",
        ),
        pytest.param(
            "各盟行政公署、市人民政府", ["各盟行政公署", "各市人民政府"], id="各 holds for the cities after the leagues"
        ),
        pytest.param(
            "新疆生产建设兵团教育局、党委宣传部、科协",
            ["新疆生产建设兵团教育局", "新疆生产建设兵团党委宣传部", "新疆生产建设兵团科协"],
            id="party organs of a place",
        ),
        pytest.param("各省辖市、省直管县（市）人民政府：", ["各省辖市、省直管县（市）人民政府"], id="levels together"),
        pytest.param("中央、省驻合各单位", ["中央驻合各单位", "省驻合各单位"], id="those stationed in a place"),
        pytest.param(
            "安徽、浙江省及上海市教育厅", ["安徽省教育厅", "浙江省教育厅", "上海市教育厅"], id="the last by a word"
        ),
        pytest.param(
            "财政部江苏、浙江监管局",
            ["财政部江苏监管局", "财政部浙江监管局"],
            id="an organ's offices in places",
        ),
        pytest.param(
            "国家税务总局江苏省、浙江省税务局",
            ["国家税务总局江苏省税务局", "国家税务总局浙江省税务局"],
            id="an organ's offices in several provinces",
        ),
        pytest.param(
            "审计署驻上海、南京特派员办事处",
            ["审计署驻上海特派员办事处", "审计署驻南京特派员办事处"],
            id="an organ's offices stationed in cities",
        ),
        pytest.param("公安部、司法部", ["公安部", "司法部"], id="organs that share nothing"),
        pytest.param("省法院、检察院", ["省法院", "省检察院"], id="a court and the procuratorate beside it"),
        pytest.param("市局各科室、直属单位", ["市局各科室", "市局直属单位"], id="what belongs to a bureau"),
        pytest.param("山西、甘肃能源监管办", ["山西能源监管办", "甘肃能源监管办"], id="offices named by place"),
        pytest.param("李一、王二委员：", ["李一委员", "王二委员"], id="people"),
        pytest.param("周三等代表：", ["周三等代表"], id="one of several people"),
        pytest.param("各民营医院、个体诊所：", ["各民营医院", "各个体诊所"], id="of what there are several"),
        pytest.param("各中小学、宿州第一中学：", ["各中小学", "宿州第一中学"], id="a school of its own"),
        pytest.param(
            "各乡镇卫生院、社区卫生服务中心", ["各乡镇卫生院", "各社区卫生服务中心"], id="what communities have"
        ),
        pytest.param("各镇、县直各单位", ["各镇", "县直各单位"], id="towns, and what the county has"),
        pytest.param("各院、处及有关单位", ["各院、处", "有关单位"], id="others by a word"),
        pytest.param("总社各部门、各直属单位", ["总社各部门", "总社各直属单位"], id="units of one body"),
        pytest.param("局属各单位、各学校", ["局属各单位", "各学校"], id="no units of it"),
        pytest.param(
            "天津市交通运输委员会、城市管理委员会",
            ["天津市交通运输委员会", "天津市城市管理委员会"],
            id="a word that ends as places do",
        ),
        pytest.param(
            "上海、江苏省（市）财政厅（局）、国家税务局",
            ["上海市财政厅（局）", "江苏省财政厅（局）", "上海市国家税务局", "江苏省国家税务局"],
            id="a place's bureau whose name begins as the nation's organs do",
        ),
        pytest.param(
            "海关总署广东分署、天津、上海特派办，教育部、北京特派办",
            ["海关总署广东分署", "海关总署天津特派办", "海关总署上海特派办", "教育部", "北京特派办"],
            id="offices of one organ, each of its sort",
        ),
        pytest.param("各市场主体、行业协会", ["各市场主体", "各行业协会"], id="a word that begins as places do"),
        pytest.param("各学院、部处、图书馆", ["各学院", "各部处", "各图书馆"], id="units of a university"),
        pytest.param("各快递、物流企业总部", ["各快递、物流企业总部"], id="of what kind only"),
        pytest.param("各市县、各单位", ["各市县", "各单位"], id="places, and others"),
        pytest.param("有关高校、科研院所", ["有关高校", "有关科研院所"], id="some of what there are several"),
        pytest.param("市级各部门、直属各单位", ["市级各部门", "市级直属各单位"], id="units of a level"),
        pytest.param(
            "各地（市）民政局、区（中）直单位", ["各地（市）民政局", "区（中）直单位"], id="those of the region"
        ),
        pytest.param(
            "青海、宁夏等2个省（区）人民政府", ["青海省人民政府", "宁夏回族自治区人民政府"], id="provinces, counted"
        ),
        pytest.param("各物业服务企业、业主委员会", ["各物业服务企业", "各业主委员会"], id="committees of owners"),
        pytest.param(
            "叶集区、金安区工委、管委会",
            ["叶集区工委", "金安区工委", "叶集区管委会", "金安区管委会"],
            id="organs of several districts",
        ),
        pytest.param("各县委、县政府", ["各县委", "各县政府"], id="party and government"),
        pytest.param("上海、深圳证券交易所", ["上海证券交易所", "深圳证券交易所"], id="exchanges"),
        pytest.param("各中级人民法院、基层人民法院", ["各中级人民法院", "各基层人民法院"], id="courts of two levels"),
        pytest.param(
            "各省、自治区、直辖市财政厅（局）、国家税务局，某兵团财务局",
            ["各省、自治区、直辖市财政厅（局）、国家税务局", "某兵团财务局"],
            id="a bureau of all provinces whose name begins as the nation's organs do",
        ),
        pytest.param(
            "有关市州、县市区财政局、教育局",
            ["有关市州、县市区财政局", "有关市州、县市区教育局"],
            id="departments of some cities and counties",
        ),
        pytest.param(
            "各区、县（市）公安（分）局、综合行政执法局",
            ["各区、县（市）公安（分）局", "各区、县（市）综合行政执法局"],
            id="branches among the departments of each district",
        ),
        pytest.param(
            "天津市市容和园林管理委员会、规划局",
            ["天津市市容和园林管理委员会", "天津市规划局"],
            id="a word that begins as a city's level",
        ),
        pytest.param(
            "新疆生产建设兵团人民检察院、公安局",
            ["新疆生产建设兵团人民检察院", "新疆生产建设兵团公安局"],
            id="a procuratorate and a department of its province",
        ),
        pytest.param(
            "各镇人民政府及县直各单位，省市驻溪机构和县属企业",
            ["各镇人民政府", "县直各单位", "省市驻溪机构", "县属企业"],
            id="organs of one sort and of another by a word",
        ),
        pytest.param(
            "各设区市、平潭综合实验区教育局、财政局，各市州、甘肃矿区民政局、兰州新区民政和人社局",
            [
                "各设区市教育局",
                "平潭综合实验区教育局",
                "各设区市财政局",
                "平潭综合实验区财政局",
                "各市州民政局",
                "甘肃矿区民政局",
                "兰州新区民政和人社局",
            ],
            id="a place beside the cities, and one of its own",
        ),
        pytest.param(
            "国家税务总局各设区市、西咸新区税务局",
            ["国家税务总局各设区市税务局", "国家税务总局西咸新区税务局"],
            id="a nation's bureau in each city and a place",
        ),
        pytest.param("各县（市）区、开发区科协", ["各县（市）区、开发区科协"], id="zones are a level"),
        pytest.param(
            "九江、赣州市委、市政府，中共湖州市委、市人民政府、市政协",
            ["九江市委", "赣州市委", "九江市政府", "赣州市政府", "中共湖州市委", "湖州市人民政府", "湖州市政协"],
            id="committees and governments of several cities",
        ),
        pytest.param("省委、省政府", ["省委", "省政府"], id="committee and government of one's own province"),
        pytest.param(
            "银监会监管的信托公司、财务公司",
            ["银监会监管的信托公司", "银监会监管的财务公司"],
            id="what companies of several sorts have in common",
        ),
        pytest.param(
            "各高校、党校（行政学院）、社科院", ["各高校", "各党校（行政学院）", "各社科院"], id="schools of a party"
        ),
        pytest.param(
            "凯里、黄平、镇远县（市）教育局，市政府有关部门、有关直属单位",
            ["凯里市教育局", "黄平县教育局", "镇远县教育局", "市政府有关部门", "市政府有关直属单位"],
            id="a city among counties",
        ),
        pytest.param(
            "各街道办事处、镇人民政府，各街道党工委、办事处",
            ["各街道办事处", "各镇人民政府", "各街道党工委"],
            id="streets before towns",
        ),
        pytest.param(
            "各市民政局、发展和改革委员会", ["各市民政局", "各市发展和改革委员会"], id="a commission of each city"
        ),
        pytest.param(
            "各市中级人民法院、人民检察院、公安局，各分行、营业管理部",
            ["各市中级人民法院", "各市人民检察院", "各市公安局", "各分行", "各营业管理部"],
            id="courts, procuratorates and police of each city; branches of a bank",
        ),
        pytest.param(
            "中、省、市直有关单位，省直、中直各单位，部、省属各高校",
            ["中直有关单位", "省直有关单位", "市直有关单位", "省直各单位", "中直各单位", "部属各高校", "省属各高校"],
            id="units of several levels",
        ),
        pytest.param(
            "各县（市）人民政府、翠湖管委会，各区人民政府、各开发区管委会",
            ["各县（市）人民政府", "翠湖管委会", "各区人民政府", "各开发区管委会"],
            id="the committee of a place beside the governments of each",
        ),
        pytest.param(
            "各省辖市、翠湖示范区、临江港区书法考试机构",
            ["各省辖市书法考试机构", "翠湖示范区书法考试机构", "临江港区书法考试机构"],
            id="examining bodies of cities and zones",
        ),
        pytest.param(
            "天津、西藏、新疆发展改革委，兵团发展改革委",
            ["天津市发展改革委", "西藏自治区发展改革委", "新疆维吾尔自治区发展改革委", "兵团发展改革委"],
            id="provinces by their short names",
        ),
        pytest.param(
            "省军区、武警湖北省总队，中央、省属驻淮单位",
            ["省军区", "武警湖北省总队", "中央驻淮单位", "省属驻淮单位"],
            id="a military region is no place, and units of the centre belong to none",
        ),
        pytest.param("市审计局，存档。", ["市审计局"], id="the copy that stays"),
    ],
)
def test_lists_are_written_out(text: str, organs: list[str]) -> None:
    assert list(split_recipients(text)) == organs


@given(st.text("各省市县区、，（）()人民政府教育厅局委国务院北京：。 部", max_size=60))
def test_any_text_gives_organs_once_each_without_space(text: str) -> None:
    organs = split_recipients(text)
    assert len(set(organs)) == len(organs)
    assert not any(" " in organ or not organ for organ in organs)
