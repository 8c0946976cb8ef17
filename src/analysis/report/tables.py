"""Tables of numbers: breakdowns by one thing, and by region and type."""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.report import words
from analysis.report.facts import Facts, groups
from analysis.report.markup import Content, Html, html, tag
from analysis.report.phrases import GROUPINGS
from analysis.report.words import say

SIGNIFICANT = 0.05
_LONG = 20
"""A table with more rows is folded on the screen."""

_COLUMNS = (
    "count",
    "eligible",
    "rate",
    "representation",
    "interval",
    "p",
    "p_holm",
)
_ORDER = ("region", "entity_type", "telecom_bureau", "city_class", "prefecture")


def breakdown_tables(facts: Facts) -> Html:
    """Return every breakdown as a table, the long ones folded."""
    singles = facts.singles()
    known = [by for by in _ORDER if by in singles]
    cross = facts.table("region", "entity_type")
    remarks = [say("small")] if facts.is_small else []
    if any(_stands_out(table).any() for table in singles.values()):
        remarks.append(say("marked"))
    blocks = [_single(facts, singles[by], by) for by in known]
    if cross is not None:
        blocks.insert(2, _cross(facts, cross))
    return html([[tag("p", each, class_="remark") for each in remarks], blocks])


def data_table(
    caption: Content,
    heads: Sequence[Content],
    rows: Iterable[Html],
    *,
    key: str,
    foot: Iterable[Html] = (),
    class_: str = "numbers",
) -> Html:
    """Return a table that scrolls sideways where it must, with its caption.

    Parameters
    ----------
    caption : Content
        What the numbers are.
    heads : sequence of Content
        One for each column.
    rows, foot : iterable of Html
        Rows, as `line` makes them.
    key : str
        Id of the caption.
    class_ : str
        How it looks: ``numbers`` or ``texts``.
    """
    head = tag("tr", [tag("th", each, scope="col") for each in heads])
    last = tag("tfoot", *foot) if (foot := list(foot)) else None
    table = tag(
        "table",
        tag("caption", caption, id=key),
        tag("thead", head),
        tag("tbody", list(rows)),
        last,
        class_=class_,
    )
    return tag(
        "div", table, class_="wide", role="region", aria_labelledby=key, tabindex=0
    )


def line(name: Content, *cells: Content, class_: str | None = None) -> Html:
    """Return a row: a heading and its cells."""
    return tag(
        "tr",
        tag("th", name, scope="row"),
        [tag("td", cell) for cell in cells],
        class_=class_,
    )


def folded(content: Html, title: Content, *, rows: int) -> Html:
    """Return content that is folded on the screen if it is long; in print it is not."""
    return tag("details", tag("summary", title), content) if rows > _LONG else content


def standing_out(table: pd.DataFrame) -> pd.DataFrame:
    """Return the groups that differ from an even spread, the least likely first."""
    return table[_stands_out(table)].sort_values("p_holm", kind="stable")


def _stands_out(table: pd.DataFrame) -> pd.Series:
    return table["p_holm"] < SIGNIFICANT


def _single(facts: Facts, table: pd.DataFrame, by: str) -> Html:
    """Return a breakdown by one thing."""
    inside = groups(table)
    marks = _stands_out(inside)
    rows = [_group_line(g, by, marked=marks[at]) for at, g in inside.iterrows()]
    overall = facts.bodies / facts.eligible if facts.eligible else float("nan")
    sums = [
        words.whole(facts.bodies),
        words.whole(facts.eligible),
        words.percent(overall),
        *[words.NONE] * (len(_COLUMNS) - 3),
    ]
    written = data_table(
        say("table_caption", by=words.capital(GROUPINGS[by]), day=facts.day),
        [say("group"), *map(say, _COLUMNS)],
        rows,
        key=f"table-{by}",
        foot=_foot(facts, sums, at=0),
    )
    notes = [say("classes_note"), " "] if by == "city_class" else []
    source = tag("p", *notes, _source(facts, by), class_="source")
    block = tag("div", written, source, class_="block")
    return folded(block, say("show_table", by=GROUPINGS[by]), rows=len(table))


def _group_line(group: pd.Series, by: str, *, marked: bool) -> Html:
    low, high = group["representation_low"], group["representation_high"]
    return line(
        words.group(group, by),
        words.whole(group["count"]),
        words.whole(group["eligible"]),
        words.percent(group["rate"]),
        words.ratio(group["representation"]),
        words.interval(low, high),
        words.probability(group["p"]),
        words.probability(group["p_holm"]) + ("*" if marked else ""),
        class_="marked" if marked else None,
    )


def _cross(facts: Facts, table: pd.DataFrame) -> Html:
    """Return the breakdown by region and type as a matrix with margins."""
    inside = groups(table)
    counts = _matrix(inside, "count")
    eligible = _matrix(inside, "eligible")
    kinds = list(counts.columns)
    rows = [
        line(
            words.group(pd.Series({"region": region}), "region"),
            *(_part(counts.loc[region, k], eligible.loc[region, k]) for k in kinds),
            _part(counts.loc[region].sum(), eligible.loc[region].sum()),
        )
        for region in counts.index
    ]
    sums = [_part(counts[kind].sum(), eligible[kind].sum()) for kind in kinds]
    sums.append(_part(facts.bodies, facts.eligible))
    heads = [words.group(pd.Series({"entity_type": k}), "entity_type") for k in kinds]
    written = data_table(
        say("cross_caption", day=facts.day),
        [say("group"), *heads, say("total")],
        rows,
        key="table-region-type",
        foot=_foot(facts, sums, at=len(kinds)),
    )
    source = tag("p", _source(facts, "region", "entity_type"), class_="source")
    return tag("div", written, source, class_="block")


def _foot(facts: Facts, sums: list[str], *, at: int) -> list[Html]:
    """Return the sums of the groups, then the rows in none and the sum of all.

    Parameters
    ----------
    at : int
        The cell of `sums` that rows are counted in.
    """
    if not facts.apart:
        return [line(say("total"), *sums)]

    def only(name: str, number: int) -> Html:
        cells = [words.NONE] * len(sums)
        cells[at] = words.whole(number)
        return line(say(name), *cells)

    return [
        line(say("in_groups"), *sums),
        *(only(why, number) for why, number in facts.apart.items()),
        only("all_rows", facts.rows),
    ]


def _matrix(table: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return one number of each region and type, in the order of the breakdown."""
    regions = table["region"].unique()
    order = [k for k in words.TYPES if k in set(table["entity_type"])]
    wide = table.pivot(index="region", columns="entity_type", values=value)
    return wide.reindex(index=regions, columns=order)


def _part(count: float, eligible: float) -> str:
    """Return "3 / 325", or a dash where no body could apply."""
    if pd.isna(eligible) or eligible == 0:
        return words.NONE
    return f"{words.whole(count)} / {words.whole(eligible)}"


def _source(facts: Facts, *by: str) -> Content:
    source = facts.announcement.source or say("this_list")
    return say("table_source", source=source, day=facts.day, file=facts.files[by])
