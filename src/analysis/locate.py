"""Entities → geometry and area, from the boundaries."""

import geopandas as gpd
import pandas as pd

from analysis.boundaries import CRS, polygons
from analysis.errors import SchemaError
from analysis.normalize import ENTITY_COLUMNS

_NO_POLYGON = "no boundary of its own in the packaged set: located by its office alone"


def locate(entities: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the entities with the polygon and the area of each body.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table, as `analysis.normalize` makes it. Columns read: `status`,
        `lg_code` and `note`.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows, index and order; added: `area_km2` (float, km², of the packaged
        boundaries, which are generalized) and `geometry` (EPSG:6668, JGD2011). Rows
        that are not resolved have neither. A ward of a designated city has no polygon
        in the packaged set, which its `note` says.

    Raises
    ------
    SchemaError
        If a column is missing, or codes are numbers.
    """
    missing = [c for c in ("status", "lg_code", "note") if c not in entities]
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
    shapes = polygons(codes.unique())
    bare = pd.DataFrame(entities).drop(
        columns=["area_km2", "geometry"], errors="ignore"
    )
    table = bare.merge(
        shapes[["lg_code", "area_km2", "geometry"]],
        on="lg_code",
        how="left",
        validate="many_to_one",
    )
    table.index = entities.index
    alone = table["lg_code"].notna() & table["geometry"].isna()
    table["note"] = [
        _with_remark(note) if marked else note
        for note, marked in zip(table["note"].fillna(""), alone, strict=True)
    ]
    known = [c for c in ENTITY_COLUMNS if c in table]
    others = [c for c in table if c not in known and c != "geometry"]
    return gpd.GeoDataFrame(table[[*known, *others, "geometry"]], crs=CRS)


def _with_remark(note: str) -> str:
    """Return a note that says, once, that a body has no polygon."""
    if _NO_POLYGON in note:
        return note
    return f"{note}; {_NO_POLYGON}" if note else _NO_POLYGON
