"""Documents that hold a list, as ministries publish them, and what is in the list.

The wording is our own, the municipalities are real. Text, HTML, CSV and TSV documents
lie in ``tests/data/lists`` as UTF-8; here they are written in other encodings, under
other endings and with other bullets, and the formats that are no text are built. The
rows of each are in ``tests/data/lists/rows``, codes looked up in the ministry's list.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import openpyxl
import pandas as pd
from fpdf import FPDF

LISTS = Path(__file__).parent / "data" / "lists"


@dataclass(frozen=True)
class Document:
    """A document of the corpus.

    Attributes
    ----------
    name : str
        What tests call it.
    rows : str
        The table in ``tests/data/lists/rows`` that says what is in it.
    write : function of Path
        Gives what `analysis.read_announcement` reads; a file is put in that folder.
    in_place : bool
        Whether tests can look up in it where its rows stand: it is a file with the
        ending of its format, in UTF-8 if it is text.
    """

    name: str
    rows: str
    write: Callable[[Path], object]
    in_place: bool = False


def documents() -> list[Document]:
    """Return every document, in one order."""
    return [
        *_as_they_lie(),
        *_with_other_bullets(),
        *_in_other_encodings(),
        *_under_other_names(),
        *_built(),
    ]


def expected_rows(rows: str) -> pd.DataFrame:
    """Return what is in a list: all text.

    ``number`` is blank where the document bears none and one line names several;
    ``published_name`` gives what a reader could take for the name, apart by " || ";
    ``status`` is blank where a reader could not say; ``lg_code``, ``role`` are blank
    where there is none.
    """
    return _table(LISTS / "rows" / f"{rows}.tsv")


def expected_metadata() -> pd.DataFrame:
    """Return what the documents say of themselves, by name; blank: not told plainly."""
    return _table(LISTS / "metadata.tsv").set_index("document")


# --- Text in other dress --------------------------------------------------------------

_BULLETS = {
    "en_bullets": ("*", ["-", "•", "●", "·"]),
    "ja_bullets": ("・", ["●", "◆", "○", "①", "▽", "*", "-", "•", "■", "◎"]),
}

_ENCODED = [
    # document, encoding, ends of lines
    ("ja_numbered.txt", "utf-8-sig", "\r\n"),
    ("ja_numbered.txt", "cp932", "\r\n"),
    ("ja_numbered.txt", "euc_jp", "\n"),
    ("ja_numbered.txt", "utf-16", "\r\n"),
    ("ja_numbered.txt", "utf-16-le", "\n"),
    ("ja_numbered.txt", "utf-16-be", "\r\n"),
    ("ja_numbered.txt", "cp932", "\r"),
    ("ja_groups_anew.txt", "cp932", "\r\n"),
    ("ja_headings.txt", "euc_jp", "\n"),
    ("ja_prefecture_lines.txt", "shift_jis", "\n"),
    ("ja_joint.txt", "cp932", "\r\n"),
    ("ja_lost_bullets.txt", "euc_jp", "\r\n"),
    ("en_numbered.txt", "utf-8-sig", "\r\n"),
    ("en_numbered.txt", "utf-16", "\r\n"),
    ("en_numbered.txt", "ascii", "\r"),
    ("ja_same_mark.txt", "cp932", "\r\n"),
    ("csv_title_rows.csv", "cp932", "\r\n"),
    ("csv_title_rows.csv", "euc_jp", "\n"),
    ("csv_title_rows.csv", "utf-8-sig", "\r\n"),
    ("csv_counties.csv", "utf-16", "\r\n"),
    ("csv_codes.csv", "cp932", "\r\n"),
    ("csv_quoted_newlines.csv", "cp932", "\r\n"),
    ("csv_simple.csv", "cp932", "\r"),
    ("tsv_english.tsv", "utf-16", "\r\n"),
    ("html_table.html", "cp932", "\r\n"),
    ("html_table.html", "euc_jp", "\n"),
    ("html_rowspan.html", "cp932", "\r\n"),
    ("html_joint_column.html", "utf-8-sig", "\r\n"),
]
# Their full-width hyphen and tilde are other characters than those of Windows.
_JIS = ("euc_jp", "shift_jis")
_WEB_NAMES = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "utf-8-sig": "utf-8"}

_OTHER_NAMES = [
    ("csv_simple.csv", "list.txt"),
    ("csv_semicolons.csv", "list.txt"),
    ("csv_title_rows.csv", "list"),
    ("tsv_english.tsv", "list.csv"),
    ("html_rowspan.html", "list.xls"),
    ("html_table.html", "list.txt"),
    ("ja_numbered.txt", "list.csv"),
    ("en_numbered.txt", "list.html"),
]


def _as_they_lie() -> Iterator[Document]:
    for path in sorted(LISTS.glob("*.*")):
        if path.name != "metadata.tsv":
            yield Document(
                path.stem, path.stem, lambda _, path=path: path, in_place=True
            )
    for name in ("ja_numbered", "en_joint", "ja_cells_2"):
        text = (LISTS / f"{name}.txt").read_text(encoding="utf-8")
        yield Document(f"{name} as a string", name, lambda _, text=text: text)


def _with_other_bullets() -> Iterator[Document]:
    for name, (bullet, others) in _BULLETS.items():
        text = (LISTS / f"{name}.txt").read_text(encoding="utf-8")
        for other in others:
            dressed = _with_bullet(text, bullet, other)
            yield _written(f"{name} {other}", name, "list.txt", dressed)


def _with_bullet(text: str, bullet: str, other: str) -> str:
    """Put `other` for a bullet at the beginning of lines; ① counts in each list."""
    lines, count = [], 0
    for line in text.split("\n"):
        marked = line.startswith(bullet)
        count = count + 1 if marked else 0
        mark = chr(ord(other) + count - 1) if other == "①" else other
        lines.append(mark + line[len(bullet) :] if marked else line)
    return "\n".join(lines)


def _in_other_encodings() -> Iterator[Document]:
    for file, encoding, newline in _ENCODED:
        stem = file.partition(".")[0]
        text = (LISTS / file).read_text(encoding="utf-8")
        if file.endswith(".html"):
            text = text.replace("utf-8", _WEB_NAMES[encoding], 1)
        if encoding in _JIS:
            text = text.replace("－", "−").replace("～", "〜")
        name = f"{stem} in {encoding}, {newline!r}"
        yield _written(name, stem, file, text.replace("\n", newline), encoding)


def _under_other_names() -> Iterator[Document]:
    for file, other in _OTHER_NAMES:
        stem = file.partition(".")[0]
        text = (LISTS / file).read_text(encoding="utf-8")
        yield _written(f"{stem} as {other}", stem, other, text)


def _written(
    name: str, rows: str, file: str, text: str, encoding: str = "utf-8"
) -> Document:
    def write(folder: Path) -> Path:
        path = folder / file
        path.write_bytes(text.encode(encoding))
        return path

    return Document(name, rows, write)


# --- Workbooks ------------------------------------------------------------------------


def three_header_rows(folder: Path) -> Path:
    """Write a sheet with merged headers, a total and notes, and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "採択団体"
    sheet["I1"] = "令和３年６月25日"
    sheet["C2"] = "令和３年度生活交通確保事業の採択団体"
    sheet["H3"] = "国土交通省"
    sheet["C4"] = "採択した６団体は下表のとおりです。"
    for cell, text in {
        "C6": "番号",
        "D6": "申請者",
        "D7": "所在",
        "D8": "都道府県",
        "E8": "郡",
        "F7": "団体名",
        "G6": "補助額（千円）",
        "G7": "国費",
        "H7": "計",
        "I6": "備考",
    }.items():
        sheet[cell] = text
    rows = [
        (1, "岩手県", None, "大船渡市", 1200, 2400, None),
        (2, None, "九戸郡", "軽米町", 800, 1600, "継続"),
        (3, "宮城県", "刈田郡", "七ヶ宿町", 950, 1900, None),
        (4, "秋田県", None, "湯沢市", 2100, 4200, None),
        (5, None, "山本郡", "藤里町", 400, 800, None),
        (6, None, None, "秋田県", 3000, 6000, "県内全域"),
    ]
    for number, row in enumerate(rows, start=9):
        for column, value in enumerate(row, start=3):
            sheet.cell(number, column, value)
    sheet["C15"] = "合計"
    sheet["G15"] = "=SUM(G9:G14)"
    sheet["C17"] = "※１ 補助額は上限である。"
    sheet["C18"] = "※２ 東京都八王子市は申請を取り下げた。"
    for merged in (
        *("C2:I2", "C6:C8", "D6:F6", "D7:E7", "F7:F8", "G6:H6", "G7:G8", "H7:H8"),
        *("I6:I8", "D9:D10", "D12:D14", "C15:F15"),
    ):
        sheet.merge_cells(merged)
    hidden = book.create_sheet("応募の一覧")
    hidden.sheet_state = "hidden"
    hidden.append(["番号", "団体名"])
    for number, name in enumerate(["東京都八王子市", "岩手県大船渡市"] * 8, start=1):
        hidden.append([number, name])
    return _saved(book, folder)


