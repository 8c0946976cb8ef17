"""How seconds and memory grow with rows, and shrink with workers, for each engine.

`regional-iot resolve` from Parquet to Parquet, whole processes, 10³ to 10⁷ rows of up
to 20,000 distinct strings: pandas on one core, DuckDB on one and two, Dask on one and
two workers of one thread, whose memory is that of the greatest worker. Every result is
checked. Informs, never fails.

    python benchmarks/bench_curves.py [REPEATS] [--rows 1000000]
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Point, Results, command_line, hand_over, repeats_of, say
from processes import Job, median_job, on_cores
from scale_jobs import Ground, local_cluster, ours

ROWS, QUICK_ROWS, QUICK_DISTINCT = 10_000_000, 1_000, 500
FIRST = 1_000
CURVES = (("pandas", 1), ("duckdb", 1), ("duckdb", 2), ("dask", 1), ("dask", 2))
MOST_CORES = 2


def measure(repeats: int, *, rows: int, quick: bool = False) -> Results:
    """Return a point for each engine, number of workers and power of ten to `rows`."""
    sizes = [FIRST]
    while sizes[-1] * 10 <= rows:
        sizes.append(sizes[-1] * 10)
    points: Results = []
    with tempfile.TemporaryDirectory() as folder, on_cores(MOST_CORES):
        ground = Ground(Path(folder), QUICK_DISTINCT) if quick else Ground(Path(folder))
        for engine, workers in CURVES:
            try:
                points += curve(ground, engine, workers, sizes, repeats)
            except (RuntimeError, ImportError, OSError) as why:
                note = f"not measured: {why}"
                points.append(Point(engine, workers, sizes[0], None, None, note))
    return points


def curve(
    ground: Ground, engine: str, workers: int, sizes: list[int], repeats: int
) -> Iterator[Point]:
    """Give the points of an engine on so many cores or workers."""
    for rows in sizes:
        say(f"{rows:,} rows, {engine}, {workers}")
        job = median_job(
            timed_once(ground, engine, workers, rows) for _ in range(repeats)
        )
        yield Point(engine, workers, rows, job.seconds, job.memory)


def timed_once(ground: Ground, engine: str, workers: int, rows: int) -> Job:
    """Run a job; for Dask on a cluster that is new, so that no worker is warm."""
    if engine != "dask":
        return ours(ground, rows, engine, on=workers)[0]
    with local_cluster(workers) as cluster:
        return ours(ground, rows, engine, cluster=cluster)[0]


def _options() -> argparse.Namespace:
    parser = command_line(__doc__, repeats=1)
    parser.add_argument("--rows", type=int, help=f"to so many; {ROWS:,} if left out")
    return parser.parse_args()


if __name__ == "__main__":
    options = _options()
    hand_over(
        measure(
            repeats_of(options),
            rows=options.rows or (QUICK_ROWS if options.quick else ROWS),
            quick=options.quick,
        ),
        options,
    )
