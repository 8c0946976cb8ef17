import datetime as dt

import pandas as pd
import pytest

import analysis
from analysis.documents.model import Span, Table, places
from analysis.errors import SchemaError, SourceError
from analysis.sources.items import ITEM_COLUMNS
from analysis.sources.known import Known
from analysis.sources.tables.find import find_in_table
from analysis.sources.tables.join import join_tables


@pytest.fixture(scope="module")
def known():
    return Known(dt.date(2020, 8, 21))


def grid(text, *, headers=None, spans=(), page=None, line=1):
    """Return a table of lines whose cells | sets apart; ⏎ is a break in a cell."""
    rows = [
        [cell.strip().replace("⏎", "\n") for cell in row.split("|")]
        for row in text.strip("\n").splitlines()
    ]
    width = max(map(len, rows))
    cells = pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype="str")
    return Table(cells, places(range(line, line + len(rows)), page), headers, spans)


def said(found, *columns):
    """Return columns of the items as text, blanks for what is missing."""
    frame = found.items[list(columns)].astype("str").fillna("")
    rows = frame.values.tolist()
    return [row[0] for row in rows] if len(columns) == 1 else [tuple(r) for r in rows]


ENGLISH = """
No. | Applicant | Project name
1 | Kitakami City, Iwate Prefecture | Sensors in rice fields
2 | Oshu City, Iwate Prefecture | Buses on demand
3 | Green Farm Co., Ltd. | Drones
"""


def test_applicants_are_read_with_number_and_place(known):
    found = find_in_table(grid(ENGLISH, page="2", line=12), known)
    assert found.items.dtypes.astype("str").to_dict() == ITEM_COLUMNS
    assert said(found, "number", "text", "page", "line", "cell") == [
        ("1", "Kitakami City, Iwate Prefecture", "2", "13", "B2"),
        ("2", "Oshu City, Iwate Prefecture", "2", "14", "B3"),
        ("3", "Green Farm Co., Ltd.", "2", "15", "B4"),
    ]
    assert found.how == "column B 'Applicant' of the table at line 12 (page 2)"
    assert (found.names, found.structure, found.problems) == (2, 3, ())


