"""The linked view in a real browser, from disk and offline."""

import datetime as dt
from contextlib import contextmanager

import pytest
from browser import keep, quiet_page

import analysis
from analysis.charts import insets
from analysis.gazetteer.register import eligible

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "constructor",
    "Kitakami City, Iwate Prefecture",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("explorer")


@pytest.fixture(scope="module")
def twelve(located, folder):
    return analysis.explore(located).save(folder / "twelve.html")


@pytest.fixture(scope="module")
def open_page(chromium, twelve):
    with opened(chromium, twelve) as page:
        yield page


@pytest.fixture
def page(open_page):
    """Give the page of the twelve rows, as it is when nothing is chosen."""
    yield open_page
    open_page.mouse.move(2, 2)
    open_page.get_by_role("button", name="English").click()
    open_page.keyboard.press("Escape")
    open_page.evaluate("document.activeElement.blur()")


@pytest.fixture(scope="module")
def everywhere():
    """Return all municipalities of the day of the list, located."""
    bodies = eligible(dt.date(2020, 8, 21))
    prefectures = bodies["entity_type"].eq("prefecture")
    name_of = bodies[prefectures].set_index("prefecture_code")["name_ja"]
    towns = bodies[~prefectures]
    names = towns["prefecture_code"].map(name_of) + towns["name_ja"]
    announcement = analysis.read_announcement(names.tolist())
    entities = analysis.normalize(announcement, as_of="2020-08-21")
    return analysis.locate(entities, boundaries="packaged")


def located_names(names):
    announcement = analysis.read_announcement(list(names))
    entities = analysis.normalize(announcement, as_of="2020-08-21")
    return analysis.locate(entities, boundaries="packaged")


@contextmanager
def opened(browser, path, **size):
    with quiet_page(browser, **size) as page:
        page.goto(path.as_uri())
        page.wait_for_selector("#explorer[data-ready]", timeout=60_000)
        yield page


def names_on_map(page):
    view = "document.getElementById('explorer-map').vega"
    return sorted(page.evaluate(f"{view}.data('bodies').map((body) => body.label)"))


def shown_rows(page):
    return page.locator("#explorer-rows tr:visible").count()


def status(page):
    return page.locator("#explorer-status").inner_text()


def chip(page, name):
    return page.locator(".explorer-bars").get_by_role("button", name=name, exact=True)


def place_of(page, longitude, latitude):
    """Return where a place is on the screen while the map shows all of Japan."""
    [[east, north]], _ = insets.on_sheet([longitude], [latitude])
    west, south, right, top = insets.SHEET
    box = page.locator("#explorer-map canvas").bounding_box()
    scale = min(box["width"] / (right - west), box["height"] / (top - south))
    return (
        box["x"] + box["width"] / 2 + scale * (east - (west + right) / 2),
        box["y"] + box["height"] / 2 - scale * (north - (south + top) / 2),
    )


def office(located, name):
    [body] = located[located["name_en"] == name].itertuples()
    return body.longitude, body.latitude


def wait_until(page, expression):
    """Wait for an expression to be true; the page's policy forbids Playwright's way."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {expression}")


def focus_by_tab(page, wanted):
    """Press Tab until an element has the focus; the number of presses is bounded."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("Tab never came there")


def test_all_rows_are_shown_at_first(page):
    assert status(page) == "All 12 rows"
    assert shown_rows(page) == len(names_on_map(page)) == 12
    keep(page, "explorer_en")


def test_pointing_at_a_body_shows_its_row(page, located):
    page.mouse.move(*place_of(page, *office(located, "Hirao Town")))
    tip = page.locator("#explorer-tip")
    tip.wait_for(state="visible")
    assert "Hirao Town" in tip.inner_text()
    assert "Hirasei Town, Yamaguchi Prefecture" in tip.inner_text()
    assert "possible reading of 平生" in tip.inner_text()
    keep(page, "explorer_hover", full=False)
    page.mouse.move(2, 2)
    tip.wait_for(state="hidden")


