"""A piece of the input → one part of the output, a Parquet file of its own."""

import base64
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import SourceError
from analysis.provenance import hash_of
from analysis.scale.answers import ANSWERS, beside, encoded, plain_schema
from analysis.scale.pieces import Piece
from analysis.scale.tally import Tally

ROWS_FOLDER = "rows"
"""Where in the folder of a result its parts are."""

_TOLD = 10

Answering = Callable[[list[str]], pa.Table]
"""Gives the rows of a table of answers for distinct strings, in their order."""


class PartsError(SourceError):
    """Some pieces could not be resolved; the parts of all others are written.

    Attributes
    ----------
    failed : dict of Piece to str
        The pieces that have no part, in their order, and why.
    tally : Tally
        What became of the rows of the others.
    """

    def __init__(self, failed: dict[Piece, str], tally: Tally, pieces: int) -> None:
        self.failed = failed
        self.tally = tally
        said = [f"  {why}" for why in islice(failed.values(), _TOLD)]
        if len(failed) > _TOLD:
            said.append(f"  and {len(failed) - _TOLD:,} more")
        super().__init__(
            f"{len(failed):,} of {pieces:,} pieces could not be resolved:\n"
            + "\n".join(said)
        )


def part_name(number: int) -> str:
    """Return the name of a part: sorted by name, parts are in the order of the rows."""
    return f"part-{number:06}.parquet"


def write_part(piece: Piece, path: Path, *, column: str, answering: Answering) -> Tally:
    """Write the rows of a piece with the resolution columns beside them.

    Parameters
    ----------
    piece : Piece
        The rows.
    path : Path
        The file to write; one that is there is written over.
    column : str
        The column of names.
    answering : callable
        Gives the answers.

    Returns
    -------
    Tally
        What became of the rows, and the hash of the part.

    Raises
    ------
    SourceError
        If the rows cannot be read.
    """
    tally = Tally()
    writer = None
    try:
        for batch in piece.batches():
            places, texts = encoded(batch[column])
            answers = answering(texts)
            rows = beside(batch, places, answers)
            tally.count(places, answers)
            writer = writer or parquet_writer(path, rows.schema)
            writer.write_table(rows)
    finally:
        if writer is not None:
            writer.close()
    if writer is not None:
        # Here, where parts are written side by side: the end of the job need not wait.
        tally.hashes[part_name(piece.number)] = hash_of(path)
    return tally


def write_empty(schema: pa.Schema, stage: Path) -> None:
    """Write one part without rows, of an input without rows."""
    rows = beside(schema.empty_table(), np.empty(0, dtype=int), ANSWERS.empty_table())
    parquet_writer(stage / part_name(0), rows.schema).close()


def parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Return a writer of tables of `schema`, whose dictionaries are read as texts.

    Dictionaries go to the file as they are, which spares looking at each row, but who
    reads it back wants plain texts: so the file is said to hold those.
    """
    plain = plain_schema(schema.remove_metadata())
    said = {b"ARROW:schema": base64.b64encode(plain.serialize().to_pybytes())}
    writer = pq.ParquetWriter(
        path, schema.remove_metadata(), compression="zstd", store_schema=False
    )
    writer.add_key_value_metadata(said)
    return writer
