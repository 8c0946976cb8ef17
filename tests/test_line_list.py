"""Lists in running text. The documents are our own; the municipalities are real."""

import datetime as dt

import pytest

from analysis.documents.model import Line
from analysis.sources.known import Known
from analysis.sources.lines.find import find_in_lines

KNOWN = Known(dt.date(2020, 8, 21))


def found_in(text, page=None):
    lines = text.split("\n")
    return find_in_lines(
        [Line(line, place, page) for place, line in enumerate(lines, start=1)], KNOWN
    )


def rows_of(found, *columns):
    rows = found.items[list(columns)].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).to_numpy().tolist()]


def best(text, *columns):
    return rows_of(found_in(text)[0], *columns)


# --- numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dress",
    [
        *(
            "{} ",
            "{}. ",
            "{}.",
            "({}) ",
            "{}) ",
            "（{}）",
            "{}　",
            "{}．",
            "{}：",
            "{}、",
        ),
        *("第{}号 ", "No.{} ", "No. {} ", "[{}] ", "【{}】", "  {}) ", "　{}　", "{}:"),
    ],
)
@pytest.mark.parametrize("names", [("北上市", "宮城県"), ("Kitakami City", "Miyagi")])
def test_numbers_are_read_in_any_dress(dress, names):
    text = "\n".join(dress.format(n) + name for n, name in enumerate(names, start=1))
    assert best(text, "number", "text", "line") == [(1, names[0], 1), (2, names[1], 2)]


@pytest.mark.parametrize("marks", ["①②③", "⑴⑵⑶", "❶❷❸", "１２３", "⒈⒉⒊"])
def test_enclosed_and_wide_numbers_count(marks):
    blank = " " if marks[0] == "１" else ""
    names = ["北上市", "奥州市", "宮城県"]
    text = "\n".join(m + blank + name for m, name in zip(marks, names, strict=True))
    assert best(text, "number", "text") == list(enumerate(names, start=1))


def test_numbers_without_a_blank_after_them_count_in_japanese():
    assert best("1北上市\n2奥州市", "number", "text") == [(1, "北上市"), (2, "奥州市")]


@pytest.mark.parametrize("marks", ["アイ", "ab"])
@pytest.mark.parametrize("dress", ["({}) ", "{}) "])
def test_letters_give_no_number(marks, dress):
    text = f"{dress.format(marks[0])}北上市\n{dress.format(marks[1])}奥州市"
    found = found_in(text)[0]
    assert rows_of(found, "number", "text") == [(None, "北上市"), (None, "奥州市")]
    assert found.how == "lettered lines 1 to 2"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "番号\n支援団体\n1\n北上市\n2\n奥州市",
            [(1, "北上市", 3), (2, "奥州市", 5)],
            id="under header words",
        ),
        pytest.param(
            "1\n\nKitakami City, Iwate Prefecture\n\n2\n\nOshu City",
            [(1, "Kitakami City, Iwate Prefecture", 1), (2, "Oshu City", 5)],
            id="blank lines between",
        ),
        pytest.param(
            "(1)\n北上市\n(2)\n山口県熊毛郡\n平生町\n(3)\n奥州市",
            [(1, "北上市", 1), (2, "山口県熊毛郡平生町", 3), (3, "奥州市", 6)],
            id="a name over two lines",
        ),
        pytest.param(
            "1\n北上市\nセンサー網\n2\n奥州市\n防災網\n3\n花巻市\n観光網",
            [
                (1, "北上市", 1),
                (2, "奥州市", 4),
                (3, "花巻市", 7),
            ],
            id="more cells, each on its line",
        ),
        pytest.param(
            "1\n観光網\n北上市\n2\n防災網\nあおば財団\n3\n歩数\n花巻市",
            [(1, "北上市", 1), (2, "あおば財団", 4), (3, "花巻市", 7)],
            id="the name in another cell",
        ),
        pytest.param(
            "1\n岩手県\n北上市\n2\n岩手県\n奥州市\n3\n宮城県\n仙台市",
            [(1, "岩手県北上市", 1), (2, "岩手県奥州市", 4), (3, "宮城県仙台市", 7)],
            id="the prefecture in a cell",
        ),
    ],
)
def test_a_number_on_its_own_line_belongs_to_the_next(text, rows):
    found = found_in(text)[0]
    assert rows_of(found, "number", "text", "line") == rows
    assert found.problems == ()


def test_prefectures_on_the_lines_under_the_rows_are_their_places():
    text = "1 北上市\n岩手県\n2 奥州市\n岩手県\n3 仙台市\n宮城県"
    assert best(text, "number", "text", "context") == [
        (1, "北上市", "岩手県"),
        (2, "奥州市", "岩手県"),
        (3, "仙台市", "宮城県"),
    ]


