"""Ten million rows through DuckDB and Dask, beside the same jobs without a resolver.

Parquet to Parquet, 20,000 distinct dirty strings. Processes are timed whole, ours and
the baseline in turn. The baselines know all answers by heart and write the same
columns: a DuckDB join with a ready table, with as many threads and the compression of
ours, and a Dask job that maps the names through a ready dictionary. That has the same
cluster as ours, which is new each time; ours goes first, on workers that have loaded
nothing yet. Every result is checked. Informs, never fails.

    python benchmarks/bench_scale.py [REPEATS] [--rows 100000000] [--engine duckdb]
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from measuring import Results, Row, command_line, hand_over, repeats_of, say
from processes import median_job, on_cores
from scale_jobs import (
    Ground,
    distinct_seconds,
    floor,
    job_seconds,
    local_cluster,
    ours,
)

ROWS, QUICK_ROWS, QUICK_DISTINCT = 10_000_000, 20_000, 500
CORES = 2
FASTER = 1.6  # two workers than one


def measure(
    repeats: int, *, rows: int, engines: list[str], quick: bool = False
) -> Results:
    """Return the gates of each engine; one that could not be timed says why."""
    parts: dict[str, Callable[[Ground, int, int], Results]] = {
        "duckdb": on_one_machine,
        "dask": on_a_cluster,
    }
    results: Results = []
    with tempfile.TemporaryDirectory() as folder, on_cores(CORES):
        ground = Ground(Path(folder), QUICK_DISTINCT) if quick else Ground(Path(folder))
        for engine in engines:
            try:
                results += parts[engine](ground, rows, repeats)
            except (RuntimeError, ImportError, OSError) as why:
                what = f"{rows:,} rows through {engine}"
                results.append(Row(what, note=f"not measured: {why}"))
    return results


def on_one_machine(ground: Ground, rows: int, repeats: int) -> Results:
    """Return DuckDB's time less that of the distinct strings, beside a bare join."""
    jobs, bare, alone = [], [], []
    for number in range(repeats):
        say(f"{rows:,} rows through DuckDB, {number + 1} of {repeats}")
        job, codec = ours(ground, rows, "duckdb")
        jobs.append(job)
        bare.append(floor(ground, rows, "duckdb", codec))
        alone.append(distinct_seconds(ground))
    whole, join = median_job(jobs), median_job(bare)
    rest = statistics.median(
        job.seconds - seconds for job, seconds in zip(jobs, alone, strict=True)
    )
    what = f"{rows:,} rows through DuckDB"
    return [
        Row(
            f"{what}, less the distinct strings",
            rest,
            f"a bare DuckDB join with a ready table, {codec.lower()}",
            join.seconds,
            memory=whole.memory,
            most=2,
            room=1000,
            note=f"the join holds {join.memory:,.0f} MB",
        ),
        Row(f"{what}, the whole process", whole.seconds, memory=whole.memory),
        Row(f"{len(ground.strings):,} distinct strings", statistics.median(alone)),
    ]


def on_a_cluster(ground: Ground, rows: int, repeats: int) -> Results:
    """Return Dask's time beside a bare map, and two workers' beside that of one."""
    jobs, bare, single, two, one = [], [], [], [], []
    for number in range(repeats):
        say(f"{rows:,} rows through Dask, {number + 1} of {repeats}")
        with local_cluster(2) as cluster:
            job, codec = ours(ground, rows, "dask", cluster=cluster)
            jobs.append(job)
            bare.append(floor(ground, rows, "dask", codec, cluster=cluster))
            two.append(job_seconds(ground, rows, cluster))
        with local_cluster(1) as cluster:
            single.append(ours(ground, rows, "dask", cluster=cluster)[0])
            one.append(job_seconds(ground, rows, cluster))
    whole, mapped, alone = map(median_job, (jobs, bare, single))
    what = f"{rows:,} rows through Dask, 2 workers"
    return [
        Row(
            what,
            whole.seconds,
            f"a Dask job that maps through a ready dictionary, {codec.lower()}",
            mapped.seconds,
            memory=whole.memory,
            most=1.5,
            room=2000,
            note=f"memory of the greatest worker; the map's: {mapped.memory:,.0f} MB",
        ),
        Row(
            f"{what}, the job alone on workers that run",
            statistics.median(two),
            "the same on 1 worker",
            statistics.median(one),
            most=1 / FASTER,
            note=f"{statistics.median(one) / statistics.median(two):.2f} × as fast",
        ),
        Row(
            f"{what}, the whole process on new workers",
            whole.seconds,
            "the same on 1 worker",
            alone.seconds,
            note=f"{alone.seconds / whole.seconds:.2f} × as fast",
        ),
    ]


def _options() -> argparse.Namespace:
    parser = command_line(__doc__, repeats=3)
    parser.add_argument("--rows", type=int, help=f"{ROWS:,} if left out")
    parser.add_argument(
        "--engine", action="append", choices=("duckdb", "dask"), help="only this one"
    )
    return parser.parse_args()


if __name__ == "__main__":
    options = _options()
    hand_over(
        measure(
            repeats_of(options),
            rows=options.rows or (QUICK_ROWS if options.quick else ROWS),
            engines=options.engine or ["duckdb", "dask"],
            quick=options.quick,
        ),
        options,
    )
