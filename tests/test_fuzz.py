"""A sample of `benchmarks/fuzz.py`, and what a million inputs of it have found."""

import datetime as dt
import random
import time
import warnings
from pathlib import Path

import pandas as pd
import pytest
from fuzzing import checks, families
from fuzzing.checks import BrokenError, check_kept, check_source, told

import analysis
from analysis import read_announcement, resolve
from analysis.errors import SchemaError, SourceError
from analysis.sources.known import Known
from analysis.sources.lines.pieces import Piece, joined_by_dot

FOUND = sorted((Path(__file__).parent / "data" / "fuzz").glob("*.*"))
SAMPLE = {
    "text": 25,
    "csv": 30,
    "html": 12,
    "xlsx": 20,
    "pdf": 15,
    "parquet": 25,
    "lists": 15,
    "drawn": 30,
    "columns": 60,
    "names": 1,
}


@pytest.mark.parametrize("family", SAMPLE)
def test_whatever_is_given_is_read_to_the_end_or_refused_in_words(family, tmp_path):
    for seed in range(1, SAMPLE[family] + 1):
        outcome = families.try_case(family, seed, tmp_path)
        assert outcome.read + outcome.refused == outcome.inputs


@pytest.mark.parametrize("path", [pytest.param(p, id=p.name) for p in FOUND])
def test_a_file_that_broke_something_once_breaks_nothing(path, tmp_path):
    check_source(path, folder=tmp_path, rng=random.Random(path.name))


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["", " ", "　"], id="blanks"),
        pytest.param([None], id="missing"),
        pytest.param(pd.Series(["\n"]), id="a line end"),
    ],
)
def test_names_of_which_none_says_anything_are_no_list(names):
    with pytest.raises(SourceError, match="no list of entities was found"):
        read_announcement(names)


RARE = "\u0367\U0005ffff"  # of which no encoding could be told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"1 津{RARE}\n2 Iga City, Mie\n", id="lines"),
        pytest.param(f"<p>{RARE * 9}</p><ol><li>津<li>Iga City, Mie</ol>", id="page"),
    ],
)
def test_a_text_in_memory_is_never_asked_for_its_encoding(text):
    names = read_announcement(text).entities["published_name"].tolist()
    assert names[0].startswith("津")
    assert names[1:] == ["Iga City, Mie"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 5_000, id="digits"),
        pytest.param("団体数 " + "1" * 5_000, id="a count"),
        pytest.param("二" * 5_000 + "団体", id="kanji"),
    ],
)
def test_a_number_of_thousands_of_digits_counts_nothing(text):
    read = read_announcement(f"{text}\n1 Iga City, Mie\n2 Miyagi Prefecture\n")
    assert read.stated_count is None
    assert len(read) == 2


@pytest.mark.parametrize("letter", ["・", "．", "（", "、", "1 ", "令和", "12 bodies "])
def test_a_line_of_one_letter_is_read_in_time_with_its_length(letter):
    begun = time.process_time()
    read = read_announcement(
        f"1 Iga City, Mie\n2 {(letter * 40_000)[:40_000]}\n3 津市\n"
    )
    assert len(read) > 0
    assert time.process_time() - begun < 10


ZERO_WIDTH = "\u202e"


def test_a_date_before_a_long_blank_is_read_in_time_with_it():
    begun = time.process_time()
    read = read_announcement(["Iga City, Mie", f"; R2.8.21{ZERO_WIDTH * 20_000}"])
    assert len(read) == 2
    assert time.process_time() - begun < 10


def test_a_line_may_begin_with_the_dot_that_parts_names():
    known = Known(dt.date(2020, 8, 21))
    first = Piece("Yaizu City, Shizuoka", 1, "・")
    assert joined_by_dot([first], known) == [first]


@pytest.mark.parametrize("sign", ["・", "／", "-"])
def test_an_item_that_is_but_a_sign_has_that_for_its_name(sign):
    read = read_announcement(f"1 Iga City, Mie\n2 {sign}\n3 Miyagi Prefecture\n")
    names = read.entities["published_name"].tolist()
    assert names == ["Iga City, Mie", sign, "Miyagi Prefecture"]


def test_names_with_commas_are_one_column_of_a_file_that_tabs_part(tmp_path):
    path = tmp_path / "list.tsv"
    path.write_text("published_name\nMiyagi Prefecture\nIga City, Mie\n")
    names = read_announcement(path).entities["published_name"]
    assert names.tolist() == ["Miyagi Prefecture", "Iga City, Mie"]


def test_a_number_of_thousands_of_digits_is_no_date_of_an_alias():
    table = pd.DataFrame(
        {
            "published_name": ["Hirasei"],
            "lg_code": ["353442"],
            "valid_from": pd.Series([10**5000], dtype=object),
            "valid_to": [None],
            "source": ["a telephone call"],
        }
    )
    with pytest.raises(SchemaError, match="row 1: valid_from is '0x"):
        resolve(["Hirasei"], as_of="2020-08-21", aliases=table)


def test_a_number_is_no_day_however_long_it_is():
    with pytest.raises(ValueError, match="as_of is of type int; want a date"):
        resolve(["Iga City, Mie"], as_of=10**5000)


def test_a_table_whose_header_is_a_name_is_normalized():
    table = pd.DataFrame({"Kitakami City, Iwate": ["Iga City, Mie"]})
    entities = analysis.normalize(read_announcement(table), as_of="2020-08-21")
    assert entities["line"].tolist() == [0, 1]


# --- That what breaks is found --------------------------------------------------------


def test_a_row_that_is_lost_is_found():
    announcement = read_announcement(["Iga City, Mie", "Miyagi Prefecture"])
    with pytest.raises(BrokenError, match="1 rows lost, such as 'Otsu City"):
        check_kept(["Iga City, Mie", "Miyagi Prefecture", "Otsu City"], announcement)


@pytest.mark.parametrize("category", [DeprecationWarning, RuntimeWarning, UserWarning])
def test_a_warning_that_is_not_ours_is_found(category):
    with pytest.raises(BrokenError, match=category.__name__), told():
        warnings.warn("of somebody else", category, stacklevel=1)


def test_a_resolution_with_another_index_is_found():
    resolved = resolve(["Iga City, Mie"], as_of="2020-08-21")
    with pytest.raises(BrokenError, match="another index"):
        checks.check_resolved(resolved, pd.Index([7]))


def test_a_code_with_a_wrong_check_digit_is_found():
    resolved = resolve(["Iga City, Mie"], as_of="2020-08-21")
    wrong = resolved.assign(lg_code="242160")
    with pytest.raises(BrokenError, match="odd lg_code"):
        checks.check_resolved(wrong, wrong.index)
