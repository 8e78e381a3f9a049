"""Whether what looks like a place's name is only part of a longer name, or where two other words meet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from watcher.notices.divisions import table_rows

_SEAMS = Path(__file__).with_name("seams.tsv")

# 南京东路, 中山一路, 唐山道, 北京大街; not 北京街头, 北京四环路, 江苏路桥, 上海一路向北.
_ROAD = (
    r"(?![二三四五六七]环路)[东西南北中外内环二三四五六七八九十]{1,3}(?:路|大街)|"
    r"[东西南北中]?道(?=[上与和的、,。0-9两号街]|$)|[东西南北中]?一路(?![走北南东西向高领奔追飞狂坐驾颠])|"
    r"路(?![面过段况途网线桥程边局由经径透遇费虎演])|大道|大街(?!小巷)|街(?![头上道边区景坊巷拍舞口])|胡同|高架(?!桥)|里弄|弄堂"
)

# What stands between the place and the kind of body: 北京|航空航天|大学, 武汉|第三|医院.
_FIELDS = (
    "人民|协和|同济|华山|瑞金|同仁|友谊|天坛|安贞|积水潭|宣武|阜外|佑安|地坛|仁济|曙光|湘雅|齐鲁|西京|"
    "中医药?|医科|医学|药科|师范|理工|工业|工程|工学|科技|科学|技术|交通|农商|农业|农林|林业|"
    "农村|财经|外国语|外贸|对外|经济|贸易|经贸|电子|邮电|航空|航天|化工|化学|石油|石化|海洋|海事|水产|水利|体育|音乐|"
    "美术|艺术|戏剧|戏曲|电影|古籍|文艺|少儿|教育|画报|译文|有线|舞蹈|印刷|服装|政法|公安|警官|民族|职业|工商|商业|"
    "中文|浸会|都会|卫星|发射|测控|机场|地铁|港口|港务|城投|物产|煤炭|水务|燃气|"
    "商务|建筑|城市|儿童|妇幼|保健|肿瘤|口腔|胸科|传染病|精神|附属|军医|中心|总|联合|广播|电视|电力|电气|电器|电机|"
    "汽车|钢铁|铝业|有色|铁路|轨道|地铁|公交|移动|电信|联通|烟草|机床|机械|重工|制药|医药|药业|生物|实业|产业|发展|"
    "开发|投资|国际|信托|保险|证券|期货|融资|担保|建设|建工|城建|住总|控股|股份|有限|责任|旅游|文化|传媒|报业|出版|"
    "新闻|青年|少年|妇女|工人|社会|自然|历史|第[一二三四五六七八九十0-9]{1,3}"
)
# These make a name right after a place: 北京大学 but not 北京|大学生, 南京银行 but not 南京|银行业.
_BODIES = (
    r"大学(?![生城])|师大|医大|交大|理工大|农大|科大|财大|工大|大附[中小]|银行(?![业家间卡信存贷利监])|卫视|电视台|"
    r"电台|日报|晚报|晨报|时报|早报|商报|都市报|青年报|证券交易所|证交所|商品交易所|军区|卫戍区|警备区|铁路局|"
    r"电影制片厂|出版社|京剧[团院]|话剧[团院]|歌舞[团院]|杂技团|乐团|芭蕾舞团|越剧院|画院|[男女][篮排足乒]|足协|篮协|"
    r"队(?![伍列友形])|舰(?![队艇船])|[”’]?号[”’]?[导护驱潜轮船舰邮渔科货客考]|大饭店|饭店(?!业)|宾馆(?!业)|大酒店|"
    r"商学院|博物馆|博物院|图书馆|美术馆|科学院|社科院|农科院|天文台|师院|医学院"
)
# These only after a field: 武汉儿童医院 is a name, 武汉医院 any of them.
_BODIES_OF_FIELDS = (
    r"学院|学校|中学(?!生)|小学(?!生)|医院|公司(?!法)|集团(?!军)|研究院|研究所|研究中心|厂(?![家商长])|交易所|基金会|"
    r"协会|学会|商会|俱乐部|剧院|中心(?![城区地带])|总会|股份|报(?![告道名考警价表导送备批请偿复])"
)
# Houses, languages, wares and dishes that a place only gives its name to: 重庆大厦, 广东话, 兰州拉面; but the island,
# basin or bay that is called by a place lies in it: 海南岛, 四川盆地, 深圳湾.
_NAMESAKES = (
    r"山脉|大厦|"
    r"话(?![剧题语音费别筒])|戏(?![曲剧迷台])|窑(?![洞厂])|啤酒(?![节城])|"
    r"拉面|牛肉面|小面|热干面|燃面|刀削面|米粉|米线|螺蛳粉|凉皮|泡馍|麻花|炒饭|鸡饭|火锅|烤鸭|板鸭|扒鸡|臭豆腐"
)
_FOLLOWING = re.compile(f"{_ROAD}|{_NAMESAKES}|{_BODIES}|(?:{_FIELDS}){{1,6}}(?:{_BODIES}|{_BODIES_OF_FIELDS})")

_COMPANY_WORD = re.compile("公司|事务所|企业集团|总厂")
_COMPANY_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,12}?)(?:(?:股份(?:有限)?|有限(?:责任)?|集团|总|实业)公司|(?:律师|会计师)事务所|企业集团|总厂)"
)
_CLAUSE = re.compile(
    "[的了在是和与将对向为有这从被把让给等及市省县区家]|企业|成立|引进|引入|委托|注册|收购|支持|授权|批准|约谈|处罚|起诉|组建|设立"
)

_SURNAMES = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱林郭罗宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕蒋蔡贾丁魏薛叶阎潘杜戴廖邹熊陆郝孔崔邱秦顾侯"
    "邵孟龚樊"
)
# Surnames that are ordinary words as well, so that only the start of a name may stand before them: 歌手方大同.
_OTHER_SURNAMES = frozenset(
    "方石田高马任姚卢钟汪范金谭贺白江史龙万段雷钱汤尹易常武乔赖文夏洪严毛詹欧裴祁康章柳岳兰施严葛申解耿关焦左"
    "舒向牛尤包游凌费温季翟华齐路伍鲁边安古"
)
# After these a surname begins: 书记, 主任, 教授, 记者, 选手, 名叫 … and what is no Chinese character at all.
_BEFORE_PERSONS = frozenset("人记任授者手员师长席理将士志叫由把被请和与及家工生友星姐哥演")

_BEFORE_NO_SURNAME = {"林": "吉桂榆玉园森", "周": "每一两三四上本下这几半整"}  # 吉林长春, 每周银川

# City names that people are called by too.
_GIVEN_NAME = re.compile(
    "长春|银川|金华|大庆|德州|中山|玉林|玉树|桂林|安康|安庆|广元|广安|泰安|永安|延安|吉安|兴安|云林|文山|海东|海西|"
    "伊春|丽江|文昌|建德|玉环|福清|镇江|大同|昌平|永康|东阳|延庆|瑞安|宝山|保山|清远|保定|昌吉|新余|福安|安吉|延吉|庆阳|海宁|"
    "汉中|向阳|朝阳|三明"
)


# Words of two characters that a full name may end in, where more of theirs follows: 构成|都市圈, 货运|城市群.
_CITY_WORDS = re.compile("[都城]市[圈群报化型更]")

# What follows the place at the head of a report: 记者吴丽华|北京|报道, though 华北 and 京报 are words.
_DATELINE = re.compile("报道|讯|[专来日]电|消息")


def is_seam(text: str, start: int, end: int) -> bool:
    """Whether two words meet inside the name at these offsets: 商厦|门廊, 部长|沙龙, 构成|都市圈.

    It takes both: 长沙龙舟赛 and 在市长春节讲话后 hold one such word each, and are left to other reasons.
    """
    if start == 0 or end == len(text) or end - start > 3:
        return False
    ends, begins = _seams()
    if text[start - 1] not in ends.get(text[start], ""):
        return False
    if end - start == 3:
        return _CITY_WORDS.match(text, start + 1) is not None
    return text[end] in begins.get(text[end - 1], "") and not _DATELINE.match(text, end)


@cache
def _seams() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The first character of a name to those that make a word before it, the last to those that do after it."""
    sides: dict[str, dict[str, str]] = {"ends": {}, "begins": {}}
    for side, character, others in table_rows(_SEAMS.read_text(encoding="utf-8")):
        sides[side][character] = others
    return sides["ends"], sides["begins"]


