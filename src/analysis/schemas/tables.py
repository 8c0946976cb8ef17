"""The schema of each table: which columns, how one row is told from another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

import pandera.pandas as pa

from analysis.schemas import columns as of
from analysis.schemas import layouts
from analysis.schemas.laws import Law, laws_of

_NORMALIZE = "make it with analysis.normalize"
_BREAK_DOWN = "make it with analysis.breakdown"
_COMPARE = "make it with analysis.compare"


@dataclass(frozen=True)
class _Table:
    """What a table is called, how it is made, what a row is, which columns it has."""

    title: str
    mend: str
    row: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    others: pa.Column | None = None
    """What a column is that is not among `columns`."""


_TABLES = {
    "announcement": _Table(
        "the list",
        "make it with analysis.read_announcement",
        "one row per entity as published",
        layouts.ANNOUNCEMENT_COLUMNS,
    ),
    "resolution": _Table(
        "the resolved table",
        "make it with analysis.resolve",
        "one row per name",
        tuple(layouts.RESOLUTION_COLUMNS),
        others=of.OF_INPUT,
    ),
    "entities": _Table(
        "the entity table",
        _NORMALIZE,
        "one row per published row",
        (
            *("list", "body", *layouts.ENTITY_COLUMNS),
            *(*layouts.LOCATION_COLUMNS, "geometry"),
        ),
    ),
    "located": _Table(
        "the located table",
        "make it with analysis.locate",
        "one row per published row",
        (
            *layouts.ENTITY_COLUMNS,
            *(*layouts.LOCATION_COLUMNS, "geometry"),
        ),
    ),
    "breakdown": _Table(
        "the breakdown",
        _BREAK_DOWN,
        "one row per group, then, where there are such rows, one for each reason to be "
        "in no group, named in the first column: not resolved, could not apply, listed "
        "again",
        (*layouts.COUNT_COLUMNS, *layouts.WEIGHT_COLUMNS),
        others=of.OWN_GROUP,
    ),
    "power": _Table(
        "the table of power",
        "make it with analysis.power",
        "one row per group",
        layouts.POWER_COLUMNS,
        others=of.OWN_GROUP,
    ),
    "joint_tests": _Table(
        "the joint tests",
        "make it with analysis.joint_tests",
        "one row per grouping",
        layouts.JOINT_COLUMNS,
        key=("by",),
    ),
    "errata": _Table(
        "the errata",
        "make it with analysis.errata",
        "one row per name that is not the official one",
        tuple(layouts.ERRATA_COLUMNS),
    ),
    "panel": _Table(
        "the panel",
        _COMPARE,
        "one row per body",
        (
            *("body", "status", "published_name", "name_ja", "name_en", "entity_type"),
            *(*layouts.PREFECTURE_COLUMNS, "region", "latitude", "longitude"),
            *("lists", "first_list", "last_list"),
        ),
        key=("body",),
        others=of.A_LIST,
    ),
    "movements": _Table(
        "the table of movements",
        _COMPARE,
        "one row per list and body",
        (
            *("list", "body", "name_ja", "name_en", "region", "entity_type"),
            *("published_name", "movement"),
        ),
        key=("list", "body"),
    ),
    "lists": _Table(
        "the table of lists",
        _COMPARE,
        "one row per list",
        (
            *("list", "date", "title", "rows", "not_resolved", "bodies"),
            *("first", "repeat", "dropped"),
        ),
        key=("list",),
    ),
    "counts": _Table(
        "the counts by list",
        _COMPARE,
        "one row per list and group",
        ("list", "count", "first"),
        others=of.OWN_GROUP,
    ),
}

TABLES = tuple(_TABLES)
"""The tables that have a schema."""

# What a column is in one table and not in another.
_IN = {
    ("joint_tests", "method"): of.JOINT_METHOD,
    ("panel", "published_name"): of.changed(
        of.COLUMNS["published_name"], nullable=True
    ),
}
_ADDED = "resolution_"  # before a column of which the input has one of that name
_GROUPED = ("breakdown", "power", "counts")


def of_file(name: str, columns: Sequence[str]) -> str:
    """Return which of `TABLES` a file of ours, or a table of that name, is.

    Any other name is that of a table of groups, ``by_region.csv``, or of a user's own,
    with the columns of a resolution beside its own.
    """
    stem = PurePosixPath(name).stem
    if stem in TABLES:
        return stem
    if set(layouts.RESOLUTION_COLUMNS) <= {_asked(each) for each in columns}:
        return "resolution"
    return "counts" if "list" in columns else "breakdown"


def title_of(name: str) -> tuple[str, str]:
    """Return what a table is called in a message, and how it is made."""
    return _TABLES[name].title, _TABLES[name].mend


def row_of(name: str) -> str:
    """Return what a row of a table stands for."""
    return _TABLES[name].row


def schema(name: str, columns: Sequence[str] | None = None) -> pa.DataFrameSchema:
    """Return the pandera schema of a table.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    columns : sequence of str, optional
        The columns that the table has, all of which are then wanted: those of groups
        and lists differ from table to table, and weights are not everywhere. If left
        out, all that such a table may have but these.

    Raises
    ------
    KeyError
        If there is no such table, or no such column in it.
    """
    if name not in _TABLES:
        raise KeyError(f"no table {name!r}; want one of {', '.join(TABLES)}")
    wanted = _TABLES[name].columns if columns is None else tuple(columns)
    return _schema(name, wanted, of_users=False)


def schema_of_users(name: str, columns: Sequence[str]) -> pa.DataFrameSchema:
    """Return the schema of what is read of a table that a user brings.

    Of that not all is wanted that our own tables keep: see `Law.of_users`. Nor do its
    rows have to be told apart: which columns do so may not be among those that are
    read.
    """
    return _schema(name, tuple(columns), of_users=True)


@lru_cache(maxsize=64)
def _schema(
    name: str, columns: tuple[str, ...], *, of_users: bool
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {column: column_of(name, column, columns) for column in columns},
        checks=[_check(law) for law in laws_of(columns, of_users=of_users)],
        unique=None if of_users else [*_key_of(name, columns)] or None,
        name=name,
        title=_TABLES[name].title,
    )


def column_of(name: str, column: str, columns: Sequence[str]) -> pa.Column:
    """Return what a column of a table is, given all columns that it has."""
    table = _TABLES[name]
    if (name, column) in _IN:
        return _IN[name, column]
    if name == "resolution":
        ours = f"{_ADDED}{column}" not in columns and _asked(column) in table.columns
        return of.COLUMNS[_asked(column)] if ours else of.OF_INPUT
    if column in table.columns:
        return of.COLUMNS[column]
    if table.others is None:
        raise KeyError(f"no column {column!r} in {table.title}")
    if name in _GROUPED:
        return _group(name, column, columns)
    if name == "panel" and not re.fullmatch(of.LIST_NAMES, column):
        raise KeyError(f"no column {column!r} in {table.title}")
    return table.others


def _group(name: str, column: str, columns: Sequence[str]) -> pa.Column:
    """Return a column of groups: it may hold the label of those that are in none."""
    known = of.CLASS_OF_ANY if column == "city_class" else of.COLUMNS.get(column)
    if known is None or not of.is_group(column):
        return of.OWN_GROUP
    first = groups_in(name, columns)[0]
    if name == "power":
        return of.grouped(known, apart=False, nullable=False)
    return of.grouped(known, apart=column == first, nullable=column != first)


def groups_in(name: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a table of groups that name its groups."""
    return tuple(each for each in columns if each not in _TABLES[name].columns)


def _key_of(name: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that tell one row of a table from all others."""
    if name in _GROUPED:
        names = layouts.PREFECTURE_COLUMNS[1:]  # of what has a code
        groups = [each for each in groups_in(name, columns) if each not in names]
        return (*(("list",) if name == "counts" else ()), *groups)
    return _TABLES[name].key if set(_TABLES[name].key) <= set(columns) else ()


def _asked(column: str) -> str:
    """Return the column of a resolution that a column is, if the input had its name."""
    while column.startswith(_ADDED):
        column = column.removeprefix(_ADDED)
    return column


def _check(law: Law) -> pa.Check:
    """Return what must hold between columns as a check of the table."""
    return pa.Check(
        law.holds,
        name="law",
        statistics={"columns": law.columns},
        error=law.said,
        ignore_na=False,
    )
