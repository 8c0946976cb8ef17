"""The charts of lists side by side: odd lists, what is drawn and what is said."""

from functools import cache

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from published import announcement
from seen import Picture, assert_tidy, faults, look_at, said
from test_charts import markers

import analysis
from analysis import charts
from analysis.charts import insets, wording

PANEL_CHARTS = ["panel_maps", "panel_counts"]
NAMES = (
    *("北海道富良野市", "沖縄県与那国町", "東京都小笠原村", "岩手県"),
    "Kitakami City, Iwate Prefecture",
)
NOT_RESOLVED = ("Fuchu City", "株式会社みらい窓口")


@cache
def rounds(count, *more):
    """Compare some lists, a quarter of a year apart, of bodies that come and go."""
    days = [f"{2017 + n // 4}-{1 + 3 * (n % 4):02}-15" for n in range(count)]
    return analysis.compare(
        [
            announcement(*NAMES[n % 5 :], *NAMES[: n % 3], *more, date=day)
            for n, day in enumerate(days)
        ]
    )


def years(*lists):
    """Compare lists of names, one a year."""
    return analysis.compare(
        [
            announcement(*names, date=f"{2018 + n}-04-01")
            for n, names in enumerate(lists)
        ]
    )


def draw(chart, comparison, lang="en"):
    return getattr(charts, chart)(comparison, charts.quiet_figure(), lang=lang)


@cache
def seen(chart, count, lang) -> Picture:
    return look_at(draw(chart, rounds(count), lang))


def map_axes(figure) -> list[Axes]:
    _page, *maps = figure.axes
    return maps


def headers(figure) -> list[str]:
    """What stands above the maps: the lines of each list, in their order."""
    page = figure.axes[0]
    return [text.get_text() for text in page.texts if text.get_position()[1] > 0]


def grids(figure) -> list[np.ndarray]:
    """The numbers in the cells, 0 where none stands."""
    found = []
    for ax in figure.axes[1:]:
        (mesh,) = [c for c in ax.collections if isinstance(c, QuadMesh)]
        grid = np.zeros(mesh.get_array().shape, dtype=int)
        for text in ax.texts:
            column, row = np.floor(text.get_position()).astype(int)
            grid[row, column] = int(text.get_text().replace(",", ""))
        found.append(grid)
    return found


@pytest.mark.parametrize("chart", PANEL_CHARTS)
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("count", [2, 3, 4, 13])
def test_panel_charts_are_tidy_and_have_every_letter(chart, lang, count):
    picture = seen(chart, count, lang)  # drawn: a missing glyph would be a warning
    assert faults(picture) == []


def everybody(*, start, stop):
    towns = analysis.register("2020-08-21").query("entity_type != 'prefecture'")
    return towns["lg_code"].iloc[start:stop].tolist()


@pytest.mark.parametrize("chart", PANEL_CHARTS)
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    "lists",
    [
        pytest.param([NOT_RESOLVED, NOT_RESOLVED[:1]], id="none resolved"),
        pytest.param([NAMES, ()], id="an empty list"),
        pytest.param([(), ()], id="empty lists"),
        pytest.param([["札幌市中央区", "東京都千代田区"], ["札幌市"]], id="wards"),
        pytest.param([NAMES[:1], NAMES[:1]], id="one body"),
    ],
)
def test_panel_charts_of_odd_lists_are_tidy(chart, lang, lists):
    assert_tidy(draw(chart, years(*lists), lang))


@pytest.mark.parametrize("chart", PANEL_CHARTS)
def test_lists_of_one_day_are_told_apart(chart):
    lists = [announcement(*NAMES[n:]) for n in range(3)]
    drawing = draw(chart, analysis.compare(lists))
    assert_tidy(drawing)
    words = said(drawing).replace("\n", "-").replace("-(", " (")
    assert all(f"08-21{number}" in words for number in ("", " (2)", " (3)"))


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "5 bodies in 2 lists, 4 of them in more than one"),
        ("ja", "2件の一覧に5団体、うち4団体は2件以上に掲載"),
    ],
)
@pytest.mark.parametrize("chart", PANEL_CHARTS)
def test_title_counts_the_bodies_and_those_that_come_again(chart, lang, title):
    comparison = years([*NAMES, *NOT_RESOLVED], [*NAMES[1:], *NOT_RESOLVED])
    assert title in said(draw(chart, comparison, lang))


