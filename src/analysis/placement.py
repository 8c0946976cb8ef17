"""Which polygon shows a body: its own, or that of whom, and from which boundaries."""

import datetime as dt
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.boundaries import layers
from analysis.boundaries.sets import BoundarySet
from analysis.gazetteer.register import REGISTER_FROM, history, register

READ = (
    "status",
    "lg_code",
    "name_ja",
    "entity_type",
    "prefecture_code",
    "latitude",
    "longitude",
    "as_of",
)
"""The columns of the entity table that tell where a body is to be looked for."""

_OFFICE_OFF_M = 1000.0  # as in the history: islets, reclaimed land


class Place(NamedTuple):
    """The polygon that shows a body: what it is to it, and which of which layer."""

    boundary_of: str
    chosen: BoundarySet
    level: str
    row: int

    def cell(self, column: str) -> str:
        """Return what the layer says of the polygon in a column."""
        return layers.layer(self.chosen, self.level)[column].iloc[self.row]


def place_bodies(
    table: pd.DataFrame, candidates: list[BoundarySet]
) -> list[Place | None]:
    """Return for each row the polygon that shows it, None if there is none.

    Parameters
    ----------
    table : DataFrame
        Entities, with the columns `READ`, and `current_lg_code` and `method` if they
        are there.
    candidates : list of BoundarySet
        The boundaries to choose from.
    """
    bodies = table[list(READ)].copy()
    bodies["now"] = table.get("current_lg_code", table["lg_code"])
    bodies["method"] = table.get("method", "")
    known = bodies.astype(object).fillna("")
    number, _ = pd.factorize(pd.MultiIndex.from_frame(known))
    first = pd.Series(number).drop_duplicates().index
    found = [
        _place(body, candidates) for body in bodies.loc[first].itertuples(index=False)
    ]
    return [found[which] for which in number]


def _place(body: tuple, candidates: list[BoundarySet]) -> Place | None:
    """Return the best polygon for a body: its own first, and the nearest in time."""
    if body.status != "resolved":
        return None
    day = pd.Timestamp(body.as_of).date()
    holding = [each for each in candidates if body.prefecture_code in each.prefectures]
    holding.sort(key=lambda each: _distance(each, day))
    whole = body.entity_type in ("prefecture", "ward")
    level = body.entity_type if whole else "municipality"
    for each in holding:
        row = _rows(each, level).get(body.lg_code)
        if row is not None:
            place = Place("own", each, level, row)
            # Another body may have had the code of one that is gone.
            if body.now == body.lg_code or place.cell("name_ja") == body.name_ja:
                return place
    if body.entity_type == "prefecture":
        return None
    for each in holding:
        row = _row_in_place(each, body)
        if row is not None:
            place = Place("successor", each, "municipality", row)
            return place._replace(boundary_of=_relation(place, body, day))
    return None


def _row_in_place(each: BoundarySet, body: tuple) -> int | None:
    """Return the municipality of a set that is where a body was, or is to be.

    What stands in its place today is known; what did at another time, its office tells.
    """
    if each.vintage >= REGISTER_FROM:
        row = _rows(each, "municipality").get(_city_of(body) or body.now)
        if row is not None:
            return row
    if pd.isna(body.longitude) or pd.isna(body.latitude):
        return None
    point = np.array([body.longitude]), np.array([body.latitude])
    index = layers.polygon_index(each, "municipality")
    [row], _ = index.nearest(*point, within_m=_OFFICE_OFF_M)
    return int(row) if row >= 0 else None


def _relation(place: Place, body: tuple, day: dt.date) -> str:
    """Return what a municipality is to a body whose code it has not."""
    code, name = place.cell("lg_code"), place.cell("name_ja")
    coded = pd.notna(code)
    now = _heirs().get(code, code)  # a city gets another code when it is designated
    if name == body.name_ja and (not coded or now == body.now):
        return "own"
    # A town of then that is part of the city now has the same heir, not its name.
    named_so = body.name_ja.startswith(name)
    same = (
        named_so if not coded else now == _city_of(body) and (named_so or code == now)
    )
    if body.entity_type == "ward" and same:
        return "city"
    alive = body.method != "historical"
    return "predecessor" if alive and place.chosen.vintage < day else "successor"


def _city_of(body: tuple) -> str | None:
    """Return the code of the city that a body is, or came to be, a ward of."""
    cities = _cities()
    return cities.get(body.lg_code, cities.get(body.now))


def _distance(each: BoundarySet, day: dt.date) -> tuple[bool, int, bool]:
    """Return how far a set is from a day, smaller is nearer.

    A vintage stands for its calendar year: N03 is frozen once a year.
    """
    apart = abs((each.vintage - day).days)
    return each.vintage.year != day.year, apart, each.source == "jma"


@cache
def _cities() -> dict[str, str]:
    """Return the code of the city of each ward by the code of the ward."""
    wards = register().dropna(subset="parent_code")
    return dict(zip(wards["lg_code"], wards["parent_code"], strict=True))


@cache
def _heirs() -> dict[str, str]:
    """Return the code of the body of today in the place of each former one."""
    former = history().dropna(subset=["lg_code", "successors"])
    return dict(
        zip(former["lg_code"], former["successors"].str.split().str[0], strict=True)
    )


@cache
def _rows(each: BoundarySet, level: str) -> dict[str, int]:
    """Return the row of each body of a set in the layer of a level, by its code."""
    codes = layers.layer(each, level)["lg_code"]
    return {code: row for row, code in enumerate(codes) if pd.notna(code)}
