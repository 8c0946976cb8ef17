"""Whose area a feature of N03 is, by its attributes in either schema.

Until 2023: N03_001 prefecture, N03_002 subprefecture, N03_003 county or designated
city, N03_004 municipality or ward, N03_007 code; those before 2005 have dates in
N03_005 and N03_006 besides. From 2024 on N03_003 is the county, N03_004 the city and
N03_005 the ward. Special wards stand alone, in N03_003 or in N03_004.
"""

import datetime as dt
from typing import NamedTuple

import pandas as pd

from analysis.boundaries.n03 import uncoded
from analysis.boundaries.n03.uncoded import MUNICIPAL, UNDETERMINED, listed
from analysis.boundaries.n03.wards import cities_of, city_codes
from analysis.errors import CodeError, SchemaError, SourceError
from analysis.gazetteer.body import CODES_BEGAN
from analysis.gazetteer.codes import parse_code
from analysis.gazetteer.register import register

SEVERAL_NAMES = "has several names, the first is taken"
"""What is noted of a code; the shapes of two bodies may be under it."""

_NEEDED = ("N03_001", "N03_004", "N03_007")
_COLUMNS = ("N03_001", "N03_002", "N03_003", "N03_004", "N03_005", "N03_007")
_FORMER_NAMES = {"東京府": "13"}  # until 1943
_MOST_UNCODED = 0.1
_TOKYO = "13"
_SHOWN = 5


class Bodies(NamedTuple):
    """Whose area each feature is, and what was odd."""

    table: pd.DataFrame
    """`area_code`, `kind`, `city_code`, `prefecture_code`, `name_ja`, by feature.

    And `county`, where a body without a code lies, which tells namesakes apart.
    """
    notes: tuple[str, ...]


