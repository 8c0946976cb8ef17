"""From polygons as published to a clean coverage: neighbours share their borders.

Pure geometry, in longitude and latitude; nothing here knows of municipalities.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

EQUAL_AREA = "+proj=laea +lat_0=36 +lon_0=138 +ellps=GRS80 +units=m"
"""Lambert's azimuthal equal-area projection about the middle of Japan, in metres.

Its areas are those of the GRS80 ellipsoid. Its lengths are only near: within 1.5 %
all over Japan.
"""

GAP_WIDTH = 7e-4
"""Gaps narrower than this are slivers and are closed (degrees, some 70 m).

The source's coordinates have four decimals (10 m) and its edges are 1 km long on
average, so a body of water this narrow cannot be told from two lines that were
generalized apart. No gap between two municipalities is wider; the wider ones lie in
one municipality each and are water: harbours, lagoons, river mouths.
"""


def mend(polygons: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return `polygons` valid, read as the source draws them.

    The source has no interior rings. A hole, such as the place of an enclave, is one
    more polygon whose ring runs the other way. A coast that was generalized until it
    crosses itself leaves a loop that runs the other way, too: a spit drawn beyond the
    crossing is land still, an inlet is water. Counting crossings (even: outside, odd:
    inside) gets both right where filling every loop does not.

    Parameters
    ----------
    polygons : GeoSeries
        Polygons and multipolygons, valid or not.

    Returns
    -------
    GeoSeries
        The same index; valid geometries are as they were. What has no area is lost.
    """
    mended = polygons.array.copy()
    for row in np.flatnonzero(~polygons.is_valid):
        mended[row] = _mend(polygons.iloc[row])
    return gpd.GeoSeries(mended, index=polygons.index, crs=polygons.crs)


def clean(polygons: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return valid `polygons` as a coverage: no overlap, no sliver, matching vertices.

    An overlap goes to the claimant, and a gap narrower than `GAP_WIDTH` to the
    neighbour, that it shares the longest border with. Nothing else moves.
    """
    # GEOS notes and rebuilds all borders at once, so that they match by construction;
    # snapping each polygon to a grid by itself moves the two sides of a border apart.
    cleaned = shapely.coverage_clean(polygons.array, gap_width=GAP_WIDTH)
    return gpd.GeoSeries(cleaned, index=polygons.index, crs=polygons.crs)


def enclosed_gaps(polygons: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return the areas that `polygons` enclose and do not cover, widest first.

    Returns
    -------
    GeoDataFrame
        ``geometry``; ``width_m``, diameter of the largest circle inside; ``area_m2``;
        ``neighbours``, the labels of the polygons around, as a tuple.
    """
    parts = shapely.get_parts(_union(polygons))
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    gaps = gpd.GeoDataFrame(geometry=holes, crs=polygons.crs)
    level = gaps.to_crs(EQUAL_AREA)
    circles = shapely.maximum_inscribed_circle(level.geometry.array, 0.1)
    gap, neighbour = polygons.sindex.query(gaps.geometry, predicate="intersects")
    around = pd.Series(polygons.index[neighbour]).groupby(gap).agg(tuple)
    gaps["width_m"] = 2 * shapely.length(circles)
    gaps["area_m2"] = level.area
    gaps["neighbours"] = around.astype(object)  # even if there are none
    return gaps.sort_values("width_m", ascending=False, ignore_index=True)


def overlap_km2(polygons: gpd.GeoSeries) -> float:
    """Return the area that valid `polygons` cover more than once, in km²."""
    level = polygons.to_crs(EQUAL_AREA)
    excess = level.area.sum() - level.union_all().area
    return max(float(excess), 0.0) / 1e6  # rounding may leave it a hair below 0


def invalid_edges_m(polygons: gpd.GeoSeries) -> float:
    """Return the length of edges that keep `polygons` from being a coverage, in m.

    Counted are edges that overlap a neighbour or do not match its own.
    """
    edges = shapely.coverage_invalid_edges(polygons.array)
    return float(gpd.GeoSeries(edges, crs=polygons.crs).to_crs(EQUAL_AREA).length.sum())


def area_km2(polygons: gpd.GeoSeries) -> pd.Series:
    """Return the area of each polygon on the GRS80 ellipsoid, in km²."""
    return polygons.to_crs(EQUAL_AREA).area / 1e6


def _union(polygons: gpd.GeoSeries) -> shapely.Geometry:
    """Return all polygons as one; of a coverage it takes a fraction of the time."""
    if shapely.coverage_is_valid(polygons.array):
        return shapely.coverage_union_all(polygons.array)
    return shapely.union_all(polygons.array)


def _mend(polygon: shapely.Geometry) -> shapely.Geometry:
    """Mend ring by ring, then punch the rings that run the other way."""
    parts = shapely.get_parts(polygon)
    holes = np.array([_signed_area(part) > 0 for part in parts])
    areas = np.array([_areal(shapely.make_valid(part)) for part in parts])
    # Not difference(): a ring that crosses itself may run the other way in most of its
    # length and still be land, and then lies in no other ring.
    return shapely.symmetric_difference(
        shapely.union_all(areas[~holes]), shapely.union_all(areas[holes])
    )


def _areal(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a mended geometry without its stray lines and points."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _signed_area(polygon: shapely.Polygon) -> float:
    """Return twice the area within the exterior ring, above 0 if anticlockwise.

    By the whole ring: shapely.is_ccw() looks at its highest vertex only and is wrong
    where a ring crosses itself.
    """
    x, y = (shapely.get_coordinates(polygon) - shapely.get_coordinates(polygon)[0]).T
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1])
