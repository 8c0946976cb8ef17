import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.aliases import (
    ALIAS_COLUMNS,
    Alias,
    Aliases,
    alias_key,
    as_aliases,
    read_aliases,
)
from analysis.errors import SchemaError, SourceError

DAY = dt.date(2020, 8, 21)
HEADER = "published_name,lg_code,valid_from,valid_to,source\n"
GOOD = (
    HEADER
    + "Hirasei,353442,,,telephone call\n"
    + '"Old Port, Aomori",022012,2019-01-01,2020-04-01,letter\n'
    + '"Old Port, Aomori",022039,2020-04-01,,letter\n'
)
KNOWN = {"353442", "022012", "022039", "032069"}


def table(**columns):
    """Return a frame of one entry, with some cells other than usual."""
    entry = {
        "published_name": "Hirasei",
        "lg_code": "353442",
        "valid_from": None,
        "valid_to": None,
        "source": "telephone call",
    }
    return pd.DataFrame([entry | columns], dtype=object)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_table_is_read_as_text_and_dates(good):
    read = read_aliases(good)
    assert read.columns.tolist() == list(ALIAS_COLUMNS)
    assert read.index.tolist() == [2, 3, 4]
    assert read["lg_code"].tolist() == ["353442", "022012", "022039"]
    assert {str(read[c].dtype) for c in ("published_name", "lg_code", "source")} == {
        "str"
    }
    assert read["valid_from"].dtype == read["valid_to"].dtype == "datetime64[ms]"
    assert read["valid_to"].tolist() == [pd.NaT, pd.Timestamp("2020-04-01"), pd.NaT]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends_make_no_difference(good, tmp_path, encoding, line_end):
    text = GOOD + "平生,353442,,,電話\n"
    path = tmp_path / "other.csv"
    path.write_bytes(text.replace("\n", line_end).encode(encoding))
    good.write_text(text, encoding="utf-8")
    pd.testing.assert_frame_equal(read_aliases(path), read_aliases(good))


def test_blank_lines_other_columns_and_their_order_make_no_difference(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text(
        "remark,source,valid_to,valid_from,lg_code,published_name\n"
        "\n"
        "sure,telephone call,,,353442,平生\n",
        encoding="utf-8",
    )
    read = read_aliases(path)
    assert read.columns.tolist() == list(ALIAS_COLUMNS)
    assert read.index.tolist() == [3]
    assert read["published_name"].tolist() == ["平生"]


def test_a_table_without_entries_is_empty_and_finds_nothing(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text(HEADER, encoding="utf-8")
    aliases = as_aliases(path)
    assert len(aliases) == 0
    assert aliases.find("Hirasei", DAY) is None
    assert aliases.unused(["Hirasei"], DAY).empty


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(
            ["Hirasei,353442,,,call", ",353442,,,call"],
            "line 3 has an empty published_name; write the name",
            id="empty name",
        ),
        pytest.param(
            ["\u200b,353442,,,call"],
            "line 2 has a published_name of invisible characters only",
            id="invisible name",
        ),
        pytest.param(
            ["Hirasei,,,,call"],
            "line 2 has no lg_code; write the code .* such as '032069'",
            id="no code",
        ),
        pytest.param(
            ["Kitakami,32069,,,call"],
            r"line 2 has the lg_code '32069' of five digits: .*write all six digits "
            r"\(032069\?\) and keep the column as text",
            id="leading zero lost",
        ),
        pytest.param(
            ["Kitakami,03206,,,call"],
            r"line 2 .*the check digit is not there; .*\(032069\?\)",
            id="area code",
        ),
        pytest.param(
            ["Kitakami,99999,,,call"],
            "of five digits: .*write all six digits and keep",
            id="five digits of nobody",
        ),
        pytest.param(
            ["Kitakami,032060,,,call"],
            "line 2: '032060' is no local government code: the check digit of 03206 "
            "is 9, not 0; look the body up and mend the lg_code",
            id="check digit",
        ),
        pytest.param(
            ["Kitakami,999997,,,call"],
            "line 2: no body in the register has the code '999997'; look the body up",
            id="unknown code",
        ),
        pytest.param(
            ["Hirasei,Hirao,,,call"],
            "line 2: lg_code 'Hirao' is no local government code; want six digits",
            id="no digits",
        ),
        pytest.param(
            ["Hirasei,３５３４４２,,,call"],
            "line 2: lg_code '３５３４４２' is no local government code",
            id="full-width digits",
        ),
        pytest.param(
            ["Hirasei,353442,2020/4/1,,call"],
            "line 2: valid_from is '2020/4/1' .*; want a date such as '2020-04-01'",
            id="date of a spreadsheet",
        ),
        pytest.param(
            ["Hirasei,353442,,2021-02-29,call"],
            r"line 2: valid_to is '2021-02-29' \(day is out of range for month\)",
            id="no such day",
        ),
        pytest.param(
            ["Hirasei,353442,2020-04-01,2020-04-01,call"],
            "line 2 is valid from 2020-04-01 to 2020-04-01, which is not one day; "
            "valid_to is the first day on which it holds no more",
            id="period without a day",
        ),
        pytest.param(
            ["Hirasei,353442,2020-04-02,2020-04-01,call"],
            "line 2 is valid from 2020-04-02 to 2020-04-01",
            id="period backwards",
        ),
        pytest.param(
            ["Hirasei,353442,,,"],
            "line 2 has an empty source; say who gave the answer",
            id="no source",
        ),
        pytest.param(
            ["Port,022012,,,call", "ＰＯＲＴ,022039,2020-04-01,,call"],
            "lines 2 and 3 say that 'ＰＯＲＴ' is 022012 and 022039 on the same days; "
            "delete one, or part their periods",
            id="two codes on a day",
        ),
        pytest.param(
            ["Port,022012,,,call", "Iga,353442,,,call", "port,022012,,,letter"],
            "lines 2 and 4 are the same entry, 'port' is 022012 .*; delete one",
            id="twice the same",
        ),
    ],
)
def test_a_wrong_row_is_named_with_file_line_and_remedy(tmp_path, rows, message):
    path = tmp_path / "mine.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=rf"^mine\.csv: .*{message}"):
        read_aliases(path)


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        pytest.param(
            b"published_name,lg_code,valid_from,valid_to\n",
            SchemaError,
            r"mine\.csv has no column 'source' \(found: published_name, .*\); want",
            id="missing column",
        ),
        pytest.param(
            b"published_name,lg_code,valid_from,valid_to,source,lg_code\n",
            SchemaError,
            r"mine\.csv has twice the column 'lg_code'",
            id="column twice",
        ),
        pytest.param(b"", SourceError, r"mine\.csv is empty", id="empty file"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            SourceError,
            r"mine\.csv is no text file: it holds bytes that no text has",
            id="image",
        ),
        pytest.param(
            (HEADER + "Hirasei, Yamaguchi,353442,,,call\n").encode(),
            SourceError,
            r"mine\.csv: line 2 has 6 cells, but there are 5 columns; put .* quotation",
            id="unquoted comma",
        ),
    ],
)
def test_a_wrong_file_is_named_with_a_remedy(tmp_path, content, error, message):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=message):
        read_aliases(path)


