import datetime as dt

import pytest

from analysis.sources.metadata.heads import head
from analysis.sources.metadata.programmes import find_programme
from analysis.sources.metadata.publishers import publisher
from analysis.sources.metadata.read import Metadata, read_metadata
from analysis.sources.metadata.stated import stated_number
from analysis.sources.metadata.titles import find_title

TITLE = "「例示通信事業」における支援団体の決定"


def title_of(*lines, format_title=None):
    return find_title(head(lines), format_title)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["August 21, 2020 Decision on Entities"], "Decision on Entities"),
        (["August 21, 2020 - Decision on Entities"], "Decision on Entities"),
        (["", "  Decision on Entities  ", "prose"], "Decision on Entities"),
        (["Press Release", "August 21, 2020", "Results"], "Results"),
        (["Cabinet Office", "Decision on Entities"], "Decision on Entities"),
        (["Decision on Entities (August 21, 2020)"], "Decision on Entities"),
        (["Decision on Entities (Pilot Type)"], "Decision on Entities (Pilot Type)"),
        (["Cabinet Office: Decision on Entities"], "Decision on Entities"),
        (["総務省：" + TITLE], TITLE),
        (["発表元：総務省", TITLE], TITLE),
        (
            ["Ministry of the Environment (MOE)", "Results of a Call"],
            "Results of a Call",
        ),
        (
            ["Decision on Entities Supported under the", "FY2020 Example Project"],
            "Decision on Entities Supported under the FY2020 Example Project",
        ),
        (
            ["Decision on Entities", "under the Example Project"],
            "Decision on Entities under the Example Project",
        ),
        (["Title: Decision on Entities"], "Decision on Entities"),
        (["件名: Re: 団体の確認"], "団体の確認"),
        (["支援団体の決定 |"], "支援団体の決定"),
        (["図書館の町"], "図書館の町"),
        (["北上市の取組の決定"], "北上市の取組の決定"),
        (["第3弾の選定結果"], "第3弾の選定結果"),
        (["日程の決定"], "日程の決定"),
        (["日時：8月21日", "場所：市民会館", "支援団体の決定"], "支援団体の決定"),
        (
            ["Decision on Entities (as of 1 October 2020)", "Hokkaido"],
            "Decision on Entities",
        ),
        (["支援団体の決定（一次", "東北の団体", "九州の団体"], "支援団体の決定（一次"),
        (["Home", "News", "Decision on Entities"], "Decision on Entities"),
        (["報道資料", "令和2年8月21日", "総務省", TITLE], TITLE),
        (["報道発表資料", TITLE, "令和2年8月21日"], TITLE),
        (["令和２年８月２１日（金）", "四国総合通信局", TITLE], TITLE),
        (["令和2年8月21日　" + TITLE], TITLE),
        (["【報道資料】" + TITLE], TITLE),
        (["別紙１", TITLE], TITLE),
        (["資料１－２", "○" + TITLE], TITLE),
        (["別紙", "例示通信事業　採択団体一覧"], "例示通信事業　採択団体一覧"),
        (
            ["令和２年度「例示通信事業」に係る支援対", "象団体の決定について"],
            "令和２年度「例示通信事業」に係る支援対象団体の決定について",
        ),
        (["岩手県報道発表", "ふるさと振興部地域課", TITLE], TITLE),
        (["例示事業の団体を決定しました"], "例示事業の団体を決定しました"),
        (["件名：" + TITLE], TITLE),
        (["ホーム", "組織案内", "所管法令", TITLE], TITLE),
        (["「例示通信事業」", "における支援団体の決定"], TITLE),
        (["例示通信事業に係る", "採択候補の選定"], "例示通信事業に係る採択候補の選定"),
        (["例示通信事業(実証)", "採択団体の決定"], "例示通信事業(実証)採択団体の決定"),
        (
            ["例示通信事業の採択について", "採択団体の決定"],
            "例示通信事業の採択について",
        ),
        ([f"総務省トップ > 広報・報道 > {TITLE}", "報道資料", TITLE], TITLE),
        ([f"総務省トップ > 広報・報道 > {TITLE}", "報道資料"], TITLE),
        (
            [
                f"総務省トップ > 広報・報道 > {TITLE}",
                "「例示通信事業」",
                "における支援団体の決定",
            ],
            TITLE,
        ),
    ],
)
def test_the_title_is_the_line_behind_what_is_usual(lines, title):
    assert title_of(*lines) == title


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["令和2年8月21日", "総務省"],
        ["総務省は、次の団体を決定しました。"],
        ["It chose 13 entities."],
        ["The ministry names below whom it will support."],
        ["※1 共同申請", "連絡先 総務部"],
        ["* joint application"],
        ["1. Overview", "Results"],
        ["1 事業の概要", "団体の決定"],
        ["No. Applicant Project name"],
        ["番号 支援団体"],
        ["団体名"],
        ["published_name"],
        ["支援団体 事業名 交付額"],
        ["団体コード 都道府県名"],
        ["Code Municipality"],
        ["022012 青森市", "072133 伊達市"],
        ["02201 Aomori City, Aomori Prefecture"],
        ["合計"],
        ["合計 4"],
        ["表", "支援団体の決定"],
        ["表1：交付の概要"],
        ["第一弾", "第二弾"],
        ["第1回"],
        ["【市町村】"],
        ["<市町別内訳>"],
        ["〈Requirement A〉"],
        ["岩手県（3団体）"],
        ["福岡県内の団体"],
        ["共同提案"],
        ["Joint applicants"],
        ["東北地方"],
        ["公募期間 2020/6/1～6/30"],
        ["報道解禁日時 令和2年8月21日 14時"],
        ["日時：令和2年8月21日(金)10時から"],
        ["Host: Kitakami City Hall"],
        ["4団体を決定"],
        ["https://www.example.jp/list.html"],
        ["つくば市", "みどり市"],
        ["広 島 市", "大 竹 市"],
        ["× 岩手県奥州市"],
        ["長野県茅野市 ……… 3"],
        ["大阪市（北区、西区）"],
        ["渡島管内 森町 松前町"],
        ["システム化事業 岩手県 北上市 ※公表済み"],
        ["岩手/北上"],
        ["地方 県 市町村"],
        ["Kitakami City and Oshu City, Iwate Prefecture"],
        ["Aomori City Hall, 1-22-5 Chuo, Aomori City, Aomori 030-8555, Japan"],
    ],
)
def test_a_list_that_starts_at_once_has_no_title(lines):
    assert title_of(*lines) is None


