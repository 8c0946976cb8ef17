"""Writing a file or a folder as a whole: at every moment the old result or the new one.

What is written stands apart, in a hidden folder beside the target, until it is complete
and on the disk. Then it takes the place of the old result in one step. An error, a full
disk or Ctrl-C leaves the old result and nothing else; a process that is killed may
leave the hidden folder, which the next one that writes there removes.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.atomic import disk
from analysis.atomic.commit import put_in_place
from analysis.atomic.stage import NEW, locked, staging, sweep
from analysis.errors import SourceError

# Folders that are being written: a file in one of them becomes whole with it.
_open: set[Path] = set()


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a path to write to; what is there at the end takes the place of `path`.

    Whoever reads `path` finds the old file or the new one, each whole. Permission bits
    of the old one are kept, and a link is written through. A device or a pipe, and a
    file in an open `whole_folder`, are written straight.

    Parameters
    ----------
    path : str or Path
        The file; its folder must exist.

    Yields
    ------
    Path
        Where to write: a file of the same name in a folder apart.

    Raises
    ------
    SourceError
        If the file cannot be written, the disk being full for example. It is as it was.
    """
    path = Path(path)
    target = Path(os.path.realpath(path))
    special = path.exists() and not (path.is_file() or path.is_dir())
    if special or not _open.isdisjoint(target.parents):
        yield path
        return
    if path.is_dir():
        raise SourceError(f"{path} is a folder; give the name of a file")
    try:
        _require_writable(target)
        with staging(target.parent, target.name) as stage:
            new = stage / NEW / target.name
            new.parent.mkdir()
            yield new
            _like(target, new)
            disk.sync_file(new)
            os.replace(new, target)
            disk.sync_folder(target.parent)
    except OSError as why:
        raise SourceError(
            f"{path} cannot be written ({_reason(why)}); mend that, or write to "
            "another folder"
        ) from why


@contextmanager
def whole_folder(out: str | Path) -> Iterator[Path]:
    """Give an empty folder to write in, which takes the place of `out` at the end.

    The files that the old ``datapackage.json`` lists are replaced, or removed if the
    new result has them no more (unless they were altered). All else in the folder is
    the user's, and stays.

    On Linux and macOS the two folders change places in one step. Where the system or
    the file system cannot do that, or it would hurt (`out` is a mount point, the
    working directory or of another owner, its parent cannot be written, it holds
    folders, links to folders or very many files of the user), files are moved one by
    one, in milliseconds. An error is undone there, too, but a kill in these
    milliseconds leaves files of two results. They do not match the hashes in
    ``datapackage.json`` then, which ``regional-iot verify`` tells, and the next run
    mends it.

    Of two processes that write to one folder at once, the one that ends last wins.
    Another program whose working directory is `out` must enter it anew: its folder is
    the old one, which was removed.

    Parameters
    ----------
    out : str or Path
        The folder; made, with its parents, if it is not there.

    Yields
    ------
    Path
        Where to write, an empty folder apart.

    Raises
    ------
    SourceError
        If `out` is a file or cannot be written, holds the results of another command,
        or the new result would overwrite the user's ``README.md``. It is as it was.
    """
    target = Path(os.path.realpath(out))
    if target.exists() and not target.is_dir():
        raise SourceError(f"{out} is a file; give a folder for the results")
    absent = [each for each in target.parents if not each.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_writable(target)
        if target.exists():
            sweep(target, target.name)
        with staging(_place_apart(target), target.name) as stage:
            new = stage / NEW
            new.mkdir()
            _like(target, new)
            _open.add(new)
            try:
                yield new
            finally:
                _open.discard(new)
            with locked(stage.parent, target.name):
                put_in_place(new, target, name=out)
    except OSError as why:
        raise SourceError(
            f"the results cannot be written to {out} ({_reason(why)}); give another "
            "folder, or mend what is wrong with this one"
        ) from why
    finally:
        with suppress(OSError):
            for each in absent:  # go only if they are empty
                each.rmdir()


def _place_apart(target: Path) -> Path:
    """Return the folder to stage in: the parent, or the target if that cannot be."""
    if not target.exists():
        return target.parent
    beside = os.access(target.parent, os.W_OK | os.X_OK)
    return target.parent if beside and not disk.is_mount(target) else target


def _require_writable(target: Path) -> None:
    """Refuse what is write-protected: a new one could take its place all the same."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(f"{target} is write-protected")


def _like(target: Path, new: Path) -> None:
    """Give `new` the group and the permission bits of what it replaces."""
    with suppress(FileNotFoundError):
        old = target.stat()
        if hasattr(os, "chown"):
            with suppress(PermissionError):
                os.chown(new, -1, old.st_gid)
        new.chmod(stat.S_IMODE(old.st_mode))


def _reason(why: OSError) -> str:
    """Say what the system said and of which file, without the hidden folder's path."""
    name = Path(str(why.filename or "")).name
    if not why.strerror or not name or ".partial-" in name:
        return why.strerror or str(why)
    return f"{why.strerror}: {name}"
