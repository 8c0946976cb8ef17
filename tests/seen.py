"""What a reader sees of a chart: its texts, and whether they are cut or covered."""

from itertools import combinations
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def texts(drawing: Artist) -> list[Text]:
    """Return the texts of a figure that show."""
    figure = drawing.get_figure(root=True)
    hidden = {
        id(text)
        for ax in figure.axes
        if not ax.axison
        for axis in (ax.xaxis, ax.yaxis)
        for text in axis.findobj(Text)
    }
    return [
        text
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible() and id(text) not in hidden
    ]


def said(drawing: Artist) -> str:
    """Return all that a figure says, a text a line."""
    return "\n".join(text.get_text() for text in texts(drawing))


class Written(NamedTuple):
    """A text of a picture: where it is, in pixels, and how large, in points."""

    words: str
    box: Bbox
    size: float


class Picture(NamedTuple):
    """What a reader sees of a figure: its texts, and which of them are titles."""

    sheet: Bbox
    written: list[Written]
    titles: list[str]


def look_at(drawing: Artist) -> Picture:
    """Draw a figure, which puts its texts into their places, and measure them."""
    figure = drawing.get_figure(root=True)
    figure.canvas.draw()
    written = [
        Written(text.get_text(), text.get_window_extent(), text.get_fontsize())
        for text in texts(drawing)
    ]
    titles = [ax.get_label() for ax in figure.axes if ax.get_label()]
    return Picture(Bbox(figure.bbox.get_points()), written, titles)


def assert_tidy(drawing: Artist) -> None:
    """Every text lies inside the figure and covers no other."""
    assert faults(look_at(drawing)) == []


def faults(picture: Picture) -> list[str]:
    """Return which texts are cut by an edge of the figure or cover one another."""
    low, high = picture.sheet.min, picture.sheet.max
    cut = [
        f"{text.words!r} is cut"
        for text in picture.written
        if (text.box.min < low).any() or (text.box.max > high).any()
    ]
    covered = [
        f"{one.words!r} and {other.words!r} overlap"
        for one, other in combinations(picture.written, 2)
        if _shared(one.box, other.box) >= 2.5
    ]
    return cut + covered


def _shared(one: Bbox, other: Bbox) -> float:
    """Return how wide or how high, in pixels, two boxes share a place: the less.

    Boxes keep air above and below the letters: lines of a heading may share it.
    """
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return min(wide, high)
