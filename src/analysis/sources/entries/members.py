"""Several entities in one item: bodies, companies and universities, each known."""

import re
from collections.abc import Sequence

from analysis.names.fold import has_japanese
from analysis.names.grammar import parse_latin
from analysis.sources.entries.parts import Part, Piece, Reader, outside, piece_of
from analysis.sources.entries.places import (
    Place,
    in_prefecture,
    place_up_to,
    read_place,
    stated_prefecture,
    with_place,
)
from analysis.sources.entries.wording import (
    JOINT_VENTURE,
    is_organization,
    is_typed,
    may_be_a_plan,
)

# What belongs to the name before the comma.
_TIED = (
    r"(?!\s*(?:(?:ltd|inc|llc|corp|co|limited|plc|gmbh|k\.k|l\.l\.c)\b"
    r"|(?:the )?same pref))"
)
_BREAK = re.compile(
    r"(?:\s*(?:"
    rf"[、;/|+＋&＆・×]|,{_TIED}"
    r"|(?:(?<=[都道府県市区町村)学社])|(?<=[都道府県市区町村)学社]\s))"
    r"(?:及び|および|並びに|ならびに|と(?=[^\s、,])(?!きがわ))"
    r"|(?<=[\s,])(?:(?:(?:jointly|together|along) |in (?:cooperation|collaboration"
    r"|partnership|coordination) )?with|and|as well as)(?=\s)"
    r")\s*)+",
    re.IGNORECASE,
)
_BREAK_OR_BLANK = re.compile(rf"{_BREAK.pattern}|\s+", re.IGNORECASE)
_TYPE_WORD = re.compile(
    r"[都道府県市区町村]|\b(?:city|town|village|prefecture)\b", re.IGNORECASE
)
_ORGANIZATION = re.compile(
    r"(?:大学|株式会社|有限会社|銀行|高校|学校|病院|研究所)$|^(?:株式|有限)会社"
)
_CONJUNCTION = re.compile(
    r"\b(?:and|as well as|with)\b|及び|および|並びに|ならびに|と|[&＆+＋]"
)
_NAME = re.compile(
    r"[^\W\d_A-Za-z]{1,8}[都道府県市町村]"
    r"|[A-Z][\w'-]+ (?:City|Town|Village|Prefecture)"
)
_ATOMS_AT_MOST = 60
_LONGEST_GROUP = 4

Group = tuple[int, int, list[Piece]]
"""The first atom of a member, the one after its last, and its pieces."""


def read(part: Part, reader: Reader, *, by_blanks: bool = False) -> list[Piece] | None:
    """Return the pieces of a list of entities; None if it is none, or not surely one.

    Parameters
    ----------
    part : Part
        An item, or what stands in its brackets.
    reader : Reader
        Who reads each member.
    by_blanks : bool
        Whether blanks too set Japanese names apart, and ends of lines English ones: of
        a text that the register has found to be several names.
    """
    plain = outside(part.view)
    marks = _BREAK
    if by_blanks:
        if reader.known(part.view).kind != "joint":
            return None
        if has_japanese(plain):
            marks = _BREAK_OR_BLANK
        else:
            pairs = zip(plain, part.raw, strict=True)
            plain = "".join("," if raw == "\n" else char for char, raw in pairs)
    breaks = [found.span() for found in marks.finditer(plain)]
    breaks = [(start, end) for start, end in breaks if start > 0 and end < len(plain)]
    if by_blanks:
        # 岩手県 北上市 is one, and so is 西磐井郡 平泉町.
        breaks = [
            (start, end)
            for start, end in breaks
            if plain[start - 1] not in "都道府県郡" or plain[start:end].strip()
        ]
    if not breaks or len(breaks) >= _ATOMS_AT_MOST:
        return None
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(plain)]
    groups = _pairs(part, starts, ends, reader)
    if groups is None:
        placing = _placing(part, plain, starts, ends, reader)
        groups = _grouped(part, starts, ends, placing, reader)
        if groups is None or len(groups) < 2:
            return None
        between = [plain[ends[end - 1] : starts[end]] for _, end, _ in groups[:-1]]
        if _is_doubtful(between, groups, reader):
            return None
    return shared([piece for *_, pieces in groups for piece in pieces], reader)


