import datetime as dt

import pandas as pd
import pytest

import analysis
from analysis import packaged_announcement, read_announcement
from analysis.errors import SchemaError, SourceError

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
    ],
)
def test_a_list_that_does_not_add_up_is_complained_of(tmp_path, text, problem):
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.warns(UserWarning, match=problem):
        read = read_announcement(path)
    assert len(read.problems) == 1
    assert read.entities["published_name"].iloc[0] == "Kitakami City, Iwate Prefecture"


def test_numbers_may_start_anew_under_the_next_heading():
    text = f"{LIST}\n\nCategory B\n1 Iga City, Mie\n2 Hida City, Gifu\n"
    read = analysis.read_announcement(text)
    assert read.entities["number"].tolist() == [1, 2, 1, 2]
    assert read.entities["line"].tolist() == [1, 2, 6, 7]
    assert read.problems == ()


def test_numbered_headings_are_not_rows():
    read = analysis.read_announcement("1. Overview\nprose\n2. Decision\nprose\n" + LIST)
    assert read.entities["published_name"].tolist() == [
        "Kitakami City, Iwate Prefecture",
        "Miyagi Prefecture",
    ]


def test_the_stated_number_decides_between_lists():
    text = f"1. Scope\n2. Rows\n3. Contact\nIt chose 2 entities.\n{LIST}"
    assert analysis.read_announcement(text).entities["line"].tolist() == [5, 6]


def test_numbers_that_leap_ahead_are_no_rows():
    text = f"{LIST}\n2020 budget\n100 Chiyoda Street\n"
    assert analysis.read_announcement(text).entities["number"].tolist() == [1, 2]


def test_the_selected_are_stated_and_not_the_applicants():
    text = f"Of 30 organizations that applied it selected 2 entities.\n{LIST}"
    assert analysis.read_announcement(text).stated_count == 2


def test_a_day_that_no_calendar_has_is_no_date():
    assert analysis.read_announcement(f"February 31, 2020\n{LIST}").date is None
    assert analysis.read_announcement(
        f"February 31 or March 1, 2020\n{LIST}"
    ).date == dt.date(2020, 3, 1)


def test_a_year_is_not_a_stated_number():
    text = f"From May 29 through July 31, 2020, for regional public entities\n{LIST}"
    assert analysis.read_announcement(text).stated_count is None


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
    entities = analysis.read_announcement(row).entities
    assert entities[["number", "published_name"]].values.tolist() == [
        [1, "Miyagi Prefecture"]
    ]


def test_csv_without_record_or_numbers_is_counted_from_one(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('published_name\n北上市\n"Iga City, Mie"\n', encoding="utf-8-sig")
    read = read_announcement(path)
    columns = ["number", "published_name", "line", "cell"]
    assert read.entities[columns].to_numpy().tolist() == [
        [1, "北上市", 2, "A2"],
        [2, "Iga City, Mie", 3, "A3"],
    ]
    assert read.date is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("number,published_name\n1,x\n2,\n", "line 3 has an empty"),
        ("number,published_name\none,x\n", "line 2 has the number 'one'"),
    ],
)
def test_a_table_of_our_own_columns_is_held_to_them(tmp_path, content, message):
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SchemaError, match=rf"list\.csv: {message}"):
        read_announcement(path)


def test_a_line_that_is_no_list_may_be_a_file_that_is_not_there():
    with pytest.raises(SourceError, match="there is no file 'press release'; the text"):
        read_announcement("press release")


def test_two_numbers_that_differ_are_an_error_where_that_is_asked_for(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("It chose 13 entities.\n" + LIST, encoding="utf-8")
    said = r"list\.txt: the document states 13 entities, but 2 rows were found"
    with pytest.raises(SourceError, match=said):
        read_announcement(path, strict=True)


def test_lines_are_those_of_the_file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes('published_name,x\r\n\r\n"Iga\r\nCity",1\r\n北上市\r\n'.encode())
    read = read_announcement(path).entities
    assert read["line"].tolist() == [3, 5]
    assert read["published_name"].tolist() == ["Iga\r\nCity", "北上市"]
