"""Columns of names in the files that analysts have: text, CSV, Excel, Parquet."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.documents.columns import parquet_frame
from analysis.documents.text.delimited import read_delimited, read_text, split_lines
from analysis.errors import SchemaError, SourceError

# Formulas and errors, as openpyxl takes "=A1" and "#N/A" to be: here they are names.
_COMPUTED = ("f", "e")
_NAME_COLUMNS = ("published_name", "name")


def _read_lines(path: Path) -> pd.DataFrame:
    lines = split_lines(read_text(path))
    if lines[-1] == "":
        lines.pop()
    return pd.DataFrame({"published_name": pd.Series(lines, dtype="str")})


def _read_delimited(path: Path, separator: str) -> pd.DataFrame:
    return read_delimited(path, separator).reset_index(drop=True)


_READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".txt": _read_lines,
    ".csv": lambda path: _read_delimited(path, ","),
    ".tsv": lambda path: _read_delimited(path, "\t"),
    ".xlsx": lambda path: _read_excel(path),
    ".parquet": parquet_frame,
}
_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": lambda table, path: table.to_csv(path, index=False, lineterminator="\n"),
    ".tsv": lambda table, path: table.to_csv(
        path, index=False, sep="\t", lineterminator="\n"
    ),
    ".xlsx": lambda table, path: _write_excel(table, path),
    ".parquet": lambda table, path: table.to_parquet(path, index=False),
}


def read_table(path: Path) -> pd.DataFrame:
    """Return the table in a file: one name a line for ``.txt``, else with a header.

    Parameters
    ----------
    path : Path
        ``.txt``, ``.csv``, ``.tsv`` (in any encoding), ``.xlsx`` or ``.parquet``.

    Returns
    -------
    pandas.DataFrame
        Every row, in its order. Cells of text formats are text, codes with their zeros.

    Raises
    ------
    SourceError
        If the file is absent, of another kind, or not readable.
    """
    if not path.is_file():
        raise SourceError(f"there is no file {path}; check the name and the folder")
    try:
        return _of_kind(_READERS, path)(path)
    except (ValueError, OSError, KeyError) as why:
        raise SourceError(
            f"{path.name} is not readable as {path.suffix} ({why}); save it again"
        ) from why


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table to ``.csv``, ``.tsv``, ``.xlsx`` or ``.parquet``.

    Raises
    ------
    SourceError
        If the file is of another kind or cannot be written.
    """
    check_writable(path)
    try:
        _WRITERS[path.suffix.lower()](table, path)
    except (OSError, ValueError) as why:
        raise SourceError(f"{path} cannot be written ({why})") from why


def check_writable(path: Path) -> None:
    """Raise `SourceError` unless `path` names a kind of file that can be written."""
    _of_kind(_WRITERS, path)
    if not path.parent.is_dir():
        raise SourceError(f"there is no folder {path.parent}; make it first")


def _read_excel(path: Path) -> pd.DataFrame:
    from analysis.documents.workbook.archive import open_archive
    from analysis.documents.workbook.read import UNREADABLE

    with open_archive(path.read_bytes(), path.name):  # raises if it is not safe to read
        try:
            return pd.read_excel(path, dtype=str, keep_default_na=False)
        except UNREADABLE as why:
            raise ValueError(why) from why


def _write_excel(table: pd.DataFrame, path: Path) -> None:
    from openpyxl.utils.exceptions import IllegalCharacterError

    try:
        with pd.ExcelWriter(path, engine="openpyxl") as writer:
            table.to_excel(writer, index=False)
            for row in writer.book.active.iter_rows():
                for cell in row:
                    if cell.data_type in _COMPUTED:
                        cell.data_type = "s"
    except IllegalCharacterError as why:
        raise ValueError(f"a cell holds a character that Excel has not: {why}") from why


def name_column(table: pd.DataFrame, wanted: str | None = None) -> str:
    """Return the column that holds the names.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    wanted : str, optional
        The column that the user asked for.

    Raises
    ------
    SchemaError
        If the column is not there, or cannot be told among several.
    """
    columns = [str(column) for column in table.columns]
    if wanted is not None:
        if columns.count(wanted) > 1:
            raise SchemaError(f"there are two columns {wanted!r}; rename one")
        if wanted in columns:
            return wanted
        raise SchemaError(
            f"there is no column {wanted!r} (found: {', '.join(columns)})"
        )
    for name in (*_NAME_COLUMNS, *(columns if len(columns) == 1 else ())):
        if columns.count(name) == 1:
            return name
    raise SchemaError(
        f"which column holds the names? Give --column, one of: {', '.join(columns)}"
    )


def beside(table: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """Return `table` followed by the columns of `added`.

    A column of `added` whose name `table` has already is called ``resolution_…``, once
    more for each time that this is taken, too: the input is never overwritten.
    """
    names = []
    for name in added.columns:
        while name in table:
            name = f"resolution_{name}"
        names.append(name)
    return pd.concat([table, added.set_axis(names, axis="columns")], axis="columns")


def _of_kind(functions: dict[str, Callable], path: Path) -> Callable:
    try:
        return functions[path.suffix.lower()]
    except KeyError:
        raise SourceError(
            f"{path.name}: want a file of kind {', '.join(functions)}"
        ) from None
