"""The cache folder: where it is, one writer at a time, and nothing half written."""

import errno
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from analysis.errors import SourceError

VARIABLE = "REGIONAL_IOT_CACHE"
"""The environment variable that moves the cache to another folder."""

_PROJECT = "regional-iot-analysis"
_UNTOLD = 1.0  # seconds to wait for another run without a word
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # disk, quota, largest file
_log = logging.getLogger(__name__)


def folder() -> Path:
    """Return the cache folder, which need not be there yet.

    It is the one that `VARIABLE` names, else that of the platform for this project.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path(_PROJECT, appauthor=False)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Keep other processes and threads from what `name` stands for; wait for them.

    The system lets the lock of a process go that was killed. A wait of more than a
    second is logged.

    Raises
    ------
    SourceError
        If the cache cannot be written.
    """
    from filelock import FileLock, Timeout

    path = folder() / "locks" / f"{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            held = lock.acquire(timeout=_UNTOLD)
        except Timeout:
            _log.warning("waiting for another run, which has locked %s", path)
            held = lock.acquire()
    except OSError as error:
        raise unwritable(error, path) from error
    with held:
        yield


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` at the end, if nothing was raised.

    Whoever reads `path` finds it as it was, or whole and on the disk. Call it under a
    lock: the temporary file has the name of `path` and the suffix ``.tmp``.

    Raises
    ------
    SourceError
        If the file cannot be written, the disk being full for example.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _sync(path.parent)
    except OSError as error:
        raise unwritable(error, path) from error
    finally:
        temporary.unlink(missing_ok=True)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_full(error: OSError) -> bool:
    """Tell whether writing failed for lack of room."""
    return error.errno in _FULL


def unwritable(error: OSError, path: Path, *, needed: int | None = None) -> SourceError:
    """Return the error to raise where a file of the cache could not be written.

    Parameters
    ----------
    error : OSError
        What the system said.
    path : Path
        The file.
    needed : int, optional
        Bytes that are still to be written, if known.
    """
    if is_full(error):
        size = "" if needed is None else f" for {needed:,} bytes more"
        what, mend = f"no room{size} to write {path}", "make room"
    else:
        what, mend = f"cannot write {path}", f"make {path.parent} writable"
    reason = error.strerror or error
    return SourceError(
        f"{what} ({reason}); {mend}, or set {VARIABLE} to a folder on another disk"
    )


def _sync(parent: Path) -> None:
    """Have the new name itself written, where folders can be opened for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
