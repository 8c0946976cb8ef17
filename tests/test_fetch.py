import datetime as dt
import errno
import hashlib
import io
import os
import random
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import fault_server as faults
import pytest
import trustme
from fault_server import FaultServer
from n03_archives import tottori, write_archive
from national_archive import write_national
from snapshots import snapshot

from analysis.boundaries.fetching import addresses, download
from analysis.boundaries.fetching.fetch import fetch, prefecture_code
from analysis.boundaries.stored import cache, store
from analysis.boundaries.stored.record import archive_path, records
from analysis.errors import SourceError
from analysis.gazetteer.regions import PREFECTURE_CODES
from analysis.gazetteer.register import register

NAME = "N03-20210101_31_GML.zip"
NEW_YEAR = dt.date(2021, 1, 1)
HALF = 150_000

FETCH = """
import datetime, sys
from analysis.boundaries.fetching import addresses
from analysis.boundaries.fetching.fetch import fetch
from analysis.errors import SourceError

url = sys.argv[1]
addresses.address = lambda *_: addresses.Address(2021, datetime.date(2021, 1, 1), url)
print("ready", flush=True)
try:
    fetch(2021, prefecture="31", retries=0)
except SourceError as error:
    sys.exit(str(error))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The archive of 31 with a member beside the shapefile that makes it longer."""
    path = write_archive(tmp_path_factory.mktemp("server"))
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr("map.png", random.Random(1).randbytes(300_000))
    return path.read_bytes()


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """An archive of 43, to have something in the store."""
    return write_archive(tmp_path_factory.mktemp("other"), prefecture="43")


