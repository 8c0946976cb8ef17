"""What holds of `resolve` for any input at all, whatever the register says."""

import datetime as dt
import math
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gazetteer.codes import check_digit
from analysis.gazetteer.register import register
from analysis.resolve import RESOLUTION_COLUMNS, explain, resolve

DAY = dt.date(2020, 8, 21)
STATUSES = {"resolved", "ambiguous", "unmatched"}
METHODS = {"code", "exact", "romanization", "alias", "historical", "reading", "fuzzy"}

ODD_NAMES = [
    "",
    " ",
    "\0",
    "Kita\0kami City, Iwate",
    "\ud800",
    "北上市\udfff",
    "\u202eKitakami City, Iwate\u202c",
    "=HYPERLINK(1+1)",
    "@SUM(A1:A9)|cmd",
    "'; DROP TABLE register; --",
    "Kitakami' OR '1'='1",
    "<script>alert(1)</script>",
    "%s %d {} {0.__class__} \\x00 $(ls) `ls`",
    "../../etc/passwd",
    ".*+?[](){}^$|\\",
    "Ｋｉｔａｋａｍｉ　Ｃｉｔｙ，　Ｉｗａｔｅ",
    "市",
    "県市町村",
    "City",
    "Prefecture, City, Town",
    "City of , Prefecture",
    ",,,;;;((()))",
    "-shi -ken",
    "ー々〆ヶ",
    "A\u0301\u0301\u0301\u0301",
    "👨‍👩‍👧‍👦 City, 🗾 Prefecture",
    "nan",
    "None",
    "NA",
    "0",
    "-32069",
    "3206.9",
    "1e5",
    "٣٢٠٦٩",
    "032069032069",
    "not a place at all",
]
REAL_NAMES = [
    "Kitakami City, Iwate Prefecture",
    "Ôsyû-si, Iwate-ken",
    "Hirasei Town, Yamaguchi Prefecture",
    "Hiyoshitsu Village, Tottori Prefecture",
    "Kitakmai City, Iwate Prefecture",
    "Esashi Town, Hokkaido",
    "Fuchu City",
    "Fuchu City, Tokyo",
    "Chuo Ward, Sapporo City",
    "Hirao Town, Iwate Prefecture",
    "山口県熊毛郡平生町",
    "ひえづそん",
    "池田町",
    "Miyagi Prefecture",
    "Hokkaido",
    "032069",
    "32069",
    "032060",
    "Sasayama City, Hyogo Prefecture",
]
POOL = [*REAL_NAMES, *ODD_NAMES]

WORDS = [
    *("City", "Town", "village", "WARD", "Prefecture", "Pref.", "District", "of"),
    *("-shi", "-machi", " ken", "gun", "Japan", "Metropolis", "and", "Office"),
    *("Hirao", "Ōno", "Kochi", "Tokyo", "Fuchu", "Chuo", "Sapporo", "Kita", "n'"),
    *(
        "市",
        "町",
        "村",
        "区",
        "郡",
        "県",
        "都",
        "府",
        "道",
        "役場",
        "府中",
        "北",
        "東京",
    ),
    *("ヶ", "ノ", "・", "（", "）", "、", "し", "ちょう", "03", "2069", "132063"),
    *(",", " ", "(", ")", "-", "'", "\u200f", "\u00ad", "\u0304", "\0", "\n", "\ud83d"),
]
any_text = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from(WORDS), max_size=8
).map("".join)
no_text = [
    None,
    math.nan,
    pd.NA,
    pd.NaT,
    3.5,
    math.inf,
    32069.0,
    32069,
    -1,
    10**40,
    True,
    b"Kitakami City, Iwate",
    dt.date(2020, 8, 21),
    ("Kitakami", "Iwate"),
    ["Kitakami City"],
    {"name": "Kitakami"},
]
laws = settings(deadline=None, max_examples=60)


def rows(frame):
    """Return the rows as tuples, with None for what is missing."""
    missing = frame.isna().to_numpy()
    cells = zip(*(frame[column].tolist() for column in frame), strict=True)
    return [
        tuple(None if gap else cell for cell, gap in zip(row, gaps, strict=True))
        for row, gaps in zip(cells, missing, strict=True)
    ]


