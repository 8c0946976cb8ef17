import hashlib
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time

import pytest

from analysis import atomic, cli
from analysis.atomic import commit, disk, whole_file, whole_folder
from analysis.atomic.stage import sweep
from analysis.errors import SourceError

FILES = 40
BOTH_WAYS = pytest.mark.usefixtures("way")  # to put a result in its place
POSIX = pytest.mark.skipif(os.name == "nt", reason="no such thing on Windows")

# Writes folders of one version after the other, until it is killed.
WRITER = """
import os, sys
from pathlib import Path
from test_atomic import write
out, first = Path(sys.argv[1]), int(sys.argv[2])
for version in range(first, first + int(sys.argv[3])):
    write(out, version, names=[f"{number}.txt" for number in range(8)])
    os.write(1, b".")
"""


def write(out, version, *, names=None, command="run"):
    """Write a result of which every file tells the version."""
    names = names or [f"sub/{number}.txt" for number in range(FILES)]
    with whole_folder(out) as stage:
        fill(stage, version, names=names, command=command)


def write_half(out, why, *, writer=whole_folder):
    with writer(out) as new:
        if writer is whole_folder:
            (new / "sub").mkdir()
            new = new / "sub" / "1.txt"
        new.write_text("half")
        raise why


def fill(stage, version, *, names, command="run"):
    for name in names:
        path = stage / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(f"{name} of version {version}\n")
    listed = [
        {"path": name, "hash": f"sha256:{digest((stage / name).read_bytes())}"}
        for name in names
    ]
    about = {"regional_iot": {"command": command}, "resources": listed}
    (stage / "datapackage.json").write_text(json.dumps(about))


def digest(content):
    return hashlib.sha256(content).hexdigest()


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def version_of(folder):
    """The one version that all files of the result are of."""
    package = json.loads((folder / "datapackage.json").read_text())
    versions = set()
    for each in package["resources"]:
        found = (folder / each["path"]).read_bytes()
        assert f"sha256:{digest(found)}" == each["hash"], each["path"]
        versions.add(int(found.split()[-1]))
    (version,) = versions
    return version


def hidden(folder):
    return list(folder.rglob("*.partial-*"))


def start(code, *arguments, **options):
    tests = os.path.dirname(__file__)
    path = os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        **options,
    )


@pytest.fixture
def no_exchange(monkeypatch):
    def refuse(*_):
        raise OSError(38, "not implemented")

    monkeypatch.setattr(disk, "exchange", refuse)


@pytest.fixture(params=["exchange", "one by one"])
def way(request):
    if request.param == "one by one":
        request.getfixturevalue("no_exchange")


@BOTH_WAYS
def test_a_folder_becomes_the_new_result(tmp_path):
    out = tmp_path / "new" / "out"
    write(out, 1)
    assert version_of(out) == 1
    write(out, 2)
    assert version_of(out) == 2
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_nothing_is_at_the_target_before_the_end(tmp_path):
    out = tmp_path / "out"
    with whole_folder(out) as stage:
        (stage / "a.txt").write_text("a")
        assert not out.exists()
    assert content(out) == {"a.txt": "a"}


@pytest.mark.parametrize(
    "why", [OSError(28, "full"), ZeroDivisionError, KeyboardInterrupt]
)
@pytest.mark.parametrize("there", [True, False], ids=["old result", "nothing yet"])
def test_an_error_leaves_what_was_there(why, there, tmp_path):
    out = tmp_path / "results" / "out"
    if there:
        write(out, 1)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises((SourceError, ZeroDivisionError, KeyboardInterrupt)):
        write_half(out, why)
    assert sorted(tmp_path.rglob("*")) == before
    assert not there or version_of(out) == 1


