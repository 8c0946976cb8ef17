"""The whole way from a published document to its `Announcement`."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
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

# Titles stand above a table and notes below: the rows between say nothing of it.
_ROWS_OF_TEXT = 500


class ReadList(NamedTuple):
    """A list that was read.

    Attributes
    ----------
    announcement : Announcement
        What it says.
    name : str
        What messages call the document.
    wrong_count : str or None
        What is wrong, if it is not as long as the document states.
    """

    announcement: Announcement
    name: str
    wrong_count: str | None


def read(given: object, *, column: str | None) -> ReadList:
    """Return the list in a file, a text, a table or names.

    Parameters and errors are those of `analysis.read_announcement`.
    """
    document = read_document(given)
    record = {}
    if document.source:
        record = read_record(Path(given).with_suffix(".json"))
    try:
        announcement, wrong_count = _announcement(document, record, column)
    except SourceError as why:
        if document.source is None and _may_name_a_file(given):
            raise SourceError(f"there is no file {given!r}; {why}") from why
        raise
    return ReadList(announcement, document.name, wrong_count)


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
        file=document.source,
        column=column,
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
    taken = _places(found.items, document) if found else set()
    texts = []
    for block in document.blocks:
        if isinstance(block, Line):
            if (block.page, block.line) not in taken:
                texts.append(block.text)
        else:
            texts += _rows(block, taken)
    return texts


def _places(items: pd.DataFrame, document: Document) -> set[tuple[str | None, int]]:
    """Return where items stand, as far as the text there is looked at."""
    looked_at: set[int] = set()
    for block in document.blocks:
        if isinstance(block, Line):
            looked_at.add(block.line)
        else:
            looked_at.update(block.places["line"].iloc[_ends(block)])
    there = items[items["line"].isin(looked_at)]
    return set(zip(_pages(there), there["line"], strict=True))


def _rows(table: Table, taken: set[tuple[str | None, int]]) -> list[str]:
    """Return what is said above and below the list in a table, a text for each row.

    The rows right above the list that have several cells are its header.
    """
    at_ends = _ends(table)
    cells = table.cells.iloc[at_ends].to_numpy(dtype=object)
    places = table.places.iloc[at_ends]
    stand = zip(_pages(places), places["line"], strict=True)
    of_list = [place in taken for place in stand]
    above = of_list.index(True) if True in of_list else 0
    while above and _is_header(cells[above - 1]):
        above -= 1
        of_list[above] = True
    return [
        " ".join(filter(None, row))
        for row, is_of_list in zip(cells, of_list, strict=True)
        if not is_of_list
    ]


def _ends(table: Table) -> np.ndarray:
    """Return the places of the first and last rows: all, of most tables."""
    rows = np.arange(len(table))
    if len(rows) <= 2 * _ROWS_OF_TEXT:
        return rows
    return np.r_[rows[:_ROWS_OF_TEXT], rows[-_ROWS_OF_TEXT:]]


def _pages(places: pd.DataFrame) -> pd.Series:
    """Return the page of each place, None where there is none."""
    return places["page"].astype(object).where(places["page"].notna(), None)


def _is_header(cells: np.ndarray) -> bool:
    """Tell whether a row above a list names its columns: it does not date it."""
    given = [text for text in cells if text]
    return len(given) > 1 and not any(map(str.isdecimal, "".join(given)))
