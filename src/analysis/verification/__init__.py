"""Whether a result is still as it was written, and what it was made with still here.

It finds damage and careless edits, each changed byte of any file. It is no proof
against forgery: who can change a file can change its hash, too.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.provenance.datapackage import OURS
from analysis.verification.agreement import agreement
from analysis.verification.description import read_description
from analysis.verification.files import check_files, unlisted
from analysis.verification.finding import (
    FINDING_COLUMNS,
    SEVERITIES,
    Finding,
    first_of,
    tabulate,
)
from analysis.verification.references import references
from analysis.verification.tables import changes
from analysis.verification.trace import trace

__all__ = ["FINDING_COLUMNS", "SEVERITIES", "Check", "check", "verify"]

Source = str | os.PathLike[str]
"""A file that a result was made from."""


class Check(NamedTuple):
    """What a check went through and found."""

    findings: pd.DataFrame
    files: int
    """Files that the result consists of, its description included."""
    rows: int | None
    """Rows of the lists that it was made from; None if it does not say."""


def verify(
    folder: str | os.PathLike[str], *, source: Source | Sequence[Source] | None = None
) -> pd.DataFrame:
    """Return what is not as it was written in a folder of results.

    Parameters
    ----------
    folder : str or path
        What `analysis.run` or the command line wrote: a folder with a
        ``datapackage.json``.
    source : str, path or sequence of these, optional
        The files that it was made from: lists, and the table of aliases. Each row is
        then looked up where it says that it stood. The packaged lists need not be
        given.

    Returns
    -------
    pandas.DataFrame
        One row per finding, columns `FINDING_COLUMNS`, the worst first; none if all is
        as it was written, and made with what is installed. `severity` is ``error``
        (changed, missing, or the files do not agree), ``warning`` (made with other
        reference tables or boundaries than are here now) or ``note``; `path` the file,
        `row` the row of a table, counted from 1 below the header, else missing.

    Raises
    ------
    SourceError
        If there is no such folder or no description of a result in it, or a source
        cannot be read.
    """
    return check(folder, source=source).findings


def check(
    folder: str | os.PathLike[str], *, source: Source | Sequence[Source] | None = None
) -> Check:
    """Return the findings of `verify`, and how much was gone through."""
    place = Path(folder)
    if source is None:
        given = []
    elif isinstance(source, str | os.PathLike):
        given = [Path(source)]
    else:
        given = [Path(each) for each in source]
    package, damage = read_description(place)
    found, count = [*damage], 1
    if package:
        more, count = _check(place, package, given)
        found += more
    return Check(tabulate(dict.fromkeys(found)), count, _rows(package))


def _check(
    folder: Path, package: dict, given: Sequence[Path]
) -> tuple[list[Finding], int]:
    """Return what is wrong but for the description itself, and the number of files."""
    about = package[OURS]
    checked = [*check_files(folder, package.get("resources"))]
    there = {each.path: each.finding is None for each in checked if each.is_there}
    return [
        *(each.finding for each in checked if each.finding),
        *_changes(folder, checked),
        *agreement(folder, there, about["command"]),
        *references(about),
        *trace(folder, about, [*there], given),
        *unlisted(folder, [each.path for each in checked]),
    ], len(checked) + 1


def _changes(folder: Path, checked: Sequence) -> Iterator[Finding]:
    """Give what is wrong in the tables that were changed."""
    for each in checked:
        if each.finding and each.is_there:
            found = changes(folder / each.path, each.path, each.resource)
            yield from first_of(found)


def _rows(package: dict) -> int | None:
    """Return how many rows the lists have, as far as the description says."""
    about = package.get(OURS, {})
    if type(about.get("rows")) is int:
        return about["rows"]
    said = about.get("sources")
    if not isinstance(said, list) or not said:
        return None
    rows = [each.get("rows") if isinstance(each, dict) else None for each in said]
    return sum(rows) if all(type(number) is int for number in rows) else None
