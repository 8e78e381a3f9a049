"""Makes article directories to measure on: nine news to one notice, in the form and size of a mirrored news page.

    python -m benchmarks.corpus DIRECTORY 20000 [--small]

The same number and seed give the same bytes. All sentences are our own; no two articles say the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random

CITIES = (
    *("合肥", "芜湖", "宁波", "温州", "苏州", "徐州", "长沙", "株洲", "成都", "绵阳"),
    *("西安", "宝鸡", "济南", "淄博", "青岛", "厦门", "泉州", "福州", "武汉", "宜昌"),
)
MINISTRIES = (
    *("住房和城乡建设部", "工业和信息化部", "交通运输部", "自然资源部"),
    *("生态环境部", "水利部", "农业农村部", "科学技术部"),
)
TOPICS = (
    *("城市更新", "智能网联汽车", "充电设施", "老旧小区改造", "海绵城市"),
    *("数字农业", "绿色建筑", "工业互联网", "轨道交通", "河湖治理"),
)
PLANTED = tuple(f"观测词{first}{second}" for first in "甲乙丙丁戊己庚辛壬癸" for second in "子丑寅卯辰巳午未申酉")
_PER_FOLDER = 1000
_START = datetime(2021, 12, 3, tzinfo=UTC)

_NEWS = (
    "记者从{city}市有关部门获悉，{topic}工作今年已经安排项目{n}个，其中{m}个在上半年开工。",
    "在{city}的一处工地上，工人们正在核对第{n}批材料的清单，负责人说工期比计划提前了{m}天。",
    "参加座谈的企业认为，{topic}要做的事情很多，先把账算清楚，再谈扩大规模。",
    "{city}市民到窗口办理相关手续，平均等候时间由{n}分钟降到{m}分钟。",
    "有专家提醒，{topic}不能只看投入的数量，还要看{m}年以后是否仍在使用。",
    "据统计，去年{city}与{other}之间的货运量增加了百分之{m}，新增线路{n}条。",
    "{ministry}的一位工作人员介绍，下一步会把各地的做法整理成册，供没有经验的地方参考。",
    "来自{other}的考察团在{city}停留了{m}天，先后走访{n}家单位。",
    "一家成立不到{m}年的公司说，订单排到了明年，眼下最缺的是熟练的技术人员。",
    "傍晚时分，{city}的街道上人渐渐多起来，沿街的{n}个摊位开始营业。",
    "这项调查持续了{m}个月，收回有效问卷{n}份，结果将在年底前公布。",
    "与前一年相比，{topic}的平均造价下降了百分之{m}，维护费用也有所减少。",
)
_NOTICE = (
    "为做好{topic}有关工作，经研究，确定{city}、{other}等{m}个城市开展第{m}批试点，试点期为{m}年。",
    "试点城市要制定实施方案，明确任务和时间表，于{year}年{month}月{day}日前报送{ministry}备案。",
    "有关省级主管部门要加强指导，及时协调解决试点中的问题，每半年报送一次进展情况。",
    "各地要落实资金，严格管理，做到项目{n}个以上的城市有专人负责，确保工作取得成效。",
    "对工作不力、进展缓慢的城市，将予以通报；连续{m}次考核不合格的，取消试点资格。",
    "请各试点城市确定{m}名联系人，并与工作办公室保持联系，有关情况和建议及时反映。",
)

_HEAD = """
---
title: '{title}'
categories: 
 - 财经
 - 样本新闻
 - 样本新闻－{topic}
headimg: 'https://img.example.com/finance/{n}/w550h354/{number:09d}.png'
author: 样本新闻
comments: false
date: {date}
thumbnail: 'https://img.example.com/finance/{n}/w550h354/{number:09d}.png'
---

<div>   
<div class="img_wrapper"><img src="https://img.example.com/finance/{n}/{number:09d}.png" alt data-link></div>
"""  # noqa: W291 - as the generator of such files writes it

_TAIL = """<!-- keywords: pub,sample -->







<!-- frame below the text -->
<!-- statement -->











<!-- statement -->

<!-- notice of copyright: left to the page's own template, which is not part of what is mirrored here -->
<!-- column of related articles: begin -->
            <style>
            .relatedWrap&#123;clear:both;margin:20px 0;padding:12px 0;border-top:1px dashed #E6E6E6;&#125;
            .relatedWrap li&#123;float:left;width:50%;font-size:16px;line-height:32px;overflow:hidden;&#125;
            .relatedWrap li a:hover&#123;color:#C81623;text-decoration:none;&#125;
            </style>
<!-- column of related articles: end -->

