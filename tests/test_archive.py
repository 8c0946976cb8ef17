import stat
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from n03_archives import EMPTY, rewrite, write_archive

from analysis.boundaries.n03 import archive
from analysis.boundaries.n03.archive import open_layer
from analysis.errors import SourceError

SHAPEFILE = ("N03-21_31_210101.shp", "N03-21_31_210101.shx", "N03-21_31_210101.dbf")


def write_zip(path, members, **options):
    """Write a zip of {name or ZipInfo: content}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def empty(names):
    """Return members that hold nothing, as their suffixes say."""
    return {name: EMPTY[name[name.rindex(".") :].lower()] for name in names}


def layer_with(extra):
    return empty(SHAPEFILE) | {extra: b"evil"}


def link(name):
    member = zipfile.ZipInfo(name)
    member.create_system = 3
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def patched(path, offset_of_field, value, *, form):
    """Change a field of the first record of the central directory."""
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02") + offset_of_field
    content[at : at + struct.calcsize(form)] = struct.pack(form, value)
    path.write_bytes(content)
    return path


@pytest.fixture
def good(tmp_path):
    return write_archive(tmp_path)


def test_a_layer_is_unpacked_under_names_of_our_own_and_is_gone_afterwards(good):
    with open_layer(good) as layer:
        names = sorted(file.name for file in layer.path.parent.iterdir())
        assert names == ["layer.dbf", "layer.prj", "layer.shp", "layer.shx"]
        assert layer.name == "N03-21_31_210101"
    assert not layer.path.exists()


@pytest.mark.parametrize("nested", [True, False])
def test_a_layer_is_found_in_a_folder_and_at_the_top(tmp_path, nested):
    with open_layer(write_archive(tmp_path, nested=nested)) as layer:
        assert layer.name == "N03-21_31_210101"


def test_a_shapefile_is_preferred_to_geojson(tmp_path):
    with open_layer(write_archive(tmp_path, form="both")) as layer:
        assert layer.path.suffix == ".shp"
        assert layer.notes == ()


def test_geojson_takes_the_place_of_a_shapefile_without_all_its_parts(tmp_path):
    members = empty([SHAPEFILE[0], "N03-21_31_210101.geojson"])
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.path.suffix == ".geojson"
        assert layer.notes == ("read from GeoJSON: the shapefile lacks .shx and .dbf",)


def test_the_layer_of_prefectures_beside_that_of_municipalities_is_passed_over(
    tmp_path,
):
    stems = ("N03-20240101", "N03-20240101_prefecture")
    members = empty(f"{s}{end}" for s in stems for end in (".shp", ".shx", ".dbf"))
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.name == "N03-20240101"


def test_what_a_mac_adds_is_passed_over(tmp_path):
    members = layer_with("__MACOSX/._N03-21_31_210101.shp")
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.path.read_bytes() == EMPTY[".shp"]


def test_suffixes_in_capitals_are_known(tmp_path):
    members = empty(name.upper() for name in SHAPEFILE)
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.path.name == "layer.shp"


def test_an_archive_made_on_windows_with_backslashes_is_read(tmp_path):
    members = empty(f"N03-20210101_31_GML\\{name}" for name in SHAPEFILE)
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.name == "N03-21_31_210101"


@pytest.mark.parametrize(
    ("cpg", "encoding"),
    [
        *[(name, "utf-8") for name in ("UTF-8\n", "utf8", "65001", "OEM 65001")],
        *[
            (name, "cp932")
            for name in (
                "932", "CP932", "ms932", "ANSI 932", "Windows-932", "Windows-31J",
                "Shift_JIS", "shift-jis", "SJIS", '"SJIS"\r\n',
            )
        ],
    ],
)  # fmt: skip
def test_the_declared_encoding_is_told_by_one_name(tmp_path, cpg, encoding):
    with open_layer(write_archive(tmp_path, cpg=cpg)) as layer:
        assert (layer.encoding, layer.notes) == (encoding, ())


@pytest.mark.parametrize(
    "cpg",
    [
        "punycode",
        "idna",
        "UTF-8\0x",
        "utf-16",
        "unicode_escape",
        "rot13",
        "mbcs",
        "8932",
    ],
)
def test_an_encoding_that_n03_is_not_in_is_not_believed(tmp_path, cpg):
    with open_layer(write_archive(tmp_path, cpg=cpg)) as layer:
        assert layer.encoding is None
        assert layer.notes == (
            "its .cpg names no encoding that N03 is in: not believed",
        )


@pytest.mark.parametrize(
    ("members", "match"),
    [
        pytest.param(
            layer_with("../evil.shp"), "leads out of its folder with '..'", id="parent"
        ),
        pytest.param(
            layer_with("N03/../../evil"), "leads out of its folder", id="parent-inside"
        ),
        pytest.param(
            layer_with("..\\evil.shp"), "leads out of its folder", id="backslash"
        ),
        pytest.param(layer_with("/etc/evil"), "has an absolute path", id="absolute"),
        pytest.param(
            layer_with("\\\\host\\evil"), "has an absolute path", id="network-share"
        ),
        pytest.param(layer_with("C:\\evil"), "has an absolute path", id="drive"),
        pytest.param(layer_with("c:evil"), "has an absolute path", id="drive-alone"),
        pytest.param(layer_with(link("evil")), "is a link or device", id="symlink"),
        pytest.param(
            {f"{i}.txt": b"" for i in range(archive.MOST_MEMBERS + 1)},
            "1,001 members, more than 1,000",
            id="too-many",
        ),
        pytest.param({}, "no boundary file .* but nothing", id="empty"),
        pytest.param(
            {"N03-21_31_210101.xml": b""}, "no boundary file .* but N03", id="gml-only"
        ),
        pytest.param(
            {"N03-20210101_31_GML.zip": b""}, "unpack it and give", id="zip-in-zip"
        ),
        pytest.param(
            {SHAPEFILE[0]: b"", SHAPEFILE[1]: b""}, "comes without .dbf", id="no-dbf"
        ),
        pytest.param(
            {SHAPEFILE[0]: b"", SHAPEFILE[2]: b""}, "comes without .shx", id="no-shx"
        ),
        pytest.param(
            {"N03-21_31_210101.geojson": b"", "N03-21_32_210101.geojson": b""},
            "more than one boundary layer .*_31_.*_32_",
            id="two-layers",
        ),
        pytest.param(
            {"a.geojson": b"", "a.GEOJSON": b""}, "has two members", id="twice"
        ),
    ],
)
def test_a_hostile_or_useless_archive_is_refused(tmp_path, members, match):
    path = write_zip(tmp_path / "a.zip", members)
    with pytest.raises(SourceError, match=match), open_layer(path):
        pass


def test_no_file_is_written_for_a_refused_archive(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "deep"))
    path = write_zip(tmp_path / "a.zip", layer_with("../evil.shp"))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SourceError, match="leads out"), open_layer(path):
        pass
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("change", "match"),
    [
        pytest.param(lambda _: b"no zip" * 99, "is not a zip archive;", id="text"),
        pytest.param(lambda _: b"", "is not a zip archive;", id="empty"),
        pytest.param(lambda raw: raw[: len(raw) // 2], "is cut off", id="cut-off"),
        pytest.param(lambda raw: raw[:-30], "is cut off", id="end-cut-off"),
        pytest.param(
            lambda raw: raw[:100] + bytes(50) + raw[150:],
            "cannot be read as an archive",
            id="overwritten",
        ),
    ],
)
def test_a_damaged_file_is_refused(good, change, match):
    good.write_bytes(change(good.read_bytes()))
    with pytest.raises(SourceError, match=match), open_layer(good):
        pass


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="is absent"), open_layer(tmp_path / "a.zip"):
        pass


def test_a_bare_boundary_file_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "N03-21_31_210101.geojson"
    path.write_text("{}")
    with pytest.raises(SourceError, match="bare boundary file"), open_layer(path):
        pass


def test_an_encrypted_member_is_refused(good):
    patched(good, 8, 0x1, form="<H")
    with pytest.raises(SourceError, match="is encrypted"), open_layer(good):
        pass


def test_an_unknown_method_of_compression_is_refused(good):
    patched(good, 10, 99, form="<H")
    with (
        pytest.raises(SourceError, match="cannot be read as an archive"),
        open_layer(good),
    ):
        pass


def test_an_archive_that_declares_too_much_is_refused_before_it_is_unpacked(tmp_path):
    path = write_zip(tmp_path / "a.zip", layer_with("big") | {"big": bytes(10**6)})
    with (
        pytest.raises(SourceError, match="unpacks to 1,000,265 bytes, more than the"),
        open_layer(path, largest=10**5),
    ):
        pass


@pytest.mark.parametrize(
    ("form", "suffix", "size", "match"),
    [
        pytest.param("shapefile", ".cpg", 65, r"\.cpg unpacks to 65 bytes", id="cpg"),
        pytest.param("shapefile", ".prj", 2**17, "131,072 .* 65,536", id="prj"),
        pytest.param("geojson", ".geojson", 10**6, "1,000,000 .* 1,000", id="geojson"),
    ],
)
def test_a_file_that_is_too_large_for_what_it_is_is_refused_packed(
    tmp_path, monkeypatch, form, suffix, size, match
):
    path = rewrite(write_archive(tmp_path, form=form), {suffix: b"A" * size})
    unpacked = []
    copy = archive._copy

    def watched(opened, member, target, *, where):
        unpacked.append(target.suffix)
        copy(opened, member, target, where=where)

    monkeypatch.setattr(archive, "_copy", watched)
    with (
        pytest.raises(SourceError, match=match),
        open_layer(path, largest_geojson=1000),
    ):
        pass
    assert suffix not in unpacked


def header(at, value):
    """A change of some bytes of a file."""
    return lambda content: content[:at] + value + content[at + len(value) :]


VIRTUAL = b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>'
GRID = b',EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]'


@pytest.mark.parametrize(
    ("suffix", "change", "match"),
    [
        pytest.param(".shp", VIRTUAL, "begin as part of a shapefile", id="shp-virtual"),
        pytest.param(".shp", b"", "begin as part of a shapefile", id="shp-empty"),
        pytest.param(".shp", lambda b: b[:40], "is cut off", id="shp-header"),
        pytest.param(".shp", lambda b: b[:-8], "is cut off", id="shp-end"),
        pytest.param(
            ".shp", header(28, b"\xe7\x03"), "no known version", id="shp-version"
        ),
        pytest.param(".shx", VIRTUAL, "begin as part of a shapefile", id="shx-virtual"),
        pytest.param(".shx", lambda b: b[:-8], "is cut off", id="shx-end"),
        pytest.param(".dbf", VIRTUAL, "begin as a table of dBASE", id="dbf-virtual"),
        pytest.param(".dbf", b"", "begin as a table of dBASE", id="dbf-empty"),
        pytest.param(".dbf", lambda b: b[:20], "is cut off", id="dbf-header"),
        pytest.param(".dbf", lambda b: b[:-20], "is cut off", id="dbf-end"),
        pytest.param(".dbf", header(8, b"\0\0"), "has no column", id="dbf-columns"),
        pytest.param(".prj", VIRTUAL, "as a coordinate system", id="prj-virtual"),
        pytest.param(
            ".prj", lambda b: b.strip()[:-1] + GRID, "names another file", id="prj-grid"
        ),
    ],
)
def test_a_part_of_a_shapefile_that_is_something_else_is_refused(
    good, suffix, change, match
):
    path = rewrite(good, {suffix: change})
    with pytest.raises(SourceError, match=rf"\{suffix} .*{match}"), open_layer(path):
        pass


@pytest.mark.parametrize(
    ("content", "match"),
    [
        pytest.param(VIRTUAL, "begin as a collection of features", id="virtual"),
        pytest.param(b"", "begin as a collection of features", id="empty"),
        pytest.param(b'["FeatureCollection"]', "as a collection", id="array"),
        pytest.param(b'{"type": "Topology"}', "as a collection", id="topojson"),
        *[
            pytest.param(
                EMPTY[".geojson"][:-1] + b', "crs": {"type": "' + word + b'"}}',
                "names an address for its datum",
                id=word.decode(),
            )
            for word in (b"link", b"URL", rb"\u006cink", rb"link\u0000")
        ],
    ],
)
def test_geojson_that_is_something_else_is_refused(tmp_path, content, match):
    path = write_zip(tmp_path / "a.zip", {"N03-21_31_210101.geojson": content})
    with pytest.raises(SourceError, match=match), open_layer(path):
        pass


def test_geojson_with_a_byte_order_mark_and_escaped_names_is_read(tmp_path):
    content = EMPTY[".geojson"].replace(b"[]", rb'["\u9ce5\u53d6"]')
    content = b"\xef\xbb\xbf\r\n " + content
    path = write_zip(tmp_path / "a.zip", {"N03-21_31_210101.geojson": content})
    with open_layer(path) as layer:
        assert layer.source == f"GeoJSON:{layer.path}"


@pytest.mark.parametrize("declared", [10, 10**7], ids=["less", "more"])
def test_a_member_of_another_size_than_declared_is_refused(tmp_path, declared):
    path = write_zip(tmp_path / "a.zip", {"N03.geojson": bytes(10**6)})
    patched(path, 24, declared, form="<I")
    with pytest.raises(SourceError, match=r"CRC|does not have the"), open_layer(path):
        pass


def test_a_full_disk_is_an_error_that_says_where(good, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_pour", full)
    with pytest.raises(SourceError, match=r"No space left.*TMPDIR"), open_layer(good):
        pass


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return write_archive(folder, form="both", day=date(2024, 1, 1)).read_bytes()


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_happens_to_an_archive_it_is_read_or_refused(tmp_path, whole, data):
    content = bytearray(whole)
    last = len(content) - 1
    for _ in range(data.draw(st.integers(1, 4))):
        # The directory is at the end: most of what can go wrong is there.
        at = data.draw(st.integers(0, last) | st.integers(last - 700, last))
        content[at] = data.draw(st.integers(0, 255))
    path = Path(tmp_path / "a.zip")
    path.write_bytes(content[: data.draw(st.integers(last // 2, last + 1))])
    told = str(path)
    try:
        with open_layer(path) as layer:
            assert layer.path.exists()
    except SourceError as error:
        told = str(error)
    assert str(path) in told
