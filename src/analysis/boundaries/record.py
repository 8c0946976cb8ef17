"""The records of the store of N03: what is there, and in which files."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from analysis.boundaries.cache import folder
from analysis.errors import SourceError

_SHORT = 12  # digits of a SHA-256 in the name of a file


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


def records() -> list[Record]:
    """Return what is in the store, from old to new, then by prefecture.

    Raises
    ------
    SourceError
        If a record cannot be read; the message says which file to delete.
    """
    found = [_read_record(path) for path in n03_folder().glob("*.json")]
    return sorted(found, key=lambda each: (each.vintage, each.prefectures, each.name))


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


def _read_record(path: Path) -> Record:
    """Return the record in a file."""
    try:
        fields = json.loads(path.read_bytes())
        record = Record(**fields)
        record = replace(
            record,
            vintage=dt.date.fromisoformat(record.vintage),
            prefectures=tuple(record.prefectures),
            notes=tuple(record.notes),
        )
        if record_path(record.name) != path:
            raise ValueError(f"it is the record of {record.name!r}")
    except (OSError, ValueError, TypeError) as error:
        raise SourceError(
            f"{path} is no record of an archive ({error}); delete it, and import or "
            "fetch the archive again"
        ) from error
    return record
