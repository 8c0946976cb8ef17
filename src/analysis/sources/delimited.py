"""Text, CSV and TSV as people write them: every row kept, each in its place."""

import csv
import io
import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError


def read_delimited(path: Path, separator: str = ",") -> pd.DataFrame:
    """Return the rows of a delimited file as text, blank lines included.

    Parameters
    ----------
    path : Path
        UTF-8 text, with or without a byte order mark. The first row names the columns;
        a name may stand there twice.
    separator : str
        What stands between two cells.

    Returns
    -------
    pandas.DataFrame
        All columns str, empty where a row is short. The index, named `line`, says in
        which line of the file each row begins, counted from 1.

    Raises
    ------
    SourceError
        If the file is no such text, is empty, or a row has more cells than the header:
        a name that holds a comma and is not quoted would shift them.
    """
    text = read_text(path)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] | None = None
    cells: list[list[str]] = []
    lines: list[int] = []
    begins = 1
    try:
        for row in rows:
            if header is None:
                header = row
            else:
                cells.append(_filled(row, header, f"{path.name}: line {begins}"))
                lines.append(begins)
            begins = rows.line_num + 1
    except csv.Error as why:
        raise SourceError(
            f"{path.name}: line {begins} is not readable as CSV ({why}); "
            "look for a quotation mark that is not closed"
        ) from why
    if not header:
        raise SourceError(f"{path.name} is empty; want a header and one row per entity")
    index = pd.Index(lines, dtype="int64", name="line")
    return pd.DataFrame(cells, columns=header, index=index, dtype="str")


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, line ends as they are.

    Raises
    ------
    SourceError
        If it is not UTF-8, or holds bytes that no text has.
    """
    data = path.read_bytes()
    if data.startswith(b"%PDF") or b"\0" in data:
        raise SourceError(
            f"{path.name} is no text file; save the document as plain text in UTF-8"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise SourceError(
            f"{path.name}: byte {why.start} is not UTF-8 text; save the document as "
            "plain text in UTF-8"
        ) from why


def split_lines(text: str) -> list[str]:
    """Return the lines of a text: those that line ends part, and no other marks.

    `str.splitlines` takes form feeds and more within a line for its end.
    """
    return re.split(r"\r\n|\r|\n", text)


def _filled(row: list[str], header: list[str], where: str) -> list[str]:
    if len(row) > len(header):
        raise SourceError(
            f"{where} has {len(row)} cells, but there are {len(header)} columns; "
            'put a name that holds a comma in quotation marks: "Iga City, Mie"'
        )
    return row + [""] * (len(header) - len(row))