# --- rows over two lines --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "1 Iga City, Mie\n2 Kumano Town,\nHiroshima Prefecture\n3 Oshu City",
            ["Iga City, Mie", "Kumano Town, Hiroshima Prefecture", "Oshu City"],
        ),
        (
            "1 北上市\n2 山口県熊毛郡\n平生町\n3 奥州市",
            ["北上市", "山口県熊毛郡平生町", "奥州市"],
        ),
        ("1 北上市\n2 山口県熊毛郡\n平生町", ["北上市", "山口県熊毛郡平生町"]),
        (
            "1 Kitakami City\n   (pilot)\n2 Oshu City",
            ["Kitakami City (pilot)", "Oshu City"],
        ),
        (
            "1 北上市\n（連携主体：奥州市、花巻市）\n2 平泉町",
            ["北上市（連携主体：奥州市、花巻市）", "平泉町"],
        ),
        (
            "1 Kitakami City\n(jointly with Oshu City)\n2 Iga City",
            ["Kitakami City (jointly with Oshu City)", "Iga City"],
        ),
        ("・北上市（代表\n奥州市）\n・平泉町", ["北上市（代表奥州市）", "平泉町"]),
    ],
)
def test_a_line_that_carries_a_row_on_is_joined_to_it(text, rows):
    found = found_in(text)[0]
    assert found.items["text"].tolist() == rows
    assert found.problems == ()


@pytest.mark.parametrize(
    "line", ["(continued)", "page 2", "番号 団体名", "- 3 -", "12", "（続き）"]
)
def test_another_line_between_two_rows_is_told(line):
    found = found_in(f"1 北上市\n2 奥州市\n{line}\n3 平泉町")[0]
    assert found.items["text"].tolist() == ["北上市", "奥州市", "平泉町"]
    assert found.problems == (
        f"line 3, between two rows of the list, was not read as an entity: {line!r}",
    )


# --- bullets --------------------------------------------------------------------------


@pytest.mark.parametrize("bullet", "・●○◆◇■□▽▼△▲▶►➢⇒*-–—•‣◦")
def test_bullets_of_all_kinds_make_a_list(bullet):
    found = found_in(f"{bullet} 北上市\n{bullet} 奥州市\n\n{bullet} Iga City, Mie")[0]
    assert rows_of(found, "number", "text", "line") == [
        (None, "北上市", 1),
        (None, "奥州市", 2),
        (None, "Iga City, Mie", 4),
    ]
    assert (found.how, found.names, found.structure) == ("bulleted lines 1 to 4", 3, 2)


def test_a_bullet_on_its_own_line_belongs_to_the_next():
    assert best("●\n北上市\n●\n奥州市", "text", "line") == [
        ("北上市", 1),
        ("奥州市", 3),
    ]


def test_two_bullets_that_alternate_are_one_list():
    text = "○北上市\n●奥州市\n○花巻市\n●遠野市"
    assert best(text, "text") == [("北上市",), ("奥州市",), ("花巻市",), ("遠野市",)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "・岩手県\n　・北上市\n　・奥州市\n・宮城県\n　・仙台市",
            [("北上市", "岩手県"), ("奥州市", "岩手県"), ("仙台市", "宮城県")],
        ),
        (
            "■岩手県\n・北上市\n・奥州市\n■宮城県\n・仙台市",
            [("北上市", "岩手県"), ("奥州市", "岩手県"), ("仙台市", "宮城県")],
        ),
        (
            "1. 岩手県\n (1) 北上市\n (2) 奥州市\n2. 宮城県\n (3) 仙台市",
            [("北上市", "岩手県"), ("奥州市", "岩手県"), ("仙台市", "宮城県")],
        ),
        (
            "■岩手県\n北上市\n奥州市\n■宮城県\n仙台市",
            [("北上市", "岩手県"), ("奥州市", "岩手県"), ("仙台市", "宮城県")],
        ),
        (
            "* Iwate Prefecture\n  - Kitakami City\n"
            "* Miyagi Prefecture\n  - Sendai City",
            [
                ("Kitakami City", "Iwate Prefecture"),
                ("Sendai City", "Miyagi Prefecture"),
            ],
        ),
    ],
)
def test_outer_marks_are_headings_of_the_inner(text, rows):
    found = found_in(text)
    assert rows_of(found[0], "text", "context") == rows
    assert len(found) == 1


def test_an_outer_bullet_that_names_no_place_is_a_group():
    text = "● 市町村\n　・北上市\n　・奥州市\n● 県\n　・宮城県"
    assert best(text, "text", "group") == [
        ("北上市", "市町村"),
        ("奥州市", "市町村"),
        ("宮城県", "県"),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Kitakami City\n\nOshu City\n\nIga City, Mie", [1, 3, 5]),
        ("北上市\n奥州市\n株式会社みらい\n奥洲市\n平泉町", [1, 2, 3, 4, 5]),
        ("採択団体\n北上市\n\n奥洲市\n\n平泉町\n次の公募は来年である。", [2, 4, 6]),
    ],
)
def test_bare_lines_are_a_list_too(text, rows):
    found = found_in(text)[0]
    assert found.items["line"].tolist() == rows
    assert found.items["text"].tolist() == [text.split("\n")[n - 1] for n in rows]
    assert found.structure == 1


