"""The value of a cell of a workbook → the text that the cell shows."""

import re
from datetime import date, datetime, time, timedelta

_ZEROS = re.compile(r"0{2,}")
_LINE_END = re.compile(r"_x000D_\n?|\r\n?")
_EXACT = 10**15
"""Spreadsheets compute in 15 digits."""


def cell_text(value: object, number_format: str = "General") -> str:
    """Return a value as text, as a spreadsheet shows it, but for rounding.

    Numbers are given in full and plain, whatever decimals, signs of thousands or per
    cent the cell adds; only a format of zeros is heeded, since codes are kept so. Dates
    are given as ISO 8601.

    Parameters
    ----------
    value : object
        As openpyxl reads it.
    number_format : str
        Format of the cell.

    Examples
    --------
    >>> cell_text(1100.0), cell_text(1100, "000000"), cell_text(0.1 + 0.2)
    ('1100', '001100', '0.3')
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="seconds")
        case timedelta():
            return str(value)
    return _LINE_END.sub("\n", str(value))


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= _EXACT:
            return f"{value:.15g}"
        value = int(value)
    zeros = _ZEROS.fullmatch(number_format.split(";")[0].rstrip("_ "))
    return f"{value:0{len(zeros[0])}d}" if zeros else str(value)
