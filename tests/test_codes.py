"""Local government codes and the groups of prefectures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CodeError
from analysis.gazetteer.codes import check_digit, lg_code, parse_code
from analysis.gazetteer.regions import (
    PREFECTURE_CODES,
    REGIONS,
    TELECOM_BUREAUS,
    region_of,
    telecom_bureau_of,
)

area_codes = st.text("0123456789", min_size=5, max_size=5)


@pytest.mark.parametrize(
    ("area_code", "code"),
    [  # from the ministry's list of codes
        pytest.param("01000", "010006", id="Hokkaido"),
        pytest.param("01100", "011002", id="Sapporo"),
        pytest.param("13101", "131016", id="Chiyoda"),
        pytest.param("05361", "053619", id="Gojome"),
        pytest.param("09000", "090000", id="remainder 1: ten becomes 0"),
        pytest.param("20000", "200000", id="Nagano"),
        pytest.param("31384", "313840", id="Hiezu"),
        pytest.param("35344", "353442", id="Hirao"),
        pytest.param("47382", "473821", id="Yonaguni"),
    ],
)
def test_lg_code_adds_the_check_digit(area_code, code):
    assert lg_code(area_code) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1100",
        "011001",
        "0110０",
        "０１１００",
        " 01100",
        "01-100",
        "-1100",
        "1e100",
    ],
)
def test_check_digit_wants_five_ascii_digits(text):
    with pytest.raises(CodeError, match="five digits such as '01100'"):
        check_digit(text)


@given(area_codes)
def test_parse_code_takes_both_lengths(area_code):
    code = lg_code(area_code)

    assert parse_code(area_code) == parse_code(code) == code


def test_parse_code_names_the_right_check_digit():
    with pytest.raises(CodeError, match=r"'032159' ends in 9, but .* '03215' is 8"):
        parse_code("032159")


@pytest.mark.parametrize("text", ["3215", "0321581", "03215A", "", "奥州市"])
def test_parse_code_refuses_what_is_no_code(text):
    with pytest.raises(CodeError, match="want an area code of five digits"):
        parse_code(text)


@given(area_codes, st.integers(0, 4), st.integers(1, 9))
def test_one_mistyped_digit_is_caught_but_between_remainders_0_and_10(
    area_code, place, shift
):
    digit = (int(area_code[place]) + shift) % 10
    mistyped = f"{area_code[:place]}{digit}{area_code[place + 1 :]}"

    same = check_digit(mistyped) == check_digit(area_code)

    remainders = {
        sum(w * int(d) for w, d in zip((6, 5, 4, 3, 2), code, strict=True)) % 11
        for code in (area_code, mistyped)
    }
    assert same == (remainders == {0, 10})


def test_every_prefecture_is_in_one_region_and_one_bureau():
    assert len(PREFECTURE_CODES) == 47
    assert list(dict.fromkeys(map(region_of, PREFECTURE_CODES))) == list(REGIONS)
    assert {telecom_bureau_of(code) for code in PREFECTURE_CODES} == set(
        TELECOM_BUREAUS
    )
    assert (len(REGIONS), len(TELECOM_BUREAUS)) == (8, 11)


@pytest.mark.parametrize(
    ("code", "region", "bureau"),
    [  # where the two groupings part
        pytest.param("15", "Chūbu", "Shin'etsu", id="Niigata"),
        pytest.param("17", "Chūbu", "Hokuriku", id="Ishikawa"),
        pytest.param("19", "Chūbu", "Kanto", id="Yamanashi"),
        pytest.param("20", "Chūbu", "Shin'etsu", id="Nagano"),
        pytest.param("24", "Kinki", "Tokai", id="Mie"),
        pytest.param("47", "Kyūshū", "Okinawa", id="Okinawa"),
    ],
)
def test_regions_and_bureaus_differ(code, region, bureau):
    assert (region_of(code), telecom_bureau_of(code)) == (region, bureau)


@pytest.mark.parametrize("code", ["00", "48", "1", "01000"])
def test_region_of_refuses_other_codes(code):
    with pytest.raises(CodeError, match="from '01' to '47'"):
        region_of(code)
