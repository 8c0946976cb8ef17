"""The packaged polygons, built from the snapshot of the Meteorological Agency's areas.

Run as ``python -m analysis.boundaries.build``. What was mended, closed and missing is
in ``data/raw/reference/boundary_report.md``, which this command writes as well.

The agency's areas are municipalities or parts of them (仙台市東部, 広島市中区). All are
cleaned together and then dissolved, so that parts, municipalities and prefectures are
one coverage. The Northern Territories are a single area of the source, for six
villages: none of them has a polygon of its own, but Hokkaidō includes their area, as it
does in official maps and statistics.
"""

import gzip
import io
import json
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from analysis.boundaries.packaged import CRS
from analysis.boundaries.report import REPORT, Stages, report
from analysis.errors import SourceError
from analysis.gazetteer.build import PACKAGED
from analysis.gazetteer.command import build_command
from analysis.gazetteer.packages import write_if_changed
from analysis.gazetteer.snapshots import FOLDER
from analysis.geometry import coverage

SNAPSHOT = "jma_polygons.geojson.gz"
CODES = "lg_codes.csv"

NORTHERN_TERRITORIES = "hoppo"
"""The source's code for 北方領土, an area that it names 根室地方 after the office."""

VILLAGES_WITHOUT_POLYGON = ("016951", "016969", "016977", "016985", "016993", "017001")
"""色丹村, 泊村, 留夜別村, 留別村, 紗那村 and 蘂取村, in the Northern Territories."""

_COLUMNS = ["lg_code", "prefecture_code", "name_ja", "area_km2", "geometry"]
_HOKKAIDO = "01"


class Boundaries(NamedTuple):
    """The two packaged layers, and the report on how they came about in Markdown."""

    municipalities: gpd.GeoDataFrame
    prefectures: gpd.GeoDataFrame
    report: str


def build(snapshot: Path, codes: Path) -> Boundaries:
    """Return the packaged layers made from two snapshots; nothing is written.

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
        Layers of `lg_code`, `prefecture_code`, `name_ja` (str), `area_km2` (float, of
        the polygon on the GRS80 ellipsoid, three decimals) and `geometry` (EPSG:6668),
        by `lg_code`. The area of a prefecture is the sum of its municipalities'; that
        of Hokkaidō includes the Northern Territories.

    Raises
    ------
    SourceError
        If a file is absent, an area is of no body in the code list, a municipality
        other than the six villages has no area, or the polygons do not become a clean
        coverage.
    """
    bodies = _read_codes(codes)
    published = _read_areas(snapshot, bodies)
    mended = published.set_geometry(coverage.mend(published.geometry))
    cleaned = published.set_geometry(coverage.clean(mended.geometry))
    units = cleaned.dissolve("unit", method="coverage")
    units["area_km2"] = coverage.area_km2(units.geometry).round(3)
    municipalities = units.drop(index=NORTHERN_TERRITORIES, errors="ignore")
    prefectures = units.dissolve(
        units["prefecture_code"] + "000",
        aggfunc={"prefecture_code": "first", "area_km2": "sum"},
        method="coverage",
    )
    _check(municipalities, bodies)
    layers = [_layer(polygons, bodies) for polygons in (municipalities, prefectures)]
    return Boundaries(*layers, report(Stages(published, mended, cleaned), *layers))


def write_layers(root: Path) -> list[Path]:
    """Build layers and report below `root`; return the files that changed.

    A layer that is equal to the one on disk leaves it as it is, for another version of
    the Parquet library may write other bytes.

    Raises
    ------
    SourceError
        As `build`.
    """
    built = build(root / FOLDER / SNAPSHOT, root / FOLDER / CODES)
    changed = []
    for name in ("municipalities", "prefectures"):
        path = root / PACKAGED / f"{name}.parquet"
        layer = getattr(built, name)
        if path.exists() and layer.equals(gpd.read_parquet(path)):
            continue
        content = io.BytesIO()
        layer.to_parquet(content, index=False, compression="zstd", compression_level=19)
        write_if_changed(path, content.getvalue())
        changed.append(path)
    path = root / FOLDER / REPORT
    if write_if_changed(path, built.report.encode()):
        changed.append(path)
    return changed


def main() -> None:
    """Build the packaged polygons from the command line."""
    build_command(
        write_layers, module="analysis.boundaries.build", what="the packaged polygons"
    )


def _read_codes(path: Path) -> pd.DataFrame:
    """Return the code list by area code, the code without its check digit."""
    _require(path)
    bodies = pd.read_csv(path, dtype=str, keep_default_na=False)
    return bodies.set_index(bodies["code"].str[:5])


def _read_areas(path: Path, bodies: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the areas by code, with the municipality (`unit`) each is a part of."""
    _require(path)
    features = json.loads(gzip.decompress(path.read_bytes()))["features"]
    areas = gpd.GeoDataFrame.from_features(features, crs=CRS).set_index("code")
    wards = bodies[bodies["type"] == "ward"]
    city_of = wards["parent_code"].str[:5].to_dict()
    areas["unit"] = [city_of.get(code[:5], code[:5]) for code in areas.index]
    northern = areas["unit"] == NORTHERN_TERRITORIES
    strange = areas[~northern & ~areas["unit"].isin(bodies.index)]
    if len(strange):
        raise SourceError(
            f"{path}: no body in {CODES} has the area {_listed(strange)}; "
            "refresh both snapshots, so that they are of one time"
        )
    areas["prefecture_code"] = areas["unit"].str[:2].mask(northern, _HOKKAIDO)
    return areas[["name", "unit", "prefecture_code", "geometry"]]


def _check(municipalities: gpd.GeoDataFrame, bodies: pd.DataFrame) -> None:
    """Refuse a set that lacks a municipality or is no clean coverage."""
    wanted = bodies[bodies["type"] == "municipality"]
    wanted = wanted[~wanted["code"].isin(VILLAGES_WITHOUT_POLYGON)]
    lost = wanted[~wanted.index.isin(municipalities.index)]
    if len(lost):
        raise SourceError(
            f"{SNAPSHOT} has no area of {_listed(lost)}; "
            f"refresh it and {CODES}, so that they are of one time"
        )
    polygons = municipalities.geometry
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


def _layer(polygons: gpd.GeoDataFrame, bodies: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return polygons by area code as a layer with code and name."""
    found = bodies.loc[polygons.index]
    layer = polygons.assign(
        lg_code=found["code"],
        name_ja=found["name"],
        area_km2=polygons["area_km2"].round(3),
    )
    return layer.sort_values("lg_code")[_COLUMNS].reset_index(drop=True)


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
