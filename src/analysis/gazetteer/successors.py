"""Which bodies of today stand in the place of one that is gone.

An office stands where people live: the body of today whose polygon the point of a
former office lies in has, as a rule, taken that body's place. A body that lives on
under the same code is its own successor whatever its name.
"""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

TOLERANCE_M = 1000.0
"""How far off every polygon a point may lie (islets, reclaimed land, wharfs)."""

BORDER_M = 300.0
"""A point that is nearer than this to another body's polygon is listed for checking."""

_GEOD = Geod(ellps="GRS80")
_SEARCH_DEGREES = 0.02  # more than 1,000 m everywhere in Japan


class Places(NamedTuple):
    """Where points lie, by the index of the points."""

    lg_code: pd.Series
    """Code of the polygon around the point, or of the nearest within `TOLERANCE_M`."""
    off_m: pd.Series
    """Distance to that polygon in metres, 0 inside of it."""
    near: pd.DataFrame
    """Other polygons within `BORDER_M`: `row` (index of the point), `lg_code`, `m`."""


def locate_points(points: pd.DataFrame, polygons: gpd.GeoDataFrame) -> Places:
    """Return in which polygon each point lies, and which others are near.

    Parameters
    ----------
    points : DataFrame
        `latitude` and `longitude` in degrees.
    polygons : GeoDataFrame
        `lg_code` and `geometry`, in longitude and latitude.
    """
    known = points.dropna(subset=["latitude", "longitude"])
    dots = shapely.points(known["longitude"], known["latitude"])
    tree = shapely.STRtree(polygons.geometry.to_numpy())
    which, polygon = tree.query(dots, predicate="dwithin", distance=_SEARCH_DEGREES)
    lines = shapely.shortest_line(dots[which], polygons.geometry.to_numpy()[polygon])
    ends = shapely.get_coordinates(lines).reshape(-1, 4)
    metres = np.asarray(_GEOD.inv(*ends.T)[2])
    found = pd.DataFrame(
        {
            "row": known.index.to_numpy()[which],
            "lg_code": polygons["lg_code"].to_numpy()[polygon],
            "m": metres,
        }
    ).sort_values(["row", "m", "lg_code"], ignore_index=True)
    first = found.drop_duplicates("row")
    first = first[first["m"] <= TOLERANCE_M].set_index("row")
    others = found[found.duplicated("row") & (found["m"] < BORDER_M)]
    return Places(
        first["lg_code"].reindex(points.index),
        first["m"].reindex(points.index),
        others.reset_index(drop=True),
    )


def choose_successors(
    bodies: pd.DataFrame, register: pd.DataFrame, place: pd.Series
) -> pd.DataFrame:
    """Return `successors` and `successor_basis` of each body, by its index.

    Parameters
    ----------
    bodies : DataFrame
        `lg_code` (missing for those without), `stem_ja`, `entity_type`.
    register : DataFrame
        The bodies of today: `lg_code`, `name_ja`, `entity_type`.
    place : Series
        Code of the polygon that each body's office lies in.

    Returns
    -------
    DataFrame
        `successors`: a code of `register`, missing where nothing is known;
        `successor_basis`: same_code, renamed (the office lies in a body of the same
        name without its type) or office_point.
    """
    stem_of = register.set_index("lg_code")["name_ja"].str[:-1]
    same_code = bodies["lg_code"].isin(stem_of.index)
    is_ward = bodies["entity_type"].eq("ward") & bodies["lg_code"].notna()
    by_point = place.where(~is_ward)  # there are no polygons of wards
    code = bodies["lg_code"].where(same_code, by_point)
    same_stem = code.map(stem_of) == bodies["stem_ja"]
    basis = pd.Series("office_point", bodies.index).mask(same_stem, "renamed")
    basis = basis.mask(same_code, "same_code").where(code.notna())
    return pd.DataFrame({"successors": code, "successor_basis": basis})
