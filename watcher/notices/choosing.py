"""How sentences choose places: what stands before and after the list of them.

确定重庆、深圳等10个城市为…试点城市; 同意在石家庄市、太原市设立…; 对南通市、舟山市予以表扬.
"""

from __future__ import annotations

import re

_CHOOSES = "确定|确认|同意|公布|批准|认定|命名|选定|选取|选择|遴选|授予|增补|新增|增列|增设|评选|评定|恢复|保留|设立|列"
_LEADS = re.compile(
    rf"(?:{_CHOOSES})(?:了|出|由|设立|建立|建设|增补|新增|以下|下列)?(?:县级|地级)?(?:[^，。；]{{0,8}}?(?:在|将|以|把|对|授予|命名|你(?:省|市|县|区|自治区|厅|委|局)))?[：:“]?$"
    r"|(?:名单|如下|城市|地区|试点|示范[区县市]|名城)(?:名单)?(?:如下|为|是|包括|分别为|有)?(?:[（(][^（）()]{0,12}[）)])?[：:]$"
    r"|试点(?:范围|地区|区域|城市|省份|省市|[省市县区])(?:包括|为|是|有|确定为|覆盖)$"
    r"|(?:试点|示范)(?:范围|地区|区域|城市)[^，。；]{0,6}(?:扩大|拓展|扩展|调整|增加)(?:到|至|为)$"
    r"|(?:同意|批准|决定)在(?:[\u3400-\u9fff]{2,8}[、和]){1,4}$"  # after names that are no known places
    r"|(?:同意|批准|决定)(?:设立|建设|建立)中国[（(]$"
    r"|(?:同意|批准)(?:对外开放|扩大开放)$|灾区(?:分别)?[为是][：:]?$"
    r"|以下[^，。；：]{0,16}(?:纳入|列入|入选|获得|通过)[^，。；：]{0,12}[：:]$"
    r"|(?:排名|得分|入选|重点)[^，。；]{0,8}(?:城市|地区|[市县区])(?:分别)?[为是有][：:]?$"
    r"|[市省州区]\s?\d{1,3}\s?个，(?:分别)?[为是]$"
    r"|(?:入选|入围|获评|获批)的?(?:城市|地区|[市县区])?(?:有|为|是|包括)[：:]?$"
)
_LEAVES = re.compile(r"[^，。；]{0,6}(?:退出(?!贫困)|撤销|取消|不再|终止|暂停)")
_LEADS_TO_BECOME = re.compile(r"(?:将|把|对|由|以|，|。|；|^|经.{0,20}|你[省市县区州])$")
_BECOMES = re.compile(
    r"(?:[（(][^（）()]{0,40}[）)])?[”]?(?:共|等地?)?(?:\s?(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})\s?个?[^，。；、]{0,16}?)?"
    r"(?:经[^，。；]{0,16})?(?:，?(?:决定|现|拟))?(?:已?被|正式|增补|新增|补充|一并|同时|分别|均){0,2}(?:列为|列入|确定为|作为|调整为|划定为|划为|升级为|入围|获评|荣获|认定为|命名为|纳入|增补为|设为|增列为|入选|获批|评为|选为|成为|承担[^，。；]{0,8}(?:试点|示范)"
    r"|为[^，。；、]{0,8}(?:试点|示范)(?:城市|地区|[市县区])?(?=[，。；]|$)"
    r"|(?:均|已|全部)?通过[^，。；]{0,8}(?:复核|复查|验收|考核|评估|复审|评审|认定)"
    r"|(?:均|已|全部)?达到[^，。；]{0,12}(?:标准|要求)，|(?:考核|考评|评价|评估|复核)(?:结果|等次|等级)?为?(?:优秀|良好|合格|达标)(?!的)"
    r"|(?:经?(?:复核|复查|验收|考核|评估))?(?:合格|达标|通过)?，?(?:继续)?保留)"
)
_FOLLOWS = re.compile(
    r"(?:联合体)?(?:[（(][^（）()]{0,40}[）)])?[）)]?(?:[、和][\u3400-\u9fff]{2,6}(?=设立|开展|建设)){0,2}(?:[一二两三四五六七八九十\d]{1,3}\s?个?(?:[省市县区州地]|城市|地区)|的(?:批复|复函|函|通知|决定|意见|公告)|[”。；，：]|\s*$|等|共|为|作|列|开展|设立|建设|建立|增设|成立|组建|承担|先行|成为|名义|申办|举办|承办|创建|退出贫困|全域|(?:航空|水运|铁路|公路)?口岸|"
    r"[^，。；]{0,20}(?:称号|试点|示范|综合|国家|省级|一批|\d+个|自由贸易|新区|县级|市辖区|保税|跨境|园区|高新|开发区|试验区|名城))"
)
# After a short name another word may only begin with these: 怀柔板栗栽培系统 does not choose 怀柔.
_NEXT_WORD = re.compile(
    r"\W|\d|[等共为作列开设建承先成名申举创市县区州三两二四五六七八九十的]|联合体|新区|高新|经济|国家|综合|自由|自贸|试点|示范|保税|出口|航空|口岸|跨境|$"
)
_IN_ORGAN = re.compile(
    r"(?:[\u3400-\u9fff](?<![等和及与、为的在以个])){1,10}?(?:[局厅]|委员会|管委会|公司|大学|学院|学校|医院|集团|银行)"
)
_ACTS = re.compile("撤销|调整|将|设立|建立|增设|成立|组建")  # 同意山东省撤销…: the province acts and is not chosen
_FOUNDS = re.compile("设立|建立|增设|成立|组建")  # 同意云和县设立…保护区 chooses the county
_N = r"(?:等)?\s?(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个?[^，。；、]{0,8})?"  # 等10个城市
_PRAISED_IN = re.compile(r"对[^，。；]{0,40}(?:的|突出|明显|显著)(?:地方)?[：:]?$")
_PRAISED = re.compile(rf"{_N}[^，。；、]{{0,8}}(?:予以|给予|进行)[^，。；]{{0,8}}(?:表扬|激励|奖励|通报|表彰|支持)")
_TO = re.compile("(?:^|，|决定)对$")
_COMMENDED = re.compile(rf"{_N}(?:予以|给予|进行)[^，。；]{{0,8}}(?:表扬|激励|奖励|表彰)")
_SUPPORTS = re.compile(
    r"支持(?:在|以)?$|(?:决定|同意|选择|批准|确定|拟)(?:率先|首先|先)?在$|(?:首批|先期|率先)(?:选择)?在$|日起，?在$"
)
_ON_TRIAL = re.compile(rf"{_N}(?:开展|建设|实施|创建|先行|启动|推行)[^，。；]{{0,30}}(?:试点|示范|试验|先行)")
_IN = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?|为[^，。；]{2,36}，)?在$"
)  # what stands there is done there
_TRIED = re.compile(rf"{_N}(?:(?:开展|实施|先行|启动)[^，。；]{{0,30}}(?:试点|试验|先行)|(?:开展|实施)(?:首批|第一批))")
_RESPONDS = re.compile(
    rf"{_N}(?:(?:启动|发布)[^，。；]{{0,16}}(?:应急响应|预警)"
    r"|(?:予以|给予|进行|实施|实行)?(?:通报批评|挂牌督办|区域限批))"
)
IN_SUPPORT = re.compile("关于(?:进一步|大力|全力|金融)?支持$")  # of a title
_CHOOSING = (  # before and after the places
    (_LEADS, _FOLLOWS),
    (_LEADS_TO_BECOME, _BECOMES),
    (_PRAISED_IN, _PRAISED),
    (_TO, _COMMENDED),
    (_SUPPORTS, _ON_TRIAL),
    (_IN, _TRIED),
    (_TO, _RESPONDS),
    (re.compile("推荐$"), re.compile(rf"{_N}(?:参评|参选|申报|申办|参加[^，。；]{{0,10}}(?:评选|评审|遴选))")),
    (re.compile("试点(?:工作)?(?:首先|率先|先)?在$"), re.compile(rf"{_N}(?:进行|开展|实施|展开|启动)")),
    (re.compile("关于$"), re.compile("(?:国土空间|城市)?总体规划[^，。；]{0,16}的批复")),
    (IN_SUPPORT, re.compile("[^，。；]{1,40}的?(?:意见|通知|函|决定|批复|方案|措施)")),
)
_DECIDES = re.compile("(?:决定|同意|批准|确定|拟支持)(?!对)[^。；]{0,30}$")
_ALL_OF = re.compile(
    r"\s?(\d{1,4}|[一二两三四五六七八九十]{1,3})\s?个?[^，。；、]{0,8}?(?:[省市县区州旗]|城市|地区)(?=[。，；])"
)
OF_A_VILLAGE = re.compile(
    "[\u3400-\u9fff]{1,6}?(?:[镇乡]|街道)[\u3400-\u9fff]{1,6}?(?:村|社区)"
)  # 剑川县沙溪镇寺登村: the village is chosen
OF_HOW_MANY = re.compile(r"\s?\d{1,3}\s?个，(?:分别)?[为是]")  # 芜湖市1个，为南陵县
ZONE = re.compile("[^，。；、]{0,12}(?:保税区|试验区|开发区|示范区|新区|实验区)")
OVER_PLACES = re.compile(  # a heading in the line of what stands under it: （一）试点地区。合肥市…
    r"\s{0,4}(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]{1,2})?\s?.{0,6}(?:试点|示范|先行|对接|入选|创建|支持|培育|激励)(?:范围|地区|区域|城市|省份|[省市县区])[。：:]\s?"
)
ALSO = re.compile(  # 确定甲市为…试点，乙市为…试点
    r"(?:等)?\s?(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个?[^，。；、为]{0,8})?为[^，。；]{0,30}(?:试点|示范|城市|地区|单位)"
)
_EARLIER = re.compile(r"此前|曾经?|已于|已将|已在|去年|上一?批|前[一二三四五]批")
_REFUSES = re.compile("[不未](?:予|宜|再)?(?:同意|批准|认定|确定|列入|入选|命名)[^，。；]{0,12}$")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def chooses(lead: str, following: str, places: int) -> bool:
    """Whether a sentence chooses the places between `lead` and `following`, of which there are so many."""
    if any(before.search(lead) and after.match(following) for before, after in _CHOOSING):
        return True
    counted = _ALL_OF.match(following) if _DECIDES.search(lead) else None
    return counted is not None and count_of(counted[1]) == places


def names_otherwise(lead: str, following: str, places_found: bool) -> bool:
    """Whether a sentence tells of an earlier choice, of a refusal, of an organ of the place, or of what it does."""
    return bool(
        _IN_ORGAN.match(following)
        or _LEAVES.match(following)
        or _EARLIER.search(lead)
        or _REFUSES.search(lead)
        or (lead.endswith("同意") and _ACTS.match(following) and not (places_found and _FOUNDS.match(following)))
    )


def goes_on_with_a_word(following: str) -> bool:
    """Whether what follows a short name is more of a word: 怀柔板栗栽培系统."""
    return not _NEXT_WORD.match(following)


def count_of(numeral: str) -> int:
    """A number of up to 99 in either numerals."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)
