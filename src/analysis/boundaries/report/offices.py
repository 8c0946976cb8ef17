"""Whether the office of every body lies in its own polygon."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.boundaries import levels
from analysis.boundaries.report.markdown import table
from analysis.geometry.points import PolygonIndex

TOLERANCE_M = 300.0
"""How far off its polygon an office may be for the polygon's sake.

The source's edges are 1 km long on average. A coast that is drawn so cuts off harbours
and reclaimed land, where offices of coastal towns stand.
"""

FROM_THE_PORT = {
    "463035": "right: its islands are run from the port, 鹿児島市名山町12-18",
    "463043": "right: its islands are run from the port, 鹿児島市泉町14-15",
    "473812": "right: its islands are run from the port, 石垣市美崎町11-1",
}
"""Bodies whose office stands in another municipality, and where, by code."""

_BY_THE_EDGE = "within the tolerance: the edge of the polygon is generalized"
_FARTHEST_M = 1_000_000.0


def offices(units: gpd.GeoDataFrame, register: pd.DataFrame) -> str:
    """Return the section of the report in Markdown.

    Parameters
    ----------
    units : GeoDataFrame
        The units at full detail.
    register : DataFrame
        The bodies on the day of the vintage.
    """
    bodies = check_offices(units, register)
    located = bodies[bodies["m"].notna()]
    outside = located[located["m"] > 0].sort_values("m", ascending=False)
    name_of = bodies.set_index("area_code")["name_ja"]
    rows = [
        {
            "code": body.lg_code,
            "name": body.name_ja,
            "latitude": f"{body.latitude:.5f}",
            "longitude": f"{body.longitude:.5f}",
            "source of the point": body.office_source,
            "off, m": f"{body.m:,.0f}",
            "in": name_of.get(body.lies_in, "–"),
            "why": "not known" if pd.isna(body.why) else body.why,
        }
        for body in outside.itertuples()
    ]
    beyond = (outside["m"] > TOLERANCE_M).sum()
    in_city = located["boundary_of"].eq("city").sum()
    without = bodies[bodies["m"].isna()]
    named = ", ".join(without["lg_code"] + " " + without["name_ja"])
    return f"""## Office points

The register has {len(bodies):,} bodies on the day of the vintage, each with a point.
{len(located):,} have a polygon, {in_city} wards among them that of their city: \
{len(located) - len(outside):,} points lie in it,
{len(outside) - beyond} up to {TOLERANCE_M:.0f} m off it and {beyond} farther, by the \
geodesic on GRS80.

{table(rows)}
The tolerance is what a generalized coast may cut off: the source's edges are 1 km long
on average. Without a polygon, and their points without an office: {named}.
"""


def check_offices(units: gpd.GeoDataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Return how far the office of every body is off the polygon of the body.

    Parameters
    ----------
    units : GeoDataFrame
        As `offices` takes them.
    register : DataFrame
        Columns read: `lg_code`, `area_code`, `parent_code`, `latitude`, `longitude`.

    Returns
    -------
    DataFrame
        `register`, renumbered; added: `boundary_of` (own, or city: a ward on the
        polygon of its city; missing without polygon), `m` (metres, 0 inside, missing
        without polygon), `lies_in` (area code of the municipality around a point that
        is off, missing at sea) and `why` it is off, missing where that is not known.
    """
    bodies = register.reset_index(drop=True)
    municipalities = levels.dissolve(units, "municipality")
    prefectures = levels.dissolve(units, "prefecture").rename(lambda code: f"{code}000")
    polygons = pd.concat([municipalities, levels.dissolve(units, "ward"), prefectures])
    own, city = bodies["area_code"], bodies["parent_code"].str[:5]
    known = own.isin(polygons.index)
    shapes = polygons.reindex(own.where(known, city))
    lost = shapes.isna().to_numpy()
    bodies["boundary_of"] = known.map({True: "own", False: "city"}).mask(lost)

    x, y = bodies["longitude"].to_numpy(), bodies["latitude"].to_numpy()
    inside = shapely.covers(shapes.array, shapely.points(x, y))
    off = np.flatnonzero(~inside & ~lost)
    metres = np.where(lost, np.nan, 0.0)
    for row in off:
        index = PolygonIndex(shapes.iloc[[row]])
        [metres[row]] = index.nearest(x[[row]], y[[row]], _FARTHEST_M)[1]
    bodies["m"] = metres

    around = PolygonIndex(municipalities).at(x[off], y[off])
    codes = [municipalities.index[row] if row >= 0 else None for row in around]
    bodies["lies_in"] = pd.Series(codes, off, dtype="str")
    by_the_edge = bodies["m"].gt(0) & bodies["m"].le(TOLERANCE_M)
    why = bodies["lg_code"].map(FROM_THE_PORT).where(bodies["m"] > 0)
    bodies["why"] = why.mask(by_the_edge, _BY_THE_EDGE)
    return bodies
