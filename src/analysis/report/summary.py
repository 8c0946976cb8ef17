"""The report in short: what was found, what stands out, and how sure that is."""

import pandas as pd

from analysis.explorer.words import Both
from analysis.report import words
from analysis.report.evidence import key_of, row_ids
from analysis.report.facts import Facts, grouping, groups
from analysis.report.markup import Html, html, tag
from analysis.report.phrases import GROUPINGS, PARTS
from analysis.report.tables import SIGNIFICANT, standing_out
from analysis.report.words import counted, listing, say

_MOST_ERRATA = 8
_MOST_OUTSTANDING = 3
_FINE = 1.5  # times: a list that shows less than that is long


def summary(facts: Facts) -> Html:
    """Return the summary: figures, sentences, and the names that are not official."""
    found = [*_found(facts), *_stated(facts)]
    shown = {
        "lead_outstanding": _outstanding(facts),
        "lead_joint": _joint(facts),
        "lead_power": _power(facts),
        "lead_applied": [say("applied")] if facts.bodies else [],
    }
    return html(
        [
            _figures(facts),
            tag("p", _spaced(found)) if found else None,
            _errata(facts),
            [
                tag("p", tag("strong", say(lead)), _after(sentences))
                for lead, sentences in shown.items()
                if sentences
            ],
        ]
    )


def headline(facts: Facts) -> Both:
    """Return in a sentence how much of the list is resolved."""
    values = {
        "rows": counted(facts.rows, "row"),
        "n": len(facts.resolved),
        "bodies": counted(facts.bodies, "body"),
        "eligible": counted(facts.eligible, "body"),
        "day": facts.day,
    }
    if not facts.rows:
        return say("no_rows")
    if facts.resolved.empty:
        return say("none_resolved", **values)
    if not facts.bodies:
        return say("none_counted", **values)
    if len(facts.resolved) < facts.rows:
        return say("some_resolved", **values)
    return say("one_resolved" if facts.rows == 1 else "all_resolved", **values)


def _figures(facts: Facts) -> Html:
    """Return the few numbers that matter most."""
    numbers = {
        "key_rows": facts.rows,
        "key_resolved": len(facts.resolved),
        "key_eligible": facts.eligible,
        "key_errata": len(facts.errata),
    }
    return tag(
        "dl",
        [
            tag("div", tag("dt", say(name)), tag("dd", f"{number:,}"))
            for name, number in numbers.items()
        ],
        class_="figures",
    )


def _found(facts: Facts) -> list[Both]:
    """Return what the rows are, and which are in no group."""
    said = []
    if (kinds := facts.table("entity_type")) is not None and facts.bodies:
        kinds = kinds[(kinds["count"] > 0) & kinds["entity_type"].isin(words.TYPES)]
        parts = [
            words.types(t, int(n)) for t, n in kinds[["entity_type", "count"]].values
        ]
        said.append(say("types", listed=listing(parts, last="and")))
    if (places := facts.table("prefecture")) is not None and facts.bodies:
        said.append(_places(groups(places)))
    status = facts.located["status"]
    kinds = {kind: int(status.eq(kind).sum()) for kind in ("ambiguous", "unmatched")}
    if left := sum(kinds.values()):
        listed = listing([say(kind, n=n) for kind, n in kinds.items() if n])
        rows, section = counted(left, "row"), say("evidence")
        said.append(say("left_unresolved", rows=rows, listed=listed, section=section))
    apart = {w: n for w, n in facts.apart.items() if n and w != "not resolved"}
    if apart:
        items = [
            say("apart_item", rows=counted(n, "row"), why=say(why))
            for why, n in apart.items()
        ]
        said.append(say("apart", listed=listing(items)))
    return said


def _places(prefectures: pd.DataFrame) -> Both:
    """Return over how many prefectures the bodies are spread."""
    found = prefectures[prefectures["count"] > 0]
    first, last = (words.group(found.iloc[at], "prefecture") for at in (0, -1))
    name = {1: "one_place", len(prefectures): "all_places"}.get(len(found), "places")
    return say(name, found=len(found), first=first, last=last)


def _stated(facts: Facts) -> list[Both]:
    """Return how many entities the document states, and what does not add up."""
    announcement, said = facts.announcement, []
    if announcement.stated_count is not None:
        stated = counted(announcement.stated_count, "entity")
        said.append(say("stated", stated=stated))
    if announcement.problems:
        listed = "; ".join(announcement.problems)
        said.append(say("problems", listed=listed))
    return said


