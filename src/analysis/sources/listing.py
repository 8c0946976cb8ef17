"""Which of the lists in a document is the list, and what its entities are."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.documents.model import Document, Line, Table
from analysis.errors import SchemaError, SourceError
from analysis.sources.entries.read import read_entries
from analysis.sources.items import Found
from analysis.sources.known import Known
from analysis.sources.lines.find import find_in_lines
from analysis.sources.lines.headings import heads_applied, heads_aside, heads_chosen
from analysis.sources.tables.find import find_in_table, join_tables

# Items whose names are told apart together: a million of them fill no memory so.
_BATCH = 20_000
_PLACE = ["group", "role", "page", "line", "cell"]
# The structure of a `Found` that is in a table.
_TABLE = 3
_LONGEST_HEADING = 60
_BRACKETS = " \u3000【】〈〉<>《》〔〕［］[]■●◆○◇□▼▽・：:"
# Lines above the first item in which its heading is looked for.
_MOST_ABOVE = 4


def find_list(
    document: Document,
    known: Known,
    *,
    stated_count: int | None = None,
    column: str | None = None,
) -> Found:
    """Return the list that a document publishes.

    Of several, it is the one with as many items as the document states, else the one
    in which most items are names, the plainer list of two. Parts of one list, tables
    of the same columns, are taken together. Lists of others, as a heading says (those
    of last year, who applied where those chosen are listed too), come last.

    Parameters
    ----------
    document : Document
        What was read.
    known : Known
        What the register makes of a text.
    stated_count : int, optional
        How many entities the document states.
    column : str, optional
        The column that holds the names; then the list is in a table.

    Raises
    ------
    SourceError
        If no list is found.
    SchemaError
        If no table has the column.
    """
    parts = _candidates(document, known, column)
    if not parts:
        raise SourceError(
            f"{document.name}: no list of entities was found; want numbered or "
            "bulleted lines such as '1 Kitakami City, Iwate Prefecture', a table with "
            "a column of names (say which with --column), or a CSV file with a column "
            "'published_name'"
        )
    found = [part for part, _ in parts]
    turned_down = _turned_down(parts, known)
    whole = [*zip(found, turned_down, strict=True)]
    whole += [(both, False) for both in _together(parts, known)]
    chosen, _ = max(
        whole, key=lambda pair: (not pair[1], *_rank(pair[0], stated_count))
    )
    return replace(chosen, problems=(*chosen.problems, *_others(chosen, found, known)))


def read_entities(items: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Return the entities that the items of a list name, in their order.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns `ITEM_COLUMNS`.
    known : Known
        What the register makes of a text.

    Returns
    -------
    pandas.DataFrame
        Columns as of `Announcement.entities`, RangeIndex: one row per item, of a joint
        one a row per member.
    """
    if items["number"].isna().all():
        items = items.assign(number=pd.array(range(1, len(items) + 1), dtype="Int64"))
    batches = [
        _entities(items.iloc[start : start + _BATCH], known)
        for start in range(0, len(items), _BATCH)
    ]
    return pd.concat(batches, ignore_index=True)


def _entities(items: pd.DataFrame, known: Known) -> pd.DataFrame:
    found = read_entries(items["text"], known, contexts=items["context"])
    of_item = np.repeat(np.arange(len(items)), [len(entries) for entries in found])
    entries = [entry for entries in found for entry in entries]
    taken = items.iloc[of_item].reset_index(drop=True)
    names = {
        "published_name": [entry.published_name for entry in entries],
        "full_name": [entry.full_name for entry in entries],
    }
    return pd.concat(
        [
            taken[["number"]],
            pd.DataFrame(names, dtype="str"),
            taken[["text"]].set_axis(["entry"], axis="columns"),
            taken[_PLACE],
        ],
        axis="columns",
    )


def _candidates(
    document: Document, known: Known, column: str | None
) -> list[tuple[Found, str]]:
    """Return each list that could be the list, with the heading over it."""
    tables = list(_in_tables(document, known, column))
    if column is not None:
        return tables
    in_lines = find_in_lines(_lines(document), known)
    if not tables and not in_lines:
        # Documents are typed into sheets, too, a line in each row.
        in_lines = find_in_lines(_rows_as_lines(document), known)
    listed = {place for found in in_lines for place in _stand(found)}
    lines = _lines(document)
    return tables + [(one, _heading_over(one, lines, listed)) for one in in_lines]


