"""How every chart looks: font, colours and sizes, and how it is saved.

Nothing here changes matplotlib's settings for others: each chart is drawn inside
`look`, and its texts keep the font they were made with.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patheffects import withStroke

from analysis.atomic import whole_file
from analysis.errors import SourceError

DPI = 144

INK = "#22272b"
SOFT_INK = "#5f676e"
RULE = "#c9ced3"
LAND = "#e9eae7"
COAST = "#b3b9bb"
HOME = "#d7dbda"
NEIGHBOUR = "#f4f5f3"
PAPER = "#ffffff"
BAR = "#0072b2"
UNKNOWN = "#9aa1a7"
ZERO = "#f1f2ef"

_RAMP = ("#dbe8f2", "#8dbcda", "#3a8ec4", "#0b5d96", "#052c4a")  # one hue, to dark

TYPE_COLOURS = {  # Okabe and Ito's palette, safe for colour-blind readers
    "prefecture": "#0072b2",
    "city": "#d55e00",
    "special_ward": "#e69f00",
    "town": "#009e73",
    "village": "#cc79a7",
    "ward": "#56b4e9",
    "union": "#000000",
    "other": "#7f7f7f",
}
TYPE_MARKERS = {
    "prefecture": "s",
    "city": "o",
    "special_ward": "h",
    "town": "^",
    "village": "D",
    "ward": "v",
    "union": "X",
    "other": "p",
}

# How figures are shown, and what cannot change once it was used.
_NOT_LOOKS = ("backend", "date.epoch", "interactive", "toolbar")
_PLAIN = {
    name: value
    for name, value in matplotlib.rcParamsDefault.items()
    if not name.startswith(_NOT_LOOKS)
}

HALO = [withStroke(linewidth=2.4, foreground=PAPER)]


class Sheet(NamedTuple):
    """Size of a figure and the margins of its Axes, in inches.

    A chart with a row per group is `height` high with a few; `row` is the height of
    one where there are more.
    """

    width: float
    height: float
    left: float
    right: float
    bottom: float
    top: float
    row: float = 0.0

    def height_of(self, rows: int) -> float:
        """Return the height of a figure with so many rows."""
        return max(self.height, self.bottom + self.top + self.row * rows)


SHEETS = {
    "japan_map": Sheet(8.4, 10.05, 0.3, 0.3, 1.05, 1.05),
    "distribution_map": Sheet(8.4, 10.05, 0.3, 0.3, 1.05, 1.05),
    "region_counts": Sheet(8.4, 5.45, 1.4, 0.4, 1.25, 1.25),
    "type_counts": Sheet(8.4, 4.55, 1.4, 0.4, 1.25, 1.25),
    "region_type_heatmap": Sheet(8.4, 7.1, 1.4, 0.4, 0.85, 1.6),
    "representation_plot": Sheet(8.4, 5.9, 1.5, 0.25, 1.55, 1.4, row=0.22),
    "type_mix": Sheet(8.4, 5.3, 1.55, 0.4, 0.75, 1.4, row=0.5),
    "choropleth": Sheet(8.4, 10.05, 0.3, 0.3, 1.05, 1.05),
    "tile_grid": Sheet(8.4, 9.5, 0.3, 0.3, 1.0, 1.15),
}


def blank(chart: str, *, rows: int = 0) -> Axes:
    """Return empty Axes of the right size for a chart, on a figure of their own.

    pyplot does not know the figure, so a program that draws many charts leaves no
    open figure behind: ``distribution_map(located, blank("distribution_map"))``.

    Parameters
    ----------
    chart : str
        Name of a chart function with Axes, such as ``"region_counts"``;
        `locator_maps` takes a `quiet_figure`.
    rows : int, optional
        How many rows of a table a chart with a row per group shows, where there are
        many: ``blank("representation_plot", rows=47)``.
    """
    return _axes(quiet_figure(), chart, rows)


def own_axes(chart: str, *, rows: int = 0) -> Axes:
    """Return empty Axes for a chart on a pyplot figure."""
    return _axes(own_figure(), chart, rows)


def quiet_figure() -> Figure:
    """Return an empty figure that pyplot does not know."""
    figure = Figure(facecolor=PAPER, dpi=DPI)
    FigureCanvasAgg(figure)  # it measures texts; the default canvas is slow at that
    return figure


def own_figure() -> Figure:
    """Return an empty pyplot figure, which a notebook shows by itself."""
    from matplotlib import pyplot

    return pyplot.figure(facecolor=PAPER, dpi=DPI)


def save(drawing: Artist, path: str | Path) -> Path:
    """Write the figure of a chart: the same picture gives the same bytes.

    As PNG or SVG, by the ending of the path. In an SVG the letters are outlines, for
    few machines outside Japan have the font, and its title is the heading.

    Parameters
    ----------
    drawing : Figure or Axes
        What a chart function returned.
    path : str or Path
        The file to write, ``.png`` or ``.svg``; its folder must exist.

    Raises
    ------
    ValueError
        If the path has another ending.
    SourceError
        If it cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("png", "svg"):
        raise ValueError(f"want a path that ends with .png or .svg, got '{path}'")
    figure = drawing.get_figure(root=True)
    if kind == "png":
        with plain_settings(), whole_file(path) as new:
            figure.savefig(new, format=kind, dpi=DPI, metadata={"Software": None})
        return path
    title = " / ".join(ax.get_label() for ax in figure.axes if ax.get_label())
    about = {"Creator": None, "Date": None} | ({"Title": title} if title else {})
    settings = {"svg.fonttype": "path", "svg.hashsalt": "analysis.charts"}
    with plain_settings(), _settings(settings), whole_file(path) as new:
        figure.savefig(new, format=kind, metadata=about)
    return path


