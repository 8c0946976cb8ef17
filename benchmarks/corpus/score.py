"""What became of each string: right, ambiguous, declined or wrong."""

import zlib
from functools import cache
from math import sqrt

import pandas as pd

import analysis

from .bodies import AS_OF, living
from .generate import FAMILIES as GENERATED

OUTCOMES = ("right", "as_good", "ambiguous", "declined", "wrong")
"""What can become of a string.

right
    resolved to the body that was meant
as_good
    resolved to another body that the string means as well
ambiguous
    not resolved, and the body that was meant is among the candidates
declined
    not resolved, and it is not
wrong
    resolved to anything else
"""
_Z = 1.959964  # of a 95 % interval


def answer(corpus: pd.DataFrame) -> pd.DataFrame:
    """Return the corpus with the columns of its resolution, and `outcome`."""
    texts = pd.Series(corpus["text"].unique(), dtype=object)
    found = analysis.resolve(texts, as_of=AS_OF)
    found.index = pd.Index(texts)
    wanted = ["status", "lg_code", "candidates", "method", "confidence", "note"]
    # A body that was gone before there were codes has none.
    found = found.fillna({"lg_code": "", "candidates": ""})
    answered = corpus.join(found[wanted], on="text")
    return answered.assign(outcome=_outcomes(answered))


def answer_former(corpus: pd.DataFrame) -> pd.DataFrame:
    """Return the corpus of former bodies with its resolution, and `outcome`."""
    parts = []
    for day, asked in corpus.groupby("as_of"):
        texts = pd.Series(asked["text"].unique(), dtype=object)
        found = analysis.resolve(texts, as_of=day)
        found.index = pd.Index(texts)
        found = found.rename(columns={"lg_code": "code"}).fillna(
            {"code": "", "current_lg_code": "", "name_ja": "", "candidates": ""}
        )
        wanted = ["status", "code", "current_lg_code", "name_ja", "candidates"]
        parts.append(
            asked.join(found[[*wanted, "method", "confidence", "note"]], on="text")
        )
    answered = pd.concat(parts).sort_index()
    names = "status code current_lg_code name_ja candidates family lg_code meant truth"
    columns = [answered[name] for name in [*names.split(), "codes"]]
    outcomes = [_outcome_of_former(*row) for row in zip(*columns, strict=True)]
    return answered.assign(outcome=outcomes)


def tally(answered: pd.DataFrame, names: tuple[str, ...] = GENERATED) -> pd.DataFrame:
    """Return one row per rule, families in order: `n`, the outcomes, `sole_right`.

    `names` are those of the families.

    The outcomes are counts. `sole`, `sole_right`: how many strings have one possible
    truth, and how many of these were resolved to it.
    """
    by = [pd.Categorical(answered["family"], names), answered["rule"]]
    table = pd.crosstab(by, answered["outcome"])
    return _with_sums(table.rename_axis(["family", "rule"]), answered, by)


def families(
    answered: pd.DataFrame, names: tuple[str, ...] = GENERATED
) -> pd.DataFrame:
    """Return one row per family, as `tally` does per rule, and a last row for all."""
    by = pd.Categorical(answered["family"], names)
    table = pd.crosstab(by, answered["outcome"]).rename_axis("family")
    table = _with_sums(table, answered, by)
    table.index = table.index.astype(str)
    table.loc["all"] = table.sum()
    return table


def held_out(code: str) -> bool:
    """Tell whether a body is of the half that confidence is tested on, not set by."""
    return zlib.crc32(code.encode()) % 2 == 1


def reliability(answered: pd.DataFrame) -> pd.DataFrame:
    """Return stated confidence beside observed precision, on the held-out half.

    One row per method and confidence stated: `answered`, `right`, `precision`, `low`
    and `high` (Wilson's 95 % interval). An answer that is only as good as the right one
    was a guess, and counts as not right.
    """
    tested = answered[answered["status"].eq("resolved") & _held_out(answered)]
    right = tested["outcome"].eq("right")
    by = [tested["method"].astype(str), tested["confidence"].round(4)]
    table = right.groupby(by).agg(["size", "sum"])
    table.columns = ["answered", "right"]
    counts = zip(table["right"], table["answered"], strict=True)
    bounds = [wilson(rights, total) for rights, total in counts]
    table["precision"] = table["right"] / table["answered"]
    table["low"] = [low for low, _ in bounds]
    table["high"] = [high for _, high in bounds]
    return table


def calibration(answered: pd.DataFrame, evidence: pd.Series) -> pd.DataFrame:
    """Return what each kind of evidence is worth, by the half that is not held out.

    Parameters
    ----------
    answered : DataFrame
        From `answer`.
    evidence : Series of str
        What each resolved row rests on, by its index.

    Returns
    -------
    DataFrame
        `evidence`, `answered`, `right` and `confidence`,
        (right + 1) / (answered + 2).
    """
    known = answered[answered["status"].eq("resolved") & ~_held_out(answered)]
    right = known["outcome"].eq("right")
    table = right.groupby(evidence.loc[known.index]).agg(["size", "sum"])
    table.columns = ["answered", "right"]
    confidence = (table["right"] + 1) / (table["answered"] + 2)
    table = table.assign(confidence=confidence.round(4))
    return table.rename_axis("evidence").reset_index()


def wilson(right: int, total: int, z: float = _Z) -> tuple[float, float]:
    """Return Wilson's interval of a share, of 95 % unless `z` says otherwise.

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(98, 100)]
    [0.93, 0.994]
    """
    share, z2 = right / total, z * z
    middle = share + z2 / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    scale = 1 + z2 / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _outcomes(answered: pd.DataFrame) -> list[str]:
    columns = ("status", "lg_code", "candidates", "origin", "truth", "codes")
    return [
        _outcome(*row)
        for row in zip(*(answered[column] for column in columns), strict=True)
    ]


def _outcome(
    status: str, code: str, candidates: str, origin: str, truth: str, codes: str
) -> str:
    truths = codes.split()
    if status == "resolved":
        if truth == "none":
            return "wrong"
        if code == origin:
            return "right"
        former = "former" in truths and code not in _living_codes()
        return "as_good" if code in truths or former else "wrong"
    among = truth != "none" and origin in candidates.split()
    return "ambiguous" if among else "declined"


def _outcome_of_former(
    status: str,
    code: str,
    current: str,
    name: str,
    candidates: str,
    family: str,
    meant_code: str,
    meant: str,
    truth: str,
    answers: str,
) -> str:
    if status == "resolved":
        given = f"{current}:{name}"
        if given == meant:
            # On a day of its life it is this body, and no other of its lineage.
            other = family == "on_the_day" and code != meant_code
            return "wrong" if truth == "none" or other else "right"
        return "as_good" if given in answers.split() else "wrong"
    listed = (meant_code, meant.partition(":")[0])
    among = truth != "none" and any(each in candidates.split() for each in listed)
    return "ambiguous" if among else "declined"


@cache
def _living_codes() -> frozenset[str]:
    return frozenset(body.code for body in living())


def _held_out(answered: pd.DataFrame) -> pd.Series:
    return answered["origin"].map(held_out)


def _with_sums(table: pd.DataFrame, answered: pd.DataFrame, by: object) -> pd.DataFrame:
    table = table.reindex(columns=list(OUTCOMES), fill_value=0)
    table.insert(0, "n", table.sum(axis=1))
    sole = answered["truth"] == "sole"
    right = sole & (answered["outcome"] == "right")
    table["sole"] = sole.groupby(by, observed=True).sum()
    table["sole_right"] = right.groupby(by, observed=True).sum()
    return table
