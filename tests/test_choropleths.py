"""The maps of areas: their shades, classes, labels and words, and odd lists."""

import datetime as dt
import random
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from seen import assert_tidy, said, texts

import analysis
from analysis import charts
from analysis.charts import insets, style, wording
from analysis.charts.areas import areas
from analysis.errors import SchemaError
from analysis.gazetteer.regions import PREFECTURE_CODES, REGIONS
from analysis.gazetteer.register import eligible

DAY = dt.date(2020, 8, 21)
KEYS = {
    "prefecture": "prefecture_code",
    "region": "region",
    "telecom_bureau": "telecom_bureau",
}


@pytest.fixture(scope="module")
def lists(entities) -> dict[str, pd.DataFrame]:
    """Entity tables: the packaged one, odd ones, and one of all municipalities."""
    bodies = eligible(DAY).assign(status="resolved", as_of=DAY.isoformat())
    towns = bodies[bodies["entity_type"] != "prefecture"]
    some = towns.sample(300, random_state=1)
    lost = some.assign(status=["ambiguous"] * 7 + ["resolved"] * 293)
    return {
        "twelve": entities,
        "one": towns.iloc[[700]],
        "none": towns.head(2).assign(status="unmatched"),
        "odd": pd.concat([lost, lost.iloc[[50]]], ignore_index=True),
        "all": towns,
    }


def draw(rows: pd.DataFrame, level: str = "prefecture", **options):
    table = analysis.breakdown(rows, by=level)
    ax = charts.blank("choropleth")
    return charts.choropleth(table, ax, level=level, as_of=DAY, **options)


def prefectures(counts, of) -> pd.DataFrame:
    """A breakdown by prefecture with the columns that are read."""
    return pd.DataFrame(
        {"prefecture_code": PREFECTURE_CODES, "count": counts, "eligible": of}
    )


def regions(counts, of=100) -> pd.DataFrame:
    return pd.DataFrame({"region": list(REGIONS), "count": counts, "eligible": of})


def drawn(ax) -> list[PathCollection]:
    """The collections of areas: those with values, then those without."""
    return [
        found
        for found in ax.collections
        if isinstance(found, PathCollection) and not len(found.get_sizes())
    ]