LAYOUTS = {
    "japanese": (
        "番号 | 都道府県名 | 団体名 | 事業名\n"
        "１ | 岩手県 | 北上市 | 田の見回り事業\n"
        "２ | 岩手県 | 奥州市 | 乗合の実証",
        [("1", "北上市", "岩手県"), ("2", "奥州市", "岩手県")],
    ),
    "no header": (
        "1 | Kitakami City | 岩手の田\n2 | Oshu City | バス",
        [("1", "Kitakami City", ""), ("2", "Oshu City", "")],
    ),
    "no header but places": (
        "岩手県 | 北上市\n岩手県 | 奥州市\n高知県 | 高知市",
        [("", "北上市", "岩手県"), ("", "奥州市", "岩手県"), ("", "高知市", "高知県")],
    ),
    "titles, totals and notes": (
        "Entities supported this year | |\n"
        "as of August |  | \n"
        "No. | Entity | Project\n"
        "1 | Kitakami City | Rice\n"
        "2 | Oshu City | Buses\n"
        "Total | 2 | \n"
        " | | \n"
        "* Budget may change | |\n"
        "Source: own survey | | ",
        [("1", "Kitakami City", ""), ("2", "Oshu City", "")],
    ),
    "total in the column of names": (
        "番号 | 団体名 | 事業名\n1 | 北上市 | 田\n2 | 奥州市 | 畑\n | 計 12団体 | ",
        [("1", "北上市", ""), ("2", "奥州市", "")],
    ),
    "subtotals between": (
        "番号 | 団体名 | 金額\n1 | 北上市 | 10\n | 小計 | 10\n"
        "2 | 高知市 | 5\n | 合計 | 15",
        [("1", "北上市", ""), ("2", "高知市", "")],
    ),
    "repeated header": (
        "No. | Entity | Project\n1 | Kitakami City | Rice\n"
        "No. | Entity | Project\n2 | Oshu City | Buses",
        [("1", "Kitakami City", ""), ("2", "Oshu City", "")],
    ),
    "blank places are those above": (
        "都道府県 | 市町村 | 事業\n岩手県 | 北上市 | 田\n"
        " | 奥州市 | 畑\n高知県 | 高知市 | 海",
        [("", "北上市", "岩手県"), ("", "奥州市", "岩手県"), ("", "高知市", "高知県")],
    ),
    "county beside the town": (
        "県名 | 郡名 | 市町村名\n岩手県 | | 北上市\n | 西磐井郡 | 平泉町\n | | 奥州市",
        [
            ("", "北上市", "岩手県"),
            ("", "平泉町", "岩手県西磐井郡"),
            ("", "奥州市", "岩手県"),
        ],
    ),
    "county beside the town in English": (
        "Prefecture | County | Municipality\n"
        "Iwate Prefecture | | Kitakami City\n"
        "Iwate Prefecture | Nishiiwai County | Hiraizumi Town",
        [
            ("", "Kitakami City", "Iwate Prefecture"),
            ("", "Hiraizumi Town", "Nishiiwai County, Iwate Prefecture"),
        ],
    ),
    "ward beside its city": (
        "都道府県 | 市 | 区 | 事業\n"
        "北海道 | 札幌市 | 中央区 | 雪\n"
        " | | 北区 | 雪\n"
        " | 旭川市 | | 熊",
        [
            ("", "中央区", "北海道札幌市"),
            ("", "北区", "北海道札幌市"),
            ("", "旭川市", "北海道"),
        ],
    ),
    "codes beside names": (
        "団体コード | 団体名\n032069 | 北上市\n032158 | 奥州市",
        [("", "北上市", "032069"), ("", "奥州市", "032158")],
    ),
    "codes alone": (
        "団体コード | 人口\n032069 | 90000\n032158 | 110000",
        [("", "032069", ""), ("", "032158", "")],
    ),
    "type apart from the name": (
        "番号 | 名称 | 種別\n1 | 北上 | 市\n2 | 平泉 | 町\n3 | 普代 | 村",
        [("1", "北上市", ""), ("2", "平泉町", ""), ("3", "普代村", "")],
    ),
    "type apart in English": (
        "No. | Name | Type\n1 | Kitakami | City\n2 | Hiraizumi | Town",
        [("1", "Kitakami City", ""), ("2", "Hiraizumi Town", "")],
    ),
    "names side by side": (
        "岩手県 | 北上市 | 奥州市 | 花巻市\n高知県 | 高知市 | 土佐市 | ",
        [
            ("", "北上市", "岩手県"),
            ("", "奥州市", "岩手県"),
            ("", "花巻市", "岩手県"),
            ("", "高知市", "高知県"),
            ("", "土佐市", "高知県"),
        ],
    ),
    "blocks numbered downwards": (
        "No. | 団体名 | No. | 団体名\n1 | 北上市 | 3 | 花巻市\n2 | 奥州市 | 4 | 高知市",
        [
            ("1", "北上市", ""),
            ("2", "奥州市", ""),
            ("3", "花巻市", ""),
            ("4", "高知市", ""),
        ],
    ),
    "blocks numbered along the row": (
        "No. | 団体名 | | No. | 団体名\n1 | 北上市 | | 2 | 花巻市\n3 | 奥州市 | | | ",
        [("1", "北上市", ""), ("2", "花巻市", ""), ("3", "奥州市", "")],
    ),
    "blocks without a header": (
        "1 | 北上市 | 3 | 花巻市\n2 | 奥州市 | 4 | 高知市",
        [
            ("1", "北上市", ""),
            ("2", "奥州市", ""),
            ("3", "花巻市", ""),
            ("4", "高知市", ""),
        ],
    ),
    "on its side": (
        "番号 | 1 | 2\n団体名 | 北上市 | 奥州市\n事業名 | 田 | 畑",
        [("1", "北上市", ""), ("2", "奥州市", "")],
    ),
    "one column": (
        "団体名\n北上市\n奥州市\nみどり農園\n高知市",
        [("", n, "") for n in ("北上市", "奥州市", "みどり農園", "高知市")],
    ),
    "one column, numbers before the names": (
        "採択団体\n1. 北上市\n2. 奥州市\n3. 高知市",
        [("1", "北上市", ""), ("2", "奥州市", ""), ("3", "高知市", "")],
    ),
    "one column with bullets": (
        "Selected entities\n● Kitakami City\n● Oshu City",
        [("", "Kitakami City", ""), ("", "Oshu City", "")],
    ),
    "numbers of every dress": (
        "項番 | 団体\n① | 北上市\n(2) | 奥州市\nNo.3 | 高知市",
        [("1", "北上市", ""), ("2", "奥州市", ""), ("3", "高知市", "")],
    ),
    "two names in a cell": (
        "番号 | 団体名 | 事業名\n1 | 北上市⏎奥州市 | 田\n2 | 高知市 | 海",
        [("1", "北上市", ""), ("1", "奥州市", ""), ("2", "高知市", "")],
    ),
    "one name in two lines": (
        "No. | Applicant | Project\n1 | Kitakami City,⏎Iwate Prefecture | Rice\n"
        "2 | Oshu City,⏎Iwate Prefecture | Buses",
        [
            ("1", "Kitakami City, Iwate Prefecture", ""),
            ("2", "Oshu City, Iwate Prefecture", ""),
        ],
    ),
    "a break inside of a word": (
        "番号 | 団体名\n1 | 北上⏎市\n2 | 岩手県⏎奥州市",
        [("1", "北上市", ""), ("2", "岩手県奥州市", "")],
    ),
    "a project that mentions a body": (
        "事業名 | 団体\n北上市の田 | 北上市\n奥州市の畑 | 奥州市",
        [("", "北上市", ""), ("", "奥州市", "")],
    ),
    "a prefecture among its municipalities": (
        "番号 | 団体名 | 事業名\n1 | 岩手県 | 山\n2 | 北上市 | 田",
        [("1", "岩手県", ""), ("2", "北上市", "")],
    ),
    "prefectures only": (
        "番号 | 都道府県 | 事業名\n1 | 岩手県 | 山\n2 | 高知県 | 海",
        [("1", "岩手県", ""), ("2", "高知県", "")],
    ),
    "misspelt names": (
        "番号 | 団体名\n1 | 北上市\n2 | 奥洲士\n3 | 高知市",
        [("1", "北上市", ""), ("2", "奥洲士", ""), ("3", "高知市", "")],
    ),
    "a second project of one body": (
        "番号 | 団体名 | 事業名\n1 | 北上市 | 田\n | | 畑\n2 | 奥州市 | 山",
        [("1", "北上市", ""), ("2", "奥州市", "")],
    ),
    "names wrapped into the row below": (
        "No. | Applicant | Project\n1 | Kitakami City, | Rice\n"
        " | Iwate Prefecture | \n2 | Oshu City, Iwate | Buses on\n"
        " | Prefecture | demand\n3 | Kochi City | Sea",
        [
            ("1", "Kitakami City, Iwate Prefecture", ""),
            ("2", "Oshu City, Iwate Prefecture", ""),
            ("3", "Kochi City", ""),
        ],
    ),
    "more notes than rows": (
        "番号 | 団体名\n1 | 北上市\n2 | 奥州市\n注1) 予算は見込み | \n（注）変更 | \n"
        "出典：調べ | \nNote: draft | \nこの表は見込みです。 | ",
        [("1", "北上市", ""), ("2", "奥州市", "")],
    ),
    "footnote marks at names": (
        "番号 | 団体名\n1 | 北上市※\n2 | ※奥州市\n3 | 高知市*1",
        [("1", "北上市※", ""), ("2", "※奥州市", ""), ("3", "高知市*1", "")],
    ),
    "spaced out": (
        "番 号 | 団 体 名 | 事 業 名\n1 | 北 上 市 | 田\n2 | 奥 州 市 | 畑",
        [("1", "北 上 市", ""), ("2", "奥 州 市", "")],
    ),
    "a name said again by a mark": (
        "番号 | 団体名 | 事業\n1 | 北上市 | 田\n2 | 同上 | 畑\n3 | 奥州市 | 山",
        [("1", "北上市", ""), ("2", "北上市", ""), ("3", "奥州市", "")],
    ),
    "words over numbers are a header": (
        "x | y\n北上市 | 10\n奥州市 | 25\n高知市 | 31",
        [("", "北上市", ""), ("", "奥州市", ""), ("", "高知市", "")],
    ),
    "blank columns between": (
        " | 番号 | | 団体名\n | 1 | | 北上市\n | 2 | | 奥州市",
        [("1", "北上市", ""), ("2", "奥州市", "")],
    ),
    "cities and towns in columns of their own": (
        "県名 | 市名 | 町村名\n岩手県 | 北上市 | \n | | 平泉町\n高知県 | 高知市 | ",
        [("", "北上市", "岩手県"), ("", "平泉町", "岩手県"), ("", "高知市", "高知県")],
    ),
    "prefectures over columns": (
        "岩手県 | 高知県\n北上市 | 高知市\n奥州市 | 土佐市",
        [
            ("", "北上市", "岩手県"),
            ("", "高知市", "高知県"),
            ("", "奥州市", "岩手県"),
            ("", "土佐市", "高知県"),
        ],
    ),
    "companies in two lines": (
        "番号 | 団体名\n1 | 国立大学法人⏎岩手大学\n2 | 株式会社みどり⏎株式会社あお\n"
        "3 | Green Co.,⏎Ltd.\n4 | 北上市⏎（岩手県）",
        [
            ("1", "国立大学法人岩手大学", ""),
            ("2", "株式会社みどり", ""),
            ("2", "株式会社あお", ""),
            ("3", "Green Co., Ltd.", ""),
            ("4", "北上市（岩手県）", ""),
        ],
    ),
    "the same prefecture in a list of towns": (
        "番号 | 都道府県 | 市町村\n1 | 岩手県 | 北上市\n"
        "2 | 同 | 奥州市\n3 | 〃 | 花巻市",
        [
            ("1", "北上市", "岩手県"),
            ("2", "奥州市", "岩手県"),
            ("3", "花巻市", "岩手県"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "rows"), LAYOUTS.values(), ids=LAYOUTS)
def test_each_layout_gives_its_rows(known, text, rows):
    found = find_in_table(grid(text), known)
    assert said(found, "number", "text", "context") == rows
    assert found.problems == ()


@pytest.mark.parametrize(
    "mark", ["同", "〃", "々", '"', "″", "同上", "ditto", "Ditto", "–", "-"]
)
def test_marks_for_the_same_as_above_repeat_the_prefecture(known, mark):
    table = grid(
        f"都道府県 | 市町村\n岩手県 | 北上市\n{mark} | 奥州市\n高知県 | 高知市"
    )
    assert said(find_in_table(table, known), "context") == [
        "岩手県",
        "岩手県",
        "高知県",
    ]


def test_two_header_rows_are_one_label_for_each_column(known):
    table = grid(
        "No. | Applicant | | Project\n | Prefecture | Municipality | \n"
        "1 | Iwate Prefecture | Kitakami City | Rice\n"
        "2 | Kochi Prefecture | Kochi City | Sea",
        spans=(Span(0, 0, 2, 1), Span(0, 1, 1, 2), Span(0, 3, 2, 1)),
    )
    found = find_in_table(table, known)
    assert said(found, "number", "text", "context") == [
        ("1", "Kitakami City", "Iwate Prefecture"),
        ("2", "Kochi City", "Kochi Prefecture"),
    ]
    assert found.how.startswith("column C 'Applicant Municipality'")


def test_three_header_rows_without_merged_cells_are_told(known):
    table = grid(
        "番号 | 申請 | | 事業名\n | 団体 | | \n | 都道府県 | 市町村 | \n"
        "1 | 岩手県 | 北上市 | 田\n2 | 高知県 | 高知市 | 海"
    )
    assert said(find_in_table(table, known), "number", "text", "context") == [
        ("1", "北上市", "岩手県"),
        ("2", "高知市", "高知県"),
    ]


def test_one_label_merged_over_prefecture_and_municipality_is_read(known):
    table = grid(
        "番号 | 団体名 | | 事業名\n1 | 岩手県 | 北上市 | 田\n2 | 高知県 | 高知市 | 海",
        spans=(Span(0, 1, 1, 2),),
    )
    assert said(find_in_table(table, known), "text", "context") == [
        ("北上市", "岩手県"),
        ("高知市", "高知県"),
    ]


def test_labels_under_a_label_for_partners_are_of_partners(known):
    table = grid(
        "番号 | 代表団体 | 連携団体 | \n | | 都道府県 | 市町村\n"
        "1 | 北上市 | 高知県 | 高知市\n2 | 奥州市 | 岩手県 | 花巻市",
        spans=(Span(0, 0, 2, 1), Span(0, 1, 2, 1), Span(0, 2, 1, 2)),
    )
    assert said(find_in_table(table, known), "text", "role", "context") == [
        ("北上市", "", ""),
        ("高知市", "連携団体 市町村", ""),
        ("奥州市", "", ""),
        ("花巻市", "連携団体 市町村", ""),
    ]


def test_headings_over_rows_are_groups_and_prefectures_are_places(known):
    table = grid(
        "番号 | 団体名 | 事業名\n〈Requirement A〉 | |\n1 | 北上市 | 田\n"
        "【高知県】 | | \n2 | 高知市 | 海\n〈Requirement B〉 | | \n1 | 仙台市 | 山",
        spans=(Span(1, 0, 1, 3), Span(3, 0, 1, 3), Span(5, 0, 1, 3)),
    )
    assert said(find_in_table(table, known), "number", "text", "group", "context") == [
        ("1", "北上市", "〈Requirement A〉", ""),
        ("2", "高知市", "〈Requirement A〉", "高知県"),
        ("1", "仙台市", "〈Requirement B〉", ""),
    ]


@pytest.mark.parametrize(
    ("heading", "context"),
    [
        ("岩手県", "岩手県"),
        ("【岩手県】", "岩手県"),
        ("■岩手県（2団体）", "岩手県"),
        ("Iwate Prefecture", "Iwate Prefecture"),
        ("政令指定都市", ""),
        ("東北", ""),
        ("Tohoku region", ""),
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_heading_alone_in_its_row_is_no_item(known, heading, context, column):
    row = "| " * column + heading + " |" * (2 - column)
    table = grid(f"No. | Entity | Project\n{row}\n1 | 北上市 | 田\n2 | 奥州市 | 畑")
    found = find_in_table(table, known)
    assert said(found, "text", "group", "context") == [
        ("北上市", heading, context),
        ("奥州市", heading, context),
    ]
    assert found.problems == ()


def test_a_blank_prefecture_under_another_heading_is_blank(known):
    table = grid(
        "都道府県 | 団体名 | 事業\n〈A〉 | | \n岩手県 | 北上市 | 田\n | 奥州市 | 畑\n"
        "〈B〉 | | \n | みどり株式会社 | 山"
    )
    assert said(find_in_table(table, known), "text", "context") == [
        ("北上市", "岩手県"),
        ("奥州市", "岩手県"),
        ("みどり株式会社", ""),
    ]


def test_a_blank_prefecture_that_is_not_the_one_above_is_told(known):
    table = grid("都道府県 | 団体名\n岩手県 | 北上市\n | 名古屋市")
    found = find_in_table(table, known)
    assert said(found, "context") == ["岩手県", ""]
    assert found.problems == (
        "row 3: a blank for the prefecture, but not in that above; read without one",
    )


def test_a_merged_prefecture_is_that_of_all_its_rows(known):
    table = grid(
        "都道府県 | 団体名\n岩手県 | 北上市\n | 名古屋市", spans=(Span(1, 0, 2, 1),)
    )
    found = find_in_table(table, known)
    assert said(found, "context") == ["岩手県", "岩手県"]
    assert found.problems == ()


def test_a_number_merged_over_rows_makes_a_joint_application(known):
    table = grid(
        "番号 | 団体名 | 事業名\n1 | 北上市 | 田\n | 奥州市 | \n2 | 高知市 | 海",
        spans=(Span(1, 0, 2, 1), Span(1, 2, 2, 1)),
    )
    found = find_in_table(table, known)
    assert said(found, "number", "text", "cell") == [
        ("1", "北上市", "B2"),
        ("1", "奥州市", "B3"),
        ("2", "高知市", "B4"),
    ]
    assert found.problems == ()


def test_a_number_left_out_is_told(known):
    table = grid("番号 | 団体名 | 事業名\n1 | 北上市 | 田\n | 奥州市 | 畑")
    found = find_in_table(table, known)
    assert said(found, "number", "text") == [("1", "北上市"), ("1", "奥州市")]
    assert found.problems == ("row 3: without a number, read with the number above",)


def test_a_name_merged_over_rows_is_one_item(known):
    table = grid(
        "番号 | 団体名 | 事業名\n1 | 北上市 | 田\n2 | | 畑\n3 | 高知市 | 海",
        spans=(Span(1, 1, 2, 1),),
    )
    found = find_in_table(table, known)
    assert said(found, "number", "text") == [("1", "北上市"), ("3", "高知市")]
    assert found.problems == ()


def test_a_number_without_a_name_is_told(known):
    table = grid("番号 | 団体名 | 事業名\n2 | 北上市 | 田\n3 | | 畑\n4 | 高知市 | 海")
    found = find_in_table(table, known)
    assert said(found, "text") == ["北上市", "高知市"]
    assert found.problems == ("row 3 has the number 3 and no name",)


def test_a_prefecture_without_a_municipality_is_read_itself(known):
    table = grid("番号 | 都道府県 | 市町村\n1 | 岩手県 | \n2 | 岩手県 | 北上市")
    found = find_in_table(table, known)
    assert said(found, "number", "text", "context", "cell") == [
        ("1", "岩手県", "", "B2"),
        ("2", "北上市", "岩手県", "C3"),
    ]
    assert "the prefecture itself was read" in found.problems[0]


@pytest.mark.parametrize(
    ("lead", "partner"),
    [
        ("代表団体", "連携団体"),
        ("申請主体", "連携主体"),
        ("応募団体", "共同提案者"),
        ("Applicant", "Joint applicant(s)"),
        ("Lead", "Partners"),
    ],
)
def test_partners_follow_the_one_who_leads(known, lead, partner):
    table = grid(
        f"番号 | {partner} | {lead} | 事業\n"
        "1 | 奥州市⏎みどり株式会社 | 北上市 | 田\n2 | – | 高知市 | 海"
    )
    found = find_in_table(table, known)
    assert said(found, "number", "text", "role", "cell") == [
        ("1", "北上市", "", "C2"),
        ("1", "奥州市", partner, "B2"),
        ("1", "みどり株式会社", partner, "B2"),
        ("2", "高知市", "", "C3"),
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Entity | 団体名\nKitakami City | 北上市\nOshu City | 奥州市",
            ["北上市", "奥州市"],
        ),
        (
            "Entity | 団体名\nKitakami City | 北上市\nOshu City | ",
            ["Kitakami City", "Oshu City"],
        ),
    ],
)
def test_of_two_languages_the_one_with_more_names_is_read(known, text, names):
    found = find_in_table(grid(text), known)
    assert said(found, "text") == names
    assert found.problems == ()


def test_two_languages_that_differ_are_told(known):
    table = grid(
        "団体名 | Entity\n北上市 | Kitakami City\n"
        "奥州市 | Oshu City\n花巻市 | Kochi City"
    )
    found = find_in_table(table, known)
    assert said(found, "text") == ["北上市", "奥州市", "花巻市"]
    assert found.problems == (
        "row 4 names two bodies: '花巻市', which was read, and 'Kochi City'",
    )


def test_a_cell_that_could_hold_one_name_or_two_is_told(known):
    found = find_in_table(grid("番号 | 団体名\n1 | 北上市⏎みどり園\n2 | 奥州市"), known)
    assert said(found, "text") == ["北上市 みどり園", "奥州市"]
    assert found.problems == ("cell B2 was read as one entity: '北上市 みどり園'",)


def test_a_second_column_of_other_names_is_told(known):
    table = grid(
        "団体名 | 実施地域\n北上市 | 高知県高知市\n"
        "奥州市 | 愛媛県愛南町\n花巻市 | 宮城県仙台市"
    )
    found = find_in_table(table, known)
    assert said(found, "text") == ["北上市", "奥州市", "花巻市"]
    assert len(found.problems) == 1
    assert "column B '実施地域' holds names too" in found.problems[0]
    assert "--column" in found.problems[0]


def test_companies_are_the_list_and_not_the_places_where_they_work(known):
    table = grid(
        "申請主体 | 実施地域 | 事業名\n"
        "みどり農業協同組合 | 愛媛県愛南町 | みかん\n"
        "あおぞら株式会社 | 岩手県北上市 | 田\n"
        "空の会 | 高知県高知市 | 海"
    )
    found = find_in_table(table, known)
    assert said(found, "text") == ["みどり農業協同組合", "あおぞら株式会社", "空の会"]
    assert found.how.startswith("column A '申請主体'")
    assert "column B '実施地域' holds names too" in found.problems[0]


@pytest.mark.parametrize("column", ["実施地域", "B", "b", " 実施 地域 "])
def test_a_column_can_be_asked_for(known, column):
    table = grid("団体名 | 実施地域\n北上市 | 高知市\n奥州市 | 愛南町")
    found = find_in_table(table, known, column=column)
    assert said(found, "text", "cell") == [("高知市", "B2"), ("愛南町", "B3")]
    assert found.problems == ()


def test_a_column_without_names_is_read_if_asked_for(known):
    table = grid("Winner | Entity\nAcme | Kitakami City\nZenith | Oshu City")
    found = find_in_table(table, known, column="Winner")
    assert said(found, "text") == ["Acme", "Zenith"]
    assert found.names == 0


def test_a_column_that_is_not_there_is_an_error_that_lists_those_that_are(known):
    with pytest.raises(
        SchemaError, match=r"no column 'Town' \(found: A 'No\.', B 'App"
    ):
        find_in_table(grid(ENGLISH), known, column="Town")


@pytest.mark.parametrize(
    "text",
    [
        "Date | Event\nMay | Opening of the appeal\nJune | Closing",
        "項目 | 金額\n人件費 | 10\n機材 | 20",
        "担当 | 電話\n総務課 | 03-1111-2222",
        " | \n | ",
        "団体名 | 事業名",
    ],
)
def test_a_table_without_names_holds_no_list(known, text):
    assert find_in_table(grid(text), known) is None


def test_a_note_between_rows_is_told(known):
    table = grid(
        "番号 | 団体名 | 事業\n1 | 北上市 | 田\n※辞退 | | \n2 | 高知市 | 海\n※以上 | |"
    )
    found = find_in_table(table, known)
    assert said(found, "text") == ["北上市", "高知市"]
    assert found.problems == (
        "row 3, between two rows of the list, was not read as an entity: '※辞退'",
    )


def test_prefectures_over_their_municipalities_in_one_column_are_headings(known):
    found = find_in_table(grid("岩手県\n北上市\n奥州市\n高知県\n高知市"), known)
    assert said(found, "text", "context") == [
        ("北上市", "岩手県"),
        ("奥州市", "岩手県"),
        ("高知市", "高知県"),
    ]
    assert "岩手県, 高知県" in found.problems[0]


def test_prefectures_in_one_column_of_other_bodies_are_items(known):
    found = find_in_table(grid("岩手県\n高知県\n北上市\n仙台市"), known)
    assert said(found, "text") == ["岩手県", "高知県", "北上市", "仙台市"]


def test_cells_of_a_table_on_its_side_keep_their_places(known):
    table = grid("団体名 | 北上市 | 奥州市\n事業名 | 田 | 畑", line=7)
    found = find_in_table(table, known)
    assert said(found, "line", "cell") == [("7", "B1"), ("7", "C1")]


def test_cells_of_blocks_keep_their_places(known):
    table = grid("1 | 北上市 | 3 | 花巻市\n2 | 奥州市 | 4 | 高知市")
    assert said(find_in_table(table, known), "cell") == ["B1", "B2", "D1", "D2"]


# --- Tables of this project -----------------------------------------------------------


def test_a_tidy_table_is_read_row_by_row(known):
    table = grid(
        "number | note | published_name\n3 | | Total\n | | \n5 | 岩手県 | Iga⏎City",
        headers=1,
    )
    found = find_in_table(table, known)
    assert said(found, "number", "text", "line", "context") == [
        ("3", "Total", "2", ""),
        ("5", "Iga\nCity", "4", ""),
    ]


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("published_name | published_name\nx | y", SchemaError, "wants one column"),
        ("published_name | z", SourceError, "a header and no row"),
        ("number | published_name\n1 | x\n2 |", SchemaError, "line 3 has an empty"),
        (
            "number | published_name\none | x",
            SchemaError,
            "line 2 has the number 'one'; want a whole number such as 1",
        ),
    ],
)
def test_a_tidy_table_with_a_fault_is_an_error(known, text, error, message):
    with pytest.raises(error, match=message):
        find_in_table(grid(text, headers=1), known)


