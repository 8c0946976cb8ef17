"""The table of former bodies: what it has, since when, and what came after."""

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.gazetteer.build import PACKAGED, build_kanji_readings
from analysis.gazetteer.claims import read_snapshots
from analysis.gazetteer.counts import (
    CODES_FROM,
    PUBLISHED_COUNTS,
    count_municipalities,
)
from analysis.gazetteer.history import (
    HISTORY_COLUMNS,
    build_history,
    municipalities_of,
)
from analysis.gazetteer.history_report import REPORT
from analysis.gazetteer.lifetimes import read_lifetimes
from analysis.gazetteer.register import history, register
from analysis.gazetteer.snapshots import FOLDER
from analysis.gazetteer.stems import Stems
from analysis.gazetteer.successors import locate_points

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sources():
    return read_snapshots(ROOT / FOLDER)


@pytest.fixture(scope="module")
def polygons():
    return municipalities_of(gpd.read_parquet(ROOT / PACKAGED / "units.parquet"))


@pytest.fixture(scope="module")
def built(sources, polygons):
    return build_history(sources, register(), polygons)


@pytest.fixture(scope="module")
def bodies():
    return history().set_index("body_id")


@pytest.fixture(scope="module")
def stems(sources):
    readings = build_kanji_readings(sources["kanjidic2_readings"])
    return Stems(sources["postal_neighbourhoods"], readings)


def test_packaged_history_is_what_the_snapshots_give(built):
    packaged = pd.read_parquet(ROOT / PACKAGED / "history.parquet")

    pd.testing.assert_frame_equal(built.table, packaged)


def test_report_is_what_the_snapshots_give(built):
    assert built.report == (ROOT / FOLDER / REPORT).read_text("utf-8")


def test_bodies_are_sorted_and_none_is_listed_twice(bodies):
    assert list(bodies.reset_index().columns) == list(HISTORY_COLUMNS)
    assert bodies.index.is_monotonic_increasing
    assert bodies.index.is_unique


def test_bodies_of_the_register_are_not_repeated(bodies):
    former = bodies.dropna(subset="lg_code").reset_index()
    living = register()[["lg_code", "name_ja"]]

    assert len(former.merge(living, on=["lg_code", "name_ja"])) == 0


@pytest.mark.parametrize("day", PUBLISHED_COUNTS)
def test_municipalities_alive_on_a_day_are_as_many_as_published(day):
    counts = count_municipalities(history(), register(), dt.date.fromisoformat(day))
    _, *published = PUBLISHED_COUNTS[day]

    if pd.Timestamp(day) >= CODES_FROM:
        assert list(counts["sure"]) == list(counts["perhaps"]) == published
    else:
        assert all(counts["sure"] <= published)
        assert all(published <= counts["perhaps"])


def test_successors_of_a_hundred_mergers_are_right(bodies):
    cases = pd.read_csv(
        ROOT / "tests/data/successors.tsv", sep="\t", dtype=str, comment="#"
    )
    prefectures = register().groupby("prefecture_code")["prefecture_ja"].first()
    ours = pd.DataFrame(
        {
            "prefecture": bodies["prefecture_code"].map(prefectures),
            "name": bodies["name_ja"],
            "abolished": bodies["valid_to"].dt.strftime("%Y-%m-%d"),
            "successor": bodies["successors"],
        }
    )

    assert len(cases) == 100
    assert len(cases.merge(ours, how="inner")) == 100


