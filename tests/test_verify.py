import shutil
from datetime import date
from importlib import resources

import pandas as pd
import pytest
import shapely
from n03_archives import kumamoto, tottori, units_of, write_1920, write_archive

from analysis.boundaries import packaged
from analysis.boundaries.checks.finding import FINDING_COLUMNS
from analysis.boundaries.checks.verify import check_units, verify
from analysis.boundaries.join import joined
from analysis.boundaries.n03.reader import read_archive
from analysis.boundaries.sets import find
from analysis.boundaries.stored import store
from analysis.boundaries.stored.record import archive_path, records, units_path
from analysis.errors import SourceError

DAY = date(2021, 1, 1)

BOXES = [shapely.box(134 + i / 10, 35, 134.1 + i / 10, 35.1) for i in range(9)]


def found(units, *, vintage=DAY, prefectures=("31",), **options):
    """What is found, without the bodies that the small sets of the tests lack."""
    findings = check_units(units, vintage, prefectures, **options)
    return findings[findings["finding"] != "missing"].reset_index(drop=True)


def rows(findings):
    return findings[["severity", "area_code", "finding"]].to_numpy().tolist()


def test_units_as_they_should_be_give_an_empty_table_of_the_columns_promised():
    findings = found(tottori())
    assert findings.empty
    assert tuple(findings.columns) == FINDING_COLUMNS
    assert findings["value"].dtype == "float64"
    assert findings["finding"].dtype == "str"


def test_bodies_of_the_prefectures_that_are_not_there_are_missing():
    findings = check_units(tottori(), DAY, ["31"])
    missing = findings[findings["finding"] == "missing"]
    assert set(missing["severity"]) == {"error"}
    assert len(missing) == 19 - 4
    assert "31203" in missing["area_code"].tolist()


def test_bodies_of_other_prefectures_are_not_expected():
    assert check_units(tottori(), DAY, []).empty


@pytest.mark.parametrize(
    ("vintage", "code", "finding"),
    [
        pytest.param(date(2021, 1, 1), "31999", "no body", id="never-was"),
        pytest.param(date(2021, 1, 1), "31321", "no body", id="has-ended"),
        pytest.param(date(2004, 1, 1), "31321", None, id="lived-then"),
        pytest.param(date(2004, 1, 1), "31325", None, id="lives-still"),
        pytest.param(date(2004, 1, 1), "31371", "no body", id="not-yet"),
    ],
)
def test_a_code_is_known_if_a_body_has_it_on_the_day(vintage, code, finding):
    names = {"31321": "郡家町", "31325": "若桜町", "31371": "琴浦町"}
    units = units_of({code: (names.get(code, "町"), BOXES[0])})
    said = found(units, vintage=vintage)
    assert said["finding"].str.startswith(finding or "-").sum() == len(said)
    assert said["area_code"].tolist() == ([code] if finding else [])


def test_a_code_that_is_there_twice_is_an_error_with_the_count():
    units = units_of({"31201": ("鳥取市", BOXES[0]), "31202": ("米子市", BOXES[2])})
    units["area_code"] = "31201"
    findings = found(units)
    assert rows(findings)[0] == ["error", "31201", "more than one unit"]
    assert findings["value"].iloc[0] == 2


def test_another_name_than_the_official_one_is_a_warning():
    units = units_of({"31201": ("鳥鳥市", BOXES[0])})
    assert rows(found(units)) == [["warning", "31201", "is 鳥取市 in the gazetteer"]]


def test_another_way_to_write_the_official_name_is_a_note():
    units = units_of({"39405": ("檮原町", BOXES[0])})
    assert rows(found(units)) == [
        ["note", "39405", "is written 梼原町 in the gazetteer"]
    ]


def test_the_wards_stand_for_their_city():
    findings = check_units(kumamoto(), DAY, ["43"])
    missing = findings.loc[findings["finding"] == "missing", "area_code"].tolist()
    assert "43100" not in missing
    assert {"43103", "43104", "43105"} < set(missing)


def test_a_city_that_the_source_does_not_divide_is_a_note():
    units = units_of({"43100": ("熊本市", BOXES[0])})
    findings = found(units, prefectures=["43"])
    assert rows(findings) == [["note", "43100", "not divided into its wards"]]
    assert findings["value"].tolist() == [5]


@pytest.mark.parametrize(
    ("city", "finding"),
    [
        (pd.NA, "ward of no known city"),
        ("43201", "ward of no known city"),
        ("40130", "ward of 熊本市 in the gazetteer, of 40130 here"),
    ],
)
def test_a_ward_of_no_city_or_of_another_is_an_error(city, finding):
    units = kumamoto()
    units.loc[0, "city_code"] = city
    findings = found(units, prefectures=[])
    assert rows(findings) == [["error", "43101", finding]]


