"""The report in a real browser: opened from disk, offline, read, used and printed."""

from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from browser import keep, quiet_page
from reports import ODD, facts_of, municipalities, packaged_page, page_of

import analysis

A4_WIDTH = 688  # CSS pixels between the margins of the paper
SECTIONS = ("summary", "view", "charts", "tables", "chance", "evidence", "provenance")


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    return saved(packaged_page(), tmp_path_factory)


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    facts = facts_of(analysis.read_announcement(ODD))
    return saved(page_of(facts), tmp_path_factory)


def saved(page, folders):
    path = folders.mktemp("report") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


@contextmanager
def opened(chromium, path, **options):
    with quiet_page(chromium, **options) as page:
        page.goto(path.as_uri())
        page.wait_for_selector("#explorer[data-ready]")
        yield page


def shown(page, selector):
    """Return the texts of elements as a reader sees them."""
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize("width", [1200, 800])
def test_it_opens_from_disk_without_a_network_or_an_error(chromium, twelve, width):
    with opened(chromium, twelve, width=width) as page:
        keep(page, f"report-{width}")
        assert page.title().startswith("Report: Decision on Regional Public Entities")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for name in SECTIONS:
            assert page.locator(f"#{name}").is_visible()


def test_the_switch_changes_headings_charts_and_view(chromium, twelve):
    with opened(chromium, twelve) as page:
        assert shown(page, "main > section > h2")[0] == "In short"
        assert page.locator("#charts img:visible").first.get_attribute("lang") == "en"
        assert "Rows by type" in shown(page, "#view h3")
        page.click("button[lang=ja]")
        assert page.evaluate("document.documentElement.lang") == "ja"
        assert shown(page, "main > section > h2")[0] == "要約"
        assert page.locator("#charts img[lang=en]:visible").count() == 0
        assert page.locator("#charts img[lang=ja]:visible").count() == 10
        assert "種類別の件数" in shown(page, "#view h3")
        assert page.title().startswith("報告書：")
        keep(page, "report-ja")


def test_pointing_at_the_chosen_town_names_hirao(chromium, twelve):
    with opened(chromium, twelve) as page:
        page.click("#explorer-rows button:has-text('Hirasei')")
        page.wait_for_timeout(300)
        page.locator("#explorer-map").hover()
        page.wait_for_selector("#explorer-tip:visible")
        assert "Hirao Town" in page.inner_text("#explorer-tip")
        keep(page, "report-hirao", full=False)


def test_clicking_town_leaves_three_on_the_map_and_in_the_table(chromium, twelve):
    with opened(chromium, twelve) as page:
        page.click("#explorer button[data-column=entity_type]:has-text('town')")
        assert page.inner_text("#explorer-status") == "3 of 12 rows: town"
        assert page.locator("#explorer-rows tr:visible").count() == 3
        told = page.locator("#explorer-map").get_attribute("aria-label")
        assert told.startswith("Map of Japan: 3 bodies")
        assert page.locator("#evidence tbody tr:visible").count() == 12


def test_a_very_long_name_does_not_widen_the_page(
    chromium, tmp_path_factory, monkeypatch
):
    monkeypatch.setattr("analysis.report.figures", lambda _: "")
    names = ["A" * 600, "あ" * 400 + "市", "青森市"]
    read = analysis.read_announcement(names)
    read = replace(read, title="B" * 600, problems=("C" * 600,))
    path = saved(page_of(facts_of(read)), tmp_path_factory)
    with opened(chromium, path) as page:
        wide = """[...document.querySelectorAll("body *")].filter((each) =>
            each.checkVisibility() && each.getBoundingClientRect().right > innerWidth
          ).map((each) => each.outerHTML.slice(0, 120))"""
        assert page.evaluate(wide) == []
        keep(page, "report-long-names")


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("which", ["twelve", "odd"])
def test_nothing_is_wider_than_the_paper(chromium, request, which, lang):
    path = request.getfixturevalue(which)
    with opened(chromium, path, width=A4_WIDTH) as page:
        page.click(f"button[lang={lang}]")
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert not page.locator("#view").is_visible()
        assert not page.locator(".languages").is_visible()
        too_wide = page.evaluate(
            """() => [...document.querySelectorAll("body :not(#view *, .skip, nav *)")]
                .filter((each) => {
                  const cut = getComputedStyle(each).display !== "inline"
                    && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1;
                  return cut || each.getBoundingClientRect().right > innerWidth + 1;
                }).map((each) => each.outerHTML.slice(0, 120))"""
        )
        assert too_wide == []
        pictures = page.locator("#charts img:visible")
        assert pictures.count() == 10
        assert pictures.evaluate_all(
            "all => all.every((each) => each.complete && each.naturalWidth > 0)"
        )
        keep(page, f"report-print-{which}-{lang}")


