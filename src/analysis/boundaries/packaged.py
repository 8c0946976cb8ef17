"""The packaged polygons: municipalities and prefectures, offline from the first minute.

Areas of the Japan Meteorological Agency, mended into a clean coverage by
`analysis.boundaries.build`. The six villages of the Northern Territories, for which the
source has a single area, and the wards of designated cities have no polygon here.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files

import geopandas as gpd
import pandas as pd

CRS = "EPSG:6668"
"""JGD2011, longitude and latitude in degrees."""

VINTAGE = "2025-03-10"
"""The day on which the source's files were made."""

SOURCE = "Japan Meteorological Agency, areas of warnings"

ATTRIBUTION = (
    "Boundaries: Japan Meteorological Agency (Public Data License 1.0), processed"
)


def municipalities() -> gpd.GeoDataFrame:
    """Return the polygons of the 1,741 municipalities and special wards, by code.

    Returns
    -------
    geopandas.GeoDataFrame
        `lg_code`, `prefecture_code`, `name_ja` (str), `area_km2` (float, km², of the
        polygon, which is generalized) and `geometry` (EPSG:6668): a clean coverage,
        neighbours share their borders vertex by vertex. A copy: callers may change it.
    """
    return _packaged("municipalities").copy()


def prefectures() -> gpd.GeoDataFrame:
    """Return the polygons of the 47 prefectures; columns as of `municipalities`.

    Each is made of its municipalities; Hokkaidō includes the Northern Territories, too,
    as it does in official maps and areas.
    """
    return _packaged("prefectures").copy()


def polygons(lg_codes: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the polygons of the bodies asked for, as far as there are any.

    Parameters
    ----------
    lg_codes : iterable of str
        Local government codes of prefectures and municipalities.

    Returns
    -------
    geopandas.GeoDataFrame
        One row for each body that has a polygon; columns as of `municipalities`.
    """
    codes = set(lg_codes)
    layers = [_packaged(name) for name in ("prefectures", "municipalities")]
    wanted = [layer[layer["lg_code"].isin(codes)] for layer in layers]
    return gpd.GeoDataFrame(pd.concat(wanted, ignore_index=True), crs=CRS)


@cache
def _packaged(name: str) -> gpd.GeoDataFrame:
    """Return a packaged layer, read once; callers must not change it."""
    with as_file(files("analysis") / "data" / f"{name}.parquet") as path:
        return gpd.read_parquet(path)
