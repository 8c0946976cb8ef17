"""The packaged set of boundaries, built from the snapshot of the agency's areas.

Run as ``python -m analysis.boundaries.build``, after the register is built. What was
mended, closed, simplified and is missing is in
``data/raw/reference/boundary_report.md``, which this command writes as well.

The areas of the Meteorological Agency are municipalities, parts of them (仙台市東部) or
wards (広島市中区). All are cleaned together and then dissolved to municipalities and
wards, so that they are one coverage. The Northern Territories are a single area of the
source, for six villages: none of them has a polygon of its own, but Hokkaidō includes
their area, as it does in official maps and statistics.
"""

import gzip
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from analysis.boundaries.packaged import (
    CHECKSUMS,
    CRS,
    UNIT_COLUMNS,
    VINTAGE,
    file_name,
)
from analysis.boundaries.report.whole import REPORT, Stages, report
from analysis.errors import SourceError
from analysis.gazetteer.build import PACKAGED
from analysis.gazetteer.command import build_command
from analysis.gazetteer.packages import write_if_changed
from analysis.gazetteer.register import register
from analysis.gazetteer.snapshots import FOLDER
from analysis.geometry import coverage
from analysis.geometry.simplify import DETAILS, simplify

SNAPSHOT = "jma_polygons.geojson.gz"
CODES = "lg_codes.csv"

NORTHERN_TERRITORIES = "hoppo"
"""The source's code for 北方領土, an area that it names 根室地方 after the office."""

VILLAGES_WITHOUT_POLYGON = ("016951", "016969", "016977", "016985", "016993", "017001")
"""色丹村, 泊村, 留夜別村, 留別村, 紗那村 and 蘂取村, in the Northern Territories."""

_HOKKAIDO = "01"


class Boundaries(NamedTuple):
    """The packaged units, and how they came about."""

    stages: Stages
    """The areas of the source as published, mended and cleaned."""
    units: dict[str, gpd.GeoDataFrame]
    """The units by detail."""


def build(snapshot: Path, codes: Path) -> Boundaries:
    """Return the packaged units made from two snapshots; nothing is written.

    Parameters
    ----------
    snapshot : Path
        The areas as gzipped GeoJSON in JGD2011. Property ``code``: five digits of the
        municipality, or of the ward, and two for a part of it.
    codes : Path
        The code list as CSV: `code`, `type` (prefecture, municipality, ward), `name`,
        `parent_code`.

    Returns
    -------
    Boundaries
        Units as `analysis.boundaries.packaged.units` gives them.

    Raises
    ------
    SourceError
        If a file is absent, an area is of no body in the code list, a municipality
        other than the six villages has no area, a city has some of its wards alone, or
        the polygons do not become a clean coverage.
    """
    bodies = _read_codes(codes)
    published = _read_areas(snapshot, bodies)
    mended = published.set_geometry(coverage.mend(published.geometry))
    cleaned = published.set_geometry(coverage.clean(mended.geometry))
    units = _units(cleaned, bodies)
    _check_whole(units, bodies)
    _check_clean(units.geometry)
    simpler = {
        detail: units.set_geometry(simplify(units.geometry, **chosen._asdict()))
        for detail, chosen in DETAILS.items()
        if chosen
    }
    return Boundaries(Stages(published, mended, cleaned), {"full": units, **simpler})


def write_units(root: Path) -> list[Path]:
    """Build units and report below `root`; return the files that changed.

    Beside the units is a table of the SHA-256 of their files. Units that are equal to
    those on disk leave them as they are, for another version of the Parquet library may
    write other bytes.

    Raises
    ------
    SourceError
        As `build`.
    """
    built = build(root / FOLDER / SNAPSHOT, root / FOLDER / CODES)
    changed = []
    for detail, units in built.units.items():
        path = root / PACKAGED / file_name(detail)
        if path.exists() and units.equals(gpd.read_parquet(path)):
            continue
        content = io.BytesIO()
        units.to_parquet(content, index=False, compression="zstd", compression_level=19)
        write_if_changed(path, content.getvalue())
        changed.append(path)
    path = root / PACKAGED / CHECKSUMS
    if write_if_changed(path, _checksums(built, root).encode()):
        changed.append(path)
    path = root / FOLDER / REPORT
    if write_if_changed(path, build_report(built, root).encode()):
        changed.append(path)
    return changed


def build_report(built: Boundaries, root: Path) -> str:
    """Return the report in Markdown, with the sizes of the files below `root`."""
    sizes = {
        detail: (root / PACKAGED / file_name(detail)).stat().st_size
        for detail in built.units
    }
    return report(built.stages, built.units, sizes=sizes, register=register(VINTAGE))


