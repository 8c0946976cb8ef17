"""The files of a result against what its description says of them."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from analysis.provenance.datapackage import FILE_NAME
from analysis.provenance.references import hash_of
from analysis.verification.finding import Finding, first_of

_HASH = "sha256:"
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which no name of a file has
_SHOWN = 12  # digits of a hash in a message
_STAGE = ".partial-"  # in the names of what `analysis.atomic` puts aside
_LEFT = "is left from a process that was killed, or is being written: run it again"
_UNLISTED = "is no file of the result: it is not listed"


class Checked(NamedTuple):
    """A file that the description lists, and what became of it."""

    path: str
    resource: dict
    """What the description says of it."""
    finding: Finding | None
    """None if it is as it was written."""
    is_there: bool = True
    """Whether there is a plain file of that name in the folder."""


def check_files(folder: Path, resources: object) -> Iterator[Checked]:
    """Give each file that a description lists, hashed.

    Parameters
    ----------
    folder : Path
        The folder of the result. Nothing outside of it is read, nor through a link.
    resources : object
        What the description has there: a list of dicts, or anything.
    """
    if not isinstance(resources, list):
        yield _refused(FILE_NAME, "lists no files: 'resources' is no list")
        return
    seen = set()
    for place, resource in enumerate(resources, start=1):
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str):
            yield _refused(FILE_NAME, f"resource {place} names no file")
        elif not _is_inside(path):
            wrong = f"resource {place} is {path[:100]!r}, which is no file of a result"
            yield _refused(FILE_NAME, f"{wrong}; it was not read")
        elif path in seen:
            yield _refused(path, "is listed more than once")
        else:
            seen.add(path)
            yield _checked(folder, path, resource)


def unlisted(folder: Path, listed: Sequence[str]) -> Iterator[Finding]:
    """Give the files in the folder that the description does not list."""
    known = {*listed, FILE_NAME}
    return first_of(
        Finding("note", path, _LEFT if _STAGE in path else _UNLISTED)
        for path in _walk(folder)
        if path not in known
    )


def _walk(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield (Path(place) / name).relative_to(folder).as_posix()


def _is_inside(path: str) -> bool:
    """Tell whether a path is one that is written: relative, plain, downwards."""
    pure = PurePosixPath(path)
    return (
        bool(path)
        and path == pure.as_posix() != FILE_NAME
        and not pure.is_absolute()
        and not PureWindowsPath(path).drive
        and not {"..", "."} & set(pure.parts)
        and "\\" not in path
        and "\0" not in path
        and not _HALF.search(path)
    )


def _checked(folder: Path, path: str, resource: dict) -> Checked:
    try:
        for parent in PurePosixPath(path).parents:
            if (folder / parent).is_symlink() and parent != PurePosixPath():
                return _refused(path, f"is not read: {parent} is a link", resource)
        file = folder / path
        status = file.lstat()
        if stat.S_ISLNK(status.st_mode):
            return _refused(path, "is a link, not the file that was written", resource)
        if not stat.S_ISREG(status.st_mode):
            return _refused(path, "is no plain file", resource)
        wrong = _difference(file, status.st_size, resource)
    except FileNotFoundError:
        return _refused(path, "is not there", resource)
    except (OSError, ValueError) as why:
        return _refused(path, f"cannot be read: {why}", resource)
    return Checked(path, resource, wrong and Finding("error", path, wrong))


def _difference(file: Path, size: int, resource: dict) -> str | None:
    """Return how a file differs from what was written, None if it does not."""
    said, wanted = resource.get("bytes"), resource.get("hash")
    if type(said) is not int or not isinstance(wanted, str):
        return f"{FILE_NAME} does not say of which size and hash it was"
    if size != said:
        return f"was changed: {size:,} bytes, written were {said:,}"
    found = _HASH + hash_of(file)
    if found == wanted:
        return None
    digits = len(_HASH) + _SHOWN
    return (
        f"was changed: as many bytes, but others ({found[:digits]}…, written was "
        f"{wanted[:digits]}…)"
    )


def _refused(path: str, why: str, resource: dict | None = None) -> Checked:
    return Checked(path, resource or {}, Finding("error", path, why), is_there=False)
