"""Entities → geometry, office point and area, from the boundaries nearest in time."""

import datetime as dt
import re

import geopandas as gpd
import numpy as np
import pandas as pd

from analysis import schemas
from analysis.boundaries import CRS, layers, sets
from analysis.boundaries.sets import BoundarySet
from analysis.placement import READ, Place, place_bodies
from analysis.schemas.layouts import ENTITY_COLUMNS, LOCATION_COLUMNS

_READ_TOO = ("current_lg_code", "method")
_NO_POLYGON = "no boundaries that are there have it: located by its office alone"
_NO_PLACE = "no boundaries that are there have it, and no source its office"
_RELATIONS = {
    "city": "its city",
    "successor": "which is in its place",
    "predecessor": "which was where its office is",
}
_REMARKS = re.compile(
    r"(?:; |^)(?:boundaries of \d{4}, list of \d{4}|on the polygon of [^;]*|"
    + f"{_NO_POLYGON}|{_NO_PLACE})"
)


def locate(
    entities: pd.DataFrame, *, boundaries: str | int | dt.date = "auto"
) -> gpd.GeoDataFrame:
    """Return the entities with the polygon, the point and the area of each body.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table, as `analysis.normalize` makes it. Columns read: `status`,
        `lg_code`, `name_ja`, `entity_type`, `prefecture_code`, `latitude`, `longitude`,
        `note`, `as_of`, and `current_lg_code` and `method` if they are there.
    boundaries : str, int or date
        The sets to choose from: ``auto`` (all that are there), ``packaged``, ``n03``,
        ``n03:2021``, ``2021-01-01``, 2021. Of these each row takes the one of the year
        of its list, else the nearest in time, that has the body; the note says so.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows, index and order; added or filled in:

        `area_km2`
            float, km², of the body's own polygon; missing where it has none.
        `latitude`, `longitude`
            float, degrees: the office as before; where none is known, a point inside
            the polygon.
        `boundary_of`
            Whose the polygon is: own; city (of which the body is a ward); successor
            (the body in its place later on) or predecessor (the body that was where its
            office is, on boundaries from before it). Missing without polygon.
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
        If a column is missing, or a row holds what no entity table does, such as codes
        that are numbers; row and column are named.
    SourceError
        If no boundaries that are there are meant by `boundaries`.
    """
    schemas.check(entities, "entities", columns=(*READ, "note"), optional=_READ_TOO)
    candidates = sets.parse(str(boundaries))
    bare = entities.drop(
        columns=["area_km2", "geometry", *LOCATION_COLUMNS], errors="ignore"
    )
    table = pd.DataFrame(bare).reset_index(drop=True)
    places = place_bodies(table, candidates)
    table = pd.concat([table, _shapes(places)], axis="columns")
    notes = pd.Series(_notes(table, places), table.index, dtype="str")
    table = table.assign(**_fill_points(table), note=notes)
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


def _shapes(places: list[Place | None]) -> gpd.GeoDataFrame:
    """Return polygon, area and where they are from, a row for each place."""
    found = pd.DataFrame(pd.NA, range(len(places)), LOCATION_COLUMNS[:-1], dtype="str")
    layer_of = pd.Series([p and (p.chosen, p.level) for p in places], dtype=object)
    geometry = np.full(len(places), None, dtype=object)
    area = np.full(len(places), np.nan)
    for (chosen, level), at in found.groupby(layer_of, sort=False).groups.items():
        taken = layers.layer(chosen, level).iloc[[places[n].row for n in at]]
        geometry[at], area[at] = taken.geometry, taken["area_km2"]
        found.loc[at, "boundary_of"] = [places[n].boundary_of for n in at]
        found.loc[at, "boundary_lg_code"] = taken["lg_code"].array
        found.loc[at, "boundary_source"] = chosen.source
        found.loc[at, "boundary_vintage"] = str(chosen.vintage)
    found["area_km2"] = pd.Series(area).where(found["boundary_of"] == "own")
    return found.set_geometry(gpd.GeoSeries(geometry, crs=CRS))


def _fill_points(table: pd.DataFrame) -> pd.DataFrame:
    """Return the points with those of polygons where no office is known."""
    points = table[["longitude", "latitude"]].astype("Float64").astype(float)
    office = points.notna().all(axis="columns")
    points = points.where(office)  # half of a point is none
    inside = ~office & table["boundary_of"].notna()
    stand_in = gpd.GeoSeries(table["geometry"])[inside].representative_point()
    points.loc[inside, "longitude"] = stand_in.x
    points.loc[inside, "latitude"] = stand_in.y
    source = pd.Series(pd.NA, table.index, dtype="str")
    points["point_source"] = source.mask(office, "office").mask(
        inside, "representative_point"
    )
    return points


def _notes(table: pd.DataFrame, places: list[Place | None]) -> list[str]:
    """Return the notes with what is to be said of each polygon."""
    notes = []
    before = (
        table["note"].fillna("").astype("str").str.replace(_REMARKS, "", regex=True)
    )
    for note, place, row in zip(before, places, table.itertuples(), strict=True):
        notes.append("; ".join([*([note] if note else []), *_remarks(place, row)]))
    return notes


def _remarks(place: Place | None, row: tuple) -> list[str]:
    """Return what is to be said of the polygon of a row."""
    if row.status != "resolved":
        return []
    if place is None:
        return [_NO_PLACE if pd.isna(row.latitude) else _NO_POLYGON]
    said = []
    if place.boundary_of != "own":
        name = place.cell("name_ja")
        said.append(f"on the polygon of {name}, {_RELATIONS[place.boundary_of]}")
    years = place.chosen.vintage.year, pd.Timestamp(row.as_of).year
    if years[0] != years[1]:
        said.append("boundaries of {}, list of {}".format(*years))
    return said
