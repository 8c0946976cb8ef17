"""The representation plot: its points, lines, numbers and words, and odd lists.

The tables are breakdowns, or made here with the numbers that a case is about.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color
from seen import assert_tidy, said

import analysis
from analysis import charts
from analysis.charts import style, wording
from analysis.errors import SchemaError
from analysis.gazetteer.register import eligible

DAY = dt.date(2020, 8, 21)
OVER, UNDER, EVEN = (3.0, 2.0, 4.0, 0.001), (0.4, 0.2, 0.7, 0.01), (1.1, 0.5, 2.0, 0.9)
NONE, WIDE = (0.0, 0.0, 2.5, 0.6), (1.0, 0.001, 900.0, 1.0)


@pytest.fixture(scope="module")
def lists(entities) -> dict[str, pd.DataFrame]:
    """Entity tables: the packaged one, odd ones, and one of all municipalities."""
    bodies = eligible(DAY).assign(status="resolved", as_of=DAY.isoformat())
    towns = bodies[bodies["entity_type"] != "prefecture"]
    lost = towns.head(3).assign(status="ambiguous")
    return {
        "twelve": entities,
        "one": towns.iloc[[700]],
        "none": lost,
        "odd": pd.concat([entities, entities.head(2), lost], ignore_index=True),
        "north": towns.head(120),
        "all": towns,
    }


def draw(table: pd.DataFrame, lang="en"):
    ax = charts.blank("representation_plot", rows=len(table))
    return charts.representation_plot(table, ax, lang=lang, as_of=DAY)


def regions(*groups, n=40) -> pd.DataFrame:
    """A breakdown by region with representation, interval and adjusted p of each."""
    names = list(wording.REGIONS)[: len(groups)]
    columns = ["representation", "representation_low", "representation_high", "p_holm"]
    table = pd.DataFrame(groups, columns=columns)
    table["p"] = table["p_holm"] / len(groups)
    counts = np.where(table["representation"] > 0, n // len(groups), 0)
    return table.assign(region=names, count=counts, eligible=100)


def points(ax) -> dict[int, object]:
    """The point of each row, which is drawn above all."""
    return {
        int(line.get_ydata()[0]): line
        for line in ax.lines
        if line.get_marker() in ("o", "D")
    }


def spans(ax) -> dict[int, tuple[float, float]]:
    """The ends of the line of each row, in doublings."""
    return {
        int(line.get_ydata()[0]): tuple(line.get_xdata())
        for line in ax.lines
        if len(line.get_xdata()) == 2
    }


def arrows(ax) -> list[str]:
    return [line.get_marker() for line in ax.lines if line.get_marker() in ("<", ">")]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("by", ["telecom_bureau", "entity_type", "city_class"])
@pytest.mark.parametrize("name", ["twelve", "all"])
def test_representations_are_tidy_and_have_every_letter(name, by, lang, lists):
    assert_tidy(draw(analysis.breakdown(lists[name], by=by), lang))


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", ["one", "none", "odd", "north"])
def test_representations_of_odd_lists_are_tidy(name, lang, lists):
    assert_tidy(draw(analysis.breakdown(lists[name], by="region"), lang))


def test_a_plot_of_prefectures_on_usual_axes_is_tidy(lists):
    ax = charts.blank("representation_plot")
    charts.representation_plot(
        analysis.breakdown(lists["twelve"], by="prefecture"), ax, as_of=DAY
    )
    assert_tidy(ax)


def test_more_rows_make_a_higher_figure():
    few, many = (
        charts.blank("representation_plot", rows=rows).figure.get_figheight()
        for rows in (8, 47)
    )
    assert many > 1.8 * few


def test_half_and_double_lie_equally_far_from_the_even_spread():
    ax = draw(regions(*((times, 0.3, 3, 1) for times in (0.5, 1, 2))))
    places = [points(ax)[row].get_xdata()[0] for row in range(3)]
    assert places == [-1, 0, 1]
    names = [label.get_text() for label in ax.get_xticklabels()]
    assert names == ["0", "1/4", "1/2", "1", "2", "4"]
    assert list(ax.get_xticks()[1:]) == [-2, -1, 0, 1, 2]


@pytest.mark.parametrize(
    ("times", "names"),
    [
        (7.0, ["0", "1/8", "1/4", "1/2", "1", "2", "4", "8"]),
        (0.07, ["0", "1/16", "1/4", "1", "4", "16"]),
        (40.0, ["0", "1/64", "1/16", "1/4", "1", "4", "16", "64"]),
    ],
)
def test_the_scale_holds_every_point(times, names):
    ax = draw(regions((times, 0.01, 90, 1)))
    assert [label.get_text() for label in ax.get_xticklabels()] == names
    (point,) = points(ax).values()
    first, *_, last = ax.get_xticks()[1:]
    assert first < point.get_xdata()[0] < last


def test_the_line_is_the_interval():
    ax = draw(regions((2.0, 0.5, 3.5, 1)))
    assert spans(ax)[0] == pytest.approx((-1, np.log2(3.5)))
    assert arrows(ax) == []


def test_a_group_without_a_body_has_a_hollow_point_at_0():
    ax = draw(regions(NONE, EVEN))
    zero = ax.get_xticks()[0]
    hollow, full = points(ax)[0], points(ax)[1]
    assert ax.get_xticklabels()[0].get_text() == "0"
    assert hollow.get_xdata()[0] == zero
    assert spans(ax)[0] == pytest.approx((zero, np.log2(2.5)))
    assert same_color(hollow.get_markerfacecolor(), style.PAPER)
    assert not same_color(full.get_markerfacecolor(), style.PAPER)
    assert arrows(ax) == []
    assert "Hollow: no body on the list." in said(ax)


def test_an_interval_past_the_scale_ends_in_arrows():
    ax = draw(regions(WIDE, EVEN))
    left, right = spans(ax)[0]
    assert sorted(arrows(ax)) == ["<", ">"]
    assert ax.get_xticks()[0] < left < ax.get_xticks()[1]
    assert right < ax.get_xlim()[1]
    assert "0.00–900.0" in said(ax)


def test_groups_that_stand_out_differ_by_more_than_colour():
    ax = draw(regions(OVER, EVEN))
    assert [points(ax)[row].get_marker() for row in (0, 1)] == ["D", "o"]
    weights = {t.get_text(): t.get_weight() for t in ax.texts}
    assert (weights["3.00"], weights["1.10"]) == ("bold", "normal")
    assert "Diamonds and bold: adjusted p below 0.05." in said(ax)
    assert "Diamonds" not in said(draw(regions(EVEN, EVEN)))


@pytest.mark.parametrize(
    ("groups", "lang", "title"),
    [
        ([EVEN] * 4, "en", "No region stands out beyond chance among 40 bodies"),
        (
            [EVEN] * 4,
            "ja",
            "偶然の範囲を超えて多い、または少ない地方はない（40団体）",
        ),
        ([EVEN, OVER], "en", "Over-represented: Tōhoku"),
        ([UNDER, EVEN], "en", "Under-represented: Hokkaidō"),
        (
            [EVEN, OVER, UNDER, OVER],
            "en",
            "Over-represented: Tōhoku and Chūbu; under-represented: Kantō",
        ),
        (
            [EVEN, OVER, UNDER],
            "ja",
            "偶然の範囲を超えて多い：東北地方、少ない：関東地方",
        ),
        (
            [OVER, OVER, UNDER, EVEN, OVER],
            "en",
            "4 of 5 regions stand out: 3 over-, 1 under-represented",
        ),
        ([OVER, OVER, UNDER, UNDER], "ja", "4地方のうち4で偏り：多い2、少ない2"),
    ],
)
def test_title_names_what_stands_out(groups, lang, title):
    assert title in said(draw(regions(*groups), lang)).splitlines()


def test_a_list_without_a_body_has_no_points(lists):
    ax = draw(analysis.breakdown(lists["none"], by="region"))
    assert points(ax) == {}
    words = said(ax)
    assert "No body on the list is resolved" in words
    assert "Not counted: 3 rows not resolved." in words
    assert "Hollow" not in words


def test_numbers_of_the_packaged_list_stand_beside_their_row(entities):
    ax = draw(analysis.breakdown(entities, by="region"))
    rows = [label.get_text() for label in ax.get_yticklabels()]
    across = ax.get_yaxis_transform()
    beside = [t for t in ax.texts if t.get_transform() == across]
    row = rows.index("Chūgoku")
    written = [t for t in beside if t.get_position()[1] == row]
    written = [t.get_text() for t in sorted(written, key=lambda t: t.get_position())]
    assert written == ["3 of 112", "3.99", "0.88–9.13", "0.035", "0.278"]


def test_foot_tells_interval_test_and_caveats(entities):
    words = said(draw(analysis.breakdown(entities, by="region")))
    for part in (
        "12 of the 1,788 bodies that could apply on 2020-08-21",
        "exact 95 % interval (Clopper–Pearson)",
        "exact two-sided hypergeometric test",
        "Holm: adjusted for 8 regions.",
        "p can be below 0.05 though the interval holds 1.",
        "Small numbers",
        "Kyūshū includes Okinawa.",
        "code list of local governments, MIC",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("group", "p_holm", "note"),
    [
        pytest.param((2.0, 0.9, 4.0), 0.2, False, id="the interval holds 1"),
        pytest.param((2.0, 1.1, 4.0), 0.2, True, id="it misses 1, many groups"),
        pytest.param((2.0, 1.1, 4.0), 0.01, False, id="it misses 1 for sure"),
    ],
)
def test_foot_warns_of_intervals_that_miss_1_by_chance(group, p_holm, note):
    words = said(draw(regions((*group, p_holm), EVEN)))
    assert ("a few miss 1 by chance" in words) == note


def test_long_lists_carry_no_small_number_caveat(lists):
    words = said(draw(analysis.breakdown(lists["north"], by="region")))
    assert "Small numbers" not in words


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (regions(EVEN).drop(columns="p_holm"), "lacks 'p_holm'"),
        (regions(EVEN).drop(columns="region"), "breakdown by one of .* found none"),
        (
            regions(EVEN).assign(entity_type="city"),
            "found 'region' and 'entity_type'; make the table with",
        ),
        (
            pd.concat([regions(EVEN), regions(EVEN)]),
            "one row per group, found several of 'Hokkaidō'",
        ),
    ],
)
def test_a_table_of_another_kind_is_refused(table, message):
    with pytest.raises(SchemaError, match=message):
        charts.representation_plot(table)
