import datetime as dt
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import analysis
from analysis.aliases import Aliases
from analysis.errors import SourceError
from analysis.resolve import RESOLUTION_COLUMNS
from analysis.scale import dask_engine, memo
from analysis.scale.dask_engine import resolve_pieces
from analysis.scale.frame import resolve_frame
from analysis.scale.parts import PartsError
from analysis.scale.pieces import Piece, pieces_of

distributed = pytest.importorskip("distributed")
dd = pytest.importorskip("dask.dataframe")

DAY = dt.date(2020, 8, 21)
ROWS = 3_000
GROUP = 60
NAMES = [
    "Kitakami City, Iwate Prefecture",
    "Hiyoshitsu Village, Tottori Prefecture",
    "Hirasei Town, Yamaguchi Prefecture",
    "Usuda Town, Nagano",
    "府中市",
    "北上市",
    "032069",
    "no such place",
    "",
    None,
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two workers of one thread each."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        local_directory=tmp_path_factory.mktemp("dask"),
        silence_logs=50,
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def client(cluster):
    """A client of the two workers; what a test changed on them is undone."""

    def undo():
        from analysis.scale import answers, dask_engine, memo, parts

        dask_engine.write_part = parts.write_part
        memo.answer = answers.answer

    with distributed.Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2)
        yield client
        client.run(undo, on_error="ignore")


@pytest.fixture(scope="module")
def rows():
    """The rows of the input: common names, and one in ten that is there once."""
    rng = np.random.default_rng(1889)
    names = [NAMES[place] for place in rng.integers(0, len(NAMES), ROWS)]
    for place in range(0, ROWS, 10):
        names[place] = f"名前{place} Town"
    return pd.DataFrame({"id": range(ROWS), "name": pd.array(names, dtype="str")})


@pytest.fixture(scope="module")
def resolved(rows):
    """The rows as Parquet has them, with what they come to when resolved in one go."""
    found = analysis.resolve(rows["name"], as_of=DAY)
    return pd.concat([rows, as_read(found)], axis="columns")


@pytest.fixture(scope="module")
def source(rows, tmp_path_factory):
    """The rows in two Parquet files."""
    folder = tmp_path_factory.mktemp("source")
    half = ROWS // 2
    for number in range(2):
        part = rows.iloc[number * half : (number + 1) * half]
        table = pa.Table.from_pandas(part, preserve_index=False)
        pq.write_table(table, folder / f"names-{number}.parquet", row_group_size=GROUP)
    return sorted(folder.iterdir())


@pytest.fixture
def stage(tmp_path):
    folder = tmp_path / "stage"
    folder.mkdir()
    return folder


def run(pieces, stage, scheduler, *, aliases=None, **options):
    return resolve_pieces(
        pieces,
        stage,
        column="name",
        as_of=DAY,
        aliases=aliases or Aliases(),
        scheduler=scheduler,
        **options,
    )


def slow(seconds=0.05):
    """Return what makes workers take their time over each piece."""

    def change():
        import time

        from analysis.scale import dask_engine

        write = dask_engine.write_part

        def written(*given, **options):
            time.sleep(seconds)
            return write(*given, **options)

        dask_engine.write_part = written

    return change


def parts(stage):
    return {path.name: path.read_bytes() for path in sorted(stage.iterdir())}


def as_read(found):
    return found.astype({"note": "str", "confidence": "float64"})


def read(stage):
    return pd.concat(map(pd.read_parquet, sorted(stage.iterdir())), ignore_index=True)


@pytest.mark.parametrize(("size", "pieces"), [(ROWS, 2), (400, 10), (1, 50)])
def test_parts_hold_what_resolve_says_row_by_row_in_order(
    size, pieces, source, resolved, cluster, stage
):
    given = pieces_of(source, rows=size)
    assert len(given) == pieces
    run(given, stage, cluster)
    assert_frame_equal(read(stage), resolved)


def test_pieces_go_to_the_scheduler_a_few_at_a_time(
    source, resolved, cluster, stage, monkeypatch
):
    monkeypatch.setattr(dask_engine, "_AT_ONCE", 4)
    run(pieces_of(source, rows=1), stage, cluster)
    assert_frame_equal(read(stage), resolved)


