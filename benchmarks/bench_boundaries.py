"""Points to bodies, the packaged polygons beside N03, and maps at each detail.

All in one process on one core, for ratios to be trusted. Peers of `analysis.reverse`:
`geopandas.sjoin` with the same polygons, and `reversejp.find_properties`, which is
asked point by point; it comes with pip install 'regional-iot-analysis[bench]'. Informs,
never fails.

    python benchmarks/bench_boundaries.py [REPEATS [N03_ARCHIVE...]]
"""

import gc
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
import shapely
from boundary_peers import asked_one_by_one, compare
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

import analysis
from analysis.boundaries.n03.reader import read_archive
from analysis.charts.insets import SHEET, land_on_sheet
from analysis.charts.projection import paths
from analysis.charts.style import DPI
from analysis.geometry.coverage import EQUAL_AREA
from analysis.geometry.points import PolygonIndex

POINTS = 1_000_000
SAMPLE = 20_000  # of the points, for the slow peer
BOX = (122.0, 20.0, 154.0, 46.0)  # west, south, east, north; mostly sea
SEED = 20200821
WORST = 15
ARCHIVES = Path(__file__).parents[2] / "shared" / "data" / "n03"
DETAILS = ("full", "medium", "coarse")


def main(repeats: int, archives: list[Path]) -> None:
    """Print the three parts, one after the other."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    points_to_bodies(repeats)
    beside_n03(archives)
    maps(repeats)


def points_to_bodies(repeats: int) -> None:
    """Print the seconds of `reverse` and of the peers, and where answers differ."""
    bodies = analysis.boundaries("municipality")
    joined = partial(_sjoin, bodies[["lg_code", "geometry"]])
    ready, index = _timed(PolygonIndex, bodies.geometry)

    def made(places: np.ndarray) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(geometry=shapely.points(places), crs=bodies.crs)

    def joined_from_arrays(places: np.ndarray) -> gpd.GeoDataFrame:
        return joined(made(places))

    rng = np.random.default_rng(SEED)
    sets = {
        "inside Japan": _inside(index, rng),
        "in the box, mostly sea": _in_box(rng, POINTS),
    }
    first, _ = _timed(index.at, *sets["inside Japan"].T)
    analysis.reverse(sets["inside Japan"])  # the loading is no part of this
    print(
        f"{POINTS:,} points and {len(bodies):,} municipalities, seconds of one core's "
        f"time, median of {repeats}.\n'reverse' and 'sjoin' are given a GeoDataFrame, "
        "'arrays' longitudes and latitudes, of which\nsjoin has to make one. sjoin "
        "builds a tree of the points; 'again' finds it ready. reverse looks\n1,000 m "
        "about points at sea, too; its index of the polygons is ready. That takes "
        f"{ready:.2f} s, and\n{first:.2f} s the first {POINTS:,} points. 'unequal': "
        "answers at tolerance 0 other than those of sjoin.\n"
    )
    print(
        f"{'':24}{'reverse':>9}{'sjoin':>9}{'ratio':>7}{'again':>9}{'ratio':>7}"
        f"{'arrays':>9}{'sjoin':>9}{'ratio':>7}{'unequal':>9}"
    )
    seconds = {}
    for title, places in sets.items():
        times: dict[str, list[float]] = {}
        for _ in range(repeats):
            points = made(places)
            for name, work, given in (
                ("reverse", analysis.reverse, points),
                ("sjoin", joined, points),
                ("again", joined, points),
                ("arrays", analysis.reverse, places),
                ("made", joined_from_arrays, places),
            ):
                times.setdefault(name, []).append(_timed(work, given)[0])
        took = {name: statistics.median(values) for name, values in times.items()}
        seconds[title] = took["arrays"] / POINTS
        found = analysis.reverse(points, tolerance_m=0)["lg_code"]
        unequal = int((found.fillna("") != joined(points)["lg_code"].fillna("")).sum())
        print(
            f"{title:24}{took['reverse']:9.3f}{took['sjoin']:9.3f}"
            f"{took['sjoin'] / took['reverse']:7.1f}{took['again']:9.3f}"
            f"{took['again'] / took['reverse']:7.1f}{took['arrays']:9.3f}"
            f"{took['made']:9.3f}{took['made'] / took['arrays']:7.1f}{unequal:9,}"
        )
    print(f"{'target':24}{'':18}{1.2:7.1f}\n")
    for title, places in sets.items():
        _beside_reversejp(title, places[:SAMPLE], seconds[title])


def beside_n03(archives: list[Path]) -> None:
    """Print how well the packaged polygons cover those of N03 archives."""
    if not archives:
        print("No archives of N03 are given: no comparison with them.\n")
        return
    packaged = analysis.boundaries("municipality").set_index("area_code")
    packaged = packaged[["name_ja", "geometry"]].to_crs(EQUAL_AREA)
    tables = []
    print("Area of the intersection ÷ area of the union, by municipality\n")
    print(f"{'':28}{'vintage':>11}{'bodies':>8}{'median':>8}{'mean':>8}{'least':>8}")
    for path in archives:
        archive = read_archive(path)
        units = archive.units[archive.units["kind"] != "undetermined"]
        code = units["city_code"].fillna(units["area_code"])
        official = units.dissolve(code, method="coverage").to_crs(EQUAL_AREA)
        there = official.index.intersection(packaged.index)
        ours, theirs = packaged.loc[there], official.loc[there].geometry
        common = ours.intersection(theirs).area
        table = pd.DataFrame(
            {
                "name": ours["name_ja"],
                "archive": path.name,
                "iou": common / (ours.area + theirs.area - common),
                "ratio": ours.area / theirs.area,
            }
        )
        tables.append(table)
        _print_overlap(path.name, str(archive.vintage), table["iou"])
        for kind, codes in (
            ("N03", official.index.difference(packaged.index)),
            ("the packaged set", packaged.index.difference(official.index)),
        ):
            own = codes[codes.str[:2].isin(archive.prefectures)]
            if len(own):
                print(f"{'':4}only in {kind}: {', '.join(own)}")
    overlap = pd.concat(tables)
    _print_overlap("all", "", overlap["iou"])
    print(f"{'target':47}{0.96:8.3f}\n\nThe {WORST} worst (area: ours ÷ that of N03)\n")
    for code, row in overlap.sort_values("iou").head(WORST).iterrows():
        # Names last: full-width characters would push columns about.
        print(f"{row.iou:8.3f}{row.ratio:8.3f}  {code}  {row.archive}  {row['name']}")
    print()


def maps(repeats: int) -> None:
    """Print the time of a map of all municipalities at each detail."""
    print(
        "A map of all municipalities with their borders, seconds of one core's time, "
        f"median of {repeats}: drawn as\nthe charts draw land; that written as PNG, "
        "which has as many pixels at any detail; and drawn by\nGeoDataFrame.plot\n"
    )
    print(
        f"{'':16}{'vertices':>10}{'units':>8}"
        + "".join(f"{way:>9}{'÷ full':>8}" for way in ("drawn", "written", ".plot()"))
    )
    full = None
    for detail in DETAILS:
        layer = analysis.boundaries("municipality", detail=detail)
        vertices = shapely.get_num_coordinates(layer.geometry.array).sum()
        units = len(_draw(layer).axes[0].collections[0].get_paths())
        took = [
            statistics.median(_timed(work, layer)[0] for _ in range(repeats))
            for work in (_draw, _write, _plot)
        ]
        full = full or took
        shares = zip(took, full, strict=True)
        print(
            f"{detail:16}{vertices:10,}{units:8,}"
            + "".join(f"{each:9.3f}{each / most:8.2f}" for each, most in shares)
        )
    print(f"{'target (coarse)':26}{'1,741':>8}{'':9}{'≤ 0.50':>8}")


def _inside(index: PolygonIndex, rng: np.random.Generator) -> np.ndarray:
    """Return points that polygons cover, alike everywhere in degrees."""
    found, many = [], 0
    while many < POINTS:
        places = _in_box(rng, POINTS)
        found.append(places[index.at(*places.T) >= 0])
        many += len(found[-1])
    return np.concatenate(found)[:POINTS]


def _in_box(rng: np.random.Generator, many: int) -> np.ndarray:
    return rng.uniform(BOX[:2], BOX[2:], (many, 2))


def _sjoin(polygons: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the points with the polygon of each, none of them lost."""
    return gpd.sjoin(points, polygons, predicate="within", how="left")


