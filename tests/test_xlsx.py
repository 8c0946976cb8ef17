import hashlib
import io
import re
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.formatting.rule import CellIsRule
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.documents.model import Document, Span, Table, cell_name
from analysis.documents.titles import sensible_title
from analysis.documents.workbook import archive as archive_checks
from analysis.documents.workbook import read as xlsx
from analysis.documents.workbook import shape as sheet_shape
from analysis.documents.workbook.cell_text import cell_text
from analysis.documents.workbook.read import read_xlsx
from analysis.errors import SourceError

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["番号", "団体名"], [1, "岩手県北上市"], [2, "岩手県奥州市"]]


def workbook(rows=ROWS, title="一覧"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def saved(made: Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(data: bytes) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return read_xlsx(data, source="list.xlsx", sha256=sha256)


def only_table(made: Workbook) -> Table:
    (table,) = read(saved(made)).tables
    return table


def changed(data: bytes, **parts: str | bytes | None) -> bytes:
    """Return the archive with parts put in; "sheet" stands for the first sheet's."""
    names = {SHEET if key == "sheet" else key: part for key, part in parts.items()}
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, part in names.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def text_cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


GOOD = saved(workbook())


def test_a_sheet_becomes_a_table_of_texts():
    document = read(saved(workbook()))
    (table,) = document.blocks
    assert document.kind == "xlsx"
    assert document.source == "list.xlsx"
    assert table.cells.to_numpy().tolist() == [
        ["番号", "団体名"],
        ["1", "岩手県北上市"],
        ["2", "岩手県奥州市"],
    ]
    assert all(dtype == "str" for dtype in table.cells.dtypes)


def test_rows_and_columns_are_those_of_the_spreadsheet():
    made = workbook([])
    made.active["C5"] = "岩手県北上市"
    table = only_table(made)
    row = table.places.iloc[4]
    assert (row["page"], row["line"], row["row"]) == ("一覧", 5, 5)
    assert table.cells.loc[4, 2] == "岩手県北上市"
    assert cell_name(int(row["row"]), 2) == "C5"


def test_blank_rows_are_kept_between_rows_and_dropped_after_them():
    made = workbook([["北上市"], [], ["奥州市"], [" "], [None]])
    assert only_table(made).cells[0].tolist() == ["北上市", "", "奥州市"]


def test_every_visible_sheet_is_read_in_the_order_of_tabs():
    made = workbook()
    made.create_sheet("第2次").append(["鳥取県日南町"])
    made.create_sheet("空")
    tables = list(read(saved(made)).tables)
    assert [t.places["page"].iloc[0] for t in tables] == ["一覧", "第2次"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_is_named(state):
    made = workbook()
    made.create_sheet("旧版").append(["鳥取県日南町"])
    made["旧版"].sheet_state = state
    document = read(saved(made))
    assert len(document.blocks) == 1
    assert document.notes == (
        "sheet '旧版' is hidden and was not read; unhide it if it holds the list",
    )


def test_a_chart_sheet_is_passed_over():
    made = workbook()
    made.create_chartsheet("図").add_chart(BarChart())
    assert len(read(saved(made)).blocks) == 1


def test_hidden_rows_and_columns_are_read_and_named():
    made = workbook()
    made.active.row_dimensions[3].hidden = True
    made.active.row_dimensions[9].hidden = True  # holds nothing
    made.active.column_dimensions["A"].hidden = True
    document = read(saved(made))
    assert document.blocks[0].cells.loc[2].tolist() == ["2", "岩手県奥州市"]
    assert document.notes == (
        "sheet '一覧': rows that are hidden, perhaps by a filter, were read: 3",
        "sheet '一覧': columns that are hidden were read: A",
    )


def test_merged_cells_are_spans_with_their_text_at_the_top_left():
    made = workbook([["支援団体", None, None], ["県", "市", "町"]])
    made.active.merge_cells("A1:C1")
    made.active.merge_cells("A2:A9")  # cut where the texts end
    table = only_table(made)
    assert table.spans == (Span(0, 0, 1, 3),)
    assert table.cells.loc[0].tolist() == ["支援団体", "", ""]


def test_text_that_a_merged_cell_covers_is_not_read_and_is_named():
    rows = f'<row r="1">{text_cell("A1", "県")}{text_cell("B1", "市")}</row>'
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    data = changed(GOOD, sheet=sheet_xml(rows, after=merged))
    document = read(data)
    assert document.blocks[0].cells.loc[0].tolist() == ["県", ""]
    assert document.notes == (
        "sheet '一覧': text in B1 is covered by a merged cell and was not read",
    )


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        pytest.param(1.0, "General", "1", id="a whole number has no decimals"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="fifteen digits"),
        pytest.param(1100, "000000", "001100", id="zeros pad a code"),
        pytest.param(1100.0, "00000_ ;[Red]-00000", "01100", id="first section"),
        pytest.param(7, "0", "7", id="one zero pads nothing"),
        pytest.param(12345, "#,##0", "12345", id="no thousands"),
        pytest.param(0.25, "0%", "0.25", id="no per cent"),
        pytest.param(-3, "0000", "-003", id="sign"),
        pytest.param(date(2020, 8, 21), "yyyy/m/d", "2020-08-21", id="date"),
        pytest.param(datetime(2020, 8, 21), "ggge", "2020-08-21", id="midnight"),
        pytest.param(
            datetime(2020, 8, 21, 14, 5), "General", "2020-08-21 14:05:00", id="time"
        ),
        pytest.param(time(9, 30), "h:mm", "09:30:00", id="time of day"),
        pytest.param(True, "General", "TRUE", id="true"),
        pytest.param("#N/A", "General", "#N/A", id="error"),
        pytest.param("A市_x000D_\nB市", "General", "A市\nB市", id="line ends"),
        pytest.param("001100", "General", "001100", id="text stays"),
        pytest.param(None, "General", "", id="blank"),
    ],
)
def test_values_are_given_as_shown(value, number_format, shown):
    assert cell_text(value, number_format) == shown


def test_formats_of_cells_reach_the_texts():
    made = workbook([[32069, datetime(2020, 8, 21), True, "#N/A", "A市\nB市"]])
    made.active["A1"].number_format = "000000"
    shown = ["032069", "2020-08-21", "TRUE", "#N/A", "A市\nB市"]
    assert only_table(made).cells.loc[0].tolist() == shown


@pytest.mark.parametrize(
    "text",
    [
        '<t>富良野市</t><rPh sb="0" eb="3"><t>フラノ</t></rPh>',
        "<r><t>富良</t></r><r><rPr><b/></rPr><t>野市</t></r>",
    ],
    ids=["furigana", "rich text"],
)
def test_texts_are_joined_and_furigana_left_out(text):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = f'<c t="inlineStr"><is>{text}</is></c><c t="s"><v>0</v></c>'
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    shared = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types.replace("</Types>", shared),
        SHEET: sheet_xml(f'<row r="1">{cells}</row>'),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si>{text}</si></sst>',
    }
    (table,) = read(changed(GOOD, **parts)).tables
    assert table.cells.loc[0].tolist() == ["富良野市", "富良野市"]