def cover_and_groups(folder: Path) -> Path:
    """Write a cover sheet, and a list with headings of groups across its columns."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Cover"
    cover["B3"] = "Bodies Supported under the FY2022 Craft Villages Scheme"
    cover["B5"] = dt.datetime(2022, 7, 1)
    cover["B5"].number_format = "mmmm d, yyyy"
    cover["B6"] = "Japan Tourism Agency"
    cover["B9"] = "Contact: 2-1-2 Kasumigaseki, Chiyoda-ku, Tokyo"
    sheet = book.create_sheet("List")
    rows = [
        ("No.", "Craft", "Body", "Remarks"),
        ("A. Wood", None, None, None),
        (1, "Trays", "Kaminokuni Town, Hokkaido", None),
        (2, "Boats", "Rishiri Town, Hokkaido", "new"),
        (3, "Carving", "Nanto City, Toyama Prefecture", None),
        ("B. Clay and paper", None, None, None),
        (4, "Tiles", "Sumoto City, Hyogo Prefecture", None),
        (5, "Kites", "Sumoto City Tourism Co., Ltd.", "new"),
        (6, "Lamps", "Kunisaki City, Oita Prefecture", None),
        (None, None, None, None),
        ("Remarks are those of the agency.", None, None, None),
    ]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=2):
            sheet.cell(number, column, value)
    sheet.merge_cells("B3:E3")
    sheet.merge_cells("B7:E7")
    return _saved(book, folder)


def _saved(book: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "list.xlsx"
    book.save(path)
    return path


# --- PDF ------------------------------------------------------------------------------

_TWO_PAGES = """\
北海道蘭越町,役場と集落
北海道,道内の半島
青森県五所川原市,市浦地区
岩手県久慈市,山形地区
宮城県丸森町,筆甫地区
福島県三島町,町内全域
茨城県常総市,西部
群馬県下仁田町,南部
千葉県館山市,沿岸
神奈川県三浦市,南部
新潟県佐渡市,外海府
富山県氷見市,論田
石川県志賀町,富来
長野県,県境の村
岐阜県飛騨市,山之村
静岡県川根本町,北部
愛知県新城市,作手
三重県尾鷲市,九鬼
京都府伊根町,本庄
兵庫県香美町,小代
和歌山県串本町,大島
島根県飯南町,赤名
山口県阿武町,宇田郷
鹿児島県瀬戸内町,加計呂麻島"""


def table_on_two_pages(folder: Path, file: str = "list.pdf") -> Path:
    """Write a ruled table whose header is repeated on the second page."""
    pdf = _page()
    _write(pdf, "令和２年６月30日", align="R")
    _write(pdf, "総務省", align="R")
    _write(pdf, "令和２年度高度無線環境整備推進事業の交付決定団体", size=14)
    _write(pdf, "　総務省は、応募のあった31団体のうち、次の24団体に交付を決めました。")
    pdf.ln(4)
    with pdf.table(col_widths=(15, 60, 70), line_height=11) as table:
        table.row(("番号", "団体名", "整備する区域"))
        for number, row in enumerate(_TWO_PAGES.split("\n"), start=1):
            table.row((str(number), *row.split(",")))
    _write(pdf, "（注）区域の名は申請による。")
    _write(pdf, "連絡先　東京都千代田区霞が関２－１－２　電話 03-0000-0031")
    return _output(pdf, folder / file)


def running_text(folder: Path) -> Path:
    """Write a press release in English without any table."""
    pdf = _page()
    _write(pdf, "August 21, 2020", align="R")
    title = (
        "Decision on Local Governments Supported under the FY2020 Tele-Health Scheme"
    )
    _write(pdf, title, size=11)
    for text in (
        "The Ministry of Internal Affairs and Communications (MIC) has decided whom "
        "it will support under the scheme.",
        "1. Call",
        "Plans were taken from Monday, May 11 through Tuesday, June 30, 2020. There "
        "were 19 applicants.",
        "2. Result",
        "MIC selected 7 local governments.",
    ):
        _write(pdf, text)
    pdf.ln(3)
    rows = expected_rows("pdf_running_text")["published_name"]
    for number, name in enumerate(rows, start=1):
        _write(pdf, f"{number} {name}")
    pdf.ln(3)
    _write(pdf, "Contact: MIC, 2-1-2 Kasumigaseki, Chiyoda-ku, Tokyo 100-8926")
    return _output(pdf, folder / "list.pdf")


def aligned_columns(folder: Path) -> Path:
    """Write columns that only their places on the page set apart."""
    pdf = _page()
    _write(pdf, "令和元年11月29日")
    _write(pdf, "国土交通省")
    _write(pdf, "自動運転サービス実証の実施者", size=14)
    _write(pdf, "実証を行う者は次のとおりです。")
    pdf.ln(4)
    for row in (
        ("番号", "実証の内容", "実施者", "開始"),
        ("１", "駅と病院の間の往復", "福島県二本松市", "12月"),
        ("２", "雪道の走行", "長野県飯山市", "１月"),
        ("３", "陶芸の里の巡回", "滋賀県甲賀市", "12月"),
        ("４", "夜間の荷物の配送", "例示運輸株式会社", "２月"),
        ("５", "城下町の周遊", "大分県竹田市", "１月"),
    ):
        for text, width in zip(row, (20, 65, 60, 20), strict=True):
            pdf.cell(width, 8, text)
        pdf.ln(8)
    pdf.ln(4)
    _write(pdf, "連絡先　自動車局　東京都千代田区霞が関2-1-3")
    return _output(pdf, folder / "list.pdf")


def _page() -> FPDF:
    pdf = FPDF()
    font = files("matplotlib_fontja") / "fonts" / "ipaexg.ttf"
    for style in ("", "B"):
        pdf.add_font("ipa", style=style, fname=font)
    pdf.set_font("ipa", size=11)
    # The date of the file is no part of what a test should see.
    pdf.creation_date = dt.datetime(2020, 8, 21, tzinfo=dt.UTC)
    pdf.add_page()
    return pdf


def _write(pdf: FPDF, text: str, *, size: int = 11, align: str = "L") -> None:
    pdf.set_font_size(size)
    pdf.multi_cell(0, 8, text, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font_size(11)


def _output(pdf: FPDF, path: Path) -> Path:
    pdf.output(path)
    return path


# --- Tables in memory -----------------------------------------------------------------


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "route": ["湖の西", "工場の間", "港の中", "団地の周り"],
            "body": [
                "静岡県浜松市",
                "愛知県豊田市",
                "例示モーター株式会社",
                "三重県四日市市",
            ],
            "km": [3.5, 12.0, 1.25, 6.0],
        },
        index=[40, 10, 30, 20],
    )


def _parquet(folder: Path) -> Path:
    path = folder / "list.parquet"
    pd.DataFrame(
        {
            "year": [2020, 2020, 2021, 2021],
            "団体": ["北海道江別市", "宮城県塩竈市", "京都府", "福岡県糸島市"],
            "区分": pd.Categorical(["新規", "継続", "新規", "新規"]),
        }
    ).to_parquet(path)
    return path


def _built() -> Iterator[Document]:
    strings = expected_rows("list_of_strings")["published_name"]
    for name, rows, write in (
        ("xlsx_three_header_rows", None, three_header_rows),
        ("xlsx_cover_and_groups", None, cover_and_groups),
        ("pdf_table_on_two_pages", None, table_on_two_pages),
        (
            "pdf without an ending",
            "pdf_table_on_two_pages",
            lambda folder: table_on_two_pages(folder, "list"),
        ),
        ("pdf_running_text", None, running_text),
        ("pdf_aligned_columns", None, aligned_columns),
        ("frame_with_index", None, lambda _: _frame()),
        ("parquet_columns", None, _parquet),
        ("list_of_strings", None, lambda _: strings.tolist()),
        ("series of strings", "list_of_strings", lambda _: strings),
    ):
        in_place = name.startswith(("xlsx_", "pdf_"))
        yield Document(name, rows or name, write, in_place=in_place)


# --- One list in five formats ---------------------------------------------------------

FORMATS = ("text", "html", "pdf", "csv", "xlsx")


@dataclass(frozen=True)
class _Sheet:
    above: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: str


_SHEETS = {
    "en": _Sheet(
        (
            "August 21, 2020",
            "Bodies Supported under the FY2020 River Watch Programme",
            "Ministry of Land, Infrastructure, Transport and Tourism",
        ),
        ("No.", "Project", "Applicant", "Million yen"),
        (
            ("1", "Gauges on bridges", "Kitakami City, Iwate Prefecture", "12"),
            ("2", "A map of floods", "Miyagi Prefecture", "30"),
            ("3", "Sirens", "Hiyoshitsu Village, Tottori Prefecture", "4"),
            ("4", "Cameras", "Riverside Example Co., Ltd.", "8"),
            ("5", "Warnings", "Mitane Town and Happo Town, Akita Prefecture", "9"),
            ("6", "Weirs", "Nakatane Town, Kagoshima Prefecture", "7"),
        ),
        "Contact: River Bureau, Chiyoda-ku, Tokyo",
    ),
    "ja": _Sheet(
        ("令和２年８月21日", "令和２年度河川監視事業の支援団体", "国土交通省"),
        ("番号", "都道府県", "団体名", "事業名"),
        (
            ("1", "岩手県", "北上市", "橋の水位計"),
            ("2", "宮城県", "美里町", "浸水の地図"),
            ("3", "埼玉県", "美里町", "警報の放送"),
            ("4", "東京都", "株式会社例示水工", "監視カメラ"),
            ("5", "広島県", "府中市、府中町", "避難の知らせ"),
            ("6", "鹿児島県", "中種子町", "堰の遠隔操作"),
        ),
        "連絡先　東京都千代田区霞が関2-1-3",
    ),
}


def same_list(language: str, kind: str, folder: Path) -> Path:
    """Write one list in one of `FORMATS`; the CSV file is in cp932."""
    return _IN_FORMAT[kind](_SHEETS[language], folder)


def _as_text(sheet: _Sheet, folder: Path) -> Path:
    table = [" | ".join(row) for row in (sheet.header, *sheet.rows)]
    text = "\n".join([*sheet.above, "", *table, "", sheet.below, ""])
    path = folder / "list.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _as_html(sheet: _Sheet, folder: Path) -> Path:
    above = "\n".join(f"<p>{text}</p>" for text in sheet.above)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in (sheet.header, *sheet.rows)
    )
    path = folder / "list.html"
    path.write_text(
        f"<html><head><meta charset='utf-8'></head><body>\n{above}\n"
        f"<table>\n{rows}\n</table>\n<p>{sheet.below}</p>\n</body></html>\n",
        encoding="utf-8",
    )
    return path


def _as_pdf(sheet: _Sheet, folder: Path) -> Path:
    pdf = _page()
    for text in sheet.above:
        _write(pdf, text)
    with pdf.table(col_widths=(10, 35, 75, 25)) as table:
        for row in (sheet.header, *sheet.rows):
            table.row(row)
    _write(pdf, sheet.below)
    return _output(pdf, folder / "list.pdf")


def _as_csv(sheet: _Sheet, folder: Path) -> Path:
    path = folder / "list.csv"
    pd.DataFrame(
        [
            *([text, "", "", ""] for text in sheet.above),
            ["", "", "", ""],
            sheet.header,
            *sheet.rows,
            [sheet.below, "", "", ""],
        ]
    ).to_csv(path, header=False, index=False, encoding="cp932", lineterminator="\r\n")
    return path


def _as_xlsx(sheet: _Sheet, folder: Path) -> Path:
    book = openpyxl.Workbook()
    for text in sheet.above:
        book.active.append([None, text])
    book.active.append([])
    for row in (sheet.header, *sheet.rows):
        book.active.append([None, *(int(c) if c.isdecimal() else c for c in row)])
    book.active.append([None, sheet.below])
    return _saved(book, folder)


_IN_FORMAT = {
    "text": _as_text,
    "html": _as_html,
    "pdf": _as_pdf,
    "csv": _as_csv,
    "xlsx": _as_xlsx,
}


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)