def test_the_tally_counts_all_rows_and_progress_ends_with_them(
    source, resolved, cluster, stage
):
    told = []
    tally = run(
        pieces_of(source, rows=400),
        stage,
        cluster,
        progress=lambda *given: told.append(given),
    )
    assert tally.rows == ROWS
    assert dict(tally.statuses) == resolved["status"].value_counts().to_dict()
    assert told[-1] == ("rows", ROWS, ROWS)


def test_aliases_reach_the_workers(source, rows, cluster, stage):
    table = pd.DataFrame(
        {
            "published_name": ["no such place"],
            "lg_code": ["353442"],
            "valid_from": [None],
            "valid_to": [None],
            "source": ["a telephone call"],
        }
    )
    aliases = Aliases.from_frame(table)
    run(pieces_of(source, rows=400), stage, cluster, aliases=aliases)
    expected = analysis.resolve(rows["name"], as_of=DAY, aliases=aliases)
    found = read(stage)[list(RESOLUTION_COLUMNS)]
    assert_frame_equal(found, as_read(expected))
    assert (found["method"] == "alias").any()


def test_register_and_strings_are_resolved_once_a_worker(
    source, rows, client, cluster, stage
):
    def listen():
        from analysis.resolve import all_bodies, resolver_on
        from analysis.scale import memo

        all_bodies.cache_clear()
        resolver_on.cache_clear()
        memo.forget()
        ask = memo.answer
        memo.heard = []

        def answer(texts, **options):
            memo.heard += texts
            return ask(texts, **options)

        memo.answer = answer

    def heard():
        from analysis.resolve import all_bodies, resolver_on
        from analysis.scale import memo

        loaded = [f.cache_info().misses for f in (all_bodies, resolver_on)]
        return loaded, memo.heard

    client.run(listen)
    client.run(slow())
    run(pieces_of(source, rows=1), stage, cluster)
    found = client.run(heard).values()
    asked = [texts for _, texts in found]
    assert [loaded for loaded, _ in found] == [[1, 1], [1, 1]]
    assert all(len(texts) == len(set(texts)) for texts in asked)
    assert set().union(*asked) == set(rows["name"].fillna(""))


def test_a_worker_killed_in_the_middle_changes_no_byte(
    source, resolved, client, cluster, tmp_path
):
    pieces = pieces_of(source, rows=1)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    undisturbed = run(pieces, whole, cluster)
    client.run(slow())
    killed = {}

    def kill(_, done, total):
        if killed:
            return
        pids = client.run(os.getpid)
        at_work = client.processing()
        worker = next(each for each in at_work if at_work[each])
        killed.update(pid=pids[worker], done=done, total=total, had=at_work[worker])
        os.kill(pids[worker], signal.SIGKILL)

    tally = run(pieces, broken, cluster, progress=kill)
    assert killed["had"]
    assert killed["done"] < killed["total"] / 4
    assert parts(broken) == parts(whole)
    assert tally == undisturbed
    assert_frame_equal(read(broken), resolved)


def test_a_bad_piece_is_named_and_all_others_are_written(
    source, resolved, cluster, stage, tmp_path
):
    bad = tmp_path / source[0].name
    group = pq.read_metadata(source[0]).row_group(3).column(1)
    data = bytearray(source[0].read_bytes())
    start = group.dictionary_page_offset
    data[start : start + group.total_compressed_size] = b"\xff" * (
        group.total_compressed_size
    )
    bad.write_bytes(data)
    pieces = pieces_of([bad, source[1]], rows=1)
    said = "1 of 50 pieces could not be resolved:\n  names-0.parquet, rows 181 to 240 "
    with pytest.raises(PartsError, match=said) as caught:
        run(pieces, stage, cluster)
    assert [piece.number for piece in caught.value.failed] == [3]
    assert caught.value.tally.rows == ROWS - GROUP
    rest = resolved[~resolved["id"].between(180, 239)].reset_index(drop=True)
    assert_frame_equal(read(stage), rest)


