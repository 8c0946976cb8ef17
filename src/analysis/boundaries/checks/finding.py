"""What a check of boundaries has to say, and the table of it."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

SEVERITIES = ("error", "warning", "note")

FINDING_COLUMNS = ("finding", "severity", "area_code", "name_ja", "value", "unit")


class Finding(NamedTuple):
    """One row of the table."""

    finding: str
    """What is wrong or odd, in words."""
    severity: str
    """One of `SEVERITIES`."""
    area_code: str | None = None
    name_ja: str | None = None
    """Both None where it is of no one unit."""
    value: float | None = None
    unit: str | None = None
    """km2, m, % or a count of something."""


def tabulate(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a table: `FINDING_COLUMNS`, text, but `value` float64."""
    table = pd.DataFrame(list(findings), columns=list(FINDING_COLUMNS))
    return table.astype("str").assign(value=table["value"].astype("float64"))
