import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from lxml import html as parser
from reports import (
    ODD,
    facts_of,
    municipalities,
    packaged_facts,
    packaged_page,
    page_of,
)

import analysis
from analysis.errors import SchemaError
from analysis.explorer.words import Both
from analysis.gazetteer.register import ATTRIBUTIONS
from analysis.names.fold import has_japanese
from analysis.report import words
from analysis.report.chance import chance
from analysis.report.evidence import evidence
from analysis.report.facts import grouping
from analysis.report.markup import html, tag
from analysis.report.phrases import ATTRIBUTIONS as ATTRIBUTIONS_JA
from analysis.report.phrases import PHRASES
from analysis.report.provenance import provenance
from analysis.report.summary import headline, summary
from analysis.report.tables import breakdown_tables

LANGUAGES = ("en", "ja")


@pytest.fixture(scope="module")
def facts():
    return packaged_facts()


@pytest.fixture(scope="module")
def odd():
    return facts_of(analysis.read_announcement(ODD))


@pytest.fixture(scope="module")
def page():
    return packaged_page()


@pytest.fixture(scope="module")
def tree(page):
    return parser.document_fromstring(page)


def in_language(markup, lang):
    """Return the text that a reader of one language sees, spaces folded."""
    tree = parser.fragment_fromstring(markup, create_parent="div")
    for element in tree.xpath("//*[contains(@class, 'say')]"):
        if element.get("lang") != lang:
            element.drop_tree()
    return " ".join(tree.text_content().split())


def cells(markup, caption_id):
    """Return the body and foot of a table as English texts, row by row."""
    tree = parser.fragment_fromstring(markup, create_parent="div")
    for element in tree.xpath("//*[@class='say' and @lang='ja']"):
        element.drop_tree()
    (table,) = tree.xpath(f"//table[caption[@id='{caption_id}']]")
    return [
        [cell.text_content() for cell in row.xpath("./th | ./td")]
        for row in table.xpath("./tbody/tr | ./tfoot/tr")
    ]


# The page


def test_the_page_has_one_title_and_its_sections_in_order(tree):
    assert len(tree.xpath("//h1")) == 1
    titles = tree.xpath("//main/section/h2/span[@lang='en']/text()")
    assert titles == [
        "In short",
        "Explore the list",
        "Charts",
        "Tables",
        "What of it is chance",
        "Row by row, with evidence",
        "Where it comes from",
    ]


def test_every_heading_is_at_most_one_level_below_the_one_before(tree):
    levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    steps = [after - before for before, after in pairwise(levels)]
    assert levels[0] == 1
    assert max(steps) == 1


def test_the_contents_link_to_the_sections(tree):
    links = [link[1:] for link in tree.xpath("//nav//a/@href")]
    assert links == tree.xpath("//main/section/@id")


def test_ids_are_unique(tree):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_same_list_gives_the_same_page(facts, page):
    assert page_of(facts) == page


def test_the_page_of_twelve_rows_is_smaller_than_5_mb(page):
    assert len(page.encode()) < 5e6


