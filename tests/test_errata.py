import re

import pytest
from published import announcement

import analysis
from analysis.errata import ERRATA_COLUMNS, ERRORS, as_markdown
from analysis.errors import SchemaError


def errata_of(*names, date="2020-08-21", **options):
    return analysis.errata(announcement(*names, date=date), **options)


def test_of_the_packaged_list_exactly_rows_8_and_10_are_wrong():
    found = analysis.errata(analysis.packaged_announcement())
    told = ["number", "error", "official_name", "name_ja", "lg_code"]
    assert found[told].values.tolist() == [
        [8, "wrong_reading", "Hiezu Village, Tottori Prefecture", "日吉津村", "313840"],
        [10, "wrong_reading", "Hirao Town, Yamaguchi Prefecture", "平生町", "353442"],
    ]
    assert found["certain"].all()
    assert "hira+sei" in found["evidence"].iloc[1]
    assert found["correction_en"].iloc[0] == (
        'No. 8: "Hiyoshitsu Village, Tottori Prefecture" should read '
        '"Hiezu Village, Tottori Prefecture" (日吉津村).'
    )


def test_the_first_round_has_no_errata():
    listed = analysis.packaged_announcement("fy2020_regional_iot_first_round")
    found = analysis.errata(listed)
    assert list(found.columns) == list(ERRATA_COLUMNS)
    assert found.empty
    assert "0 of 3 published names are not" in as_markdown(found, listed)


# What is wrong is plain from the register: the official names are in it.
@pytest.mark.parametrize(
    ("name", "error", "certain", "official"),
    [
        ("Hirasei Town, Yamaguchi", "wrong_reading", True, "Hirao Town, Yamaguchi Pre"),
        ("Kitakmi City, Iwate", "misspelling", True, "Kitakami City, Iwate Prefect"),
        ("Kitakami City, Iwatte Prefecture", "misspelt_prefecture", True, "Kitakami"),
        ("Hirao City, Yamaguchi", "wrong_type", False, "Hirao Town, Yamaguchi Prefec"),
        ("山口県平生市", "wrong_type", False, "山口県平生町"),
        ("東成瀬町", "wrong_type", False, "秋田県東成瀬村"),
        ("Kitakami City, Aomori", "wrong_place", False, "Kitakami City, Iwate Prefec"),
        ("北上市（青森県）", "wrong_place", False, "岩手県北上市"),
        ("鹿児島県中種町", "missing_kanji", False, "鹿児島県中種子町"),
        ("青森県外ヶ町", "missing_kanji", False, "青森県外ヶ浜町"),
        ("岩手県北上町", "wrong_type", False, "岩手県北上市"),
        ("山口県平尾町", "wrong_kanji", False, "山口県平生町"),
        ("臼田町", "abolished", True, "長野県佐久市"),
        ("Usuda Town, Nagano", "abolished", True, "Saku City, Nagano Prefecture"),
    ],
)
def test_each_kind_of_mistake_is_told_with_the_official_name(
    name, error, certain, official
):
    (row,) = errata_of(name).itertuples()
    assert (row.error, row.certain) == (error, certain)
    assert row.official_name.startswith(official)
    assert row.evidence
    for sentence in (row.correction_en, row.correction_ja):
        assert name in sentence
        assert row.official_name in sentence
    assert row.error in ERRORS


@pytest.mark.parametrize(
    "name",
    [
        "Oshu City, Iwate",
        "Ōshū-shi, Iwate-ken",
        "塩釜市",
        "龍ヶ崎市",
        "北上市役所",
        "北上市※1",
        "City of Kitakami",
        "032069",
        "Ota",
        "府中市",
        "岩手大学",
        "株式会社北上",
        "Tonami Satellite Communications Television",
        "北上地区広域行政組合",
        "北上市・奥州市",
        "Setagaya City, Tokyo",
        "Hokkaido",
    ],
)
def test_what_is_official_or_says_nothing_of_it_is_no_erratum(name):
    assert errata_of(name).empty


def test_a_name_of_nobody_is_to_be_checked():
    (row,) = errata_of("Zzyzx Village, Nara").itertuples()
    assert (row.error, row.certain) == ("unknown", False)
    assert row.correction_en.endswith(
        "is the name of no body on 2020-08-21; please check."
    )
    assert "2020年8月21日" in row.correction_ja


def test_a_name_that_came_later_says_since_when():
    (row,) = errata_of("丹波篠山市", date="2018-01-01").itertuples()
    assert row.error == "not_yet"
    assert (
        row.correction_en == 'No. 1: "丹波篠山市" was not called so before 2019-05-01.'
    )


def test_of_several_bodies_that_could_be_meant_none_is_proposed():
    (row,) = errata_of("Fuchu City, Aomori").itertuples()
    assert row.error == "wrong_place"
    assert row.official_name is None or row.official_name != row.official_name
    assert "Hiroshima" in row.evidence


def test_the_users_own_names_are_no_errata(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text(
        "published_name,lg_code,valid_from,valid_to,source\nKitakmi City,032069,,,us\n",
        encoding="utf-8",
    )
    assert len(errata_of("Kitakmi City")) == 1
    assert errata_of("Kitakmi City", aliases=path).empty


def test_places_and_numbers_are_those_of_the_list():
    found = errata_of("Iga City, Mie", "Hirasei Town, Yamaguchi")
    assert found[["number", "line"]].values.tolist() == [[2, 3]]


def test_a_list_without_a_date_wants_one():
    with pytest.raises(SchemaError, match="give as_of"):
        errata_of("北上市", date=None)
    assert errata_of("北上市", date=None, as_of="2020-08-21").empty


def test_the_page_shows_names_as_text_whatever_markup_they_hold():
    listed = announcement("Hirasei | *Town*, Yamaguchi", title="<b>List</b>")
    page = as_markdown(analysis.errata(listed), listed)
    assert r"\<b\>List\</b\>" in page
    rows = [line for line in page.splitlines() if line.startswith("| 1 ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 6 for row in rows)


def test_the_page_has_a_notice_in_both_languages():
    listed = announcement("Hirasei Town, Yamaguchi")
    page = as_markdown(analysis.errata(listed), listed)
    assert "1 of 1 published names is not the official one." in page
    assert "## Correction notice" in page
    assert "正しくは「Hirao Town, Yamaguchi Prefecture」（山口県平生町）です。" in page


def test_a_place_that_only_the_reader_gave_accuses_nobody():
    listed = announcement("伊達市")
    listed.entities["full_name"] = "岩手県伊達市"
    (row,) = analysis.errata(listed).itertuples()
    assert not row.certain
    assert row.correction_en == (
        'No. 1: "伊達市" reads as "岩手県伊達市" where it stands in the list, and '
        "there is no such body; please check."
    )


def test_a_county_of_a_prefecture_is_no_body_and_no_error():
    names = analysis.read_announcement(["神奈川県中郡", "飛騨市"])
    found = analysis.errata(names, as_of="2020-08-21")
    assert set(found["published_name"]) <= {"神奈川県中郡"}
