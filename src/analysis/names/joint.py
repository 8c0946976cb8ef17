"""Entries that several bodies made together: "A City and B Town", A市・B町.

Whether the members exist is for the gazetteer to say: of a piece that it does not know,
the entry is no joint one.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.names.fold import has_japanese
from analysis.names.grammar import Unit, parse_latin
from analysis.names.japanese import japanese_kind
from analysis.names.marks import strip_marks

_MUNICIPALITIES = ("city", "town", "village")
_PLACES = ("prefecture", "subprefecture", "county")

# "and" joins; a comma can also set a place apart: Kochi City, Kochi Prefecture.
_AND = re.compile(r"\s*(?:,\s*)?(?:\band\b|\bas well as\b|[&+])\s*", re.IGNORECASE)
_PLURAL = re.compile(r"\b(cit|town|village|ward|prefecture)(?:ies|s)\b", re.IGNORECASE)

# と is a letter of names too (埼玉県ときがわ町), and so is 及 without び (名立町及村).
_JOINED = re.compile(
    r"(?<=[都道府県市区町村])\s*(?:及び|および|並びに|ならびに|[&+])\s*"
    r"|(?<=[市区町村])\s*と\s*|(?<=県)と(?=[^市区町村]+[都道府県]$)"
)
_LISTED = re.compile(r"[\s,;/|・、，；]+")
_BRACKETED = re.compile(r"^(?P<names>.*\S)\s*\((?P<place>[^()]+)\)$")


def split_joint(text: str) -> tuple[str, ...]:
    """Return the members of a folded joint entry; nothing if it is one body or none.

    A place that is stated once, set apart from the names, is given to each member.

    Examples
    --------
    >>> split_joint("Hirao Town & Kitakami City, Iwate Prefecture")
    ('Hirao Town, Iwate Prefecture', 'Kitakami City, Iwate Prefecture')
    >>> split_joint("岩手県北上市・奥州市")
    ('岩手県北上市', '奥州市')
    >>> split_joint("Kochi City, Kochi Prefecture"), split_joint("岩手県、北上市")
    ((), ())
    """
    text = strip_marks(text)
    members = _japanese(text) if has_japanese(text) else _latin(text)
    return members if len(set(members)) > 1 else ()


# --- Japanese -------------------------------------------------------------------------


def _japanese(text: str) -> tuple[str, ...]:
    bracketed = _BRACKETED.match(text)
    place = bracketed["place"] if bracketed else ""
    if place and japanese_kind(place) not in ("prefecture", "county"):
        return ()
    groups = [
        [piece for piece in _LISTED.split(group) if piece]
        for group in _JOINED.split(bracketed["names"] if bracketed else text)
    ]
    pieces = [piece for group in groups for piece in group]
    kinds = [japanese_kind(piece) for piece in pieces]
    for end in (0, -1):
        if len(pieces) > 2 and kinds[end] in _PLACES and len(set(kinds)) > 1:
            place += pieces.pop(end)
            kinds.pop(end)
    if not (len(groups) > 1 or _may_be_listed(kinds)):
        return ()
    if not all(kinds) or min(map(len, pieces), default=0) < 2:
        return ()
    return tuple(place + piece for piece in pieces)


def _may_be_listed(kinds: Sequence[str | None]) -> bool:
    """Tell whether names set apart by commas only are members, not a place and its own.

    A ward and a city are: Chuo Ward, Sapporo City.
    """
    said = set(kinds)
    return len(kinds) > 1 and (said <= set(_MUNICIPALITIES) or len(said) == 1)


# --- Latin letters --------------------------------------------------------------------


class _Member(NamedTuple):
    name: Unit
    places: tuple[Unit, ...]
    leads: bool
    """Whether the places stand before the name."""


def _latin(text: str) -> tuple[str, ...]:
    plural = _PLURAL.search(text)
    if plural:
        word = "City" if plural[1].lower() == "cit" else plural[1].title()
        text = text[: plural.start()] + word + text[plural.end() :]
    groups = [units for part in _AND.split(text) if (units := parse_latin(part))]
    if any(unit.kind == "union" for units in groups for unit in units):
        return ()
    if plural:
        groups = [_typed(units, word) for units in groups]
    if len(groups) == 1 and any(_is_bare(unit) for unit in groups[0][:-1]):
        return ()
    members = [member for units in groups for member in _members(units, len(groups))]
    shared = _shared(members)
    return tuple(_written(member, shared) for member in members)


def _typed(units: tuple[Unit, ...], word: str) -> tuple[Unit, ...]:
    """Give a bare name the type word that stands once for all: A and B Cities."""
    if not all(map(_is_bare, units)):
        return units
    first, *places = units
    return (first._replace(text=f"{first.text} {word}"), *places)


def _members(units: Sequence[Unit], groups: int) -> list[_Member]:
    """Return the members that the units between two "and" are."""
    names = [unit for unit in units if _is_name(unit)]
    if not names:
        enclosing = {unit.kind for unit in units} & set(_PLACES)
        if groups == 1 and enclosing == {"prefecture"}:
            return [_Member(unit, (), False) for unit in units]
        return [_Member(units[0], tuple(units[1:]), False)]
    wards = [unit for unit in names if unit.kind == "ward"]
    if len(wards) == 1 and len(names) == 2:
        names = wards  # the other is the city that it lies in
    named = set(map(id, names))
    places = tuple(unit for unit in units if id(unit) not in named)
    leads = bool(places) and units[0] is places[0]
    if leads:
        return [_Member(name, places, leads) for name in names]
    return [_Member(name, (), False) for name in names[:-1]] + [
        _Member(names[-1], places, False)
    ]


def _shared(members: Sequence[_Member]) -> tuple[Unit, ...]:
    """Return the places stated once, before the first member or after the last."""
    stated = [member.places for member in members if member.places]
    if len(set(stated)) != 1:
        return ()
    first, last = members[0], members[-1]
    return last.places or (first.places if first.leads else ())


def _written(member: _Member, shared: tuple[Unit, ...]) -> str:
    places = member.places or tuple(
        unit
        for unit in shared
        if not (unit.kind == "county" and member.name.kind == "city")
    )
    return ", ".join(unit.text for unit in (member.name, *places))


def _is_bare(unit: Unit) -> bool:
    return unit.kind is None


def _is_name(unit: Unit) -> bool:
    return unit.kind is not None and unit.kind not in _PLACES