def as_objects(names):
    """Return names as a column that takes any text, lone surrogates too."""
    return pd.Series(names, dtype=object)


def as_categories(names):
    """Return names as a column of categories, all of the pool, used or not."""
    codes = [POOL.index(name) for name in names]
    categories = pd.Index(POOL, dtype=object)
    return pd.Series(pd.Categorical.from_codes(codes, categories))


@cache
def answer_of():
    """Return the row of each name of the pool, resolved all at once."""
    return dict(zip(POOL, rows(resolve(POOL, as_of=DAY)), strict=True))


@cache
def bodies():
    """Return what lies in a prefecture, with the stems and the prefecture's names."""
    table = register(DAY)
    table = table[table["has_government"]]
    prefectures = table[table["entity_type"] == "prefecture"]
    inside = table[table["entity_type"] != "prefecture"]
    return inside.to_dict("records"), prefectures.to_dict("records")


def assert_whole(frame, names):
    """Assert what every result is: a row per name, each of an allowed form."""
    assert list(frame.columns) == list(RESOLUTION_COLUMNS)
    assert len(frame) == len(names)
    for row in frame.astype(object).itertuples(index=False):
        assert row.status in STATUSES
        resolved = row.status == "resolved"
        # What is made of several bodies says so, though it is none of them.
        made_of_several = row.entity_type in ("union", "joint")
        assert pd.notna(row.entity_type) is (resolved or made_of_several)
        assert not (resolved and made_of_several)
        for column in ("name_ja", "prefecture_code", "method"):
            assert pd.notna(getattr(row, column)) is resolved, column
        assert pd.isna(row.lg_code) or (resolved and len(row.lg_code) == 6)
        assert pd.isna(row.method) or row.method in METHODS
        assert pd.notna(row.confidence) is resolved
        assert not resolved or 0 <= row.confidence <= 1
        assert resolved or row.note, "declined without a reason"
        assert row.status != "ambiguous" or row.candidates


# --- any text -----------------------------------------------------------------------


@laws
@given(st.lists(any_text, max_size=20))
def test_any_text_gives_one_row_of_an_allowed_form(names):
    assert_whole(resolve(names, as_of=DAY), names)


@pytest.mark.parametrize("name", POOL, ids=ascii)
def test_an_odd_name_is_a_row_and_can_be_explained(name):
    frame = resolve([name], as_of=DAY)
    assert_whole(frame, [name])
    explained = explain(name, as_of=DAY)
    assert explained.status == frame["status"].iloc[0]
    assert explained.note == frame["note"].iloc[0]
    assert explained.steps


@laws
@given(any_text)
def test_any_text_can_be_explained(name):
    explained = explain(name, as_of=DAY)
    assert explained.status in STATUSES
    assert explained.steps


@pytest.mark.parametrize("value", no_text, ids=repr)
def test_what_is_no_text_is_a_row_as_well(value):
    names = ["Kitakami City, Iwate", value, "北上市"]
    frame = resolve(names, as_of=DAY)
    assert_whole(frame, names)
    assert frame["lg_code"].tolist()[::2] == ["032069", "032069"]


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA, pd.NaT, ""], ids=repr)
def test_what_is_missing_is_unmatched(missing):
    assert resolve([missing], as_of=DAY)["status"].tolist() == ["unmatched"]


