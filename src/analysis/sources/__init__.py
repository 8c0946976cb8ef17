"""Published documents → `Announcement`: title, date, programme, and the names."""

import warnings
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.announcement import Announcement

__all__ = ["PACKAGED", "Announcement", "packaged_announcement", "read_announcement"]

PACKAGED = ("fy2020_regional_iot", "fy2020_regional_iot_first_round")
"""The lists that come with the package, by name."""


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
    # Hundreds of patterns and tables of words: for who reads, not for who imports.
    from analysis.sources.reading import read

    read_list = read(path_or_text, column=column)
    if strict and read_list.wrong_count:
        raise SourceError(f"{read_list.name}: {read_list.wrong_count}")
    for problem in read_list.announcement.problems:
        warnings.warn(f"{read_list.name}: {problem}", stacklevel=2)
    return read_list.announcement


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