def main() -> None:
    """Build the packaged boundaries from the command line."""
    build_command(
        write_units, module="analysis.boundaries.build", what="the packaged boundaries"
    )


def _read_codes(path: Path) -> pd.DataFrame:
    """Return the code list by area code, the code without its check digit."""
    _require(path)
    bodies = pd.read_csv(path, dtype=str, keep_default_na=False)
    return bodies.set_index(bodies["code"].str[:5])


def _read_areas(path: Path, bodies: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the areas by code, with the `unit` that each is or is a part of."""
    _require(path)
    features = json.loads(gzip.decompress(path.read_bytes()))["features"]
    areas = gpd.GeoDataFrame.from_features(features, crs=CRS).set_index("code")
    northern = areas.index == NORTHERN_TERRITORIES
    areas["unit"] = areas.index.str[:5]
    known = bodies.index[bodies["type"] != "prefecture"]
    strange = areas[~northern & ~areas["unit"].isin(known)]
    if len(strange):
        raise SourceError(
            f"{path}: no body in {CODES} has the area {_listed(strange)}; "
            "refresh both snapshots, so that they are of one time"
        )
    return areas[["name", "unit", "geometry"]]


def _units(cleaned: gpd.GeoDataFrame, bodies: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the areas dissolved to municipalities, wards and the Northern Territories.

    Columns `UNIT_COLUMNS`, by area code, the uncoded last.
    """
    units = cleaned[["unit", "geometry"]].dissolve("unit", method="coverage")
    found = bodies.reindex(units.index)
    northern = units.index == NORTHERN_TERRITORIES
    is_ward = found["type"] == "ward"
    units["area_code"] = units.index.where(~northern).astype("str")
    units["kind"] = found["type"].mask(northern, "undetermined").astype("str")
    units["city_code"] = found["parent_code"].str[:5].where(is_ward).astype("str")
    units["prefecture_code"] = units["area_code"].str[:2].mask(northern, _HOKKAIDO)
    units["name_ja"] = found["name"].mask(northern, "北方領土").astype("str")
    units = units.sort_values("area_code").reset_index(drop=True)
    return units[list(UNIT_COLUMNS)]


def _check_whole(units: gpd.GeoDataFrame, bodies: pd.DataFrame) -> None:
    """Refuse a set that lacks a municipality, or some of the wards of a city."""
    there = bodies.index.isin(units["area_code"])
    divided = units["city_code"].dropna().unique()
    in_wards = bodies.index.isin(divided)
    wanted = bodies["type"].eq("municipality")
    wanted &= ~bodies["code"].isin(VILLAGES_WITHOUT_POLYGON)
    lost = bodies[wanted & ~there & ~in_wards]
    if len(lost):
        raise SourceError(
            f"{SNAPSHOT} has no area of {_listed(lost)}; "
            f"refresh it and {CODES}, so that they are of one time"
        )
    is_ward = bodies["parent_code"].str[:5].isin(divided)
    half = bodies[(is_ward & ~there) | (in_wards & there)]
    if len(half):
        raise SourceError(
            f"{SNAPSHOT} has a city by its wards, but not all of it: {_listed(half)}; "
            "mend analysis.boundaries.build"
        )


def _check_clean(polygons: gpd.GeoSeries) -> None:
    """Refuse polygons that are no clean coverage."""
    faulty = polygons[~polygons.is_valid | polygons.is_empty]
    unmatched = coverage.invalid_edges_m(polygons)
    gaps = coverage.enclosed_gaps(polygons)
    between = gaps[gaps["neighbours"].str.len() > 1]
    if len(faulty) or unmatched or len(between):
        raise SourceError(
            f"the polygons of {SNAPSHOT} did not become a clean coverage: "
            f"{len(faulty)} invalid or empty, {unmatched:.0f} m of unmatched edges, "
            f"{len(between)} gaps between municipalities, the widest of "
            f"{between['width_m'].max():.0f} m; look at them and mend "
            "analysis.geometry.coverage"
        )


def _checksums(built: Boundaries, root: Path) -> str:
    """Return the table of the SHA-256 of the files of units below `root`."""
    paths = [root / PACKAGED / file_name(detail) for detail in built.units]
    return "".join(
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths
    )


def _require(path: Path) -> None:
    """Refuse to go on without a snapshot."""
    if not path.exists():
        raise SourceError(
            f"{path} is absent; is this the root of the project? "
            "restore it, or run python -m analysis.gazetteer.snapshots"
        )


def _listed(bodies: pd.DataFrame) -> str:
    """Return code and name of the first rows, for a message."""
    shown = [f"{code} {name}" for code, name in bodies["name"].iloc[:6].items()]
    more = len(bodies) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


if __name__ == "__main__":
    main()
