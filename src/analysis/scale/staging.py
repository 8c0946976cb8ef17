"""CSV and TSV of any size → Parquet with the same cells, which the engines read.

DuckDB reads what it reads as we do, and quickly. It passes over blank lines, and takes
the rest of a file for one cell where a quotation mark is not closed: so the bytes are
looked at first, and what is not plain is read by our own reader.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.csv_cells import plain_texts
from analysis.documents.files import text_of
from analysis.documents.text.delimited import delimited_batches
from analysis.errors import SchemaError, SourceError
from analysis.scale.database import connect
from analysis.scale.pieces import BATCH

SEPARATORS = {".csv": ",", ".tsv": "\t"}
"""Kinds of delimited text, and what stands between two cells."""

_LOOKED_AT = 1 << 24
# A row of the longest cells that are read elsewhere, too.
_LONGEST_LINE = 1 << 24
# A cell that says just this would be taken for a missing one.
_MISSING = "\x02missing\x03"
_LONGEST_NAME = 60  # characters, some of three bytes: a file system takes 255
# What is no text to our reader, or, at the end, a mark of DOS that it leaves out.
_CONTROLS = bytes({*range(32), 127} - {0x09, 0x0A, 0x0D})
_ASCII = bytes(range(128))
# With fewer bytes beyond ASCII, and without a mark, our reader weighs other encodings.
_SURELY = 600
# Where a blank stands before a quotation mark, DuckDB passes over it.
_BLANK_BEFORE = re.compile(rb"[,\t\n][ \t]+\"")


def as_parquet(path: Path, folder: Path) -> Path:
    """Write the rows of a CSV or TSV to a Parquet file in `folder`, all as text.

    Parameters
    ----------
    path : Path
        UTF-8, UTF-16, Shift_JIS or Windows-1252; the first row names the columns.
    folder : Path
        Where the file is written.

    Returns
    -------
    Path
        The file, named as `path`.

    Raises
    ------
    SourceError
        If the file is no such text, as of `analysis.documents.text.delimited`.
    SchemaError
        If two columns have one name.
    """
    separator = SEPARATORS[path.suffix.lower()]
    target = folder / f"{path.name[:_LONGEST_NAME]}.parquet"
    looks = _looked_at(path)
    if looks.plain and not _by_duckdb(path, target, separator, looks):
        looks.plain = False
    if not looks.plain:
        with text_of(path) as lines:
            batches = delimited_batches(lines, separator=separator, source=path.name)
            _write(batches, target, path.name)
    return target


@dataclass
class _Looks:
    """What the bytes of a file say about how it can be read."""

    plain: bool = True
    quoted: bool = False
    lines: int = 0


def _looked_at(path: Path) -> _Looks:
    """Return whether a file is UTF-8 with one kind of line end and no blank line."""
    looks = _Looks()
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes = beyond = 0
    last = b"\n"  # a first line that is blank would follow it
    ends: set[str] = set()
    with path.open("rb") as file:
        while data := file.read(_LOOKED_AT):
            joined = last + data
            pairs = joined.count(b"\r\n") - last.endswith(b"\r\n")
            feeds, returns = data.count(b"\n"), data.count(b"\r")
            if feeds > pairs:
                ends.add("\n")
            if pairs:
                ends.add("\r\n")
            blank = b"\n\n" in joined or b"\n\r" in joined or b"\r\r" in joined
            # A return at the end of what was read may go with a line feed to come.
            lone = returns > pairs + data.endswith(b"\r")
            try:
                decoder.decode(data)
            except UnicodeDecodeError:
                return _Looks(plain=False)
            controls = len(data) > len(data.translate(None, _CONTROLS))
            odd = controls or _BLANK_BEFORE.search(joined)
            if blank or lone or len(ends) > 1 or odd or _MISSING.encode() in data:
                return _Looks(plain=False)
            quotes += data.count(b'"')
            beyond += len(data.translate(None, _ASCII))
            looks.lines += feeds
            last = data[-1:]
    with path.open("rb") as file:
        head = file.read(8)
    marked = head.startswith(codecs.BOM_UTF8)
    looks.lines += last != b"\n"
    looks.quoted = quotes > 0
    looks.plain = (
        quotes % 2 == 0
        and not decoder.getstate()[0]
        and not head.removeprefix(codecs.BOM_UTF8).lower().startswith(b"sep=")
        and (beyond == 0 or beyond > _SURELY or marked)
        and last != b"\r"
    )
    return looks


def _by_duckdb(path: Path, target: Path, separator: str, looks: _Looks) -> bool:
    """Write what DuckDB reads; tell whether it read each line."""
    import duckdb

    header = _header(path, separator)
    with connect() as database:
        try:
            rows = database.read_csv(
                str(path),
                columns={f"c{place}": "VARCHAR" for place in range(len(header))},
                header=True,
                sep=separator,
                quotechar='"',
                escapechar='"',
                auto_detect=False,
                null_padding=True,
                strict_mode=True,
                parallel=False,
                na_values=_MISSING,
                max_line_size=_LONGEST_LINE,
            )
            reader = rows.to_arrow_reader(BATCH)
            count = _write(
                (_named(pa.table(batch), header) for batch in reader),
                target,
                path.name,
                empty=pa.schema([(n, pa.string()) for n in header]).empty_table(),
            )
        except duckdb.Error:
            return False  # our own reader reads it, or says what is wrong with it
    return looks.quoted or count == looks.lines - 1


def _header(path: Path, separator: str) -> list[str]:
    """Return the names of the columns."""
    with text_of(path) as lines:
        first = next(delimited_batches(lines, separator=separator, source=path.name))
    _refuse_twins(first.column_names, path.name)
    return first.column_names


def _named(batch: pa.Table, header: list[str]) -> pa.Table:
    """Return a batch by the names of its columns; a cell that is not there is empty."""
    columns = [column.fill_null("") for column in batch.columns]
    return pa.table(dict(zip(header, columns, strict=True)))


def _write(
    batches: Iterator[pa.Table],
    target: Path,
    name: str,
    *,
    empty: pa.Table | None = None,
) -> int:
    """Write batches as they come, marks before formulas taken away; count the rows.

    What is `empty` is written if there is no batch.
    """
    writer = None
    count = 0
    try:
        for batch in chain(batches, [] if empty is None else [empty]):
            _refuse_twins(batch.column_names, name)
            rows = plain_texts(batch)
            writer = writer or pq.ParquetWriter(target, rows.schema, compression="zstd")
            writer.write_table(rows)
            count += len(rows)
    except OSError as why:
        raise SourceError(f"{target.parent} cannot be written to ({why})") from why
    finally:
        if writer is not None:
            writer.close()
    return count


def _refuse_twins(names: list[str], file: str) -> None:
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SchemaError(f"{file} has two columns {twice!r}; rename one")