def test_villages_without_a_government_may_be_missing():
    units = units_of({"01100": ("札幌市", BOXES[0])})
    findings = found(units, prefectures=["01"])
    without = findings[findings["finding"].str.contains("no government")]
    assert without["name_ja"].tolist() == [
        "色丹村", "泊村", "留夜別村", "留別村", "紗那村", "蘂取村",
    ]  # fmt: skip
    assert set(without["severity"]) == {"note"}


@pytest.mark.parametrize(
    ("shape", "finding"),
    [
        pytest.param(
            shapely.Polygon([(134, 35), (134.1, 35.1), (134.1, 35), (134, 35.1)]),
            "invalid geometry: Self-intersection",
            id="crosses-itself",
        ),
        pytest.param(shapely.Polygon(), "invalid geometry: no shape", id="empty"),
        pytest.param(None, "invalid geometry: no shape", id="none"),
    ],
)
def test_an_invalid_shape_is_an_error_and_stops_nothing(shape, finding):
    units = units_of({"31201": ("鳥取市", shape), "31202": ("米子市", BOXES[3])})
    findings = found(units)
    assert findings["area_code"].tolist() == ["31201"]
    assert findings["finding"].iloc[0].startswith(finding)


def test_overlaps_and_borders_that_do_not_match_are_warnings_with_their_size():
    half = shapely.box(134.05, 35, 134.15, 35.1)
    units = units_of({"31201": ("鳥取市", BOXES[0]), "31202": ("米子市", half)})
    findings = found(units).set_index("finding")
    assert findings["severity"].tolist() == ["warning", "warning"]
    assert findings.loc["units overlap", "value"] == pytest.approx(50.6, abs=0.2)
    assert findings.loc["borders do not match", "value"] > 10_000


def test_enclosed_areas_of_no_unit_are_one_note_with_their_area():
    lake = shapely.box(134.02, 35.02, 134.06, 35.06)
    units = units_of({"31201": ("鳥取市", BOXES[0].difference(lake))})
    findings = found(units)
    assert findings["severity"].tolist() == ["note"]
    assert findings["finding"].iloc[0].startswith("1 enclosed areas of no unit")
    assert findings["value"].iloc[0] == pytest.approx(16.2, abs=0.1)
    assert findings["unit"].iloc[0] == "km2"


def test_areas_of_no_body_are_notes_with_their_area(tmp_path):
    units = read_archive(write_archive(tmp_path, uncoded=True)).units
    findings = found(units)
    assert findings["finding"].tolist() == ["area of no body in 31"]
    assert findings["value"].iloc[0] == pytest.approx(1.01, abs=0.02)


@pytest.mark.parametrize(
    ("factor", "tolerance", "said"),
    [(1.0, 0.1, []), (0.95, 0.1, []), (0.95, 0.01, [5.26]), (2.0, 0.1, [-50.0])],
)
def test_areas_are_compared_with_those_given(factor, tolerance, said):
    units = tottori().iloc[[0]]
    area = units.to_crs("EPSG:6933").area.iloc[0] / 1e6 * factor
    known = pd.Series({"31201": area, "31202": 1.0})
    findings = found(units, areas_km2=known, tolerance=tolerance)
    assert findings["value"].round(2).tolist() == pytest.approx(said, abs=0.05)
    assert set(findings["severity"]) <= {"warning"}


def test_the_area_of_a_city_is_that_of_its_wards():
    units = kumamoto()
    whole = units.iloc[:2].to_crs("EPSG:6933").area.sum() / 1e6
    known = pd.Series({"43100": whole})
    assert found(units, prefectures=[], areas_km2=known).empty


# --- the time before codes ------------------------------------------------------------

OLD_DAY = date(1920, 1, 1)

TOKYO_WARDS = [
    "麹町区", "神田区", "日本橋区", "京橋区", "芝区", "麻布区", "赤坂区", "四谷区",
    "牛込区", "小石川区", "本郷区", "下谷区", "浅草区", "本所区", "深川区",
]  # fmt: skip


def named(*names, prefecture="31", codes=()):
    """Units of a day before codes: names, and codes of the first of them."""
    units = units_of(
        {
            f"{prefecture}{n:03}": (name, box)
            for n, (name, box) in enumerate(zip(names, BOXES * 2, strict=False))
        }
    )
    units["area_code"] = pd.Series(
        [*codes, *[pd.NA] * (len(names) - len(codes))], dtype="str"
    )
    return units


