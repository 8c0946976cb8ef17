"""What each source says of each body, side by side and as it says it.

The sources write bodies in their own ways: the Japan Meteorological Agency splits some
municipalities, Japan Post puts the county or the city before the name. Here each is
brought to one row per body; nothing is chosen or repaired.
"""

import re
from itertools import takewhile
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.gazetteer.codes import lg_code
from analysis.gazetteer.lifetimes import CODED, read_lifetimes
from analysis.names.romaji import to_hiragana

_FILES = (
    "lg_codes.csv",
    "jma_areas.csv",
    "postal_municipalities.csv",
    "postal_neighbourhoods.csv.gz",
    "geoshape_city.csv.gz",
    "geoshape_pref.csv",
    "kanjidic2_readings.csv.gz",
    "city_classes.csv",
    "corrections.csv",
    "history_additions.csv",
)
_PART_OF_CITY = re.compile(r"^(?:Eastern|Western|Southern|Northern) | \(.*\)$|^.*, ")
_POSTAL_NAME = re.compile(
    r"^(?P<front>.+?郡(?=.+[町村]$)|.+島(?=.+[町村]$))?(?P<name>.+)$"
)
# The longest front, for 北群馬郡 (Kita-Gumma County) has a "gun" inside.
_COUNTY_KANA = re.compile(r"^(?P<front>.+ぐん)(?P<name>.+)$")
_ISLAND_KANA = re.compile(r"^(?P<front>.+?じま)(?P<name>.+)$")
_SURVEY = r"(P\d\d-\d\d|\d{8})"
_WARD_OF_CITY = re.compile(r"^(?P<city>.+ City) (?P<ward>.+ Ward)$")


