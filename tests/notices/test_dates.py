"""Dates in Arabic and Chinese numerals, and which of them are deadlines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.notices.dates import find_date, find_deadlines, read_date

SIGNED = date(2020, 12, 21)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2021年2月30日", id="a day that the month has not"),
        pytest.param("2021年13月1日", id="a month that the year has not"),
        pytest.param("0000年1月1日", id="the year nought"),
        pytest.param("2021年12月", id="no day"),
        pytest.param("2021年12月1日印发", id="a date with another word"),
        pytest.param("二〇二一年十十月一日", id="two tens"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2021年12月1日", date(2021, 12, 1), id="Arabic"),
        pytest.param("2021年 12 月　1日", date(2021, 12, 1), id="spaces"),
        pytest.param("2 0 2 1 年 1 2 月 2 8 日", date(2021, 12, 28), id="letters apart"),
        pytest.param("2021年12月1号", date(2021, 12, 1), id="as it is spoken"),
        pytest.param("二〇二一年十二月一日", date(2021, 12, 1), id="Chinese"),
        pytest.param("二○○五年七月二十六日", date(2005, 7, 26), id="circles for noughts"),
        pytest.param("二O一八年十月三十一日", date(2018, 10, 31), id="the letter O for nought"),
        pytest.param("一九九七年元月廿五日", date(1997, 1, 25), id="old words for numbers"),
        pytest.param("2021-12-01", date(2021, 12, 1), id="ISO"),
    ],
)
def test_a_line_that_is_a_date(text: str, expected: date) -> None:
    assert read_date(text) == expected


def test_the_first_possible_date_of_a_text_is_found_with_its_place() -> None:
    assert find_date("2021年2月30日改为2021年3月2日") == (date(2021, 3, 2), 12, 21)
    assert find_date("没有日期") is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("应当于每年1月31日前公开", id="recurring"),
        pytest.param("每年梅雨季节前，即5月20日前，检查一遍", id="recurring, named a clause earlier"),
        pytest.param("到2025年底，实现全覆盖", id="a target"),
        pytest.param("封闭施工时间预计4月2日至4月20日止", id="how long a road is closed"),
        pytest.param("统计数据截止到2021年12月31日", id="what is counted"),
        pytest.param("请于5月8日到三楼开会，会后将回执报送办公室", id="a meeting"),
        pytest.param("应于5月10日起报送材料", id="a beginning"),
        pytest.param("2021年2月6日前实行每日报告", id="recurring until a day"),
        pytest.param("2019年底前投入使用", id="before the document itself"),
        pytest.param("“请于2021年5月8日前报名”，更正为五月下旬", id="quoted by a correction to replace it"),
        pytest.param("报名时间由2021年5月8日前调整为六月中旬", id="moved from"),
        pytest.param("力争2025年底前建成", id="an aim"),
        pytest.param("自2021年1月1日起施行，有效期至2025年12月31日", id="dates of effect"),
        pytest.param("2018年12月31日之前已完成登记的企业", id="a condition: done already"),
        pytest.param("2021年12月31日前设立的企业", id="a condition: which companies"),
        pytest.param("2021年6月30日前设置的，按新办法整改", id="a condition: which of them"),
        pytest.param("截至2020年12月31日，全国共有两万家", id="statistics"),
        pytest.param("2021年3月1日至3月31日，封闭施工", id="a period"),
        pytest.param("9月1日前往合肥，10月1日前后返回", id="words that begin with 前"),
        pytest.param("自收到通知之日起10个工作日内反馈", id="relative"),
        pytest.param("2021年2月30日前报送", id="no such day"),
        pytest.param("使用期限自2021年1月1日起至2047年6月30日止", id="how long something lasts"),
        pytest.param("自2021年7月1日起施行，至2024年6月30日止", id="how long an act is in force"),
        pytest.param("试点期至2027年6月30日止", id="how long a trial goes on"),
        pytest.param("提交时间：2021年4月1日—长期", id="where a period begins"),
        pytest.param("请于11月30日前报送", id="no year, and a few days before the document"),
        pytest.param("自2021年6月1日起至2021年8月31日止，开展专项行动", id="a period in which something goes on"),
        pytest.param("1.2021年12月11日前，户籍在本区的儿童", id="who had a thing by then"),
        pytest.param("2.2021年12月11日前，在本区购买住宅的业主子女；", id="who had done something by then"),
    ],
)
def test_dates_that_nobody_must_act_by(text: str) -> None:
    assert find_deadlines(text, SIGNED) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("请于2021年3月31日前报送", ["2021-03-31"], id="a full date"),
        pytest.param("请于3月31日9：00（逾期不候），将申请书、活页交到东楼", ["2021-03-31"], id="handed in on a day"),
        pytest.param("公示时间2021年3月22—31日", ["2021-03-31"], id="two days of one month"),
        pytest.param("各企业于3月15日至3月31日登录系统自评", ["2021-03-31"], id="done in a period"),
        pytest.param("请各站于3月30日至31日将总结报送我局", ["2021-03-31"], id="handed in on days"),
        pytest.param("请于2021年3月31日（星期三）17：00前发送", ["2021-03-31"], id="with weekday and hour"),
        pytest.param("请于2023年元月10日前报送", ["2023-01-10"], id="the first month by its other name"),
        pytest.param("该项工作于2021年2月底前完成", ["2021-02-28"], id="the end of a month"),
        pytest.param("截止日期由3月31日延长至5月31日", ["2021-05-31"], id="moved to"),
        pytest.param("2020年12月31日以前办理", ["2020-12-31"], id="以前"),
        pytest.param("2021年6月10日前三县完成排查", ["2021-06-10"], id="who must do it comes right after 前"),
        pytest.param("请于1月15日前报送", ["2021-01-15"], id="no year, and past in the year of the document"),
        pytest.param("请于12月25日前报送", ["2020-12-25"], id="no year"),
        pytest.param("2021年6月底前建成，9月底前验收", ["2021-06-30", "2021-09-30"], id="the year from the sentence"),
        pytest.param("2022年起施行。3月底前完成", ["2021-03-31"], id="the year of another sentence does not count"),
        pytest.param("分别于2月10日、3月10日前报送", ["2021-02-10", "2021-03-10"], id="a list of dates"),
        pytest.param("今年12月30日前完成，明年3月1日前验收", ["2020-12-30", "2021-03-01"], id="this year and next"),
        pytest.param("意见反馈截止时间：2021年3月5日", ["2021-03-05"], id="截止时间"),
        pytest.param("报名截至2021年3月5日", ["2021-03-05"], id="截至 after what ends"),
        pytest.param("2021年3月5日截止", ["2021-03-05"], id="截止 after the date"),
        pytest.param("不得迟于2021年5月1日", ["2021-05-01"], id="不得迟于"),
        pytest.param("报名时间为2021年3月1日至3月20日", ["2021-03-20"], id="the end of a period to apply in"),
        pytest.param("完成时限：2021年3月31日", ["2021-03-31"], id="完成时限 before the date"),
        pytest.param("每周一通报，3月10日前完成", ["2021-03-10"], id="beside what recurs by the week"),
        pytest.param("应于3月底补齐", ["2021-03-31"], id="must at the end of a month"),
        pytest.param("整改期限至2021年3月31日止", ["2021-03-31"], id="the end of a period to set right in"),
        pytest.param(
            "应于截止日（2021年2月1日、2021年5月1日）前提交",
            ["2021-02-01", "2021-05-01"],
            id="two in brackets before 前",
        ),
        pytest.param("请于3月5日放学前报送", ["2021-03-05"], id="before school ends"),
        pytest.param("二〇二一年三月底前", ["2021-03-31"], id="Chinese numerals"),
        pytest.param("2021年第三季度末前", ["2021-09-30"], id="a quarter"),
        pytest.param("年底前完成", ["2020-12-31"], id="the end of the year"),
        pytest.param("2021-03-31前", ["2021-03-31"], id="ISO"),
        pytest.param("请于本月25日前、下月底前各报一次", ["2020-12-25", "2021-01-31"], id="this month and the next"),
        pytest.param("公示时间：2021年1月4日至8日", ["2021-01-08"], id="a range whose end is a day alone"),
        pytest.param("2021年1月4日至3月5日接受报名", ["2021-03-05"], id="what is done until then follows"),
        pytest.param("2021年1月4日至2021年3月5日止公开征求意见", ["2021-03-05"], id="the same with 止"),
        pytest.param("自即日起至2021年3月5日，公开征集", ["2021-03-05"], id="from now on"),
        pytest.param("一、申报时间。2021年1月4日至3月5日", ["2021-03-05"], id="under a heading"),
        pytest.param("征求意见，时间为2021年1月4日至3月5日", ["2021-03-05"], id="a range after a comma"),
        pytest.param("2021年6月底完成整治", ["2021-06-30"], id="without 前"),
        pytest.param(
            "报名截止时间“2021年3月5日”更正为“2021年4月5日”", ["2021-04-05"], id="what a correction puts in its place"
        ),
        pytest.param("“请于3月5日前报到市局”应为“请于4月5日前报到市局”", ["2021-04-05"], id="what it should have been"),
        pytest.param("原定报名截止时间为3月5日，现顺延至4月5日12:00。", ["2021-04-05"], id="put off a clause later"),
        pytest.param("原定申报时间为3月1日至3月5日，现延长至4月5日", ["2021-04-05"], id="the end of a period put off"),
        pytest.param("报名截止日期3月5日调整为4月5日", ["2021-04-05"], id="moved with no word before it"),
        pytest.param("报名延期至4月5日，原截止日期3月5日不再执行", ["2021-04-05"], id="what it was is told after it"),
        pytest.param("3月5日截止，如有需要可延长至4月5日", ["2021-03-05"], id="that may be put off, and is not yet"),
        pytest.param("应当于4月5日前安装可燃气体报警器", ["2021-04-05"], id="a word with 可 that permits nothing"),
        pytest.param(
            "请于2021年4月1日至4月5日内提交材料。", ["2021-04-05"], id="the end of the days in which to do it"
        ),
        pytest.param("务必于4月5日前上报，4月9日完成拨付", ["2021-04-05", "2021-04-09"], id="by when it must be done"),
        pytest.param("2021年12月30前完成，提交名录", ["2021-12-30"], id="a day with no word for it"),
    ],
)
def test_deadlines(text: str, expected: list[str]) -> None:
    assert [deadline.date.isoformat() for deadline in find_deadlines(text, SIGNED)] == expected


def test_a_deadline_without_a_year_needs_the_date_of_the_document() -> None:
    assert find_deadlines("请于1月15日前报送", None) == ()


@given(st.text("0123456789一二十〇年月日号底末前止至到截每、。第季度于 -", max_size=60), st.dates() | st.none())
def test_any_text_gives_deadlines_inside_it(text: str, signed: date | None) -> None:
    assert all(0 <= deadline.start < deadline.end <= len(text) for deadline in find_deadlines(text, signed))


@given(st.dates())
def test_a_date_that_is_written_out_is_read_again(day: date) -> None:
    assert read_date(f"{day.year:04}年{day.month}月{day.day}日") == day
