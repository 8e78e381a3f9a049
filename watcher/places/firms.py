"""Whether a place's name begins that of a firm, a bank, a hospital or a university, or says where its seat is."""

from __future__ import annotations

import re

# One of these words is in every name of a firm, but for a share with its number. Words alone: a pattern that begins
# with one of a few characters is looked for five times as fast.
_COMPANY_WORD = re.compile("公司|事务所|集团|营业部|医院|大学|学院|出版社|研究会|商会|公益金|厂|银行|支行|分行|股权")
_COMPANY_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,12}?)(?:(?:股份(?:有限)?|有限(?:责任)?|集团|总|实业)公司|(?:律师|会计师)事务所|企业集团|总厂)"
)
# After a full name: 阳泉市|商业银行, 某某银行|湖南省|分行.
_OF_FIRM = re.compile("(?:农村|城市|商业|合作|信用|农商|村镇){1,2}银行|分(?:公司|行)|支行")
# A firm of which no legal form is told: 深圳|东方置地|公司, 泸州|宝光|集团, 潍坊|柴油机|厂.
_PLAIN_NAME = re.compile(
    r"([\u4e00-\u9fff]{2,8}?)公司(?![法债])|([\u4e00-\u9fff]{2,8}?)(?:集团(?!军)|营业部|支行|厂(?![家商长房区址化]))"
    r"|([\u4e00-\u9fff]{2,3})[^\u4e00-\u9fff]{0,8}股权"
)
# A share with its number: 佛山|照明(000541).
_SHARE = re.compile(r"[\u4e00-\u9fff]{1,3}\((?:sh|sz)?[0-9]{6}")
# 南京|鼓楼|医院, 温州|肯恩|大学, but not 上海|公立|医院; schools are called by less than their city: 常德|育才中学.
_SCHOOL_NAME = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:医院|大学(?![生城毕])|学院|出版社|研究会|总商会|公益金)")
_NO_SCHOOL_NAME = re.compile(
    "[的了在是和与将对向为从被把让给等及市省县区一两几某各多该本此新老首每些家个所位名女男全届生上完读考进入到去来送建援加着依闯就有这那部分报除选应]"
    "|方舱|社区|公立|民营|民办|公办|定点|三甲|综合|专科|儿童|妇产|妇儿|精神|宠物|整形|美容|乡镇|乡村|山村|农村|基层|大型|知名|顶尖|医保|隔离|希望|寄宿"
    "|附近|当地|本地|重点|世界|高校|高等|主城|境内|周边|独立|普通|在建|监狱|醉汉"
)
# What follows the seat of one of these schools.
_CAMPUS = re.compile(
    "校区|分校|(?:国际|高等)?研究生?院|(?:附属)?医院|学院|分院"
    r"|[\u4e00-\u9fff]{0,9}研究所|[\u4e00-\u9fff]{2,4}所(?![有以在需])"
)
_SCHOOLS = ("大学", "学院", "科学院", "中科院")
_COMPANY_REST = re.compile(r"[\u4e00-\u9fff]{0,8}(?:公司|事务所|集团)")
# What stands in no name of a company.
_CLAUSE = re.compile(
    "[的了在是和与将对向为这从被把让给等及省县区]|(?<!城)市|有(?!限|色|机|资产)|[一二两三四五六七八九十几多百千0-9那该]家|企业|成立|引进|引入|委托"
    "|注册|收购|支持|授权|批准|约谈|处罚|起诉|组建|设立"
)
# Nor does this, where nothing but 公司, 集团 or 厂 says that it is one.
_LOOSE = re.compile(
    "[一两几某各多该本此新旧老其首每些家个所位名起称指说讲问告曝涉因已正再又也都就还很最更能会可应要想去来到往经过令请求让致交付"
    "破侦获禁严报调者拟委厅局属旗清配]|上市|跨国|外资|外贸|民营|合资|联合|发布|建立|减持|机场|工厂|烟花|鞭炮|处理|热源|生产|中心|[大电水]$|^.{0,2}[工化]$|(?<![化军])工$"
)
# What any firm may do: 上海|物流|公司 is none of that name.
_TRADES = re.compile(
    "(?:物流|快递|保险|公交|供电|供水|自来水|燃气|热力|地铁|房地产|房产|地产|科技|网络|食品|药业?|医药|广告|装修|装饰|旅游|投资|担保|贷款|小贷|贸易|建筑|施工|运输"
    "|出租|租赁|物业|保安|家政|搬家|中介|传媒|影视|文化|石油|石化|化工|钢铁|汽车|电力|电信|移动|通信|软件|互联网?|信托|证券|基金|期货|融资|理财|能源|环保|餐饮|服装"
    "|玩具|家具|船务|航空|铁路|港口|旅行|代孕|教育|培训|咨询|游戏|直播|总|母|子|分|城投|建投|国有|私营|创业|创新|电子|机械|矿业|煤业|出版|设计|工程|项目|面粉|禽业|零部件|晶圆|代工|加工)+"
)


def is_company(text: str, end: int, is_short: bool = False) -> bool:
    """Whether a firm's name goes on after the place that ends here, without a word that such names don't have.

    After a short name of a place it may be one whose legal form is not told.
    """
    if text[end : end + 1] < "\u4e00":
        return False
    if not _COMPANY_WORD.search(text, end, end + 18) and "(" not in text[end + 1 : end + 4]:
        return False
    if (found := _COMPANY_NAME.match(text, end)) and not _CLAUSE.search(found[1]):
        return True
    if (_SHARE if is_short else _OF_FIRM).match(text, end):
        return True
    if is_short and (found := _SCHOOL_NAME.match(text, end)) and not _NO_SCHOOL_NAME.search(found[1]):
        return True
    if not (found := _PLAIN_NAME.match(text, end)) or (not is_short and not found[1]):
        return False
    name = next(filter(None, found.groups()))
    return not _CLAUSE.search(name) and not _LOOSE.search(name) and not _TRADES.fullmatch(name)


def is_seat(text: str, start: int, end: int) -> bool:
    """某某大学|珠海|校区, 某某大学(北京), 某某传媒(北京)有限公司: which seat or office of it is meant."""
    if text[start - 1] == "(":
        is_closed = text[end : end + 1] == ")"
        return is_closed and (text.endswith(_SCHOOLS, 0, start - 1) or _COMPANY_REST.match(text, end + 1) is not None)
    return text[start - 1] in "学院" and text.endswith(_SCHOOLS, 0, start) and _CAMPUS.match(text, end) is not None