def test_the_page_names_no_place_of_this_machine(page, root):
    assert str(root) not in page
    assert "http://" not in re.sub(
        r"http://www\.w3\.org/\S+", "", page.split("<script")[0]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_in_the_language_asked_for(facts, monkeypatch, lang):
    monkeypatch.setattr("analysis.report.figures", lambda _: "")
    assert f'<html lang="{lang}">' in page_of(facts, lang)


def test_another_language_is_refused(facts, monkeypatch):
    monkeypatch.setattr("analysis.report.figures", lambda _: "")
    with pytest.raises(ValueError, match="'en' or 'ja'"):
        page_of(facts, "fr")


def test_every_picture_is_told_in_its_own_language(tree):
    pictures = tree.xpath("//main//figure/img")
    assert len(pictures) == 2 * 10
    for picture in pictures:
        assert has_japanese(picture.get("alt")) == (picture.get("lang") == "ja")


def test_a_picture_is_told_with_its_numbers(tree):
    (told,) = tree.xpath("//figure[@id='chart-regions']/img[@lang='en']/@alt")
    assert "Tōhoku 3 of 233; " in told
    (told,) = tree.xpath("//figure[@id='chart-over_regions']/img[@lang='ja']/@alt")
    assert "中国3.99（0.88～9.13）" in told


# The summary


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            "All 12 rows of the list are resolved. They stand for 12 bodies of the "
            "1,788 bodies that could apply on 2020-08-21.",
        ),
        (
            "ja",
            "一覧の12件はすべて特定できた。2020年8月21日現在、対象となりうる1,788団体の"
            "うちの12団体に当たる。",
        ),
    ],
)
def test_the_headline_says_12_of_1788(facts, lang, told):
    assert getattr(headline(facts), lang) == told


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "By type: 1 prefecture, 7 cities, 3 towns and 1 village."),
        ("en", "They lie in 11 of the 47 prefectures, from Iwate to Kagoshima."),
        ("en", "The document states that it lists 12 entities."),
        ("en", "2 published names are not the official ones:"),
        ("en", '"Hirao Town, Yamaguchi Prefecture" (平生町)'),
        ("en", "What stands out. No single group does: by region,"),
        ("en", "by region 5.6\xa0%, by prefecture 3.0\xa0%, by type 36.5\xa0%"),
        ("en", "that is so by prefecture, by telecommunications bureau and by region"),
        ("en", "only if it is chosen 2.75 (Kantō) to 5.81 (Shikoku) times as often"),
        ("en", "too few bodies, or none, could not be shown for any"),
        ("ja", "種類別の内訳は、都道府県1、市7、町3、村1である。"),
        ("ja", "正式な名称と異なる記載が2件ある。"),
        ("ja", "地方別では5.6\xa0%、都道府県別では3.0\xa0%"),
        ("ja", "均等な場合の2.75倍（関東）から5.81倍（四国）以上"),
    ],
)
def test_the_summary_says(facts, lang, told):
    assert told.replace("\xa0", " ") in in_language(summary(facts), lang)


def test_the_summary_tells_which_groups_stand_out(facts):
    table = facts.tables["by_region.csv"].copy()
    table.loc[table["region"] == "Chūgoku", "p_holm"] = 0.004
    tables = {**facts.tables, "by_region.csv": table}
    told = in_language(summary(replace(facts, tables=tables)), "en")
    assert (
        "What stands out. By region, Chūgoku: 3 bodies of 12 bodies, 3.99 times its "
        "share of the bodies that could apply (adjusted p 0.004)." in told
    )


def test_the_summary_tells_what_is_not_resolved_and_what_could_not_apply(odd):
    told = in_language(summary(odd), "en")
    assert "Not resolved: 5 rows (1 ambiguous, 4 unmatched)." in told
    assert "Also in no group: 1 row could not apply, 1 row listed again." in told
    assert "By type: 1 city and 1 town. They lie in 2 of the 47 prefectures" in told


def test_names_that_are_only_likely_wrong_are_to_be_checked(odd):
    unsure = int((~odd.errata["certain"]).sum())
    assert unsure > 0
    assert f"({unsure} to be checked)" in in_language(summary(odd), "en")


def test_every_erratum_of_the_summary_links_to_its_row(odd):
    ids = parser.fragment_fromstring(evidence(odd), create_parent="div").xpath("//@id")
    told = parser.fragment_fromstring(summary(odd), create_parent="div")
    links = told.xpath("//li/a/@href")
    assert len(links) == len(odd.errata)
    assert {link[1:] for link in links} <= set(ids)


def test_a_list_of_which_nothing_is_resolved_has_a_report():
    facts = facts_of(analysis.read_announcement(["Nowhere Town", "Elsewhere City"]))
    assert headline(facts).en == (
        "None of the 2 rows of the list is resolved; there is nothing to count."
    )
    told = in_language(summary(facts), "en")
    assert "Not resolved: 2 rows (2 unmatched)" in told
    assert "What stands out" not in told
    assert cells(breakdown_tables(facts), "table-region")[-1][:2] == ["all rows", "2"]