def is_part_of_longer_name(text: str, start: int, end: int) -> bool:
    """Whether the short name at these offsets of a folded text belongs to a road, an organisation or a person."""
    runs_on = text[end : end + 1] >= "\u4e00" or text[end : end + 1] in "”’"
    if runs_on and (_FOLLOWING.match(text, end) or is_company(text, end)):
        return True
    return _is_given_name(text, start, end)


def is_company(text: str, end: int) -> bool:
    """Whether 某某股份公司 follows the place that ends here, without a word that companies' names don't have."""
    if not _COMPANY_WORD.search(text, end, end + 18):
        return False
    found = _COMPANY_NAME.match(text, end)
    return found is not None and not _CLAUSE.search(found[1])


def _is_given_name(text: str, start: int, end: int) -> bool:
    """李长春: a surname stands before, and before that what a person's name follows; names of two characters only."""
    if end - start != 2 or start == 0:
        return False
    surname, before = text[start - 1], text[max(0, start - 2) : start - 1]
    if surname < "\u4e00":
        return False
    begins_name = before in _BEFORE_PERSONS or not "\u4e00" <= before <= "\u9fff"
    if surname in _OTHER_SURNAMES:
        return begins_name and _GIVEN_NAME.match(text, start) is not None
    if surname not in _SURNAMES:
        return False
    is_surname = before not in _BEFORE_NO_SURNAME.get(surname, "-")
    return begins_name or (is_surname and _GIVEN_NAME.match(text, start) is not None)
