"""A long column of dirty names, with a seed, as Parquet, and what became of it.

The names are strings of the error corpus: spelling variants, romanizations, kanji and
kana, codes, slips, misreadings, bodies under the wrong prefecture, former bodies, and
what is no body. A few are on most rows and most on few, as in any list that people
keep: the n-th most frequent one has 1/n of the rows of the first (Zipf).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from corpus.former import generate_former
from corpus.generate import SEED, generate, must_not_match
from resolver_names import DAY

import analysis

DISTINCT = 20_000
FILES = 8  # more if one would be past so many rows:
FILE_ROWS = 1_250_000
GROUP_ROWS = 125_000
_SHARES = {  # of the distinct strings; the rest are spellings
    "japanese": 0.2,
    "typos": 0.2,
    "romanization": 0.1,
    "misreadings": 0.06,
    "adversarial": 0.06,
    "codes": 0.04,
}
_FORMER, _JUNK = 0.1, 0.04
_EVERY = 97  # one id in so many is compared in every column


def dirty_strings(many: int = DISTINCT) -> np.ndarray:
    """Return so many distinct strings of all families, most frequent first."""
    rng = np.random.default_rng(SEED)
    share = max(0.01, 0.4 * many / DISTINCT)
    corpus = generate(share=share).drop_duplicates("text")
    families = {name: group["text"] for name, group in corpus.groupby("family")}
    former = generate_former(share=share / 4)["text"]
    wanted = [(families[name], share) for name, share in _SHARES.items()]
    wanted += [(former, _FORMER), (must_not_match()["text"], _JUNK)]
    drawn = [_draw(texts, int(share * many), rng) for texts, share in wanted]
    some = pd.unique(np.concatenate(drawn))
    fill = np.setdiff1d(families["spelling"].to_numpy(object), some)
    whole = np.concatenate([some, _draw(pd.Series(fill), many - len(some), rng)])
    return rng.permutation(whole)


def write_names(folder: Path, rows: int, strings: np.ndarray) -> None:
    """Write columns `id`, `name`, `amount` as Parquet files, a row group at a time."""
    rng = np.random.default_rng([SEED, rows])
    weights = np.cumsum(1 / np.arange(1, len(strings) + 1))
    distinct = pa.array(strings, pa.string())
    folder.mkdir(parents=True)
    each = min(-(-rows // FILES), FILE_ROWS)
    for number, first in enumerate(range(0, rows, each)):
        many = min(each, rows - first)
        path = folder / f"part-{number:03}.parquet"
        with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
            for table in _groups(first, many, weights, distinct, rng):
                writer.write_table(table)


def write_dictionary(path: Path, strings: np.ndarray) -> None:
    """Write the ready dictionary: each string and all the columns of its answer."""
    names = pd.Series(strings, name="name").astype("str")
    found = analysis.resolve(names, as_of=DAY)
    table = found.assign(note=found["note"].astype("str"))
    table.insert(0, "name", names)
    table.to_parquet(path, index=False)


def parquet_files(folder: Path) -> list[Path]:
    """Return the files of a result that hold its rows, in order.

    Raises
    ------
    RuntimeError
        If there are none.
    """
    files = [
        path
        for path in ([folder] if folder.is_file() else sorted(folder.rglob("*")))
        if path.suffix == ".parquet"
        and {"id", "status"} <= set(pq.read_schema(path).names)
    ]
    if not files:
        raise RuntimeError(f"no Parquet file with id and status in {folder.name}")
    return files


def check(names: Path, result: Path, dictionary: Path) -> None:
    """See that every row came out once, and that the answers are the dictionary's.

    Raises
    ------
    RuntimeError
        If rows are lost or doubled, or if a row of the sample is another than it was
        or has another answer, in any column.
    """
    import duckdb

    columns = [name for name in pq.read_schema(dictionary).names if name != "name"]
    unlike = " OR ".join(f"o.{each} IS DISTINCT FROM d.{each}" for each in columns)
    tables = {
        "source": [f"{names}/*.parquet"],
        "found": [str(path) for path in parquet_files(result)],
        "ready": [str(dictionary)],
    }
    with duckdb.connect() as database:
        for name, files in tables.items():
            database.execute(f"CREATE VIEW {name} AS FROM read_parquet({files})")
        rows, out = (
            database.execute(f"SELECT count(*), sum(id) FROM {name}").fetchone()
            for name in ("source", "found")
        )
        if rows != out:
            raise RuntimeError(f"rows and sum of ids: {rows} went in, {out} came out")
        (same,) = database.execute(
            "SELECT count(*) FROM source s JOIN found o USING (id) JOIN ready d "
            f"ON d.name = s.name WHERE s.id % {_EVERY} = 0 AND o.id % {_EVERY} = 0 "
            f"AND o.name = s.name AND o.amount = s.amount AND NOT ({unlike})"
        ).fetchone()
    sample = -(-rows[0] // _EVERY)
    if same != sample:
        raise RuntimeError(f"{sample - same:,} of {sample:,} sampled rows are wrong")


_SCHEMA = pa.schema(
    [("id", pa.int64()), ("name", pa.string()), ("amount", pa.float64())]
)


def _groups(
    first: int,
    many: int,
    weights: np.ndarray,
    distinct: pa.Array,
    rng: np.random.Generator,
) -> Iterator[pa.Table]:
    for start in range(first, first + many, GROUP_ROWS):
        size = min(GROUP_ROWS, first + many - start)
        which = np.searchsorted(weights, rng.uniform(0, weights[-1], size))
        columns = [
            pa.array(np.arange(start, start + size)),
            distinct.take(pa.array(which)),
            pa.array(rng.integers(10_000, 100_000_000, size) / 100),
        ]
        yield pa.table(columns, schema=_SCHEMA)


def _draw(texts: pd.Series, many: int, rng: np.random.Generator) -> np.ndarray:
    texts = pd.unique(texts.to_numpy(object))
    return rng.choice(texts, min(many, len(texts)), replace=False)