def shared(pieces: Sequence[Piece], reader: Reader) -> list[Piece]:
    """Return pieces that each know the place that is stated once for several."""
    pieces = list(pieces)
    codes = [
        _own_prefecture(piece) if reader.known(piece.name).is_name else None
        for piece in pieces
    ]
    before = None
    for i, piece in enumerate(pieces):
        if codes[i]:
            before = codes[i]
        elif before and piece.place is None and piece.ditto is None:
            pieces[i] = piece._replace(place=in_prefecture(before))
        if i and _is_ward(piece) and piece.place is None and piece.ditto is None:
            pieces[i] = piece._replace(place=_of_ward(pieces[i - 1]))
    first = next((i for i, code in enumerate(codes) if code), None)
    if first and _trails(pieces[first]):
        place = in_prefecture(codes[first])
        for i in range(first):
            if reader.known(pieces[i].name).entity_type != "prefecture":
                is_hard = not has_japanese(pieces[i].name)
                pieces[i] = pieces[i]._replace(place=place, is_hard=is_hard)
    if not any(has_japanese(piece.name) for piece in pieces):
        _share_backwards(pieces, codes)
    return [
        piece._replace(place=_of_ditto(piece, pieces[i - 1]), is_hard=True)
        if piece.ditto is not None and i
        else piece
        for i, piece in enumerate(pieces)
    ]


def _share_backwards(pieces: list[Piece], codes: list[str | None]) -> None:
    """Give names in English the place that comes next: "A and B, Iwate Prefecture"."""
    after = None
    for i in range(len(pieces) - 1, -1, -1):
        if codes[i]:
            after = codes[i] if _trails(pieces[i]) else None
        elif after and pieces[i].ditto is None:
            pieces[i] = pieces[i]._replace(place=in_prefecture(after), is_hard=True)


def _is_latin_ward(name: str) -> bool:
    units = parse_latin(name) if name else ()
    return bool(units) and units[0].kind == "ward"


def _is_ward(piece: Piece) -> bool:
    """Tell whether a piece is a ward without its city: 北区."""
    return piece.name.endswith("区") and "市" not in piece.name


def _of_ward(before: Piece) -> Place | None:
    """Return the city of the ward before: of 札幌市中央区・北区."""
    city = place_up_to(before.name, "市") if before.name.endswith("区") else ""
    if city:
        return (before.place or Place())._replace(city_ja=city)
    return before.place


def _own_prefecture(piece: Piece) -> str | None:
    if piece.place and piece.is_hard:
        return piece.place.prefecture or None
    return stated_prefecture(piece.name)


def _trails(piece: Piece) -> bool:
    """Tell whether the place stands after the name: "X City, Y", X市（Y県）."""
    name = piece.name
    if has_japanese(name):
        return name[-1:] in ")）]］】〕" and not name.startswith(("【", "(", "（"))
    units = parse_latin(name)
    return len(units) > 1 and units[0].kind not in ("prefecture", None)


def _of_ditto(piece: Piece, before: Piece) -> Place | None:
    """Return the place that 同県 or 同市 means after the piece before it."""
    code = _own_prefecture(before)
    place = in_prefecture(code) if code else before.place
    if piece.ditto == "市":
        return (place or Place())._replace(city_ja=place_up_to(before.name, "市"))
    if piece.ditto == "郡":
        return (place or Place())._replace(county_ja=place_up_to(before.name, "郡"))
    return place


def _placing(
    part: Part, plain: str, starts: Sequence[int], ends: Sequence[int], reader: Reader
) -> frozenset[int]:
    """Return which atoms say, after a comma, where the one before them lies.

    In English, that is a prefecture after anything else, a county, and a city after a
    ward of one. In Japanese, where places lead, it is a prefecture after a name that
    the register has not.
    """
    atoms = [part.cut(*span).view for span in zip(starts, ends, strict=True)]
    return frozenset(
        i
        for i in range(1, len(atoms))
        if plain[ends[i - 1] : starts[i]].strip() in (",", "、")
        and _places(atoms[i - 1], atoms[i], reader)
    )


