"""Cells of CSV and TSV that a spreadsheet would compute: written as text, and undone.

A spreadsheet that opens a CSV takes a cell that begins with one of the `SIGNS` for a
formula, whoever wrote it. So a text that begins with such a sign, or with apostrophes
before one, is written with one more apostrophe in front, and reading takes one away
again. Both are done to each such text, and to no other, so that any text comes back as
it was: "=A1" by way of "'=A1", and "'=A1" by way of "''=A1". Columns of numbers stay as
they are, those that were read as text, too: "-3.5" computes nothing. The signs are the
ones that OWASP names under "CSV Injection", full-width ones among them, since an Excel
in Japanese takes those for formulas as well.
"""

import csv
import re
from pathlib import Path
from typing import TextIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.types import is_object_dtype

from analysis.errors import SchemaError

SIGNS = "=+-@＝＋－＠\t\r\n"
"""Characters that make a spreadsheet compute a cell, or look for a formula in it."""

_SIGN = r"[=+\-@＝＋－＠\t\r\n]"
_RISKY = rf"\A('*{_SIGN})", r"'\1"
_MARKED = rf"\A'('*{_SIGN})", r"\1"
# What a column of numbers holds that was read as text, blank cells included.
_NUMBER = r"\A([+\-]?[0-9][0-9,]*(\.[0-9]+)?([eE][+\-]?[0-9]+)?%?)?\z"
# The first byte tells of nearly all texts that they need no closer look.
_FIRST_BYTES = pa.array(
    sorted({sign.encode()[:1] for sign in ("'", *SIGNS)}), type=pa.large_binary()
)
# What a reader takes away at the beginning of a file, unless it is quoted.
_SWALLOWED = re.compile(r"\ufeff|sep=", re.IGNORECASE)


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    r"""Return a table whose texts no spreadsheet takes for formulas.

    Parameters
    ----------
    table : pandas.DataFrame
        Any. Its texts, names of columns among them, may say anything.

    Returns
    -------
    pandas.DataFrame
        The same rows, index and dtypes. A text that begins with any number of
        apostrophes and one of the `SIGNS` has one more apostrophe in front, unless all
        cells of its column are numbers. Columns without such a text are not copied.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["=1+1", "'@x", "北上市", "'tis"], "n": -1})
    >>> neutral(table).to_dict("list")
    {'name': ["'=1+1", "''@x", '北上市', "'tis"], 'n': [-1, -1, -1, -1]}
    """
    return _edited(table, *_RISKY)


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table that was read with its texts as they were before `neutral`.

    Parameters
    ----------
    table : pandas.DataFrame
        Any, as of `neutral`.

    Returns
    -------
    pandas.DataFrame
        The same rows, index and dtypes. Where a text begins with apostrophes and one of
        the `SIGNS`, there is one apostrophe less. The categories of a column that say
        the same then are one.

    Examples
    --------
    >>> plain(pd.DataFrame({"name": ["'=1+1", "''@x", "=1", "'tis"]}))["name"].tolist()
    ['=1+1', "'@x", '=1', "'tis"]
    """
    return _edited(table, *_MARKED)


def plain_texts(table: pa.Table) -> pa.Table:
    """Return a table of Arrow's texts as `plain` does, the names of columns as well."""
    pattern, replacement = _MARKED
    columns = [
        pc.replace_substring_regex(column, pattern, replacement)
        if _may_be_risky(column.cast(pa.binary()))
        else column
        for column in table.columns
    ]
    names = [re.sub(pattern, replacement, name) for name in table.column_names]
    return pa.Table.from_arrays(columns, names=names)


def write_cells(
    table: pd.DataFrame, path: Path, *, separator: str = ",", excel: bool = False
) -> None:
    """Write a table as delimited text that comes back as it was.

    Parameters
    ----------
    table : pandas.DataFrame
        Any; its index is not written.
    path : Path
        The file: UTF-8, lines ended by line feeds. Texts are `neutral`, and in quotes
        where they hold a separator, a quotation mark or a line end of any kind. Missing
        values are empty cells.
    separator : str
        What stands between two cells.
    excel : bool
        Whether the file begins with the byte order mark by which a Japanese Excel knows
        UTF-8.

    Raises
    ------
    SchemaError
        If a text holds half a character (a lone surrogate), which UTF-8 has not.
    """
    encoding = "utf-8-sig" if excel else "utf-8"
    try:
        with path.open("w", encoding=encoding, newline="") as file:
            print_cells(table, file, separator=separator)
    except UnicodeEncodeError as why:
        raise SchemaError(_half_character(table, path.name)) from why


