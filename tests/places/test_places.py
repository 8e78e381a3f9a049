"""Places that a text mentions; the many sentences are in tests/places/data."""

from __future__ import annotations

import re
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.places import compounds, namesakes
from watcher.places.divisions import Place, divisions
from watcher.places.gazetteer import resolve
from watcher.places.mentions import find_places

DATA = Path(__file__).parent / "data"
MARK = re.compile(r"\[([^\]|]+)(?:\|(\d{6}))?\]")


def found(text: str) -> list[str]:
    return [f"{mention.text} {mention.place.name}" for mention in find_places(text)]


def found_codes(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.place.code) for mention in find_places(text)]


def annotated(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


# --- sentences with their mentions marked


@pytest.mark.parametrize("name", ["places_ambiguous.txt", "places_news.txt"])
def test_annotated_sentences_are_read_as_marked(name: str) -> None:
    """Every line of the file; the benchmark prints the same as precision and recall."""
    wrong = []
    for line in annotated(name):
        marked = [(word, code or resolve(word)[0].code) for word, code in MARK.findall(line)]
        text = MARK.sub(r"\1", line)
        if found_codes(text) != marked:
            wrong.append((text, found_codes(text)))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("places_blind_news.txt", 0.995, 0.99), ("places_blind_ambiguous.txt", 0.95, 0.95)],
)
def test_few_mistakes_are_left_in_what_was_labelled_first(name: str, precision: float, recall: float) -> None:
    """Mentions of provinces and prefectures in sentences that are kept with what is still read wrongly."""
    right = given = wanted = 0
    for line in annotated(name):
        marked = [(word, code or resolve(word)[0].code) for word, code in MARK.findall(line)]
        marks = Counter(mark for mark in marked if mark[1].endswith("00"))
        mentions = Counter(mention for mention in found_codes(MARK.sub(r"\1", line)) if mention[1].endswith("00"))
        right += (marks & mentions).total()
        given += mentions.total()
        wanted += marks.total()
    assert right / given >= precision
    assert right / wanted >= recall


def test_there_are_enough_sentences() -> None:
    assert min(len(annotated("places_ambiguous.txt")), len(annotated("places_news.txt"))) >= 250


