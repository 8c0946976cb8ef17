"""Names that no body has: which is meant, by a possible reading or a slip, if any."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese
from analysis.names.readings import Lattice, Piece
from analysis.names.romaji import lengths_key, marks_agree
from analysis.resolver.decide import Judge, Trace
from analysis.resolver.near import Nearby, Neighbourhood, Wanted
from analysis.resolver.outcome import Resolution, ambiguous, unmatched
from analysis.resolver.query import Query
from analysis.resolver.words import (
    listed,
    official_reading,
    proof,
    reading_claim,
)

# Two letters can be read into too many kanji, unless they are read plainly.
_LETTERS_FOR_READING = 3
# Two edits make another word of a short name, and one edit of a very short one.
_LETTERS_FOR_EDITS = {1: 2, 2: 7}
# 東, 新 and their like tell one place from another: they are no slips.
_TELLING = frozenset("東西南北中央上下左右内外前後新旧大小元本奥浦一二三四五六七八九十")
# Kanji say more than letters: one that differs is another name in most.
_KANJI_FOR_SLIP = 5
# Readings that only names have, and changes of sound: two of them convince nobody.
_FAR_FETCHED = 2
_USUAL_CHANGES = ("", "voiced")
_PLAIN_KINDS = ("on", "kun", "kana")


class Approximation:
    """Resolves names that are spelled like no body, on one day.

    Parameters
    ----------
    index : Index
        All bodies.
    lattice : Lattice
        The kanji dictionary.
    judge : Judge
        Who decides between bodies on that day.
    day : int
        The day, as an ordinal.
    """

    def __init__(self, index: Index, lattice: Lattice, judge: Judge, day: int) -> None:
        self._index = index
        self._lattice = lattice
        self._judge = judge
        self._near = Neighbourhood(index, lattice, day)
        self._names: dict[Body, str] = {}

    def resolve(
        self, asked: Sequence[tuple[Query, Wanted]], trace: Trace
    ) -> list[Resolution]:
        """Return what each name, in Latin letters, comes to; a block at a time."""
        found: list[Resolution | None] = [None] * len(asked)
        blocks: dict[tuple, list[int]] = defaultdict(list)
        for i, (query, _) in enumerate(asked):
            blocks[query.prefecture, query.kind].append(i)
        for (prefecture, kind), members in blocks.items():
            block = self._near.living(prefecture, kind)
            nearby = block.search([asked[i][1] for i in members])
            for i, near in zip(members, nearby, strict=True):
                query, wanted = asked[i]
                found[i] = self._decide(query, wanted, near, trace)
        return found

    def unread_namesakes(self, query: Query, key: str, *, lives: bool) -> list[Body]:
        """Return bodies whose reading no source tells, but whose kanji say `key`.

        Only if read plainly: against a name that is known to be read so, a far-fetched
        reading of another counts for nothing.
        """
        blocks = self._near.living if lives else self._near.others
        return [
            body
            for body in blocks(query.prefecture, query.kind).readable(key)
            if body.stem_kana is None
            and query.allows_place(body)
            and all(
                piece.reading.kind in _PLAIN_KINDS and not piece.change
                for piece in self._lattice.explain(key, body.stem_ja) or ()
            )
        ]

    def resolve_japanese(
        self, query: Query, form: str, trace: Trace, *, whole: bool
    ) -> Resolution:
        """Return what a Japanese name comes to that no body has.

        Parameters
        ----------
        query : Query
            What it states, as well as can be told.
        form : str
            All of it, folded.
        trace : callable or None
            Takes the steps.
        whole : bool
            Whether it was written in one piece: parts could be two names.
        """
        nobody = f"no body is written '{form}'"
        if trace:
            trace(nobody)
        if query.kind in (None, "county") or query.prefecture is None:
            return unmatched(nobody)
        block = self._near.living(query.prefecture, query.kind)
        found = [b for b in block.search_japanese(query.name) if query.allows_place(b)]
        if not found:
            return unmatched(nobody)
        note = f"'{query.name}' is one character away from {listed(found)}"
        if trace:
            trace(note)
        if (
            not whole
            or len(found) > 1
            or len(query.name) < _KANJI_FOR_SLIP
            or _is_another_name(query.name, found[0].name_ja)
        ):
            return ambiguous(f"{nobody}; {note}", found)
        return self._judge.answer(
            found[0], "fuzzy", query, edits=1, note=note, trace=trace
        )

    # --- decisions ----------------------------------------------------------------

    def _decide(
        self, query: Query, wanted: Wanted, near: Nearby, trace: Trace
    ) -> Resolution:
        if query.county or query.city:
            near = Nearby(
                [body for body in near.readable if query.allows_place(body)],
                {b: off for b, off in near.slips.items() if query.allows_place(b)},
            )
        if trace:
            self._tell(query, wanted, near, trace)
        likely = near.readable
        slips = [body for body, off in near.slips.items() if off == 1]
        if likely or len(wanted.letters) >= _LETTERS_FOR_EDITS[1]:
            if len(likely) + len(slips) > 1 and likely:
                likely = self._convincing(wanted, likely, slips)
            likely = [*likely, *(body for body in slips if body not in likely)]
        namesakes = self._index.spelled(wanted.key)
        if namesakes:
            # One that fits but for the long vowels that the spelling marks.
            unmarked = self._judge.living([b for b in namesakes if query.allows(b)])
            likely = list(dict.fromkeys((*likely, *unmarked)))
            elsewhere = self._elsewhere(query, namesakes, likely)
            if elsewhere:
                return self.contradicted(query, elsewhere, likely, trace)
        placed_and_typed = query.kind == "prefecture" or (
            query.kind and (query.prefecture or query.city)
        )
        if likely:
            if not placed_and_typed:
                return self._understated(query, near, likely)
            return self._likely(query, wanted, near, likely, trace)
        if not placed_and_typed:
            return unmatched(
                f"no {query.kind_and_place} is called '{query.name}', and the kanji of "
                "none can be read so"
            )
        return self._unlikely(query, wanted, near, trace)

    def _convincing(
        self, wanted: Wanted, readable: list[Body], slips: list[Body]
    ) -> list[Body]:
        """Return what can be read so, without what is far-fetched beside the rest.

        A slip of one letter is as likely as a plain reading.
        """
        oddity = {body: self._oddity(wanted, body) for body in readable}
        least = 0 if slips else min(oddity.values())
        convincing = [
            body
            for body in readable
            if body in slips or oddity[body] < least + _FAR_FETCHED
        ]
        if wanted.lengths == wanted.key:
            return convincing
        # Kouta is read kou+ta before ko+ta.
        as_long = [b for b in convincing if b in slips or self._as_long(wanted, b)]
        return as_long or convincing

    def _as_long(self, wanted: Wanted, body: Body) -> bool:
        """Tell whether a reading bears out the long vowels that the spelling marks."""
        letters = "".join(piece.letters for piece in self._pieces(wanted, body))
        return marks_agree(wanted.lengths, lengths_key(letters))

    def _oddity(self, wanted: Wanted, body: Body) -> int:
        """Return how many steps a reading is off what a dictionary says first."""
        return sum(
            (piece.reading.kind == "name") + (piece.change not in _USUAL_CHANGES)
            for piece in self._pieces(wanted, body)
        )

    def _elsewhere(
        self, query: Query, namesakes: list[Body], likely: list[Body]
    ) -> list[Body]:
        """Return bodies of that very name that contradict what is stated.

        They are rivals that no approximation may overrule. Those that are gone are two
        mistakes away: they are told only if nothing else is.
        """
        others = [
            body
            for body in namesakes
            if query.allows_place(body) != (body.entity_type in query.types)
        ]
        living = self._judge.living(others)
        if living or likely or not query.prefecture:
            return living
        return [body for body in others if query.allows_place(body)]

    def _tell(self, query: Query, wanted: Wanted, near: Nearby, trace: Trace) -> None:
        trace(
            f"no {query.kind_and_place} is spelled like '{query.name}' in any style of "
            "romanization"
        )
        for body in near.readable:
            pieces = self._pieces(wanted, body)
            trace(f"{reading_claim(query, body, pieces)}: {proof(pieces)}")
        if not near.readable:
            trace(f"no {query.kind_and_place} has kanji that can be read so")
        for body in near.within(1):
            trace(f"{listed([body])} is one letter away")
        further = near.within(2)
        if further and len(wanted.letters) >= _LETTERS_FOR_EDITS[2]:
            trace(f"two letters away: {listed(further)}")

    def _likely(
        self,
        query: Query,
        wanted: Wanted,
        near: Nearby,
        likely: list[Body],
        trace: Trace,
    ) -> Resolution:
        """Resolve to the one body that a reading or a single slip leads to."""
        body = likely[0]
        is_slip = near.slips.get(body) == 1
        is_odd = body in near.readable and self._oddity(wanted, body)
        too_short = is_odd and not is_slip and len(wanted.key) < _LETTERS_FOR_READING
        if len(likely) > 1 or too_short:
            return self._torn(query, wanted, near, likely, trace)
        if is_slip and (is_odd or body not in near.readable):
            note = (
                f"published '{query.name}' is one letter away from "
                f"{self._official(body)} and from no other {query.kind_and_place}"
            )
            if gone := self._called_so(query, wanted, body):
                note += f", but it is the name of the former {listed(gone)}"
                return ambiguous(note, (body, *gone))
            return self._judge.answer(
                body, "fuzzy", query, edits=1, note=note, trace=trace
            )
        claim = reading_claim(query, body, self._pieces(wanted, body))
        official = official_reading(body)
        read = f"the official reading is {official}" if official else (
            "its official reading is in none of our sources"
        )  # fmt: skip
        past = self._past(query, wanted)
        gone = self._gone(query, wanted, body, past)
        near_misses = [other for other in near.slips if other is not body]
        doubt = ""
        if gone:
            doubt = f"it could as well be the former {listed(gone)}"
        elif near_misses and is_odd:
            gone = near_misses
            doubt = f"it is only two letters away from {listed(near_misses)}"
        elif is_odd and (gone := self._bygone(query, wanted, body, past)):
            doubt = f"it could as well be the former {listed(gone)}"
        if doubt:
            if trace:
                trace(doubt)
            return ambiguous(f"{claim}; {read}, but {doubt}", (body, *gone))
        note = f"{claim}; {read}; no other {query.kind_and_place} can be read so"
        return self._judge.answer(body, "reading", query, note=note, trace=trace)

    def _torn(
        self,
        query: Query,
        wanted: Wanted,
        near: Nearby,
        likely: list[Body],
        trace: Trace,
    ) -> Resolution:
        """Decline between a few bodies that readings and slips lead to."""
        slipped = [body for body in likely if body not in near.readable]
        claims = []
        for body in near.readable:
            claim = reading_claim(query, body, self._pieces(wanted, body))
            read = official_reading(body)
            claims.append(f"{claim}, which is read {read}" if read else claim)
        if slipped:
            what = "it" if claims else f"published '{query.name}'"
            claims.append(f"{what} is one letter away from {listed(slipped)}")
        note = "; ".join(claims)
        if trace:
            trace("not decided between them" if likely[1:] else "too short to be sure")
        told = f"{len(likely)} bodies are as likely" if likely[1:] else "hardly sure"
        return ambiguous(f"{note}: {told}", likely)

    def _past(self, query: Query, wanted: Wanted) -> Nearby:
        """Return what bodies of other times are near a name."""
        (past,) = self._near.others(query.prefecture, query.kind).search([wanted])
        return past

    def _gone(
        self, query: Query, wanted: Wanted, body: Body, past: Nearby
    ) -> list[Body]:
        """Return bodies of other times that the name says as well as `body`.

        Living ones come first, but not with a far-fetched reading before a plain one,
        and not before one that may really have been read so. What `body` itself was
        called before is no rival.
        """
        oddity = self._oddity(wanted, body)
        return [
            other
            for other in past.readable
            if query.allows_place(other)
            and other.stem_ja != body.stem_ja
            and self._oddity(wanted, other) < max(oddity, other.stem_kana is None)
        ]

    def _bygone(
        self, query: Query, wanted: Wanted, body: Body, past: Nearby
    ) -> list[Body]:
        """Return bodies of other times that were called so, or nearly so in the place.

        They are two mistakes away, and so is a guess that is not plain.
        """
        near = [
            other
            for other in past.within(1)
            if query.allows_place(other) and other.stem_ja != body.stem_ja
        ]
        return list(dict.fromkeys((*self._called_so(query, wanted, body), *near)))

    def _called_so(self, query: Query, wanted: Wanted, body: Body) -> list[Body]:
        """Return bodies of the stated type, of any time and place, called just so."""
        return [
            other
            for other in self._index.spelled(wanted.key)
            if other.entity_type in query.types and other.stem_ja != body.stem_ja
        ]

    def _unlikely(
        self, query: Query, wanted: Wanted, near: Nearby, trace: Trace
    ) -> Resolution:
        """Resolve to a body two slips away if nothing else is as near."""
        past = self._past(query, wanted)
        gone = [body for body in past.readable if query.allows_place(body)]
        slips = near.within(2)
        if slips:
            gone += self._bygone(query, wanted, slips[0], past)
        if len(wanted.letters) < _LETTERS_FOR_EDITS[2] or not query.name.isalpha():
            return self._unreadable(query, wanted, [*gone, *slips], trace)
        if len(slips) == 1 and not gone:
            (body,) = slips
            note = (
                f"published '{query.name}' is two letters away from "
                f"{self._official(body)}; no other {query.kind_and_place} is as near"
            )
            return self._judge.answer(
                body, "fuzzy", query, edits=2, note=note, trace=trace
            )
        return self._unreadable(query, wanted, [*gone, *slips], trace)

    def _unreadable(
        self, query: Query, wanted: Wanted, near: list[Body], trace: Trace
    ) -> Resolution:
        nobody = f"no {query.kind_and_place} is called '{query.name}'"
        if near:
            note = f"{nobody}; near it there is {listed(near)}"
            if trace:
                trace(note)
            return ambiguous(note, near)
        anything = self._near.living(query.prefecture, None)
        others = [b for b in anything.readable(wanted.key) if query.allows_place(b)]
        if others:
            note = (
                f"{nobody}; the type may be wrong: it is a possible reading of "
                f"{listed(others)}"
            )
            if trace:
                trace(note)
            return replace(unmatched(note, others), fault="type")
        return unmatched(f"{nobody}, and the kanji of none can be read so")

    def _understated(
        self, query: Query, near: Nearby, likely: list[Body]
    ) -> Resolution:
        wanting = "type" if query.prefecture else "prefecture"
        how = "as a reading of kanji" if near.readable else "by a slip"
        return unmatched(
            f"'{query.name}' is not an official name, and {how} it could be "
            f"{listed(likely)}; state the {wanting} to settle it",
            likely,
        )

    def contradicted(
        self,
        query: Query,
        found: Sequence[Body],
        near: Sequence[Body] = (),
        trace: Trace = None,
    ) -> Resolution:
        """Decline a name whose stated place or type no body of that name bears out."""
        found = self._judge.living(found) or found
        here = [body for body in found if query.allows_place(body)]
        fault = "type" if here else "place"
        if here:
            which = "the stated type is wrong, or the name"
            what = f"{listed(here)}: no {query.kind_and_place}"
        else:
            which = "the stated place is wrong, or the name"
            what = f"{listed(found)}: not {query.place}"
        note = f"'{query.name}' is the name of {what}; {which}"
        if near:
            note += f". As a reading or a slip it could also be {listed(near)}"
        if trace:
            trace(note)
        candidates = dict.fromkeys((*here, *found, *near))
        told = ambiguous(note, candidates) if near else unmatched(note, candidates)
        return replace(told, fault=fault)

    def _official(self, body: Body) -> str:
        """Return the name of a body in Latin letters and in kanji."""
        told = self._names.get(body)
        if told is None:
            told = f"{body.stem_en or body.stem_kana} ({body.full_ja})"
            self._names[body] = told
        return told

    def _pieces(self, wanted: Wanted, body: Body) -> Iterable[Piece]:
        return self._lattice.explain(wanted.key, body.stem_ja) or ()


def _is_another_name(written: str, official: str) -> bool:
    """Tell whether a name that is one character off is too likely to be meant so.

    A character more may be part of a second name, and east is not west.
    """
    if len(written) > len(official):
        return True
    differing = set(written) ^ set(fold_japanese(official))
    return bool(differing & _TELLING)
