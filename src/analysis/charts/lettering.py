"""The texts around a chart: title and subtitle above, remarks and sources below."""

from matplotlib.axes import Axes
from matplotlib.text import Text

from analysis.charts import wording
from analysis.charts.style import SOFT_INK, bold

FOOT_LINE = 1 / 6
"""Inches from one line of a foot to the next."""

_FOOT_SIZE = 8  # points
_RIGHT, _BOTTOM = 0.15, 0.05  # inches that stay free at the edges of the figure

_FIRST_JAPANESE = "\u2e80"  # and all that DejaVu Sans lacks beside it


def heading(
    ax: Axes,
    title: str,
    subtitle: str,
    *,
    lang: str,
    left: float = 0.0,
    gap: float = 0.0,
) -> None:
    """Write title and subtitle above the Axes.

    Parameters
    ----------
    left, gap : float
        Inches from the left edge of the Axes to the text on its left, and from the
        upper edge up to the subtitle.
    """
    x, y = -72 * left, 72 * gap
    ax.set_label(title)  # `save` tells it to who cannot see the picture
    if any(letter >= _FIRST_JAPANESE for letter in title):
        lang = "ja"  # a former body may have no English name
    _note(ax, title, (x, y + 29), top=True, size=15, **bold(lang))
    _note(ax, subtitle, (x, y + 11), top=True, size=10.5, color=SOFT_INK)


def foot(ax: Axes, lines: list[str], *, left: float = 0.0, drop: float = 0.0) -> None:
    """Write sources and remarks `drop` inches below the Axes, one per line.

    Where the figure has no room for so many lines, they are smaller.
    """
    room = ax.bbox.y0 / ax.figure.dpi - drop - _BOTTOM
    part = min(1.0, room / (FOOT_LINE * max(len(lines), 1)))
    for number, line in enumerate(lines):
        place = (-72 * left, -72 * (drop + part * FOOT_LINE * number))
        _note(ax, line, place, size=part * _FOOT_SIZE, color=SOFT_INK)


def wrapped(
    ax: Axes, paragraphs: list[list[str]], *, lang: str, left: float = 0.0
) -> list[str]:
    """Return whole sentences joined to as few lines of a foot as it has room for.

    Each paragraph begins a line; `left` is that of `foot`.
    """
    ruler = ax.annotate("", (0, 0), xycoords="axes fraction", size=_FOOT_SIZE)
    room = _right_end(ax) - ax.bbox.x0 + left * ax.figure.dpi
    lines: list[str] = []
    for first, *others in filter(None, paragraphs):
        lines.append(first)
        for phrase in others:
            longer = wording.sentences(lang, [lines[-1], phrase])
            ruler.set_text(longer)
            if ruler.get_window_extent().width <= room:
                lines[-1] = longer
            else:
                lines.append(phrase)
    ruler.remove()
    return lines


def shrink_to_fit(text: Text, right: float, *, least: float = 1.0) -> None:
    """Make a text smaller until it ends left of `right`, in pixels.

    One that would begin right of it is not shown, for it would be cut; nor is one that
    would be smaller than `least`, in points.
    """
    # Repeatedly: letters keep to whole pixels, so half the size is not half as wide.
    while (extent := text.get_window_extent()).width > (room := right - extent.x0):
        size = text.get_fontsize() * room / extent.width * 0.99
        if room <= 0 or size < least:
            text.set_visible(False)
            return
        text.set_fontsize(size)


def _note(
    ax: Axes, text: str, offset: tuple[float, float], *, top=False, **font
) -> None:
    """Write text at an offset in points from a left corner of the Axes."""
    note = ax.annotate(
        text,
        (0, 1 if top else 0),
        xycoords="axes fraction",
        xytext=offset,
        textcoords="offset points",
        va="baseline" if top else "top",
        annotation_clip=False,
        **font,
    )
    shrink_to_fit(note, _right_end(ax))


def _right_end(ax: Axes) -> float:
    """Return where texts around the Axes must end, in pixels."""
    return ax.figure.bbox.x1 - _RIGHT * ax.figure.dpi