def test_an_absent_file_is_a_source_error(tmp_path):
    with pytest.raises(SourceError, match=r"there is no alias table .*none\.csv"):
        read_aliases(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        pytest.param(
            table(lg_code=353442),
            r"aliases: row 1 has the lg_code 353442 as a number.*\(dtype=str\)",
            id="code as a number",
        ),
        pytest.param(
            table(published_name=None), "row 1 has an empty published_name", id="None"
        ),
        pytest.param(table(source=float("nan")), "row 1 has an empty source", id="NaN"),
        pytest.param(
            pd.concat([table(), table(source="letter")]),
            "aliases: rows 1 and 2 are the same entry",
            id="twice the same",
        ),
        pytest.param(
            table().drop(columns="valid_from"),
            "aliases has no column 'valid_from'",
            id="missing column",
        ),
    ],
)
def test_a_wrong_frame_is_named_by_row(frame, message):
    with pytest.raises(SchemaError, match=message):
        as_aliases(frame)


@pytest.mark.parametrize(
    "day",
    [
        "2020-04-01",
        dt.date(2020, 4, 1),
        dt.datetime(2020, 4, 1, 12),
        pd.Timestamp("2020-04-01"),
    ],
    ids=lambda day: type(day).__name__,
)
def test_a_frame_may_hold_dates_of_any_kind(day):
    (entry,) = as_aliases(table(valid_from=day, valid_to=None)).entries
    assert (entry.valid_from, entry.valid_to) == (dt.date(2020, 4, 1), None)


def test_a_lone_surrogate_in_a_frame_does_no_harm():
    aliases = as_aliases(table(published_name="Port \ud800"))
    assert aliases.unused([], DAY)["published_name"].tolist() == ["Port ?"]


