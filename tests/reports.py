"""Reports for tests: a list, its tables, and the page that is made of them."""

import datetime as dt
from functools import cache

import analysis
from analysis.gazetteer.register import eligible
from analysis.report import report
from analysis.report.facts import Facts

GROUPINGS = {
    "by_region.csv": "region",
    "by_prefecture.csv": "prefecture",
    "by_type.csv": "entity_type",
    "by_bureau.csv": "telecom_bureau",
    "by_class.csv": "city_class",
    "region_by_type.csv": ("region", "entity_type"),
}
DAY = "2020-08-21"

ODD = [
    "府中市",
    "Hirasei Town, Yamaguchi",
    "<script>document.title = 'taken'</script> Town",
    "=1+1",
    "札幌市中央区",
    "山口県平生町",
    "青森市",
    '<img src=x onerror="document.title = 1"> City',
    "\u202eCity & 'Town'",
]
"""Namesakes, markup, a formula, a ward, a body twice, a text that turns others."""


def facts_of(announcement, as_of=DAY):
    """Return what a report of a list is made of."""
    entities = analysis.normalize(announcement, as_of=as_of)
    return Facts(
        announcement=announcement,
        located=analysis.locate(entities, boundaries="packaged"),
        tables={
            name: analysis.breakdown(entities, by=by) for name, by in GROUPINGS.items()
        },
        joint=analysis.joint_tests(entities, by=list(GROUPINGS.values())),
        power=analysis.power(entities),
        errata=analysis.errata(announcement, as_of=as_of),
        aliases=None,
    )


@cache
def packaged_facts():
    """Return what a report of the packaged list is made of."""
    return facts_of(analysis.packaged_announcement())


@cache
def packaged_page():
    """Return the page of the packaged list: its charts take seconds to draw."""
    return page_of(packaged_facts())


def page_of(facts, lang="en"):
    """Return the page of the facts."""
    return report(
        facts.announcement,
        facts.located,
        tables=facts.tables,
        joint=facts.joint,
        power=facts.power,
        errata=facts.errata,
        aliases=facts.aliases,
        lang=lang,
    )


def municipalities(number=None):
    """Return a list of the first municipalities of the day, without number all."""
    bodies = eligible(dt.date.fromisoformat(DAY))
    own = bodies[bodies["entity_type"] != "prefecture"].head(number)
    names = own["prefecture_ja"] + own["name_ja"]
    return analysis.read_announcement(list(names))
