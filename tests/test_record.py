import datetime as dt
import hashlib
import json

import pytest

from analysis import PACKAGED, read_announcement
from analysis.errors import SourceError
from analysis.sources.record import read_record

FULL = {
    "title": "Decision on the bodies supported",
    "programme": "FY2020 Example Programme",
    "publisher": "Ministry of Examples",
    "source": "release of 21 August 2020",
    "stated_count": 2,
    "fiscal_year": 2020,
    "date": "2020-08-21",
    "appeal_from": "2020-05-29",
    "appeal_to": "2020-07-31",
}


@pytest.fixture
def record(tmp_path):
    def write(said: object):
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        (tmp_path / "list.json").write_text(text, encoding="utf-8")
        return tmp_path / "list.json"

    return write


def test_every_field_is_read_and_dates_are_dates(record):
    path = record(FULL)
    assert read_record(path) == FULL | {
        "date": dt.date(2020, 8, 21),
        "date_precision": "day",
        "appeal_from": dt.date(2020, 5, 29),
        "appeal_to": dt.date(2020, 7, 31),
        "record_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def test_no_file_says_nothing(tmp_path):
    assert read_record(tmp_path / "list.json") == {}


def test_what_is_null_or_unknown_says_nothing(record):
    said = read_record(record({"title": None, "date": None, "remark": "see page 2"}))
    assert set(said) == {"record_sha256"}


def test_a_month_is_its_first_day_and_is_told_apart(record):
    said = read_record(record({"date": "2020-07"}))
    assert (said["date"], said["date_precision"]) == (dt.date(2020, 7, 1), "month")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_a_record_is_read_in_any_encoding(tmp_path, encoding):
    path = tmp_path / "list.json"
    text = json.dumps({"title": "支援団体の決定について"}, ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    assert read_record(path)["title"] == "支援団体の決定について"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        pytest.param("{", "not readable as JSON .*; mend it, or take", id="cut off"),
        pytest.param("", "not readable as JSON", id="empty"),
        pytest.param("[" * 100_000, "not readable as JSON", id="nested too deep"),
        pytest.param(["Iga"], "want one JSON object", id="list"),
        pytest.param({"title": 5}, "title is no text, put it in quotes", id="title"),
        pytest.param(
            {"stated_count": "12"}, "stated_count is no whole number", id="text"
        ),
        pytest.param({"stated_count": True}, "stated_count is no whole", id="truth"),
        pytest.param({"stated_count": -1}, "stated_count is no whole", id="negative"),
        pytest.param({"fiscal_year": 20.5}, "fiscal_year is no whole", id="fraction"),
        pytest.param(
            {"date": "21 August"}, "date is '21 August'; want a date such as", id="day"
        ),
        pytest.param({"date": "2020-13"}, "date is '2020-13'", id="month"),
        pytest.param({"date": 2020}, "date is 2020; want", id="number"),
        pytest.param({"appeal_to": "2020-07"}, "appeal_to is '2020-07'", id="until"),
    ],
)
def test_a_record_that_is_wrong_is_named_with_the_field(record, said, message):
    with pytest.raises(SourceError, match=rf"^list\.json: .*{message}"):
        read_record(record(said))


def test_a_record_beside_a_table_says_what_the_table_does_not(tmp_path, record):
    path = tmp_path / "list.csv"
    path.write_text('published_name\n"Iga City, Mie"\n北上市\n', encoding="utf-8")
    record(FULL)
    read = read_announcement(path)
    assert read.date == dt.date(2020, 8, 21)
    assert (read.title, read.stated_count) == (FULL["title"], 2)
    assert read.source == FULL["source"]


def test_a_record_dates_a_document_of_any_kind_that_bears_no_date(tmp_path, record):
    path = tmp_path / "list.txt"
    path.write_text("1 Iga City, Mie\n2 Miyagi Prefecture\n", encoding="utf-8")
    assert read_announcement(path).date is None
    record('{"date": "2020-08-21"}')
    assert read_announcement(path).date == dt.date(2020, 8, 21)


@pytest.mark.parametrize("name", PACKAGED)
def test_a_packaged_list_and_its_record_are_those_in_data_raw(root, name):
    packaged, raw = root / "src" / "analysis" / "data", root / "data" / "raw"
    for file in (f"{name}.csv", f"{name}.json"):
        assert (packaged / file).read_bytes() == (raw / file).read_bytes()
    assert read_record(packaged / f"{name}.json")["stated_count"] in (3, 12)
