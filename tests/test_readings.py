import pytest

from analysis.names.readings import Lattice, Reading, sounds

# A few entries as a kanji dictionary has them, so that each rule can be seen alone.
DICTIONARY = {
    "平": [Reading("へい", "on"), Reading("ひら", "kun"), Reading("たい", "kun", "ら")],
    "生": [
        Reading("せい", "on"),
        Reading("い", "kun", "きる"),
        Reading("お", "kun", "う"),
    ],
    "日": [Reading("にち", "on"), Reading("ひ", "kun")],
    "吉": [Reading("きち", "on"), Reading("よし", "kun")],
    "津": [Reading("つ", "kun"), Reading("しん", "on")],
    "高": [Reading("こう", "on"), Reading("たか", "kun", "い")],
    "岡": [Reading("おか", "kun")],
    "山": [Reading("やま", "kun"), Reading("さん", "on")],
    "川": [Reading("かわ", "kun")],
    "泊": [Reading("と", "kun", "まる")],
}


@pytest.fixture(scope="module")
def lattice():
    return Lattice(DICTIONARY)


@pytest.mark.parametrize(
    ("key", "name", "composition"),
    [
        pytest.param("hirasei", "平生", "hira+sei", id="MIC's misreading of Hirao"),
        pytest.param("hiyoshitsu", "日吉津", "hi+yoshi+tsu", id="MIC's of Hiezu"),
        pytest.param("yamagawa", "山川", "yama+gawa", id="voicing"),
        pytest.param("nikkitsu", "日吉津", None, id="two changes at once do not fit"),
        pytest.param("nikkichitsu", "日吉津", "nik+kichi+tsu", id="gemination"),
        pytest.param("kooka", "高岡", None, id="keys have no long o to spell"),
        pytest.param("koka", "高岡", "kou+oka", id="long vowels meet"),
        pytest.param("tomari", "泊", "tomari", id="continuative of a verb"),
        pytest.param("hirayama", "平生", None, id="no such reading"),
        pytest.param("hira", "平生", None, id="a kanji is left over"),
        pytest.param("", "平生", None, id="empty"),
    ],
)
def test_explain_composes_dictionary_readings(lattice, key, name, composition):
    pieces = lattice.explain(key, name)
    assert (sounds(pieces) if pieces else None) == composition


def test_explain_names_the_kind_of_each_reading(lattice):
    pieces = lattice.explain("hirasei", "平生")
    assert [(p.kanji, p.reading.kana, p.reading.kind) for p in pieces] == [
        ("平", "ひら", "kun"),
        ("生", "せい", "on"),
    ]


def test_explain_reads_kana_and_repeated_kanji(lattice):
    assert sounds(lattice.explain("takayama", "たか山")) == "ta+ka+yama"
    assert sounds(lattice.explain("yamayama", "山々")) == "yama+yama"
    assert sounds(lattice.explain("takagaoka", "高ケ岡")) == "taka+ga+oka"


def test_a_kanji_without_readings_explains_nothing(lattice):
    assert lattice.explain("hira", "鑫") is None
