"""One item → the pieces of it that name entities; what is doubtful stays whole.

A text that the register knows is one piece. Any other is taken apart at what is around
names: labels, another language, commas, brackets, other columns. Each way is taken only
if all that it leads to is known.
"""

import re

from analysis.names.joint import split_joint
from analysis.sources.entries import bilingual, columns, members
from analysis.sources.entries.parts import (
    Part,
    Piece,
    as_part,
    brackets,
    piece_of,
    tidied,
)
from analysis.sources.entries.places import read_place, stated_prefecture
from analysis.sources.entries.values import before_values, ends_in_value
from analysis.sources.entries.wording import (
    DEPARTMENT,
    DITTO,
    EXCEPT,
    FORMER,
    KINDS,
    LABEL,
    ONLY,
    PARTNERS,
    SAME_PLACE,
    UNNAMED,
    WITH_THEM,
    is_organization,
    is_typed,
)
from analysis.sources.known import Known

_PLURAL = re.compile(r"\b(?:cities|towns|villages|wards|prefectures)\b", re.IGNORECASE)

_MUNICIPALITIES = ("city", "town", "village", "special_ward", "ward")


def joined_by_and(view: str) -> str:
    """Return "A, B and C Cities" with "and" for the commas.

    Examples
    --------
    >>> joined_by_and("Kitakami, Oshu, and Hanamaki Cities, Iwate Prefecture")
    'Kitakami and Oshu and Hanamaki Cities, Iwate Prefecture'
    """
    plural = _PLURAL.search(view)
    if plural is None:
        return view
    stems = re.sub(r",\s+(?:and\s+)?", " and ", view[: plural.start()])
    return stems + view[plural.start() :]


