"""Points → the bodies that they lie in."""

import datetime as dt
import warnings
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from analysis.boundaries import layers, levels, packaged, sets
from analysis.boundaries.packaged import CRS
from analysis.boundaries.sets import BoundarySet
from analysis.errors import SchemaError
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.geometry.points import PolygonIndex

MOST_TOLERANCE_M = 100_000.0
"""Farther off the coast, "nearest body" says nothing, and takes long to find."""

_COLUMNS = ("lg_code", "name_ja", "name_en", "prefecture_code")
_NAMES = (("longitude", "latitude"), ("lon", "lat"))
_SAME_DEGREES = "EPSG:4326"  # WGS 84, which JGD2011 is the same as to within a metre


def reverse(
    points: gpd.GeoSeries | gpd.GeoDataFrame | pd.DataFrame | np.ndarray,
    *,
    level: str = "municipality",
    vintage: dt.date | str | int | None = None,
    source: str | None = None,
    tolerance_m: float = 1000.0,
) -> pd.DataFrame:
    """Return the body that each point lies in, or near which it lies at sea.

    Parameters
    ----------
    points : GeoSeries, GeoDataFrame, DataFrame or array
        Points of any CRS; or a table with the columns `longitude` and `latitude` (or
        `lon` and `lat`); or an array of shape (n, 2), longitude first. Numbers are
        degrees of JGD2011 or WGS 84.
    level, vintage, source
        Which boundaries, as of `analysis.boundaries`.
    tolerance_m : float
        A point in no polygon gets the nearest within so many metres, which is for
        quays, islets and generalized coasts: 0 to 100,000. It does not if it lies on,
        or nearer to, land that is known to be of no body of the level that is there:
        see Notes.

    Returns
    -------
    pandas.DataFrame
        One row per point, same index and order. `lg_code` (6 digits), `name_ja`,
        `name_en`, `prefecture_code` (2 digits): str, missing where there is no body
        within the tolerance or no place is given, and of regions and bureaus all but
        the names. On a border it is the body with the lowest code, and so it is between
        equally near ones. `distance_m`: float, metres to the polygon, 0 inside, missing
        without a body. `vintage` (ISO date) and `source`: str, of the boundaries that
        were asked.

    Raises
    ------
    SchemaError
        If `points` have no CRS, are no points or no numbers, or latitude and longitude
        are swapped.
    SourceError
        If there are no such boundaries.
    ValueError
        If `tolerance_m` is out of range, or `level` or `source` is unknown.

    Warns
    -----
    UserWarning
        If the boundaries hold some prefectures only, or lack wards, as the packaged set
        does: points there get no body. If they hold nothing of the level, none does.

    Notes
    -----
    The tolerance is for points at sea. It gives a point no neighbour for the body that
    it lies in, where that one is not among the polygons. What is known of other land:

    - the rest of the same boundaries: around wards the municipalities that have none
      there, around a region the prefectures of others that are not there as a whole,
      and areas of no body (所属未定地; 北方領土 in the packaged set);
    - the prefectures that the boundaries do not hold, from the packaged set. It is
      generalized, and of its own day: within some tens of metres of their common
      border, a point may still get the body on the other side.

    Examples
    --------
    >>> from analysis import reverse
    >>> reverse([(139.6917, 35.6896)])[["lg_code", "name_en"]].values.tolist()
    [['131041', 'Shinjuku City']]
    """
    if not 0 <= tolerance_m <= MOST_TOLERANCE_M:
        raise ValueError(
            f"want a tolerance_m of 0 to {MOST_TOLERANCE_M:,.0f} metres, "
            f"got {tolerance_m!r}"
        )
    x, y, index = _coordinates(points)
    _check_degrees(x, y)
    if level not in levels.LEVELS:
        raise ValueError(f"want a level of {', '.join(levels.LEVELS)}, got {level!r}")
    chosen = sets.find(source, vintage)
    bodies = layers.layer(chosen, level)
    if gaps := _gaps(chosen, level):
        warnings.warn(f"{chosen.source} {chosen.vintage} {gaps}", stacklevel=2)
    rows, metres = _nearest(chosen, level, x, y, tolerance_m)
    found = {name: bodies[name].array.take(rows, allow_fill=True) for name in _COLUMNS}
    found["distance_m"] = metres
    for name, text in (("vintage", str(chosen.vintage)), ("source", chosen.source)):
        value = pa.scalar(text, pa.large_string())
        found[name] = pd.array(pa.repeat(value, len(x)), dtype="str")
    return pd.DataFrame(found, index=index)


