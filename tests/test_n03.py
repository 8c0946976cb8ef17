import re
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from n03_archives import (
    EMPTY,
    kumamoto,
    old_tottori,
    rewrite,
    tottori,
    units_of,
    write_1920,
    write_archive,
)

from analysis.boundaries.n03.file_names import choose_vintage, read_name
from analysis.boundaries.n03.reader import read_archive
from analysis.boundaries.n03.schema import decode
from analysis.boundaries.n03.schema import read_bodies as read_bodies_of
from analysis.boundaries.packaged import UNIT_COLUMNS
from analysis.errors import SchemaError, SourceError
from analysis.gazetteer.register import register

DAY = date(2021, 1, 1)


def features(**columns):
    """A frame of attributes: prefecture and name by default."""
    length = len(next(iter(columns.values())))
    table = {"N03_001": ["鳥取県"] * length, "N03_004": ["鳥取市"] * length} | columns
    return pd.DataFrame(table)


def read_bodies(table, day=DAY):
    """Whose area each feature is, by default of a day with codes."""
    return read_bodies_of(table, None, day=day)


def changed(column, value, *, row=0):
    """An edit for `write_archive` that sets one attribute."""

    def edit(frame):
        frame = frame.copy()
        frame.loc[row, column] = value
        return frame

    return edit


def reshaped(shapes):
    """An edit for `write_archive` that replaces the geometry of some rows."""

    def edit(frame):
        geometry = [shapes.get(row, shape) for row, shape in enumerate(frame.geometry)]
        return frame.set_geometry(gpd.GeoSeries(geometry, crs=frame.crs))

    return edit


def with_feature(code, name, shape, **attributes):
    """An edit for `write_archive` that adds one feature."""

    def edit(frame):
        row = {"N03_001": frame["N03_001"].iloc[0], "N03_004": name, "N03_007": code}
        added = gpd.GeoDataFrame([row | attributes], geometry=[shape], crs=frame.crs)
        return pd.concat([frame, added], ignore_index=True)

    return edit


# --- whole archives -------------------------------------------------------------------


@pytest.mark.parametrize("form", ["shapefile", "geojson", "both"])
@pytest.mark.parametrize(
    ("schema", "encoding", "cpg", "day"),
    [
        ("old", "cp932", None, date(2021, 1, 1)),
        ("old", "cp932", "932", date(2012, 3, 31)),
        ("old", "utf-8", None, date(2022, 1, 1)),
        ("new", "utf-8", "UTF-8", date(2024, 1, 1)),
        ("new", "cp932", None, date(2025, 1, 1)),
    ],
)
def test_every_layout_gives_the_same_units(tmp_path, form, schema, encoding, cpg, day):
    path = write_archive(
        tmp_path,
        prefecture="43",
        day=day,
        form=form,
        schema=schema,
        encoding=encoding,
        cpg=cpg,
    )
    found = read_archive(path)
    assert (found.vintage, found.prefectures, found.national) == (day, ("43",), False)
    assert found.notes == ()
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.units.drop(columns="geometry")),
        pd.DataFrame(kumamoto().drop(columns="geometry")),
    )
    assert shapely.equals(found.units.geometry, kumamoto().geometry).all()


def test_units_have_the_columns_types_and_datum_of_the_contract(tmp_path):
    units = read_archive(write_archive(tmp_path, uncoded=True)).units
    assert tuple(units.columns) == UNIT_COLUMNS
    assert set(units.drop(columns="geometry").dtypes.astype(str)) == {"str"}
    assert units.crs.to_epsg() == 6668
    assert units.index.equals(pd.RangeIndex(5))


@pytest.mark.parametrize("parts", ["separate", "multi"])
def test_a_body_is_one_row_however_its_parts_come(tmp_path, parts):
    units = read_archive(write_archive(tmp_path, parts=parts)).units
    assert units["area_code"].tolist() == ["31201", "31202", "31204", "31384"]
    assert shapely.get_num_geometries(units.geometry).tolist() == [1, 1, 2, 1]


def test_parts_of_a_body_that_touch_are_merged(tmp_path):
    halves = {
        0: shapely.box(134.0, 35.2, 134.15, 35.6),
        1: shapely.box(134.15, 35.2, 134.3, 35.6),
    }
    twice = pd.concat([tottori().iloc[[0]], tottori()], ignore_index=True)
    path = write_archive(tmp_path, units=twice, edit=reshaped(halves))
    units = read_archive(path).units
    assert units.geometry.iloc[0].equals(shapely.box(134.0, 35.2, 134.3, 35.6))