def read_snapshots(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the snapshots in `folder` by file name without ending; all cells are text.

    Raises
    ------
    SourceError
        If one of them is absent.
    """
    missing = [file for file in _FILES if not (folder / file).exists()]
    if missing:
        raise SourceError(
            f"{folder} lacks {', '.join(missing)}; is this the root of the project? "
            "restore them, or run python -m analysis.gazetteer.snapshots"
        )
    return {
        file.partition(".")[0]: pd.read_csv(
            folder / file, dtype=str, keep_default_na=False
        )
        for file in _FILES
    }


def gather_claims(sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the sources say of every body but the prefectures' own facts.

    Parameters
    ----------
    sources : dict of DataFrame
        As `read_snapshots` gives them.

    Returns
    -------
    DataFrame
        Index `lg_code`; columns `area_code`, `kind` (prefecture, municipality, ward),
        `parent_code`; `name_lg`, `name_jma`, `name_postal`, `name_geoshape`;
        `kana_lg`, `kana_jma`, `kana_postal`; `english_jma`; `prefecture_postal`,
        `prefecture_geoshape`; `county_postal`, `county_kana_postal`,
        `county_geoshape`; `valid_from`, `latitude`, `longitude`, `office`,
        `office_address`. Text; missing where a source is silent.
    """
    bodies = _bodies(sources["lg_codes"], sources["postal_municipalities"])
    return (
        bodies.join(_meteorological(sources["jma_areas"]), on="area_code")
        .join(_postal(bodies, sources["postal_municipalities"]))
        .join(_historical(sources), on="area_code")
    )


def _bodies(codes: pd.DataFrame, postal: pd.DataFrame) -> pd.DataFrame:
    """Return the bodies of the code list and the wards that only the post knows."""
    bodies = pd.DataFrame(
        {
            "lg_code": codes["code"],
            "area_code": codes["code"].str[:5],
            "kind": codes["type"],
            "parent_code": codes["parent_code"],
            "name_lg": codes["name"],
            "kana_lg": codes["kana"],
        }
    )
    cities = bodies[bodies["kind"] == "municipality"]
    newer = postal[~postal["jisx0402"].isin(bodies["area_code"])]
    wards = [
        {
            "lg_code": lg_code(row.jisx0402),
            "area_code": row.jisx0402,
            "kind": "ward",
            "parent_code": _city_of(row.city, row.jisx0402, cities),
        }
        for row in newer.itertuples()
    ]
    return pd.concat([bodies, pd.DataFrame(wards)]).set_index("lg_code").sort_index()


def _city_of(name: str, area_code: str, cities: pd.DataFrame) -> str:
    """Return the code of the city whose ward the post calls `name`."""
    same_prefecture = cities["area_code"].str[:2] == area_code[:2]
    leads = cities["name_lg"].map(lambda city: name.startswith(city) and name != city)
    found = cities.loc[same_prefecture & leads, "lg_code"]
    if len(found) != 1:
        raise SourceError(
            f"area code {area_code} ({name}) is in the postal data, not in the code "
            "list, and no ward of one of its cities: take a newer code list"
        )
    return found.item()


def _meteorological(areas: pd.DataFrame) -> pd.DataFrame:
    """Return names by area code, a municipality that is split as one row.

    English names of parts read "Akan, Kushiro City", "Eastern Sendai City" or "Sasebo
    City (Uku Area)"; the parts must agree on the whole. Of Hiroshima there are only
    wards. Kanji and kana of parts have no mark where the whole ends: what all parts
    begin with is kept up to the last suffix of a city, town or village.
    """
    areas = areas.assign(area_code=areas["code"].str[:5])
    english = areas["name_en"].str.extract(_WARD_OF_CITY)
    is_ward = english["ward"].notna()
    in_city = areas["area_code"].str[:3] + "00"
    parts = areas.assign(
        area_code=areas["area_code"].mask(is_ward, in_city),
        name_en=areas["name_en"].mask(is_ward, english["city"]),
    )
    rows = []
    for area_code, group in parts.groupby("area_code"):
        wholes = {_PART_OF_CITY.sub("", name) for name in group["name_en"]}
        if len(wholes) != 1:
            raise SourceError(
                f"jma_areas.csv: the parts of {area_code} disagree on the English "
                f"name of the whole: {', '.join(sorted(wholes))}"
            )
        rows.append(
            (
                area_code,
                _whole(group["name"], r".*[市町村]"),
                _whole(group["kana"], r".*(?:し|ちょう|まち|むら|そん)"),
                wholes.pop(),
            )
        )
    whole = pd.DataFrame(
        rows, columns=["area_code", "name_jma", "kana_jma", "english_jma"]
    ).set_index("area_code")
    city = whole.loc[in_city[is_ward]]
    wards = pd.DataFrame(
        {
            "name_jma": _without(areas.loc[is_ward, "name"], city["name_jma"]),
            "kana_jma": _without(areas.loc[is_ward, "kana"], city["kana_jma"]),
            "english_jma": english.loc[is_ward, "ward"].to_numpy(),
        },
        index=areas.loc[is_ward, "area_code"],
    )
    return pd.concat([whole, wards])


def _postal(bodies: pd.DataFrame, postal: pd.DataFrame) -> pd.DataFrame:
    """Return names by local government code, county or city taken off their front.

    The post lists the wards of designated cities in place of the cities. A city's kana
    is what the kana of its wards begin with, up to the last "shi".
    """
    listed = bodies.reset_index().merge(
        postal, left_on="area_code", right_on="jisx0402", validate="one_to_one"
    )
    listed["kana"] = listed["city_kana"].map(to_hiragana)
    wards = listed[listed["kind"] == "ward"]
    kana_of_city = wards.groupby("parent_code")["kana"].agg(
        lambda kana: _whole(kana, r".*し")
    )
    name_of_city = bodies["name_lg"]
    in_city = pd.DataFrame(
        {
            "lg_code": wards["lg_code"],
            "name_postal": _without(wards["city"], name_of_city[wards["parent_code"]]),
            "kana_postal": _without(wards["kana"], kana_of_city[wards["parent_code"]]),
            "prefecture_postal": wards["prefecture"],
        }
    )
    cities = pd.DataFrame(
        {
            "lg_code": kana_of_city.index,
            "name_postal": name_of_city[kana_of_city.index].to_numpy(),
            "kana_postal": kana_of_city.to_numpy(),
        }
    )
    others = listed[listed["kind"] == "municipality"]
    name = others["city"].str.extract(_POSTAL_NAME)
    in_county = name["front"].str.endswith("郡", na=False)
    on_island = name["front"].str.endswith("島", na=False)
    of_county = others["kana"].where(in_county).str.extract(_COUNTY_KANA)
    of_island = others["kana"].where(on_island).str.extract(_ISLAND_KANA)
    whole = pd.DataFrame(
        {
            "lg_code": others["lg_code"],
            "name_postal": name["name"],
            "kana_postal": of_county["name"]
            .fillna(of_island["name"])
            .fillna(others["kana"]),
            "county_postal": name["front"].where(in_county),
            "county_kana_postal": of_county["front"],
            "prefecture_postal": others["prefecture"],
        }
    )
    return pd.concat([whole, cities, in_city]).set_index("lg_code")


def _historical(sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return validity, county and office point by area code, of the latest entry.

    An entry is `area code`A`year`; its column `code` also lists predecessors or is
    blank, so it is not used. Entries that have ended are left out. A first day that is
    blank follows from the last one of the village or town of the same name before it.
    """
    first_day = read_lifetimes(sources)["valid_from"].dt.strftime("%Y-%m-%d")
    entries = sources["geoshape_city"]
    coded = entries[
        entries["entry_id"].str.fullmatch(CODED) & entries["valid_to"].eq("")
    ].sort_values("entry_id")
    coded = coded.assign(area_code=coded["entry_id"].str[:5])
    latest = coded.drop_duplicates("area_code", keep="last").set_index("area_code")
    source = latest["source"].str.split("/")
    office = source.str[1] + " (" + latest["source"].str.extract(_SURVEY)[0] + ")"
    county = latest["countyname"]
    return pd.DataFrame(
        {
            "name_geoshape": latest["body"] + latest["suffix"],
            "prefecture_geoshape": latest["prefname"],
            "county_geoshape": county.where(county.str.endswith("郡")),
            "valid_from": latest["entry_id"].map(first_day),
            "latitude": latest["latitude"],
            "longitude": latest["longitude"],
            "office": office,
            "office_address": source.str[2],
        }
    )


def _without(names: pd.Series, fronts: pd.Series) -> list[str]:
    """Return each name without the front that belongs to it."""
    return [name.removeprefix(front) for name, front in zip(names, fronts, strict=True)]


def _whole(names: pd.Series, pattern: str) -> str:
    """Return the only name, or what several begin with, up to `pattern`."""
    if len(names) == 1:
        return names.iloc[0]
    alike = takewhile(lambda chars: len(set(chars)) == 1, zip(*names, strict=False))
    common = "".join(chars[0] for chars in alike)
    found = re.match(pattern, common)
    return found.group() if found else common
