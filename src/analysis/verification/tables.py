"""Tables of a result as they are in the files: rows, and what a changed one breaks."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

import pandas as pd

from analysis.csv_cells import plain
from analysis.provenance.datapackage import FILE_NAME
from analysis.verification.finding import Finding

_MOST_BYTES = 500_000_000
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_SHOWN = 60  # characters of a cell in a message


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, the header first, as they are written.

    Raises
    ------
    ValueError
        If it is no UTF-8, no CSV, or larger than any table of ours.
    OSError
        If it cannot be read.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"more than {_MOST_BYTES:,} bytes")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as why:
        raise ValueError(f"no CSV: {why}") from why


def read_csv(path: Path) -> pd.DataFrame:
    """Return a CSV file as texts as they were before `csv_cells.neutral`, "" if empty.

    Raises
    ------
    ValueError
        If the file is none, or its rows are not all as long as the header.
    OSError
        If it cannot be read.
    """
    header, *rows = read_rows(path) or [[]]
    if len(set(header)) < len(header) or {*map(len, rows)} - {len(header)}:
        raise ValueError("columns of one name, or rows of different lengths")
    return plain(pd.DataFrame(rows, columns=header, dtype="str"))


def changes(file: Path, path: str, resource: dict) -> Iterator[Finding]:
    """Give what is wrong with a table that was changed, as far as it can be told.

    Parameters
    ----------
    file : Path
        The file as it is now.
    path : str
        What findings call it.
    resource : dict
        What the description says of it: `schema` and `rows`.
    """
    fields = _fields(resource)
    if not fields:
        return
    try:
        rows = read_rows(file)
    except (ValueError, OSError) as why:
        yield Finding("error", path, f"cannot be read as a table: {why}")
        return
    header = rows[0] if rows else []
    patterns = _patterns(path, list(fields))
    yield from _columns(path, header, list(fields))
    written = resource.get("rows")
    if type(written) is int and written != len(rows) - 1:
        found = max(len(rows) - 1, 0)
        yield Finding("error", path, f"has {found:,} rows, written were {written:,}")
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(header):
            wrong = f"has {len(row)} cells, the header {len(header)}"
            yield Finding("error", path, wrong, number)
        for name, cell in zip(header, row, strict=False):
            if name in fields and (why := _fault(cell, fields[name], patterns)):
                wrong = f"{name} is {cell[:_SHOWN]!r}: {why}"
                yield Finding("error", path, wrong, number)


def differences(
    found: pd.DataFrame, other: pd.DataFrame, path: str, source: str
) -> Iterator[Finding]:
    """Give the cells that differ from another table of the same rows.

    Parameters
    ----------
    found, other : pandas.DataFrame
        Texts; only the columns of both are compared.
    path, source : str
        What findings call the two.
    """
    columns = [name for name in found.columns if name in other.columns]
    rows = zip_longest(
        found[columns].itertuples(index=False, name=None),
        other[columns].itertuples(index=False, name=None),
    )
    for number, (row, wanted) in enumerate(rows, start=1):
        if row is None or wanted is None:
            return  # the numbers of rows are told elsewhere
        for name, cell, there in zip(columns, row, wanted, strict=True):
            if cell != there:
                wrong = f"{name} is {cell[:_SHOWN]!r}, but {there[:_SHOWN]!r}"
                yield Finding("error", path, f"{wrong} in {source}", number)


def _fields(resource: dict) -> dict[str, dict]:
    """Return the fields of a schema by name; of none if it is not one of ours."""
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list):
        return {}
    return {
        field["name"]: field
        for field in fields
        if isinstance(field, dict) and isinstance(field.get("name"), str)
    }


def _columns(path: str, header: list[str], wanted: list[str]) -> Iterator[Finding]:
    """Give the columns that are missing, new or in another place."""
    lacking = [name for name in wanted if name not in header]
    new = [name for name in header if name not in wanted]
    for words, names in (("lacks", lacking), ("has the new", new)):
        if names:
            listed = ", ".join(repr(name[:_SHOWN]) for name in islice(names, 10))
            columns = "column" if len(names) == 1 else "columns"
            yield Finding("error", path, f"{words} {columns} {listed}")
    if not lacking and not new and header != wanted:
        order = f"its columns are not in the order that {FILE_NAME} has"
        yield Finding("error", path, order)


def _patterns(path: str, names: list[str]) -> set[str]:
    """Return the patterns of our own tables; those of a forgery may take for ever."""
    from analysis.schemas import table_schema

    try:
        fields = table_schema(pd.DataFrame(columns=names), path)["fields"]
    except KeyError:
        return set()
    return {field.get("constraints", {}).get("pattern", "") for field in fields}


def _fault(cell: str, field: dict, patterns: set[str]) -> str | None:
    """Return why a cell cannot stand in its column, None if it can."""
    limits = field.get("constraints")
    limits = limits if isinstance(limits, dict) else {}
    if cell == "":
        return "must not be empty" if limits.get("required") is True else None
    kind = field.get("type")
    if kind == "integer" and not _WHOLE.fullmatch(cell):
        return "is no whole number"
    if kind == "number" and not _NUMBER.fullmatch(cell):
        return "is no number"
    if kind == "boolean" and cell not in ("True", "False", "true", "false"):
        return "is neither True nor False"
    if kind == "date" and not _is_date(cell):
        return "is no date"
    pattern = limits.get("pattern")
    if isinstance(pattern, str) and pattern in patterns:
        return None if re.fullmatch(pattern, cell) else f"does not fit {pattern}"
    among = limits.get("enum")
    if kind == "string" and isinstance(among, list) and cell not in among:
        return "is none of the values that may stand there"
    if kind in ("integer", "number"):
        return _limit(float(cell), limits)
    return None


def _limit(number: float, limits: dict) -> str | None:
    least, most = limits.get("minimum"), limits.get("maximum")
    if isinstance(least, int | float) and number < least:
        return f"is less than {least}"
    if isinstance(most, int | float) and number > most:
        return f"is more than {most}"
    return None


def _is_date(cell: str) -> bool:
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        return False
    return True