@pytest.mark.usefixtures("no_exchange")
@pytest.mark.parametrize("moment", range(0, FILES, 8))
def test_an_error_while_files_are_moved_is_undone(moment, tmp_path, monkeypatch):
    out = tmp_path / "out"
    gone = ["gone/old.txt"]
    write(out, 1, names=[f"{number}.txt" for number in range(FILES)] + gone)
    before = content(out)
    real, left = os.replace, [moment]

    def replace(old, new):
        left[0] -= 1
        if left[0] == -1:
            raise KeyboardInterrupt
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    names = [f"{number}.txt" for number in range(FILES // 2, 2 * FILES + FILES // 2)]
    with pytest.raises(KeyboardInterrupt):
        write(out, 2, names=names)
    assert content(out) == before
    assert not hidden(tmp_path)


@BOTH_WAYS
def test_files_of_the_user_stay_as_they_are(tmp_path):
    out = tmp_path / "out"
    write(out, 1, names=["a.txt", "charts/b.txt"])
    (out / "notes.txt").write_text("mine")
    (out / "charts" / "mine.txt").write_text("mine too")
    (out / "link").symlink_to("../elsewhere")
    inode = (out / "notes.txt").stat().st_ino
    write(out, 2, names=["a.txt"])
    assert (out / "notes.txt").stat().st_ino == inode
    assert (out / "charts" / "mine.txt").read_text() == "mine too"
    assert os.readlink(out / "link") == "../elsewhere"
    assert not (out / "charts" / "b.txt").exists()
    assert version_of(out) == 2


@BOTH_WAYS
def test_what_the_result_has_no_more_goes_unless_it_was_altered(tmp_path):
    out = tmp_path / "out"
    write(out, 1, names=["a.txt", "old.txt", "altered.txt", "charts/c.txt"])
    (out / "altered.txt").write_text("by hand")
    write(out, 2, names=["a.txt"])
    assert sorted(content(out)) == ["a.txt", "altered.txt", "datapackage.json"]
    assert not (out / "charts").exists()


@BOTH_WAYS
def test_a_result_without_a_description_takes_nothing_away(tmp_path):
    out = tmp_path / "out"
    write(out, 1, names=["a.txt", "b.txt"])
    with whole_folder(out) as stage:
        (stage / "c.txt").write_text("c")
    assert sorted(content(out)) == ["a.txt", "b.txt", "c.txt", "datapackage.json"]
    assert version_of(out) == 1


@BOTH_WAYS
def test_paths_that_lead_out_of_the_folder_are_not_followed(tmp_path):
    out, outside = tmp_path / "out", tmp_path / "outside"
    write(out, 1, names=["a.txt"])
    outside.mkdir()
    (outside / "b.txt").write_text("b")
    (out / "link").symlink_to(outside)
    package = json.loads((out / "datapackage.json").read_text())
    for path in ("../outside/b.txt", str(outside / "b.txt"), "link/b.txt"):
        listed = {"path": path, "hash": f"sha256:{digest(b'b')}"}
        package["resources"].append(listed)
    (out / "datapackage.json").write_text(json.dumps(package))
    write(out, 2, names=["a.txt"])
    assert content(outside) == {"b.txt": "b"}
    assert (out / "link").is_symlink()


@pytest.mark.parametrize(
    ("prepare", "inside"),
    [
        pytest.param(lambda out: (out / "git").mkdir(), "", id="a folder of the user"),
        pytest.param(lambda out: (out / "l").symlink_to("."), "", id="a link"),
        pytest.param(lambda out: os.mkfifo(out / "pipe"), "", id="a pipe"),
        pytest.param(lambda out: (out / "sub").mkdir(), "sub", id="working directory"),
        pytest.param(lambda out: out.chmod(0o2775), "", id="a group's bits"),
        pytest.param(
            lambda out: [(out / f"{n}.csv").touch() for n in range(1_002)],
            "",
            id="many files",
        ),
    ],
)
@POSIX
def test_what_stands_in_the_way_of_an_exchange_stays(
    prepare, inside, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    write(out, 1, names=["a.txt"])
    prepare(out)
    there = {path.name for path in out.iterdir()}
    mode = out.stat().st_mode
    monkeypatch.chdir(out / inside)
    write(out, 2, names=["a.txt", "b.txt"])
    assert {path.name for path in out.iterdir()} == there | {"b.txt"}
    assert version_of(out) == 2
    assert out.stat().st_mode == mode
    assert os.listdir() is not None  # of the working directory
    assert not hidden(tmp_path)


@POSIX
def test_the_working_directory_stays_the_same_folder(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write(out, 1)
    monkeypatch.chdir(out)
    write(out, 2)
    assert os.path.samestat(os.stat("."), out.stat())


def test_the_folder_is_exchanged_where_the_system_can(tmp_path):
    if not sys.platform.startswith(("linux", "darwin")):
        pytest.skip("no exchange")
    out = tmp_path / "out"
    write(out, 1)
    before = out.stat().st_ino
    write(out, 2)
    assert out.stat().st_ino != before


def test_the_system_call_does_what_the_c_library_does(tmp_path, monkeypatch):
    if not sys.platform.startswith("linux"):
        pytest.skip("not Linux")
    library = disk.ctypes.CDLL(None, use_errno=True)

    class Old:
        syscall = library.syscall

    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    monkeypatch.setattr(disk.ctypes, "CDLL", lambda *_, **__: Old)
    disk.exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "other").exists()
    with pytest.raises(FileNotFoundError):
        disk.exchange(tmp_path / "one", tmp_path / "absent")


@BOTH_WAYS
def test_results_of_another_command_are_refused(tmp_path):
    out = tmp_path / "out"
    write(out, 1, command="compare")
    with pytest.raises(SourceError, match="holds the results of 'compare'"):
        write(out, 2, command="run")
    assert version_of(out) == 1


def test_results_of_before_commands_were_named_are_of_a_run(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"name": "regional-iot-analysis"}')
    with pytest.raises(SourceError, match="holds the results of 'run'"):
        write(tmp_path, 1, command="errata")
    write(tmp_path, 1, command="run")


def test_a_data_package_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"name": "rivers"}')
    with pytest.raises(SourceError, match=r"holds a datapackage\.json of something el"):
        write(tmp_path, 1)
    assert (tmp_path / "datapackage.json").read_text() == '{"name": "rivers"}'


@pytest.mark.parametrize("broken", ["", "<<<<<<< HEAD\n{", "[]", "\x80", '{"a": 1'])
def test_a_broken_description_is_mended(broken, tmp_path):
    out = tmp_path / "out"
    write(out, 1, names=["a.txt"])
    (out / "datapackage.json").write_bytes(broken.encode("latin-1"))
    write(out, 2, names=["a.txt"])
    assert version_of(out) == 2


@BOTH_WAYS
def test_a_readme_of_the_user_is_not_overwritten(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "README.md").write_text("mine")
    with pytest.raises(SourceError, match=r"holds a README\.md of your own"):
        write(out, 1, names=["README.md"])
    assert content(out) == {"README.md": "mine"}
    (out / "README.md").unlink()
    write(out, 1, names=["README.md"])
    write(out, 2, names=["README.md"])
    assert version_of(out) == 2


@BOTH_WAYS
def test_a_folder_in_the_place_of_a_file_is_an_error(tmp_path):
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    with pytest.raises(SourceError, match=r"cannot be written to .*a\.txt is a folder"):
        write(tmp_path / "out", 1, names=["a.txt", "b.txt"])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]


@BOTH_WAYS
def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path):
    out = tmp_path / "out"
    write(out, 1, names=["a.txt"])
    (out / "sub").write_text("mine")
    before = content(out)
    with pytest.raises(SourceError, match=r"cannot be written to .*sub is a file"):
        write(out, 2, names=["a.txt", "sub/b.txt"])
    assert content(out) == before


