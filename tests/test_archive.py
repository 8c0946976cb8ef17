import stat
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from n03_archives import write_archive

from analysis.boundaries import archive
from analysis.boundaries.archive import open_layer
from analysis.errors import SourceError

SHAPEFILE = ("N03-21_31_210101.shp", "N03-21_31_210101.shx", "N03-21_31_210101.dbf")


def write_zip(path, members, **options):
    """Write a zip of {name or ZipInfo: content}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def layer_with(extra):
    return dict.fromkeys(SHAPEFILE, b"x") | {extra: b"evil"}


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
    members = {SHAPEFILE[0]: b"x", "N03-21_31_210101.geojson": b"{}"}
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.path.suffix == ".geojson"
        assert layer.notes == ("read from GeoJSON: the shapefile lacks .shx and .dbf",)


def test_the_layer_of_prefectures_beside_that_of_municipalities_is_passed_over(
    tmp_path,
):
    stems = ("N03-20240101", "N03-20240101_prefecture")
    members = {f"{s}{end}": b"x" for s in stems for end in (".shp", ".shx", ".dbf")}
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.name == "N03-20240101"


def test_what_a_mac_adds_is_passed_over(tmp_path):
    members = layer_with("__MACOSX/._N03-21_31_210101.shp")
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.path.read_bytes() == b"x"


def test_suffixes_in_capitals_are_known(tmp_path):
    members = {name.upper(): b"x" for name in SHAPEFILE}
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.path.name == "layer.shp"


def test_an_archive_made_on_windows_with_backslashes_is_read(tmp_path):
    members = {f"N03-20210101_31_GML\\{name}": b"x" for name in SHAPEFILE}
    with open_layer(write_zip(tmp_path / "a.zip", members)) as layer:
        assert layer.name == "N03-21_31_210101"


def test_the_declared_encoding_is_told(tmp_path):
    with open_layer(write_archive(tmp_path, cpg="UTF-8\n")) as layer:
        assert layer.encoding == "UTF-8"


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
        pytest.raises(SourceError, match="unpacks to 1,000,003 bytes, more than the"),
        open_layer(path, largest=10**5),
    ):
        pass


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
