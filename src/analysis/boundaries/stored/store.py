"""The store of N03: archives as the ministry gives them, each with a record.

Of each archive there are three files: itself, its units as GeoParquet, and the record
as JSON. The first two have a piece of their SHA-256 in their names, so that others of
the same area never overwrite them; the record names them and is written last. Only with
it an archive is there. What no record names is what a killed run left, or was replaced.
"""

import datetime as dt
import hashlib
import io
import re
import shutil
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from analysis.boundaries.n03 import terms
from analysis.boundaries.stored import cache, derived
from analysis.boundaries.stored.record import (
    Record,
    archive_path,
    as_json,
    n03_folder,
    record_path,
    records,
    units_path,
)
from analysis.boundaries.vintage import as_day
from analysis.errors import SchemaError, SourceError

if TYPE_CHECKING:
    from analysis.boundaries.n03.reader import N03Archive

_NAMED = 5
_OURS = re.compile(r"N03-[\d_-]+_GML\.(json|[0-9a-f]+\.(zip|parquet))(\.tmp)?")


def add(
    path: Path,
    *,
    origin: str,
    vintage: dt.date | None = None,
    prefectures: Collection[str] = (),
    replace: bool = False,
) -> Record:
    """Read an archive, copy it into the store and return its record.

    An archive that is there already is not read again, unless its files in the store
    are damaged or `replace` is given.

    Parameters
    ----------
    path : Path
        The archive; it stays where it is.
    origin : str
        Where it comes from: an address, or the file's name.
    vintage : date, optional
        The day of the boundaries, if the archive does not tell it.
    prefectures : collection of str
        What it must hold, two digits each; it may hold others besides.
    replace : bool
        Put it in the place of another archive of the same vintage and prefecture.

    Raises
    ------
    SourceError
        If it is no good archive, lacks one of `prefectures`, the store has other
        boundaries of the same vintage and prefecture, or the disk is full. The store
        is left as it was.
    SchemaError
        If the archive lacks a column of N03.
    """
    from analysis.boundaries.n03 import reader

    vintage = None if vintage is None else as_day(vintage)
    there = None if replace else held(path, vintage=vintage)
    if there:
        _require(prefectures, there.prefectures, path)
        return there
    digest = _sha256_of(path)
    archive = reader.read_archive(path, vintage=vintage)
    _require(prefectures, archive.prefectures, path)
    content = io.BytesIO()
    archive.units.to_parquet(content, index=False, compression="zstd")
    record = _describe(archive, path, digest, content.getbuffer(), origin)
    with cache.locked("n03"):
        others = rivals(
            record.vintage, record.prefectures, sha256=digest, replace=replace
        )
        try:
            _copy(path, archive_path(record), digest)
            with cache.replacing(units_path(record)) as file:
                file.write(content.getbuffer())
            with cache.replacing(record_path(record.name)) as file:
                file.write(as_json(record))
            for other in others:
                if other.name != record.name:
                    record_path(other.name).unlink()
        finally:
            _sweep()
    return record


def held(path: Path, *, vintage: dt.date | None = None) -> Record | None:
    """Return the record of an archive if the store has it, of that day, undamaged.

    Raises
    ------
    SourceError
        If the archive cannot be read.
    """
    digest = _sha256_of(path)
    for record in records():
        same = record.sha256 == digest and vintage in (None, record.vintage)
        if same and is_whole(record):
            return record
    return None


def remove(record: Record) -> None:
    """Remove an archive, its units and what was made from them.

    Raises
    ------
    SourceError
        If the cache cannot be written.
    """
    path = record_path(record.name)
    with cache.locked("n03"):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise cache.unwritable(error, path) from error
        _sweep()


def units(record: Record) -> gpd.GeoDataFrame:
    """Return the units of an archive as they were read when it was added.

    Returns
    -------
    geopandas.GeoDataFrame
        `area_code`, `kind`, `city_code`, `prefecture_code`, `name_ja` (str) and
        `geometry` (EPSG:6668), by `area_code`, as `reader.read_archive` gives them.

    Raises
    ------
    SourceError
        If the file is absent or was altered.
    """
    path = units_path(record)
    if not has_units(record):
        raise SourceError(
            f"{path}, the units of {record.name}, is absent or was altered; import or "
            f"fetch the archive again (it came from {record.origin})"
        )
    return gpd.read_parquet(path)


def rivals(
    vintage: dt.date,
    prefectures: Collection[str],
    *,
    sha256: str | None = None,
    replace: bool = False,
) -> list[Record]:
    """Return the records that an archive would take the place of.

    Those are of the same vintage and hold one of its prefectures, or are of the same
    file under another vintage.

    Parameters
    ----------
    vintage : date
        Of the archive that is to be added.
    prefectures : collection of str
        What it holds, two digits each.
    sha256 : str, optional
        Its hash: a record of the same file, vintage and prefectures is no rival.
    replace : bool
        Whether it may take their place.

    Raises
    ------
    SourceError
        If there are some and `replace` is not given, or if a prefecture would be lost.
    """
    found = []
    for record in records():
        same_file = record.sha256 == sha256
        lost = sorted({*record.prefectures} - {*prefectures})
        overlap = record.vintage == vintage and len(lost) < len(record.prefectures)
        if same_file == overlap:
            continue
        if not replace:
            raise SourceError(
                f"the store has boundaries of {record.vintage} for {_scope(record)} "
                f"from {'this' if same_file else 'another'} file ({record.origin}, "
                f"SHA-256 {record.sha256}); give --replace (replace=True) to put "
                "others in their place"
            )
        if overlap and lost:
            raise SourceError(
                f"{record.name} from {record.origin} holds prefectures that would be "
                f"lost ({', '.join(lost)}); if they may, run 'regional-iot boundaries "
                f"remove n03:{record.vintage}' first"
            )
        found.append(record)
    return found


