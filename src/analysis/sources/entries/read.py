"""The text of one item → the entities that it names, each as published."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analysis.sources.entries import columns
from analysis.sources.entries.item import ItemReader
from analysis.sources.entries.parts import Piece, as_part
from analysis.sources.entries.places import (
    Place,
    read_place,
    stated_prefecture,
    with_place,
)
from analysis.sources.entries.wording import DITTO_ALONE, is_typed
from analysis.sources.known import Known, What

# No item that names entities is longer; what is stays whole.
_LONGEST_ITEM = 2_000
# Items that are read together: few enough to forget what was looked up for them.
_BATCH = 20_000


class Entry(NamedTuple):
    """One entity of an item.

    Attributes
    ----------
    published_name : str
        The part of the item that names it, as published.
    full_name : str
        What is looked up: the name, with the place that the document states elsewhere.
    what : What
        What the register makes of `full_name`.
    """

    published_name: str
    full_name: str
    what: What


def read_entries(
    texts: Sequence[str], known: Known, *, contexts: Sequence[str] | None = None
) -> list[list[Entry]]:
    """Return the entities in each text: at least one, however odd the text.

    A text is taken apart only if all its parts are understood. One that is not, and one
    that names two bodies where one is meant, is one entry as it is.

    Parameters
    ----------
    texts : sequence of str
        The items of a list, without number and bullet.
    known : Known
        What the register makes of a text.
    contexts : sequence of str, optional
        The place that the document states for each item elsewhere, "" for none. One
        that is no place is passed over. A name outside of its place keeps it, and so is
        none that the register has.

    Returns
    -------
    list of list of Entry
        In the order of `texts`, the entries of each in the order in which they stand.
    """
    stated = [""] * len(texts) if contexts is None else contexts
    places: dict[str, Place | None] = {"": None}
    entries: list[list[Entry]] = []
    for start in range(0, len(texts), _BATCH):
        batch = slice(start, start + _BATCH)
        entries += _read(texts[batch], stated[batch], known, places)
    return entries


def _read(
    texts: Sequence[str],
    contexts: Sequence[str],
    known: Known,
    places: dict[str, Place | None],
) -> list[list[Entry]]:
    """Return the entries of some texts; `places` holds what contexts were read as."""
    _look_up(texts, known)
    for context in dict.fromkeys(contexts):
        if context not in places:
            places[context] = read_place(context, known)
    reader = ItemReader(known)
    read: dict[str, list[Piece]] = {}
    for text in dict.fromkeys(texts):
        read[text] = _pieces(text, reader)
    items = list(dict.fromkeys(zip(texts, contexts, strict=True)))
    known.look_up(
        with_place(piece.name, place)
        for text, context in items
        for piece in read[text]
        for place, _ in _places(piece, places[context])
    )
    made = {
        (text, context): [_entry(piece, places[context], known) for piece in read[text]]
        for text, context in items
    }
    return [made[item] for item in zip(texts, contexts, strict=True)]


def _look_up(texts: Sequence[str], known: Known) -> None:
    """Look up what will be asked of most texts; of a name and a number, the name."""
    numbered = {}
    for text in dict.fromkeys(texts):
        found = text[-1:].isdecimal() and columns.numbered(as_part(text).view)
        if found:
            numbered[text] = found
    known.look_up(part for found in numbered.values() for part in found)
    known.look_up(
        text
        for text in texts
        if text not in numbered or known(numbered[text][0]).kind != "body"
    )


def _pieces(text: str, reader: ItemReader) -> list[Piece]:
    """Return the pieces of a text; most are plain names and need no reading."""
    is_plain = text[:1].isalpha() and text[-1:].isalpha() and "&" not in text
    if len(text) > _LONGEST_ITEM or (is_plain and reader.known(text).kind == "body"):
        return [Piece(text, text)]
    return reader.read(text)


def _places(piece: Piece, context: Place | None) -> Iterator[tuple[Place, bool]]:
    """Give the places that may hold for a piece, and whether they must."""
    if DITTO_ALONE.match(piece.name):
        return
    if piece.ditto is None and stated_prefecture(piece.name):
        return
    if piece.place:
        yield piece.place, piece.is_hard
    if context and not (piece.place and piece.is_hard):
        yield context, True


def _entry(piece: Piece, context: Place | None, known: Known) -> Entry:
    if piece.ditto is not None and not (piece.place or context):
        return _as(piece.published, piece.published, known)
    for place, is_hard in _places(piece, context):
        name = with_place(piece.name, place)
        if known(name).kind == "body":
            if _is_prefecture_itself(piece.name, place, known):
                break
            return _as(piece.published, name, known)
        if is_hard and _must_hold(piece.name, name, place, known):
            return _as(piece.published, name, known)
    return _as(piece.published, piece.name, known)


def _must_hold(alone: str, placed: str, place: Place, known: Known) -> bool:
    """Tell whether a name that its place does not hold is looked up there even so."""
    what = known(alone)
    if what.entity_type == "prefecture" or what.kind not in (*_NAMED, None):
        return False
    is_inside = what.kind == "body" and what.prefecture_code == place.prefecture
    if is_inside and known(placed).kind != "misplaced":
        return False  # it says so itself, in its own way
    return known(placed).is_name or what.is_name or is_typed(alone)


def _is_prefecture_itself(name: str, place: Place, known: Known) -> bool:
    """Tell whether a bare 岩手 in 岩手県 could be the prefecture and not the town."""
    if is_typed(name) or place.county_ja or not place.prefecture:
        return False
    return f"{place.prefecture}000" in {code[:5] for code in known(name).codes}


def _as(published: str, name: str, known: Known) -> Entry:
    return Entry(published, name, known(name))


_NAMED = ("body", "near", "misplaced")