# --- headings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("岩手県", "岩手県"),
        ("【岩手県】", "岩手県"),
        ("■岩手県", "岩手県"),
        ("<岩手県>", "岩手県"),
        ("〔岩手県内〕", "岩手県"),
        ("岩手県（2団体）", "岩手県"),
        ("Iwate Prefecture", "Iwate Prefecture"),
        ("Iwate Prefecture:", "Iwate Prefecture"),
        ("Iwate (2 entities)", "Iwate"),
    ],
)
@pytest.mark.parametrize("bullet", ["", "・", "1 "])
def test_a_prefecture_over_names_is_their_context(heading, place, bullet):
    text = f"{heading}\n{bullet}北上市\n{bullet.replace('1', '2')}奥州市"
    found = found_in(text)[0]
    assert rows_of(found, "text", "context", "line") == [
        ("北上市", place, 2),
        ("奥州市", place, 3),
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "岩手県：北上市、奥州市、\n花巻市\n宮城県：仙台市",
            [
                ("北上市", "岩手県", 1),
                ("奥州市", "岩手県", 1),
                ("花巻市", "岩手県", 2),
                ("仙台市", "宮城県", 3),
            ],
        ),
        (
            "岩手県　北上市、奥州市\n宮城県　仙台市",
            [("北上市", "岩手県", 1), ("奥州市", "岩手県", 1), ("仙台市", "宮城県", 2)],
        ),
        (
            "岩手県　北上市　奥州市\n宮城県　仙台市・石巻市",
            [
                ("北上市", "岩手県", 1),
                ("奥州市", "岩手県", 1),
                ("仙台市", "宮城県", 2),
                ("石巻市", "宮城県", 2),
            ],
        ),
        (
            "岩手県（北上市、奥州市）\n宮城県（仙台市）",
            [("北上市", "岩手県", 1), ("奥州市", "岩手県", 1), ("仙台市", "宮城県", 2)],
        ),
        (
            "Iwate: Kitakami City, Oshu City\nMiyagi: Sendai City",
            [
                ("Kitakami City", "Iwate", 1),
                ("Oshu City", "Iwate", 1),
                ("Sendai City", "Miyagi", 2),
            ],
        ),
        (
            "・岩手県：北上市／奥州市\n・宮城県：仙台市",
            [("北上市", "岩手県", 1), ("奥州市", "岩手県", 1), ("仙台市", "宮城県", 2)],
        ),
        (
            "◆岩手県\n　北上市、奥州市\n◆宮城県\n　仙台市",
            [("北上市", "岩手県", 2), ("奥州市", "岩手県", 2), ("仙台市", "宮城県", 4)],
        ),
        (
            "岩手県：北上市、奥洲市",
            [("北上市", "岩手県", 1), ("奥洲市", "岩手県", 1)],
        ),
    ],
)
def test_names_on_the_line_of_their_prefecture_are_one_item_each(text, rows):
    assert best(text, "text", "context", "line") == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "北上市、奥州市（以上岩手県）\n仙台市（宮城県）",
            [("北上市", "岩手県"), ("奥州市", "岩手県"), ("仙台市（宮城県）", "")],
        ),
        (
            "北上市\n奥州市\n（以上、岩手県）\n仙台市\n石巻市\n（以上、宮城県）",
            [
                ("北上市", "岩手県"),
                ("奥州市", "岩手県"),
                ("仙台市", "宮城県"),
                ("石巻市", "宮城県"),
            ],
        ),
        (
            "・仙台市（宮城県）\n・北上市\n・奥州市（以上岩手県）",
            [("仙台市（宮城県）", ""), ("北上市", "岩手県"), ("奥州市", "岩手県")],
        ),
        (
            "Kitakami City and Oshu City (Iwate Prefecture)",
            [
                ("Kitakami City", "Iwate Prefecture"),
                ("Oshu City (Iwate Prefecture)", ""),
            ],
        ),
    ],
)
def test_a_prefecture_after_a_group_is_its_context(text, rows):
    assert best(text, "text", "context") == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "岩手県\n北上市\n宮城県\n仙台市",
            [("北上市", "岩手県"), ("仙台市", "宮城県")],
            id="its municipality follows",
        ),
        pytest.param(
            "北上市\n宮城県\n魚沼市",
            [("北上市", ""), ("宮城県", ""), ("魚沼市", "")],
            id="another's municipality follows",
        ),
        pytest.param(
            "岩手県\n北上市\n秋田県",
            [("北上市", "岩手県"), ("秋田県", "")],
            id="nothing follows",
        ),
        pytest.param(
            "岩手県\n　北上市\n　宮城県\n　仙台市",
            [("北上市", "岩手県"), ("宮城県", ""), ("仙台市", "岩手県")],
            id="indented as the items are",
        ),
        pytest.param(
            "1 北上市\n2 宮城県\n3 仙台市",
            [("北上市", ""), ("宮城県", ""), ("仙台市", "")],
            id="numbered as the items are",
        ),
        pytest.param(
            "1 北上市\n宮城県\n2 仙台市\n3 石巻市",
            [("北上市", ""), ("仙台市", "宮城県"), ("石巻市", "宮城県")],
            id="without a number",
        ),
        pytest.param(
            "・北上市\n宮城県\n・魚沼市",
            [("北上市", ""), ("宮城県", ""), ("魚沼市", "")],
            id="a row that lost its bullet",
        ),
    ],
)
def test_a_prefecture_is_a_heading_or_an_item(text, rows):
    assert best(text, "text", "context") == rows


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("〈Requirement A〉", "〈Requirement B〉"),
        ("【政令指定都市】", "【市】"),
        ("(1) 市", "(2) 町村"),
        ("第1グループ", "第2グループ"),
        ("Category A", "Category B"),
        ("市", "町村"),
        ("東北地方", "関東地方"),
    ],
)
@pytest.mark.parametrize("number", [3, 1])
def test_a_group_is_the_text_of_its_heading(one, two, number):
    text = f"{one}\n1 北上市\n2 奥洲市\n{two}\n{number} 川口市\n{number + 1} 和光市"
    found = found_in(text)[0]
    assert rows_of(found, "number", "text", "group") == [
        (1, "北上市", one),
        (2, "奥洲市", one),
        (number, "川口市", two),
        (number + 1, "和光市", two),
    ]
    assert found.how == "numbered lines 2 to 6 in 2 groups"
    assert found.problems == ()


