"""The command line for results: `regional-iot verify`."""

import argparse
from pathlib import Path

import pandas as pd

from analysis.arguments import add_strict
from analysis.printable import printable

_DONE, _FINDINGS = 0, 1


def add_verify(commands, add_command) -> None:
    """Add ``verify`` to the commands of a parser.

    Parameters
    ----------
    commands : argparse subparsers
        Where it goes.
    add_command : callable
        Takes subparsers, name, function, summary and example, returns the subparser.
    """
    command = add_command(
        commands,
        "verify",
        _verify,
        "is a result still as it was written; exit with 1 if there is an error",
        "regional-iot verify data/processed --source press_release.txt",
    )
    command.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="what run, compare, errata or resolve wrote",
    )
    command.add_argument(
        "--source",
        action="append",
        type=Path,
        metavar="FILE",
        help=(
            "what it was made from, to look each row up where it stood; may be given "
            "again; the packaged lists need not be given"
        ),
    )
    add_strict(command, "exit with 1 if there is a warning or a note, too")


def _verify(arguments: argparse.Namespace) -> int:
    from analysis.verification import SEVERITIES, check

    found = check(arguments.folder, source=arguments.source)
    for row in found.findings.itertuples(index=False):
        at = "" if pd.isna(row.row) else f" row {row.row}:"
        line = f"{row.severity}: {row.path}:{at} {row.finding}"
        print(printable(line).replace("\n", "\\n"))
    counts = found.findings["severity"].value_counts()
    said = [_number(counts[kind], kind) for kind in SEVERITIES if kind in counts]
    rows = "" if found.rows is None else f", {_number(found.rows, 'row')}"
    checked = f"{_number(found.files, 'file')}{rows}"
    print(f"{checked}: {', '.join(said) or 'all as written'}")
    failed = "error" in counts or (arguments.strict and len(found.findings))
    return _FINDINGS if failed else _DONE


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
