"""What a document says of itself: title, date, programme, publisher, number, appeal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from analysis.sources.metadata.appeals import find_appeal
from analysis.sources.metadata.fiscal import fiscal_year
from analysis.sources.metadata.heads import head, head_apart
from analysis.sources.metadata.programmes import find_programme
from analysis.sources.metadata.publication import publication
from analysis.sources.metadata.publishers import publisher
from analysis.sources.metadata.stated import stated_number
from analysis.sources.metadata.titles import clean_site_name, find_title

# Of a document that is all list; what it says of itself stands before and after.
_LINES_AT_MOST = 2_000
_CHARACTERS_AT_MOST = 10_000  # of one line
_ALL_CHARACTERS_AT_MOST = 1_000_000


@dataclass(frozen=True)
class Metadata:
    """What a document says of itself; None where it does not, or not plainly.

    Attributes
    ----------
    title, programme, publisher : str or None
        As published.
    date : datetime.date or None
        Day of publication; the first of the month where only that is stated.
    date_precision : str or None
        ``day`` or ``month``.
    fiscal_year : int or None
        The year in which it begins, in April.
    stated_count : int or None
        How many entities it says that it lists.
    stated_text : str or None
        The words in which it says so.
    appeal_from, appeal_to : datetime.date or None
        The period in which bodies could apply.
    problems : tuple of str
        What does not add up, in plain words.
    """

    title: str | None = None
    date: dt.date | None = None
    date_precision: str | None = None
    fiscal_year: int | None = None
    programme: str | None = None
    publisher: str | None = None
    stated_count: int | None = None
    stated_text: str | None = None
    appeal_from: dt.date | None = None
    appeal_to: dt.date | None = None
    problems: tuple[str, ...] = ()


def read_metadata(texts: Sequence[str], *, format_title: str | None = None) -> Metadata:
    """Return what a document says of itself.

    Parameters
    ----------
    texts : sequence of str
        Its lines and the rows of its tables outside the list, in order; the cells of a
        row joined by blanks. Of very many the first and last thousand are read.
    format_title : str, optional
        What the format gives as the title, such as that of a web page.

    Returns
    -------
    Metadata
        Rather nothing than a guess: what is declined is said where each is read, in
        `dates`, `publication`, `titles`, `stated` and `periods`.
    """
    named = clean_site_name(format_title) if format_title else None
    texts = head_apart(_ends(texts), named)
    first_lines = head(texts, named)
    title = find_title(first_lines, format_title)
    programme = find_programme(title, texts)
    year = fiscal_year(title, programme, texts)
    published = publication(first_lines, texts)
    date = published.said.date if published.said else None
    appeal = find_appeal(texts, published=date, fiscal_year=year)
    stated = stated_number(texts, fiscal_year=year)
    return Metadata(
        title=title,
        date=date,
        date_precision=published.said.precision if published.said else None,
        fiscal_year=year,
        programme=programme,
        publisher=publisher(first_lines, texts),
        stated_count=stated.count,
        stated_text=stated.text,
        appeal_from=appeal.first,
        appeal_to=appeal.last,
        problems=(*published.problems, *appeal.problems, *stated.problems),
    )


def _ends(texts: Sequence[str]) -> list[str]:
    """Return the texts, or the first and last of very many, none of them endless."""
    if len(texts) > _LINES_AT_MOST:
        half = _LINES_AT_MOST // 2
        texts = [*texts[:half], *texts[-half:]]
    texts = [text[:_CHARACTERS_AT_MOST] for text in texts]
    lengths = accumulate(map(len, texts))
    return [
        text
        for text, length in zip(texts, lengths, strict=True)
        if length <= _ALL_CHARACTERS_AT_MOST
    ]
