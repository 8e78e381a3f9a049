"""Where the elements of an official document stand among an article's paragraphs (GB/T 9704-2012, 7).

A web page keeps their order and something of their alignment, and puts before and after them what is no document:
a table of metadata, a reporter's lead, the source, the editor, further reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..articles.markup import Paragraph
from .dates import find_date, read_date
from .numbers import number_of_line, serial_of_line
from .organs import is_signed_by_person, organs_of_line
from .titles import bare, is_form_name, is_title, issuers_of_title, runs_on, without_number

_HEAD = 80  # paragraphs in which a title is looked for: leads and tables of metadata come before it
_METADATA_LINES = 30  # over addressees where the text has no title
_TITLE_LINES = 6
_SIGNERS = 60  # most lines that sign one document

_METADATA = (
    "索引号|主题分类|主题词|发文机关|发文机构|发文单位|发布机构|发布单位|制发机关|成文日期|生成日期|印发日期|发文日期|发布日期|公布日期|发布时间|"
    "发文时间|发文字号|文件编号|文件字号|发布文号|文号|标题|名称|信息名称|文件名称|有效性|效力状态|是否有效|时效性|信息分类|公开方式|公开属性|公开类别|公开形式|"
    "信息公开|组配分类|体裁分类|服务对象|关键词|公文种类|文种|统一编号|统一登记号|生效日期|施行日期|废止日期|失效日期|信息索取号|内容概述|"
    "来源|信息来源|文章来源|稿源|作者|时间|日期|字体|字号|浏览|点击|阅读|访问|编辑|责任编辑|分享|打印|当前位置|您的位置|首页|原标题|【字体|\\[字体"
)
_PAGE_LINE = re.compile(
    rf"[【\[（(]?(?:{_METADATA})(?:次数|量|数|到)?[：:\t|>】]|(?:大\s*中\s*小|打印|分享|收藏|首页|正文)\s*$|"
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:\d{1,2}[:：]\d{2}(?::\d{2})?)?\s*(?:来源.{0,60}|$)"
)
_CAME_INTO_FORCE = re.compile(r"[（(]?.{8,11}日.{0,40}(?:会议|通过|批准|公布|发布|施行|实施|生效|修订|修正)[）)]?")
_PASSED = re.compile(r"[（(].{0,12}\d*.{0,60}(?:通过|批准|发布|公布|修订|修正)[^）)]{0,80}[）)]")
_FOOTER = re.compile(
    r"[（(【\[—\-\s]{0,4}(?:责任?编辑|编辑[：:丨|]|相关(?:阅读|新闻|链接|稿件|报道|解读|推荐|文章)|延伸阅读|推荐阅读|上一[篇条]|下一[篇条]|免责声明|版权声明|"
    r"特别声明|本文来源|文章来源|信息来源|稿源|来源[：:]|原文链接|记者[：:]|作者[：:]|打印本页|关闭窗口|扫一扫|扫描(?:下方|上方|左侧|右侧|二维码)|分享到|返回顶部|海量资讯|更多精彩|"
    r"点击(?:查看|进入|阅读|下载)|END|热门推荐|新浪财经|网友评论|解读链接|(?:热点|举报|政策解读|图解)(?:新闻|专题|反馈|[：:]?\s*(?!.)|\s*[/|／]))"
)
_NO_ADDRESSEE = re.compile(
    r"如下|现将|《|。|决定|收悉|通知|公告|下列|以下|要求是|附件|联系|^(?:尊敬|亲爱|各位|同志|女士|先生|朋友|根据|按照|依据|为|经|一|二|（一|\d)"
)
_RECIPIENT = re.compile(
    r"(?:政府|部委|[部委局厅署办院会行社处站司所校队联馆台厂]|机构|单位|部门|公司|集团|企业|大学|学院|学校|中心|兵团|委员|代表|主席|同志|公众|市民|群众|居民|业主|旅客|考生|家长|(?:参与|持有|纳税|当事|投资|经营|申请)[人者]|组织|机关|法人|组|团|园区|人员|用户|专家|[市县区州盟旗省])"
    r"(?:[（(][^（）()]{1,80}[）)])?\s?[：:]$"
)
_EACH = re.compile("各[^要应须请可将已把对在]{2,100}")  # 各有关经营主体：
_SEAL = re.compile(r"\s*[（(][^（）()]{0,6}[章印][）)]\s*")
_DATE_AT_END = re.compile(
    r"[\s\u3000\d〇○◯零ＯOoОо一二三四五六七八九十元年月]{6,24}日$|\s*20\d\d[-./]\d{1,2}[-./]\d{1,2}$"
)
_STOCK_LABEL = re.compile(r"[^《》（）“”关于]{2,6}[：:].")  # 证券代码：…
_CLOSING = tuple("。；：:")  # ends of sentences and addressees, not of a title's lines
_DATE_ENDS = frozenset("日。）) 0123456789０１２３４５６７８９")
_ATTACHED = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[：:]?")  # over an attachment
_FORWARDS = re.compile("转发|批转|印发")


@dataclass(frozen=True, slots=True)
class Outline:
    """Which paragraphs are which element, by index."""

    title: range  # its lines; empty where the document's text does not have its title
    head: tuple[int, ...]  # lines before the body that are neither title nor text: number, metadata
    addressees: int | None
    body: range  # from the first paragraph after the addressees to the end of the document, attachments included
    signers: tuple[str, ...]  # organs that signed, by full name
    signature: range  # lines of the signers, and of the date where there is one
    date: date | None  # as signed
    dated: int | None  # the line of the date
    is_by_person: bool  # signed by an office holder, as orders are


@dataclass(frozen=True, slots=True)
class _Signature:
    signers: tuple[str, ...]
    lines: range
    date: date | None
    dated: int | None
    is_by_person: bool = False


_UNSIGNED = _Signature((), range(0), None, None)


@dataclass(frozen=True, slots=True)
class Top:
    """What stands over a document's text."""

    title: range
    head: tuple[int, ...]
    addressees: int | None
    first: int  # of the text, or of the addressees