@pytest.mark.parametrize(("lang", "title"), [("en", "In short"), ("ja", "要約")])
def test_the_paper_holds_every_row_and_table(chromium, twelve, located, lang, title):
    with opened(chromium, twelve) as page:
        page.click(f"button[lang={lang}]")
        paper = page.pdf(prefer_css_page_size=True, print_background=True)
    with pdfplumber.open(BytesIO(paper)) as document:
        assert round(document.pages[0].width) == 595
        text = "".join(sheet.extract_text() for sheet in document.pages)
        pictures = [image for sheet in document.pages for image in sheet.images]
        inside = [
            image["bottom"] <= sheet.height
            for sheet in document.pages
            for image in sheet.images
        ]
    assert title in text
    assert [code for code in located["lg_code"] if code not in text] == []
    assert "by_prefecture.csv" in text
    assert len(pictures) == 10
    assert all(inside)


def test_a_folded_list_is_unfolded_on_paper(chromium, tmp_path_factory, monkeypatch):
    monkeypatch.setattr("analysis.report.figures", lambda _: "")
    path = saved(page_of(facts_of(municipalities(70))), tmp_path_factory)
    with opened(chromium, path) as page:
        rows = page.locator("#evidence tbody tr")
        codes = rows.locator(".code").all_text_contents()
        assert len(codes) == 70
        assert not rows.first.is_visible()
        paper = page.pdf(prefer_css_page_size=True)
        assert not rows.first.is_visible()
    with pdfplumber.open(BytesIO(paper)) as document:
        text = "".join(sheet.extract_text() for sheet in document.pages)
    assert [code for code in codes if code not in text] == []


def test_names_stay_text(chromium, odd):
    with opened(chromium, odd) as page:
        assert page.title() == "Published list of public entities"
        names = shown(page, "#evidence tbody th bdi")
        assert "<script>document.title = 'taken'</script> Town" in names
        assert "=1+1" in names
        assert page.locator("main img:not([src^='data:'])").count() == 0


def test_it_is_read_by_keyboard(chromium, twelve):
    with opened(chromium, twelve) as page:
        for _ in range(3):
            page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("each => each === document.activeElement")
        assert skip.bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "summary"
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert "Hiezu" in link.inner_text()
        assert link.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#row-8"


def test_what_a_screen_reader_needs_is_there(chromium, twelve):
    with opened(chromium, twelve) as page:
        faults = page.evaluate(
            """() => {
              const all = (query) => [...document.querySelectorAll(query)];
              const ids = all("[id]").map((each) => each.id);
              const say = (each) => each.outerHTML.slice(0, 120);
              const named = (each) => each.innerText.trim()
                || each.getAttribute("aria-label") || each.getAttribute("title");
              return {
                ids: ids.filter((id, at) => ids.indexOf(id) !== at),
                pictures: all("img:not([alt]), img[alt='']").map(say),
                drawings: all("[role=img]:not([aria-label])").map(say),
                buttons: all("button, a, summary").filter((each) =>
                  each.checkVisibility() && !named(each)).map(say),
                headings: all("th:not([scope])").map(say),
                labels: all("[aria-labelledby]").filter((each) =>
                  !document.getElementById(each.getAttribute("aria-labelledby"))
                ).map(say),
                main: all("main").length - 1,
                title: all("h1").length - 1,
              };
            }"""
        )
        assert {name: found for name, found in faults.items() if found} == {}


def test_texts_stand_out_from_their_ground(chromium, odd):
    with opened(chromium, odd) as page:
        faint = page.evaluate(
            """() => {
              const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
              const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
                .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
              const ground = (each) => {
                for (; each; each = each.parentElement) {
                  const colour = parts(getComputedStyle(each).backgroundColor);
                  if (colour.length === 3 || colour[3] > 0) return colour;
                }
                return [255, 255, 255];
              };
              return [...document.querySelectorAll("body *")].filter((each) => {
                const own = [...each.childNodes].some((node) =>
                  node.nodeType === 3 && node.textContent.trim());
                if (!own || !each.checkVisibility()
                    || each.closest(":disabled, [aria-hidden]")) return false;
                const [a, b] = [parts(getComputedStyle(each).color), ground(each)]
                  .map(light).sort((one, other) => other - one);
                return (a + 0.05) / (b + 0.05) < 4.5;
              }).map((each) => each.outerHTML.slice(0, 120));
            }"""
        )
        assert faint == []


def test_all_1741_municipalities_are_usable_and_under_15_mb(chromium, tmp_path_factory):
    path = saved(page_of(facts_of(municipalities())), tmp_path_factory)
    assert path.stat().st_size < 15e6
    with opened(chromium, path) as page:
        assert page.locator("#evidence details").count() == 47
        page.fill("#explorer-search", "hirao")
        page.wait_for_function(
            "document.querySelector('#explorer-status').innerText.includes(' of 1,741')"
        )
        page.click("#evidence details:has-text('Yamaguchi') > summary")
        assert page.get_by_text("山口県平生町").last.is_visible()
        keep(page, "report-1741", full=False)
