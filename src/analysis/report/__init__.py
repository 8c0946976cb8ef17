"""The report: everything about one list in one HTML page that needs no network."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import geopandas as gpd
import pandas as pd

from analysis.aliases import AliasTable
from analysis.explorer import view
from analysis.explorer.page import Fragment, document
from analysis.printable import printable
from analysis.report.chance import chance
from analysis.report.evidence import evidence
from analysis.report.facts import Facts
from analysis.report.figures import figures
from analysis.report.markup import Content, Html, html, quoted, tag
from analysis.report.provenance import date_of, provenance
from analysis.report.summary import headline, summary
from analysis.report.tables import breakdown_tables
from analysis.report.words import say
from analysis.sources import Announcement

_SECTIONS = ("summary", "view", "charts", "tables", "chance", "evidence", "provenance")


def report(
    announcement: Announcement,
    located: gpd.GeoDataFrame,
    *,
    tables: Mapping[str, pd.DataFrame],
    joint: pd.DataFrame,
    power: pd.DataFrame,
    errata: pd.DataFrame,
    aliases: AliasTable = None,
    lang: str = "en",
) -> str:
    """Return a report of a list as one HTML page, in English and in Japanese.

    The page opens from disk without a network. It holds a summary, the linked view of
    `analysis.explore`, the charts, the tables, what of them is chance, the evidence of
    every row, and the sources; printed, it leaves out the view. The same input gives
    the same text.

    Parameters
    ----------
    announcement : Announcement
        The list as published.
    located : geopandas.GeoDataFrame
        Its entity table with polygons, as `analysis.locate` makes it, EPSG:6668.
    tables : mapping of str to pandas.DataFrame
        Breakdowns of it, as of `analysis.breakdown`, by the name of the file that each
        is written to. Shown are those by one thing and that by region and type.
    joint : pandas.DataFrame
        Joint tests, as of `analysis.joint.joint_tests`.
    power : pandas.DataFrame
        What the list could have shown, as of `analysis.power`.
    errata : pandas.DataFrame
        The names that are not official, as of `analysis.errata`.
    aliases : path, DataFrame or Aliases, optional
        The user's own names, if they were used.
    lang : {"en", "ja"}
        The language in which the page opens.

    Raises
    ------
    SchemaError
        If a table has no groups, or the located table lacks a column.
    ValueError
        If `lang` is another language.
    """
    facts = Facts(announcement, located, tables, joint, power, errata, aliases)
    linked = view(located)
    contents = {
        "summary": summary(facts),
        "view": [tag("noscript", tag("p", say("no_script"))), Html(linked.body)],
        "charts": figures(facts),
        "tables": breakdown_tables(facts),
        "chance": chance(facts),
        "evidence": evidence(facts),
        "provenance": provenance(facts),
    }
    main = tag("main", [_section(name, contents[name]) for name in _SECTIONS])
    whole = Fragment(
        style=linked.style + _asset("report.css"),
        body=html([_skip(), _header(facts), _contents(), main]),
        data=linked.data,
        scripts=(*linked.scripts, _asset("report.js")),
    )
    title = announcement.title
    named = say("page_title", title=printable(title)) if title else say("untitled")
    return document(named, [whole], lang=lang)


def _skip() -> Html:
    return tag("a", say("skip"), href="#summary", class_="skip")


def _header(facts: Facts) -> Html:
    """Return what the list is, who published it and when, and the finding."""
    read = facts.announcement
    when = date_of(facts)
    name = "published_in" if read.date_precision == "month" else "published_on"
    facts_line: list[Content] = [
        quoted(read.publisher) if read.publisher else None,
        say(name, date=when) if when else None,
        say("as_of", date=facts.day),
    ]
    return tag(
        "header",
        tag("p", say("kicker"), class_="kicker"),
        tag("h1", quoted(read.title) if read.title else say("untitled")),
        _programme(read),
        tag("p", headline(facts), class_="standfirst"),
        tag(
            "ul",
            [tag("li", each) for each in facts_line if each is not None],
            class_="byline",
        ),
    )


def _programme(read: Announcement) -> Html | None:
    """Return the programme, unless the title names it."""
    if not read.programme or read.programme in (read.title or ""):
        return None
    return tag("p", quoted(read.programme), class_="programme")


def _contents() -> Html:
    """Return the table of contents."""
    links = [tag("li", tag("a", say(name), href=f"#{name}")) for name in _SECTIONS]
    title = tag("h2", say("contents"), id="title-contents")
    return tag("nav", title, tag("ol", links), aria_labelledby="title-contents")


def _section(name: str, content: Content) -> Html:
    title = tag("h2", say(name), id=f"title-{name}")
    return tag(
        "section",
        title,
        content,
        id=name,
        class_=None if name == "view" else "part",  # the view has a style of its own
        aria_labelledby=f"title-{name}",
        tabindex=-1,
    )


@cache
def _asset(name: str) -> str:
    """Return a style or a script that lies beside this module."""
    return files("analysis.report").joinpath(name).read_text(encoding="utf-8")
