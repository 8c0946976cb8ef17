"""Items of lists → the entities that they name. Facts of the register of 2020-08-21."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gazetteer.register import register
from analysis.sources.entries.read import read_entries
from analysis.sources.known import Known

_DAY = dt.date(2020, 8, 21)

# Text, context, and the (published name, full name) of each entry; a "=" is the same.
_PLAIN = [
    ("北上市", "", [("北上市", "=")]),
    ("岩手県北上市", "", [("岩手県北上市", "=")]),
    ("Kitakami City, Iwate Prefecture", "", [("Kitakami City, Iwate Prefecture", "=")]),
    ("宮城県", "", [("宮城県", "=")]),
    ("北上市※1", "", [("北上市※1", "=")]),
    ("Kitakami City *2", "", [("Kitakami City *2", "=")]),
    ("北上市¹", "", [("北上市", "=")]),
    ("北上市 注1", "", [("北上市 注1", "=")]),
    ("「北上市」", "", [("北上市", "=")]),
    ('"Kitakami City"', "", [("Kitakami City", "=")]),
    ("【北上市】", "", [("北上市", "=")]),
    ("北上市。", "", [("北上市", "=")]),
    ("北上市，", "", [("北上市", "=")]),
    ("Kitakami City, Iwate.", "", [("Kitakami City, Iwate", "=")]),
    ("北上市;", "", [("北上市", "=")]),
    ("北上市……3", "", [("北上市", "=")]),
    ("Kitakami City ..... 12", "", [("Kitakami City", "=")]),
    ("中央区", "", [("中央区", "=")]),
    ("札幌市、中央区", "", [("札幌市、中央区", "=")]),
    ("Chuo Ward, Sapporo City", "", [("Chuo Ward, Sapporo City", "=")]),
    ("Kochi City, Kochi Prefecture", "", [("Kochi City, Kochi Prefecture", "=")]),
    ("岩手県、北上市", "", [("岩手県、北上市", "=")]),
    ("岩手県 北上市", "", [("岩手県 北上市", "=")]),
    ("032069", "", [("032069", "=")]),
    ("ひらせい町", "", [("ひらせい町", "=")]),
    ("Hirasei Town, Yamaguchi", "", [("Hirasei Town, Yamaguchi", "=")]),
    ("株式会社ほげ", "", [("株式会社ほげ", "=")]),
    ("（株）ほげ", "", [("（株）ほげ", "=")]),
    ("Foo Co., Ltd.", "", [("Foo Co., Ltd.", "=")]),
    ("", "", [("", "=")]),
    ("。、", "", [("。、", "=")]),
]
_CONTEXT = [
    ("北上市", "岩手県", [("北上市", "岩手県北上市")]),
    ("北上市", "【岩手県】", [("北上市", "岩手県北上市")]),
    ("北上市", "Iwate Prefecture", [("北上市", "岩手県北上市")]),
    ("北上市", "Iwate", [("北上市", "岩手県北上市")]),
    ("Kitakami City", "Iwate", [("Kitakami City", "Kitakami City, Iwate Prefecture")]),
    ("Kitakami City", "岩手", [("Kitakami City", "Kitakami City, Iwate Prefecture")]),
    ("平泉町", "西磐井郡", [("平泉町", "岩手県西磐井郡平泉町")]),
    ("平泉町", "岩手県西磐井郡", [("平泉町", "岩手県西磐井郡平泉町")]),
    (
        "平泉町",
        "Nishiiwai District, Iwate Prefecture",
        [("平泉町", "岩手県西磐井郡平泉町")],
    ),
    (
        "Hiraizumi Town",
        "岩手県西磐井郡",
        [("Hiraizumi Town", "Hiraizumi Town, Nishiiwai District, Iwate Prefecture")],
    ),
    # A city lies in no county: the heading of one has ended before it.
    ("北上市", "岩手県西磐井郡", [("北上市", "岩手県北上市")]),
    ("府中市", "広島県", [("府中市", "広島県府中市")]),
    ("Fuchu City", "広島県", [("Fuchu City", "Fuchu City, Hiroshima Prefecture")]),
    ("府中市", "広島県福山市", [("府中市", "広島県府中市")]),
    ("中央区", "札幌市", [("中央区", "北海道札幌市中央区")]),
    (
        "Chuo Ward",
        "札幌市",
        [("Chuo Ward", "Chuo Ward, Sapporo City, Hokkaido")],
    ),
    ("富良野市", "北海道", [("富良野市", "北海道富良野市")]),
    # What has a place of its own keeps it, whatever stands over it.
    ("岩手県北上市", "宮城県", [("岩手県北上市", "=")]),
    ("北上市（岩手県）", "岩手県", [("北上市（岩手県）", "=")]),
    ("Kitakami City, Iwate", "Miyagi", [("Kitakami City, Iwate", "=")]),
    ("宮城県", "宮城県", [("宮城県", "=")]),
    ("Miyagi Prefecture", "宮城県", [("Miyagi Prefecture", "=")]),
    ("宮城県", "岩手県", [("宮城県", "=")]),
    ("岩手", "岩手県", [("岩手", "=")]),
    # A stated place must hold: the resolver says that there is none.
    ("北上市", "宮城県", [("北上市", "宮城県北上市")]),
    (
        "Kitakami City",
        "Miyagi Prefecture",
        [("Kitakami City", "Kitakami City, Miyagi Prefecture")],
    ),
    ("ほげほげ市", "岩手県", [("ほげほげ市", "岩手県ほげほげ市")]),
    ("平泉町", "岩手郡", [("平泉町", "岩手県岩手郡平泉町")]),
    ("北上市", "岩手県（3団体）", [("北上市", "岩手県北上市")]),
    # No place.
    ("北上市", "要件A", [("北上市", "=")]),
    ("北上市", "採択団体一覧", [("北上市", "=")]),
    ("株式会社ほげ", "岩手県", [("株式会社ほげ", "=")]),
    ("岩手大学", "岩手県盛岡市", [("岩手大学", "=")]),
    ("北上地区広域行政組合", "岩手県", [("北上地区広域行政組合", "=")]),
    ("江釣子村", "岩手県", [("江釣子村", "岩手県江釣子村")]),
]
_DITTO = [
    ("同県奥州市", "岩手県", [("同県奥州市", "岩手県奥州市")]),
    ("同奥州市", "岩手県", [("同奥州市", "岩手県奥州市")]),
    ("同　奥州市", "岩手県", [("同　奥州市", "岩手県奥州市")]),
    ("〃 奥州市", "岩手県", [("〃 奥州市", "岩手県奥州市")]),
    ("〃奥州市", "Iwate", [("〃奥州市", "岩手県奥州市")]),
    ("同県奥州市", "", [("同県奥州市", "=")]),
    ("同上", "岩手県", [("同上", "=")]),
    ("同市", "岩手県北上市", [("同市", "=")]),
    ("〃", "岩手県", [("〃", "=")]),
    (
        "Oshu City, same prefecture",
        "Iwate",
        [("Oshu City, same prefecture", "Oshu City, Iwate Prefecture")],
    ),
    (
        "岩手県北上市、同県奥州市",
        "",
        [("岩手県北上市", "="), ("同県奥州市", "岩手県奥州市")],
    ),
    (
        "広島県福山市及び同県府中市",
        "",
        [("広島県福山市", "="), ("同県府中市", "広島県府中市")],
    ),
    (
        "札幌市中央区、同市北区",
        "",
        [("札幌市中央区", "="), ("同市北区", "札幌市北区")],
    ),
    (
        "岩手県西磐井郡平泉町、同県北上市",
        "",
        [("岩手県西磐井郡平泉町", "="), ("同県北上市", "岩手県北上市")],
    ),
]
_JOINT = [
    ("北上市・奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    (
        "北上市・奥州市",
        "岩手県",
        [("北上市", "岩手県北上市"), ("奥州市", "岩手県奥州市")],
    ),
    (
        "北上市、奥州市及び花巻市",
        "",
        [("北上市", "="), ("奥州市", "="), ("花巻市", "=")],
    ),
    (
        "埼玉県ときがわ町・山口県阿武町",
        "",
        [("埼玉県ときがわ町", "="), ("山口県阿武町", "=")],
    ),
    ("北上市と奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    ("北上市／奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    ("北上市※1、奥州市※2", "", [("北上市※1", "="), ("奥州市※2", "=")]),
    (
        "岩手県北上市・奥州市",
        "",
        [("岩手県北上市", "="), ("奥州市", "岩手県奥州市")],
    ),
    (
        "岩手県北上市・宮城県栗原市",
        "",
        [("岩手県北上市", "="), ("宮城県栗原市", "=")],
    ),
    # The first place is not that of the second.
    ("岩手県北上市・栗原市", "", [("岩手県北上市", "="), ("栗原市", "=")]),
    (
        "岩手県：北上市、奥州市",
        "",
        [("岩手県：北上市", "="), ("奥州市", "岩手県奥州市")],
    ),
    (
        "【広島県】府中市、福山市",
        "",
        [("【広島県】府中市", "="), ("福山市", "広島県福山市")],
    ),
    (
        "北上市、奥州市（岩手県）",
        "",
        [("北上市", "岩手県北上市"), ("奥州市（岩手県）", "=")],
    ),
    (
        "岩手県・北上市、宮城県・栗原市",
        "",
        [("岩手県・北上市", "="), ("宮城県・栗原市", "=")],
    ),
    ("岩手県、宮城県", "", [("岩手県", "="), ("宮城県", "=")]),
    ("岩手県と北上市", "", [("岩手県", "="), ("北上市", "岩手県北上市")]),
    (
        "Iwate Prefecture and Kitakami City",
        "",
        [
            ("Iwate Prefecture", "="),
            ("Kitakami City", "Kitakami City, Iwate Prefecture"),
        ],
    ),
    # A prefecture with its cities, or three that joined: not told apart.
    ("岩手県、北上市、奥州市", "", [("岩手県、北上市、奥州市", "=")]),
    (
        "Kitakami City and Hirao Town",
        "",
        [("Kitakami City", "="), ("Hirao Town", "=")],
    ),
    (
        "Kitakami City and Oshu City, Iwate Prefecture",
        "",
        [
            ("Kitakami City", "Kitakami City, Iwate Prefecture"),
            ("Oshu City, Iwate Prefecture", "="),
        ],
    ),
    (
        "Kitakami City, Oshu City, and Hanamaki City, Iwate",
        "",
        [
            ("Kitakami City", "Kitakami City, Iwate Prefecture"),
            ("Oshu City", "Oshu City, Iwate Prefecture"),
            ("Hanamaki City, Iwate", "="),
        ],
    ),
    (
        "Kitakami City, Iwate Prefecture, Kurihara City, Miyagi Prefecture",
        "",
        [
            ("Kitakami City, Iwate Prefecture", "="),
            ("Kurihara City, Miyagi Prefecture", "="),
        ],
    ),
    (
        "Kitakami City (Iwate), Mutsu City (Aomori)",
        "",
        [("Kitakami City (Iwate)", "="), ("Mutsu City (Aomori)", "=")],
    ),
    (
        "Kitakami and Oshu Cities, Iwate",
        "",
        [("Kitakami", "Kitakami City, Iwate"), ("Oshu", "Oshu City, Iwate")],
    ),
    ("北上市ほか2市", "", [("北上市", "=")]),
    ("北上市他１市２町", "", [("北上市", "=")]),
    ("北上市等", "岩手県", [("北上市", "岩手県北上市")]),
    ("北上市、奥州市ほか", "", [("北上市", "="), ("奥州市", "=")]),
    ("Kitakami City and two other cities", "", [("Kitakami City", "=")]),
    ("Kitakami City, etc.", "", [("Kitakami City", "=")]),
    (
        "北上市、岩手大学、株式会社ほげ",
        "",
        [("北上市", "="), ("岩手大学", "="), ("株式会社ほげ", "=")],
    ),
    ("岩手大学、北上市", "", [("岩手大学", "="), ("北上市", "=")]),
    ("北上市・岩手大学", "", [("北上市", "="), ("岩手大学", "=")]),
    (
        "Hokkaido University and Sapporo City",
        "",
        [("Hokkaido University", "="), ("Sapporo City", "=")],
    ),
    (
        "Kitakami City, Iwate Prefecture, and Foo Co., Ltd.",
        "",
        [("Kitakami City, Iwate Prefecture", "="), ("Foo Co., Ltd.", "=")],
    ),
    (
        "Foo Co., Ltd. and Kitakami City",
        "",
        [("Foo Co., Ltd.", "="), ("Kitakami City", "=")],
    ),
    ("北上市 奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    (
        "岩手県 北上市　奥州市",
        "",
        [("岩手県 北上市", "="), ("奥州市", "岩手県奥州市")],
    ),
    (
        "北上市、奥洲市",
        "岩手県",
        [("北上市", "岩手県北上市"), ("奥洲市", "岩手県奥洲市")],
    ),
    (
        "Kitakami City and Fooville City",
        "",
        [("Kitakami City", "="), ("Fooville City", "=")],
    ),
    ("札幌市中央区・北区", "", [("札幌市中央区", "="), ("北区", "札幌市北区")]),
    ("NPO法人ほげ、北上市", "", [("NPO法人ほげ", "="), ("北上市", "=")]),
    ("北上市・株式会社ほげ共同企業体", "", [("北上市・株式会社ほげ共同企業体", "=")]),
    # One organization, or what cannot be told from one.
    ("奥州市・金ケ崎町行政組合", "", [("奥州市・金ケ崎町行政組合", "=")]),
    ("北上市・奥州市教育委員会", "", [("北上市・奥州市教育委員会", "=")]),
    ("ソフト・ほげ株式会社", "", [("ソフト・ほげ株式会社", "=")]),
    ("Foo & Bar Co., Ltd.", "", [("Foo & Bar Co., Ltd.", "=")]),
    ("Iwate University, Morioka City", "", [("Iwate University, Morioka City", "=")]),
    (
        "Department of Agriculture and Forestry, Iwate Prefecture",
        "",
        [("Department of Agriculture and Forestry, Iwate Prefecture", "=")],
    ),
    ("盛岡、北上、花巻", "", [("盛岡、北上、花巻", "=")]),
    ("北上市、ほげほげ", "", [("北上市、ほげほげ", "=")]),
    ("北上市、江釣子地区", "", [("北上市、江釣子地区", "=")]),
]
_BRACKETS = [
    ("北上市（岩手県）", "", [("北上市（岩手県）", "=")]),
    ("北上市［岩手県］", "", [("北上市［岩手県］", "=")]),
    ("平泉町（西磐井郡）", "", [("平泉町（西磐井郡）", "=")]),
    (
        "岩手県（北上市、奥州市及び西磐井郡平泉町に限る。）",
        "",
        [
            ("北上市", "岩手県北上市"),
            ("奥州市", "岩手県奥州市"),
            ("西磐井郡平泉町", "岩手県西磐井郡平泉町"),
        ],
    ),
    (
        "岩手県（北上市（旧江釣子村の区域に限る。）、奥州市に限る。）",
        "",
        [("北上市", "岩手県北上市"), ("奥州市", "岩手県奥州市")],
    ),
    (
        "岩手県(北上市、奥州市)",
        "",
        [("北上市", "岩手県北上市"), ("奥州市", "岩手県奥州市")],
    ),
    ("岩手県（北上市のみ）", "", [("北上市", "岩手県北上市")]),
    (
        "Iwate Prefecture (Kitakami City and Oshu City)",
        "",
        [
            ("Kitakami City", "Kitakami City, Iwate Prefecture"),
            ("Oshu City", "Oshu City, Iwate Prefecture"),
        ],
    ),
    (
        "Iwate Prefecture (only Kitakami City and Oshu City)",
        "",
        [
            ("Kitakami City", "Kitakami City, Iwate Prefecture"),
            ("Oshu City", "Oshu City, Iwate Prefecture"),
        ],
    ),
    ("岩手県（盛岡市を除く。）", "", [("岩手県", "=")]),
    ("岩手県〔盛岡市を除く〕", "", [("岩手県", "=")]),
    ("Iwate Prefecture (excluding Morioka City)", "", [("Iwate Prefecture", "=")]),
    ("岩手県（代表）", "", [("岩手県", "=")]),
    ("北上市（代表）", "", [("北上市", "=")]),
    ("北上市（代表）", "岩手県", [("北上市", "岩手県北上市")]),
    ("（代表）北上市", "", [("北上市", "=")]),
    ("北上市（スマート農業推進事業）", "", [("北上市", "=")]),
    ("北上市（子育て支援センター整備）", "", [("北上市", "=")]),
    ("北上市（人口９万人）", "", [("北上市", "=")]),
    ("北上市〈新規〉", "", [("北上市", "=")]),
    ("Kitakami City (lead applicant)", "", [("Kitakami City", "=")]),
    (
        "Kitakami City (new), Iwate Prefecture",
        "",
        [
            (
                "Kitakami City (new), Iwate Prefecture",
                "Kitakami City, Iwate Prefecture",
            )
        ],
    ),
    (
        "北上市（連携主体：奥州市、花巻市）",
        "",
        [("北上市", "="), ("奥州市", "="), ("花巻市", "=")],
    ),
    (
        "岩手県北上市（共同提案：金ケ崎町）",
        "",
        [("岩手県北上市", "="), ("金ケ崎町", "岩手県金ケ崎町")],
    ),
    ("北上市（奥州市と共同）", "", [("北上市", "="), ("奥州市", "=")]),
    ("北上市（共同提案）", "", [("北上市", "=")]),
    (
        "北上市（連携：岩手大学、株式会社ほげ）",
        "",
        [("北上市", "="), ("岩手大学", "="), ("株式会社ほげ", "=")],
    ),
    (
        "Kitakami City (jointly with Oshu City and Hanamaki City)",
        "",
        [("Kitakami City", "="), ("Oshu City", "="), ("Hanamaki City", "=")],
    ),
    (
        "岩手県（連携主体：北上市）",
        "",
        [("岩手県", "="), ("北上市", "岩手県北上市")],
    ),
    ("北上市（きたかみし）", "", [("北上市（きたかみし）", "北上市")]),
    (
        "北上市（きたかみし）",
        "岩手県",
        [("北上市（きたかみし）", "岩手県北上市")],
    ),
    (
        "小国町（おぐにまち）",
        "熊本県",
        [("小国町（おぐにまち）", "熊本県小国町")],
    ),
    ("北上市（旧江釣子村）", "", [("北上市", "=")]),
    ("北上市（ほか２市）", "", [("北上市", "=")]),
    (
        "横浜市（中区、西区）",
        "",
        [("中区", "神奈川県横浜市中区"), ("西区", "神奈川県横浜市西区")],
    ),
    (
        "Iwate (Kitakami City, Oshu City)",
        "",
        [
            ("Kitakami City", "Kitakami City, Iwate Prefecture"),
            ("Oshu City", "Oshu City, Iwate Prefecture"),
        ],
    ),
    # Two bodies, and nothing says how they belong together.
    ("北上市（奥州市）", "", [("北上市（奥州市）", "=")]),
    ("北上市（宮城県）", "", [("北上市（宮城県）", "=")]),
    ("江釣子地区（北上市）", "", [("江釣子地区（北上市）", "=")]),
    ("岩手県（県南地域に限る。）", "", [("岩手県（県南地域に限る。）", "=")]),
    ("岩手県（宮城県栗原市）", "", [("岩手県（宮城県栗原市）", "=")]),
    ("北上市（奥州市", "", [("北上市（奥州市", "=")]),
]
_BILINGUAL = [
    ("北上市（Kitakami City）", "", [("北上市（Kitakami City）", "北上市")]),
    ("北上市 Kitakami City", "", [("北上市 Kitakami City", "北上市")]),
    ("Kitakami City (北上市)", "", [("Kitakami City (北上市)", "北上市")]),
    ("Kitakami City　北上市", "", [("Kitakami City　北上市", "北上市")]),
    (
        "岩手県北上市 / Kitakami City, Iwate Prefecture",
        "",
        [("岩手県北上市 / Kitakami City, Iwate Prefecture", "岩手県北上市")],
    ),
    (
        "府中市（Fuchu City, Hiroshima Prefecture）",
        "",
        [("府中市（Fuchu City, Hiroshima Prefecture）", "広島県府中市")],
    ),
    (
        "北上市（Kitakami City）",
        "岩手県",
        [("北上市（Kitakami City）", "岩手県北上市")],
    ),
    ("北上市, Iwate Prefecture", "", [("北上市, Iwate Prefecture", "岩手県北上市")]),
    (
        "Kitakami City (岩手県)",
        "",
        [("Kitakami City (岩手県)", "Kitakami City, Iwate Prefecture")],
    ),
    ("平生町（Hirasei Town）", "", [("平生町（Hirasei Town）", "平生町")]),
    (
        "北上市（Kitakami City）、奥州市（Oshu City）",
        "",
        [
            ("北上市（Kitakami City）", "北上市"),
            ("奥州市（Oshu City）", "奥州市"),
        ],
    ),
    (
        "北上市、奥州市 / Kitakami City, Oshu City",
        "",
        [("北上市", "="), ("奥州市", "=")],
    ),
    ("北上市（Oshu City）", "", [("北上市（Oshu City）", "=")]),
    ("北上市 / Oshu City", "", [("北上市 / Oshu City", "=")]),
    ("北上市, Miyagi Prefecture", "", [("北上市, Miyagi Prefecture", "宮城県北上市")]),
    ("北上市（Fooville City）", "", [("北上市（Fooville City）", "=")]),
]
_COLUMNS = [
    (
        "岩手県 北上市 地域IoT実装計画策定",
        "",
        [("岩手県 北上市", "=")],
    ),
    ("北上市　スマート農業推進事業", "", [("北上市", "=")]),
    ("北上市　スマート農業推進事業", "岩手県", [("北上市", "岩手県北上市")]),
    ("北上市　子育て支援センター整備事業", "", [("北上市", "=")]),
    ("北上市：スマート農業推進事業", "", [("北上市", "=")]),
    ("スマート農業推進事業　北上市", "", [("北上市", "=")]),
    ("北上市 奥州市 連携事業", "", [("北上市", "="), ("奥州市", "=")]),
    ("北上市、奥州市　観光連携事業", "", [("北上市", "="), ("奥州市", "=")]),
    (
        "Shiki City, Saitama Prefecture Business Improvement Combining AI-OCR and RPA",
        "",
        [("Shiki City, Saitama Prefecture", "=")],
    ),
    (
        "Kitakami City, Iwate Prefecture Record Sharing between Hospitals",
        "",
        [("Kitakami City, Iwate Prefecture", "=")],
    ),
    ("Kitakami City Smart City Plan", "", [("Kitakami City", "=")]),
    (
        "Tokushima Prefecture Tokushima Data Platform",
        "",
        [("Tokushima Prefecture", "=")],
    ),
    (
        "Tokushima City, Tokushima Data Platform",
        "",
        [("Tokushima City, Tokushima", "=")],
    ),
    ("Kitakami City | Smart Farming", "", [("Kitakami City", "=")]),
    ("032069 北上市", "", [("北上市", "=")]),
    ("北上市 032069", "", [("北上市", "=")]),
    ("北上市（032069）", "", [("北上市", "=")]),
    ("03206 Kitakami City", "", [("Kitakami City", "=")]),
    ("342084 府中市", "", [("府中市", "広島県府中市")]),
    ("032158 北上市", "", [("032158 北上市", "=")]),
    ("北上市企画部情報政策課", "", [("北上市企画部情報政策課", "北上市")]),
    (
        "北上市　企画部　情報政策課",
        "岩手県",
        [("北上市　企画部　情報政策課", "岩手県北上市")],
    ),
    ("市川市企画部", "", [("市川市企画部", "市川市")]),
    ("岩手県市町村課", "", [("岩手県市町村課", "岩手県")]),
    ("北上市役所", "", [("北上市役所", "=")]),
    # None of these is the city.
    *(
        (text, "", [(text, "=")])
        for text in (
            "Kitakami City Board of Education",
            "Kitakami City Hospital",
            "Kitakami City Tourism Consortium",
            "Kitakami City, Iwate Prefecture Tourism Association",
            "Kitakami City Development Co., Ltd.",
            "Kitakami Smart City Plan",
            "in Kitakami City",
            "Council of Kitakami City",
            "Iwate Prefecture Kitakammi City Plan",
            "Kitakami City Oshu City Plan",
            "Kitakami City and Smart Farming",
            "北上市教育委員会",
            "北上市教育委員会生涯学習課",
            "北上市立病院",
            "北上市観光協会",
            "北上市 観光協会",
            "北上市　観光コンソーシアム",
            "北上商工会議所",
            "岩手大学",
            "北上市社会福祉協議会",
            "北上市消防本部警防課",
            "北上市商工会青年部",
            "北上地区広域行政組合",
            "岩手県南広域振興局",
            "北上市民会館",
            "北上市スマート農業推進事業",
            "岩手県 計",
            "スマート農業 in 北上市",
            "岩手県 ほげほげ市 推進計画",
        )
    ),
]
_LABELS = [
    ("申請者：北上市", "", [("北上市", "=")]),
    ("代表団体 北上市", "", [("北上市", "=")]),
    ("団体名　北上市", "岩手県", [("北上市", "岩手県北上市")]),
    ("市町村名：北上市", "", [("北上市", "=")]),
    ("連携主体：北上市、奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    ("代表団体：北上市、連携団体：奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    ("Applicant: Kitakami City", "", [("Kitakami City", "=")]),
    ("Lead applicant: Kitakami City, Iwate", "", [("Kitakami City, Iwate", "=")]),
    ("申請者：株式会社ほげ", "", [("株式会社ほげ", "=")]),
    ("代表（北上市）", "", [("代表（北上市）", "=")]),
]
# A place after a comma is the place of the name before it, be that unknown or wrong.
_PLACES_AFTER = [
    *(
        (text, "", [(text, "=")])
        for text in (
            "Minato Town, Niigata Prefecture",
            "Xyz City, Hokkaido",
            "Kitakami City, Miyagi Prefecture",
            "Kitakami City, Xyz Prefecture",
            "Kitakami City, Oshu City, Miyagi Prefecture",
            "Naka Ward, Sapporo City, Hokkaido",
            "奥州市、岩手県",
            "ほげ市、岩手県",
        )
    ),
    (
        "Foo Town, Nishiiwai District, Iwate Prefecture and Iga City, Mie Prefecture",
        "",
        [
            ("Foo Town, Nishiiwai District, Iwate Prefecture", "="),
            ("Iga City, Mie Prefecture", "="),
        ],
    ),
    ("北上市、宮城県", "", [("北上市", "="), ("宮城県", "=")]),
    (
        "Iga City, Mie Prefecture, Miyagi Prefecture",
        "",
        [("Iga City, Mie Prefecture", "="), ("Miyagi Prefecture", "=")],
    ),
]
_WITH = [
    (
        f"Iga City, Mie Prefecture{how} Hirao Town, Yamaguchi Prefecture",
        "",
        [("Iga City, Mie Prefecture", "="), ("Hirao Town, Yamaguchi Prefecture", "=")],
    )
    for how in (", jointly with", " together with", ", in cooperation with", " with")
] + [
    ("北上市（連携団体）奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    ("北上市×奥州市", "", [("北上市", "="), ("奥州市", "=")]),
    ("Iga City\nOshu City", "", [("Iga City", "="), ("Oshu City", "=")]),
    (
        "Kitakami, Oshu and Hanamaki Cities",
        "",
        [
            ("Kitakami", "Kitakami City"),
            ("Oshu", "Oshu City"),
            ("Hanamaki", "Hanamaki City"),
        ],
    ),
]
_AFTER_COMPANIES = [
    ("Aoba Works Co., Ltd. Camera Link", "", [("Aoba Works Co., Ltd.", "=")]),
    ("Aoba Inc. Tohoku Branch", "", [("Aoba Inc. Tohoku Branch", "=")]),
    ("株式会社あおば　配送最適化事業", "", [("株式会社あおば", "=")]),
    ("あおば株式会社 北上支店", "", [("あおば株式会社 北上支店", "=")]),
    ("国立大学法人 岩手大学 見守り事業", "", [("国立大学法人 岩手大学", "=")]),
    ("Saga Prefecture Saga Prefecture Open Data", "", [("Saga Prefecture", "=")]),
]
_VALUES = [
    *(
        (f"夕張市{value}", "", [("夕張市", "=")])
        for value in (
            " 0123-52-3131",
            "　０１２３－５２－３１３１",
            "（電話0123-52-3131）",
            " 電話 0123-52-3131（代表）",
            " TEL:0123-52-3131 FAX:0123-52-3132",
            " (0123)52-3131",
            " 0123(52)3131",
            "、0123-52-3131",
            " 068-0492",
            " 〒068-0492 本町4-1",
            " ………… 3",
            " ・・・・ 3",
            "・・・・3頁",
            "......P.3",
            "―――― 3",
            " 1,000千円",
            " 5億円",
            " ￥5,000",
            " 7月23日",
            " 2020-07-23",
            " R2.7.23",
            " 5億円 7月下旬 0123-52-3131",
            " kikaku@city.example.jp",
        )
    ),
    *(
        (f"Kitakami City{value}", "", [("Kitakami City", "=")])
        for value in (
            " 5,000,000",
            " 5,000,000 yen",
            " Tel: 0197-64-2111",
            " +81-197-64-2111",
            " 024-8501",
            " ..... p. 3",
            " info@city.example.jp",
        )
    ),
    ("岩手大学 kikaku@example.jp", "", [("岩手大学", "=")]),
    ("株式会社ほげ 03-1234-5678", "", [("株式会社ほげ", "=")]),
    ("北上市 5億円、奥州市 3億円", "", [("北上市", "="), ("奥州市", "=")]),
    ("北上市 企画課 0197-64-2111", "", [("北上市 企画課", "北上市")]),
    # An address, the name of a body without its type, nothing that is a name.
    *(
        (text, "", [(text, "=")])
        for text in (
            "北上市 1-1",
            "岩手県北上市芳町 1-1-1",
            "北上市芳町 0197-64-2111",
            "北上 0197-64-2111",
            "ほげほげ 5億円",
            "024-8501 岩手県北上市芳町",
            "R2.7.23 " * 200 + "R2.7.23",
        )
    ),
]
_AREAS = [
    ("奈良県五條市 西吉野地区", "", [("奈良県五條市", "=")]),
    ("大阪府堺市 全域", "", [("大阪府堺市", "=")]),
    ("北上市 北上駅周辺", "", [("北上市", "=")]),
    ("北上市 市内全域", "", [("北上市", "=")]),
    ("岩手県 全域", "", [("岩手県", "=")]),
    (
        "京都府宮津市、伊根町 天橋立周辺(府中・文珠地区)",
        "",
        [("京都府宮津市", "="), ("伊根町", "京都府伊根町")],
    ),
    # The place alone, another body, and what belongs to the area.
    *(
        (text, "", [(text, "=")])
        for text in (
            "京都府舞鶴市与保呂地区",
            "北上市全域",
            "北上 全域",
            "岩手県 北上地区",
            "北上市 奥州市周辺",
            "北上市 江釣子地区 自治会",
            "北上市 江釣子地区 奥州市 江刺地区",
            "北上市 スマート農業 奥州市",
            "北上市 中央区",
        )
    ),
]
_KINDS_BEFORE = [
    (
        "【市町村】札幌市、東松島市(宮城県)",
        "",
        [("札幌市", "="), ("東松島市(宮城県)", "=")],
    ),
    ("【採択市町村】北上市", "", [("北上市", "=")]),
    ("（市町村）北上市", "岩手県", [("北上市", "岩手県北上市")]),
    ("【都道府県】岩手県", "", [("岩手県", "=")]),
    ("[Municipalities] Kitakami City", "", [("Kitakami City", "=")]),
    # After a name it says which of its parts are meant; another word says who.
    *(
        (text, "", [(text, "=")])
        for text in (
            "岩手県（市町村）",
            "岩手県（全市町村）",
            "【除外】北上市",
            "【岩手大学】北上市",
            "【市町村】ほげほげ",
        )
    ),
]
_PREFECTURES_TOO = [
    (
        "Toyama Prefecture, Asahi Town and Nyuzen Town",
        "",
        [
            ("Toyama Prefecture", "="),
            ("Asahi Town", "Asahi Town, Toyama Prefecture"),
            ("Nyuzen Town", "Nyuzen Town, Toyama Prefecture"),
        ],
    ),
    (
        "富山県、朝日町及び入善町",
        "",
        [
            ("富山県", "="),
            ("朝日町", "富山県朝日町"),
            ("入善町", "富山県入善町"),
        ],
    ),
    *(
        (
            f"Miyagi Prefecture {mark} Misato Town",
            "",
            [
                ("Miyagi Prefecture", "="),
                ("Misato Town", "Misato Town, Miyagi Prefecture"),
            ],
        )
        for mark in ("and", "&", "with")
    ),
    # Without "and" it could be the place, and so could Hokkaido with it.
    *(
        (text, "", [(text, "=")])
        for text in (
            "Toyama Prefecture, Asahi Town, Nyuzen Town",
            "Toyama Prefecture, Asahi Town",
            "Hokkaido, Date City and Muroran City",
        )
    ),
    (
        "岩手県久慈市、大阪・堺市、兵庫県赤穂市",
        "",
        [("岩手県久慈市", "="), ("大阪・堺市", "大阪府堺市"), ("兵庫県赤穂市", "=")],
    ),
    ("大阪・堺市", "", [("大阪・堺市", "=")]),
    ("大阪市・堺市", "", [("大阪市", "="), ("堺市", "=")]),
    *(
        (text, "", [(text, "=")])
        for text in (
            "宮城県白石市、岩手・宮城・栗原市",
            "宮城県白石市、山形・福島市",
            "岩手県北上市・大阪・堺市・兵庫県赤穂市",
        )
    ),
]
_OTHERS = [
    ("旧江釣子村", "", [("旧江釣子村", "江釣子村")]),
    ("旧江釣子村", "岩手県", [("旧江釣子村", "岩手県江釣子村")]),
    ("岩手県旧江釣子村", "", [("岩手県旧江釣子村", "岩手県江釣子村")]),
    (
        "former Ezuriko Village",
        "Iwate",
        [("former Ezuriko Village", "Ezuriko Village, Iwate Prefecture")],
    ),
    # There is a 北上市 today, which is not the former one.
    ("旧北上市", "", [("旧北上市", "=")]),
    *(
        (text, "", [(text, "=")])
        for text in (
            "岩手県北上市芳町1-1",
            "岩手県北上市 芳町1-1",
            "〒024-8501 岩手県北上市芳町1-1",
            "1-1 Yoshicho, Kitakami City, Iwate",
            "スマート農業推進事業",
            "北上市" * 400,
        )
    ),
]
_WRITTEN_AS_PUBLISHED = [
    ("Yamagata Pref.", "", [("Yamagata Pref.", "=")]),
    ("Nagai City, Yamagata Pref.", "", [("Nagai City, Yamagata Pref.", "=")]),
    ("Green Univ.", "", [("Green Univ.", "=")]),
    ("Hoge K.K.", "", [("Hoge K.K.", "=")]),
    ("Hogehoge Assn.", "", [("Hogehoge Assn.", "Hogehoge Assn")]),
    ("Iga City [bold]", "", [("Iga City [bold]", "Iga City")]),
    ("[bold]Iga City[/bold]", "", [("[bold]Iga City[/bold]", "Iga City")]),
    ("<b>Iga City</b>", "", [("<b>Iga City</b>", "Iga City")]),
]
# A number beside a name is another column, whatever stands before the name.
_NUMBERED = [
    ("北海道札幌市 123", "", [("北海道札幌市", "=")]),
    (
        "Kitakami City, Iwate Prefecture 577",
        "",
        [("Kitakami City, Iwate Prefecture", "=")],
    ),
    ("岩手県 12", "", [("岩手県", "=")]),
    *(
        (text, "", [(text, "=")])
        for text in (
            # The code of another body.
            "Kanoya City, Kagoshima 10202",
            "Hokkaido, Hidaka Town 10306",
            "Siiba Son, Miyazaki-ken 10367",
            # Not the prefecture that it begins with.
            "北海道 八雲町271",
            "ibaraki-ken itako-shi269",
        )
    ),
]
_CASES = [
    pytest.param(*case, id=f"{case[0][:40]}|{case[1]}")
    for case in (
        *_PLAIN,
        *_CONTEXT,
        *_DITTO,
        *_JOINT,
        *_BRACKETS,
        *_BILINGUAL,
        *_COLUMNS,
        *_LABELS,
        *_PLACES_AFTER,
        *_WITH,
        *_AFTER_COMPANIES,
        *_VALUES,
        *_AREAS,
        *_KINDS_BEFORE,
        *_PREFECTURES_TOO,
        *_OTHERS,
        *_WRITTEN_AS_PUBLISHED,
        *_NUMBERED,
    )
]


@pytest.fixture(scope="module")
def known():
    return Known(_DAY)


@pytest.mark.parametrize(("text", "context", "expected"), _CASES)
def test_an_item_names_these_entities(known, text, context, expected):
    (entries,) = read_entries([text], known, contexts=[context])
    expected = [
        (published, published if full == "=" else full) for published, full in expected
    ]
    assert [entry[:2] for entry in entries] == expected
    assert [entry.what for entry in entries] == [known(full) for _, full in expected]


_PARTS = ["北上市", "岩手県", "奥州市", "Kitakami City", "Iwate", "岩手大学", "同県"]
_MARKS = [
    "",
    " ",
    "、",
    "・",
    "（",
    "）",
    "(",
    ")",
    ", ",
    " and ",
    "及び",
    "※1",
    "：",
    "\n",
]
_WRITTEN = st.lists(st.sampled_from([*_PARTS, *_MARKS]), max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    text=_WRITTEN | st.text(max_size=30), context=st.sampled_from(["", "岩手県", "x"])
)
def test_every_item_has_entries_and_all_of_them_stand_in_it(known, text, context):
    (entries,) = read_entries([text], known, contexts=[context])
    assert entries
    place = 0
    for entry in entries:
        place = text.find(entry.published_name, place)
        assert place >= 0, entry
    assert all(entry.what == known(entry.full_name) for entry in entries)


def test_many_items_are_read_as_each_alone(known):
    texts = [case[0] for case in _JOINT + _CONTEXT] * 2
    contexts = [case[1] for case in _JOINT + _CONTEXT] * 2
    alone = [
        read_entries([text], known, contexts=[context])[0]
        for text, context in zip(texts, contexts, strict=True)
    ]
    assert read_entries(texts, known, contexts=contexts) == alone


def test_the_same_text_is_read_in_each_of_its_places(known):
    entries = read_entries(["府中市"] * 3, known, contexts=["東京都", "広島県", ""])
    assert [entry.full_name for (entry,) in entries] == [
        "東京都府中市",
        "広島県府中市",
        "府中市",
    ]


def test_every_official_name_is_one_entry_as_it_stands(known):
    bodies = register(_DAY)
    names = [*bodies["name_ja"], *bodies["name_en"]]
    assert [
        name
        for name, entries in zip(names, read_entries(names, known), strict=True)
        if [entry[:2] for entry in entries] != [(name, name)]
    ] == []


@pytest.mark.parametrize("mark", ["・", "、", "及び", "と"])
def test_any_two_municipalities_are_told_apart(known, mark):
    bodies = register(_DAY).query("entity_type in ('city', 'town', 'village')")
    names = (bodies["prefecture_ja"] + bodies["name_ja"]).tolist()
    pairs = list(zip(names, names[700:], strict=False))
    read = read_entries([mark.join(pair) for pair in pairs], known)
    assert [tuple(e.full_name for e in entries) for entries in read] == pairs


def test_no_items_give_no_entries(known):
    assert read_entries([], known) == []


def test_a_long_joint_item_is_taken_apart(known):
    names = ["Kitakami City, Iwate Prefecture", "Hirao Town, Yamaguchi Prefecture"] * 9
    (entries,) = read_entries([" and ".join(names)], known)
    assert [entry.published_name for entry in entries] == names


@pytest.mark.parametrize("end", ["", "3", " 3", "x 123"])
def test_a_megabyte_of_blanks_and_letters_is_read_at_once(known, end):
    text = "北 1" * 300_000 + end
    assert len(read_entries([text], known)[0]) == 1


def test_a_megabyte_of_names_is_left_whole(known):
    text = "北上市、" * 250_000
    assert [e.published_name for e in read_entries([text], known)[0]] == [text]
