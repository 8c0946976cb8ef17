"""The command line for names: `regional-iot resolve` and `regional-iot explain`."""

import argparse
import sys

from analysis.aliases import as_aliases
from analysis.arguments import (
    add_aliases,
    add_as_of,
    add_excel,
    add_strict,
    exit_code,
    place,
    positive,
    tell_unused,
)
from analysis.errors import SourceError
from analysis.printable import printable
from analysis.today import today


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
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=(
            ".txt (one name a line), .csv, .tsv, .xlsx or .parquet; several files, a "
            "folder of Parquet or a pattern such as 'names/*.parquet' are one table"
        ),
    )
    command.add_argument(
        "--column", metavar="NAME", help="the column that holds the names"
    )
    command.add_argument(
        "--output",
        type=place,
        metavar="PATH",
        help=(
            ".csv, .tsv, .xlsx or .parquet, or a folder for Parquet in parts; left "
            "out: CSV on the terminal"
        ),
    )
    command.add_argument(
        "--engine",
        choices=("pandas", "duckdb", "dask"),
        help=(
            "for Parquet: in memory, on this machine out of core, or on many (default: "
            "by the size of the input)"
        ),
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of a Dask cluster, tcp://… or tls://… (default: workers on this machine)",
    )
    command.add_argument(
        "--workers",
        type=positive,
        metavar="N",
        help="how many workers Dask starts on this machine (default: one per core)",
    )
    add_as_of(command, "today")
    add_aliases(command)
    add_excel(command)
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
    output = arguments.output
    if output and (output.suffix.lower() in (".parquet", "") or output.is_dir()):
        return _resolve_to_parquet(arguments)
    if arguments.engine not in (None, "pandas") or arguments.scheduler:
        raise SourceError(
            f"{arguments.engine or 'dask'} writes Parquet; give --output a folder, or "
            "a file that ends with .parquet"
        )
    return _resolve_to_table(arguments)


def _resolve_to_table(arguments: argparse.Namespace) -> int:
    """Resolve what fits into memory, and write or print it as people read it."""
    from analysis.resolve import resolve
    from analysis.scale.pieces import files_of
    from analysis.scale.tally import Tally
    from analysis.tables import (
        beside,
        check_writable,
        name_column,
        print_table,
        read_tables,
        write_table,
    )
    from analysis.terminal import Progress

    if arguments.output:
        check_writable(arguments.output)
    aliases = as_aliases(arguments.aliases)
    table = read_tables(files_of(arguments.inputs))
    column = name_column(table, arguments.column)
    as_of = arguments.as_of or today()
    print(f"column '{column}', bodies as of {as_of}", file=sys.stderr)
    with Progress("names") as progress:
        resolved = resolve(
            table[column], as_of=as_of, aliases=aliases, progress=progress.reach
        )
    output = beside(table, resolved)
    if arguments.output:
        write_table(output, arguments.output, excel=arguments.excel)
        print(f"written to {arguments.output}", file=sys.stderr)
    else:
        print_table(output, sys.stdout, excel=arguments.excel)
    tell_unused(arguments, aliases, table[column], as_of)
    return _sum_up(arguments, Tally.of(table[column], resolved))


def _resolve_to_parquet(arguments: argparse.Namespace) -> int:
    """Resolve a column of any size."""
    from analysis.scale import resolve_files
    from analysis.terminal import Progress

    as_of = arguments.as_of or today()
    with Progress("names") as progress:
        done = resolve_files(
            arguments.inputs,
            arguments.output,
            as_of=as_of,
            column=arguments.column,
            aliases=arguments.aliases,
            engine=arguments.engine,
            scheduler=arguments.scheduler,
            workers=arguments.workers,
            progress=progress.count,
        )
    print(f"column '{done.column}', bodies as of {as_of}", file=sys.stderr)
    print(f"written to {arguments.output} with {done.engine}", file=sys.stderr)
    return _sum_up(arguments, done.tally)


def _sum_up(arguments: argparse.Namespace, tally) -> int:
    print(printable("\n".join(tally.lines())), file=sys.stderr)
    return exit_code(arguments, tally.statuses["resolved"] == tally.rows)


def _explain(arguments: argparse.Namespace) -> int:
    from analysis.resolve import explain
    from analysis.terminal import explanation, explanation_as_json

    as_of = arguments.as_of or today()
    aliases = as_aliases(arguments.aliases)
    found = explain(arguments.name, as_of=as_of, aliases=aliases)
    show = explanation_as_json if arguments.json else explanation
    print(show(found, as_of))
    return 0