def test_a_formula_gives_the_value_that_was_saved():
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>7</v></c></row>'
    document = read(changed(GOOD, sheet=sheet_xml(rows)))
    assert document.blocks[0].cells.loc[0, 0] == "7"
    assert document.notes == ()


def test_a_formula_without_a_value_is_blank_and_named():
    made = workbook([*ROWS, [None, None, "=A2+A3"]])
    document = read(saved(made))
    assert document.notes == (
        "sheet '一覧': C4 holds a formula whose value was never saved; open the file "
        "in a spreadsheet, save it again",
    )


def test_many_formulas_without_values_are_counted():
    made = workbook([["x"], *[["=1"]] * 12])
    (note,) = read(saved(made)).notes
    assert "A2, A3, A4, A5, A6, A7, A8, A9, A10, A11 and 2 more hold formulas" in note


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        pytest.param("採択団体一覧", "採択団体一覧", id="title"),
        pytest.param("List of  entities", "List of entities", id="blanks"),
        pytest.param("Book1", None, id="made by a program"),
        pytest.param("無題のドキュメント", None, id="untitled"),
        pytest.param("000123.xlsx", None, id="name of a file"),
        pytest.param("\x93\x8c", None, id="unknown encoding"),
        pytest.param(None, None, id="none"),
    ],
)
def test_a_title_is_taken_if_it_is_one(title, kept):
    made = workbook()
    made.properties.title = title if title != "\x93\x8c" else None
    assert sensible_title(title) == kept
    assert read(saved(made)).title == (kept if title != "\x93\x8c" else None)


