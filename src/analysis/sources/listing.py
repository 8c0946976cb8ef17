"""Which of the lists in a document is the list, and what its entities are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.documents.model import Document
from analysis.errors import SourceError
from analysis.sources.candidates import Candidate, find_candidates
from analysis.sources.entries.read import read_entries
from analysis.sources.items import Found
from analysis.sources.known import Known
from analysis.sources.lines.headings import heads_applied, heads_aside, heads_chosen

# Items that are read together, and distinct ones whose names are told apart together:
# a million of them fill no memory so.
_ROWS = 200_000
_BATCH = 20_000
_PLACE = ["group", "role", "page", "line", "cell"]
# The structure of a `Found` that is in a table.
_TABLE = 3
_TABLES_TOLD = 5
_COUNT = re.compile(r"[数件計]$|\b(?:number|count|total)\b", re.IGNORECASE)


class _Choice(NamedTuple):
    """A list, of which candidates it is made, and whether it is one of others."""

    found: Found
    parts: tuple[Candidate, ...]
    is_aside: bool


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
    parts = find_candidates(document, known, column=column)
    if not parts:
        raise SourceError(
            f"{document.name}: no list of entities was found; want numbered or "
            "bulleted lines such as '1 Kitakami City, Iwate Prefecture', a table with "
            "a column of names (say which with --column), or a CSV file with a column "
            "'published_name'"
        )
    turned_down = _turned_down(parts, known)
    choices = [
        _Choice(part.found, (part,), is_aside)
        for part, is_aside in zip(parts, turned_down, strict=True)
    ]
    fit = [
        part for part, is_aside in zip(parts, turned_down, strict=True) if not is_aside
    ]
    choices += _together(fit, known)
    chosen = max(choices, key=lambda one: (not one.is_aside, *_rank(one, stated_count)))
    others = [part.found for part in parts if part not in chosen.parts]
    told = _not_read(others, chosen.found, known) if others else ()
    return replace(chosen.found, problems=(*chosen.found.problems, *told))


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
    parts = [
        _entities(items.iloc[start : start + _ROWS], known)
        for start in range(0, len(items), _ROWS)
    ]
    return pd.concat(parts, ignore_index=True)


def _entities(items: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Return the same; lists repeat themselves, and each text is read once."""
    pairs = items[["text", "context"]]
    place, first = _distinct(pairs)
    pairs = pairs.iloc[first]
    batches = [
        _names(pairs.iloc[start : start + _BATCH], known)
        for start in range(0, len(pairs), _BATCH)
    ]
    counts = np.concatenate([counts for counts, _ in batches])
    names = pd.concat([names for _, names in batches], ignore_index=True)
    of_item = np.repeat(np.arange(len(items)), counts[place])
    begins = np.cumsum(counts) - counts
    # Of each row, which entity of its item it is.
    nth = np.arange(len(of_item)) - np.repeat(
        np.cumsum(counts[place]) - counts[place], counts[place]
    )
    names = names.iloc[begins[place[of_item]] + nth].reset_index(drop=True)
    taken = items.iloc[of_item].reset_index(drop=True)
    return pd.concat(
        [
            taken[["number"]],
            names,
            taken[["text"]].set_axis(["entry"], axis="columns"),
            taken[_PLACE],
        ],
        axis="columns",
    )