def test_a_list_of_one_body_is_told_in_the_singular():
    facts = facts_of(analysis.read_announcement(["Hirasei Town, Yamaguchi"]))
    assert headline(facts).en.startswith("The one row of the list is resolved.")
    told = in_language(summary(facts), "en")
    assert "All lie in Yamaguchi." in told
    assert "A list of 1 body finds no over-represented region" in told
    assert "One published name is not the official one:" in told


def test_a_list_of_a_ward_alone_stands_for_no_body_that_could_apply():
    facts = facts_of(analysis.read_announcement(["札幌市中央区"]))
    assert headline(facts).en == (
        "1 of 1 row could be resolved, but to no body that could apply on 2020-08-21; "
        "there is nothing to count."
    )
    assert "対象となりうる団体は含まれず" in headline(facts).ja


def test_a_list_of_which_some_is_resolved_says_how_much(odd):
    assert headline(odd).en == (
        "4 of the 9 rows of the list could be resolved: 2 bodies of the 1,788 bodies "
        "that could apply on 2020-08-21."
    )


def test_a_title_cannot_turn_the_text_of_its_window(facts, monkeypatch):
    monkeypatch.setattr("analysis.report.figures", lambda _: "")
    turned = replace(facts.announcement, title="\u202eList\x00")
    page = page_of(replace(facts, announcement=turned))
    assert "<title>Report: \\u202eList\\x00</title>" in page
    assert "\u202e" not in page
    assert "\x00" not in page


def test_a_long_list_shows_small_differences():
    told = in_language(summary(facts_of(municipalities())), "en")
    assert "They lie in all 47 prefectures." in told
    assert "A list of 1,741 bodies shows even small differences: a region" in told
    assert "What stands out. By type, prefecture: 0 bodies of 1,741 bodies," in told
    assert "The tables mark 3 more." in told
    assert "too few bodies could be shown for 8 of 8." in told


# Tables


def test_a_table_holds_the_numbers_of_its_breakdown(facts):
    rows = cells(breakdown_tables(facts), "table-region")
    assert rows[5] == [
        "Chūgoku",
        "3",
        "112",
        "2.68\xa0%",
        "3.99",
        "0.88–9.13",
        "0.035",
        "0.28",
    ]
    assert rows[-1][:4] == ["total", "12", "1,788", "0.67\xa0%"]
    table = facts.tables["by_region.csv"]
    assert [int(row[1]) for row in rows[:-1]] == table["count"].tolist()


@pytest.mark.parametrize(
    "by", ["region", "prefecture", "entity_type", "telecom_bureau", "city_class"]
)
def test_the_parts_of_a_table_add_up_to_all_rows(odd, by):
    rows = cells(breakdown_tables(odd), f"table-{by}")
    numbers = {row[0]: int(row[1]) for row in rows}
    last = ["bodies counted", "not resolved", "could not apply", "listed again"]
    counted, *apart = (numbers[name] for name in last)
    in_groups = sum(int(row[1]) for row in rows if row[0] not in (*last, "all rows"))
    assert in_groups == counted == 2
    assert counted + sum(apart) == numbers["all rows"] == len(ODD)


def test_the_cross_table_has_margins(odd):
    rows = cells(breakdown_tables(odd), "table-region-type")
    assert rows[1] == ["Tōhoku", "0 / 6", "1 / 77", "–", "0 / 116", "0 / 34", "1 / 233"]
    assert rows[8][-1] == "2 / 1,788"
    assert rows[-1][-1] == "9"


def test_a_group_that_stands_out_is_marked_by_more_than_colour(facts):
    table = facts.tables["by_type.csv"].copy()
    table.loc[0, "p_holm"] = 0.0004
    shown = replace(facts, tables={"by_type.csv": table})
    assert cells(breakdown_tables(shown), "table-entity_type")[0][-1] == "< 0.001*"
    assert "* differs from an even spread" in in_language(breakdown_tables(shown), "en")


