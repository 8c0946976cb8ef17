"""That the benchmarks still run, and that what they write says what they found."""

import importlib
import json
import sys

import numpy as np
import pandas as pd
import pytest
import results as results_module
from measuring import Point, Row, figure
from processes import run_job
from results import SECTIONS, Section, main, report
from scale_names import check, dirty_strings, write_dictionary, write_names
from scaling_picture import draw


@pytest.fixture(scope="module")
def strings():
    return dirty_strings(200)


@pytest.fixture
def resolved(tmp_path, strings):
    """Return names, the answers of each row as an engine writes them, and all ready."""
    names, out = tmp_path / "names", tmp_path / "out"
    ready = tmp_path / "dictionary.parquet"
    write_names(names, 1_000, strings)
    write_dictionary(ready, strings)
    out.mkdir()
    rows = pd.read_parquet(names).merge(
        pd.read_parquet(ready), on="name", how="left", validate="many_to_one"
    )
    rows.to_parquet(out / "part-0.parquet", index=False)
    return names, out, ready


def said(sections, **options):
    return "\n\n".join(report(sections, **options))


@pytest.mark.parametrize("name", SECTIONS)
def test_every_benchmark_can_be_loaded_and_measures(name):
    assert callable(importlib.import_module(f"bench_{name}").measure)


def test_a_quick_run_writes_rows_and_what_they_were_measured_with(tmp_path):
    out = tmp_path / "RESULTS.md"
    assert main(["--quick", "--only", "reading", "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "figures mean nothing" in text
    assert f"| pandas | {pd.__version__} |" in text
    row = next(line for line in text.splitlines() if "read_announcement |" in line)
    _, ours, baseline, theirs, ratio, memory, asked, _ = row.strip("| ").split(" | ")
    assert ours.endswith(" s")
    assert theirs.endswith(" s")
    assert memory.endswith(" MB")
    assert (baseline, asked) == ("pandas.read_csv", "–")
    assert float(ratio.replace(",", "")) > 1


def test_a_quick_run_through_duckdb_checks_its_result(tmp_path):
    pytest.importorskip("duckdb")
    script = results_module.HERE / "bench_scale.py"
    found = tmp_path / "found.json"
    run_job(
        [
            *(sys.executable, script, "--quick", "--rows", "2000"),
            *("--engine", "duckdb", "--json", found),
        ]
    )
    rows = json.loads(found.read_text(encoding="utf-8"))["results"]
    assert [row["note"] for row in rows if row["note"].startswith("not")] == []
    assert rows[0]["ours"] > 0
    assert rows[0]["memory"] > 50


def test_a_section_that_fails_is_told_and_the_others_stand():
    sections = [
        Section("charts", [], failure="exit code 1: no font"),
        Section("resolver", [Row("names", 1.0, "a peer", 2.0)], 3),
    ]
    text = said(sections)
    assert "bench_charts.py` **failed; nothing was measured:** exit code 1" in text
    assert "Not measured: Charts." in text
    assert "| names | 1.00 s | a peer | 2.00 s | 0.500 |" in text


def test_a_benchmark_that_crashes_leaves_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(results_module, "HERE", tmp_path)
    (tmp_path / "bench_charts.py").write_text("raise SystemExit('no ink')")
    failed = results_module.run("charts", quick=True)
    assert failed == Section("charts", [], failure="exit code 1: no ink")


def test_the_results_name_no_folder_of_the_machine(tmp_path, root):
    told = f"{root / 'src'} and {tmp_path.home() / 'x'}"
    assert results_module.without_places(told) == "src and x"


def test_the_results_begin_with_what_is_past_what_was_asked():
    rows = [
        Row("slow", 3.0, "floor", 1.0, most=2),
        Row("fast", 1.0, "floor", 1.0, most=2),
        Row("peerless", note="not measured: it is not installed"),
    ]
    text = said([Section("scale", rows, 1)])
    assert "asked of 2 rows, and 1 are past it: slow ÷ floor." in text
    assert "Not measured: peerless." in text
    assert "**ratio ≤ 2.00: missed**" in text


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        pytest.param(Row("", 3, "", 1, most=2), True, id="ratio"),
        pytest.param(Row("", 2, "", 1, most=2), False, id="ratio just met"),
        pytest.param(Row("", 3, limit=2), True, id="seconds"),
        pytest.param(Row("", memory=3, room=2), True, id="memory"),
        pytest.param(Row("", most=2, limit=2, room=2), False, id="not measured"),
        pytest.param(Row("", 3, "", 1), False, id="nothing asked"),
    ],
)
def test_a_row_is_missed_only_past_what_was_asked(row, missed):
    assert row.missed is missed


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.01234, "0.012 s"), (1.5, "1.50 s"), (12345.6, "12,346 s")],
)
def test_figures_have_about_three_digits(value, text):
    assert figure(value, "s") == text


