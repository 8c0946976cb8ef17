"""The polygons of a level: what `analysis.boundaries` gives."""

import datetime as dt
import warnings
from functools import lru_cache

import geopandas as gpd
import pandas as pd

from analysis.boundaries import levels, packaged, sets
from analysis.boundaries.sets import BoundarySet
from analysis.boundaries.stored import derived
from analysis.errors import SourceError
from analysis.gazetteer.codes import lg_code
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.gazetteer.register import register
from analysis.geometry import coverage
from analysis.geometry.points import PolygonIndex
from analysis.geometry.simplify import DETAILS

_DECIMALS = 3  # of a km²: 1,000 m²
_NAMED = 5


def boundaries(
    level: str,
    *,
    vintage: dt.date | str | int | None = None,
    source: str | None = None,
    detail: str = "full",
) -> gpd.GeoDataFrame:
    """Return the polygons of the bodies of a level, a clean coverage.

    Parameters
    ----------
    level : {"municipality", "ward", "prefecture", "region", "telecom_bureau"}
        Municipalities with the special wards of Tōkyō; wards of designated cities;
        prefectures; the 8 customary regions; the districts of the 11 bureaus of
        telecommunications.
    vintage : date, str or int, optional
        The day of the boundaries, or the year if only one vintage is of it.
    source : {"jma", "n03"}, optional
        Packaged areas of the Meteorological Agency, or 国土数値情報 N03 as imported or
        fetched. Without source and vintage the packaged set, whatever else is there.
    detail : {"full", "medium", "coarse"}
        As the source has it, for maps of a prefecture, or for maps of the country.
        Simplified polygons share their borders still, and none is lost.

    Returns
    -------
    geopandas.GeoDataFrame
        In the order of the codes, or of the groups from north to south. Text:
        `lg_code` (6 digits), `area_code` (5), `name_ja` (a ward with its city),
        `name_en`, `prefecture_code` (2), `region`, `telecom_bureau`, each missing where
        the level has none. `area_km2`: float, km², of the polygon at full detail on
        the GRS80 ellipsoid, by way of an equal-area projection. `area_error`: float,
        area of this polygon ÷ `area_km2` − 1. `vintage` (ISO date), `source`,
        `attribution`: text. `geometry`: EPSG:6668 (JGD2011). A copy.

    Raises
    ------
    SourceError
        If there are no boundaries of that source and vintage, which lists those that
        are; if they hold nothing of that level; or if the store was altered.
    ValueError
        If `level`, `detail` or `source` is unknown or `vintage` is no date.

    Warns
    -----
    UserWarning
        If the set lacks bodies of the level: those of prefectures that were not
        imported, regions that such a one is part of, wards that the source has not.
    """
    _check("level", level, levels.LEVELS)
    _check("detail", detail, DETAILS)
    chosen = sets.find(source, vintage)
    found = layer(chosen, level, detail)
    lacking = _lacking(chosen, level, found)
    if found.empty:
        raise SourceError(f"{chosen} has no {level}{lacking and ': '}{lacking}")
    if lacking:
        warnings.warn(f"{chosen} has not every {level}: {lacking}", stacklevel=2)
    return found.copy()


@lru_cache(maxsize=32)
def layer(chosen: BoundarySet, level: str, detail: str = "full") -> gpd.GeoDataFrame:
    """Return the polygons of a level of one set; callers must not change them."""
    found = shapes(chosen, level, detail)
    table = levels.names(found.index, level, chosen.vintage, chosen.units(detail))
    # On an ellipsoid of that size the third decimal is a rounding of its own.
    table["area_km2"] = found["area_km2"].round(_DECIMALS)
    table["area_error"] = found["area_error"]
    table["vintage"] = str(chosen.vintage)
    table["source"] = chosen.source
    table["attribution"] = chosen.attribution
    table["geometry"] = found.geometry
    return gpd.GeoDataFrame(table, crs=packaged.CRS).reset_index(drop=True)


@lru_cache(maxsize=32)
def shapes(chosen: BoundarySet, level: str, detail: str = "full") -> gpd.GeoDataFrame:
    """Return `geometry`, `area_km2` and `area_error` of a level by code or group."""
    if chosen.source == "jma":
        return _shapes(chosen, level, detail)
    name = f"{chosen.key}-{level}-{detail}"
    return derived.cached(name, lambda: _shapes(chosen, level, detail))


@lru_cache(maxsize=32)
def cities(chosen: BoundarySet) -> dict[str, str]:
    """Return the code of the city of each ward of a set, by the code of the ward."""
    wards = chosen.units().dropna(subset=["area_code", "city_code"])
    return {
        lg_code(ward): lg_code(city)
        for ward, city in zip(wards["area_code"], wards["city_code"], strict=True)
    }


@lru_cache(maxsize=16)
def polygon_index(chosen: BoundarySet, level: str) -> PolygonIndex:
    """Return the index of a level of a set; its rows are those of `layer`."""
    return PolygonIndex(layer(chosen, level).geometry)


def known_wards(chosen: BoundarySet) -> pd.DataFrame:
    """Return the wards that the prefectures of a set had on its day.

    Rows of the register, with `is_there`: whether the set has the ward.
    """
    wards = register(chosen.vintage)
    wards = wards[wards["entity_type"].eq("ward")]
    wards = wards[wards["prefecture_code"].isin(chosen.prefectures)]
    return wards.assign(
        is_there=wards["lg_code"].isin(layer(chosen, "ward")["lg_code"])
    )


def _shapes(chosen: BoundarySet, level: str, detail: str) -> gpd.GeoDataFrame:
    polygons = levels.dissolve(chosen.units(detail), level)
    found = gpd.GeoDataFrame(geometry=polygons)
    area = coverage.area_km2(polygons)
    if detail == "full":
        found["area_km2"], found["area_error"] = area, 0.0
    else:
        found["area_km2"] = shapes(chosen, level)["area_km2"]
        found["area_error"] = area / found["area_km2"] - 1
    return found


def _lacking(chosen: BoundarySet, level: str, found: gpd.GeoDataFrame) -> str:
    """Return which bodies of a level a set does not have, empty if it has all."""
    held = ", ".join(chosen.prefectures)
    if level in ("region", "telecom_bureau"):
        lost = [g for g in levels.groups(level) if g not in set(found["name_en"])]
        return (
            f"of {_listed(lost)} not all prefectures are there, only {held}"
            if lost
            else ""
        )
    if level != "ward":
        partial = len(chosen.prefectures) < len(PREFECTURE_CODES)
        return f"it holds prefectures {held} only" if partial else ""
    wards = known_wards(chosen)
    lost = wards.loc[~wards["is_there"], "parent_code"]
    names = register(chosen.vintage).set_index("lg_code")["name_ja"]
    cities = lost.drop_duplicates().map(names)
    return f"{len(lost)} wards of {_listed(cities.tolist())}" if len(lost) else ""


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _check(name: str, value: str, known) -> None:
    if value not in known:
        raise ValueError(f"want a {name} of {', '.join(known)}, got {value!r}")