# --- no mention


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no text"),
        pytest.param("国家长治久安", id="longer word"),
        pytest.param("阿里巴巴与北海道", id="company and island"),
        pytest.param("孙中山、李长春、许银川", id="persons"),
        pytest.param("南京东路和四川北路", id="roads elsewhere"),
        pytest.param("美国德州", id="foreign place"),
        pytest.param("流域黄河源头", id="compound across words"),
        pytest.param("踏上海面", id="compound across words, at the end"),
        pytest.param("北京大学、南京银行", id="organisations"),
        pytest.param("苏州宝碟激光电子有限公司、天津市星海油墨有限公司", id="companies, by short and full name"),
        pytest.param("广东商达律师事务所", id="law firms"),
        pytest.param("新成立的辽宁北方电影股份公司", id="a company of which something is said before"),
        pytest.param("京津冀协同发展", id="a group is a config's word"),
        pytest.param("鼓楼区的居民", id="four districts, and nothing says which"),
        pytest.param("名单县市", id="two characters that run on from another word"),
        pytest.param("来宾入场，白银价格上涨", id="ordinary words without their province"),
        pytest.param("和平谈判与西湖美景", id="counties' short names that are ordinary words"),
        pytest.param("农民和渔民", id="a county's short name where two common words meet"),
        pytest.param("杭州湾、台湾海峡", id="waters that are as much another place's"),
        pytest.param("远眺南海，静安一隅", id="districts' short names that are other things, apart from their city"),
        pytest.param("重庆大厦、唐山道上", id="a house and a road elsewhere"),
        pytest.param("商厦门廊、部长沙龙、面临清盘、延长春节假期", id="two words that meet inside the name"),
        pytest.param("推广东部经验、创新乡村治理、校长治校", id="the same, where a name seems to begin there"),
        pytest.param("歌手方大同，高玉林", id="surnames that are ordinary words too"),
        pytest.param("大凉山西麓、泰山东南", id="a side of a mountain at the end of a longer word"),
        pytest.param("德州的气温在美国最高", id="a name that means something else in this text"),
        pytest.param("广东话、绍兴戏、吉州窑", id="languages and crafts"),
        pytest.param("西安事变，宁德时代", id="events and companies"),
        pytest.param("上海浦东发展银行、北京银行、贵州茅台", id="banks and other firms that a place gives its name"),
        pytest.param("深圳东方置地公司、泸州宝光集团、潍坊柴油机厂", id="firms whose legal form is not told"),
        pytest.param("佛山照明（000541）、山东墨龙股价大涨", id="shares, by their number or name"),
        pytest.param("阳泉市商业银行、工商银行湖南省分行、某某证券大连延安路营业部", id="banks in full, and branches"),
        pytest.param("黄石镇、大同乡、南阳村", id="a town or village of the same name elsewhere"),
        pytest.param("《山西文学》和廊坊三中", id="magazines and schools"),
        pytest.param("太原铁路局，中国铁路昆明局获悉，太原、西安铁路局", id="railways, one or several at once"),
        pytest.param("新疆生产建设兵团、南京大屠杀", id="forces and events"),
        pytest.param("某某大学珠海校区、某某大学（北京）", id="the seat of a university"),
        pytest.param("某某传媒（北京）股份有限公司", id="the seat of a firm"),
        pytest.param("雄安新区、两江新区", id="new areas that are no city or district: groups, like 京津冀"),
        pytest.param("韩国安阳市、越南太原", id="what a country stands before"),
        pytest.param("德国萨尔兰州、下诺夫哥罗德州、米兰达州", id="the end of a foreign state's name"),
        pytest.param("南京鼓楼医院、温州肯恩大学", id="hospitals and universities by their names"),
        pytest.param("人工湖南岸、显示屏东侧、变废为宝鸡毛", id="a word of three or four characters and another meet"),
        pytest.param("大理段氏", id="a family"),
        pytest.param("悼念方大同，像范大庆这样", id="a person, though nothing says so before the surname"),
        pytest.param("王成都说，李洛阳先生", id="a person by what follows"),
        pytest.param("住进北京望湖饭店和三亚金沙湾度假酒店、杭州西子宾馆", id="hotels by their names"),
        pytest.param(
            "某某大学华西广安医院、某某大学附属儿科医院厦门医院", id="hospitals that a university has elsewhere"
        ),
        pytest.param("武汉火神山新冠肺炎专科医院、湖北慈善总会、四川红十字基金会", id="a hospital and charities"),
        pytest.param("河南恒瑞制药抢先仿制，青岛美润乳业称", id="makers of medicine and milk"),
        pytest.param("上海易维思市场营销服务公司、天津对外经济律师事务所", id="long names of firms"),
        pytest.param("济南战区、南昌起义军官纪念馆、北京天文馆", id="forces and museums"),
        pytest.param("上海黄金交易所、北京产权交易所、益阳福彩中心、北京家具协会", id="exchanges, lotteries, trades"),
        pytest.param("上海国家会计学院、哈尔滨佛学院、天津农村合作银行", id="academies and banks of a kind"),
        pytest.param("北京人才市场报、香港旅协；来源：宁夏网", id="papers, sites and societies"),
        pytest.param("据湖北之声、人民网海南频道报道", id="stations and channels"),
        pytest.param("上海航空的航班、天津航空公司", id="airlines"),
        pytest.param("东航云南公司、某某银行广东珠海分行、某某财险北京朝阳支公司", id="branches of a firm"),
        pytest.param("深圳华为公司、深圳万达企业股份有限公司、北京亚太经济咨询公司", id="words of clauses in firms"),
        pytest.param("辽宁亲和源投资公司、北京荷苑酒家、江苏长河商业信用社", id="words that firms' names have too"),
        pytest.param("山东省联社、山东省农村信用联社", id="banks in full that are called otherwise"),
        pytest.param("上海嘉和总经理、北京翰林春拍、南京云海拍卖行", id="firms by who leads them, and auctions"),
        pytest.param("堵在苏州桥、玉龙喀什河、鹤龙湖南岸", id="a bridge, a river and a lake elsewhere"),
        pytest.param("中银香港副总裁、星展香港、佳士得香港秋拍", id="what a firm calls its branch"),
        pytest.param("易卜拉欣·莱西说", id="the surname of a foreigner"),
        pytest.param("“深圳号”导弹驱逐舰、“吉林一号”卫星、天水麻辣烫、宣威火腿", id="satellites, dishes and wares"),
        pytest.param("家常湖南菜、井冈山牌卡车、织金锦", id="a cuisine, a brand and a cloth"),
        pytest.param("江宁府、瀾滄郡、怀化郡", id="prefectures and commanderies of old"),
        pytest.param("绍兴年间，嘉定末年", id="reigns"),
        pytest.param("济南战役、巨野教案", id="battles and incidents of history"),
        pytest.param("珠海书院、台南神学院、乌鲁木齐文物保护中心", id="academies of old, and keepers of antiquities"),
        pytest.param("治理太湖、滇池、巢湖的蓝藻", id="a lake among lakes"),
        pytest.param("登过泰山、华山，还没登过黄山", id="a mountain among mountains"),
        pytest.param("这家酒店不如隔壁的香格里拉", id="a hotel by the name of its chain"),
        pytest.param("嘉南平原、炮台山、十和田湖、平定西域", id="longer words with a name inside"),
        pytest.param(
            "渡海南下、香港仔、奥斯威辛集中营、各界来宾", id="more words that meet, and a place by a longer name"
        ),
        pytest.param("黑河坝乡、饶阳店镇", id="towns whose names go on"),
        pytest.param("转入辽宁足球队，四川篮球队客场取胜", id="teams of a place"),
        pytest.param("青岛海牛与延边敖东言和，扬州狮子头、山西陈醋", id="clubs by what they are called, more dishes"),
        pytest.param("搬到汾阳医院，考进义乌中学", id="hospitals and schools of a county, by its short name"),
        pytest.param("成都道与另一条街之交界（成都道）", id="a road elsewhere, in brackets"),
        pytest.param("汉江的河源区，某河的河源", id="where a river begins"),
        pytest.param("黑龙江入海口的鱼，德州州长说，北海的鱼和欧盟", id="a river, a state and a sea by what is beside"),
        pytest.param("衡水中学校长说，一所延安中学检测学生", id="schools by who leads or attends them"),
        pytest.param("上海环境发布三季报，山东高速净利润同比增长", id="shares by what only firms report"),
        pytest.param("许昌华表示，村民安庆明告诉记者", id="persons whose names begin like a city's"),
        pytest.param(
            "新房的日照标准、受日照部分、百年大庆之际、最大同时下载、开封期限、径赛和田赛",
            id="ordinary words in which a name stands",
        ),
        pytest.param("某某革命纪念馆：延安革命纪念馆、瑞金革命博物馆", id="museums of the revolution"),
    ],
)
def test_what_only_looks_like_a_place_is_no_mention(text: str) -> None:
    assert found(text) == []


