"""The command that makes a result again, as a shell takes it."""

import shlex
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files

from analysis.sources import PACKAGED, Announcement

_PROGRAM = "regional-iot"
# What stands in a command for what was no file.
_PLACE = "SOURCE"


def again(
    command: str, inputs: Sequence[str | None], options: Mapping[str, object]
) -> str:
    """Return the command line that makes a result again, quoted for a POSIX shell.

    Parameters
    ----------
    command : str
        run, compare, errata or resolve.
    inputs : sequence of str or None
        Names of the files that were read; SOURCE stands for what was no file.
    options : mapping of str to object
        By name without the dashes: True for a flag; what is None or False is left out.

    Examples
    --------
    >>> again("run", ["list of 2020.csv"], {"as-of": "2020-08-21", "svg": True})
    "regional-iot run 'list of 2020.csv' --as-of 2020-08-21 --svg"
    """
    words = [_PROGRAM, command, *map(_argument, inputs)]
    for name, value in options.items():
        if value is None or value is False:
            continue
        if value is True:
            words.append(f"--{name}")
        elif str(value).startswith("-"):
            words.append(f"--{name}={value}")
        else:
            words += [f"--{name}", str(value)]
    return shlex.join(words)


def is_command(text: object) -> bool:
    """Tell whether a text is one command of ours, with nothing that a shell would do.

    What a damaged or forged file says is shown to people, who paste it.
    """
    if not (isinstance(text, str) and text.isprintable()):
        return False
    try:
        words = shlex.split(text)
    except ValueError:
        return False
    return words[:1] == [_PROGRAM] and shlex.join(words) == text


def file_names(command: str, announcements: Sequence[Announcement]) -> list[str | None]:
    """Return what names the lists on the command line: nothing, if it is what is there.

    Parameters
    ----------
    command : str
        `compare` takes both packaged lists if left without, the others the first.
    announcements : sequence of Announcement
        What was read, in order.
    """
    names = [each.file for each in announcements]
    default = PACKAGED if command == "compare" else PACKAGED[:1]
    if sorted(map(str, names)) == sorted(f"{each}.csv" for each in default) and all(
        is_packaged(each) for each in announcements
    ):
        return []
    return names


def is_packaged(announcement: Announcement) -> bool:
    """Tell whether an announcement is a list that comes with the package."""
    name = (announcement.file or "").removesuffix(".csv")
    if name not in PACKAGED or announcement.column is not None:
        return False
    folder = files("analysis") / "data"
    ours = [folder / f"{name}{ending}" for ending in (".csv", ".json")]
    return [sha256(each.read_bytes()).hexdigest() for each in ours] == [
        announcement.sha256,
        announcement.record_sha256,
    ]


def _argument(name: str | None) -> str:
    """Return a name of a file as no option is written."""
    if name is None:
        return _PLACE
    return f"./{name}" if name.startswith("-") else name
