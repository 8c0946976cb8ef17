"""Every list of the corpus is read exactly: no row lost, none invented, none merged."""

import csv
import datetime as dt
import re
import warnings
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pdfplumber
import pytest
from documents_corpus import (
    FORMATS,
    documents,
    expected_metadata,
    expected_rows,
    same_list,
)

import analysis
from analysis.gazetteer.register import history
from analysis.sources.announcement import Announcement

DOCUMENTS = documents()
DAY = dt.date(2020, 8, 21)  # for lists that bear no date
PLACED = [document for document in DOCUMENTS if document.in_place]
PLACE_COLUMNS = ["page", "line", "cell"]

_NOTE = re.compile(
    r"\s*(?:[※*＊†]\s?[0-9０-９]*|[（(\[]?注?\s?[0-9０-９]+[）)\]]|注\s?[0-9０-９]+)$"
)


@dataclass(frozen=True)
class _Read:
    announcement: Announcement
    entities: pd.DataFrame


@pytest.fixture(params=DOCUMENTS, ids=lambda document: document.name, scope="module")
def document(request):
    return request.param


@pytest.mark.parametrize("rows", sorted({document.rows for document in DOCUMENTS}))
def test_expected_codes_are_those_of_the_bodies_named_in_japanese(rows):
    bodies = pd.concat([analysis.register(), history()]).dropna(subset="lg_code")
    names = bodies.groupby("lg_code")["name_ja"].agg(set)
    wrong = [
        (row.published_name, row.lg_code)
        for row in expected_rows(rows).query("lg_code != ''").itertuples()
        if not row.published_name.isascii()
        and not any(name in row.published_name for name in names[row.lg_code])
    ]
    assert wrong == []


def test_rows_are_those_of_the_document(document):
    read = _read(document.name).announcement.entities
    expected = expected_rows(document.rows)
    numbers = read["number"].astype("str").where(expected["number"] != "", "")
    found = [*zip(numbers, map(_name, read["published_name"]), strict=True)]
    wanted = [*zip(expected["number"], expected["published_name"], strict=True)]
    assert len(found) == len(wanted), found
    wrong = [
        (one, other)
        for one, other in zip(found, wanted, strict=True)
        if one[0] != other[0] or one[1] not in map(_name, other[1].split(" || "))
    ]
    assert wrong == []


def test_rows_are_the_bodies_that_are_meant(document):
    table = _read(document.name).entities
    found = table[["status", "lg_code"]].fillna("")
    expected = expected_rows(document.rows)[["status", "lg_code"]]
    asked = expected["status"] != ""
    assert len(found) == len(expected)
    pd.testing.assert_frame_equal(found[asked], expected[asked], check_dtype=False)


def test_partners_of_an_application_bear_the_name_of_their_column(document):
    roles = _read(document.name).announcement.entities["role"].fillna("")
    assert roles.tolist() == expected_rows(document.rows)["role"].tolist()


def test_a_document_says_when_who_and_how_many(document):
    announcement = _read(document.name).announcement
    stated = expected_metadata().loc[document.rows]
    asked = stated[stated != ""]
    found = {field: getattr(announcement, field) for field in asked.index}
    assert {field: _plain(value) for field, value in found.items()} == {
        field: _plain(value) for field, value in asked.items()
    }


def test_a_list_that_adds_up_is_not_complained_of(document):
    problems = _read(document.name).announcement.problems
    assert [problem for problem in problems if "states" in problem] == []


@pytest.mark.parametrize("kind", FORMATS[1:])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_list_is_the_same_in_every_format(language, kind, tmp_path):
    text, other = (
        _located(same_list(language, one, _folder(tmp_path, one)))
        for one in ("text", kind)
    )
    pd.testing.assert_frame_equal(other, text)


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        (
            "en",
            [
                (1, "032069"),
                (2, "040002"),
                (3, "313840"),
                (4, ""),
                (5, "053481"),
                (5, "053490"),
                (6, "465011"),
            ],
        ),
        (
            "ja",
            [
                (1, "032069"),
                (2, "045055"),
                (3, "113816"),
                (4, ""),
                (5, "342084"),
                (5, "343021"),
                (6, "465011"),
            ],
        ),
    ],
)
def test_the_list_in_every_format_is_read_right(language, rows, tmp_path):
    table = _located(same_list(language, "text", tmp_path))
    found = zip(table["number"], table["lg_code"].fillna(""), strict=True)
    assert [*found] == rows


@pytest.mark.parametrize("document", PLACED, ids=lambda document: document.name)
def test_rows_stand_where_they_are_said_to(document, tmp_path):
    path = document.write(tmp_path)
    wrong = [
        (row.published_name, place)
        for row in _read(document.name).announcement.entities.itertuples()
        for place in [_STANDING[path.suffix](path, row)]
        if not _stands_in(row.published_name, place)
    ]
    assert wrong == []


@cache
def _read(name: str) -> _Read:
    """Read a document once for all tests, and its bodies."""
    document = {one.name: one for one in DOCUMENTS}[name]
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        announcement = analysis.read_announcement(document.write(Path(folder)))
    day = announcement.date or DAY
    return _Read(announcement, analysis.normalize(announcement, as_of=day))


def _located(path: Path) -> pd.DataFrame:
    announcement = analysis.read_announcement(path)
    table = analysis.locate(analysis.normalize(announcement), boundaries="packaged")
    places = [column for column in PLACE_COLUMNS if column in table]
    return pd.DataFrame(table.drop(columns=["geometry", *places]))


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder


def _name(text: str) -> str:
    """Return a name as readers compare it: footnote marks and breaks of lines aside."""
    text = " ".join(text.split())
    while (bare := _NOTE.sub("", text)) and bare != text:
        text = bare
    return text if text.isascii() else text.replace(" ", "")


def _plain(value: object) -> str:
    """Return metadata as text; blanks are not told apart, nor are breaks of lines."""
    return " ".join(str(value).split())


# --- What stands at a place -----------------------------------------------------------


def _of_text(path: Path, row) -> str:
    lines = path.read_text(encoding="utf-8").split("\n")
    here = "\n".join(lines[row.line - 1 : row.line + 1])
    return re.sub(r"<[^>]*>", "", here) if path.suffix == ".html" else here


def _of_csv(path: Path, row) -> str:
    """Return the cell, if the record that begins in this line is the one it is in."""
    lines = path.read_text(encoding="utf-8").split("\n")
    above, rest = _records(lines[: row.line - 1]), _records(lines[row.line - 1 :])
    assert row.cell[1:] == str(len(above) + 1)
    return rest[0][ord(row.cell[0]) - ord("A")]


def _records(lines: list[str]) -> list[list[str]]:
    text = "\n".join(lines)
    delimiter = max("\t;,", key=text.count)
    return [*csv.reader(StringIO(text), delimiter=delimiter)]


def _of_pdf(path: Path, row) -> str:
    with pdfplumber.open(path) as pdf:
        return pdf.pages[int(row.page) - 1].extract_text().split("\n")[row.line - 1]


def _of_workbook(path: Path, row) -> str:
    book = openpyxl.load_workbook(path)
    return str(book[row.page][row.cell].value)


_STANDING = {
    ".txt": _of_text,
    ".html": _of_text,
    ".csv": _of_csv,
    ".tsv": _of_csv,
    ".pdf": _of_pdf,
    ".xlsx": _of_workbook,
}


def _stands_in(name: str, place: str) -> bool:
    return "".join(name.split()) in "".join(place.split())
