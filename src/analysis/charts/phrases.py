"""The phrases of the charts, each in English and in Japanese."""

PHRASES = {
    # headings
    "map_title": (
        "{n} {bodies} in {prefectures} of 47 prefectures, {first} to {last}",
        "{n}団体、{first}から{last}まで47都道府県中{prefectures}に分布",
    ),
    "one_prefecture": ("{n} {bodies} in one prefecture, {first}", "{first}に{n}団体"),
    "region_leader": (
        "{groups} leads with {most} of {n} {bodies}",
        "{groups}が最多、{n}団体中{most}団体",
    ),
    "type_leader": (
        "{groups} lead with {most} of {n} {bodies}",
        "{groups}が最多、{n}団体中{most}団体",
    ),
    "cell_leader": (
        "{groups} lead with {most} of {n} {bodies}",
        "{groups}が最多、{n}団体中{most}団体",
    ),
    "one_body": ("One body: {groups}", "1団体：{groups}"),
    "leaders": (
        "{groups} lead with {most} {each} each",
        "{groups}が各{most}団体で最多",
    ),
    "region_spread": (
        "{n} {bodies} in {filled} of {all} regions",
        "{n}団体、{all}地方のうち{filled}に分布",
    ),
    "type_spread": (
        "{n} {bodies} of {filled} of {all} types",
        "{n}団体、{all}種類のうち{filled}種類",
    ),
    "cell_spread": (
        "{n} {bodies} in {filled} of {all} combinations of region and type",
        "{n}団体、地方と種類の{all}組のうち{filled}組に分布",
    ),
    "cell": ("{types} in {region}", "{region}の{types}"),
    "locator_title": ("Where the {n} {bodies} lie", "{n}団体の位置"),
    "one_locator_title": ("Where {name} lies", "{name}の位置"),
    "empty_title": ("No body on the list is resolved", "特定された団体なし"),
    "of_list": ("{n} {bodies} resolved", "特定した{n}団体"),
    "of_eligible": (
        "{n} of the {eligible} {bodies} that could apply",
        "対象となりうる{eligible}団体中の{n}団体",
    ),
    "on_day": (" on {date}", "（{date}現在）"),
    "not_counted": ("Not counted: {listed}.", "数に含まない行：{listed}。"),
    "rows_apart": ("{n} {rows} {why}", "{why}{n}件"),
    "panel_title": (
        "{n} {bodies} in {lists} lists, {again} of them in more than one",
        "{lists}件の一覧に{n}団体、うち{again}団体は2件以上に掲載",
    ),
    "panel_empty": ("No body on the lists is resolved", "特定された団体なし"),
    "panel_bodies": ("{n} {bodies}", "{n}団体"),
    "panel_moved": (
        "{first} new, {repeat} again; {dropped} no longer",
        "初めて{first}、再び{repeat}、今回なし{dropped}",
    ),
    "panel_first": ("for the first time", "初めて"),
    "panel_repeat": ("in a list before, too", "以前の一覧にもある"),
    "panel_dropped": ("in the list before, not in this", "前の一覧にあり、今回なし"),
    "panel_cells": (
        "number of bodies in each list, by region and by type",
        "各一覧の団体数、地方別と種類別",
    ),
    "panel_followed": (
        "Bodies are followed through renamings and mergers to those of today.",
        "名称変更や合併を経た団体は、現在の団体として数える。",
    ),
    "panel_of_its_time": (
        "Their types are those on the day of each list.",
        "種類は各一覧の時点のもの。",
    ),
    "panel_offices": (
        "Markers stand at the offices of these (Geoshape, ROIS-DS CODH, CC BY 4.0).",
        "位置は現在の役所・役場（Geoshape、ROIS-DS CODH、CC BY 4.0）。",
    ),
    "panel_latest": (
        "Shown are the latest {most} of {all} lists.",
        "{all}件のうち最近の{most}件を表示。",
    ),
    "panel_unresolved": (
        "Not counted and not on the maps: {n} {rows} not resolved.",
        "数にも地図にもない行：未特定{n}件。",
    ),
    "panel_officeless": (
        "Not on the maps: {n} {bodies} without a known office.",
        "地図にない団体：所在地不明{n}団体。",
    ),
    # axes, legends, cells
    "count_axis": ("bodies on the list (number)", "一覧にある団体（数）"),
    "type_axis": (
        "number of bodies, of those that could apply",
        "団体数／対象となりうる団体数",
    ),
    "could_apply": ("could apply", "対象となりうる数"),
    "rate": ("rate", "割合"),
    "percent": ("{value:.1f} %", "{value:.1f} %"),
    "of": ("of {eligible}", "／{eligible}"),
    "none": ("–", "–"),
    "total": ("total", "計"),
    "comma": (", ", "、"),
    "not resolved": ("not resolved", "未特定"),
    "could not apply": ("could not apply", "対象外"),
    "listed again": ("listed again", "重複"),
    "not_on_map": ("not on the map", "地図になし"),
    "nansei": ("Nansei Islands", "南西諸島"),
    "ogasawara": ("Ogasawara Islands", "小笠原諸島"),
    "sheet_scale": ("{km} km, in every frame", "{km} km（各図同縮尺）"),
    "enlarged_scale": ("{km} km; {listed}", "{km} km（{listed}）"),
    "frame_scale": ("{name} {km} km", "{name}は{km} km"),
    "enlarged_frame": ("{name} ×{factor}", "{name} ×{factor}"),
    "scale": ("{km} km", "{km} km"),
    "area": ("{km2} km²", "{km2} km²"),
    "beside": (" {name}", "  {name}"),
    "apart": (" · ", "・"),
    # what a picture leaves out
    "missing": (
        "Not on the map: {n} {rows} not resolved.",
        "地図にない行：未特定{n}件。",
    ),
    "placeless": (
        "Not on the map: {n} {rows} without a known place.",
        "地図にない行：所在地不明{n}件。",
    ),
    "outside": (
        "Not on the map: {n} {rows} outside the frames.",
        "地図にない行：図の範囲外{n}件。",
    ),
    "unnamed": (
        "Names are left out: more than {most} bodies.",
        "{most}団体を超えるため名称は省略。",
    ),
    "crowded": (
        "Names left out for want of room: {n}.",
        "余白がなく省略した名称：{n}件。",
    ),
    "first_maps": (
        "Shown are the first {most} of {all}.",
        "{all}団体のうち初めの{most}団体を表示。",
    ),
    # what a reader must know of the areas
    "on_city": (
        "{n} {bodies_are} shown on the area of {its_city} (paler).",
        "所属する市の区域で示した団体（淡色）：{n}団体。",
    ),
    "on_successor": (
        "{n} {bodies_are} shown on the area of the body in {its_place} (paler).",
        "その地にある別の時代の団体の区域で示した団体（淡色）：{n}団体。",
    ),
    "no_area": (
        "{n} {bodies_are} marked at the office alone: no boundaries have it.",
        "境界がなく庁舎の位置だけを示した団体：{n}団体。",
    ),
    "representative_point": (
        "{n} {bodies} without known office, marked inside {its_area}.",
        "庁舎の位置が不明で区域内に記号を置いた団体：{n}団体。",
    ),
    "islets": (
        "{n} {bodies_are} shown without islets outside the frames.",
        "図の範囲外の離島を除いて示した団体：{n}団体。",
    ),
    "far_islands": (
        "{n} {bodies_are} shown without islands too far for the map.",
        "図に入らない遠い離島を除いて示した団体：{n}団体。",
    ),
    "without_northern_territories": (
        "The Northern Territories are not drawn.",
        "北方領土は描いていない。",
    ),
    "small": (
        "Small numbers: a difference of one or two bodies may be chance.",
        "数が少なく、1、2団体の差は偶然のこともある。",
    ),
    "kyushu": ("Kyūshū includes Okinawa.", "九州は沖縄を含む。"),
    "absent": ("–: no such body in the region.", "–：その地方に該当する団体がない。"),
    # sources
    "register_source": (
        "Could apply: prefectures, municipalities and special wards of that day "
        "({source}).",
        "対象となりうる団体：当時の都道府県・市区町村（{source}）。",
    ),
    "code_list": (
        "code list of local governments, MIC",
        "総務省「全国地方公共団体コード」",
    ),
    "code_list_and_history": (
        "local government codes, MIC; Geoshape, ROIS-DS CODH, CC BY 4.0",
        "総務省「全国地方公共団体コード」；Geoshape、ROIS-DS CODH、CC BY 4.0",
    ),
    "boundaries": ("Boundaries: {listed}.", "境界：{listed}。"),
    "background": ("Background: {name}.", "背景：{name}。"),
    "semicolon": (";", "；"),
    "jma": (
        "Japan Meteorological Agency, areas of warnings, {vintage} "
        "(Public Data License 1.0, processed)",
        "気象庁の警報・注意報の区域、{vintage}（公共データ利用規約1.0、加工して作成）",
    ),
    "n03": (
        "National Land Numerical Information N03 (administrative areas), MLIT, "
        "{vintage}, processed",
        "「国土数値情報（行政区域データ）」（国土交通省）{vintage}、加工して作成",
    ),
    "years": (
        "Boundaries of {boundaries}, list of {list}.",
        "境界は{boundaries}年、一覧は{list}年。",
    ),
    "map_note": (
        "Albers equal-area projection. Markers: offices (Geoshape, ROIS-DS CODH, "
        "CC BY 4.0); shaded: areas of the bodies.",
        "アルベルス正積図法。記号：庁舎の位置（Geoshape、ROIS-DS CODH、CC BY 4.0）、"
        "着色：団体の区域。",
    ),
    "locator_note": (
        "Coloured: the body; grey: its prefecture with municipal borders, or the city "
        "of a ward; light: neighbours. Each map has its own scale.",
        "着色：団体の区域、灰色：同じ都道府県と市区町村界（区は同じ市と区界）、淡灰色：隣接地。"
        "縮尺は図ごとに異なる。",
    ),
    # areas
    "areas_rate_top": (
        "{n} {bodies} in {filled} of {all} {unit}; highest rate in {groups} ({most})",
        "{n}団体、{all}{unit}のうち{filled}に分布、割合は{groups}が最高（{most}）",
    ),
    "areas_rate_tie": (
        "{n} {bodies} in {filled} of {all} {unit}; highest rate in {groups} "
        "({most} each)",
        "{n}団体、{all}{unit}のうち{filled}に分布、割合は{groups}が最高（各{most}）",
    ),
    "areas_rate_top_in": (
        "{n} {bodies} in {filled} of {all} {unit}; highest rate, {most}, in {groups}",
        "{n}団体、{all}{unit}のうち{filled}に分布、割合の最高は{groups}の{most}",
    ),
    "areas_count_top": (
        "{n} {bodies} in {filled} of {all} {unit}; most in {groups} ({most})",
        "{n}団体、{all}{unit}のうち{filled}に分布、最多は{groups}（{most}団体）",
    ),
    "areas_count_tie": (
        "{n} {bodies} in {filled} of {all} {unit}; most in {groups} ({most} each)",
        "{n}団体、{all}{unit}のうち{filled}に分布、最多は{groups}（各{most}団体）",
    ),
    "areas_count_top_in": (
        "{n} {bodies} in {filled} of {all} {unit}; at most {most} in each",
        "{n}団体、{all}{unit}のうち{filled}に分布、最多で各{most}団体",
    ),
    "prefecture_unit": ("prefectures", "都道府県"),
    "region_unit": ("regions", "地方"),
    "telecom_bureau_unit": ("bureau districts", "総合通信局等管内"),
    "units": ("{n} {unit}", "{n}{unit}"),
    "by_prefecture": ("by prefecture", "都道府県別"),
    "by_region": ("by region", "地方別"),
    "by_telecom_bureau": (
        "by telecommunications bureau",
        "総合通信局等の管内別",
    ),
    "areas_rate": ("Rate (%) {by}: {line}", "{by}の割合（%）：{line}"),
    "areas_count": ("Number {by}: {line}", "{by}の団体数：{line}"),
    "areas_rate_legend": (
        "bodies on the list,\n% of those that could apply",
        "対象となりうる団体のうち\n一覧にある団体の割合",
    ),
    "areas_count_legend": ("bodies on the list\n(number)", "一覧にある団体\n（数）"),
    "no_area_data": ("none could apply", "対象となりうる団体なし"),
    "class_between": ("{low}–{high}", "{low}～{high}"),
    "class_first": ("above 0, under {high} %", "0 %超{high} %未満"),
    "class_middle": ("{low} to under {high} %", "{low} %以上{high} %未満"),
    "class_last": ("{low} % or more", "{low} %以上"),
    "areas_count_note": (
        "Counts follow how many bodies there are, from {least} ({small}) to {most} "
        "({large}); the rate does not.",
        "団体数は対象となりうる団体の数（{small}{least}～{large}{most}）に左右される。"
        "割合はこれに左右されない。",
    ),
    "unwritten": (
        "Numbers left out for want of room: {n}.",
        "余白がなく省略した数値：{n}件。",
    ),
    "areas_note": ("Albers equal-area projection.", "アルベルス正積図法。"),
    "tiles_note": (
        "Each tile is a prefecture: its place is schematic, its size means nothing.",
        "1枠が1都道府県。位置は模式的なもので、大きさに意味はない。",
    ),
    "share_of": ("{n} of {eligible}", "{n}／{eligible}"),
    # numbers
    "none_stands_out": (
        "No {unit} stands out beyond chance among {n} {bodies}",
        "偶然の範囲を超えて多い、または少ない{unit}はない（{n}団体）",
    ),
    "over": ("Over-represented: {over}", "偶然の範囲を超えて多い：{over}"),
    "under": ("Under-represented: {under}", "偶然の範囲を超えて少ない：{under}"),
    "over_and_under": (
        "Over-represented: {over}; under-represented: {under}",
        "偶然の範囲を超えて多い：{over}、少ない：{under}",
    ),
    "many_stand_out": (
        "{filled} of {all} {unit} stand out: {over} over-, {under} under-represented",
        "{all}{unit}のうち{filled}で偏り：多い{over}、少ない{under}",
    ),
    "one_region_unit": ("region", "地方"),
    "one_telecom_bureau_unit": ("bureau district", "総合通信局等管内"),
    "one_prefecture_unit": ("prefecture", "都道府県"),
    "one_entity_type_unit": ("type of body", "種類"),
    "one_city_class_unit": ("class of city", "市の区分"),
    "entity_type_unit": ("types of bodies", "種類"),
    "city_class_unit": ("classes of cities", "区分"),
    "representation_axis": (
        "representation: share of the list ÷ share of the bodies that could apply "
        "(times)",
        "特化係数：一覧に占める割合÷対象となりうる団体に占める割合（倍）",
    ),
    "even_spread": ("even spread", "均等"),
    "count_column": ("listed", "団体数"),
    "interval_column": ("representation,\n95 % interval", "特化係数、\n95％信頼区間"),
    "p_column": ("p", "p値"),
    "holm_column": ("p\n(Holm)", "p値\n(Holm)"),
    "interval": ("{low}–{high}", "{low}–{high}"),
    "interval_note": (
        "Line: exact 95 % interval (Clopper–Pearson); an arrow runs on past the scale.",
        "線：正確な95％信頼区間（クロッパー・ピアソン法）。矢印は目盛りの外に続く。",
    ),
    "hollow_note": ("Hollow: no body on the list.", "白抜き：一覧にある団体なし。"),
    "p_note": (
        "p: exact two-sided hypergeometric test against drawing the list by lot from "
        "the bodies that could apply; Holm: adjusted for {n} {unit}.",
        "p値：対象となりうる団体から無作為に選んだ場合に対する超幾何分布の正確な両側検定。"
        "Holm：{n}{unit}の多重比較を調整。",
    ),
    "marked_note": (
        "Diamonds and bold: adjusted p below 0.05.",
        "菱形と太字：調整後のp値が0.05未満。",
    ),
    "cautious_note": (
        "The interval is cautious (2.5 % at most on each side, as if bodies never ran "
        "out), the test exact: p can be below 0.05 though the interval holds 1.",
        "区間は控えめに（両側各2.5％以下、団体が尽きないとみなして）、検定は正確に"
        "求めるため、区間が1を含んでもp値が0.05未満のことがある。",
    ),
    "unadjusted_note": (
        "Intervals are not adjusted for many groups: a few miss 1 by chance.",
        "区間は多重比較を調整していないため、偶然に1を含まないものもある。",
    ),
    "mix_gap": (
        "{group}: {listed} of the list, {even} of the bodies that could apply",
        "{group}は一覧の{listed}、対象となりうる団体の{even}",
    ),
    "mix_alike": (
        "The list is mixed as the bodies that could apply",
        "一覧の構成は対象となりうる団体と変わらない",
    ),
    "mix_chance": (
        "No share differs by more than chance would (exact hypergeometric test, Holm).",
        "偶然の範囲を超える差はない（超幾何分布の正確な検定、Holm法で調整）。",
    ),
    "mix_beyond": (
        "More than chance would differ: {groups} (exact hypergeometric test, Holm, "
        "p below 0.05).",
        "偶然の範囲を超える差：{groups}（超幾何分布の正確な検定、Holm法で調整、p値0.05未満）。",
    ),
    "mix_axis": (
        "share (%), and number of bodies",
        "構成比（%）と団体数",
    ),
    "mix_first_listed": (
        "{share}  ({n} of {eligible} on the list)",
        "{share}（一覧の{eligible}団体中{n}）",
    ),
    "mix_first_even": (
        "{share}  ({n} of {eligible} that could apply)",
        "{share}（対象となりうる{eligible}団体中{n}）",
    ),
    "mix_share": ("{share}  ({n} of {eligible})", "{share}（{eligible}団体中{n}）"),
    # spatial
    "first_locator_title": (
        "Where the first {most} of {all} bodies lie",
        "{all}団体のうち初めの{most}団体の位置",
    ),
    "office_markers": (
        "Markers: offices (Geoshape, ROIS-DS CODH, CC BY 4.0).",
        "記号：庁舎の位置（Geoshape、ROIS-DS CODH、CC BY 4.0）。",
    ),
    "panel_areas": (
        "More than {most} on a map: areas are coloured, with a marker if too small.",
        "1枚に{most}団体を超えるため区域を着色し、小さく見えないものだけ記号で示した。",
    ),
    "panel_source": (
        "Regions and types: code list of local governments (MIC).",
        "地方と種類：総務省「全国地方公共団体コード」による。",
    ),
    "every_prefecture": (
        "{n} {bodies} in all 47 prefectures",
        "{n}団体、47都道府県のすべてに分布",
    ),
    "dense_map_note": (
        "Albers equal-area projection. Shaded: areas of the bodies; markers: offices "
        "(Geoshape, ROIS-DS CODH, CC BY 4.0) of those too small to see.",
        "アルベルス正積図法。着色：団体の区域、記号：区域が小さく見えない団体の庁舎の位置"
        "（Geoshape、ROIS-DS CODH、CC BY 4.0）。",
    ),
}