class ItemReader:
    """Reads items, one at a time.

    Parameters
    ----------
    known : Known
        What the register makes of a text.
    """

    def __init__(self, known: Known) -> None:
        self.known = known

    def read(self, text: str) -> list[Piece]:
        """Return the pieces of an item; the whole of it if nothing is told apart."""
        given = as_part(text)
        whole = tidied(given)
        found = self.pieces(whole)
        if found:
            return found
        # Of what is not understood, a full stop may be a part: "Foo Assn."
        has_stop = f"{whole.raw}." in text and not is_typed(whole.view)
        return [Piece(f"{whole.raw}.", whole.raw) if has_stop else piece_of(whole)]

    def pieces(self, part: Part) -> list[Piece] | None:
        """Return the pieces of a part; None if nothing is found."""
        part = tidied(part)
        if not part.view:
            return None
        if part.view[-1].isdecimal() or part.view[0].isdecimal():
            found = columns.coded(part, self) or columns.before_number(part, self)
            if found:
                return found
        what = self.known(part.view)
        # A former body and its place, all of it known: 臼田町, 長野県.
        is_known = what.kind in ("body", "code") or what.said == "historical"
        if is_known and "&" not in part.view and not ends_in_value(part.view):
            return [piece_of(part)]
        labels = [found.span() for found in LABEL.finditer(part.view)]
        if labels:
            found = self.pieces(part.without(labels))
            if found:
                return found
        return (
            bilingual.read(part, self)
            or self._without_notes(part)
            or members.read(part, self)
            or self.one(part)
            or columns.read(part, self)
            or columns.of_company(part, self)
            or members.read(part, self, by_blanks=True)
            or self._joint(part)
        )

    def one(self, part: Part) -> list[Piece] | None:
        """Return the pieces of a part that is no list; None if it is not understood.

        Of brackets there can be several: 岩手県（北上市、奥州市に限る。）.
        """
        part = tidied(part)
        view = part.view
        if not view:
            return None
        if ends_in_value(view):
            return before_values(part, self)
        what = self.known(view)
        if what.kind == "body":
            return [piece_of(part)] if is_typed(view) else None
        found = self._ditto(part) or self._bracketed(part)
        if found:
            return found
        if what.kind == "union" or (
            what.kind == "organization" and is_organization(view)
        ):
            return columns.of_company(part, self) or [piece_of(part)]
        if what.is_name and what.kind != "joint" and is_typed(view):
            return [piece_of(part)]
        return (
            self._unnamed(part)
            or self._former(part)
            or self._department(part)
            or columns.coded(part, self)
        )

    def _ditto(self, part: Part) -> list[Piece] | None:
        ditto = DITTO.match(part.view)
        if ditto:
            rest = part.cut(ditto.end())
            kind = ditto["kind"] or ""
        else:
            ditto = SAME_PLACE.search(part.view)
            if not ditto:
                return None
            rest, kind = part.cut(0, ditto.start()), ""
        if not (self.known(rest.view).is_name and is_typed(rest.view)):
            return None
        return [Piece(part.raw, rest.raw, ditto=kind)]

    def _unnamed(self, part: Part) -> list[Piece] | None:
        more = UNNAMED.search(part.view)
        return self.pieces(part.cut(0, more.start())) if more else None

    def _former(self, part: Part) -> list[Piece] | None:
        former = FORMER.match(part.view)
        if former is None:
            return None
        name = (former["place"] or "") + (former["ja"] or former["en"])
        what = self.known(name)
        # 旧北上市 is not the 北上市 of the day.
        is_former = what.kind == "near" and what.said in ("historical", "")
        if not (is_former and is_typed(name)):
            return None
        return [Piece(part.raw, name)]

    def _department(self, part: Part) -> list[Piece] | None:
        """Return the body whose department it is: 北上市企画部情報政策課."""
        view = part.view
        if self.known(view).said not in ("a section of an office", "a bureau"):
            return None
        for end in range(len(view) - 1, 1, -1):
            if view[end - 1] in "都道府県市区町村":
                what = self.known(view[:end])
                if what.kind == "body":
                    if DEPARTMENT.fullmatch(view[end:].strip()):
                        return [Piece(part.raw, part.cut(0, end).raw)]
                    return None
        return None

    def _joint(self, part: Part) -> list[Piece] | None:
        """Return the members that share a type word: "A and B Cities"."""
        text = joined_by_and(part.view)
        if self.known(text).kind != "joint" or not _PLURAL.search(text):
            return None
        found, start = [], 0
        for member in split_joint(text):
            stem = member.split(",")[0].rsplit(" ", 1)[0]
            place = part.view.find(stem, start)
            if place < 0 or self.known(member).kind != "body" or not is_typed(member):
                return None
            start = place + len(stem)
            found.append(Piece(part.raw[place:start], member))
        return found

    # --- brackets -----------------------------------------------------------------

    def _without_notes(self, part: Part) -> list[Piece] | None:
        """Return the pieces of what is left without brackets that name nobody."""
        notes = [
            (start, end + 1)
            for start, end in brackets(part.view)
            if (start == 0 and self._is_label(part.cut(1, end)))
            or (
                self._is_note(part.cut(start + 1, end))
                and not (
                    _names_partners(part.cut(start + 1, end)) and part.cut(end + 1).view
                )
            )
        ]
        found = self.pieces(part.without(notes)) if notes else None
        if (
            found
            and len(found) == 1
            and any(at and part.raw[at] in "[<" for at, _ in notes)
        ):
            return [found[0]._replace(published=part.raw)]  # "Iga City [sic]"
        return found

    def _bracketed(self, part: Part) -> list[Piece] | None:
        groups = brackets(part.view)
        if len(groups) != 1:
            return None
        ((start, end),) = groups
        inner = tidied(part.cut(start + 1, end))
        if start == 0:
            return self._headed(inner, part.cut(end + 1))
        head = part.cut(0, start)
        rest = part.cut(end + 1)
        if rest.view.strip(" *※。.、,"):
            return self._with_partners(head, rest) if _names_partners(inner) else None
        return self._with_bracket(part, head, inner)

    def _headed(self, heading: Part, rest: Part) -> list[Piece] | None:
        """Return the pieces after a place in brackets: 【岩手県】北上市."""
        place = read_place(heading.view, self.known)
        found = self.pieces(rest) if place and rest.view else None
        if not found:
            return None
        return [piece._replace(place=place, is_hard=True) for piece in found]

    def _with_bracket(self, whole: Part, head: Part, inner: Part) -> list[Piece] | None:
        if EXCEPT.search(inner.view):
            return self.pieces(head)
        if bilingual.is_same(head, inner, self):
            return [Piece(whole.raw, head.raw)]
        partners = PARTNERS.match(inner.view) or WITH_THEM.search(inner.view)
        if partners:
            start, end = partners.span()
            named = inner.cut(end) if start == 0 else inner.cut(0, start)
            return self._with_partners(head, named)
        return self._limited(head, inner)

    def _with_partners(self, head: Part, named: Part) -> list[Piece] | None:
        first = self.pieces(head)
        if not first:
            return None
        others = self.pieces(named) if named.view else []
        if others is None:
            return None if is_typed(named.view) else first
        return members.shared([*first, *others], self)

    def _limited(self, head: Part, inner: Part) -> list[Piece] | None:
        """Return the members of a prefecture in brackets, or a body without its part.

        岩手県（北上市及び奥州市に限る。） is two cities, 北上市（旧江釣子村に限る。）
        is one.
        """
        first = self.pieces(head)
        if not first or len(first) > 1:
            return None
        only = ONLY.search(inner.view)
        named = inner
        if only:
            start, end = only.span()
            named = inner.cut(0, start) if end == len(inner.view) else inner.cut(end)
        what = self.known(head.view)
        if what.kind in ("union", "organization"):
            return first
        place = read_place(head.view, self.known)
        if what.kind != "body" or place is None:
            return None
        found = self.pieces(named)
        is_municipality = what.entity_type in _MUNICIPALITIES
        if is_municipality and not self._all_wards(found):
            return first if only or FORMER.match(inner.view) else None
        if not found or any(
            stated_prefecture(piece.name) or not self.known(piece.name).is_name
            for piece in found
        ):
            return None
        return [
            piece._replace(
                place=piece.place._replace(prefecture=place.prefecture)
                if piece.place
                else place,
                is_hard=True,
            )
            for piece in found
        ]

    def _all_wards(self, pieces: list[Piece] | None) -> bool:
        return bool(pieces) and all(
            re.search(r"区$|\bward$", piece.name, re.IGNORECASE) for piece in pieces
        )

    def _is_label(self, inner: Part) -> bool:
        """Tell whether what stands in brackets says what comes after: 【市町村】."""
        view = inner.view
        return bool(KINDS.fullmatch(view)) or self.known(view).said == "a heading"

    def _is_note(self, inner: Part) -> bool:
        """Tell whether what stands in brackets names nobody."""
        view = inner.view
        if not view or EXCEPT.search(view) or ONLY.search(view):
            return not view
        # 共同提案 alone tells of partners, but names none.
        if not (PARTNERS.sub("", view, count=1) and WITH_THEM.sub("", view)):
            return True
        if UNNAMED.match(f"市{view}", 1):
            return True
        if is_typed(view) or (self.known(view).is_entity and is_organization(view)):
            return False
        if PARTNERS.match(view) or WITH_THEM.search(view):
            return False
        return read_place(view, self.known) is None and self.pieces(inner) is None


def _names_partners(inner: Part) -> bool:
    """Tell whether a bracket only says that those after it take part: （連携団体）."""
    return bool(inner.view) and not PARTNERS.sub("", f"{inner.view}:", count=1)