def decode(texts: pd.DataFrame, declared: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Return text columns in the encoding in which the prefectures have their names.

    Parameters
    ----------
    texts : DataFrame
        The attributes of a shapefile read as Latin-1, which keeps every byte.
    declared : str or None
        What the .cpg file says, cp932 or utf-8; it is tried first.

    Returns
    -------
    tuple of DataFrame and list of str
        The columns decoded, and a note if they are not in the encoding declared.

    Raises
    ------
    SchemaError
        If a column is missing.
    SourceError
        If no encoding gives the names of prefectures.
    """
    _require_columns(texts)
    wanted = dict.fromkeys([declared, "cp932", "utf-8"])
    for encoding in filter(None, wanted):
        try:
            decoded = texts.apply(_decoded, encoding=encoding)
        except UnicodeDecodeError:
            continue
        if _are_prefectures(decoded):
            is_so = declared in (None, encoding)
            notes = [] if is_so else [f"in {encoding}, though its .cpg says {declared}"]
            return decoded, notes
    tried = ", ".join(filter(None, wanted))
    raise SourceError(
        f"the attributes are in none of the encodings {tried}: N03_001 does not hold "
        "names of prefectures; get the archive from its publisher again"
    )


def read_bodies(
    features: pd.DataFrame, prefecture: str | None, *, day: dt.date
) -> Bodies:
    """Return whose area each feature is.

    Parameters
    ----------
    features : DataFrame
        The attributes of N03; codes may have been read as numbers.
    prefecture : str or None
        That of the archive, two digits, for features that tell none.
    day : date
        The vintage: before there were codes, bodies are told apart by their names.

    Raises
    ------
    SchemaError
        If a column is missing, N03_001 holds other names than those of prefectures, or
        N03_007 something that is no code of the feature's prefecture.
    SourceError
        If more than a tenth of the named bodies of a day with codes have none.
    """
    attributes = _attributes(features)
    told = attributes["N03_001"].map(_prefectures())
    name, city_name = _names(attributes), _city_names(attributes)
    code = _area_codes(attributes["N03_007"], told)
    is_early = day.toordinal() < CODES_BEGAN
    if is_early:
        code, county = uncoded.tell_apart(attributes, name, code)
    else:
        county = pd.Series(pd.NA, code.index, dtype="str")
    kind = _kinds(code, name).mask(county.notna(), "municipality")
    notes = [] if is_early else _check_uncoded(name[code.isna()], name[code.notna()])
    code = code.mask(kind.eq("undetermined"))
    in_prefecture = code.str[:2].fillna(told).fillna(prefecture)
    city = cities_of(code.where(kind.eq("ward")), city_name)
    uncoded_ward = county.notna() & name.str.endswith("区", na=False)
    city = city.fillna(city_codes(in_prefecture, city_name.where(uncoded_ward)))
    kind = kind.mask(uncoded_ward & city.notna(), "ward")
    undivided = code.isin(city.dropna()) & kind.eq("municipality")
    if undivided.any():
        notes.append(
            f"{_bodies_of(code[undivided], name[undivided])}: areas besides those of "
            "its wards, kept as areas of no body"
        )
    notes += _renamed(code, name)
    table = pd.DataFrame(
        {
            "area_code": code.mask(undivided),
            "kind": kind.mask(undivided, "undetermined"),
            "city_code": city,
            "prefecture_code": in_prefecture,
            "name_ja": name,
            "county": county,
        },
        dtype="str",
    )
    notes += uncoded.notes_on(table, city_name)
    return Bodies(table, tuple(notes))


def _require_columns(features: pd.DataFrame) -> None:
    """Refuse a file of something else than N03."""
    missing = [column for column in _NEEDED if column not in features]
    if missing:
        raise SchemaError(
            f"the boundary file lacks {', '.join(missing)} "
            f"(found: {', '.join(features.columns)}); "
            "give an archive of 国土数値情報 N03 (行政区域)"
        )


def _attributes(features: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that are read as text, missing where they are empty."""
    _require_columns(features)
    texts = features.reindex(columns=list(_COLUMNS)).apply(_as_text)
    if not _are_prefectures(texts):
        names = texts["N03_001"].dropna().unique()
        raise SchemaError(
            f"N03_001 holds {', '.join(map(repr, names[:_SHOWN])) or 'nothing'}, not "
            "names of prefectures; give the archive as the ministry has it"
        )
    return texts


def _as_text(column: pd.Series) -> pd.Series:
    """Return a column as text without outer spaces; whole numbers without a point."""
    if pd.api.types.is_numeric_dtype(column):
        column = column.map("{:.10g}".format, na_action="ignore")
    texts = column.astype("str").str.strip()
    return texts.mask(texts.eq(""))


def _decoded(column: pd.Series, encoding: str) -> pd.Series:
    """Return text that was read as Latin-1 in another encoding."""
    if not pd.api.types.is_string_dtype(column):
        return column  # numbers, and dates in the archives before 2005
    distinct = column.dropna().unique()
    table = {text: text.encode("latin-1").decode(encoding) for text in distinct}
    return column.map(table)


def _prefectures() -> dict[str, str]:
    """Return the two digits of each prefecture by its name."""
    bodies = register()
    rows = bodies[bodies["entity_type"] == "prefecture"]
    names = dict(zip(rows["name_ja"], rows["prefecture_code"], strict=True))
    return names | _FORMER_NAMES


def _are_prefectures(texts: pd.DataFrame) -> bool:
    """Tell whether N03_001 holds names of prefectures and nothing else."""
    names = texts["N03_001"].dropna()
    return len(names) > 0 and bool(names.isin(list(_prefectures())).all())


def _area_codes(texts: pd.Series, prefectures: pd.Series) -> pd.Series:
    """Return area codes of five digits, missing where there is none."""
    texts = texts.mask(texts.str.fullmatch("0+") | texts.str.endswith("000"))
    pairs = pd.DataFrame({"text": texts, "prefecture": prefectures})
    distinct = pairs.dropna(subset="text").drop_duplicates()
    distinct["code"] = [
        _area_code(text, prefecture if isinstance(prefecture, str) else None)
        for text, prefecture in zip(
            distinct["text"], distinct["prefecture"], strict=True
        )
    ]
    codes = pairs.merge(distinct, how="left", validate="many_to_one")["code"]
    return codes.set_axis(texts.index).astype("str")


def _area_code(text: str, prefecture: str | None) -> str:
    """Return the area code that digits stand for, given the prefecture.

    A spreadsheet takes the leading zero from 01101 and from 011011; which of the two
    five digits are, only the prefecture tells.
    """
    for digits in (text, f"0{text}"):
        try:
            code = parse_code(digits)[:5]
        except CodeError:
            continue
        if prefecture in (code[:2], None):
            return code
    raise SchemaError(
        f"N03_007 holds {text!r}, which is no code of a body of prefecture "
        f"{prefecture or 'unknown'}; give the archive as the ministry has it"
    )


def _names(attributes: pd.DataFrame) -> pd.Series:
    """Return the name of each feature's body, of a ward without its city."""
    ward = attributes["N03_005"]  # a date in the archives before 2005
    ward = ward.where(ward.str.endswith("区", na=False))
    name = ward.fillna(attributes["N03_004"]).fillna(attributes["N03_003"])
    return name.str.replace(r"^.+市(?=.+区$)", "", regex=True)


def _kinds(code: pd.Series, name: pd.Series) -> pd.Series:
    """Return the kind of each feature's area.

    The codes from 101 to 199 are those of designated cities, their wards and the
    special wards of Tokyo.
    """
    number = code.str[2:]
    is_ward = number.between("101", "199") & code.str[:2].ne(_TOKYO)
    is_city = number.str.endswith("0") & name.str.endswith("市", na=False)
    is_undetermined = code.isna() | name.str.contains(UNDETERMINED, na=False)
    kind = pd.Series("municipality", code.index, dtype="str")
    kind = kind.mask(is_ward.fillna(False) & ~is_city.fillna(False), "ward")
    return kind.mask(is_undetermined, "undetermined")


def _city_names(attributes: pd.DataFrame) -> pd.Series:
    """Return the name of the city that stands before a ward's, in its field or one."""
    together = attributes["N03_004"].str.extract(r"^(.+市)")[0]
    beside = attributes["N03_003"]
    return together.fillna(beside.where(beside.str.endswith("市", na=False)))


def _check_uncoded(uncoded: pd.Series, coded: pd.Series) -> list[str]:
    """Refuse names without codes; return a note if it is but a few of all names."""
    lost = uncoded[uncoded.str.endswith(MUNICIPAL, na=False)]
    lost = lost[~lost.str.contains(UNDETERMINED)]
    names = sorted(lost.unique())
    if not names:
        return []
    if len(names) > _MOST_UNCODED * (len(names) + coded.nunique()):
        raise SourceError(
            f"N03_007 has no code for {len(names):,} bodies ({listed(names)}), as in "
            "vintages before 1970; is it of the day that it is called?"
        )
    return [f"without a code in N03_007, kept as areas of no body: {listed(names)}"]


def _renamed(code: pd.Series, name: pd.Series) -> list[str]:
    """Return notes on codes that bear more than one name."""
    pairs = pd.DataFrame({"code": code, "name": name}).dropna().drop_duplicates()
    twice = pairs[pairs["code"].duplicated(keep=False)].sort_values(
        "code", kind="stable"
    )
    return [
        f"{code} {SEVERAL_NAMES}: {listed(names)}"
        for code, names in twice.groupby("code")["name"]
    ]


def _bodies_of(code: pd.Series, name: pd.Series) -> str:
    """Return codes and names, each pair once, for a message."""
    return listed((code + " " + name).dropna().unique())
