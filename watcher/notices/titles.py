"""标题: telling a document's title from other lines, and what it says: kind, issuers, series and batch.

GB/T 9704-2012 7.3.1: issuers, 关于, the matter and the kind (文种).
"""

from __future__ import annotations

import re

from watcher.notices.organs import full_name, is_organ, split_joint
from watcher.numerals import number

# Kinds of the regulation of 2012 (党政机关公文处理工作条例, 8), longest first where one ends in another.
_KINDS = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "复函",
    "函",
    "纪要",
    "令",
)
# Last words of titles that official sites use beside them: the first as often as kinds, the others for laws and plans.
_COMMON_KINDS = ("答复", "公示", "更正")
_OTHER_KINDS = ("规定", "办法", "细则", "条例", "方案", "规划", "计划", "要点", "解释")
_NAMES = {"复函": "函", "令": "命令"}
KINDS = tuple(kind for kind in (*_KINDS, *_COMMON_KINDS, *_OTHER_KINDS) if kind not in _NAMES)  # that a notice may have

KIND_WORDS = (*_KINDS, *_COMMON_KINDS, *_OTHER_KINDS)  # that a title may end in

_LAST_WORD = re.compile(rf"({'|'.join(KIND_WORDS)})$")
ENDS_OF_TITLES = frozenset([*(kind[-1] for kind in KIND_WORDS), *"）)】]。.！!号"])
_TRAILING = re.compile(r"[（(【\[][^（）()【】\[\]]{1,40}[）)】\]]$|[。.！!]$")
FORWARDS = re.compile("转发|批转|印发")  # in the title of a document that encloses another
_MATTER = re.compile(r"关于|转发|批转|印发|公布|发布|对.{2,60}的(?:批复|复函|函|答复|意见|通报|决定)$")
_ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十\d]{1,4}[章条节]|附件|附[：:]|"
    r"抄送|来源|原标题|相关|一图|图解|解读|责任编辑|上一篇|下一篇|[\u3400-\u9fff]{0,4}(?:标题|名称)[：:]|标题|名称|信息名称|现将|根据|按照|为|记者|经|特此|请|联系|凡|[•·●◆■※])"
)
_SENTENCE = re.compile(
    r"[。；;！？?!][^”’》」）)]|[，,]现(?:予|将|就|提出)|特此|[，,].*。$|[：:；;，,]$|(?:日前|近日|记者|网讯|日电)[，,）)（(]?"
)
_SHORT_TITLE = re.compile(  # 停水通知, and no name of a column: 通知公告, 最新公告
    r"(?!.{0,4}(?:最新|重要|网站|本站|站内|政府|部门|机构|通知|公告|通告|公示|招标|中标|采购|人事|招聘|媒体|信息|新闻|更多|相关|有关|系统|平台|"
    r"会议|紧急|温馨|友情|服务|工作|综合|其[他它]|文件|政策|图片|[校院]内|校园|本部)(?!$))[\u3400-\u9fff]{2,6}(?:通知|公告|通告)|更正"
)
_CLAUSES = re.compile("[，,：:；;]")
_RUNS_ON = re.compile(r"[。；;！？?!][^\s”’》」）)]")
_NUMBER_AFTER = re.compile(
    r"(?:[（(【\[][^（）()【】\[\]]{0,20}[〔﹝\[（(【]?(?:19|20)\d\d[〕﹞\]）)】年]?第?\d{1,5}号[）)】\]]"
    r"|[（(][\u3400-\u9fff]{2,16}第\s?\d{1,4}\s?号[）)]"
    r"|[〔\[（(【]?(?:19|20)\d\d[〕\]）)】年]{1,2}\s?第?\s?\d{1,5}\s?号[）)]?|[（(]?第\s?\d{1,5}\s?号[）)]?)$"
)
_NUMBER_RUN_ON = re.compile(  # …的通知皖政办〔2023〕14号, as cells of a table that were joined
    rf"(.{{4,200}}(?:{'|'.join(kind for kind in KIND_WORDS if len(kind) > 1)}|的函))\s*"
    r"([\u3400-\u9fff]{1,12}\s?[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?第?\d{1,5}\s?号)"
)
_NUMBER_BEFORE = re.compile(  # 商务部公告2019年第4号 商务部关于…的公告
    r"(?:[\u3400-\u9fff]{2,20}(?:公告|通告)\s?(?:19|20)\d\d年\s?第?\d{1,4}号|[\u3400-\u9fff]{1,12}[〔\[（(](?:19|20)\d\d[〕\]）)]\s?\d{1,5}\s?号)\s*(?=\S)"
)
_DATE_AFTER = re.compile(r"[（(](?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]$")
_FORM = re.compile(r"(.{2,60}?)(?:(?:国家|地方|行业)标准)?(?:令|公告|通告|公报)")
_ISSUER_FIRST = re.compile(  # X县人民政府土地征收启动公告
    r"(.{2,24}?(?:人民政府|委员会|管委会|法院|检察院|[局厅]))(?!发布|印发|出台|召开|公布|下发|[^公通]{0,12}(?:的|等)).{2,40}(?:公告|通告|公示|会议纪要)"
)
_ISSUERS = re.compile(r"^(.{2,120}?)\s*(?:关于|转发|批转|印发|公布|发布|对(?=.{2,60}的?(?:批复|复函|函|答复)$))")
_LETTER_SPACED = re.compile(r"(?:[\u3400-\u9fff]\s+){6}")  # 关 于 … 的 通 知
_INNER_TITLE = re.compile(
    r".{2,60}?印发《([^《》]{4,150})》|.{2,40}公告\d{4}年第\d{1,4}号\s*[（(]?(关于[^（）()]{2,150})[）)]?"
    r"|(?:[\u3400-\u9fff]{1,12}[〔\[（(](?:19|20)\d\d[〕\]）)]\s?\d{1,5}\s?号\s*)?《([^《》]{4,200})》"
)
_SITE = re.compile("[-—–]{1,2}[\u3400-\u9fff]{2,20}$")  # …的通知-徽州学院
_NOT_IN_FILE_NAMES = frozenset('“”‘’"：:/\\?？*<>|[]')
_PARTS = re.compile(r"[《（(“]")

