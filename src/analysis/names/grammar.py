"""How a Latin name is put together: which words are names, which say what body it is.

A published name is one or more *units* from different levels, in either order: "Hirao
Town, Yamaguchi Prefecture". This module splits and labels them; whether such a body
exists is for the gazetteer to say. Words that are neither stay where they stand, so
that "Kitakami City Hospital" is more than Kitakami City.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from analysis.names.fold import fold_text
from analysis.names.marks import strip_marks
from analysis.names.others import is_union


class Unit(NamedTuple):
    """One level of a published name.

    Attributes
    ----------
    text : str
        The unit as written, folded: ``Hirao Town``.
    stem : str
        The same without its type word: ``Hirao``.
    kind : str or None
        prefecture, subprefecture, county, city, ward, town, village or union; None if
        nothing says so.
    is_metropolis : bool
        Whether it is called 都, which only one prefecture is.
    """

    text: str
    stem: str
    kind: str | None
    is_metropolis: bool = False


class _Type(NamedTuple):
    """What a word or a phrase says of the stem before it."""

    kind: str | None
    is_japanese: bool = False
    is_metropolis: bool = False


_ENGLISH = {
    "prefecture": "prefecture, pref, prefect, metropolis",
    "subprefecture": (
        "subprefecture, sub prefecture, general subprefecture, subprefectural bureau, "
        "general subprefectural bureau, general bureau, promotion bureau, "
        "general promotion bureau, subprefectural office"
    ),
    "county": "district, county, dist",
    "city": "city",
    "ward": "ward, special ward",
    "town": "town, tn",
    "village": "village, vill, vil",
}
_JAPANESE = {
    "prefecture": "ken, fu, hu, to, tō, tô, do, dō, dô",
    "subprefecture": "shicho, shichō, shichô",
    "county": "gun",
    "city": "shi, si",
    "ward": "ku",
    "town": "cho, chō, chô, chou, machi, tyo, tyō, tyô, tyou, mati",
    "village": "son, mura",
}
_JAPANESE_OFFICES = {
    "prefecture": "kencho, kenchō, fucho, fuchō",
    "city": "shiyakusho, shi yakusho",
    "ward": "kuyakusho, ku yakusho",
    "town": "machiyakuba, machi yakuba, cho yakuba, chō yakuba",
    "village": "murayakuba, mura yakuba, son yakuba",
}
# Said of an office: "Prefectural Government". "Municipal" leaves the type open.
_ADJECTIVES = {
    "prefectural": _Type("prefecture"),
    "metropolitan": _Type("prefecture", is_metropolis=True),
    "municipal": _Type(None),
    "local": _Type(None),
}
_GOVERNMENTS = ("government", "gov't", "govt", "gov", "government office")
_OFFICES = (*_GOVERNMENTS, "office", "offices", "hall", "administration")
_METROPOLIS = ("metropolis", "to", "tō", "tô")
# 都 and 道 are the type of one prefecture each; elsewhere -to and -do end plain names.
_ONLY_AFTER = {
    **dict.fromkeys(("to", "tō", "tô"), "tokyo"),
    **dict.fromkeys(("do", "dō", "dô"), "hokkai"),
}
_COUNTRY = ("japan", "jpn")
_SIDE_BY_SIDE = ("city", "town", "village")
_ENCLOSING = ("prefecture", "subprefecture", "county")


def _each(table: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((kind, word) for kind, words in table.items() for word in words.split(", "))


_TYPES: dict[str, _Type] = {
    **{w: _Type(k, is_metropolis=w in _METROPOLIS) for k, w in _each(_ENGLISH)},
    **{f"{w} {o}": _Type(k) for (k, w), o in product(_each(_ENGLISH), _OFFICES)},
    **{f"{a} {o}": t for (a, t), o in product(_ADJECTIVES.items(), _OFFICES)},
    **dict.fromkeys((*_GOVERNMENTS, "municipality"), _Type(None)),
    **{w: _Type(k, True, w in _METROPOLIS) for k, w in _each(_JAPANESE)},
    **{w: _Type(k) for k, w in _each(_JAPANESE_OFFICES)},
}
_LONGEST = max(phrase.count(" ") + 1 for phrase in _TYPES)
_STARTS = frozenset(phrase.split(" ", 1)[0] for phrase in _TYPES)

# --- the plain shapes -----------------------------------------------------------------

_CASES = (str.lower, str.upper, str.title)
# What a last word says that needs no look at what is around it.
_PLAIN = {
    case(word): _TYPES[word]
    for table in (_ENGLISH, _JAPANESE)
    for _, word in _each(table)
    for case in _CASES
    if " " not in word and word not in _ONLY_AFTER
}
_PLAIN_OF = {
    case(f"{kind} of"): _TYPES[kind]
    for kind in ("city", "town", "village")
    for case in (str.lower, str.upper, str.title, lambda text: text.capitalize())
}
_BARE = _Type(None)
# Every list says "Iwate Prefecture" many times: parts that enclose others are kept.
_ENCLOSING_PARTS: dict[str, "Unit"] = {}
_PARTS_AT_MOST = 5_000
# Whole parts that are no names: type words in brackets of their own, the country.
_NO_NAMES = frozenset(case(word) for word in (*_TYPES, *_COUNTRY) for case in _CASES)

# --- the other shapes -----------------------------------------------------------------

_BREAKS = re.compile(
    r"\s*[,;:/|()\[\]{}<>•·・、，；：｜（）【】「」『』]+\s*|\s+-+\s+|\s+(?:in|at)\s+",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?:the )?(?P<type>[a-z' -]{3,40}?) of (?:the )?(?P<rest>.+)$", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\s-]+")
# "Kitakami -shi", "Kitakami- shi" and "KitakamiCity": the blank strayed.
_STRAY_BLANK = re.compile(
    r"\s*-\s*(?=(?:ken|fu|to|do|gun|shi|ku|cho|chou|machi|son|mura)\b)", re.IGNORECASE
)
_NO_BLANK = re.compile(
    r"(?<=[a-z])(?=(?:City|Town|Village|Ward|Prefecture|Pref|District|County)\b)"
)


# "Kobaya-shi City": either the type is said twice, or the name was divided.
_DIVIDED = re.compile(
    r"[ -](shi|ku|cho|chou|machi|son|mura)(?=[ -](?:city|ward|town|village)\b)",
    re.IGNORECASE,
)


def rejoin(text: str) -> str | None:
    """Return a name with what may be a type word in Japanese made part of its stem.

    None if no Japanese type word stands before an English one. Both ways make sense,
    "Hirao-cho Town" and "O-machi Town"; which is meant is for the gazetteer to say.

    Examples
    --------
    >>> rejoin("Kobaya-shi City, Miyazaki"), rejoin("Hirao Town")
    ('Kobayashi City, Miyazaki', None)
    """
    # Searched for before anything is changed: most names have none.
    return _DIVIDED.sub(r"\1", text) if _DIVIDED.search(text) else None


def parse_latin(text: str) -> tuple[Unit, ...]:
    """Return the units of a name in Latin letters, in the order written.

    Examples
    --------
    >>> [(u.stem, u.kind) for u in parse_latin("Hirao Town, Yamaguchi Prefecture")]
    [('Hirao', 'town'), ('Yamaguchi', 'prefecture')]
    >>> [(u.stem, u.kind) for u in parse_latin("Iwate-ken Kitakami-shi")]
    [('Iwate', 'prefecture'), ('Kitakami', 'city')]
    >>> [(u.stem, u.kind) for u in parse_latin("City of Kitakami, Iwate")]
    [('Kitakami', 'city'), ('Iwate', None)]
    """
    return _plain_units(text) or _any_units(text)


def _plain_units(text: str) -> tuple[Unit, ...] | None:
    """Return the units of "X City, Y Prefecture" and the like; None of other shapes.

    Most names are of these shapes, and this way is several times as fast. It must never
    differ from `_any_units`.
    """
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        return None
    if "." in text:
        text = text.removesuffix(".").replace("., ", ", ")
    if text[-1:] == ")":
        text = text[:-1].replace(" (", ", ", 1)
    units = []
    for part in text.split(", "):
        known = _ENCLOSING_PARTS.get(part)
        if known is not None:
            units.append(known)
            continue
        if part in _NO_NAMES:
            return None
        stem, blank, word = part.rpartition(" ")
        if not blank:
            stem, blank, word = part.rpartition("-")
        said = _PLAIN.get(word) if blank else _BARE
        name = stem if blank else part
        if said is None and stem in _PLAIN_OF:
            said, name = _PLAIN_OF[stem], word
        if said is None or not name.isalpha():
            two = _two_plain_units(part)
            if two is None:
                return None
            units += two
            continue
        if not _is_plain_name(name):
            return None
        unit = Unit(part, name, said[0], said[2])
        if said[0] in _ENCLOSING and len(_ENCLOSING_PARTS) < _PARTS_AT_MOST:
            _ENCLOSING_PARTS[part] = unit
        units.append(unit)
    return tuple(units)


def _two_plain_units(part: str) -> tuple[Unit, Unit] | None:
    """Return the units of "X City Y Prefecture" or "Y-ken X-shi", without a comma."""
    words = part.split(" ")
    if len(words) == 2:
        return _two_hyphened(*words)
    if len(words) != 4:
        return None
    name, word, place, enclosing = words
    said, around = _PLAIN.get(word), _PLAIN.get(enclosing)
    if (
        said is None
        or around is None
        or said.kind not in _SIDE_BY_SIDE
        or around.kind != "prefecture"
        or not (name.isalpha() and place.isalpha())
        or not (_is_plain_name(name) and _is_plain_name(place))
    ):
        return None
    return (
        Unit(f"{name} {word}", name, said.kind),
        Unit(f"{place} {enclosing}", place, "prefecture", around.is_metropolis),
    )


def _two_hyphened(first: str, second: str) -> tuple[Unit, Unit] | None:
    units = []
    for word in (first, second):
        name, _, suffix = word.rpartition("-")
        said = _PLAIN.get(suffix)
        if not (said and said.is_japanese and name.isalpha() and _is_plain_name(name)):
            return None
        units.append(Unit(word, name, said.kind, said.is_metropolis))
    around, unit = units
    enclosed = around.kind == "prefecture" and unit.kind in _SIDE_BY_SIDE
    return (around, unit) if enclosed else None


def _is_plain_name(name: str) -> bool:
    """Tell whether no type word can be glued to a name, as in KitakamiCity."""
    plain = name.istitle() or name.islower() or name.isupper()
    return plain and name not in _NO_NAMES


def _any_units(text: str) -> tuple[Unit, ...]:
    """Return the units of a name of any shape."""
    units: list[Unit] = []
    if not (text.isascii() and text.isprintable()) or "`" in text or "  " in text:
        text = fold_text(text)
    text = _NO_BLANK.sub(" ", strip_marks(text.replace("_", " ")))
    if "-" in text:
        text = _STRAY_BLANK.sub("-", text)
    for part in _BREAKS.split(text):
        part = strip_marks(part).strip(" .-'\"")
        if not part:
            continue
        if units and part in _NO_NAMES and _relabel(units, part):
            continue
        units.extend(_units_of(part))
    if len(units) > 1:
        # The country says nothing that a Japanese list leaves open; a number is a note.
        named = [unit for unit in units if not _is_aside(unit)]
        units = named or units[:1]
    return tuple(units)


def _is_aside(unit: Unit) -> bool:
    text = unit.text
    return text.lower() in _COUNTRY or (text.isdecimal() and len(text) < 5)


def _relabel(units: list[Unit], word: str) -> bool:
    """Give the last unit the type that stands apart: "Hirao (Town)", "Iwate, Pref."."""
    said = _TYPES.get(_plain_word(word))
    last = units[-1]
    if said is None or not _may_follow(_plain_word(word), last.stem):
        return False
    if last.kind is None:
        text = f"{last.text} {word}"
        units[-1] = Unit(text, last.stem, said.kind, said.is_metropolis)
    return last.kind in (None, said.kind)


def _units_of(part: str) -> list[Unit]:
    """Return the units of a part without any break."""
    if is_union(part):
        return [Unit(part, part, "union")]
    of = _OF.match(part)
    said = of and _TYPES.get(_plain_word(of["type"].replace("-", " ")))
    if not said:
        return list(_labelled(part))
    return _units_after_of(part, part[: of.start("rest")], said, of["rest"])


def _units_after_of(part: str, lead: str, said: _Type, rest: str) -> list[Unit]:
    """Return the units of "City of X", where X may say its type again or its place."""
    units = list(_labelled(rest))
    first = units[0]
    if len(units) == 1 and first.kind is None:
        return [Unit(part, rest, said.kind, said.is_metropolis)]
    if first.kind in (None, said.kind) or said.kind is None:
        kind = first.kind or said.kind
        return [first._replace(text=lead + first.text, kind=kind), *units[1:]]
    name, blank, place = first.stem.rpartition(" ")
    if first.kind in _ENCLOSING and blank:
        # "City of Kitakami Iwate Prefecture": what encloses it has one word.
        around = first._replace(text=first.text[len(name) + 1 :], stem=place)
        return [Unit(lead + name, name, said.kind), around, *units[1:]]
    return [Unit(part, rest, said.kind)]


def _labelled(part: str) -> Iterator[Unit]:
    """Give the units of a part, each ending at its type word, the last at the end."""
    tokens = list(_TOKEN.finditer(part))
    found = list(_types_in(tokens))
    # Which of the types stands before another city, town or village of this part.
    later = [False] * len(found)
    for i in range(len(found) - 2, -1, -1):
        later[i] = later[i + 1] or found[i + 1][2].kind in _SIDE_BY_SIDE
    unit: Unit | None = None
    begin = start = 0  # of the unit, and of what is not yet given
    for i, (first, end, said) in enumerate(found):
        if first == start:
            if unit and said.kind in (unit.kind, None):  # "Kitakami-shi City"
                start = end
                unit = unit._replace(text=_between(part, tokens, begin, end))
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        stem = _between(part, tokens, start, first)
        word = _plain_word(tokens[first][0])
        if not _may_follow(word, stem) and said.is_japanese:
            continue
        if said.is_japanese and not _ends_name(
            part, tokens, (first, end, said), following, later[i]
        ):
            continue
        if unit:
            yield unit
        if _ONLY_AFTER.get(word) == "hokkai":
            stem += tokens[first][0]
        begin, start = start, end
        text = _between(part, tokens, begin, end)
        if begin:
            text, stem = _without_link(text), _without_link(stem)
        else:
            stem = _without_article(stem)
        unit = Unit(text, stem, said.kind, said.is_metropolis)
    if unit:
        yield unit
    if start < len(tokens):
        text = part[tokens[start].start() :]
        yield Unit(text, text, None)


def _types_in(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, _Type]]:
    """Give where the type words stand, from and to which token; the first is a name."""
    words = [_plain_word(token[0]) for token in tokens]
    i = 1
    while i < len(words):
        if words[i] in _STARTS:
            for length in range(min(_LONGEST, len(words) - i), 0, -1):
                said = _TYPES.get(" ".join(words[i : i + length]))
                if said:
                    yield i, i + length, said
                    i += length - 1
                    break
        i += 1


def _ends_name(
    part: str,
    tokens: Sequence[re.Match[str]],
    found: tuple[int, int, _Type],
    following: tuple[int, int, _Type] | None,
    later: bool,
) -> bool:
    """Tell whether a Japanese type word ends a name, and is no syllable inside one."""
    _, end, said = found
    if following and following[0] == end:
        # "Dazai Fu City" and "O-machi-cho" hold it; "Hirao-cho Town" says it twice.
        then = following[2]
        return then.kind is None or (then.kind == said.kind and not then.is_japanese)
    if later and said.kind in _SIDE_BY_SIDE:
        return False  # "Higashi Mura Yama City": no village lies beside a city
    if end < len(tokens) and part[tokens[end].start() - 1] == "-":
        # "Iwate-ken-Kitakami-shi", but not "Ku-shi-ro-shi".
        if following is None:
            return False
        in_city = said.kind == "city" and following[2].kind == "ward"
        return in_city or said.kind in _ENCLOSING
    return True


def _may_follow(word: str, stem: str) -> bool:
    """Tell whether a word can be the type word of a stem: to and do of one each."""
    only = _ONLY_AFTER.get(word)
    return only is None or _letters(stem) == only


def _letters(stem: str) -> str:
    """Return the bare lower-case letters of a stem, for comparison with one word."""
    letters = unicodedata.normalize("NFKD", stem.lower())
    return "".join(filter(str.isalpha, letters)).replace("ou", "o")


def _between(part: str, tokens: Sequence[re.Match[str]], first: int, end: int) -> str:
    return part[tokens[first].start() : tokens[end - 1].end()]


def _plain_word(word: str) -> str:
    return word.lower().strip(".'\"")


def _without_article(stem: str) -> str:
    return stem[4:] if stem[:4].lower() == "the " else stem


def _without_link(stem: str) -> str:
    """Return a later stem without the "of" that ties it to the unit before."""
    return stem[3:] if stem[:3].lower() == "of " else stem