def test_a_piece_that_kills_its_workers_is_named(source, client, cluster, stage):
    def deadly():
        import os

        from analysis.scale import dask_engine

        write = dask_engine.write_part

        def written(piece, *given, **options):
            if piece.number == 1:
                os._exit(1)
            return write(piece, *given, **options)

        dask_engine.write_part = written

    def patience(dask_scheduler, deaths):
        before = dask_scheduler.allowed_failures
        dask_scheduler.allowed_failures = deaths
        return before

    client.run(deadly)
    before = client.run_on_scheduler(patience, deaths=0)
    try:
        with pytest.raises(
            PartsError, match=r"rows 1 to 1,500: each worker that had it died, 1 in all"
        ) as caught:
            run(pieces_of(source)[1:], stage, cluster)
    finally:
        client.run_on_scheduler(patience, deaths=before)
    assert [piece.number for piece in caught.value.failed] == [1]


def test_who_stops_the_job_leaves_nothing_on_the_scheduler(
    source, client, cluster, stage
):
    def stop(*_):
        raise KeyboardInterrupt

    def known(dask_scheduler):
        return len(dask_scheduler.tasks)

    client.run(slow())
    with pytest.raises(KeyboardInterrupt):
        run(pieces_of(source, rows=1), stage, cluster, progress=stop)
    assert client.run_on_scheduler(known) <= 4  # those that had begun
    assert not list(stage.glob(".*"))


def test_a_cluster_of_its_own_leaves_no_process_and_no_folder(
    source, resolved, stage, tmp_path, monkeypatch
):
    psutil = pytest.importorskip("psutil")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("TMPDIR", str(here))
    before = set(psutil.Process().children(recursive=True))
    monkeypatch.chdir(source[0].parent)
    pieces = pieces_of([Path(path.name) for path in source], rows=400)
    run(pieces, stage, None, workers=1)
    assert set(psutil.Process().children(recursive=True)) <= before
    assert not list(here.iterdir())
    assert_frame_equal(read(stage), resolved)


def test_a_scheduler_that_does_not_answer_is_named(source, stage, monkeypatch):
    monkeypatch.setattr(dask_engine, "_ANSWERS_WITHIN", "0.2s")
    with pytest.raises(SourceError, match=r"answers at tcp://127\.0\.0\.1:9 "):
        run(pieces_of(source), stage, "tcp://127.0.0.1:9")
    assert not list(stage.iterdir())


def test_an_address_that_is_none_is_named(source, stage, monkeypatch):
    monkeypatch.setattr(dask_engine, "_ANSWERS_WITHIN", "0.2s")
    with pytest.raises(SourceError, match=r"answers at nowhere://x "):
        run(pieces_of(source), stage, "nowhere://x")


def test_tls_without_certificates_is_said(source, stage):
    with pytest.raises(SourceError, match=r"tls://127\.0\.0\.1:9 wants certificates"):
        run(pieces_of(source), stage, "tls://127.0.0.1:9")


def test_workers_with_another_version_are_named(source, cluster, stage, monkeypatch):
    monkeypatch.setattr(dask_engine, "_version", lambda: "9.9")
    said = r"scheduler has regional-iot-analysis 0\.1\.0, and here it is 9\.9"
    with pytest.raises(SourceError, match=said):
        run(pieces_of(source), stage, cluster)


def test_workers_without_the_package_are_named(source, cluster, stage, monkeypatch):
    monkeypatch.setattr(dask_engine, "_version", lambda: "1.0")
    monkeypatch.setattr(dask_engine, "_PACKAGE", "no-such-package")
    with pytest.raises(SourceError, match=r"scheduler has no no-such-package; install"):
        run(pieces_of(source), stage, cluster)


def test_a_worker_that_came_late_with_another_version_is_refused(stage):
    task = dask_engine._Task(stage, stage, "name", DAY, "9.9")
    with pytest.raises(SourceError, match=r"names, rows 1 to 2: a worker has"):
        task(Piece(0, "names", "names", (0,), 0, 2), Aliases())