def _beside_reversejp(title: str, places: np.ndarray, ours: float) -> None:
    """Print what a point costs the peer, and every answer of it that is not ours."""
    asked = asked_one_by_one(places)
    if asked is None:
        print(
            "reversejp is not installed: pip install 'regional-iot-analysis[bench]'\n"
        )
        return
    seconds, answers = asked
    each = seconds / len(places)
    print(
        f"{title}: reversejp.find_properties point by point, {len(places):,} of them, "
        f"{each * 1e6:.1f} µs\neach, codes read; reverse on {POINTS:,} in an array "
        f"{ours * 1e6:.3f} µs each, {each / ours:,.0f} × as fast; target: 100"
    )
    print("\n".join(compare(places, answers)), end="\n\n")


def _draw(layer: gpd.GeoDataFrame) -> Figure:
    """Return a map that is drawn as the charts draw land."""
    figure = _empty_map()
    west, south, east, north = SHEET
    figure.axes[0].set(xlim=(west, east), ylim=(south, north), aspect="equal")
    land = paths(land_on_sheet(layer.geometry), lambda xy: xy)
    figure.axes[0].add_collection(PathCollection(land, **_look(layer)), autolim=False)
    figure.canvas.draw()
    return figure


def _write(layer: gpd.GeoDataFrame) -> None:
    _draw(layer).canvas.print_png(io.BytesIO())


def _plot(layer: gpd.GeoDataFrame) -> None:
    """Draw a map in degrees, as geopandas does."""
    figure = _empty_map()
    layer.plot(ax=figure.axes[0], **_look(layer))
    figure.canvas.draw()


def _empty_map() -> Figure:
    figure = Figure(figsize=(8, 8), dpi=DPI)
    FigureCanvasAgg(figure)
    figure.add_axes((0, 0, 1, 1)).set_axis_off()
    return figure


def _look(layer: gpd.GeoDataFrame) -> dict[str, object]:
    """Return a colour for each unit, and borders."""
    colours = mpl.colormaps["viridis"](np.linspace(0, 1, len(layer)))
    return {"facecolor": colours, "edgecolor": "white", "linewidth": 0.45}


def _print_overlap(title: str, vintage: str, iou: pd.Series) -> None:
    print(
        f"{title:28}{vintage:>11}{len(iou):8,}{iou.median():8.3f}{iou.mean():8.3f}"
        f"{iou.min():8.3f}"
    )


def _timed(work: Callable, *given: object) -> tuple[float, object]:
    """Return the seconds of processor time that `work` takes, and what it returns."""
    gc.collect()
    start = time.process_time()
    result = work(*given)
    return time.process_time() - start, result


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[2:]]
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5,
        given or sorted(ARCHIVES.glob("*.zip")),
    )
