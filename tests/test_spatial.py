"""Distances, borders and draws are each told by another route than the module's."""

import sys
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest
import shapely
from libpysal.graph import Graph
from published import announcement
from pyproj import Geod

import analysis
from analysis import spatial
from analysis.errors import SchemaError, SourceError

DAY = "2020-08-21"
SPHERE = Geod(a=6371008.8, b=6371008.8)


def entities(*names) -> pd.DataFrame:
    return analysis.normalize(announcement(*names, date=DAY))


def table_of(table, **options) -> pd.DataFrame:
    return analysis.spatial_tests(table, **options).set_index("statistic")


@pytest.fixture(scope="module")
def twelve() -> pd.DataFrame:
    return analysis.normalize(analysis.packaged_announcement())


@pytest.fixture(scope="module")
def towns() -> pd.DataFrame:
    bodies = analysis.register(pd.Timestamp(DAY).date())
    types = ["city", "special_ward", "town", "village"]
    return bodies[bodies["entity_type"].isin(types) & bodies["has_government"]]


def km_apart(towns) -> np.ndarray:
    """Distances by pyproj on the same sphere."""
    x, y = towns["longitude"].to_numpy(), towns["latitude"].to_numpy()
    pairs = np.array(list(combinations(range(len(towns)), 2)))
    _, _, metres = SPHERE.inv(*(axis[end] for end in pairs.T for axis in (x, y)))
    away = np.full((len(towns), len(towns)), np.inf)
    away[tuple(pairs.T)] = away[tuple(pairs.T[::-1])] = metres / 1000
    return away


def exact_p(observed: float, spread: list[float]) -> float:
    """Twice the smaller tail of all that could have been drawn."""
    values = np.round(spread, 6)
    seen = round(observed, 6)
    return min(1.0, 2 * min((values <= seen).mean(), (values >= seen).mean()))


def test_the_packaged_list_is_neither_clustered_nor_scattered(twelve):
    table = table_of(twelve)
    assert table["observed"].round(1).to_dict() == {
        "nearest_neighbour": 138.1,
        "join_count": 1.0,  # Kitakami and Oshu
    }
    assert (table["p"] > 0.2).all()
    assert table["bodies"].tolist() == [11, 11]
    assert table["left_out"].tolist() == [1, 1]
    assert table["eligible"].tolist() == [1741, 1693]
    for caveat in table["caveat"]:
        assert "Only 11 bodies" in caveat
        assert "1 prefecture on the list left out" in caveat


def test_nearest_neighbours_are_those_of_pyproj(towns):
    some = towns.sample(60, random_state=1)
    table = table_of(entities(*some["lg_code"]), permutations=1)
    expected = km_apart(some).min(axis=1).mean()
    assert table.at["nearest_neighbour", "observed"] == pytest.approx(expected)


def test_pairs_are_those_whose_polygons_share_a_line(towns):
    some = towns[towns["prefecture_code"].isin(["13", "14", "47"])]["lg_code"]
    polygons = analysis.boundaries("municipality").set_index("lg_code").geometry
    shared = [
        shapely.intersection(polygons[a], polygons[b]).length > 0
        for a, b in combinations(some, 2)
    ]
    table = table_of(entities(*some), permutations=1)
    assert table.at["join_count", "observed"] == sum(shared) > 100


def test_towns_that_meet_in_the_summit_of_a_mountain_are_no_neighbours():
    """On Mount Yōtei: Niseko and Kimobetsu touch in a point."""
    names = ["北海道ニセコ町", "北海道喜茂別町", "北海道真狩村"]
    table = table_of(entities(*names), permutations=1)
    assert table.at["join_count", "observed"] == 2


def test_draws_of_distances_are_as_all_that_can_be_drawn(towns):
    field = towns[towns["prefecture_code"] == "31"].head(12)
    away = km_apart(field)
    spread = [
        np.mean([min(away[a, b] for b in some if b != a) for a in some])
        for some in combinations(range(12), 4)
    ]
    chosen = (0, 3, 6, 9)
    table = table_of(
        entities(*field["lg_code"].iloc[list(chosen)]), baseline=field[["lg_code"]]
    )
    row = table.loc["nearest_neighbour"]
    want = exact_p(row["observed"], spread)
    assert row["p"] == pytest.approx(want, abs=4 * row["standard_error"])
    assert row["expected"] == pytest.approx(np.mean(spread), rel=0.02)
    assert row["low"] == pytest.approx(np.percentile(spread, 2.5), rel=0.05)
    assert row["high"] == pytest.approx(np.percentile(spread, 97.5), rel=0.05)