def top(lines: Sequence[Paragraph]) -> Top:
    """What stands over the text of the document in `lines`, whose text is in simplified characters."""
    title = _find_title(lines)
    return Top(title, *_find_head(lines, title))


def without_signature(lines: Sequence[Paragraph], over: Top) -> Outline:
    """The outline of what can be no document, since nothing over it begins one: most of what a mirror brings."""
    body = range(over.first, len(lines))
    return Outline(over.title, over.head, over.addressees, body, (), range(0), None, None, is_by_person=False)


def outline(lines: Sequence[Paragraph], over: Top) -> Outline:
    """The outline of the document in `lines`, whose text is in simplified characters."""
    title, head, addressees = over.title, over.head, over.addressees
    start = over.first if addressees is None else addressees + 1
    end = next((i for i in range(start, len(lines)) if _FOOTER.match(lines[i].text)), len(lines))
    issuers = issuers_of_title(title_text(lines, title))
    forwards = bool(_FORWARDS.search(title_text(lines, title)))
    signature = _find_signature(lines, range(start, end), issuers, forwards)
    if signature.date is None and title:
        signature = _dated_under_title(lines, range(title.stop, min(title.stop + 3, start)), signature)
    if signature is _UNSIGNED:
        signature = _signed_over_text(lines, range(start))
    return Outline(
        title, head, addressees, range(start, end), signature.signers, signature.lines, signature.date, signature.dated,
        signature.is_by_person,
    )  # fmt: skip


def _dated_under_title(lines: Sequence[Paragraph], under: range, signature: _Signature) -> _Signature:
    """The signature with the date that stands under the title, as a decision's does: （2019年3月2日…会议通过）."""
    for position in under:
        text = bare(lines[position].text).strip("（）()")
        passed = find_date(text) if _PASSED.fullmatch(f"（{text}）") else None
        beside = find_date(text) if number_of_line(text) else None
        if date_there := read_date(text) or (passed and passed[0]) or (beside and beside[0]):
            return replace(signature, date=date_there, dated=position)
    return signature


def _signed_over_text(lines: Sequence[Paragraph], head: range) -> _Signature:
    """The organ and the date that minutes and bulletins have on one line under their letterhead."""
    for position in head:
        signers, signed = _organs_and_date(lines[position].text)
        if signers:
            return _Signature(signers, range(position, position + 1), signed, position)
    return _UNSIGNED


def title_text(lines: Sequence[Paragraph], title: range) -> str:
    """The lines of a title as one, apart by spaces."""
    return " ".join(lines[i].text for i in title)


def is_marked(line: Paragraph) -> bool:
    """Whether the page sets a line apart as titles are."""
    return line.align == "center" or line.bold or line.kind == "h"


def _find_title(lines: Sequence[Paragraph]) -> range:
    """The lines of the title: of those that read as one, the first that addressees follow, else a number."""
    best, best_score = range(0), 0
    for title in _titles(lines):
        follows = [lines[i].text for i in range(title.stop, min(title.stop + 6, len(lines)))]
        text = next((line for line in follows if not _is_head_line(line)), "")
        has_number = any(number_of_line(line) or serial_of_line(line) for line in follows[:2])
        if best and any(_ATTACHED.fullmatch(lines[i].text) for i in range(best.stop, title.start)):
            break
        if is_addressees(text):
            return title
        score = 1 + has_number + is_marked(lines[title.start])
        if score > best_score or _is_named_twice(lines, best, title):
            best, best_score = title, score
    return best