def test_areas_of_no_body_come_last_with_their_prefecture(tmp_path):
    last = read_archive(write_archive(tmp_path, uncoded=True)).units.iloc[-1]
    assert pd.isna(last["area_code"])
    assert (last["kind"], last["prefecture_code"], last["name_ja"]) == (
        "undetermined",
        "31",
        "所属未定地",
    )


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("", "所属未定地"),
        ("00000", "所属未定地"),
        ("31000", "所属未定地"),
        ("31201", "所属未定地"),
        (None, None),
    ],
)
def test_a_feature_of_no_body_is_kept_whatever_stands_for_its_code(
    tmp_path, code, name
):
    shape = shapely.box(135, 35, 135.1, 35.1)
    path = write_archive(tmp_path, edit=with_feature(code, name, shape))
    units = read_archive(path).units
    assert units["kind"].tolist() == ["municipality"] * 4 + ["undetermined"]
    assert units.geometry.iloc[-1].equals(shape)


def test_a_feature_that_tells_nothing_is_of_the_prefecture_of_the_archive(tmp_path):
    shape = shapely.box(135, 35, 135.1, 35.1)
    edit = with_feature(None, None, shape, N03_001=None)
    last = read_archive(write_archive(tmp_path, edit=edit)).units.iloc[-1]
    assert last["prefecture_code"] == "31"
    assert pd.isna(last["name_ja"])


def test_a_body_whose_code_is_lost_is_kept_and_noted(tmp_path):
    many = units_of(
        {
            f"31{code}": (f"町{code}町", shapely.box(134, lat, 134.1, lat + 0.01))
            for code, lat in zip(range(302, 322), np.arange(35, 36, 0.05), strict=True)
        }
    )
    edit = changed("N03_007", None)
    found = read_archive(write_archive(tmp_path, units=many, edit=edit))
    assert found.notes == (
        "without a code in N03_007, kept as areas of no body: 町302町",
    )
    assert len(found.units) == 20


@pytest.mark.parametrize("day", [date(1970, 4, 1), date(1975, 10, 1), DAY])
def test_bodies_of_a_day_with_codes_are_refused_without(tmp_path, day):
    path = write_archive(tmp_path, day=day, edit=lambda f: f.assign(N03_007="31000"))
    with pytest.raises(SourceError, match=r"no code for 4 bodies .* before 1970"):
        read_archive(path, vintage=day)


@pytest.mark.parametrize("ward_with_city", [True, False])
def test_wards_have_their_name_without_the_city(tmp_path, ward_with_city):
    path = write_archive(tmp_path, prefecture="43", ward_with_city=ward_with_city)
    wards = read_archive(path).units[["kind", "name_ja", "city_code"]].iloc[:2]
    assert wards.to_numpy().tolist() == [
        ["ward", "中央区", "43100"],
        ["ward", "東区", "43100"],
    ]


def test_a_national_archive_says_so(tmp_path):
    shapes = {
        f"{n:02}201": (f"市{n}市", shapely.box(130, 30 + n / 10, 130.1, 30.1 + n / 10))
        for n in range(1, 48)
    }
    bodies = register()
    names = bodies[bodies["entity_type"] == "prefecture"].set_index("prefecture_code")
    by_code = names["name_ja"].to_dict()
    found = read_archive(
        write_archive(
            tmp_path, prefecture=None, units=units_of(shapes), prefecture_names=by_code
        )
    )
    assert found.national
    assert len(found.prefectures) == 47


