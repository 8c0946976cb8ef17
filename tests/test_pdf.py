import logging
import zlib

import pytest
from fpdf.enums import AccessPermission
from pdf_files import Pages, image, read

from analysis.documents.model import Document, Line, Span, Table
from analysis.documents.pdf import read as pdf
from analysis.documents.pdf import streams
from analysis.documents.pdf.text import unique_chars
from analysis.errors import SourceError

ROWS = [["番号", "団体名"], ["1", "岩手県北上市"], ["2", "岩手県奥州市"]]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def cells(table: Table) -> list[list[str]]:
    return table.cells.to_numpy().tolist()


def only_table(pages: Pages) -> Table:
    (table,) = read(pages).tables
    return table


def test_a_ruled_table_and_the_text_around_it_keep_their_order_and_lines():
    document = read(Pages().lines("採択団体", "決定した。").ruled(ROWS).lines("以上"))
    before, after, table, end = document.blocks
    assert (before, after) == (Line("採択団体", 1, "1"), Line("決定した。", 2, "1"))
    assert cells(table) == ROWS
    assert table.places.to_numpy().tolist() == [["1", 3, 1], ["1", 4, 2], ["1", 5, 3]]
    assert end == Line("以上", 6, "1")
    assert (document.kind, document.source) == ("pdf", "list.pdf")


def test_a_row_counts_as_many_lines_as_its_highest_cell():
    rows = [["1", "岩手県\n北上市"], ["", ""], ["2", "奥州市"]]
    document = read(Pages().ruled(rows).lines("以上"))
    table, end = document.blocks
    assert cells(table) == rows
    assert table.places["line"].tolist() == [1, 3, 4]
    assert end.line == 5


def test_merged_cells_are_spans():
    table = only_table(
        Pages().ruled(
            [
                [{"text": "団体", "colspan": 2}, "事業"],
                [{"text": "岩手県", "rowspan": 2}, "北上市", "AI"],
                ["奥州市", "観光"],
            ]
        )
    )
    assert table.spans == (Span(0, 0, 1, 2), Span(1, 0, 2, 1))
    assert cells(table) == [
        ["団体", "", "事業"],
        ["岩手県", "北上市", "AI"],
        ["", "奥州市", "観光"],
    ]


@pytest.mark.parametrize(
    "layout", ["ALL", "INTERNAL", "HORIZONTAL_LINES", "NO_HORIZONTAL_LINES"]
)
def test_tables_with_some_of_their_lines_have_the_same_cells(layout):
    assert cells(only_table(Pages().ruled(ROWS, borders_layout=layout))) == ROWS


def test_a_cell_of_many_lines_stays_one_unless_they_are_numbered():
    rows = [["1", "北上市\n奥州市"], ["7\n9", "A町\nB町"]]
    assert cells(only_table(Pages().ruled(rows))) == rows


def test_columns_without_lines_are_a_table_with_blank_cells_in_place():
    rows = [
        ["番号", "団体名", "事業名"],
        ["1", "岩手県北上市", "AI"],
        ["2", "", "観光"],
        ["3", "岩手県奥州市", ""],
    ]
    assert cells(only_table(Pages().columns(rows, [20, 60, 60]))) == rows


def test_the_rest_of_a_wrapped_cell_stays_in_its_column():
    rows = [["1", "北上市", "農業"], ["", "", "及び観光"], ["2", "奥州市", "教育"]]
    assert cells(only_table(Pages().columns(rows, [20, 60, 60]))) == rows


def test_headings_close_together_stand_above_their_columns():
    rows = [["No.", "Applicant", "Project"]]
    rows += [[str(n), "Kitakami City, Iwate Prefecture", "Maps"] for n in (1, 2)]
    (table,) = read(Pages().columns(rows, (12, 75, 40))).blocks
    assert table.cells.to_numpy().tolist() == rows


def test_words_in_running_text_stay_on_their_line():
    given = [
        "1 Shiki City, Saitama Prefecture Business Improvement",
        "2　北海道富良野市",
        "・岩手県北上市、奥州市",
    ]
    assert texts(read(Pages().lines(*given))) == given


def test_lines_that_are_set_in_begin_with_blanks():
    pages = Pages().lines("岩手県")
    pages.set_left_margin(30)
    assert texts(read(pages.lines("北上市"))) == ["岩手県", " " * 10 + "北上市"]


def test_lines_far_apart_have_a_blank_one_between_them():
    pages = Pages().lines("A市", "B市", "C市")
    pages.ln(12)
    document = read(pages.lines("問合せ先"))
    assert texts(document) == ["A市", "B市", "C市", "", "問合せ先"]
    assert document.blocks[-1].line == 4


def test_boxes_around_text_are_no_tables():
    pages = Pages()
    pages.rect(5, 5, 200, 280)
    pages.lines("1 北上市")
    pages.ruled([["2 奥州市"], ["3 日南町\n4 富良野市"]])
    assert [t for t in texts(read(pages)) if t] == [
        "1 北上市",
        "2 奥州市",
        "3 日南町",
        "4 富良野市",
    ]


