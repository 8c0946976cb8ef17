"""What the linked view says, each text in English and in Japanese."""

from analysis.explorer.words import LANGUAGES, Both

HEADINGS = {  # of the table, by the column it is sorted by
    "number": Both("No.", "番号"),
    "published_name": Both("Published name", "公表された名称"),
    "official": Both("Official name", "正式名称"),
    "entity_type": Both("Type", "種類"),
    "prefecture": Both("Prefecture", "都道府県"),
    "lg_code": Both("Code", "団体コード"),
    "method": Both("Found by", "特定の方法"),
    "confidence": Both("Confidence", "確度"),
    "note": Both("Note", "備考"),
}

METHODS = {
    "code": Both("code", "団体コード"),
    "exact": Both("exact name", "名称の一致"),
    "romanization": Both("romanization", "ローマ字表記"),
    "alias": Both("your own table", "独自の対応表"),
    "historical": Both("name of another time", "別の時点の名称"),
    "reading": Both("possible reading of the kanji", "漢字の別の読み"),
    "fuzzy": Both("slip of the pen", "誤記"),
    "ambiguous": Both("ambiguous", "候補が複数"),
    "unmatched": Both("unmatched", "該当なし"),
}

PAGE = {
    "map": Both("Map of Japan", "日本地図"),
    "map_keys": Both(
        "Drag to move. To zoom: + − 0, or the wheel once the map is clicked.",
        "ドラッグで移動。拡大・縮小は＋・−・0キー、または地図をクリックしてからホイール。",
    ),
    "zoom_in": Both("Zoom in", "拡大"),
    "zoom_out": Both("Zoom out", "縮小"),
    "all_japan": Both("All of Japan", "日本全体"),
    "by_type": Both("Rows by type", "種類別の件数"),
    "by_region": Both("Rows by region", "地方別の件数"),
    "bars_hint": Both(
        "Click a line to see only its rows; click again for all.",
        "区分をクリックすると絞り込み、もう一度クリックすると解除。",
    ),
    "search": Both("Search the rows", "一覧を検索"),
    "everything": Both("Show all (Esc)", "すべて表示（Esc）"),
    "table": Both("Rows of the list", "一覧の各行"),
    "none": Both("No row fits.", "該当する行なし。"),
    "choose_hint": Both(
        "Choose a row to see it on the map.", "行を選ぶと地図上に表示。"
    ),
}

SCRIPT = {  # gaps in braces are filled by the script
    "all": Both("All {total} rows", "全{total}件"),
    "some": Both("{shown} of {total} rows: {what}", "{total}件中{shown}件：{what}"),
    "listed": Both(", ", "・"),
    "quoted": Both("“{query}”", "「{query}」"),
    "no_rows": Both("The list is empty", "一覧は空（0件）"),
    "map": Both(
        "Map of Japan: {bodies} bodies. Arrow keys move it, + and − zoom, 0 shows all.",
        "日本地図：{bodies}団体を表示。矢印キーで移動、＋と−で拡大・縮小、0で全体。",
    ),
    "bar": Both("{name} {total}", "{name}{total}件"),
    "bar_of_total": Both("{name} {shown} of {total}", "{name}{total}件中{shown}件"),
    "of_total": Both("{shown} / {total}", "{shown}／{total}"),
    "off_map": Both("not on the map", "地図上に表示なし"),
}


def for_script() -> dict[str, dict[str, dict[str, str]]]:
    """Return what the script says, by language: texts, methods and headings."""
    tables = {"texts": SCRIPT, "methods": METHODS, "headings": HEADINGS}
    return {
        lang: {
            name: {key: getattr(text, lang) for key, text in table.items()}
            for name, table in tables.items()
        }
        for lang in LANGUAGES
    }
