"""The records of the store of N03: what is there, and in which files."""

import datetime as dt
import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import get_origin

from analysis.boundaries.stored.cache import folder
from analysis.errors import SourceError

FORMAT = 1
"""Of a record and the units beside it.

Raise it when either has other fields, or the reader of N03 gives other units: what was
written before is then told to be imported again.
"""

_SHORT = 12  # digits of a SHA-256 in the name of a file
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Record:
    """What the store knows about one archive.

    Attributes
    ----------
    name : str
        By vintage and prefectures, as the ministry names its files.
    vintage : date
        The day that the boundaries are of.
    prefectures : tuple of str
        Two-digit codes of the prefectures that it holds.
    national : bool
        Whether it is the archive of the whole country.
    units : int
        How many units there are.
    bytes : int
        Size of the archive.
    sha256, units_sha256 : str
        Of the archive and of the file of its units.
    origin : str
        The address that it was fetched from, or the file that was imported.
    licence, attribution : str
        On what terms it is used, and whom to name.
    notes : tuple of str
        What was mended when it was read.
    format : int
        `FORMAT` of the package that wrote it.
    """

    name: str
    vintage: dt.date
    prefectures: tuple[str, ...]
    national: bool
    units: int
    bytes: int
    sha256: str
    units_sha256: str
    origin: str
    licence: str
    attribution: str
    notes: tuple[str, ...]
    format: int = FORMAT


def records() -> list[Record]:
    """Return what is in the store, from old to new, then by prefecture.

    A record that cannot be read is passed over, which is logged: what the user asks
    for may need none of it.
    """
    found, wrong = _read_all()
    for error in wrong:
        _warn_once(str(error))
    return sorted(found, key=lambda each: (each.vintage, each.prefectures, each.name))


def damaged() -> list[str]:
    """Return a sentence for each record that cannot be read: why, and what to do."""
    return sorted(str(error) for error in _read_all()[1])


def current(found: list[Record]) -> list[list[Record]]:
    """Return the archives that make up the boundaries of each vintage, old to new.

    A national one holds all that the others do, which a killed run may have left.
    """
    by_vintage: dict[dt.date, list[Record]] = {}
    for record in found:
        by_vintage.setdefault(record.vintage, []).append(record)
    return [
        [record for record in there if record.national][:1] or there
        for _, there in sorted(by_vintage.items())
    ]


def archive_path(record: Record) -> Path:
    """Return where the store has its copy of an archive."""
    return n03_folder() / f"{Path(record.name).stem}.{record.sha256[:_SHORT]}.zip"


def units_path(record: Record) -> Path:
    """Return where the store has the units of an archive."""
    return (
        n03_folder()
        / f"{Path(record.name).stem}.{record.units_sha256[:_SHORT]}.parquet"
    )


def record_path(name: str) -> Path:
    """Return where the store has the record of the archive of a name."""
    return n03_folder() / f"{Path(name).stem}.json"


def n03_folder() -> Path:
    """Return the folder of archives, units and records."""
    return folder() / "n03"


def as_json(record: Record) -> bytes:
    """Return a record as it is written: JSON, sorted by key."""
    fields = asdict(replace(record, vintage=record.vintage.isoformat()))
    text = json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _read_all() -> tuple[list[Record], list[SourceError]]:
    """Return the records of the store, and the errors of those that are none."""
    found, wrong = [], []
    for path in sorted(n03_folder().glob("*.json")):
        try:
            found.append(_read_record(path))
        except SourceError as error:
            wrong.append(error)
    return found, wrong


def _read_record(path: Path) -> Record:
    """Return the record in a file."""
    try:
        read = json.loads(path.read_bytes())
        if read.get("format") != FORMAT:
            raise ValueError(
                "another version of this package wrote it, in format "
                f"{read.get('format')}, not {FORMAT}"
            )
        record = Record(**read)
        record = replace(
            record,
            vintage=dt.date.fromisoformat(record.vintage),
            prefectures=tuple(record.prefectures),
            notes=tuple(record.notes),
        )
        for field in fields(record):
            kind = get_origin(field.type) or field.type
            if not isinstance(getattr(record, field.name), kind):
                raise TypeError(f"{field.name} is no {kind.__name__}")
        if record_path(record.name) != path:
            raise ValueError(f"it is the record of {record.name!r}")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SourceError(
            f"{path} cannot be used as the record of an archive ({error}); "
            f"{_mend(path)}"
        ) from error
    return record


def _mend(path: Path) -> str:
    """Return what to do about a record that cannot be read."""
    kept = sorted(path.parent.glob(f"{path.stem}.*.zip"))
    if not kept:
        return "delete it, and import or fetch the archive again"
    return f"run 'regional-iot boundaries import {kept[0]}', or delete it"


@cache
def _warn_once(message: str) -> None:
    _log.warning("%s", message)
