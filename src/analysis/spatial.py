"""Do the bodies of a list lie together? Distances and borders, by permutation."""

import warnings
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.baseline import are_among, set_apart, who_could_apply
from analysis.boundaries import layers, packaged, sets
from analysis.errors import SourceError

if TYPE_CHECKING:
    from libpysal.graph import Graph

COLUMNS = (
    *("statistic", "unit", "observed", "expected", "low", "high", "p"),
    *("standard_error", "bodies", "eligible", "left_out", "permutations", "caveat"),
)

_RADIUS_KM = 6371.0088  # mean radius of the earth (IUGG)
_MICROMETRES = 9  # decimals of a km: sums in another order are the same distance
_BATCH = 1_000  # draws that are held in memory together
_SMALL = 30  # fewer bodies show strong patterns only


class _Tested(NamedTuple):
    """One statistic of a list: its value, how to get it of draws, what is left out."""

    statistic: str
    unit: str
    chosen: np.ndarray
    observed: float
    of_draws: Callable[[np.ndarray], np.ndarray]
    caveats: list[str]


def spatial_tests(
    entities: pd.DataFrame,
    *,
    baseline: pd.DataFrame | None = None,
    permutations: int = 9_999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return whether the municipalities of a list lie nearer together than by chance.

    Two statistics, each beside draws of as many municipalities out of all that could
    apply, every one as likely as any other. So the draws are as dense as municipalities
    are: denser in the plains than in the mountains. Prefectures are left out of both.

    Parameters
    ----------
    entities : pandas.DataFrame
        Entity table with one `as_of` date, located or not. Columns read: `status`,
        `lg_code`, `name_ja` and `as_of`.
    baseline : pandas.DataFrame, optional
        The bodies that could apply, as of `analysis.breakdown`.
    permutations : int
        How many lists are drawn, 1 or more.
    seed : int
        Where drawing starts from; the same seed gives the same table.

    Returns
    -------
    pandas.DataFrame
        A row per statistic. Columns:

        statistic : ``nearest_neighbour``, the mean distance from each body's office to
            the nearest other office of the list, a great circle; ``join_count``, the
            pairs of bodies of the list that share a border, BB of Moran (1948), counted
            by esda on libpysal's graph of the packaged polygons (a common point is no
            border; a bridge or a ferry is none). Municipalities that border on no
            other that could apply, islands as a rule, are left out of the second, and
            so are those of another day that the polygons lack
        unit : ``km`` or ``pairs``
        observed : the statistic of the list
        expected, low, high : mean, 2.5th and 97.5th percentile of the draws
        p : two-sided, twice the smaller of the shares of draws (the list among them)
            that are as low, or as high, as the list; at most 1; missing if there are
            fewer than two bodies, or no choice of them
        standard_error : of `p`, from drawing only so many
        bodies, eligible : municipalities of the list, and those they are drawn from
        left_out : rows of the list that are not among `bodies`
        permutations : how many lists were drawn, 0 without `p`
        caveat : what a reader must know, in English

    Raises
    ------
    SchemaError
        As of `analysis.breakdown`.
    SourceError
        If libpysal or esda is not installed.
    ValueError
        If `permutations` is less than 1.

    Notes
    -----
    The two answer one question in two ways: read them together, not as two findings.
    A small p says that the list is more clustered or more scattered than blind drawing
    would make it, and not why: neighbours apply together, and so do the members of one
    prefecture's programme. The polygons are those of one day, whatever the list's.

    Examples
    --------
    >>> import analysis
    >>> entities = analysis.normalize(analysis.packaged_announcement())
    >>> tests = analysis.spatial_tests(entities)
    >>> tests[["statistic", "observed", "unit", "bodies", "left_out"]].round(1)
               statistic  observed   unit  bodies  left_out
    0  nearest_neighbour     138.1     km      11         1
    1         join_count       1.0  pairs      11         1
    """
    if permutations < 1:
        raise ValueError(f"want 1 permutation or more, got {permutations}")
    _libraries()
    base = who_could_apply(entities, baseline=baseline)
    apart = set_apart(entities, base)
    base["chosen"] = are_among(base, entities[apart.isna()])
    towns = base[base["entity_type"] != "prefecture"]
    general = _left_out(int(apart.notna().sum()), int(base["chosen"].sum()), towns)
    rows = [
        _row(tested, len(entities), general, permutations, seed)
        for tested in (_nearest_neighbour(towns), _join_count(towns))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _nearest_neighbour(towns: pd.DataFrame) -> _Tested:
    """Return the mean distance to the nearest other office of the list."""
    placed = towns.dropna(subset=["latitude", "longitude"])
    away = _great_circles(placed["longitude"], placed["latitude"])
    np.fill_diagonal(away, np.inf)
    chosen = placed["chosen"].to_numpy()
    ranks = np.ascontiguousarray(away.argsort(axis=1, kind="stable").T)

    def of_draws(draws: np.ndarray) -> np.ndarray:
        return _mean_nearest(draws, ranks, away)

    observed = of_draws(chosen[None])[0] if chosen.sum() > 1 else np.nan
    caveats = ["Distances are great circles between offices, over land and sea."]
    if officeless := len(towns) - len(placed):
        caveats.append(f"{_count(officeless)} without known office left out.")
    return _Tested("nearest_neighbour", "km", chosen, observed, of_draws, caveats)


def _join_count(towns: pd.DataFrame) -> _Tested:
    """Return the pairs of neighbours of which both are on the list."""
    graph = _contiguity()
    borders = graph.adjacency.index.to_frame(index=False)
    borders = borders[borders["focal"] != borders["neighbor"]]  # itself: an island
    borders = borders[borders.isin(set(towns["lg_code"])).all(axis="columns")]
    there = pd.Index(borders["focal"].unique())
    shapes = towns["lg_code"].isin(graph.unique_ids)
    alone = towns[shapes & ~towns["lg_code"].isin(there)]
    kind = "border to no other (islands)"
    if not alone["lg_code"].isin(graph.isolates).all():
        kind = "border to no other that could apply and has a polygon"
    chosen = there.isin(towns.loc[towns["chosen"], "lg_code"])
    first, second = (there.get_indexer(borders[end]) for end in borders)
    first, second = first[first < second], second[first < second]

    def of_draws(draws: np.ndarray) -> np.ndarray:
        return (draws[:, first] & draws[:, second]).sum(axis=1)

    pairs = float(of_draws(chosen[None])[0])
    if 0 < chosen.sum() < len(chosen):  # esda's chi² takes nothing else
        pairs = _counted_by_esda(chosen, graph.subgraph(there))
    caveats = [
        f"Borders are those of {packaged.VINTAGE}; over sea there are none.",
        f"{_count(len(alone))} with a {kind} left out, "
        f"{int(alone['chosen'].sum()) or 'none'} of them on the list.",
    ]
    if not shapes.all():
        caveats.append(f"{_count(int((~shapes).sum()))} without polygon left out.")
    return _Tested("join_count", "pairs", chosen, pairs, of_draws, caveats)


def _row(
    tested: _Tested, rows: int, general: list[str], permutations: int, seed: int
) -> dict[str, object]:
    """Return a statistic beside its draws as a row of the table."""
    bodies, eligible = int(tested.chosen.sum()), len(tested.chosen)
    row = {
        "statistic": tested.statistic,
        "unit": tested.unit,
        "observed": tested.observed if bodies > 1 else np.nan,
        "bodies": bodies,
        "eligible": eligible,
        "left_out": rows - bodies,
    }
    why_not = ""
    if bodies < 2:
        why_not = f"No p: it takes two bodies, and there {_are(bodies)}."
    elif bodies == eligible:
        why_not = f"No p: all {eligible:,} are on the list, so nothing can be drawn."
    if why_not:
        caveats = [why_not, *general, *tested.caveats]
        return row | {"permutations": 0, "caveat": " ".join(caveats)}
    if bodies < _SMALL:
        few = f"Only {bodies} bodies: nothing but a strong pattern could show."
        general = [few, *general]
    drawn = np.concatenate(
        [
            tested.of_draws(draws)
            for draws in _draws(eligible, bodies, permutations, seed)
        ]
    )
    tails = (drawn <= tested.observed).sum(), (drawn >= tested.observed).sum()
    tail = (min(tails) + 1) / (permutations + 1)
    low, high = np.percentile(drawn, (2.5, 97.5))
    return row | {
        "expected": drawn.mean(),
        "low": low,
        "high": high,
        "p": min(1.0, 2 * tail),
        "standard_error": 2 * np.sqrt(tail * (1 - tail) / permutations),
        "permutations": permutations,
        "caveat": " ".join([*general, *tested.caveats]),
    }


def _draws(
    eligible: int, bodies: int, permutations: int, seed: int
) -> Iterator[np.ndarray]:
    """Give draws of so many bodies, some at a time: a row of bool for each draw."""
    rng = np.random.default_rng(seed)
    for start in range(0, permutations, _BATCH):
        lots = rng.random((min(_BATCH, permutations - start), eligible))
        draws = np.zeros(lots.shape, dtype=bool)
        drawn = lots.argpartition(bodies - 1, axis=1)[:, :bodies]
        np.put_along_axis(draws, drawn, True, axis=1)
        yield draws


def _mean_nearest(draws: np.ndarray, ranks: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Return the mean distance to the nearest other body of each draw.

    `ranks` has in its first row the nearest neighbour of each body, in its second the
    next: who meets one that is drawn, too, need not look further.
    """
    draw, body = np.nonzero(draws)
    total = np.zeros(len(draws))
    for neighbours in ranks:
        other = neighbours[body]
        met = draws[draw, other]
        total += np.bincount(draw[met], away[body[met], other[met]], len(draws))
        draw, body = draw[~met], body[~met]
        if not len(draw):
            break
    return (total / draws.sum(axis=1)).round(_MICROMETRES)