@pytest.mark.parametrize(
    ("format_title", "title"),
    [
        (f"総務省｜報道資料｜{TITLE}", TITLE),
        (f"{TITLE} | 総務省", TITLE),
        (f"{TITLE}：観光庁", TITLE),
        (f"観光庁：{TITLE}", TITLE),
        ("Cabinet Office: Bodies Chosen", "Bodies Chosen"),
        ("MIC | Press Release | Decision on Entities", "Decision on Entities"),
        ("Decision on Entities - Digital Agency", "Decision on Entities"),
        (TITLE, TITLE),
        ("総務省", None),
        ("", None),
        (None, None),
    ],
)
def test_the_title_of_a_page_serves_where_the_text_has_none(format_title, title):
    assert title_of("総務省", format_title=format_title) == title


def test_the_title_of_a_page_points_to_its_line():
    lines = ["制度の内容と手続の流れのご案内", TITLE]
    assert title_of(*lines, format_title=f"総務省｜{TITLE}") == TITLE
    assert title_of(TITLE, format_title="総務省｜ほかの報道資料のこと") == TITLE


@pytest.mark.parametrize(
    ("title", "programme"),
    [
        ("Decision under FY2020 Example Project", "FY2020 Example Project"),
        ("Decision under the Example Project (Type A)", "Example Project (Type A)"),
        ("Results of Proposals for the Example Program", "Example Program"),
        ("Decision on “Example Project” Entities", "Example Project"),
        ("Decision under the Example Fund (A): First Call", "Example Fund (A)"),
        ("Candidates for the FY2020 Example Scheme", "FY2020 Example Scheme"),
        ("Recipients of FY2020 Example Grants", "FY2020 Example Grants"),
        ("FY2020 Example Programme: Bodies Chosen", "FY2020 Example Programme"),
        ("Results of the Example Fund, Second Call", "Example Fund"),
        ("Bodies Chosen for the Funding of Shores", None),
        ("Decision on Entities", None),
        ("Decision on Entities under FY2020 Budget", None),
        ("FY2021 Budget (Secondary Appeal)", None),
        (
            "Proposals regarding Grants for the Example Project under FY2020 Budget",
            "Grants for the Example Project",
        ),
        ("国交省、例示モデル事業の15件を選定", "例示モデル事業"),
        ("経済産業省、補助金", None),
        ("国土交通省が街づくりに向けて、15のモデルプロジェクトの計画を策定", None),
        ("北上市の通信網の整備を支援 − 例示整備事業の交付を決定 −", "例示整備事業"),
        ("「例示通信事業」における支援団体の決定", "例示通信事業"),
        ("「例示事業（実装タイプ）」の決定", "例示事業（実装タイプ）"),
        ("「補助金（例示「新」事業（甲））」の決定", "補助金（例示「新」事業（甲））"),
        ("『例示プログラム』の採択", "例示プログラム"),
        ("「新戦略」と「例示交付金」の決定", "例示交付金"),
        ("令和２年度例示推進事業に係る支援団体の決定", "令和２年度例示推進事業"),
        ("令和２年度例示交付金の交付決定（二次）", "令和２年度例示交付金"),
        ("例示事業（実証）一次公募の結果", "例示事業（実証）"),
        ("例示事業費補助金の交付決定", "例示事業費補助金"),
        ("事業者の公募", None),
        ("支援団体の決定", None),
    ],
)
def test_the_programme_is_found_in_the_title(title, programme):
    assert find_programme(title, []) == programme


