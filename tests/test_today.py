import datetime as dt

import pytest

from analysis.cli import main
from analysis.errors import SourceError
from analysis.today import VARIABLE, today


@pytest.mark.parametrize(
    ("seconds", "day"),
    [
        ("0", "1970-01-01"),
        ("1597967999", "2020-08-20"),
        ("1597968000", "2020-08-21"),
        ("01597968000", "2020-08-21"),
        ("253402300799", "9999-12-31"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_day_of_the_variable_is_that_in_utc(monkeypatch, zone, seconds, day):
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv(VARIABLE, seconds)
    assert today().isoformat() == day


def test_without_the_variable_it_is_the_day_here(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert today() in {dt.date.today(), dt.date.today() - dt.timedelta(days=1)}


@pytest.mark.parametrize(
    "seconds",
    [
        "",
        " ",
        "today",
        "1.5",
        "-1",
        "+1",
        "1_0",
        "１",
        "1 ",
        "253402300800",
        "9" * 5000,
    ],
)
def test_another_value_is_refused_with_an_example(monkeypatch, seconds):
    monkeypatch.setenv(VARIABLE, seconds)
    with pytest.raises(SourceError, match=r"want whole seconds .* such as 1597968000"):
        today()


def test_names_are_resolved_as_of_the_day_of_the_variable(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv(VARIABLE, "1597968000")
    names = tmp_path / "names.txt"
    names.write_text("Miyagi Prefecture\n")
    assert main(["resolve", str(names)]) == 0
    assert "as of 2020-08-21" in capsys.readouterr().err


def test_a_list_without_a_date_is_of_the_day_of_the_variable(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv(VARIABLE, "not a day")
    source = tmp_path / "list.txt"
    source.write_text("1 Iga City, Mie\n2 Miyagi Prefecture\n")
    assert main(["run", str(source), "--out", str(tmp_path / "out")]) == 2
    assert "SOURCE_DATE_EPOCH is 'not a day'; want" in capsys.readouterr().err
