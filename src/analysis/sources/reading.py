"""The whole way from a published document to its `Announcement`."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd

from analysis.documents import read_document
from analysis.documents.model import Document, Line, Table
from analysis.errors import SourceError
from analysis.gazetteer.register import REGISTER_DATE
from analysis.sources.announcement import (
    Announcement,
    count_problem,
    number_problems,
)
from analysis.sources.items import Found
from analysis.sources.known import Known
from analysis.sources.listing import find_list, read_entities
from analysis.sources.metadata.read import Metadata, read_metadata
from analysis.sources.record import read_record

PACKAGED = ("fy2020_regional_iot", "fy2020_regional_iot_first_round")
"""The lists that come with the package, by name."""

# Files that hold a list and nothing else: a record beside them says the rest.
_WITH_RECORD = ("csv", "xlsx", "parquet")
# Titles stand above a table and notes below: the rows between say nothing of it.
_ROWS_OF_TEXT = 500
# Every column is looked at, and no list has so many.
_MOST_COLUMNS = 1_000


def read_announcement(
    path_or_text: str | Path | pd.DataFrame | Iterable[str],
    *,
    column: str | None = None,
    strict: bool = False,
) -> Announcement:
    """Return what a published list says, whatever it was published as.

    Parameters
    ----------
    path_or_text : str, Path, DataFrame or iterable of str
        A file of plain text, HTML, PDF, CSV, TSV, XLSX or Parquet, told by its content;
        the text itself; a table; or names, each of them one row. Text may be in UTF-8,
        UTF-16, Shift_JIS (cp932) or EUC-JP. A ``.json`` record of the same name beside
        a file says what the list itself does not.
    column : str, optional
        The column of the table that holds the names; found by what resolves in it if
        left out.
    strict : bool
        Whether a list with another number of entities than the document states is an
        error.

    Returns
    -------
    Announcement
        Every row that was read, in its order; a joint application as one row for each
        of its members. What does not add up (the document states 13 entities and 12
        rows were found) is in its `problems`, and warned of.

    Raises
    ------
    SourceError
        If the file is absent, not readable, holds no list, or a table of more than a
        thousand columns; if `strict`, too, if the list is not as long as the document
        states.
    SchemaError
        If there is no such column.
    """
    document = read_document(path_or_text)
    _check_width(document)
    record = {}
    if document.source and document.kind in _WITH_RECORD:
        record = read_record(Path(path_or_text).with_suffix(".json"))
    try:
        announcement, wrong_count = _announcement(document, record, column)
    except SourceError as why:
        if document.source is None and _may_name_a_file(path_or_text):
            raise SourceError(f"there is no file {path_or_text!r}; {why}") from why
        raise
    if strict and wrong_count:
        raise SourceError(f"{document.name}: {wrong_count}")
    for problem in announcement.problems:
        warnings.warn(f"{document.name}: {problem}", stacklevel=2)
    return announcement


def packaged_announcement(name: str = PACKAGED[0]) -> Announcement:
    """Return a list that comes with the package.

    Parameters
    ----------
    name : {"fy2020_regional_iot", "fy2020_regional_iot_first_round"}
        The decision of MIC of 21 August 2020, 12 entities, or that of July 2020 of the
        first round of the same programme, 3 entities.

    Raises
    ------
    ValueError
        If there is no such list.
    """
    if name not in PACKAGED:
        raise ValueError(f"no packaged list is called {name!r}; want one of {PACKAGED}")
    with as_file(files("analysis") / "data") as directory:
        return read_announcement(directory / f"{name}.csv")


def _check_width(document: Document) -> None:
    for block in document.blocks:
        if isinstance(block, Table) and block.cells.shape[1] > _MOST_COLUMNS:
            raise SourceError(
                f"{document.name}: the table at line {block.places['line'].iloc[0]} "
                f"has {block.cells.shape[1]:,} columns; want at most "
                f"{_MOST_COLUMNS:,}: save those of the list as a file of their own"
            )


def _may_name_a_file(given: object) -> bool:
    return (
        isinstance(given, str) and len(given) < 256 and not re.search(r"[\r\n]", given)
    )


def _announcement(
    document: Document, record: dict, column: str | None
) -> tuple[Announcement, str | None]:
    """Return what a document and its record say, and whether it lists what it states.

    The date decides who is known by what name, so the text is read for it before the
    list is looked for; then once more without the list.
    """
    before = read_metadata(_texts(document), format_title=document.title)
    stated_count = record.get("stated_count", before.stated_count)
    known = Known(record.get("date", before.date) or REGISTER_DATE)
    found = find_list(document, known, stated_count=stated_count, column=column)
    entities = read_entities(found.items, known)
    said = _said(read_metadata(_texts(document, found), format_title=document.title))
    problems = said.pop("problems")
    said = {"source": document.source} | said | record
    wrong_count = count_problem(len(entities), len(found.items), said["stated_count"])
    announcement = Announcement(
        entities=entities,
        sha256=document.sha256,
        found_in=found.how,
        problems=(
            *filter(None, [wrong_count]),
            *_number_problems(found),
            *found.problems,
            *problems,
            *document.notes,
        ),
        **said,
    )
    return announcement, wrong_count


def _said(metadata: Metadata) -> dict:
    """Return what the text says, by the names of the announcement's attributes."""
    said = asdict(metadata)
    del said["stated_text"]
    return said


def _number_problems(found: Found) -> Iterator[str]:
    """Give what is odd about the numbers, in each part of the list for itself.

    Partners share the number of their application.
    """
    own = found.items[found.items["role"] == ""].dropna(subset="number")
    parts = own.groupby("group", sort=False)["number"].agg(list).tolist()
    if len(parts) > 1 and not set(parts[0]) & set(parts[1]):
        parts = [own["number"].tolist()]  # the numbers run on
    for numbers in parts:
        yield from number_problems(numbers)


def _texts(document: Document, found: Found | None = None) -> list[str]:
    """Return the lines and rows of a document in order, but for those of its list."""
    taken = _places(found.items) if found else set()
    texts = []
    for block in document.blocks:
        if isinstance(block, Line):
            if (block.page, block.line) not in taken:
                texts.append(block.text)
        else:
            texts += _rows(block, taken)
    return texts


def _places(items: pd.DataFrame) -> set[tuple[str | None, int]]:
    pages = items["page"].astype(object).where(items["page"].notna(), None)
    return set(zip(pages, items["line"], strict=True))


def _rows(table: Table, taken: set[tuple[str | None, int]]) -> list[str]:
    """Return what is said above and below the list in a table, a text for each row."""
    rows = []
    at_ends = [*range(len(table))]
    if len(table) > 2 * _ROWS_OF_TEXT:
        at_ends = at_ends[:_ROWS_OF_TEXT] + at_ends[-_ROWS_OF_TEXT:]
    for place in at_ends:
        page, line = table.places.loc[place, ["page", "line"]]
        if (None if pd.isna(page) else page, line) not in taken:
            rows.append(" ".join(filter(None, table.cells.iloc[place])))
    return rows