def test_clicking_a_type_filters_map_bars_and_table(page, located):
    chip(page, "town").click()
    assert status(page) == "3 of 12 rows: town"
    assert shown_rows(page) == 3
    assert names_on_map(page) == ["Hirao", "Kumano", "Nakatane"]
    regions = page.locator("#explorer-region").get_attribute("aria-label")
    assert "Chūgoku 2 of 3" in regions
    assert "Tōhoku 0 of 3" in regions
    keep(page, "explorer_towns")
    page.mouse.move(*place_of(page, *office(located, "Kitakami City")))
    assert page.locator("#explorer-tip").is_hidden()
    chip(page, "town").click()
    assert status(page) == "All 12 rows"


def test_clicking_a_bar_is_the_same_as_its_button(page):
    bars = page.locator("#explorer-entity_type canvas")
    bars.click(position={"x": 8, "y": 26 * 3 + 13})
    assert chip(page, "town").get_attribute("aria-pressed") == "true"
    assert names_on_map(page) == ["Hirao", "Kumano", "Nakatane"]


def test_a_type_and_a_region_hold_together(page):
    chip(page, "town").click()
    chip(page, "Chūgoku").click()
    assert status(page) == "2 of 12 rows: town, Chūgoku"
    assert names_on_map(page) == ["Hirao", "Kumano"]
    page.get_by_role("button", name="Show all (Esc)").click()
    assert shown_rows(page) == 12


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("hirao", ["Hirao"], id="official"),
        pytest.param("Hirasei", ["Hirao"], id="published"),
        pytest.param("平生", ["Hirao"], id="kanji"),
        pytest.param("ひらお", ["Hirao"], id="kana"),
        pytest.param("tohoku city", ["Kitakami", "Oshu"], id="two words, no macron"),
        pytest.param("０３２１５８", ["Oshu"], id="full-width code"),
        pytest.param("nowhere", [], id="none"),
    ],
)
def test_the_search_finds(page, query, found):
    page.get_by_role("searchbox").fill(query)
    assert names_on_map(page) == found
    assert shown_rows(page) == len(found)


def test_the_languages_change_without_loading_again(page):
    chip(page, "town").click()
    page.get_by_role("button", name="日本語").click()
    assert status(page) == "12件中3件：町"
    assert page.title() == "一覧を地図で見る"
    assert names_on_map(page) == ["中種子町", "平生町", "熊野町"]
    assert page.get_by_role("columnheader", name="公表された名称").is_visible()
    assert page.get_by_role("searchbox").get_attribute("placeholder") == "一覧を検索"
    assert "日本地図：3団体" in page.locator("#explorer-map").get_attribute(
        "aria-label"
    )
    assert not page.get_by_text("Rows by type").is_visible()
    keep(page, "explorer_ja")
    page.get_by_role("button", name="English").click()
    assert status(page) == "3 of 12 rows: town"


def test_the_frames_of_far_islands_are_named(page):
    view = "document.getElementById('explorer-map').vega"
    names = f"{view}.data('islands').map((each) => each.label)"
    assert page.evaluate(names) == ["Nansei Islands", "Ogasawara Islands"]
    page.get_by_role("button", name="日本語").click()
    assert page.evaluate(names) == ["南西諸島", "小笠原諸島"]
    drawn = page.evaluate(
        f"""{view}.scenegraph().root.items[0].items
          .find((mark) => mark.name === "islands_marks").items
          .map(({{ bounds }}) => [bounds.x1, bounds.y1, bounds.x2, bounds.y2])"""
    )
    box = page.locator("#explorer-map canvas").bounding_box()
    assert len(drawn) == 2
    for left, top, right, bottom in drawn:
        assert 0 <= left < right <= box["width"]
        assert 0 <= top < bottom <= box["height"]


def test_a_screen_reader_is_told_of_map_and_bars_as_pictures(page):
    pictures = page.locator("#explorer").get_by_role("img")
    names = [each.get_attribute("aria-label") for each in pictures.all()]
    assert names[0].startswith("Map of Japan: 12 bodies.")
    assert names[1] == "prefecture 1, city 7, town 3, village 1"
    assert len(names) == 3
    assert page.locator("#explorer [aria-roledescription]").count() == 0


def test_a_hand_shows_that_the_map_can_be_moved(page):
    look = "getComputedStyle(document.getElementById('explorer-map')).cursor"
    assert page.evaluate(look) == "grab"


def test_a_search_that_finds_nothing_says_so_in_the_table(page):
    nothing = page.get_by_text("No row fits.")
    assert not nothing.is_visible()
    page.get_by_role("searchbox").fill("nowhere")
    assert nothing.is_visible()


