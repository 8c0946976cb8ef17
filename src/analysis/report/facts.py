"""What the sections of a report are made of, with the numbers that they share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from analysis.aliases import AliasTable
from analysis.baseline import APART
from analysis.errors import SchemaError
from analysis.explorer.words import Both
from analysis.report import words
from analysis.sources import Announcement

_PREFECTURE = ("prefecture_code", "prefecture_ja", "prefecture_en")
_SMALL = 30  # fewer bodies carry little inference


@dataclass(frozen=True, eq=False)
class Facts:
    """A list, what it resolved to, and the tables made of it.

    Attributes
    ----------
    announcement : Announcement
        The list as published.
    located : geopandas.GeoDataFrame
        Its entity table with polygons.
    tables : mapping of str to pandas.DataFrame
        Breakdowns by the name of their file.
    joint, power : pandas.DataFrame
        Joint tests, a row per grouping; what the list could have shown, a row per
        group.
    errata : pandas.DataFrame
        The published names that are not official.
    aliases : path, DataFrame or Aliases, optional
        The user's own names, if they were used.
    """

    announcement: Announcement
    located: gpd.GeoDataFrame
    tables: Mapping[str, pd.DataFrame]
    joint: pd.DataFrame
    power: pd.DataFrame
    errata: pd.DataFrame
    aliases: AliasTable

    @cached_property
    def rows(self) -> int:
        """How many rows the list has."""
        return len(self.located)

    @cached_property
    def resolved(self) -> gpd.GeoDataFrame:
        """The rows that are resolved."""
        return self.located[self.located["status"].eq("resolved").to_numpy()]

    @cached_property
    def files(self) -> dict[tuple[str, ...], str]:
        """The file of each breakdown, by what it is by."""
        return {grouping(table): name for name, table in self.tables.items()}

    @cached_property
    def bodies(self) -> int:
        """How many bodies are counted, each once."""
        return sum(int(groups(table)["count"].sum()) for table in self._any)

    @cached_property
    def eligible(self) -> int:
        """How many bodies could apply."""
        return sum(int(table["eligible"].sum()) for table in self._any)

    @cached_property
    def apart(self) -> dict[str, int]:
        """How many rows are in no group, by one of `APART`."""
        for table in self._any:
            lines = table[~in_group(table)]
            labels = lines[lines.columns[0]]
            return dict(zip(labels, map(int, lines["count"]), strict=True))
        return {}

    @cached_property
    def day(self) -> Both:
        """The as-of date."""
        days = self.located["as_of"].dropna()
        when = days.iloc[0] if len(days) else self.announcement.date
        return Both(words.NONE, words.NONE) if when is None else words.day(when)

    @property
    def is_small(self) -> bool:
        """Whether the list is too short for much inference."""
        return self.bodies < _SMALL

    def table(self, *by: str) -> pd.DataFrame | None:
        """Return the breakdown by something, if there is one."""
        return self.tables[self.files[by]] if by in self.files else None

    def singles(self) -> dict[str, pd.DataFrame]:
        """Return the breakdowns by one thing, by its name."""
        return {by[0]: self.table(*by) for by in self.files if len(by) == 1}

    @property
    def _any(self) -> list[pd.DataFrame]:
        """Any breakdown: all count the same bodies."""
        return list(self.tables.values())[:1]


def grouping(table: pd.DataFrame) -> tuple[str, ...]:
    """Return what a breakdown or a table of power is by.

    Raises
    ------
    SchemaError
        If the table is neither.
    """
    first = [c for c in ("count", "eligible") if c in table]
    columns = tuple(table.columns[: table.columns.get_loc(first[0])] if first else ())
    if not columns:
        raise SchemaError(
            "a table of the report has no groups before 'count' or 'eligible' "
            f"(found: {', '.join(map(str, table.columns))}); make it with "
            "analysis.breakdown or analysis.power"
        )
    if set(_PREFECTURE) <= set(columns):
        at = columns.index(_PREFECTURE[0])
        others = tuple(c for c in columns if c not in _PREFECTURE)
        return (*others[:at], "prefecture", *others[at:])
    return columns


def in_group(table: pd.DataFrame) -> pd.Series:
    """Tell which lines of a breakdown are groups, not rows apart."""
    return ~table[table.columns[0]].isin(APART)


def groups(table: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of a breakdown that are groups."""
    return table[in_group(table)]
