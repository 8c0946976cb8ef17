"""What a published document says: when, who, under which programme, and which names."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.errors import SchemaError
from analysis.resolve import as_date

_LIST_AT_MOST = 10


@dataclass(frozen=True, eq=False)
class Announcement:
    """A published list of public entities, as read: nothing resolved, nothing changed.

    Attributes
    ----------
    entities : pandas.DataFrame
        One row per entity in the order published. Columns:

        number : Int64, as published, else counted from 1; missing if only others have
            one; the members of a joint application share theirs
        published_name : str, as written
        full_name : str, what is asked of the register: the name, with the place that
            the document states elsewhere, in a heading or another column
        entry : str, the whole item or cell that the name stands in
        group : str, the heading of the part of the list; "" if it has no parts
        role : str, of a partner in a joint application, what its column is called
        page : str, number of the page or name of the sheet; missing in other files
        line : int64, line of the file or page, or row of the sheet, counted from 1
        cell : str, the cell of a table, such as B5; missing in running text
    title, programme, publisher, source : str or None
        As the document or its record states them.
    date : datetime.date or None
        Day of publication; the first of the month if `date_precision` is "month".
    date_precision : str or None
        "day" or "month".
    fiscal_year : int or None
        The fiscal year (from April on) that the list is of.
    appeal_from, appeal_to : datetime.date or None
        The period in which bodies could apply.
    stated_count : int or None
        How many entities the document says that it lists.
    sha256 : str
        Hash of the file, or of the text, that was read.
    file : str or None
        Name of the file that was read, without its folder; None for a text or a table.
    column : str or None
        The column that was asked for; None where the list was looked for.
    record_sha256 : str or None
        Hash of the record beside the file, which says what the list itself does not.
    found_in : str
        Where the list was found, in plain words.
    problems : tuple of str
        What does not add up, in plain words.
    """

    entities: pd.DataFrame
    sha256: str
    title: str | None = None
    date: dt.date | None = None
    date_precision: str | None = None
    fiscal_year: int | None = None
    programme: str | None = None
    publisher: str | None = None
    source: str | None = None
    appeal_from: dt.date | None = None
    appeal_to: dt.date | None = None
    stated_count: int | None = None
    file: str | None = None
    column: str | None = None
    record_sha256: str | None = None
    found_in: str = ""
    problems: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many rows were read."""
        return len(self.entities)


def day_of(announcement: Announcement, as_of: dt.date | str | None) -> dt.date:
    """Return the day on which the bodies of a list must exist.

    Parameters
    ----------
    announcement : Announcement
        The list.
    as_of : datetime.date, str or None
        The day asked for; the announcement's own date without it.

    Raises
    ------
    SchemaError
        If neither says which day counts.
    ValueError
        If `as_of` is not a date.
    """
    if as_of is not None:
        return as_date(as_of)
    if announcement.date is None:
        raise SchemaError(
            "the list bears no date, and mergers make a guess wrong; "
            "give as_of, such as as_of='2020-08-21'"
        )
    return announcement.date


def count_problem(entities: int, items: int, stated_count: int | None) -> str | None:
    """Return what is wrong if a document lists another number than it states.

    Parameters
    ----------
    entities, items : int
        How many rows were read, and out of how many entries: joint applications are
        counted once in some documents, and each of their members in others.
    stated_count : int or None
        What the document states.
    """
    if stated_count is None or stated_count in (entities, items):
        return None
    found = f"{entities} {'row was' if entities == 1 else 'rows were'} found"
    if entities != items:
        found += f" in {items}"
    stated = f"{stated_count} {'entity' if stated_count == 1 else 'entities'}"
    return (
        f"the document states {stated}, but {found}: compare the list below with the "
        "source"
    )


def number_problems(numbers: list[int]) -> Iterator[str]:
    """Give what is odd about the numbers of the items of one list or part of it."""
    found = set(numbers)
    first = 1 if 1 in found else min(found, default=1)
    last = min(first - 1 + len(numbers), max(numbers, default=0))
    missing = [n for n in range(first, last + 1) if n not in found]
    if missing:
        yield f"no row bears the number {_listed(missing)}"
    repeated = sorted(n for n, times in Counter(numbers).items() if times > 1)
    if repeated:
        yield f"more than one row bears the number {_listed(repeated)}"


def _listed(numbers: list[int]) -> str:
    more = len(numbers) - _LIST_AT_MOST
    text = ", ".join(map(str, numbers[:_LIST_AT_MOST]))
    return text + (f" and {more} more" if more > 0 else "")