# --- Many rows, many tables -----------------------------------------------------------


def test_a_table_of_many_rows_is_read_whole(known):
    names = ["北上市", "奥州市", "花巻市", "みどり株式会社"]
    count = 200_000
    cells = pd.DataFrame(
        {
            0: ["番号", *map(str, range(1, count + 1))],
            1: ["都道府県", *["岩手県", "", "同", ""] * (count // 4)],
            2: ["団体名", *names * (count // 4)],
            3: ["事業名", *[f"事業{row}" for row in range(count)]],
        },
        dtype="str",
    )
    found = find_in_table(Table(cells, places(range(1, count + 2))), known)
    assert len(found.items) == count
    assert found.items["number"].tolist() == list(range(1, count + 1))
    assert said(found, "text")[-4:] == names
    assert set(found.items["context"]) == {"岩手県"}
    assert found.items["cell"].iloc[-1] == f"C{count + 1}"
    assert found.names == pytest.approx(0.75 * count, rel=0.1)


def test_a_table_that_repeats_its_header_on_the_next_page_goes_on(known):
    first = grid("No. | Entity\n1 | Kitakami City\n2 | Oshu City", page="1")
    second = grid("No. | Entity\n3 | Kochi City", page="2")
    (table,) = join_tables([first, second])
    assert said(find_in_table(table, known), "number", "text", "page", "cell") == [
        ("1", "Kitakami City", "1", "B2"),
        ("2", "Oshu City", "1", "B3"),
        ("3", "Kochi City", "2", "B2"),
    ]


def test_a_title_said_again_on_the_next_page_is_left_out(known):
    head = "一覧 |\n番号 | 団体名\n"
    (table,) = join_tables([grid(head + "1 | 北上市"), grid(head + "2 | 奥州市")])
    assert said(find_in_table(table, known), "text", "line") == [
        ("北上市", "3"),
        ("奥州市", "3"),
    ]


def test_a_table_without_a_header_goes_on_with_the_numbers(known):
    first = grid("番号 | 団体名\n1 | 北上市\n2 | 奥州市", page="1")
    second = grid("3 | 花巻市\n4 | 高知市", page="2", spans=(Span(0, 0, 1, 1),))
    (table,) = join_tables([first, second])
    assert said(find_in_table(table, known), "number") == ["1", "2", "3", "4"]
    assert table.spans == (Span(3, 0, 1, 1),)


@pytest.mark.parametrize(
    "other",
    [
        "番号 | 団体名 | 事業\n3 | 高知市 | 海",
        "番号 | 企業名\n3 | みどり株式会社",
        "1 | 高知市\n2 | 土佐市",
        "高知市 | 海",
    ],
)
def test_another_table_is_not_joined(other):
    first = grid("番号 | 団体名\n1 | 北上市\n2 | 奥州市")
    assert len(join_tables([first, grid(other)])) == 2


@pytest.mark.parametrize(
    ("text", "contexts", "told"),
    [
        ("市町村 | 応援県\n川崎町 | 福岡県\n伊達市 | 北海道", ["", ""], "'応援県'"),
        (
            "Town | Supporting Prefecture\nMisato Town | Gunma\nDate City | Nara",
            ["", ""],
            "'Supporting Prefecture'",
        ),
        (
            "市町村 | 前回開催県 | 県\n川崎町 | 福岡県 | 宮城県\n美里町 | 埼玉県 | 〃",
            ["宮城県", "宮城県"],
            "'前回開催県'",
        ),
        ("所在都道府県 | 申請者\n岩手県 | 北上市\n岩手県 | 奥州市", ["岩手県"] * 2, ""),
        ("団体名 | 都道府県名\n北上市 | 岩手県\n奥州市 | 岩手県", ["岩手県"] * 2, ""),
    ],
    ids=["helps", "helps, English", "hosted before", "lies in", "of the body"],
)
def test_prefectures_are_contexts_only_where_the_bodies_are_said_to_lie(
    known, text, contexts, told
):
    found = find_in_table(grid(text), known)
    assert found.items["context"].tolist() == contexts
    assert any(told in problem for problem in found.problems) == bool(told)


def test_a_prefecture_is_not_carried_under_another_region(known):
    table = grid("地方 | 県 | 市町村\n東北 | 宮城県 | 川崎町\n九州 | | 川崎町")
    assert said(find_in_table(table, known), "text", "context") == [
        ("川崎町", "宮城県"),
        ("川崎町", ""),
    ]


def test_unknown_words_over_two_columns_of_names_are_a_header(known):
    table = grid("派遣元 | 派遣先\n福岡県 | 川崎町\n青森県 | 大和町")
    found = find_in_table(table, known)
    assert said(found, "text", "context") == [("川崎町", ""), ("大和町", "")]
    assert any("'派遣元' holds prefectures" in problem for problem in found.problems)


# --- Nothing lost, nothing invented ---------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[bold]Iga City[/bold]",
        "<b>Iga City</b>",
        "Note: Iga City",
        "Source: the ministry",
        "Total",
        "合計",
        "団体名",
        "岩手県",
        "※ 予算は見込み",
        "2020年8月21日",
        "x" * 100,
    ],
)
def test_each_cell_under_no_header_is_an_item(known, text):
    texts = [text, "Otsu City, Shiga", text, "Hida City, Gifu", text]
    cells = pd.DataFrame({0: texts}, dtype="str")
    found = find_in_table(Table(cells, places(range(1, 6)), headers=0), known)
    assert said(found, "text") == texts
    assert found.problems == ()


def test_blanks_among_names_are_told(known):
    cells = pd.DataFrame({0: ["北上市", "", "奥州市"]}, dtype="str")
    found = find_in_table(Table(cells, places(range(1, 4)), headers=0), known)
    assert said(found, "text") == ["北上市", "奥州市"]
    assert found.problems == ("row 2: blank, and no row",)


@pytest.mark.parametrize("row", ["{}", "{} |", "| {}"])
def test_what_stands_right_under_the_list_is_read_or_told(known, row):
    wide = "|" in row
    head = "No. | Entity\n1 | Otsu City\n2 | Iga City" if wide else "Entity\nIga City"
    for text in ("[bold]Oshu City[/bold]", "A plan of all towns for all. " * 4):
        found = find_in_table(grid(f"{head}\n{row.format(text)}"), known)
        told = [*said(found, "text"), *found.problems]
        assert any(text.strip() in one for one in told), told


@pytest.mark.parametrize(
    "note", ["※ 予算", "* Draft", "注 見込み", "出典：調べ", "Source: own", "以上"]
)
def test_a_note_under_the_list_is_none_of_it(known, note):
    found = find_in_table(grid(f"団体名\n北上市\n奥州市\n{note}"), known)
    assert (said(found, "text"), found.problems) == (["北上市", "奥州市"], ())


def test_a_note_with_its_mark_in_another_cell_is_none_of_the_list(known):
    text = "番号 | 団体名\n1 | 北上市\n※ | 辞退あり\n2 | 奥州市\n注1 | 見込み"
    found = find_in_table(grid(text), known)
    assert said(found, "number", "text") == [("1", "北上市"), ("2", "奥州市")]
    assert found.problems == (
        "row 3, between two rows of the list, was not read as an entity: '※ 辞退あり'",
    )


def test_a_prefecture_over_nothing_is_an_item(known):
    text = "番号 | 団体名\n | 岩手県\n1 | 北上市\n2 | 奥州市\n | 宮城県"
    found = find_in_table(grid(text), known)
    assert said(found, "text") == ["北上市", "奥州市", "宮城県"]


def test_an_average_is_no_item(known):
    text = "番号 | 団体名 | 金額\n1 | 北上市 | 1\n2 | 奥州市 | 3\n | 平均 | 2"
    assert said(find_in_table(grid(text), known), "text") == ["北上市", "奥州市"]


@pytest.mark.parametrize("spans", [(), (Span(1, 0, 1, 3), Span(3, 0, 1, 3))])
def test_a_heading_right_under_the_header_is_a_group(known, spans):
    text = (
        "番号 | 団体名 | 事業\n１ 市町村 | |\n1 | 北上市 | 田\n"
        "２ 都道府県 | |\n1 | 宮城県 | 海"
    )
    found = find_in_table(grid(text, spans=spans), known)
    assert said(found, "number", "text", "group") == [
        ("1", "北上市", "１ 市町村"),
        ("1", "宮城県", "２ 都道府県"),
    ]


def test_a_name_in_two_languages_in_one_cell_is_one_item(known):
    text = "番号 | 団体名\n1 | 北上市⏎Kitakami City\n2 | 奥州市⏎Oshu City⏎花巻市"
    assert said(find_in_table(grid(text), known), "number", "text") == [
        ("1", "北上市 Kitakami City"),
        ("2", "奥州市 Oshu City"),
        ("2", "花巻市"),
    ]


def test_a_code_beside_them_tells_namesakes_apart(known):
    text = "コード | 団体名\n342084 | 府中市\n132063 | 府中市\n032069 | 北上市"
    found = find_in_table(grid(text), known)
    assert said(found, "context") == ["342084", "132063", "032069"]


def test_numbers_that_are_not_codes_of_the_names_state_no_place(known):
    text = "整理番号 | 団体名\n342084 | 北上市\n132063 | 奥州市\n032069 | 高知市"
    assert said(find_in_table(grid(text), known), "context") == ["", "", ""]


def test_a_wide_table_says_briefly_where_the_names_stand(known):
    cells = pd.DataFrame([["北上市"] * 40] * 2, dtype="str")
    found = find_in_table(Table(cells, places([1, 2])), known)
    assert len(found.items) == 80
    assert found.how.endswith("column E and 35 more of the table at line 1")


def test_a_cell_of_markup_is_a_row_and_no_heading():
    names = ["岩手県北上市", "<script>alert(1)</script>", "青森市"]
    announcement = analysis.read_announcement(pd.DataFrame({"name": names}))
    assert announcement.entities["published_name"].tolist() == names