# --- which place is meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("吉林、辽宁、黑龙江", "吉林省", id="among provinces a province"),
        pytest.param("吉林、长春、四平", "吉林市", id="among cities a city, the first too"),
        pytest.param("海南的椰子", "海南省", id="the better known"),
        pytest.param("海南、海北，青海的两个州", "海南藏族自治州", id="a doubtful neighbour that is supported"),
        pytest.param("海南、海北、海西三个州", "海南藏族自治州", id="two doubtful neighbours of one province"),
        pytest.param("海南、海北两个州", "海南藏族自治州", id="said to be prefectures"),
        pytest.param("海南、海北的椰子", "海南省", id="one doubtful neighbour settles nothing"),
        pytest.param("海南、红河、怒江流域", "海南省", id="rivers settle nothing"),
    ],
)
def test_a_list_says_whether_a_province_or_a_city_is_meant(text: str, expected: str) -> None:
    assert find_places(text)[0].place.name == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("朝阳区", "110105", id="the best known where nothing is said"),
        pytest.param("长春的气温下降，朝阳区供热", "220104", id="the city before"),
        pytest.param("朝阳区供热，长春的气温下降", "220104", id="the city after"),
        pytest.param("北京转暖。长春降温，朝阳区供热", "220104", id="the nearest"),
        pytest.param("南关区和朝阳区", "220104", id="a neighbouring district of the city"),
        pytest.param("薛城区、市中区", "370402", id="of two in one province the one of the neighbour's city"),
    ],
)
def test_a_shared_name_is_settled_by_the_nearest_city(text: str, code: str) -> None:
    assert code in [mention.place.code for mention in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("上海市民", ["上海 上海市"], id="市 belongs to the next word"),
        pytest.param("安康市民", ["安康 安康市"], id="市 belongs to the next word, and says which 安康 it is"),
        pytest.param("合肥市民政局", ["合肥市 合肥市"], id="市 belongs to the name"),
        pytest.param("长沙市长沙县", ["长沙市 长沙市", "长沙县 长沙县"], id="长 begins a county"),
        pytest.param("湖北省会武汉", ["湖北 湖北省", "武汉 武汉市"], id="省 belongs to the next word"),
        pytest.param("河北区域", ["河北 河北省"], id="区 belongs to the next word"),
        pytest.param("浙江省长兴县", ["浙江省 浙江省", "长兴县 长兴县"], id="省 belongs to the name before 长兴县"),
        pytest.param("浙江省长海外招商", ["浙江 浙江省"], id="省 belongs to the next word, though 长海 is a county"),
        pytest.param("我国境内蒙古族同胞", [], id="a name of a province where two words meet"),
        pytest.param("香河北京新城", ["北京 北京市"], id="a name begins where two words meet"),
        pytest.param("双方大同", ["大同 大同市"], id="a surname's character that ends a word is none"),
        pytest.param("广西北流年年丰收", ["广西 广西壮族自治区", "北流 北流市"], id="no seam after what it lies in"),
        pytest.param("海南岛、四川盆地", ["海南 海南省", "四川 四川省"], id="parts of nature lie in the place"),
        pytest.param("投资阳江核电", ["阳江 阳江市"], id="a name begins at the end of a longer word: 投|资阳"),
        pytest.param("白银市区", ["白银 白银市"], id="市 belongs to the next word, which only cities have"),
        pytest.param("万宁的咖啡，海南的椰子", ["万宁 万宁市", "海南 海南省"], id="a county of its province itself"),
        pytest.param("合肥引进科技有限公司", ["合肥 合肥市"], id="a verb between it and a company"),
        pytest.param("记者吴丽华北京报道", ["北京 北京市"], id="a dateline after a reporter's name"),
        pytest.param("安徽省歙县、寿县", ["安徽省 安徽省", "歙县 歙县", "寿县 寿县"], id="two characters in one list"),
        pytest.param("广州南沙港", ["广州 广州市", "南沙 南沙区"], id="a district right after its city"),
        pytest.param("北京四环路", ["北京 北京市"], id="a ring road is where it says"),
        pytest.param("从江苏南通海安出发", ["江苏 江苏省", "南通 南通市", "海安 海安市"], id="a chain of names"),
        pytest.param("列车至上海港、进出海南岛", ["上海 上海市", "海南 海南省"], id="rare words part no province"),
        pytest.param("其中上海地区、昆明大街上", ["上海 上海市", "昆明 昆明市"], id="nor what follows any place"),
        pytest.param("固定西藏航线", ["西藏 西藏自治区"], id="a name begins in a word that is none"),
        pytest.param("推广安徽经验", ["安徽 安徽省"], id="a name begins in two words that meet"),
        pytest.param("重庆市、深圳市人民政府", ["重庆市 重庆市", "深圳市 深圳市"], id="governments are their places"),
        pytest.param("江苏省苏州某某有限公司", ["江苏省 江苏省"], id="a company's name begins after its province"),
        pytest.param("黄河山东段、永定河北京段", ["山东 山东省", "北京 北京市"], id="a section of a river"),
        pytest.param("特高压工程安徽段", ["安徽 安徽省"], id="a surname's character ends the word before: 工程"),
        pytest.param(
            "唐山路北区、眉山东坡区", ["唐山 唐山市", "路北区 路北区", "眉山 眉山市", "东坡区 东坡区"], id="no road"
        ),
        pytest.param(
            "长兴、德清、安吉",
            ["长兴 长兴县", "德清 德清县", "安吉 安吉县"],
            id="counties in a list with a certain one",
        ),
        pytest.param(
            "天津的老街，河北区的老街", ["天津 天津市", "河北区 河北区"], id="a district like a province, near its city"
        ),
        pytest.param("北京的老街，河北区域", ["北京 北京市", "河北 河北省"], id="and not near another"),
        pytest.param("江苏省南京市", ["江苏省 江苏省", "南京市 南京市"], id="each of a chain"),
        pytest.param("黄石港口繁忙", ["黄石 黄石市"], id="a port, not the district that is called by it"),
        pytest.param("六安茶农，卖六安茶叶", ["六安 六安市"], id="those who grow the tea, not the tea"),
        pytest.param(
            "许昌人说，常德也表示支持", ["许昌 许昌市", "常德 常德市"], id="what only begins like a person's name"
        ),
        pytest.param("廣東省，Ａ，瀋陽", ["廣東省 广东省", "瀋陽 沈阳市"], id="traditional, as written"),
    ],
)
def test_a_name_ends_where_the_next_word_begins(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_list_of_ten_cities_gives_ten() -> None:
    text = "确定重庆、深圳、厦门、南京、济南、成都、合肥、沧州、芜湖、淄博等10个城市"
    assert len(find_places(text)) == 10


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("白银的消息", 0, id="neither province nor full name"),
        pytest.param("甘肃的消息，白银的消息", 2, id="its province is spoken of"),
        pytest.param(
            "美国、德州、济南的消息", 2, id="its province is spoken of, though what it could mean else is too"
        ),
        pytest.param("白银市的消息，白银的消息", 2, id="its full name stands in the text"),
        pytest.param("瑶海的消息", 0, id="a district's short name alone"),
        pytest.param("合肥的消息，瑶海的消息", 2, id="its city is spoken of"),
        pytest.param("河南的唐河流过", 1, id="a county's that is part of other words, apart from its province"),
        pytest.param("河南唐河的消息", 2, id="and right after it"),
        pytest.param("德清的消息", 0, id="a county's that is two words' ends, alone"),
        pytest.param("浙江德清的消息，德清的消息", 3, id="after its province once, so elsewhere too"),
        pytest.param("嘉宾和来宾到北京", 1, id="an ordinary word"),
        pytest.param("合肥中学生、上海检方发布年报、江苏国企净利润增长、西藏那曲风电", 5, id="no school, no firms"),
        pytest.param(
            "日照分会场、日照权威发布、日照部分企业、中国大庆、大庆典型经验",
            5,
            id="what only begins like 日照分析, 大庆典礼",
        ),
        pytest.param("到安阳调研文字博物馆，到成都考察华西医院", 2, id="verbs before another organisation"),
        pytest.param("援藏干部在阿里工作六年", 1, id="a word that speaks of its province"),
        pytest.param("程序员在阿里工作六年", 0, id="and none"),
        pytest.param("来宾至北京的列车", 2, id="one end of a route is a city, so the other is"),
        pytest.param("尖扎、贵南、化隆三县的花椒", 3, id="a list that is said to be one of places"),
        pytest.param("上海公立医院、常德各中学、西安兰州高铁", 4, id="any hospital or school, and two cities"),
        pytest.param("深圳一公司、武汉一化工厂、上海多家集团", 3, id="any firm of a place"),
        pytest.param("陕西镇安的电站", 2, id="镇 begins a county's name"),
        pytest.param("上海五星级酒店、三亚入住酒店、广州一家宾馆、西安网红酒店", 4, id="any hotel of a place"),
        pytest.param(
            "河南多家制药企业、江苏生物制药产业、徐州淮海战役纪念馆", 3, id="any firm, a branch of industry, a memorial"
        ),
        pytest.param("多家云南公司、浙江杭州公司、武汉桥梁、香港执行总裁、北京一场秋拍", 6, id="any firm, any auction"),
        pytest.param("浙江交达集团（简称“浙江交达”），浙江交达称，浙江", 1, id="a firm's short name, and later"),
        pytest.param("记者获悉，湖北宜达（000999.SZ）扩产，湖北宜达在湖北", 1, id="a share's name, and later"),
        pytest.param("江苏省高级法院（简称“江苏高院”）说，江苏高院", 3, id="a court's short name"),
        pytest.param("北京故宫博物院、收购了北京海浪足球队", 1, id="a museum that goes by another name, a team"),
        pytest.param("湖南航空产业、陕西航空城、四川航空枢纽", 3, id="what flies there"),
        pytest.param("厦门市3例（海沧区2例、湖里区1例）", 3, id="a district that is a word, counted with its city's"),
        pytest.param(
            "青岛市2例（市北区），晋城市7例（城区2例、泽州县5例）", 5, id="the same alone in brackets, or first"
        ),
        pytest.param("天津确诊：宝坻区60例，河东区15例、河北区12例", 4, id="the same after another district's count"),
        pytest.param("兰溪至建德、大同至原平铁路", 4, id="ends of a railway are places, counties too"),
        pytest.param("新疆巴州2例、兵团3例，四川巴中巴州区", 5, id="short for one, and a district of another"),
        pytest.param("出院的有河东区1例、红桥区1例、河北区1例", 3, id="counted before any other of its city"),
        pytest.param("滕州市委、山亭区委、市中区委、薛城区政府、滕州市政府", 5, id="in a list of organs"),
        pytest.param("在六合马鞍街道、德清武康街道、如皋长江镇", 3, id="a county's short name before one of its towns"),
        pytest.param("六合小镇、六合彩街道、会同石羊镇党委", 0, id="but no kind of town, and no word"),
        pytest.param("上海黄浦、深圳南山、上海金山", 6, id="a district that is a word, right after its city"),
        pytest.param("上海黄浦江、深圳南山寺", 2, id="and what else is called so there"),
        pytest.param("山南地区、海东地区的牧民", 2, id="an ordinary word with what it was until lately"),
        pytest.param("安徽的巢湖，治理太湖、滇池、巢湖", 3, id="a lake's city where its province is spoken of"),
        pytest.param("去丽江住此酒店，武汉医院满员", 2, id="this hotel, and all hospitals of a city"),
        pytest.param("穿过勉县，流回勉县，汉中的河", 3, id="two characters after words that no name ends in"),
        pytest.param("怒江全州，怒江的水", 1, id="what only a prefecture has follows"),
        pytest.param("内蒙古的林场，大兴安岭的林场", 1, id="mountains that reach into another province"),
    ],
)
def test_doubtful_names_need_support(text: str, count: int) -> None:
    assert len(find_places(text)) == count


