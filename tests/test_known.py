"""What the register makes of texts: bodies, organizations, words."""

import datetime as dt

import pytest

from analysis.sources import known as module
from analysis.sources.known import Known, What


@pytest.fixture(scope="module")
def known():
    return Known(dt.date(2020, 8, 21))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("北上市", "body"),
        ("Kitakami City, Iwate Prefecture", "body"),
        ("府中市", "body"),
        ("Kitakamy City, Iwate", "near"),
        ("Hirasei Town, Yamaguchi", "near"),
        ("江釣子村", "near"),
        ("北上市、奥州市", "joint"),
        ("宮城県北上市", "misplaced"),
        ("北上地区広域行政組合", "union"),
        ("株式会社ほげ", "organization"),
        ("Iwate University", "organization"),
        ("合計", "word"),
        ("Municipality", "word"),
        ("032069", "code"),
        ("12", None),
        ("スマート農業", None),
        ("Plan 2020 of Kitakami City", None),
        ("第120回 Iwate University", "organization"),
        ("第120北上地区広域行政組合", "union"),
        ("", None),
    ],
)
def test_a_text_is_of_a_kind(known, text, kind):
    assert known(text).kind == kind


@pytest.mark.parametrize(
    "text", ["A", "Ａ", "o", "O1", "A-1", "ア", "田", "山", "東", "津", "津・呉"]
)
def test_without_two_letters_together_nothing_is_a_name(known, text):
    assert known(text) == What(None)


@pytest.mark.parametrize(
    "text", ["津市", "津　市", "三重県津", "Tsu", "Ōi", "O\u0304i"]
)
def test_two_letters_are_enough_for_a_name(known, text):
    assert known(text).is_name


def test_a_letter_that_is_a_word_stays_one(known):
    assert known("計").said == "a total"


def test_a_body_has_its_type_prefecture_and_code(known):
    assert known("北上市") == What("body", "city", "03", ("032069",))


def test_namesakes_have_all_their_codes_and_no_prefecture(known):
    assert known("府中市") == What("body", "city", None, ("132063", "342084"))


def test_an_organization_says_what_it_is(known):
    assert known("岩手大学").said == "a university"


def test_what_is_found_nearly_says_how(known):
    texts = ["江釣子村", "Hirasei Town, Yamaguchi"]
    assert [known(text).said for text in texts] == ["historical", "reading"]


@pytest.mark.parametrize(
    ("text", "is_name", "is_entity"),
    [
        ("北上市", True, True),
        ("宮城県北上市", True, True),
        ("岩手大学", False, True),
        ("北上地区広域行政組合", False, True),
        ("合計", False, False),
        ("032069", False, False),
    ],
)
def test_names_and_entities_are_told(known, text, is_name, is_entity):
    what = known(text)
    assert (what.is_name, what.is_entity) == (is_name, is_entity)


def test_many_are_looked_up_as_each_alone(known):
    texts = ["北上市", "Foo", "岩手大学", "北上市"]
    bulk = Known(dt.date(2020, 8, 21))
    bulk.look_up(texts)
    assert [bulk(text) for text in texts] == [known(text) for text in texts]


def test_equal_answers_are_kept_once(known):
    assert known("岩手大学") is known("東北大学")


def test_what_is_forgotten_is_looked_up_again(monkeypatch):
    monkeypatch.setattr(module, "_KEPT_AT_LEAST", 1)
    few = Known(dt.date(2020, 8, 21))
    for text in ("北上市", "奥州市", "花巻市", "盛岡市"):
        few(text)
    assert few("北上市").codes == ("032069",)