def said_of(findings, *names):
    """What is found of the bodies of some names."""
    chosen = findings[findings["name_ja"].isin(names)]
    return chosen[["severity", "name_ja", "finding"]].to_numpy().tolist()


def test_an_archive_of_1920_is_compared_by_name(tmp_path):
    archive = read_archive(write_1920(tmp_path))
    findings = check_units(archive.units, archive.vintage, archive.prefectures)
    assert set(findings["severity"]) == {"warning"}
    assert said_of(findings, "鳥取市", "大和村", "米子町") == []
    assert findings["finding"].str.startswith("missing in 31: ").all()
    assert len(findings) > 170  # of 188 bodies
    assert said_of(findings, "逢坂村") == [
        ["warning", "逢坂村", "missing in 31: 2 of the name lived then, 1 here"]
    ]


def test_a_name_that_nobody_had_on_the_day_is_a_warning():
    findings = check_units(named("大和村", "大和村", "大和村", "海村"), OLD_DAY, ["31"])
    assert said_of(findings, "大和村", "海村") == [
        [
            "warning",
            "大和村",
            "not known in 31: 2 of the name can have lived then, 3 here",
        ],
        [
            "warning",
            "海村",
            "not known in 31: 0 of the name can have lived then, 1 here",
        ],
    ]


def test_names_are_compared_without_variants_of_their_kanji():
    findings = check_units(named("中の郷村"), OLD_DAY, ["31"])
    assert said_of(findings, "中の郷村", "中ノ郷村") == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param(TOKYO_WARDS, [], id="wards"),
        pytest.param(["東京市"], [], id="city"),
        pytest.param(TOKYO_WARDS[1:], ["麹町区"], id="a-ward-is-missing"),
    ],
)
def test_a_city_or_its_wards_are_expected_not_both(names, said):
    findings = check_units(named(*names, prefecture="13"), OLD_DAY, ["13"])
    found = [row[1] for row in said_of(findings, "東京市", *TOKYO_WARDS)]
    assert found == said


def test_a_code_of_a_body_of_another_name_is_a_warning():
    units = named("鳥取市", "米子町", codes=["31201", "31203"])
    findings = found(units, vintage=OLD_DAY, prefectures=[])
    assert rows(findings.dropna(subset="area_code")) == [
        ["warning", "31203", "no body of the gazetteer has had this code and name"]
    ]


def test_from_1970_on_a_body_that_is_missing_is_an_error():
    units = units_of({"31201": ("鳥取市", BOXES[0])})
    severities = {
        day: set(check_units(units, day, ["31"])["severity"])
        for day in (date(1970, 3, 31), date(1970, 4, 1))
    }
    assert list(severities.values()) == [{"warning"}, {"error"}]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONAL_IOT_CACHE", str(tmp_path / "cache"))


def added(folder, **options):
    """What is found of a new archive, but for the bodies that the tests lack."""
    record = store.add(write_archive(folder, **options), origin="test")
    findings = verify(find("n03", DAY))
    findings = findings[findings["finding"] != "missing"].reset_index(drop=True)
    return record, findings.replace({"finding": {f"^{record.name}: ": ""}}, regex=True)


def as_neighbours(east):
    """Two cities, of which the first reaches over the other to an eastern longitude."""
    return units_of(
        {
            "31201": ("鳥取市", shapely.box(134.0, 35.2, east, 35.6)),
            "31202": ("米子市", shapely.box(134.2, 35.2, 134.5, 35.6)),
        }
    )


@pytest.mark.usefixtures("cache")
def test_an_archive_as_it_should_be_is_told_nothing_of(tmp_path):
    _, findings = added(tmp_path)
    assert findings[findings["unit"] != "%"].empty  # the shapes are not the real ones


@pytest.mark.usefixtures("cache")
def test_two_cities_that_overlap_are_not_added(tmp_path):
    path = write_archive(tmp_path, units=as_neighbours(134.3))
    with pytest.raises(SourceError, match=r"鳥取市 .* 米子市 .* overlap by 40\d"):
        store.add(path, origin="test")
    assert records() == []


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    ("east", "severity", "km2"),
    [
        pytest.param(134.2001, "warning", 0.404, id="a-strip"),
        pytest.param(134.2000002, "note", 0.0008, id="a-hair"),
    ],
)
def test_what_cleaning_has_moved_is_found_with_its_area(tmp_path, east, severity, km2):
    _, findings = added(tmp_path, units=as_neighbours(east))
    told = findings[findings["finding"].str.contains("overlapped: cleaned")]
    assert told["severity"].tolist() == [severity]
    assert told["unit"].tolist() == ["km2"]
    assert told["value"].iloc[0] == pytest.approx(km2, abs=0.003)


