"""What must hold of any input at all: read → resolve → normalize → export."""

import contextlib
import csv
import datetime as dt
import importlib
import io
import random
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errata import as_markdown, errata
from analysis.errors import AnalysisError, SchemaError, SourceError
from analysis.export import write_csv, write_geojson, write_geoparquet
from analysis.gazetteer.codes import check_digit
from analysis.locate import locate
from analysis.normalize import normalize
from analysis.resolve import METHODS, RESOLUTION_COLUMNS, STATUSES, resolve
from analysis.sources import Announcement, read_announcement
from analysis.tables import read_table, write_table
from analysis.terminal import print_entities

# Of so many inputs one is exported in the dearer ways, too.
_SELDOM, _NOW_AND_THEN = 60, 12
_LONGEST_MESSAGE = 5_000
_ODD_INDEX = 7
_CODED_FROM = dt.date(1970, 4, 1)


class BrokenError(Exception):
    """What must hold does not."""


@dataclass(frozen=True)
class Outcome:
    """What became of a case.

    Attributes
    ----------
    inputs : int
        Documents, names or columns that the case was made of.
    read, refused : int
        How many of them were read, and how many refused with an error that says why.
    rows : int
        Rows that went all the way.
    """

    inputs: int
    read: int
    refused: int
    rows: int


def check_source(
    source: object,
    *,
    folder: Path,
    rng: random.Random,
    column: str | None = None,
    inputs: int = 1,
) -> tuple[Outcome, Announcement | None]:
    """Read a source and take it all the way; an error on purpose is an answer, too."""
    day = some_day(rng)
    with told():
        try:
            announcement = read_announcement(source, column=column)
        except AnalysisError as why:
            _check_refusal(why)
            return Outcome(inputs, 0, inputs, 0), None
        rows = check_announcement(announcement, day=day, folder=folder, rng=rng)
    return Outcome(inputs, inputs, 0, rows), announcement


def check_announcement(
    announcement: Announcement, *, day: dt.date, folder: Path, rng: random.Random
) -> int:
    """Take a list from resolving to files, and return how many rows it has."""
    read = announcement.entities
    _want(len(read) > 0, "a list without rows")
    _want(read.index.equals(pd.RangeIndex(len(read))), "the index of what was read")
    _want((read["published_name"] != "").all(), "a row without a name")
    _want((read["full_name"] != "").all(), "a row that asks nothing")
    asked = read["full_name"].set_axis(np.arange(len(read)) * _ODD_INDEX)
    check_resolved(resolve(asked, as_of=day), asked.index, day=day)
    entities = normalize(announcement, as_of=day)
    _want(len(entities) == len(read), f"{len(entities)} of {len(read)} rows")
    _want(entities.index.equals(read.index), "the index of the entities")
    same = entities["published_name"].equals(read["published_name"])
    _want(same, "names changed on the way")
    check_resolved(entities, read.index, day=day)
    _check_export(entities, announcement, day=day, folder=folder, rng=rng)
    return len(read)


def check_resolved(
    resolved: pd.DataFrame, index: pd.Index, *, day: dt.date | None = None
) -> None:
    """Check the columns of a resolution, row by row.

    Bodies that were gone before there were codes have none: those of another `day`, or
    all where it is so early or not said.
    """
    _want(len(resolved) == len(index), f"{len(resolved)} of {len(index)} rows")
    _want(resolved.index.equals(index), "another index")
    missing = set(RESOLUTION_COLUMNS) - set(resolved.columns)
    _want(not missing, f"no columns {missing}")
    status = resolved["status"]
    _want(status.isin(STATUSES).all(), "another status")
    found = resolved[status == "resolved"]
    _want(found["method"].isin(METHODS).all(), "resolved by no method")
    certain = found["confidence"].between(0, 1).fillna(value=False)
    _want(bool(certain.all()), "resolved without a confidence")
    _want(found[["name_ja", "entity_type"]].notna().all(axis=None), "no official name")
    coded = found["lg_code"]
    may_lack = METHODS if day is None or day < _CODED_FROM else ("historical",)
    _want(
        bool((coded.notna() | found["method"].isin(may_lack)).all()),
        "resolved without a code",
    )
    for column in ("lg_code", "current_lg_code"):
        _want(all(map(_is_code, resolved[column].dropna().unique())), f"odd {column}")
    given = resolved.loc[status != "resolved", "lg_code"]
    _want(bool(given.isna().all()), "a code without a resolution")
    for codes in resolved["candidates"].dropna().unique():
        _want(all(map(_is_code, codes.split(" ") if codes else ())), "odd candidates")


