"""Names in Latin letters → bodies: by their spelling in any style, or what is near."""

from collections.abc import Callable, Sequence
from functools import cached_property

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.grammar import parse_latin, rejoin
from analysis.names.romaji import (
    lengths_key,
    lengths_keys,
    romaji_key,
    without_lengths,
)
from analysis.resolver.approximate import Approximation
from analysis.resolver.decide import Judge, Trace
from analysis.resolver.latin import understand, without_comma
from analysis.resolver.near import Wanted, letters_of
from analysis.resolver.outcome import Resolution, ambiguous, unmatched
from analysis.resolver.query import Query
from analysis.resolver.sense import Sense
from analysis.resolver.words import listed


class Spelling:
    """Resolves names in Latin letters on one day.

    Parameters
    ----------
    index : Index
        All bodies.
    judge : Judge
        Who decides between bodies on that day.
    approximation : callable
        Returns what finds near names; called when the first name needs it.
    sense : Sense
        Who tells what is no single body.
    """

    def __init__(
        self,
        index: Index,
        judge: Judge,
        approximation: Callable[[], Approximation],
        sense: Sense,
    ) -> None:
        self._index = index
        self._judge = judge
        self._approximation = approximation
        self._sense = sense
        # What a spelling came to: a list repeats spellings more than names.
        self._spelled: dict[tuple, tuple[str | None, Resolution, Resolution]] = {}

    def resolve(self, texts: Sequence[str], trace: Trace) -> list[Resolution]:
        """Return what each of the folded names comes to."""
        understood = [understand(parse_latin(text), self._index) for text in texts]
        lengths = lengths_keys(
            [query.name if type(query) is Query else "" for query in understood]
        )
        found: list[Resolution | None] = [None] * len(texts)
        near: list[tuple[int, Query, Wanted]] = []
        for i, (query, spelled) in enumerate(zip(understood, lengths, strict=True)):
            if not spelled:
                found[i] = self._sense.of(texts[i], trace) or _senseless(query)
                continue
            if trace:
                trace(f"understood as {query}")
            if query.kind == "union":
                found[i] = self._sense.of(texts[i], trace) or _senseless(query)
                continue
            answer = self._by_spelling(query, spelled, trace)
            if answer is None:
                answer = self._by_other_spelling(texts[i], query, trace)
            if answer is None:
                key = without_lengths(spelled)
                wanted = Wanted(key, letters_of(query.name), spelled)
                near.append((i, query, wanted))
            else:
                found[i] = answer
        if near:
            answers = self._approximation().resolve(
                [(query, wanted) for _, query, wanted in near], trace
            )
            for (i, _, _), answer in zip(near, answers, strict=True):
                found[i] = answer
        return found

    def _by_other_spelling(
        self, text: str, query: Query, trace: Trace
    ) -> Resolution | None:
        """Resolve a name that is written in an odd way, or says that it is none."""
        if query.assumed:
            return unmatched(f"no prefecture is called so; {query.assumed}")
        joined = rejoin(text)
        if joined:
            understood = understand(parse_latin(joined), self._index)
            if isinstance(understood, Query):
                spelled = lengths_key(understood.name)
                answer = self._by_spelling(understood, spelled, trace)
                if answer:
                    return answer
        if query.name.isalpha():
            return None
        answer = self._sense.of(text, trace) or self._two_names(query, trace)
        if answer:
            return answer
        for placed in without_comma(query, self._index):
            if trace:
                trace(f"or as {placed}")
            answer = self._by_spelling(placed, lengths_key(placed.name), trace)
            if answer:
                return answer
        return None

    def _two_names(self, query: Query, trace: Trace) -> Resolution | None:
        """Decline a name whose halves, set apart by a hyphen, are both names."""
        halves = query.name.split("-")
        if len(halves) != 2:
            return None
        found = [
            [b for b in self._judge.living(self._index.spelled(key)) if query.allows(b)]
            for key in map(romaji_key, halves)
        ]
        if not all(found):
            return None
        note = f"it could be two names: {listed(found[0])}; {listed(found[1])}"
        if trace:
            trace(note)
        return ambiguous(note, dict.fromkeys((*found[0], *found[1])))

    def _by_spelling(
        self, query: Query, lengths: str, trace: Trace
    ) -> Resolution | None:
        """Resolve a name that a body of what is stated has, in any style."""
        if trace or query.county or query.city or query.assumed:
            return self._settle_spelling(query, lengths, trace)
        prefecture = query.prefecture
        place = prefecture and prefecture.prefecture_code
        known = self._spelled.get((lengths, query.kind, place))
        if known is None:
            answer = self._settle_spelling(query, lengths, None)
            if answer is None or answer.body is None:
                return answer
            known = self._both_ways(query, lengths, answer)
            self._spelled[lengths, query.kind, place] = known
        official, exact, other = known
        return exact if query.name.casefold() == official else other

    def _both_ways(
        self, query: Query, lengths: str, answer: Resolution
    ) -> tuple[str | None, Resolution, Resolution]:
        """Return the official spelling, and the answer for it and for other ones."""
        if answer.method not in ("exact", "romanization"):
            return None, answer, answer
        exact, other = (
            self._settle_spelling(query._replace(name=name), lengths, None)
            for name in (answer.body.stem_en or "", "")
        )
        return _official(answer.body), exact, other

    def _settle_spelling(
        self, query: Query, lengths: str, trace: Trace
    ) -> Resolution | None:
        key = without_lengths(lengths)
        found = self._index.spelled(key)
        if not found or not any(query.allows(body) for body in found):
            found = self._index.spelled_whole(key) or found
            if not found:
                return None
        if key != lengths:
            # A long vowel that is marked tells namesakes apart: Ōno is not Ono.
            marked = [b for b in found if self._index.bears_out(b, lengths)]
            if self._judge.living(marked):
                found = marked
        fitting = [body for body in found if query.allows(body)]
        if query.kind is None and not self._judge.living(fitting):
            # A ward is mostly called one: it comes after all that live and before those
            # that are gone; "Higashi, Shizuoka" is none, for "Higashi" is a village.
            others = [body for body in found if body.entity_type != "ward"]
            if not self._judge.living(others):
                fitting = self._wards(query, found) or fitting
        if not fitting:
            return None
        living = self._judge.living(fitting)
        if not living:
            return self._settle_former(query, key, fitting, trace)
        if query.kind is None and any(b.entity_type == "special_ward" for b in living):
            # "Minato" is no more the special ward than those of Nagoya and Osaka.
            living += self._wards(query, found)
        name = query.name.casefold()
        exact = [body for body in living if _official(body) == name]
        if trace:
            if exact:
                trace(f"the official English name of {listed(exact)}")
            if len(exact) < len(living):
                others = [body for body in living if body not in exact]
                trace(f"'{query.name}' is another romanization of {listed(others)}")
        method = "exact" if len(exact) == len(living) else "romanization"
        governs = living[0].entity_type == "prefecture"
        if len(living) == 1 and self.has_unread_bodies and not governs:
            unread = self._unread_namesakes(query, key, living[0], lives=True)
            if unread:
                return self._unread(query, living, unread, trace)
        return self._judge.settle(living, method, query, trace=trace)

    def _wards(self, query: Query, found: list[Body]) -> list[Body]:
        """Return the living wards among `found` that are in the stated place."""
        wards = self._judge.living([b for b in found if b.entity_type == "ward"])
        return [body for body in wards if query.allows_place(body)]

    def _settle_former(
        self, query: Query, key: str, former: list[Body], trace: Trace
    ) -> Resolution:
        """Resolve a spelling that only bodies of another time have."""
        placed = query.prefecture or query.city
        if query.assumed:
            note = f"{query.assumed}, but it is {listed(former)} only; not decided"
            return ambiguous(note, former)
        if query.kind is None or not placed:
            wanting = "type" if placed else "prefecture"
            note = (
                f"no living body is called '{query.name}'; {listed(former)} was; state "
                f"the {wanting} to settle it"
            )
            if trace:
                trace(note)
            return ambiguous(note, former)
        unread = self._unread_namesakes(query, key, former[0], lives=False)
        if unread:
            return self._unread(query, former, unread, trace)
        rivals = [
            body
            for body in self._judge.living(self._index.spelled(key))
            if query.allows_place(body) and body.entity_type != "ward"
        ]
        return self._judge.settle(
            former, "historical", query, rivals=rivals, trace=trace
        )

    @cached_property
    def has_unread_bodies(self) -> bool:
        """Whether there are bodies on the day whose reading no source tells."""
        return any(
            body.stem_kana is None for body in self._judge.living(self._index.bodies)
        )

    def _unread_namesakes(
        self, query: Query, key: str, body: Body, *, lives: bool
    ) -> list[Body]:
        unread = self._approximation().unread_namesakes(query, key, lives=lives)
        return [other for other in unread if other.stem_ja != body.stem_ja]

    def _unread(
        self, query: Query, found: list[Body], unread: list[Body], trace: Trace
    ) -> Resolution:
        note = (
            f"'{query.name}' is the name of {listed(found)}, but the kanji of "
            f"{listed(unread)}, whose reading is in none of our sources, can be read "
            "so too"
        )
        if trace:
            trace(note)
        return ambiguous(note, (*found, *unread))


def _official(body: Body) -> str | None:
    """Return the official English name without type word, for comparison."""
    stem = body.stem_en
    return stem and stem.casefold()


def _senseless(query: Query | str) -> Resolution:
    return unmatched(query if isinstance(query, str) else "it holds no name")
