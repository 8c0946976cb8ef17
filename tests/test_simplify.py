from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geoseries_equal
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from analysis.geometry import coverage
from analysis.geometry.simplify import DETAILS, simplify

CRS = "EPSG:6668"
SIDE = 24  # squares along a side of an archipelago
KM = 0.01  # degrees, about: the side of a square


def archipelago(seed, *, units, sea):
    """Units of shaky squares around random places: islets, lakes, enclaves, corners.

    `sea` is the share of squares that nobody has; as many are of another unit than
    the squares around.
    """
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    squares = shapely.box(x, y, x + 1, y + 1).ravel()
    centres = np.column_stack([x.ravel(), y.ravel()]) + 0.5
    places = random.uniform(0, SIDE, (units, 2))
    owner = np.hypot(*(centres[:, None] - places).T).argmin(axis=0)
    strays = random.random(len(owner)) < sea
    owner[strays] = random.integers(0, units, strays.sum())
    owner[random.random(len(owner)) < sea] = -1
    shift = random.uniform(-0.3, 0.3, (SIDE + 1, SIDE + 1, 2))

    def shake(points):
        column, row = points.astype(int).T
        return (points + shift[row, column]) * KM + [138.0, 36.0]

    owners = np.unique(owner[owner >= 0])
    merged = [shapely.coverage_union_all(squares[owner == each]) for each in owners]
    shaken = shapely.transform(np.array(merged, dtype=object), shake)
    return gpd.GeoSeries(shaken, index=[f"unit {n}" for n in owners], crs=CRS)


archipelagos = st.builds(
    archipelago,
    st.integers(0, 2**32 - 1),
    units=st.integers(1, 12),
    sea=st.sampled_from([0.0, 0.1, 0.3]),
)
tolerances = st.sampled_from([100.0, 500.0, 2_000.0, 20_000.0])
errors = st.sampled_from([0.01, 0.05, 0.3])


def ring_counts(polygons):
    """How many parts, and rings in all, each unit has."""
    parts, unit = shapely.get_parts(polygons.array, return_index=True)
    _, part = shapely.get_rings(parts, return_index=True)
    return np.bincount(unit).tolist(), np.bincount(unit[part]).tolist()


def neighbours(polygons):
    """Which pairs of units have an edge in common."""
    edges = {}
    for unit, polygon in polygons.items():
        for ring in shapely.get_rings(shapely.get_parts(polygon)):
            points = list(ring.coords)
            for pair in pairwise(points):
                edges.setdefault(frozenset(pair), set()).add(unit)
    return {frozenset(units) for units in edges.values() if len(units) == 2}


def places(polygons):
    return set(map(tuple, shapely.get_coordinates(polygons.array).tolist()))


def vertices(polygons):
    return int(shapely.get_num_coordinates(polygons.array).sum())


def errors_of(simpler, polygons):
    return (coverage.area_km2(simpler) / coverage.area_km2(polygons) - 1).abs()


@settings(deadline=None, max_examples=150)
@given(archipelagos, tolerances, errors)
@example(archipelago(34, units=8, sea=0.1), 20_000.0, 0.05).via("an invalid unit")
@example(archipelago(6, units=2, sea=0.3), 20_000.0, 0.05).via("crossing borders")
def test_simpler_units_are_a_coverage_of_the_same_parts(polygons, tolerance, error):
    simpler = simplify(polygons, tolerance_m=tolerance, most_error=error)
    assert shapely.coverage_is_valid(simpler.array)
    assert simpler.is_valid.all()
    assert ring_counts(simpler) == ring_counts(polygons)
    assert simpler.geom_type.tolist() == polygons.geom_type.tolist()
    assert places(simpler) <= places(polygons)
    assert neighbours(simpler) == neighbours(polygons)
    assert errors_of(simpler, polygons).max() <= error + 1e-9
    assert simpler.index.equals(polygons.index)
    assert simpler.crs == polygons.crs


@settings(deadline=None, max_examples=20)
@given(archipelagos)
def test_a_tolerance_of_0_gives_what_came(polygons):
    simpler = simplify(polygons, tolerance_m=0, most_error=0.1)
    assert_geoseries_equal(simpler, polygons)
    assert simpler is not polygons


