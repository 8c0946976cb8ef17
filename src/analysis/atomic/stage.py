"""The hidden folder beside a target, its lock, and the removal of what was left behind.

A lock is a file that is removed together with what it guards, while it is held. So it
counts only if its name still stands for the file that was locked: whoever finds another
one, or none, has come too late. (`filelock` leaves its files lying, and so none of them
can be a sign of a process that was killed.) Where the file system has no locks, nobody
knows who lives, and what a killed process left stays.
"""

import errno
import glob
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NEW, OLD = "new", "old"
"""What a staging folder holds: the new result, and what it replaces."""

_LOCK = "lock"
_LONGEST = 50  # characters of a name: with what is added, no system finds it too long
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_PAUSE = 0.01  # seconds
_UNTOLD = 1.0  # seconds to wait for another run without a word
_log = logging.getLogger(__name__)


@contextmanager
def staging(base: Path, name: str) -> Iterator[Path]:
    """Give a hidden folder in `base` for what is to become `name`, and remove it.

    What runs that were killed left there for `name` is removed first.
    """
    sweep(base, name)
    stage, lock = _new_stage(base, name)
    try:
        yield stage
    finally:
        _remove(stage, lock)


@contextmanager
def locked(base: Path, name: str) -> Iterator[None]:
    """Keep other processes and threads from putting `name` in its place; wait for them.

    Where the file system has no locks, or the lock is another user's, go on without.
    """
    path = base / f"{_prefix(name)}{_LOCK}"
    lock = _wait_for(path)
    try:
        yield
    finally:
        if lock is not None:
            _remove(path, lock)


def sweep(base: Path, name: str) -> None:
    """Remove what processes that live no more left in `base` for `name`."""
    for left in list(base.glob(f"{glob.escape(_prefix(name))}*")):
        # Another one may sweep here as well; and what is another user's, stays.
        with suppress(OSError):
            if not _is_ours(left, name):
                continue
            lock = _take(left / _LOCK if left.is_dir() else left)
            if lock is not None:
                _remove(left, lock)


class _NoLocksError(OSError):
    """The file system has none."""


def _new_stage(base: Path, name: str) -> tuple[Path, int | None]:
    """Make a staging folder and take its lock, before somebody sweeps it away."""
    while True:
        stage = Path(tempfile.mkdtemp(prefix=_prefix(name), dir=base))
        try:
            lock = _take(stage / _LOCK)
        except _NoLocksError:
            return stage, None
        except FileNotFoundError:
            continue
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        if lock is not None:
            return stage, lock


def _wait_for(path: Path) -> int | None:
    """Take a lock when it is free; None if that can never be."""
    began, told = time.monotonic(), False
    while True:
        try:
            lock = _take(path)
        except PermissionError:
            return None
        except _NoLocksError:
            _delete(path)
            return None
        if lock is not None:
            return lock
        if not told and time.monotonic() - began > _UNTOLD:
            told = True
            _log.warning("waiting for another run, which has locked %s", path)
        time.sleep(_PAUSE)


def _take(path: Path) -> int | None:
    """Return the open file of a lock, or None if another has it or has removed it."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock_file(opened)
        if os.path.samestat(os.fstat(opened), os.stat(path)):
            return opened
    except FileNotFoundError:
        pass
    except OSError as why:
        if why.errno not in _BUSY:
            os.close(opened)
            raise _NoLocksError(why.errno, why.strerror, str(path)) from why
    os.close(opened)
    return None


def _lock_file(opened: int) -> None:
    """Lock an open file, or raise if another process or thread has locked it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove(path: Path, lock: int | None) -> None:
    """Remove a staging folder or a lock, then let go of it."""
    _delete(path)
    if lock is not None:
        os.close(lock)
    if os.name == "nt":  # which keeps a file that is open
        _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _prefix(name: str) -> str:
    return f".{name[:_LONGEST]}.partial-"


def _is_ours(left: Path, name: str) -> bool:
    """Tell a staging folder or lock from what happens to be called like one."""
    if left.is_symlink():
        return False
    if left.is_dir():
        return set(os.listdir(left)) <= {_LOCK, NEW, OLD}
    return left.name == f"{_prefix(name)}{_LOCK}"