_BATCH = re.compile(
    r"[（(]?(?:第\s?(\d{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?批(?:次)?"
    r"|首批)[）)]?"
)
_BEFORE_SERIES = re.compile(
    r"(?:.*(?:关于|对|[：:]))?(?:同意|开展|组织开展|组织|做好|申报|推荐|征集|遴选|报送|确定|公布|公示|发布|印发|下达|命名|认定|批准|授予|调整|进一步|"
    r"核定|审定|批复|推广|复制|更正|修订|增补|补充|并|启动|评选|表彰|将|设立|建设|拟|的|《)*"
)
_NAMED_AS = re.compile(r"将.{2,60}?(?:确认|确定|认定|命名|列|评|作)为(?=$|第|首)")  # 将某县等单位确认为第二批…
_OF_SERIES = re.compile(r"(?:拟|已)?(?:命名|认定|确定|入选|授予|列入|公布|取消|撤销)(?:的|为)?")  # 第二批拟命名…
_AFTER_SERIES = re.compile(
    r"(?:》?(?:有关(?:事项|工作|情况)|名单|目录|申报|推荐|评选|认定|遴选|征集|评审|验收|立项|复核|复审|复查|考核|组织|拟定|拟|确定|[培创][育建]工作|人选|工作|公示|结果|的|等|申请|入选|更正|增补|补充|和|及))*"
    r"(?:通知|公告|通告|通报|公示|函|意见|批复|复函|决定)?》?$"
)
_BATCH_CHOSEN = re.compile(
    r"为((?![^，。；《》]{0,40}为)[^，。；、《》]{0,40}(?:第[^，。；《》批]{1,4}|首)批[^，。；、《》（）]{2,40})[。，；（]"
)
_BATCH_PUBLISHED = re.compile(
    r"现(?:将|(?:予以|正式)?公布)((?:第[^，。；《》批]{1,4}|首)批[^，。；《》（）]{2,40}(?:名单|目录))"
)


