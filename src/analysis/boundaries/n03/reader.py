"""Boundaries from the archives of 国土数値情報 N03, as the ministry (MLIT) has them.

Every feature of an archive is kept: those of one body become one unit, and those of no
body (所属未定地, land of which no body is determined) units of their own.
"""

import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.boundaries.n03 import cleaning, file_names, schema
from analysis.boundaries.n03.archive import Layer, open_layer
from analysis.boundaries.n03.uncoded import listed
from analysis.boundaries.packaged import CRS, UNIT_COLUMNS
from analysis.errors import AnalysisError, SourceError
from analysis.geometry import coverage

_EVERY_BYTE = "ISO-8859-1"  # each byte is a character: nothing is lost before decoding
_JGD2011, _JGD2000 = 6668, 4612
_UNREADABLE = (
    RuntimeError,  # of pyogrio and pyproj
    shapely.errors.ShapelyError,
    ValueError,
    OSError,
    UnboundLocalError,  # pyogrio 0.13 raises it for a .prj that GDAL cannot read
)
_PREFECTURES = 47
_MOST_SAID, _LONGEST = 5, 200  # warnings that may have words of the file in them
_TWICE = 1e-9  # square degrees, some 10 m²


@dataclass(frozen=True)
class N03Archive:
    """What one archive holds."""

    vintage: date
    prefectures: tuple[str, ...]
    """Two digits each, of which there are units."""
    national: bool
    """Whether all 47 prefectures are there."""
    units: gpd.GeoDataFrame
    """`area_code`, `kind`, `city_code`, `prefecture_code`, `name_ja`, `geometry`."""
    notes: tuple[str, ...]
    """What was odd, mended or assumed, a sentence each.

    Where an area was moved, or was there twice, the sentence says how many km².
    """


def read_archive(path: Path, *, vintage: date | None = None) -> N03Archive:
    """Return the units of an archive of one prefecture or of the whole country.

    Parameters
    ----------
    path : Path
        The zip archive: a shapefile in cp932 or UTF-8, or GeoJSON, in the schema until
        2023 or that from 2024 on, in a folder or not.
    vintage : date, optional
        The day that the boundaries are of, where the names of the files leave it open.

    Returns
    -------
    N03Archive
        Its `units` are by `area_code`, then the bodies of a day before codes by
        prefecture, county and name, then areas of no body. Text: `area_code` (5 digits;
        missing where there is none), `kind` (municipality, ward, undetermined: of no
        body), `city_code` (of the designated city a ward is part of), `prefecture_code`
        (2 digits; missing if not told), `name_ja` (a ward without its city).
        `geometry`: EPSG:6668, valid, one row per body; together a coverage.

    Raises
    ------
    SourceError
        If the archive cannot be read (see `n03.archive.open_layer`),
        its attributes are in no known encoding, its vintage is not certain or is not
        `vintage`, its coordinates are not in Japan, bodies of 1970-04-01 or later have
        no codes, it is of another prefecture than its files' names say, or a unit would
        be lost, or change by more than `cleaning.MOST_MOVED` as borders are cleaned.
    SchemaError
        If a column of N03 is missing or holds something else.
    """
    path = Path(path)
    with open_layer(path) as layer:
        day = file_names.choose_vintage(path, layer.name, vintage)
        features, notes = _read(layer, path)
    named = [file_names.read_name(name).prefecture for name in (layer.name, path.name)]
    prefecture = named[0] or named[1]
    attributes = pd.DataFrame(features.drop(columns="geometry"))
    try:
        if layer.is_shapefile:
            attributes, odd = schema.decode(attributes, layer.encoding)
            notes += odd
        bodies = schema.read_bodies(attributes, prefecture, day=day)
    except AnalysisError as error:
        raise type(error)(f"{path}: {error}") from error
    features, placed = _in_jgd2011(features, path)
    units, mended = _dissolve(features.geometry, bodies.table)
    units, cleaned = cleaning.clean(units, path)
    prefectures = tuple(sorted(units["prefecture_code"].dropna().unique()))
    if prefecture and prefecture not in prefectures:
        raise SourceError(
            f"{path}: its files are called as those of prefecture {prefecture}, but "
            f"hold {', '.join(prefectures)}; look which archive it is"
        )
    notes += [*layer.notes, *bodies.notes, *placed, *mended, *cleaned]
    if prefecture and len(prefectures) > 1:
        notes.append(f"called as of prefecture {prefecture}, holds others as well")
    national = len(prefectures) == _PREFECTURES
    return N03Archive(day, prefectures, national, units, tuple(notes))