def test_curves_are_tables_of_rows_by_engine():
    points = [
        Point("pandas", 1, 1_000, 1.0, 100.0),
        Point("dask", 2, 1_000, 5.0, 200.0),
        Point("dask", 2, 10_000, 6.0, 250.0),
        Point("duckdb", 1, 1_000, None, None, "not measured: it is not installed"),
    ]
    text = said([Section("curves", points, 1)])
    assert (
        "| rows: seconds | pandas, 1 core | dask, 2 workers | duckdb, 1 core |" in text
    )
    assert "| 1,000 | 1.00 s | 5.00 s | – |" in text
    assert "| 10,000 | – | 6.00 s | – |" in text
    assert "| 10,000 | – | 250 MB | – |" in text
    assert "Not measured: duckdb, 1 core." in text


def test_the_curves_are_drawn_without_those_not_measured(tmp_path):
    points = [
        Point("duckdb", 2, 1_000, 1.0, 100.0),
        Point("duckdb", 2, 10_000, 2.0, 100.0),
        Point("dask", 2, 1_000, None, None, "not measured"),
    ]
    draw(points, tmp_path / "scaling.svg")
    drawn = (tmp_path / "scaling.svg").read_text(encoding="utf-8")
    assert drawn.count('id="line2d_') > 2
    assert "<!-- duckdb, 2 cores -->" in drawn
    assert "<!-- dask" not in drawn


def test_the_same_seed_draws_the_same_distinct_strings(strings):
    assert len(set(strings)) == len(strings) == 200
    assert np.array_equal(dirty_strings(200), strings)


def test_names_are_the_same_each_time_and_the_first_is_the_most_frequent(
    tmp_path, strings
):
    for folder in ("one", "two"):
        write_names(tmp_path / folder, 1_000, strings)
    one, two = (pd.read_parquet(tmp_path / folder) for folder in ("one", "two"))
    pd.testing.assert_frame_equal(one, two)
    assert one["id"].tolist() == list(range(1_000))
    assert one["name"].mode()[0] == strings[0]
    assert len(list((tmp_path / "one").iterdir())) == 8


def test_a_whole_result_passes_the_check(resolved):
    pytest.importorskip("duckdb")
    check(*resolved)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda t: t.iloc[1:], "went in", id="a row lost"),
        pytest.param(lambda t: t.iloc[[*range(1000), 5]], "went in", id="one doubled"),
        pytest.param(
            lambda t: t.assign(lg_code="011002"), "sampled rows are wrong", id="code"
        ),
        pytest.param(
            lambda t: t.assign(amount=0.0), "sampled rows are wrong", id="own column"
        ),
        pytest.param(
            lambda t: t.assign(note=None), "sampled rows are wrong", id="missing notes"
        ),
    ],
)
def test_a_spoilt_result_does_not_count(resolved, spoil, why):
    pytest.importorskip("duckdb")
    names, out, ready = resolved
    part = out / "part-0.parquet"
    spoil(pd.read_parquet(part)).to_parquet(part, index=False)
    with pytest.raises(RuntimeError, match=why):
        check(names, out, ready)


def test_a_command_that_fails_tells_why():
    with pytest.raises(RuntimeError, match="exit code 3: it is late"):
        run_job(
            [
                sys.executable,
                "-c",
                "import sys; print('it is late', file=sys.stderr); sys.exit(3)",
            ]
        )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as Linux tells it")
def test_the_memory_of_a_command_and_its_children_is_that_of_its_peak():
    grow = "x = bytearray(150_000_000); import time; time.sleep(0.5)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}])"
    for code in (grow, child):
        assert 150 < run_job([sys.executable, "-c", code]).memory < 250
