"""The command line for boundaries: `regional-iot boundaries list | fetch | …`."""

import argparse
import datetime as dt
import math
import sys
from pathlib import Path

from analysis.arguments import day
from analysis.boundaries.fetching.download import LIMIT, RETRIES, TIMEOUT
from analysis.errors import AnalysisError, SourceError

_DONE, _FINDINGS, _BAD_INPUT = 0, 1, 2
_MB = 10**6
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
    listed = add_command(
        kinds,
        "list",
        _list,
        "the boundaries that are there",
        "regional-iot boundaries list",
    )
    listed.add_argument(
        "--years",
        action="store_true",
        help="the years that `fetch` knows, with their days, instead",
    )
    _add_fetch(kinds, add_command)
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
        type=day,
        metavar="DATE",
        help="the day of the boundaries, if the archive does not tell",
    )
    _add_replace(imported)
    verify = add_command(
        kinds,
        "verify",
        _verify,
        "check files, shapes and codes; exit with 1 if there is an error",
        "regional-iot boundaries verify n03:2021",
    )
    verify.add_argument(
        "spec", nargs="?", default="auto", metavar="SPEC", help=f"which: {_SPEC}"
    )
    verify.add_argument(
        "--strict", action="store_true", help="exit with 1 if there is a warning, too"
    )
    removed = add_command(
        kinds,
        "remove",
        _remove,
        "delete archives of N03 from the cache",
        "regional-iot boundaries remove n03:2021 --prefecture 31",
    )
    removed.add_argument("spec", metavar="SPEC", help="one vintage, such as n03:2021")
    removed.add_argument(
        "--prefecture",
        metavar="P",
        help="code or name; without it all that is there of the vintage",
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


def _add_fetch(kinds, add_command) -> None:
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
        help=(
            "year of the boundaries, or the day where a year has two; see them with "
            "'regional-iot boundaries list --years'"
        ),
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
    fetch.add_argument(
        "--timeout",
        type=_above_0,
        default=TIMEOUT,
        metavar="S",
        help="seconds to wait for the server (default: %(default)g)",
    )
    fetch.add_argument(
        "--retries",
        type=_count,
        default=RETRIES,
        metavar="N",
        help="how often to try again (default: %(default)s)",
    )
    fetch.add_argument(
        "--limit",
        type=_above_0,
        default=LIMIT / _MB,
        metavar="MB",
        help="the largest archive to accept (default: %(default).0f)",
    )
    _add_replace(fetch)


def _add_replace(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--replace",
        action="store_true",
        help="take the place of an archive of the same day and prefecture",
    )


def _year(text: str) -> int | dt.date:
    return int(text) if text.isascii() and text.isdecimal() else day(text)


def _above_0(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return number


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of times")
    return int(text)


def _list(arguments: argparse.Namespace) -> int:
    from analysis.boundaries import sets
    from analysis.boundaries.fetching import addresses
    from analysis.boundaries.stored import record
    from analysis.boundaries.stored.cache import folder
    from analysis.terminal import print_boundaries

    if arguments.years:
        for known in addresses.known():
            whole = "the whole country, or " if known.national else ""
            lacking = f" but {known.without}" if known.without else ""
            print(f"{known.vintage}: {whole}each prefecture{lacking}")
        return _DONE
    print_boundaries(sets.available())
    for sentence in record.damaged():
        print(f"damaged: {sentence}")
    print(f"cache: {folder()}")
    return _DONE


def _fetch(arguments: argparse.Namespace) -> int:
    from analysis.boundaries.fetching.fetch import fetch
    from analysis.terminal import Progress

    prefectures = arguments.prefecture or [None]
    if arguments.sha256 and len(prefectures) > 1:
        raise SourceError(
            f"--sha256 is of one archive, and {len(prefectures)} prefectures are asked "
            "for; fetch each with its own"
        )
    failed = 0
    for prefecture in prefectures:
        try:
            with Progress("download") as progress:
                record = fetch(
                    arguments.year,
                    prefecture=prefecture,
                    sha256=arguments.sha256,
                    replace=arguments.replace,
                    timeout=arguments.timeout,
                    retries=arguments.retries,
                    limit=int(arguments.limit * _MB),
                    progress=progress.reach,
                )
        except AnalysisError as error:  # the others may be had all the same
            print(f"regional-iot: {error}", file=sys.stderr)
            failed += 1
        else:
            _tell(record)
    return _BAD_INPUT if failed else _DONE


def _import(arguments: argparse.Namespace) -> int:
    from analysis.boundaries.stored import store

    failed = 0
    for path in arguments.files:
        try:
            there = store.held(path, vintage=arguments.vintage)
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
            _tell(record, already=bool(there) and not arguments.replace)
    return _BAD_INPUT if failed else _DONE


def _tell(record, *, already: bool = False) -> None:
    """Say what came in."""
    there = " (already there)" if already else ""
    print(f"{_described(record)}{there}")
    for note in record.notes:
        print(f"  {note}")


def _described(record) -> str:
    whose = "the whole country" if record.national else ", ".join(record.prefectures)
    return f"{record.name}: {record.units:,} units of {whose}, {record.vintage}"


def _verify(arguments: argparse.Namespace) -> int:
    from analysis.boundaries import sets
    from analysis.boundaries.checks.verify import verify
    from analysis.boundaries.stored import record
    from analysis.terminal import print_findings

    spec = arguments.spec
    grave = set()
    if spec.partition(":")[0] not in ("packaged", "jma"):
        for sentence in record.damaged():
            print(f"damaged: {sentence}")
            grave.add("error")
    # What auto leaves out, since it cannot be read, is what is looked for here.
    for chosen in sets.available() if spec == "auto" else sets.parse(spec):
        findings = verify(chosen)
        print_findings(chosen, findings)
        grave |= set(findings["severity"])
    failed = "error" in grave or ("warning" in grave and arguments.strict)
    return _FINDINGS if failed else _DONE


def _remove(arguments: argparse.Namespace) -> int:
    from analysis.boundaries import sets
    from analysis.boundaries.fetching.fetch import prefecture_code
    from analysis.boundaries.stored import store
    from analysis.boundaries.stored.record import records

    spec = arguments.spec
    days = sorted({each.vintage for each in sets.parse(spec) if each.records})
    if not days:
        raise SourceError(f"{spec}: what is packaged cannot be removed")
    if len(days) > 1:
        raise SourceError(
            f"{spec} means {len(days)} vintages ({', '.join(map(str, days))}); "
            "remove one after the other"
        )
    chosen = [each for each in records() if each.vintage == days[0]]
    if arguments.prefecture is not None:
        chosen = _of_prefecture(chosen, prefecture_code(arguments.prefecture))
    for record in chosen:
        store.remove(record)
        print(f"removed {_described(record)}")
    return _DONE


def _of_prefecture(chosen: list, code: str) -> list:
    """Return the archives of a prefecture, if they hold nothing else."""
    there = [record for record in chosen if code in record.prefectures]
    if not there:
        raise SourceError(f"nothing is there of prefecture {code} on that day")
    for record in there:
        if len(record.prefectures) > 1:
            raise SourceError(
                f"{record.name} holds other prefectures as well; without --prefecture "
                "all of it is removed"
            )
    return there