def test_each_group_that_starts_anew_is_offered_too():
    found = found_in("【A】\n1 北上市\n2 奥州市\n【B】\n1 川口市\n2 和光市")
    assert [one.items["line"].tolist() for one in found] == [
        [2, 3, 5, 6],
        [2, 3],
        [5, 6],
    ]


def test_those_chosen_are_no_group_of_those_who_applied():
    found = found_in(
        "応募団体\n1 北上市\n2 奥州市\n3 花巻市\n採択団体\n1 北上市\n2 花巻市"
    )
    assert [one.items["line"].tolist() for one in found] == [[2, 3, 4], [6, 7]]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "岩手県（3団体）\n1 北上市\n2 奥州市",
            "line 1: '岩手県（3団体）' states 3, but 2 stand under it",
        ),
        (
            "【市】\n・北上市\n・奥州市\n計3団体",
            "line 4: a total of 3 is stated, but 2 stand above it",
        ),
        (
            "【岩手県】\n・北上市\n・奥州市\n【秋田県】\n【宮城県】\n・仙台市",
            "line 4: nothing stands under '【秋田県】'",
        ),
    ],
)
def test_a_heading_that_does_not_add_up_is_told(text, problem):
    assert found_in(text)[0].problems == (problem,)


def test_totals_that_add_up_are_neither_items_nor_told():
    text = (
        "岩手県（2団体）\n・北上市\n・奥州市\n小計2団体\n"
        "宮城県（1団体）\n・仙台市\n計3団体"
    )
    found = found_in(text)[0]
    assert found.items["text"].tolist() == ["北上市", "奥州市", "仙台市"]
    assert found.problems == ()


# --- running sentences ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "MIC selected Kitakami City and Oshu City (Iwate Prefecture), Uonuma City "
            "in Niigata Prefecture, and Miyagi Prefecture.",
            [
                ("Kitakami City", "Iwate Prefecture"),
                ("Oshu City (Iwate Prefecture)", ""),
                ("Uonuma City in Niigata Prefecture", ""),
                ("Miyagi Prefecture", ""),
            ],
        ),
        (
            "It decided to support Iga City, Mie Prefecture; Furano City, Hokkaido; as "
            "well as Hirao Town & Sendai City.",
            [
                ("Iga City, Mie Prefecture", ""),
                ("Furano City, Hokkaido", ""),
                ("Hirao Town", ""),
                ("Sendai City", ""),
            ],
        ),
        (
            "岩手県北上市、同県奥州市及び宮城県の３団体を採択した。",
            [("岩手県北上市", ""), ("同県奥州市", "岩手県"), ("宮城県", "")],
        ),
        (
            "支援団体は、北上市、奥州市（以上岩手県）、魚沼市（新潟県）とする。",
            [("北上市", "岩手県"), ("奥州市", "岩手県"), ("魚沼市（新潟県）", "")],
        ),
        (
            "北海道富良野市・鳥取県日南町・鹿児島県中種子町を選定しました。",
            [("北海道富良野市", ""), ("鳥取県日南町", ""), ("鹿児島県中種子町", "")],
        ),
        (
            "広島県福山市、府中市並びに三次市と東広島市の支援を決定した。",
            [
                ("広島県福山市", ""),
                ("府中市", "広島県"),
                ("三次市", ""),
                ("東広島市", ""),
            ],
        ),
        ("総務省は、北上市を採択した。", [("北上市", "")]),
        ("対象：北上市、奥州市", [("北上市", ""), ("奥州市", "")]),
        (
            "Selected: Kitakami City and Iga City",
            [("Kitakami City", ""), ("Iga City", "")],
        ),
    ],
)
def test_names_in_a_sentence_are_trimmed_and_keep_their_places(text, rows):
    found = found_in(text)[0]
    assert rows_of(found, "text", "context") == rows
    assert (found.how, found.structure) == ("running text, line 1", 0)


def test_a_sentence_over_several_lines_gives_the_line_of_each_name():
    text = "総務省は、岩手県北上市\n及び宮城県仙\n台市を採択した。"
    found = found_in(text)[0]
    assert rows_of(found, "text", "line") == [("岩手県北上市", 1), ("宮城県仙台市", 2)]
    assert found.how == "running text, lines 1 to 2"


def test_the_sentence_of_the_choice_goes_before_others():
    text = (
        "Members of the committee came from Sendai City, Hirao Town and Iga City.\n\n"
        "Kitakami City and Oshu City were selected."
    )
    assert [one.items["line"].tolist() for one in found_in(text)] == [[3, 3], [1, 1, 1]]