def test_the_programme_is_found_in_the_text():
    texts = [
        "「基本計画」（令和2年7月17日閣議決定）を受け、「例示推進事業」の団体を選んだ。"
    ]
    assert find_programme("支援団体の決定", texts) == "例示推進事業"
    assert find_programme(None, ["「第2期例示計画」の団体"]) == "第2期例示計画"
    assert find_programme(None, texts[0].split("、")[:1]) is None


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["総務省", TITLE], "総務省"),
        (["四国総合通信局", TITLE], "四国総合通信局"),
        (
            ["総務省地域力創造グループ過疎対策室", TITLE],
            "総務省地域力創造グループ過疎対策室",
        ),
        (["岩手県ふるさと振興部地域課", TITLE], "岩手県ふるさと振興部地域課"),
        (["デジタル庁 Digital Agency", TITLE], "デジタル庁"),
        (["観光庁", TITLE], "観光庁"),
        (["令和2年8月21日（金）　観光庁", TITLE], "観光庁"),
        (["観光庁 2020年8月21日", TITLE], "観光庁"),
        (["May 21, 2021 Japan Tourism Agency", "Decision"], "Japan Tourism Agency"),
        (["発表元：観光庁", TITLE], "観光庁"),
        (["（観光庁）", TITLE], "観光庁"),
        (["観光庁：" + TITLE], "観光庁"),
        (["総務省・経済産業省", TITLE], "総務省・経済産業省"),
        (["環境省、先行する地域を選定"], "環境省"),
        (["国土交通省、" + TITLE], "国土交通省"),
        ([TITLE, "環境省は26日、次の団体を選んだ。"], "環境省"),
        (["令和2年10月1日", "福岡県", "支援団体の決定", "1 川崎町"], "福岡県"),
        (["宮城県", "1 柴田町", "第2回", "2 川崎町"], None),
        (["宮城県", "第2回", "予備採択"], None),
        (["決定団体", "長野県", "長野市", "松本市"], None),
        (["北海道", "渡島管内 森町 松前町", "静岡県"], None),
        (["Issued by: Digital Agency", "Decision"], "Digital Agency"),
        (["Ministry of Justice (MOJ)", "Decision"], "Ministry of Justice (MOJ)"),
        (
            ["Decision", "The Agency for Cultural Affairs asks two bodies."],
            "Agency for Cultural Affairs",
        ),
        ([TITLE, "経済産業省は、次の団体を選んだ。"], "経済産業省"),
        ([TITLE, "デジタル庁では、次の団体を選んだ。"], "デジタル庁"),
        ([TITLE, "このたび内閣府は、次の団体を選んだ。"], "内閣府"),
        (["総務省トップ > 報道 > 決定", TITLE], "総務省"),
        (["Iwate Prefecture", "Decision"], "Iwate Prefecture"),
        (["Cabinet Office", "Decision"], "Cabinet Office"),
        (["Decision", "The Digital Agency selected two bodies."], "Digital Agency"),
        (["Decision", "The Japan Tourism Agency chose two."], "Japan Tourism Agency"),
        (
            ["Kanto Bureau of Telecommunications", "Decision"],
            "Kanto Bureau of Telecommunications",
        ),
        (
            [
                "Decision",
                "The Ministry of Internal Affairs and Communications (MIC) chose",
            ],
            "Ministry of Internal Affairs and Communications (MIC)",
        ),
        (
            ["Decision", "The Ministry of the Environment selected two bodies."],
            "Ministry of the Environment",
        ),
        (
            ["Ministry of Health, Labour and Welfare Announces Results"],
            "Ministry of Health, Labour and Welfare",
        ),
        (["Decision", "Kitakami City, Iwate Prefecture was chosen."], None),
        ([TITLE, "岩手県は、応募した。"], None),
        ([TITLE, "岩手県", "宮城県"], None),
        (["Supported entities", "Iwate Prefecture"], None),
        (["担当部局", TITLE], None),
        ([], None),
    ],
)
def test_the_publisher_is_found(lines, name):
    assert publisher(head(lines), lines) == name


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("12 entities", 12),
        ("twelve local governments", 12),
        ("Three organizations", 3),
        ("A total of 1,234 municipalities", 1234),
        ("Total: 12", 12),
        ("Supported entities (12 bodies)", 12),
        ("18 were selected.", 18),
        ("Selected entities: 12", 12),
        ("The 12 entities listed below were selected.", 12),
        ("12 entities (8 cities, 3 towns and 1 village) were selected.", 12),
        ("8 cities, 3 towns and 1 village were selected.", 12),
        ("It decided to provide support to 12 entities.", 12),
        ("The ministry selected 12 of 30 proposals.", 12),
        ("After review of 30 proposals it adopted 9.", 9),
        ("３団体（応募１５団体）を採択しました。", 3),
        ("新規に5団体、継続で7団体、計12団体を選定しました。", 12),
        ("全47都道府県のうち12県を選定しました。", 12),
        ("18 of the 30 applicants were selected.", 18),
        ("MIC selected 12 entities that applied for this project.", 12),
        ("It chose the following nine proposals.", 9),
        ("It decided on twenty-one regional public entities.", 21),
        ("The 12 selected municipalities are listed below.", 12),
        ("Twelve municipalities have been selected.", 12),
        ("Of 30 organizations that applied it selected 2 entities.", 2),
        ("It received 30 proposals and selected 9 projects.", 9),
        ("From 30 applications received, 9 proposals were adopted.", 9),
        ("On August 21, 2020 it selected 12 entities for FY2020.", 12),
        ("3団体を支援団体として決定しました。", 3),
        ("３団体を決定しました。", 3),
        ("十二団体を決定しました。", 12),
        ("全国で6件を採択しました。", 6),
        ("計12市町村", 12),
        ("12自治体", 12),
        ("1,741市区町村", 1741),
        ("47都道府県", 47),
        ("合計：12", 12),
        ("採択団体数：3", 3),
        ("採択件数：３件", 3),
        ("採択団体（３団体）", 3),
        ("3件の提案を採択しました。", 3),
        ("4件の交付決定を行いました。", 4),
        ("委託先候補2件を選定しました。", 2),
        ("以下の9件を採択案件として決定しました。", 9),
        ("5市3町1村", 9),
        ("5市3町1村を支援対象として選定しました。", 9),
        ("12団体（8市3町1村）を採択しました。", 12),
        ("応募を行った3団体を支援団体として決定しました。", 3),
        ("応募のあった15団体のうち3団体を採択しました。", 3),
        ("15件の応募があり、6件を採択しました。", 6),
        ("応募15件から、審査を経て6件を選定しました。", 6),
        ("48件の提案があったところ、評価の結果、9件を決定しました。", 9),
        ("要件Aで3件、要件Bで4件の計7件を採択しました。", 7),
        ("令和2年8月21日に3団体を決定しました。", 3),
        ("令和2年度は3団体を決定しました。", 3),
        ("13 bodies in 7 prefectures were selected.", 13),
        ("7県の13団体を採択しました。", 13),
        # Sentences that lead to the list.
        ("支援先は次の６市町村です。", 6),
        ("実施団体は、以下のとおり７団体です。", 7),
        ("派遣先となる８市町村は次の表のとおりである。", 8),
        ("国の補助を受ける４市は別紙の一覧に示す。", 4),
        ("次の5市3町1村とする。", 9),
        ("実施する12団体の一覧を公表します。", 12),
        ("The following 12 municipalities across Japan were asked.", 12),
        ("The 8 towns below take part.", 8),
        ("The bodies that get a grant (7 organizations) are these.", 7),
        ("The table below shows the 14 municipalities.", 14),
        ("They come from all parts; in total there are 7 bodies.", 7),
        ("The trial is held in 4 villages:", 4),
        # Of bodies that are asked, given something, or take part.
        ("６市町村が参加します。", 6),
        ("貸与先は７県の計13団体です。", 13),
        ("2市町を新たに指定しました。", 2),
        ("補助金を10団体に交付する。", 10),
        ("参加団体（６団体）", 6),
        ("参加自治体数：6", 6),
        ("It has asked 9 local governments to join the survey.", 9),
        ("The agency lends books to 5 towns for the winter.", 5),
        ("Nine cities will take part in the trial.", 9),
        ("The survey covers 13 bodies in 7 prefectures.", 13),
        ("Participants: 6", 6),
        ("新たに31都市を選定", 31),
        ("Three municipalities out of ten applicants were chosen.", 3),
        ("全国66の団体から46件の計画提案が提出され、その中から9件が選定された。", 9),
        ("令和2年7月末までに6件を採択しました。", 6),
        ("全国で6件を採択し、四国の管内からは次の1件を決定しました。", 1),
    ],
)
def test_the_number_of_the_selected_is_found(line, count):
    stated = stated_number([line], fiscal_year=2020)
    assert (stated.count, stated.problems) == (count, ())
    assert stated.text


