"""Former bodies: each resolves to itself in its day, and to its successor after it."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from corpus.former import FAMILIES, Asked, claimants, generate_former, lives
from corpus.score import answer_former

import analysis
from analysis.gazetteer.index import Index
from analysis.gazetteer.register import history, register
from analysis.resolve import resolver_on

AS_OF = "2020-08-21"
DAYS = [
    dt.date(1889, 12, 31).toordinal(),
    *(dt.date(year, 6, 1).toordinal() for year in range(1893, 2026, 4)),
]
# Seven of the hundred share their name: with a prefecture, or with another former body
# of the same prefecture, and the county is not stated.
UNSETTLED = [
    "群馬県群馬町",
    "埼玉県吉見村",
    "石川県川北村",
    "長野県本郷村",
    "三重県長島町",
    "宮崎県北方村",
]
SUCCESSORS = pd.read_csv(
    Path(__file__).parent / "data" / "successors.tsv",
    sep="\t",
    comment="#",
    dtype=str,
)


@pytest.fixture(scope="module")
def sample():
    return answer_former(generate_former(share=0.03))


def test_every_body_since_1889_is_itself_on_a_day_of_its_life():
    index = Index(register(), history())
    bodies = [body for body in index.bodies if body.entity_type != "prefecture"]
    asked = defaultdict(list)
    for body in bodies:
        days = (day for day in DAYS if body.lives_on(day))
        asked[next(days, max(body.since, body.until - 1))].append(body)
    missed = []
    for day, living in asked.items():
        names = [
            index.prefectures[body.prefecture_code].name_ja
            + (body.county_ja or "")
            + body.full_ja
            for body in living
        ]
        found = resolver_on(dt.date.fromordinal(day)).resolve(names)
        for body, name, got in zip(living, names, found, strict=True):
            if got.body is None or got.body.position != body.position:
                missed.append((dt.date.fromordinal(day), name, got.note))
    assert len(bodies) > 16_000
    assert missed == []


def test_successors_are_those_that_were_checked():
    names = SUCCESSORS["prefecture"] + SUCCESSORS["name"]
    found = analysis.resolve(names, as_of=AS_OF)
    resolved = found["status"] == "resolved"
    unsettled = names[~resolved].to_list()
    assert len(SUCCESSORS) == 100
    assert unsettled == UNSETTLED
    assert found.loc[~resolved, "status"].eq("ambiguous").all()
    historical = found["method"] == "historical"
    assert names[resolved & ~historical].to_list() == ["石川県穴水町"]  # lives again
    wanted = SUCCESSORS.loc[resolved, "successor"]
    assert found.loc[resolved, "current_lg_code"].to_list() == wanted.to_list()


@pytest.mark.parametrize(
    ("name", "code", "current"),
    [
        ("宮城県富谷町", "044237", "042161"),
        ("Tomiya Town, Miyagi Prefecture", "044237", "042161"),
        ("兵庫県篠山市", "282219", "282219"),
        ("福岡県那珂川町", "403059", "402311"),
        ("山梨県上九一色村", "193411", "192015"),
    ],
)
def test_renamed_upgraded_and_divided_bodies_are_historical(name, code, current):
    (row,) = analysis.resolve([name], as_of=AS_OF).to_dict("records")
    assert row["method"] == "historical"
    assert (row["lg_code"], row["current_lg_code"]) == (code, current)


def test_a_divided_village_has_both_heirs_as_candidates():
    row = analysis.resolve(["山梨県上九一色村"], as_of=AS_OF).iloc[0]
    assert row["candidates"].split() == ["193411", "192015", "194301"]
    assert "甲府市" in row["note"]
    assert "富士河口湖町" in row["note"]


@pytest.mark.parametrize(
    ("name", "code", "current"),
    [
        ("浜松市中区", "221317", "221384"),
        ("浜松市北区", "221350", "221392"),
        ("静岡県浜松市浜北区", "221368", "221392"),
        ("Minami Ward, Hamamatsu City, Shizuoka Prefecture", "221341", "221384"),
    ],
)
def test_the_wards_that_hamamatsu_had_until_2024(name, code, current):
    before = analysis.resolve([name], as_of=AS_OF).iloc[0]
    after = analysis.resolve([name], as_of="2025-06-01").iloc[0]
    assert (before["lg_code"], before["current_lg_code"]) == (code, current)
    assert (after["lg_code"], after["current_lg_code"]) == (code, current)
    assert before["method"] != "historical"
    assert after["method"] == "historical"


# --- the corpus of former bodies ------------------------------------------------------


def test_no_former_body_is_taken_for_another(sample):
    slips = sample["rule"].isin(["typo", "wrong_prefecture"])
    wrong = sample[sample["outcome"].eq("wrong") & ~slips]
    assert wrong[["rule", "as_of", "text", "name_ja"]].to_dict("records") == []


def test_slips_in_former_names_are_mostly_declined(sample):
    # What spells nothing that lived there may be one letter from what does.
    slips = sample[sample["rule"].isin(["typo", "wrong_prefecture"])]
    assert slips["outcome"].eq("wrong").sum() <= len(slips) // 50


def test_former_names_in_kanji_with_prefecture_and_county_are_right(sample):
    told = sample[sample["family"].isin(["former_kanji", "on_the_day"])]
    told = told[told["truth"].eq("sole") & told["prefecture_stated"]]
    missed = told.loc[told["outcome"] != "right", ["rule", "text", "note"]]
    assert len(missed) <= len(told) // 200, missed.head(20).to_dict("records")


def test_the_corpus_has_every_family_and_kind_of_truth(sample):
    assert set(sample["family"]) == set(FAMILIES)
    assert set(sample["truth"]) == {"sole", "several", "none"}


@pytest.mark.parametrize(
    ("text", "as_of", "truth"),
    [
        ("宮城県富谷町", AS_OF, "sole"),
        ("宮城県富谷村", AS_OF, "sole"),
        ("長野県大町", AS_OF, "several"),  # the city of today, without its type word
        ("日高町", AS_OF, "several"),
    ],
)
def test_truth_of_former_bodies_is_told_without_the_resolver(text, as_of, truth):
    asked = Asked(text, prefecture="県" in text)
    name = text.rpartition("県")[2]
    place = "04" if "宮城" in text else "20" if "長野" in text else None
    life = next(
        life
        for life in lives()
        if life.full_ja == name and life.successors and place in (None, life.prefecture)
    )
    day = dt.date.fromisoformat(as_of)
    assert claimants(life, asked, day)[0] == truth