@pytest.mark.parametrize(
    ("body_id", "name", "successors", "basis"),
    [
        pytest.param("04423A1968", "富谷町", "042161", "renamed", id="to a city"),
        pytest.param(
            "04B0100009", "富谷村", "042161", "renamed", id="by way of a town"
        ),
        pytest.param("28221A1999", "篠山市", "282219", "same_code", id="renamed"),
        pytest.param("40305A1968", "那珂川町", "402311", "renamed", id="new code"),
        pytest.param("20301A1968", "臼田町", "202177", "office_point", id="merged"),
        pytest.param("01B0010005", "函館区", "012025", "renamed", id="区 to 市"),
        pytest.param("13B0080004", "渋谷町", "131130", "renamed", id="to a ward"),
        pytest.param("20431A1968", "山口村", "212067", "office_point", id="prefecture"),
        pytest.param(
            "19341A1968", "上九一色村", "192015 194301", "correction", id="divided"
        ),
        pytest.param("27112A1968", "大淀区", "271276", "correction", id="ward"),
        pytest.param("11B0060022", "川通村", "111007", "correction", id="near border"),
    ],
)
def test_successors_of_single_bodies(bodies, body_id, name, successors, basis):
    body = bodies.loc[body_id]

    assert (body["name_ja"], body["successors"]) == (name, successors)
    assert body["successor_basis"] == basis


def test_every_body_but_one_village_of_the_north_has_a_successor(bodies):
    without = bodies[bodies["successors"].isna()]

    assert list(without["name_ja"]) == ["斜古丹村"]


def test_the_city_of_tokyo_went_to_the_special_wards(bodies):
    wards = register().query("entity_type == 'special_ward'")["lg_code"]

    assert bodies.at["13B0000001", "successors"].split() == sorted(wards)


def test_wards_of_hamamatsu_before_2024_have_successors_in_the_register():
    bodies = register()
    gone = bodies["valid_to"].notna()
    wards = bodies[gone].set_index("name_ja")

    assert wards["successors"].to_dict() == {
        "中区": "221384",
        "東区": "221384",
        "西区": "221384",
        "南区": "221384",
        "北区": "221392 221384",
        "浜北区": "221392",
        "天竜区": "221406",
    }
    assert bodies.loc[~gone, "successors"].isna().all()


@pytest.mark.parametrize(
    ("new_ward", "neighbourhoods"),
    [
        pytest.param("22138", ["初生町", "三方原町"], id="south of 北区 to 中央区"),
        pytest.param("22139", ["細江町気賀", "都田町"], id="north of 北区 to 浜名区"),
        pytest.param("22139", ["小松", "貴布祢"], id="浜北区 to 浜名区"),
        pytest.param("22140", ["二俣町二俣"], id="天竜区 to 天竜区"),
        pytest.param("22138", ["舞阪町舞阪"], id="西区 to 中央区"),
    ],
)
def test_postal_data_bear_out_what_became_of_the_wards_of_hamamatsu(
    sources, new_ward, neighbourhoods
):
    postal = sources["postal_neighbourhoods"]
    there = set(postal.loc[postal["jisx0402"] == new_ward, "neighbourhood"])

    assert set(neighbourhoods) <= there


@pytest.mark.parametrize(
    ("body_id", "kana", "source", "english"),
    [
        pytest.param(
            "20301A1968", "うすだ", "neighbourhood", "Usuda Town", id="neighbourhood"
        ),
        pytest.param(
            "34430A1968",
            "せとだ",
            "in_neighbourhoods",
            "Setoda Town",
            id="part of names",
        ),
        pytest.param("04423A1968", "とみや", "register", "Tomiya Town", id="living"),
    ],
)
def test_kana_of_former_names(bodies, body_id, kana, source, english):
    body = bodies.loc[body_id]

    assert tuple(body[["stem_kana", "kana_source", "name_en"]]) == (
        kana,
        source,
        english,
    )


def test_the_rule_for_kana_finds_those_of_the_living(stems):
    living = register().query("valid_to.isna() and county_kana.notna()")
    official = living["name_kana"].str.replace(
        "(?:ちょう|まち|むら|そん)$", "", regex=True
    )
    found = [
        stems.reading(name[:-1], [code])
        for name, code in zip(living["name_ja"], living["area_code"], strict=True)
    ]
    pairs = [(f[0], kana) for f, kana in zip(found, official, strict=True) if f]
    wrong = [pair for pair in pairs if pair[0] != pair[1]]

    assert len(pairs) > 250
    assert len(wrong) <= 0.02 * len(pairs)