def bare(text: str) -> str:
    """Without white space, as titles are written."""
    return "".join(text.split())


def kind_of(title: str) -> str | None:
    """The kind (文种) that a title ends in: 复函 is 函, 指导意见 is 意见, 令 is 命令; None where it has none."""
    stripped = bare(title)
    while (match := _TRAILING.search(stripped)) and match.start() > 4:
        stripped = stripped[: match.start()]
    last = _LAST_WORD.search(stripped)
    return _NAMES.get(last[1], last[1]) if last else None


def without_number(title: str) -> str:
    """A title without the document's number or date after it: …的通知（国发〔2019〕3号）, …的意见（2023年1月2日）."""
    if "号" not in title[-3:]:
        dated = _DATE_AFTER.search(title) if title[-2:] in {"日）", "日)"} else None
        return title[: dated.start()].rstrip() if dated else title
    if run_on := _NUMBER_RUN_ON.fullmatch(title):
        return run_on[1]
    match = _NUMBER_AFTER.search(title)
    rest = title[: match.start()].rstrip() if match else title
    return rest if kind_of(rest) else title


def after_number(title: str) -> str:
    """A title without the number that a page prints before it, on the same line."""
    match = _NUMBER_BEFORE.match(title)
    return title[match.end() :] if match and is_title(title[match.end() :], True) else title


def number_run_on(title: str) -> str:
    """The number that stands right after a title, with no bracket or line between; "" where none does."""
    match = _NUMBER_RUN_ON.fullmatch(title) if title[-1:] == "号" else None
    return match[2] if match else ""


def is_usual_kind(kind: str) -> bool:
    """Whether it says by itself that a text is an official document, as 方案 and 规定 do not."""
    return kind not in _OTHER_KINDS


def is_title(text: str, marked: bool) -> bool:
    """Whether a line, or lines joined, read as the title of an official document.

    `marked` says that the page sets it as a title: centred, bold, a heading.
    """
    if len(text) > 400 or text[-1:] not in ENDS_OF_TITLES:
        return False
    title = without_number(bare(text))
    if (
        not (4 <= len(title) <= 220 or title == "更正")
        or _ENUMERATED.match(title)
        or _SENTENCE.search(title)
        or not _is_balanced(title)
    ):
        return False
    kind = kind_of(title)
    if kind is None:
        return False
    if is_form_name(title):
        return True
    if _MATTER.search(title):
        return is_usual_kind(kind) or marked
    if _ISSUER_FIRST.fullmatch(title) and not _CLAUSES.search(title) and issuers_of_title(title):
        return True
    if not marked or not is_usual_kind(kind) or _CLAUSES.search(title):
        return False
    return len(title) >= 8 or bool(_SHORT_TITLE.fullmatch(title))


def runs_on(line: str) -> bool:
    """Whether more follows a sentence that ends in the line, so that no title has it: tells most text at once."""
    return _RUNS_ON.search(line) is not None


def is_form_name(title: str) -> bool:
    """Whether a title is an organ and a form only: 中华人民共和国国务院令, 中国人民银行公告."""
    match = _FORM.fullmatch(bare(title))
    if not match:
        return False
    names = match[1]
    return (
        is_organ(names)
        or names.endswith("主席")
        or all(is_organ(name) for name in re.split("、|(?<=.)(?=中华人民共和国)", names))
    )


