"""The archives of several prefectures as one coverage."""

import logging
from functools import cache

import geopandas as gpd
import pandas as pd
import shapely

from analysis.boundaries.n03 import cleaning
from analysis.boundaries.stored import store
from analysis.boundaries.stored.record import Record
from analysis.errors import SourceError

_log = logging.getLogger(__name__)


@cache
def joined(archives: tuple[Record, ...]) -> gpd.GeoDataFrame:
    """Return the units of archives of one vintage; callers must not change them.

    Two archives may draw the border between their prefectures differently: what both
    claim goes to one of them, which is logged.

    Returns
    -------
    geopandas.GeoDataFrame
        As `store.units`, in the same order; together a coverage.

    Raises
    ------
    SourceError
        If a unit would be lost or change by more than `cleaning.MOST_MOVED`, or the
        store was altered.
    """
    parts = [store.units(record) for record in archives]
    if len(parts) == 1:
        return parts[0]
    names = [record.name for record in archives]
    units = gpd.GeoDataFrame(pd.concat(parts, keys=names, names=["archive", None]))
    units = units.reset_index("archive").assign(last=units["kind"].eq("undetermined"))
    units = units.sort_values(["area_code", "last"], kind="stable", ignore_index=True)
    archive = units.pop("archive")
    units = units.drop(columns="last")
    edges = shapely.coverage_invalid_edges(units.geometry.array)
    _, near = units.sindex.query(edges[~shapely.is_empty(edges)], "intersects")
    apart = " and ".join(sorted(set(archive.iloc[near])))
    if apart:
        try:
            units, notes = cleaning.clean(units, apart)
        except SourceError as error:
            raise SourceError(
                f"{error}, or remove one with 'regional-iot boundaries remove'"
            ) from error
        _log.info("%s: %s", apart, "; ".join(notes))
    return units