# --- whatever the text is


@pytest.mark.parametrize(
    "text",
    ["湖北：随县、房县。", "甘肃\n文县\n康县", "文县、康县和成县", "1\t随县\t应县人民政府"],
)
def test_counties_whose_names_are_words_too_stand_alone(text: str) -> None:
    expected = re.findall("随县|房县|文县|康县|成县|应县", text)
    assert [mention.text for mention in find_places(text) if mention.place.level == "county"] == expected
    assert find_places("本次随县和县直及全县应县级要求行事") == ()


@pytest.mark.parametrize("text", ["命名应县和太湖县为书香县", "延吉市和成县、太湖县"])
def test_counties_whose_names_are_words_too_stand_beside_another(text: str) -> None:
    assert [mention.text for mention in find_places(text)] == re.findall("应县|成县|太湖县|延吉市", text)


def test_a_text_of_nothing_but_names_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.places.mentions._MOST_NAMES", 3)
    assert found("合肥、芜湖、滁州、六安、安庆") == ["合肥 合肥市", "芜湖 芜湖市", "滁州 滁州市"]


NAMES = [form for forms in divisions().folded.values() for form in forms]
TEXTS = st.lists(
    st.one_of(st.sampled_from(NAMES), st.sampled_from("、，市区县省路大学的和定一李[]"), st.text(max_size=3)),
    max_size=30,
)


