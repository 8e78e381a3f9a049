"""Whether what looks like a place's name is the name of a person: 李长春."""

from __future__ import annotations

import re

from watcher.places.gazetteer import gazetteer
from watcher.places.seams import is_end_of_word

SURNAMES = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱林郭罗宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕蒋蔡贾丁魏薛叶阎潘杜戴廖邹熊陆郝孔崔邱秦顾侯"
    "邵孟龚樊方田姚卢钟汪范谭贺史雷钱汤尹乔赖洪詹欧裴祁柳岳施葛耿焦舒牛尤凌费季翟伍鲁盛童邬俞聂卓殷肖闫付倪庞鲍涂柴滕翁骆阮裘佟晏岑朴"
)
# Surnames that stand before a place as ordinary words: only the start of a name may stand before them (歌手高大同).
WORDLIKE_SURNAMES = frozenset("石高马任金白江龙万段易常武文夏严毛康章兰申解关左向包游温华齐路边安古项祝尚穆曲辛蓝房甄")
ALL_SURNAMES = SURNAMES | WORDLIKE_SURNAMES
# After these a surname begins: 书记, 主任, 教授, 记者, 选手, 名叫 … and what is no Chinese character at all.
_BEFORE_PERSONS = frozenset(
    "民人记任授者手员师长席理将士志叫由把被请和与及家工生友星姐哥演表问监编督官察兵夫妻子女弟妹犯董"
)

# What only persons are and do, right after their names.
_OF_PERSONS = re.compile(
    "说|表示|认为|回忆|坦言|告诉|笑|哭|去世|逝世|同志|先生|女士|老师|教授|师傅|等人|本人|饰|的徒弟|[0-9]{1,2}岁"
)

# What given names end in and what nothing else has between a place and such words: not 许昌|人说, 常德|也表示.
ENDS_OF_NAMES = frozenset("平华明国强伟林良义诚忠春胜辉荣祥斌峰杰刚超鹏飞亮龙波涛健康宁建志仁贵福英芳霞玲兰梅")


def is_whole_name(text: str, start: int, end: int) -> bool:
    """许昌|平说, where one of `ENDS_OF_NAMES` follows a place that begins with a surname."""
    is_name = end - start == 2 and text[start] in ALL_SURNAMES
    return is_name and _OF_PERSONS.match(text, end + 1) is not None


def is_given_name(text: str, start: int, end: int) -> bool:
    """李长春: a surname stands before, and before that what a person's name follows; names of two characters only."""
    if end - start != 2:
        return False
    surname, before = text[start - 1], text[max(0, start - 2) : start - 1]
    if surname not in ALL_SURNAMES:
        return False
    if is_end_of_word(text, start - 1):  # 工程, 每周, 双方
        return False
    is_name = text[start:end] in gazetteer().given_names
    if before in _BEFORE_PERSONS or not "\u4e00" <= before <= "\u9fff":
        return is_name or surname in SURNAMES
    return surname in SURNAMES and (is_name or _OF_PERSONS.match(text, end) is not None)
