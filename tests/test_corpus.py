"""The error corpus of benchmarks/corpus, a seeded sample of it, and the anchors."""

from pathlib import Path

import pandas as pd
import pytest
from calibrate import with_evidence
from corpus.bodies import origins
from corpus.former import generate_former, telling
from corpus.generate import SEED, generate, must_not_match, mutants
from corpus.score import answer, held_out, wilson
from corpus.spelling import fold, romanize
from corpus.truth import claimants

import analysis
from analysis.resolver.confidence import measured

STRINGS = 3000
# Answers: looked up in the ministry's code list; `thread` is who asked for it.
# status: resolved; ambiguous (`codes` among the candidates); unresolved; current
# (`codes` is current_lg_code); historical_or_declined (never as if it were alive).
ANCHORS = pd.read_csv(
    Path(__file__).parent / "data" / "anchors.tsv",
    sep="\t",
    dtype=str,
    keep_default_na=False,
)


@pytest.fixture(scope="module")
def sample():
    """A tenth of the bodies, and of their strings the same number of every rule."""
    corpus = generate(share=0.1)
    rules = corpus.groupby(["family", "rule"])
    shuffled = corpus.sample(frac=1, random_state=SEED)
    places = shuffled.groupby(["family", "rule"]).cumcount()
    return shuffled[places < STRINGS // rules.ngroups].sort_index()


@pytest.fixture(scope="module")
def answered(sample):
    return answer(sample)


def test_no_answer_of_the_sample_is_wrong(answered):
    wrong = answered[answered["outcome"] == "wrong"]
    assert wrong[["rule", "text", "origin", "lg_code"]].to_dict("records") == []


def test_spellings_with_prefecture_and_type_are_right(answered):
    families = ["spelling", "romanization", "japanese"]
    spelled = answered[answered["family"].isin(families)]
    stated = spelled["kind_stated"] & spelled["prefecture_stated"]
    sole = spelled[stated & spelled["truth"].eq("sole")]
    missed = sole.loc[sole["outcome"] != "right", ["rule", "text"]]
    assert len(missed) <= len(sole) // 500, missed.head(20).to_dict("records")


def test_nothing_that_is_no_body_is_resolved():
    strings = must_not_match()
    found = analysis.resolve(strings["text"], as_of="2020-08-21")
    resolved = strings[found["status"] == "resolved"]
    assert len(strings) >= 600
    assert resolved["text"].to_list() == []


@pytest.mark.parametrize("as_of", sorted(set(ANCHORS["as_of"])))
@pytest.mark.filterwarnings("ignore:the register")
def test_names_that_users_of_other_tools_asked_for(as_of):
    asked = ANCHORS[ANCHORS["as_of"] == as_of]
    found = analysis.resolve(asked["published_name"], as_of=as_of)
    failed = [
        (row["thread"], row["published_name"], row["status"], row["codes"])
        for place, row in asked.iterrows()
        if not _as_expected(row["status"], row["codes"], found.loc[place])
    ]
    assert failed == []


def _as_expected(status, codes, got):
    resolved = got["status"] == "resolved"
    if status == "resolved":
        return resolved and got["lg_code"] == codes
    if status == "current":
        return resolved and got["current_lg_code"] == codes
    if status == "ambiguous":
        among = set(got["candidates"].split())
        return got["status"] == "ambiguous" and set(codes.split()) <= among
    if status == "historical_or_declined":
        return not resolved or got["method"] == "historical"
    return not resolved


# --- confidence -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_kinds(sample):
    natural = sample[sample["truth"] != "none"]
    former = telling(generate_former(share=0.03))
    return with_evidence(natural, former[former["truth"] != "none"])


def test_every_kind_of_evidence_is_measured(with_kinds):
    _, evidence = with_kinds
    # Five villages of the Northern Territories are too few to measure.
    common = {kind for kind in evidence if "namesake set aside" not in kind}
    figures = dict(measured())
    assert common <= set(figures)
    assert len(common) >= 12
    assert all(0 < figure < 1 for figure in figures.values())


def test_no_confidence_is_above_what_the_other_half_bears_out(with_kinds):
    answered, evidence = with_kinds
    tested = answered[answered["status"].eq("resolved")]
    tested = tested[tested["origin"].map(held_out)]
    right = tested["outcome"].eq("right").groupby(evidence.loc[tested.index])
    figures = dict(measured())
    overstated = {
        kind: (rights, total, figures[kind])
        for kind, rights, total in right.agg(["sum", "size"]).itertuples()
        if kind in figures and figures[kind] > wilson(rights, total, z=3.29)[1]
    }
    assert overstated == {}


# --- the corpus itself ----------------------------------------------------------------


def test_every_body_is_miswritten_by_fifty_rules_at_least():
    bodies = origins()[::40]
    rules = [{(family, rule) for family, rule, _ in mutants(b)} for b in bodies]
    assert min(map(len, rules)) >= 50


def test_the_corpus_is_the_same_every_time():
    once, again = generate(share=0.01), generate(share=0.01)
    pd.testing.assert_frame_equal(once, again)


@pytest.mark.parametrize(
    ("system", "style", "spelled"),
    [
        ("hepburn", "macron", "ōshū"),
        ("hepburn", "short", "oshu"),
        ("kunrei", "circumflex", "ôsyû"),
        ("nihon", "doubled", "oosyuu"),
        ("wapuro", "as_kana", "oushuu"),
        ("passport", "h", "ohshu"),
    ],
)
def test_a_name_is_spelled_in_every_system_and_style(system, style, spelled):
    assert romanize("おうしゅう", system, style) == spelled


def test_comparison_ignores_case_marks_and_long_vowels():
    assert {fold(t) for t in ("Ōshū", "OSHU", "Oh-shuu", "Ôshû")} == {"oshu"}


@pytest.mark.parametrize(
    ("code", "rule", "truth", "codes"),
    [
        ("032069", "official", "sole", {"032069"}),
        ("342084", "name_and_type", "several", {"342084", "132063"}),
        ("392014", "name_alone", "several", {"392014", "390003"}),
        ("013617", "official", "several", {"013617", "015148"}),
        ("032069", "wrong_prefecture", "none", set()),
        ("032069", "wrong_check_digit", "none", set()),
    ],
)
def test_truth_is_told_without_the_resolver(code, rule, truth, codes):
    body = next(body for body in origins() if body.code == code)
    mutant = next(m for _, name, m in mutants(body) if name == rule)
    assert claimants(mutant) == (truth, codes)


def test_the_halves_are_of_bodies_and_about_equal():
    share = sum(held_out(body.code) for body in origins()) / len(origins())
    assert 0.45 < share < 0.55


def test_an_interval_of_few_cases_is_wide():
    low, high = wilson(2, 2)
    assert (round(low, 2), high) == (0.34, 1.0)
