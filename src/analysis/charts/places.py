"""The bodies of a list on a map: where, under which name, and which are absent."""

import geopandas as gpd
import numpy as np
import pandas as pd

from analysis.charts import wording

_SUFFIXES = (" Prefecture", " Metropolis", " City", " Town", " Village", " Ward")


def places(located: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude of each office, NaN where unknown.

    Where no office is known, a point inside the polygon stands in.
    """
    longitude = located["longitude"].to_numpy(dtype=float, na_value=np.nan).copy()
    latitude = located["latitude"].to_numpy(dtype=float, na_value=np.nan).copy()
    lost = (np.isnan(longitude) | np.isnan(latitude)) & (
        located.geometry.notna() & ~located.geometry.is_empty
    ).to_numpy()
    inside = located.geometry[lost].representative_point()
    longitude[lost], latitude[lost] = inside.x, inside.y
    return longitude, latitude


def once(located: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows of a list without those that name a body again."""
    codes = located["lg_code"]
    return located[~(codes.notna() & codes.duplicated())]


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


def body_name(entity: pd.Series, lang: str) -> str:
    """Return the name of a body for a map: "Hiezu" or 日吉津村."""
    if lang == "ja" or pd.isna(entity["name_en"]):
        return entity["name_ja"]  # no source tells how some former names are read
    name = entity["name_en"]
    suffix = next((word for word in _SUFFIXES if name.endswith(word)), "")
    return name.removesuffix(suffix)
