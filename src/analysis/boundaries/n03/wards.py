"""Which designated city a ward is part of."""

from functools import cache

import pandas as pd

from analysis.gazetteer.register import history, register


def cities_of(wards: pd.Series, city_names: pd.Series) -> pd.Series:
    """Return the area code of the city that each ward is part of.

    By the gazetteer, else by the name that stands beside the ward's, else, if none
    does, by the codes: the wards of a city follow it, up to the next city.

    Parameters
    ----------
    wards : Series
        Area codes of wards, missing in rows of other bodies.
    city_names : Series
        Names beside them, such as 熊本市, missing where there is none.

    Returns
    -------
    Series
        Text, missing for other bodies and for a ward of a city that is not known.
    """
    table = pd.DataFrame({"ward": wards, "city": city_names})
    table = table.dropna(subset="ward").drop_duplicates("ward").set_index("ward")
    by_name = _designated()
    known = _parents(by_name)
    found = {}
    for ward, city in table["city"].items():
        if ward in known:
            found[ward] = known[ward]
        elif isinstance(city, str):
            found[ward] = by_name.get((ward[:2], city))
        else:
            before = [code for code in by_name.values() if code < ward]
            is_near = before and before[-1][:2] == ward[:2]
            found[ward] = before[-1] if is_near else None
    return wards.map(found).astype("str")


def city_codes(prefectures: pd.Series, city_names: pd.Series) -> pd.Series:
    """Return the area codes of cities with wards by prefecture (two digits) and name.

    Text, missing where no designated city has that name: 東京市 (until 1943) never had
    a code.
    """
    places = zip(prefectures, city_names, strict=True)
    found = [_designated().get(place) for place in places]
    return pd.Series(found, city_names.index, dtype="str")


@cache
def _designated() -> dict[tuple[str, str], str]:
    """Return the area code of each designated city by prefecture and name, in order."""
    bodies = register()
    is_one = bodies["entity_type"].eq("city") & bodies["area_code"].str[2].eq("1")
    cities = bodies[is_one].sort_values("area_code")
    return {
        (row.prefecture_code, row.name_ja): row.area_code for row in cities.itertuples()
    }


def _parents(by_name: dict[tuple[str, str], str]) -> dict[str, str]:
    """Return the area code of the city of each ward, living or former."""
    former = history()
    former = former[former["parent_ja"].notna() & former["lg_code"].notna()]
    places = zip(former["prefecture_code"], former["parent_ja"], strict=True)
    table = dict(zip(former["lg_code"].str[:5], map(by_name.get, places), strict=True))
    living = register().dropna(subset="parent_code")
    codes = living["parent_code"].str[:5]
    return table | dict(zip(living["area_code"], codes, strict=True))