@pytest.mark.parametrize(
    ("neighbourhoods", "expected"),
    [
        pytest.param([("臼田", "ウスダ")], ("うすだ", "neighbourhood"), id="same name"),
        pytest.param([("臼田町", "ウスダマチ")], ("うすだ", "neighbourhood"), id="町"),
        pytest.param(
            [("臼田", "ウスダ"), ("臼田町", "キュウダマチ")], None, id="at odds"
        ),
        pytest.param(
            [("本臼田", "モトウスダ")], ("うすだ", "in_neighbourhoods"), id="end"
        ),
        pytest.param([("勝間", "カツマ")], None, id="absent"),
    ],
)
def test_kana_are_taken_only_where_they_are_sure(neighbourhoods, expected):
    postal = pd.DataFrame(neighbourhoods, columns=["neighbourhood", "kana"])
    readings = pd.DataFrame(
        [("本", "もと", ""), ("臼", "うす", ""), ("田", "た", "")],
        columns=["kanji", "reading", "okurigana"],
    )
    stems = Stems(postal.assign(jisx0402="20217"), readings)

    assert stems.reading("臼田", ["20217"]) == expected


def entry(entry_id, suffix, valid_from="", valid_to="", survey=""):
    return {
        "entry_id": entry_id,
        "body": "里",
        "suffix": suffix,
        "prefname": "長野県",
        "countyname": "里郡",
        "latitude": "36.0",
        "longitude": "138.0",
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": f"1/里役場/里/x.xml/({survey}\\20\\x.wkt.txt)",
    }


def lifetimes(*entries):
    corrections = pd.DataFrame(columns=["table", "body", "column", "value", "source"])
    return read_lifetimes(
        {"geoshape_city": pd.DataFrame(entries), "corrections": corrections}
    )


def test_a_day_that_is_blank_follows_from_the_body_before_but_is_not_known():
    dates = lifetimes(
        entry("20B0010001", "村", "1889-04-01", "1940-02-11", "19200101"),
        entry("20B0010002", "町", "", "1955-04-01", "19501001"),
    )

    assert dates.at["20B0010002", "valid_from"] == pd.Timestamp("1940-02-11")
    assert not dates.at["20B0010002", "valid_from_known"]
    assert dates.at["20B0010001", "valid_to_known"]


def test_a_body_seen_before_its_namesake_ended_does_not_follow_it():
    dates = lifetimes(
        entry("20B0010001", "村", "1889-04-01", "1955-04-01", "19501001"),
        entry("20B0010002", "町", "", "1956-04-01", "19501001"),
    )

    assert pd.isna(dates.at["20B0010002", "valid_from"])


def test_a_body_seen_after_its_end_has_no_known_end():
    dates = lifetimes(entry("20B0010001", "村", "1889-04-01", "1943-09-08", "19501001"))

    assert pd.isna(dates.at["20B0010001", "valid_to"])
    assert not dates.at["20B0010001", "valid_to_known"]


def test_an_end_long_after_the_last_survey_is_not_known():
    dates = lifetimes(entry("20B0010001", "村", "1889-04-01", "1957-04-01", "19200101"))

    assert dates.at["20B0010001", "valid_to"] == pd.Timestamp("1957-04-01")
    assert not dates.at["20B0010001", "valid_to_known"]


def test_points_off_the_coast_get_the_nearest_polygon_within_reach(polygons):
    kochi = polygons[polygons["lg_code"] == "392014"]
    points = pd.DataFrame(
        {"latitude": [33.5589, 33.4985, 33.0, None], "longitude": [133.531] * 4},
        index=["city hall", "off the beach", "far out", "unknown"],
    )

    places = locate_points(points, kochi)

    assert places.lg_code.fillna("").tolist() == ["392014", "392014", "", ""]
    assert places.off_m["city hall"] == 0


def test_build_refuses_a_successor_that_is_not_alive(sources, polygons):
    row = ("history", "27112A1968", "successors", "221317", "")
    corrections = sources["corrections"]
    fix = pd.DataFrame([row], columns=corrections.columns)
    altered = sources | {"corrections": pd.concat([corrections, fix])}

    with pytest.raises(SchemaError, match="successor of 27112A1968: 221317 is no"):
        build_history(altered, register(), polygons)