@pytest.mark.parametrize(
    "line",
    [
        "30 organizations applied.",
        "It received 30 proposals.",
        "30 applications were received.",
        "There are 1,718 municipalities in Japan that could take part.",
        "August 21, 2020 Decision on entities",
        "From May 29 through July 31, 2020, for regional public entities",
        "It selected bodies and pays 30 million yen.",
        "Support covers 50% of projects.",
        "Section 1.2 projects",
        "In the previous year it selected 6 entities.",
        "In FY2019 it selected 6 entities.",
        "Up to 10 entities will be selected.",
        "Support for two years to cities",
        "30団体程度を採択する予定です。",
        "10団体以内を選定します。",
        "3年間で100団体を支援します。",
        "15件の応募がありました。",
        "応募団体数：15団体",
        "15団体から提案を受け付けました。",
        "過去の6団体の成果を公表します。",
        "昨年度は6団体を採択しました。",
        "令和元年度は6団体を採択しました。",
        "3億円を交付します。",
        "六ヶ所村を支援します。",
        "三重県と四日市市を支援します。",
        "第3地区を対象とします。",
        "全国1,741市区町村の地域で取り組みます。",
        "要件Aで3件、要件Bで4件を採択しました。",
        "令和2年8月21日",
        "2020年度団体",
        "TEL 03-5253-5920",
        "全国の1,718市町村を対象に調査を実施します。",
        "県内の35市町村で実施します。",
        "人口10万人以下の5市町村では課題がある。",
        "第2次の公募では6件の応募があった。",
        "1団体につき3件まで応募できます。",
        "次の3地域で説明会を開きます。",
        "市町村が参加する場合は3団体までとします。",
        "昨年度は6団体が参加しました。",
        "The survey covers all 1,718 municipalities in Japan.",
        "Each of the 5 regions may join.",
        "It works in the following three areas: health, schools and transport.",
        "Damage was seen in 5 prefectures.",
        "少なくとも100カ所を選定することを念頭に置く。",
        "100団体の採択を目指します。",
        "2025年度までに100団体を選定する。",
        "At least 100 regions are to be selected.",
        "It aims to select 100 regions.",
        "By 2025, 100 regions will be selected.",
        "100 regions will be selected by 2025.",
        "第一弾として29地域、第二弾として24地域、第三弾として4地域を選定。",
        "Ten of the 31 cities were chosen as models.",
        "よい取組を選びました。このうち10自治体をモデルに選定しました。",
        "5 Hida City, Gifu Prefecture",
        "01100 Sapporo City",
    ],
)
def test_other_numbers_are_not_stated_ones(line):
    assert stated_number([line], fiscal_year=2020) == (None, None, ())


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["31都市を選定した。", "このうち10都市をモデル事業に選定した。"], 31),
        (["31都市を選定した。", "中でも優れた10都市をモデル事業に選定した。"], 31),
        (["31都市（うち10都市はモデル事業）を選定しました。"], 31),
        (["12団体を採択し、うち3団体をモデルとして選定しました。"], 12),
        (["採択した12団体のうち3団体を指定しました。"], 12),
        (["MIC selected 31 cities.", "Of these, 10 cities were selected first."], 31),
        (["MIC selected 31 cities.", "Ten of them were selected as models."], 31),
        (["MIC selected 31 cities.", "Ten of the 31 cities were chosen first."], 31),
        (["対象の31都市です。", "これらのうち10都市をモデルに選定した。"], 31),
        (["31都市を選定した。", "このうち、次の10都市を先に選定した。"], None),
        # Of those that applied a part is what was selected.
        (["22件の応募があった。", "このうち6件を採択した。"], 6),
        (["応募がありました。", "審査をしました。", "このうち6件を採択した。"], 6),
        (["MIC received 22 proposals.", "Of these, 18 plans were selected."], 18),
        (["応募のあった15団体のうち3団体を採択した。", "うち1団体は新規です。"], 3),
    ],
)
def test_a_part_is_not_the_stated_number_where_a_larger_one_is_the_whole(lines, count):
    assert stated_number(lines).count == count