def test_every_table_names_unit_day_source_and_file(facts):
    told = in_language(breakdown_tables(facts), "en")
    assert told.count("that could apply on 2020-08-21") == len(facts.tables)
    for name in facts.tables:
        assert f"As CSV: {name}." in told
    assert told.count(f"Source: {facts.announcement.source};") == len(facts.tables)


def test_a_table_without_groups_is_refused(facts):
    with pytest.raises(SchemaError, match="no groups before 'count'"):
        grouping(facts.tables["by_region.csv"][["count", "share"]])


def test_tables_of_numbers_have_headings_for_rows_and_columns(tree):
    for table in tree.xpath("//main//table[@class]"):
        scopes = [head.get("scope") for head in table.xpath(".//th")]
        assert set(scopes) == {"col", "row"}
        assert table.xpath("./caption")


# Chance


def test_the_joint_tests_are_told_with_how_they_were_found(facts):
    rows = {row[0]: row[1:] for row in cells(chance(facts), "table-joint")}
    assert rows["by region"] == [
        "8",
        "12",
        "1,788",
        "0.056",
        "0.17",
        "going through all 50,388 spreads",
    ]
    assert rows["by region × type"][-1].startswith("drawing 100,000 spreads, standard")


def test_looking_in_several_ways_is_allowed_for(facts):
    said = summary(facts)
    assert "by region 5.6\u00a0%" in said
    assert "looking in 6 ways" in said
    assert "(Holm), the smallest is 8.3\u00a0%" in said
    clear = replace(facts, joint=facts.joint.assign(p=0.001, p_holm=0.006))
    assert "it remains so by region" in summary(clear)
    dull = replace(facts, joint=facts.joint.assign(p=0.4, p_holm=1.0))
    assert "None is below" in summary(dull)


def test_a_tiny_share_of_lists_is_never_told_as_none(facts):
    said = summary(replace(facts, joint=facts.joint.assign(p=0.0004, p_holm=0.002)))
    assert "by region < 0.1 %" in in_language(said, "en")
    assert "地方別では0.1 %未満" in in_language(said, "ja")


def test_what_the_list_could_have_shown_is_told(facts):
    rows = cells(chance(facts), "table-power")
    assert rows[5] == ["Chūgoku", "112", "0.75", "3", "–", "5.14", "–"]


@pytest.mark.parametrize(
    ("p", "written"),
    [(0.5, "0.50"), (0.0349, "0.035"), (0.0004, "< 0.001"), (1, "1.00"), (None, "–")],
)
def test_a_p_is_never_written_as_0(p, written):
    assert words.probability(p) == written


# Evidence


def test_the_evidence_of_a_row_says_what_how_and_where(facts):
    told = in_language(evidence(facts), "en")
    for part in (
        "Hirasei Town, Yamaguchi Prefecture not the official name",
        "山口県平生町 ひらおちょう Hirao Town",
        "353442",
        "possible reading of the kanji",
        "0.9982",
        "published 'Hirasei' is a possible reading of 平生 (hira+sei)",
        "line 11, cell B11",
    ):
        assert part in told


def test_no_row_of_the_list_is_lost(odd):
    tree = parser.fragment_fromstring(evidence(odd), create_parent="div")
    shown = tree.xpath("//tbody/tr/@id")
    assert sorted(shown) == [f"row-{number}" for number in range(1, len(ODD) + 1)]


def test_rows_that_are_not_resolved_come_first_with_what_they_could_mean(odd):
    tree = parser.fragment_fromstring(evidence(odd), create_parent="div")
    assert tree.xpath("//tbody/tr/@id")[:2] == ["row-1", "row-3"]
    (row,) = tree.xpath("//tr[@id='row-1']")
    assert (
        "132063 Fuchu City, Tokyo; 342084 Fuchu City, Hiroshima" in row.text_content()
    )
    assert "132063 東京都府中市；342084 広島県府中市" in row.text_content()


