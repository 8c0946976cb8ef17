"""Lists side by side: which bodies are in which, whatever they were called then."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.aliases import AliasTable
from analysis.baseline import NOT_RESOLVED
from analysis.errors import SchemaError
from analysis.gazetteer.index import LEVELS
from analysis.gazetteer.regions import REGIONS
from analysis.gazetteer.register import REGISTER_DATE, register
from analysis.names.fold import fold_text
from analysis.normalize import normalize
from analysis.schemas.values import MOVEMENTS
from analysis.sources import Announcement, read_announcement

_TODAY = [
    "name_ja",
    "name_en",
    "entity_type",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "region",
    "latitude",
    "longitude",
]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several lists, and what became of the bodies in them.

    Attributes
    ----------
    announcements : tuple of Announcement
        The lists, by date.
    entities : pandas.DataFrame
        The rows of all lists as `analysis.normalize` makes them, after the columns
        `list` (its date, a text) and `body`: the code of the body that stands in the
        place of the row's today, or the published name of a row that is not resolved.
    panel : pandas.DataFrame
        One row per `body`, with `status`, the name, type, prefecture, region and office
        point of today, then one column per list: the codes, or the names, under which
        the body is in it, separated by spaces, missing where it is not; `lists`, in how
        many it is; `first_list` and `last_list`.
    movements : pandas.DataFrame
        One row per list and body that is in it or was in the one before: `list`,
        `body`, `name_ja`, `name_en`, `region`, `entity_type` (of its time; of a dropped
        body, of the list before) and `movement`, one of `MOVEMENTS`.
    lists : pandas.DataFrame
        One row per list: `list`, `date`, `title`, `rows`, `not_resolved` (rows),
        `bodies` (each once), how many of these are `first` and `repeat`, and how many
        were `dropped`.
    by_region, by_type : pandas.DataFrame
        `list`, `region` or `entity_type` of its time, `count` of bodies, each once, and
        how many of them are `first`; the last line of each list is that of the bodies
        that are not resolved.
    """

    announcements: tuple[Announcement, ...]
    entities: pd.DataFrame
    panel: pd.DataFrame
    movements: pd.DataFrame
    lists: pd.DataFrame
    by_region: pd.DataFrame
    by_type: pd.DataFrame


def compare(
    sources: Sequence[Announcement | str | Path | pd.DataFrame],
    *,
    aliases: AliasTable = None,
) -> Comparison:
    """Return lists side by side, each resolved on its own date.

    Bodies are followed through renamings and mergers: two towns of an earlier list that
    are one city today are that city.

    Parameters
    ----------
    sources : sequence
        Announcements, or what `analysis.read_announcement` takes; each must bear a
        date.
    aliases : path, DataFrame or Aliases, optional
        The user's own names with the codes that they stand for; they go first.

    Raises
    ------
    SchemaError
        If there are not two lists, or one bears no date.
    SourceError
        If a list cannot be read.

    Examples
    --------
    >>> import analysis
    >>> both = analysis.compare(
    ...     [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    ... )
    >>> both.panel.loc[both.panel["lists"] == 2, "name_ja"].tolist()
    ['中種子町']
    """
    if isinstance(sources, (str, Path, pd.DataFrame, Announcement)) or len(sources) < 2:
        raise SchemaError("want at least two lists to compare; give a list of them")
    read = [
        each if isinstance(each, Announcement) else read_announcement(each)
        for each in sources
    ]
    for place, announcement in enumerate(read, start=1):
        if announcement.date is None:
            name = announcement.source or announcement.title or f"list {place}"
            raise SchemaError(
                f"{name} bears no date, and lists are compared over time; write the "
                'date into the document, or into a .json record beside it: {"date": '
                '"2020-08-21"}'
            )
    read.sort(key=lambda each: each.date)
    labels = _labels(read)
    tables = [normalize(each, aliases=aliases) for each in read]
    entities = pd.concat(
        [table.assign(list=label) for label, table in zip(labels, tables, strict=True)],
        ignore_index=True,
    )
    entities["body"] = _bodies(entities)
    first = ["list", "body"]
    entities = entities[[*first, *entities.columns.drop(first)]]
    movements = _movements(entities, labels)
    return Comparison(
        announcements=tuple(read),
        entities=entities,
        panel=_panel(entities, labels),
        movements=movements,
        lists=_lists(entities, movements, read, labels),
        by_region=_counts(entities, movements, labels, "region", REGIONS),
        by_type=_counts(entities, movements, labels, "entity_type", LEVELS),
    )


def _labels(announcements: Sequence[Announcement]) -> list[str]:
    """Return what each list is called: its date, numbered if two bear the same."""
    labels: list[str] = []
    for each in announcements:
        by_month = each.date_precision == "month"
        label = date = f"{each.date:%Y-%m}" if by_month else each.date.isoformat()
        again = 1
        while label in labels:
            again += 1
            label = f"{date} ({again})"
        labels.append(label)
    return labels


