"""A table that fits into memory: read, resolved and laid out as a whole."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.aliases import Aliases
from analysis.errors import SchemaError, SourceError
from analysis.resolve import resolve
from analysis.scale.answers import Progress, as_answers, beside, encoded
from analysis.scale.parts import parquet_writer, part_name
from analysis.scale.pieces import BATCH, ROWS, bare, metadata, schema_of
from analysis.scale.tally import Tally
from analysis.tables import read_table


def read_tables(files: Sequence[Path]) -> pa.Table:
    """Return the rows of files of any kind, one after the other.

    Columns of Parquet keep their types; those of other files are text.

    Raises
    ------
    SourceError
        If a file is not readable.
    SchemaError
        If a file has other columns than the first, or two of one name.
    """
    parquet = [path for path in files if path.suffix.lower() == ".parquet"]
    if parquet:
        schema_of(parquet)
    tables = [_read_parquet(p) if p in parquet else _read_text(p) for p in files]
    first, *others = tables
    for path, table in zip(files[1:], others, strict=True):
        if not table.schema.equals(first.schema):
            raise SchemaError(
                f"{path.name} has other columns than {files[0].name}: "
                f"{_columns(table)}, not {_columns(first)}; resolve them apart"
            )
    return pa.concat_tables(tables)


def resolve_table(
    table: pa.Table,
    stage: Path,
    *,
    column: str,
    as_of: dt.date,
    aliases: Aliases,
    progress: Progress,
) -> Tally:
    """Write a table in parts of `analysis.scale.pieces.ROWS` rows, its names resolved.

    Parameters
    ----------
    table : pyarrow.Table
        The rows.
    stage : Path
        The folder for the parts.
    column : str
        The column of names.
    as_of, aliases
        As of `analysis.resolve`.
    progress : callable
        Called now and then with "names".

    Returns
    -------
    Tally
        What became of the rows.
    """
    places, texts = encoded(table[column])
    found = resolve(
        pd.Series(texts, dtype="str"),
        as_of=as_of,
        aliases=aliases,
        progress=lambda done, total: progress("names", done, total),
    )
    answers = as_answers(texts, found)
    tally = Tally()
    tally.count(places, answers)
    whole = beside(table, places, answers)
    for number, start in enumerate(range(0, max(len(whole), 1), ROWS)):
        part = whole.slice(start, ROWS)
        with parquet_writer(stage / part_name(number), part.schema) as writer:
            writer.write_table(part, row_group_size=BATCH)
    return tally


def _read_parquet(path: Path) -> pa.Table:
    metadata(path)  # which says it better if the file is none
    try:
        with pq.ParquetFile(path) as file:
            table = file.read()
        table.validate(full=True)
    except (ValueError, OSError, NotImplementedError) as why:
        raise SourceError(
            f"{path.name} is not readable as Parquet ({why}); write it again"
        ) from why
    return table.cast(bare(table.schema))


def _read_text(path: Path) -> pa.Table:
    frame = read_table(path)
    names = [str(name) for name in frame.columns]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SchemaError(f"{path.name} has two columns {twice!r}; rename one")
    columns = [pa.array(frame.iloc[:, n], type=pa.string()) for n in range(len(names))]
    return pa.table(columns, names=names)


def _columns(table: pa.Table) -> str:
    return ", ".join(f"{field.name} ({field.type})" for field in table.schema)
