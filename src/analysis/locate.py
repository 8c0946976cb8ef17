"""Entities → geometry, office point and area, from the boundaries nearest in time."""

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from analysis.boundaries import CRS, layers, sets
from analysis.boundaries.sets import BoundarySet
from analysis.errors import SchemaError
from analysis.gazetteer.register import REGISTER_FROM, register
from analysis.geometry.points import PolygonIndex
from analysis.normalize import ENTITY_COLUMNS

LOCATION_COLUMNS = (
    "boundary",
    "boundary_lg_code",
    "boundary_source",
    "boundary_vintage",
    "point_source",
)
"""What `locate` adds besides `area_km2` and the geometry: where they are from."""

_READ = ("status", "lg_code", "name_ja", "entity_type", "note", "as_of")
_READ_POINT = ("latitude", "longitude", "prefecture_code")
_OFFICE_OFF_M = 1000.0  # as in the history: islets, reclaimed land
_NO_POLYGON = "no boundaries that are there have it: located by its office alone"
_NO_PLACE = "no boundaries that are there have it, and no source its office"
_RELATIONS = {"city": "its city", "successor": "which is in its place"}
_REMARKS = re.compile(
    r"(?:; |^)(?:boundaries of \d{4}, list of \d{4}|on the polygon of [^;]*|"
    + f"{_NO_POLYGON}|{_NO_PLACE})"
)


class _Place(NamedTuple):
    """The polygon that shows a body: what it is to it, and which of which layer."""

    boundary: str
    chosen: BoundarySet
    level: str
    row: int


def locate(entities: pd.DataFrame, *, boundaries: str = "auto") -> gpd.GeoDataFrame:
    """Return the entities with the polygon, the point and the area of each body.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table, as `analysis.normalize` makes it. Columns read: `status`,
        `lg_code`, `name_ja`, `entity_type`, `prefecture_code`, `latitude`, `longitude`,
        `note`, `as_of`, and `current_lg_code` if it is there.
    boundaries : str
        The sets to choose from: ``auto`` (all that are there), ``packaged``, ``n03``,
        ``n03:2021``, ``2021-01-01``. Of these each row takes the one of the year of its
        list, else the nearest in time, that has the body; the note says so.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows, index and order; added or filled in:

        `area_km2`
            float, km², of the body's own polygon; missing where it has none.
        `latitude`, `longitude`
            float, degrees: the office as before; where none is known, a point inside
            the polygon.
        `boundary`
            own; city (a ward, on the polygon of its city); successor (a body of another
            time, on that of the body in its place). Missing without polygon.
        `boundary_lg_code`, `boundary_source`, `boundary_vintage`
            Whose polygon it is, and of which set: ``jma`` or ``n03``, ISO date.
        `point_source`
            office or representative_point; missing without point.
        `geometry`
            Polygon in EPSG:6668, JGD2011; None for rows that are not resolved and for
            bodies that no set has.

        `note` ends in what a reader must know of the polygon: "boundaries of 2025, list
        of 2020", "on the polygon of 札幌市, its city".

    Raises
    ------
    SchemaError
        If a column is missing, or codes are numbers.
    SourceError
        If no boundaries that are there are meant by `boundaries`.
    """
    _check(entities)
    candidates = sets.parse(boundaries)
    bare = entities.drop(
        columns=["area_km2", "geometry", *LOCATION_COLUMNS], errors="ignore"
    )
    table = pd.DataFrame(bare).reset_index(drop=True)
    places = _places(table, candidates)
    table = pd.concat([table, _shapes(places)], axis="columns")
    table = table.assign(**_fill_points(table), note=_notes(table, places))
    table.index = entities.index
    known = [c for c in ENTITY_COLUMNS if c in table]
    others = [c for c in bare if c not in known]
    columns = [*known, *others, *LOCATION_COLUMNS, "geometry"]
    return gpd.GeoDataFrame(table[columns], crs=CRS)


def sets_used(located: pd.DataFrame) -> list[BoundarySet]:
    """Return the sets that the polygons of a located table are of, old to new."""
    used = located[["boundary_vintage", "boundary_source"]].dropna().drop_duplicates()
    pairs = sorted(used.itertuples(index=False, name=None))
    return [sets.find(source, vintage) for vintage, source in pairs]


def _check(entities: pd.DataFrame) -> None:
    """Refuse a table without the columns that are read, or with numbers as codes."""
    missing = [c for c in (*_READ, *_READ_POINT) if c not in entities]
    if missing:
        raise SchemaError(
            f"the entity table lacks {', '.join(map(repr, missing))}; "
            "make it with analysis.normalize"
        )
    codes = entities["lg_code"].dropna()
    if not codes.map(lambda code: isinstance(code, str)).all():
        raise SchemaError(
            "lg_code holds numbers, which lose their leading zeros; read the table "
            "with dtype=str"
        )


def _places(table: pd.DataFrame, candidates: list[BoundarySet]) -> list[_Place | None]:
    """Return for each row the polygon that shows it, None if there is none."""
    bodies = table[[*_READ, *_READ_POINT]].drop(columns="note")
    bodies["now"] = table.get("current_lg_code", table["lg_code"])
    known = bodies.astype(object).fillna("")
    number, _ = pd.factorize(pd.MultiIndex.from_frame(known))
    first = pd.Series(number).drop_duplicates().index
    cities = _cities()
    found = [
        _place(body, candidates, cities)
        for body in bodies.loc[first].itertuples(index=False)
    ]
    return [found[which] for which in number]


