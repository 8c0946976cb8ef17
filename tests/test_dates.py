import datetime as dt

import pytest

from analysis.sources.metadata.appeals import find_appeal
from analysis.sources.metadata.dates import find_dates
from analysis.sources.metadata.eras import era_year
from analysis.sources.metadata.fiscal import fiscal_year
from analysis.sources.metadata.heads import head
from analysis.sources.metadata.numerals import whole_number
from analysis.sources.metadata.publication import publication

DAY = dt.date(2020, 8, 21)
NO_PROBLEM = ()


@pytest.mark.parametrize(
    "text",
    [
        "August 21, 2020",
        "AUGUST 21, 2020",
        "August 21st, 2020",
        "August 21 (Fri), 2020",
        "Aug. 21, 2020",
        "Aug 21 2020",
        "Friday, August 21, 2020",
        "Fri., Aug. 21, 2020",
        "21 August 2020",
        "21st of August, 2020",
        "Friday, 21 August 2020",
        "2020-08-21",
        "2020-08-21T10:00",
        "2020/8/21",
        "2020.8.21",
        "2020. 8. 21",
        "2020年8月21日",
        "２０２０年８月２１日（金）",
        "令和２年８月２１日",
        "令和 ２ 年 ８ 月 21 日",
        "令和　２　年　８　月　２１　日",
        "令和二年八月二十一日",
        "二〇二〇年八月二十一日",
        "令和2年(2020年)8月21日",
        "令和２（２０２０）年８月２１日",
        "2020年（令和2年）8月21日",
        "㋿2年8月21日",
        "令和2.8.21",
        "R2.8.21",
        "Ｒ２.８.21",
        "R2/8/21",
        "R2年8月21日",
        "令和２年８⽉２１⽇",
    ],
)
def test_one_day_is_read_in_any_dress(text):
    [said] = find_dates(text)
    assert (said.date, said.precision, said.problem) == (DAY, "day", None)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("H30.4.1", dt.date(2018, 4, 1)),
        ("平成元年1月8日", dt.date(1989, 1, 8)),
        ("S63.1.1", dt.date(1988, 1, 1)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("昭和元年12月25日", dt.date(1926, 12, 25)),
        ("大正15年12月25日", dt.date(1926, 12, 25)),
        ("大正元年7月30日", dt.date(1912, 7, 30)),
        ("明治45年7月30日", dt.date(1912, 7, 30)),
        ("明治22年4月1日", dt.date(1889, 4, 1)),
        ("February 29, 2020", dt.date(2020, 2, 29)),
        ("February 31 or March 1, 2020", dt.date(2020, 3, 1)),
    ],
)
def test_eras_are_counted_from_their_first_year(text, date):
    [said] = find_dates(text)
    assert (said.date, said.problem) == (date, None)


@pytest.mark.parametrize(
    ("text", "date", "problem"),
    [
        ("平成32年4月1日", dt.date(2020, 4, 1), "平成 ended on 2019-04-30"),
        ("令和1年4月30日", dt.date(2019, 4, 30), "令和 began on 2019-05-01"),
        ("昭和64年1月8日", dt.date(1989, 1, 8), "昭和 ended on 1989-01-07"),
        ("平成元年1月7日", dt.date(1989, 1, 7), "平成 began on 1989-01-08"),
        ("平成31年5月", dt.date(2019, 5, 1), "平成 ended on 2019-04-30"),
        ("令和2年(2021年)8月21日", DAY, "names two different years"),
    ],
)
def test_a_day_that_its_era_had_not_is_counted_and_told(text, date, problem):
    [said] = find_dates(text)
    assert said.date == date
    assert problem in said.problem


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020年7月", dt.date(2020, 7, 1)),
        ("令和２年７月", dt.date(2020, 7, 1)),
        ("R2.7", dt.date(2020, 7, 1)),
        ("July 2020", dt.date(2020, 7, 1)),
        ("昭和64年1月", dt.date(1989, 1, 1)),
        ("令和元年5月", dt.date(2019, 5, 1)),
    ],
)
def test_a_month_is_read_as_its_first_day_and_says_so(text, date):
    [said] = find_dates(text)
    assert (said.date, said.precision, said.problem) == (date, "month", None)