def print_cells(table: pd.DataFrame, file: TextIO, *, separator: str = ",") -> None:
    """Write a table as `write_cells` does to an open file that keeps line ends."""
    table = neutral(table)
    names = [str(name) for name in table.columns]
    quoting = csv.QUOTE_MINIMAL
    if names and _SWALLOWED.match(names[0]):
        quoting = csv.QUOTE_ALL
    lines = _Lines(file)
    csv.writer(lines, delimiter=separator, quoting=quoting).writerow(names)
    options = {"sep": separator, "index": False, "header": False}
    if _holds_returns(table):
        table.to_csv(lines, lineterminator="\r\n", **options)
    else:
        table.to_csv(file, lineterminator="\n", **options)


class _Lines:
    """A file that ends its lines with line feeds, fed by a writer that ends with both.

    A writer quotes what its own line ends consist of: only so is a carriage return in a
    cell quoted before Python 3.11.9.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> None:
        self._file.write(line.removesuffix("\r\n") + "\n")


def _holds_returns(table: pd.DataFrame) -> bool:
    return any(
        pc.any(pc.match_substring(_texts(column), b"\r")).as_py()
        for _, column in table.items()
    )


def _edited(table: pd.DataFrame, pattern: str, replacement: str) -> pd.DataFrame:
    """Return a table with a pattern of `re` and RE2 replaced in each of its texts."""

    def edit(value: object) -> object:
        return re.sub(pattern, replacement, value) if isinstance(value, str) else value

    result = table.copy(deep=False)
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        texts = _texts(column)
        if not _may_be_risky(texts) or _are_numbers(texts):
            continue
        if isinstance(column.dtype, pd.CategoricalDtype):
            edited = _with_categories(column, [edit(c) for c in column.cat.categories])
        elif is_object_dtype(column.dtype):
            edited = np.fromiter(map(edit, column.array), dtype=object)
        else:
            edited = column.dtype.__from_arrow__(
                pc.replace_substring_regex(pa.array(column.array), pattern, replacement)
            )
        result.isetitem(place, pd.Series(edited, index=table.index, dtype=edited.dtype))
    names = [edit(name) for name in table.columns]
    if names != table.columns.to_list():
        dtype = table.columns.dtype
        result.columns = pd.Index(names, dtype=dtype, name=table.columns.name)
    return result


def _may_be_risky(texts: pa.Array) -> bool:
    first = pc.binary_slice(texts, 0, 1)
    return pc.any(pc.is_in(first, value_set=_FIRST_BYTES)).as_py() is True


def _are_numbers(texts: pa.Array) -> bool:
    return pc.all(pc.match_substring_regex(texts, _NUMBER)).as_py()


def _texts(column: pd.Series | pd.Index) -> pa.Array:
    """Return the texts of a column as bytes, those of categories once each."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _texts(column.cat.categories)
    if is_object_dtype(dtype):
        said = (v.encode(errors="surrogatepass") for v in column if isinstance(v, str))
        return pa.array(said, type=pa.large_binary())
    if isinstance(dtype, pd.StringDtype) or (
        isinstance(dtype, pd.ArrowDtype) and _is_text(dtype.pyarrow_dtype)
    ):
        return pc.cast(pa.array(column.array), pa.large_binary())
    return pa.array([], type=pa.large_binary())


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _with_categories(column: pd.Series, categories: list[object]) -> pd.Categorical:
    """Return a column with other categories, of which several may say the same."""
    dtype = column.cat.categories.dtype
    kept = pd.Index(categories, dtype=dtype).unique()
    codes = np.append(kept.get_indexer(categories), -1)[column.cat.codes]
    return pd.Categorical.from_codes(codes, kept, ordered=column.cat.ordered)


def _half_character(table: pd.DataFrame, name: str) -> str:
    """Return the message that says which text is no UTF-8."""
    for label, column in table.items():
        for row, value in enumerate((label, *column)):
            try:
                str(value).encode()
            except UnicodeEncodeError:
                where = f"row {row}" if row else "the header"
                return (
                    f"{name}: {where}, column {label!r} holds half a character "
                    "(a lone surrogate), which no file has; read its source again in "
                    "the right encoding"
                )
    raise AssertionError("a text that cannot be encoded was in none of the columns")
