"""Each column of our tables, once: what it holds, and what it may not."""

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.schemas import values
from analysis.schemas.kinds import Anything, Day, Flag, Kind, Number, Shape, Text, Whole

_CODES_ARE_TEXT = (
    "codes are text with their zeros: read files of ours with analysis.read_results, "
    "others with dtype={'lg_code': str, 'prefecture_code': str}"
)
_CODE = "[0-9]{6}"
# The land of Japan, from Yonaguni to Minamitorishima and Okinotorishima to Etorofu.
_LATITUDES, _LONGITUDES = (20, 46), (122, 154)


def changed(column: pa.Column, **properties: object) -> pa.Column:
    """Return a column with some of its properties changed: `nullable=True`."""
    return pa.Column(**column.properties | properties)


def grouped(column: pa.Column, *, apart: bool, nullable: bool) -> pa.Column:
    """Return a column as a table of groups has it.

    A row for those that are in no group has its label, one of `APART`, in the first
    column of groups (`apart`), and nothing in others.
    """
    labels = values.APART if apart else ()
    checks = []
    for check in column.checks:
        said = check.statistics
        if check.name == "among":
            names = [each for each in said["among"] if each not in values.MADE_OF_MANY]
            checks.append(_among(*names, *labels))
        elif check.name == "pattern":
            checks.append(_pattern("|".join((said["pattern"], *labels)), check.error))
        else:
            checks.append(check)
    return changed(column, checks=checks, nullable=nullable)


def is_group(name: str) -> bool:
    """Tell whether a column is one that bodies are grouped by."""
    return name in _GROUPS


def _column(
    kind: Kind,
    description: str,
    *checks: pa.Check,
    nullable: bool = True,
    mend: str = "",
) -> pa.Column:
    """Return a column; `mend` says how values of another kind are made right."""
    return pa.Column(
        kind,
        checks=list(checks),
        nullable=nullable,
        description=description,
        metadata={"mend": mend},
    )


def _pattern(pattern: str, error: str) -> pa.Check:
    """Return the check that the whole of a text fits a pattern."""

    def fits(column: pd.Series) -> pd.Series:
        return column.astype("str").str.fullmatch(pattern)

    return pa.Check(fits, name="pattern", statistics={"pattern": pattern}, error=error)


def _among(*among: str) -> pa.Check:
    """Return the check that a value is one of some."""
    return pa.Check(
        lambda column: column.isin(among),
        name="among",
        statistics={"among": among},
        error=f"is none of {', '.join(among)}",
    )


def _range(low: float, high: float | None = None, *, error: str = "") -> pa.Check:
    """Return the check that a number is within bounds, the bounds included."""

    def fits(column: pd.Series) -> pd.Series:
        numbers = column.to_numpy(dtype=float)
        inside = (numbers >= low) & (numbers <= (np.inf if high is None else high))
        return pd.Series(inside & np.isfinite(numbers), column.index)

    said = f"is less than {low}" if high is None else f"is not from {low} to {high}"
    return pa.Check(
        fits,
        name="range",
        statistics={"low": low, "high": high},
        error=error or said,
    )


def _has_check_digit(column: pd.Series) -> pd.Series:
    """Tell which codes end in the right digit; what is no code is not judged here."""
    codes = pd.Series(column.unique(), dtype="str")
    codes = codes[codes.str.fullmatch(_CODE)]
    digits = np.array([list(code) for code in codes], dtype=int).reshape(-1, 6)
    remainders = (digits[:, :5] @ values.CHECK_DIGIT_WEIGHTS) % 11
    wrong = (11 - remainders) % 10 != digits[:, 5]
    return ~column.isin(codes[wrong])


_CHECK_DIGIT = pa.Check(
    _has_check_digit,
    name="check_digit",
    error="does not end in its check digit: mistyped, or no local government code",
)


def _code(description: str) -> pa.Column:
    error = f"is no local government code of six digits; {_CODES_ARE_TEXT}"
    checks = _pattern(_CODE, error), _CHECK_DIGIT
    return _column(Text(), description, *checks, mend=_CODES_ARE_TEXT)


def _one_of(description: str, *among: str, nullable: bool = True) -> pa.Column:
    return _column(Text(), description, _among(*among), nullable=nullable)


def _text(description: str, *, nullable: bool = True) -> pa.Column:
    return _column(Text(), description, nullable=nullable)


def _count(description: str, *, nullable: bool = False) -> pa.Column:
    return _column(Whole(), description, _range(0), nullable=nullable, mend=_TO_NUMBERS)


def _number(description: str, *bounds: float, nullable: bool = True) -> pa.Column:
    return _column(
        Number(), description, _range(*bounds), nullable=nullable, mend=_TO_NUMBERS
    )