@pytest.mark.parametrize(
    "text",
    [
        "平成30年",
        "令和2年度",
        "2020",
        "平成12年法律第144号",
        "平成12年12月6日法律第144号",
        "Act No. 211 of 1950",
        "section 1.2.3",
        "2020.8",
        "ver. 2020.8.21",
        "Version 2020-08-21",
        "03-5253-5920",
        "+81 3 5253 5920",
        "020-2020-8-21",
        "2020-8-21-5",
        "20200821",
        "https://example.jp/2020/8/21/list.html",
        "list_2020-08-21.pdf",
        "令和2年8月21日.pdf",
        "8/21/2020",
        "February 31, 2020",
        "31 April 2020",
        "2020年2月30日",
        "2021年2月29日",
        "令和2年13月1日",
        "令和0年8月21日",
        "2020-13-01",
        "明治5年12月2日",
        "which may 12 entities apply for",
        "T2.8",
        "20人8日",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert find_dates(text) == []


def test_a_date_without_a_year_is_no_date_by_itself():
    [said] = find_dates("８月２１日")
    assert (said.date, said.month, said.day) == (None, 8, 21)
    both = find_dates("８月２１日、令和２年８月２２日")
    assert [said.date for said in both] == [None, dt.date(2020, 8, 22)]


def test_dates_are_found_in_their_order_and_place():
    text = "2020年5月1日とMay 29, 2020とR2.7.3"
    said = find_dates(text)
    assert [text[date.start : date.end] for date in said] == [
        "2020年5月1日",
        "May 29, 2020",
        "R2.7.3",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1,741", 1741),
        ("十", 10),
        ("二十一", 21),
        ("百五", 105),
        ("千七百四十一", 1741),
        ("二〇二〇", 2020),
        ("twelve", 12),
        ("Twenty-one", 21),
        ("one hundred and five", 105),
        ("one thousand seven hundred forty-one", 1741),
        ("二三十", None),
        ("十百", None),
        ("several", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_digits_kanji_and_words(text, number):
    assert whole_number(text) == number


def test_every_era_is_known_by_name_and_letter():
    years = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
    assert {era: era_year(era, 1) for era in years} == years
    assert [era_year(letter, 1) for letter in "MTSHR"] == list(years.values())


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Decision under FY2020 Example Project", 2020),
        ("Decision under the FY 2020 Example Project", 2020),
        ("Bodies of fiscal 2020", 2020),
        ("Bodies of fiscal year 2020", 2020),
        ("Bodies of the 2020 fiscal year", 2020),
        ("令和２年度例示事業", 2020),
        ("令和二年度例示事業", 2020),
        ("令和 2 年度例示事業", 2020),
        ("令和２（２０２０）年度例示事業", 2020),
        ("2020年度（令和2年度）例示事業", 2020),
        ("平成30年度例示事業", 2018),
        ("Ｒ２年度例示事業", 2020),
        ("H30年度例示事業", 2018),
        ("2020年度例示事業", 2020),
        ("令和元年度（補正）例示事業", 2019),
        ("令和元年度補正・令和2年度当初予算", 2019),
        ("2015年度以降の例示事業", None),
        ("2030年度までに実現する構想", None),
        ("2030年度に向けた構想", None),
        ("2030年度目標", None),
        ("A plan to be completed by FY2030", None),
        ("令和2年の例示事業", None),
        ("制度の年度", None),
    ],
)
def test_fiscal_years_are_read_in_any_dress(title, year):
    assert fiscal_year(title, None, []) == year


def test_the_fiscal_year_of_the_title_goes_before_that_of_the_text():
    texts = ["昨年度の令和元年度事業"]
    assert fiscal_year("令和2年度事業", "平成30年度事業", texts) == 2020
    assert fiscal_year("事業の決定", "平成30年度事業", texts) == 2018
    assert fiscal_year("事業の決定", None, texts) == 2019


def test_a_text_of_two_fiscal_years_is_about_neither():
    assert fiscal_year(None, None, ["令和元年度の成果", "令和2年度の募集"]) is None


def published(*lines):
    found = publication(head(lines), lines)
    return found.said and found.said.date


@pytest.mark.parametrize(
    "lines",
    [
        ["報道資料", "令和２年８月２１日", "総務省", "支援団体の決定"],
        ["支援団体の決定", "令和２年８月２１日（金）14時解禁"],
        ["令和２年８月２１日　四国総合通信局", "支援団体の決定"],
        ["報道資料　令和２年８月２１日", "支援団体の決定"],
        ["August 21, 2020 Decision on Entities"],
        ["Decision on Entities", "Tokyo, August 21, 2020"],
        ["Decision on Entities (August 21, 2020)"],
        ["支援団体の決定（令和2年8月21日）"],
        ["支援団体の決定", "本事業の団体を選びました。", "公表日：令和2年8月21日"],
        ["支援団体の決定", "本事業の団体を選びました。", "【発表日】 2020/8/21"],
        ["Decision", "We chose two bodies today.", "Date: August 21, 2020"],
        ["Decision", "We chose two bodies today.", "Release date 2020-08-21"],
        ["2020年8月", "支援団体の決定", "2020年8月21日"],
        # The head goes before prose, deadlines and days of other papers.
        ["令和2年8月21日", "令和元年10月30日付けで公募した事業を決めました。"],
        ["公募は令和2年5月1日から行いました。", "公表日 令和2年8月21日"],
        ["令和2年8月21日", "1 期限", "令和2年9月30日(水)17時"],
    ],
)
def test_the_day_of_publication_is_found(lines):
    assert published(*lines) == DAY


@pytest.mark.parametrize(
    "lines",
    [
        ["支援団体の決定", "令和2年5月29日から令和2年7月3日まで公募しました。"],
        ["Results", "Appeal from May 29, 2020 through July 31, 2020"],
        ["支援団体の決定", "令和元年10月30日付けで公募した事業です。"],
        ["支援団体の決定", "最終更新日：令和2年8月21日"],
        ["支援団体の決定", "1 期限", "令和2年9月30日(水)17時(必着)"],
        ["支援団体一覧（令和2年4月1日現在）"],
        ["8月21日", "支援団体の決定"],
        [],
    ],
)
def test_other_days_are_not_the_day_of_publication(lines):
    assert published(*lines) is None


def test_a_day_out_of_a_sentence_is_taken_with_a_warning():
    lines = ["Supported bodies", "On August 21, 2020 the ministry selected two bodies."]
    found = publication(head(lines), lines)
    assert found.said.date == DAY
    assert "no date stands at the head" in found.problems[0]


def test_two_days_in_sentences_are_none():
    lines = ["令和2年8月21日に決定しました。", "令和2年7月21日に決定しました。"]
    assert published(*lines) is None


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        (
            ["A public appeal was made from May 29 through July 31, 2020."],
            (2020, 5, 29),
            (2020, 7, 31),
        ),
        (
            ["Appeal: from Thursday, April 16 through Wednesday, May 20, 2020"],
            (2020, 4, 16),
            (2020, 5, 20),
        ),
        (
            ["The call was open between May 29 and July 31, 2020."],
            (2020, 5, 29),
            (2020, 7, 31),
        ),
        (
            ["Applications were taken from December 20 through January 31, 2021."],
            (2020, 12, 20),
            (2021, 1, 31),
        ),
        (
            ["It calls for plans from August 1 to 21, 2020."],
            (2020, 8, 1),
            (2020, 8, 21),
        ),
        (["Application period: 1 May - 31 May 2020"], (2020, 5, 1), (2020, 5, 31)),
        (["Application period: 2020-05-01 to 2020-05-31"], (2020, 5, 1), (2020, 5, 31)),
        (
            ["The ministry calls for plans until September 30, 2020, from today."],
            (2020, 8, 21),
            (2020, 9, 30),
        ),
        (
            ["It invites proposals from today until September 30, 2020."],
            (2020, 8, 21),
            (2020, 9, 30),
        ),
        (
            ["本日から令和2年9月30日（水）まで公募します。"],
            (2020, 8, 21),
            (2020, 9, 30),
        ),
        (["本日から9月30日まで募集します。"], (2020, 8, 21), (2020, 9, 30)),
        (
            ["令和2年5月29日(金)から令和2年7月3日(金)まで公募しました。"],
            (2020, 5, 29),
            (2020, 7, 3),
        ),
        (
            [
                "令和２年３月３日（火）から同年４月２日（木）までの間、提案の公募を行った。"
            ],
            (2020, 3, 3),
            (2020, 4, 2),
        ),
        (["平成30年7月13日から8月10日まで募集した。"], (2018, 7, 13), (2018, 8, 10)),
        (
            ["平成30年12月13日から翌年1月10日まで募集した。"],
            (2018, 12, 13),
            (2019, 1, 10),
        ),
        (["平成30年12月13日から1月10日まで募集した。"], (2018, 12, 13), (2019, 1, 10)),
        (["公募期間：５月29日～７月31日"], (2020, 5, 29), (2020, 7, 31)),
        (["公募期間：11月1日～12月15日"], (2020, 11, 1), (2020, 12, 15)),
        (["募集期間：令和2年5月1日から20日まで"], (2020, 5, 1), (2020, 5, 20)),
        (["公募期間　R2.5.1～R2.5.31"], (2020, 5, 1), (2020, 5, 31)),
        (["公募期間 2020/6/1～6/30"], (2020, 6, 1), (2020, 6, 30)),
        (["公募期間 2020.12.1～1.31"], (2020, 12, 1), (2021, 1, 31)),
        (["公募期間：令和二年六月一日～同月三十日"], (2020, 6, 1), (2020, 6, 30)),
        (
            ["公募期間：令和二年六月一日から同年七月十日まで"],
            (2020, 6, 1),
            (2020, 7, 10),
        ),
        (["公募期間：2020/5/1-2020/5/31"], (2020, 5, 1), (2020, 5, 31)),
        (
            ["募集期間", "令和2年5月29日（金）～同年7月3日（金）17時"],
            (2020, 5, 29),
            (2020, 7, 3),
        ),
        (
            ["1. Call", "Plans were taken from May 1 through June 30, 2020."],
            (2020, 5, 1),
            (2020, 6, 30),
        ),
        (
            ["１　募集", "５月１日から６月30日まで、地域の案を受け付けました。"],
            (2020, 5, 1),
            (2020, 6, 30),
        ),
        (
            [
                "事業期間：令和2年9月1日から令和3年2月28日まで",
                "公募期間：令和2年5月1日～5月20日",
            ],
            (2020, 5, 1),
            (2020, 5, 20),
        ),
        (
            [
                "あわせて追加公募を本日から令和2年9月30日まで実施することとしました。",
                "令和2年5月29日から令和2年7月3日まで公募しました。",
            ],
            (2020, 5, 29),
            (2020, 7, 3),
        ),
    ],
)
def test_the_appeal_that_the_list_replies_to_is_found(lines, first, last):
    appeal = find_appeal(lines, published=DAY, fiscal_year=2020)
    assert (appeal.first, appeal.last) == (dt.date(*first), dt.date(*last))
    assert appeal.problems == NO_PROBLEM