@given(TEXTS.map("".join))
def test_mentions_stand_in_order_and_are_written_as_said(text: str) -> None:
    """No text makes it fail; mentions do not overlap, and their offsets are those of the text that was given."""
    mentions = find_places(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@given(st.sampled_from([place for place in divisions().places.values() if place.level != "county"]))
def test_every_full_name_of_a_province_or_prefecture_is_found(place: Place) -> None:
    assert [mention.place for mention in find_places(f"在{place.name}，")] == [place]


def test_what_makes_a_longer_name_begins_with_what_is_looked_at_first() -> None:
    """The short cut before the long pattern leaves out nothing that the pattern finds."""
    known = namesakes._patterns()
    words = set(re.findall("[\u4e00-\u9fff]+", known.following.pattern))
    characters = {character for word in words for character in word} | set("”’")
    assert {a for a in characters for word in words | {""} if known.following.match(a + word)} <= known.heads
    roads = set(re.findall("[\u4e00-\u9fff]", compounds._ROAD))
    assert {a for a in roads for b in roads | {""} if compounds.is_road(a + b, 0)} <= compounds._ROAD_HEADS


@pytest.mark.parametrize(
    "unit",
    [
        "北京，鼓楼区",
        "长沙鼓楼区，",
        "上海人民人民人民",
        "固定西",
        "四川师范师范师范师范",
        "朝阳",
        "海西、海北、",
        "人工湖北",
        "北京、白银",
        "德清",
    ],
)
def test_the_time_grows_with_the_length(unit: str) -> None:
    """Texts made to be hard: 16 times as long takes nowhere near the 256 times of a quadratic search."""

    def seconds(times: int) -> float:
        begun = time.process_time()
        find_places(unit * times)
        return time.process_time() - begun

    short = min(seconds(1_000) for _ in range(3))
    assert seconds(16_000) < 100 * short + 0.5
