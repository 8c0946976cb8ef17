"""What the charts say, each phrase in English and in Japanese."""

import pandas as pd

from analysis.charts.phrases import PHRASES
from analysis.gazetteer.regions import REGION_NAMES_JA

LANGUAGES = ("en", "ja")

REGIONS = {name: (name, ja) for name, ja in REGION_NAMES_JA.items()}

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

CITY_CLASSES = {
    "designated_city": ("designated cities", "政令指定都市"),
    "core_city": ("core cities", "中核市"),
    "special_city": ("special cities", "施行時特例市"),
    "ordinary_city": ("other cities", "その他の市"),
    "not_a_city": ("not a city", "市以外"),
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
        "bodies_are": "body is" if one else "bodies are",
        "its_city": "its city" if one else "their cities",
        "its_place": "its place" if one else "their place",
        "its_area": "its area" if one else "their areas",
        "rows": "row" if one else "rows",
        "each": "body" if values.get("most") == 1 else "bodies",
    }
    filled = {
        name: f"{value:,}" if isinstance(value, int) else value
        for name, value in values.items()
    }
    return PHRASES[phrase][_column(lang)].format(**words, **filled)


def chosen(lang: str, pair: tuple[str, str]) -> str:
    """Return the English or the Japanese one of two names."""
    return pair[_column(lang)]


def region_name(lang: str, region: str) -> str:
    """Return the name of one of the eight regions, or `region` itself for another."""
    return REGIONS.get(region, (region, region))[_column(lang)]


def region_in_text(lang: str, region: str) -> str:
    """Return the name of a region in running text, where 中国 alone would be China."""
    name = region_name(lang, region)
    plain = lang == "en" or region not in REGIONS or name == "北海道"
    return name if plain else f"{name}地方"


def type_name(lang: str, entity_type: str, number: int = 1) -> str:
    """Return the word for `number` bodies of a type."""
    words = TYPES.get(entity_type, ((entity_type,) * 2,) * 2)[_column(lang)]
    return words[number != 1]


def class_name(lang: str, city_class: str) -> str:
    """Return the word for cities of a class, or `city_class` itself for another."""
    return chosen(lang, CITY_CLASSES.get(city_class, (city_class, city_class)))


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


def boundary_set(lang: str, source: str, vintage: object) -> str:
    """Return what to call a set of boundaries: publisher, title, day and terms."""
    return say(lang, source, vintage=day(lang, vintage))


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
