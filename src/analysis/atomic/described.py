"""What the ``datapackage.json`` of a folder says: whose results, and which files."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from analysis.errors import SourceError

PACKAGE = "datapackage.json"
"""Names the files of a result, with their hashes."""

_NAME = "regional-iot"  # the beginning of the package's name
_FIRST_COMMAND = "run"  # which alone described its results, without naming itself


@dataclass(frozen=True)
class Description:
    """The kind of results in a folder, and their files.

    Attributes
    ----------
    command : str
        The command that wrote them; empty if there are none.
    hashes : dict of str to str
        SHA-256 by path from the folder, 64 hexadecimal digits.
    """

    command: str = ""
    hashes: dict[str, str] = field(default_factory=dict)


def described(folder: Path, *, name: str | Path) -> Description:
    """Return what a folder's ``datapackage.json`` says of it.

    One that is absent or cannot be read (a conflict of two versions in it, for example)
    says nothing.

    Parameters
    ----------
    folder : Path
        Where it is.
    name : str or Path
        The folder as the user calls it.

    Raises
    ------
    SourceError
        If it describes something else than results of this package.
    """
    try:
        content = json.loads((folder / PACKAGE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return Description()
    if not isinstance(content, dict):
        return Description()
    about = content.get("regional_iot")
    if not isinstance(about, dict):
        if not str(content.get("name")).startswith(_NAME):
            raise SourceError(
                f"{name} holds a {PACKAGE} of something else; give another folder"
            )
        about = {}
    listed = content.get("resources")
    resources = listed if isinstance(listed, list) else []
    hashes = {
        each["path"]: str(each.get("hash")).removeprefix("sha256:")
        for each in resources
        if isinstance(each, dict) and _is_inside(each.get("path"))
    }
    return Description(str(about.get("command", _FIRST_COMMAND)), hashes)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_inside(path: object) -> bool:
    """Tell whether a path is one in the folder, whatever the system."""
    if not isinstance(path, str) or not path or "\\" in path or ":" in path:
        return False
    return not path.startswith("/") and ".." not in PurePosixPath(path).parts