@pytest.mark.parametrize(
    "text",
    [
        "Staff of Kitakami City Hall and of the Oshu City Museum were selected.",
        "各市の市長、北上市長及び東京都市計画の担当者を選定した。",
        "北上市の市長が会見した。",
    ],
)
def test_what_only_holds_a_name_is_none(text):
    assert found_in(text) == []


# --- columns, notes, traps ------------------------------------------------------------


def test_rows_with_several_columns_stay_whole():
    text = (
        "No. Applicant Project name\n"
        "1 Shiki City, Saitama Prefecture Business Improvement Combining OCR and RPA\n"
        "2 北海道 富良野市 地域IoT計画"
    )
    found = found_in(text)[0]
    assert rows_of(found, "number", "text") == [
        (
            1,
            "Shiki City, Saitama Prefecture Business Improvement Combining OCR and RPA",
        ),
        (2, "北海道 富良野市 地域IoT計画"),
    ]
    assert (found.names, found.problems) == (2, ())


@pytest.mark.parametrize(
    "note",
    ["※ 2は条件付き。", "注1 2は条件付き", "*1 Joint.", "Note: joint", "Source: MIC"],
)
def test_footnotes_are_passed_over_in_silence(note):
    found = found_in(f"1 北上市\n2 奥州市※1\n{note}\n3 花巻市\n{note}")[0]
    assert found.items["text"].tolist() == ["北上市", "奥州市※1", "花巻市"]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            "1. Overview\nprose\n2. Decision\nprose\n1 Kitakami City\n2 Miyagi",
            [5, 6],
            id="numbered headings",
        ),
        pytest.param(
            "1 概要\n次の団体を支援する。\n2 支援団体\n"
            "1 北上市\n2 奥州市\n3 問い合わせ先",
            [4, 5],
            id="a heading that carries the count on",
        ),
        pytest.param(
            "1 北上市\n2 奥州市\n\n"
            "3 追加公募\n(1) 募集対象\n(ア) 都道府県\n(イ) 市町村",
            [1, 2],
            id="another call after the list",
        ),
        pytest.param(
            "1 北上市\n2 奥州市\n\n2020 budget\n100 Chiyoda Street",
            [1, 2],
            id="a year and a house number",
        ),
        pytest.param(
            "• Smart agriculture\n• Tourism\n\nSelected:\n• Kitakami City\n• Oshu City",
            [5, 6],
            id="aims with the same bullet",
        ),
        pytest.param(
            "1 北上市\n2 奥州市\nお問い合わせ先\n電話 03-1111-1111\n北上市企画課",
            [1, 2],
            id="contact lines",
        ),
        pytest.param(
            "1 株式会社あおば\n2 みらい大学\n3 株式会社つばさ",
            [1, 2, 3],
            id="companies only",
        ),
        pytest.param(
            "1 X Foundation\n2 Kitakami City\n3 Kitakmi Cty\n5 Iga City",
            [1, 2, 3, 4],
            id="unknown rows and a gap",
        ),
        pytest.param(
            "1 北上市\n2. 奥州市\n3 花巻市\n2 平泉町",
            [1, 2, 3],
            id="stray dress, going back",
        ),
    ],
)
def test_the_best_list_has_these_lines(text, lines):
    assert best(text, "line") == [(line,) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "only prose",
        "1. Overview\n2. Schedule\n3. Contact",
        "• Smart agriculture\n• Disaster prevention",
        "目次\n1 概要 ........ 1\n2 北上市 ........ 3",
        "1. 北上市は平成3年に合併した。\n2. 奥州市は平成18年にできた。",
        "〒024-8501 岩手県北上市芳町1-1\n電話 0197-64-2111",
        "Home > News > Kitakami City",
        "令和２年８月２１日\n総務省\n報道発表",
    ],
)
def test_what_is_no_list_is_not_found(text):
    assert found_in(text) == []


def test_pages_are_said():
    found = found_in("1 北上市\nx\n2 奥州市", page="4")[0]
    assert found.items["page"].tolist() == ["4", "4"]
    assert found.how == "numbered lines 1 to 3 of page 4"
    assert found.problems[0].startswith("page 4, line 2, between")


def test_the_press_release_is_read_whole(press_release):
    found = found_in(press_release.read_text(encoding="utf-8"))[0]
    assert found.items["number"].tolist() == list(range(1, 13))
    assert found.items["line"].tolist() == list(range(15, 27))
    assert found.problems == ()