def _in_tables(
    document: Document, known: Known, column: str | None
) -> Iterator[tuple[Found, str]]:
    headings = _headings(document)
    lacking: SchemaError | None = None
    some_have_it = False
    for table in join_tables(list(document.tables)):
        heading = headings[_begin(table)]
        try:
            found = find_in_table(table, known, column=column)
        except SourceError as why:
            raise SourceError(f"{document.name}: {why}") from why
        except SchemaError as why:
            lacking = SchemaError(f"{document.name}: {why}")
            if column is None:
                raise lacking from why
            continue
        some_have_it = True
        if found:
            yield _under(found, heading, known), heading
    if lacking and not some_have_it:
        raise lacking


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


def _headings(document: Document) -> dict[tuple, str]:
    """Return the line before each table, if it is short enough for a heading."""
    headings = {}
    last = ""
    for block in document.blocks:
        if isinstance(block, Table):
            headings[_begin(block)] = last
            last = ""
        elif block.text.strip():
            text = block.text.strip()
            last = (
                text if len(text) <= _LONGEST_HEADING and text[-1] not in "。." else ""
            )
    return headings


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


def _turned_down(parts: Sequence[tuple[Found, str]], known: Known) -> list[bool]:
    """Tell of each list whether it is of others than those that were chosen.

    Of those who applied that is told only if some of them are listed as chosen.
    """
    chosen = [
        _codes(found, known)
        for found, heading in parts
        if found.structure and heads_chosen(heading)
    ]
    return [
        heads_aside(heading)
        or (
            heads_applied(heading)
            and any(some and some <= _codes(found, known) for some in chosen)
        )
        for found, heading in parts
    ]


def _begin(table: Table) -> tuple:
    first = table.places.iloc[0]
    page = None if pd.isna(first["page"]) else first["page"]
    return page, int(first["line"]), int(first["row"])


def _under(found: Found, heading: str, known: Known) -> Found:
    """Return a list under a heading that is a prefecture as one in that prefecture."""
    bare = heading.strip(_BRACKETS)
    what = known(bare) if bare else None
    if not what or (what.kind, what.entity_type) != ("body", "prefecture"):
        return found
    context = found.items["context"].where(found.items["context"] != "", bare)
    return replace(found, items=found.items.assign(context=context))


def _together(parts: Sequence[tuple[Found, str]], known: Known) -> Iterator[Found]:
    """Give the list that several tables make together, if they do.

    One that repeats bodies of another, or is there for reference, is no part of it.
    """
    taken: list[tuple[Found, str]] = []
    listed: set[str] = set()
    for found, heading in parts:
        codes = _codes(found, known)
        again = 2 * len(codes & listed) > len(codes)
        mostly_names = 2 * found.names >= len(found.items)
        if found.structure < _TABLE or again or not mostly_names:
            continue
        if heads_aside(heading):
            continue
        taken.append((found, heading))
        listed |= codes
    if len(taken) > 1:
        items = [
            found.items.assign(
                group=found.items["group"].where(found.items["group"] != "", heading)
            )
            for found, heading in taken
        ]
        yield Found(
            items=pd.concat(items, ignore_index=True),
            how="; ".join(found.how for found, _ in taken),
            names=sum(found.names for found, _ in taken),
            structure=_TABLE,
            problems=tuple(said for found, _ in taken for said in found.problems),
        )


def _codes(found: Found, known: Known) -> set[str]:
    """Return the codes of the bodies that a list names."""
    items = found.items.head(_BATCH)
    entries = read_entries(items["text"], known, contexts=items["context"])
    return {code for some in entries for entry in some for code in entry.what.codes}


def _rank(found: Found, stated_count: int | None) -> tuple:
    share = found.names / len(found.items)
    return (
        len(found.items) == stated_count,
        # A sentence that mentions bodies is the list only where nothing else is.
        found.structure > 0,
        found.names * share,
        found.structure,
        len(found.items),
    )


def _others(chosen: Found, found: Sequence[Found], known: Known) -> Iterator[str]:
    """Say which lists were not read though they name bodies that the chosen lacks."""
    listed = _codes(chosen, known)
    for other in found:
        told = other.how in chosen.how or other.structure < min(chosen.structure, 1)
        if (
            not told
            and other.names > bool(other.structure)
            and not _codes(other, known) <= listed
        ):
            first = other.items["text"].iloc[0]
            yield f"another list was not read, {other.how}: {first!r} and so on"
