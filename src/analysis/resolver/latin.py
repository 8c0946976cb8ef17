"""What a name in Latin letters states, once its units meet the places that exist."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.grammar import Unit
from analysis.names.romaji import kana_key, romaji_key
from analysis.resolver.query import Container, Query

# What encloses a municipality and is neither its name nor its type.
_AROUND = ("prefecture", "county", "subprefecture")


def understand(units: Sequence[Unit], index: Index) -> Query | str:
    """Return what the units state together, or why they make no sense."""
    if len(units) == 2:
        # The plain shape of most lists, "Hirao Town, Yamaguchi Prefecture".
        first, second = units
        if first.kind == "prefecture":
            first, second = second, first
        if second.kind == "prefecture" and first.kind not in _AROUND:
            prefecture = index.prefecture(second.stem)
            if prefecture and not second.is_metropolis:
                return Query(first.stem, first.kind, prefecture)
    stated = [unit for unit in units if unit.kind == "prefecture"]
    counties = [unit for unit in units if unit.kind == "county"]
    rest = [unit for unit in units if unit.kind not in _AROUND]
    if len(stated) > 1 or len(counties) > 1:
        return "it names more than one prefecture or county"
    if not stated and len(units) > 1:
        # "Hokkaido Ishikari-gun Tobetsu-cho" says the prefecture without a comma.
        first, _, name = units[0].stem.partition(" ")
        if name and units[0].kind and index.prefecture(first):
            shorter = units[0]._replace(stem=name, text=name)
            unit = Unit(first, first, "prefecture")
            return understand((unit, shorter, *units[1:]), index)
    if not stated and len(units) > 1:
        around = [u for u in rest if not u.kind and _is_county(u, index)]
        if len(around) == 1 and len(rest) > 1 and any(u.kind for u in rest):
            # "Hirao Town, Kumage, Yamaguchi"; "Iwate" is a prefecture before a county.
            counties, rest = around, [u for u in rest if u is not around[0]]
        bare = [u for u in rest if not u.kind and index.prefecture(u.stem)]
        stated = bare[-1:]
        if not stated and len(rest) > 1 and rest[-1].kind is None and rest[0].kind:
            stated = rest[-1:] if _nearest_prefecture(rest[-1].stem, index) else []
        # By identity: in "Kochi, Kochi" the city and the prefecture are equal.
        rest = [unit for unit in rest if not any(unit is s for s in stated)]
    prefecture = index.prefecture(stated[0].stem) if stated else None
    assumed = ""
    if stated and prefecture is None:
        if len(units) == 1:
            return Query(stated[0].stem, "prefecture")
        prefecture = _nearest_prefecture(stated[0].stem, index)
        if prefecture is None:
            return f"no prefecture is called '{stated[0].stem}'"
        assumed = f"'{stated[0].stem}' was taken for {prefecture.name_en}"
    if stated and stated[0].is_metropolis and prefecture.name_ja[-1] != "都":
        return f"{prefecture.name_en} is no metropolis: Tokyo alone is one"
    county = _county(counties[0]) if counties else None
    if not rest:
        if prefecture is None or county is not None or len(units) > 1:
            return "it names no prefecture and no municipality"
        return Query(stated[0].stem, "prefecture", prefecture)
    if len(rest) == 2 and not any(unit.kind for unit in rest):
        rest = _typed_within(rest)
    wards = [unit for unit in rest if unit.kind == "ward"]
    if len(rest) == 2 and len(wards) == 1:
        city = rest[0] if rest[1] is wards[0] else rest[1]
        if city.kind in (None, "city"):
            inside = _city(city, index)
            return Query(wards[0].stem, "ward", prefecture, county, inside, assumed)
    if len(rest) > 1:
        return "it holds more than one name: " + "; ".join(u.text for u in rest)
    return Query(rest[0].stem, rest[0].kind, prefecture, county, assumed=assumed)


def without_comma(query: Query, index: Index) -> Iterator[Query]:
    """Give `query` with the prefecture that its last or its first word names.

    "Kitakami Iwate" and "Iwate Kitakami" state a prefecture without saying so; which
    word of "Hokkaido Fukushima-cho" does is for the caller to find out.
    """
    words = query.name.split()
    if query.prefecture or len(words) < 2:
        return
    for stated, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        prefecture = index.prefecture(stated)
        if prefecture:
            yield query._replace(name=" ".join(rest), prefecture=prefecture)


def _is_county(unit: Unit, index: Index) -> bool:
    key = romaji_key(unit.stem)
    return key in index.county_keys and not index.prefecture(unit.stem)


def _typed_within(units: Sequence[Unit]) -> list[Unit]:
    """Return "Chuoku" and "Sapporoshi" as the ward and the city that they end with."""
    typed = []
    for unit in units:
        for suffix, kind in (("ku", "ward"), ("shi", "city")):
            if unit.stem.lower().endswith(suffix):
                unit = unit._replace(stem=unit.stem[: -len(suffix)], kind=kind)
                break
        typed.append(unit)
    return typed


def _nearest_prefecture(name: str, index: Index) -> Body | None:
    """Return the prefecture one edit away from `name`, if there is just one."""
    key = romaji_key(name)
    if index.spelled(key):
        return None  # a name of its own
    near = {
        body
        for body in index.prefectures.values()
        for spelled in index.stem_keys[body.position]
        if OSA.distance(key, spelled, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


def _county(unit: Unit) -> Container:
    key = romaji_key(unit.stem)

    def holds(body: Body) -> bool:
        kana = body.county_kana
        return kana is not None and kana_key(kana.removesuffix("ぐん")) == key

    return Container(unit.text, holds)


def _city(unit: Unit, index: Index) -> Container:
    key = romaji_key(unit.stem)

    def holds(body: Body) -> bool:
        parent = body.parent
        return parent is not None and key in index.stem_keys[parent.position]

    return Container(unit.text, holds)