@pytest.mark.parametrize(
    ("lang", "legend"),
    [
        (
            "en",
            [
                "for the first time",
                "in a list before, too",
                "in the list before, not in this",
            ],
        ),
        ("ja", ["初めて", "以前の一覧にもある", "前の一覧にあり、今回なし"]),
    ],
)
def test_legend_of_the_maps_names_the_movements(lang, legend):
    page = draw("panel_maps", rounds(2), lang).axes[0]
    assert [text.get_text() for text in page.get_legend().get_texts()] == legend


def test_each_map_bears_its_day_and_its_counts():
    comparison = years(NAMES[:3], NAMES[1:], NAMES[:2])
    lines = "\n".join(headers(draw("panel_maps", comparison)))
    for day, bodies, moved in (
        ("2018-04-01", "3 bodies", "3 new, 0 again; 0 no longer"),
        ("2019-04-01", "4 bodies", "2 new, 2 again; 1 no longer"),
        ("2020-04-01", "2 bodies", "0 new, 2 again; 3 no longer"),
    ):
        assert f"{day}\n{bodies}\n{moved}" in lines


def test_each_map_marks_the_bodies_of_its_list_and_those_that_left():
    figure = draw("panel_maps", years(NAMES[:3], NAMES[1:], NAMES[:2]))
    assert [len(markers(ax)) for ax in map_axes(figure)] == [3, 5, 5]


def test_a_body_keeps_its_place_from_map_to_map():
    figure = draw("panel_maps", years(NAMES[:1], NAMES[:1], NAMES[1:2]))
    (first,), (again,), left = (markers(ax).tolist() for ax in map_axes(figure))
    assert first == again
    assert first in left


def test_a_former_town_is_marked_at_the_office_of_its_city_of_today():
    figure = draw("panel_maps", years(["静岡県浜北市"], ["静岡県浜松市"]))
    (former,), (today,) = (markers(ax).tolist() for ax in map_axes(figure))
    assert former == today


@pytest.mark.parametrize(
    ("name", "frame"),
    [
        pytest.param("沖縄県与那国町", insets.NANSEI, id="Okinawa"),
        pytest.param("東京都小笠原村", insets.OGASAWARA, id="Ogasawara"),
        pytest.param("鹿児島県中種子町", insets.MAIN, id="Tanegashima"),
    ],
)
def test_islands_lie_in_their_frames_on_every_map(name, frame):
    west, south, east, north = frame.box
    for ax in map_axes(draw("panel_maps", years([name], [name], []))):
        (point,) = markers(ax)
        assert west < point[0] < east
        assert south < point[1] < north


def test_every_marker_shows_in_the_picture(tmp_path):
    figure = draw("panel_maps", years(NAMES, NAMES))
    picture = imread(charts.save(figure, tmp_path / "maps.png"))[:, :, :3]
    for ax in map_axes(figure):
        for x, y in ax.transData.transform(markers(ax)):
            red, _green, blue = picture[round(len(picture) - y), round(x)]
            assert abs(red - blue) > 0.3, "the land is grey and the sea white"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_maps_of_long_lists_are_coloured_by_area(lang):
    towns = everybody(start=0, stop=500)
    comparison = years([*towns[:350], "岩手県"], [*towns[200:], "岩手県"])
    figure = draw("panel_maps", comparison, lang)
    assert_tidy(figure)
    resolved = comparison.movements
    before, now = map_axes(figure)
    for ax, label in zip((before, now), comparison.lists["list"], strict=True):
        moved = resolved.loc[resolved["list"] == label, "movement"]
        assert 1 <= len(markers(ax)) < 100
        assert areas(ax, "#d55e00") + areas(ax, "#0072b2") + areas(
            ax, "#9aa1a7"
        ) >= len(moved) - len(markers(ax))
    assert areas(before, "#0072b2") == areas(before, "#9aa1a7") == 0
    assert wording.say(lang, "panel_areas", most=300) in said(figure)
    assert wording.say(lang, "panel_areas", most=300) not in said(
        draw("panel_maps", years(towns[:300], towns[:300]), lang)
    )


def areas(ax: Axes, colour: str) -> int:
    """How many areas of a map have a colour."""
    return sum(
        int(np.all(np.isclose(face[:3], to_rgb(colour))))
        for collection in ax.collections
        if not len(collection.get_sizes())
        for face in collection.get_facecolor()
    )


def test_rows_that_are_not_resolved_are_said_below_the_maps():
    comparison = years([*NAMES, *NOT_RESOLVED], [*NAMES, *NOT_RESOLVED])
    figure = draw("panel_maps", comparison)
    words = said(figure)
    assert "Not counted and not on the maps: 4 rows not resolved." in words
    assert "5 bodies" in words
    assert "7 bodies" not in words
    assert "not resolved" not in said(draw("panel_maps", years(NAMES, NAMES)))


