"""Columns in memory and in Parquet files: names of columns, then rows, all as text."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.documents.model import Document, Table, check_width, places
from analysis.errors import SchemaError, SourceError

# Packed, a billion rows may take a few KB of a file.
_MOST_ROWS = 10_000_000
_HASHED_AT_ONCE = 100_000
_ENCRYPTED, _PARQUET = b"PARE", b"PAR1"
_UNREADABLE = (
    AttributeError,
    KeyError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What pyarrow raises, above all where what pandas notes of its columns is not true."""


def read_parquet(path: Path) -> Document:
    """Return the table in a Parquet file, as `from_frame` does.

    Raises
    ------
    SourceError
        If the file is no Parquet, is damaged or encrypted, or holds more than ten
        million rows.
    SchemaError
        If a cell holds a list.
    """
    document = from_frame(parquet_frame(path), name=path.name)
    with path.open("rb") as file:
        digest = _digest(iter(lambda: file.read(1 << 20), b""))
    return replace(document, kind="parquet", source=path.name, sha256=digest)


def parquet_frame(path: Path, *, as_stored: bool = False) -> pd.DataFrame:
    """Return the table in a Parquet file as pandas reads it, its texts checked.

    With `as_stored`, each column of the file is one of the table, an index of pandas,
    too, and whole numbers stay whole where some are missing.

    Raises
    ------
    SourceError
        If the file is no Parquet, is damaged or encrypted, holds a text that is no
        UTF-8, or more than ten million rows.
    """
    import pyarrow.parquet as pq

    _check_ends(path)
    try:
        with pq.ParquetFile(path) as file:
            count = file.metadata.num_rows
            check_width(file.metadata.num_columns, path.name)
            if count > _MOST_ROWS:
                raise SourceError(
                    f"{path.name} has {count:,} rows; want at most {_MOST_ROWS:,}: "
                    "take the distinct names"
                )
            table = file.read()
        table.validate(full=True)  # else bytes that are no text are met much later
        if as_stored:
            plain = table.replace_schema_metadata()
            return plain.to_pandas(integer_object_nulls=True)
        return table.to_pandas()
    except _UNREADABLE as why:
        raise SourceError(
            f"{path.name} is not readable as Parquet ({why}); write it again"
        ) from why


def from_frame(frame: pd.DataFrame, *, name: str = "the table") -> Document:
    """Return a DataFrame as a document of one table.

    The names of the columns are its first row, or rows where they have levels. Columns
    that are only counted from 0 have none. An index that says something is a column.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any; missing values become "", whole floats lose their ".0", dates are ISO.
    name : str
        What messages call it.

    Returns
    -------
    Document
        Of kind ``table``. The `line` of a row is its position, counted from 1, and 0 of
        the names of columns. `sha256` is that of the cells, parted by tabs, in lines.

    Raises
    ------
    SourceError
        If there is no row, or more than `MAX_COLUMNS` columns.
    SchemaError
        If a cell holds a list or the like.
    """
    if frame.empty:
        raise SourceError(f"{name} has no row; want one row per entity")
    check_width(frame.shape[1], name)
    frame = _with_index(frame)
    headers = 0 if isinstance(frame.columns, pd.RangeIndex) else frame.columns.nlevels
    notes: list[str] = []
    columns: dict[int, pd.Series] = {}
    for number, label in enumerate(frame.columns):
        levels = label if isinstance(label, tuple) and headers > 1 else (label,)
        title = [_text(level) for level in levels] if headers else []
        named = " / ".join(filter(None, title)) or str(number)
        cells, unread = _cells(frame.iloc[:, number], f"{name}: column {named!r}")
        if unread:
            notes.append(
                f"column {named!r} holds bytes that are no text; they are read as blank"
            )
        columns[number] = pd.concat([pd.Series(title, dtype="str"), cells])
    table = _table(pd.DataFrame(columns, copy=False), headers)
    return Document(
        (replace(table, headers=headers or None),),
        kind="table",
        sha256=_hash(table.cells, name),
        notes=tuple(notes),
    )