def test_warnings_of_the_reading_library_stay_inside():
    made = workbook()
    made.active.conditional_formatting.add("A1:A9", CellIsRule("equal", ["1"]))
    made.active.add_data_validation(DataValidation("list", "A1:A3"))
    data = saved(made)
    xml = zipfile.ZipFile(io.BytesIO(data)).read(SHEET).decode()
    unknown = '<extLst><ext uri="{00000000-0000-0000-0000-000000000000}"/></extLst>'
    xml = xml.replace("</worksheet>", f"{unknown}</worksheet>")
    assert len(read(changed(data, sheet=xml)).blocks) == 1


def test_a_sheet_that_overstates_its_size_is_read_as_what_it_holds():
    cells = "".join(text_cell(name, "市") for name in ("A1", "B1", "C1"))
    claim = '<dimension ref="A1:XFD1048576"/>'
    xml = sheet_xml(f'<row r="1">{cells}</row>', before=claim)
    (table,) = read(changed(GOOD, sheet=xml)).tables
    assert table.cells.shape == (1, 3)


def test_external_links_are_not_followed():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId9" TargetMode="External" '
        'Type="http://x/externalLinkPath" Target="http://192.0.2.1/x.xlsx"/>'
        "</Relationships>"
    )
    data = changed(
        saved(workbook()), **{f"xl/worksheets/_rels/{SHEET[14:]}.rels": rels}
    )
    assert len(read(data).blocks) == 1


def test_names_that_lead_out_of_the_archive_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = changed(GOOD, **{"../../out.xml": "<x/>"})
    assert len(read(data).blocks) == 1
    assert list(tmp_path.parent.glob("**/out.xml")) == []


DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def encrypted(data: bytes) -> bytes:
    """Mark each member as encrypted, in its own header and in the directory."""
    data = bytearray(data)
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + flags] |= 1
    return bytes(data)