def _errata(facts: Facts) -> Html:
    """Return the published names that are not the official ones."""
    errata = facts.errata
    if errata.empty:
        return tag("p", say("no_errata")) if facts.rows else Html("")
    unsure = int((~errata["certain"]).sum())
    lead = say(
        "one_erratum" if len(errata) == 1 else "errata",
        n=len(errata),
        to_check=say("to_check_of", n=unsure) if unsure else "",
    )
    keys = (key_of(row) for _, row in facts.located.iterrows())
    places = dict(zip(keys, row_ids(facts.located), strict=True))
    items = [
        tag("li", tag("a", _correction(row), href=f"#{places[key_of(row)]}"))
        for _, row in errata.head(_MOST_ERRATA).iterrows()
    ]
    if (more := len(errata) - _MOST_ERRATA) > 0:
        items.append(tag("li", say("more_errata", n=more, section=say("evidence"))))
    return Html(tag("p", lead) + tag("ul", items))


def _correction(row: pd.Series) -> Both:
    return Both(row["correction_en"], row["correction_ja"])


def _outstanding(facts: Facts) -> list[Both]:
    """Return which groups differ from an even spread, or that none does."""
    singles = facts.singles()
    if not facts.bodies or not singles:
        return []
    found = [
        (by, row)
        for by, table in singles.items()
        for _, row in standing_out(table).iterrows()
    ]
    if not found:
        names = [GROUPINGS[by] for by in singles]
        return [say("nothing_outstanding", groupings=listing(names, last="or"))]
    said = [
        say(
            "outstanding",
            By=words.capital(GROUPINGS[by]),
            by=GROUPINGS[by],
            group=words.group(row, by),
            count=counted(int(row["count"]), "body"),
            n=counted(facts.bodies, "body"),
            representation=words.ratio(row["representation"]),
            p=words.probability(row["p_holm"]),
        )
        for by, row in found[:_MOST_OUTSTANDING]
    ]
    if (more := len(found) - _MOST_OUTSTANDING) > 0:
        said.append(say("more_outstanding", n=more))
    return said


def _joint(facts: Facts) -> list[Both]:
    """Return how unusual the spread as a whole is, in each way of grouping."""
    tests = facts.joint
    if tests.empty or not facts.bodies:
        return []
    items = [
        say("joint_item", by=words.grouping(by), share=_share(p))
        for by, p in zip(tests["by"], tests["p"], strict=True)
    ]
    said = [say("joint", listed=listing(items))]
    under = [words.grouping(by) for by in tests["by"][tests["p"] < SIGNIFICANT]]
    if not under:
        return [*said, say("joint_over")]
    said.append(say("joint_under", listed=listing(under, last="and")))
    left = [words.grouping(by) for by in tests["by"][tests["p_holm"] < SIGNIFICANT]]
    if left and len(tests) > 1:
        listed = listing(left, last="and")
        said.append(say("joint_left", n=len(tests), listed=listed))
    elif len(tests) > 1:
        smallest = _share(tests["p_holm"].min())
        said.append(say("joint_gone", n=len(tests), share=smallest))
    return said


def _share(p: float) -> str | Both:
    """Return a p as a share of lists, never as none of them."""
    return say("share_least") if p < 0.001 else words.percent(p, 1)


def _power(facts: Facts) -> list[Both]:
    """Return how uneven a group would have had to be for the list to show it."""
    table = facts.power
    if table.empty or not facts.bodies:
        return []
    (by,) = grouping(table)
    said = [_power_over(facts, table["detectable_over"].dropna(), by)]
    few = int(table["most_low"].notna().sum())
    if few:
        said.append(say("power_under", part=PARTS[by], few=few, all=len(table)))
    else:
        said.append(say("power_under_none", part=PARTS[by]))
    return said


def _power_over(facts: Facts, over: pd.Series, by: str) -> Both:
    """Return from how many times its even share a group is found."""
    n, part = counted(facts.bodies, "body"), PARTS[by]
    if over.empty:
        return say("power_none", n=n, part=part)
    least, most = facts.power.loc[over.idxmin()], facts.power.loc[over.idxmax()]
    return say(
        "power_fine" if over.max() < _FINE else "power_over",
        n=n,
        part=part,
        least=words.ratio(over.min()),
        least_group=words.group(least, by),
        most=words.ratio(over.max()),
        most_group=words.group(most, by),
    )


def _after(sentences: list[Both]) -> Both:
    """Return sentences as running text after a heading in its line."""
    english, japanese = _spaced(sentences)
    return Both(f" {english}", japanese)


def _spaced(sentences: list[Both]) -> Both:
    """Return sentences as running text: spaces between the English ones."""
    english, japanese = zip(*sentences, strict=True)
    return Both(" ".join(english), "".join(japanese))
