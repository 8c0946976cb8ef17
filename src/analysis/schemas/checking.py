"""Tables that a user brings → nothing, or an error that names row and column."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.errors import SchemaError
from analysis.schemas import tables

_EXAMPLES = 3  # further rows that a message numbers
_LONGEST = 60  # characters of a value


class _Fault(NamedTuple):
    """What is wrong: in which columns, which rows fail, how it is said."""

    columns: tuple[str, ...]
    failing: np.ndarray
    said: str


def check(
    table: pd.DataFrame,
    name: str,
    *,
    columns: Sequence[str],
    optional: Sequence[str] = (),
) -> None:
    """Raise unless some columns of a table hold what the schema says.

    Parameters
    ----------
    table : pandas.DataFrame
        What the user gave; its other columns are not looked at.
    name : str
        What it is to be, one of `tables.TABLES`.
    columns : sequence of str
        The columns that are read, each of which must be there once.
    optional : sequence of str
        Columns that are read if they are there.

    Raises
    ------
    SchemaError
        If columns are missing or there twice, or a row holds what the schema does not
        allow. The message names the row, counted from 1, its label in the index if
        that is another, the column, the value and how to mend it; further rows are
        numbered, further columns named.
    """
    title, mend = tables.title_of(name)
    if not isinstance(table, pd.DataFrame):
        raise SchemaError(
            f"want {title} as a DataFrame, got {type(table).__name__}; {mend}"
        )
    read = [*columns, *(each for each in optional if each in table)]
    _check_labels(table, read, title, mend)
    rows = pd.DataFrame(table[read]).reset_index(drop=True)
    # Not by `validate`: it writes every row that fails into a report of its own, which
    # takes 20 s where a column of 100,000 codes was read as numbers.
    schema = tables.schema_of_users(name, read)
    faults = list(_of_columns(rows, schema))
    wrong = {fault.columns[0] for fault in faults}
    faults += _between_columns(rows.drop(columns=list(wrong)), schema)
    if faults:
        raise SchemaError(_message(faults, table, title))


def _check_labels(
    table: pd.DataFrame, columns: Sequence[str], title: str, mend: str
) -> None:
    """Raise unless each column is there once."""
    there = list(table.columns)
    if missing := [column for column in columns if column not in there]:
        lost = [column for column in missing if column in table.index.names]
        if lost:
            mend = f"{', '.join(map(repr, lost))} is its index: take reset_index()"
        raise SchemaError(
            f"{title} lacks {', '.join(map(repr, missing))} "
            f"(found: {', '.join(map(str, there)) or 'no column'}); {mend}"
        )
    if twice := [column for column in columns if there.count(column) > 1]:
        raise SchemaError(
            f"{title} has two columns {', '.join(map(repr, twice))}; keep one of each"
        )


def _of_columns(rows: pd.DataFrame, schema: pa.DataFrameSchema) -> Iterator[_Fault]:
    """Give what is wrong with each column by itself, one fault at most."""
    for name, wanted in schema.columns.items():
        values = rows[name]
        if not wanted.nullable and (missing := values.isna().to_numpy()).any():
            yield _Fault((name,), missing, "where there must be one")
            continue
        kind = np.broadcast_to(wanted.dtype.check(values.dtype, values), len(values))
        if not kind.all():
            mend = wanted.metadata["mend"]
            said = f"is not {wanted.dtype}" + (mend and f"; {mend}")
            yield _Fault((name,), ~kind, said)
            continue
        for each in wanted.checks:
            if (failing := _failing(each, values)).any():
                yield _Fault((name,), failing, each.error)
                break


def _between_columns(
    rows: pd.DataFrame, schema: pa.DataFrameSchema
) -> Iterator[_Fault]:
    """Give what is wrong between columns that are right by themselves."""
    for law in schema.checks:
        columns = law.statistics["columns"]
        if set(columns) <= set(rows):
            failing = _failing(law, rows[list(columns)])
            if failing.any():
                yield _Fault(columns, failing, law.error)


def _failing(each: pa.Check, rows: pd.DataFrame | pd.Series) -> np.ndarray:
    """Return which rows fail a check; missing values fail none that is of a column."""
    passed = each(rows).check_output
    failing = np.zeros(len(rows), dtype=bool)
    failing[passed.index[~passed.to_numpy(dtype=bool)]] = True
    return failing


def _message(faults: Sequence[_Fault], table: pd.DataFrame, title: str) -> str:
    """Return the first fault with its first row in full, and where there is more."""
    first, *others = faults
    at, *more = np.flatnonzero(first.failing).tolist()
    label = table.index[at]
    named = "" if label == at else f" (index {_shown(label)})"
    columns = " and ".join(map(repr, first.columns))
    values = [_shown(table[name].iloc[at]) for name in first.columns]
    plural = "s" if len(values) > 1 else ""
    joint = ": " if plural else " "
    wrong = f"{' and '.join(values)}{joint}{first.said}"
    if more:
        some = ", ".join(str(row + 1) for row in more[:_EXAMPLES])
        rest = ", ..." if len(more) > _EXAMPLES else ""
        wrong += f" (and {_rows(len(more), 'more ')}: {some}{rest})"
    if others:
        too = (
            f"{' and '.join(map(repr, each.columns))} in {_rows(each.failing.sum())}"
            for each in others
        )
        wrong += f"; wrong as well: {', '.join(too)}"
    return f"{title}: row {at + 1}{named}, column{plural} {columns}: {wrong}"


def _rows(count: int, more: str = "") -> str:
    """Return a number of rows in words."""
    return f"{count:,} {more}row{'s' if count > 1 else ''}"


def _shown(value: object) -> str:
    """Return a value as a message shows it."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "a missing value"
    if isinstance(value, np.generic):
        value = value.item()
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