def test_a_link_to_the_folder_is_written_through(tmp_path):
    real = tmp_path / "far" / "real"
    real.mkdir(parents=True)
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "nowhere").symlink_to(tmp_path / "far" / "made")
    for name in ("link", "nowhere"):
        write(tmp_path / name, 1)
        assert (tmp_path / name).is_symlink()
    assert version_of(real) == version_of(tmp_path / "far" / "made") == 1


def test_what_the_user_writes_in_the_last_moment_is_kept(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write(out, 1)
    (out / "notes.txt").write_text("mine")
    real = disk.exchange

    def late(new, target):
        (target / "late.txt").write_text("late")
        (target / "folder").mkdir()
        (target / "folder" / "late.txt").write_text("late")
        (target / "notes.tmp").write_text("saved anew")
        os.replace(target / "notes.tmp", target / "notes.txt")
        real(new, target)

    monkeypatch.setattr(disk, "exchange", late)
    write(out, 2)
    assert version_of(out) == 2
    assert (out / "late.txt").read_text() == "late"
    assert (out / "folder" / "late.txt").read_text() == "late"
    assert (out / "notes.txt").read_text() == "saved anew"


def test_a_folder_that_comes_in_between_is_exchanged(tmp_path, monkeypatch):
    out = tmp_path / "out"
    real = os.rename

    def late(old, new):
        if new == out:
            out.mkdir()
            (out / "late.txt").write_text("late")
        real(old, new)

    monkeypatch.setattr(os, "rename", late)
    write(out, 1)
    assert version_of(out) == 1
    assert (out / "late.txt").read_text() == "late"


def test_staging_is_in_the_target_if_it_is_a_mount(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write(out, 1)
    monkeypatch.setattr(disk, "is_mount", lambda path: path == out)
    inode = out.stat().st_ino
    with whole_folder(out) as stage:
        assert out in stage.parents
        fill(stage, 2, names=["a.txt"])
    assert version_of(out) == 2
    assert out.stat().st_ino == inode
    assert not hidden(tmp_path)


def mount(*arguments):
    if not shutil.which("mount") or os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount")
    if subprocess.run(["mount", *map(str, arguments)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")


@pytest.mark.parametrize("bound", [True, False], ids=["bind", "tmpfs"])
def test_a_mounted_folder_is_written_to(bound, tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    mount(*(["--bind", other] if bound else ["-t", "tmpfs", "tmpfs"]), out)
    try:
        assert disk.is_mount(out)
        assert not disk.is_mount(other)
        for version in (1, 2):
            write(out, version)
            assert version_of(out) == version
        assert not hidden(tmp_path)
    finally:
        subprocess.run(["umount", out], check=True)


def test_a_full_disk_leaves_the_old_result(tmp_path):
    mounted = tmp_path / "small"
    mounted.mkdir()
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", mounted)
    try:
        out, file = mounted / "out", mounted / "a.txt"
        write(out, 1)
        file.write_text("old")
        before = sorted(mounted.rglob("*"))
        with (
            pytest.raises(SourceError, match=r"to .*out .No space left on device"),
            whole_folder(out) as stage,
        ):
            (stage / "large.txt").write_bytes(b"x" * 2_000_000)
        with (
            pytest.raises(SourceError, match=r"txt cannot be written .No space left"),
            whole_file(file) as new,
        ):
            new.write_bytes(b"x" * 2_000_000)
        assert sorted(mounted.rglob("*")) == before
        assert version_of(out) == 1
        assert file.read_text() == "old"
    finally:
        subprocess.run(["umount", mounted], check=True)


@POSIX
def test_a_limit_of_the_size_of_files_leaves_the_old_result(tmp_path):
    out, file = tmp_path / "out", tmp_path / "a.txt"
    write(out, 1)
    file.write_text("old")
    code = """
import resource, sys
from pathlib import Path
from analysis.atomic import whole_file, whole_folder
from analysis.errors import SourceError
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
for writer, name in ((whole_file, "."), (whole_folder, "b.txt")):
    try:
        with writer(Path(sys.argv.pop())) as new:
            (new / name).write_bytes(b"x" * 5_000)
    except SourceError as error:
        assert "File too large" in str(error), error
        print("told")
"""
    process = start(code, out, file)
    assert process.communicate(timeout=60)[0] == b"told\ntold\n"
    assert version_of(out) == 1
    assert file.read_text() == "old"
    assert not hidden(tmp_path)


def as_nobody(function, *arguments):
    """Call a function of this file as a user who may not do everything."""
    code = """
import os, sys
from pathlib import Path
import test_atomic
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
getattr(test_atomic, sys.argv[1])(*map(Path, sys.argv[2:]))
"""
    process = start(code, function.__name__, *arguments)
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.fixture
def anybodys(tmp_path):
    """A folder that is reached by whoever runs the child."""
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o777)
    return tmp_path


def refused(out, file):
    with pytest.raises(SourceError, match=r"cannot be written to .*write-protected"):
        write(out, 2)
    with pytest.raises(SourceError, match="write-protected"), whole_file(file):
        pass
    with pytest.raises(SourceError, match=r"cannot be written to .*Permission denied"):
        write(out / "new", 2)


@POSIX
def test_what_is_write_protected_is_refused(anybodys):
    out, file = anybodys / "out", anybodys / "a.txt"
    write(out, 1)
    file.write_text("old")
    out.chmod(0o555)
    file.chmod(0o444)

    as_nobody(refused, out, file)
    out.chmod(0o755)
    assert version_of(out) == 1
    assert file.read_text() == "old"
    assert not hidden(anybodys)


def write_second(out):
    write(out, 2)


@POSIX
def test_staging_is_in_the_target_if_the_parent_is_protected(anybodys):
    parent = anybodys / "parent"
    out = parent / "out"
    write(out, 1)
    for folder in (out, out / "sub"):
        folder.chmod(0o777)
    parent.chmod(0o555)
    as_nobody(write_second, out)
    assert version_of(out) == 2
    assert not hidden(anybodys)


@POSIX
def test_a_folder_of_another_owner_keeps_it(anybodys):
    if os.geteuid():
        pytest.skip("only root may make one")
    out = anybodys / "out"
    write(out, 1)
    os.chown(out, 1234, 1234)
    write(out, 2)
    assert (out.stat().st_uid, out.stat().st_gid) == (1234, 1234)
    assert version_of(out) == 2


@POSIX
def test_permission_bits_are_those_of_the_old_or_of_the_umask(tmp_path):
    out, file = tmp_path / "out", tmp_path / "a.txt"
    before = os.umask(0o027)
    try:
        write(out, 1)
        with whole_file(file) as new:
            new.write_text("new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == 0o750
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    out.chmod(0o711)
    file.chmod(0o604)
    write(out, 2)
    with whole_file(file) as new:
        new.write_text("newer")
    assert stat.S_IMODE(out.stat().st_mode) == 0o711
    assert stat.S_IMODE(file.stat().st_mode) == 0o604


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "table.csv"
    for text in ("old", "new"):
        with whole_file(path) as new:
            assert (new.name, new.suffix) == ("table.csv", ".csv")
            new.write_text(text)
            assert not path.exists() or path.read_text() == "old"
        assert path.read_text() == text
    with pytest.raises(ZeroDivisionError):
        write_half(tmp_path / "table.csv", ZeroDivisionError, writer=whole_file)
    assert content(tmp_path) == {"table.csv": "new"}


def test_a_link_to_a_file_is_written_through(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "link.txt").symlink_to("far/real.txt")
    with whole_file(tmp_path / "link.txt") as new:
        new.write_text("new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "far" / "real.txt").read_text() == "new"


@POSIX
def test_a_pipe_is_written_straight(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    with whole_file(pipe) as new:
        new.write_text("through")
    reader.join(10)
    assert read == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        pytest.param(".", "is a folder; give the name of a file", id="folder"),
        pytest.param("no/a.txt", "cannot be written .No such file", id="absent folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(place, message, tmp_path):
    with pytest.raises(SourceError, match=message), whole_file(tmp_path / place):
        pass
    assert not list(tmp_path.iterdir())


def test_a_file_in_an_open_folder_becomes_whole_with_it(tmp_path):
    with (
        whole_folder(tmp_path / "out") as stage,
        whole_file(stage / "a.txt") as new,
    ):
        assert new == stage / "a.txt"
        new.write_text("a")
    assert content(tmp_path / "out") == {"a.txt": "a"}


@pytest.mark.parametrize("name", ["[a]*?", "長" * 80, "-", "a" * 250, " .x"])
def test_any_name_can_be_written(name, tmp_path):
    for version in (1, 2):
        write(tmp_path / name, version, names=["a.txt"])
    with whole_file(tmp_path / name / "b.txt") as new:
        new.write_text("b")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path):
    out = tmp_path / "out"
    stale = tmp_path / ".out.partial-abc"
    (stale / "new").mkdir(parents=True)
    (stale / "new" / "a.txt").touch()
    (stale / "lock").touch()
    (tmp_path / ".out.partial-early").mkdir()  # killed before it had its lock
    (tmp_path / ".out.partial-lock").touch()
    kept = {".other.partial-abc", ".out.partial-notes.txt", ".out.partial-link"}
    (tmp_path / ".other.partial-abc").mkdir()
    (tmp_path / ".out.partial-notes.txt").touch()
    (tmp_path / ".out.partial-link").symlink_to(tmp_path / ".other.partial-abc")
    mine = tmp_path / ".out.partial-mine"
    mine.mkdir()
    (mine / "thesis.txt").touch()
    write(out, 1)
    assert {path.name for path in tmp_path.iterdir()} == kept | {"out", mine.name}
    assert not list((tmp_path / ".other.partial-abc").iterdir())


def test_what_a_living_run_writes_is_not_swept(tmp_path):
    out = tmp_path / "out"
    with whole_folder(out) as stage:
        fill(stage, 1, names=["a.txt"])
        write(out, 2)
        sweep(tmp_path, "out")
        assert (stage / "a.txt").exists()
    assert version_of(out) == 1  # it ended last
    assert not hidden(tmp_path)


@pytest.mark.parametrize("step", ["made", "opened"])
def test_a_folder_that_is_swept_before_it_is_locked_is_made_anew(
    step, tmp_path, monkeypatch
):
    module, name = {
        "made": (tempfile, "mkdtemp"),
        "opened": (os, "open"),
    }[step]
    real, swept = getattr(module, name), []

    def sweeping(*args, **options):
        made = real(*args, **options)
        if not swept:
            swept.append(True)
            sweep(tmp_path, "out")
        return made

    monkeypatch.setattr(module, name, sweeping)
    write(tmp_path / "out", 1)
    assert version_of(tmp_path / "out") == 1
    assert swept
    assert not hidden(tmp_path)


def test_many_who_sweep_and_write_at_once_do_not_disturb_each_other(tmp_path):
    out = tmp_path / "out"
    failures = []

    def repeat(first):
        try:
            for version in range(first, first + 8):
                write(out, version, names=["a.txt", "b.txt"])
        except BaseException as why:
            failures.append(why)

    threads = [threading.Thread(target=repeat, args=(n * 100,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert version_of(out) in {7, 107, 207, 307}
    assert not hidden(tmp_path)


@BOTH_WAYS
def test_files_are_written_where_there_are_no_locks(tmp_path, monkeypatch):
    def refuse(_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("analysis.atomic.stage._lock_file", refuse)
    write(tmp_path / "out", 1)
    write(tmp_path / "out", 2)
    assert version_of(tmp_path / "out") == 2
    assert not hidden(tmp_path)


def many_kills(folder, seed):
    """Kill children that write, and look at what they leave."""
    out, draw = folder / "out", random.Random(seed)
    write(out, 0)
    (out / "notes.txt").write_text("mine")
    for first in range(1, 120, 10):
        child = os.fork()
        if not child:
            for version in range(first, first + 100_000):
                write(out, version)
        time.sleep(draw.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert version_of(out) == 0 or version_of(out) >= first
        assert (out / "notes.txt").read_text() == "mine"
        assert len(hidden(folder)) <= 2
        write(out, 0)
        assert version_of(out) == 0
        assert not hidden(folder)


@POSIX
def test_a_kill_leaves_one_whole_result_and_the_next_run_no_litter(tmp_path):
    code = "import sys, pathlib, test_atomic as t; t.many_kills({}, 7)"
    process = start(code.format("pathlib.Path(sys.argv[1])"), tmp_path)
    process.communicate(timeout=120)
    assert process.returncode == 0


def killed_while_moving(out):
    """Move one by one, and die in the middle."""

    def refuse(*_):
        raise OSError(38, "not implemented")

    real, left = os.replace, [FILES // 2]

    def replace(old, new):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        real(old, new)

    os.replace, disk.exchange = replace, refuse
    write(out, 2, names=[f"{number}.txt" for number in range(FILES)])


@POSIX
def test_a_kill_while_files_are_moved_is_seen_and_mended(tmp_path):
    out = tmp_path / "out"
    write(out, 1, names=[f"{number}.txt" for number in range(10, FILES + 10)])
    code = "import sys, pathlib, test_atomic as t; t.killed_while_moving({})"
    process = start(code.format("pathlib.Path(sys.argv[1])"), out)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    with pytest.raises((AssertionError, FileNotFoundError)):
        version_of(out)
    package = json.loads((out / "datapackage.json").read_text())
    listed = {each["path"] for each in package["resources"]}
    assert content(out).keys() <= listed | {"datapackage.json"}  # all known as ours
    write(out, 3, names=[f"{number}.txt" for number in range(FILES)])
    assert version_of(out) == 3
    assert len(content(out)) == FILES + 1
    assert not hidden(tmp_path)


@POSIX
def test_two_runs_at_once_leave_the_whole_result_of_one(tmp_path):
    out = tmp_path / "out"
    both = [start(WRITER, out, first, 20) for first in (100, 200)]
    while not out.exists():
        time.sleep(0.001)
    (out / "notes.txt").write_text("mine")
    ends = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert ends == [b"." * 20] * 2
    assert version_of(out) in (119, 219)
    assert (out / "notes.txt").read_text() == "mine"
    assert not hidden(tmp_path)


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_that_ends_the_command_leaves_no_litter(name, tmp_path):
    out = tmp_path / "out"
    code = """
import os, sys, time
from analysis import cli
from analysis.atomic import whole_folder

def command(_):
    with whole_folder(sys.argv[1]) as stage:
        (stage / "half.txt").touch()
        os.write(1, b".")
        time.sleep(60)

class Parser:
    def parse_args(self, _):
        return type("Arguments", (), {"command": staticmethod(command)})

cli._parser = Parser
sys.exit(cli.main())
"""
    process = start(code, out, stderr=subprocess.PIPE)
    assert process.stdout.read(1) == b"."
    number = getattr(signal, name)
    process.send_signal(number)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + number
    assert said.startswith(b"regional-iot: stopped")
    assert not list(tmp_path.iterdir())


def test_the_command_line_leaves_the_handlers_of_signals_as_they_were(capsys):
    def mine(*_):
        pass

    before = signal.signal(signal.SIGTERM, mine)
    try:
        cli.main(["explain", "Iga City, Mie Prefecture", "--as-of", "2020-08-21"])
        assert signal.getsignal(signal.SIGTERM) is mine
    finally:
        signal.signal(signal.SIGTERM, before)
    cli.main(["explain", "Iga City, Mie Prefecture", "--as-of", "2020-08-21"])
    assert signal.getsignal(signal.SIGTERM) == before
    assert capsys.readouterr().out


def test_it_is_imported_where_there_is_no_fcntl():
    code = "import sys; sys.modules['fcntl'] = None; import analysis.atomic"
    process = start(code)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert commit.PACKAGE == atomic.commit.PACKAGE == "datapackage.json"
