"""The bodies of a list on a map: where, under which name, and what is said of them."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.boundaries import layers, packaged, sets
from analysis.charts import wording

_DEGREE = 111.2  # km, of latitude
_SUFFIXES = (" Prefecture", " Metropolis", " City", " Town", " Village", " Ward")


def places(located: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude of each body, NaN where unknown."""
    known = located[["longitude", "latitude"]].astype("Float64").astype(float)
    longitude, latitude = known.to_numpy().T
    return longitude, latitude


def once(located: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows of a list without those that name a body again."""
    codes = located["lg_code"]
    return located[~(codes.notna() & codes.duplicated())]


@cache
def ground(level: str) -> gpd.GeoSeries:
    """Return the packaged polygons by the code of the body; callers must not change it.

    Indexed once: that takes longer than drawing a small map.
    """
    layer = layers.layer(sets.find(packaged.SOURCE, None), level)
    code = "prefecture_code" if level == "prefecture" else "lg_code"
    return layer.geometry.set_axis(layer[code])


def largest_parts(polygons: gpd.GeoSeries, latitude: pd.Series) -> np.ndarray:
    """Return the area of the largest piece of each polygon in km², roughly.

    What is seen of a village of many islets is no more than that; 0 without a polygon.
    """
    parts, owner = shapely.get_parts(polygons.to_numpy(), return_index=True)
    largest = np.zeros(len(polygons))
    np.maximum.at(largest, owner, shapely.area(parts))
    return largest * np.cos(np.radians(latitude.to_numpy(dtype=float))) * _DEGREE**2


def absences(status: pd.Series, longitude, lang: str, *, shown=None) -> list[str]:
    """Return a remark for every reason why rows of a list are not on a map.

    Parameters
    ----------
    status : pandas.Series
        Of each row: resolved, ambiguous or unmatched.
    longitude : numpy.ndarray
        Of each row, NaN where unknown.
    shown : numpy.ndarray of bool, optional
        Which rows a frame holds; all that have a place if left out.
    """
    known = ~np.isnan(longitude)
    resolved = status.eq("resolved").to_numpy()
    reasons = {
        "missing": ~known & ~resolved,
        "placeless": ~known & resolved,
        "outside": known & ~(known if shown is None else shown),
    }
    return [
        wording.say(lang, reason, n=int(rows.sum()))
        for reason, rows in reasons.items()
        if rows.any()
    ]


def area_remarks(shown: gpd.GeoDataFrame, lang: str) -> list[str]:
    """Return what a reader must know of the areas and the places of bodies on a map."""
    counts = {
        "on_city": shown["boundary_of"].eq("city").sum(),
        "on_successor": shown["boundary_of"].isin(["successor", "predecessor"]).sum(),
        "no_area": (shown["boundary_of"].isna() & shown["longitude"].notna()).sum(),
        "representative_point": shown["point_source"].eq("representative_point").sum(),
    }
    return [wording.say(lang, key, n=int(n)) for key, n in counts.items() if n]


def boundary_lines(shown: gpd.GeoDataFrame, lang: str) -> list[str]:
    """Return whose boundaries a map is drawn with, and where their year is another.

    A phrase for each set, so that a foot can be broken between them.

    Parameters
    ----------
    shown : geopandas.GeoDataFrame
        The bodies on the map. Columns read: `boundary_source`, `boundary_vintage`,
        `as_of`. The ground of the map, always of the packaged set, is named, too.
    """
    vintages = day_texts(shown["boundary_vintage"])
    pairs = shown.assign(boundary_vintage=vintages)
    pairs = pairs[["boundary_vintage", "boundary_source"]].dropna().drop_duplicates()
    used = [(source, vintage) for vintage, source in sorted(pairs.to_numpy().tolist())]
    ground = packaged.SOURCE, str(packaged.VINTAGE)
    named = [wording.boundary_set(lang, *each) for each in used or [ground]]
    listed = f"{wording.say(lang, 'semicolon')}\n".join(named)
    lines = wording.say(lang, "boundaries", listed=listed).split("\n")
    if used and ground not in used:
        lines.append(ground_line(lang))
    placed = shown.dropna(subset=["boundary_vintage", "as_of"])
    of_list = placed["as_of"].astype(str).str[:4]
    for year, lists in of_list.groupby(vintages[placed.index].str[:4]):
        others = sorted(set(lists) - {year})
        if others:
            listed = "–".join(dict.fromkeys([others[0], others[-1]]))
            lines.append(wording.say(lang, "years", boundaries=year, list=listed))
    return lines


def day_texts(days: pd.Series) -> pd.Series:
    """Return days as ISO text: a map file that is read back may hold times."""
    return days.astype("str").str[:10]


def ground_line(lang: str) -> str:
    """Return whose boundaries the ground of every map is drawn with."""
    name = wording.boundary_set(lang, packaged.SOURCE, packaged.VINTAGE)
    return wording.say(lang, "background", name=name)


def body_name(entity: pd.Series, lang: str) -> str:
    """Return the name of a body for a map: "Hiezu" or 日吉津村."""
    if lang == "ja" or pd.isna(entity["name_en"]):
        return entity["name_ja"]  # no source tells how some former names are read
    name = entity["name_en"]
    suffix = next((word for word in _SUFFIXES if name.endswith(word)), "")
    return name.removesuffix(suffix)
