"""Files of any size → the same rows in Parquet, resolution columns beside them."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analysis.aliases import Aliases, AliasTable, as_aliases
from analysis.atomic import whole_file, whole_folder
from analysis.errors import SourceError
from analysis.provenance import hash_of, write_datapackage
from analysis.resolve import as_date
from analysis.scale.answers import Progress
from analysis.scale.parts import (
    ROWS_FOLDER,
    PartsError,
    parquet_writer,
    write_empty,
)
from analysis.scale.pieces import BATCH, files_of, metadata, pieces_of, schema_of
from analysis.scale.staging import SEPARATORS, as_parquet
from analysis.scale.tally import Tally
from analysis.tables import name_column

ENGINES = ("pandas", "duckdb", "dask")
"""What can do the work: in memory, on one machine out of core, on many machines."""

_PARQUET = ".parquet"
# Above this size of files, or so many rows, a table is not read into memory.
_BYTES_IN_MEMORY = 100_000_000
_ROWS_IN_MEMORY = 2_000_000


@dataclass(frozen=True)
class Resolved:
    """What was resolved, how, and what became of it.

    Attributes
    ----------
    engine : str
        One of `ENGINES`.
    column : str
        The column of names.
    tally : Tally
        Rows by status and method, and what was not matched.
    files : tuple of Path
        Everything that was written.
    """

    engine: str
    column: str
    tally: Tally
    files: tuple[Path, ...]


def resolve_files(
    inputs: Sequence[str | Path],
    output: str | Path,
    *,
    as_of: dt.date | str,
    column: str | None = None,
    aliases: AliasTable = None,
    engine: str | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Progress = lambda *_: None,
) -> Resolved:
    """Write the rows of files as Parquet, with the resolution columns beside them.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders of Parquet files, or patterns such as ``names/*.parquet``. Their
        rows are taken in this order, files of a folder in that of their names. CSV,
        TSV and Parquet of any size, with ``pandas`` every file that
        `analysis.tables.read_table` reads.
    output : str or Path
        A folder for ``datapackage.json`` and, in its folder ``rows``, Parquet files of
        about a million rows, which are in the order of the rows when sorted by name;
        or, which takes longer, one ``.parquet`` file. An earlier result is replaced
        when all is done.
    as_of : datetime.date or str
        The day on which the bodies must exist.
    column : str, optional
        The column of names; may be left out if there is but one, or one is called
        `published_name` or `name`.
    aliases : path, DataFrame or Aliases, optional
        As of `analysis.resolve`.
    engine : {"pandas", "duckdb", "dask"}, optional
        ``pandas`` holds all in memory; ``duckdb`` and ``dask`` hold a few hundred
        thousand rows at a time. They give the same rows. Left out: dask with a
        `scheduler`, else one of the others by the size of the input.
    scheduler : str, optional
        Address of a Dask scheduler, ``tcp://…`` or ``tls://…``; left out, dask starts
        workers on this machine. Workers must see the input and the folder of `output`.
    workers : int, optional
        How many processes dask starts on this machine; left out, one per core.
    progress : callable, optional
        Called now and then with what is counted ("names", "rows"), how many are done
        and how many there are.

    Returns
    -------
    Resolved
        Engine, column, counts and files.

    Raises
    ------
    SourceError
        If a file is not readable, an engine is not installed or cannot be reached, or
        the output cannot be written. What dask could not read is named when the rest is
        done; that is then in a folder ``….unfinished`` beside the output.
    SchemaError
        If the files have not the same columns, or it is not clear which holds the
        names.
    ValueError
        If `as_of` is no date.
    """
    target = Path(output)
    files = files_of(inputs)
    _refuse_places(inputs, files, target)
    engine = engine or choose_engine(files, scheduler=scheduler)
    _check(files, engine, scheduler)
    if workers is not None and workers < 1:
        raise SourceError(f"want 1 worker or more, got {workers}")
    job = _Job(files, engine, column, as_date(as_of), as_aliases(aliases), progress)
    if engine == "dask":
        job.options |= {"scheduler": scheduler, "workers": workers}
    if target.suffix.lower() == _PARQUET:
        with whole_file(target) as path:
            parts = path.parent / "parts"
            parts.mkdir()
            named, tally = job.write(parts, target)
            _join(parts, path)
            shutil.rmtree(parts)
        return Resolved(engine, named, tally, (target,))
    # The inputs are hashed while their rows are resolved.
    with whole_folder(target) as stage, _aside() as aside:
        sources = aside.map(hash_of, files)
        # Apart from the description: readers of Parquet take all that is in a folder.
        (stage / ROWS_FOLDER).mkdir()
        named, tally = job.write(stage / ROWS_FOLDER, target)
        write_datapackage(
            stage,
            command="resolve",
            title=f"Names of {_listed(files)}, resolved",
            description=(
                f"{tally.rows:,} rows, their names in the column '{named}', resolved "
                f"against the bodies of {job.as_of}."
            ),
            as_of=job.as_of,
            options={
                "column": named,
                "as-of": job.as_of.isoformat(),
                "output": target.name,
            },
            aliases=aliases,
            sources=[
                {"file": path.name, "sha256": digest}
                for path, digest in zip(files, sources, strict=True)
            ],
            about={
                "column": named,
                "rows": tally.rows,
                "statuses": dict(sorted(tally.statuses.items())),
                "methods": dict(sorted(tally.methods.items())),
            },
            hashes={f"{ROWS_FOLDER}/{name}": d for name, d in tally.hashes.items()},
        )
        written = sorted(p.relative_to(stage) for p in stage.rglob("*") if p.is_file())
    return Resolved(engine, named, tally, tuple(target / path for path in written))


def choose_engine(files: Sequence[Path], *, scheduler: str | None = None) -> str:
    """Return the engine that fits the size of files, one of `ENGINES`."""
    if scheduler is not None:
        return "dask"
    if not all(_is_columnar(path) for path in files) or not find_spec("duckdb"):
        return "pandas"
    rows = sum(
        metadata(path).num_rows for path in files if path.suffix.lower() == _PARQUET
    )
    large = sum(path.stat().st_size for path in files) > _BYTES_IN_MEMORY
    return "duckdb" if large or rows > _ROWS_IN_MEMORY else "pandas"


@dataclass
class _Job:
    """What is to be done, by which engine."""

    files: Sequence[Path]
    engine: str
    column: str | None
    as_of: dt.date
    aliases: Aliases
    progress: Progress

    def __post_init__(self) -> None:
        self.options: dict[str, object] = {}

    def write(self, stage: Path, target: Path) -> tuple[str, Tally]:
        """Write the parts; return the column of names and what became of the rows."""
        with tempfile.TemporaryDirectory(prefix="input-", dir=stage) as scratch:
            try:
                if self.engine == "pandas":
                    return self._in_memory(stage)
                return self._in_pieces(stage, Path(scratch))
            except PartsError as error:
                kept = _keep(stage, _unfinished(target))
                raise SourceError(f"{error}; the other parts are in {kept}") from error

    def _in_memory(self, stage: Path) -> tuple[str, Tally]:
        from analysis.scale.in_memory import read_tables, resolve_table

        table = read_tables(self.files)
        named = _name_column(table.column_names, self.column)
        return named, resolve_table(table, stage, column=named, **self._asked())

    def _in_pieces(self, stage: Path, scratch: Path) -> tuple[str, Tally]:
        if self.engine == "dask":
            from analysis.scale.dask_engine import resolve_pieces
        else:
            from analysis.scale.duckdb_engine import resolve_pieces

        files = []
        for number, path in enumerate(self.files):
            if path.suffix.lower() in SEPARATORS:
                folder = scratch / str(number)  # two files may be called the same
                folder.mkdir()
                path = as_parquet(path, folder)
            files.append(path)
        schema = schema_of(files)
        named = _name_column(schema.names, self.column)
        pieces = pieces_of(files)
        if not pieces:
            write_empty(schema, stage)
            return named, Tally()
        tally = resolve_pieces(
            pieces, stage, column=named, **self._asked(), **self.options
        )
        return named, tally

    def _asked(self) -> dict[str, object]:
        return {
            "as_of": self.as_of,
            "aliases": self.aliases,
            "progress": self.progress,
        }


@contextmanager
def _aside() -> Iterator[ThreadPoolExecutor]:
    """Give a thread for what goes on meanwhile; nobody waits for it after an error."""
    pool = ThreadPoolExecutor(1)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _check(files: Sequence[Path], engine: str, scheduler: str | None) -> None:
    if engine not in ENGINES:
        raise SourceError(f"there is no engine {engine!r}; want {', '.join(ENGINES)}")
    if scheduler is not None and engine != "dask":
        raise SourceError(f"a scheduler is for dask, not for {engine}; leave it out")
    if engine != "pandas":
        for path in files:
            if not _is_columnar(path):
                raise SourceError(
                    f"{path.name}: {engine} reads .csv, .tsv and .parquet; leave the "
                    "engine out, or save the file as one of these"
                )


def _is_columnar(path: Path) -> bool:
    return path.suffix.lower() in (*SEPARATORS, _PARQUET)


def _name_column(names: Sequence[str], wanted: str | None) -> str:
    return name_column(pd.DataFrame(columns=list(names)), wanted)


def _listed(files: Sequence[Path]) -> str:
    first = files[0].name
    return first if len(files) == 1 else f"{first} and {len(files) - 1:,} more files"


def _join(parts: Path, path: Path) -> None:
    """Write the rows of all parts to one file."""
    first, *_ = files = sorted(parts.glob("*.parquet"))
    with parquet_writer(path, pq.read_schema(first)) as writer:
        for part in files:
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches(BATCH):
                    writer.write_batch(batch)


def _unfinished(target: Path) -> Path:
    place = Path(os.path.realpath(target))
    return place.with_name(f"{place.name}.unfinished")


def _refuse_places(
    inputs: Sequence[str | Path], files: Sequence[Path], target: Path
) -> None:
    """Raise if the output would be read, or what is kept of a failure has no place."""
    if os.path.lexists(folder := _unfinished(target)):
        raise SourceError(
            f"{folder} is there already, of an earlier run; move it or delete it"
        )
    place = Path(os.path.realpath(target))
    folders = [Path(os.path.realpath(each)) for each in inputs if Path(each).is_dir()]
    read = [Path(os.path.realpath(each)).parent for each in files]
    if any(place.is_relative_to(each) for each in folders) or any(
        each.is_relative_to(place / ROWS_FOLDER) for each in read
    ):
        raise SourceError(
            f"{target} holds the input, or is in a folder of it, and would be read the "
            "next time; give another place for the output"
        )


def _keep(stage: Path, folder: Path) -> Path:
    """Move the parts that were written to a folder of their own."""
    folder.mkdir()
    for part in stage.glob("part-*.parquet"):
        part.rename(folder / part.name)
    return folder
