"""One machine, out of core: DuckDB finds the distinct strings, Arrow lays out rows."""

import datetime as dt
import glob
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.aliases import Aliases
from analysis.errors import SourceError
from analysis.scale.answers import (
    ANSWERS,
    TEXT,
    Progress,
    answer,
    encoded,
    lookup,
)
from analysis.scale.database import connect
from analysis.scale.parts import part_name, write_part
from analysis.scale.pieces import Piece
from analysis.scale.tally import Tally

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Strings that are resolved together, and so many that their answers are held: 500 MB.
_AT_ONCE = 50_000
_HELD = 500_000


def resolve_pieces(
    pieces: Sequence[Piece],
    stage: Path,
    *,
    column: str,
    as_of: dt.date,
    aliases: Aliases,
    progress: Progress,
    held: int = _HELD,
) -> Tally:
    """Write a part for each piece, its distinct strings resolved once for all.

    Parameters
    ----------
    pieces : sequence of Piece
        The rows, in order.
    stage : Path
        The folder for the parts; what does not fit into memory lies there for a while.
    column : str
        The column of names.
    as_of, aliases
        As of `analysis.resolve`.
    progress : callable
        Called now and then, with "names" and with "rows".
    held : int
        How many answers are held in memory at most; more are looked up in DuckDB.

    Returns
    -------
    Tally
        What became of the rows.

    Raises
    ------
    SourceError
        If DuckDB is not installed, or rows cannot be read.
    """
    with connect(stage) as database:
        count = _distinct(database, pieces, column)
        known: list[pa.Table] = []
        database.execute(f"CREATE TABLE answers ({_columns()})")
        for done, answers in _answered(database, as_of=as_of, aliases=aliases):
            if count <= held:
                known.append(answers)
            else:
                database.register("answered", answers)
                database.execute("INSERT INTO answers FROM answered")
                database.unregister("answered")
            progress("names", done, count)
        if count <= held:
            answering = partial(lookup, answers=_joined(known))
        else:
            answering = partial(_looked_up, database)
        return _write(pieces, stage, column, answering, progress)


def _distinct(
    database: "DuckDBPyConnection", pieces: Sequence[Piece], column: str
) -> int:
    """Fill the table ``texts`` with the distinct strings; return how many there are."""
    import duckdb

    database.execute("CREATE TABLE found (text VARCHAR)")
    try:
        for values in _values(database, pieces, column):
            _, texts = encoded(values)
            found = pa.table({"text": pa.array(texts, type=pa.string())})
            database.register("batch", found)
            database.execute("INSERT INTO found FROM batch")
            database.unregister("batch")
    except duckdb.Error as why:
        for piece in pieces:  # Arrow says which file it is
            for _ in piece.batches([column]):
                pass
        raise SourceError(f"the input is not readable as Parquet ({why})") from why
    # Values that are not the same may be so as text: a missing one, and an empty one.
    database.execute("CREATE TABLE texts AS SELECT DISTINCT text FROM found")
    database.execute("DROP TABLE found")
    return len(database.table("texts"))


def _values(
    database: "DuckDBPyConnection", pieces: Sequence[Piece], column: str
) -> Iterator[pa.Array | pa.ChunkedArray]:
    """Give the values of the column of names, most of them once.

    DuckDB knows no case in names of columns, and writes times as it likes: what is not
    a plain column of texts is read as its rows are.
    """
    schema = pq.read_schema(pieces[0].path)
    kind = schema.field(column).type
    texts = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    same = [name for name in schema.names if name.lower() == column.lower()]
    if not texts or len(same) > 1:
        for piece in pieces:
            for batch in piece.batches([column]):
                yield batch[column]
        return
    name = '"' + column.replace('"', '""') + '"'
    # A path is no pattern, whatever it is made of.
    paths = [glob.escape(path) for path in dict.fromkeys(p.path for p in pieces)]
    found = database.cursor().read_parquet(paths).project(name).distinct()
    for batch in found.to_arrow_reader(_AT_ONCE):
        yield batch.column(0)


def _answered(
    database: "DuckDBPyConnection", *, as_of: dt.date, aliases: Aliases
) -> Iterator[tuple[int, pa.Table]]:
    """Give the answers batch by batch, each with how many texts are done by then."""
    done = 0
    for batch in database.cursor().table("texts").to_arrow_reader(_AT_ONCE):
        texts = batch.column(0).to_pylist()
        done += len(texts)
        yield done, answer(texts, as_of=as_of, aliases=aliases)


def _looked_up(database: "DuckDBPyConnection", texts: list[str]) -> pa.Table:
    """Return the answers for `texts` from the table ``answers``, in their order."""
    wanted = pa.table({"place": range(len(texts)), "wanted": texts})
    with database.cursor() as cursor:
        cursor.register("asked", wanted)
        rows = cursor.sql(
            # The name of a column of ours, not of the input.
            f"SELECT answers.* FROM asked JOIN answers ON wanted = {TEXT} "  # noqa: S608
            "ORDER BY place"
        )
        found = rows.to_arrow_table().cast(ANSWERS)
    if len(found) != len(texts):
        raise KeyError("a string has no answer, or two")
    return found


def _write(
    pieces: Sequence[Piece],
    stage: Path,
    column: str,
    answering: Callable[[list[str]], pa.Table],
    progress: Progress,
) -> Tally:
    """Write the parts, as many at a time as there are cores."""
    tally = Tally()
    total = sum(piece.rows for piece in pieces)
    with ThreadPoolExecutor(_cores()) as pool:
        tasks = [
            pool.submit(
                write_part,
                piece,
                stage / part_name(piece.number),
                column=column,
                answering=answering,
            )
            for piece in pieces
        ]
        try:
            for task in as_completed(tasks):
                tally.add(task.result())
                progress("rows", tally.rows, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return tally


def _cores() -> int:
    with suppress(AttributeError):  # not every system says which cores are ours
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _columns() -> str:
    kinds = {pa.string(): "VARCHAR", pa.float64(): "DOUBLE"}
    return ", ".join(f"{field.name} {kinds[field.type]}" for field in ANSWERS)


def _joined(tables: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables) if tables else ANSWERS.empty_table()