def _read(layer: Layer, path: Path) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the features, text of a shapefile as its bytes, and notes."""
    import pyogrio

    encoding = _EVERY_BYTE if layer.is_shapefile else None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            features = pyogrio.read_dataframe(layer.source, encoding=encoding)
        except _UNREADABLE as error:
            raise SourceError(
                f"{path}: {layer.name} cannot be read ({error}); "
                "get the archive from its publisher again"
            ) from error
    said = dict.fromkeys(str(warning.message)[:_LONGEST] for warning in caught)
    notes = [f"on reading: {text}" for text in [*said][:_MOST_SAID]]
    if not isinstance(features, gpd.GeoDataFrame) or features.geometry.isna().all():
        raise SourceError(f"{path}: {layer.name} holds no areas; get the archive again")
    return features, notes


def _in_jgd2011(
    features: gpd.GeoDataFrame, path: Path
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return features in JGD2011, and what was done about it."""
    crs = features.crs
    epsg = crs.to_epsg() if crs else None
    if crs is None:
        features, notes = features.set_crs(CRS), ["names no datum: taken as JGD2011"]
    elif epsg == _JGD2011:
        notes = []
    elif epsg == _JGD2000:
        features = features.set_crs(CRS, allow_override=True)
        notes = [
            "in JGD2000, taken as JGD2011: they differ by what the ground has moved in "
            "2011, some metres in Tōhoku"
        ]
    else:
        features = features.to_crs(CRS)
        is_same = crs.geodetic_crs and crs.geodetic_crs.to_epsg() == _JGD2011
        accuracy = "" if is_same else ", which is right to some 10 m"
        notes = [f"transformed to JGD2011 from {crs.name}{accuracy}"]
    west, south, east, north = features.total_bounds
    if not (120 <= west <= east <= 157 and 18 <= south <= north <= 48):
        raise SourceError(
            f"{path}: the coordinates ({west:g} to {east:g}, {south:g} to {north:g}) "
            "are not longitudes and latitudes of Japan; is the .prj file missing or "
            "wrong?"
        )
    return features, notes


def _dissolve(
    geometry: gpd.GeoSeries, bodies: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return one valid unit per body, in order, and notes on what was mended."""
    place = bodies[["prefecture_code", "county", "name_ja"]]
    key = bodies["area_code"].fillna(
        "~" + bodies["kind"].str.cat(place, "\t", na_rep="")
    )
    _, first, group = np.unique(
        key.to_numpy(dtype=object), return_index=True, return_inverse=True
    )
    parts, feature = shapely.get_parts(
        shapely.force_2d(geometry.to_numpy()), return_index=True
    )
    faulty = ~shapely.is_valid(parts)
    # Shapefiles tell shells from holes, so a ring that crosses itself is no hole.
    parts[faulty] = shapely.make_valid(
        parts[faulty], method="structure", keep_collapsed=False
    )
    parts, part = shapely.get_parts(parts, return_index=True)
    areal = (shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)
    parts, of_body = parts[areal], group[feature[part]][areal]
    by_body = np.argsort(of_body, kind="stable")
    parts, of_body = parts[by_body], of_body[by_body]
    starts = np.flatnonzero(np.diff(of_body, prepend=-1))
    shapes = [_merged(run) for run in np.split(parts, starts[1:]) if len(run)]
    found = of_body[starts]
    excess = np.add.reduceat(shapely.area(parts), starts) - shapely.area(shapes)
    twice = excess > _TWICE
    units = gpd.GeoDataFrame(
        bodies.iloc[first[found]].reset_index(drop=True), geometry=shapes, crs=CRS
    )
    units["is_open"] = units["kind"].eq("undetermined")
    order = ["area_code", "is_open", "prefecture_code", "county", "name_ja"]
    units = units.sort_values(order, ignore_index=True, kind="stable")
    notes = []
    if faulty.any():
        notes.append(f"mended {faulty.sum():,} polygons that crossed themselves")
    if twice.any():
        names = bodies["name_ja"].iloc[first[found[twice]]]
        doubled = gpd.GeoSeries(parts[np.isin(of_body, found[twice])], crs=CRS)
        notes.append(
            f"parts of {listed(names)} overlapped or were there twice: merged, "
            f"{coverage.overlap_km2(doubled):.4f} km² counted once"
        )
    lost = bodies.iloc[np.delete(first, found)]
    if len(lost):
        notes.append(f"without any polygon, left out: {listed(lost['name_ja'])}")
    return units[list(UNIT_COLUMNS)], notes


def _merged(parts: np.ndarray) -> shapely.Geometry:
    """Return the polygons of one body as one valid geometry."""
    if len(parts) == 1:
        return parts[0]
    together = shapely.multipolygons(parts)
    return together if shapely.is_valid(together) else shapely.union_all(parts)
