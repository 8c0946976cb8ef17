"""The drawings of the linked view in Vega-Lite: a map of Japan, and bars.

Data are named and injected by the page, so a specification holds none, and is the same
for every list.
"""

import altair as alt

from analysis.charts import insets, style

STEP = 26
"""Pixels from one bar to the next; the page writes its names at the same distance."""

FONT = (
    "Helvetica Neue, Arial, Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, Yu Gothic, "
    "Meiryo, IPAexGothic, sans-serif"
)
_SHAPES = {
    "prefecture": "square",
    "city": "circle",
    "special_ward": "M1,0L.5,.87L-.5,.87L-1,0L-.5,-.87L.5,-.87Z",
    "town": "triangle-up",
    "village": "diamond",
    "ward": "triangle-down",
}
_PALE = "#e3e6e8"
_WEST, _SOUTH, _EAST, _NORTH = insets.SHEET

NAMES = {
    "type": "text",
    "from": {"data": "markers_marks"},
    "interactive": False,
    "encode": {
        "update": {
            "text": {"field": "datum.label"},
            "font": {"value": FONT},
            "fontSize": {"value": 12},
            "fill": {"value": style.INK},
        }
    },
    "transform": [
        {
            "type": "label",
            # Names are placed anew only when what is here changes: hence the rest.
            "size": {"signal": "slice([width, height, scale, east, north], 0, 2)"},
            "anchor": ["right", "left", "top", "bottom"],
            "avoidMarks": ["islands_marks"],
            "offset": [3],
        }
    ],
}
"""The names beside the markers, as many as find room: Vega-Lite has no such mark."""


def japan() -> dict[str, object]:
    """Return the map: prefectures, municipal borders, and the bodies; `NAMES` to add.

    Parameters of the view: `zoom` (1 is all of Japan), `east` and `north` (km on the
    sheet, the middle of the map), `marked` and `pointed` (bodies, -1 for none), `size`
    (of a marker, square pixels, while Japan is seen whole).
    Data: ``land``, ``borders``, ``frames`` and ``bodies``, GeoJSON features in km;
    ``islands``, the names in the frames: `label`, `x` and `y`.
    """
    params = [
        alt.param("zoom", value=1),
        alt.param("east", value=(_WEST + _EAST) / 2),
        alt.param("north", value=(_SOUTH + _NORTH) / 2),
        alt.param("marked", value=-1),
        alt.param("pointed", value=-1),
        alt.param("size", value=100),
        alt.param(
            "scale",  # pixels in a kilometre
            expr=f"zoom * min(width / {_EAST - _WEST}, height / {_NORTH - _SOUTH})",
        ),
    ]
    land = alt.Chart(alt.NamedData("land"), name="land").mark_geoshape(
        fill=style.LAND, stroke=style.COAST, strokeWidth=0.6
    )
    borders = (
        alt.Chart(alt.NamedData("borders"), name="borders")
        .transform_filter("zoom >= 3")
        .mark_geoshape(filled=False, stroke=style.PAPER, strokeWidth=1)
    )
    frames = alt.Chart(alt.NamedData("frames"), name="frames").mark_geoshape(
        filled=False, stroke=style.RULE, strokeWidth=1
    )
    islands = (
        alt.Chart(alt.NamedData("islands"), name="islands")
        .mark_text(align="right", baseline="bottom", dx=-5, dy=-3, fill=style.SOFT_INK)
        .encode(longitude="x:Q", latitude="y:Q", text="label:N")
    )
    bodies = alt.Chart(alt.NamedData("bodies"))
    looked_at = "datum.body === marked || datum.body === pointed"
    areas = (
        bodies.properties(name="areas")
        .mark_geoshape(stroke=style.PAPER)
        .encode(
            fill=alt.Fill("colour:N", scale=None),
            fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
            stroke=alt.condition(
                looked_at, alt.value(style.INK), alt.value(style.PAPER)
            ),
            strokeWidth=alt.condition(looked_at, alt.value(1.6), alt.value(0.4)),
        )
    )
    markers = (
        bodies.properties(name="markers")
        .transform_filter("isValid(datum.x)")
        .mark_point(filled=True, opacity=1, size=alt.expr("zoom < 5 ? size : 100"))
        .encode(
            longitude="x:Q",
            latitude="y:Q",
            fill=alt.Fill("colour:N", scale=None),
            shape=alt.Shape(
                "entity_type:N",
                scale=alt.Scale(domain=[*_SHAPES], range=[*_SHAPES.values()]),
                legend=None,
            ),
            stroke=alt.condition(
                looked_at, alt.value(style.INK), alt.value(style.PAPER)
            ),
            strokeWidth=alt.condition(looked_at, alt.value(2), alt.value(1)),
        )
    )
    return _finished(
        alt.layer(land, borders, frames, islands, areas, markers)
        .project(
            type="identity",
            reflectY=True,
            scale=alt.expr("scale"),
            translate=alt.expr(
                "[width / 2 - scale * east, height / 2 + scale * north]"
            ),
        )
        .add_params(*params)
        .properties(width=600, height=600)
    )


def bars(groups: list[dict[str, object]]) -> dict[str, object]:
    """Return bars, one for each group: how many rows it has, and how many are shown.

    Parameters
    ----------
    groups : list of dict
        Of these only the longest `total` counts here. Data: ``groups``, with `rank`,
        `total`, `shown`, `colour`, `opacity` and `label`.
    """
    most = max([1, *(group["total"] for group in groups)])
    room = 34 + 15 * len(f"{most:,}")  # pixels for the numbers
    base = alt.Chart(alt.NamedData("groups")).encode(
        y=alt.Y(
            "rank:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15)
        )
    )
    length = alt.Scale(domain=[0, most], range=[0, alt.expr(f"width - {room}")])
    return _finished(
        alt.layer(
            base.properties(name="rows")
            .mark_rect(opacity=0)
            .encode(x=alt.value(0), x2=alt.value("width")),
            base.mark_bar(color=_PALE).encode(
                x=alt.X("total:Q", axis=None, scale=length, stack=None)
            ),
            base.mark_bar().encode(
                x=alt.X("shown:Q", axis=None, scale=length, stack=None),
                color=alt.Color("colour:N", scale=None),
                opacity=alt.Opacity("opacity:Q", scale=None),
            ),
            base.mark_text(align="left", dx=6, fontSize=13, fill=style.INK).encode(
                x=alt.X("total:Q", axis=None, scale=length, stack=None), text="label:N"
            ),
        ).properties(width=200, height=alt.Step(STEP))
    )


def _finished(chart: alt.LayerChart) -> dict[str, object]:
    """Return a chart as Vega-Lite, without margins and in the font of the page."""
    chart = chart.configure(
        font=FONT,
        padding=0,
        autosize={"type": "none"},
        background="transparent",
        aria=False,
    )
    return chart.configure_view(stroke=None).to_dict()
