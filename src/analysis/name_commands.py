"""The command line for names: `regional-iot resolve` and `regional-iot explain`."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from analysis.aliases import as_aliases
from analysis.arguments import (
    add_aliases,
    add_as_of,
    add_strict,
    exit_code,
    tell_unused,
)


def add_resolve(commands, add_command) -> None:
    """Add ``resolve`` to the commands of a parser.

    Parameters
    ----------
    commands : argparse subparsers
        Where it goes.
    add_command : callable
        Takes subparsers, name, function, summary and example, returns the subparser.
    """
    command = add_command(
        commands,
        "resolve",
        _resolve,
        "official bodies beside a column of names",
        "regional-iot resolve names.csv --column name --output resolved.csv",
    )
    command.add_argument(
        "input",
        type=Path,
        metavar="INPUT",
        help=".txt (one name a line), .csv, .tsv, .xlsx or .parquet",
    )
    command.add_argument(
        "--column", metavar="NAME", help="the column that holds the names"
    )
    command.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=".csv, .tsv, .xlsx or .parquet; left out: CSV on the terminal",
    )
    add_as_of(command, "today")
    add_aliases(command)
    add_strict(command, "exit with 1 if a name was not resolved")


def add_explain(commands, add_command) -> None:
    """Add ``explain`` to the commands of a parser; parameters as of `add_resolve`."""
    command = add_command(
        commands,
        "explain",
        _explain,
        "why a name is resolved as it is",
        'regional-iot explain "Hirasei Town, Yamaguchi Prefecture"',
    )
    command.add_argument("name", metavar="NAME", help="one published name")
    command.add_argument("--json", action="store_true", help="print JSON")
    add_as_of(command, "today")
    add_aliases(command)


def _resolve(arguments: argparse.Namespace) -> int:
    from analysis.resolve import resolve
    from analysis.tables import (
        beside,
        check_writable,
        name_column,
        read_table,
        write_table,
    )
    from analysis.terminal import Progress

    if arguments.output:
        check_writable(arguments.output)
    aliases = as_aliases(arguments.aliases)
    table = read_table(arguments.input)
    column = name_column(table, arguments.column)
    as_of = arguments.as_of or dt.date.today()
    print(f"column '{column}', bodies as of {as_of}", file=sys.stderr)
    with Progress("names") as progress:
        resolved = resolve(
            table[column], as_of=as_of, aliases=aliases, progress=progress.reach
        )
    output = beside(table, resolved)
    if arguments.output:
        write_table(output, arguments.output)
        print(f"written to {arguments.output}", file=sys.stderr)
    else:
        output.to_csv(sys.stdout, index=False, lineterminator="\n")
    counts = resolved["status"].value_counts()
    said = ", ".join(
        f"{counts.get(status, 0)} {status}"
        for status in ("resolved", "ambiguous", "unmatched")
    )
    tell_unused(arguments, aliases, table[column], as_of)
    print(f"{len(table)} names: {said}", file=sys.stderr)
    return exit_code(arguments, (resolved["status"] == "resolved").all())


def _explain(arguments: argparse.Namespace) -> int:
    from analysis.resolve import explain
    from analysis.terminal import explanation, explanation_as_json

    as_of = arguments.as_of or dt.date.today()
    aliases = as_aliases(arguments.aliases)
    found = explain(arguments.name, as_of=as_of, aliases=aliases)
    show = explanation_as_json if arguments.json else explanation
    print(show(found, as_of))
    return 0