@pytest.mark.usefixtures("cache")
def test_how_many_polygons_were_mended_is_found(tmp_path):
    bow = shapely.Polygon([(135, 35), (135.2, 35.2), (135.2, 35), (135, 35.2)])
    _, findings = added(tmp_path, units=units_of({"31201": ("鳥取市", bow)}))
    assert ["note", "mended 1 polygons that crossed themselves"] in (
        findings[["severity", "finding"]].to_numpy().tolist()
    )


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    ("number", "name", "finding"),
    [
        pytest.param(
            0,
            "鳥取市",
            "parts of 鳥取市 overlapped or were there twice",
            id="a-polygon-twice",
        ),
        pytest.param(
            2,
            "米子市",
            "31201 has several names, the first is taken: 鳥取市, 米子市",
            id="a-code-of-two-names",
        ),
    ],
)
def test_what_is_in_an_archive_twice_is_a_warning(tmp_path, number, name, finding):
    twice = units_of({"31201": ("鳥取市", BOXES[0]), "31202": (name, BOXES[number])})
    twice["area_code"] = "31201"
    _, findings = added(tmp_path, units=twice)
    told = findings[findings["finding"].str.startswith(finding)]
    assert told["severity"].tolist() == ["warning"]


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    "altered",
    [
        pytest.param([archive_path], id="zip"),
        pytest.param([units_path], id="parquet"),
        pytest.param([archive_path, units_path], id="both"),
    ],
)
@pytest.mark.parametrize("is_gone", [False, True], ids=["altered", "gone"])
def test_files_that_were_altered_in_the_store_are_errors(tmp_path, altered, is_gone):
    record, findings = added(tmp_path)
    assert "error" not in set(findings["severity"])
    for path in (path_of(record) for path_of in altered):
        path.chmod(0o644)
        path.unlink() if is_gone else path.write_bytes(b"other")
    joined.cache_clear()  # as in another run
    found = verify(find("n03", DAY))
    for path in (path_of(record) for path_of in altered):
        said = found[found["finding"].str.startswith(str(path))]
        assert set(said["severity"]) == {"error"}
        assert said["finding"].str.contains("is absent" if is_gone else "altered").any()
    is_unread = units_path in altered
    assert (found["unit"] == "%").any() != is_unread


# --- the packaged set -----------------------------------------------------------------


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The folder of a copy of the packaged data."""
    folder = tmp_path / "package" / "data"
    shutil.copytree(resources.files("analysis") / "data", folder)
    monkeypatch.setattr(packaged, "files", lambda _: folder.parent)
    packaged._units.cache_clear()
    yield folder
    packaged._units.cache_clear()


@pytest.mark.usefixtures("package")
def test_the_packaged_set_is_as_it_was_built():
    assert packaged.check() == []


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("units.parquet", b"other", "units.parquet of the package was altered"),
        ("units_coarse.parquet", b"", "units_coarse.parquet of the package was"),
        ("units.sha256", None, "units.sha256 is absent from the package"),
        ("units.sha256", b"", "units.parquet of the package was altered"),
    ],
)
def test_a_packaged_file_that_was_altered_is_an_error(package, name, content, finding):
    if content is None:
        (package / name).unlink()
    else:
        (package / name).write_bytes(content)
    findings = verify(find(None, None))
    assert set(findings["severity"]) == {"error"}
    assert findings["finding"].iloc[0].startswith(finding)


def test_a_packaged_file_that_is_gone_is_told(package):
    (package / "units_medium.parquet").unlink()
    assert packaged.check() == [
        "units_medium.parquet is absent from the package; install the package again."
    ]


@pytest.mark.usefixtures("cache")
def test_areas_are_not_compared_with_those_of_an_altered_package(tmp_path, package):
    (package / "units.parquet").write_bytes(b"other")
    _, findings = added(tmp_path)
    assert findings["severity"].tolist() == ["warning"]
    assert (
        findings["finding"]
        .iloc[0]
        .startswith("no area is compared: units.parquet of the package was altered")
    )


@pytest.mark.parametrize("name", ["31", "35", "43"])
def test_archives_in_the_real_layout_are_whole(root, name):
    path = root.parent / f"shared/data/n03/N03-20210101_{name}_GML.zip"
    if not path.exists():
        pytest.skip("there are no archives in the real layout beside the project")
    archive = read_archive(path)
    assert check_units(archive.units, archive.vintage, archive.prefectures).empty
