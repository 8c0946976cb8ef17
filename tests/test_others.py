from importlib.resources import files

import pandas as pd
import pytest

from analysis.names.fold import fold_text
from analysis.names.japanese import is_subprefecture, strip_office, strip_subprefecture
from analysis.names.joint import split_joint
from analysis.names.marks import strip_marks
from analysis.names.others import is_union, not_a_government
from analysis.names.romaji import hepburn

OTHERS = """
a company | Toyota Motor; Foo Co., Ltd.; K.K. Foo; ㈱日立; (有)北上商店
a university | Iwate University; 岩手大学; 盛岡短期大学
a school | Kitakami High School; 北上高校; 北上市立北上中学校
a hospital or clinic | Kitakami City Hospital; 岩手大学附属病院; 北上診療所
a station | Kitakami Station; 北上駅; 北上駅(岩手県); 新宿駅前
an airport, port or road | Hanamaki Airport; Port of Kobe
an airport, station or road | 花巻空港; 道の駅北上
a board or council | Kitakami City Board of Education; 北上市教育委員会; 北上市議会
a museum, library or hall | Kitakami City Library; 北上市立図書館
a corporation of another kind | 財団法人北上振興; NPO北上
an association | Kitakami Chamber of Commerce; 北上観光協会; 北上商工会議所
a cooperative | Kitakami Agricultural Cooperative; 花巻農業協同組合; JA北上; 信用組合
a bank | Bank of Iwate; 岩手銀行
an office of the state | Ministry of Health; Kanto Bureau of Finance; 盛岡地方裁判所
a ministry | 総務省
an agency of the state | 気象庁; 消防庁
a bureau | 北上市水道局
a region | Kanto Region; Tokyo Metropolitan Area; 東北地方
a natural feature | Mt. Fuji; Lake Biwa; Awaji Island; 小笠原諸島
a sight or facility | Ueno Park; 北上公園
an address or a part of a municipality | 中央区1丁目; 北上市大字相去
a part of a municipality | 北上市中央地区
a district of another kind | 北上土地改良区
a branch of a prefecture | 北海道石狩振興局; 上川支庁
a person | Mayor of Kitakami; 北上市長
several bodies, not all of them named | 北上市ほか2町; 北上市等; 県内の市町村
a total | Total; 合計; Grand Total:
a heading | Name of entity; 団体名; 市町村名; Municipality
a body of another country | New York State
"""
UNIONS = """
北上地区広域行政組合; 県央広域市町村圏事務組合; 長野県後期高齢者医療広域連合
岩手中部水道企業団; 盛岡地区衛生処理組合; 奥州金ケ崎行政事務組合; 岩手県競馬組合
北上地区消防組合; 名古屋港管理組合
Okitama Wide-Area Union; Okitama Wide Area Federation; Kansai Regional Union
Kitakami Partial-affairs Association; Kitakami Fire Department Association
Union of Kitakami City and Hanamaki City; Oshu Administrative Affairs Association
"""
NO_UNIONS = (
    "Union City; Union; Soviet Union; 北上市; 組合; 花巻農業協同組合; 岩手信用組合"
)


def cases(table):
    for line in table.strip().splitlines():
        meaning, _, texts = line.rpartition(" | ")
        for text in texts.split("; "):
            yield pytest.param(fold_text(text), meaning, id=text)


@pytest.fixture(scope="module")
def real_names():
    """Every body since 1889, with and without prefecture, county, city and type."""
    data = files("analysis") / "data"
    names: set[str] = set()
    register = pd.read_parquet(data / "register.parquet")
    history = pd.read_parquet(data / "history.parquet")
    prefectures = dict(
        zip(register["prefecture_code"], register["prefecture_ja"], strict=True)
    )
    english = dict(
        zip(register["prefecture_code"], register["prefecture_en"], strict=True)
    )
    names.update(register["name_kana"], register["name_kana"].map(hepburn))
    names.update(
        history["stem_kana"].dropna(), history["stem_kana"].dropna().map(hepburn)
    )
    names.update(register["county_ja"].dropna())
    for table in (register, history):
        for code, county, name, name_en in zip(
            table["prefecture_code"],
            table["county_ja"].fillna(""),
            table["name_ja"],
            table["name_en"].fillna(""),
            strict=True,
        ):
            prefecture = prefectures[code]
            names |= {name, county + name, prefecture + name}
            names |= {prefecture + county + name, name[:-1]}
            if name_en and name != prefecture:
                names |= {name_en, f"{name_en}, {english[code]} Prefecture"}
    return sorted(fold_text(name) for name in names)


@pytest.mark.parametrize(("text", "meaning"), [*cases(OTHERS)])
def test_what_is_no_local_government_is_told(text, meaning):
    assert not_a_government(text) == meaning


@pytest.mark.parametrize("text", UNIONS.replace("\n", "; ").strip("; ").split("; "))
def test_unions_of_local_governments_are_told(text):
    assert is_union(text)
    assert not_a_government(text) is None


@pytest.mark.parametrize("text", NO_UNIONS.split("; "))
def test_other_unions_are_none_of_local_governments(text):
    assert not is_union(text)


def test_no_body_since_1889_is_called_something_else(real_names):
    wrong = [n for n in real_names if not_a_government(n) or is_union(n)]
    assert wrong == []


def test_no_body_since_1889_is_cut_or_split(real_names):
    whole = (strip_marks, strip_office, strip_subprefecture)
    wrong = [n for n in real_names if any(change(n) != n for change in whole)]
    assert wrong == []
    assert [n for n in real_names if split_joint(n) or is_subprefecture(n)] == []


def test_the_office_of_a_body_is_that_body(real_names):
    offices = {
        "市": "役所",
        "区": "役所",
        "町": "役場",
        "村": "役場",
        "県": "庁",
        "府": "庁",
    }
    bodies = [n for n in real_names if len(n) > 1 and n[-1] in offices]
    wrong = [n for n in bodies if strip_office(n + offices[n[-1]]) != n]
    assert wrong == []
    assert [n for n in bodies if not_a_government(n + offices[n[-1]])] == []