@pytest.mark.parametrize(
    "lines",
    [
        ["26自治体を選定した。", "2025年度までに少なくとも100カ所を選定する。"],
        ["26自治体を選定した。", "今後、100団体の選定を目指します。"],
    ],
)
def test_a_target_does_not_contradict_the_stated_number(lines):
    assert stated_number(lines) == (26, lines[0], ())


def test_a_bureau_states_the_number_of_its_own_region():
    lines = ["全国で32件を採択しました。", "九州管内からは次の4件です。"]
    assert stated_number(lines).count == 4


def test_the_words_that_state_the_number_are_given():
    lines = ["1 結果", "公募しました。3団体を採択しました。以上です。"]
    assert stated_number(lines).text == "3団体を採択しました。"


def test_a_sentence_wrapped_over_lines_states_its_number():
    lines = [
        "The ministry looked at what it was sent in spring and in summer, and selected",
        "nine municipalities.",
    ]
    assert stated_number(lines).count == 9


def test_two_numbers_that_disagree_are_quoted_and_none_is_taken():
    stated = stated_number(["3団体を採択しました。", "採択団体数：4団体"])
    assert stated.count is None
    assert "both 3 and 4" in stated.problems[0]
    assert "'3団体を採択しました。'" in stated.problems[0]
    assert "'採択団体数:4団体'" in stated.problems[0]