def test_escape_in_a_kana_conversion_keeps_what_is_shown(page):
    chip(page, "town").click()
    for composing, rows in ((True, 3), (False, 12)):
        page.evaluate(
            """(isComposing) => {
              const pressed = { key: "Escape", isComposing, bubbles: true };
              const search = document.getElementById("explorer-search");
              search.dispatchEvent(new KeyboardEvent("keydown", pressed));
            }""",
            composing,
        )
        assert shown_rows(page) == rows


def test_it_opens_in_the_language_asked_for(chromium, located, folder):
    path = analysis.explore(located, lang="ja").save(folder / "ja.html")
    with opened(chromium, path) as page:
        assert status(page) == "全12件"


def test_the_keyboard_is_enough(page):
    focus_by_tab(page, page.locator("#explorer-map"))
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    zoom = "document.getElementById('explorer-map').vega.signal('zoom')"
    assert page.evaluate(zoom) == pytest.approx(1.5)
    focus_by_tab(page, chip(page, "town"))
    page.keyboard.press("Enter")
    assert shown_rows(page) == 3
    page.keyboard.press("Escape")
    assert shown_rows(page) == 12
    assert page.evaluate(zoom) == 1
    row = page.get_by_role("button", name="Hiyoshitsu Village, Tottori Prefecture")
    focus_by_tab(page, row)
    page.keyboard.press("Enter")
    assert "Hiezu Village" in page.locator("#explorer-card").inner_text()


def test_choosing_a_row_zooms_to_its_village(page):
    page.get_by_role("button", name="Hiyoshitsu Village, Tottori").click()
    zoom = "document.getElementById('explorer-map').vega.signal('zoom')"
    assert page.evaluate(zoom) > 100
    card = page.locator("#explorer-card").inner_text()
    assert "日吉津村" in card
    assert "313840" in card
    chosen = page.locator("#explorer-rows tr.chosen")
    assert chosen.count() == 1
    keep(page, "explorer_village")


def test_the_wheel_zooms_only_a_map_that_was_turned_to(chromium, twelve):
    zoom = "document.getElementById('explorer-map').vega.signal('zoom')"
    with opened(chromium, twelve, height=600) as page:
        box = page.locator("#explorer-map").bounding_box()
        x, y = box["x"] + 100, box["y"] + 300
        page.mouse.move(x, y)
        page.mouse.wheel(0, -240)
        assert page.evaluate(zoom) == 1
        page.mouse.click(x, y)
        page.mouse.wheel(0, -240)
        wait_until(page, f"{zoom} === 2")


def test_names_stay_beside_their_markers(page):
    def farthest():
        return page.evaluate(
            """() => {
                const { vega } = document.getElementById("explorer-map");
                const marks = vega.scenegraph().root.items[0].items;
                const { items: names } = marks.find((mark) => {
                    return mark.marktype === "text" && mark.name !== "islands_marks";
                });
                return Math.max(...names.filter((name) => name.opacity).map((name) => {
                    return Math.hypot(name.x - name.datum.x, name.y - name.datum.y);
                }));
            }"""
        )

    assert 0 < farthest() < 20
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(200)
    assert 0 < farthest() < 20
    page.get_by_role("button", name="All of Japan").click()
    page.wait_for_timeout(200)
    assert 0 < farthest() < 20


def test_dragging_moves_the_map_with_the_pointer(page):
    def east():
        return page.evaluate(
            "document.getElementById('explorer-map').vega.signal('east')"
        )

    page.get_by_role("button", name="Zoom in").click()
    before = east()
    box = page.locator("#explorer-map").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 300, steps=5)
    page.mouse.up()
    scale = page.evaluate(
        "document.getElementById('explorer-map').vega.signal('scale')"
    )
    assert east() - before == pytest.approx(100 / scale, rel=0.05)
    assert page.locator("#explorer-card").is_hidden()


def test_the_table_is_sorted_by_its_headings(page):
    def column(number):
        cells = page.locator(f"#explorer-rows tr > :nth-child({number})")
        return cells.all_inner_texts()

    code = page.get_by_role("columnheader", name="Code")
    code.get_by_role("button").click()
    assert column(6) == sorted(column(6))
    assert code.get_attribute("aria-sort") == "ascending"
    code.get_by_role("button").click()
    assert column(6) == sorted(column(6), reverse=True)
    assert code.get_attribute("aria-sort") == "descending"
    page.get_by_role("columnheader", name="No.").get_by_role("button").click()
    assert column(1) == [str(n) for n in range(1, 13)]