def test_bodies_without_an_office_point_are_said_below_the_maps():
    comparison = years(NAMES, NAMES)
    comparison.panel.loc[0, ["latitude", "longitude"]] = None
    figure = draw("panel_maps", comparison)
    assert "Not on the maps: 1 body without a known office." in said(figure)
    assert [len(markers(ax)) for ax in map_axes(figure)] == [4, 4]


def test_ground_and_rule_of_following_are_said_below_the_maps():
    words = said(draw("panel_maps", rounds(2)))
    assert "followed through renamings and mergers" in words
    assert "Background: Japan Meteorological Agency" in words
    assert "Geoshape" in words


@pytest.mark.parametrize("chart", PANEL_CHARTS)
def test_of_many_lists_the_latest_are_shown_and_that_is_said(chart):
    figure = draw(chart, rounds(13))
    words = said(figure)
    assert "Shown are the latest 12 of 13 lists." in words
    assert "2017-01-15" not in words
    assert "2017\n01-15" not in words
    assert "Shown are" not in said(draw(chart, rounds(12)))


def test_cells_are_the_counts_of_the_tables():
    comparison = rounds(3, *NOT_RESOLVED)
    by_region, by_type = grids(draw("panel_counts", comparison))
    for grid, table, key in (
        (by_region, comparison.by_region, "region"),
        (by_type, comparison.by_type, "entity_type"),
    ):
        counts = table.pivot(index=key, columns="list", values="count")
        counts = counts.loc[table[key].unique()]
        assert grid.tolist() == counts[counts.any(axis=1)].to_numpy().tolist()
        resolved = counts.drop(index="not resolved").sum().tolist()
        assert resolved == comparison.lists["bodies"].tolist()


@pytest.mark.parametrize(
    ("lang", "regions", "types"),
    [
        (
            "en",
            ["Hokkaidō", "Tōhoku", "Kantō", "Kyūshū", "not resolved"],
            ["prefectures", "cities", "towns", "villages", "not resolved"],
        ),
        (
            "ja",
            ["北海道", "東北", "関東", "九州", "未特定"],
            ["都道府県", "市", "町", "村", "未特定"],
        ),
    ],
)
def test_rows_of_the_counts_are_named_and_the_unresolved_come_last(
    lang, regions, types
):
    figure = draw("panel_counts", rounds(2, *NOT_RESOLVED), lang)
    named = [
        [label.get_text() for label in ax.get_yticklabels()] for ax in figure.axes[1:]
    ]
    assert named == [regions, types]


def test_every_number_is_told_from_its_cell():
    comparison = years(NAMES, everybody(start=0, stop=400), NAMES[:1])
    for ax in draw("panel_counts", comparison).axes[1:]:
        (mesh,) = [c for c in ax.collections if isinstance(c, QuadMesh)]
        mesh.update_scalarmappable()
        cells = mesh.get_facecolor().reshape(*mesh.get_array().shape, 4)
        for text in ax.texts:
            column, row = np.floor(text.get_position()).astype(int)
            assert _contrast(cells[row, column, :3], text.get_color()) > 4


def _contrast(one, other) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG)."""
    weights = (0.2126, 0.7152, 0.0722)
    lights = sorted(np.dot(np.power(to_rgb(c), 2.2), weights) for c in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("chart", PANEL_CHARTS)
def test_equal_pictures_are_equal_bytes(chart, tmp_path):
    comparison = rounds(2)
    first = charts.save(draw(chart, comparison), tmp_path / "first.png")
    second = charts.save(draw(chart, comparison), tmp_path / "second.png")
    assert first.read_bytes() == second.read_bytes()


def test_without_a_figure_a_pyplot_figure_is_made():
    pyplot.close("all")
    comparison = rounds(2)
    drawn = [charts.panel_maps(comparison), charts.panel_counts(comparison)]
    opened = [pyplot.figure(number) for number in pyplot.get_fignums()]
    pyplot.close("all")
    assert opened == drawn


@pytest.mark.parametrize("chart", PANEL_CHARTS)
def test_another_language_is_refused(chart):
    with pytest.raises(ValueError, match="'en' or 'ja'"):
        draw(chart, rounds(2), "fr")


@pytest.mark.parametrize("chart", PANEL_CHARTS)
def test_no_text_is_too_small_to_read(chart):
    assert min(text.size for text in seen(chart, 13, "en").written) >= 6
