"""Zip archives of unknown origin: what is in them, and a safe way to read it.

No member is written under its own name: the files of the one layer that is wanted are
copied to a temporary folder under names of our own, their bytes are counted, and they
are looked at before anything opens them.
"""

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from analysis.boundaries.n03.layer_files import MOST_BYTES, find_fault, read_encoding
from analysis.boundaries.n03.members import GEOJSON, SHAPEFILE, choose
from analysis.errors import SourceError

LARGEST = 8 * 2**30
"""Bytes an archive may have unpacked; a shapefile's .shp has 4 GiB at most."""

LARGEST_GEOJSON = 2 * 2**30
"""Bytes that GeoJSON may have, much of which GDAL holds in memory as it reads.

There is no limit to how well an archive is compressed: numbers in text are packed so
well that it could not be told from an honest one.
"""

MOST_MEMBERS = 1000
"""Members an archive may have; the ministry's have some ten, as others report."""

_CHUNK = 2**20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a method of compression or encryption
    ValueError,
    OSError,  # an offset outside of the file
)
_FILE_TYPES = (0, stat.S_IFREG, stat.S_IFDIR)  # 0: made where there are no modes


@dataclass(frozen=True)
class Layer:
    """One boundary layer of an archive, unpacked for the time of reading it."""

    path: Path
    """The file to open: ``.shp`` with its parts beside it, or ``.geojson``."""
    name: str
    """What the files are called in the archive, without suffix: N03-21_31_210101."""
    encoding: str | None
    """What a shapefile's .cpg file says its text is in: cp932, utf-8 or nothing."""
    notes: tuple[str, ...]
    """What is odd about the archive."""

    @property
    def is_shapefile(self) -> bool:
        """Whether it is a shapefile, the text of which has an encoding to find out."""
        return self.path.suffix == ".shp"

    @property
    def source(self) -> str:
        """What to have GDAL open: it names the driver, where that can be named."""
        return f"{self.path}" if self.is_shapefile else f"GeoJSON:{self.path}"


@contextmanager
def open_layer(
    path: Path, *, largest: int = LARGEST, largest_geojson: int = LARGEST_GEOJSON
) -> Iterator[Layer]:
    """Unpack the boundary layer of a zip archive for as long as the context lasts.

    A complete shapefile is preferred to GeoJSON, which takes longer to read. A layer
    that is called as another one with a word behind it (``N03-20240101_prefecture``)
    is made from that one, and is passed over.

    Parameters
    ----------
    path : Path
        The archive.
    largest : int
        Bytes that all members together may have unpacked.
    largest_geojson : int
        Bytes that the layer may have if it is GeoJSON.

    Yields
    ------
    Layer
        Where the files are, until the context ends.

    Raises
    ------
    SourceError
        If the file is absent, no zip, cut off or damaged; if a member is encrypted, no
        plain file, named so as to leave the folder, or larger than it says; if there
        are too many of them or they are too large; if there is no boundary layer, one
        without all its parts, or more than one; if a file of the layer is not what its
        suffix says, or names another file or address; or if there is no room for it.
    """
    with TemporaryDirectory(prefix="boundaries-") as folder:
        most = MOST_BYTES | {GEOJSON: largest_geojson}
        yield _unpack(path, Path(folder), largest, most)


def _unpack(path: Path, folder: Path, largest: int, most: dict[str, int]) -> Layer:
    """Copy the files of the layer to a folder; `most` has the bytes each may have."""
    try:
        with _open(path) as archive:
            _check(archive, path, largest)
            name, members, notes = choose(archive, path)
            for suffix, member in members.items():
                where = f"{path}: {member.filename}"
                _check_size(member, most.get(suffix, largest), where=where)
                _copy(archive, member, folder / f"layer{suffix}", where=where)
    except _DAMAGE as error:
        raise SourceError(
            f"{path} cannot be read as an archive ({error or type(error).__name__}); "
            "get it from its publisher again"
        ) from error
    for suffix, member in members.items():
        if suffix != ".cpg" and (fault := find_fault(folder / f"layer{suffix}")):
            raise SourceError(
                f"{path}: {member.filename} {fault}; "
                "get the archive from its publisher again"
            )
    encoding, odd = read_encoding(folder / "layer.cpg")
    layer = folder / f"layer{next(iter(members))}"
    return Layer(layer, name, encoding, notes + odd)