def test_workers_that_do_not_share_the_files_are_named(source, cluster, stage):
    [piece] = pieces_of(source[:1])
    gone = Piece(0, "/none/names.parquet", piece.name, piece.groups, 0, piece.rows)
    with pytest.raises(SourceError, match=r"cannot read /none/names\.parquet; input"):
        run([gone], stage, cluster)


def test_threads_of_one_worker_share_what_they_know(monkeypatch):
    heard = []
    ask = memo.answer

    def answer(texts, **options):
        heard.extend(texts)
        return ask(texts, **options)

    monkeypatch.setattr(memo, "answer", answer)
    monkeypatch.setattr(memo, "_MOST", 500)
    texts = [f"村{number}" for number in range(400)]
    ready = threading.Barrier(4)

    def resolve(number):
        known = memo.memo_of(DAY, Aliases())
        ready.wait()
        mine = np.random.default_rng(number).permutation(texts).tolist()
        return known(mine)["published_text"].to_pylist() == mine

    memo.forget()
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(resolve, range(4)))
    assert sorted(heard) == sorted(texts)


def test_a_memo_forgets_between_pieces_only(monkeypatch):
    monkeypatch.setattr(memo, "_MOST", 2)
    memo.forget()
    known = memo.memo_of(DAY, Aliases())
    for text in ("a", "b", "c"):
        known([text])
    assert known._rows.keys() == {"a", "b", "c"}
    assert memo.memo_of(DAY, Aliases()) is known
    assert not known._rows
    assert known(["b"])["published_text"].to_pylist() == ["b"]


def frames(names, cuts):
    """Return a column of Dask that is parted at `cuts`."""
    edges = [0, *sorted(cuts), len(names)]
    pieces = [names.iloc[a:b] for a, b in pairwise(edges)]
    return dd.from_map(lambda piece: piece, pieces, meta=names.iloc[:0])


@given(
    names=st.lists(st.sampled_from([*NAMES, "Ōshū", "Ikeda Town"]), max_size=12),
    cuts=st.lists(st.integers(0, 12), max_size=6),
)
@settings(max_examples=25, deadline=None)
def test_a_frame_comes_to_what_resolve_says_however_it_is_parted(names, cuts):
    column = pd.Series(names, dtype="str", name="name")
    column.index += 100
    parted = frames(column, [min(cut, len(names)) for cut in cuts])
    found = resolve_frame(parted, as_of=DAY)
    assert found.npartitions == len(cuts) + 1
    assert_frame_equal(
        found.compute(scheduler="sync"),
        analysis.resolve(column, as_of=DAY),
        check_categorical=False,
    )


def test_a_frame_keeps_divisions_and_says_its_dtypes_beforehand():
    column = dd.from_pandas(pd.Series(NAMES, dtype="str"), npartitions=3)
    found = resolve_frame(column, as_of="2020-08-21")
    assert found.divisions == column.divisions
    assert found.dtypes.map(str).to_dict() == RESOLUTION_COLUMNS
    for part in found.partitions:
        dtypes = part.compute(scheduler="sync").dtypes
        assert dtypes.map(str).to_dict() == RESOLUTION_COLUMNS


def test_a_frame_takes_what_is_no_text_as_resolve_does():
    column = pd.Series([32069.0, np.nan, 353442.0])
    found = resolve_frame(dd.from_pandas(column, npartitions=2), as_of=DAY)
    assert_frame_equal(
        found.compute(scheduler="sync"),
        analysis.resolve(column, as_of=DAY),
        check_categorical=False,
    )


def test_a_frame_is_computed_on_the_workers(client, rows, resolved):
    column = dd.from_pandas(rows["name"], npartitions=7)
    found = client.compute(resolve_frame(column, as_of=DAY)).result()
    assert_frame_equal(as_read(found), resolved[list(RESOLUTION_COLUMNS)])


def test_a_frame_wants_a_column_of_dask():
    with pytest.raises(TypeError, match="names is a list; want a column of Dask"):
        resolve_frame(["Hirao Town"], as_of=DAY)
