"""What is not known of former bodies, and what other facts say of their successors.

`analysis.gazetteer.history` writes the report beside the snapshots.
"""

import datetime as dt
import re
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from analysis.gazetteer.counts import (
    CODES_FROM,
    MUNICIPAL,
    PUBLISHED_COUNTS,
    count_municipalities,
)
from analysis.gazetteer.lifetimes import next_survey
from analysis.gazetteer.stems import Stems
from analysis.gazetteer.successors import BORDER_M, TOLERANCE_M, Places

REPORT = "HISTORY.md"

_TOWN = re.compile(r"^(?:[^市町村]+郡)?")
_INTRODUCTION = """\
# Former bodies: what is known, and what is not

Written by `python -m analysis.gazetteer.history` from the snapshots in this folder; do
not edit it. The table is `history.parquet`; `analysis.gazetteer.register.history` tells
its columns. Repairs are rows of `corrections.csv` and `history_additions.csv`.
"""
_LIMITS = """\
- geoshape has the bodies that a survey of boundaries shows, the first one of 1920. Of
  those that were gone by then it has few, so there are fewer bodies than the 15,859
  that there were at the end of 1889.
- Of the wards that ended before codes existed it has the 15 old ones of 東京市; nine
  later ones are in `history_additions.csv`. Those of 神戸市 before 1945 are lacking.
- A body without `valid_to` was gone by 1970-04-01; when, is not known. `seen_on` is the
  last survey that shows it.
- A body that was founded anew under its old name (most often in 1948 to 1951, when
  mergers of wartime were undone) is one row. It has no `valid_to`, for geoshape tells
  the end of the first life only.
- The prefecture is the one at the body's end: 山口村 is in 長野県, which it left for
  岐阜県 (中津川市) in 2005. 東京府 and 東京都 have one code.
- A village of the 1920 survey may be there twice where that survey misspells its name.
"""


def report(
    bodies: pd.DataFrame,
    register: pd.DataFrame,
    places: Places,
    sources: dict[str, pd.DataFrame],
    stems: Stems,
    polygons: gpd.GeoDataFrame,
) -> str:
    """Return the report in Markdown.

    Parameters
    ----------
    bodies : DataFrame
        The former bodies by `body_id`, as they go into the table.
    register : DataFrame
        The register.
    places : Places
        Where the offices of `bodies` are.
    sources : dict of DataFrame
        The snapshots.
    stems : Stems
        The neighbourhoods of today.
    polygons : GeoDataFrame
        The municipalities of today: `lg_code`, `geometry`.
    """
    living = register[register["valid_to"].isna()].set_index("lg_code")
    name_of = living["name_ja"]
    coded = bodies[bodies["valid_to"] >= CODES_FROM]
    checks = check_successors(coded, register, sources, stems, polygons)
    addresses = _addresses(bodies, sources, name_of)
    parts = [
        _INTRODUCTION,
        "## In short\n",
        _table(_summary(bodies, coded, sources["geoshape_city"])),
        "## Municipalities alive on a day\n",
        "Published: the ministry's (MIC's) table of the number of municipalities "
        "(市町村数の変遷と明治・昭和の大合併の特徴) "
        "and its counts of the mergers of Heisei. Ours: register and history together. "
        "*sure*: their days say so; *perhaps*: no day says otherwise. "
        f"From {CODES_FROM:%Y-%m-%d} on the two are the same. Before, they differ by "
        "the bodies of which no source has the first or the last day.\n",
        _table(_counts(bodies, register)),
        "## Successors\n",
        _table(
            bodies["successor_basis"].value_counts(dropna=False).rename_axis("basis")
        ),
        _off_polygons(bodies, places, name_of),
        "### The address of the office\n",
        "The survey of offices (P34, 2014) has the address of the office or of the "
        "branch office on its site. Of "
        f"{len(addresses):,} bodies whose address names a municipality of the "
        f"prefecture, {int(addresses['same'].sum()):,} name the successor. Others:\n",
        _table(
            addresses.loc[~addresses["same"], ["body", "name", "successor", "address"]]
        ),
        "### The name among the neighbourhoods of today\n",
        "Bodies that ended since 1970-04-01, and whether a neighbourhood (町域) that "
        "begins with their name is in the successor or in one that borders on it.\n",
        _table(_crossed(checks)),
        "Found only next door: all were decided for the point, for the address of the "
        "office names the successor or the merger is well known; names such as 旭 "
        "and 大和 are common.\n",
        _table(
            checks.loc[
                ~checks["in_successor"] & checks["next_door"].ne(""),
                ["body", "name", "ended", "successor", "next_door", "address"],
            ]
        ),
        f"### Offices less than {BORDER_M:.0f} m from another body\n",
        "The polygons are generalized, so a point so near a border may be on the wrong "
        "side. Left out: those whose office's address names the successor. The others "
        "were all gone before 1970.\n",
        _table(_near_border(bodies, places, addresses, name_of)),
        "## Days that are doubtful\n",
        "Seen by a survey after the end that geoshape has: founded anew; "
        "no `valid_to`.\n",
        _table(_founded_anew(bodies, sources["geoshape_city"])),
        "Not seen by a survey well before the end that geoshape has: `valid_to` is "
        "kept, `valid_to_known` is False. In most the survey of 1920 spells the name "
        "differently.\n",
        _table(_missed(bodies)),
        "Had a code, but no last day, and are not alive:\n",
        _table(_endless(bodies)),
        "## Limits\n",
        _LIMITS,
        "## Corrections\n",
        _table(sources["corrections"].query("table == 'history'")),
        "## Additions\n",
        _table(sources["history_additions"].drop(columns=["latitude", "longitude"])),
    ]
    return "\n".join(parts)