def _bodies(entities: pd.DataFrame) -> pd.Series:
    """Return what each row is followed by from list to list."""
    named = entities["prefecture_code"] + " " + entities["name_ja"]
    unresolved = entities["published_name"].map(fold_text)
    body = entities["current_lg_code"].fillna(entities["lg_code"]).fillna(named)
    return body.where(entities["status"] == "resolved", unresolved).astype("str")


def _panel(entities: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    once = entities.drop_duplicates("body", keep="last").set_index("body")
    today = _bodies_of_today()
    # A body without one in its place keeps the name that it had.
    known = today.reindex(once.index)
    resolved = once["status"] == "resolved"
    facts = known.where(known.notna() | ~resolved, once[_TODAY])
    names = once["published_name"].where(~resolved)
    panel = pd.concat(
        [once[["status"]], names, facts.astype(today.dtypes)], axis="columns"
    )
    as_listed = entities["lg_code"].fillna(entities["name_ja"])
    as_listed = as_listed.fillna(entities["published_name"])
    cells = (
        as_listed.groupby([entities["body"], entities["list"]])
        .agg(lambda codes: " ".join(dict.fromkeys(codes)))
        .unstack()
        .reindex(index=panel.index, columns=labels)
        .astype("str")
    )
    there = cells.notna()
    panel = pd.concat([panel, cells], axis="columns")
    panel["lists"] = there.sum(axis="columns").astype("int64")
    panel["first_list"] = there.idxmax(axis="columns").astype("str")
    panel["last_list"] = there[labels[::-1]].idxmax(axis="columns").astype("str")
    order = panel["status"].ne("resolved").astype(int)
    panel = panel.assign(order=order).sort_values(["order", "body"])
    return panel.drop(columns="order").reset_index()


def _bodies_of_today() -> pd.DataFrame:
    """Return the bodies of today by code, a ward with the name of its city."""
    today = register(REGISTER_DATE).set_index("lg_code")
    cities = today.loc[today["parent_code"].dropna(), ["name_ja", "name_en"]]
    wards = today.index[today["parent_code"].notna()]
    cities.index = wards
    today.loc[wards, "name_ja"] = cities["name_ja"] + today.loc[wards, "name_ja"]
    today.loc[wards, "name_en"] += ", " + cities["name_en"]
    return today[_TODAY]


def _movements(entities: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    columns = ["body", "name_ja", "name_en", "region", "entity_type", "published_name"]
    parts = []
    seen: set[str] = set()
    before = entities.head(0)
    for label in labels:
        here = entities[entities["list"] == label].drop_duplicates("body")
        again = here["body"].isin(seen)
        gone = before[~before["body"].isin(here["body"])]
        parts += [
            here[columns].assign(
                list=label, movement=again.map({False: "first", True: "repeat"})
            ),
            gone[columns].assign(list=label, movement="dropped"),
        ]
        seen |= set(here["body"])
        before = here
    moved = pd.concat(parts, ignore_index=True)
    moved["movement"] = moved["movement"].astype("str")
    return moved[["list", *columns, "movement"]]


def _lists(
    entities: pd.DataFrame,
    movements: pd.DataFrame,
    announcements: Sequence[Announcement],
    labels: list[str],
) -> pd.DataFrame:
    by_list = entities.groupby("list")
    known = movements[movements["name_ja"].notna()]
    moved = known.groupby(["list", "movement"]).size().unstack(fill_value=0)
    moved = moved.reindex(index=labels, columns=MOVEMENTS, fill_value=0)
    unresolved = (entities["status"] != "resolved").groupby(entities["list"]).sum()
    return pd.DataFrame(
        {
            "list": labels,
            "date": [each.date.isoformat() for each in announcements],
            "title": pd.array([each.title for each in announcements], dtype="str"),
            "rows": by_list.size().reindex(labels, fill_value=0).to_numpy(),
            "not_resolved": unresolved.reindex(labels, fill_value=0).to_numpy(),
            "bodies": (moved["first"] + moved["repeat"]).to_numpy(),
            **{name: moved[name].to_numpy() for name in MOVEMENTS},
        }
    )


def _counts(
    entities: pd.DataFrame,
    movements: pd.DataFrame,
    labels: list[str],
    by: str,
    order: Sequence[str],
) -> pd.DataFrame:
    """Return how many bodies of each list are in each group, and how many are new."""
    once = entities.drop_duplicates(["list", "body"])
    groups = once[by].where(once["status"] == "resolved", NOT_RESOLVED)
    new = movements[movements["movement"] == "first"]
    is_new = pd.MultiIndex.from_frame(once[["list", "body"]]).isin(
        pd.MultiIndex.from_frame(new[["list", "body"]])
    )
    rows = pd.MultiIndex.from_product(
        [labels, [*order, NOT_RESOLVED]], names=["list", by]
    )
    keys = [once["list"], groups]
    counts = pd.DataFrame({"count": once.groupby(keys).size()})
    counts["first"] = pd.Series(is_new, index=once.index).groupby(keys).sum()
    counts = counts.reindex(rows, fill_value=0)
    return counts.astype("int64").reset_index()
