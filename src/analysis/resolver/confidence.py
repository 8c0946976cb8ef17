"""How sure an answer is: the share of right ones among answers on the same evidence.

The figures are measured, not felt: ``benchmarks/calibrate.py`` answers one half of the
error corpus and counts, ``benchmarks/scoreboard.py`` shows how they hold on the other.
"""

import csv
from collections.abc import Iterable, Iterator
from importlib.resources import files

# Evidence that the corpus does not hold is less sure than all that it holds.
_UNMEASURED = 0.9
# A table of the user's own is no guess.
_GIVEN = {"alias": 1.0}


def evidence(method: str, edits: int, placed: bool, typed: bool) -> str:
    """Return the kind of evidence behind an answer, ``fuzzy 1, place, type``.

    Parameters
    ----------
    method : str
        The rule that found the answer, with what it assumes: ``code, zero lost``.
    edits : int
        How many edits the name is off.
    placed, typed : bool
        Whether a place and a type were stated besides the name.
    """
    told = f"{method} {edits}" if edits else method
    return told + (", place" if placed else "") + (", type" if typed else "")


class Confidence:
    """The measured figure of each kind of evidence.

    Parameters
    ----------
    figures : iterable of (str, float)
        Evidence, as `evidence` puts it, and the confidence that it gives.
    """

    def __init__(self, figures: Iterable[tuple[str, float]]) -> None:
        self._figures = {**dict(figures), **_GIVEN}

    def __getitem__(self, kind: str) -> float:
        """Return the confidence that evidence of `kind` gives."""
        return self._figures.get(kind, _UNMEASURED)


def measured() -> Iterator[tuple[str, float]]:
    """Give the packaged figures: each kind of evidence and the confidence it gives."""
    table = files("analysis") / "data" / "confidence.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["evidence"], float(row["confidence"])
