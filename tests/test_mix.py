"""The chart of the mix: its bars, numbers and words, and odd lists."""

import datetime as dt

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from seen import assert_tidy, said

import analysis
from analysis import charts
from analysis.charts import style, wording
from analysis.errors import SchemaError
from analysis.gazetteer.register import eligible

DAY = dt.date(2020, 8, 21)
LEVELS = ["entity_type", "city_class", "region", "telecom_bureau"]


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
        "all": towns,
    }


def draw(table: pd.DataFrame, lang="en", rows=0):
    ax = charts.blank("type_mix", rows=rows)
    return charts.type_mix(table, ax, lang=lang, as_of=DAY)


def types(counts, of, p_holm=1.0) -> pd.DataFrame:
    names = list(wording.TYPES)[: len(counts)]
    return pd.DataFrame({"entity_type": names, "count": counts, "eligible": of}).assign(
        p_holm=p_holm
    )


def bars(ax) -> tuple[list[Rectangle], list[Rectangle]]:
    """The bars of the list and those of the eligible bodies, by row."""
    found = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return found[: len(found) // 2], found[len(found) // 2 :]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("by", LEVELS)
@pytest.mark.parametrize("name", ["twelve", "one", "none", "odd", "all"])
def test_mixes_are_tidy_and_have_every_letter(name, by, lang, lists):
    assert_tidy(draw(analysis.breakdown(lists[name], by=by), lang))


def test_more_rows_make_a_higher_figure_and_larger_letters(entities):
    table = analysis.breakdown(entities, by="telecom_bureau")
    usual, high = draw(table), draw(table, rows=len(table))
    assert_tidy(high)
    sizes = [ax.get_yticklabels()[0].get_fontsize() for ax in (usual, high)]
    assert sizes[0] < 9 < sizes[1]


def test_bars_are_the_shares_of_list_and_eligible():
    listed, even = bars(draw(types([1, 6, 0, 3], [10, 50, 20, 20])))
    assert [bar.get_width() for bar in listed] == [0.1, 0.6, 0, 0.3]
    assert [bar.get_width() for bar in even] == [0.1, 0.5, 0.2, 0.2]
    for above, below in zip(listed, even, strict=True):
        assert above.get_y() + above.get_height() <= below.get_y() + 0.03
        assert to_hex(above.get_facecolor()) != to_hex(below.get_facecolor())


def test_rows_apart_are_in_no_share_and_counted(lists):
    table = analysis.breakdown(lists["odd"], by="entity_type")
    listed, _ = bars(draw(table))
    assert sum(bar.get_width() for bar in listed) == pytest.approx(1)
    words = said(draw(table))
    assert "Not counted: 3 rows not resolved, 2 rows listed again." in words
    assert "58.3 %  (7 of 12)" in words


def test_types_keep_their_colours(entities):
    listed, _ = bars(draw(analysis.breakdown(entities, by="entity_type")))
    colours = [to_hex(bar.get_facecolor()) for bar in listed]
    types = ["prefecture", "city", "special_ward", "town", "village"]
    assert colours == [style.TYPE_COLOURS[key] for key in types]


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        (
            "en",
            [
                "8.3 %  (1 of 12 on the list)",
                "2.6 %  (47 of 1,788 that could apply)",
                "25.0 %  (3 of 12)",
                "41.6 %  (743 of 1,788)",
            ],
        ),
        (
            "ja",
            [
                "8.3 %（一覧の12団体中1）",
                "2.6 %（対象となりうる1,788団体中47）",
                "25.0 %（12団体中3）",
                "41.6 %（1,788団体中743）",
            ],
        ),
    ],
)
def test_every_bar_names_its_number_and_denominator(lang, written, entities):
    words = said(draw(analysis.breakdown(entities, by="entity_type"), lang))
    assert set(written) <= set(words.splitlines())


@pytest.mark.parametrize(
    ("counts", "of", "lang", "title"),
    [
        (
            [1, 6, 0, 3],
            [10, 50, 20, 20],
            "en",
            "Special wards: 0.0 % of the list, 20.0 % of the bodies that could apply",
        ),
        (
            [1, 9, 0, 0],
            [10, 50, 20, 20],
            "ja",
            "市は一覧の90.0 %、対象となりうる団体の50.0 %",
        ),
        ([2, 4], [20, 40], "en", "The list is mixed as the bodies that could apply"),
        ([0, 0], [20, 40], "en", "No body on the list is resolved"),
    ],
)
def test_title_names_the_shares_farthest_apart(counts, of, lang, title):
    assert title in said(draw(types(counts, of), lang)).splitlines()


def test_a_list_without_a_body_has_no_share(lists):
    words = said(draw(analysis.breakdown(lists["none"], by="entity_type")))
    assert "of 0" not in words
    assert "44.3 %  (792 of 1,788)" in words


def test_mix_names_unit_denominator_day_and_source(entities):
    words = said(draw(analysis.breakdown(entities, by="city_class")))
    for part in (
        "share (%), and number of bodies",
        "12 of the 1,788 bodies that could apply on 2020-08-21",
        "code list of local governments, MIC",
        "Small numbers",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("counts", "p_holm", "lang", "remark"),
    [
        ([7, 3], [0.4, 0.4], "en", "No share differs by more than chance would"),
        ([7, 3], [0.4, 0.4], "ja", "偶然の範囲を超える差はない"),
        ([7, 3], [0.01, 0.05], "en", "More than chance would differ: prefectures ("),
        ([7, 3], [0.01, 0.04], "ja", "偶然の範囲を超える差：都道府県・市（"),
    ],
)
def test_foot_tells_which_shares_differ_by_more_than_chance(
    counts, p_holm, lang, remark
):
    words = said(draw(types(counts, [20, 40], p_holm), lang))
    assert remark in words


def test_foot_does_not_speak_of_chance_where_no_body_is_counted():
    assert "than chance" not in said(draw(types([0, 0], [20, 40])))


def test_a_mix_of_prefectures_is_refused(entities):
    table = analysis.breakdown(entities, by="prefecture")
    with pytest.raises(SchemaError, match=r"not by prefecture; .* representation_plot"):
        charts.type_mix(table)


def test_a_mix_of_pairs_is_refused(entities):
    table = analysis.breakdown(entities, by=("region", "entity_type"))
    with pytest.raises(SchemaError, match="found 'region' and 'entity_type'"):
        charts.type_mix(table)
