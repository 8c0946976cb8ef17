"""A located list as the linked view reads it: rows, groups, places on the sheet."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis import schemas
from analysis.charts import insets, style, wording
from analysis.charts.findings import list_lines, list_sources
from analysis.charts.places import absences, area_remarks, boundary_lines, once, places
from analysis.explorer.ground import encode, lighter
from analysis.explorer.words import LANGUAGES, Both
from analysis.locate import LOCATION_COLUMNS
from analysis.printable import printable

UNRESOLVED = "unresolved"
"""The group, by type and by region, of ambiguous and unmatched rows."""

_TEXTS = (
    "published_name",
    "name_ja",
    "name_kana",
    "name_en",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "lg_code",
    "note",
    "candidates",
)
_READ = (
    *("number", "status", "entity_type", "region", "method", "confidence", "as_of"),
    *_TEXTS,
    *("latitude", "longitude", *LOCATION_COLUMNS, "geometry"),
)
_USUAL_TYPES = ("prefecture", "city", "special_ward", "town", "village")
_STOP = Both(".", "。")
_DECIMALS = 2  # of a kilometre on the sheet


def check(located: gpd.GeoDataFrame) -> None:
    """Raise `SchemaError` unless the view can be made of a table."""
    schemas.check(located, "located", columns=_READ)


def content(located: gpd.GeoDataFrame) -> dict[str, object]:
    """Return a list as the linked view reads it, ready for JSON.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        Entity table with polygons, as `analysis.locate` makes it, EPSG:6668.

    Returns
    -------
    dict
        `columns` and `rows`: the texts of each row, None where there is none;
            `entity_type` and `region` are groups; `body`, the same number for rows of
            one body; `point`, km on the sheet, and `box`, what to zoom to, both None
            for rows that are not on the map; `own`, whether the polygon is the body's.
        `shapes`: polygons by `body`, as `ground.encode` has them.
        `groups`: by column the groups, with colour, number of rows and names.
        `notes`: by language what a reader must know of the map.
    """
    table = located.reset_index(drop=True)
    resolved = table["status"].eq("resolved")
    rows = table[["number", "status", "method", "confidence"]].astype(object)
    for column in _TEXTS:
        rows[column] = [
            None if pd.isna(text) else printable(str(text)) for text in table[column]
        ]
    for column in ("entity_type", "region"):
        rows[column] = table[column].where(resolved, UNRESOLVED).fillna(UNRESOLVED)
    code = table["lg_code"].where(resolved)
    first = table.index.to_series().groupby(code).transform("first")
    rows["body"] = first.fillna(table.index.to_series()).astype(int)
    longitude, latitude = places(table)
    points, frames = insets.on_sheet(longitude, latitude)
    land = _land(table, frames)
    rows["point"] = _lists(points)
    rows["box"] = _lists(_boxes(land, points, frames))
    rows["own"] = table["boundary_of"].eq("own").fillna(False).astype(object)
    kept = once(table).index.intersection(np.flatnonzero(frames >= 0))
    kept = [n for n in kept if not shapely.is_empty(land[n])]
    return {
        "columns": list(rows),
        "rows": rows.astype(object).where(rows.notna(), None).to_numpy().tolist(),
        "shapes": dict(zip(map(str, kept), encode(lighter(land[kept])), strict=True)),
        "groups": {
            "entity_type": _groups(rows["entity_type"], style.TYPE_COLOURS),
            "region": _groups(
                rows["region"], dict.fromkeys(wording.REGIONS, style.BAR)
            ),
        },
        "notes": {
            lang: _notes(table, longitude, frames >= 0, lang) for lang in LANGUAGES
        },
    }


def _land(table: gpd.GeoDataFrame, frames: np.ndarray) -> np.ndarray:
    """Return the polygon of each row on the sheet, empty without."""
    geometry = table.geometry.array
    land = np.full(len(table), shapely.MultiPolygon(), dtype=object)
    there = (frames >= 0) & ~pd.isna(geometry)
    land[there] = insets.land_on_sheet(np.asarray(geometry[there]))
    return land


def _boxes(land: np.ndarray, points: np.ndarray, frames: np.ndarray) -> np.ndarray:
    """Return west, south, east and north of what to zoom to, NaN for nothing.

    All of a body that lies in the frame of its office, and the office.
    """
    parts, owner = shapely.get_parts(land, return_index=True)
    held = np.zeros(len(parts), dtype=int)
    for number, frame in enumerate(insets.FRAMES[1:], start=1):
        held[shapely.intersects(parts, shapely.box(*frame.box))] = number
    near = held == frames[owner]
    bounds = shapely.bounds(parts[near])
    low, high = points.copy(), points.copy()
    np.minimum.at(low, owner[near], bounds[:, :2])
    np.maximum.at(high, owner[near], bounds[:, 2:])
    return np.hstack([low, high])


def _lists(numbers: np.ndarray) -> list[list[float] | None]:
    """Return rows of numbers as lists, None for those with an unknown one."""
    return [
        None if np.isnan(row).any() else row.tolist()
        for row in numbers.round(_DECIMALS)
    ]


def _groups(column: pd.Series, colours: dict[str, str]) -> list[dict[str, object]]:
    """Return the groups of a column in their order, those of its rows at least."""
    usual = _USUAL_TYPES if column.name == "entity_type" else tuple(colours)
    counts = column.value_counts()
    known = [key for key in colours if key in usual or key in counts]
    others = sorted(set(counts.index) - set(known) - {UNRESOLVED})
    last = [UNRESOLVED] if UNRESOLVED in counts else []
    return [
        {
            "key": key,
            "colour": colours.get(key, style.UNKNOWN),
            "total": int(counts.get(key, 0)),
            **{lang: _group_name(key, lang) for lang in LANGUAGES},
        }
        for key in (*known, *others, *last)
    ]


def _group_name(key: str, lang: str) -> str:
    """Return what a group is called."""
    if key == UNRESOLVED:
        return wording.say(lang, "not resolved")
    if key in wording.REGIONS:
        return wording.region_name(lang, key)
    return wording.type_name(lang, key)


def _notes(
    table: gpd.GeoDataFrame, longitude: np.ndarray, shown: np.ndarray, lang: str
) -> list[str]:
    """Return what is not on the map, whose areas it shows, and whose boundaries."""
    on_map = once(table[shown])
    counted, uncounted = list_lines(table, lang)
    lines: Iterable[str] = (
        counted + getattr(_STOP, lang),
        uncounted,
        *absences(table["status"], longitude, lang, shown=shown),
        *area_remarks(on_map, lang),
        wording.say(lang, "map_note"),
        *boundary_lines(on_map, lang),
        *list_sources(table, lang),
    )
    return [line for line in lines if line]
