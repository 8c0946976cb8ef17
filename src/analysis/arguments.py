"""What the commands have in common: arguments, and what these are read as."""

import argparse
import datetime as dt
import sys
from pathlib import Path

import pandas as pd

from analysis.aliases import Aliases

_NOT_ALL_MATCHED = 1
_UNUSED_AT_MOST = 10


def day(text: str) -> dt.date:
    """Return the day that an argument names, for `argparse` to use as a type.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no ISO date.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no date; want one such as 2020-08-21"
        ) from why


def place(text: str) -> Path:
    """Return the path that an argument names; an empty one is no working folder.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is empty.
    """
    if not text:
        raise argparse.ArgumentTypeError("the name of a file or folder is empty")
    return Path(text)


def positive(text: str) -> int:
    """Return the number that an argument names.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no whole number from 1 on.
    """
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def add_as_of(command: argparse.ArgumentParser, default: str) -> None:
    """Add the option that says which day counts."""
    command.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help=f"day on which the bodies must exist, 2020-08-21 (default: {default})",
    )


def add_aliases(command: argparse.ArgumentParser) -> None:
    """Add the option that names the user's own table of names."""
    command.add_argument(
        "--aliases",
        type=Path,
        metavar="FILE",
        help=(
            "CSV of your own names and the codes that they stand for, which go first: "
            "published_name, lg_code, valid_from, valid_to, source"
        ),
    )


def add_column(command: argparse.ArgumentParser) -> None:
    """Add the option that names the column of a published table."""
    command.add_argument(
        "--column",
        metavar="NAME",
        help=(
            "the column that holds the names, as its header says or by its letter "
            "(default: the one whose cells resolve)"
        ),
    )


def add_excel(command: argparse.ArgumentParser) -> None:
    """Add the option for CSV that a Japanese Excel opens as what it is."""
    command.add_argument(
        "--excel",
        action="store_true",
        help="begin CSV and TSV with the mark by which a Japanese Excel knows UTF-8",
    )


def add_xlsx(command: argparse.ArgumentParser) -> None:
    """Add the option for all tables in one workbook."""
    command.add_argument(
        "--xlsx",
        action="store_true",
        help="write the tables into one workbook, too: tables.xlsx, codes as text",
    )


def add_strict(command: argparse.ArgumentParser, fails: str) -> None:
    """Add the option that makes a command fail where it would only warn."""
    command.add_argument("--strict", action="store_true", help=fails)


def tell_unused(
    arguments: argparse.Namespace,
    aliases: Aliases,
    names: pd.Series,
    as_of: dt.date,
) -> None:
    """Report the entries of the user's own table that no name used."""
    unused = aliases.unused(names, as_of)
    told = unused.head(_UNUSED_AT_MOST)
    for line, name, why in zip(
        told.index, told["published_name"], told["why"], strict=True
    ):
        print(
            f"{arguments.aliases.name}: line {line}, {name!r}, was not used: {why}",
            file=sys.stderr,
        )
    if len(unused) > len(told):
        print(f"and {len(unused) - len(told)} more", file=sys.stderr)


def exit_code(arguments: argparse.Namespace, settled: bool) -> int:
    """Return 1 if --strict was given and not all is settled, else 0."""
    return _NOT_ALL_MATCHED if arguments.strict and not settled else 0
