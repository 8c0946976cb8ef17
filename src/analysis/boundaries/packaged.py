"""The packaged set of boundaries: offline from the first minute.

Areas of the Japan Meteorological Agency, mended into a clean coverage and simplified by
`analysis.boundaries.build`. Of the wards of designated cities it has those of 京都市
and 広島市; the six villages of the Northern Territories share one area.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files

import geopandas as gpd
import pandas as pd

from analysis.boundaries import levels
from analysis.geometry import coverage
from analysis.geometry.simplify import DETAILS

CRS = "EPSG:6668"
"""JGD2011, longitude and latitude in degrees."""

VINTAGE = dt.date(2025, 3, 10)
"""The day on which the source's files were made."""

SOURCE = "jma"

TITLE = "Japan Meteorological Agency, areas of warnings"

ATTRIBUTION = (
    "Boundaries: Japan Meteorological Agency (Public Data License 1.0), processed"
)

LICENCE = "Public Data License 1.0"

UNIT_COLUMNS = (
    "area_code",
    "kind",
    "city_code",
    "prefecture_code",
    "name_ja",
    "geometry",
)
"""What every set of boundaries says of its units."""


def units(detail: str = "full") -> gpd.GeoDataFrame:
    """Return the finest shapes of the packaged set, by area code, the uncoded last.

    Parameters
    ----------
    detail : str
        One of `analysis.geometry.simplify.DETAILS`.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `UNIT_COLUMNS`, a copy. Text: `area_code` (5 digits, missing for an area
        of no body), `kind` (municipality, ward, undetermined), `city_code` (5 digits,
        the city of a ward, else missing), `prefecture_code` (2), `name_ja`.
        `geometry`: EPSG:6668, a clean coverage, neighbours share their borders vertex
        by vertex. A city whose wards are here has no row of its own.

    Raises
    ------
    ValueError
        If `detail` is unknown.
    """
    return _units(detail).copy()


def municipalities() -> gpd.GeoDataFrame:
    """Return the 1,741 municipalities and special wards, by code; a copy.

    `lg_code`, `prefecture_code`, `name_ja` (str), `area_km2` (float, km², of the
    polygon) and `geometry` (EPSG:6668).
    """
    return _layer("municipality").copy()


def prefectures() -> gpd.GeoDataFrame:
    """Return the 47 prefectures; columns as of `municipalities`."""
    return _layer("prefecture").copy()


def polygons(lg_codes: Iterable[str]) -> gpd.GeoDataFrame:
    """Return those of the prefectures and municipalities that are asked for."""
    codes = set(lg_codes)
    layers = [_layer(level) for level in ("prefecture", "municipality")]
    wanted = [layer[layer["lg_code"].isin(codes)] for layer in layers]
    return gpd.GeoDataFrame(pd.concat(wanted, ignore_index=True), crs=CRS)


def file_name(detail: str) -> str:
    """Return the name of the packaged file of the units at a detail.

    Raises
    ------
    ValueError
        If `detail` is unknown.
    """
    if detail not in DETAILS:
        raise ValueError(f"want a detail of {', '.join(DETAILS)}, got {detail!r}")
    return "units.parquet" if detail == "full" else f"units_{detail}.parquet"


def size() -> int:
    """Return the size of the packaged files of boundaries together, in bytes."""
    folder = files("analysis") / "data"
    total = 0
    for detail in DETAILS:
        with as_file(folder / file_name(detail)) as path:
            total += path.stat().st_size
    return total


@cache
def _units(detail: str) -> gpd.GeoDataFrame:
    """Return packaged units, read once; callers must not change them."""
    with as_file(files("analysis") / "data" / file_name(detail)) as path:
        return gpd.read_parquet(path)


@cache
def _layer(level: str) -> gpd.GeoDataFrame:
    """Return the polygons of a level, made once; callers must not change them."""
    shapes = levels.dissolve(_units("full"), level)
    names = levels.names(shapes.index, level, VINTAGE)
    table = names[["lg_code", "prefecture_code", "name_ja"]].assign(
        area_km2=coverage.area_km2(shapes).round(3), geometry=shapes
    )
    return gpd.GeoDataFrame(table, crs=CRS).reset_index(drop=True)
