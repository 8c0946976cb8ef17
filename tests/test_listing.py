"""Which of several lists in a document is the list, and who its rows are."""

import datetime as dt

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.documents import read_document
from analysis.errors import SchemaError
from analysis.sources.items import as_items
from analysis.sources.known import Known
from analysis.sources.listing import find_list, read_entities

KNOWN = Known(dt.date(2020, 8, 21))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "応募団体\n1 北上市\n2 奥州市\n3 花巻市\n\n採択団体\n1 北上市\n2 花巻市",
            id="who applied, and who was chosen",
        ),
        pytest.param(
            "採択団体\n1 北上市\n2 花巻市\n\n（参考）前年度の採択団体\n"
            "1 遠野市\n2 釜石市\n3 大船渡市",
            id="last year's",
        ),
        pytest.param(
            "採択団体\n・北上市\n・花巻市\n\n"
            "審査委員\n・岩手大学\n・仙台市\n・盛岡市\n・八戸市",
            id="a committee",
        ),
        pytest.param(
            "採択団体\n1 北上市\n2 花巻市\n\nSelected bodies\n1 Kitakami City\n"
            "2 Hanamaki City",
            id="twice, in two languages",
        ),
        pytest.param(
            "北上市及び花巻市を採択しました。\n\n1 北上市\n2 花巻市", id="in prose, too"
        ),
        pytest.param(
            "都道府県別\n岩手県 2\n宮城県 1\n青森県 1\n\n採択団体\n1 北上市\n2 花巻市",
            id="a summary by prefecture",
        ),
    ],
)
def test_the_list_is_that_of_the_chosen(text):
    found = find_list(read_document(text), KNOWN)
    assert found.items["text"].tolist() == ["北上市", "花巻市"]


def test_a_list_of_applicants_alone_is_the_list():
    found = find_list(read_document("Applicants\n1 Iga City\n2 Oshu City"), KNOWN)
    assert found.items["text"].tolist() == ["Iga City", "Oshu City"]


def test_a_list_that_was_not_read_is_told():
    text = "応募団体\n1 北上市\n2 奥州市\n3 花巻市\n\n採択団体\n1 北上市\n2 花巻市"
    found = find_list(read_document(text), KNOWN)
    assert found.problems == (
        "another list was not read, numbered lines 2 to 4: '北上市' and so on",
    )


def test_a_sentence_that_was_not_read_is_told_beside_another():
    text = "Iga City and Oshu City were selected.\n\nMIC supports Sendai City."
    found = find_list(read_document(text), KNOWN)
    assert found.items["text"].tolist() == ["Iga City", "Oshu City"]
    assert "'Sendai City'" in found.problems[0]


def _page(*blocks):
    """Return an HTML page of headings and tables, rows set apart by ; and cells by |"""
    body = []
    for block in blocks:
        if "|" not in block:
            body.append(f"<p>{block}</p>")
            continue
        rows = [row.split("|") for row in block.split(";")]
        cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
        body.append("<table><tr>" + "</tr><tr>".join(cells) + "</tr></table>")
    return "<!DOCTYPE html><html><body>\n" + "\n".join(body) + "\n</body></html>"


def _found(text):
    return find_list(read_document(text), KNOWN)


def _rows(found, *columns):
    return list(found.items[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("first", "second"), [("都道府県", "市町村"), ("〈Requirement A〉", "B")]
)
def test_tables_under_headings_are_parts_of_one_list(first, second):
    found = _found(
        _page(first, "番号|団体名;1|岩手県;2|宮城県", second, "番号|団体名;1|北上市")
    )
    assert _rows(found, "number", "text", "group") == [
        (1, "岩手県", first),
        (2, "宮城県", first),
        (1, "北上市", second),
    ]
    assert found.problems == ()


def test_tables_under_prefectures_are_in_them():
    found = _found(
        _page("広島県", "番号|名称;1|府中市", "東京都", "番号|名称;1|府中市;2|調布市")
    )
    assert _rows(found, "text", "context") == [
        ("府中市", "広島県"),
        ("府中市", "東京都"),
        ("調布市", "東京都"),
    ]
    assert found.problems == ()


@pytest.mark.parametrize("between", ["- 1 -", "2 / 5", "（続き）", "※ 見込み", "一覧"])
def test_a_table_goes_on_after_what_is_no_heading(between):
    found = _found(
        _page("一覧", "番号|団体名;1|北上市;2|奥州市", between, "番号|団体名;3|津市")
    )
    assert _rows(found, "number", "text") == [(1, "北上市"), (2, "奥州市"), (3, "津市")]
    assert found.how == "column B '団体名' of the table at line 3"


def test_companies_under_the_same_header_are_of_the_list():
    found = _found(
        _page(
            *("自治体", "番号|名称;1|北上市;2|奥州市"),
            *("事業者", "番号|名称;1|株式会社あおば;2|株式会社みどり"),
        )
    )
    assert found.items["text"].tolist() == [
        *("北上市", "奥州市"),
        *("株式会社あおば", "株式会社みどり"),
    ]


def test_companies_under_another_header_are_told():
    found = _found(
        _page(
            *("自治体", "番号|団体名;1|北上市;2|奥州市"),
            *("事業者", "番号|企業;1|株式会社あおば;2|株式会社みどり"),
        )
    )
    assert found.items["text"].tolist() == ["北上市", "奥州市"]
    assert "'株式会社あおば' and so on" in found.problems[0]


def test_numbers_by_prefecture_are_not_of_the_list():
    found = _found(
        _page("県|件数;岩手県|2;宮城県|1", "番号|団体名;1|北上市;2|奥州市;3|栗原市")
    )
    assert found.items["text"].tolist() == ["北上市", "奥州市", "栗原市"]


def test_many_tables_are_named_briefly():
    names = ["北上市", "奥州市", "花巻市", "高知市", "津市", "伊賀市", "盛岡市"]
    found = _found(
        _page(*(part for n in names for part in (f"第{n}", f"番号|団体名;1|{n}")))
    )
    assert found.items["text"].tolist() == names
    assert found.how.endswith("; and 2 more tables")


def test_a_column_of_a_document_without_a_table_is_an_error():
    with pytest.raises(SchemaError, match="holds no table, so no column 'B'"):
        find_list(read_document("1 Iga City\n2 Oshu City"), KNOWN, column="B")


def test_every_element_of_a_list_is_a_row():
    given = ["Otsu City, Shiga", "Total", "[bold]Iga City[/bold]", "Note: Iga City"]
    found = find_list(read_document(given), KNOWN)
    assert found.items["text"].tolist() == given


def test_items_that_repeat_are_read_as_each_alone():
    items = as_items(
        [
            {"text": text, "context": context, "number": n, "line": n}
            for n, (text, context) in enumerate(
                [
                    ("府中市", "東京都"),
                    ("府中市", "広島県"),
                    ("北上市、奥州市", "岩手県"),
                    ("府中市", "東京都"),
                    ("北上市、奥州市", ""),
                    ("府中市", ""),
                ]
                * 3,
                start=1,
            )
        ]
    )
    alone = [read_entities(items.iloc[[n]], KNOWN) for n in range(len(items))]
    together = read_entities(items, KNOWN)
    assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    assert together["full_name"].tolist()[:4] == [
        *("東京都府中市", "広島県府中市", "岩手県北上市", "岩手県奥州市"),
    ]