<!-- code below the text: begin -->
            <style>
            .appendQr_wrap&#123;border:1px solid #E6E6E6;padding:8px;&#125;
            .appendQr_normal&#123;float:left;&#125;
            .appendQr_normal img&#123;width:74px;&#125;
            .appendQr_normal_txt&#123;float:left;font-size:20px;line-height:74px;padding-left:20px;color:#333;&#125;
            </style>
            <div class="clearfix appendQr_wrap">
                <div class="appendQr_normal"><img src="https://img.example.com/finance/qr/343.png"></div>
                <div class="appendQr_normal_txt">下载样本新闻客户端，随时随地看新闻</div>
            </div>
<!-- code below the text: end -->

<p class="article-editor">责任编辑：样本 </p>
<!-- editor-->

{}
</div>
            """.format("  ")  # two spaces, as the generator of such files leaves them


def articles(count: int, *, small: bool = False, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Names below the directory, and the files' texts; small ones have one paragraph."""
    for number in range(count):
        random = Random(f"{seed} {number}")
        yield f"{number // _PER_FOLDER:04d}/{number:07d}.md", article(number, random, small=small)


def article(number: int, random: Random, *, small: bool = False) -> str:
    """One file; every tenth is a notice."""
    city, other = random.sample(CITIES, 2)
    values: dict[str, object] = {
        "city": city,
        "other": other,
        "ministry": random.choice(MINISTRIES),
        "topic": random.choice(TOPICS),
        "number": number,
        "n": random.randrange(11, 999),
        "m": random.randrange(2, 11),
        "date": format_datetime(_START + timedelta(minutes=number), usegmt=True),
        "year": random.randrange(2019, 2025),
        "month": random.randrange(1, 13),
        "day": random.randrange(1, 29),
    }
    is_notice = number % 10 == 0
    title, paragraphs = (_notice if is_notice else _news)(values, random, 1 if small else 0)
    body = "\n".join(paragraphs)
    return _HEAD.format(title=title, **values) + body + ("</div>\n" if small else _TAIL)


def make(directory: Path, count: int, *, small: bool = False, seed: int = 1) -> None:
    """Write the articles."""
    for name, text in articles(count, small=small, seed=seed):
        path = directory / name
        if number_of(name) % _PER_FOLDER == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def number_of(name: str) -> int:
    """The number of the article with this name."""
    return int(Path(name).stem)


def keywords(count: int, seed: int = 1) -> list[str]:
    """Different words of three to five characters: the hundred planted ones (one news in ten has one), and noise."""
    random = Random(seed)
    alphabet = "".join(sorted(set("".join((*_NEWS, *_NOTICE, *CITIES, *TOPICS)) + "云山海风光电网桥路港园区厂矿")))
    alphabet = "".join(character for character in alphabet if "\u4e00" <= character <= "\u9fff")
    words = dict.fromkeys(PLANTED)
    while len(words) < count:
        words["".join(random.choices(alphabet, k=random.randrange(3, 6)))] = None
    return list(words)[:count]


def _news(values: dict[str, object], random: Random, limit: int) -> tuple[str, list[str]]:
    title = "{city}{topic}项目第{number}号进展：{n}家单位参加".format(**values)
    sentences = random.sample(_NEWS, 4 if limit else len(_NEWS))
    if random.random() < 0.1:
        sentences.append(f"这一条里有{random.choice(PLANTED)}，供检索使用。")
    # repeated with other numbers until the text is as long as that of a usual page
    said = [_said(sentence, values, random) for sentence in sentences * (1 if limit else 2)]
    paragraphs = ["".join(said[start : start + 3]) for start in range(0, len(said), 3)]
    return title, [f'<p cms-style="font-L">　　{text}</p>' for text in paragraphs[: limit or None]]


def _notice(values: dict[str, object], random: Random, limit: int) -> tuple[str, list[str]]:
    title = "{ministry}关于开展{topic}第{number}批试点工作的通知".format(**values)
    centred = [f'<p style="text-align: center;">　　<strong>{title}</strong></p>']
    centred += ['<p style="text-align: center;">　　建样函〔{year}〕{n}号</p>'.format(**values)]
    addressees = '<p cms-style="font-L">　　各省、自治区、直辖市及新疆生产建设兵团有关主管部门：</p>'
    said = [_said(sentence, values, random) for sentence in _NOTICE * (1 if limit else 2)]
    text = [f'<p cms-style="font-L">　　{sentence}</p>' for sentence in said]
    signed = [
        f'<p style="text-align: right;" cms-style="font-L">　　{line}</p>'
        for line in ("{ministry}".format(**values), "{year}年{month}月{day}日".format(**values))
    ]
    copies = '<p cms-style="font-L">　　<strong>抄送：{city}市、{other}市人民政府。</strong></p>'.format(**values)
    open_to_all = '<p cms-style="font-L">　　（此件主动公开）</p>'
    return title, [*centred, addressees, *text[: limit or None], *signed, open_to_all, copies]


def _said(sentence: str, values: dict[str, object], random: Random) -> str:
    return sentence.format(**values | {"n": random.randrange(11, 999), "m": random.randrange(2, 11)})


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), small="--small" in sys.argv[3:])
