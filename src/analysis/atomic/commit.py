"""A complete new folder takes the place of the old; what is the user's stays."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from analysis.atomic import disk
from analysis.atomic.described import PACKAGE, Description, described, file_sha256
from analysis.atomic.stage import OLD
from analysis.errors import SourceError

_MOST_CARRIED = 1_000  # files of the user; linking more takes longer than moving ours
_OFTEN_THE_USERS = re.compile(r"README\.md|rows/.*")


class _Theirs(NamedTuple):
    """What is the user's in a folder, by path from it."""

    files: list[str]
    others: list[str]  # folders, and what is neither file nor link


def put_in_place(new: Path, target: Path, *, name: str | Path) -> None:
    """Put the folder `new` in the place of `target`, or its files into it.

    Parameters
    ----------
    new : Path
        Complete, in a staging folder beside or in the target.
    target : Path
        The folder, or where it shall be.
    name : str or Path
        The target as the user calls it.

    Raises
    ------
    SourceError
        If the target holds the results of another command, or a file that is likely to
        be the user's has the name of a new one.
    OSError
        If anything fails; the target is as it was.
    """
    made = set(_files(new))
    for path in made:
        disk.sync_file(new / path)
    if not target.exists() and _renamed(new, target):
        return
    old = described(target, name=name)
    if PACKAGE in made:
        _check(old, described(new, name=new), target, made, name=name)
    else:
        old = Description()  # it adds to the folder, and takes nothing away
    if not _hindered(new, target) and _exchanged(new, target, old, made):
        return
    _move_one_by_one(new, target, made, gone=_gone(target, old, made))


def _check(
    old: Description,
    new: Description,
    target: Path,
    made: set[str],
    *,
    name: str | Path,
) -> None:
    """Refuse to mix two kinds of results, or to overwrite what is the user's."""
    if old.command and old.command != new.command:
        raise SourceError(
            f"{name} holds the results of '{old.command}'; give another folder for "
            f"those of '{new.command}'"
        )
    for each in sorted(filter(_OFTEN_THE_USERS.fullmatch, made)):
        if each not in old.hashes and (target / each).exists():
            raise SourceError(
                f"{name} holds a {each} of your own, which the results would "
                "overwrite; give another folder, or give it another name"
            )


def _renamed(new: Path, target: Path) -> bool:
    """Give a folder the name of one that is not there, unless that has come by now."""
    _sync_folders(new)
    try:
        os.rename(new, target)
    except OSError:
        if target.exists():
            return False
        raise
    disk.sync_folder(target.parent)
    return True


def _hindered(new: Path, target: Path) -> bool:
    """Tell whether the folder itself must stay: only files in it can be replaced."""
    with suppress(OSError):
        here = Path.cwd().resolve()
        if here == target or target in here.parents:
            return True
    mine, there = new.stat(), target.stat()
    owners = (mine.st_uid, mine.st_gid) != (there.st_uid, there.st_gid)
    return target in new.parents or owners


def _exchanged(new: Path, target: Path, old: Description, made: set[str]) -> bool:
    """Let the folders change places, with the user's files in both, if that goes."""
    theirs = _theirs(target, old, made)
    if theirs.others or len(theirs.files) > _MOST_CARRIED:
        return False
    linked = []
    try:
        for path in theirs.files:
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            linked.append(path)
            _link(target / path, new / path)
        _sync_folders(new)
        disk.exchange(new, target)
    except OSError:  # no such thing here, or no second names for files
        for path in linked:
            (new / path).unlink(missing_ok=True)
        return False
    disk.sync_folder(target.parent)
    _put_back(new, target, made)
    return True


def _put_back(old: Path, target: Path, made: set[str]) -> None:
    """Move what the user has written in the last moment from the old folder."""
    late = _theirs(old, described(old, name=target), made)
    for path in (*late.files, *late.others):
        there = target / path
        if not os.path.lexists(there) or not (
            os.path.samestat((old / path).lstat(), there.lstat())
            or (old / path).is_symlink()
        ):
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(old / path, there)


