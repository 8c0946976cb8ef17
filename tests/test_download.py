import errno
import hashlib
import random
import re

import fault_server as faults
import pooch
import pytest
import trustme
from fault_server import FaultServer

from analysis.boundaries.fetching import download as module
from analysis.boundaries.fetching.download import download
from analysis.errors import SourceError

CONTENT = b"PK\x03\x04" + random.Random(1).randbytes(300_000)
"""Begins as a zip archive does, which is all that a download looks at."""

PATH = "/N03-20210101_31_GML.zip"
HALF = 150_000


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """No proxy, no waiting: the seconds that would be waited are listed instead."""
    monkeypatch.setenv("NO_PROXY", "*")
    waited = []
    monkeypatch.setattr(module, "sleep", waited.append)
    return waited


@pytest.fixture
def server():
    with FaultServer() as running:
        running.files[PATH] = CONTENT
        yield running


@pytest.fixture
def target(tmp_path):
    return tmp_path / "downloads" / "archive.zip"


def get(server, target, **options):
    download(server.url + PATH, target, **{"timeout": 5, "retries": 2} | options)


def files(target):
    """Names of the files that a download left."""
    return sorted(path.name for path in target.parent.glob("*"))


def partly(server, target):
    """Leave half of the file, as a connection that broke does."""
    server.faults.append(faults.truncate(HALF))
    with pytest.raises(SourceError, match="broke off"):
        get(server, target, retries=0)
    assert files(target) == ["archive.zip.partial", "archive.zip.partial.json"]
    server.requests.clear()
    server.bodies.clear()


def test_a_file_arrives_whole_and_leaves_nothing_beside_it(server, target):
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert files(target) == ["archive.zip"]


def test_a_file_that_is_there_is_not_asked_for(server, target):
    get(server, target)
    get(server, target)
    assert len(server.requests) == 1


def test_progress_is_told_up_to_the_whole(server, target):
    told = []
    get(server, target, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)
    assert len(told) > 1


def test_pooch_says_nothing_of_its_own(server, target, monkeypatch):
    said = []
    logger = pooch.get_logger()
    monkeypatch.setattr(logger, "handle", said.append)
    level = logger.level
    get(server, target)
    assert said == []
    assert logger.level == level


def test_the_server_is_asked_for_the_bytes_as_they_are(server, target):
    get(server, target)
    assert server.requests[0]["Accept-Encoding"] == "identity"


def test_a_refused_connection_is_told_with_its_address_tries_and_remedy(target, waits):
    with FaultServer() as server:
        pass
    with pytest.raises(SourceError) as caught:
        get(server, target)
    message = str(caught.value)
    assert f"could not fetch {server.url}{PATH} (3 tries)" in message
    assert "Connection refused" in message
    assert "boundaries import FILE" in message
    assert waits == [1, 2]
    assert files(target) == []


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param(faults.stall(HALF), "no data came for 0.2 s after", id="stalled"),
        pytest.param(faults.truncate(HALF), r"broke off after \d", id="truncated"),
    ],
)
def test_a_body_that_never_ends_is_an_error_after_all_tries(
    server, target, fault, message
):
    server.always = fault
    with pytest.raises(SourceError, match=f"2 tries.*{message}.* of 300,004 bytes"):
        get(server, target, timeout=0.2, retries=1)
    assert not target.exists()


@pytest.mark.parametrize(
    "fault", [faults.stall(HALF), faults.truncate(HALF), faults.trickle(HALF)]
)
def test_a_body_that_broke_off_is_gone_on_with(server, target, fault, monkeypatch):
    monkeypatch.setattr(module, "_WATCHED", 0.2)
    server.faults.append(fault)
    get(server, target, timeout=0.2)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [200, 206]
    assert server.requests[1]["If-Range"] == '"first"'


def test_a_body_that_comes_too_slowly_is_an_error_after_all_tries(
    server, target, monkeypatch
):
    monkeypatch.setattr(module, "_WATCHED", 0.2)
    server.always = faults.trickle(8)
    with pytest.raises(SourceError, match=r"2 tries\): only \d+ bytes came in 0.2 s"):
        get(server, target, timeout=5, retries=1)
    assert len(server.requests) == 2


def test_a_slow_body_that_comes_fast_enough_arrives(server, target, monkeypatch):
    monkeypatch.setattr(module, "_WATCHED", 0.05)
    monkeypatch.setattr(module, "_LEAST", 1)
    server.files[PATH] = CONTENT[:40]
    server.always = faults.trickle(8)
    get(server, target)
    assert target.read_bytes() == CONTENT[:40]


