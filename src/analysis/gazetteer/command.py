"""The command that builds packaged tables from the snapshots, said once."""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path

from analysis.errors import AnalysisError

_log = logging.getLogger(__name__)


def build_command(
    write: Callable[[Path], list[Path]], *, module: str, what: str
) -> None:
    """Build what `write` writes below the folder given with ``--root``, and report it.

    Parameters
    ----------
    write : callable
        Takes the root of the project and returns the files that it changed.
    module : str
        The module that is run, for the example in the help.
    what : str
        What is built, in words: ``the packaged polygons``.
    """
    parser = argparse.ArgumentParser(
        description=f"Build {what} from the snapshots.",
        epilog=f"example: python -m {module} --root .",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="project folder")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        changed = write(parser.parse_args().root)
    except AnalysisError as error:
        parser.exit(2, f"{error}\n")
    for path in changed:
        _log.info("written: %s", path)
    if not changed:
        _log.info("%s: as they were", what)
