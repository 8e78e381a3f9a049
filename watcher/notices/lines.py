"""What a single line of an article is: metadata of the page, a footer, a head line over the text, addressees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from watcher.articles.paragraphs import Paragraph
from watcher.notices.dates import read_date
from watcher.notices.numbers import number_of_line, serial_of_line
from watcher.notices.organs import is_signed_by_person, organs_of_line
from watcher.notices.titles import bare

_METADATA = (
    "索引号|主题分类|主题词|发文机关|发文机构|发文单位|发布机构|发布单位|制发机关|成文日期|生成日期|印发日期|发文日期|发布日期|公布日期|发布时间|"
    "发文时间|发文字号|文件编号|文件字号|发布文号|文号|标题|名称|信息名称|文件名称|有效性|效力状态|是否有效|时效性|信息分类|公开方式|公开属性|公开类别|公开形式|"
    "信息公开|组配分类|体裁分类|服务对象|关键词|公文种类|文种|统一编号|统一登记号|生效日期|施行日期|废止日期|失效日期|信息索取号|内容概述|"
    "(?:发文|公文|发布|公布|印发|制定|批准|审批|施行|实施|废止|失效|签发|录入)(?:机关|机构|部门|单位|主体|者|人|时间|日期|文号|标题|名称|编号)|"
    "备注[/／]文号|公文生成日期|法规(?:类型|类别|分类|内容)|所属(?:行业|区域|地区|分类|栏目)|效力(?:级别|位阶|等级)|时效|页面功能|评论|"
    "公开日期|公开时限|公开范围|主题词|所属机构|原文链接|更新时间|检索时间|来源|信息来源|文章来源|稿源|作者|时间|日期|字体|字号|浏览|点击|阅读|访问|编辑|责任编辑|分享|打印|当前位置|您的位置|首页|原标题|【字体|\\[字体"
)
# Metadata of the page and what its template puts over a text: 发布日期：…, 字体：大 中 小
PAGE_LINE = re.compile(
    rf"[•·●▪\s]{{0,4}}[【\[（(]?(?:{_METADATA})(?:次数|人次|量|数|到)?[：:\t|>】]|(?:大\s*中\s*小|打印|分享|收藏|首页|正文)\s*$|"
    r"[\dA-Z]{6,12}(?:-\d)?/\d{4}(?:\d\d)?-\d{3,8}|(?:信息)?索引号\s?\w|发文机关[\u3400-\u9fff]|(?:发文字号|主题分类|组配分类|信息分类)[\u3400-\u9fff]|(?:发文日期|成文日期|生成日期|施行日期|实施日期|公布日期|发布日期)\d|"
    r"(?:时效性|效力级别|效力位阶|法规类别|制定机关|发布部门)[\u3400-\u9fff]|"
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:\d{1,2}[:：]\d{2}(?::\d{2})?)?\s*(?:来源.{0,60}|$)"
)
LABEL = re.compile(rf"[•·●▪]?(?:{_METADATA})\s?[：:]?")  # of metadata whose value stands on the next line
_CAME_INTO_FORCE = re.compile(r"[（(]?.{8,11}日.{0,40}(?:会议|通过|批准|公布|发布|施行|实施|生效|修订|修正)[）)]?")
# （2019年3月2日…会议通过）
PASSED = re.compile(
    r"[（(].{0,12}\d*.{0,60}(?:通过|批准|发布|公布|修订|修正)[^）)]{0,80}[）)]"
)  # （2019年3月2日…会议通过）
# What ends a document on a page: 责任编辑, 相关阅读 and other promotion
FOOTER = re.compile(
    r"[（(【\[—\-\s]{0,4}(?:责任?编辑|编辑[：:丨|]|相关(?:阅读|新闻|链接|稿件|报道|解读|推荐|文章)|延伸阅读|推荐阅读|上一[篇条]|下一[篇条]|免责声明|版权声明|"
    r"特别声明|本文来源|文章来源|信息来源|稿源|来源[：:]|原文链接|记者[：:]|作者[：:]|打印本页|关闭窗口|扫一扫|扫描(?:下方|上方|左侧|右侧|二维码)|分享到|返回顶部|海量资讯|更多精彩|"
    r"点击(?:查看|进入|阅读|下载)|END|热门推荐|新浪财经|网友评论|解读链接|(?:热点|举报|政策解读|图解)(?:新闻|专题|反馈|[：:]?\s*(?!.)|\s*[/|／]))"
)
_NO_ADDRESSEE = re.compile(
    r"如下|现将|《|。|决定|收悉|通知|公告|下列|以下|要求是|附件|联系|^(?:尊敬|亲爱|各位|同志|女士|先生|朋友|根据|按照|依据|为|经|一|二|（一|\d)"
)
_RECIPIENT = re.compile(
    r"(?:政府|部委|[部委局厅署办院会行社处室科站司所校队联协馆台厂]|机构|单位|部门|公司|集团|企业|大学|学院|学校|中心|兵团|委员|代表|主席|同志|公众|市民|群众|居民|业主|旅客|考生|家长|(?:参与|持有|纳税|当事|投资|经营|申请)[人者]|组织|机关|海关|法人|组|团|园区|人员|用户|专家|师生|员工|职工|学生|教师|教职工|研究生|毕业生|新生|干部|党员|会员|读者|[市县区州盟旗省])"
    r"(?:[（(][^（）()]{1,80}[）)])?\s?[：:]$"
)
_EACH = re.compile("各[^要应须请可将已把对在]{2,100}")  # 各有关经营主体：
_DATE_AT_END = re.compile(
    r"[\s\u3000\d〇○◯零ＯOoОо一二三四五六七八九十元年月]{6,24}[日号]$|\s*20\d\d[-./]\d{1,2}[-./]\d{1,2}$"
)
_SENTENCE_OR_ITEM = re.compile(
    r"[。；！]|^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[．、]|\.(?!\d))|第[一二三四五六七八九十\d]{1,4}[章条节]|附\s?件.{4}|抄送|为|根据|按照|经)"
)
_BRACKETED_DATE = re.compile(r"[（(]([^（）()]{8,16}日)[）)]$")  # 某局（2023年3月30日）
DATE_ENDS = frozenset("|日号。）) 0123456789０１２３４５６７８９")


def title_text(lines: Sequence[Paragraph], title: range) -> str:
    """The lines of a title as one, apart by spaces."""
    return " ".join(lines[i].text for i in title)


def is_marked(line: Paragraph) -> bool:
    """Whether the page sets a line apart as titles are."""
    return line.align == "center" or line.bold or line.kind == "h"


def is_head_line(text: str) -> bool:
    """Whether a line stands between a title and the text and is neither: a number, a date, metadata of the page."""
    if len(text) > 300:
        return False
    joined = re.sub(r"[ \u3000]+", "", text)
    return bool(
        number_of_line(text)
        or serial_of_line(text)
        or PAGE_LINE.match(joined)
        or read_date(text)
        or read_date(joined.strip("（）()"))
        or PASSED.fullmatch(joined)
        or _CAME_INTO_FORCE.fullmatch(joined)
        or organs_and_date(text)[1]
    )


def may_stand_over_text(text: str) -> bool:
    """Whether a line may be what a page puts between a document's title and its text, whatever it says."""
    is_lead = text[-1:] in {"：", ":"} and len(text) > 8
    is_short = len(text) <= 100 or ("://" in text and len(text) <= 2000)
    return is_short and not is_lead and not _SENTENCE_OR_ITEM.search(text)


