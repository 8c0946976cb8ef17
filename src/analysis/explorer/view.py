"""The linked view as a part of a page: map, bars, and the table of all rows."""

from functools import cache

import geopandas as gpd
import vl_convert

from analysis.explorer import data, spec
from analysis.explorer.ground import UNIT_KM, ground
from analysis.explorer.page import Fragment, asset
from analysis.explorer.phrases import HEADINGS, PAGE, for_script
from analysis.explorer.words import attribute, both

_GLYPHS = {  # as on the map
    "prefecture": "■",
    "city": "●",
    "special_ward": "⬢",
    "town": "▲",
    "village": "◆",
    "ward": "▼",
}


def view(located: gpd.GeoDataFrame) -> Fragment:
    """Return the linked view of a list, for one place of a page.

    Parameters
    ----------
    located : geopandas.GeoDataFrame
        As `analysis.explore` takes it.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    data.check(located)
    content = data.content(located)
    groups = content["groups"]
    drawings = {"map": spec.japan(), "names": spec.NAMES}
    drawings |= {column: spec.bars(groups[column]) for column in groups}
    return Fragment(
        style=asset("explorer.css"),
        body=_markup(groups),
        data={
            "explorer-ground": ground() | {"unit": UNIT_KM},
            "explorer-list": content,
            "explorer-drawings": drawings,
            "explorer-words": for_script(),
        },
        scripts=(_vega(), asset("camera.js"), asset("explorer.js")),
    )


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script, under their licence."""
    return asset("vega_notice.js") + vl_convert.javascript_bundle()


def _markup(groups: dict[str, list[dict[str, object]]]) -> str:
    """Return the elements that the script fills."""
    headings = "".join(
        f'<th scope="col" role="columnheader"><button type="button" data-sort="{key}">'
        f"{both(*text)}</button></th>"
        for key, text in HEADINGS.items()
    )
    return f"""<div id="explorer" class="explorer">
<div class="explorer-line">
<p id="explorer-status" role="status" aria-live="polite"></p>
<button type="button" id="explorer-everything" hidden>{_say("everything")}</button>
</div>
<div class="explorer-top">
<figure class="explorer-map">
<div id="explorer-map" role="img" tabindex="0" {_label("map")}></div>
<div class="explorer-zoom">
<button type="button" data-zoom="in" {_label("zoom_in")}>+</button>
<button type="button" data-zoom="out" {_label("zoom_out")}>−</button>
<button type="button" data-zoom="all">{_say("all_japan")}</button>
</div>
<div class="explorer-scale" aria-hidden="true"><span id="explorer-scale"></span></div>
<figcaption><p class="explorer-hint">{_say("map_keys")}</p>
<p id="explorer-notes"></p></figcaption>
</figure>
<div class="explorer-side">
{_bars("entity_type", "by_type", groups)}
{_bars("region", "by_region", groups)}
<p class="explorer-hint">{_say("bars_hint")}</p>
<div id="explorer-card" class="explorer-card" aria-live="polite" hidden></div>
</div>
</div>
<div class="explorer-line">
<h3 id="explorer-table-title">{_say("table")}</h3>
<input type="search" id="explorer-search" {_label("search")}
 {attribute("placeholder", *PAGE["search"])} autocomplete="off" spellcheck="false">
<span class="explorer-hint">{_say("choose_hint")}</span>
</div>
<div class="explorer-table" tabindex="0" role="region" {_label("table")}>
<table role="table" aria-labelledby="explorer-table-title">
<thead role="rowgroup"><tr role="row">{headings}</tr></thead>
<tbody role="rowgroup" id="explorer-rows"></tbody>
</table>
<p id="explorer-none" class="explorer-hint" hidden>{_say("none")}</p>
</div>
<div id="explorer-tip" class="explorer-tip" aria-hidden="true" hidden></div>
</div>"""


def _bars(column: str, title: str, groups: dict[str, list]) -> str:
    """Return a heading and, beside the place of the bars, a button for each group."""
    lines = "".join(
        f'<li><button type="button" aria-pressed="false" data-column="{column}" '
        f'data-rank="{rank}"><span>{_glyph(group)}'
        f"{both(group['en'], group['ja'])}</span></button></li>"
        for rank, group in enumerate(groups[column])
    )
    return f"""<section class="explorer-bars">
<h3>{_say(title)}</h3>
<div style="--step:{spec.STEP}px"><ul>{lines}</ul>
<div id="explorer-{column}" role="img"></div></div>
</section>"""


def _glyph(group: dict[str, object]) -> str:
    """Return the marker that a type has on the map, for a legend."""
    glyph = _GLYPHS.get(group["key"])
    if glyph is None:
        return ""
    return f'<i aria-hidden="true" style="color:{group["colour"]}">{glyph}</i>'


def _say(key: str) -> str:
    return both(*PAGE[key])


def _label(key: str) -> str:
    return attribute("aria-label", *PAGE[key])
