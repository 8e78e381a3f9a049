"""Whether what looks like a place's name is only part of a longer name, or where two other words meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from watcher.places.divisions import divisions, table_rows
from watcher.places.firms import is_seat

_SEAMS = Path(__file__).with_name("seams.tsv")

# 南京东路, 中山一路, 唐山道, 北京大街; not 北京街头, 北京四环路, 江苏路桥, 上海一路向北, 唐山|路北区.
_ROAD = (
    r"(?![二三四五六七]环路)[东西南北中外内环二三四五六七八九十]{1,3}(?:路|大街)|"
    r"[西南北]道|东道(?!主)|[中]?道(?=[上与和的、,。0-9两号街]|[小中]学|$)|[东西南北中]?一路(?![走北南东西向高领奔追飞狂坐驾颠])|"
    r"(?<!唐山)路(?![面过段况途网线桥程边局由经径透遇费虎演])|大道|大街(?!小巷|上)|街(?![头上道边区景坊巷拍舞口])|胡同|高架(?!桥)|里弄|弄堂"
)

# What stands between the place and the kind of body: 北京|航空航天|大学, 武汉|第三|医院.
_FIELDS = (
    "人民|新华|物理|生态|地质|地球|光学|力学|材料|微电子|信息|协和|同济|华山|瑞金|同仁|友谊|天坛|安贞|积水潭|宣武|阜外|佑安|地坛|仁济|曙光|湘雅|齐鲁|西京|"
    "中医药?|医科|医学|药科|师范|理工|工业|工程|工学|科技|科学|技术|交通|农商|农业|农林|林业|"
    "农村|财经|专科|高等|女子|语言|开放|飞行|飞控|控制|音像|炼油|浦东|考古|自动化|矿业|能源|煤业|焦煤|铜业|船舶|造船|轴承|机车|客车|水泥|酒业|农垦|文旅|交投|地产|置业|"
    "管乐|交响|爱乐|民乐|外国语|外贸|对外|经济|贸易|经贸|电子|邮电|航空|航天|化工|化学|石油|石化|海洋|海事|水产|水利|体育|音乐|"
    "美术|艺术|戏剧|戏曲|电影|古籍|文艺|少儿|教育|画报|译文|有线|舞蹈|印刷|服装|政法|公安|警官|民族|职业|工商|商业|"
    "中文|浸会|都会|卫星|发射|测控|机场|地铁|港口|港务|城投|物产|煤炭|水务|燃气|"
    "商务|建筑|城市|儿童|妇幼|保健|肿瘤|口腔|胸科|传染病|精神|附属|军医|中心|总|联合|广播|电视|电力|电气|电器|电机|"
    "汽车|钢铁|铝业|有色|铁路|轨道|地铁|公交|移动|电信|联通|烟草|机床|机械|重工|制药|医药|药业|生物|实业|产业|发展|"
    "开发|投资|国际|信托|保险|证券|期货|融资|担保|建设|建工|城建|住总|控股|股份|有限|责任|旅游|文化|传媒|报业|出版|"
    "新闻|青年|少年|妇女|工人|社会|自然|历史|第[一二三四五六七八九十0-9]{1,3}"
)
# These make a name right after a place: 北京大学 but not 北京|大学生, 南京银行 but not 南京|银行业.
_BODIES = (
    r"大学(?![生城])|师大|医大|交大|理工大|农大|科大|财大|工大|大附[中小]|银行(?![业界家间卡信存贷利监])|卫视|电视台|"
    r"电台|日报|文汇报|大公报|周刊|周报|月刊|晚报|晨报|时报|早报|商报|都市报|青年报|证券(?![市业监从期及])|证交所|商品交易所|军区|卫戍区|警备区|铁路局|局(?=集团|管内|获悉|对|客运|机务|车务)|新闻网|网(?=[讯”0-9])|号[”’]|在线(?=[讯报记消0-9]|..[0-9])|"
    r"电影制片厂|出版社|京剧[团院]|话剧[团院]|歌舞[团院]|杂技团|乐团|芭蕾舞团|越剧院|画院|[男女][篮排足乒]|足协|篮协|"
    r"队(?![伍列友形])|舰(?![队艇船])|[”’]?号[”’]?[导护驱潜轮船舰邮渔科货客考]|大饭店|饭店(?!业)|宾馆(?!业)|大酒店|中心医院|专科学校|师专|分(?:公司|行|社)|[省市]分行|支行|营业部|文学(?=》)|文艺(?=》)|作家(?=》)|书画(?=》)|学报|镇(?![江远康雄赉平原宁海巴坪安南])|乡(?![村镇土亲间下情愁音宁城党贤])|村(?![民镇庄里落干委支级居务部医官寨际Bba超播晚])|一中(?=[等、和与的,。]|$)|[二三四五六七八九十][一二三四五六七八九十]{0,2}中(?=[等学校、和与的,。]|$)|"
    r"商学院|博物馆|博物院|图书馆|美术馆|科学院|社科院|农科院|天文台|师院|医学院"
)
# These only after a field: 武汉儿童医院 is a name, 武汉医院 any of them.
_BODIES_OF_FIELDS = (
    r"学院|学校|中学(?!生)|小学(?!生)|医院|公司(?!法)|集团(?!军)|研究院|研究所|研究中心|厂(?![家商长])|交易所|基金会|"
    r"广播(?![电体操])|协会|学会|商会|俱乐部|剧院|中心(?![城区地带])|总会|股份|报(?![告道名考警价表导送备批请偿复])"
)
# Houses, languages, wares and dishes that a place only gives its name to: 重庆大厦, 广东话, 兰州拉面; but the island,
# basin or bay that is called by a place lies in it: 海南岛, 四川盆地, 深圳湾.
_NAMESAKES = (
    r"山脉|大厦|起义|事变|惨案|兵变|[一二三四五六七八九十0-9]{1,3}号(?=[”卫火飞股基私])|"
    r"话(?![剧题语音费别筒])|戏(?![曲剧迷台])|窑(?![洞厂])|啤酒(?![节城])|"
    r"牛肉(?=[面拉粉干火])|拉面|火腿|铁观音|毛尖|紫砂|白瓷|青花瓷|狗不理|八怪|麻辣烫|肉夹馍|胡辣汤|酸辣粉|小笼包|炸酱面|担担面|擀面皮|过桥米线|盐水鸭|驴肉火烧|大盘鸡|烧鸡|小面|热干面|燃面|刀削面|米粉|米线|螺蛳粉|凉皮|泡馍|麻花|炒饭|鸡饭|火锅|烤鸭|板鸭|扒鸡|臭豆腐"
)
_FOLLOWING = re.compile(f"{_ROAD}|{_NAMESAKES}|{_BODIES}|(?:{_FIELDS}){{1,6}}(?:{_BODIES}|{_BODIES_OF_FIELDS})")
_ROAD_AFTER = re.compile(_ROAD)
# What these begin with, or more: most names are followed by none of it, and need no look at hundreds of words.
_HEADS = frozenset("东西南北中内外环二三四五六七八九十一道路大街胡高里弄").union(
    *(part[: part.find("]") + 3] for part in f"{_NAMESAKES}|{_BODIES}|{_FIELDS}".split("|"))
)

SURNAMES = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱林郭罗宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕蒋蔡贾丁魏薛叶阎潘杜戴廖邹熊陆郝孔崔邱秦顾侯"
    "邵孟龚樊方田姚卢钟汪范谭贺史雷钱汤尹乔赖洪詹欧裴祁柳岳施葛耿焦舒牛尤凌费季翟伍鲁盛童邬俞聂卓殷肖闫付倪庞鲍涂柴滕翁骆阮裘佟晏岑"
)
# Surnames that stand before a place as ordinary words: only the start of a name may stand before them (歌手高大同).
WORDLIKE_SURNAMES = frozenset("石高马任金白江龙万段易常武文夏严毛康章兰申解关左向包游温华齐路边安古项祝尚穆曲辛蓝房甄")
# After these a surname begins: 书记, 主任, 教授, 记者, 选手, 名叫 … and what is no Chinese character at all.
_BEFORE_PERSONS = frozenset("民人记任授者手员师长席理将士志叫由把被请和与及家工生友星姐哥演")

# City names that people are called by too.
_GIVEN_NAME = re.compile(
    "长春|银川|金华|大庆|德州|中山|玉林|玉树|桂林|安康|安庆|广元|广安|泰安|永安|延安|吉安|兴安|云林|文山|海东|海西|"
    "伊春|丽江|文昌|建德|玉环|福清|镇江|大同|昌平|永康|东阳|延庆|瑞安|宝山|保山|清远|保定|昌吉|新余|福安|安吉|延吉|庆阳|海宁|"
    "汉中|向阳|朝阳|三明|东营|遂宁|宜昌|南平|宜春|常德|德阳|绍兴|嘉兴|长治|承德|安顺|安阳|金昌|武威|益阳|信阳|九江|抚顺|丹东|辽阳|"
    "松原|衡阳|邵阳|岳阳|咸阳|汉阳|延边|景洪|文成|永年"
)


# What only persons are and do, right after their names.
_OF_PERSONS = re.compile(
    "说|表示|认为|回忆|坦言|告诉|笑|哭|去世|逝世|同志|先生|女士|老师|教授|师傅|等人|本人|饰|的徒弟|[0-9]{1,2}岁"
)

# Right before a name: it is a place there, 越南太原, 韩国安阳. Texts do not put a Chinese place there, but for 内蒙古.
_COUNTRIES = (
    "韩国", "日本", "越南", "朝鲜", "美国", "英国", "法国", "德国", "泰国", "缅甸", "老挝", "印度", "印尼", "俄罗斯",
    "乌克兰", "加拿大", "新加坡", "马来西亚", "菲律宾", "柬埔寨", "澳大利亚", "意大利", "西班牙", "葡萄牙", "墨西哥",
    "巴西", "秘鲁",
)  # fmt: skip
_ENDS_OF_COUNTRIES = frozenset(country[-1] for country in _COUNTRIES)

# What stands right before a name that is a seat, abroad or a person's: before most names nothing of it does.
_TELLING = _ENDS_OF_COUNTRIES | SURNAMES | WORDLIKE_SURNAMES | frozenset("(学院")

# Words of two characters that a full name may end in, where more of theirs follows: 构成|都市圈, 货运|城市群.
_CITY_WORDS = re.compile("[都城]市(?:[圈群报化型更志竞丽白森]|生活|形象)")

# What follows the place at the head of a report and one on a river, though 华北, 京报, 河山 and 东段 are words:
# 记者吴丽华|北京|报道, 黄河|山东|段.
_NO_SEAM = re.compile("报道|讯|[专来日]电(?![影视脑])|消息|段(?![落位子])|地区|电脑")


def is_seam(text: str, start: int, end: int) -> bool:
    """Whether two words meet inside the name at these offsets: 商厦|门廊, 部长|沙龙, 人工湖|北岸, 构成|都市圈.

    It takes both: 长沙龙舟赛 and 在市长春节讲话后 hold one such word each, and are left to other reasons.
    """
    if start == 0 or text[start - 1] not in _seams().before.get(text[start], ""):  # nearly all names
        return False
    if end == len(text) or end - start > 3 or not _ends_word(text, start):
        return False
    if end - start == 3:
        return _CITY_WORDS.match(text, start + 1) is not None
    if text[start:end] in _provinces() and _is_rarely_parted(text[start - 1 : start + 1], text[end - 1 : end + 1]):
        return False
    return _begins_word(text, end - 1) and not _NO_SEAM.match(text, end)


def _is_rarely_parted(ending: str, beginning: str) -> bool:
    """Whether one of the words that meet in the name of a province is rarer than it: 楼上|海地 in 楼上上海地铁."""
    return beginning not in _provinces() and not _seams().rare.isdisjoint((ending, beginning))


def _ends_word(text: str, at: int) -> bool:
    """Whether a word that began before the character at this offset ends with it."""
    seams, before = _seams(), text[at - 1]
    if before not in seams.before.get(text[at], ""):
        return False
    return before in seams.ends[text[at]] or not seams.long.isdisjoint((text[at - 2 : at + 1], text[at - 3 : at + 1]))


def _begins_word(text: str, at: int) -> bool:
    """Whether a word that goes on after the character at this offset begins with it."""
    seams = _seams()
    if text[at + 1] in seams.begins.get(text[at], ""):
        return True
    return not seams.long.isdisjoint((text[at : at + 3], text[at : at + 4]))


class _Seams(NamedTuple):
    """Words that may meet inside a name."""

    ends: Mapping[str, str]  # the first character of a name, or a surname, to those that make a word before it
    begins: Mapping[str, str]  # the last character of a name to those that make a word after it
    long: frozenset[str]  # words of three and four characters that end or begin with one of these
    rare: frozenset[str]  # words of two characters that do not part the name of a province
    before: Mapping[str, str]  # like `ends`, with the last character but one of long words too


@cache
def _seams() -> _Seams:
    sides: defaultdict[str, defaultdict[str, str]] = defaultdict(lambda: defaultdict(str))
    for side, character, others in table_rows(_SEAMS.read_text(encoding="utf-8")):
        sides[side][character] = others
    before = sides["ends"].copy()
    long = frozenset(chain.from_iterable(map(str.split, sides["long"].values())))
    for word in long:
        before[word[-1]] += word[-2]
    return _Seams(sides["ends"], sides["begins"], long, frozenset(sides["rare"]["-"].split()), before)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(short for code, (_, short) in divisions().folded.items() if code.endswith("0000"))


def is_part_of_longer_name(text: str, start: int, end: int) -> bool:
    """Whether the short name at these offsets of a folded text belongs to a road, an organisation or a person."""
    after = text[end : end + 1]
    if after in _HEADS and _FOLLOWING.match(text, end):
        return True
    if after == "、" and text.startswith("铁路局", end + 3):  # 太原、西安铁路局 are two
        return True
    if start == 0 or text[start - 1] not in _TELLING:
        return False
    return is_abroad(text, start) or is_seat(text, start, end) or _is_given_name(text, start, end)


def is_road(text: str, end: int) -> bool:
    """Whether the place that ends here gives its name to a road."""
    return _ROAD_AFTER.match(text, end) is not None


def is_abroad(text: str, start: int) -> bool:
    """Whether a country stands right before the name that begins here."""
    return text[start - 1 : start] in _ENDS_OF_COUNTRIES and text.endswith(_COUNTRIES, 0, start)


def _is_given_name(text: str, start: int, end: int) -> bool:
    """李长春: a surname stands before, and before that what a person's name follows; names of two characters only."""
    if end - start != 2:
        return False
    surname, before = text[start - 1], text[max(0, start - 2) : start - 1]
    if surname not in SURNAMES and surname not in WORDLIKE_SURNAMES:
        return False
    if before and before in _seams().ends.get(surname, ""):
        return False  # the end of a word: 工程, 每周, 双方
    is_name = _GIVEN_NAME.match(text, start) is not None
    if before in _BEFORE_PERSONS or not "\u4e00" <= before <= "\u9fff":
        return is_name or surname in SURNAMES
    return surname in SURNAMES and (is_name or _OF_PERSONS.match(text, end) is not None)
