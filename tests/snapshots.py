"""What a folder holds, to compare it with what it held before."""

import hashlib


def snapshot(folder):
    """Return the SHA-256 of every file below a folder by its path.

    Locks are left out: their files stay, empty, so that two runs never hold two.
    """
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }
