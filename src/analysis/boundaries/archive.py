"""Zip archives of unknown origin: what is in them, and a safe way to read it.

No member is written under its own name: the files of the one layer that is wanted are
copied to a temporary folder under names of our own, and their bytes are counted.
"""

import posixpath
import re
import shutil
import stat
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from analysis.errors import SourceError

LARGEST = 8 * 2**30
"""Bytes an archive may have unpacked; the ministry's largest has less than half."""

MOST_MEMBERS = 1000
"""Members an archive may have; the ministry's have some ten."""

_SHAPEFILE = (".shp", ".shx", ".dbf")
_BESIDE = (".prj", ".cpg")
_GEOJSON = ".geojson"
_CHUNK = 2**20
_SHOWN = 5
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
    """What a shapefile's .cpg file says its text is in; often there is none."""
    notes: tuple[str, ...]
    """What is odd about the archive."""

    @property
    def is_shapefile(self) -> bool:
        """Whether it is a shapefile, the text of which has an encoding to find out."""
        return self.path.suffix == ".shp"


@contextmanager
def open_layer(path: Path, *, largest: int = LARGEST) -> Iterator[Layer]:
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
        without all its parts, or more than one; or if there is no room to unpack it.
    """
    with TemporaryDirectory(prefix="boundaries-") as folder:
        yield _unpack(path, Path(folder), largest)


def _unpack(path: Path, folder: Path, largest: int) -> Layer:
    """Copy the files of the layer to a folder."""
    try:
        with _open(path) as archive:
            _check(archive, path, largest)
            name, members, notes = _choose(archive, path)
            for suffix, member in members.items():
                target = folder / f"layer{suffix}"
                _copy(archive, member, target, where=f"{path}: {member.filename}")
    except _DAMAGE as error:
        raise SourceError(
            f"{path} cannot be read as an archive ({error or type(error).__name__}); "
            "get it from its publisher again"
        ) from error
    declared = folder / "layer.cpg"
    encoding = declared.read_text("latin-1").strip() if declared.exists() else None
    return Layer(folder / f"layer{next(iter(members))}", name, encoding, notes)


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
        if path.suffix.lower() in (*_SHAPEFILE, _GEOJSON):
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


def _choose(
    archive: zipfile.ZipFile, path: Path
) -> tuple[str, dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """Return the name of the layer, its members by suffix (the main one first), notes.

    Members of a Mac's resource forks (``__MACOSX/._N03…``) are no layers.
    """
    layers: dict[str, dict[str, zipfile.ZipInfo]] = defaultdict(dict)
    for member in archive.infolist():
        name = member.filename.replace("\\", "/")
        stem, suffix = posixpath.splitext(name)
        if suffix.lower() not in (*_SHAPEFILE, *_BESIDE, _GEOJSON):
            continue
        if posixpath.basename(name).startswith("._"):
            continue
        if suffix.lower() in layers[stem]:
            raise SourceError(
                f"{path} has two members {name}; get it from its publisher again"
            )
        layers[stem][suffix.lower()] = member
    wanted = {
        stem: parts
        for stem, parts in layers.items()
        if (_GEOJSON in parts or ".shp" in parts) and not _is_derived(stem, layers)
    }
    if not wanted:
        found = [member.filename for member in archive.infolist()]
        nested = any(name.lower().endswith(".zip") for name in found)
        raise SourceError(
            f"{path} has no boundary file (.shp with .shx and .dbf, or .geojson), "
            f"but {_listed(found) or 'nothing'}; "
            + ("unpack it and give" if nested else "give")
            + " the ministry's archive of one prefecture or of the whole country"
        )
    if len(wanted) > 1:
        raise SourceError(
            f"{path} has more than one boundary layer ({_listed(sorted(wanted))}); "
            "give an archive with one"
        )
    stem, parts = wanted.popitem()
    return posixpath.basename(stem), *_parts(parts, f"{path}: {stem}")


def _is_derived(stem: str, layers: dict) -> bool:
    """Tell whether a layer is called as another with a word behind it."""
    base = re.sub(r"_[A-Za-z]+$", "", stem)
    return base != stem and any(s in layers.get(base, ()) for s in (".shp", _GEOJSON))


def _parts(
    parts: dict[str, zipfile.ZipInfo], where: str
) -> tuple[dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """Return the members to unpack, a shapefile's if it is whole, and notes."""
    lacking = [suffix for suffix in _SHAPEFILE if suffix not in parts]
    if not lacking:
        wanted = [*_SHAPEFILE, *(suffix for suffix in _BESIDE if suffix in parts)]
        return {suffix: parts[suffix] for suffix in wanted}, ()
    if _GEOJSON not in parts:
        raise SourceError(
            f"{where}.shp comes without {' and '.join(lacking)}; "
            "get the archive from its publisher again"
        )
    notes = ()
    if ".shp" in parts:
        notes = (f"read from GeoJSON: the shapefile lacks {' and '.join(lacking)}",)
    return {_GEOJSON: parts[_GEOJSON]}, notes


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


def _listed(names: list[str]) -> str:
    """Return the first names, for a message."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
