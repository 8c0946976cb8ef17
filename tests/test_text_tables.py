import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents.model import Line, Table
from analysis.documents.text.plain import read_text_document
from analysis.documents.text.tables import with_tables


def read(text):
    """Return the blocks of a text: lines as text, tables as lists of rows."""
    return [
        block.cells.to_numpy().tolist() if isinstance(block, Table) else block.text
        for block in read_text_document(text, sha256="0").blocks
    ]


def only_table(text):
    (table,) = read_text_document(text.strip("\n"), sha256="0").blocks
    return table


def rows(table):
    """Return the rows of a table, "/" between cells."""
    return ["/".join(cells) for cells in table.cells.to_numpy()]


def listed(cells):
    """Return cells, parted by "/", as they are saved one a line."""
    return "".join(f"{cell} |\n" for cell in cells.split("/"))


NUMBERED = ["番号/団体", "1/北上市", "2/日南町", "3/奥州市"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "| 番号 | 団体 |\n|---:|:---|\n| 1 | 北上市 |\n| 2 | 日南町 |\n"
            "| 3 | 奥州市 |",
            id="markdown",
        ),
        pytest.param(
            "番号 | 団体\n---- | ----\n1 | 北上市\n2 | 日南町\n3 | 奥州市",
            id="no outer bars",
        ),
        pytest.param(
            "┌──┬───┐\n│番号│団体  │\n├──┼───┤\n│1   │北上市│\n│2   │日南町│\n"
            "│3   │奥州市│\n└──┴───┘",
            id="box",
        ),
        pytest.param(
            "+---+------+\n|番号|団体|\n+===+======+\n|1|北上市|\n+---+------+\n"
            "|2|日南町|\n+---+------+\n|3|奥州市|\n+---+------+",
            id="grid",
        ),
    ],
)
def test_rows_parted_by_bars_are_a_table_with_its_header(text):
    table = only_table(text)
    assert rows(table) == NUMBERED
    assert table.headers == 1


def test_rules_between_all_rows_tell_no_header():
    table = only_table("+--+\n|a|b|\n+--+\n|c|d|\n+--+\n|e|f|\n+--+")
    assert rows(table) == ["a/b", "c/d", "e/f"]
    assert table.headers is None


def test_a_row_parted_by_bars_may_follow_a_blank_line():
    assert read("申請主体 | 実施地域\n\n愛南漁協 | 愛媛県愛南町\n\n以上") == [
        [["申請主体", "実施地域"], ["愛南漁協", "愛媛県愛南町"]],
        "",
        "以上",
    ]


@pytest.mark.parametrize("rule", ["|---|---|\n", ""], ids=["ruled", "bare"])
def test_a_table_with_a_header_of_its_own_goes_on_with_none(rule):
    parts = "| 区分 | 件数 |", "| 県 | 1 |\n| 市 | 2 |\n"
    names = "| 番号 | 団体 |", "| 1 | 北上市 |\n| 2 | 津市 |"
    text = "\n".join(f"{header}\n{rule}{below}" for header, below in (parts, names))
    assert read(text) == [
        [["区分", "件数"], ["県", "1"], ["市", "2"]],
        "",
        [["番号", "団体"], ["1", "北上市"], ["2", "津市"]],
    ]


def test_a_line_of_very_many_cells_is_none_of_a_table():
    wide = "|".join("a" * 1001)
    assert read(f"{wide}\n{wide}\n| 1 | 北上市 |\n| 2 | 津市 |") == [
        wide,
        wide,
        [["1", "北上市"], ["2", "津市"]],
    ]


def test_two_boxes_are_two_tables():
    box = "+--+--+\n|a |b |\n|c |d |\n+--+--+\n"
    assert read(box + box.rstrip()) == [[["a", "b"], ["c", "d"]]] * 2


def test_cells_parted_by_tabs_are_a_table():
    table = only_table("番号\t団体\t事業\n1\t北上市\t防災\n\t奥州市\n2\t津市\t介護")
    assert rows(table) == ["番号/団体/事業", "1/北上市/防災", "/奥州市/", "2/津市/介護"]
    assert table.places["line"].tolist() == [1, 2, 3, 4]