@contextmanager
def plain_settings() -> Iterator[None]:
    """Draw as matplotlib comes, whatever the user's matplotlibrc says.

    For files, which are the same on every machine; a notebook keeps the user's own.
    """
    with _settings(_PLAIN):
        yield


@contextmanager
def look(lang: str) -> Iterator[None]:
    """Draw with the project's font and lines, then put matplotlib's settings back."""
    settings = {
        "font.family": font_families(lang),
        "font.size": 9.5,
        "text.color": INK,
        "axes.edgecolor": RULE,
        "axes.labelcolor": SOFT_INK,
        "axes.linewidth": 0.8,
        "xtick.color": SOFT_INK,
        "ytick.color": INK,
        "figure.facecolor": PAPER,
        "figure.dpi": DPI,
    }
    with _settings(settings):
        yield


def font_families(lang: str) -> list[str]:
    """Return the fonts to look for each letter in, first choice first."""
    latin, japanese = "DejaVu Sans", _japanese_font()
    return [japanese, latin] if lang == "ja" else [latin, japanese]


def bold(lang: str, ink: str = INK) -> dict[str, object]:
    """Return the font settings of a heading in a colour."""
    if lang == "ja":  # the Japanese font has one weight: an outline makes it heavier
        return {"path_effects": [withStroke(linewidth=0.5, foreground=ink)]}
    return {"family": ["DejaVu Sans"], "weight": "bold"}


def shades(number: int) -> list[str]:
    """Return so many colours of one ramp, each darker than the one before.

    They differ in lightness, which colour-blind readers and grey prints keep.
    """
    ramp = LinearSegmentedColormap.from_list("areas", _RAMP)
    return [to_hex(ramp((place + 0.5) / number)) for place in range(number)]


def ink_on(colour: str) -> str:
    """Return the colour of a text on a colour: white on a dark one."""
    red, green, blue = to_rgb(colour)
    return PAPER if 0.3 * red + 0.59 * green + 0.11 * blue < 0.45 else INK


def pale(colour: str, *, strength: float = 0.3) -> tuple[float, float, float]:
    """Return a tint of a colour; as it is, for an area that is not the body's own."""
    return tuple(strength * part + 1 - strength for part in to_rgb(colour))


@contextmanager
def _settings(settings: dict[str, object]) -> Iterator[None]:
    """Give matplotlib some settings, then put the ones before back."""
    # Not rc_context, which puts all settings back: a notebook turns interactive mode on
    # when pyplot is first used, and would show no further figure.
    before = {name: matplotlib.rcParams[name] for name in settings}
    matplotlib.rcParams.update(settings)
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)


def _axes(figure: Figure, chart: str, rows: int) -> Axes:
    """Return Axes with the margins of a chart on a figure that gets its size."""
    sheet = SHEETS[chart]
    height = sheet.height_of(rows)
    figure.set_size_inches(sheet.width, height)
    return figure.add_axes(
        (
            sheet.left / sheet.width,
            sheet.bottom / height,
            1 - (sheet.left + sheet.right) / sheet.width,
            1 - (sheet.bottom + sheet.top) / height,
        )
    )


@cache
def _japanese_font() -> str:
    """Make matplotlib-fontja's font known to matplotlib and return its name.

    The package itself is not imported: that would change the settings of every
    figure in the process.
    """
    spec = find_spec("matplotlib_fontja")
    if spec is None or spec.origin is None:
        raise SourceError(
            "the Japanese font of the charts is missing: "
            "install it with 'pip install matplotlib-fontja'"
        )
    path = Path(spec.origin).parent / "fonts" / "ipaexg.ttf"
    if not path.is_file():
        raise SourceError(
            "matplotlib-fontja holds no fonts/ipaexg.ttf: "
            "install it anew with 'pip install --force-reinstall matplotlib-fontja'"
        )
    fontManager.addfont(path)
    # First, for the machine may have a font of that name in another version.
    fontManager.ttflist.insert(0, fontManager.ttflist.pop())
    return FontProperties(fname=path).get_name()