def test_tables_beside_each_other_are_read_from_left_to_right():
    pages = Pages()
    for left, top, names in ((110, 20, "34"), (20, 20.5, "12")):
        for y in (0, 10, 20):
            pages.line(left, top + y, left + 60, top + y)
        for x in (0, 20, 60):
            pages.line(left + x, top, left + x, top + 20)
        for row, number in enumerate(names):
            pages.text(left + 2, top + 6 + 10 * row, number)
            pages.text(left + 22, top + 6 + 10 * row, f"第{number}町")
    first, second = read(pages).tables
    assert cells(first) == [["1", "第1町"], ["2", "第2町"]]
    assert cells(second) == [["3", "第3町"], ["4", "第4町"]]


def test_a_table_over_pages_is_one_per_page_without_page_numbers():
    def number(pages: Pages) -> None:
        pages.set_y(-15)
        pages.cell(0, 10, f"- {pages.page_no()} -", align="C")

    rows = [[str(n), f"第{n}町"] for n in range(1, 61)]
    document = read(Pages(number).ruled([ROWS[0], *rows]))
    first, second = document.blocks
    assert cells(first)[0] == cells(second)[0] == ROWS[0]
    assert cells(first)[1:] + cells(second)[1:] == rows
    assert second.places.iloc[0].tolist() == ["2", 1, 1]


@pytest.mark.parametrize(
    "form", ["{0}", "- {0} -", "{0}/3", "{0} of 3", "{0}ページ", "Page {0}", "－{0}－"]
)
def test_page_numbers_are_left_out(form):
    def number(pages: Pages) -> None:
        pages.set_y(-15)
        pages.cell(0, 10, form.format(pages.page_no()), align="C")

    pages = Pages(number)
    for name in ("A町", "B町"):
        pages.lines(name)
        pages.add_page()
    assert texts(read(pages.lines("C町"))) == ["A町", "B町", "C町"]


def test_a_number_that_is_no_page_number_stays():
    pages = Pages(lambda page: page.text(11, 285, "12")).lines("A町")
    assert texts(read(pages)) == ["A町", "12"]


def test_headers_and_footers_are_kept_once():
    def margins(pages: Pages) -> None:
        pages.text(11, 8, "支援団体の一覧")
        pages.text(11, 290, "総務省")

    pages = Pages(margins).lines("A町")
    for name in ("B町", "C町"):
        pages.add_page()
        pages.lines(name)
    document = read(pages)
    kept = [(line.page, line.text) for line in document.blocks if line.text]
    assert kept == [
        ("1", "支援団体の一覧"),
        ("1", "A町"),
        ("1", "総務省"),
        ("2", "B町"),
        ("3", "C町"),
    ]


def test_the_same_line_amid_each_page_stays():
    pages = Pages()
    for _ in range(3):
        pages.set_y(100)
        pages.lines("岩手県").add_page()
    assert texts(read(pages.lines("以上"))) == ["岩手県"] * 3 + ["以上"]


def test_bold_letters_that_are_printed_twice_are_read_once():
    pages = Pages()
    for shift in (0, 0.1):
        pages.text(20 + shift, 40, "北上市")
    assert texts(read(pages)) == ["北上市"]


def test_letters_that_are_doubled_in_a_word_stay():
    char = {"text": "l", "size": 6.0, "top": 0.0}
    chars = [{**char, "x0": 0.0, "x1": 1.5}, {**char, "x0": 1.5, "x1": 3.0}]
    assert unique_chars(chars) == chars


def test_text_that_is_turned_is_left_out_and_told():
    pages = Pages().lines("北上市")
    with pages.rotation(45, 100, 150):
        pages.text(100, 150, "見本")
    document = read(pages)
    assert texts(document) == ["北上市"]
    assert document.notes == ("page 1: text that is turned was not read",)


def test_text_that_runs_down_the_page_is_told():
    pages = Pages()
    for row, letter in enumerate("次の団体を支援の対象に決定した"):
        pages.text(180, 30 + 4.2 * row, letter)
    (note,) = read(pages).notes
    assert note == "page 1: text that runs from top to bottom is not read in its order"


def test_a_page_without_text_is_told():
    pages = Pages().lines("北上市")
    pages.add_page()
    pages.image(image(), w=50)
    assert read(pages).notes == (
        "page 2: no text, perhaps an image; what it shows was not read",
    )


