"""The command line for lists: `regional-iot errata` and `regional-iot compare`."""

import argparse
from pathlib import Path

from analysis.aliases import as_aliases
from analysis.arguments import (
    add_aliases,
    add_as_of,
    add_column,
    add_excel,
    add_strict,
    add_xlsx,
)
from analysis.errors import SchemaError, SourceError
from analysis.printable import printable

_DONE, _FINDINGS = 0, 1
_SOURCE = "text, HTML, PDF, CSV, TSV, XLSX or Parquet"


def add_errata(commands, add_command) -> None:
    """Add ``errata`` to the commands of a parser.

    Parameters
    ----------
    commands : argparse subparsers
        Where it goes.
    add_command : callable
        Takes subparsers, name, function, summary and example, returns the subparser.
    """
    command = add_command(
        commands,
        "errata",
        _errata,
        "published names that are not the official ones, with evidence",
        "regional-iot errata press_release.txt --out errata",
    )
    command.add_argument(
        "source",
        nargs="?",
        metavar="SOURCE",
        help=f"{_SOURCE}; left out: the packaged FY2020 list",
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder for errata.md, .csv and their datapackage.json (default: print)",
    )
    add_column(command)
    add_as_of(command, "the document's own date")
    add_aliases(command)
    add_excel(command)
    add_strict(
        command,
        "exit with 1 if there are errata, with 2 if the list is not as long as it "
        "states",
    )


def add_compare(commands, add_command) -> None:
    """Add ``compare`` to the commands of a parser; parameters as of `add_errata`."""
    command = add_command(
        commands,
        "compare",
        _compare,
        "lists side by side: who is new, who is back, who is gone",
        "regional-iot compare first_round.html second_round.txt --out comparison",
    )
    command.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help=f"two or more: {_SOURCE}; left out: the two packaged lists",
    )
    command.add_argument(
        "--out",
        type=Path,
        default=Path("comparison"),
        metavar="DIR",
        help="folder for the results (default: %(default)s)",
    )
    command.add_argument(
        "--lang", choices=("en", "ja"), default="en", help="language of the charts"
    )
    add_column(command)
    add_aliases(command)
    add_excel(command)
    add_xlsx(command)
    add_strict(
        command,
        "exit with 1 if a name was not resolved, with 2 if a list is not as long as it "
        "states",
    )


def _errata(arguments: argparse.Namespace) -> int:
    from analysis import packaged_announcement, read_announcement
    from analysis.atomic import whole_folder
    from analysis.errata import as_markdown, errata
    from analysis.export import write_csv
    from analysis.provenance import write_datapackage
    from analysis.sources.announcement import day_of

    if arguments.source is not None:
        announcement = read_announcement(
            arguments.source, column=arguments.column, strict=arguments.strict
        )
    else:
        announcement = packaged_announcement()
    if arguments.as_of is None and announcement.date is None:
        raise SchemaError(
            f"{arguments.source}: the list bears no date, and which names are official "
            "depends on the day; give it, such as --as-of 2020-08-21"
        )
    found = errata(
        announcement, as_of=arguments.as_of, aliases=as_aliases(arguments.aliases)
    )
    page = as_markdown(found, announcement)
    if arguments.out:
        with whole_folder(arguments.out) as stage:
            (stage / "errata.md").write_text(page, encoding="utf-8", newline="\n")
            write_csv(found, stage / "errata.csv", excel=arguments.excel)
            day = day_of(announcement, arguments.as_of)
            write_datapackage(
                stage,
                [announcement],
                command="errata",
                title=f"Errata: {announcement.title or 'published list'}",
                description=(
                    f"Published names that are not the official ones of {day}: "
                    f"{len(found)} of {len(announcement)}."
                ),
                as_of=day,
                options={"as-of": day, "excel": arguments.excel},
                tables={"errata.csv": found},
                aliases=arguments.aliases,
            )
        names = f"{len(found)} of {len(announcement)} names"
        files = "errata.md, errata.csv, datapackage.json"
        print(f"{names}; written to {arguments.out}: {files}")
    else:
        print(printable(page), end="")
    return _FINDINGS if arguments.strict and len(found) else _DONE


def _compare(arguments: argparse.Namespace) -> int:
    from analysis import PACKAGED, compare, packaged_announcement, read_announcement
    from analysis.pipeline import write_comparison
    from analysis.terminal import print_comparison

    if len(arguments.sources) == 1:
        raise SourceError("one list was given; name two or more to compare")
    read = [
        read_announcement(source, column=arguments.column, strict=arguments.strict)
        for source in arguments.sources
    ] or [packaged_announcement(name) for name in PACKAGED]
    comparison = compare(read, aliases=as_aliases(arguments.aliases))
    files = write_comparison(
        comparison,
        out=arguments.out,
        aliases=arguments.aliases,
        lang=arguments.lang,
        excel=arguments.excel,
        xlsx=arguments.xlsx,
    )
    print(f"Written to {arguments.out}:")
    for path in files:
        print(f"  {path}")
    print()
    print_comparison(comparison)
    unresolved = comparison.lists["not_resolved"].sum()
    return _FINDINGS if arguments.strict and unresolved else _DONE