def check_successors(
    bodies: pd.DataFrame,
    register: pd.DataFrame,
    sources: dict[str, pd.DataFrame],
    stems: Stems,
    polygons: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return which former municipalities live on in names of their successors.

    Returns
    -------
    DataFrame
        By `body_id`: `body`, `name`, `ended`, `successor` (name), `in_successor`
        (bool: a neighbourhood of the successor begins with the name), `next_door`
        (names of the bordering municipalities of which one does) and `address` (of the
        office, "" if not known).
    """
    living = register[register["valid_to"].isna()]
    name_of = living.set_index("lg_code")["name_ja"]
    wards = living[living["entity_type"] == "ward"].groupby("parent_code")["area_code"]
    parts = {code: list(areas) for code, areas in wards}
    touching = gpd.sjoin(polygons[["lg_code", "geometry"]], polygons[["geometry"]])
    beside: dict[str, list[str]] = {}
    for code, other in zip(touching["lg_code"], touching["index_right"], strict=True):
        if polygons.at[other, "lg_code"] != code:
            beside.setdefault(code, []).append(polygons.at[other, "lg_code"])
    address = _address(sources["geoshape_city"])
    rows = {}
    for body in bodies[bodies["entity_type"].isin(MUNICIPAL)].itertuples():
        codes = body.successors.split()

        def bears(code: str, stem: str = body.stem_ja) -> bool:
            return stems.bears(stem, [code[:5], *parts.get(code, ())])

        rows[body.Index] = (
            body.Index,
            body.name_ja,
            f"{body.valid_to:%Y-%m-%d}",
            "、".join(name_of[codes]),
            any(bears(code) for code in codes),
            "、".join(
                name_of[code]
                for code in sorted(beside.get(codes[0], ()))
                if bears(code)
            ),
            address.get(body.Index, ""),
        )
    columns = ["body", "name", "ended", "successor"]
    columns += ["in_successor", "next_door", "address"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _summary(
    bodies: pd.DataFrame, coded: pd.DataFrame, entries: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures of the whole table."""
    kept = bodies.index.isin(entries["entry_id"]).sum()
    dropped = ~entries["suffix"].isin(list("市町村区"))
    kana, recent = bodies["stem_kana"].notna(), coded["stem_kana"].notna()
    rows = [
        ("entries of geoshape", len(entries)),
        ("the same as in the register", len(entries) - kept - int(dropped.sum())),
        ("no municipality or ward", int(dropped.sum())),
        ("former bodies from geoshape", int(kept)),
        ("former bodies added by hand", len(bodies) - int(kept)),
    ]
    rows += [
        (f"of type {k}", n) for k, n in bodies["entity_type"].value_counts().items()
    ]
    for bound, word in (("valid_from", "first"), ("valid_to", "last")):
        known, told = bodies[f"{bound}_known"], bodies[bound].notna()
        rows += [
            (f"{word} day known", int(known.sum())),
            (f"{word} day doubtful, or from another body", int((told & ~known).sum())),
            (f"{word} day unknown", int((~told).sum())),
        ]
    rows += [
        ("with kana", f"{kana.sum():,} ({kana.mean():.1%})"),
        ("ended since 1970-04-01", len(coded)),
        ("of these with kana", f"{recent.sum():,} ({recent.mean():.1%})"),
    ]
    return pd.DataFrame(rows, columns=["what", "number"])


def _counts(bodies: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Return published and own counts of municipalities side by side."""
    rows = []
    for day, published in PUBLISHED_COUNTS.items():
        ours = count_municipalities(bodies, register, dt.date.fromisoformat(day))
        rows.append(
            {
                "day": day,
                "published": _listed(published),
                "ours, sure": _listed([ours["sure"].sum(), *ours["sure"]]),
                "ours, perhaps": _listed([ours["perhaps"].sum(), *ours["perhaps"]]),
            }
        )
    return pd.DataFrame(rows)


def _off_polygons(bodies: pd.DataFrame, places: Places, name_of: pd.Series) -> str:
    """Return the paragraph on points that lie in no polygon."""
    off = places.off_m[places.off_m > 0]
    none = bodies.index[bodies["successors"].isna()]
    named = [f"{i} {bodies.at[i, 'name_ja']}" for i in none]
    rows = pd.DataFrame(
        {
            "body": off.index,
            "name": bodies.loc[off.index, "name_ja"],
            "m": off.round().astype(int),
            "nearest": places.lg_code[off.index].map(name_of),
        }
    )
    return (
        f"Points in no polygon got the nearest within {TOLERANCE_M:,.0f} m; without a "
        f"successor: {'、'.join(named)} (Northern Territories).\n\n{_table(rows)}"
    )


def _address(entries: pd.DataFrame) -> dict[str, str]:
    """Return the address of each office that the survey of offices has."""
    of_survey = entries[entries["source"].str.contains("P34")]
    address = of_survey["source"].str.split("/").str[2]
    return dict(zip(of_survey["entry_id"], address, strict=True))


def _addresses(
    bodies: pd.DataFrame, sources: dict[str, pd.DataFrame], name_of: pd.Series
) -> pd.DataFrame:
    """Return the bodies whose office's address begins with a municipality's name."""
    address = _address(sources["geoshape_city"])
    by_prefecture = {
        prefecture: tuple(group)
        for prefecture, group in name_of.groupby(name_of.index.str[:2])
    }
    rows = {}
    told = bodies["successors"].notna() & bodies["entity_type"].isin(MUNICIPAL)
    for body in bodies[told].itertuples():
        written = _TOWN.sub("", address.get(body.Index, ""))
        names = name_of[body.successors.split()]
        same = written.startswith(tuple(names))
        known = by_prefecture[body.successors[:2]]
        if same or written.startswith(known):
            shown = (body.Index, body.name_ja, "、".join(names), written, same)
            rows[body.Index] = shown
    columns = ["body", "name", "successor", "address", "same"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _crossed(checks: pd.DataFrame) -> pd.DataFrame:
    """Return how often the name is found in the successor and next door."""
    near = checks["next_door"].ne("")
    table = pd.crosstab(checks["in_successor"], near)
    words = {True: "found", False: "not found"}
    table = table.rename(index=words, columns=words)
    return table.rename_axis("in the successor", axis=0).rename_axis(None, axis=1)


def _near_border(
    bodies: pd.DataFrame, places: Places, addresses: pd.DataFrame, name_of: pd.Series
) -> pd.DataFrame:
    """Return the bodies near a border of which no address names the successor."""
    confirmed = addresses.index[addresses["same"]]
    near = places.near[~places.near["row"].isin(confirmed)]
    body = bodies.loc[near["row"]]
    return pd.DataFrame(
        {
            "body": near["row"].to_numpy(),
            "name": body["name_ja"].to_numpy(),
            "successors": body["successors"].to_numpy(),
            "other": (near["lg_code"] + " " + near["lg_code"].map(name_of)).to_numpy(),
            "m": near["m"].round().astype(int).to_numpy(),
        }
    )


def _founded_anew(bodies: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies that a survey shows after their end."""
    end = entries.set_index("entry_id")["valid_to"].reindex(bodies.index).fillna("")
    rows = bodies[bodies["valid_to"].isna() & end.ne("")]
    return pd.DataFrame(
        {
            "body": rows.index,
            "name": rows["name_ja"],
            "ended in geoshape": end[rows.index],
            "seen on": rows["seen_on"].dt.strftime("%Y-%m-%d"),
        }
    )


def _missed(bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies that ended well after the last survey that shows them."""
    rows = bodies[bodies["valid_to"].notna() & ~bodies["valid_to_known"]]
    rows = rows[next_survey(rows) < rows["valid_to"]]
    return pd.DataFrame(
        {
            "body": rows.index,
            "name": rows["name_ja"],
            "ended": rows["valid_to"].dt.strftime("%Y-%m-%d"),
            "seen on": rows["seen_on"].dt.strftime("%Y-%m-%d"),
        }
    )


def _endless(bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies that had a code and have no last day."""
    rows = bodies[bodies["valid_to"].isna() & bodies["lg_code"].notna()]
    seen = rows["seen_on"].dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"body": rows.index, "name": rows["name_ja"], "seen on": seen})


def _listed(numbers: Iterable[int]) -> str:
    """Return the number of all, and in brackets those of each type."""
    total, *each = (f"{number:,}" for number in numbers)
    return f"{total} ({' + '.join(each)})"


def _table(rows: pd.DataFrame | pd.Series) -> str:
    """Return a frame as a Markdown table; a named index is a column of it."""
    if not len(rows):
        return "None.\n"
    if isinstance(rows, pd.Series) or rows.index.name in {"in the successor"}:
        rows = rows.reset_index()
    lines = [list(map(str, rows.columns)), ["---"] * len(rows.columns)]
    lines += rows.astype("object").fillna("").astype(str).to_numpy().tolist()
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