# --- numerals, several rows on a line, labels -----------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1 北上市 2 奥州市 3 一関市",
        "①北上市　②奥州市　③一関市",
        "支援団体：(1)北上市、(2)奥州市、(3)一関市",
        "１．北上市　２．奥州市\n３．一関市",
        "1 北上市 3 一関市\n2 奥州市",
        "一 北上市\n二 奥州市\n三 一関市",
        "一、北上市\n二、奥州市\n三、一関市",
        "（一）北上市\n（二）奥州市\n（三）一関市",
        "(i) 北上市\n(ii) 奥州市\n(iii) 一関市",
        "I. 北上市\nII. 奥州市\nIII. 一関市",
        "Ⅰ 北上市\nⅡ 奥州市\nⅢ 一関市",
    ],
)
def test_every_number_begins_a_row(text):
    expected = [(1, "北上市"), (2, "奥州市"), (3, "一関市")]
    assert best(text, "number", "text") == expected


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "一関市\n二戸市\n三重県\n十津川村",
            ["一関市", "二戸市", "三重県", "十津川村"],
        ),
        ("一 関 市\n二 戸 市", ["一 関 市", "二 戸 市"]),
        (
            "1 Kitakami City 2 buses\n2 Oshu City",
            ["Kitakami City 2 buses", "Oshu City"],
        ),
        ("①北上市（②と共同）\n②奥州市", ["北上市（②と共同）", "奥州市"]),
        ("1-1 北上市\n1-2 奥州市\n2-1 仙台市", ["北上市", "奥州市", "仙台市"]),
        ("032069 北上市\n032158 奥州市", ["032069 北上市", "032158 奥州市"]),
        ("03207 久慈市\n03208 遠野市", ["03207 久慈市", "03208 遠野市"]),
    ],
)
def test_what_only_looks_like_a_number_begins_none(text, rows):
    assert best(text, "text") == [(row,) for row in rows]


def test_a_label_that_comes_again_is_like_a_bullet():
    text = "団体名：北上市\n事業名：雪\n\n団体名：株式会社あおば\n事業名：荷物"
    found = found_in(text)[0]
    assert found.items["text"].tolist() == ["北上市", "株式会社あおば"]
    assert found.problems == ()


@pytest.mark.parametrize("text", ["北上市", "Kitakami City, Iwate Prefecture", "北上"])
def test_a_document_that_is_one_name_is_a_list_of_one(text):
    assert best(text, "text") == [(text,)]


# --- names that the register has not, places ------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Minato Town, Niigata Prefecture\nIga City, Mie Prefecture",
        "1 Minato Town, Niigata Prefecture\n2 Iga City, Mie Prefecture",
        "MIC chose Minato Town, Niigata Prefecture and Iga City, Mie Prefecture.",
    ],
)
def test_an_unknown_name_is_a_row_and_its_prefecture_none(text):
    expected = ["Minato Town, Niigata Prefecture", "Iga City, Mie Prefecture"]
    assert found_in(text)[0].items["text"].tolist() == expected


@pytest.mark.parametrize(
    "text",
    [
        "岩手県\n　西磐井郡\n　　平泉町\n　胆沢郡\n　　金ケ崎町",
        "岩手県\n西磐井郡\n・平泉町\n胆沢郡\n・金ケ崎町",
        "岩手県西磐井郡\n1 平泉町\n岩手県胆沢郡\n2 金ケ崎町",
    ],
)
def test_a_county_is_a_heading_and_never_an_item(text):
    assert best(text, "text", "context") == [
        ("平泉町", "岩手県西磐井郡"),
        ("金ケ崎町", "岩手県胆沢郡"),
    ]


def test_a_ditto_mark_has_the_prefecture_of_the_row_above():
    text = "1 茨城県龍ケ崎市\n2 同　取手市\n3 〃 つくば市"
    assert [row[0] for row in best(text, "context")] == ["", "茨城県", "茨城県"]


@pytest.mark.parametrize(
    "text",
    [
        "【香川県】丸亀市／善通寺市",
        "香川県（丸亀市・善通寺市）",
        "香川県（丸亀市・善通寺市）を採択した。",
        "香川県の2市（丸亀市・善通寺市）を採択した。",
    ],
)
def test_a_prefecture_around_names_is_their_context(text):
    assert best(text, "text", "context") == [
        ("丸亀市", "香川県"),
        ("善通寺市", "香川県"),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("北上市を採択し、花巻市は不採択とした。", ["北上市"]),
        ("Oshu City was selected; Iga City was not.", ["Oshu City"]),
        (
            "MIC chose Kitakami and Oshu Cities in Iwate Prefecture, and Iga City.",
            ["Kitakami and Oshu Cities", "Iga City"],
        ),
        (
            "For the School, MIC chose Iga City, Mie Prefecture,\nand Oshu City.",
            ["Iga City, Mie Prefecture", "Oshu City"],
        ),
        ("MIC chose Iga City.\n\nIt also chose Oshu City.", ["Iga City", "Oshu City"]),
    ],
)
def test_a_sentence_lists_those_of_whom_it_says_so(text, rows):
    assert found_in(text)[0].items["text"].tolist() == rows


# --- what is no row -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "総務省統計局\n\n試行に参加する市町村\n\n青森市\n府中市",
            ["青森市", "府中市"],
            id="a bureau and a title",
        ),
        pytest.param(
            "北上市\n奥州市\n\n農村振興局防災課　東京都千代田区霞が関１－２－１",
            ["北上市", "奥州市"],
            id="an address",
        ),
        pytest.param(
            "・北上市\n・奥州市\n選定委員会委員\n・岩手大学\n・仙台市",
            ["北上市", "奥州市"],
            id="a committee",
        ),
        pytest.param("東北\n北上市\n関東\n志木市", ["北上市", "志木市"], id="regions"),
        pytest.param(
            "1. Iga City, Mie\n   Remote medicine\n2. Aoba Co., Ltd.\n   Drones",
            ["Iga City, Mie", "Aoba Co., Ltd."],
            id="a project under each",
        ),
        pytest.param(
            "- Iga City\n- Office of the Future of the Town Co., Ltd.",
            ["Iga City", "Office of the Future of the Town Co., Ltd."],
            id="a company is no sentence",
        ),
    ],
)
def test_only_the_rows_are_read(text, rows):
    assert found_in(text)[0].items["text"].tolist() == rows