def test_a_total_goes_before_its_parts():
    lines = [
        "要件Aは3件を採択しました。",
        "要件Bは4件を採択しました。",
        "計7件を採択しました。",
    ]
    assert stated_number(lines).count == 7


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["3団体を採択しました。", "次の2団体には別に知らせます。"], 3),
        (["次の3市町村です。", "次の4市町村です。"], None),
        (["次の3市町村です。", "次の4市町村です。", "計7市町村"], 7),
        (["6市町村が参加します。", "全国の1,718市町村に知らせます。"], 6),
        (["6市町村が参加します。", "道路は3市町村を通ります。"], None),
        (["次の6市町村です。", "道路は3市町村を通ります。"], 6),
        (["9団体が参加します。", "北海道（5団体）", "岩手県（4団体）"], 9),
    ],
)
def test_a_number_goes_before_those_that_are_less_sure(lines, count):
    stated = stated_number(lines)
    assert (stated.count, stated.problems) == (count, ())


def test_two_plain_numbers_state_nothing():
    assert stated_number(["12自治体", "3団体"]) == (None, None, ())


ENGLISH = """Press Release
August 21, 2020
Decision on Municipalities under the FY2020 Example Project (Type B)
The Ministry of Internal Affairs and Communications (MIC) tells whom it will help.
1. Appeal
Proposals were invited from May 29 through July 31, 2020; 30 proposals were received.
2. Decision
MIC selected twelve municipalities.
""".splitlines()