def lightness(colour) -> float:
    """L* of CIELAB, 0 to 100."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    return float(116 * np.cbrt(luminance) - 16)


def contrast(one, other) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    low, high = sorted(((lightness(c) + 16) / 116) ** 3 + 0.05 for c in (one, other))
    return high / low


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", ["one", "none", "odd"])
def test_maps_of_prefectures_are_tidy_and_have_every_letter(name, lang, lists):
    assert_tidy(draw(lists[name], lang=lang))  # a missing glyph would be a warning


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", ["twelve", "all"])
@pytest.mark.parametrize(
    ("level", "value"), [("prefecture", "count"), ("region", "rate")]
)
def test_maps_of_areas_are_tidy_and_have_every_letter(level, value, name, lang, lists):
    assert_tidy(draw(lists[name], level, value=value, lang=lang))


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("level", KEYS)
def test_maps_of_areas_name_unit_denominator_day_and_sources(level, lang, entities):
    words = said(draw(entities, level, lang=lang))
    stated = {
        "en": ["Rate (%) by", "12 of the 1,788 bodies", "2020-08-21", "code list"],
        "ja": [
            "割合（%）",
            "1,788団体中の12団体",
            "2020年8月21日",
            "地方公共団体コード",
        ],
    }
    source = {"en": "Japan Meteorological Agency", "ja": "気象庁"}
    for phrase in (*stated[lang], source[lang], wording.say(lang, f"by_{level}")):
        assert phrase in words


@pytest.mark.parametrize("level", KEYS)
def test_areas_are_the_darker_the_higher_their_rate(level, lists):
    table = analysis.breakdown(lists["odd"], by=level)
    rates = table.loc[table["eligible"] > 0, "rate"].to_numpy()  # north to south
    (land,) = drawn(draw(lists["odd"], level))
    light = np.array([lightness(colour[:3]) for colour in land.get_facecolor()])
    assert len(light) == len(rates)
    assert len(set(light)) > 1
    by_rate = light[np.argsort(rates, kind="stable")]
    assert (np.diff(by_rate) <= 1e-9).all()


@pytest.mark.parametrize("value", ["rate", "count"])
def test_zero_and_no_value_are_apart_from_the_classes(value):
    table = prefectures([2, 0, *[1] * 45], 20)
    table.loc[5, ["count", "eligible"]] = 0
    table = table.iloc[:46]  # without Okinawa, as before 1972
    ax = charts.choropleth(table, charts.blank("choropleth"), value=value)
    valued, empty = drawn(ax)
    assert len(valued.get_paths()) == 45
    assert len(empty.get_paths()) == 2
    assert empty.get_hatch()
    assert to_hex(valued.get_facecolor()[1]) == style.ZERO
    assert "none could apply" in said(ax)
    assert_tidy(ax)


def test_okinawa_lies_in_its_frame(entities):
    (land,) = drawn(draw(entities, "telecom_bureau"))
    west, south, east, north = insets.NANSEI.box
    points = land.get_paths()[-1].vertices
    assert (points >= (west, south)).all()
    assert (points <= (east, north)).all()


@pytest.mark.parametrize(
    ("counts", "of", "value", "names"),
    [
        ([3, 1, 0], 9, "count", ["0", "1", "2", "3"]),
        ([7, 1, 0], 9, "count", ["0", "1–2", "3–4", "5–6", "7–8"]),
        ([179, 5, 0], 180, "count", ["0", "1–50", "51–100", "101–150", "151–200"]),
        (
            [1, 2, 0],
            20,
            "rate",
            [
                *("0", "above 0, under 2 %", "2 to under 4 %", "4 to under 6 %"),
                *("6 to under 8 %", "8 % or more"),
            ],
        ),
        (
            [1, 0, 0],
            200,
            "rate",
            [
                *("0", "above 0, under 0.1 %", "0.1 to under 0.2 %"),
                *("0.2 to under 0.3 %", "0.3 to under 0.4 %", "0.4 % or more"),
            ],
        ),
        ([9, 9, 0], 9, "rate", ["0", "above 0, under 20 %", "", "", "", "80 % or"]),
        ([0, 0, 0], 9, "rate", ["0"]),
    ],
)
def test_classes_have_round_bounds(counts, of, value, names):
    table = regions([*counts, *[0] * 5], of)
    shades = areas(table, "region", value, "en").shades
    assert len(shades) == len(names)
    for shade, name in zip(shades, names, strict=True):
        assert shade.name.startswith(name)


@pytest.mark.parametrize("seed", range(20))
def test_every_rate_falls_into_the_class_that_holds_it(seed):
    numbers = random.Random(seed)
    of = [numbers.randint(1, numbers.choice([5, 40, 180])) for _ in PREFECTURE_CODES]
    counts = [numbers.randint(0, n) for n in of]
    shown = areas(prefectures(counts, of), "prefecture", "rate", "en")
    positive = [shade for shade in shown.shades if shade.high > 0.001]
    assert len(positive) <= 6
    for code, count, n in zip(PREFECTURE_CODES, counts, of, strict=True):
        shade = shown.shade_of(code)
        if count == 0:
            assert shade.name == "0"
            continue
        place = positive.index(shade)
        low = Fraction(round(10_000 * shade.low), 10_000)
        assert Fraction(count, n) >= low
        if place + 1 < len(positive):
            assert Fraction(count, n) < Fraction(round(10_000 * shade.high), 10_000)


@pytest.mark.parametrize("number", range(1, 7))
def test_classes_differ_in_lightness(number):
    light = [lightness(colour) for colour in (style.ZERO, *style.shades(number))]
    assert (np.diff(light) < -7).all()


@pytest.mark.parametrize("number", range(1, 7))
def test_texts_stand_out_on_every_class(number):
    for colour in style.shades(number):
        assert contrast(colour, style.ink_on(colour)) > 4


def test_prefectures_of_a_short_list_are_named_with_their_rates(entities):
    labels = {text.get_text() for text in texts(draw(entities))}
    assert {"Iwate\n5.9 %", "Tottori\n5.0 %", "Kagoshima\n2.3 %"} <= labels
    assert sum("\n" in label and "%" in label for label in labels) == 11 + 1  # legend


@pytest.mark.parametrize("level", ["region", "telecom_bureau"])
def test_every_region_and_bureau_has_its_numbers(level, entities):
    table = analysis.breakdown(entities, by=level)
    words = said(draw(entities, level))
    for name, count, of in table[[level, "count", "eligible"]].to_numpy():
        rate = f"{100 * count / of:.1f} %\n" if count else ""
        assert f"{name}\n{rate}{count} of {of}" in words


@pytest.mark.parametrize("value", ["rate", "count"])
def test_numbers_without_room_are_counted(value, lists):
    ax = draw(lists["all"], value=value)
    table = analysis.breakdown(lists["all"], by="prefecture")
    numbers = 100 * table["rate"] if value == "rate" else table["count"]
    expected = {f"{n:.1f}" if value == "rate" else f"{n}" for n in numbers}
    written = [t for t in texts(ax) if t.get_text() in expected and t.zorder == 6]
    assert 35 <= len(written) < 47
    left = 47 - len(written)
    assert f"Numbers left out for want of room: {left}." in said(ax)


@pytest.mark.parametrize(
    ("counts", "value", "title"),
    [
        (
            [0, 3, 0, 0, 1, 0, 0, 0],
            "rate",
            "4 bodies in 2 of 8 regions; highest rate in Tōhoku (3.0 %)",
        ),
        (
            [0, 3, 0, 3, 1, 0, 0, 0],
            "rate",
            "7 bodies in 3 of 8 regions; highest rate in Tōhoku and Chūbu (3.0 % each)",
        ),
        (
            [1, 1, 1, 1, 0, 0, 0, 0],
            "rate",
            "4 bodies in 4 of 8 regions; highest rate, 1.0 %, in 4 regions",
        ),
        (
            [0, 3, 0, 2, 1, 0, 0, 0],
            "count",
            "6 bodies in 3 of 8 regions; most in Tōhoku (3)",
        ),
        (
            [0, 2, 0, 2, 1, 0, 0, 0],
            "count",
            "5 bodies in 3 of 8 regions; most in Tōhoku and Chūbu (2 each)",
        ),
        (
            [2, 2, 2, 2, 0, 0, 0, 0],
            "count",
            "8 bodies in 4 of 8 regions; at most 2 in each",
        ),
        ([0, 0, 1, 0, 0, 0, 0, 0], "rate", "One body: Kantō"),
        ([0, 0, 0, 0, 0, 0, 0, 0], "rate", "No body on the list is resolved"),
    ],
)
def test_title_says_the_finding(counts, value, title):
    ax = charts.choropleth(
        regions(counts), charts.blank("choropleth"), level="region", value=value
    )
    assert title in said(ax).split("\n")


def test_a_map_of_counts_says_what_they_follow(entities):
    words = said(draw(entities, value="count"))
    assert "from 16 (Toyama) to 180 (Hokkaido)" in words
    assert "from 16 (Toyama)" not in said(draw(entities, value="rate"))


def test_rows_in_no_area_are_counted(lists):
    words = said(draw(lists["odd"]))
    assert "Not counted: 7 rows not resolved, 1 row listed again." in words


def test_chinese_region_cannot_be_taken_for_china():
    counts = [0, 0, 0, 0, 0, 2, 0, 1]
    ax = charts.choropleth(
        regions(counts), charts.blank("choropleth"), level="region", lang="ja"
    )
    assert "割合は中国地方が最高（2.0 %）" in said(ax)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": "county"}, "want a level of prefecture, region, telecom_bureau"),
        ({"value": "share"}, "want a value of rate, count, got 'share'"),
        ({"lang": "fr"}, "want lang 'en' or 'ja'"),
    ],
)
def test_unknown_options_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        charts.choropleth(prefectures(1, 20), charts.blank("choropleth"), **options)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("region", "lacks 'prefecture_code'"),
        (("prefecture", "entity_type"), "one row per prefecture, found several of"),
    ],
)
def test_a_table_of_other_groups_is_refused(by, message, entities):
    table = analysis.breakdown(entities, by=by)
    with pytest.raises(SchemaError, match=message):
        charts.choropleth(table, charts.blank("choropleth"))


def test_an_unknown_area_is_refused():
    table = prefectures(1, 20).replace({"prefecture_code": {"03": "3"}})
    with pytest.raises(SchemaError, match="row 3, column 'prefecture_code': '3' is no"):
        charts.choropleth(table, charts.blank("choropleth"))


def test_the_table_is_not_changed(entities):
    table = analysis.breakdown(entities, by="region")
    before = table.copy()
    charts.choropleth(table, charts.blank("choropleth"), level="region")
    pd.testing.assert_frame_equal(table, before)
