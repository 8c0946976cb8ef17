"""What the arguments of the command line are read as."""

import argparse
import datetime as dt


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
