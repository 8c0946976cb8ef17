"""What the long column costs without a resolver: it is joined with ready answers.

    python benchmarks/scale_floor.py duckdb NAMES DICTIONARY OUT CODEC THREADS
    python benchmarks/scale_floor.py dask NAMES DICTIONARY OUT CODEC SCHEDULER
    python benchmarks/scale_floor.py distinct DICTIONARY

The first two write Parquet of the columns of NAMES, a folder of Parquet files, and all
those of DICTIONARY. The third resolves the strings of the dictionary, once, and prints
the seconds that this took, loading the register included.
"""

import sys
import time
from pathlib import Path


def with_duckdb(
    names: str, dictionary: str, out: str, codec: str, threads: str
) -> None:
    """Join, and write a file a thread."""
    import duckdb

    Path(out).mkdir()
    level = ", COMPRESSION_LEVEL 1" if codec == "ZSTD" else ""  # as Arrow has it
    with duckdb.connect(config={"threads": int(threads)}) as database:
        database.execute(
            f"COPY (SELECT n.*, d.* EXCLUDE (name) FROM '{names}/*.parquet' n "
            f"LEFT JOIN '{dictionary}' d USING (name)) TO '{out}' "
            f"(FORMAT parquet, COMPRESSION {codec}{level}, PER_THREAD_OUTPUT)"
        )


def with_dask(
    names: str, dictionary: str, out: str, codec: str, scheduler: str
) -> None:
    """Look each name up on the workers, which are given the dictionary beforehand."""
    import dask.dataframe as dd
    import pandas as pd
    from distributed import Client

    def looked_up(part: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
        rows = answers.index.get_indexer(part["name"])
        found = answers.take(rows).set_axis(part.index)
        return pd.concat([part, found], axis=1)

    answers = pd.read_parquet(dictionary).set_index("name")
    with Client(scheduler) as client:
        there = client.scatter(answers, broadcast=True)
        column = dd.read_parquet(f"{names}/*.parquet")
        meta = looked_up(column._meta, answers.head(0))
        joined = column.map_partitions(looked_up, there, meta=meta)
        joined.to_parquet(out, compression=codec, write_index=False)


def distinct(dictionary: str) -> None:
    """Print what the distinct strings cost, once."""
    import pandas as pd

    import analysis

    names = pd.read_parquet(dictionary, columns=["name"])["name"]
    start = time.perf_counter()
    analysis.resolve(names, as_of="2020-08-21")
    print(time.perf_counter() - start)


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    {"duckdb": with_duckdb, "dask": with_dask, "distinct": distinct}[what](*given)
