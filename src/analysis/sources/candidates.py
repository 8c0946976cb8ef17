"""The lists that a document holds, each with the heading over it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.documents.model import Document, Line, Table
from analysis.errors import SchemaError, SourceError
from analysis.sources.items import Found
from analysis.sources.known import Known
from analysis.sources.lines.find import find_in_lines
from analysis.sources.lines.headings import heads_applied, heads_aside, heads_chosen
from analysis.sources.lines.rows import is_note
from analysis.sources.tables.find import find_in_table
from analysis.sources.tables.join import header_of, join_tables

_LONGEST_HEADING = 60
_BRACKETS = " \u3000【】〈〉<>《》〔〕［］[]■●◆○◇□▼▽・：:"
# Lines above the first item in which its heading is looked for.
_MOST_ABOVE = 4
_MOST_ROWS_TYPED = 5_000
# What stands between the parts of one table: "- 2 -", "3/5", "Page 2", （続き）.
_FURNITURE = re.compile(
    r"[-‐-―－ー~～\s]*(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*(?:/|／|of)\s*\d{1,4})?"
    r"\s*(?:頁|ページ)?[-‐-―－ー~～\s]*"
    r"|\W*(?:前頁からの?|前ページからの?)?(?:続き|つづき|continued|cont'd)\W*"
    r"|\W*(?:次頁|次ページ|裏面)(?:へ|に)?続く\W*",
    re.IGNORECASE,
)


class Candidate(NamedTuple):
    """A list that could be the list.

    Attributes
    ----------
    found : Found
        The list.
    heading : str
        The line over it that says what it is of, "" if none does.
    header : tuple of str
        The row that names the columns of its table, () if none does.
    """

    found: Found
    heading: str
    header: tuple[str, ...] = ()


def find_candidates(
    document: Document, known: Known, *, column: str | None
) -> list[Candidate]:
    """Return each list that could be the list, those in tables first.

    Parameters and errors are those of `analysis.sources.listing.find_list`.
    """
    headed = list(_headed_tables(document))
    tables = list(_in_tables(headed, document.name, known, column))
    if column is not None:
        return tables
    in_lines = find_in_lines(_lines(document), known)
    rows = sum(map(len, document.tables))
    if not tables and not in_lines and rows <= _MOST_ROWS_TYPED:
        # Documents are typed into sheets, too, a line in each row.
        in_lines = find_in_lines(_rows_as_lines(document), known)
    listed = {place for found in in_lines for place in _stand(found)}
    lines = _lines(document)
    heads = {(line.page, line.line) for _, line in headed if line}
    return tables + [
        Candidate(one, _heading_over(one, lines, listed))
        for one in in_lines
        if not heads.issuperset(_stand(one))
    ]


# --- Tables ---------------------------------------------------------------------------


def _in_tables(
    headed: Sequence[tuple[Table, Line | None]],
    name: str,
    known: Known,
    column: str | None,
) -> Iterator[Candidate]:
    if column is not None and not headed:
        raise SchemaError(
            f"{name} holds no table, so no column {column!r}: leave --column out"
        )
    lacking: SchemaError | None = None
    some_have_it = False
    for table, line in headed:
        heading = line.text.strip() if line else ""
        try:
            found = find_in_table(table, known, column=column)
        except SourceError as why:
            raise SourceError(f"{name}: {why}") from why
        except SchemaError as why:
            lacking = SchemaError(f"{name}: {why}")
            if column is None:
                raise lacking from why
            continue
        some_have_it = True
        if found:
            found = _under(found, heading, known)
            yield Candidate(found, heading, header_of(table))
    if lacking and not some_have_it:
        raise lacking


def _headed_tables(document: Document) -> Iterator[tuple[Table, Line | None]]:
    """Give the tables with the line before each, if it is short as headings are.

    Tables with nothing between them are one, if the second goes on from the first.
    """
    run: list[Table] = []
    heading = last = None
    is_apart = True
    said: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Table):
            if is_apart:
                yield from _joined(run, heading)
                run, heading = [], last
            run.append(block)
            is_apart, last = False, None
            continue
        text = block.text.strip()
        # A title is said again on every page.
        if not text or is_note(text) or _FURNITURE.fullmatch(text) or text in said:
            continue
        said.add(text)
        is_apart = True
        is_short = len(text) <= _LONGEST_HEADING and text[-1] not in "。."
        last = block if is_short else None
    yield from _joined(run, heading)


def _joined(
    run: Sequence[Table], heading: Line | None
) -> Iterator[tuple[Table, Line | None]]:
    for n, table in enumerate(join_tables(run)):
        yield table, None if n else heading


def _under(found: Found, heading: str, known: Known) -> Found:
    """Return a list under a heading that is a prefecture as one in that prefecture."""
    bare = heading.strip(_BRACKETS)
    what = known(bare) if bare else None
    if not what or (what.kind, what.entity_type) != ("body", "prefecture"):
        return found
    context = found.items["context"].where(found.items["context"] != "", bare)
    return replace(found, items=found.items.assign(context=context))


# --- Lines ----------------------------------------------------------------------------


def _lines(document: Document) -> list[Line]:
    """Return the running text; where a table stands, a blank line sets it apart."""
    return [
        block
        if isinstance(block, Line)
        else Line("", int(block.places["line"].iloc[0]))
        for block in document.blocks
    ]


def _rows_as_lines(document: Document) -> list[Line]:
    """Return the running text with the rows of tables as lines of it."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        pages = block.places["page"].astype(object).where(block.places["page"].notna())
        for cells, page, line in zip(
            block.cells.itertuples(index=False),
            pages,
            block.places["line"],
            strict=True,
        ):
            text = " ".join(filter(None, cells))
            lines.append(Line(text, line, None if pd.isna(page) else page))
    return lines


def _heading_over(found: Found, lines: Sequence[Line], listed: set[tuple]) -> str:
    """Return the line that says what a list in lines is of, "" if none does."""
    places = [(line.page, line.line) for line in lines]
    first = next(_stand(found))
    above = 0
    for place in range(places.index(first) - 1 if first in places else -1, -1, -1):
        text = lines[place].text.strip()
        if places[place] in listed or above == _MOST_ABOVE:
            break
        if heads_aside(text) or heads_chosen(text) or heads_applied(text):
            return text
        above += bool(text)
    return ""


def _stand(found: Found) -> Iterator[tuple[str | None, int]]:
    """Give page and line of each item."""
    pages = found.items["page"].astype(object)
    yield from zip(pages.where(pages.notna(), None), found.items["line"], strict=True)
