"""Published documents → `Announcement`: title, date, programme, and the names."""

import warnings
from dataclasses import replace
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

from analysis.errors import SourceError
from analysis.sources.announcement import Announcement
from analysis.sources.delimited import read_text
from analysis.sources.table import read_csv
from analysis.sources.text import parse_text

__all__ = ["Announcement", "packaged_announcement", "read_announcement"]

_PACKAGED = "fy2020_regional_iot.csv"


def read_announcement(path: str | Path) -> Announcement:
    """Return what a published list says.

    Parameters
    ----------
    path : str or Path
        A ``.csv`` file with a column `published_name` (and a ``.json`` record of the
        same name beside it, if there is one), or a press release as plain text with a
        numbered list.

    Returns
    -------
    Announcement
        Every row that was read, in its order. What does not add up (the document states
        13 entities and 12 rows were found) is in its `problems`, and warned of.

    Raises
    ------
    SourceError
        If the file is absent, not readable, or holds no list.
    SchemaError
        If a CSV file lacks the column `published_name`.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(f"there is no file {path}; check the name and the folder")
    if path.suffix.lower() == ".csv":
        announcement = read_csv(path)
    else:
        announcement = replace(
            parse_text(read_text(path), source=path.name),
            sha256=sha256(path.read_bytes()).hexdigest(),
        )
    for problem in announcement.problems:
        warnings.warn(f"{path.name}: {problem}", stacklevel=2)
    return announcement


def packaged_announcement() -> Announcement:
    """Return the list that comes with the package: MIC, 21 August 2020, 12 entities."""
    folder = files("analysis") / "data"
    with as_file(folder) as directory:
        return read_csv(directory / _PACKAGED)
