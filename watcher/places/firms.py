"""Whether a place's name begins that of a firm, a bank, a hospital or a university, or says where its seat is."""

from __future__ import annotations

import re

from watcher.places.namesakes import SHARE_NUMBER, is_clause, is_loose, is_trade

_COMPANY_NAME = re.compile(
    r"([\u4e00-\u9fffa-z]{1,12}?)(?:(?:股份(?:有限)?|有限(?:责任)?|集团|总|实业)公司|(?:律师|会计师)事务所|企业集团|总厂)"
)
# After a full name: 阳泉市|商业银行, 某某银行|湖南省|分行.
_OF_FIRM = re.compile(
    "(?:农村|城市|商业|合作|信用|农商|村镇|建设|工商|农业){1,2}银行|分(?:公司|行)|支行|(?:农村)?(?:信用(?:合作)?社|(?:信用)?(?:合作)?联社)"
)
# A firm of which no legal form is told: 深圳|东方置地|公司, 泸州|宝光|集团, 潍坊|柴油机|厂.
_PLAIN_NAME = re.compile(
    r"([\u4e00-\u9fffa-z]{2,10}?)公司(?![法债])|([\u4e00-\u9fff]{2,8}?)(?:集团(?!军)|营业部|[支分]行|厂(?![家商长房区址化甸胡]))"
    r"|([\u4e00-\u9fff]{2,3})[^\u4e00-\u9fff]{0,8}股权"
)
# A maker of medicine or milk of which no more is told: 河南|恒瑞|制药; but 河南|生物|制药|企业.
_MAKER = re.compile(r"([\u4e00-\u9fff]{2,3}?)(?:制药|药业|乳业|酒业|重工)(?![企产行工厂业巨园基板化领])")
# A share with its number or what only shares do: 佛山|照明(000541), 江苏|国泰|涨停.
_SHARE = re.compile(rf"[\u4e00-\u9fff]{{1,3}}{SHARE_NUMBER}")
_QUOTED = re.compile(
    "([\u4e00-\u9fff]{2,3})(?:股价|股票|发?布?公告[称,:显]|发布[\u4e00-\u9fff]{0,4}公告|(?:[发公]布|披露|交出)[^,。;]{0,7}(?:季报|年报|中报|财报|业绩)|(?:实现)?归母净利|净利润|涨停|跌停|停牌|复牌|董事长|(?<!执行)(?<!首席)(?:副?总经理|副?总裁))"
)
_NOT_QUOTED = re.compile(
    "总部|[股板企市党区委会街局院校台港的]|公司|集团|机场|银行|书记|主席"
    # organs and branches of industry, which report too: 上海|海关|发布年报
    "|海关|[检警]方|网信|统计|税务|消协|公安|气象|人社|医保|教育|交警|环保|国资|工业|券商"
)
# What follows the seat of one of these schools.
_CAMPUS = re.compile(
    "校区|分校|(?:国际|高等)?研究生?院|(?:附属)?医院|学院|分院"
    r"|[\u4e00-\u9fff]{0,9}研究所|[\u4e00-\u9fff]{2,4}所(?![有以在需])"
)
# What stands before the place where a university or a hospital has another: 某某大学华西|广安|医院, 儿科医院|厦门|医院.
_AFFILIATED = re.compile("(?:大学|学院)(?:医学院)?(?:附属|华西|湘雅|同济|齐鲁)$|(?:医院|医学中心)$")
ENDS_BEFORE_SEAT = frozenset("(学院属西雅济鲁心")  # of all that a seat may follow: 大学(, 学院, 附属, 华西, 医学中心 …
_HOSPITAL = re.compile("[\u4e00-\u9fff]{0,6}?医院")
_SCHOOLS = ("大学", "学院", "科学院", "中科院")
# What stands before a place that is no part of what a firm is called: 多家|云南|公司.
_BEFORE_PLACE = frozenset(
    "购诉立建入出资骗称某国省市区在的从与和及或对向到于为是家个些驻往给让把将该各如等达来去自由被有些多"
)
_COMPANY_REST = re.compile(r"[\u4e00-\u9fff]{0,8}(?:公司|事务所|集团)")
# A firm's short name, which no organ's is and no place's: 浙江交达, but not 江苏高院 or 海南自贸港.
_CODE = re.compile(SHARE_NUMBER)
_SHORT_NAME = re.compile(
    r"简称(?:[“\"]|为[“\"])([\u4e00-\u9fff]{2,3}(?:(?![省市县区州委府局厅院会办港湾岛城])[\u4e00-\u9fff]){2,4})[”\"]"
    rf"|([\u4e00-\u9fff]{{4}}){SHARE_NUMBER}"
)


def is_company(text: str, end: int, is_short: bool = False) -> bool:
    """Whether a firm's name goes on after the place that ends here, without a word that such names don't have.

    After a short name of a place it may be one whose legal form is not told.
    """
    if (found := _COMPANY_NAME.match(text, end)) and not is_clause(found[1]):
        return True
    if (_SHARE if is_short else _OF_FIRM).match(text, end):
        return True
    if is_short and (found := _QUOTED.match(text, end)) and not _NOT_QUOTED.search(found[1]):
        return not is_loose(found[1]) and not is_trade(found[1])
    if is_short and (found := _MAKER.match(text, end)) and _is_own_name(found[1]):
        return True
    if not (found := _PLAIN_NAME.match(text, end)) or (not is_short and not (found[1] or found[2])):
        return False
    return _is_own_name(next(filter(None, found.groups())))


def _is_own_name(words: str) -> bool:
    """Whether nothing in these words says that they are none of a firm's own: 东方置地, but not 物流 or 一家制药."""
    return not is_clause(words) and not is_loose(words) and not is_trade(words)


def short_names(text: str) -> tuple[str, ...]:
    """What firms are called in a text that says so: 某某公司(简称“浙江交达”), 湖北宜达(000999.sz)."""
    if "简称" not in text and not _CODE.search(text):
        return ()
    return tuple(name for found in _SHORT_NAME.finditer(text) for name in found.groups() if name)


def is_branch(text: str, start: int, end: int) -> bool:
    """东航|云南|公司: a firm's name stands before the place, and nothing that says that it is any firm there."""
    before = text[start - 1 : start]
    return text.startswith("公司", end) and "\u4e00" <= before <= "\u9fff" and before not in _BEFORE_PLACE


def is_seat(text: str, start: int, end: int) -> bool:
    """某某大学|珠海|校区, 某某大学(北京), 某某传媒(北京)有限公司: which seat or office of it is meant."""
    if text[start - 1] == "(":
        is_closed = text[end : end + 1] == ")"
        return is_closed and (text.endswith(_SCHOOLS, 0, start - 1) or _COMPANY_REST.match(text, end + 1) is not None)
    if _AFFILIATED.search(text, start - 9 if start > 9 else 0, start):
        return _HOSPITAL.match(text, end) is not None
    return text[start - 1] in "学院" and text.endswith(_SCHOOLS, 0, start) and _CAMPUS.match(text, end) is not None