def test_reading_twice_gives_the_same_bytes(tmp_path):
    path = write_archive(tmp_path, uncoded=True)
    one, other = (read_archive(path).units.to_wkb() for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(
    ("form", "suffix", "change", "match"),
    [
        ("shapefile", ".shp", EMPTY[".shp"], "holds no areas"),
        ("shapefile", ".dbf", EMPTY[".dbf"], "holds no areas"),
        ("shapefile", ".prj", lambda b: b[:60], "cannot be read"),
        ("geojson", ".geojson", lambda b: b[: len(b) // 2], "cannot be read"),
        (
            "geojson",
            ".geojson",
            lambda b: b.decode().encode("cp932"),
            "cannot be read",
        ),
        ("geojson", ".geojson", EMPTY[".geojson"], "holds no areas"),
    ],
    ids=["no-shape", "no-row", "datum-cut-off", "cut-off", "cp932", "no-feature"],
)
def test_a_damaged_boundary_file_in_a_sound_archive_is_refused(
    tmp_path, form, suffix, change, match
):
    path = rewrite(write_archive(tmp_path, form=form), {suffix: change})
    with pytest.raises((SourceError, SchemaError), match=match):
        read_archive(path)


# --- hostile files --------------------------------------------------------------------


@pytest.fixture
def asked():
    """What is asked of a server; its address is the first."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def do_HEAD(self):
            self.do_GET()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    asked = [f"http://127.0.0.1:{server.server_port}"]
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield asked
    server.shutdown()
    server.server_close()


def virtual(source):
    return (
        '<OGRVRTDataSource><OGRVRTLayer name="layer"><SrcDataSource>'
        f"{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


@pytest.mark.parametrize(
    ("form", "suffix"), [("geojson", ".geojson"), ("shapefile", ".shp")]
)
def test_a_virtual_file_reads_no_file_of_the_computer(tmp_path, form, suffix):
    own = tmp_path / "layer.geojson"
    pyogrio.write_dataframe(features_of_tottori(), own, driver="GeoJSON")
    path = rewrite(write_archive(tmp_path, form=form), {suffix: virtual(own)})
    with pytest.raises(SourceError, match="does not begin as"):
        read_archive(path)
    (tmp_path / "virtual.vrt").write_bytes(virtual(own))
    assert len(pyogrio.read_dataframe(tmp_path / "virtual.vrt")) == 4  # it would work


def features_of_tottori():
    return tottori()[["area_code", "geometry"]]


@pytest.mark.parametrize(
    ("form", "suffix"), [("geojson", ".geojson"), ("shapefile", ".shp")]
)
def test_a_virtual_file_asks_no_server(tmp_path, asked, form, suffix):
    content = virtual(f"/vsicurl/{asked[0]}/layer.geojson")
    path = rewrite(write_archive(tmp_path, form=form), {suffix: content})
    with pytest.raises(SourceError, match="does not begin as"):
        read_archive(path)
    assert len(asked) == 1


@pytest.mark.parametrize("word", ["link", "URL", "\\u006cink"])
def test_geojson_asks_no_server_for_its_datum(tmp_path, asked, word):
    datum = f'"crs":{{"type":"{word}","properties":{{"href":"{asked[0]}/crs"}}}},'
    path = write_archive(tmp_path, form="geojson")
    rewrite(path, {".geojson": lambda b: b[:1] + datum.encode() + b[1:]})
    with pytest.raises(SourceError, match="names an address for its datum"):
        read_archive(path)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "mark",
    [b"<OGRVRTDataSource>", b"LBLSIZE=1024", b"Product_Observational", b"gdal_stream"],
)
def test_a_shapefile_with_the_mark_of_another_format_is_read_as_one(tmp_path, mark):
    path = write_archive(tmp_path)
    rewrite(path, {".shp": lambda b: b[:4] + mark.ljust(20)[:20] + b[24:]})
    assert len(read_archive(path).units) == 4


# --- text -----------------------------------------------------------------------------


def test_a_cpg_that_is_wrong_is_noted_and_not_believed(tmp_path):
    found = read_archive(write_archive(tmp_path, encoding="cp932", cpg="UTF-8"))
    assert found.units["name_ja"].iloc[0] == "鳥取市"
    assert found.notes == ("in cp932, though its .cpg says utf-8",)


def test_mojibake_is_refused(tmp_path):
    garbled = "鳥取県".encode().decode("cp932", errors="replace").replace("\ufffd", "?")
    path = write_archive(tmp_path, edit=lambda f: f.assign(N03_001=garbled))
    with pytest.raises(SourceError, match=r"none of the encodings cp932, utf-8"):
        read_archive(path)


def test_names_that_are_no_prefectures_are_refused(tmp_path):
    path = write_archive(
        tmp_path, form="geojson", edit=lambda f: f.assign(N03_001="California")
    )
    with pytest.raises(SchemaError, match=r"N03_001 holds 'California', not names"):
        read_archive(path)


# --- attributes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "prefecture", "code"),
    [
        pytest.param(["31201"], "鳥取県", "31201", id="text"),
        pytest.param([31201], "鳥取県", "31201", id="number"),
        pytest.param([31201.0, None], "鳥取県", "31201", id="number-with-gaps"),
        pytest.param(["312011"], "鳥取県", "31201", id="six-digits"),
        pytest.param([1101], "北海道", "01101", id="number-lost-its-zero"),
        pytest.param(["1101"], "北海道", "01101", id="text-lost-its-zero"),
        pytest.param(["11011"], "北海道", "01101", id="six-digits-lost-their-zero"),
        pytest.param(["11011"], "埼玉県", "11011", id="or-five-of-another-prefecture"),
        pytest.param([" 31201 "], "鳥取県", "31201", id="spaces"),
    ],
)
def test_a_code_is_five_digits_however_it_is_written(given, prefecture, code):
    names = ["鳥取市", "所属未定地"][: len(given)]
    table = features(N03_001=[prefecture] * len(given), N03_004=names, N03_007=given)
    assert read_bodies(table).table["area_code"].iloc[0] == code


@pytest.mark.parametrize("code", ["312010", "3120", "43101", "abcde", 31201.5])
def test_what_is_no_code_of_the_prefecture_is_refused(code):
    with pytest.raises(SchemaError, match=f"N03_007 holds '{code}', which is no code"):
        read_bodies(features(N03_007=[code]))


def test_a_missing_column_is_an_error_that_lists_those_found(tmp_path):
    path = write_archive(tmp_path, edit=lambda f: f.drop(columns="N03_007"))
    with pytest.raises(SchemaError, match=r"_GML.zip: .* lacks N03_007 \(found: N03_0"):
        read_archive(path)


@pytest.mark.parametrize(
    ("ward", "beside", "city"),
    [
        pytest.param("01101", None, "01100", id="by-the-register"),
        pytest.param("14137", None, "14130", id="second-city-of-a-prefecture"),
        pytest.param("27101", None, "27100", id="former-ward"),
        pytest.param("40104", None, "40100", id="former-ward-of-kitakyushu"),
        pytest.param("22137", None, "22130", id="ward-that-has-ended"),
        pytest.param("40199", "北九州市", "40100", id="unknown-by-the-citys-name"),
        pytest.param("40199", None, "40130", id="unknown-by-its-code"),
        pytest.param("40199", "久留米市", None, id="of-a-city-not-known-as-such"),
        pytest.param("31101", None, None, id="no-city-there"),
    ],
)
def test_the_city_of_a_ward_is_found(ward, beside, city):
    bodies = register()
    is_it = bodies["area_code"] == f"{ward[:2]}000"
    prefecture = bodies.loc[is_it, "name_ja"].item()
    table = features(
        N03_001=[prefecture], N03_003=[beside], N03_004=["北区"], N03_007=[ward]
    )
    found = read_bodies(table).table.iloc[0]
    assert found["kind"] == "ward"
    assert found["city_code"] == city or (city is None and pd.isna(found["city_code"]))


@pytest.mark.parametrize(
    ("county", "name"),
    [("千代田区", None), (None, "千代田区"), ("特別区部", "千代田区")],
)
def test_a_special_ward_is_a_municipality_in_whichever_column_it_stands(county, name):
    table = features(
        N03_001=["東京都"], N03_003=[county], N03_004=[name], N03_007=["13101"]
    )
    found = read_bodies(table).table.iloc[0]
    assert (found["kind"], found["name_ja"]) == ("municipality", "千代田区")
    assert pd.isna(found["city_code"])


def test_a_city_without_wards_is_a_municipality():
    table = features(N03_001=["千葉県"], N03_004=["千葉市"], N03_007=["12100"])
    assert read_bodies(table).table["kind"].tolist() == ["municipality"]


def test_what_a_city_has_beside_its_wards_is_an_area_of_no_body():
    table = features(
        N03_001=["熊本県"] * 2,
        N03_003=["熊本市", None],
        N03_004=["中央区", "熊本市"],
        N03_007=["43101", "43100"],
    )
    found = read_bodies(table)
    assert found.table["kind"].tolist() == ["ward", "undetermined"]
    assert "43100 熊本市: areas besides those of its wards" in found.notes[0]


def test_the_dates_that_old_vintages_have_in_the_place_of_wards_are_no_names():
    table = features(N03_005=["1970-10-01"], N03_007=["31201"])
    assert read_bodies(table).table["name_ja"].tolist() == ["鳥取市"]


def test_two_names_of_one_code_are_noted():
    table = features(N03_004=["鳥取市", "米子市"], N03_007=["31201", "31201"])
    assert read_bodies(table).notes == (
        "31201 has several names, the first is taken: 鳥取市, 米子市",
    )


# --- the time before codes ------------------------------------------------------------


def test_bodies_of_1920_are_told_apart_by_county_and_name(tmp_path):
    found = read_archive(write_1920(tmp_path, uncoded=True))
    assert found.vintage == date(1920, 1, 1)
    assert found.units[["area_code", "kind", "prefecture_code", "name_ja"]].fillna(
        "-"
    ).to_numpy().tolist() == [
        ["31201", "municipality", "31", "鳥取市"],
        ["-", "municipality", "31", "大和村"],
        ["-", "municipality", "31", "逢坂村"],
        ["-", "municipality", "31", "大和村"],
        ["-", "municipality", "31", "米子町"],
        ["-", "undetermined", "31", "所属未定地"],
    ]
    assert tuple(found.units.columns) == UNIT_COLUMNS
    assert found.units.geometry.iloc[1].equals(old_tottori().geometry.iloc[2])
    assert found.units.geometry.iloc[3].equals(old_tottori().geometry.iloc[1])


def test_how_many_bodies_have_no_code_is_noted(tmp_path):
    assert read_archive(write_1920(tmp_path)).notes == (
        "4 bodies have no code of their own, which began in 1970: told apart by county "
        "and name",
        "names no datum: taken as JGD2011",
    )


def test_the_order_of_the_features_of_1920_does_not_matter(tmp_path):
    one = read_archive(write_1920(tmp_path)).units
    other = read_archive(write_1920(tmp_path, units=old_tottori()[::-1])).units
    pd.testing.assert_frame_equal(one.to_wkb(), other.to_wkb())


def test_an_archive_of_2000_keeps_its_codes(tmp_path):
    path = write_1920(
        tmp_path,
        day=date(2000, 10, 1),
        name="N03-001001_31_GML.zip",
        stem="N03-001001_31-g_AdministrativeBoundary",
        edit=None,
        crs="EPSG:4612",
        prj=True,
    )
    found = read_archive(path)
    assert found.vintage == date(2000, 10, 1)
    assert found.units["area_code"].tolist() == old_tottori()["area_code"].tolist()
    assert len(found.notes) == 1  # of its datum


EARLY = date(1950, 10, 1)


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        pytest.param(["31201", "31302"], ["31201", "31302"], id="one-each"),
        pytest.param(["31201", None], ["31201", ""], id="none"),
        pytest.param(["31201", "31000"], ["31201", ""], id="of-the-prefecture"),
        pytest.param(["31300", "31300"], ["", ""], id="shared"),
    ],
)
def test_before_1970_a_code_stays_if_it_is_of_one_body(codes, kept):
    table = features(N03_004=["鳥取市", "米子町"], N03_007=codes)
    found = read_bodies(table, day=EARLY).table
    assert found["area_code"].fillna("").tolist() == kept
    assert found["kind"].tolist() == ["municipality"] * 2


def test_a_code_that_two_villages_of_one_name_share_is_of_neither():
    table = features(
        N03_003=["西伯郡", "気高郡"], N03_004=["大和村"] * 2, N03_007=["31301"] * 2
    )
    assert read_bodies(table, day=EARLY).table["area_code"].isna().all()


def test_parts_of_a_body_share_its_code():
    table = features(N03_007=["31201", "31201"])
    assert read_bodies(table, day=EARLY).table["area_code"].tolist() == ["31201"] * 2


@pytest.mark.parametrize(
    ("county", "name", "kind"),
    [
        pytest.param(None, "所属未定地", "undetermined", id="named-as-such"),
        pytest.param(None, None, "undetermined", id="nameless"),
        pytest.param("西伯郡", None, "undetermined", id="a-county-alone"),
        pytest.param("鳥取市", None, "municipality", id="a-city-in-its-column"),
        pytest.param("西伯郡", "米子町", "municipality", id="a-town"),
        pytest.param(None, "大島島庁", "municipality", id="whatever-has-a-name"),
    ],
)
def test_before_1970_what_has_a_name_is_a_body(county, name, kind):
    table = features(N03_003=[county], N03_004=[name], N03_007=["31000"])
    assert read_bodies(table, day=EARLY).table["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("prefecture", "city", "ward", "kind", "city_code"),
    [
        pytest.param("26", "京都市", "上京区", "ward", "26100", id="kyoto"),
        pytest.param("27", "大阪市", "東区", "ward", "27100", id="osaka"),
        pytest.param("13", "東京市", "麹町区", "municipality", "", id="tokyo"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_a_ward_without_a_code_is_one_if_its_city_has_one(
    prefecture, city, ward, kind, city_code, together
):
    table = features(
        N03_001=[{"26": "京都府", "27": "大阪府", "13": "東京府"}[prefecture]],
        N03_003=[None if together else city],
        N03_004=[city + ward if together else ward],
        N03_007=["00000"],
    )
    bodies = read_bodies(table, day=date(1920, 1, 1))
    found = bodies.table.iloc[0]
    assert found.fillna("").tolist()[1:5] == [kind, city_code, prefecture, ward]
    noted = [note for note in bodies.notes if note.startswith("no code of 東京市")]
    assert [note[-3:] for note in noted] == ([] if city_code else ["麹町区"])


def test_dates_in_columns_of_their_own_type_are_no_names():
    table = features(N03_007=["31201"])
    table = table.map(lambda text: text.encode("cp932").decode("latin-1"))
    days = pd.Series(pd.to_datetime(["1889-10-01"]))
    decoded, _ = decode(table.assign(N03_005=days, N03_006=days), None)
    assert read_bodies(decoded, day=EARLY).table["name_ja"].tolist() == ["鳥取市"]


# --- vintage and prefecture -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "days", "prefecture"),
    [
        ("N03-21_31_210101", ["2021-01-01"], "31"),
        ("N03-20240101_43", ["2024-01-01"], "43"),
        ("N03-20240101_GML.zip", ["2024-01-01"], None),
        ("N03-190101_12", ["2019-01-01"], "12"),
        ("N03-190101", ["2019-01-01"], None),
        ("N03-12_13_120331", ["2012-03-31"], "13"),
        ("N03-20_200101", ["2020-01-01"], None),
        ("N03-20_27_200101", ["2020-01-01"], "27"),
        ("N03-200101_16-g_AdministrativeBoundary", ["1920-01-01"], "16"),
        ("N03-001001_13-g_AdministrativeBoundary", ["2000-10-01"], "13"),
        ("N03-501001_01-g_AdministrativeBoundary", ["1950-10-01"], "01"),
        ("N03-200101_16_GML.zip", ["1920-01-01", "2020-01-01"], "16"),
        ("N03-110331_GML.zip", ["2011-03-31"], None),
        ("n03-20240101_43", ["2024-01-01"], "43"),
        ("N03-05_GML.zip", [], None),
        ("N03-20241301_43", [], "43"),
        ("tottori.zip", [], None),
    ],
)
def test_names_of_files_tell_day_and_prefecture(name, days, prefecture):
    told = read_name(name)
    assert sorted(day.isoformat() for day in told.days) == days
    assert told.prefecture == prefecture


@pytest.mark.parametrize(
    ("archive", "layer", "given", "day"),
    [
        ("N03-200101_27_GML.zip", "N03-20_27_200101", None, "2020-01-01"),
        ("N03-1920/N03-200101_16_GML.zip", "N03-200101_16", None, "1920-01-01"),
        ("N03-20200101_16_GML.zip", "N03-200101_16", None, "2020-01-01"),
        ("tottori.zip", "N03-21_31_210101", None, "2021-01-01"),
        ("N03-20210101_31_GML.zip", "tottori", None, "2021-01-01"),
        ("N03-200101_16_GML.zip", "N03-200101_16", "1920-01-01", "1920-01-01"),
        ("N03-20240101.zip", "N03-21_31_210101", "2021-01-01", "2021-01-01"),
        ("a.zip", "b", "2005-01-01", "2005-01-01"),
    ],
)
def test_the_vintage_is_chosen(tmp_path, archive, layer, given, day):
    given = given and date.fromisoformat(given)
    found = choose_vintage(tmp_path / archive, layer, given)
    assert found == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("archive", "layer", "given", "match"),
    [
        (
            "N03-200101_16_GML.zip",
            "N03-200101_16",
            None,
            "1920-01-01 or 2020-01-01; say .* --vintage",
        ),
        ("a.zip", "b", None, "tells no day; say .* --vintage"),
        ("N03-05_GML.zip", "N03-05_13-g", None, "tells no day"),
        (
            "N03-20240101_31_GML.zip",
            "N03-21_31_210101",
            None,
            "called as one of 2024-01-01, the files .* of 2021-01-01",
        ),
        (
            "a.zip",
            "N03-21_31_210101",
            "2022-01-01",
            "of 2021-01-01, not of 2022-01-01",
        ),
    ],
)
def test_a_vintage_that_is_not_certain_is_refused(
    tmp_path, archive, layer, given, match
):
    given = given and date.fromisoformat(given)
    with pytest.raises(SourceError, match=match):
        choose_vintage(tmp_path / archive, layer, given)


def test_an_archive_of_another_prefecture_than_its_name_says_is_refused(tmp_path):
    path = write_archive(tmp_path, prefecture="35", units=tottori())
    with pytest.raises(SourceError, match=r"of prefecture 35, but hold 31"):
        read_archive(path)


# --- datum ----------------------------------------------------------------------------


def shift_m(path):
    """How far the units lie from where they should, in metres."""
    found = read_archive(path).units.geometry.to_crs("EPSG:6673")
    meant = tottori().geometry.to_crs("EPSG:6673")
    return float(shapely.hausdorff_distance(found.array, meant.array).max())


@pytest.mark.parametrize(
    ("crs", "prj", "most", "note"),
    [
        pytest.param("EPSG:6668", True, 0.001, None, id="jgd2011"),
        pytest.param("EPSG:6668", False, 0.001, "names no datum", id="no-prj"),
        pytest.param("EPSG:4612", True, 0.001, "in JGD2000, taken as", id="jgd2000"),
        pytest.param("EPSG:4326", True, 0.001, "from WGS", id="wgs84"),
        pytest.param("EPSG:4301", True, 0.01, "from .*Tokyo, .* some 10 m", id="tokyo"),
        pytest.param("EPSG:6673", True, 0.01, "from JGD_?2011.* V$", id="plane"),
    ],
)
def test_units_are_in_jgd2011_whatever_the_datum(tmp_path, crs, prj, most, note):
    path = write_archive(tmp_path, crs=crs, prj=prj)
    assert shift_m(path) < most
    notes = read_archive(path).notes
    assert len(notes) == (note is not None)
    assert all(re.search(note, said) for said in notes)


def test_coordinates_that_are_not_in_japan_are_refused(tmp_path):
    path = write_archive(tmp_path, crs="EPSG:6673", prj=False)
    with pytest.raises(SourceError, match=r"not longitudes and latitudes of Japan"):
        read_archive(path)


# --- geometry -------------------------------------------------------------------------


def test_heights_are_dropped(tmp_path):
    edit = reshaped({0: shapely.force_3d(tottori().geometry.iloc[0], 12.0)})
    units = read_archive(write_archive(tmp_path, form="geojson", edit=edit)).units
    assert not shapely.has_z(units.geometry).any()


def test_a_ring_that_crosses_itself_is_mended_and_noted(tmp_path):
    bow = shapely.Polygon([(135, 35), (135.2, 35.2), (135.2, 35), (135, 35.2)])
    found = read_archive(write_archive(tmp_path, edit=reshaped({0: bow})))
    assert found.notes == ("mended 1 polygons that crossed themselves",)
    assert found.units.geometry.is_valid.all()
    assert found.units.geometry.iloc[0].area == pytest.approx(0.02)


def test_a_hole_stays_a_hole(tmp_path):
    hole = shapely.box(134.1, 35.3, 134.2, 35.4)
    ring = tottori().geometry.iloc[0].difference(hole)
    units = read_archive(write_archive(tmp_path, edit=reshaped({0: ring}))).units
    assert units.geometry.iloc[0].equals(ring)


def test_overlaps_are_given_to_one_of_the_two_and_noted(tmp_path):
    wide = shapely.box(133.4, 35.2, 133.5001, 35.4)
    beside = shapely.box(133.5, 35.2, 133.6, 35.4)
    found = read_archive(
        write_archive(tmp_path, parts="multi", edit=reshaped({0: beside, 3: wide}))
    )
    assert shapely.coverage_is_valid(found.units.geometry.array)
    (note,) = found.notes
    assert re.search(r"overlapped: cleaned, which changed areas by 0\.2\d+ km²", note)


def overlapping(east):
    """Two cities, of which the first reaches over the other to an eastern longitude."""
    return units_of(
        {
            "31201": ("鳥取市", shapely.box(134.0, 35.2, east, 35.6)),
            "31202": ("米子市", shapely.box(134.2, 35.2, 134.5, 35.6)),
        }
    )


def test_an_overlap_of_a_third_of_a_city_is_refused_with_the_names(tmp_path):
    path = write_archive(tmp_path, units=overlapping(134.3))
    said = (
        r"鳥取市 \(31201\), 米子市 \(31202\) overlap by 40\d\.\d\d km²; .* "
        r"change (鳥取|米子)市 \(3120[12]\) by more than 1%"
    )
    with pytest.raises(SourceError, match=said):
        read_archive(path)


@pytest.mark.parametrize(("east", "is_kept"), [(134.2028, True), (134.2033, False)])
def test_an_overlap_of_up_to_a_hundredth_is_kept(tmp_path, east, is_kept):
    path = write_archive(tmp_path, units=overlapping(east))
    if is_kept:
        assert "overlapped: cleaned" in read_archive(path).notes[0]
    else:
        with pytest.raises(SourceError, match="overlap by"):
            read_archive(path)


def test_a_rock_of_no_body_may_lose_most_of_itself(tmp_path):
    rock = shapely.box(134.2999, 35.3, 134.3001, 35.3002)  # half of it over 鳥取市
    edit = with_feature(None, "所属未定地", rock)
    found = read_archive(write_archive(tmp_path, edit=edit))
    assert found.units["kind"].iloc[-1] == "undetermined"
    assert "overlapped: cleaned" in found.notes[0]


def test_a_polygon_that_is_there_twice_is_counted_once_and_noted(tmp_path):
    edit = with_feature("31201", "鳥取市", tottori().geometry.iloc[0])
    found = read_archive(write_archive(tmp_path, edit=edit))
    assert found.units.geometry.iloc[0].equals(tottori().geometry.iloc[0])
    (note,) = found.notes
    assert re.fullmatch(
        r"parts of 鳥取市 overlapped .* 12\d\d\.\d+ km² counted once", note
    )


def test_a_gap_of_some_metres_is_left_as_the_ministry_drew_it(tmp_path):
    gap = shapely.box(134.30005, 35.2, 134.4, 35.6)
    path = write_archive(tmp_path, parts="multi", edit=reshaped({3: gap}))
    units = read_archive(path).units
    assert units.geometry.iloc[3].equals(gap)


def test_a_body_under_another_is_not_lost_in_silence(tmp_path):
    inner = shapely.box(134.1, 35.3, 134.2, 35.4)
    path = write_archive(tmp_path, parts="multi", edit=reshaped({3: inner}))
    with pytest.raises(SourceError, match=r"other polygons cover all of 日吉津村"):
        read_archive(path)


@pytest.mark.parametrize("form", ["shapefile", "geojson"])
def test_an_archive_of_points_is_refused(tmp_path, form):
    edit = reshaped(dict.fromkeys(range(9), shapely.Point(134, 35.2)))
    with pytest.raises(SourceError, match="holds no polygon"):
        read_archive(write_archive(tmp_path, form=form, edit=edit))


def test_a_body_without_any_polygon_is_noted(tmp_path):
    edit = reshaped({3: None})
    found = read_archive(write_archive(tmp_path, parts="multi", edit=edit))
    assert found.notes == ("without any polygon, left out: 日吉津村",)
    assert len(found.units) == 3


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)), st.booleans())
def test_the_order_of_the_features_does_not_matter(tmp_path_factory, order, new):
    folder = tmp_path_factory.mktemp("shuffled")
    options = {
        "uncoded": True,
        "form": "geojson",
        "schema": "new" if new else "old",
    }
    straight = read_archive(write_archive(folder, **options)).units
    shuffled = read_archive(
        write_archive(folder, edit=lambda f: f.iloc[list(order)], **options)
    ).units
    pd.testing.assert_frame_equal(
        pd.DataFrame(straight.drop(columns="geometry")),
        pd.DataFrame(shuffled.drop(columns="geometry")),
    )
    assert shapely.equals(straight.geometry, shuffled.geometry).all()


# --- archives in the real layout ------------------------------------------------------


@pytest.fixture
def real(root):
    folder = root.parent / "shared" / "data" / "n03"
    if not folder.is_dir():
        pytest.skip("there are no archives in the real layout beside the project")
    return folder


@pytest.mark.parametrize(
    ("name", "count", "wards"),
    [
        ("N03-20210101_31_GML.zip", 19, 0),
        ("N03-20210101_35_GML.zip", 19, 0),
        ("N03-20210101_43_GML.zip", 49, 5),
        ("N03-20240101_43_GML.zip", 49, 5),
    ],
)
def test_archives_in_the_real_layout_are_read_without_remark(real, name, count, wards):
    found = read_archive(real / name)
    assert found.vintage.isoformat().replace("-", "") == name[4:12]
    assert found.prefectures == (name[13:15],)
    assert found.notes == ()
    assert len(found.units) == found.units["area_code"].nunique() == count
    assert (found.units["city_code"] == "43100").sum() == wards
    assert shapely.coverage_is_valid(found.units.geometry.array)


def test_both_schemas_of_one_prefecture_say_the_same(real):
    old, new = (
        read_archive(real / f"N03-{year}0101_43_GML.zip").units for year in (2021, 2024)
    )
    pd.testing.assert_frame_equal(old.to_wkb(), new.to_wkb())