def test_the_same_list_in_another_language_is_no_second_group():
    text = (
        "採択団体\n1 北上市\n2 宮城県\n\nSelected\n1 Kitakami City\n2 Miyagi Prefecture"
    )
    assert best(text, "text") == [("北上市",), ("宮城県",)]


# --- a prefecture holds for what is surely under it -----------------------------------


@pytest.mark.parametrize(
    "line",
    [
        *(
            "九州",
            "【九州地方】",
            "その他",
            "共同提案",
            "（予備採択）",
            "第2回",
            "次点",
        ),
        *("複数県にまたがる提案", "町の部", "■九州"),
    ],
)
@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("marks", [("・", "・"), ("1 ", "2 ")])
def test_another_heading_ends_the_prefecture(line, blank, marks):
    text = f"宮城県\n{marks[0]}柴田町\n{blank}{line}\n{marks[1]}川崎町"
    assert best(text, "text", "context") == [("柴田町", "宮城県"), ("川崎町", "")]


@pytest.mark.parametrize("line", ["Kyushu", "Others", "Joint applications"])
def test_another_heading_in_english_ends_the_prefecture(line):
    text = f"Miyagi Prefecture\n- Shibata Town\n{line}\n- Kawasaki Town"
    assert best(text, "context") == [("Miyagi Prefecture",), ("",)]


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        pytest.param(
            "宮城県\n【市】\n・登米市\n【町村】\n・川崎町",
            ["宮城県", "宮城県"],
            id="groups inside the prefecture",
        ),
        pytest.param(
            "宮城県\n【市】\n・登米市\n【九州】\n・川崎町",
            ["宮城県", ""],
            id="a region among them",
        ),
        pytest.param(
            "宮城県\n　柴田町\n川崎町\n大和町",
            ["宮城県", "", ""],
            id="rows set out again",
        ),
        pytest.param(
            "宮城県：柴田町\n川崎町\n大和町", ["宮城県", "", ""], id="names on its line"
        ),
        pytest.param(
            "宮城県：柴田町、\n川崎町、\n大和町", ["宮城県"] * 3, id="which go on"
        ),
        pytest.param(
            "令和2年10月1日\n福岡県\n支援団体の決定\n1 川崎町\n2 添田町",
            ["", ""],
            id="who publishes it, over the title",
        ),
        pytest.param(
            "令和2年10月1日\n福岡県\n1 川崎町\n2 添田町", ["", ""], id="beside the date"
        ),
        pytest.param(
            "令和2年10月1日\n宮城県\n1 川崎町\n福岡県\n2 川崎町",
            ["宮城県", "福岡県"],
            id="a heading beside the date",
        ),
        pytest.param(
            "福岡県\n番号 団体名\n1 川崎町\n2 添田町",
            ["福岡県", "福岡県"],
            id="over the names of columns",
        ),
        pytest.param(
            "■北海道\n・伊達市\n■東北\n・川崎町", ["北海道", ""], id="two marks"
        ),
    ],
)
def test_the_prefecture_holds_for_what_is_surely_under_it(text, contexts):
    assert best(text, "context") == [(context,) for context in contexts]


@pytest.mark.parametrize("line", ["(continued)", "番号 団体名", "- 3 -"])
def test_the_turn_of_a_page_ends_no_prefecture(line):
    text = f"宮城県\n1 柴田町\n{line}\n2 川崎町"
    assert best(text, "context") == [("宮城県",), ("宮城県",)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("札幌市\n 中央区\n 北区\n大阪市\n 北区", ["札幌市", "札幌市", "大阪市"]),
        ("・札幌市\n　・中央区\n・大阪市\n　・北区", ["札幌市", "大阪市"]),
    ],
)
def test_a_city_over_its_wards_is_their_context(text, rows):
    assert best(text, "context") == [(row,) for row in rows]


def test_a_city_and_a_ward_below_each_other_are_rows():
    assert best("1 札幌市\n2 札幌市中央区", "text") == [("札幌市",), ("札幌市中央区",)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("【東北】\n花巻市、川崎町", [("花巻市", "【東北】"), ("川崎町", "【東北】")]),
        (
            "【石狩】\n千歳市、恵庭市\n【根室】\n羅臼町",
            [("千歳市", "【石狩】"), ("恵庭市", "【石狩】"), ("羅臼町", "【根室】")],
        ),
        (
            "石狩\n  千歳市\n根室\n  別海町\n  羅臼町",
            [("千歳市", "石狩"), ("別海町", "根室"), ("羅臼町", "根室")],
        ),
        ("■石狩\n・千歳市\n■根室\n・羅臼町", [("千歳市", "石狩"), ("羅臼町", "根室")]),
        (
            "第一弾\n高知県\n第二弾\n徳島県、徳島県神山町",
            [("高知県", "第一弾"), ("徳島県", "第二弾"), ("徳島県神山町", "第二弾")],
        ),
        ("【市町村】北上市、奥州市", [("北上市", "市町村"), ("奥州市", "市町村")]),
        (
            "「雪」の物語(標津町、根室市)\n令和元年度\n「海」(小樽市)",
            [
                ("標津町", "「雪」の物語"),
                ("根室市", "「雪」の物語"),
                ("小樽市", "「海」"),
            ],
        ),
    ],
)
def test_what_stands_over_names_and_is_none_is_their_group(text, rows):
    assert best(text, "text", "group") == rows