def test_a_line_between_two_tabbed_rows_of_three_cells_is_a_row():
    table, *lines = read_text_document(
        "1\t北上市\t防災\n〈要件B〉\n1\t津市\t介護\n〈要件C〉\nなし", sha256="0"
    ).blocks
    assert rows(table) == ["1/北上市/防災", "〈要件B〉//", "1/津市/介護"]
    assert [line.text for line in lines] == ["〈要件C〉", "なし"]


def test_cells_one_a_line_are_a_table_and_a_heading_after_it_is_not():
    table, heading, part = read_text_document(
        listed("番号/支援団体/1/北上市/2/日南町") + "3 追加の募集\n(1)対象", sha256="0"
    ).blocks
    assert rows(table) == ["番号/支援団体", "1/北上市", "2/日南町"]
    assert table.places["line"].tolist() == [1, 3, 5]
    assert (heading.text, heading.line) == ("3 追加の募集", 7)
    assert part.text == "(1)対象"


THREE = ["No./Applicant/Project", "1/Iga City/Maps", "2/津市/"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(listed("/".join(NUMBERED)), NUMBERED, id="two columns"),
        pytest.param(listed("/".join(THREE)), THREE, id="three, one cell empty"),
        pytest.param("\n".join(map(listed, THREE)), THREE, id="blank lines"),
        pytest.param(
            "".join(listed(row).removesuffix(" |\n") + "\n" for row in NUMBERED),
            NUMBERED,
            id="no bar after the last cell",
        ),
        pytest.param(
            listed("/".join(NUMBERED)).removesuffix(" |\n"),
            NUMBERED,
            id="no bar after the very last cell",
        ),
        pytest.param(
            listed("番号/県/団体/事業/1/岩手県/北上市/防災/2/三重県/津市/介護"),
            ["番号/県/団体/事業", "1/岩手県/北上市/防災", "2/三重県/津市/介護"],
            id="four columns",
        ),
        pytest.param(
            listed("団体/番号/北上市/①/津市/②"),
            ["団体/番号", "北上市/①", "津市/②"],
            id="number last",
        ),
        pytest.param(
            listed("採択一覧/番号/団体/1/津市/2/北上市"),
            ["採択一覧/", "番号/団体", "1/津市", "2/北上市"],
            id="title",
        ),
        pytest.param(
            listed("番号/団体/1/津市/〈要件B〉/1/北上市/2/飛騨市"),
            ["番号/団体", "1/津市", "〈要件B〉/", "1/北上市", "2/飛騨市"],
            id="heading between",
        ),
        pytest.param(
            listed("番号/団体/事業/1/津市/防災/2/北上市/3/飛騨市/介護"),
            ["番号/団体/事業", "1/津市/防災", "2/北上市/", "3/飛騨市/介護"],
            id="a row that lacks its last cell",
        ),
        pytest.param(
            listed("番号/団体/1/津市"), ["番号/団体", "1/津市"], id="a single row"
        ),
        pytest.param(
            listed("Name/In/Iga City/Mie Prefecture/Hida City/Gifu Prefecture"),
            ["Name/In", "Iga City/Mie Prefecture", "Hida City/Gifu Prefecture"],
            id="no numbers",
        ),
        pytest.param(
            listed("団体名/北上市/津市/日南町"),
            ["団体名", "北上市", "津市", "日南町"],
            id="one column",
        ),
    ],
)
def test_the_number_of_columns_is_found_where_each_cell_has_a_line(text, expected):
    assert rows(only_table(text)) == expected