def some_day(rng: random.Random) -> dt.date:
    """Return a day of any time, mostly of the times of which there are lists."""
    if rng.random() < 0.8:
        return dt.date(2020, 8, 21)
    first, last = rng.choice([(1800, 1888), (1889, 2026), (1995, 2010), (2027, 9999)])
    return dt.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Let the package warn in its own words; any other warning is a mistake."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for each in caught:
        ours = "/fuzzing/" in each.filename or "/analysis/" in each.filename
        if each.category is not UserWarning or not ours:
            raise BrokenError(
                f"{each.category.__name__} at {Path(each.filename).name}:{each.lineno}"
                f": {str(each.message)[:200]}"
            )


def _check_refusal(why: AnalysisError) -> None:
    message = str(why)
    _want(type(why) in (SourceError, SchemaError), f"{type(why).__name__}: {message}")
    _want(bool(message.strip()), "refused without a word")
    _want(len(message) < _LONGEST_MESSAGE, f"told in {len(message)} characters")


def _check_export(
    entities: pd.DataFrame,
    announcement: Announcement,
    *,
    day: dt.date,
    folder: Path,
    rng: random.Random,
) -> None:
    path = folder / "entities.csv"
    write_csv(entities, path)
    _check_names(read_back(path), entities)
    if rng.randrange(_NOW_AND_THEN) == 0:
        wrong = errata(announcement, as_of=day)
        _want(wrong["published_name"].isin(entities["published_name"]).all(), "errata")
        as_markdown(wrong, announcement).encode()
        with contextlib.redirect_stdout(io.StringIO()):
            print_entities(entities)
    if rng.randrange(_NOW_AND_THEN) == 0:
        path = folder / rng.choice(["table.xlsx", "table.parquet", "table.tsv"])
        try:
            write_table(entities, path)
        except (SchemaError, SourceError) as why:  # characters that Excel has not
            _want(path.suffix == ".xlsx" and "character" in str(why), str(why))
        else:
            text = path.suffix == ".tsv"
            kept = read_back(path) if text else read_table(path)
            _check_names(kept, entities)
    if rng.randrange(_SELDOM) == 0:
        located = locate(entities)
        _want(len(located) == len(entities), f"{len(located)} located")
        write_geojson(located, folder / "entities.geojson")
        write_geoparquet(located, folder / "entities.parquet")
        kept = pd.read_parquet(folder / "entities.parquet", columns=["published_name"])
        _check_names(kept, entities)


def read_back(path: Path) -> pd.DataFrame:
    """Return what was written as UTF-8 text, as anybody reads it back.

    `analysis.tables.read_table` would ask whether a file of a few characters that no
    alphabet has is UTF-8 at all.
    """
    separator = "\t" if path.suffix == ".tsv" else ","
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=separator, strict=True)
    return _plain(pd.DataFrame(rows, columns=header, dtype=str))


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Undo what keeps spreadsheets from running a cell, where the package does it."""
    try:
        cells = importlib.import_module("analysis.csv_cells")
    except ModuleNotFoundError:
        return table
    return cells.plain(table)


def _check_names(kept: pd.DataFrame, entities: pd.DataFrame) -> None:
    _want(len(kept) == len(entities), f"{len(kept)} of {len(entities)} rows written")
    pairs = zip(kept["published_name"], entities["published_name"], strict=True)
    for wrote, meant in pairs:
        _want(wrote == meant, f"wrote {meant[:80]!r}, read back {str(wrote)[:80]!r}")


def _is_code(text: str) -> bool:
    ascii_digits = len(text) == 6 and text.isascii() and text.isdecimal()
    return ascii_digits and check_digit(text[:5]) == text[5]


def _want(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenError(otherwise)


def check_kept(given: Sequence[str], announcement: Announcement) -> None:
    """Check that of names given in memory each that is not blank became a row."""
    wanted = {at for at, name in enumerate(given, start=1) if name.strip()}
    lost = wanted - set(announcement.entities["line"])
    first = min(lost, default=1)
    _want(not lost, f"{len(lost)} rows lost, such as {given[first - 1][:80]!r}")
