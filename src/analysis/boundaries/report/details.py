"""What simplification makes of the packaged units: how much smaller, how far off."""

import geopandas as gpd
import pandas as pd
import shapely

from analysis.boundaries import levels
from analysis.boundaries.report.markdown import table
from analysis.geometry import coverage
from analysis.geometry.simplify import DETAILS

_WORST = 15


def details(units: dict[str, gpd.GeoDataFrame], sizes: dict[str, int]) -> str:
    """Return the section in Markdown.

    Parameters
    ----------
    units : dict of GeoDataFrame
        The units by detail.
    sizes : dict of int
        The size of the file of each detail, in bytes.
    """
    area = {
        detail: coverage.area_km2(shapes.geometry) for detail, shapes in units.items()
    }
    errors = {d: area[d] / area["full"] - 1 for d, chosen in DETAILS.items() if chosen}
    return f"""## Details

GEOS removes vertices by the size of their triangles (Visvalingam and Whyatt); how far
it may go is chosen for every unit, so that its area stays within the limit. Neighbours
keep the same vertices of their border, and no part and no hole is lost. Medium is for
maps of a prefecture, coarse for maps of the country.

{_sizes(units, sizes, errors)}
All details together have {sum(sizes.values()):,} bytes.

### Levels

Dissolved from the units of each detail. A level has all its bodies, but for the wards
of other cities than 京都市 and 広島市, which the source lacks.

{_levels(units)}
### The areas that changed most

{_worst(units["full"], area["full"], errors)}"""


def _sizes(
    units: dict[str, gpd.GeoDataFrame],
    sizes: dict[str, int],
    errors: dict[str, pd.Series],
) -> str:
    """Tell what each detail holds, and how the areas of its units are off."""
    rows = []
    for detail, shapes in units.items():
        chosen, error = DETAILS[detail], errors.get(detail)
        rows.append(
            {
                "detail": detail,
                "tolerance, m": f"{chosen.tolerance_m:,.0f}" if chosen else "–",
                "most error": f"{chosen.most_error:.0%}" if chosen else "–",
                "units": f"{len(shapes):,}",
                **_counts(shapes.geometry),
                "bytes": f"{sizes[detail]:,}",
                **_quantiles(error),
            }
        )
    return table(rows)


def _levels(units: dict[str, gpd.GeoDataFrame]) -> str:
    """Tell of every level at every detail whether it is whole and clean."""
    rows = []
    for level in levels.LEVELS:
        full = levels.dissolve(units["full"], level)
        area = coverage.area_km2(full)
        for detail, shapes in units.items():
            found = levels.dissolve(shapes, level)
            clean = found.is_valid.all() and shapely.coverage_is_valid(found.array)
            error = (coverage.area_km2(found) / area - 1) if DETAILS[detail] else None
            rows.append(
                {
                    "level": level,
                    "detail": detail,
                    "shapes": f"{(~found.is_empty).sum():,}",
                    "missing": f"{len(full.index.difference(found.index)):,}",
                    "a valid coverage": "yes" if clean else "no",
                    **_counts(found),
                    **_quantiles(error),
                }
            )
    return table(rows)


def _counts(shapes: gpd.GeoSeries) -> dict[str, str]:
    """Count polygons and vertices."""
    return {
        "polygons": f"{shapely.get_num_geometries(shapes.array).sum():,}",
        "vertices": f"{shapely.get_num_coordinates(shapes.array).sum():,}",
    }


def _quantiles(error: pd.Series | None) -> dict[str, str]:
    """Tell how far areas are off, whether too large or too small."""
    at = {"median": 0.5, "99 %": 0.99, "worst": 1.0}
    return {
        f"area off, {name}": "–" if error is None else f"{error.abs().quantile(q):.2%}"
        for name, q in at.items()
    }


def _worst(
    full: gpd.GeoDataFrame, area: pd.Series, errors: dict[str, pd.Series]
) -> str:
    """List the units whose areas are most off at each detail."""
    tables = []
    for detail, error in errors.items():
        order = error.abs().sort_values(ascending=False, kind="stable").index[:_WORST]
        rows = [
            {
                "area code": full.loc[row, "area_code"],
                "name": full.loc[row, "name_ja"],
                "km²": f"{area[row]:,.3f}",
                f"{detail}, km²": f"{area[row] * (1 + error[row]):,.3f}",
                "off": f"{error[row]:+.2%}",
            }
            for row in order
        ]
        tables.append(table(rows))
    return "\n".join(tables)