@pytest.fixture(scope="module")
def filled(tmp_path_factory, other):
    """A cache that holds another archive already."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.VARIABLE, str(folder))
        store.add(other, origin=other.name)
    return folder


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, filled):
    """A copy of the filled cache, which tests may change."""
    shutil.copytree(filled, tmp_path / "cache")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(download, "sleep", lambda _: None)
    return tmp_path / "cache"


@pytest.fixture
def server(archive, monkeypatch):
    with FaultServer() as running:
        serve(running, archive, monkeypatch)
        yield running


def serve(server, content, monkeypatch):
    """Have the table of addresses lead to a server that has one file."""
    server.files[f"/{NAME}"] = content
    found = addresses.Address(2021, NEW_YEAR, f"{server.url}/{NAME}")
    monkeypatch.setattr(addresses, "address", lambda *_: found)


def get(**options):
    return fetch(2021, **{"prefecture": "31", "timeout": 5, "retries": 1} | options)


def without_part(found):
    """Drop what the next run goes on from, and its note."""
    return {
        name: digest
        for name, digest in found.items()
        if not name.endswith((".partial", ".partial.json"))
    }


def test_an_archive_is_fetched_into_the_store(server, archive):
    record = get()
    assert record in records()
    assert record.origin == f"{server.url}/{NAME}"
    assert (record.vintage, record.prefectures) == (NEW_YEAR, ("31",))
    assert archive_path(record).read_bytes() == archive
    assert len(store.units(record)) == len(tottori())


@pytest.mark.usefixtures("server")
def test_nothing_is_left_of_the_download(folder):
    get()
    assert list((folder / "downloads").iterdir()) == []


def test_nothing_is_asked_for_what_is_there(server):
    first = get()
    server.requests.clear()
    assert get() == first
    assert server.requests == []


def test_nothing_is_asked_for_what_was_imported(server, archive, tmp_path):
    path = tmp_path / "by_hand.zip"
    path.write_bytes(archive)
    imported = store.add(path, origin=path.name)
    assert get() == imported
    assert server.requests == []


def test_a_national_archive_holds_every_prefecture(server, tmp_path):
    path = write_national(tmp_path)
    server.files[f"/{NAME}"] = path.read_bytes()
    national = get(prefecture=None, replace=True)
    assert national.national
    server.requests.clear()
    assert get(prefecture="Tottori") == national
    archive_path(national).unlink()
    with pytest.raises(SourceError, match="for the whole country from another file"):
        get(prefecture="Tottori")
    assert server.requests == []


@pytest.mark.usefixtures("server")
def test_an_archive_that_was_damaged_in_the_store_is_fetched_again(folder):
    record = get()
    before = snapshot(folder)
    archive_path(record).write_bytes(b"PK")
    assert get() == record
    assert snapshot(folder) == before


def test_an_archive_that_the_ministry_replaced_is_not_taken_unasked(server, folder):
    record = get()
    archive_path(record).unlink()
    before = snapshot(folder)
    server.files[f"/{NAME}"] += b"x"
    with pytest.raises(SourceError, match=f"{record.sha256}.*ministry has replaced"):
        get()
    assert snapshot(folder) == before


def test_replacing_fetches_what_the_ministry_has_now(server, tmp_path):
    get()
    redrawn = write_archive(tmp_path, units=tottori().iloc[:2])
    server.files[f"/{NAME}"] = redrawn.read_bytes()
    record = get(replace=True)
    assert record.units == 2
    assert len(records()) == 2
    assert get() == record


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("write", ["{}", "sha256:{}", " {} "])
def test_a_hash_that_fits_is_no_error(archive, write):
    digest = hashlib.sha256(archive).hexdigest()
    assert get(sha256=write.format(digest)).sha256 == digest


@pytest.mark.usefixtures("server")
def test_a_hash_must_be_one():
    with pytest.raises(SourceError, match="want a SHA-256 of 64 hexadecimal digits"):
        get(sha256="abc")


@pytest.mark.usefixtures("server")
def test_other_boundaries_of_the_same_place_are_refused_before_asking(
    server, folder, tmp_path
):
    path = write_archive(tmp_path, units=tottori().iloc[:2])
    store.add(path, origin=path.name)
    before = snapshot(folder)
    with pytest.raises(SourceError, match="for prefecture 31 from another file"):
        get(sha256="0" * 64)
    with pytest.raises(SourceError, match="for prefecture 31 from another file"):
        get(prefecture=None)
    assert server.requests == []
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("asked", "held", "message"),
    [
        pytest.param("31", True, "43, and not 31 as", id="one that is there"),
        pytest.param("31", False, "43, and not 31 as", id="one that is new"),
        pytest.param(None, False, "43, and not 01, .* and 41 more", id="for all"),
    ],
)
def test_an_archive_of_another_prefecture_leaves_the_cache_as_it_was(
    server, folder, other, asked, held, message
):
    if not held:
        store.remove(records()[0])
    server.files[f"/{NAME}"] = other.read_bytes()
    before = snapshot(folder)
    with pytest.raises(
        SourceError, match=rf"{NAME} was not kept: .*holds prefecture {message}"
    ):
        get(prefecture=asked)
    assert snapshot(folder) == before


@pytest.mark.usefixtures("server")
def test_progress_is_told(archive):
    told = []
    get(progress=lambda *numbers: told.append(numbers))
    assert told[-1] == (len(archive), len(archive))


def test_a_server_that_fails_once_is_asked_again(server, archive):
    server.faults.append(faults.status(500))
    assert get().bytes == len(archive)


def test_a_refused_connection_leaves_the_cache_as_it_was(folder, archive, monkeypatch):
    with FaultServer() as gone:
        serve(gone, archive, monkeypatch)
    before = snapshot(folder)
    with pytest.raises(SourceError, match=rf"{gone.url}/{NAME} \(2 tries\).* refused"):
        get()
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param(faults.stall(HALF), r"\(2 tries\): no data came", id="stalled"),
        pytest.param(faults.truncate(HALF), r"\(2 tries\): it broke off", id="cut off"),
        pytest.param(faults.status(404), r"\(1 try\): the server .* 404", id="404"),
        pytest.param(faults.status(500), r"\(2 tries\): the server .* 500", id="500"),
        pytest.param(faults.page, "a web page instead of the archive", id="web page"),
        pytest.param(
            faults.redirect(f"http://localhost/{NAME}"), "another host", id="redirect"
        ),
    ],
)
def test_a_server_that_misbehaves_leaves_the_cache_as_it_was(
    server, folder, fault, message
):
    before = snapshot(folder)
    server.always = fault
    with pytest.raises(SourceError, match=f"could not fetch {server.url}.*{message}"):
        get(timeout=0.2)
    assert without_part(snapshot(folder)) == before


def test_what_is_no_zip_leaves_the_cache_as_it_was(server, folder):
    before = snapshot(folder)
    server.files[f"/{NAME}"] = b"Rar!\x1a\x07" + bytes(999)
    with pytest.raises(SourceError, match="no zip archive: it begins with b'Rar!'"):
        get()
    assert snapshot(folder) == before


def test_a_body_that_broke_off_leaves_its_part_and_nothing_else(server, folder):
    before = snapshot(folder)
    server.always = faults.truncate(HALF)
    with pytest.raises(SourceError, match="broke off"):
        get()
    added = snapshot(folder).keys() - before.keys()
    part = f"downloads/{NAME}/{NAME}.partial"
    assert added == {part, f"{part}.json"}


@pytest.mark.usefixtures("server")
def test_a_wrong_hash_leaves_the_cache_as_it_was(folder):
    before = snapshot(folder)
    with pytest.raises(SourceError, match=f"SHA-256 {'0' * 64}.*not kept"):
        get(sha256="0" * 64)
    assert snapshot(folder) == before


@pytest.mark.usefixtures("server")
def test_a_file_over_the_limit_leaves_the_cache_as_it_was(folder):
    before = snapshot(folder)
    with pytest.raises(SourceError, match="the limit is 1,000"):
        get(limit=1000)
    assert snapshot(folder) == before


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def secure(authority, archive, monkeypatch):
    with FaultServer(tls=authority) as running:
        serve(running, archive, monkeypatch)
        yield running


def test_a_redirect_to_plain_http_leaves_the_cache_as_it_was(
    secure, authority, folder, tmp_path, monkeypatch
):
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    before = snapshot(folder)
    secure.always = faults.redirect(f"http://127.0.0.1:{secure.port}/{NAME}")
    with pytest.raises(SourceError, match="redirected from https to http://"):
        get()
    assert snapshot(folder) == before
    secure.always = None
    assert get().prefectures == ("31",)


@pytest.mark.usefixtures("secure")
def test_an_untrusted_certificate_leaves_the_cache_as_it_was(folder, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    before = snapshot(folder)
    with pytest.raises(SourceError, match="certificate is not trusted"):
        get()
    assert snapshot(folder) == before


def _with_member(name):
    """Return an edit that adds a member."""

    def edit(content):
        stream = io.BytesIO(content)
        with zipfile.ZipFile(stream, "a") as opened:
            opened.writestr(name, b"shape")
        return stream.getvalue()

    return edit


def _only(*suffixes):
    """Return an edit that keeps the members with one of the suffixes."""

    def edit(content):
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as given,
            zipfile.ZipFile(stream, "w") as kept,
        ):
            for name in given.namelist():
                if name.endswith(suffixes):
                    kept.writestr(name, given.read(name))
        return stream.getvalue()

    return edit


def _with_field(offset, form, value):
    """Return an edit that writes a field of each member in the central directory."""

    def edit(content):
        content = bytearray(content)
        at = content.find(b"PK\x01\x02")
        while at >= 0:
            struct.pack_into(form, content, at + offset, value)
            at = content.find(b"PK\x01\x02", at + 1)
        return bytes(content)

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        pytest.param(_with_member("../evil.shp"), r"with '\.\.'", id="../"),
        pytest.param(_with_member("/evil.shp"), "an absolute path", id="absolute"),
        pytest.param(_with_field(24, "<L", 2**32 - 2), "unpacks to", id="bomb, said"),
        pytest.param(_with_field(24, "<L", 64), "cannot be read", id="bomb"),
        pytest.param(_with_field(8, "<H", 1), "encrypted", id="encrypted"),
        pytest.param(
            lambda _: b"PK\x03\x04" + bytes(999),
            r"cut off or damaged \(File is not a zip file",
            id="only begins as a zip",
        ),
        pytest.param(lambda content: content[:-99], "cut off or dam", id="cut off"),
        pytest.param(_only(".png"), "has no boundary file", id="no boundaries"),
        pytest.param(_only(".shp", ".shx", ".prj"), r"without \.dbf", id="no .dbf"),
    ],
)
def test_a_hostile_or_broken_archive_leaves_the_cache_as_it_was(
    server, archive, folder, edit, message
):
    before = snapshot(folder)
    server.files[f"/{NAME}"] = edit(archive)
    with pytest.raises(SourceError, match=rf"{NAME} was not kept: .*({message})"):
        get()
    assert snapshot(folder) == before


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        pytest.param("wb", ".partial", id="at the start of the download"),
        pytest.param("ab", ".partial", id="amid the download"),
        pytest.param("wb", ".zip.tmp", id="copying the archive"),
        pytest.param("wb", ".parquet.tmp", id="writing the units"),
        pytest.param("wb", ".json.tmp", id="writing the record"),
    ],
)
def test_a_full_disk_leaves_the_cache_as_it_was(folder, monkeypatch, mode, suffix):
    before = snapshot(folder)
    real = Path.open

    def full(path, *how, **options):
        if how == (mode,) and path.name.endswith(suffix):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *how, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(SourceError, match=r"no room.*set REGIONAL_IOT_CACHE"):
        get()
    assert snapshot(folder) == before


def start(server, folder, **options):
    """Start another process that fetches the same archive."""
    return subprocess.Popen(
        [sys.executable, "-c", FETCH, f"{server.url}/{NAME}"],
        env=os.environ | {cache.VARIABLE: str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_disk_that_takes_no_more_leaves_the_cache_as_it_was(server, folder):
    resource = pytest.importorskip("resource")  # not on Windows
    before = snapshot(folder)
    most = (100_000, 100_000)
    limited = start(
        server,
        folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, most),
    )
    _, said = limited.communicate(timeout=30)
    assert limited.returncode == 1
    assert "no room" in said
    assert snapshot(folder) == before


def test_two_processes_at_once_ask_for_one_body(server, folder):
    server.always = faults.hold
    both = [start(server, folder) for _ in range(2)]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)  # for the second to ask, too, if nothing stops it
    server.released.set()
    said = [process.communicate(timeout=30)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert server.bodies == [200]
    assert len(records()) == 2
    assert all(store.is_whole(record) for record in records())


def kill_half_way(server, folder):
    """Kill a process when it has half of the archive."""
    server.faults.append(faults.stall(HALF))
    process = start(server, folder)
    part = folder / "downloads" / NAME / f"{NAME}.partial"
    end = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > HALF // 2):
        assert time.monotonic() < end, process.poll()
        time.sleep(0.01)
    process.kill()
    process.communicate()
    server.requests.clear()
    server.bodies.clear()


def test_the_run_after_one_that_was_killed_goes_on_with_its_part(
    server, folder, archive
):
    before = snapshot(folder)
    kill_half_way(server, folder)
    assert before.items() <= snapshot(folder).items()
    record = get()
    assert server.bodies == [206]
    assert "Range" in server.requests[0]
    assert archive_path(record).read_bytes() == archive
    assert list((folder / "downloads").iterdir()) == []


def test_the_run_after_one_that_was_killed_starts_anew_with_another_file(
    server, folder, tmp_path
):
    kill_half_way(server, folder)
    server.etag = '"second"'
    redrawn = write_archive(tmp_path, units=tottori().iloc[:2])
    server.files[f"/{NAME}"] = redrawn.read_bytes()
    assert get().units == 2
    assert server.bodies == [200]


def test_what_was_fetched_whole_before_the_kill_is_not_asked_for(
    server, folder, archive
):
    waiting = folder / "downloads" / NAME
    waiting.mkdir(parents=True)
    (waiting / NAME).write_bytes(archive)
    (waiting / "tmp_of_pooch").write_bytes(b"PK")
    get()
    assert server.requests == []
    assert list((folder / "downloads").iterdir()) == []


@pytest.mark.usefixtures("server")
def test_what_was_fetched_whole_before_the_kill_is_not_taken_to_replace(
    folder, archive, tmp_path
):
    waiting = folder / "downloads" / NAME
    waiting.mkdir(parents=True)
    redrawn = write_archive(tmp_path, units=tottori().iloc[:2])
    (waiting / NAME).write_bytes(redrawn.read_bytes())
    record = get(replace=True)
    assert archive_path(record).read_bytes() == archive


def test_what_a_killed_run_cannot_leave_to_the_next_is_removed(server, folder):
    waiting = folder / "downloads" / NAME
    waiting.mkdir(parents=True)
    (waiting / "tmp_of_pooch").write_bytes(b"PK")
    server.always = faults.truncate(HALF)
    with pytest.raises(SourceError, match="broke off"):
        get()
    assert not (waiting / "tmp_of_pooch").exists()
    assert (waiting / f"{NAME}.partial").exists()


def test_every_prefecture_has_its_number_and_names():
    bodies = register()
    for row in bodies[bodies["entity_type"] == "prefecture"].itertuples():
        code, english = row.prefecture_code, row.prefecture_en
        for name in (int(code), code, row.name_ja, row.name_en, english.upper()):
            assert prefecture_code(name) == code


@pytest.mark.parametrize("name", [0, 48, "", "00", "Edo", "府中市", "31384", -1])
def test_an_unknown_prefecture_is_an_error(name):
    with pytest.raises(SourceError, match="there is no prefecture"):
        prefecture_code(name)


def test_an_address_is_known_by_year_and_prefecture():
    assert addresses.address(2021, "31") == addresses.Address(
        2021,
        NEW_YEAR,
        "https://nlftp.mlit.go.jp/ksj/gml/data/N03/N03-2021/N03-20210101_31_GML.zip",
    )
    national = addresses.address(2024).url
    assert urlsplit(national).path.endswith("/N03-20240101_GML.zip")


@pytest.mark.parametrize(
    ("year", "prefecture", "message"),
    [
        (1919, "31", "by prefecture is known for 1919; .* 1920, .*2021"),
        (2005, None, "for the whole country is known for 2005; .* 2021"),
        (dt.date(2021, 4, 1), "31", "known for 2021-04-01; .* 2021-01-01"),
        (2007, "31", "of 2007-04-01 and 2007-10-01; give the day"),
    ],
)
def test_an_unknown_year_is_an_error_that_lists_those_known(year, prefecture, message):
    with pytest.raises(SourceError, match=message):
        addresses.address(year, prefecture)


def test_a_year_of_two_vintages_is_told_by_the_day():
    day = dt.date(2007, 10, 1)
    assert addresses.address(day, "31").vintage == day


@pytest.mark.parametrize("year", [1955, 1970])
def test_okinawa_has_no_archive_of_its_years_outside_japan(year):
    with pytest.raises(SourceError, match=f"is known for {year}; those known are of 1"):
        addresses.address(year, "47")


def test_addresses_are_https_and_differ():
    urls = []
    for row in addresses._table():
        day = dt.date.fromisoformat(row["vintage"])
        assert int(row["year"]) == day.year
        held = [code for code in PREFECTURE_CODES if code != row["without"]]
        urls += [addresses.address(day, code).url for code in held]
        urls += [addresses.address(day).url] if row["national"] else []
    assert len(set(urls)) == len(urls)
    assert {urlsplit(url)[:2] for url in urls} == {("https", "nlftp.mlit.go.jp")}
