"""The jobs on a long column, ours and those without a resolver, each a process.

Every result of ours is checked before its time counts.
"""

import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from machine import cores
from measuring import say
from processes import Job, Watch, output_of, run_job
from resolver_names import DAY
from scale_names import (
    DISTINCT,
    check,
    dirty_strings,
    parquet_files,
    write_dictionary,
    write_names,
)

FLOOR = Path(__file__).with_name("scale_floor.py")
_WORKER_MEMORY = "2GB"


@dataclass(frozen=True)
class Cluster:
    """A cluster of Dask on this machine."""

    address: str
    workers: int


@dataclass
class Ground:
    """A folder with columns of names of every length that is asked for."""

    folder: Path
    distinct: int = DISTINCT

    @cached_property
    def strings(self) -> np.ndarray:
        """Return the distinct strings, the most frequent first."""
        say(f"drawing {self.distinct:,} strings from the error corpus")
        return dirty_strings(self.distinct)

    @cached_property
    def dictionary(self) -> Path:
        """Return a file of the strings with their answers."""
        path = self.folder / "dictionary.parquet"
        write_dictionary(path, self.strings)
        return path

    def names(self, rows: int) -> Path:
        """Return a folder with a column of so many rows."""
        here = self.folder / f"names_{rows}"
        if not here.exists():
            say(f"writing {rows:,} names")
            write_names(here, rows, self.strings)
        return here

    def out(self) -> Path:
        """Return where to write, with nothing there."""
        path = self.folder / "out"
        shutil.rmtree(path, ignore_errors=True)
        return path


def ours(
    ground: Ground,
    rows: int,
    engine: str,
    *,
    on: int | None = None,
    cluster: Cluster | None = None,
) -> tuple[Job, str]:
    """Run `regional-iot resolve`, check its result, and tell its compression.

    Parameters
    ----------
    ground : Ground
        Where the names are.
    rows : int
        How many.
    engine : str
        pandas, duckdb or dask.
    on : int, optional
        How many cores it may use.
    cluster : Cluster, optional
        The memory is then that of its greatest worker.
    """
    names, out = ground.names(rows), ground.out()
    command = [
        sys.executable, "-m", "analysis", "resolve", f"{names}/*.parquet",
        "--column", "name", "--as-of", DAY.isoformat(), "--engine", engine,
    ]  # fmt: skip
    if engine == "pandas":
        out.mkdir()
        command += ["--output", out / "resolved.parquet"]
    else:
        command += ["--output", out]
    if cluster:
        command += ["--scheduler", cluster.address]
    with _told_as("ours"):
        job = _run(command, on, cluster)
        check(names, out, ground.dictionary)
    return job, _codec(out)


def job_seconds(ground: Ground, rows: int, cluster: Cluster) -> float:
    """Return what the job takes on workers that have done one before.

    Without the start of Python and the import of this package, here and there, which
    are the same for any number of workers.
    """
    from analysis.scale import resolve_files

    names, out = ground.names(rows), ground.out()
    for given in (ground.names(cluster.workers * 1_000), names):
        began = time.perf_counter()
        resolve_files(
            [given],
            out,
            as_of=DAY,
            column="name",
            engine="dask",
            scheduler=cluster.address,
        )
    took = time.perf_counter() - began
    check(names, out, ground.dictionary)
    return took


def floor(
    ground: Ground,
    rows: int,
    engine: str,
    codec: str,
    *,
    cluster: Cluster | None = None,
) -> Job:
    """Run the job that knows the answers by heart; as `ours`."""
    where = cluster.address if cluster else cores()
    names, out = ground.names(rows), ground.out()
    command = [
        sys.executable, FLOOR, engine, names, ground.dictionary, out, codec, where,
    ]  # fmt: skip
    with _told_as("the baseline"):
        job = _run(command, None, cluster)
        check(names, out, ground.dictionary)
    return job


def distinct_seconds(ground: Ground) -> float:
    """Return what resolving the distinct strings costs in a process of its own."""
    command = [sys.executable, FLOOR, "distinct", ground.dictionary]
    return float(output_of(command))


@contextmanager
def local_cluster(workers: int) -> Iterator[Cluster]:
    """Start so many workers of one thread each."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        memory_limit=_WORKER_MEMORY,
        dashboard_address=":0",
        silence_logs=logging.ERROR,
    ) as cluster:
        yield Cluster(cluster.scheduler_address, workers)


@contextmanager
def _told_as(whose: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as why:
        raise RuntimeError(f"{whose}: {why}") from why


def _run(command: list[str | Path], on: int | None, cluster: Cluster | None) -> Job:
    if cluster is None:
        return run_job(command, cores=on)
    with Watch(_workers(cluster)) as watch:
        job = run_job(command)
    return Job(job.seconds, max(watch.peaks.values()))


def _workers(cluster: Cluster) -> list[int]:
    from distributed import Client

    with Client(cluster.address) as client:
        client.wait_for_workers(cluster.workers)
        return list(client.run(os.getpid).values())


def _codec(out: Path) -> str:
    column = pq.read_metadata(parquet_files(out)[0]).row_group(0).column(0)
    return column.compression
