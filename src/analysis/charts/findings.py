"""What a table says in a line or two: the finding, the denominator, the caveats."""

import datetime as dt

import pandas as pd

from analysis.baseline import APART, NOT_RESOLVED, set_apart
from analysis.charts import wording
from analysis.gazetteer.register import ELIGIBLE_FROM, REGISTER_FROM, eligible

_SMALL = 30  # fewer bodies carry little inference


def split(table: pd.DataFrame, key: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the groups of a breakdown, and the numbers of the rows in none."""
    lines = table[key].isin(APART)
    others = table[lines]
    return table[~lines], dict(zip(others[key], others["count"], strict=True))


def finding(groups: pd.DataFrame, key: str, lang: str) -> str:
    """Return the finding of a breakdown: its largest groups, or how far it spreads.

    Parameters
    ----------
    groups : pandas.DataFrame
        Breakdown without the lines of what is in no group.
    key : str
        ``region``, ``entity_type``, or ``cell`` for both.
    """
    n = int(groups["count"].sum())
    if n == 0:
        return wording.say(lang, "empty_title")
    most = int(groups["count"].max())
    top = groups[groups["count"] == most]
    leaders = [_group_name(group, key, most, lang) for _, group in top.iterrows()]
    kind = {"region": "region", "entity_type": "type", "cell": "cell"}[key]
    if n == 1:
        title = wording.say(lang, "one_body", groups=leaders[0])
    elif len(leaders) == 1:
        title = wording.say(lang, f"{kind}_leader", groups=leaders[0], most=most, n=n)
    elif len(leaders) <= 3 and most > 1 and kind != "cell":
        listed = wording.listing(lang, leaders)
        title = wording.say(lang, "leaders", groups=listed, most=most)
    else:
        filled = int((groups["count"] > 0).sum())
        title = wording.say(lang, f"{kind}_spread", n=n, filled=filled, all=len(groups))
    return title[0].upper() + title[1:]


def table_line(groups: pd.DataFrame, lang: str, as_of: object) -> str:
    """Return the subtitle of a breakdown: how many of how many, and of which day."""
    return wording.subtitle(
        lang,
        int(groups["count"].sum()),
        eligible=int(groups["eligible"].sum()),
        as_of=as_of,
    )


def remarks(
    groups: pd.DataFrame, apart: dict[str, int], lang: str, *, as_of: object
) -> list[str]:
    """Return the lines below a breakdown: what its words mean, and how sure it is."""
    notes = []
    if {"region", "entity_type"} <= set(groups):
        notes.append("absent")
    if "region" in groups:
        notes.append("kyushu")
    if groups["count"].sum() < _SMALL:
        notes.append("small")
    lines = [
        wording.not_counted(lang, apart),
        wording.sentences(lang, [wording.say(lang, note) for note in notes]),
        register_source(lang, as_of),
    ]
    return [line for line in lines if line]


def register_source(lang: str, as_of: object) -> str:
    """Return the sentence on who could apply on a day, and whose list that is.

    That of the ministry lacks the bodies that were gone by `REGISTER_FROM`.
    """
    former = as_of is not None and pd.Timestamp(as_of).date() < REGISTER_FROM
    source = wording.say(lang, "code_list_and_history" if former else "code_list")
    return wording.say(lang, "register_source", source=source)


def list_lines(entities: pd.DataFrame, lang: str) -> tuple[str, str]:
    """Return the subtitle of a list, and the sentence on what it does not count.

    How many of how many, and of which day; an empty list, or one of several days, has
    neither denominator nor day, and one of before 1970 no denominator. The rows that
    are not resolved are left to the map.
    """
    as_of = _day(entities)
    if as_of is None or as_of < ELIGIBLE_FROM:
        resolved = int((entities["status"] == "resolved").sum())
        return wording.subtitle(lang, resolved, eligible=None, as_of=as_of), ""
    base = eligible(as_of)
    apart = set_apart(entities, base)
    line = wording.subtitle(
        lang, int(apart.isna().sum()), eligible=len(base), as_of=as_of
    )
    counts = apart[apart != NOT_RESOLVED].value_counts().to_dict()
    return line, wording.not_counted(lang, counts)


def list_sources(entities: pd.DataFrame, lang: str) -> list[str]:
    """Return whose the denominator of `list_lines` is; nothing where there is none."""
    as_of = _day(entities)
    if as_of is None or as_of < ELIGIBLE_FROM:
        return []
    return [register_source(lang, as_of)]


def _day(entities: pd.DataFrame) -> dt.date | None:
    """Return the day of a list; none if it is empty, or of several days."""
    days = entities["as_of"].dropna().unique()
    return pd.Timestamp(days[0]).date() if len(days) == 1 else None


def _group_name(group: pd.Series, key: str, number: int, lang: str) -> str:
    """Return the name of a row of a breakdown as running text has it."""
    if key == "region":
        return wording.region_in_text(lang, group["region"])
    types = wording.type_name(lang, group["entity_type"], number)
    if key == "entity_type":
        return types
    region = wording.region_in_text(lang, group["region"])
    return wording.say(lang, "cell", types=types, region=region)