def _place(
    body: tuple, candidates: list[BoundarySet], cities: dict[str, str]
) -> _Place | None:
    """Return the best polygon for a body: its own first, and the nearest in time."""
    if body.status != "resolved":
        return None
    day = dt.date.fromisoformat(body.as_of)
    holding = [each for each in candidates if body.prefecture_code in each.prefectures]
    holding.sort(key=lambda each: _distance(each, day))
    whole = body.entity_type in ("prefecture", "ward")
    level = body.entity_type if whole else "municipality"
    for each in holding:
        row = _rows(each, level).get(body.lg_code)
        # Another body may have had the code of one that is gone.
        if row is not None and (
            body.now == body.lg_code
            or _cell(each, level, row, "name_ja") == body.name_ja
        ):
            return _Place("own", each, level, row)
    city = cities.get(body.lg_code, cities.get(body.now, body.now))
    for each in holding:
        row = _row_in_place(each, body, city)
        if row is not None:
            return _Place(_relation(each, row, body, city), each, "municipality", row)
    return None


def _row_in_place(each: BoundarySet, body: tuple, city: str) -> int | None:
    """Return the municipality of a set that is where a body was, or is to be.

    What stands in its place today is known; what did at another time, its office tells.
    """
    if each.vintage >= REGISTER_FROM:
        row = _rows(each, "municipality").get(city)
        if row is not None:
            return row
    if pd.isna(body.longitude) or pd.isna(body.latitude):
        return None
    point = np.array([body.longitude]), np.array([body.latitude])
    [row], _ = _index(each).nearest(*point, within_m=_OFFICE_OFF_M)
    return int(row) if row >= 0 else None


def _relation(each: BoundarySet, row: int, body: tuple, city: str) -> str:
    """Return what a municipality is to a body whose code it has not."""
    code = _cell(each, "municipality", row, "lg_code")
    if pd.isna(code) and _cell(each, "municipality", row, "name_ja") == body.name_ja:
        return "own"  # of a time when there were no codes
    return "city" if body.entity_type == "ward" and code == city else "successor"


def _distance(each: BoundarySet, day: dt.date) -> tuple[bool, int, bool]:
    """Return how far a set is from a day, smaller is nearer.

    A vintage stands for its calendar year: N03 is frozen once a year.
    """
    apart = abs((each.vintage - day).days)
    return each.vintage.year != day.year, apart, each.source == "jma"


def _cities() -> dict[str, str]:
    """Return the code of the city of each ward by the code of the ward."""
    wards = register().dropna(subset="parent_code")
    return dict(zip(wards["lg_code"], wards["parent_code"], strict=True))


@cache
def _rows(each: BoundarySet, level: str) -> dict[str, int]:
    """Return the row of each body of a set in the layer of a level, by its code."""
    codes = layers.layer(each, level)["lg_code"]
    return {code: row for row, code in enumerate(codes) if pd.notna(code)}


def _cell(each: BoundarySet, level: str, row: int, column: str) -> str:
    return layers.layer(each, level)[column].iloc[row]


@cache
def _index(each: BoundarySet) -> PolygonIndex:
    return PolygonIndex(layers.layer(each, "municipality").geometry)


def _shapes(places: list[_Place | None]) -> gpd.GeoDataFrame:
    """Return polygon, area and where they are from, a row for each place."""
    found = pd.DataFrame(pd.NA, range(len(places)), LOCATION_COLUMNS[:-1], dtype="str")
    layer_of = pd.Series([p and (p.chosen, p.level) for p in places], dtype=object)
    geometry = np.full(len(places), None, dtype=object)
    area = np.full(len(places), np.nan)
    for (chosen, level), at in found.groupby(layer_of, sort=False).groups.items():
        taken = layers.layer(chosen, level).iloc[[places[n].row for n in at]]
        geometry[at], area[at] = taken.geometry, taken["area_km2"]
        found.loc[at, "boundary"] = [places[n].boundary for n in at]
        found.loc[at, "boundary_lg_code"] = taken["lg_code"].array
        found.loc[at, "boundary_source"] = chosen.source
        found.loc[at, "boundary_vintage"] = str(chosen.vintage)
    found["area_km2"] = pd.Series(area).where(found["boundary"] == "own")
    return found.set_geometry(gpd.GeoSeries(geometry, crs=CRS))


def _fill_points(table: pd.DataFrame) -> pd.DataFrame:
    """Return the points with those of polygons where no office is known."""
    points = table[["longitude", "latitude"]].astype("Float64").astype(float)
    office = points.notna().all(axis="columns")
    inside = ~office & table["boundary"].notna()
    stand_in = gpd.GeoSeries(table["geometry"])[inside].representative_point()
    points.loc[inside, "longitude"] = stand_in.x
    points.loc[inside, "latitude"] = stand_in.y
    source = pd.Series(pd.NA, table.index, dtype="str")
    points["point_source"] = source.mask(office, "office").mask(
        inside, "representative_point"
    )
    return points


def _notes(table: pd.DataFrame, places: list[_Place | None]) -> list[str]:
    """Return the notes with what is to be said of each polygon."""
    notes = []
    before = (
        table["note"].fillna("").astype("str").str.replace(_REMARKS, "", regex=True)
    )
    for note, place, row in zip(before, places, table.itertuples(), strict=True):
        notes.append("; ".join([*([note] if note else []), *_remarks(place, row)]))
    return notes


def _remarks(place: _Place | None, row: tuple) -> list[str]:
    """Return what is to be said of the polygon of a row."""
    if row.status != "resolved":
        return []
    if place is None:
        return [_NO_PLACE if pd.isna(row.latitude) else _NO_POLYGON]
    said = []
    if place.boundary != "own":
        name = _cell(place.chosen, place.level, place.row, "name_ja")
        said.append(f"on the polygon of {name}, {_RELATIONS[place.boundary]}")
    years = place.chosen.vintage.year, int(row.as_of[:4])
    if years[0] != years[1]:
        said.append("boundaries of {}, list of {}".format(*years))
    return said
