import pandas as pd
import pytest

from analysis.gazetteer.place_readings import (
    PLACE_READING_COLUMNS,
    build_place_readings,
)

DICTIONARY = pd.DataFrame(
    [
        ("田", "た", "", "kun"),
        ("原", "はら", "", "kun"),
        ("上", "うえ", "", "kun"),
        ("中", "なか", "", "kun"),
        ("大", "おお", "", "kun"),
        ("和", "わ", "", "on"),
        ("日", "ひ", "", "kun"),
        ("向", "むかい", "", "kun"),
        ("町", "まち", "", "kun"),
        ("関", "せき", "", "kun"),
    ],
    columns=list(PLACE_READING_COLUMNS),
)


def _built(*names):
    rows = [(f"0000{place}", name, kana) for place, name, kana in names]
    neighbourhoods = pd.DataFrame(rows, columns=["jisx0402", "neighbourhood", "kana"])
    table = build_place_readings(neighbourhoods, DICTIONARY)
    return list(zip(table["kanji"], table["reading"], strict=True))


@pytest.mark.parametrize(
    ("names", "readings"),
    [
        pytest.param([(1, "大和", "ヤマト")], [("大和", "やまと")], id="a word"),
        pytest.param(
            [(1, "日向町", "ヒナタマチ"), (2, "日向", "ヒナタ")],
            [("日向", "ひなた")],
            id="no reading of its kanji",
        ),
        pytest.param(
            [(1, "上原", "ウエハル"), (2, "中原町", "ナカハルマチ"), (3, "原", "ハル")],
            [("原", "はる")],
            id="one kanji in several places and words",
        ),
        pytest.param([(1, "田原町", "タハルマチ")], [], id="one kanji in one place"),
        pytest.param([(1, "上田", "ウエダ")], [], id="explained"),
        pytest.param([(1, "上関", "ウエノセキ")], [], id="a particle"),
        pytest.param([(1, "鑫田", "キンタ")], [], id="kanji outside the dictionary"),
        pytest.param([(1, "北３条", "キタ３ジョウ")], [], id="not kanji alone"),
    ],
)
def test_place_readings_are_what_the_dictionary_leaves_over(names, readings):
    assert _built(*names) == readings


def test_place_readings_have_the_columns_of_the_dictionary():
    table = build_place_readings(
        pd.DataFrame(
            {"jisx0402": ["1"], "neighbourhood": ["大和"], "kana": ["ヤマト"]}
        ),
        DICTIONARY,
    )
    assert table.to_dict("records") == [
        {"kanji": "大和", "reading": "やまと", "okurigana": "", "kind": "name"}
    ]
