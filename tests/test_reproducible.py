"""The same in, the same out: on other machines, for other users, in other Pythons."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import matplotlib
import pandas as pd
import pytest
from matplotlib.font_manager import fontManager
from soak_environments import OTHER_USER, PLAIN, SOURCE, differing, results

from analysis import charts
from analysis.charts.style import font_families
from analysis.gazetteer.regions import REGIONS

SHOWN = {
    "run/entities.csv", "run/entities.geojson", "run/entities.parquet",
    "run/datapackage.json", "run/report.html", "run/charts/distribution_map.png",
    "run/charts/distribution_map.svg", "compare/charts/panel_maps.png",
    "compare/datapackage.json", "errata/errata.md", "explorer.html", "names.csv",
    "names.parquet", "names.xlsx", "of_today.csv",
}  # fmt: skip
NEWER = ("python3.14", "python3.13", "python3.12")
# Which Python it is, and the versions of all that may show in a file.
WHO = """
import json, sys
from importlib.metadata import version
names = sys.argv[1:]
print(json.dumps([sys.version_info[:2], {name: version(name) for name in names}]))
"""
PACKAGES = (
    "altair", "geopandas", "lxml", "matplotlib", "matplotlib-fontja", "numpy",
    "openpyxl", "pandas", "pandera", "pdfplumber", "pillow", "pyarrow", "pyogrio",
    "pyproj", "rapidfuzz", "regional-iot-analysis", "scipy", "shapely",
    "vl-convert-python",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Give the results of a plain environment and of another user, made at once."""
    folder = tmp_path_factory.mktemp("results")
    with ThreadPoolExecutor() as pool:
        plain = pool.submit(results, PLAIN, folder / "of it")
        other = pool.submit(results, OTHER_USER, folder / "b", another_user=True)
        return plain.result(), other.result()


@pytest.fixture(scope="module")
def plain(both):
    return both[0]


def test_all_kinds_of_results_are_compared(plain):
    assert set(plain) >= SHOWN


def test_another_user_has_the_same_results(both):
    """Hash seed, locale, encoding, zone, clock, order of folders, settings, fonts."""
    assert differing(*both) == []


def test_a_newer_python_has_the_same_results(plain, tmp_path):
    found = results(PLAIN, tmp_path / "newer", python=newer_python())
    assert differing(found, plain) == []


def newer_python() -> str:
    """Return an interpreter newer than this one, with the same packages, or skip."""
    wanted = versions(sys.executable)
    said = []
    for name in filter(None, (os.environ.get("NEWER_PYTHON"), *NEWER)):
        python = shutil.which(name)
        if python is None:
            continue
        found = versions(python)
        if found is None:
            said.append(f"{name} lacks packages")
        elif found[0] <= wanted[0]:
            said.append(f"{name} is not newer")
        elif found[1] != wanted[1]:
            said.append(f"{name} has other versions of packages")
        else:
            return python
    why = "; ".join(said) or "there is none"
    return pytest.skip(
        f"no newer Python with the packages of requirements.lock: {why}; "
        "NEWER_PYTHON=/path/to/python names one"
    )


def versions(python: str) -> list | None:
    """Return what an interpreter is and has, None if it does not start or lacks one."""
    try:
        done = subprocess.run(
            [python, "-c", WHO, *PACKAGES],
            env=os.environ | {"PYTHONPATH": os.fspath(SOURCE)},
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return json.loads(done.stdout)


def test_settings_of_others_do_not_show_in_files_and_stay(tmp_path):
    table = pd.DataFrame({"region": list(REGIONS), "count": 2, "eligible": 100})

    def saved(name: str) -> bytes:
        with charts.plain_settings():
            ax = charts.region_counts(table, charts.blank("region_counts"))
        return charts.save(ax, tmp_path / name).read_bytes()

    theirs = {"axes.grid": True, "savefig.bbox": "tight", "font.size": 20.0}
    for name in ("chart.png", "chart.svg"):
        ours = saved(name)
        with matplotlib.rc_context(theirs):
            assert saved(name) == ours
            assert {each: matplotlib.rcParams[each] for each in theirs} == theirs


def test_a_font_of_the_machine_does_not_take_the_place_of_ours():
    families = font_families("ja")
    first = next(font for font in fontManager.ttflist if font.name == families[0])
    assert "matplotlib_fontja" in first.fname