@pytest.mark.parametrize(
    "part",
    ["a", "市", "City ", "1", ",", "(", "ō", "Hirao Town, ", "平生町", "\u0301", "-"],
)
def test_a_megabyte_is_one_row(part):
    name = part * (1_000_000 // len(part))
    frame = resolve([name, "北上市"], as_of=DAY)
    assert_whole(frame, [name, "北上市"])
    assert frame["status"].tolist() == ["unmatched", "resolved"]


@laws
@given(
    st.sampled_from(REAL_NAMES),
    st.sampled_from(["\u00ad", "\u200b", "\u200e", "\u200f", "\u202e", "\ufeff"]),
    st.integers(0, 60),
)
def test_marks_that_no_one_sees_change_no_answer(name, mark, place):
    marked = resolve([name[:place] + mark + name[place:]], as_of=DAY)
    assert rows(marked) == [answer_of()[name]]


# --- an answer depends on the name alone --------------------------------------------


@laws
@given(
    names=st.lists(st.sampled_from(POOL), max_size=25),
    make=st.sampled_from([as_objects, as_categories]),
    data=st.data(),
)
def test_order_duplicates_and_index_make_no_difference(names, make, data):
    labels = st.sampled_from([0, 1, "x", None])
    index = data.draw(
        st.lists(labels, min_size=len(names), max_size=len(names)).map(
            lambda drawn: pd.Index(drawn, dtype=object, name="row")
        )
    )
    published = make(names).set_axis(index).rename("published")
    before = published.copy(deep=True)
    frame = resolve(published, as_of=DAY)
    assert rows(frame) == [answer_of()[name] for name in names]
    pd.testing.assert_index_equal(frame.index, index)
    pd.testing.assert_series_equal(published, before)


@pytest.mark.parametrize("name", POOL, ids=ascii)
def test_a_name_alone_is_resolved_as_among_others(name):
    assert rows(resolve([name], as_of=DAY)) == [answer_of()[name]]


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(5, 8),
        pd.Index([7, 7, 7]),
        pd.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 2)], names=["x", "y"]),
        pd.DatetimeIndex(["2020-01-01", "2019-01-01", None]),
        pd.CategoricalIndex(["b", "a", "b"]),
    ],
    ids=lambda index: type(index).__name__,
)
def test_every_index_is_kept(index):
    names = pd.Series(REAL_NAMES[:3], index=index)
    frame = resolve(names, as_of=DAY)
    pd.testing.assert_index_equal(frame.index, index)
    assert rows(frame) == [answer_of()[name] for name in REAL_NAMES[:3]]


@pytest.mark.parametrize(
    "dtype", ["object", "str", "string[python]", "string[pyarrow]", "category"]
)
def test_the_dtype_of_the_names_makes_no_difference(dtype):
    names = pd.Series([*REAL_NAMES, None, REAL_NAMES[0]], dtype=dtype)
    frame = resolve(names, as_of=DAY)
    expected = [answer_of()[name] for name in [*REAL_NAMES, "", REAL_NAMES[0]]]
    assert rows(frame) == expected


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(tuple(REAL_NAMES), id="tuple"),
        pytest.param(dict.fromkeys(REAL_NAMES).keys(), id="keys"),
        pytest.param(pd.Index(REAL_NAMES), id="Index"),
        pytest.param(pd.Series(REAL_NAMES).array, id="array"),
        pytest.param(pd.Series(REAL_NAMES).to_numpy(), id="numpy"),
    ],
)
def test_names_may_come_in_any_collection(names):
    frame = resolve(names, as_of=DAY)
    assert rows(frame) == [answer_of()[name] for name in REAL_NAMES]


def test_names_may_come_from_a_generator():
    frame = resolve((name for name in REAL_NAMES), as_of=DAY)
    assert rows(frame) == [answer_of()[name] for name in REAL_NAMES]


def test_unused_categories_leave_no_trace():
    frame = resolve(as_categories(POOL[:2]), as_of=DAY)
    assert rows(frame) == [answer_of()[name] for name in POOL[:2]]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([], id="list"),
        pytest.param([""], id="nothing resolved"),
        pytest.param(pd.Series(dtype=object), id="object"),
        pytest.param(pd.Series(dtype="str"), id="str"),
        pytest.param(pd.Series(dtype="category"), id="category"),
        pytest.param(pd.Series(dtype="float64"), id="float"),
        pytest.param(pd.Series([None, None]), id="missing"),
    ],
)
def test_columns_and_dtypes_are_always_the_same(names):
    frame = resolve(names, as_of=DAY)
    usual = resolve(REAL_NAMES, as_of=DAY)
    assert_whole(frame, names)
    # By name: which categories a column has depends on what was found.
    pd.testing.assert_series_equal(frame.dtypes.astype(str), usual.dtypes.astype(str))


# --- a prefecture is a hard constraint ----------------------------------------------


