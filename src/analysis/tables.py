"""Columns of names in the files that analysts have: text, CSV, Excel, Parquet."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import pandas as pd

from analysis.atomic import whole_file
from analysis.csv_cells import print_cells, write_cells
from analysis.documents.columns import parquet_frame
from analysis.documents.text.delimited import read_delimited, read_text, split_lines
from analysis.errors import SchemaError, SourceError
from analysis.workbooks import ESCAPED_SIGN, write_workbook

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
    ".parquet": lambda path: parquet_frame(path, as_stored=True),
}
# Each is given the table, the file and whether Japanese Excel is to know its encoding.
_WRITERS: dict[str, Callable[[pd.DataFrame, Path, bool], None]] = {
    ".csv": lambda table, path, excel: write_cells(table, path, excel=excel),
    ".tsv": lambda table, path, excel: write_cells(
        table, path, separator="\t", excel=excel
    ),
    ".xlsx": lambda table, path, _: write_workbook({"Sheet1": table}, path),
    ".parquet": lambda table, path, _: _write_parquet(table, path),
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
        Every row, in its order. Cells of text formats are text, codes with their zeros,
        without the apostrophes that keep a spreadsheet from computing them.

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


def read_tables(paths: Sequence[Path]) -> pd.DataFrame:
    """Return the rows of several files as of `read_table`, one after the other.

    Raises
    ------
    SourceError
        If a file is absent, of another kind, or not readable.
    SchemaError
        If a file has other columns than the first.
    """
    first, *others = tables = [read_table(path) for path in paths]
    for path, table in zip(paths[1:], others, strict=True):
        if list(table.columns) != list(first.columns):
            raise SchemaError(
                f"{path.name} has the columns {', '.join(map(str, table.columns))}, "
                f"but {paths[0].name} {', '.join(map(str, first.columns))}; resolve "
                "them apart"
            )
    return pd.concat(tables, ignore_index=True) if others else first


def write_table(table: pd.DataFrame, path: Path, *, excel: bool = False) -> None:
    """Write a table to ``.csv``, ``.tsv``, ``.xlsx`` or ``.parquet``.

    Parameters
    ----------
    table : pandas.DataFrame
        The table; its index is not written.
    path : Path
        The file.
    excel : bool
        Whether ``.csv`` and ``.tsv`` begin with the mark by which a Japanese Excel
        knows UTF-8.

    Raises
    ------
    SourceError
        If the file is of another kind or cannot be written.
    SchemaError
        If a text is none that the kind of file can hold, or a sheet has no room for the
        table.
    """
    check_writable(path)
    try:
        with whole_file(path) as new:
            _WRITERS[path.suffix.lower()](table, new, excel)
    except ValueError as why:
        raise SourceError(f"{path} cannot be written ({why})") from why


def print_table(table: pd.DataFrame, stream: TextIO, *, excel: bool = False) -> None:
    """Write a table as CSV to a stream such as `sys.stdout`; options of `write_table`.

    With `excel` the stream is in UTF-8 from here on, whatever the terminal is in.
    """
    if isinstance(stream, io.TextIOWrapper):
        # Line ends are part of the table.
        stream.reconfigure(newline="", encoding="utf-8" if excel else None)
    if excel:
        stream.write("\ufeff")
    print_cells(table, stream)


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
            table = pd.read_excel(path, dtype=str, keep_default_na=False)
        except UNREADABLE as why:
            raise ValueError(why) from why
    table.columns = table.columns.map(str)  # a number is a name, too
    return table.replace(ESCAPED_SIGN, "_", regex=True)


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    with path.open("wb") as file:  # Arrow itself takes no path that is not UTF-8
        table.to_parquet(file, index=False)


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
