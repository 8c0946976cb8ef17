"""What became of many rows, counted while they pass: the summary of a run at scale."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.resolve import METHODS, STATUSES, as_text
from analysis.scale.answers import TEXT

# Strings that are counted one by one; of more, those seen least are let go.
_MOST = 100_000


@dataclass
class Tally:
    """Rows by status and method, and the strings that were not matched.

    Attributes
    ----------
    rows : int
        All rows.
    statuses, methods : Counter
        Rows by status; rows of resolved names by method.
    unmatched : Counter
        Rows by string, of strings that are unmatched.
    whole : bool
        Whether `unmatched` has every such string; of very many the rare ones are let
        go, and its counts may then be too low.
    hashes : dict of str to str
        SHA-256 of each part that was written, by its name.
    """

    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    whole: bool = True
    hashes: dict[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, names: pd.Series, resolved: pd.DataFrame) -> "Tally":
        """Return what became of names, as `analysis.resolve` gives it."""
        missed = names[(resolved["status"] == "unmatched").to_numpy()]
        tally = cls(
            len(names),
            Counter(resolved["status"].value_counts().to_dict()),
            Counter(resolved["method"].value_counts().to_dict()),
            Counter(as_text(name) for name in missed),
        )
        tally._let_go()
        return tally

    def count(self, places: np.ndarray, answers: pa.Table) -> None:
        """Take in rows: for each the row of `answers` that it got."""
        times = np.bincount(places, minlength=len(answers)).tolist()
        columns = (answers[name].to_pylist() for name in (TEXT, "status", "method"))
        for text, status, method, rows in zip(*columns, times, strict=True):
            self.statuses[status] += rows
            if method is not None:
                self.methods[method] += rows
            if status == "unmatched":
                self.unmatched[text] += rows
        self.rows += len(places)
        self._let_go()

    def add(self, other: "Tally") -> None:
        """Take in what was counted elsewhere."""
        self.rows += other.rows
        self.statuses.update(other.statuses)
        self.methods.update(other.methods)
        self.unmatched.update(other.unmatched)
        self.whole = self.whole and other.whole
        self.hashes.update(other.hashes)
        self._let_go()

    def lines(self, *, top: int = 10) -> list[str]:
        """Return the summary in plain words, a line each."""
        said = ", ".join(f"{self.statuses[s]:,} {s}" for s in STATUSES)
        lines = [f"{self.rows:,} names: {said}"]
        by = ", ".join(f"{self.methods[m]:,} {m}" for m in METHODS if self.methods[m])
        if by:
            lines.append(f"resolved by: {by}")
        often = sorted(self.unmatched.items(), key=lambda item: (-item[1], item[0]))
        if often:
            about = "" if self.whole else " (at least)"
            lines.append(f"most often unmatched{about}:")
            lines += [f"  {rows:,} × {text!r}" for text, rows in often[:top]]
        return lines

    def _let_go(self) -> None:
        if len(self.unmatched) > _MOST:
            kept = self.unmatched.most_common(_MOST // 2)
            self.unmatched = Counter(dict(kept))
            self.whole = False
