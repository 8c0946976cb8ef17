"""What the system can do with files: let folders change places, bring to the disk."""

import ctypes
import errno
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2 of Linux
_RENAME_SWAP = 2  # renamex_np of macOS
# Of renameat2, for C libraries older than it.
_SYSTEM_CALL = {"x86_64": 316, "aarch64": 276, "riscv64": 276}


def exchange(one: Path, other: Path) -> None:
    """Have two folders change places in one step.

    Raises
    ------
    OSError
        If the system or the file system cannot do that, or does not allow it.
    """
    call = _exchange_call(os.fsencode(one), os.fsencode(other))
    code = errno.ENOSYS
    if call is not None:
        function, *arguments = call
        if function(*arguments) == 0:
            return
        code = ctypes.get_errno()
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def is_mount(folder: Path) -> bool:
    """Tell whether a folder is on another mount than its parent.

    One of the same device (a bind mount, as of a container) is found by asking to
    rename the folder to a name in it that can never be: the system looks at the mounts
    first.
    """
    if os.path.ismount(folder):
        return True
    if not sys.platform.startswith("linux"):
        return False
    try:
        os.rename(folder, os.path.join(folder, "."))
    except OSError as why:
        return why.errno == errno.EXDEV
    return False


def sync_file(path: Path) -> None:
    """Bring a file to the disk; some systems tell only now that there is no room."""
    opened = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk, where the system allows it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _exchange_call(one: bytes, other: bytes) -> tuple | None:
    """Return the function of this system and its arguments, if it has one."""
    if sys.platform == "darwin":
        library = ctypes.CDLL(None, use_errno=True)
        return library.renamex_np, one, other, ctypes.c_uint(_RENAME_SWAP)
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    paths = (_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_RENAME_EXCHANGE))
    if hasattr(library, "renameat2"):
        return library.renameat2, *paths
    number = _SYSTEM_CALL.get(platform.machine())
    return None if number is None else (library.syscall, ctypes.c_long(number), *paths)
