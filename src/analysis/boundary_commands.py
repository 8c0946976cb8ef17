"""The command line for boundaries: `regional-iot boundaries list | fetch | …`."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from analysis.errors import AnalysisError

_DONE, _FINDINGS, _BAD_INPUT = 0, 1, 2
_SPEC = "packaged, n03, n03:2021, 2021-01-01 or auto: all that are there"


def add_boundaries(commands, add_command) -> None:
    """Add ``boundaries`` and its subcommands to the commands of a parser.

    Parameters
    ----------
    commands : argparse subparsers
        Where it goes.
    add_command : callable
        Takes subparsers, name, function, summary and example, returns the subparser.
    """
    group = commands.add_parser(
        "boundaries",
        help="which boundaries are there; get and check others",
        description=(
            "Which boundaries are there, and how to get and check others. The packaged "
            "ones need no network; those of 国土数値情報 N03 are kept in a cache "
            "folder, which the environment variable REGIONAL_IOT_CACHE moves."
        ),
        epilog="example:\n  regional-iot boundaries list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = group.add_subparsers(required=True, metavar="COMMAND")
    add_command(
        kinds,
        "list",
        _list,
        "the boundaries that are there",
        "regional-iot boundaries list",
    )
    fetch = add_command(
        kinds,
        "fetch",
        _fetch,
        "download archives of N03 from the ministry",
        "regional-iot boundaries fetch --year 2021 --prefecture 31",
    )
    fetch.add_argument(
        "--year",
        required=True,
        type=_year,
        metavar="Y",
        help="year of the boundaries, or the day where a year has two",
    )
    fetch.add_argument(
        "--prefecture",
        action="append",
        metavar="P",
        help=(
            "code or name, 31 or 鳥取県; may be given again; without it the whole "
            "country, several hundred MB"
        ),
    )
    fetch.add_argument(
        "--sha256", metavar="HEX", help="what the archive must be, if you know it"
    )
    _add_replace(fetch)
    imported = add_command(
        kinds,
        "import",
        _import,
        "take in archives of N03 that you have",
        "regional-iot boundaries import N03-20210101_31_GML.zip",
    )
    imported.add_argument("files", nargs="+", type=Path, metavar="FILE")
    imported.add_argument(
        "--vintage",
        type=_day,
        metavar="DATE",
        help="the day of the boundaries, if the archive does not tell",
    )
    _add_replace(imported)
    verify = add_command(
        kinds,
        "verify",
        _verify,
        "check files, shapes and codes of the boundaries that are there",
        "regional-iot boundaries verify n03:2021",
    )
    verify.add_argument(
        "spec", nargs="?", default="auto", metavar="SPEC", help=f"which: {_SPEC}"
    )
    verify.add_argument(
        "--strict", action="store_true", help="exit with 1 if there is a warning"
    )


def add_spec(command: argparse.ArgumentParser) -> None:
    """Add the option that says which boundaries to use."""
    command.add_argument(
        "--boundaries",
        default="auto",
        metavar="SPEC",
        help=f"the boundaries to choose from: {_SPEC}, the nearest in time first "
        "(default: %(default)s)",
    )


def _add_replace(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--replace",
        action="store_true",
        help="take the place of an archive of the same day and prefecture",
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no date; want one such as 2021-01-01"
        ) from why


def _year(text: str) -> int | dt.date:
    return int(text) if text.isascii() and text.isdecimal() else _day(text)


def _list(arguments: argparse.Namespace) -> int:  # noqa: ARG001
    from analysis.boundaries import sets
    from analysis.boundaries.cache import folder
    from analysis.terminal import print_boundaries

    print_boundaries(sets.available())
    print(f"cache: {folder()}")
    return _DONE


def _fetch(arguments: argparse.Namespace) -> int:
    from analysis.boundaries.fetch import fetch
    from analysis.terminal import Progress

    for prefecture in arguments.prefecture or [None]:
        with Progress("download") as progress:
            record = fetch(
                arguments.year,
                prefecture=prefecture,
                sha256=arguments.sha256,
                replace=arguments.replace,
                progress=progress.reach,
            )
        _tell(record)
    return _DONE


def _import(arguments: argparse.Namespace) -> int:
    from analysis.boundaries import store

    failed = 0
    for path in arguments.files:
        try:
            record = store.add(
                path,
                origin=f"file {path.name}",
                vintage=arguments.vintage,
                replace=arguments.replace,
            )
        except AnalysisError as error:  # the other files are good all the same
            print(f"regional-iot: {error}", file=sys.stderr)
            failed += 1
        else:
            _tell(record)
    return _BAD_INPUT if failed else _DONE


def _tell(record) -> None:
    """Say what came in."""
    whose = "the whole country" if record.national else ", ".join(record.prefectures)
    print(f"{record.name}: {record.units:,} units of {whose}, {record.vintage}")
    for note in record.notes:
        print(f"  {note}")


def _verify(arguments: argparse.Namespace) -> int:
    from analysis.boundaries import sets
    from analysis.boundaries.verify import verify
    from analysis.terminal import print_findings

    worst = _DONE
    for chosen in sets.parse(arguments.spec):
        findings = verify(chosen)
        print_findings(chosen, findings)
        grave = set(findings["severity"])
        if "error" in grave:
            worst = _BAD_INPUT
        elif "warning" in grave and arguments.strict:
            worst = max(worst, _FINDINGS)
    return worst
