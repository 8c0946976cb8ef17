"""What the commands have in common: arguments, and what these are read as."""

import argparse
import datetime as dt
from pathlib import Path


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


def add_strict(command: argparse.ArgumentParser, fails: str) -> None:
    """Add the option that makes a command fail where it would only warn."""
    command.add_argument("--strict", action="store_true", help=fails)