@pytest.mark.parametrize(
    "line",
    [
        "事業期間：令和2年9月1日から令和3年2月28日まで",
        "From May 29 through July 31, 2020, an exhibition is held.",
        "The project period is from September 1, 2020 to February 28, 2021.",
        "意見募集の期間：令和2年5月1日から令和2年5月31日まで",
        "公募の期限は令和2年7月31日です。",
        "令和2年5月1日から令和2年5月31日まで",
        "Applications of May 1, 2020 and May 31, 2020 were read.",
        "Plans were made from May 1 through June 30, 2020.",
        "公募期間 2020/6/1～31/30",
    ],
)
def test_other_periods_are_no_appeal(line):
    appeal = find_appeal([line], published=DAY, fiscal_year=2020)
    assert (appeal.first, appeal.last) == (None, None)


@pytest.mark.parametrize(
    ("published", "fiscal_year", "first"),
    [
        (dt.date(2021, 1, 15), None, dt.date(2020, 11, 1)),
        (dt.date(2020, 10, 20), None, dt.date(2020, 11, 1)),
        (None, 2020, dt.date(2020, 11, 1)),
        (None, None, None),
    ],
)
def test_an_appeal_without_a_year_has_that_of_publication(
    published, fiscal_year, first
):
    appeal = find_appeal(
        ["公募期間：11月1日～12月15日"], published=published, fiscal_year=fiscal_year
    )
    assert appeal.first == first


def test_an_appeal_that_ends_before_it_begins_is_told():
    lines = ["公募期間：令和2年7月31日～令和2年5月29日"]
    appeal = find_appeal(lines, published=DAY, fiscal_year=None)
    assert appeal.first is None
    assert "ends on 2020-05-29, before it begins on 2020-07-31" in appeal.problems[0]


def test_a_day_that_no_calendar_has_is_told_of_an_appeal():
    lines = ["公募期間：平成31年4月1日～平成31年5月31日"]
    appeal = find_appeal(lines, published=DAY, fiscal_year=None)
    assert appeal.last == dt.date(2019, 5, 31)
    assert "平成 ended on 2019-04-30" in appeal.problems[0]