def test_names_are_text_and_never_markup(odd):
    tree = parser.fragment_fromstring(evidence(odd) + summary(odd), create_parent="div")
    assert tree.xpath("//script | //img | //@onerror") == []
    names = tree.xpath("//tbody//th/bdi/text()")
    assert "<script>document.title = 'taken'</script> Town" in names
    assert "=1+1" in names


def test_characters_that_turn_a_text_are_shown_as_escapes(odd):
    assert "\u202e" not in evidence(odd) + summary(odd)
    assert "\\u202eCity &amp;" in evidence(odd)


def test_a_long_list_is_folded_by_prefecture():
    facts = facts_of(municipalities(200))
    tree = parser.fragment_fromstring(evidence(facts), create_parent="div")
    titles = tree.xpath("//details/summary/span[@lang='en']/text()")
    assert titles == ["Hokkaido: 179 rows", "Aomori: 21 rows"]
    assert len(tree.xpath("//tbody/tr")) == 200


# Provenance


def test_the_provenance_names_hashes_versions_and_the_command(facts):
    told = in_language(provenance(facts), "en")
    for part in (
        facts.announcement.sha256,
        facts.announcement.record_sha256,
        "as of 2026-10-01",
        "2025-03-10",
        "2020-05-29 to 2020-07-31",
        f"regional-iot-analysis {analysis.__version__}",
        "regional-iot run SOURCE --as-of 2020-08-21 --boundaries jma:2025-03-10",
    ):
        assert part in told


def test_every_source_is_attributed_in_both_languages(facts):
    english, japanese = (in_language(provenance(facts), lang) for lang in LANGUAGES)
    assert len(ATTRIBUTIONS) == len(ATTRIBUTIONS_JA)
    for text, own in zip(ATTRIBUTIONS, ATTRIBUTIONS_JA.values(), strict=True):
        assert text in english
        assert own in japanese
    assert "Boundaries: Japan Meteorological Agency" in english
    assert "境界：気象庁" in japanese
    assert "Vega" in english


def test_a_table_of_aliases_is_named_with_its_hash_and_not_its_folder(facts, tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(b"")
    told = provenance(replace(facts, aliases=path))
    assert "own.csv, SHA-256 e3b0c442" in told
    assert str(tmp_path) not in told
    assert "--aliases ALIASES" in told


def test_a_list_of_which_only_the_month_is_known_says_so(facts):
    read = replace(facts.announcement, date_precision="month")
    told = in_language(provenance(replace(facts, announcement=read)), "ja")
    assert "公表日2020年8月応募期間" in told.replace(" ", "")


# Words


def test_phrases_have_the_same_gaps_in_both_languages():
    def gaps(text):
        return {gap.lower() for _, gap, _, _ in Formatter().parse(text) if gap}

    assert [name for name, (en, ja) in PHRASES.items() if gaps(ja) - gaps(en)] == []


def test_every_phrase_is_used():
    folder = Path(words.__file__).parent
    sources = [path for path in folder.glob("*.py") if path.name != "phrases.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    charts = {f"chart_{name}" for name in re.findall(r'(?:of|Chart)\(\s*"(\w+)"', text)}
    from_data = {"enumeration", "monte carlo", "not resolved", "could not apply"}
    from_data |= {"listed again", *charts}
    unused = [n for n in PHRASES if f'"{n}"' not in text and n not in from_data]
    assert unused == []


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("<b> & 'c'", "&lt;b&gt; &amp; &#x27;c&#x27;"),
        (Both("–", "–"), "–"),
        ([tag("b", "x"), None, 3], "<b>x</b>3"),
    ],
)
def test_all_that_is_not_markup_is_escaped(content, written):
    assert html(content) == written


def test_attributes_are_escaped():
    assert tag("img", alt='"><script>') == '<img alt="&quot;&gt;&lt;script&gt;">'
