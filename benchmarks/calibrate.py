"""Set what each kind of evidence is worth: precision on half of the error corpus.

    python benchmarks/calibrate.py [--sample N] > src/analysis/data/confidence.csv

One row per kind of evidence: how many strings were answered on it, how many rightly,
and the confidence that follows, (right + 1) / (answered + 2). The other half of the
bodies is left for the scoreboard's test of it. All slips count as they fell, also those
that spell another body's name, and strings of former bodies are among them. What the
user's own table says is not measured.
"""

import argparse
import sys
from unittest.mock import patch

import pandas as pd
from corpus.former import generate_former, telling
from corpus.generate import SEED, generate
from corpus.score import answer, answer_former, calibration

from analysis.resolve import resolver_on
from analysis.resolver.confidence import Confidence


class Recorder(Confidence):
    """Gives each kind of evidence a number of its own in place of a confidence."""

    def __init__(self) -> None:
        super().__init__(())
        self.kinds: list[str] = []

    def __getitem__(self, kind: str) -> float:
        """Return the number of a kind of evidence."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        return float(self.kinds.index(kind))


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, help="only so many strings, at random")
    options = parser.parse_args(arguments)
    corpora = [_natural(generate()), _natural(telling(generate_former()))]
    if options.sample:
        corpora = [
            corpus.sample(min(options.sample, len(corpus)), random_state=SEED)
            for corpus in corpora
        ]
    table = calibration(*with_evidence(*corpora))
    table.to_csv(sys.stdout, index=False, lineterminator="\n")


def with_evidence(
    corpus: pd.DataFrame, former: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """Return both corpora answered, and what each resolved row rests on."""
    recorder = Recorder()
    resolver_on.cache_clear()
    with patch("analysis.resolve._confidence", return_value=recorder):
        parts = [answer(corpus), answer_former(former)]
    resolver_on.cache_clear()
    answered = pd.concat(parts, ignore_index=True)
    numbers = answered.loc[answered["status"] == "resolved", "confidence"]
    kinds = [recorder.kinds[int(number)] for number in numbers]
    return answered, pd.Series(kinds, index=numbers.index)


def _natural(corpus: pd.DataFrame) -> pd.DataFrame:
    """Return what people write by chance: nobody states an untruth on purpose."""
    return corpus[corpus["truth"] != "none"]


if __name__ == "__main__":
    main()