def _nearest(
    chosen: BoundarySet, level: str, x: np.ndarray, y: np.ndarray, within_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return row and distance as of `PolygonIndex`; -1 where other land is nearer."""
    rows, metres = layers.polygon_index(chosen, level).nearest(x, y, within_m)
    near = np.flatnonzero(metres > 0)
    if len(near):
        farthest_m = metres[near].max()
        _, other_m = _other_land(chosen, level).nearest(x[near], y[near], farthest_m)
        lost = near[other_m < metres[near]]
        rows[lost], metres[lost] = -1, np.nan
    return rows, metres


@lru_cache(maxsize=8)
def _other_land(chosen: BoundarySet, level: str) -> PolygonIndex:
    """Return the index of all land that is known to be of no body of a level."""
    units = chosen.units()
    inside = shapely.point_on_surface(units.geometry.array)
    places = shapely.get_x(inside), shapely.get_y(inside)
    rest = units[layers.polygon_index(chosen, level).at(*places) < 0]
    elsewhere = packaged.units()
    elsewhere = elsewhere[~elsewhere["prefecture_code"].isin(chosen.prefectures)]
    return PolygonIndex(np.concatenate([rest.geometry, elsewhere.geometry]))


def _gaps(chosen: BoundarySet, level: str) -> str:
    """Return what a set lacks of a level, for the warning; empty if nothing."""
    held = chosen.prefectures
    lost = [code for code in PREFECTURE_CODES if code not in held]
    gaps = []
    if lost:
        some, where = f"holds prefectures {', '.join(held)} only", "elsewhere"
        if len(lost) < len(held):
            some, where = f"lacks prefectures {', '.join(lost)}", "there"
        if level in ("region", "telecom_bureau"):
            where += f" or in a {level.replace('_', ' ')} that is not there as a whole"
        gaps.append(f"{some}: points {where} get no body")
    if level == "ward":
        there = layers.known_wards(chosen)["is_there"]
        if not there.all():
            gaps.append(
                f"has not every ward, but {there.sum()} of {len(there)}: points in the "
                "others get no body"
            )
    return "; it ".join(gaps)


def _coordinates(points) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Return longitudes, latitudes and the index of points of any kind."""
    if isinstance(points, gpd.GeoDataFrame) and points.active_geometry_name is None:
        raise SchemaError(
            "the table of points has no active geometry; name it with set_geometry"
        )
    if isinstance(points, gpd.GeoSeries | gpd.GeoDataFrame):
        return *_of_geometry(points.geometry), points.index
    if isinstance(points, pd.DataFrame):
        return *_of_columns(points), points.index
    if not len(points):
        points = np.empty((0, 2))
    try:
        degrees = np.asarray(points, dtype=float)
    except (TypeError, ValueError):
        degrees = np.empty(0)
    if degrees.ndim != 2 or degrees.shape[1] != 2:
        raise SchemaError(
            "want points as a GeoSeries, a table with longitude and latitude, or an "
            f"array of numbers of shape (n, 2), longitude first; got {_kind(points)}"
        )
    return degrees[:, 0], degrees[:, 1], pd.RangeIndex(len(degrees))


def _of_geometry(points: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude of points, NaN for missing and empty ones."""
    if points.crs is None:
        raise SchemaError(
            "the points have no CRS, so that their unit is unknown; say which with "
            f"points.set_crs({CRS!r}) if they are degrees of longitude and latitude"
        )
    geometry = points.to_numpy()
    kinds = shapely.get_type_id(geometry)
    strange = np.flatnonzero((kinds != shapely.GeometryType.POINT) & (kinds != -1))
    if len(strange):
        first = strange[0]
        raise SchemaError(
            f"{len(strange):,} of {len(points):,} geometries are no points, the first "
            f"is a {points.iloc[first].geom_type} at {points.index[first]!r}; take "
            "points.representative_point() or points.explode()"
        )
    if not points.crs.equals(_SAME_DEGREES, ignore_axis_order=True):
        geometry = points.to_crs(CRS).to_numpy()
    is_place = (kinds != -1) & ~shapely.is_empty(geometry)
    x, y = np.full((2, len(points)), np.nan)
    shapely.get_x(geometry, out=x, where=is_place)
    shapely.get_y(geometry, out=y, where=is_place)
    return x, y


def _of_columns(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the two columns of a table that hold longitude and latitude."""
    names = next((pair for pair in _NAMES if set(pair) <= set(table.columns)), None)
    if names is None:
        raise SchemaError(
            "the table of points lacks the columns 'longitude' and 'latitude' (or "
            f"'lon' and 'lat'); it has {', '.join(map(repr, table.columns))}"
        )
    for name in names:
        if not pd.api.types.is_numeric_dtype(table[name]):
            raise SchemaError(
                f"the column {name!r} holds {table[name].dtype}, not numbers; "
                "make degrees of it with pandas.to_numeric"
            )
    x, y = (table[name].to_numpy(dtype=float, na_value=np.nan) for name in names)
    return x, y


def _check_degrees(x: np.ndarray, y: np.ndarray) -> None:
    """Refuse what cannot be longitude and latitude, above all the two swapped."""
    beyond = np.flatnonzero(np.isfinite(y) & (np.abs(y) > 90))
    if not len(beyond):
        return
    first = beyond[0]
    swapped = np.abs(x[first]) <= 90 and np.abs(y[first]) <= 180
    cause = (
        "longitude and latitude are swapped: longitude comes first"
        if swapped
        else "want degrees; set the CRS of other coordinates on a GeoSeries"
    )
    raise SchemaError(
        f"{len(beyond):,} of {len(y):,} points have a latitude beyond 90, the first "
        f"({x[first]:g}, {y[first]:g}); {cause}"
    )


def _kind(points) -> str:
    """Return what a value is, for a message."""
    shape = getattr(points, "shape", None)
    kind = type(points).__name__
    return f"{kind} of shape {shape}" if shape is not None else kind
