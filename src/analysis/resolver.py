"""One published name → one register entry, several candidates, or a reason for none.

The methods are tried from the strongest to the weakest: code, exact, romanization,
reading. A stated prefecture, county, city or type is a hard constraint in all of them.
Each step is written down, so that every answer can be explained.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.evidence import (
    Query,
    Resolution,
    lifetimes,
    listed,
    official_reading,
    proof,
    reading_claim,
)
from analysis.gazetteer.codes import possible_codes, why_no_code
from analysis.gazetteer.index import Body, Index
from analysis.names.fold import fold_japanese, fold_text, has_japanese
from analysis.names.grammar import Unit, japanese_kind, parse_latin, split_japanese
from analysis.names.readings import Lattice, Piece
from analysis.names.romaji import hepburn, is_kana, plain, romaji_key, to_hiragana
from analysis.names.slips import within_one_edit

# How sure each method is: their order, to be replaced by calibrated figures.
_CONFIDENCE = {"code": 1.0, "exact": 1.0, "romanization": 0.98, "reading": 0.9}
# What holds if a zero was lost, or if a namesake without a government is not meant.
_SOMETHING_ASSUMED = 0.95

_NAME_AT_MOST = 3
_CODE = re.compile(r"[0-9]+")


class Resolver:
    """Resolves names on one day.

    Parameters
    ----------
    index : Index
        The register, laid out for look-up.
    lattice : Lattice
        The kanji dictionary, for the method ``reading``.
    as_of : datetime.date
        The day on which the bodies must exist.
    """

    def __init__(self, index: Index, lattice: Lattice, as_of: dt.date) -> None:
        self._index = index
        self._lattice = lattice
        self._as_of = as_of

    def resolve(self, published_name: str) -> Resolution:
        """Return what `published_name` is; never raises for a name, however odd."""
        # A lone surrogate is no character and could not be written to any file.
        text = fold_text(published_name.encode("utf-8", "replace").decode("utf-8"))
        if not text:
            found = _unmatched("the name is empty")
        elif _CODE.fullmatch(text):
            found = self._by_code(text)
        elif has_japanese(text):
            found = self._by_japanese(text)
        else:
            found = self._by_latin(text)
        return replace(found, published_name=published_name)

    # --- code ---------------------------------------------------------------------

    def _by_code(self, digits: str) -> Resolution:
        """Resolve a local government code or an area code, zeros lost or not."""
        readings = dict(possible_codes(digits))
        steps = [f"'{digits}' is a number: taken as a local government code"]
        found = [self._index.by_code[c] for c in readings if c in self._index.by_code]
        if not found:
            return _unmatched(why_no_code(digits), steps)
        said = readings[found[0].lg_code] if len(found) == 1 else ""
        steps.append(f"the register has {listed(found)} under it")
        confidence = _SOMETHING_ASSUMED if said else None
        return self._settle(found, "code", steps, note=said, confidence=confidence)

    # --- Japanese -----------------------------------------------------------------

    def _by_japanese(self, text: str) -> Resolution:
        """Resolve a name in kanji and kana by whole forms, never cut at a suffix."""
        parts = [fold_japanese(part) for part in split_japanese(text)]
        steps = [f"'{text}' is Japanese: compared whole with the forms of the register"]
        for order in (parts, parts[::-1]):
            written = "".join(order)
            if is_kana(written):
                written = to_hiragana(written)
            found = self._index.written(written)
            if found:
                steps.append(f"'{written}' is a form of {listed(found)}")
                return self._settle(found, "exact", steps)
        return self._contradicted_japanese(parts, steps)

    def _contradicted_japanese(
        self, parts: Sequence[str], steps: list[str]
    ) -> Resolution:
        """Decline; say so where only the prefecture or the type word is wrong."""
        for written in dict.fromkeys(("".join(parts), "".join(parts[::-1]))):
            for prefecture in self._index.prefectures.values():
                rest = written.removeprefix(prefecture.name_ja)
                elsewhere = self._index.written(rest) if rest != written else ()
                if elsewhere:
                    query = Query(rest, japanese_kind(rest), prefecture)
                    return self._contradicted(query, elsewhere, (), steps)
        written = "".join(parts)
        return _unmatched(
            f"no body in the register is written '{written}' on {self._as_of}", steps
        )

    # --- Latin letters ------------------------------------------------------------

    def _by_latin(self, text: str) -> Resolution:
        """Resolve a name in Latin letters by spelling, then by possible readings."""
        query = self._understand(parse_latin(text))
        if isinstance(query, str):
            return _unmatched(query)
        steps = [f"understood as {query}"]
        found = self._index.spelled(query.name)
        # A long vowel that is marked tells namesakes apart: Ōno is not Ono.
        found = [body for body in found if body.bears_out(query.name)] or found
        fitting = [body for body in found if query.allows(body)]
        if query.kind is None and any(b.entity_type == "special_ward" for b in fitting):
            # "Minato" is no more the special ward than those of Nagoya and Osaka.
            wards = (body for body in found if body.entity_type == "ward")
            fitting += [body for body in wards if query.allows_place(body)]
        if fitting:
            exact = [b for b in fitting if _is_official(query.name, b)]
            if exact:
                steps.append(f"the official English name of {listed(exact)}")
            if len(exact) < len(fitting):
                others = [b for b in fitting if b not in exact]
                steps.append(
                    f"spelled '{romaji_key(query.name)}' in every style: "
                    f"{listed(others)}"
                )
            method = "exact" if len(exact) == len(fitting) else "romanization"
            return self._settle(fitting, method, steps)
        steps.append(
            f"no {query.kind_and_place} is spelled '{romaji_key(query.name)}' in any "
            "style of romanization"
        )
        return self._by_reading(query, found, steps)

    def _understand(self, units: tuple[Unit, ...]) -> Query | str:
        """Return what the units state together, or why they make no sense."""
        stated = [unit for unit in units if unit.kind == "prefecture"]
        counties = [unit for unit in units if unit.kind == "county"]
        rest = [unit for unit in units if unit.kind not in ("prefecture", "county")]
        if len(stated) > 1 or len(counties) > 1:
            return "it names more than one prefecture or county"
        if not stated and len(units) > 1:
            bare = [u for u in rest if not u.kind and self._index.prefecture(u.stem)]
            stated = bare[-1:]
            # By identity: in "Kochi, Kochi" the city and the prefecture are equal.
            rest = [unit for unit in rest if not any(unit is s for s in stated)]
        prefecture = self._index.prefecture(stated[0].stem) if stated else None
        if stated and prefecture is None:
            return f"no prefecture is called '{stated[0].stem}'"
        if stated and stated[0].is_metropolis and prefecture.name_ja[-1] != "都":
            return f"{prefecture.name_en} is no metropolis: Tokyo alone is one"
        county = counties[0] if counties else None
        if not rest:
            if prefecture is None or county is not None:
                return "it names no prefecture and no municipality"
            return Query(stated[0].stem, "prefecture", prefecture)
        wards = [unit for unit in rest if unit.kind == "ward"]
        if len(rest) == 2 and len(wards) == 1:
            city = rest[0] if rest[1] is wards[0] else rest[1]
            if city.kind in (None, "city"):
                return Query(wards[0].stem, "ward", prefecture, county, city)
        if len(rest) > 1:
            return "it holds more than one name: " + "; ".join(u.text for u in rest)
        return Query(rest[0].stem, rest[0].kind, prefecture, county)

    def _by_reading(
        self, query: Query, elsewhere: Sequence[Body], steps: list[str]
    ) -> Resolution:
        """Resolve a spelling that only a misreading of the kanji explains."""
        key = romaji_key(query.name)
        readable = self._readable_as(key, query)
        fitting = {b: p for b, p in readable.items() if query.allows_type(b)}
        # An official name elsewhere is a rival that no misreading may overrule.
        rivals = [b for b in elsewhere if query.allows_type(b) or query.allows_place(b)]
        if rivals:
            return self._contradicted(query, rivals, tuple(fitting), steps)
        for body, pieces in fitting.items():
            steps.append(f"{reading_claim(query, body, pieces)}: {proof(pieces)}")
        if not fitting:
            return self._unreadable(query, readable, steps)
        if query.kind is None or (query.prefecture is None and query.city is None):
            wanting = "type" if query.prefecture else "prefecture"
            return _unmatched(
                f"'{query.name}' is not an official name, and as a reading of kanji it "
                f"could be {listed(fitting)}; state the {wanting} to settle it",
                steps,
                fitting,
            )
        if len(fitting) > 1:
            return self._settle(list(fitting), "reading", steps)
        ((body, pieces),) = fitting.items()
        if doubt := self._doubt(key, query, body):
            note = (
                f"{reading_claim(query, body, pieces)}, which is read "
                f"{official_reading(body)}, but {doubt}"
            )
            return replace(
                _unmatched(note, [*steps, doubt], fitting), status="ambiguous"
            )
        note = (
            f"{reading_claim(query, body, pieces)}; the official reading is "
            f"{official_reading(body)}. It fits no other {query.kind_and_place}"
        )
        return self._settle([body], "reading", steps, note=note)

    def _doubt(self, key: str, query: Query, body: Body) -> str:
        """Return why a reading that fits one body only is still not sure, or nothing.

        A name that is gone, or one letter astray, is as likely as a misreading.
        """
        gone = [
            name
            for name in self._index.former_names(body)
            if name[:-1] != body.stem_ja and self._lattice.explain(key, name[:-1])
        ]
        near = [
            rival
            for rival in self._index.municipal_bodies(query.prefecture)
            if rival is not body
            and query.allows(rival)
            and rival.lives_on(self._as_of)
            and _within_a_slip(query.name, rival)
        ]
        doubts = []
        if gone:
            names = ", ".join(gone[:_NAME_AT_MOST])
            doubts.append(f"it could as well be the former {names}")
        if near:
            doubts.append(f"it is one letter away from {listed(near)}")
        return ", and ".join(doubts)

    def _readable_as(self, key: str, query: Query) -> dict[Body, tuple[Piece, ...]]:
        """Return the bodies in the stated place whose kanji can be read as `key`."""
        wards = query.kind == "ward"
        found = {}
        for body in self._index.municipal_bodies(query.prefecture):
            if (
                (body.entity_type == "ward" and not wards)
                or not body.has_government
                or not body.lives_on(self._as_of)
                or not query.allows_place(body)
            ):
                continue
            pieces = self._lattice.explain(key, body.stem_ja)
            if pieces:
                found[body] = pieces
        return found

    def _unreadable(
        self, query: Query, other_types: Iterable[Body], steps: list[str]
    ) -> Resolution:
        others = tuple(other_types)
        steps.append(f"no {query.kind_and_place} has kanji that can be read so")
        if not others:
            return _unmatched(
                f"no {query.kind_and_place} is called '{query.name}', and the kanji of "
                "none can be read so",
                steps,
            )
        return _unmatched(
            f"no {query.kind_and_place} is called '{query.name}'; the type may be "
            f"wrong: it is a possible reading of {listed(others)}",
            steps,
            others,
        )

    # --- outcomes -----------------------------------------------------------------

    def _contradicted(
        self,
        query: Query,
        found: Sequence[Body],
        readable: Sequence[Body],
        steps: list[str],
    ) -> Resolution:
        """Decline a name whose stated place or type no body of that name bears out."""
        found = [body for body in found if body.lives_on(self._as_of)] or found
        here = [body for body in found if query.allows_place(body)]
        if here:
            which = "the stated type is wrong, or the name"
            what = f"{listed(here)}: no {query.kind_and_place}"
        else:
            which = "the stated place is wrong, or the name"
            what = f"{listed(found)}: not {query.place}"
        note = f"'{query.name}' is the name of {what}; {which}"
        if readable:
            note += f". As a reading of kanji it could also be {listed(readable)}"
        steps.append(note)
        candidates = dict.fromkeys((*here, *found, *readable))
        status = "ambiguous" if readable else "unmatched"
        return replace(_unmatched(note, steps, candidates), status=status)

    def _settle(
        self,
        found: Sequence[Body],
        method: str,
        steps: list[str],
        *,
        note: str = "",
        confidence: float | None = None,
    ) -> Resolution:
        """Resolve if one living body is left of `found`, else decline."""
        living = [body for body in found if body.lives_on(self._as_of)]
        if not living:
            note = (
                f"{listed(found)} did not exist on {self._as_of} ({lifetimes(found)})"
            )
            return _unmatched(note, [*steps, note], found)
        governed = [body for body in living if body.has_government] or living
        if len(governed) < len(living):
            silent = [body for body in living if body not in governed]
            reason = (
                f"{listed(silent)}, of the same name, is in the Northern Territories "
                "and has no local government"
            )
            steps = [*steps, reason]
            note = "; ".join(filter(None, (note, reason)))
            confidence = _SOMETHING_ASSUMED
        if len(governed) > 1:
            reason = f"{len(governed)} bodies fit: {listed(governed)}"
            return Resolution(
                published_name="",
                status="ambiguous",
                candidates=tuple(governed),
                note="; ".join(filter(None, (reason, note))),
                steps=(*steps, reason + ": not decided between them"),
            )
        body = governed[0]
        return Resolution(
            published_name="",
            status="resolved",
            body=body,
            method=method,
            confidence=_CONFIDENCE[method] if confidence is None else confidence,
            candidates=(body, *(other for other in living if other is not body)),
            note=note,
            steps=(*steps, f"one body is left: {body.lg_code} {listed([body])}"),
        )


def _within_a_slip(name: str, body: Body) -> bool:
    """Tell whether `name` is one letter astray from the name of `body`.

    Compared as written and as keys: a fold can hide a letter, or make two of one.
    """
    letters = "".join(char for char in plain(name).lower() if char.isalpha())
    written = {body.stem_en.lower(), hepburn(body.stem_kana).replace("'", "")}
    return any(within_one_edit(letters, other) for other in written) or any(
        within_one_edit(romaji_key(name), other) for other in body.stem_keys
    )


def _unmatched(
    reason: str, steps: Iterable[str] = (), candidates: Iterable[Body] = ()
) -> Resolution:
    steps = tuple(steps) or (reason,)
    return Resolution(
        "", "unmatched", candidates=tuple(candidates), note=reason, steps=steps
    )


def _is_official(name: str, body: Body) -> bool:
    """Tell whether `name` is spelled as in the official English name."""
    return name.casefold() == body.stem_en.casefold()