def is_whole(record: Record) -> bool:
    """Tell whether the files of an archive are there and as they were recorded."""
    return _is_same(archive_path(record), record.sha256) and has_units(record)


def has_units(record: Record) -> bool:
    """Tell whether the units of an archive are there as they were recorded."""
    return _is_same(units_path(record), record.units_sha256)


def check(record: Record) -> list[str]:
    """Hash and read an archive of the store again, and tell what is wrong with it.

    Returns
    -------
    list of str
        Plain sentences; none if all is as it was recorded.
    """
    from analysis.boundaries.n03 import reader

    wrong = []
    for path, digest in (
        (archive_path(record), record.sha256),
        (units_path(record), record.units_sha256),
    ):
        if not path.exists():
            wrong.append(f"{path} is absent.")
        elif cache.file_sha256(path) != digest:
            wrong.append(f"{path} was altered: it has not the SHA-256 {digest}.")
    if wrong:
        return wrong
    try:
        archive = reader.read_archive(archive_path(record), vintage=record.vintage)
    except (SourceError, SchemaError) as error:
        return [f"{record.name} cannot be read any more: {error}."]
    for what in ("prefectures", "national"):
        now, then = getattr(archive, what), getattr(record, what)
        if now != then:
            wrong.append(f"{record.name}: {what} are {now}, recorded are {then}.")
    return wrong + _differences(record, archive.units)


def _describe(
    archive: "N03Archive", path: Path, digest: str, units: memoryview, origin: str
) -> Record:
    """Return the record of an archive that was read."""
    one = len(archive.prefectures) == 1
    parts = "" if archive.national else "-".join(archive.prefectures)
    scope = f"_{parts}" if one else f"-{parts}" if parts else ""
    return Record(
        name=f"N03-{archive.vintage:%Y%m%d}{scope}_GML.zip",
        vintage=archive.vintage,
        prefectures=archive.prefectures,
        national=archive.national,
        units=len(archive.units),
        bytes=path.stat().st_size,
        sha256=digest,
        units_sha256=hashlib.sha256(units).hexdigest(),
        origin=origin,
        licence=terms.licence(archive.vintage),
        attribution=terms.attribution(archive.vintage),
        notes=archive.notes,
    )


def _require(wanted: Collection[str], found: tuple[str, ...], path: Path) -> None:
    """Refuse an archive that is of other prefectures than those wanted."""
    lacking = sorted({*wanted} - {*found})
    if lacking:
        more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
        raise SourceError(
            f"{path} holds prefecture {', '.join(found)}, and not "
            f"{', '.join(lacking[:_NAMED])}{more} as was wanted; look which archive "
            "it is"
        )


def _copy(path: Path, target: Path, digest: str) -> None:
    """Copy an archive into the store, unless it is there."""
    if _is_same(target, digest):
        return
    with path.open("rb") as source, cache.replacing(target) as file:
        shutil.copyfileobj(source, file)
    if not _is_same(target, digest):
        target.unlink()
        raise SourceError(f"{path} was altered while it was read; import it again")


def _sweep() -> None:
    """Remove files of archives that no record names; call it under the lock.

    A record that cannot be read may name them yet, and stays for the user to see.
    """
    named, read = set(), set()
    for record in records():
        named |= {archive_path(record), units_path(record)}
        read.add(record_path(record.name))
    there = list(n03_folder().glob("*"))
    unread = {path.stem for path in there if path.suffix == ".json"}
    unread -= {path.stem for path in read}
    for path in there:
        stem = path.name.partition(".")[0]
        kept = path in named | read or (stem in unread and path.suffix != ".tmp")
        if not kept and _OURS.fullmatch(path.name):
            path.unlink()
    derived.sweep()


def _sha256_of(path: Path) -> str:
    """Return the hash of a file that the user names."""
    try:
        return _hash_once(path)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _is_same(path: Path, digest: str) -> bool:
    """Tell whether a file has a hash."""
    try:
        return _hash_once(path) == digest
    except FileNotFoundError:
        return False


def _hash_once(path: Path) -> str:
    """Return the hash of a file, which is read once as long as it is not written."""
    stat = path.stat()
    return _hash_of(path, stat.st_size, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=256)
def _hash_of(path: Path, *_: int) -> str:
    return cache.file_sha256(path)


def _differences(record: Record, read: gpd.GeoDataFrame) -> list[str]:
    """Tell how the units of the store differ from those read from the archive."""
    stored = units(record)
    facts = ["area_code", "kind", "city_code", "prefecture_code", "name_ja"]
    mend = "import it again with --replace"
    if not stored[facts].equals(read[facts]):
        return [
            f"{record.name} has {len(read)} units as it is read now, other ones than "
            f"the {len(stored)} stored, or named otherwise; {mend}."
        ]
    same = shapely.equals_exact(
        stored.normalize().array, read.normalize().array, tolerance=1e-9
    )
    if same.all():
        return []
    codes = ", ".join(stored.loc[~same, "area_code"].fillna("(no code)").iloc[:5])
    return [
        f"{record.name}: {(~same).sum()} units have another shape than those stored, "
        f"as it is read now ({codes}); {mend}."
    ]


def _scope(record: Record) -> str:
    if record.national:
        return "the whole country"
    return f"prefecture {', '.join(record.prefectures)}"