@pytest.mark.parametrize(
    "text",
    [
        "「北上市」\n「奥州市」",
        "【石狩】\n【根室】\n【千歳市】",
        "東北町\n石狩市\n  千歳市",
        "愛媛県\n愛媛県新居浜市\n徳島県\n徳島県美波町",
    ],
)
def test_names_over_names_are_rows_where_nothing_makes_them_headings(text):
    expected = [line.strip() for line in text.split("\n")]
    assert found_in(text)[0].items["text"].tolist() == expected


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "飯舘村\n(おおくら)\n浪江町\n(むろはら)", ["飯舘村", "浪江町"], id="ruby"
        ),
        pytest.param(
            "▽札幌市▽岩手県宮古市▽同久慈市",
            ["札幌市", "岩手県宮古市", "同久慈市"],
            id="bullets that run on",
        ),
        pytest.param(
            "・北上市・奥州市・花巻市\n・平泉町",
            ["北上市・奥州市・花巻市", "平泉町"],
            id="one item of several",
        ),
        pytest.param(
            "除雪事業 岩手県 北上市 ※公表済み\n介護事業 宮城県 登米市",
            ["除雪事業 岩手県 北上市", "介護事業 宮城県 登米市"],
            id="a remark",
        ),
        pytest.param(
            "場所:仙台市役所\n出席団体:盛岡市、宮城県\n欠席団体:奥州市、一関市",
            ["盛岡市", "宮城県"],
            id="minutes",
        ),
        pytest.param("> 1. 北上市\n> 2. 奥州市", ["北上市", "奥州市"], id="quoted"),
        pytest.param(
            ">> - Iga City\n>> - Oshu City", ["Iga City", "Oshu City"], id="twice"
        ),
        pytest.param(
            "山形県朝日村、福島県岩代町に交付する。朝日村に1億円、岩代町に1千万円を交付する。",
            ["山形県朝日村", "福島県岩代町"],
            id="named again",
        ),
        pytest.param(
            "宮城県川崎町に交付する。福岡県川崎町を選定した。",
            ["宮城県川崎町", "福岡県川崎町"],
            id="namesakes",
        ),
        pytest.param(
            "岩手県久慈市、大阪・堺市、兵庫県赤穂市",
            ["岩手県久慈市", "大阪・堺市", "兵庫県赤穂市"],
            id="a dot within a name",
        ),
    ],
)
def test_each_row_is_read_and_no_other(text, rows):
    assert found_in(text)[0].items["text"].tolist() == rows


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "出席団体:盛岡市、北上市\n欠席団体:奥州市、一関市",
            "line 2, below the list, is not of it: '欠席団体:奥州市、一関市'",
        ),
        (
            "○ 岩手県北上市\n× 岩手県奥州市\n○ 宮城県美里町",
            "line 2, between two rows of the list, was not read as an entity: "
            "'× 岩手県奥州市'",
        ),
    ],
)
def test_what_is_left_out_is_told(text, problem):
    assert found_in(text)[0].problems == (problem,)


def test_a_prefecture_among_the_members_of_an_item_is_no_heading():
    text = "1 Toyama Prefecture, Asahi Town and Nyuzen Town\n2 Oshu City, Iwate"
    found = found_in(text)[0]
    assert found.items["text"].tolist() == [
        "Toyama Prefecture, Asahi Town and Nyuzen Town",
        "Oshu City, Iwate",
    ]


def test_a_line_that_carries_the_number_on_is_an_item_however_long_it_is():
    long = " and ".join(["Kitakami City, Iwate Prefecture"] * 12)
    assert best(f"1 Iga City\n2 {long}\n3 Miyagi Prefecture", "number", "text") == [
        (1, "Iga City"),
        (2, long),
        (3, "Miyagi Prefecture"),
    ]


def test_a_sentence_that_carries_the_number_on_is_an_item():
    text = "1 北上市\n2 奥州市は農業に取り組む。\n3 高知県"
    assert best(text, "number") == [(1,), (2,), (3,)]


def test_a_list_ends_before_a_numbered_sentence():
    text = "1 Iga City\n2 Oshu City\n3 The results of the next appeal follow later."
    assert best(text, "text") == [("Iga City",), ("Oshu City",)]


@pytest.mark.parametrize(
    "date", ["1 October 2020", "R2.10.1", "2020年10月1日", "1 Oct. 2020 (Thu)"]
)
def test_a_date_is_no_item(date):
    assert best(f"{date}\n1 北上市\n2 高知県", "text") == [("北上市",), ("高知県",)]


def test_a_date_between_names_is_told():
    found = found_in("北上市\n奥州市\n2020年10月1日\n花巻市")[0]
    assert found.items["text"].tolist() == ["北上市", "奥州市", "花巻市"]
    assert "'2020年10月1日'" in found.problems[0]
