import datetime as dt
import json

import pandas as pd
import pytest

from analysis import packaged_announcement, read_announcement
from analysis.errors import SchemaError, SourceError
from analysis.sources.text import parse_text

LIST = "1 Kitakami City, Iwate Prefecture\n2 Miyagi Prefecture\n"


def test_press_release_gives_title_date_period_count_and_rows(press_release):
    read = read_announcement(press_release)
    assert read.date == dt.date(2020, 8, 21)
    assert (read.appeal_from, read.appeal_to) == (
        dt.date(2020, 5, 29),
        dt.date(2020, 7, 31),
    )
    assert read.title.startswith("Decision on entities supported under FY2020")
    assert read.programme == "FY2020 Example Programme (Pilot Type)"
    assert read.publisher == "Ministry of Internal Affairs and Communications (MIC)"
    assert read.stated_count == 12
    assert read.problems == ()
    assert read.entities["number"].tolist() == list(range(1, 13))
    assert read.entities["line"].tolist() == list(range(15, 27))


def test_press_release_and_packaged_list_hold_the_same_names(press_release):
    pd.testing.assert_series_equal(
        read_announcement(press_release).entities["published_name"],
        packaged_announcement().entities["published_name"],
    )


def test_the_real_press_release_reads_like_the_packaged_list(root):
    real = root.parent / "shared" / "data" / "press_release_2020-08-21_en.txt"
    if not real.exists():
        pytest.skip("the ministry's own text is not part of the project")
    read, packaged = read_announcement(real), packaged_announcement()
    columns = ["number", "published_name"]
    pd.testing.assert_frame_equal(read.entities[columns], packaged.entities[columns])
    for field in (
        "title",
        "date",
        "programme",
        "publisher",
        "appeal_from",
        "appeal_to",
    ):
        assert getattr(read, field) == getattr(packaged, field), field
    assert read.stated_count == packaged.stated_count == 12


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("It chose 13 entities.\n" + LIST, "states 13 entities, but 2 rows"),
        (LIST + "4 Iga City, Mie Prefecture\n", "no row bears the number 3"),
        (LIST + "2 Iga City, Mie Prefecture\n", "more than one row bears the number 2"),
        (
            LIST + "(continued overleaf)\n3 Iga City, Mie Prefecture\n",
            "line 3, between two rows .* '\\(continued overleaf\\)'",
        ),
        (
            LIST + "\n\nCategory B\n1 Iga City, Mie\n2 Hida City, Gifu\n",
            "another numbered list was not read, lines 6 to 7: 'Iga City, Mie'",
        ),
    ],
)
def test_a_list_that_does_not_add_up_is_complained_of(tmp_path, text, problem):
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.warns(UserWarning, match=problem):
        read = read_announcement(path)
    assert len(read.problems) == 1
    assert read.entities["published_name"].iloc[0] == "Kitakami City, Iwate Prefecture"


def test_an_interrupted_list_is_read_to_its_end():
    read = parse_text(LIST + "page 2\n3 Iga City, Mie Prefecture\n")
    assert read.entities["number"].tolist() == [1, 2, 3]


def test_numbered_headings_are_not_rows():
    read = parse_text("1. Overview\nprose\n2. Decision\nprose\n" + LIST)
    assert read.entities["published_name"].tolist() == [
        "Kitakami City, Iwate Prefecture",
        "Miyagi Prefecture",
    ]


def test_the_stated_number_decides_between_lists():
    text = f"1. Scope\n2. Rows\n3. Contact\nIt chose 2 entities.\n{LIST}"
    assert parse_text(text).entities["line"].tolist() == [5, 6]


def test_numbers_that_leap_ahead_are_no_rows():
    text = f"{LIST}\n2020 budget\n100 Chiyoda Street\n"
    assert parse_text(text).entities["number"].tolist() == [1, 2]


def test_the_selected_are_stated_and_not_the_applicants():
    text = f"Of 30 organizations that applied it selected 2 entities.\n{LIST}"
    assert parse_text(text).stated_count == 2