def _open(path: Path) -> zipfile.ZipFile:
    """Return the archive, or say why it cannot be one."""
    if not path.is_file():
        raise SourceError(
            f"{path} is absent or no file; give the path of a zip archive"
        )
    with path.open("rb") as file:
        start = file.read(4)
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        if start == b"PK\x03\x04":
            raise SourceError(
                f"{path} is a zip archive that is cut off or damaged ({error}); "
                "get it from its publisher again"
            ) from error
        hint = ""
        if path.suffix.lower() in (*SHAPEFILE, GEOJSON):
            hint = ": a bare boundary file tells neither its vintage nor its origin"
        raise SourceError(
            f"{path} is not a zip archive{hint}; give the archive as the publisher "
            "has it, not what was unpacked from it"
        ) from error


def _check(archive: zipfile.ZipFile, path: Path, largest: int) -> None:
    """Refuse an archive that has a member no honest one would have."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise SourceError(
            f"{path} has {len(members):,} members, more than {MOST_MEMBERS:,}: "
            "no archive of boundaries; look what it is"
        )
    for member in members:
        where = f"{path}: member {member.orig_filename!r}"
        if why := _why_unsafe(member):
            raise SourceError(f"{where} {why}; do not trust this archive")
        if member.flag_bits & 0x1:
            raise SourceError(f"{where} is encrypted; give an archive without password")
    total = sum(member.file_size for member in members)
    if total > largest:
        raise SourceError(
            f"{path} unpacks to {total:,} bytes, more than the {largest:,} allowed; "
            "look whether it is what you think"
        )


def _check_size(member: zipfile.ZipInfo, most: int, *, where: str) -> None:
    """Refuse a member that is too large for what it is."""
    if member.file_size > most:
        raise SourceError(
            f"{where} unpacks to {member.file_size:,} bytes, more than the {most:,} "
            "allowed; look whether it is what you think"
        )


def _why_unsafe(member: zipfile.ZipInfo) -> str | None:
    """Return what is unsafe about a member, None if nothing is."""
    # Archives made on Windows have backslashes for slashes. They are read, since no
    # file gets the name of a member, but by the same rule.
    name = member.orig_filename.replace("\\", "/")
    if "\0" in name:
        return "has a name with a null character"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "has an absolute path"
    if ".." in name.split("/"):
        return "leads out of its folder with '..'"
    if stat.S_IFMT(member.external_attr >> 16) not in _FILE_TYPES:
        return "is a link or device, no plain file"
    return None


def _copy(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, *, where: str
) -> None:
    """Unpack one member, and not a byte more than it is said to have."""
    with archive.open(member) as source:
        try:
            with target.open("wb") as file:
                count = _pour(source, file, member.file_size)
        except OSError as error:
            free = shutil.disk_usage(target.parent).free
            raise SourceError(
                f"{where} could not be unpacked: {error.strerror}; {free:,} bytes are "
                f"free where temporary files go, {member.file_size:,} are wanted "
                "(TMPDIR names another place)"
            ) from error
    if count != member.file_size:
        raise SourceError(
            f"{where} does not have the {member.file_size:,} bytes that the archive "
            "says; do not trust this archive"
        )


def _pour(source: BinaryIO, target: BinaryIO, most: int) -> int:
    """Copy from one file to the other until the end, or until there is too much."""
    count = 0
    while count <= most and (chunk := source.read(_CHUNK)):
        count += len(chunk)
        target.write(chunk)
    return count
