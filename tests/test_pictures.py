"""Every chart beside its picture in tests/baseline, pixel by pixel.

The pictures are made anew, and then to be looked at, with::

    python -m pytest --mpl-generate-path=tests/baseline tests/test_pictures.py

One that differs is written to build/pictures, with the wanted one and the difference.

Pictures are compared without texts and legends: another hinting of the letters makes a
difference of 10 to 25 (root mean square, of 255), a missing bar one of 1.2 to 15. So
they need no second language; what stands written where is told in other tests.
Without them no font makes a difference (0.00), and pictures of matplotlib 3.11 match
those of 3.10. Seen at 40 dots per inch: a marker of the map missing 0.7, the Nansei
Islands moved by 2 km (a quarter of a pixel) 0.6 and by 10 km 1.9, a missing point of
the representation plot 1.3, the colours of towns and villages swapped 1.6, a cell of
the heat map paler by one body 5, a tile without its shade 11.
"""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from drawings import DRAWINGS, NO_CHARTS, draw, packaged
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.legend import Legend
from matplotlib.text import Text

from analysis import charts
from analysis.charts import insets, style

TOLERANCE = 0.4
SMALL = {"dpi": 40, "metadata": {"Software": None}}


@pytest.fixture(scope="module")
def twelve():
    return packaged()


def without_words(drawing: Artist) -> Figure:
    """Hide what looks different on a machine with other fonts."""
    figure = drawing.get_figure(root=True)
    for text in figure.findobj(Text):
        text.set_alpha(0)  # one that is not visible would take no room
    for legend in figure.findobj(Legend):
        legend.set_visible(False)
    return figure


def difference(one: Artist, other: Artist) -> float:
    """The root mean square of what pytest-mpl compares."""
    pictures = []
    for drawing in (one, other):
        buffer = BytesIO()
        without_words(drawing).savefig(buffer, **SMALL)
        buffer.seek(0)
        pictures.append(255 * imread(buffer)[..., :3])
    return float(np.sqrt(np.mean((pictures[0] - pictures[1]) ** 2)))


@pytest.mark.mpl_image_compare(
    savefig_kwargs=SMALL, style="default", tolerance=TOLERANCE
)
@pytest.mark.parametrize(
    "drawing", [pytest.param(name, id=name.replace(" ", "_of_")) for name in DRAWINGS]
)
def test_picture(drawing, twelve):
    return without_words(draw(drawing, twelve))


def test_every_chart_has_a_picture():
    assert {name.split()[0] for name in DRAWINGS} == set(charts.__all__) - NO_CHARTS


@pytest.mark.parametrize("drawing", ["region_counts", "type_counts", "type_mix"])
def test_a_missing_bar_is_noticed(drawing, twelve):
    damaged = draw(drawing, twelve)
    bars = [bar for bar in damaged.patches if bar.get_width() > 0]
    min(bars, key=lambda bar: bar.get_width()).remove()
    assert difference(draw(drawing, twelve), damaged) > 2 * TOLERANCE


@pytest.mark.parametrize("drawing", ["distribution_map", "locator_maps", "type_mix"])
def test_swapped_colours_are_noticed(drawing, twelve, monkeypatch):
    right = draw(drawing, twelve)
    colours = style.TYPE_COLOURS
    monkeypatch.setitem(colours, "town", colours["village"])
    assert difference(right, draw(drawing, twelve)) > 2 * TOLERANCE


def test_a_moved_inset_is_noticed(twelve, monkeypatch):
    right = draw("distribution_map", twelve)
    east, north = insets.NANSEI.shift
    moved = replace(insets.NANSEI, shift=(east + 10, north))  # 1.4 pixels
    frames = (insets.MAIN, moved, insets.OGASAWARA)
    monkeypatch.setattr(insets, "FRAMES", frames)
    assert difference(right, draw("distribution_map", twelve)) > 2 * TOLERANCE


@pytest.mark.parametrize("drawing", ["distribution_map", "tile_grid"])
def test_another_font_is_no_difference(drawing, twelve, monkeypatch):
    right = draw(drawing, twelve)
    monkeypatch.setattr(style, "font_families", lambda _: ["DejaVu Serif"])
    assert difference(right, draw(drawing, twelve)) < TOLERANCE / 4
