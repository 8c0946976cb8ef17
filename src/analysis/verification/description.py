"""Reading a ``datapackage.json`` that may be damaged, or somebody else's."""

import json
import stat
from pathlib import Path

from analysis.errors import SourceError
from analysis.provenance.datapackage import COMMANDS, FILE_NAME, OURS, sealed
from analysis.verification.finding import Finding

# A result of 100,000 files is described in about 30 MB.
_MOST_BYTES = 100_000_000
# What one damaged byte cannot take away all of.
_TRACES = (b'"name": "regional-iot-', f'"{OURS}": {{'.encode())

_CHANGED = Finding(
    "error",
    FILE_NAME,
    "was changed after it was written: its own hash is not that of what it says, which "
    "may be wrong",
)


def read_description(folder: Path) -> tuple[dict, list[Finding]]:
    """Return the description of a result, and what is wrong with it.

    Parameters
    ----------
    folder : Path
        The folder of the result.

    Returns
    -------
    dict
        What it says, as far as it can be read; {} if it cannot. Values may be of any
        type, but ``"regional_iot"`` is a dict in it.
    list of Finding
        Empty if each byte is as it was written.

    Raises
    ------
    SourceError
        If the folder or the description is not there, or nothing of ours.
    """
    data = _read(folder)
    try:
        package = json.loads(data.decode())
        about = package.get(OURS) if isinstance(package, dict) else None
        if isinstance(about, dict) and about.get("command") in COMMANDS:
            return package, [] if sealed(package) == data else [_CHANGED]
        why = f"it says nothing of a result under {OURS!r}"
    except (ValueError, TypeError, RecursionError) as error:
        why = f"it is not readable as JSON: {error or 'nested too deeply'}"
    if not any(trace in data for trace in _TRACES):
        raise SourceError(
            f"{folder / FILE_NAME} was not written by regional-iot: {why}; give a "
            "folder that 'regional-iot run', 'compare', 'errata' or 'resolve' wrote"
        )
    wrong = f"was changed after it was written: {why}; the other files were not checked"
    return {}, [Finding("error", FILE_NAME, wrong)]


def _read(folder: Path) -> bytes:
    if not folder.is_dir():
        raise SourceError(f"there is no folder {folder}; check the name")
    path = folder / FILE_NAME
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(
                f"{path} is a link or no plain file; put the file itself there"
            )
        if status.st_size > _MOST_BYTES:
            raise SourceError(
                f"{path} has {status.st_size:,} bytes, and no result is described in "
                f"more than {_MOST_BYTES:,}"
            )
        return path.read_bytes()
    except FileNotFoundError as why:
        raise SourceError(
            f"{folder} has no {FILE_NAME}: it is no folder of results, or the file was "
            "deleted; make the results again, or give another folder"
        ) from why
    except OSError as why:
        raise SourceError(f"{path} cannot be read: {why.strerror or why}") from why