def _places(name: str, place: str, reader: Reader) -> bool:
    """Tell whether an atom is the place of the name before it."""
    if place[-1:].isdecimal():
        return False
    before, what = reader.known(name), reader.known(place)
    if has_japanese(name) or has_japanese(place):
        return what.entity_type == "prefecture" and before.kind is None
    units = parse_latin(place) if place else ()
    kind = units[0].kind if len(units) == 1 else None
    is_prefecture = what.kind == "body" and what.entity_type == "prefecture"
    if kind == "prefecture" or (is_prefecture and is_typed(place)):
        return before.entity_type != "prefecture"
    if kind == "city":
        return _is_latin_ward(name) and before.entity_type != "special_ward"
    return kind == "county"


def _grouped(
    part: Part,
    starts: Sequence[int],
    ends: Sequence[int],
    placing: frozenset[int],
    reader: Reader,
) -> list[Group] | None:
    """Return the fewest groups of neighbouring atoms that are each known.

    Commas are within names too: "Kochi City, Kochi Prefecture", "Foo Co., Ltd.". No
    group begins with an atom that is the place of the one before it.
    """
    count = len(starts)
    best: list[tuple[int, list] | None] = [(0, [])] + [None] * count
    for first in range(count):
        if best[first] is None or first in placing:
            continue
        groups, made = best[first]
        for end in range(first + 1, min(count, first + _LONGEST_GROUP) + 1):
            if best[end] is not None and best[end][0] <= groups + 1:
                continue
            group = part.cut(starts[first], ends[end - 1])
            atoms = [part.cut(starts[i], ends[i]) for i in range(first, end)]
            around = part.view[: starts[first]][-1:], part.view[ends[end - 1] :][:1]
            if "・" not in around and _is_dotted(group, atoms, reader):
                place = in_prefecture(reader.known(group.view).prefecture_code)
                found = [Piece(group.raw, with_place(atoms[1].raw, place))]
            elif placing.issuperset(range(first + 1, end)):
                found = _placed(group, atoms, reader)
            else:
                found = _group(group, atoms, reader)
            if found:
                best[end] = groups + 1, [*made, (first, end, found)]
    return best[count] and best[count][1]


def _placed(group: Part, atoms: Sequence[Part], reader: Reader) -> list[Piece] | None:
    """Return the piece of a name with its places, be it a wrong or misspelt one."""
    if len(atoms) == 1 or reader.known(group.view).kind == "body":
        return _group(group, atoms, reader)
    name = atoms[0]
    is_name = reader.known(name.view).is_name and is_typed(name.view)
    return [piece_of(group)] if is_name or _misspelt(name) else None


def _is_dotted(group: Part, atoms: Sequence[Part], reader: Reader) -> bool:
    """Tell whether it is a municipality after its prefecture: 大阪・堺市."""
    if len(atoms) != 2 or group.view != f"{atoms[0].view}・{atoms[1].view}":
        return False
    what, place = reader.known(group.view), read_place(atoms[0].view, reader.known)
    if what.kind != "body" or len(what.codes) != 1 or place is None:
        return False
    is_prefecture = f"{place.prefecture}000" in {
        code[:5] for code in reader.known(atoms[0].view).codes
    }
    return is_prefecture and is_typed(atoms[1].view) and not is_typed(atoms[0].view)


def _group(group: Part, atoms: Sequence[Part], reader: Reader) -> list[Piece] | None:
    """Return the pieces of some neighbouring atoms that are one member together."""
    if len(atoms) == 1:
        return reader.one(group) or _misspelt(group)
    kinds = [reader.known(atom.view).kind for atom in atoms]
    what = reader.known(group.view)
    if what.kind == "body" and is_typed(group.view):
        # "Iwate Prefecture, Kitakami City, Oshu City" could be two or three.
        leads = reader.known(atoms[0].view).entity_type == "prefecture"
        return None if leads or has_japanese(group.view) else reader.one(group)
    if "body" in kinds or what.kind not in ("organization", "union"):
        return None
    whole = [is_organization(atom.view) for atom in atoms]
    return None if all(whole) else reader.one(group)