def _is_named_twice(lines: Sequence[Paragraph], form: range, title: range) -> bool:
    """Whether an announcement has its title under its form and number: 海关总署公告, 2021年第9号, 关于…的公告."""
    if not form or not is_form_name(without_number(title_text(lines, form))):
        return False
    between = range(form.stop, title.start)
    return all(_is_head_line(lines[i].text) for i in between) and not is_form_name(title_text(lines, title))


def _titles(lines: Sequence[Paragraph]) -> Iterator[range]:
    start = 0
    while start < min(_HEAD, len(lines)):
        title = _title_from(lines, start)
        if title:
            yield title
            start = title.stop
        else:
            start += 1


def _title_from(lines: Sequence[Paragraph], start: int) -> range:
    """The longest title that begins at a line; empty where none does."""
    found = range(0)
    text, marked = "", True
    for end in range(start, min(start + _TITLE_LINES, len(lines))):
        line = lines[end]
        if line.kind in {"row", "li"} or len(line.text) > 220 or (end > start and not _continues(lines, start, end)):
            break
        if runs_on(line.text) or (end == start and _cannot_begin(line.text)):
            break
        if found and is_title(line.text, True) and _FORWARDS.search(text) is None:
            break
        text = f"{text} {line.text}".strip()
        marked = marked and is_marked(line)
        if is_title(text, marked):
            found = range(start, end + 1)
    return found


def _cannot_begin(text: str) -> bool:
    """Whether a line stands over a title and is none of it: a letterhead (版头), a number, metadata."""
    if text.endswith("文件") and organs_of_line(text.removesuffix("文件")):
        return True
    is_number = bool(number_of_line(text) or serial_of_line(text))
    if is_number and not is_form_name(without_number(text)):
        return True
    return bool(
        _PAGE_LINE.match(bare(text)) or _STOCK_LABEL.match(text) or _FOOTER.match(text) or _organs_and_date(text)[1]
    )


def _continues(lines: Sequence[Paragraph], start: int, end: int) -> bool:
    """Whether a line may go on with the title that begins at `start`."""
    first, line = lines[start], lines[end]
    if number_of_line(line.text) or serial_of_line(line.text):
        return False
    if _PAGE_LINE.match(line.text) or _FOOTER.match(line.text):
        return False
    if _PASSED.fullmatch(bare(line.text)) or read_date(line.text.strip("（）()")) or line.text[-1:] in _CLOSING:
        return False
    return (
        first.align == line.align and (first.kind == "h") == (line.kind == "h") and bare(first.text) != bare(line.text)
    )


def _find_head(lines: Sequence[Paragraph], title: range) -> tuple[tuple[int, ...], int | None, int]:
    """Lines of the head, the addressees if any, and where the text begins."""
    if not title:
        addressees = next((i for i in range(min(_METADATA_LINES, len(lines))) if is_addressees(lines[i].text)), None)
        if addressees is not None:
            return tuple(range(addressees)), addressees, addressees
        first = next((i for i, line in enumerate(lines[:_HEAD]) if not _is_head_line(line.text)), len(lines))
        return tuple(range(first)), None, first
    said = bare(title_text(lines, title))
    position = title.stop
    while position < min(title.stop + 40, len(lines)):
        line = lines[position]
        is_said_again = len(line.text) > 3 and bare(line.text) in said
        if not (_is_head_line(line.text) or _is_metadata_row(line) or is_said_again):
            break
        position += 1
    head = (*range(title.start), *range(title.stop, position))
    has_addressees = position < len(lines) and is_addressees(lines[position].text)
    return head, position if has_addressees else None, position


def _is_head_line(text: str) -> bool:
    if len(text) > 300:
        return False
    joined = re.sub(r"[ \u3000]+", "", text)
    return bool(
        number_of_line(text)
        or serial_of_line(text)
        or _PAGE_LINE.match(joined)
        or read_date(text)
        or read_date(joined.strip("（）()"))
        or _PASSED.fullmatch(joined)
        or _CAME_INTO_FORCE.fullmatch(joined)
        or _organs_and_date(text)[1]
    )


def _is_metadata_row(line: Paragraph) -> bool:
    return line.kind == "row" and bool(_PAGE_LINE.match(bare(line.text.split("\t")[0]) + "："))


def is_addressees(text: str) -> bool:
    """Whether a paragraph names those that a document goes to: ends in a colon, and is no sentence."""
    return (
        3 <= len(text) <= 1500
        and text[-1] in "：:"
        and not _NO_ADDRESSEE.search(text)
        and all(_RECIPIENT.search(f"{rank[-100:]}：") or _EACH.fullmatch(rank) for rank in re.split("[；;]", text[:-1]))
    )