def test_a_day_that_no_calendar_has_is_no_date():
    assert parse_text(f"February 31, 2020\n{LIST}").date is None
    assert parse_text(f"February 31 or March 1, 2020\n{LIST}").date == dt.date(
        2020, 3, 1
    )


def test_a_year_is_not_a_stated_number():
    text = f"From May 29 through July 31, 2020, for regional public entities\n{LIST}"
    assert parse_text(text).stated_count is None


@pytest.mark.parametrize(
    "row",
    [
        "1. Miyagi Prefecture",
        "１　Miyagi Prefecture",
        "(1) Miyagi Prefecture",
        " 1) Miyagi Prefecture ",
        "1.Miyagi Prefecture",
        "１．Miyagi Prefecture",
    ],
)
def test_numbers_are_read_in_any_dress(row):
    entities = parse_text(row).entities
    assert entities[["number", "published_name"]].values.tolist() == [
        [1, "Miyagi Prefecture"]
    ]


def test_csv_without_record_or_numbers_is_counted_from_one(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('published_name\n北上市\n"Iga City, Mie"\n', encoding="utf-8-sig")
    read = read_announcement(path)
    assert read.entities.values.tolist() == [[1, "北上市", 2], [2, "Iga City, Mie", 3]]
    assert read.date is None


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.txt", b"", SourceError, "no numbered list was found"),
        ("a.txt", b"only prose", SourceError, "no numbered list was found"),
        ("a.txt", "1 北上市".encode("cp932"), SourceError, "not UTF-8"),
        ("a.csv", b"", SourceError, "is empty; want a header"),
        (
            "a.csv",
            "published_name\n北上市".encode("cp932"),
            SourceError,
            "byte 15 is not UTF-8",
        ),
        ("a.txt", b"%PDF-1.4\n1 0 obj\n", SourceError, "is no text file"),
        (
            "a.csv",
            b"published_name\nIga City, Mie\n",
            SourceError,
            "line 2 has 2 cells",
        ),
        ("a.csv", b'published_name\n"Iga\n', SourceError, "quotation mark"),
        ("a.csv", b"published_name\n", SourceError, "a header and no row"),
        (
            "a.csv",
            b"name\nx\n",
            SchemaError,
            "wants one column 'published_name'.*found: name",
        ),
        (
            "a.csv",
            b"number,published_name\n1,x\n2,\n",
            SchemaError,
            "line 3 has an empty",
        ),
        (
            "a.csv",
            b"number,published_name\none,x\n",
            SchemaError,
            "line 2 has the number 'one'",
        ),
    ],
)
def test_bad_input_says_what_where_and_how_to_mend_it(
    tmp_path, name, content, error, message
):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=message):
        read_announcement(path)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("{", "not readable as JSON"),
        ("[]", "want one JSON object"),
        ('{"stated_count": "12"}', "stated_count is no whole number"),
        ('{"title": 5}', "title is no text"),
        ('{"date": "21 August"}', "date is '21 August'; want a date such as"),
    ],
)
def test_a_bad_record_beside_a_csv_is_an_error(tmp_path, record, message):
    path = tmp_path / "list.csv"
    path.write_text("published_name\n北上市\n", encoding="utf-8")
    path.with_suffix(".json").write_text(record, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_announcement(path)


def test_lines_are_those_of_the_file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes('published_name,x\r\n\r\n"Iga\r\nCity",1\r\n北上市\r\n'.encode())
    read = read_announcement(path).entities
    assert read["line"].tolist() == [3, 5]
    assert read["published_name"].tolist() == ["Iga\r\nCity", "北上市"]


def test_an_absent_file_is_named():
    with pytest.raises(SourceError, match=r"there is no file nowhere\.csv"):
        read_announcement("nowhere.csv")


def test_packaged_list_is_the_one_in_data_raw(root):
    packaged = root / "src" / "analysis" / "data"
    for name in ("fy2020_regional_iot.csv", "fy2020_regional_iot.json"):
        assert (packaged / name).read_bytes() == (
            root / "data" / "raw" / name
        ).read_bytes()
    assert (
        json.loads((packaged / name).read_text(encoding="utf-8"))["stated_count"] == 12
    )
