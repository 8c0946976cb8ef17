"""The report on the packaged set: what was mended, closed, simplified, is missing."""

from collections import Counter
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from analysis.boundaries import levels
from analysis.boundaries.report.details import details
from analysis.boundaries.report.markdown import table
from analysis.boundaries.report.offices import offices
from analysis.geometry import coverage

REPORT = "boundary_report.md"

OFFICIAL_KM2 = 377_975
"""Area of Japan by the national survey, the Northern Territories included."""

_WORST = 10


class Stages(NamedTuple):
    """The areas of the source at three stages, by the source's code.

    Each has `name`, `unit` (area code of the municipality or ward) and ``geometry``.
    """

    published: gpd.GeoDataFrame
    mended: gpd.GeoDataFrame
    cleaned: gpd.GeoDataFrame


def report(
    stages: Stages,
    units: dict[str, gpd.GeoDataFrame],
    *,
    sizes: dict[str, int],
    register: pd.DataFrame,
) -> str:
    """Return the report in Markdown, the same for the same input.

    Parameters
    ----------
    stages : Stages
        The areas of the source.
    units : dict of GeoDataFrame
        What became of them, by detail.
    sizes : dict of int
        Bytes of the packaged file of each detail.
    register : DataFrame
        The bodies on the day of the vintage.
    """
    full = units["full"]
    sections = (
        _INTRODUCTION,
        _counts(stages, full),
        _mending(stages.published, stages.mended),
        _cleaning(stages.mended, stages.cleaned),
        _moved(stages, full),
        _water(stages.cleaned),
        _MISSING,
        _areas(full),
        details(units, sizes),
        offices(full, register),
    )
    return "\n".join(sections)


def _counts(stages: Stages, units: gpd.GeoDataFrame) -> str:
    """Count shapes before and after."""
    layers = {
        "areas as published": stages.published.geometry,
        "areas, mended and cleaned": stages.cleaned.geometry,
        "units": units.geometry,
        "municipalities": levels.dissolve(units, "municipality"),
        "prefectures": levels.dissolve(units, "prefecture"),
    }
    rows = [
        {
            "layer": name,
            "shapes": f"{len(shapes):,}",
            "invalid": f"{(~shapes.is_valid).sum():,}",
            "polygons": f"{shapely.get_num_geometries(shapes.array).sum():,}",
            "vertices": f"{shapely.get_num_coordinates(shapes.array).sum():,}",
        }
        for name, shapes in layers.items()
    ]
    of_wards = (units["kind"] == "ward").sum()
    whole = (units["kind"] == "municipality").sum()
    return f"""## Shapes

{table(rows)}
The units are what is packaged: {whole:,} municipalities and special wards, \
{of_wards} wards of
京都市 and 広島市, and the Northern Territories. All levels are dissolved from them.
"""


def _mending(published: gpd.GeoDataFrame, mended: gpd.GeoDataFrame) -> str:
    """Tell what was wrong with single shapes, and what mending made of their areas."""
    invalid = published[~published.is_valid]
    reasons = shapely.is_valid_reason(invalid.geometry.array)
    faults = Counter(reason.partition("[")[0] for reason in reasons)
    parts = shapely.get_parts(published.geometry.array)
    flat = int((shapely.area(parts) == 0).sum())
    before = coverage.area_km2(published.geometry)
    after = coverage.area_km2(mended.geometry)
    change = (after - before).loc[invalid.index]
    worst = change.abs().sort_values(ascending=False, kind="stable").index[:_WORST]
    rows = [
        {
            "area": code,
            "name": published.loc[code, "name"],
            "as the parts add up, km²": f"{before[code]:,.3f}",
            "mended, km²": f"{after[code]:,.3f}",
            "change, km²": f"{change[code]:+,.3f}",
        }
        for code in worst
    ]
    return f"""## Mending single shapes

{len(invalid):,} of {len(published):,} shapes are invalid as published, by the first \
fault that is found in each:

{table([{"fault": fault, "shapes": n} for fault, n in sorted(faults.items())])}
Nested shells are holes, drawn as further parts; self-intersections are lines that were
generalized until they cross. {flat} parts have no area and are dropped.

Were holes counted as land, as the parts add up, the whole would have
{before.sum():,.3f} km²; mended it has {after.sum():,.3f} km². Added up without sign,
{change.abs().sum():,.3f} km² change. Most:

{table(rows)}"""


def _cleaning(mended: gpd.GeoDataFrame, cleaned: gpd.GeoDataFrame) -> str:
    """Compare what keeps neighbours apart before and after the cleaning."""
    facts = [_faults(stage) for stage in (mended, cleaned)]
    rows = [
        {"": label, "mended": before, "cleaned": after}
        for (label, before), after in zip(
            facts[0].items(), facts[1].values(), strict=True
        )
    ]
    length = mended.geometry.to_crs(coverage.EQUAL_AREA).length.sum() / 1000
    return f"""## Between neighbours

{table(rows)}
The edges of all shapes are {length:,.0f} km long, borders counted on both sides. Gaps
narrower than {coverage.GAP_WIDTH}° were closed: 78 m from north to south, some 60 m
from west to east.
"""


