"""Score the resolver on the error corpus, rule by rule.

    python benchmarks/scoreboard.py [--rule RULE] [--sample N] [--write]

The corpus is every body alive on 2020-08-21, misspelt by every rule in corpus/, what
reading engines make of its kanji, and strings that are no body; and every former body,
after its end and on days of its life. --write puts the tables into SCOREBOARD.md beside
this file.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from corpus import former
from corpus.generate import SEED, generate, must_not_match
from corpus.score import answer, answer_former, families, reliability, tally

import analysis

_OUT = Path(__file__).parent / "SCOREBOARD.md"
_SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    """Print the scoreboard; return 1 if any answer with one possible truth is wrong."""
    options = _options(arguments)
    corpus = _chosen(generate(), options)
    gone = _chosen(former.generate_former(), options)
    started = time.perf_counter()
    answered, former_answered = answer(corpus), answer_former(gone)
    seconds = time.perf_counter() - started
    matched = _matched()
    distinct = corpus["text"].nunique() + len(gone.drop_duplicates(["as_of", "text"]))
    report = "\n\n".join(_report(answered, former_answered, matched))
    if options.write:
        _OUT.write_text(report + "\n", encoding="utf-8")
    print(report)
    print(f"\n{distinct:,} distinct strings in {seconds:.1f} s", file=sys.stderr)
    outcomes = pd.concat([answered["outcome"], former_answered["outcome"]])
    return int(outcomes.eq("wrong").any() or not matched.empty)


def _chosen(corpus: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Return the strings that are asked for."""
    if options.rule:
        corpus = corpus[corpus["rule"].str.fullmatch(options.rule)]
    if options.sample:
        corpus = corpus.sample(min(options.sample, len(corpus)), random_state=SEED)
    return corpus


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rule", help="only rules of this name (a regular expression)")
    parser.add_argument("--sample", type=int, help="only so many strings, at random")
    parser.add_argument("--write", action="store_true", help=f"write {_OUT.name}")
    return parser.parse_args(arguments)


def _matched() -> pd.DataFrame:
    """Return the must-not-match strings that were resolved all the same."""
    strings = must_not_match()
    found = analysis.resolve(strings["text"], as_of="2020-08-21")
    strings = strings.join(found[["status", "method", "name_ja"]])
    return strings[strings["status"] == "resolved"]


def _report(
    answered: pd.DataFrame, gone: pd.DataFrame, matched: pd.DataFrame
) -> Iterator[str]:
    yield "# Scoreboard"
    yield (
        f"{len(answered):,} strings on {answered['origin'].nunique():,} bodies as of "
        f"2020-08-21, seed {SEED}: `python benchmarks/scoreboard.py --write`. Right: "
        "resolved to the body meant. As good: to another that the string means as "
        "well. Ambiguous: not resolved, the body meant is among the candidates. "
        "Declined: not resolved, it is not. Sole right: of the strings that can mean "
        "one body only, resolved to it. How that is told: corpus/truth.py. SHA-256 of "
        f"the strings: {_digest(answered)}."
    )
    yield "## Families"
    yield _markdown(_percentages(families(answered)))
    yield "## Must not match"
    total = len(must_not_match())
    yield f"{len(matched)} of {total} strings that are no body were resolved."
    if not matched.empty:
        yield _markdown(matched.set_index("text").head(_SHOWN))
    yield "## Rules"
    yield _markdown(_percentages(tally(answered)))
    columns = ["rule", "truth", "origin", "lg_code", "method", "confidence"]
    yield from _wrong(answered, columns)
    yield "## Former bodies"
    yield (
        f"{len(gone):,} strings on {gone['origin'].nunique():,} bodies that are gone, "
        "asked for after their end (as of 2020-08-21, of Hamamatsu's seven wards "
        f"2025-06-01) and on {len(former.DAYS)} days of their lives. In Latin letters "
        "where the reading is known. Right: resolved to the body meant and to what "
        "stands in its place today; a village that became a town and then a city is "
        "one. How truth is told: corpus/former.py. SHA-256 of the strings: "
        f"{_digest(gone)}."
    )
    yield _markdown(_percentages(families(gone, former.FAMILIES)))
    yield _markdown(_percentages(tally(gone, former.FAMILIES)))
    columns = ["rule", "as_of", "truth", "meant", "current_lg_code", "name_ja"]
    yield from _wrong(gone, [*columns, "method", "confidence"])
    yield "## Reliability"
    yield (
        "Stated confidence and observed precision on the half of the bodies that "
        "confidence was not set by; the interval is Wilson's, 95 %. Of the strings of "
        "former bodies, those that name another body as well are left out."
    )
    both = pd.concat([answered, former.telling(gone)], ignore_index=True)
    yield _markdown(reliability(both).round(4))


def _wrong(answered: pd.DataFrame, columns: list[str]) -> Iterator[str]:
    yield "### Wrong answers"
    wrong = answered[answered["outcome"] == "wrong"]
    yield f"{len(wrong):,} in all" + (f", the first {_SHOWN}:" if len(wrong) else ".")
    if not wrong.empty:
        yield _markdown(wrong.set_index("text")[columns].head(_SHOWN))


def _digest(corpus: pd.DataFrame) -> str:
    """Return what tells one corpus from another, shortened."""
    columns = ["rule", "text", "origin", "truth", "codes"]
    text = corpus[columns].to_csv(sep="\t", index=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _percentages(table: pd.DataFrame) -> pd.DataFrame:
    """Return a tally with its outcomes in percent, wrong answers as a number too."""
    shares = table[["right", "as_good", "ambiguous", "declined", "wrong"]]
    shares = shares.div(table["n"].where(table["n"] > 0), axis=0).mul(100).round(2)
    sole = table["sole_right"].div(table["sole"].where(table["sole"] > 0)).mul(100)
    shares.columns = [f"{name.replace('_', ' ')} %" for name in shares]
    shares.insert(0, "n", table["n"])
    return shares.assign(**{"wrong n": table["wrong"], "sole right %": sole.round(2)})


def _markdown(table: pd.DataFrame) -> str:
    """Return a frame as a Markdown table, its index first."""
    flat = table.reset_index()
    rows = [list(flat.columns), ["---"] * len(flat.columns), *flat.to_numpy().tolist()]
    return "\n".join(
        "| " + " | ".join(_cell(value) for value in r) + " |" for r in rows
    )


def _cell(value: object) -> str:
    if isinstance(value, float) and pd.isna(value):
        return ""
    return str(value).replace("|", "\\|").replace("\n", "⏎").replace("\t", "⇥")


if __name__ == "__main__":
    sys.exit(main())
