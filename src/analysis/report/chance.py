"""What of the picture is chance: joint tests, power, and what each number means."""

import pandas as pd

from analysis.explorer.words import Both
from analysis.report import words
from analysis.report.facts import Facts, grouping
from analysis.report.markup import Html, tag
from analysis.report.phrases import GROUPINGS
from analysis.report.tables import data_table, folded, line
from analysis.report.words import counted, say

_JOINT = (
    "grouping",
    "groups",
    "counted",
    "eligible",
    "joint_p",
    "p_holm",
    "tables_tried",
)
_POWER = (
    "eligible",
    "expected",
    "fewest_high",
    "most_low",
    "detectable_over",
    "detectable_under",
)
_MEANINGS = {
    "count": "means_count",
    "eligible": "means_eligible",
    "rate": "means_rate",
    "representation": "means_representation",
    "interval": "means_interval",
    "p": "means_p",
    "p_holm": "means_p_holm",
    "joint_p": "means_joint",
    "borders": "means_region",
}


def chance(facts: Facts) -> Html:
    """Return the statistics of the whole list, with what they mean and do not."""
    parts = [tag("p", say("model"))]
    if facts.is_small and facts.bodies:
        parts.append(tag("p", say("small"), class_="remark"))
    if len(facts.joint):
        parts.append(_joint(facts.joint))
    if len(facts.power):
        parts.append(_power(facts))
    meanings = [
        part
        for column, meaning in _MEANINGS.items()
        for part in (tag("dt", say(column)), tag("dd", say(meaning)))
    ]
    parts += [tag("h3", say("glossary")), tag("dl", meanings, class_="meanings")]
    return Html("".join(parts))


def _joint(tests: pd.DataFrame) -> Html:
    rows = [
        line(
            words.grouping(test["by"]),
            words.whole(test["groups"]),
            words.whole(test["counted"]),
            words.whole(test["eligible"]),
            words.probability(test["p"]),
            words.probability(test["p_holm"]),
            _tried(test),
        )
        for _, test in tests.iterrows()
    ]
    heads = [say(name) for name in _JOINT]
    return data_table(say("joint_caption"), heads, rows, key="table-joint")


def _tried(test: pd.Series) -> Both:
    """Return how many spreads were gone through, or drawn and how sure that is."""
    error = f"{test['standard_error']:.4f}"
    return say(test["method"], n=int(test["tables"]), error=error)


def _power(facts: Facts) -> Html:
    """Return what the list could have shown of each group."""
    table = facts.power
    by = grouping(table)[0]
    rows = [
        line(
            words.group(group, by),
            words.whole(group["eligible"]),
            words.ratio(group["expected"]),
            words.whole(group["fewest_high"]),
            words.whole(group["most_low"]),
            words.ratio(group["detectable_over"]),
            words.ratio(group["detectable_under"]),
        )
        for _, group in table.iterrows()
    ]
    n = counted(facts.bodies, "body")
    written = data_table(
        say("power_caption", n=n, by=GROUPINGS[by]),
        [say("group"), *map(say, _POWER)],
        rows,
        key="table-power",
    )
    block = tag(
        "div", written, tag("p", say("power_note"), class_="source"), class_="block"
    )
    return folded(block, say("show_power", by=GROUPINGS[by]), rows=len(table))