def _distinct(pairs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return which of the distinct rows each row is, and where each stands first."""
    codes = np.zeros(len(pairs), dtype=np.int64)
    for column in pairs:
        each, distinct = pd.factorize(pairs[column])
        codes, _ = pd.factorize(codes * len(distinct) + each)
    _, first = np.unique(codes, return_index=True)
    return codes, first


def _names(pairs: pd.DataFrame, known: Known) -> tuple[np.ndarray, pd.DataFrame]:
    """Return how many entities each text names, and their names, one under another."""
    found = read_entries(pairs["text"].tolist(), known, contexts=pairs["context"])
    entries = [entry for entries in found for entry in entries]
    names = {
        "published_name": [entry.published_name for entry in entries],
        "full_name": [entry.full_name for entry in entries],
    }
    return np.array([*map(len, found)], dtype=int), pd.DataFrame(names, dtype="str")


def _turned_down(parts: Sequence[Candidate], known: Known) -> list[bool]:
    """Tell of each list whether it is of others than those that were chosen.

    Of those who applied that is told only if some of them are listed as chosen; of
    prefectures beside numbers, only if another list names bodies in each of them.
    """
    chosen = [
        _codes(part.found, known)
        for part in parts
        if part.found.structure and heads_chosen(part.heading)
    ]
    return [
        heads_aside(part.heading)
        or (
            heads_applied(part.heading)
            and any(some and some <= _codes(part.found, known) for some in chosen)
        )
        or _sums_up(part, parts, known)
        for part in parts
    ]


def _sums_up(part: Candidate, parts: Sequence[Candidate], known: Known) -> bool:
    """Tell whether a table says how many bodies of another list each prefecture has."""
    if len(parts) == 1 or not any(map(_COUNT.search, part.header)):
        return False
    codes = _codes(part.found, known)
    if not codes or any(code[2:5] != "000" for code in codes):
        return False
    prefectures = {code[:2] for code in codes}
    return any(
        prefectures == {code[:2] for code in _codes(other.found, known)}
        for other in parts
        if other is not part
    )


def _together(parts: Sequence[Candidate], known: Known) -> Iterator[_Choice]:
    """Give the list that several tables make together, if they do.

    One that repeats bodies of another, or is there for reference, is no part of it;
    nor is one of few names, but under the header of those before it.
    """
    tables = [part for part in parts if part.found.structure == _TABLE]
    taken: list[Candidate] = []
    listed: set[str] = set()
    for part in tables if len(tables) > 1 else ():
        found = part.found
        codes = _codes(found, known)
        again = 2 * len(codes & listed) > len(codes)
        is_alike = part.header and any(part.header == one.header for one in taken)
        if not again and (is_alike or 2 * found.names >= len(found.items)):
            taken.append(part)
            listed |= codes
    if len(taken) > 1:
        yield _Choice(_joined(taken), tuple(taken), is_aside=False)


def _joined(parts: Sequence[Candidate]) -> Found:
    """Return the lists of several tables as one, the heading of each as its group."""
    items = [
        part.found.items.assign(
            group=part.found.items["group"].mask(lambda said: said == "", part.heading)
        )
        for part in parts
    ]
    more = len(parts) - _TABLES_TOLD
    how = [part.found.how for part in parts[:_TABLES_TOLD]]
    return Found(
        items=pd.concat(items, ignore_index=True),
        how="; ".join(how) + (f"; and {more} more tables" if more > 0 else ""),
        names=sum(part.found.names for part in parts),
        structure=_TABLE,
        problems=tuple(said for part in parts for said in part.found.problems),
    )


def _codes(found: Found, known: Known) -> set[str]:
    """Return the codes of the bodies that a list names."""
    items = found.items.head(_BATCH)
    entries = read_entries(items["text"], known, contexts=items["context"])
    return {code for some in entries for entry in some for code in entry.what.codes}


def _rank(choice: _Choice, stated_count: int | None) -> tuple:
    found = choice.found
    parts = [part.found for part in choice.parts]
    return (
        len(found.items) == stated_count,
        # A sentence that mentions bodies is the list only where nothing else is.
        found.structure > 0,
        sum(part.names**2 / len(part.items) for part in parts),
        found.structure,
        len(found.items),
    )


def _not_read(others: Sequence[Found], chosen: Found, known: Known) -> Iterator[str]:
    """Say which lists were not read though they name bodies that the chosen lacks.

    Of a list in a table, companies and the like count too.
    """
    listed = _codes(chosen, known)
    for other in others:
        is_table = other.structure == _TABLE
        lacks = not _codes(other, known) <= listed
        if (other.structure >= min(chosen.structure, 1)) and (
            (lacks and other.names > bool(other.structure))
            or (is_table and len(other.items) > 1 and not other.names)
        ):
            first = other.items["text"].iloc[0]
            yield f"another list was not read, {other.how}: {first!r} and so on"