def test_a_server_that_never_answers_is_an_error(server, target):
    server.always = lambda handler, _: handler.owner.closing.wait(5)
    with pytest.raises(SourceError, match=r"2 tries.*did not answer in time"):
        get(server, target, timeout=0.1, retries=1)


@pytest.mark.parametrize("code", [403, 404, 410, 501])
def test_a_refusal_is_not_asked_again(server, target, code):
    server.always = faults.status(code)
    with pytest.raises(SourceError, match=rf"\(1 try\): the server answered {code} \w"):
        get(server, target)
    assert len(server.requests) == 1
    assert files(target) == []


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_state_that_passes_is_asked_again(server, target, code):
    server.faults.append(faults.status(code))
    get(server, target)
    assert target.read_bytes() == CONTENT


def test_a_state_that_does_not_pass_is_an_error_in_the_end(server, target, waits):
    server.always = faults.status(500)
    with pytest.raises(SourceError, match=r"\(5 tries\): the server answered 500"):
        get(server, target, retries=4)
    assert waits == [1, 2, 4, 8]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        pytest.param({"Retry_After": "7"}, 7, id="seconds"),
        pytest.param({"Retry_After": "86400"}, 60, id="longer than a minute"),
        pytest.param({"Retry_After": "Fri, 31 Dec 1999 23:59:59 GMT"}, 1, id="past"),
        pytest.param({"Retry_After": "soon"}, 1, id="unreadable"),
    ],
)
def test_the_wait_that_the_server_asks_for_is_kept(
    server, target, waits, headers, wait
):
    server.faults.append(faults.status(503, **headers))
    get(server, target)
    assert waits == [wait]


def test_the_next_call_goes_on_where_the_last_one_was_cut_off(server, target):
    partly(server, target)
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [206]
    first = int(re.fullmatch(r"bytes=(\d+)-", server.requests[0]["Range"])[1])
    assert 0 < first <= HALF


def test_a_file_that_changed_meanwhile_is_fetched_anew(server, target):
    partly(server, target)
    server.etag = '"second"'
    server.files[PATH] = CONTENT[::-1].replace(CONTENT[-4:][::-1], b"PK\x03\x04")
    get(server, target)
    assert target.read_bytes() == server.files[PATH]
    assert server.bodies == [200]


def test_another_version_in_spite_of_if_range_is_fetched_anew(server, target):
    partly(server, target)
    server.etag = '"second"'
    server.faults.append(lambda handler, file: handler.send_file(file, start=HALF))
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [206, 200]


def test_a_part_without_a_version_is_not_gone_on_with(server, target):
    server.etag = None
    server.faults.append(faults.truncate(HALF))
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [200, 200]


def test_a_weak_etag_does_not_tell_the_version(server, target):
    server.etag = 'W/"first"'
    server.faults.append(faults.truncate(HALF))
    get(server, target)
    assert server.bodies == [200, 200]


@pytest.mark.parametrize(
    ("fault", "bodies"),
    [
        pytest.param(faults.whole, [200], id="the whole file"),
        pytest.param(faults.shifted, [206, 200], id="another part"),
        pytest.param(faults.status(416), [200], id="no such part"),
    ],
)
def test_an_answer_that_does_not_follow_on_the_part_starts_anew(
    server, target, waits, fault, bodies
):
    partly(server, target)
    server.faults.append(fault)
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == bodies
    assert waits == []
    assert files(target) == ["archive.zip"]


def test_a_rest_that_is_shorter_than_said_is_gone_on_with(server, target):
    partly(server, target)
    server.faults.append(faults.short)
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [206]


def test_a_part_does_not_keep_the_note_of_another_version(server, target):
    partly(server, target)
    server.etag = None
    server.faults.append(faults.truncate(HALF))
    with pytest.raises(SourceError, match="broke off"):
        get(server, target, retries=0)
    assert files(target) == ["archive.zip.partial"]


def test_a_part_of_another_address_is_not_gone_on_with(server, target):
    partly(server, target)
    server.files["/other.zip"] = CONTENT
    download(f"{server.url}/other.zip", target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [200]


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"url": "other"}'])
def test_a_part_with_a_broken_note_is_not_gone_on_with(server, target, note):
    partly(server, target)
    (target.parent / "archive.zip.partial.json").write_bytes(note)
    get(server, target)
    assert target.read_bytes() == CONTENT
    assert server.bodies == [200]


