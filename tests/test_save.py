import os
import subprocess
import sys

import matplotlib
import pandas as pd
import pytest
from lxml import etree
from matplotlib.image import imread

from analysis import charts
from analysis.gazetteer.regions import REGIONS

SVG = "{http://www.w3.org/2000/svg}"
DRAW = """
import sys
import pandas as pd
from analysis import charts
from analysis.gazetteer.regions import REGIONS
table = pd.DataFrame({"region": list(REGIONS), "count": 2, "eligible": 100})
table.loc[7, ["count", "eligible"]] = 0  # hatched: hatches have ids, too
ax = charts.choropleth(table, charts.blank("choropleth"), level="region", lang="ja")
charts.save(ax, sys.argv[1])
"""


@pytest.fixture
def chart():
    table = pd.DataFrame({"region": list(REGIONS), "count": 2, "eligible": 100})
    return charts.region_counts(table, charts.blank("region_counts"), lang="ja")


@pytest.mark.parametrize("name", ["map.svg", "map.png"])
def test_every_run_writes_the_same_bytes(name, tmp_path):
    written = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}-{name}"
        subprocess.run(
            [sys.executable, "-c", DRAW, path],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_saving_twice_writes_the_same_bytes(chart, tmp_path):
    first = charts.save(chart, tmp_path / "first.svg").read_bytes()
    assert charts.save(chart, tmp_path / "second.svg").read_bytes() == first


def test_an_svg_needs_no_font(chart, tmp_path):
    root = etree.parse(charts.save(chart, tmp_path / "chart.svg")).getroot()
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}text"))
    assert len(list(root.iter(f"{SVG}path"))) > 100


def test_an_svg_has_the_heading_as_its_title_and_no_date(chart, tmp_path):
    root = etree.parse(charts.save(chart, tmp_path / "chart.svg")).getroot()
    assert root.findtext(f"{SVG}title") == "16団体、8地方のうち8に分布"
    names = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert "title" in names
    assert "date" not in names


def test_a_heading_is_text_whatever_is_in_it(tmp_path):
    ax = charts.blank("region_counts")
    ax.set_label("One body: <script>&")
    root = etree.parse(charts.save(ax, tmp_path / "chart.svg")).getroot()
    assert root.findtext(f"{SVG}title") == "One body: <script>&"


def test_a_figure_without_heading_has_no_title(tmp_path):
    sheet = charts.japan_map(charts.blank("japan_map"))
    root = etree.parse(charts.save(sheet.ax, tmp_path / "map.svg")).getroot()
    assert root.find(f"{SVG}title") is None


def test_a_png_has_the_size_of_the_sheet(chart, tmp_path):
    path = charts.save(chart, tmp_path / "chart.PNG")
    width, height = chart.figure.get_size_inches() * 144
    assert imread(path, format="png").shape[:2] == (int(height), int(width))


@pytest.mark.parametrize("name", ["chart.pdf", "chart", "chart.svgz"])
def test_another_ending_is_refused(name, chart, tmp_path):
    with pytest.raises(ValueError, match=r"ends with \.png or \.svg, got '.*chart"):
        charts.save(chart, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_settings_of_others_stay_as_they_are(chart, tmp_path):
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "mine"}):
        charts.save(chart, tmp_path / "chart.svg")
        assert matplotlib.rcParams["svg.fonttype"] == "none"
        assert matplotlib.rcParams["svg.hashsalt"] == "mine"