def is_metadata_row(line: Paragraph) -> bool:
    """Whether a table's row is metadata of the page, its label in a cell of its own."""
    return line.kind == "row" and bool(PAGE_LINE.match(bare(line.text.split("\t")[0]) + "："))


def is_addressees(text: str) -> bool:
    """Whether a paragraph names those that a document goes to: ends in a colon, and is no sentence."""
    return (
        3 <= len(text) <= 1500
        and text[-1] in "：:"
        and not PAGE_LINE.match(text)
        and not _NO_ADDRESSEE.search(text)
        and all(_RECIPIENT.search(f"{rank[-100:]}：") or _EACH.fullmatch(rank) for rank in re.split("[；;]", text[:-1]))
    )


def organs_and_date(text: str) -> tuple[tuple[str, ...], date | None]:
    """The signers and the date that share a line; () for an office holder, and no date where the line is another."""
    text = _BRACKETED_DATE.sub(r"\1", text) if text[-1:] in {"）", ")"} else text
    if len(text) < 120 and text[-1:] in DATE_ENDS and (tail := _DATE_AT_END.search(text)):
        organs = organs_of_line(text[: tail.start()])
        if organs or is_signed_by_person(text[: tail.start()]):
            return organs, read_date(tail[0].strip())
    return (), None


def labelled(text: str, labels: str) -> int | None:
    """Offset past a label of metadata (发文字号：) in a line, its letters spaced or not; None where it has none."""
    spaced = "|".join(r"\s*".join(label) for label in labels.split("|"))
    match = re.search(rf"(?:{spaced})[\s：:\]】]*", text[:2000])
    return match.end() if match else None