JAPANESE = """総務省トップ > 報道 > 「例示通信事業（実装）」における団体の決定と追加公募

報道資料
令和２年７月２１日

「例示通信事業（実装）」
における団体の決定と追加公募

　総務省は、令和２年度の「例示通信事業（実装）」の団体を決め、追加の公募を本日から令和２年７月３１日まで行います。
１　概要
　令和２年５月２９日（金）から同年７月３日（金）まで公募しました。
２　決定
　応募を行った３団体を支援団体として決定しました。
３　期限
　令和２年７月３１日（金）17時（必着）
""".splitlines()


def test_an_english_release_is_read_whole():
    assert read_metadata(ENGLISH) == Metadata(
        title="Decision on Municipalities under the FY2020 Example Project (Type B)",
        date=dt.date(2020, 8, 21),
        date_precision="day",
        fiscal_year=2020,
        programme="FY2020 Example Project (Type B)",
        publisher="Ministry of Internal Affairs and Communications (MIC)",
        stated_count=12,
        stated_text="MIC selected twelve municipalities.",
        appeal_from=dt.date(2020, 5, 29),
        appeal_to=dt.date(2020, 7, 31),
    )


def test_a_japanese_release_is_read_whole():
    assert read_metadata(JAPANESE) == Metadata(
        title="「例示通信事業（実装）」における団体の決定と追加公募",
        date=dt.date(2020, 7, 21),
        date_precision="day",
        fiscal_year=2020,
        programme="例示通信事業（実装）",
        publisher="総務省",
        stated_count=3,
        stated_text="応募を行った3団体を支援団体として決定しました。",
        appeal_from=dt.date(2020, 5, 29),
        appeal_to=dt.date(2020, 7, 3),
    )


@pytest.mark.parametrize("texts", [[], ["", "  "], ["※1 共同", "連絡先"]])
def test_a_document_that_says_nothing_has_no_metadata(texts):
    assert read_metadata(texts) == Metadata()


def test_the_head_of_a_page_is_around_the_line_that_its_title_repeats():
    menu = ["・Hokkaido", "・Tohoku", ""]
    lines = [*menu, "August 21, 2020", "Cabinet Office", "Bodies Chosen", "It chose 3."]
    read = read_metadata(lines, format_title="Bodies Chosen | Cabinet Office")
    assert (read.title, read.date) == ("Bodies Chosen", dt.date(2020, 8, 21))
    assert read.publisher == "Cabinet Office"
    assert read_metadata(lines, format_title="Other").date is None


def test_oddities_of_what_was_taken_are_told_and_no_others():
    read = read_metadata(
        ["平成32年8月21日", "支援団体の決定", "平成33年4月1日に始めます。"]
    )
    assert read.date == dt.date(2020, 8, 21)
    assert len(read.problems) == 1
    assert "平成32年8月21日" in read.problems[0]


def test_a_title_is_no_part_of_the_sentence_below_it():
    lines = [
        "Decision on Municipalities and Others Supported under the Example Project",
        "MIC selected 12 municipalities.",
    ]
    assert read_metadata(lines).stated_text == lines[1]


def test_the_month_alone_is_said_to_be_one():
    read = read_metadata(["2020年7月", "支援団体の決定"])
    assert (read.date, read.date_precision) == (dt.date(2020, 7, 1), "month")


def test_a_document_without_end_is_read_at_both_ends():
    texts = [TITLE, *["北上市"] * 1_000_000, "3団体を採択しました。"]
    read = read_metadata(texts)
    assert (read.title, read.stated_count) == (TITLE, 3)


@pytest.mark.parametrize(
    "char",
    [
        "「",
        "（",
        "1 ",
        "1,",
        "a ",
        "月",
        "令和2年",
        "市、",
        ". ",
        "following ",
        "総務省・",
    ],
)
def test_a_line_of_one_thing_over_and_over_is_read_in_moderate_time(char):
    assert read_metadata([char * 10_000]).stated_count is None