def test_hostile_names_are_text(chromium, folder):
    path = analysis.explore(located_names(HOSTILE)).save(folder / "hostile.html")
    with opened(chromium, path) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        names = page.locator("#explorer-rows th").all_inner_texts()
        assert names == list(HOSTILE)
        page.get_by_role("button", name=HOSTILE[1]).click()
        assert HOSTILE[1] in page.locator("#explorer-card").inner_text()
        page.get_by_role("searchbox").fill("<script>")
        assert status(page) == "1 of 5 rows: “<script>”"
        assert page.locator("#explorer img").count() == 0
        keep(page, "explorer_hostile")


def test_rows_not_on_the_map_are_in_the_table_and_counted(chromium, folder):
    names = ("Kitakami City, Iwate", "Esashi Town, Hokkaido", "Kitakami City, Iwate")
    path = analysis.explore(located_names(names)).save(folder / "apart.html")
    with opened(chromium, path) as page:
        assert shown_rows(page) == 3
        assert names_on_map(page) == ["Kitakami"]
        notes = page.locator("#explorer-notes").inner_text()
        assert "Not on the map: 1 row not resolved." in notes
        page.get_by_role("button", name="not resolved").first.click()
        assert status(page) == "1 of 3 rows: not resolved"
        page.get_by_role("button", name="Esashi Town").click()
        card = page.locator("#explorer-card").inner_text()
        assert "江差町" in card
        assert "not on the map" in card


@pytest.mark.parametrize("number", [0, 1])
def test_short_lists_are_shown(chromium, located, folder, number):
    path = analysis.explore(located.iloc[:number]).save(folder / f"{number}.html")
    with opened(chromium, path) as page:
        assert shown_rows(page) == len(names_on_map(page)) == number


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_nothing_is_wider_than_the_page(page, lang):
    page.locator(f".languages button[lang={lang}]").click()
    page.get_by_role("button", name="Hirasei Town").click()
    parts = page.locator(".explorer-bars, .explorer-card, .explorer-line")
    try:
        for width in (700, 1000, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            wait_until(page, f"{wide} <= 0")
            for part in parts.all():  # half pixels are rounded
                assert part.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
            keep(page, f"explorer_{width}_{lang}")
    finally:
        page.set_viewport_size({"width": 1200, "height": 900})


def test_all_municipalities_stay_usable(chromium, everywhere, folder):
    path = analysis.explore(everywhere).save(folder / "all.html")
    assert path.stat().st_size < 6_000_000
    with opened(chromium, path, height=1400) as page:
        assert shown_rows(page) == len(names_on_map(page)) == 1741
        keep(page, "explorer_1741", full=False)  # what is out of sight is not drawn
        spent = page.evaluate(
            """async () => {
                const search = document.getElementById("explorer-search");
                const spent = {};
                for (const query of ["k", "kita", "kitakami", ""]) {
                    const start = performance.now();
                    search.value = query;
                    search.dispatchEvent(new Event("input"));
                    await new Promise((done) => {
                        requestAnimationFrame(() => setTimeout(done));
                    });
                    spent[query] = Math.round(performance.now() - start);
                }
                return spent;
            }"""
        )
        print(f"ms from a key to the picture of 1,741 rows filtered: {spent}")
        page.get_by_role("searchbox").fill("八丈島 八丈町")
        assert names_on_map(page) == []
        page.get_by_role("searchbox").fill("八丈町")
        assert names_on_map(page) == ["Hachijo"]


def test_a_notebook_shows_it_in_a_frame(chromium, located, folder):
    path = folder / "notebook.html"
    frame = analysis.explore(located)._repr_html_()
    path.write_text(f"<!DOCTYPE html><title>n</title>{frame}", encoding="utf-8")
    with quiet_page(chromium) as page:
        page.goto(path.as_uri())
        inside = page.frame_locator("iframe")
        inside.locator("#explorer[data-ready]").wait_for(timeout=60_000)
        inside.locator(".explorer-bars").get_by_role(
            "button", name="town", exact=True
        ).click()
        assert inside.locator("#explorer-rows tr:visible").count() == 3