_TO_NUMBERS = "turn it into numbers with pandas.to_numeric"
_SHARE = (0, 1)

COLUMNS = {
    "number": _column(Whole(), "number of the row in the published list"),
    "published_name": _text("name as published, never changed", nullable=False),
    "full_name": _text(
        "what is asked of the register: the name, with the place that the document "
        "states elsewhere",
        nullable=False,
    ),
    "entry": _text("the whole item or cell that the name stands in"),
    "group": _text("heading of the part of the list"),
    "role": _text("of a partner in a joint application, what its column is called"),
    "status": _one_of("what the name came to", *values.STATUSES, nullable=False),
    "lg_code": _code(
        "local government code, six digits: JIS X 0401 + JIS X 0402 + check digit"
    ),
    "current_lg_code": _code("code of the body that stands in its place today"),
    "prefecture_code": _column(
        Text(),
        "prefecture code, two digits: JIS X 0401",
        _pattern(
            "0[1-9]|[1-3][0-9]|4[0-7]",
            f"is no prefecture code, 01 to 47; {_CODES_ARE_TEXT}",
        ),
        mend=_CODES_ARE_TEXT,
    ),
    "prefecture_ja": _text("prefecture, Japanese"),
    "prefecture_en": _text("prefecture, English"),
    "county_ja": _text("county (郡) of a town or village"),
    "name_ja": _text("official name"),
    "name_kana": _text("official reading in hiragana"),
    "name_en": _text("official English name"),
    "entity_type": _one_of(
        "type of the body, or of what is no single one (union, joint)",
        *values.ENTITY_TYPES,
    ),
    "city_class": _one_of("class of a city on the as-of date", *values.CITY_CLASSES),
    "region": _one_of("customary region", *values.REGIONS),
    "telecom_bureau": _one_of(
        "MIC's regional bureau of telecommunications", *values.TELECOM_BUREAUS
    ),
    "latitude": _column(
        Number(),
        "office point, degrees north, JGD2011",
        _range(*_LATITUDES, error="is no latitude of Japan, 20 to 46 degrees north"),
        mend=_TO_NUMBERS,
    ),
    "longitude": _column(
        Number(),
        "office point, degrees east, JGD2011",
        _range(*_LONGITUDES, error="is no longitude of Japan, 122 to 154 degrees east"),
        mend=_TO_NUMBERS,
    ),
    "area_km2": _number(
        "area in km² of the body's own polygon, which may be generalized", 0
    ),
    "method": _one_of(
        "rule that found the body; historical: one of another time, reading: of its "
        "kanji, fuzzy: a slip",
        *values.METHODS,
    ),
    "confidence": _number("share of right answers on such evidence", *_SHARE),
    "candidates": _column(
        Text(),
        "codes that the name could mean, best first",
        _pattern(
            f"(?:{_CODE}(?: {_CODE})*)?",
            "are no local government codes, separated by spaces",
        ),
    ),
    "note": _text("what a reader should know about the row"),
    "as_of": _column(Day(), "day on which the bodies must exist", nullable=False),
    "page": _text("where the row stands in the source: page, or sheet of a workbook"),
    "line": _column(  # the names of the columns of a DataFrame stand in line 0
        Whole(), "line of the file or page, or row of the sheet", _range(0)
    ),
    "cell": _text("cell of a table, such as B5"),
    "boundary_of": _one_of(
        "whose the polygon is: that of a ward may be its city's, that of a body of "
        "another time its successor's or predecessor's",
        *values.BOUNDARY_OF,
    ),
    "boundary_lg_code": _code("code of the body whose the polygon is"),
    "boundary_source": _one_of(
        "who drew the polygon: jma, Japan Meteorological Agency; n03, 国土数値情報 N03",
        *values.BOUNDARY_SOURCES,
    ),
    "boundary_vintage": _column(Day(), "day of the boundaries"),
    "point_source": _one_of(
        "what the point is: the body's office, or a point inside its polygon",
        *values.POINT_SOURCES,
    ),
    "geometry": _column(Shape(), "polygon; JGD2011 in Parquet, WGS 84 in GeoJSON"),
    "error": _one_of("what is wrong with the name", *values.ERRORS, nullable=False),
    "certain": _column(
        Flag(), "whether the name was resolved; else to be checked", nullable=False
    ),
    "official_name": _text("official name in the script of the published one"),
    "evidence": _text("why the name is wrong"),
    "correction_en": _text("sentence for a correction notice, English"),
    "correction_ja": _text("sentence for a correction notice, Japanese"),
    "list": _text("date of the list, numbered if two bear the same", nullable=False),
    "body": _text(
        "code of the body that stands there today, or the published name of a row that "
        "is not resolved",
        nullable=False,
    ),
    "lists": _count("in how many lists the body is"),
    "first_list": _text("the first list that it is in", nullable=False),
    "last_list": _text("the last list that it is in", nullable=False),
    "movement": _one_of(
        "first: in a list for the first time; repeat: in one before; dropped: in the "
        "list before, but not in this one",
        *values.MOVEMENTS,
        nullable=False,
    ),
    "date": _column(
        Day(),
        "day of publication; the first of the month where only that is known",
        nullable=False,
    ),
    "title": _text("title of the list"),
    "rows": _count("rows of the list"),
    "not_resolved": _count("rows that are ambiguous or unmatched"),
    "bodies": _count("bodies of the list, each once"),
    "first": _count("bodies that are in a list for the first time"),
    "repeat": _count("bodies that were in a list before"),
    "dropped": _count("bodies of the list before that are not in this one"),
    "count": _count("bodies of the list in the group, each once"),
    "share": _number("count ÷ all rows of the list", *_SHARE),
    "eligible": _count("bodies that could apply on the as-of date"),
    "rate": _number("count ÷ eligible", *_SHARE),
    "rate_low": _number(
        "lower bound of the exact 95 % interval of rate (Clopper-Pearson)", *_SHARE
    ),
    "rate_high": _number("upper bound of the same", *_SHARE),
    "representation": _number(
        "share of the counted bodies ÷ share of the eligible ones; 1 is an even spread",
        0,
    ),
    "representation_low": _number(
        "lower bound of the exact 95 % interval of the share of the counted bodies "
        "(Clopper-Pearson), divided likewise",
        0,
    ),
    "representation_high": _number("upper bound of the same", 0),
    "p": _number(
        "probability, were every eligible body as likely to be chosen as any other, of "
        "all outcomes that are no likelier than this one",
        *_SHARE,
    ),
    "p_holm": _number("p adjusted for all rows of the table (Holm)", *_SHARE),
    "weight": _number("sum of the weights of the eligible bodies", 0),
    "per_100000": _number("count per 100,000 of the weight", 0),
    "weighted_representation": _number(
        "share of the counted bodies ÷ share of the weight", 0
    ),
    "weighted_representation_low": _number(
        "lower bound of the exact 95 % interval of the share of the counted bodies "
        "(Clopper-Pearson), divided likewise",
        0,
    ),
    "weighted_representation_high": _number("upper bound of the same", 0),
    "p_weighted": _number(
        "probability, were a group as likely to be chosen as its share of the weight, "
        "of all counts that are no likelier than this one (exact, two-sided)",
        *_SHARE,
    ),
    "by": _text("what the bodies are grouped by", nullable=False),
    "groups": _count("number of groups with an eligible body"),
    "counted": _count("bodies of the list that are in a group, each once"),
    "tables": _count("spreads over the groups that were gone through, or drawn"),
    "standard_error": _number("of p; 0 where it is exact", 0),
    "expected": _number("count under an even spread", 0),
    "fewest_high": _count(
        "least count that is significantly many (p of 0.05 or less)", nullable=True
    ),
    "most_low": _count(
        "largest count that is significantly few (p of 0.05 or less)", nullable=True
    ),
    "detectable_over": _number(
        "representation from which a list of this length shows a group to be "
        "over-represented, with a probability of 80 %",
        0,
    ),
    "detectable_under": _number(
        "representation up to which a list of this length shows a group to be "
        "under-represented, with a probability of 80 %",
        0,
    ),
}
"""Each column by its name."""

JOINT_METHOD = _one_of(
    "enumeration of all spreads, or monte carlo where they are too many",
    *values.JOINT_METHODS,
    nullable=False,
)
"""What `method` is of a joint test."""

CLASS_OF_ANY = _one_of(
    "class of a city on the as-of date; of other bodies not_a_city",
    *values.CITY_CLASSES,
    values.NO_CITY,
)
"""What `city_class` is where bodies of any type are grouped."""

A_LIST = _text("codes, or names, under which the body is in the list of that date")
"""A column of the panel; it is called by the date of its list."""

LIST_NAMES = r"\d{4}-\d{2}(-\d{2})?( \(\d+\))?"
"""How such a column is called."""

OWN_GROUP = _column(Anything(), "group of the user's own")
"""A column of the user's table that a breakdown groups by."""

OF_INPUT = _column(Anything(), "column of the input, as it was")
"""A column that stood in a table before resolution columns were put beside it."""

_GROUPS = frozenset(
    ["prefecture_code", "prefecture_ja", "prefecture_en", *values.GROUPINGS]
)
