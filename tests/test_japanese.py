import pytest

from analysis.names.fold import fold_text
from analysis.names.japanese import (
    is_subprefecture,
    japanese_kind,
    split_japanese,
    strip_office,
    strip_subprefecture,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("平生町（山口県）", ("平生町", "山口県")),
        ("岩手県　北上市", ("岩手県", "北上市")),
        ("岩手県｜北上市", ("岩手県", "北上市")),
        ("東村山市", ("東村山市",)),
        ("、", ()),
    ],
)
def test_split_japanese_cuts_at_punctuation_only(text, parts):
    assert split_japanese(fold_text(text)) == parts


def test_japanese_kind_reads_the_last_character():
    assert japanese_kind("町田市") == "city"
    assert japanese_kind("平生") is None


@pytest.mark.parametrize(
    ("office", "body"),
    [
        ("北上市役所", "北上市"),
        ("中央区役所", "中央区"),
        ("平生町役場", "平生町"),
        ("日吉津村役場", "日吉津村"),
        ("岩手県庁", "岩手県"),
        ("北海道庁", "北海道"),
        ("東京都庁", "東京都"),
        ("大阪府庁", "大阪府"),
        ("北上市庁舎", "北上市"),
        ("北上市役所本庁舎", "北上市"),
        ("北上役所", "北上"),
    ],
)
def test_strip_office_gives_the_body(office, body):
    assert strip_office(office) == body


@pytest.mark.parametrize(
    "text", ["市役所", "町役場", "役場", "県庁", "気象庁", "消防庁", ""]
)
def test_strip_office_leaves_what_is_no_office_of_a_body(text):
    assert strip_office(text) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("北海道上川総合振興局美瑛町", "北海道美瑛町"),
        ("石狩振興局当別町", "当別町"),
        ("北海道石狩支庁当別町", "北海道当別町"),
        ("上川管内美瑛町", "美瑛町"),
        ("北海道オホーツク総合振興局管内網走市", "北海道網走市"),
        ("東京都大島支庁大島町", "東京都大島町"),
        ("石狩支庁", "石狩支庁"),
    ],
)
def test_strip_subprefecture_leaves_prefecture_and_municipality(text, rest):
    assert strip_subprefecture(text) == rest
    assert is_subprefecture(text) == (text == rest)