def understated(data: bytes) -> bytes:
    """Let the directory say that the first sheet is of ten bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo(SHEET)
    size = part.file_size.to_bytes(4, "little")
    entry = data.index(b"PK\1\2", data.rindex(size) - 46)
    field = data.index(size, entry)
    return data[:field] + (10).to_bytes(4, "little") + data[field + 4 :]


def two_rows(*numbers: int) -> str:
    cells = (f'<row r="{n}">{text_cell(f"A{n}", "市")}</row>' for n in numbers)
    return sheet_xml("".join(cells))


HUGE = two_rows(1) + " " * 20_000_000
OVERLAP = sheet_xml(
    f'<row r="1">{text_cell("A1", "a")}{text_cell("B1", "b")}</row>',
    after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A1:B1"/></mergeCells>',
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"PK\3\4 no", "is no readable workbook", id="no archive"),
        pytest.param(GOOD[:-900], "may be cut off; get it again", id="cut off"),
        pytest.param(
            GOOD[:400] + b"\0" * 40 + GOOD[440:], "is damaged", id="altered bytes"
        ),
        pytest.param(
            changed(GOOD, sheet=None),
            "lacks its part 'xl/worksheets/sheet1.xml'; open it in a spreadsheet",
            id="sheet missing",
        ),
        pytest.param(
            changed(GOOD, **{"xl/workbook.xml": None}),
            "lacks 'xl/workbook.xml', so it is no workbook",
            id="workbook missing",
        ),
        pytest.param(
            changed(GOOD, sheet=sheet_xml('<row><c t="s"><v>99</v></c></row>')),
            "is not readable as a workbook .IndexError.* and save it again",
            id="a text that is not there",
        ),
        pytest.param(
            changed(GOOD, sheet="<worksheet><sheetData>"),
            "part 'xl/worksheets/sheet1.xml' is damaged",
            id="XML cut off",
        ),
        pytest.param(
            changed(GOOD, sheet=DOCTYPE + two_rows(1)),
            "sheet1.xml' declares a document type .DOCTYPE.*nothing was read",
            id="entity in a sheet",
        ),
        pytest.param(
            changed(GOOD, sheet=(DOCTYPE + two_rows(1)).encode("utf-16")),
            "declares a document type",
            id="entity in UTF-16",
        ),
        pytest.param(
            changed(GOOD, **{"docProps/core.xml": DOCTYPE + "<x>&a;</x>"}),
            "'docProps/core.xml' declares a document type",
            id="entity elsewhere",
        ),
        pytest.param(
            encrypted(GOOD),
            "is encrypted; open it with its password and save a copy without",
            id="encrypted",
        ),
        pytest.param(
            changed(GOOD, sheet=HUGE),
            "would unpack to 20 MB, more than 200 times its size, as zip bombs do",
            id="zip bomb",
        ),
        pytest.param(
            understated(GOOD), "'xl/worksheets/sheet1.xml' is damaged", id="understated"
        ),
        pytest.param(
            changed(GOOD, sheet=two_rows(5, 3)),
            "row 3 follows row 5, which no sheet has",
            id="rows out of order",
        ),
        pytest.param(
            changed(GOOD, sheet=two_rows(1_048_577)),
            "row 1048577 follows row 0, which no sheet has",
            id="a row past the last",
        ),
        pytest.param(
            changed(GOOD, sheet=sheet_xml('<row r="1"><c r="B1"/><c r="A1"/></row>')),
            "sheet '一覧': cell A1 stands out of order",
            id="cells out of order",
        ),
        pytest.param(
            changed(GOOD, sheet=OVERLAP), "has merged cells that overlap", id="overlap"
        ),
        pytest.param(
            saved(workbook([])), "holds no text in any visible sheet; want", id="empty"
        ),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(data, message):
    with pytest.raises(SourceError, match=r"^list\.xlsx.*" + message):
        read(data)


def test_text_in_hidden_sheets_only_is_told():
    made = workbook([])
    made.create_sheet("一覧表").append(["北上市"])
    made["一覧表"].sheet_state = "hidden"
    with pytest.raises(SourceError, match="sheet '一覧表' is hidden and was not read"):
        read(saved(made))


def test_a_text_far_from_the_list_is_told_by_its_cell():
    made = workbook()
    made.active["XFD9000"] = "x"
    message = "sheet '一覧' reaches from A1 to XFD9000, .*; or delete what stands far"
    with pytest.raises(SourceError, match=message):
        read(saved(made))


def test_a_workbook_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(sheet_shape, "MAX_CELLS", 5)
    with pytest.raises(SourceError, match="stores more than 5 cells; save the"):
        read(GOOD)


def test_a_sheet_of_too_many_merged_cells_is_refused(monkeypatch):
    monkeypatch.setattr(sheet_shape, "MAX_MERGED", 1)
    merged = changed(GOOD, sheet=OVERLAP)
    with pytest.raises(SourceError, match="sheet '一覧' has more than 1 merged cells"):
        read(merged)


def test_the_cells_of_all_sheets_count_together(monkeypatch):
    made = workbook()
    made.copy_worksheet(made.active)
    monkeypatch.setattr(xlsx, "MAX_CELLS", 10)
    with pytest.raises(SourceError, match="stores 12 cells, more than 10; save the"):
        read(saved(made))


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("MAX_PARTS", 3, "parts, more than 3; nothing was read; save the sheet as CSV"),
        ("MAX_UNPACKED", 100, "its largest part is .*nothing was read; save the sheet"),
        ("MAX_OTHER_PART", 100, "would unpack to 0 MB, more than 0; nothing was read"),
    ],
)
def test_a_file_past_a_limit_is_refused_unread(monkeypatch, limit, value, message):
    monkeypatch.setattr(archive_checks, limit, value)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(SourceError, match=message):
        read(GOOD)


def test_the_strict_form_of_workbooks_is_told():
    strict = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    with pytest.raises(SourceError, match="Strict Open XML"):
        read(changed(GOOD, **{"xl/workbook.xml": strict}))