@pytest.fixture
def lattice(towns, monkeypatch) -> pd.DataFrame:
    """Sixteen towns, as if they lay in four rows of four."""
    field = towns.head(16)
    squares = [shapely.box(n % 4, n // 4, n % 4 + 1, n // 4 + 1) for n in range(16)]
    shapes = analysis.boundaries("municipality").geometry.iloc[:0].reindex(range(16))
    shapes[:] = squares
    graph = Graph.build_contiguity(shapes.set_axis(field["lg_code"]), rook=True)
    monkeypatch.setattr(spatial, "_contiguity", lambda: graph)
    return field


def test_joins_on_a_lattice_are_those_of_the_published_example(lattice):
    """4 × 4 squares, half of them black: 10 pairs and a mean of 24·8·7/(16·15)."""
    half = entities(*lattice["lg_code"].head(8))
    row = table_of(half, baseline=lattice[["lg_code"]]).loc["join_count"]
    assert row["observed"] == 10
    assert row["expected"] == pytest.approx(24 * 8 * 7 / (16 * 15), abs=0.05)
    pairs = [(n, n + 1) for n in range(16) if n % 4 < 3]
    pairs += [(n, n + 4) for n in range(12)]
    edges = np.array(pairs)
    spread = []
    for some in combinations(range(16), 8):
        black = np.isin(np.arange(16), some)
        spread.append((black[edges[:, 0]] & black[edges[:, 1]]).sum())
    assert len(spread) == comb(16, 8)
    want = exact_p(10, spread)
    assert row["p"] == pytest.approx(want, abs=4 * row["standard_error"])
    assert 0.001 < want < 0.05


def test_draws_have_the_expected_number_of_joins(towns):
    some = towns.sample(300, random_state=2)["lg_code"]
    row = table_of(entities(*some), permutations=999).loc["join_count"]
    polygons = analysis.boundaries("municipality").set_index("lg_code").geometry
    graph = Graph.build_contiguity(polygons, rook=True)
    inland = graph.unique_ids.difference(graph.isolates)
    joins = graph.subgraph(inland).n_edges / 2
    n, total = inland.isin(some).sum(), len(inland)
    assert row["bodies"] == n
    assert row["eligible"] == total
    mean = joins * n * (n - 1) / (total * (total - 1))
    assert row["expected"] == pytest.approx(mean, rel=0.02)


def test_neighbours_come_out_as_clustered(towns):
    shikoku = towns[towns["region"] == "Shikoku"]["lg_code"].head(40)
    table = table_of(entities(*shikoku))
    assert (table["p"] < 0.001).all()
    assert table.at["nearest_neighbour", "observed"] < table["low"].iloc[0]
    assert table.at["join_count", "observed"] > table["high"].iloc[1]


def test_a_list_that_keeps_apart_comes_out_as_scattered(towns):
    """Each next town is the one that is farthest from those before it."""
    away = km_apart(towns)
    np.fill_diagonal(away, 0)
    chosen = [0]
    for _ in range(39):
        chosen.append(int(np.argmax(away[:, chosen].min(axis=1))))
    table = table_of(entities(*towns["lg_code"].iloc[chosen]))
    row = table.loc["nearest_neighbour"]
    assert row["p"] < 0.001
    assert row["observed"] > row["high"]
    assert table.at["join_count", "observed"] == 0


def test_a_list_drawn_blindly_comes_out_as_chance(towns):
    some = towns.sample(60, random_state=5)["lg_code"]
    assert (table_of(entities(*some))["p"] > 0.05).all()


NONE = ["Fuchu City", "株式会社みらい窓口"]


@pytest.mark.parametrize(
    ("names", "bodies", "reason"),
    [
        pytest.param(NONE, 0, "there is none", id="none resolved"),
        pytest.param(["岩手県", "宮城県"], 0, "there is none", id="prefectures"),
        pytest.param(["岩手県北上市"], 1, "there is one", id="one"),
    ],
)
def test_too_few_bodies_have_no_p_and_a_reason(names, bodies, reason):
    table = table_of(entities(*names))
    assert table["bodies"].tolist() == [bodies, bodies]
    assert table["left_out"].tolist() == [len(names) - bodies] * 2
    assert table[["observed", "p", "expected"]].isna().all(axis=None)
    assert table["permutations"].tolist() == [0, 0]
    assert table["caveat"].str.contains(f"No p: .*{reason}").all()


def test_two_neighbours_have_a_p():
    table = table_of(entities("岩手県北上市", "岩手県奥州市"))
    assert table["observed"].round(1).tolist() == [16.0, 1.0]
    assert table["p"].between(0, 0.05).all()


def test_the_whole_country_has_no_p(towns):
    table = table_of(entities(*towns["lg_code"]))
    assert table["p"].isna().all()
    assert table["caveat"].str.contains("nothing can be drawn").all()
    assert table.at["nearest_neighbour", "observed"] > 5


def test_what_is_left_out_is_said():
    names = ["宮城県", "岩手県", "北海道礼文町", "岩手県北上市", "岩手県奥州市"]
    table = table_of(entities(*names, "岩手県北上市", *NONE), permutations=9)
    assert table["bodies"].tolist() == [3, 2]
    assert (table["bodies"] + table["left_out"]).tolist() == [8, 8]
    nearest, joins = table["caveat"]
    for caveat in (nearest, joins):
        assert "2 prefectures on the list left out" in caveat
        assert "3 rows left out: not resolved, not eligible or repeated." in caveat
    assert "48 municipalities with a border to no other (islands) left out" in joins
    assert "1 of them on the list" in joins


def test_a_body_whose_neighbours_could_not_apply_is_called_no_island():
    few = entities("岩手県北上市", "岩手県奥州市", "三重県伊賀市")
    codes = pd.DataFrame({"lg_code": ["032069", "032158", "242161", "011002"]})
    joins = table_of(few, baseline=codes, permutations=9).loc["join_count"]
    assert joins["bodies"] == 2
    assert "islands" not in joins["caveat"]
    assert (
        "2 municipalities with a border to no other that could apply and has a polygon "
        "left out, 1 of them on the list." in joins["caveat"]
    )


def test_bodies_that_today_has_no_polygon_of_are_counted():
    old = analysis.normalize(
        announcement("岩手県北上市", "長野県臼田町", date="1985-04-01")
    )
    joins = table_of(old, permutations=9).loc["join_count"]
    assert joins["bodies"] == 1
    assert joins["left_out"] == 1
    assert "without polygon left out" in joins["caveat"]


def test_equal_seeds_give_equal_tables_and_leave_numpy_alone(twelve):
    before = np.random.get_state()[1].copy()
    first = analysis.spatial_tests(twelve, permutations=99)
    again = analysis.spatial_tests(twelve, permutations=99)
    other = analysis.spatial_tests(twelve, permutations=99, seed=1)
    assert (before == np.random.get_state()[1]).all()
    pd.testing.assert_frame_equal(first, again)
    assert not first["expected"].equals(other["expected"])


def test_more_permutations_make_p_surer(twelve):
    errors = [
        table_of(twelve, permutations=n).at["nearest_neighbour", "standard_error"]
        for n in (99, 9_999)
    ]
    assert errors[0] / errors[1] == pytest.approx(10, rel=0.15)


def test_the_list_and_its_order_do_not_matter(twelve):
    before = twelve.copy(deep=True)
    shuffled = twelve.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(
        analysis.spatial_tests(twelve, permutations=99),
        analysis.spatial_tests(shuffled, permutations=99),
    )
    pd.testing.assert_frame_equal(twelve, before)


@pytest.mark.parametrize("library", ["esda", "libpysal.graph"])
def test_a_missing_library_is_named_with_the_way_to_get_it(
    library, twelve, monkeypatch
):
    monkeypatch.setitem(sys.modules, library, None)
    want = rf'{library} is missing: pip install "regional-iot-analysis\[spatial\]"'
    with pytest.raises(SourceError, match=want):
        analysis.spatial_tests(twelve)


def test_a_table_of_several_days_and_no_permutation_are_refused(twelve):
    mixed = pd.concat([twelve, twelve.assign(as_of="2021-04-01")])
    with pytest.raises(SchemaError, match="one date"):
        analysis.spatial_tests(mixed)
    with pytest.raises(ValueError, match="1 permutation or more"):
        analysis.spatial_tests(twelve, permutations=0)