@settings(deadline=None, max_examples=20)
@given(archipelagos, tolerances)
def test_without_room_for_error_areas_stay(polygons, tolerance):
    simpler = simplify(polygons, tolerance_m=tolerance, most_error=0)
    assert errors_of(simpler, polygons).max() < 1e-9


def test_a_small_unit_keeps_its_form_and_its_neighbours_the_border():
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    hill = Polygon(np.column_stack([np.cos(angles), np.sin(angles)]) * KM + [138, 36])
    wide = Polygon(
        np.column_stack([np.cos(angles), np.sin(angles)]) * 40 * KM + [138, 36]
    )
    polygons = gpd.GeoSeries({"hill": hill, "around": wide - hill}, crs=CRS)
    simpler = simplify(polygons, tolerance_m=30_000, most_error=0.02)
    assert errors_of(simpler, polygons).max() <= 0.02
    assert vertices(simpler[["hill"]]) > 8  # a triangle has 4, its end counted
    [hole] = simpler["around"].interiors
    assert Polygon(hole).equals(simpler["hill"])
    assert len(simpler["around"].exterior.coords) < len(angles)


def _largest_parts(units, _tolerance):
    return np.array([max(shapely.get_parts(u), key=shapely.area) for u in units])


def _hulls(units, _tolerance):
    return shapely.convex_hull(units)


@pytest.mark.parametrize(
    ("cut", "units"),
    [
        pytest.param(
            _largest_parts,
            [MultiPolygon([box(0, 0, 9, 9), box(20, 0, 21, 1)])],
            id="an islet is dropped",
        ),
        pytest.param(
            _hulls,
            [box(0, 0, 9, 9) - box(3, 3, 6, 9), box(4, 4, 5, 5)],
            id="a bay is closed over an islet",
        ),
    ],
)
def test_nothing_is_lost_though_geos_would_lose_it(monkeypatch, cut, units):
    monkeypatch.setattr(shapely, "coverage_simplify", cut)
    placed = shapely.transform(np.array(units), lambda d: d * KM + [138, 36])
    polygons = gpd.GeoSeries(placed, crs=CRS)
    simpler = simplify(polygons, tolerance_m=500, most_error=1)
    assert_geoseries_equal(simpler, polygons, normalize=True)


def test_more_tolerance_leaves_fewer_vertices():
    polygons = archipelago(7, units=12, sea=0.1)
    counts = [
        vertices(simplify(polygons, tolerance_m=tolerance, most_error=0.2))
        for tolerance in (0, 500, 1_000, 4_000)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < 0.7 * counts[0]


def test_the_input_stays_as_it_was():
    polygons = archipelago(3, units=5, sea=0.1)
    before = polygons.copy(deep=True)
    simplify(polygons, tolerance_m=2_000, most_error=0.1)
    assert_geoseries_equal(polygons, before)


@pytest.mark.parametrize(
    "polygons",
    [
        pytest.param([box(138, 36, 139, 37), box(138.9, 36, 140, 37)], id="overlap"),
        pytest.param(
            [box(138, 36, 139, 37), box(139, 36, 140, 36.5)], id="unmatched vertex"
        ),
        pytest.param(
            [MultiPolygon([box(138, 36, 139, 37), box(138.5, 36, 140, 37)])],
            id="parts of one unit overlap",
        ),
    ],
)
def test_what_is_no_coverage_is_refused(polygons):
    with pytest.raises(ValueError, match=r"no valid coverage.*geometry\.coverage"):
        simplify(gpd.GeoSeries(polygons, crs=CRS), tolerance_m=500, most_error=0.1)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"tolerance_m": -1.0, "most_error": 0.1}, id="tolerance"),
        pytest.param({"tolerance_m": 1.0, "most_error": -0.1}, id="error"),
    ],
)
def test_numbers_below_0_are_refused(options):
    with pytest.raises(ValueError, match="of 0 or more, got"):
        simplify(gpd.GeoSeries([box(138, 36, 139, 37)], crs=CRS), **options)


def test_nothing_becomes_nothing():
    nothing = gpd.GeoSeries([], crs=CRS)
    assert simplify(nothing, **DETAILS["coarse"]._asdict()).empty