def issuers_of_title(title: str) -> tuple[str, ...]:
    """The issuers that a title begins with, by full name; `title` with its white space, which parts them."""
    if is_form_name(title):
        organs = re.sub(r"\s*(?:令|[公通]\s*告|公\s*报)$", "", title.strip()).replace("中华人民共和国", " ").strip()
        names = split_joint(organs)
        if not all(map(is_organ, names)):  # of one name over two lines
            names = split_joint(bare(organs))
        return names if organs != "主席" else ("中华人民共和国主席",)
    match = _ISSUERS.match(bare(title) if _LETTER_SPACED.search(title) else title)
    if match is None and (first := _ISSUER_FIRST.fullmatch(bare(title))) and is_organ(first[1]):
        return (full_name(first[1]),)
    if not match or _PARTS.search(match[1]):
        return ()
    names = split_joint(match[1])
    return names if all(map(is_organ, names)) else ()


def clean_headline(headline: str) -> str:
    """An article's own title as a document's: without the site's name, with the quotes that file names lost.

    Mirrors write _ for the quotes and colons that file names may not have.
    """
    title = re.split(
        r"\s*[|｜]\s*|\s+[-—–]+\s*(?=[^\s]{2,20}(?:网|政府|部|委|局|门户|政务)[^\s]{0,8}$)|_+(?=[^_]{2,20}(?:网|政府|门户)$)",
        headline,
    )[0]
    parts = title.split("_")
    if len(parts) > 1 and len(parts) % 2:
        title = "".join(part + mark for part, mark in zip(parts, ["“", "”"] * len(parts), strict=False))[:-1]
    tail = _SITE.search(title)
    if tail and kind_of(title[: tail.start()]) and not kind_of(title):
        title = title[: tail.start()]
    return title.strip()


def with_marks(headline: str, printed: str) -> str | None:
    """An article's own title with the marks that file names may not have, from the one that the document prints.

    Mirrors write _ for each of them; None where the two differ in more, or in nothing.
    """
    if "_" not in headline or len(bare(headline)) != len(bare(printed)):
        return None
    characters = iter(bare(printed))
    whole = "".join(one if one.isspace() else next(characters) for one in headline)
    differs = {(one, other) for one, other in zip(headline, whole, strict=True) if one != other}
    return whole if differs and all(one == "_" and other in _NOT_IN_FILE_NAMES for one, other in differs) else None


def inner_title(headline: str) -> str | None:
    """The document's title in a headline that has more: 两办印发《…意见》, 海关总署公告2021年第9号（关于…）, 《…》."""
    match = _INNER_TITLE.fullmatch(headline)
    title = next(filter(None, match.groups()), None) if match else None
    return title if title and kind_of(title) else None


def batch_of(title: str) -> tuple[int, str] | None:
    """The batch and its series that a title names: 第二批 of 智慧城市…试点城市."""
    title = bare(title)
    match = _BATCH.search(title)
    if not match:
        return None
    before = _NAMED_AS.sub("", title[: match.start()])
    before = _BEFORE_SERIES.sub("", before, count=1).strip("《、")
    before = before if _is_balanced(before) else before.strip("“")
    if before.endswith("目录") and match.end() == len(title):
        return _numbered(match, before)
    after = title[match.end() :]
    if after.startswith(("、第", "和第", "及第", "与第")):  # of several
        return None
    if "》" in after and "《" not in after:
        after = after[: after.index("》")]
    after = _AFTER_SERIES.sub("", after)
    after = after[found.end() :] if (found := _OF_SERIES.match(after)) else after
    series = _AFTER_SERIES.sub("", before + after) if not after else before + after
    return _numbered(match, series)


def _numbered(match: re.Match[str], series: str) -> tuple[int, str] | None:
    batch = number(match[1]) if match[1] else 1
    return (batch, series) if batch and len(series) >= 2 else None


def batch_in(text: str) -> tuple[int, str] | None:
    """The batch that a sentence makes of what it chooses or publishes: 确定…为书香城市第二批试点城市."""
    match = _BATCH_CHOSEN.search(text) or _BATCH_PUBLISHED.search(text)
    return batch_of(match[1]) if match else None


def _is_balanced(title: str) -> bool:
    return all(title.count(left) == title.count(right) for left, right in ("《》", "“”", "（）", "()"))