def test_a_hash_that_fits_is_no_error(server, target):
    get(server, target, sha256=hashlib.sha256(CONTENT).hexdigest())
    assert target.exists()


def test_a_hash_that_does_not_fit_is_an_error_and_nothing_is_kept(server, target):
    with pytest.raises(SourceError, match=f"SHA-256 {'0' * 64}.*was not kept"):
        get(server, target, sha256="0" * 64)
    assert files(target) == []


def test_a_file_declared_too_large_is_refused_unread(server, target):
    with pytest.raises(SourceError, match="it has 300,004 bytes, and the limit is 300"):
        get(server, target, limit=300_000)
    assert files(target) == []


def test_a_file_found_too_large_is_not_kept(server, target):
    server.always = faults.undeclared
    with pytest.raises(SourceError, match="more than 200,000 bytes"):
        get(server, target, limit=200_000)
    assert files(target) == []


def test_a_file_of_undeclared_size_arrives_whole(server, target):
    server.always = faults.undeclared
    get(server, target)
    assert target.read_bytes() == CONTENT


def test_a_file_in_chunks_arrives_whole(server, target):
    server.always = faults.chunked()
    get(server, target)
    assert target.read_bytes() == CONTENT


def test_a_file_in_chunks_that_lacks_the_end_is_not_taken_as_whole(server, target):
    server.always = faults.chunked(until=HALF)
    with pytest.raises(SourceError, match="broke off"):
        get(server, target)
    assert not target.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"<html>Sorry", "sent a web page", id="page"),
        pytest.param(b"Rar!\x1a", "no zip archive: it begins with b'Rar!'", id="rar"),
        pytest.param(b"", "no zip archive", id="nothing"),
        pytest.param(b"PK", "no zip archive", id="beginning"),
    ],
)
def test_what_is_no_archive_is_not_kept(server, target, content, message):
    server.files[PATH] = content
    with pytest.raises(SourceError, match=message):
        get(server, target)
    assert files(target) == []
    assert len(server.requests) == 1


def test_a_web_page_is_known_by_its_type(server, target):
    server.always = faults.page
    with pytest.raises(SourceError, match="sent a web page"):
        get(server, target)


def test_a_redirect_on_the_same_host_is_followed(server, target):
    server.faults.append(faults.redirect("elsewhere.zip"))
    server.files["/elsewhere.zip"] = CONTENT
    get(server, target)
    assert target.read_bytes() == CONTENT


def test_redirects_have_an_end(server, target):
    server.always = faults.redirect(PATH)
    with pytest.raises(SourceError, match="redirected more than 3 times"):
        get(server, target)
    assert len(server.requests) == 4


def test_a_redirect_to_another_host_is_refused(server, target):
    server.always = faults.redirect(f"http://localhost:{server.port}{PATH}")
    with pytest.raises(SourceError, match="redirected to another host, http://local"):
        get(server, target)
    assert len(server.requests) == 1


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def secure(authority):
    with FaultServer(tls=authority) as running:
        running.files[PATH] = CONTENT
        yield running


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))


@pytest.mark.usefixtures("trusted")
def test_a_file_arrives_from_a_trusted_server(secure, target):
    get(secure, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.usefixtures("trusted")
def test_a_redirect_to_plain_http_is_refused(secure, server, target):
    secure.always = faults.redirect(server.url + PATH)
    with pytest.raises(SourceError, match="redirected from https to http://127"):
        get(secure, target)
    assert server.requests == []


def test_an_untrusted_certificate_is_refused(secure, target, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with pytest.raises(SourceError, match=r"\(1 try\).*certificate is not trusted"):
        get(secure, target)
    assert secure.requests == []


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a.zip", "ftp://127.0.0.1/a.zip", "file:///a.zip", "a.zip"],
)
def test_only_https_is_fetched_from(url, target):
    with pytest.raises(SourceError, match="is not an https address"):
        download(url, target)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_with_what_is_needed(server, target, monkeypatch, code):
    real = module.Path.open

    def full(path, mode="r", *rest, **options):
        if mode == "ab":
            raise OSError(code, "No space left on device")
        return real(path, mode, *rest, **options)

    monkeypatch.setattr(module.Path, "open", full)
    with pytest.raises(SourceError, match=r"no room for 2\d\d,\d{3} bytes.*REGIONAL_I"):
        get(server, target)
    assert files(target) == []


def test_a_folder_that_cannot_be_made_is_told(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SourceError, match=r"cannot write.*REGIONAL_IOT_CACHE"):
        get(server, tmp_path / "file" / "archive.zip")