def test_codes_can_be_checked_against_another_register(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text(HEADER + "Atlantis,999997,,,legend\n", encoding="utf-8")
    read = read_aliases(path, known_codes={"999997"})
    aliases = Aliases.from_frame(read, known_codes={"999997"})
    assert aliases.find("Atlantis", DAY).lg_code == "999997"
    with pytest.raises(SchemaError, match="no body in the register has the code"):
        read_aliases(path, known_codes=KNOWN)


def test_every_form_of_a_table_gives_the_same_entries(good):
    aliases = as_aliases(good)
    assert as_aliases(str(good)) == as_aliases(read_aliases(good)) == aliases
    assert as_aliases(aliases) is aliases
    assert as_aliases(None) == Aliases()


def test_an_entry_tells_name_code_period_source_and_line(good):
    assert as_aliases(good).find("old port, AOMORI", DAY) == Alias(
        published_name="Old Port, Aomori",
        lg_code="022039",
        valid_from=dt.date(2020, 4, 1),
        valid_to=None,
        source="letter",
        row=4,
    )


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2018-12-31", None),
        ("2019-01-01", "022012"),
        ("2020-03-31", "022012"),
        ("2020-04-01", "022039"),
        ("2100-01-01", "022039"),
    ],
)
def test_the_date_of_the_list_decides_between_periods(good, day, code):
    found = as_aliases(good).find("Old Port, Aomori", dt.date.fromisoformat(day))
    assert (found and found.lg_code) == code


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Hirasei", True),
        ("ＨＩＲＡＳＥＩ", True),
        ("  hira\u00adsei ", True),
        ("Hirasei Town", False),
        ("Hira", False),
        ("", False),
        ("\ud800", False),
    ],
)
def test_the_whole_folded_name_is_compared(good, text, is_found):
    assert (as_aliases(good).find(text, DAY) is not None) is is_found


def test_unused_entries_are_listed_with_why(good):
    unused = as_aliases(good).unused(["Old  Port, Aomori", None, 3.5], DAY)
    assert unused.index.tolist() == [2, 3]
    assert unused.columns.tolist() == [*ALIAS_COLUMNS, "why"]
    assert unused["why"].tolist() == ["no such name", "not valid on 2020-08-21"]
    assert unused["published_name"].tolist() == ["Hirasei", "Old Port, Aomori"]


def test_nothing_is_unused_where_every_entry_settles_a_name(good):
    aliases = as_aliases(good)
    spring = dt.date(2020, 3, 31)
    names = pd.Series(["HIRASEI", "Old Port, Aomori"], index=["x", "x"])
    assert aliases.unused(names, spring)["published_name"].tolist() == [
        "Old Port, Aomori"
    ]
    unused = aliases.unused(pd.Series(dtype=object), spring)
    assert unused["why"].tolist() == ["no such name"] * 3


days = st.none() | st.dates(dt.date(1889, 4, 1), dt.date(2100, 1, 1))
names = st.sampled_from(["Port", "PORT", "Harbour", "港", "Ｐort", "Q  R", "q r"])
entries = st.fixed_dictionaries(
    {
        "published_name": names,
        "lg_code": st.sampled_from(sorted(KNOWN)),
        "valid_from": days,
        "valid_to": days,
        "source": st.just("a colleague"),
    }
)
tables = st.lists(entries, max_size=6).map(
    lambda rows: pd.DataFrame(rows, columns=list(ALIAS_COLUMNS), dtype=object)
)


@given(tables, names, st.dates(dt.date(1880, 1, 1), dt.date(2110, 1, 1)))
def test_a_table_is_refused_or_gives_each_name_one_code_a_day(frame, name, day):
    rows = [
        row
        for row in frame.itertuples()
        if alias_key(row.published_name) == alias_key(name)
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day < row.valid_to)
    ]
    try:
        aliases = Aliases.from_frame(frame, known_codes=KNOWN)
    except SchemaError:
        return
    found = aliases.find(name, day)
    assert {row.lg_code for row in rows} == ({found.lg_code} if found else set())


@given(tables, st.lists(names), st.dates(dt.date(1880, 1, 1), dt.date(2110, 1, 1)))
def test_an_entry_is_unused_or_settles_a_name(frame, published, day):
    try:
        aliases = Aliases.from_frame(frame, known_codes=KNOWN)
    except SchemaError:
        return
    unused = set(aliases.unused(published, day).index)
    found = [aliases.find(name, day) for name in published]
    assert unused.isdisjoint(entry.row for entry in found if entry)
    keys = {alias_key(name) for name in published}
    used = {e.row for e in aliases.entries if e.key in keys and e.holds_on(day)}
    assert unused | used == set(range(1, len(frame) + 1))


@given(tables)
def test_what_is_read_can_be_checked_again(frame):
    try:
        aliases = Aliases.from_frame(frame, known_codes=KNOWN)
    except SchemaError:
        return
    all_of_it = aliases.unused([], DAY).drop(columns="why")
    assert Aliases.from_frame(all_of_it, known_codes=KNOWN) == aliases


@given(st.text())
def test_any_text_can_be_looked_up(text):
    assert as_aliases(table()).find(text, DAY) is None or alias_key(text) == "hirasei"
