"""The charts as pictures inside the page, in both languages, each with its finding."""

import base64
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist

from analysis import charts
from analysis.charts.places import body_name, once
from analysis.charts.style import DPI
from analysis.explorer.words import Both
from analysis.report import words
from analysis.report.facts import Facts, grouping, groups
from analysis.report.markup import Html, tag
from analysis.report.words import listing, say

_MOST_TOLD = 12
"""So many groups or bodies are told in words; the tables have them all."""

# Lossless, and a third of the bytes of PNG.
_PICTURE = {"format": "webp", "pil_kwargs": {"lossless": True, "quality": 60}}


class Chart(NamedTuple):
    """A chart of the report.

    Attributes
    ----------
    name : str
        By which its title goes.
    alt : Both
        What it shows, for those who do not see it.
    draw : function
        Draws it in a language.
    """

    name: str
    alt: Both
    draw: Callable[[str], Artist]


def figures(facts: Facts) -> Html:
    """Return the charts of a list, each in both languages."""
    with charts.plain_settings():
        return Html("".join(map(_figure, _charts(facts))))


def _charts(facts: Facts) -> Iterator[Chart]:
    """Give the charts for which there are tables, in the order of the report."""
    located = facts.located
    days = located["as_of"].dropna()
    if days.empty:
        return

    def on_axes(chart: str, table: pd.DataFrame, lang: str) -> Artist:
        ax = charts.blank(chart, rows=len(groups(table)))
        return getattr(charts, chart)(table, ax, lang=lang, as_of=days.iloc[0])

    def of(name: str, chart: str, *by: str, alt: str) -> Iterator[Chart]:
        table = facts.table(*by)
        if table is not None:
            told = say(alt, listed=_told(table, alt))
            yield Chart(name, told, partial(on_axes, chart, table))

    where = say("alt_map", listed=_bodies(located))
    yield Chart("map", where, partial(_map, located))
    yield from of("regions", "region_counts", "region", alt="alt_counts")
    yield from of(
        "over_regions", "representation_plot", "region", alt="alt_representation"
    )
    yield from of("types", "type_counts", "entity_type", alt="alt_counts")
    yield from of("mix", "type_mix", "entity_type", alt="alt_counts")
    yield from of(
        "over_types", "representation_plot", "entity_type", alt="alt_representation"
    )
    yield from of(
        "cross", "region_type_heatmap", "region", "entity_type", alt="alt_counts"
    )
    yield from of("rates", "choropleth", "prefecture", alt="alt_counts")
    yield from of("tiles", "tile_grid", "prefecture", alt="alt_counts")
    each = say("alt_maps", listed=_bodies(located))
    yield Chart("each", each, partial(_locators, located))


def _map(located: pd.DataFrame, lang: str) -> Artist:
    return charts.distribution_map(located, charts.blank("distribution_map"), lang=lang)


def _locators(located: pd.DataFrame, lang: str) -> Artist:
    return charts.locator_maps(located, charts.quiet_figure(), lang=lang)


def _figure(chart: Chart) -> Html:
    """Return a chart as a picture in each language, under its title."""
    pictures = [
        _picture(chart.draw(lang), chart.alt[number], lang)
        for number, lang in enumerate(words.LANGUAGES)
    ]
    title = tag("figcaption", say(f"chart_{chart.name}"))
    return tag("figure", title, pictures, id=f"chart-{chart.name}")


def _picture(drawing: Artist, alt: str, lang: str) -> Html:
    figure = drawing.get_figure(root=True)
    buffer = BytesIO()
    figure.savefig(buffer, dpi=DPI, **_PICTURE)
    data = base64.b64encode(buffer.getvalue()).decode()
    width, height = (round(side * DPI) for side in figure.get_size_inches())
    return tag(
        "img",
        class_="say",
        lang=lang,
        src=f"data:image/webp;base64,{data}",
        alt=alt,
        width=width,
        height=height,
    )


def _bodies(located: pd.DataFrame) -> Both:
    """Return the bodies of a list by name, with their prefectures."""
    resolved = once(located[located["status"].eq("resolved").to_numpy()])
    if resolved.empty:
        return say("empty")
    names = []
    for _, body in resolved.head(_MOST_TOLD).iterrows():
        name = Both(*(body_name(body, lang) for lang in words.LANGUAGES))
        if body["entity_type"] != "prefecture":
            place = Both(body["prefecture_en"], body["prefecture_ja"])
            name = say("in_prefecture", name=name, prefecture=place)
        names.append(name)
    return _and_others(names, len(resolved))


def _told(table: pd.DataFrame, alt: str) -> Both:
    """Return the groups with their numbers, those with most bodies first if many."""
    inside = groups(table)
    shown = inside if alt == "alt_representation" else inside[inside["count"] > 0]
    if shown.empty or not inside["count"].any():
        return say("empty")
    if len(shown) > _MOST_TOLD:
        shown = shown.sort_values("count", ascending=False, kind="stable")
    by = grouping(table)
    told = []
    for _, group in shown.head(_MOST_TOLD).iterrows():
        name = listing([words.group(group, each) for each in by])
        if alt == "alt_representation":
            told.append(
                say(
                    "within",
                    name=name,
                    value=words.ratio(group["representation"]),
                    low=words.ratio(group["representation_low"]),
                    high=words.ratio(group["representation_high"]),
                )
            )
        else:
            count, eligible = int(group["count"]), int(group["eligible"])
            told.append(say("of", name=name, count=count, eligible=eligible))
    return _and_others(told, len(shown))


def _and_others(parts: list[Both], number: int) -> Both:
    """Return parts as a list, with how many more there are."""
    if (more := number - len(parts)) > 0:
        parts = [*parts, say("others", n=more)]
    return listing(parts, link="semicolon")
