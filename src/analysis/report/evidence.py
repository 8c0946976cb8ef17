"""Row by row: what was published, what it is, how that was found and how sure it is."""

from collections.abc import Iterator
from functools import cache

import pandas as pd

from analysis.explorer.phrases import METHODS
from analysis.explorer.words import Both
from analysis.gazetteer.register import history, register
from analysis.report import words
from analysis.report.facts import Facts
from analysis.report.markup import Content, Html, quoted, tag
from analysis.report.phrases import STATUSES
from analysis.report.tables import data_table
from analysis.report.words import counted, say

_HEADS = ("number", "published", "official", "code", "found_by", "confidence", "note")
_MOST_CANDIDATES = 8
_MOST_AT_ONCE = 60
"""A longer list is folded by prefecture."""

_PLACE = ("page", "line", "cell")


def evidence(facts: Facts) -> Html:
    """Return every row of the list: first those that are not resolved, and what to do.

    The others stand in the order of the list, by prefecture if they are many.
    """
    rows = _rows(facts)
    resolved = facts.located["status"].eq("resolved")
    parts = [tag("p", say("evidence_note"), class_="remark")]
    if not resolved.all():
        left = facts.located[~resolved]
        caption = say("left_caption", rows=counted(len(left), "row"))
        parts += [
            tag("h3", say("to_do")),
            tag("p", say("to_do_note")),
            _table(
                rows, left, say("left_caption", rows=counted(len(left), "row")), "left"
            ),
            tag("h3", say("resolved_rows")),
        ]
    found = facts.located[resolved]
    caption = say(
        "evidence_caption",
        rows=counted(facts.rows, "row"),
        resolved=len(found),
    )
    if len(found) <= _MOST_AT_ONCE:
        parts += [_table(rows, found, caption, "resolved")] if len(found) else []
    else:
        parts += [tag("p", caption), *_by_prefecture(rows, found)]
    return Html("".join(parts))


def row_ids(located: pd.DataFrame) -> list[str]:
    """Return the id of each row in the page, by which it can be linked to."""
    return [f"row-{number}" for number in range(1, len(located) + 1)]


def key_of(row: pd.Series) -> tuple[str, ...]:
    """Return what tells a row of the list: its name, and where it stands."""
    return tuple(str(row[column]) for column in ("published_name", *_PLACE))


def _rows(facts: Facts) -> pd.Series:
    """Return the markup of each row, with the index of the list."""
    marks = {
        key_of(row): say("not_official" if row["certain"] else "to_check")
        for _, row in facts.errata.iterrows()
    }
    ids = row_ids(facts.located)
    return pd.Series(
        [
            _row(row, name, mark=marks.get(key_of(row)))
            for name, (_, row) in zip(ids, facts.located.iterrows(), strict=True)
        ],
        facts.located.index,
        dtype=object,
    )


def _table(rows: pd.Series, part: pd.DataFrame, caption: Content, key: str) -> Html:
    """Return the rows of a part of the list as a table."""
    return data_table(
        caption,
        [say(name) for name in _HEADS],
        rows[part.index],
        key=f"rows-{key}",
        class_="texts",
    )


def _by_prefecture(rows: pd.Series, found: pd.DataFrame) -> Iterator[Html]:
    """Give a folded table for each prefecture, north to south."""
    for code, part in found.groupby("prefecture_code", sort=True):
        names = part[["prefecture_en", "prefecture_ja"]].iloc[0]
        title = say("rows_in", place=Both(*names), rows=counted(len(part), "row"))
        table = _table(rows, part, title, code)
        yield tag("details", tag("summary", title), table)


def _row(row: pd.Series, name: str, *, mark: Both | None) -> Html:
    marked = tag("em", mark) if mark else None
    cells = (
        tag("th", [quoted(row["published_name"]), " ", marked], scope="row"),
        tag("td", _official(row), class_="official"),
        tag("td", _text(row["lg_code"]), class_="code"),
        tag("td", METHODS.get(row["method"], _text(row["method"]))),
        tag("td", _confidence(row["confidence"]), class_="number"),
        tag("td", _note(row)),
    )
    number = tag("td", words.whole(row["number"]), class_="number")
    return tag("tr", number, *cells, id=name)


def _official(row: pd.Series) -> Content:
    """Return the official names, or which bodies the row could mean."""
    if row["status"] == "resolved":
        name = row["name_ja"]
        if row["entity_type"] != "prefecture":
            name = _text(row["prefecture_ja"]) + name
        others = [_text(row[c]) for c in ("name_kana", "name_en") if _text(row[c])]
        return [quoted(name), [[" ", tag("small", quoted(text))] for text in others]]
    status = tag("strong", STATUSES[row["status"]], class_=row["status"])
    codes = _text(row["candidates"]).split()
    if not codes:
        return [status, " ", tag("small", say("no_candidate"))]
    names = [_candidate(code) for code in codes[:_MOST_CANDIDATES]]
    if (more := len(codes) - _MOST_CANDIDATES) > 0:
        names.append(say("more_candidates", n=more))
    listed = words.listing(names, link="semicolon")
    return [status, " ", tag("small", say("could_mean", listed=listed))]


def _candidate(code: str) -> Both:
    """Return a code with the name of its body."""
    en, ja = _names().get(code, ("", ""))
    return Both(f"{code} {en}".strip(), f"{code} {ja}".strip())


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Return how each body is called with its prefecture, by code."""
    living, former = register(), history()
    prefectures = living[living["entity_type"] == "prefecture"]
    places = prefectures.set_index("prefecture_code")[
        ["prefecture_en", "prefecture_ja"]
    ]
    names = {}
    for bodies in (former.dropna(subset=["lg_code"]), living):
        for body in bodies.itertuples():
            english = body.name_ja if pd.isna(body.name_en) else body.name_en
            if body.entity_type == "prefecture":
                names[body.lg_code] = english, body.name_ja
            else:
                place_en, place_ja = places.loc[body.prefecture_code]
                names[body.lg_code] = f"{english}, {place_en}", place_ja + body.name_ja
    return names


def _note(row: pd.Series) -> Content:
    """Return the note, and where the row stands in the source."""
    note = _text(row["note"])
    said = tag("span", note, lang="en") if note else None
    where = []
    if page := _text(row["page"]):
        where.append(say("page" if page.isdecimal() else "sheet", page=page))
    if line := _text(row["line"]):
        where.append(say("line", line=line))
    if cell := _text(row["cell"]):
        where.append(say("cell", cell=cell))
    return [said, " ", tag("small", words.listing(where)) if where else None]


def _confidence(value: float) -> str:
    return words.NONE if pd.isna(value) else f"{value:.4f}"


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