def _misspelt(atom: Part) -> list[Piece] | None:
    """Return a piece that is a name by its looks alone: of a list, it is a row."""
    if not is_typed(atom.view) or may_be_a_plan(atom.view):
        return None
    return [piece_of(atom)] if _NAME.fullmatch(atom.view) else None


def _is_doubtful(
    between: Sequence[str], groups: Sequence[Group], reader: Reader
) -> bool:
    """Tell whether a list could as well be one organization, or a place and its own."""
    pieces = [piece for _, _, found in groups for piece in found]
    whats = [reader.known(piece.name) for piece in pieces]
    bodies = [what.is_name for what in whats]
    # What is a name by its looks only needs one beside it that surely is.
    if not all(what.is_entity for what in whats) and not any(
        what.kind == "body" or stated_prefecture(piece.name)
        for piece, what in zip(pieces, whats, strict=True)
    ):
        return True
    if any(
        mark.strip() == ","
        and reader.known(then[0].name).kind == "misplaced"
        and not stated_prefecture(one[-1].name)
        for mark, (*_, one), (*_, then) in zip(
            between, groups, groups[1:], strict=False
        )
    ):
        return True  # "A City, B City, Z Prefecture": three, or two in a wrong place
    if not any(bodies):
        return _may_be_one_organization(between, [piece.name for piece in pieces])
    types = [what.entity_type for what in whats]
    is_placed = not _CONJUNCTION.search(between[0]) and not _ends_in_and(
        between, pieces, reader
    )
    if is_placed and types[0] == "prefecture" and set(types[1:]) - {"prefecture", None}:
        inside = [w for w in whats[1:] if w.is_name and w.entity_type != "prefecture"]
        # 岩手県、北上市、奥州市: a prefecture with its cities, or three that joined.
        if any(w.prefecture_code == whats[0].prefecture_code for w in inside):
            return True
    is_latin = not any(has_japanese(piece.name) for piece in pieces)
    if is_latin and not bodies[0] and all(mark.strip() == "," for mark in between):
        return True  # "Iwate University, Morioka City" says where the university is
    if any("・" in mark for mark in between) and JOINT_VENTURE.search(pieces[-1].name):
        return True
    # 北上市・奥州市教育委員会 could be one board.
    return (is_latin or any("・" in mark for mark in between)) and any(
        not is_body and _begins_with_body(piece.name, reader)
        for piece, is_body in zip(pieces, bodies, strict=True)
    )


def _ends_in_and(
    between: Sequence[str], pieces: Sequence[Piece], reader: Reader
) -> bool:
    """Tell whether the first is a member too: "X Prefecture, A City and B Town"."""
    if len(between) < 2 or not _CONJUNCTION.search(between[-1]):
        return False
    if not re.search(r"prefecture$|[都道府県]$", pieces[0].name, re.IGNORECASE):
        return False  # "Hokkaido, Date City and …" may say the place
    return not any(
        stated_prefecture(piece.name)
        for piece in pieces[1:]
        if reader.known(piece.name).entity_type != "prefecture"
    )


def _begins_with_body(name: str, reader: Reader) -> bool:
    """Tell whether the name of an organization begins with that of a body."""
    ends = (found.end() for found in _TYPE_WORD.finditer(name))
    return any(reader.known(name[:end]).kind == "body" for end in ends if end > 1)


def _may_be_one_organization(between: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether organizations only, set apart so, could be one with its parts."""
    if any("・" in mark for mark in between):
        return not all(map(_ORGANIZATION.search, names))
    return all(mark.strip() == "," for mark in between)


def _pairs(
    part: Part, starts: Sequence[int], ends: Sequence[int], reader: Reader
) -> list[Group] | None:
    """Return pairs of a place and its own: 岩手県・北上市、宮城県・栗原市."""
    count = len(starts)
    if count % 2 or count < 4:
        return None
    pairs = []
    for first in range(0, count, 2):
        pair = part.cut(starts[first], ends[first + 1])
        what = reader.known(pair.view)
        if what.kind != "body" or len(what.codes) > 1:
            return None
        pairs.append((first, first + 2, [piece_of(pair)]))
    return pairs
