"""The command line: `regional-iot run | resolve | explain | errata | compare | …`."""

import argparse
import io
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis import __version__
from analysis.aliases import as_aliases
from analysis.arguments import (
    add_aliases,
    add_as_of,
    add_column,
    add_excel,
    add_strict,
    add_xlsx,
    exit_code,
    tell_unused,
)
from analysis.boundary_commands import add_boundaries, add_spec
from analysis.errors import AnalysisError
from analysis.list_commands import add_compare, add_errata
from analysis.name_commands import add_explain, add_resolve
from analysis.printable import printable
from analysis.result_commands import add_verify
from analysis.today import today

_BAD_INPUT = 2
_STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0: done. 1: done, but something was not matched and --strict was given, or a check
    of boundaries or results found an error.
    2: bad usage or unreadable input. 130: stopped with Ctrl-C; 143 and 129: ended by
    SIGTERM, as of a job's time limit, or with its terminal. What was half done then is
    removed.
    """
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show 平生 gets a question mark, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with warnings.catch_warnings(record=True) as caught, _ending_in_order():
        warnings.simplefilter("always", UserWarning)
        try:
            code = arguments.command(arguments)
        except AnalysisError as error:
            print(printable(f"regional-iot: {error}"), file=sys.stderr)
            code = _BAD_INPUT
        except KeyboardInterrupt:
            print("regional-iot: stopped", file=sys.stderr)
            return _STOPPED
        except _Ended as end:
            with suppress(OSError):  # the terminal may be gone
                print(f"regional-iot: stopped by {end.signal}", file=sys.stderr)
            return end.code
        except BrokenPipeError:
            # The reader of our output (head, less) has seen enough.
            sys.stderr.close()
            return 0
        except OSError as error:
            # A folder that is shut, or no room for what is printed.
            named = f"{error.filename}: " if error.filename else ""
            said = printable(f"regional-iot: {named}{error.strerror or error}")
            print(said, file=sys.stderr)
            with suppress(OSError):
                sys.stdout.close()
            return _BAD_INPUT
    for warning in caught:
        said = printable(str(warning.message))
        print(f"regional-iot: warning: {said}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regional-iot",
        description=(
            "Turn a published list of Japanese public entities into correct, located, "
            "explained data."
        ),
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = _command(
        commands,
        "run",
        _run,
        "tables, map data, charts and a report from a list",
        "regional-iot run press_release.txt --out results",
    )
    run.add_argument(
        "source",
        nargs="?",
        metavar="SOURCE",
        help=(
            "text, HTML, PDF, CSV, TSV, XLSX or Parquet, told by what is in it; left "
            "out: the packaged FY2020 list"
        ),
    )
    run.add_argument(
        "--out",
        type=Path,
        default=Path("data/processed"),
        metavar="DIR",
        help="folder for the results (default: %(default)s)",
    )
    run.add_argument(
        "--lang",
        choices=("en", "ja"),
        default="en",
        help="language of the charts, and the one in which the report opens",
    )
    run.add_argument("--svg", action="store_true", help="write each chart as SVG, too")
    add_excel(run)
    add_xlsx(run)
    add_as_of(run, "the document's own date, else today")
    add_aliases(run)
    add_column(run)
    add_spec(run)
    add_strict(
        run,
        "exit with 1 if a name was not resolved or the list does not add up, with 2 if "
        "it is not as long as it states",
    )

    add_resolve(commands, _command)
    add_explain(commands, _command)
    add_errata(commands, _command)
    add_compare(commands, _command)
    add_verify(commands, _command)
    add_boundaries(commands, _command)

    notebooks = _command(
        commands,
        "notebooks",
        _notebooks,
        "execute all notebooks, in place",
        "regional-iot notebooks",
    )
    notebooks.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("notebooks"),
        metavar="DIR",
        help="where they are (default: %(default)s)",
    )
    return parser


class _Ended(SystemExit):
    """Another process has asked this one to end."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.signal = signal.Signals(number).name


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Have signals that end a process raise, so that what is half done is removed."""
    before = {}

    def end(number: int, _frame: object) -> None:
        for each in before:  # a terminal that closes may send both
            signal.signal(each, signal.SIG_IGN)
        raise _Ended(number)

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            # What ignores it, as under nohup, goes on doing so.
            if number and signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _command(commands, name: str, function, summary: str, example: str):
    """Add a subcommand with its help, which ends in an example."""
    command = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(command=function)
    return command


def _run(arguments: argparse.Namespace) -> int:
    from analysis import packaged_announcement, read_announcement
    from analysis.locate import sets_used
    from analysis.pipeline import STEPS, run
    from analysis.terminal import Progress, print_entities

    source = arguments.source
    if source is not None:
        announcement = read_announcement(
            source, column=arguments.column, strict=arguments.strict
        )
    else:
        announcement = packaged_announcement()
    as_of = arguments.as_of or announcement.date or today()
    aliases = as_aliases(arguments.aliases)
    with Progress("start", len(STEPS)) as progress:
        result = run(
            announcement,
            out=arguments.out,
            as_of=as_of,
            aliases=arguments.aliases,  # a file, whose hash the results name
            boundaries=arguments.boundaries,
            lang=arguments.lang,
            svg=arguments.svg,
            excel=arguments.excel,
            xlsx=arguments.xlsx,
            progress=progress.step,
        )
    print(printable(str(announcement.title or source)))
    whence = _whence(arguments, announcement)
    count = len(announcement)
    entities = "entity" if count == 1 else "entities"
    print(f"{count:,} {entities}, bodies as of {as_of} ({whence})")
    print(printable(f"read from {announcement.found_in}"))
    used = "; ".join(map(str, sets_used(result.entities))) or "none"
    print(f"boundaries: {used}")
    print(f"\nWritten to {arguments.out}:")
    for path in result.files:
        print(f"  {path}")
    print()
    print_entities(result.entities)
    tell_unused(arguments, aliases, result.entities["published_name"], as_of)
    settled = (result.entities["status"] == "resolved").all()
    return exit_code(arguments, settled and not announcement.problems)


def _whence(arguments: argparse.Namespace, announcement) -> str:
    if arguments.as_of:
        return "as asked for"
    if announcement.date:
        return "the document's own date"
    return "today: the document bears no date"


def _notebooks(arguments: argparse.Namespace) -> int:
    from analysis.notebooks import execute

    count = execute(
        arguments.folder, progress=lambda name: print(f"running {name}", flush=True)
    )
    print(f"{count} notebooks executed in {arguments.folder}")
    return 0
