"""Points in polygons and near them: the same as asking every polygon."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from analysis.geometry import points
from analysis.geometry.grid import PARTS, Grid
from analysis.geometry.points import PolygonIndex

GEOD = Geod(ellps="GRS80")

WEST = shapely.box(140.0, 36.0, 140.1, 36.1)
EAST = shapely.box(140.1, 36.0, 140.2, 36.1)
ATOLL = shapely.box(140.4, 36.0, 140.5, 36.1) - shapely.box(
    140.44, 36.04, 140.46, 36.06
)
ISLANDS = shapely.MultiPolygon(
    [
        shapely.box(140.3, 36.3, 140.31, 36.31),
        shapely.box(140.45, 36.05, 140.453, 36.053),
    ]
)  # the second in the lagoon of the atoll
POLYGONS = np.array([WEST, EAST, ATOLL, ISLANDS], dtype=object)


@pytest.fixture(params=[0, 10**9], ids=["parts of cells", "cells alone"])
def many(request, monkeypatch):
    """So many points in shared cells are looked up in the parts of these."""
    monkeypatch.setattr(points, "_MANY", request.param)


def brute_force(polygons, x, y):
    hit = shapely.intersects(np.asarray(polygons)[:, None], shapely.points(x, y))
    return np.where(hit.any(axis=0), hit.argmax(axis=0), -1)


def random_coverage(rng, n):
    """Return Voronoi cells within some islands, a few left out, some put together."""
    seeds = shapely.multipoints(rng.uniform((139, 35), (141, 37), (n, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds))
    islands = shapely.points(rng.uniform((139.2, 35.2), (140.8, 36.8), (8, 2)))
    land = shapely.intersection(cells, shapely.union_all(shapely.buffer(islands, 0.3)))
    group = rng.integers(0, n // 2, len(cells))
    bodies = [shapely.union_all(land[group == number]) for number in range(1, n // 2)]
    return np.array([body for body in bodies if not body.is_empty])


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("seed", range(6))
def test_random_points_lie_where_every_polygon_asked_says(seed):
    rng = np.random.default_rng(seed)
    polygons = random_coverage(rng, 40)
    x, y = rng.uniform((138.5, 34.5), (141.5, 37.5), (3000, 2)).T

    found = PolygonIndex(polygons).at(x, y)

    np.testing.assert_array_equal(found, brute_force(polygons, x, y))
    assert len(np.unique(found)) > 10


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("seed", range(3))
def test_points_on_vertices_and_edges_lie_in_the_first_polygon_there(seed):
    rng = np.random.default_rng(seed)
    polygons = random_coverage(rng, 30)
    vertices = shapely.get_coordinates(polygons)
    middles = (vertices[1:] + vertices[:-1]) / 2
    nudged = vertices + rng.choice([-1e-13, 0, 1e-13], vertices.shape)
    x, y = np.concatenate([vertices, middles, nudged]).T

    found = PolygonIndex(polygons).at(x, y)

    np.testing.assert_array_equal(found, brute_force(polygons, x, y))
    assert (found[: len(vertices)] >= 0).all()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("seed", range(3))
def test_overlapping_polygons_give_the_first_that_covers_a_point(seed):
    rng = np.random.default_rng(seed)
    centres = shapely.points(rng.uniform((139, 35), (141, 37), (60, 2)))
    polygons = shapely.buffer(centres, rng.uniform(0.01, 0.8, 60))
    x, y = rng.uniform((138.5, 34.5), (141.5, 37.5), (3000, 2)).T

    found = PolygonIndex(polygons).at(x, y)

    np.testing.assert_array_equal(found, brute_force(polygons, x, y))


@settings(deadline=None, max_examples=150)
@given(
    many=st.sampled_from([0, 10**9]),
    corners=st.lists(
        st.tuples(
            st.integers(0, 8), st.integers(0, 8), st.integers(1, 4), st.booleans()
        ),
        min_size=1,
        max_size=6,
    ),
    scale=st.sampled_from([1.0, 0.1, 1 / 3, 1e-4]),
)
def test_lattice_points_lie_where_every_polygon_asked_says(many, corners, scale):
    squares = [
        shapely.box(x, y, x + side, y + side)
        - (shapely.box(x + 0.5, y + 0.5, x + 1, y + 1) if holed else shapely.Polygon())
        for x, y, side, holed in corners
    ]
    polygons = shapely.transform(np.array(squares), lambda xy: xy * scale + (130, 30))
    lattice = np.stack(np.meshgrid(np.arange(-1, 14, 0.5), np.arange(-1, 14, 0.5)))
    x, y = lattice.reshape(2, -1) * scale + np.array([[130], [30]])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(points, "_MANY", many)
        found = PolygonIndex(polygons).at(x, y)

    np.testing.assert_array_equal(found, brute_force(polygons, x, y))


@pytest.mark.parametrize(
    ("x", "y", "row"),
    [
        pytest.param(140.05, 36.05, 0, id="inside"),
        pytest.param(140.1, 36.05, 0, id="border of two"),
        pytest.param(140.2, 36.1, 1, id="corner"),
        pytest.param(140.42, 36.02, 2, id="atoll"),
        pytest.param(140.445, 36.045, -1, id="lagoon"),
        pytest.param(140.44, 36.05, 2, id="edge of the lagoon"),
        pytest.param(140.451, 36.051, 3, id="islet in the lagoon"),
        pytest.param(140.305, 36.305, 3, id="part of several"),
        pytest.param(140.25, 36.05, -1, id="sea"),
        pytest.param(0.0, 0.0, -1, id="far away"),
        pytest.param(np.nan, 36.05, -1, id="no longitude"),
        pytest.param(140.05, np.nan, -1, id="no latitude"),
        pytest.param(np.inf, 36.05, -1, id="infinite"),
        pytest.param(140.05, -np.inf, -1, id="infinite southwards"),
    ],
)
def test_a_single_point_lies_in_its_polygon(x, y, row):
    index = PolygonIndex(gpd.GeoSeries(POLYGONS))

    assert index.at([x], [y]).tolist() == [row]
    assert index.nearest([x], [y], 0.0)[0].tolist() == [row]
    assert index.nearest([x], [y], 100.0)[0].tolist() == [row]


def test_missing_and_empty_polygons_hold_no_point():
    polygons = np.array([None, shapely.Polygon(), EAST], dtype=object)

    assert PolygonIndex(polygons).at([140.15], [36.05]).tolist() == [2]


@pytest.mark.parametrize("polygons", [[], [None], [shapely.MultiPolygon()]])
def test_without_polygons_no_point_lies_anywhere(polygons):
    index = PolygonIndex(np.array(polygons, dtype=object))

    rows, metres = index.nearest([140.0], [36.0], 1000.0)

    assert index.at([140.0], [36.0]).tolist() == rows.tolist() == [-1]
    assert np.isnan(metres).all()


def test_no_points_give_no_rows():
    rows, metres = PolygonIndex(POLYGONS).nearest([], [], 1000.0)

    assert rows.shape == metres.shape == (0,)


def test_the_polygons_given_may_change_afterwards():
    polygons = POLYGONS.copy()
    index = PolygonIndex(polygons)
    polygons[:] = None

    assert index.at([140.1, 140.1 + 1e-9], [36.05, 36.05]).tolist() == [0, 1]


@pytest.mark.parametrize("latitude", [24.0, 36.0, 45.5])
@pytest.mark.parametrize("bearing", range(0, 360, 30))
@pytest.mark.parametrize("within_m", [300.0, 1000.0, 30_000.0])
def test_the_nearest_is_found_to_the_tolerance_and_not_beyond(
    latitude, bearing, within_m
):
    speck = shapely.Point(140.0, latitude).buffer(1e-7)
    index = PolygonIndex(np.array([speck]))
    off = np.array([0.001, 0.5, 0.9999, 1.0001, 1.5, 3.0]) * within_m
    x, y, _ = GEOD.fwd(
        np.full(6, 140.0), np.full(6, latitude), np.full(6, bearing), off
    )

    rows, metres = index.nearest(x, y, within_m)

    assert rows.tolist() == [0, 0, 0, -1, -1, -1]
    np.testing.assert_allclose(metres[:3], off[:3], atol=0.02)
    assert np.isnan(metres[3:]).all()


@pytest.mark.parametrize(("seed", "latitude"), [(0, 26.0), (1, 36.0), (2, 45.0)])
def test_the_nearest_is_as_near_as_the_best_of_many_places_on_the_edges(seed, latitude):
    rng = np.random.default_rng(seed)
    polygons = shapely.transform(
        random_coverage(rng, 30), lambda xy: (xy - (140, 36)) / 20 + (140, latitude)
    )
    x, y = rng.uniform((139.9, latitude - 0.1), (140.1, latitude + 0.1), (60, 2)).T
    outside = brute_force(polygons, x, y) < 0
    x, y = x[outside], y[outside]
    dense = shapely.segmentize(polygons, 5e-5)  # some 5 m
    places, owner = shapely.get_coordinates(dense, return_index=True)

    rows, metres = PolygonIndex(polygons).nearest(x, y, 20_000.0)

    for row, off, lon, lat in zip(rows, metres, x, y, strict=True):
        many = np.full(len(places), lon), np.full(len(places), lat)
        every = GEOD.inv(*many, *places.T)[2]
        assert off <= every.min() + 0.01
        assert every[owner == row].min() - off < 5.0


def test_every_side_counts_also_one_of_no_length():
    corners = [
        (140.0, 36.0),
        (140.1, 36.0),
        (140.1, 36.0),
        (140.1, 36.1),
        (140.0, 36.1),
    ]
    index = PolygonIndex(np.array([shapely.Polygon(corners)]))
    x, y = [140.05, 140.05, 140.101, 139.999], [35.999, 36.101, 36.05, 36.05]

    rows, metres = index.nearest(x, y, 200.0)

    on_side = [140.05, 140.05, 140.1, 140.0], [36.0, 36.1, 36.05, 36.05]
    assert rows.tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(metres, GEOD.inv(x, y, *on_side)[2], atol=0.01)


@pytest.mark.parametrize("parts", [1, PARTS])
@pytest.mark.parametrize("steepness", [1e3, 1.0, 1e-2, 1e-4, 1e-9, 0.0])
def test_places_on_an_edge_are_among_those_it_is_said_to_cross(steepness, parts):
    rng = np.random.default_rng(1)
    grid = Grid(np.array([139.0, 35.0]), np.array([141.0, 37.0]), 400)
    middle = rng.uniform((139.5, 35.5), (140.5, 36.5), (300, 2))
    middle[::3, 1] = 35 + rng.integers(80, 240, 100) / 160  # on borders of parts
    half = np.array([1.0, steepness]) * 0.4 / max(1.0, steepness)
    half = half * rng.choice([-1, 1], (300, 2))
    start, end = middle - half, middle + half
    edge, cell, part = grid.crossed(start, end, parts)
    crossed = set(zip(edge.tolist(), cell.tolist(), part.tolist(), strict=True))

    share = np.linspace(0, 1, 4001)[:, None]
    for number in range(300):
        ends = np.sort([start[number], end[number]], axis=0)  # rounding leaves them
        x, y = (start[number] * (1 - share) + end[number] * share).clip(*ends).T
        inside = grid.part(x, y) if parts > 1 else np.zeros(len(x), dtype=int)
        places = set(zip(grid.cell(x, y).tolist(), inside.tolist(), strict=True))
        assert {(number, *place) for place in places} <= crossed
    assert len(crossed) < 300 * 2 * 40 * parts


def test_of_equally_near_polygons_the_first_is_taken():
    south, north = (shapely.box(140, y, 140.1, y + 0.1) for y in (35.9, 36.0))
    both = np.array([north, south])
    x, y = [139.995, 139.995], [36.0, 35.95]

    rows, metres = PolygonIndex(both).nearest(x, y, 1000.0)
    turned, _ = PolygonIndex(both[::-1]).nearest(x, y, 1000.0)

    assert rows.tolist() == [0, 1]
    assert turned.tolist() == [0, 0]
    np.testing.assert_allclose(
        metres, GEOD.inv(139.995, 36.0, 140.0, 36.0)[2], rtol=1e-3
    )


def test_points_inside_are_no_metres_off():
    rows, metres = PolygonIndex(POLYGONS).nearest([140.05, 140.1], [36.05, 36.0], 500.0)

    assert rows.tolist() == [0, 0]
    assert metres.tolist() == [0.0, 0.0]


def test_a_point_is_answered_the_same_alone_and_among_many():
    rng = np.random.default_rng(5)
    x, y = rng.uniform((139.98, 35.98), (140.52, 36.32), (25_000, 2)).T
    index = PolygonIndex(POLYGONS)

    rows, metres = index.nearest(x, y, 3000.0)

    for some in (slice(0, 1), slice(12_000, 12_050), slice(24_999, None)):
        alone = index.nearest(x[some], y[some], 3000.0)
        np.testing.assert_array_equal(alone[0], rows[some])
        np.testing.assert_array_equal(alone[1], metres[some])
