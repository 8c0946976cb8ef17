"""What a published document says: when, who, under which programme, and which names."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

_LIST_AT_MOST = 10


@dataclass(frozen=True, eq=False)
class Announcement:
    """A published list of public entities, as read: nothing resolved, nothing changed.

    Attributes
    ----------
    entities : pandas.DataFrame
        One row per entity in the order published. Columns: `number` (int64, as
        published, else counted from 1), `published_name` (str, as written) and `line`
        (int64, where the row stands in the source, counted from 1).
    title, programme, publisher, source : str or None
        As the document or its record states them.
    date : datetime.date or None
        Day of publication.
    appeal_from, appeal_to : datetime.date or None
        The period in which bodies could apply.
    stated_count : int or None
        How many entities the document says that it lists.
    sha256 : str
        Hash of the file, or of the text, that was read.
    record_sha256 : str or None
        Hash of the record beside a CSV file, which says what the list itself does not.
    problems : tuple of str
        What does not add up, in plain words.
    """

    entities: pd.DataFrame
    sha256: str
    title: str | None = None
    date: dt.date | None = None
    programme: str | None = None
    publisher: str | None = None
    source: str | None = None
    appeal_from: dt.date | None = None
    appeal_to: dt.date | None = None
    stated_count: int | None = None
    record_sha256: str | None = None
    problems: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many rows were read."""
        return len(self.entities)


def list_problems(numbers: list[int], stated_count: int | None) -> Iterator[str]:
    """Give what is odd about the numbers of the rows that were found."""
    if stated_count is not None and stated_count != len(numbers):
        yield (
            f"the document states {stated_count} entities, but {len(numbers)} rows "
            "were found: compare the list below with the source"
        )
    found = set(numbers)
    last = min(len(numbers), max(numbers, default=0))
    missing = [n for n in range(1, last + 1) if n not in found]
    if missing:
        yield f"no row bears the number {_listed(missing)}"
    repeated = sorted(n for n, times in Counter(numbers).items() if times > 1)
    if repeated:
        yield f"more than one row bears the number {_listed(repeated)}"


def _listed(numbers: list[int]) -> str:
    more = len(numbers) - _LIST_AT_MOST
    text = ", ".join(map(str, numbers[:_LIST_AT_MOST]))
    return text + (f" and {more} more" if more > 0 else "")
