"""Bodies in the vintages of N03 from before there were codes.

N03_007 holds at most some cities' later codes there, and one number such as 13000 for
all towns and villages of a prefecture.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

MUNICIPAL = ("市", "区", "町", "村")
"""How the names of municipalities and wards end."""

UNDETERMINED = "未定"
"""Part of what the areas of no body are called, such as 所属未定地."""

_SHOWN = 5


class Known(NamedTuple):
    """What is known of the bodies that features are of, by feature."""

    code: pd.Series
    """Area codes that are of one body, else missing."""
    county: pd.Series
    """Subprefecture and county, or city, of a body without such a code.

    Empty text where it lies in none; missing for features of other bodies, and of none.
    """


def tell_apart(attributes: pd.DataFrame, names: pd.Series, codes: pd.Series) -> Known:
    """Return the codes that are a body's own, and where the bodies without one lie.

    Two villages of a prefecture may have one name, but they lie in two counties.

    Parameters
    ----------
    attributes : DataFrame
        `N03_002`, `N03_003` and `N03_004`, text.
    names : Series
        The names of the features' bodies, missing where there is none.
    codes : Series
        The area codes given, five digits, missing where there is none.
    """
    municipal = names.str.endswith(MUNICIPAL, na=False)
    is_body = names.notna() & (attributes["N03_004"].notna() | municipal)
    is_body &= ~names.str.contains(UNDETERMINED, na=False)
    city = attributes["N03_004"].str.extract(r"^(.+市).+区$")[0]
    around = attributes["N03_003"].fillna(city)
    county = attributes["N03_002"].fillna("").str.cat(around, " ", na_rep="")
    county = county.str.strip().where(is_body)
    bodies = pd.DataFrame({"code": codes, "county": county, "name": names})
    bodies = bodies[is_body].dropna(subset="code").drop_duplicates()
    shared = bodies.loc[bodies["code"].duplicated(), "code"]
    codes = codes.mask(codes.isin(shared))
    return Known(codes, county.mask(codes.notna()))


def notes_on(bodies: pd.DataFrame, city_names: pd.Series) -> list[str]:
    """Return how many bodies have no code, and which wards are of no city with one.

    Parameters
    ----------
    bodies : DataFrame
        `kind`, `prefecture_code`, `county` (as `tell_apart` gives it) and `name_ja` of
        each feature.
    city_names : Series
        What stands before a ward's name, missing where nothing does.
    """
    uncoded = bodies.assign(city=city_names)[bodies["county"].notna()]
    uncoded = uncoded.drop_duplicates(["prefecture_code", "county", "name_ja"])
    if uncoded.empty:
        return []
    apart = uncoded[uncoded["kind"].eq("municipality")].dropna(subset="city")
    apart = apart[apart["name_ja"].str.endswith("区")].sort_values(["city", "name_ja"])
    return [
        f"{len(uncoded):,} bodies have no code of their own, which began in 1970: told "
        "apart by county and name",
        *(
            f"no code of {city} is known: its {len(names)} wards are taken as "
            f"municipalities: {listed(names)}"
            for city, names in apart.groupby("city")["name_ja"]
        ),
    ]


def listed(names: Iterable[str]) -> str:
    """Return the first of some names, for a message."""
    names = ["(no name)" if pd.isna(name) else name for name in names]
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
