"""Input files → pieces that fit into memory, in the order of their rows."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import SchemaError, SourceError

ROWS = 1_000_000
"""Rows of a piece, unless a single row group has more."""

BATCH = 1 << 18
"""Rows that are held at a time."""


@dataclass(frozen=True)
class Piece:
    """Some row groups of a Parquet file that follow one another.

    Attributes
    ----------
    number : int
        Its place among all pieces, from 0.
    path : str
        The file.
    name : str
        The file, as messages call it.
    groups : tuple of int
        The row groups.
    first_row, rows : int
        Its first row within the file, from 0, and how many there are.
    """

    number: int
    path: str
    name: str
    groups: tuple[int, ...]
    first_row: int
    rows: int

    def __str__(self) -> str:
        """Name the piece as a reader would look for it."""
        last = self.first_row + self.rows
        return f"{self.name}, rows {self.first_row + 1:,} to {last:,}"

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Give its rows, at most `BATCH` at a time.

        Raises
        ------
        SourceError
            If the rows cannot be read.
        """
        try:
            with pq.ParquetFile(self.path, pre_buffer=False) as file:
                for batch in file.iter_batches(
                    BATCH, row_groups=self.groups, columns=columns, use_threads=False
                ):
                    batch.validate(
                        full=True
                    )  # bytes that are no text are met late else
                    yield pa.table(batch)
        except (ValueError, OSError, NotImplementedError) as why:
            raise SourceError(
                f"{self} is not readable as Parquet ({why}); write it again"
            ) from why


def files_of(inputs: Sequence[str | Path]) -> list[Path]:
    """Return the files that `inputs` name: files, folders and patterns, in order.

    A folder or a pattern stands for its files in the order of their names; hidden ones,
    and those that begin with an underscore, are left out, as Spark and Dask do.

    Raises
    ------
    SourceError
        If there is none.
    """
    files: list[Path] = []
    for given in inputs:
        try:
            found = _named(Path(given)) if str(given) else []
        except OSError as why:
            raise SourceError(
                f"{why.filename or given} cannot be read: {why.strerror}"
            ) from why
        if not found:
            raise SourceError(
                f"there is no file {given}; check the name and the folder"
            )
        files += found
    return files


def pieces_of(files: Sequence[Path], *, rows: int = ROWS) -> list[Piece]:
    """Return the pieces of Parquet files, each of about `rows` rows.

    Raises
    ------
    SourceError
        If a file is no whole Parquet file.
    SchemaError
        If a file has other columns than the first.
    """
    pieces: list[Piece] = []
    for path in files:
        file = metadata(path)
        groups: list[int] = []
        first = held = 0
        for group in range(file.num_row_groups):
            count = file.row_group(group).num_rows
            if count == 0:
                continue
            if groups and held + count > rows:
                pieces.append(_piece(pieces, path, groups, first, held))
                first, held, groups = first + held, 0, []
            groups.append(group)
            held += count
        if groups:
            pieces.append(_piece(pieces, path, groups, first, held))
    return pieces


def schema_of(files: Sequence[Path]) -> pa.Schema:
    """Return the columns of Parquet files, which must be the same in all.

    Raises
    ------
    SchemaError
        If they are not.
    """
    first, *others = files
    schema = bare(metadata(first).schema.to_arrow_schema())
    for path in others:
        other = bare(metadata(path).schema.to_arrow_schema())
        if not other.equals(schema):
            ours, theirs = (
                {f"{field.name} ({field.type})" for field in each}
                for each in (schema, other)
            )
            differ = ", ".join(sorted(ours ^ theirs)) or "their order"
            raise SchemaError(
                f"{path.name} has other columns than {first.name}: {differ}; resolve "
                "them apart, or write them with one schema"
            )
    return schema


def metadata(path: Path) -> pq.FileMetaData:
    """Return what a Parquet file says of itself.

    Raises
    ------
    SourceError
        If it is no whole Parquet file.
    """
    try:
        return pq.read_metadata(path)
    except PermissionError as why:
        raise SourceError(f"{path} cannot be read: {why.strerror}") from why
    except (ValueError, OSError) as why:
        raise SourceError(
            f"{path.name} is no whole Parquet file ({why}); copy or write it again"
        ) from why


def bare(schema: pa.Schema) -> pa.Schema:
    """Return a schema without what makes no difference to rows side by side."""
    fields = [field.with_nullable(True).remove_metadata() for field in schema]
    return pa.schema(fields)


def _piece(
    pieces: list[Piece], path: Path, groups: list[int], first: int, rows: int
) -> Piece:
    return Piece(len(pieces), str(path), path.name, tuple(groups), first, rows)


def _named(given: Path) -> list[Path]:
    """Return the files that one input names."""
    if given.is_dir():
        if found := sorted(_parquet_below(given)):
            return found
        raise SourceError(f"the folder {given} holds no .parquet file")
    if given.exists():
        if given.is_file():
            return [given]
        raise SourceError(
            f"{given} is no file but a device or a pipe; save what it gives as a file"
        )
    found = map(Path, glob.glob(str(given), recursive=True))
    return sorted(path for path in found if path.is_file() and _seen(path))


def _parquet_below(folder: Path) -> Iterator[Path]:
    """Give the Parquet files in a folder and its folders; one that is shut is told."""

    def refuse(why: OSError) -> None:
        raise why

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if _seen(Path(name))]
        for path in (Path(place, name) for name in names):
            if path.suffix.lower() == ".parquet" and _seen(path):
                yield path


def _seen(path: Path) -> bool:
    return not path.name.startswith((".", "_"))
