"""What the charts say, each phrase in English and in Japanese."""

import pandas as pd

LANGUAGES = ("en", "ja")

REGIONS = {
    "Hokkaidō": ("Hokkaidō", "北海道"),
    "Tōhoku": ("Tōhoku", "東北"),
    "Kantō": ("Kantō", "関東"),
    "Chūbu": ("Chūbu", "中部"),
    "Kinki": ("Kinki", "近畿"),
    "Chūgoku": ("Chūgoku", "中国"),
    "Shikoku": ("Shikoku", "四国"),
    "Kyūshū": ("Kyūshū", "九州"),
}

TYPES = {  # one body, several bodies
    "prefecture": (("prefecture", "prefectures"), ("都道府県", "都道府県")),
    "city": (("city", "cities"), ("市", "市")),
    "special_ward": (("special ward", "special wards"), ("特別区", "特別区")),
    "town": (("town", "towns"), ("町", "町")),
    "village": (("village", "villages"), ("村", "村")),
    "ward": (("ward", "wards"), ("行政区", "行政区")),
    "union": (("union", "unions"), ("組合・広域連合", "組合・広域連合")),
    "other": (("other body", "other bodies"), ("その他", "その他")),
}

_PHRASES = {
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
    "small": (
        "Small numbers: a difference of one or two bodies may be chance.",
        "数が少なく、1、2団体の差は偶然のこともある。",
    ),
    "kyushu": ("Kyūshū includes Okinawa.", "九州は沖縄を含む。"),
    "absent": ("–: no such body in the region.", "–：その地方に該当する団体がない。"),
    # sources
    "register_source": (
        "Could apply: prefectures, municipalities and special wards of that day "
        "(code list of local governments, MIC).",
        "対象となりうる団体：当時の都道府県・市区町村（総務省「全国地方公共団体コード」）。",
    ),
    "boundaries": (
        "Boundaries: Japan Meteorological Agency, areas of warnings, {vintage} "
        "(Public Data License 1.0, processed).",
        "境界：気象庁の警報・注意報の区域、{vintage}（公共データ利用規約1.0、加工して作成）。",
    ),
    "map_note": (
        "Albers equal-area projection. Markers: offices (Geoshape, ROIS-DS CODH, "
        "CC BY 4.0); shaded: areas of the bodies.",
        "アルベルス正積図法。記号：庁舎の位置（Geoshape、ROIS-DS CODH、CC BY 4.0）、"
        "着色：団体の区域。",
    ),
    "locator_note": (
        "Coloured: the body; grey: its prefecture with municipal borders; "
        "pale: neighbours. Each map has its own scale.",
        "着色：団体の区域、灰色：同じ都道府県と市区町村界、淡色：隣接県。縮尺は図ごとに異なる。",
    ),
}


def say(lang: str, phrase: str, **values: object) -> str:
    """Return a phrase in a language, with its gaps filled.

    ``eligible`` or else ``n`` also chooses "body" or "bodies", "row" or "rows" in
    English, and ``most`` the word in "3 bodies each".

    Raises
    ------
    ValueError
        If `lang` is not one of `LANGUAGES`.
    """
    one = values.get("eligible", values.get("n")) == 1
    words = {
        "bodies": "body" if one else "bodies",
        "rows": "row" if one else "rows",
        "each": "body" if values.get("most") == 1 else "bodies",
    }
    filled = {
        name: f"{value:,}" if isinstance(value, int) else value
        for name, value in values.items()
    }
    return _PHRASES[phrase][_column(lang)].format(**words, **filled)


def region_name(lang: str, region: str) -> str:
    """Return the name of one of the eight regions, or `region` itself for another."""
    return REGIONS.get(region, (region, region))[_column(lang)]


def type_name(lang: str, entity_type: str, number: int = 1) -> str:
    """Return the word for `number` bodies of a type."""
    words = TYPES.get(entity_type, ((entity_type,) * 2,) * 2)[_column(lang)]
    return words[number != 1]


def day(lang: str, when: object) -> str:
    """Return a date as it is written in a language."""
    stamp = pd.Timestamp(when)
    if _column(lang) == 1:
        return f"{stamp.year}年{stamp.month}月{stamp.day}日"
    return stamp.date().isoformat()


def subtitle(
    lang: str,
    n: int,
    *,
    eligible: int | None,
    as_of: object,
) -> str:
    """Return the line with count, denominator and day."""
    line = (
        say(lang, "of_eligible", n=n, eligible=eligible)
        if eligible
        else say(lang, "of_list", n=n)
    )
    if as_of is not None:
        line += say(lang, "on_day", date=day(lang, as_of))
    return line


def not_counted(lang: str, apart: dict[str, int]) -> str:
    """Return the sentence on the rows that are in no group; empty if there are none."""
    if not apart:
        return ""
    comma = say(lang, "comma")
    listed = comma.join(
        say(lang, "rows_apart", n=number, why=say(lang, why))
        for why, number in apart.items()
    )
    return say(lang, "not_counted", listed=listed)


def area(lang: str, km2: float) -> str:
    """Return an area with its unit, to three figures or so."""
    return say(lang, "area", km2=f"{km2:.1f}" if km2 < 10 else f"{km2:,.0f}")


def sentences(lang: str, phrases: list[str]) -> str:
    """Return whole sentences joined to one line."""
    return ("" if _column(lang) == 1 else " ").join(phrases)


def listing(lang: str, words: list[str]) -> str:
    """Return words joined as in running text: a, b and c."""
    if _column(lang) == 1:
        return "・".join(words)
    *front, last = words
    return f"{', '.join(front)} and {last}" if front else last


def _column(lang: str) -> int:
    """Return the place of a language in each pair of phrases."""
    if lang not in LANGUAGES:
        raise ValueError(f"want lang 'en' or 'ja', got {lang!r}")
    return LANGUAGES.index(lang)
