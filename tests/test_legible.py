"""What a reader finds on every chart, in both languages, for 12 rows and for 1,741."""

import re
from dataclasses import replace
from functools import cache

import pytest
from drawings import DAY, DRAWINGS, draw, everybody, packaged
from seen import Picture, faults, look_at
from seen import said as said_by

from analysis import charts
from analysis.charts import style, wording

LANGUAGES = ("en", "ja")
PANELS = ("panel_maps", "panel_counts")
OF_A_LIST = sorted(name for name in DRAWINGS if name not in PANELS)
LISTS = {"twelve": cache(packaged), "everybody": cache(everybody)}
OF_ALL = ("12 of the 1,788 bodies", "1,788団体中の12団体")
RATE, NUMBER = ("Rate (%)", "割合（%）"), ("Number by", "の団体数")
BARS = ("bodies on the list (number)", "一覧にある団体（数）")
TIMES = ("(times)", "（倍）")
UNITS = {  # what the numbers are, in English and in Japanese
    "distribution_map": OF_ALL,
    "locator_maps": OF_ALL,
    "panel_maps": ("12 bodies", "12団体"),
    "panel_counts": ("number of bodies", "団体数"),
    "region_counts": BARS,
    "type_counts": BARS,
    "region_type_heatmap": ("number of bodies", "団体数"),
    "representation_plot regions": TIMES,
    "representation_plot prefectures": TIMES,
    "type_mix": ("share (%)", "構成比（%）"),
    "choropleth prefectures": RATE,
    "choropleth regions": NUMBER,
    "choropleth bureaus": RATE,
    "tile_grid": RATE,
}
REGISTER = ("code list of local governments", "全国地方公共団体コード")
BORDERS = ("Japan Meteorological Agency", "気象庁")
OFFICES = ("Geoshape, ROIS-DS CODH, CC BY 4.0", "Geoshape、ROIS-DS CODH、CC BY 4.0")
SOURCES = {  # of a chart that has others than the register
    "distribution_map": (REGISTER, BORDERS, OFFICES),
    "locator_maps": (REGISTER, BORDERS),
    "panel_maps": (BORDERS, OFFICES),
    "choropleth": (REGISTER, BORDERS),
}
LATIN = {"km", "Geoshape", "ROIS", "DS", "CODH", "CC", "BY", "Holm"}

each_chart = pytest.mark.parametrize("name", DRAWINGS)
each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_list = pytest.mark.parametrize("lists", LISTS)


@cache
def seen(name: str, lists: str, lang: str) -> Picture:
    """Draw a chart: a letter that no font has is a warning, and so an error."""
    return look_at(draw(name, LISTS[lists](), lang))


def said(name: str, lists: str, lang: str) -> str:
    return "\n".join(text.words for text in seen(name, lists, lang).written)


@each_list
@each_language
@each_chart
def test_no_text_is_cut_or_covered(name, lang, lists):
    assert faults(seen(name, lists, lang)) == []


@each_list
@each_language
@each_chart
def test_no_text_is_too_small_to_read(name, lang, lists):
    small = [text.words for text in seen(name, lists, lang).written if text.size < 6]
    assert small == []


@each_list
@each_language
@each_chart
def test_the_title_is_the_largest_text(name, lang, lists):
    picture = seen(name, lists, lang)
    (title,) = picture.titles
    (size,) = [text.size for text in picture.written if text.words == title]
    others = [text.size for text in picture.written if text.words != title]
    assert size > max(others)


@each_language
@each_chart
def test_every_chart_names_its_unit(name, lang):
    assert UNITS[name][LANGUAGES.index(lang)] in said(name, "twelve", lang)


@each_language
@pytest.mark.parametrize("name", OF_A_LIST)
def test_every_chart_of_a_list_names_its_denominator(name, lang):
    assert OF_ALL[LANGUAGES.index(lang)] in said(name, "twelve", lang)


@each_language
@each_chart
def test_every_chart_names_its_day(name, lang):
    japanese = f"{DAY.year}年{DAY.month}月{DAY.day}日"
    short = lang == "en" or name in PANELS
    assert (DAY.isoformat() if short else japanese) in said(name, "twelve", lang)


@each_language
@each_chart
def test_every_chart_names_its_sources(name, lang):
    words = said(name, "twelve", lang)
    for source in SOURCES.get(name.split()[0], (REGISTER,)):
        assert source[LANGUAGES.index(lang)] in words


@each_language
@pytest.mark.parametrize("name", OF_A_LIST)
def test_the_source_of_bodies_that_are_gone_is_named(name, lang):
    listed = LISTS["twelve"]()
    former = replace(listed, located=listed.located.assign(as_of="2015-04-01"))
    source = wording.say(lang, "code_list_and_history")
    assert source in said_by(draw(name, former, lang))
    assert source not in said(name, "twelve", lang)


@each_list
@each_chart
def test_japanese_charts_hold_no_english(name, lists):
    assert set(re.findall(r"[A-Za-z]{2,}", said(name, lists, "ja"))) <= LATIN


@each_list
@pytest.mark.parametrize("name", sorted({*DRAWINGS} - {"locator_maps"}))
def test_english_charts_hold_no_japanese(name, lists):
    assert not re.search(r"[\u3040-\u9fff]", said(name, lists, "en"))


def test_a_letter_that_no_font_has_is_noticed():
    ax = charts.blank("region_counts")
    with style.look("ja"):
        ax.text(0, 0, "\ue000")
    with pytest.raises(UserWarning, match="missing from font"):
        look_at(ax)


@pytest.mark.parametrize(
    ("x", "y", "fault"),
    [
        (0.3, 0.5, "'here' and 'there' overlap"),
        (1.2, 0.5, "'there' is cut"),
        (0.5, -0.6, "'there' is cut"),
    ],
)
def test_texts_that_are_cut_or_covered_are_noticed(x, y, fault):
    ax = charts.blank("region_counts")
    ax.set_axis_off()
    ax.text(0.3, 0.5, "here")
    ax.text(x, y, "there")
    assert fault in faults(look_at(ax))


def test_texts_of_a_legend_count_where_the_axes_are_off():
    ax = charts.blank("region_counts")
    ax.set_axis_off()
    ax.plot([0, 1], label="a line")
    ax.legend()
    assert [text.words for text in look_at(ax).written] == ["a line"]
