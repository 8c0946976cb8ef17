"""The linked view: map, bars and table of a list, as one page that needs no network."""

from html import escape
from pathlib import Path

import geopandas as gpd

from analysis.atomic import whole_file
from analysis.explorer.page import Fragment, document
from analysis.explorer.view import view
from analysis.explorer.words import both

_TITLE = ("Explore the list", "一覧を地図で見る")
_HEIGHT = 1180  # pixels: all of the page without a scroll bar of its own


class Explorer:
    """A linked view: shown in a notebook as it is, or saved as one file.

    Attributes
    ----------
    html : str
        The whole page.
    """

    def __init__(self, html: str) -> None:
        self.html = html

    def __repr__(self) -> str:
        """Return what it is and how large."""
        return f"<Explorer, {len(self.html.encode()):,} bytes of HTML>"

    def _repr_html_(self) -> str:
        """Return the page in a frame, for a notebook."""
        title = " / ".join(_TITLE)
        return (
            f'<iframe title="{title}" srcdoc="{escape(self.html)}" '
            f'style="width:100%;height:{_HEIGHT}px;border:0"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, which opens without a network, and return it.

        Parameters
        ----------
        path : str or Path
            The file to write; its folder must exist.

        Raises
        ------
        SourceError
            If it cannot be written.
        """
        path = Path(path)
        with whole_file(path) as new:
            new.write_text(self.html, encoding="utf-8", newline="\n")
        return path


def explore(located: gpd.GeoDataFrame, *, lang: str = "en") -> Explorer:
    """Return the linked view of a list: map, bars by type and by region, and table.

    Pointing at a body shows its row; clicking a type or a region, or searching, filters
    map, bars and table together; choosing a row zooms to it. Rows that are not on the
    map stay in the table. English and Japanese are both in the page, which has buttons
    to change them.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        Entity table with polygons, as `analysis.locate` makes it, EPSG:6668. Columns
        read: `number`, `published_name`, `status`, `lg_code`, `name_ja`, `name_kana`,
        `name_en`, `entity_type`, `prefecture_ja`, `prefecture_en`, `region`, `method`,
        `confidence`, `note`, `candidates`, `as_of`, `latitude`, `longitude` (degrees),
        `point_source`, `boundary_of`, `boundary_lg_code`, `boundary_source`,
        `boundary_vintage` and the geometry.
    lang : {"en", "ja"}
        The language in which it opens.

    Returns
    -------
    Explorer
        A notebook shows it; `.save(path)` writes one HTML file, which needs no network;
        `.html` is its text, the same for the same input.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If `lang` is another language.
    """
    heading = Fragment(body=f'<h1 class="explorer-title">{both(*_TITLE)}</h1>')
    return Explorer(document(_TITLE, [heading, view(located)], lang=lang))