def from_list(texts: Iterable[object], *, name: str = "the list") -> Document:
    """Return texts as a document of one table, with one column and no header.

    Parameters
    ----------
    texts : iterable of str
        A list or a Series: each of its elements is one row, a missing one a blank row.
    name : str
        What messages call it.

    Returns
    -------
    Document
        Of kind ``list``. The `line` of a row is its position, counted from 1. `sha256`
        is that of the texts, one a line.

    Raises
    ------
    SourceError
        If there is none.
    SchemaError
        If an element is a list or the like.
    """
    values = texts if isinstance(texts, pd.Series) else _objects(list(texts))
    if not len(values):
        raise SourceError(f"{name} is empty; want at least one name")
    cells, _ = _cells(values, name)
    table = _table(pd.DataFrame({0: cells}, copy=False), 0)
    return Document((table,), kind="list", sha256=_hash(table.cells, name))


def _check_ends(path: Path) -> None:
    with path.open("rb") as file:
        begins = file.read(4)
        file.seek(-min(4, path.stat().st_size), 2)
        ends = file.read(4)
    if _ENCRYPTED in (begins, ends):
        raise SourceError(f"{path.name} is encrypted; write it again without a key")
    if (begins, ends) != (_PARQUET, _PARQUET):
        raise SourceError(
            f"{path.name} is no whole Parquet file; copy or write it again"
        )


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with its index as columns, unless that only counts the rows."""
    names = frame.index.names
    added = frame.index.to_frame(index=False)
    if all(name is None for name in names) and all(
        pd.api.types.is_integer_dtype(dtype) for dtype in added.dtypes
    ):
        return frame
    depth = frame.columns.nlevels
    heads = [("" if name is None else name, *[""] * (depth - 1)) for name in names]
    whole = pd.concat([added, frame.reset_index(drop=True)], axis="columns")
    if depth == 1:
        labels = [*(head for (head,) in heads), *frame.columns]
        return whole.set_axis(labels, axis="columns")
    labels = pd.MultiIndex.from_tuples([*heads, *frame.columns])
    return whole.set_axis(labels, axis="columns")


def _cells(values: pd.Series, where: str) -> tuple[pd.Series, bool]:
    """Return a column as text, and whether it holds bytes that are none."""
    if isinstance(values.dtype, pd.StringDtype):
        return values.fillna("").astype("str").reset_index(drop=True), False
    unread = False
    texts = []
    for row, value in enumerate(values, start=1):
        if isinstance(value, bytes):
            try:
                value = value.decode()
            except UnicodeDecodeError:
                value, unread = "", True
        elif isinstance(value, Collection) and not isinstance(value, str):
            raise SchemaError(
                f"{where} holds a {type(value).__name__} in row {row}; want one text "
                "per row, as DataFrame.explode makes them"
            )
        texts.append(_text(value))
    try:
        return pd.Series(texts, dtype="str"), unread
    except UnicodeEncodeError as why:
        raise _half_character(where) from why


def _text(value: object) -> str:
    """Return a cell as text: missing is empty, 32069.0 the code that it was."""
    if isinstance(value, str):
        return str(value)
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    try:
        return str(value)
    except ValueError:  # a number of some thousand digits
        return ""


def _objects(texts: list[object]) -> pd.Series:
    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    return pd.Series(column, dtype=object)


def _table(cells: pd.DataFrame, headers: int) -> Table:
    lines = [0] * headers + list(range(1, len(cells) - headers + 1))
    cells.index = pd.RangeIndex(len(cells))
    return Table(cells, places(lines), headers=headers)


def _hash(cells: pd.DataFrame, name: str) -> str:
    def pieces() -> Iterable[bytes]:
        for start in range(0, len(cells), _HASHED_AT_ONCE):
            part = cells.iloc[start : start + _HASHED_AT_ONCE]
            rows = zip(*(part[column] for column in part), strict=True)
            text = "\n".join("\t".join(row) for row in rows)
            yield ("\n" if start else "").encode() + text.encode()

    try:
        return _digest(pieces())
    except UnicodeEncodeError as why:
        raise _half_character(name) from why


def _half_character(where: str) -> SourceError:
    return SourceError(
        f"{where} holds half a character (a lone surrogate); read its source again "
        "in the right encoding"
    )


def _digest(pieces: Iterable[bytes]) -> str:
    digest = sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
