"""Set what each kind of evidence is worth: precision on half of the error corpus.

    python benchmarks/calibrate.py [--sample N] > src/analysis/data/confidence.csv

One row per kind of evidence: how many strings were answered on it, how many rightly,
and the confidence that follows, (right + 1) / (answered + 2). The other half of the
bodies is left for the scoreboard's test of it. All slips count as they fell, also those
that spell another body's name.
"""

import argparse
import sys
from unittest.mock import patch

import pandas as pd
from corpus.generate import SEED, generate
from corpus.score import answer, calibration

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
    corpus = generate()
    # What states an untruth on purpose is no natural error: nobody writes it by chance.
    corpus = corpus[corpus["truth"] != "none"]
    if options.sample:
        corpus = corpus.sample(min(options.sample, len(corpus)), random_state=SEED)
    recorder = Recorder()
    with patch("analysis.resolve._confidence", return_value=recorder):
        answered = answer(corpus)
    numbers = answered.loc[answered["status"] == "resolved", "confidence"]
    evidence = pd.Series([recorder.kinds[int(n)] for n in numbers], index=numbers.index)
    table = calibration(answered, evidence)
    table.to_csv(sys.stdout, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
