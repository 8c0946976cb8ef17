"""Tables → a workbook in which text is text: codes keep their zeros, formulas are none.

The same tables give the same bytes: no clock is read, neither for the properties of the
workbook nor for the members of its archive.
"""

import datetime as dt
import math
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from numbers import Integral, Real
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.csv_cells import SIGNS
from analysis.errors import SchemaError

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Rows, the header among them, and columns of a sheet."""
MOST_CHARACTERS = 32_767
"""Characters of a cell, as UTF-16 counts them."""
ESCAPED_SIGN = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
"""What stands for "_" where Excel would read "_x0041_" as "A"; openpyxl keeps it."""

# Of longer whole numbers Excel forgets the last digits.
_EXACT = 10**15
# What editing a cell would make a formula of, or take for a mark that it is none.
_MARKED = ("'", *SIGNS)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# No member of a zip archive is older.
_LONG_AGO = dt.datetime(1980, 1, 1)
_MEASURED_ROWS = 1_000
_NARROWEST, _WIDEST = 6, 60


def write_workbook(sheets: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as the sheets of a workbook (XLSX).

    Parameters
    ----------
    sheets : mapping of str to pandas.DataFrame
        The tables by name of their sheet; an index is not written.
    path : Path
        The file.

    Notes
    -----
    Numbers are numbers, but for infinite ones and whole ones of more than 15 digits,
    which no sheet holds exactly; true and false are what they are. All else is text:
    codes, and dates as ISO 8601. Missing values are empty cells. The cells of text have
    the format ``@``, so that they stay text when they are edited. The header is bold
    and stays in sight.

    Raises
    ------
    SchemaError
        If a table has more than `MOST_ROWS` rows or `MOST_COLUMNS` columns, or a text
        more than `MOST_CHARACTERS` characters, or one that XML forbids.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    for name, table in sheets.items():
        _check(table, f"sheet {name!r}")
    book = Workbook(write_only=True)
    book.properties.creator = "regional-iot-analysis"
    book.properties.created = book.properties.modified = _LONG_AGO
    for name, table in sheets.items():
        _fill(book.create_sheet(name), table)
    with _Timeless(path, "w") as archive:
        # `Workbook.save` would read the clock.
        ExcelWriter(book, archive).write_data()


class _Timeless(zipfile.ZipFile):
    """An archive whose members bear no time and no trace of the machine."""

    def writestr(self, name: str, data: str | bytes) -> None:
        super().writestr(self._member(name), data)

    def write(self, path: str, name: str) -> None:
        member = self._member(name)
        member.file_size = Path(path).stat().st_size
        with open(path, "rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target)

    def _member(self, name: str) -> zipfile.ZipInfo:
        member = zipfile.ZipInfo(name, date_time=_LONG_AGO.timetuple()[:6])
        member.compress_type = zipfile.ZIP_DEFLATED
        member.create_system = 3
        member.external_attr = 0o644 << 16
        return member


def _check(table: pd.DataFrame, what: str) -> None:
    """Raise if a table does not fit into a sheet."""
    rows, columns = len(table) + 1, table.shape[1]
    for count, most, things in (
        (rows, MOST_ROWS, "rows with the header"),
        (columns, MOST_COLUMNS, "columns"),
    ):
        if count > most:
            raise SchemaError(
                f"{what} has {count:,} {things}, and a sheet of a workbook {most:,}; "
                "write CSV or Parquet"
            )
    for label, column in table.items():
        for row, value in enumerate((label, *_values(column))):
            if isinstance(value, str):
                where = f"row {row}" if row else "the header"
                _check_text(value, f"{what}: {where}, column {label!r}")


def _check_text(text: str, where: str) -> None:
    if found := _NOT_IN_XML.search(text):
        raise SchemaError(
            f"{where} holds the character U+{ord(found[0]):04X}, which no workbook can "
            "hold; take it out, or write CSV or Parquet"
        )
    # No character takes more than two units of UTF-16.
    if len(text) * 2 > MOST_CHARACTERS:
        length = len(_escaped(text).encode("utf-16-le")) // 2
        if length > MOST_CHARACTERS:
            raise SchemaError(
                f"{where} holds {length:,} characters, and a cell of a workbook "
                f"{MOST_CHARACTERS:,}; write CSV or Parquet"
            )


def _fill(sheet, table: pd.DataFrame) -> None:
    """Write a table to a sheet that only takes rows."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    header = [_cell(sheet, str(label)) for label in table.columns]
    for cell in filter(None, header):
        cell.font = Font(bold=True)
    sheet.append(header)
    columns = [_values(column) for _, column in table.items()]
    for row in zip(*columns, strict=True):
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value: object):
    """Return what a sheet takes for a value."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    if not value:
        return None
    cell = WriteOnlyCell(sheet, _escaped(value))
    cell.data_type = "s"  # openpyxl takes "=A1" for a formula, "#N/A" for an error
    cell.number_format = "@"
    cell.quotePrefix = value.startswith(_MARKED)
    return cell


def _values(column: pd.Series) -> list[object]:
    """Return the values of a column as a sheet holds them, None for missing ones."""
    known = column.notna()
    return [
        _value(value) if is_known else None
        for value, is_known in zip(column.astype(object), known, strict=True)
    ]


def _value(value: object) -> object:
    """Return a value as the text, number, or truth value that a sheet holds."""
    match value:
        case str():
            return value
        case bool() | np.bool_():
            return bool(value)
        case Integral():
            return int(value) if abs(value) < _EXACT else str(value)
        case Real():
            return float(value) if math.isfinite(value) else str(value)
        case dt.datetime() if value.time() == dt.time() and value.tzinfo is None:
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _escaped(text: str) -> str:
    return _ESCAPE.sub("_x005F_", text)


def _widths(table: pd.DataFrame) -> Iterator[int]:
    """Give the width of each column, in digits, as its first rows ask for."""
    for label, column in table.head(_MEASURED_ROWS).items():
        texts = (str(value) for value in (label, *column.dropna()))
        widest = max(_width(line) for text in texts for line in text.split("\n"))
        yield min(max(widest + 2, _NARROWEST), _WIDEST)


def _width(text: str) -> int:
    """Return the width of a text: full-width characters count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