def test_a_second_table_after_its_caption_is_a_table_of_its_own():
    part = listed("番号/団体/1/津市/2/北上市")
    cells = [["番号", "団体"], ["1", "津市"], ["2", "北上市"]]
    assert read(f"{part}別表２\n{part.rstrip()}") == [cells, "別表２", cells]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "No.   Applicant            Project\n"
            "1     Iga City, Mie        Maps of slopes\n"
            "2     Hida City, Gifu      Drones",
            [
                "No./Applicant/Project",
                "1/Iga City, Mie/Maps of slopes",
                "2/Hida City, Gifu/Drones",
            ],
            id="English",
        ),
        pytest.param(
            "番号　　都道府県　　団体名\n１　　　岩手県　　　北　上　市\n"
            "２　　　鹿児島県　　中種子町\n３　　　三重県　　　津　　　市",
            [
                "番号/都道府県/団体名",
                "１/岩手県/北　上　市",
                "２/鹿児島県/中種子町",
                "３/三重県/津　　　市",
            ],
            id="full-width blanks and spread names",
        ),
        pytest.param(
            "岩手県　北上市　防災\n鹿児島県　中種子町　介護\n三重県　津　市　農業",
            ["岩手県/北上市/防災", "鹿児島県/中種子町/介護", "三重県/津　市/農業"],
            id="single full-width blanks",
        ),
        pytest.param(
            "Prefecture    Municipality\nIwate         Kitakami City\n"
            "              Oshu City\nGifu          Hida City",
            [
                "Prefecture/Municipality",
                "Iwate/Kitakami City",
                "/Oshu City",
                "Gifu/Hida City",
            ],
            id="a cell that holds for the next row",
        ),
    ],
)
def test_columns_in_line_are_a_table(text, expected):
    assert rows(only_table(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "　　　　　採択団体一覧\n　　　　　　　令和２年８月２１日",
        "令和２年度　支援団体\n令和２年度　応募団体\n令和２年度　辞退団体",
        "１　北上市\n２　奥州市\n３　津　市",
        "1.  Iga City\n2.  Hida City\n3.  Hirao Town",
        "北　上　市\n奥　州　市\n津　　　市",
        "  Iga City\n  Hida City\n    Hirao Town",
        "It chose two.  They are below.\nThe first is Iga.  Hida follows.",
        "ホーム | 組織 | 採用",
        "住所　東京都　千代田区",
        "番号\t団体",
        "\t北上市\n\t奥州市",
        "北上市 |",
        "---------\n=========",
        "今年度の募集 |\n昨年と同じく |\n行います |",
    ],
)
def test_what_may_be_no_table_stays_lines(text):
    assert read(text) == text.split("\n")


def test_a_table_does_not_run_over_pages():
    lines = [Line(f"{n}\t津市\tA", n, "1" if n < 3 else "2") for n in range(1, 5)]
    first, second = with_tables(lines)
    assert first.places["page"].tolist() == ["1", "1"]
    assert second.places["page"].tolist() == ["2", "2"]
    assert second.places["line"].tolist() == [3, 4]


WORDS = [
    "",
    "|",
    "1",
    "2",
    "１",
    "番号",
    "北上市",
    "津　市",
    "津",
    "Iga City",
    "--",
    "├─┤",
]
GAPS = [" ", "  ", "　", "　　", "\t", "|", " | ", " |", "│", "\t\t", "+", "｜"]
texts = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(GAPS), st.sampled_from(WORDS)), max_size=5),
        st.sampled_from(["", " |", "|", " "]),
    ).map(lambda parts: "".join(a + b for a, b in parts[0]) + parts[1]),
    max_size=12,
)


@given(texts)
def test_no_character_is_lost_but_those_of_rules_and_no_line_comes_twice(lines):
    blocks = with_tables([Line(text, n) for n, text in enumerate(lines, start=1)])
    kept: list[tuple[int, str]] = []
    for block in blocks:
        if isinstance(block, Table):
            kept += zip(block.places["line"], rows(block), strict=True)
        else:
            kept.append((block.line, block.text))
    places = [line for line, _ in kept]
    assert places == sorted(set(places))
    assert _bare("".join(text for _, text in kept)) == _bare("".join(lines))


def _bare(text):
    return re.sub(r"[\s/|│├┤─+｜-]", "", text)