def begins_other(lines: Sequence[Paragraph], position: int) -> bool:
    """Whether addressees stand on a line and a title over them: another document begins, which this one forwards."""
    if not is_addressees(lines[position].text):
        return False
    above = [line for line in lines[max(0, position - 3) : position] if not _is_head_line(line.text)]
    return bool(above) and is_title(above[-1].text, is_marked(above[-1]))


def _find_signature(lines: Sequence[Paragraph], body: range, issuers: tuple[str, ...], forwards: bool) -> _Signature:
    """The signature of the outer document: the first that its title's issuers may have made.

    A document that is forwarded or issued inside this one may be signed too, by others.
    """
    inside_attachment = False
    for position in body:
        line = lines[position]
        inside_attachment = inside_attachment or (line.text.startswith("附") and is_marked(line) and len(line.text) < 8)
        signature = _signature_at(lines, body.start, position)
        if signature is None or (inside_attachment and not signature.signers):
            continue
        if not signature.signers and not signature.is_by_person and line.align != "right" and position == body.start:
            continue
        if forwards and signature.signers and issuers and not _may_be(issuers, signature.signers):
            break
        return signature
    return _undated(lines, body, issuers)


def _signature_at(lines: Sequence[Paragraph], start: int, position: int) -> _Signature | None:
    """The signature whose date stands on a line, or None."""
    if lines[position].text[-1:] not in _DATE_ENDS:
        return None
    text = _SEAL.sub("", lines[position].text[:130])
    signed = read_date(text)
    beside: tuple[str, ...] = ()
    by_person = False
    if signed is None:
        beside, signed = _organs_and_date(text)
        by_person = signed is not None and not beside
    if signed is None:
        return None
    first, above, person_above = _signers_above(lines, start, position)
    return _Signature((*above, *beside), range(first, position + 1), signed, position, by_person or person_above)


def _organs_and_date(text: str) -> tuple[tuple[str, ...], date | None]:
    """The signers and the date that share a line; () for an office holder, and no date where the line is another."""
    if len(text) < 120 and text[-1:] in _DATE_ENDS and (tail := _DATE_AT_END.search(text)):
        organs = organs_of_line(text[: tail.start()])
        if organs or is_signed_by_person(text[: tail.start()]):
            return organs, read_date(tail[0].strip())
    return (), None


def _signers_above(lines: Sequence[Paragraph], start: int, position: int) -> tuple[int, tuple[str, ...], bool]:
    """Of the signers above a date: the first line, their names in order, whether an office holder signs."""
    names: list[str] = []
    by_person = False
    first = position
    while first > start and position - first < _SIGNERS:
        text = _SEAL.sub("", lines[first - 1].text[:220])
        organs = organs_of_line(text)
        if not organs and not is_signed_by_person(text) and text:
            break
        by_person = by_person or (bool(text) and not organs)
        names[:0] = organs
        first -= 1
    return first, tuple(dict.fromkeys(names)), by_person


def _undated(lines: Sequence[Paragraph], body: range, issuers: tuple[str, ...]) -> _Signature:
    """Lines after the text that name the issuers and nothing else, where no date stands under them."""
    ends = {issuer[-1] for issuer in issuers} | {"）", ")"}
    for position in body[1:]:
        line = lines[position]
        may_sign = line.text[-1:] in ends if issuers else line.align == "right"
        organs = organs_of_line(_SEAL.sub("", line.text)) if may_sign and len(line.text) <= 60 else ()
        if organs and (not issuers or _may_be(issuers, organs)):
            last = position
            names = [*organs]
            while (
                last + 1 < body.stop
                and last - position < _SIGNERS
                and (more := organs_of_line(lines[last + 1].text[:61]))
            ):
                last += 1
                names += more
            return _Signature(tuple(dict.fromkeys(names)), range(position, last + 1), None, None)
    return _UNSIGNED


def _may_be(issuers: tuple[str, ...], signers: tuple[str, ...]) -> bool:
    """Whether the organs of a title and those of a signature have one in common, written shorter in either."""
    return any(issuer.endswith(signer) or signer.endswith(issuer) for issuer in issuers for signer in signers)


def labelled(text: str, labels: str) -> int | None:
    """Offset past a label of metadata (发文字号：) in a line, its letters spaced or not; None where it has none."""
    spaced = "|".join(r"\s*".join(label) for label in labels.split("|"))
    match = re.search(rf"(?:{spaced})[\s：:\]】]*", text[:2000])
    return match.end() if match else None
