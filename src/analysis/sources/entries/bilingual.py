"""One body in two languages: 北上市（Kitakami City）, 岩手県北上市 / Kitakami City."""

import re

from analysis.names.fold import has_japanese
from analysis.sources.entries.parts import Part, Piece, Reader, tidied
from analysis.sources.entries.places import (
    in_prefecture,
    read_place,
    stated_prefecture,
    with_place,
)
from analysis.sources.known import What

_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = " /|,、:;-–—・"


def read(part: Part, reader: Reader) -> list[Piece] | None:
    """Return the pieces of a part that says the same in Japanese and in English.

    Of two languages that name different bodies it is the whole part, which is nothing
    that the register knows; None if the part is not made of two names.
    """
    halves = _halves(part)
    if halves is None:
        return None
    japanese, english = halves
    inside = _placed(part, japanese, english, reader)
    if inside:
        return [inside]
    if is_same(japanese, english, reader):
        return [Piece(part.raw, japanese.raw)]
    first, second = reader.pieces(japanese), reader.pieces(english)
    if not first or not second:
        return None
    whats = [[_what(piece, reader) for piece in pieces] for pieces in (first, second)]
    if not all(what.is_name for what in (*whats[0], *whats[1])):
        return None
    if len(first) != len(second):
        return [Piece(part.raw, part.raw)]
    merged = []
    for piece, what, other in zip(first, *whats, strict=True):
        common = set(what.codes) & set(other.codes)
        if not common:
            return [Piece(part.raw, part.raw)]
        if len(what.codes) > len(common) and len({code[:2] for code in common}) == 1:
            place = in_prefecture(common.pop()[:2])
            piece = piece._replace(place=place, is_hard=True)
        merged.append(piece)
    if len(merged) == 1:
        merged = [merged[0]._replace(published=part.raw)]
    return merged


def is_same(head: Part, inner: Part, reader: Reader) -> bool:
    """Tell whether what stands in brackets is the body before them, said otherwise."""
    first, second = reader.known(head.view), reader.known(inner.view)
    if first.kind != "body":
        return False
    if second.is_name and set(first.codes) <= set(second.codes):
        return True
    place = in_prefecture(first.prefecture_code)
    if place is None or stated_prefecture(inner.view):
        return False
    # 平生町（Hirasei Town）: in its prefecture there is none else that could be meant.
    second = reader.known(with_place(inner.view, place))
    return second.is_name and first.codes == second.codes


def _placed(part: Part, japanese: Part, english: Part, reader: Reader) -> Piece | None:
    """Return a name whose place is in the other language: 北上市, Iwate Prefecture."""
    for name, around in ((japanese, english), (english, japanese)):
        what = reader.known(name.view)
        if what.kind != "body" or what.entity_type == "prefecture":
            continue
        place = read_place(around.view, reader.known)
        other = reader.known(around.view)
        is_place = place and (
            other.entity_type == "prefecture" or not other.is_name or other.codes == ()
        )
        if is_place and stated_prefecture(name.view) in (None, place.prefecture):
            return Piece(part.raw, name.raw, place=place, is_hard=True)
    return None


def _what(piece: Piece, reader: Reader) -> What:
    if piece.place and not stated_prefecture(piece.name):
        what = reader.known(with_place(piece.name, piece.place))
        if what.kind == "body":
            return what
    return reader.known(piece.name)


def _halves(part: Part) -> tuple[Part, Part] | None:
    """Return the part in Japanese and the part in Latin letters, if it has just two."""
    view = part.view
    if not has_japanese(view):
        return None
    scripts = [
        (found.start(), has_japanese(found[0])) for found in _LETTER.finditer(view)
    ]
    if not scripts or scripts[0][1] == scripts[-1][1]:
        return None
    change = next(i for i, (_, is_japanese) in enumerate(scripts)
                  if is_japanese != scripts[0][1])  # fmt: skip
    if any(is_japanese == scripts[0][1] for _, is_japanese in scripts[change:]):
        return None
    place = scripts[change][0]
    opens = view[:place].rstrip()[-1:] == "("
    if opens != (view.count("(", 0, place) > view.count(")", 0, place)):
        return None
    if not opens and view[place - 1] not in _BETWEEN + ")":
        return None
    first = part.cut(0, place)
    first = first.cut(0, len(first.view.rstrip(_BETWEEN + "(" * opens)))
    end = len(view)
    if opens:
        if not view.endswith(")"):
            return None
        end -= 1
    second = part.cut(place, end)
    if min(len(first.view), len(second.view)) < 2:
        return None
    first, second = tidied(first), tidied(second)
    return (first, second) if scripts[0][1] else (second, first)