def test_a_page_of_drawings_is_told(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_EDGES", 2)
    document = read(Pages().ruled(ROWS))
    assert "page 1: a drawing of more than 2 lines" in document.notes[0]


@pytest.mark.parametrize(
    ("title", "kept"),
    [("採択団体一覧", "採択団体一覧"), ("Microsoft Word - 03.docx", None), ("", None)],
)
def test_a_title_is_taken_if_it_is_one(title, kept):
    pages = Pages().lines("北上市")
    pages.set_title(title)
    assert read(pages).title == kept


def test_a_file_that_opens_without_a_password_is_read():
    pages = Pages().lines("北上市")
    pages.set_encryption("owner", permissions=AccessPermission.none())
    assert texts(read(pages)) == ["北上市"]


def test_a_file_that_needs_a_password_is_refused():
    pages = Pages().lines("北上市")
    pages.set_encryption("owner", user_password="user")
    message = "list.pdf is encrypted; open it with its password and save a copy without"
    with pytest.raises(SourceError, match=message):
        read(pages)


def test_a_scan_is_refused():
    pages = Pages()
    pages.image(image(), w=50)
    with pytest.raises(SourceError, match=r"images only, no text; run text recogn"):
        read(pages)


def nameless(pages: Pages) -> bytes:
    """Return a file whose fonts name no characters: it has no table of them."""
    pages.set_compression(False)
    return pages.data.replace(b"/ToUnicode", b"/NotUnicod")


def test_a_file_whose_fonts_name_no_characters_is_refused():
    message = r"no readable text \(its fonts name no characters\); run text recognition"
    with pytest.raises(SourceError, match=message):
        read(nameless(Pages().lines("北上市、奥州市")))


def test_a_few_characters_without_a_name_are_told():
    pages = Pages().lines("点北上市", "奥州市", "岩手県奥州市と日南町と富良野市")
    pages.set_compression(False)
    data = pages.data
    for letter, private in (("点", b"<F0B7>"), ("州", b"<E000>")):
        assert data.count(b"<%04X>" % ord(letter)) == 1
        data = data.replace(b"<%04X>" % ord(letter), private)
    document = read(data)
    assert texts(document)[:2] == ["•北上市", "奥\ufffd市"]
    (note,) = document.notes
    assert note.startswith("page 1: characters that their font does not name are read")


GOOD = Pages().ruled(ROWS).data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"%PDF-1.7\n", id="beginning only"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 20, id="noise"),
        pytest.param(GOOD[: len(GOOD) // 2], id="cut off"),
        pytest.param(GOOD.replace(b"/Kids", b"/Kind"), id="no pages"),
    ],
)
def test_a_damaged_file_is_refused(data):
    message = "list.pdf .*it may be cut off; get it again, or open it and print it to"
    with pytest.raises(SourceError, match=message):
        read(data)


def outcome(data: bytes) -> str:
    try:
        tables = [cells(table) for table in read(data).tables]
    except SourceError:
        return "refused"
    return "read whole" if tables == [ROWS] else "read in part"


def test_a_file_cut_anywhere_is_read_whole_or_refused():
    cuts = range(200, len(GOOD), len(GOOD) // 40)
    assert {outcome(GOOD[:cut]) for cut in cuts} <= {"read whole", "refused"}


def test_a_file_that_is_turned_as_a_whole_is_refused():
    pages = Pages()
    with pages.rotation(90, 100, 150):
        pages.text(100, 150, "北上市")
    with pytest.raises(SourceError, match="only text that is turned; turn its pages"):
        read(pages)


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        (
            "MAX_PAGES",
            1,
            "has 2 pages, more than 1; print the pages that",
        ),
        ("MAX_BYTES", 99, "MB, more than 0; print the pages that hold"),
    ],
)
def test_a_file_past_a_limit_is_refused(monkeypatch, limit, value, message):
    pages = Pages().lines("A町")
    pages.add_page()
    monkeypatch.setattr(pdf, limit, value)
    with pytest.raises(SourceError, match=message):
        read(pages)


def test_scripts_and_attachments_are_passed_over():
    pages = Pages().lines("北上市")
    pages.embed_file(bytes=b"secret", basename="other.txt")
    pages.lines("奥州市")
    assert texts(read(pages)) == ["北上市", "奥州市"]


def test_nothing_is_logged_and_levels_are_as_before(caplog):
    before = logging.getLogger("pdfminer").level
    read(GOOD.replace(b"/FontBBox", b"/FontBBxx"))
    assert caplog.records == []
    assert logging.getLogger("pdfminer").level == before


def test_a_table_of_blank_cells_is_a_drawing():
    pages = Pages().ruled([["", ""], ["", ""]]).lines("北上市")
    assert texts(read(pages)) == ["北上市"]


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(zlib.compress(b" " * 5000), id="once"),
        pytest.param(zlib.compress(zlib.compress(b" " * 5000)), id="twice"),
    ],
)
def test_a_file_that_unpacks_to_too_much_is_refused_unread(monkeypatch, packed):
    monkeypatch.setattr(streams, "MAX_UNPACKED", 4000)
    data = b"%PDF-1.7\n1 0 obj\n<<>>\nstream\r\n" + packed + b"\nendstream\nendobj\n"
    with pytest.raises(SourceError, match=r"would unpack to more than .* MB; nothing"):
        read(data)


def test_images_do_not_count_together(monkeypatch):
    monkeypatch.setattr(streams, "MAX_UNPACKED", 4000)
    stream = b"\nstream\n" + zlib.compress(b" " * 3000) + b"\nendstream\n"
    streams.check_streams(2 * (b"<</Subtype /Image>>" + stream), "list.pdf")
    with pytest.raises(SourceError, match="would unpack to more than"):
        streams.check_streams(2 * (b"<<>>" + stream), "list.pdf")
