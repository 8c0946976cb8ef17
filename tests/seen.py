"""What a reader sees of a chart: its texts, and whether they are cut or covered."""

from typing import NamedTuple

import numpy as np
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
    words = [text.words for text in picture.written]
    # Boxes keep air above and below the letters: lines of a heading may share it.
    both = np.triu(_shared([text.box for text in picture.written]) >= 2.5, k=1)
    covered = [
        f"{words[one]!r} and {words[other]!r} overlap"
        for one, other in np.argwhere(both)
    ]
    return cut + covered


def _shared(boxes: list[Bbox]) -> np.ndarray:
    """Return for each two boxes how many pixels wide or high they overlap: the less."""
    points = np.array([box.get_points() for box in boxes]).reshape(-1, 2, 2)
    low, high = points[:, 0], points[:, 1]
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    return shared.min(axis=2)