def _great_circles(longitude: pd.Series, latitude: pd.Series) -> np.ndarray:
    """Return the distances in km of all pairs of places, by the haversine formula."""
    x, y = np.radians(longitude.to_numpy()), np.radians(latitude.to_numpy())
    across = np.sin((x[:, None] - x) / 2) ** 2 * np.cos(y[:, None]) * np.cos(y)
    along = np.sin((y[:, None] - y) / 2) ** 2
    return 2 * _RADIUS_KM * np.arcsin(np.sqrt(across + along))


@cache
def _contiguity() -> "Graph":
    """Return which municipalities of the packaged polygons share a border."""
    build, _ = _libraries()
    towns = layers.layer(sets.find("jma", None), "municipality")
    return build(towns.set_index("lg_code").geometry, rook=True)


def _counted_by_esda(chosen: np.ndarray, graph: "Graph") -> float:
    """Return the pairs as esda counts them.

    Its own permutations are drawn from numpy's global generator, and not by seed.
    """
    _, join_counts = _libraries()
    with warnings.catch_warnings():
        # esda 2.9 sets an index in place, of which pandas 3.1 warns.
        warnings.filterwarnings("ignore", message="The inplace", module="esda")
        return float(join_counts(chosen.astype(int), graph, permutations=0).bb)


def _libraries() -> tuple[Callable, Callable]:
    """Return libpysal's way to build a graph, and esda's to count joins."""
    try:
        from esda import Join_Counts
        from libpysal.graph import Graph
    except ImportError as absent:
        raise SourceError(
            f"the spatial tests need libpysal and esda, and {absent.name} is missing: "
            'pip install "regional-iot-analysis[spatial]"'
        ) from absent
    return Graph.build_contiguity, Join_Counts


def _left_out(apart: int, counted: int, towns: pd.DataFrame) -> list[str]:
    """Return the sentences on rows of the list that are in neither statistic."""
    prefectures = counted - int(towns["chosen"].sum())
    said = []
    if prefectures:
        what = "prefecture" if prefectures == 1 else "prefectures"
        said.append(f"{prefectures} {what} on the list left out: no municipality.")
    if apart:
        rows = "row" if apart == 1 else "rows"
        said.append(f"{apart} {rows} left out: not resolved, not eligible or repeated.")
    return said


def _count(number: int) -> str:
    return f"{number:,} municipalit{'y' if number == 1 else 'ies'}"


def _are(number: int) -> str:
    return "is one" if number == 1 else "is none"
