"""Points to bodies, the packaged polygons beside N03, and maps at each detail.

All in one process on one core, for ratios to be trusted. Peers of `analysis.reverse`:
`geopandas.sjoin` with the same polygons, and `reversejp.find_properties`, which is
asked point by point; it comes with pip install 'regional-iot-analysis[bench]'. Informs,
never fails.

    python benchmarks/bench_boundaries.py [REPEATS] [--n03 ARCHIVE...]

With archives of N03, tells how well the packaged polygons cover those in them, too.
"""

import argparse
import io
import statistics
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
from measuring import Results, Row, command_line, hand_over, repeats_of, say, timed
from processes import on_cores

import analysis
from analysis.boundaries.n03.reader import read_archive
from analysis.charts.insets import SHEET, land_on_sheet
from analysis.charts.projection import paths
from analysis.charts.style import DPI
from analysis.geometry.coverage import EQUAL_AREA
from analysis.geometry.points import PolygonIndex

POINTS, SAMPLE = 1_000_000, 20_000  # the latter for the slow peer
QUICK = (2_000, 100)
BOX = (122.0, 20.0, 154.0, 46.0)  # west, south, east, north; mostly sea
SEED = 20200821
WORST = 15
MOST, MOST_COARSE = 1 / 1.2, 0.5  # of the ratios
DETAILS = ("full", "medium", "coarse")


def measure(repeats: int, *, quick: bool = False) -> Results:
    """Return points to bodies, and the maps."""
    many, sample = QUICK if quick else (POINTS, SAMPLE)
    with on_cores(1):
        return [*points_to_bodies(repeats, many=many, sample=sample), *maps(repeats)]


def points_to_bodies(repeats: int, *, many: int, sample: int) -> Results:
    """Return the seconds of `reverse` and of the peers, on land and in a box."""
    bodies = analysis.boundaries("municipality")
    ready, index = timed(PolygonIndex, bodies.geometry)
    rng = np.random.default_rng(SEED)
    sets = {
        "inside Japan": _inside(index, rng, many),
        "in a box, mostly sea": _in_box(rng, many),
    }
    first, _ = timed(index.at, *sets["inside Japan"].T)
    analysis.reverse(sets["inside Japan"])  # the loading is no part of this
    say(f"index of the polygons {ready:.2f} s, the first points {first:.2f} s")
    rows: Results = []
    for title, places in sets.items():
        say(f"{many:,} points {title}")
        found = _beside_sjoin(f"{many:,} points {title}", places, bodies, repeats)
        rows += found
        arrays = found[-1].ours
        rows.append(_beside_reversejp(title, places[:sample], arrays / many))
    return rows


def _beside_sjoin(
    title: str, places: np.ndarray, bodies: gpd.GeoDataFrame, repeats: int
) -> Results:
    """Return rows for points in a GeoDataFrame, and for arrays of them.

    sjoin builds a tree of the points, which it finds ready the second time; of arrays
    it has to be made a GeoDataFrame first.
    """
    joined = partial(_sjoin, bodies[["lg_code", "geometry"]])

    def made(places: np.ndarray) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(geometry=shapely.points(places), crs=bodies.crs)

    def joined_from_arrays(places: np.ndarray) -> gpd.GeoDataFrame:
        return joined(made(places))

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
            times.setdefault(name, []).append(timed(work, given)[0])
    took = {name: statistics.median(values) for name, values in times.items()}
    found = analysis.reverse(points, tolerance_m=0)["lg_code"]
    unequal = int((found.fillna("") != joined(points)["lg_code"].fillna("")).sum())
    note = f"{unequal:,} answers unlike those of sjoin at tolerance 0"
    return [
        Row(
            f"reverse, {title}, a GeoDataFrame",
            took["reverse"],
            "geopandas.sjoin",
            took["sjoin"],
            most=MOST,
            note=note,
        ),
        Row(
            f"reverse, {title}, a GeoDataFrame",
            took["reverse"],
            "geopandas.sjoin, its tree of the points ready",
            took["again"],
        ),
        Row(
            f"reverse, {title}, arrays",
            took["arrays"],
            "geopandas.sjoin, which needs a GeoDataFrame made",
            took["made"],
            most=MOST,
        ),
    ]


def beside_n03(archives: list[Path]) -> None:
    """Print how well the packaged polygons cover those of N03 archives."""
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


def maps(repeats: int) -> Results:
    """Return the time of a map of all municipalities at each detail beside the full.

    Drawn as the charts draw land; that written as PNG, which has as many pixels at any
    detail; and drawn by GeoDataFrame.plot.
    """
    ways = {
        "drawn as the charts do": _draw,
        "and written as PNG": _write,
        "by .plot()": _plot,
    }
    rows: Results = []
    full: dict[str, float] = {}
    for detail in DETAILS:
        say(f"maps, {detail}")
        layer = analysis.boundaries("municipality", detail=detail)
        vertices = shapely.get_num_coordinates(layer.geometry.array).sum()
        units = len(_draw(layer).axes[0].collections[0].get_paths())
        for way, work in ways.items():
            took = statistics.median(timed(work, layer)[0] for _ in range(repeats))
            what = f"map of all municipalities, {detail}, {way}"
            note = f"{vertices:,} vertices, {units:,} units drawn"
            if detail == DETAILS[0]:
                full[way] = took
                rows.append(Row(what, took, note=note))
                continue
            most = MOST_COARSE if (detail, work) == (DETAILS[-1], _draw) else None
            of_full = {"baseline": "the same in full detail", "theirs": full[way]}
            rows.append(Row(what, took, **of_full, most=most, note=note))
    return rows


def _inside(index: PolygonIndex, rng: np.random.Generator, many: int) -> np.ndarray:
    """Return points that polygons cover, alike everywhere in degrees."""
    found: list[np.ndarray] = []
    while sum(map(len, found)) < many:
        places = _in_box(rng, many)
        found.append(places[index.at(*places.T) >= 0])
    return np.concatenate(found)[:many]


def _in_box(rng: np.random.Generator, many: int) -> np.ndarray:
    return rng.uniform(BOX[:2], BOX[2:], (many, 2))


def _sjoin(polygons: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the points with the polygon of each, none of them lost."""
    return gpd.sjoin(points, polygons, predicate="within", how="left")


def _beside_reversejp(title: str, places: np.ndarray, ours: float) -> Row:
    """Return what a point costs us and the peer; tell every answer that is not ours."""
    what = f"reverse, a point {title}, arrays"
    asked = asked_one_by_one(places)
    if asked is None:
        note = "not measured: reversejp is not installed (the extra [bench])"
        return Row(what, ours * 1e6, unit="µs", note=note)
    seconds, answers = asked
    each = seconds / len(places)
    say("\n".join(compare(places, answers)))
    return Row(
        what,
        ours * 1e6,
        f"reversejp.find_properties, {len(places):,} points one by one",
        each * 1e6,
        unit="µs",
        most=1 / 100,
        note=f"{each / ours:,.0f} × as fast",
    )


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


def _options() -> argparse.Namespace:
    parser = command_line(__doc__, repeats=5)
    parser.add_argument(
        "--n03", nargs="+", type=Path, default=[], metavar="ARCHIVE", help="of N03"
    )
    return parser.parse_args()


if __name__ == "__main__":
    options = _options()
    hand_over(measure(repeats_of(options), quick=options.quick), options)
    if options.n03:
        beside_n03(options.n03)
