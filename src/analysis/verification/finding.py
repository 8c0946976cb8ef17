"""What a check of results has to say, and the table of it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import pandas as pd

SEVERITIES = ("error", "warning", "note")
"""error: not as it was written; warning: made with what is another now; note."""

FINDING_COLUMNS = {
    "severity": "str",
    "path": "str",
    "row": "Int64",
    "finding": "str",
}

_AT_MOST = 20


class Finding(NamedTuple):
    """One row of the table."""

    severity: str
    """One of `SEVERITIES`."""
    path: str
    """The file that it is about, in the folder."""
    finding: str
    """What is wrong or odd, in words."""
    row: int | None = None
    """Of a table, counted from 1 below the header."""


def tabulate(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a table, columns `FINDING_COLUMNS`, the worst first."""
    ordered = sorted(findings, key=lambda each: SEVERITIES.index(each.severity))
    columns = {
        name: pd.array([getattr(each, name) for each in ordered], dtype=dtype)
        for name, dtype in FINDING_COLUMNS.items()
    }
    return pd.DataFrame(columns)


def first_of(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give the first findings on one file, and how many more there are."""
    findings = iter(findings)
    shown = list(islice(findings, _AT_MOST))
    yield from shown
    if more := sum(1 for _ in findings):
        yield shown[-1]._replace(finding=f"and {more:,} more", row=None)