def spellings(body):
    """Return a body in several spellings, none of which states the prefecture."""
    stem, kind = body["name_en"].rsplit(" ", 1)
    spelled = {
        "English": f"{stem} {kind}",
        "kanji": body["name_ja"],
        "kana": body["name_kana"],
        "capitals": f"{kind} of {stem}".upper(),
        "stem": stem,
    }
    if len(body["name_ja"]) > 2:
        spelled["kanji stem"] = body["name_ja"][:-1]
    if isinstance(body["county_ja"], str):
        spelled["with county"] = body["county_ja"] + body["name_ja"]
    return spelled


def within(prefecture, spelling, name):
    """Return `name` with a prefecture stated in the same script."""
    if spelling == "kana":
        return prefecture["name_kana"] + name
    if spelling in ("kanji", "kanji stem", "with county"):
        return prefecture["name_ja"] + name
    return f"{name}, {prefecture['name_en']}"


@st.composite
def placed_names(draw):
    """Draw a body in a spelling, and a prefecture: its own one time in two."""
    inside, prefectures = bodies()
    body = draw(st.sampled_from(inside))
    spelling, name = draw(st.sampled_from(sorted(spellings(body).items())))
    own = next(
        p for p in prefectures if p["prefecture_code"] == body["prefecture_code"]
    )
    prefecture = draw(st.just(own) | st.sampled_from(prefectures))
    return name, prefecture["prefecture_code"], within(prefecture, spelling, name)


@settings(deadline=None, max_examples=40)
@given(st.lists(placed_names(), min_size=20, max_size=60))
def test_a_stated_prefecture_only_confirms_or_declines(cases):
    bare = rows(resolve([name for name, _, _ in cases], as_of=DAY))
    placed = rows(resolve([text for _, _, text in cases], as_of=DAY))
    columns = list(RESOLUTION_COLUMNS)
    for (_, code, text), *pair in zip(cases, bare, placed, strict=True):
        alone, stated = (dict(zip(columns, row, strict=True)) for row in pair)
        if stated["status"] != "resolved":
            continue
        # What is answered lies in the stated prefecture, whatever was found without.
        assert stated["prefecture_code"] == code, text
        if alone["status"] != "resolved":
            continue
        if alone["prefecture_code"] == code:
            assert (stated["lg_code"], stated["name_ja"]) == (
                alone["lg_code"],
                alone["name_ja"],
            ), text
        else:
            # A namesake there can only be a former one: a living one would have made
            # the name alone ambiguous, and no guess stands against an official name.
            assert stated["method"] == "historical", text


# --- codes --------------------------------------------------------------------------


@laws
@given(st.lists(st.text("0123456789", min_size=1, max_size=9), max_size=30))
def test_digits_are_a_code_to_the_letter_or_nothing(names):
    for name, row in zip(names, rows(resolve(names, as_of=DAY)), strict=True):
        status, lg_code = row[:2]
        meant = {
            5: {f"{name}{check_digit(name)}", f"0{name}"} if len(name) == 5 else set(),
            6: {name},
        }.get(len(name), set())
        assert status != "resolved" or lg_code in meant, name


def test_a_code_with_any_other_check_digit_is_never_resolved():
    codes = register(DAY)["lg_code"].tolist()[::7]
    wrong = [
        code[:5] + digit for code in codes for digit in "0123456789" if digit != code[5]
    ]
    assert "resolved" not in set(resolve(wrong, as_of=DAY)["status"])


# --- dates --------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:the register is")
@pytest.mark.parametrize(
    "day",
    [
        "1868-01-01",
        "1889-04-01",
        "1947-05-03",
        "1999-03-31",
        "2026-10-01",
        "2100-01-01",
    ],
)
def test_any_date_gives_a_row_for_every_name(day):
    assert_whole(resolve(POOL, as_of=day), POOL)


@pytest.mark.filterwarnings("ignore:the register is")
@settings(deadline=None, max_examples=25)
@given(st.dates(), st.lists(any_text | st.sampled_from(REAL_NAMES), max_size=4))
def test_no_date_and_text_raise(day, names):
    assert_whole(resolve(names, as_of=day), names)