def _faults(areas: gpd.GeoDataFrame) -> dict[str, str]:
    """Measure overlaps, unmatched edges and gaps of one stage."""
    gaps = coverage.enclosed_gaps(areas.geometry)
    between = gaps["neighbours"].str.len() > 1
    clean = shapely.coverage_is_valid(areas.geometry.array)
    facts = {
        "a valid coverage": "yes" if clean else "no",
        "covered more than once, km²": f"{coverage.overlap_km2(areas.geometry):,.3f}",
        "unmatched edges, m": f"{coverage.invalid_edges_m(areas.geometry):,.0f}",
    }
    for label, found in (
        ("gaps between two or more areas", gaps[between]),
        ("gaps inside one area", gaps[~between]),
    ):
        facts[label] = f"{len(found)}"
        facts[f"{label}, km²"] = f"{found['area_m2'].sum() / 1e6:,.3f}"
        widest = f"{found['width_m'].max():.0f}" if len(found) else "–"
        facts[f"{label}, widest, m"] = widest
    return facts


def _moved(stages: Stages, units: gpd.GeoDataFrame) -> str:
    """Tell how much area the cleaning gave and took, by municipality or ward."""
    coded = units.dropna(subset="area_code").set_index("area_code")
    after = coded.geometry
    before = stages.mended.dissolve("unit").geometry.loc[after.index]
    given = coverage.area_km2(after.difference(before))
    taken = coverage.area_km2(before.difference(after))
    size = coverage.area_km2(after)
    worst = (given + taken).sort_values(ascending=False, kind="stable").index[:_WORST]
    rows = [
        {
            "area code": unit,
            "name": coded.loc[unit, "name_ja"],
            "given, km²": f"{given[unit]:.3f}",
            "taken, km²": f"{taken[unit]:.3f}",
            "of its area": f"{(given + taken)[unit] / size[unit]:.3%}",
        }
        for unit in worst
    ]
    largest = ((given + taken) / size).max()
    return f"""## Area moved by the cleaning

The municipalities and wards were given {given.sum():.3f} km², and \
{taken.sum():.3f} km² were taken from them; none
changed by more than {largest:.2%} of its area. Most:

{table(rows)}
喜多方市 has a corridor less than a metre wide along the ridge of Mount Iide, between
阿賀町 and 飯豊町. Generalized, its two sides cross, and the neighbours claim it, too.
"""


def _water(cleaned: gpd.GeoDataFrame) -> str:
    """List the gaps that were left: water inside one municipality."""
    gaps = coverage.enclosed_gaps(cleaned.geometry)
    points = gaps.geometry.representative_point()
    rows = [
        {
            "area": " ".join(gap.neighbours),
            "name": " ".join(cleaned.loc[list(gap.neighbours), "name"]),
            "width, m": f"{gap.width_m:.0f}",
            "km²": f"{gap.area_m2 / 1e6:.3f}",
            "longitude": f"{point.x:.4f}",
            "latitude": f"{point.y:.4f}",
        }
        for gap, point in zip(gaps.itertuples(), points, strict=True)
    ]
    return f"""## Water that was left

Wider gaps are harbours, lagoons and river mouths, each inside one area. Lakes belong to
municipalities in the source and are not gaps.

{table(rows)}"""


def _areas(units: gpd.GeoDataFrame) -> str:
    """Compare the whole with the area of Japan."""
    area = coverage.area_km2(units.geometry)
    northern = area[units["area_code"].isna()].sum()
    whole = area.sum()
    municipalities = levels.dissolve(units, "municipality")
    count = units["prefecture_code"].nunique()
    rows = [
        {
            "": f"{len(municipalities):,} municipalities",
            "km²": f"{whole - northern:,.3f}",
        },
        {"": "Northern Territories", "km²": f"{northern:,.3f}"},
        {"": f"{count} prefectures", "km²": f"{whole:,.3f}"},
        {"": "Japan by the national survey", "km²": f"{OFFICIAL_KM2:,}"},
    ]
    return f"""## Areas

{table(rows)}
The whole is {whole / OFFICIAL_KM2 - 1:+.3%} off the surveyed area, for coasts and
borders are generalized. Areas are those of the polygons on the GRS80 ellipsoid, by way
of an equal-area projection, and no substitute for the surveyed area of a municipality.
"""


_INTRODUCTION = """# How the packaged boundaries came about

Written by `python -m analysis.boundaries.build` from the snapshots in this folder; do
not edit it. Source: areas of warnings, Japan Meteorological Agency (Public Data
License 1.0), processed here, by way of reversejp.
"""

_MISSING = """## Bodies without a polygon

- The six villages of the Northern Territories: 016951 色丹村, 016969 泊村,
  016977 留夜別村, 016985 留別村, 016993 紗那村, 017001 蘂取村. The source has one area
  for all of them, `hoppo`: the unit 北方領土, which the polygon and the area of
  Hokkaidō include. The Habomai islands are part of 根室市 here as in law.
- The wards of designated cities other than 京都市 and 広島市: the source has none.
"""