def _move_one_by_one(
    new: Path, target: Path, made: set[str], *, gone: list[str]
) -> None:
    """Move files to their places and remove those of `gone`, or undo it all.

    ``datapackage.json`` goes before other new files: whatever happens then, what is
    ours is known, and what is not yet there does not match its hash.
    """
    for path in made:
        if (target / path).is_dir():
            raise IsADirectoryError(f"{target / path} is a folder")
    kept = new.with_name(OLD)
    order = [*gone, *sorted(made, key=lambda path: (path != PACKAGE, path))]
    folders = [target / path for path in _folders(new)]
    for folder in folders:
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(f"{folder} is a file")
    fresh = [folder for folder in folders if not folder.exists()]
    begun = []
    try:
        for folder in fresh:
            folder.mkdir()
        for path in order:
            if os.path.lexists(target / path):
                (kept / path).parent.mkdir(parents=True, exist_ok=True)
                _keep(target / path, kept / path)
            begun.append(path)
            if path in made:
                os.replace(new / path, target / path)
            else:
                (target / path).unlink()
    except BaseException:
        for path in reversed(begun):
            if os.path.lexists(kept / path):
                os.replace(kept / path, target / path)
            else:
                (target / path).unlink(missing_ok=True)
        for folder in reversed(fresh):
            with suppress(OSError):
                folder.rmdir()
        raise
    for folder in sorted({(target / path).parent for path in order}, reverse=True):
        with suppress(OSError):  # goes only if it is empty
            if folder != target:
                folder.rmdir()
        disk.sync_folder(folder)


def _theirs(folder: Path, old: Description, made: set[str]) -> _Theirs:
    """Find what is not ours, going only into folders where something of ours is."""
    found = _Theirs([], [])
    ours, written = _parents(old.hashes), _parents(made)
    waiting = [folder]
    while waiting and len(found.files) <= _MOST_CARRIED:
        inside = waiting.pop()
        for entry in os.scandir(inside):
            path = Path(entry.path).relative_to(folder).as_posix()
            if entry.is_dir(follow_symlinks=False):
                if path in ours and not disk.is_mount(Path(entry.path)):
                    waiting.append(Path(entry.path))
                else:
                    found.others.append(path)
            elif (
                not (entry.is_file(follow_symlinks=False) or entry.is_symlink())
                or path in written
            ):
                found.others.append(path)
            elif path not in made and not _is_ours(Path(entry.path), path, old):
                found.files.append(path)
    return found


def _gone(target: Path, old: Description, made: set[str]) -> list[str]:
    """List what is ours in the target, and is not in the new result."""
    gone = []
    for path in sorted(old.hashes.keys() - made):
        real = os.path.realpath((target / path).parent)
        inside = Path(real) == (target / path).parent
        if inside and _is_ours(target / path, path, old):
            gone.append(path)
    return gone


def _is_ours(file: Path, path: str, old: Description) -> bool:
    """Tell whether a file is listed and as it was written."""
    wanted = old.hashes.get(path)
    if wanted is None or file.is_symlink() or not file.is_file():
        return False
    return file_sha256(file) == wanted


def _link(old: Path, new: Path) -> None:
    """Give a file a second name; make a link of the same aim."""
    if old.is_symlink():
        new.symlink_to(os.readlink(old))
    else:
        os.link(old, new)


def _keep(file: Path, copy: Path) -> None:
    """Give a file a second name, or copy it where there is no such thing."""
    try:
        _link(file, copy)
    except OSError:
        shutil.copy2(file, copy, follow_symlinks=False)


def _parents(paths: Iterable[str]) -> set[str]:
    return {str(each) for path in paths for each in PurePosixPath(path).parents}


def _files(folder: Path) -> Iterator[str]:
    return (
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir()
    )


def _folders(folder: Path) -> list[Path]:
    """List the folders in a folder, each before what is in it."""
    found = (path for path in folder.rglob("*") if path.is_dir())
    return sorted(path.relative_to(folder) for path in found)


def _sync_folders(folder: Path) -> None:
    for path in reversed(_folders(folder)):
        disk.sync_folder(folder / path)
    disk.sync_folder(folder)
