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
    "一": [Reading("いち", "on")],
    "関": [Reading("せき", "kun")],
    "種": [Reading("たね", "kun")],
    "島": [Reading("しま", "kun")],
    "竜": [Reading("りゅう", "on"), Reading("たつ", "kun")],
    "天": [Reading("てん", "on")],
    "王": [Reading("おう", "on")],
    "神": [Reading("かみ", "kun")],
    "林": [Reading("はやし", "kun")],
    "鳥": [Reading("とり", "kun")],
    "取": [Reading("とり", "kun")],
    "佐": [Reading("さ", "on")],
    "新": [Reading("にい", "kun")],
    "井": [Reading("い", "kun")],
    "清": [Reading("きよ", "kun", "い")],
    "治": [Reading("おさ", "kun", "める")],
    "般": [Reading("はん", "on")],
    "若": [Reading("にゃ", "on")],
    "東": [Reading("ひがし", "kun")],
    "大": [Reading("だい", "on"), Reading("おお", "kun")],
    "和": [Reading("わ", "on")],
    "大和": [Reading("やまと", "name")],
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
        pytest.param("tottori", "鳥取", "tot+tori", id="gemination of ri"),
        pytest.param("sassa", "佐々", "sas+sa", id="gemination added"),
        pytest.param("tenno", "天王", "ten+nou", id="n links"),
        pytest.param("kanbayashi", "神林", "kan+bayashi", id="mi turns nasal"),
        pytest.param("kooka", "高岡", None, id="keys have no long o to spell"),
        pytest.param("koka", "高岡", "kou+oka", id="long vowels meet"),
        pytest.param("nii", "新井", "nii+i", id="no i thrice"),
        pytest.param("hanya", "般若", "han+nya", id="nny is ny in a key"),
        pytest.param("tomari", "泊", "tomari", id="continuative of a verb"),
        pytest.param("kiyoshi", "清", "kiyoshi", id="classical adjective"),
        pytest.param("osamu", "治", "osamu", id="classical verb"),
        pytest.param("ichinoseki", "一関", "ichi+no+seki", id="no is not written"),
        pytest.param("tanegashima", "種島", "tane+ga+shima", id="ga is not written"),
        pytest.param("hirano", "平", "hira+no", id="no before the type word"),
        pytest.param("hiraga", "平", None, id="no other particle before it"),
        pytest.param("nohira", "平", None, id="no particle at the beginning"),
        pytest.param("yamato", "大和", "yamato", id="a word"),
        pytest.param("higashiyamato", "東大和", "higashi+yamato", id="a word inside"),
        pytest.param("daiwa", "大和", "dai+wa", id="a word kanji by kanji"),
        pytest.param("hirayama", "平生", None, id="no such reading"),
        pytest.param("hira", "平生", None, id="a kanji is left over"),
        pytest.param("hirase", "平生", None, id="a letter is left over"),
        pytest.param("", "平生", None, id="empty"),
        pytest.param("hira", "", None, id="empty name"),
    ],
)
def test_explain_composes_dictionary_readings(lattice, key, name, composition):
    pieces = lattice.explain(key, name)
    assert (sounds(pieces) if pieces else None) == composition
    assert lattice.can_be_read(key, name) == (pieces is not None)


def test_explain_names_the_kind_of_each_reading(lattice):
    pieces = lattice.explain("hirasei", "平生")
    assert [(p.kanji, p.reading.kana, p.reading.kind) for p in pieces] == [
        ("平", "ひら", "kun"),
        ("生", "せい", "on"),
    ]


def test_explain_shows_a_particle_as_a_piece_of_its_own(lattice):
    pieces = lattice.explain("ichinoseki", "一関")
    assert [(p.kanji, p.letters, p.change) for p in pieces] == [
        ("一", "ichi", ""),
        ("", "no", "inserted"),
        ("関", "seki", ""),
    ]


def test_explain_shows_a_word_as_one_piece(lattice):
    (piece,) = lattice.explain("yamato", "大和")
    assert (piece.kanji, piece.reading) == ("大和", Reading("やまと", "name"))


def test_explain_prefers_what_changes_least():
    lattice = Lattice(
        {
            "野": [Reading("の", "kun"), Reading("や", "on")],
            "中": [Reading("なか", "kun")],
            "島": [Reading("じま", "name"), Reading("しま", "kun")],
            "中島": [Reading("なかじま", "name")],
        }
    )
    pieces = lattice.explain("nakajima", "中島")
    assert [(p.kanji, p.reading.kind, p.change) for p in pieces] == [
        ("中", "kun", ""),
        ("島", "name", ""),
    ]
    assert [p.change for p in lattice.explain("nakano", "中野")] == ["", ""]


def test_explain_reads_kana_and_repeated_kanji(lattice):
    assert sounds(lattice.explain("takayama", "たか山")) == "taka+yama"
    assert sounds(lattice.explain("yamakyanon", "山キャノン")) == "yama+kyanon"
    assert sounds(lattice.explain("yamayama", "山々")) == "yama+yama"
    assert sounds(lattice.explain("takagaoka", "高ケ岡")) == "taka+ga+oka"
    assert sounds(lattice.explain("takagaoka", "高ヶ岡")) == "taka+ga+oka"


def test_a_kanji_without_readings_explains_nothing(lattice):
    assert lattice.explain("hira", "鑫") is None


def test_forms_of_a_kanji_share_their_readings():
    assert Lattice(DICTIONARY).explain("tatsuyama", "龍山") is None
    pieces = Lattice(DICTIONARY, {"龍": "竜"}).explain("tatsuyama", "龍山")
    assert [piece.kanji for piece in pieces] == ["龍", "山"]
