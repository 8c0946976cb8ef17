"""Of the bodies that have a name: the one that is meant on a day, or why none is."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from analysis.gazetteer.body import ALWAYS, CODES_BEGAN, STILL, Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese
from analysis.resolver.confidence import Confidence, evidence
from analysis.resolver.outcome import Resolution, ambiguous
from analysis.resolver.query import Query
from analysis.resolver.words import fate, listed, named

_TERRITORIES_LOST = dt.date(1945, 9, 2).toordinal()

Trace = Callable[[str], None] | None
"""Takes each step of the reasoning; None where nobody asks for it."""


class Judge:
    """Decides between bodies on one day.

    Parameters
    ----------
    index : Index
        All bodies.
    confidence : Confidence
        How sure each kind of evidence is.
    day : int
        The day on which the bodies must exist, as an ordinal.
    """

    def __init__(self, index: Index, confidence: Confidence, day: int) -> None:
        self._confidence = confidence
        self._figures: dict[tuple, float] = {}
        self._day = day
        self._today = {
            body.lg_code: body
            for body in index.bodies
            if body.lg_code and body.until == STILL
        }

    def nearest(self, bodies: Sequence[Body]) -> Body:
        """Return the one of `bodies` that lives, else lived last, else begins first."""
        return (self.living(bodies) or [min(bodies, key=self._distance)])[0]

    def living(self, bodies: Sequence[Body]) -> list[Body]:
        """Return those of `bodies` that exist on the day."""
        day = self._day
        return [body for body in bodies if body.since <= day < body.until]

    def settle(
        self,
        found: Sequence[Body],
        method: str,
        query: Query | None = None,
        *,
        assumed: str = "",
        note: str = "",
        edits: int = 0,
        rivals: Sequence[Body] = (),
        trace: Trace = None,
    ) -> Resolution:
        """Resolve if one body is left of `found`, else decline.

        Parameters
        ----------
        found : sequence of Body
            The bodies that have the name and meet all that is stated.
        method : str
            The rule that found them.
        query : Query, optional
            What was stated.
        assumed : str
            What the answer assumes beyond what is stated, in a word or two.
        note : str
            What is to be said of the answer.
        edits : int
            How many edits the name is off.
        rivals : sequence of Body
            Living namesakes that a former body must be an ancestor of to be meant.
        trace : callable, optional
            Takes the steps.
        """
        living = self.living(found)
        if not living:
            return self._former(found, query, rivals, note, assumed, trace)
        governed = living
        if len(living) > 1:
            governed = [b for b in living if self._governs(b)] or living
        if len(governed) < len(living):
            silent = [body for body in living if body not in governed]
            reason = (
                f"{listed(silent)}, of the same name, is in the Northern Territories "
                "and has no local government"
            )
            if trace:
                trace(reason)
            note = "; ".join(filter(None, (note, reason)))
            assumed = "namesake set aside"
        if len(governed) > 1:
            reason = f"{len(governed)} bodies fit: {listed(governed)}"
            if trace:
                trace(reason + ": not decided between them")
            told = ambiguous("; ".join(filter(None, (reason, note))), governed)
            return replace(told, fault="namesakes")
        body = governed[0]
        answer = self.answer(
            body, method, query, assumed=assumed, note=note, edits=edits, trace=trace
        )
        if len(living) > 1:
            # A namesake that was set aside could be meant too.
            others = (other for other in living if other is not body)
            return replace(answer, candidates=(body, *others))
        return answer

    def answer(
        self,
        body: Body,
        method: str,
        query: Query | None,
        *,
        assumed: str = "",
        note: str = "",
        edits: int = 0,
        trace: Trace = None,
    ) -> Resolution:
        """Resolve to `body`; parameters as for `settle`.

        It lives on the day, unless it is an alias that names one that does not.
        """
        if trace:
            trace(f"one body is left: {body.lg_code or 'no code'} {named(body)}")
        fault = ""
        if query and query.assumed:
            assumed = "slip in the prefecture"
            fault = "prefecture"
            note = "; ".join(filter(None, (query.assumed, note)))
        if body.since > self._day:
            note = "; ".join(filter(None, (note, self._story(body))))
        if not self._governs(body):
            told = "it is in the Northern Territories and has no local government"
            note = "; ".join(filter(None, (note, told)))
        if self._may_not_be_there_yet(body):
            assumed = assumed or "first day not known"
            unknown = "since when it exists is in none of our sources"
            note = "; ".join(filter(None, (note, unknown)))
        if body.successors:
            note = "; ".join(filter(None, (note, f"it {fate(body, self._today)}")))
        sure = self.confidence(method, query, edits, assumed)
        return Resolution("resolved", body, method, sure, (body,), note, fault=fault)

    def confidence(
        self, method: str, query: Query | None, edits: int = 0, assumed: str = ""
    ) -> float:
        """Return how sure an answer by `method` is."""
        placed = query is not None and bool(query.prefecture or query.city)
        typed = query is not None and query.kind is not None
        known = (method, assumed, edits, placed, typed)
        figure = self._figures.get(known)
        if figure is None:
            kind = f"{method}, {assumed}" if assumed else method
            figure = self._confidence[evidence(kind, edits, placed, typed)]
            self._figures[known] = figure
        return figure

    def _former(
        self,
        found: Sequence[Body],
        query: Query | None,
        rivals: Sequence[Body],
        note: str,
        assumed: str,
        trace: Trace,
    ) -> Resolution:
        """Resolve to a body of another time if all of `found` are one over time."""
        body = self.nearest(found)
        others = [other for other in found if not _same_place(body, other)]
        places = (body.lg_code, body.current_code)
        others += [b for b in rivals if b.current_code not in places]
        when = dt.date.fromordinal(self._day)
        if trace:
            trace(f"no such body on {when}; {listed(found)} had the name")
        if others:
            reason = f"no such body on {when}; it could be {listed((body, *others))}"
            return ambiguous(reason, (body, *others))
        if trace:
            trace(f"one body of another time is left: {named(body)}")
        return Resolution(
            "resolved",
            body,
            "historical",
            self.confidence("historical", query, assumed=assumed),
            (body, *self._heirs(body)),
            "; ".join(filter(None, (note, self._story(body)))),
        )

    def _distance(self, body: Body) -> int:
        """Return how many days away `body` lived; what was before is nearer."""
        if body.until <= self._day:
            return self._day - body.until
        return 1_000_000 + body.since - self._day

    def _may_not_be_there_yet(self, body: Body) -> bool:
        early = self._day < CODES_BEGAN and body.since == ALWAYS
        return early and bool(body.lg_code) and body.entity_type != "prefecture"

    def _governs(self, body: Body) -> bool:
        """Tell whether a body has a government: in the Northern Territories, had."""
        return body.has_government or self._day < _TERRITORIES_LOST

    def _story(self, body: Body) -> str:
        if body.since > self._day:
            return f"{named(body)} exists since {body.valid_from} only"
        return f"{body.full_ja} ({body.place_en}) {fate(body, self._today)}"

    def _heirs(self, body: Body) -> list[Body]:
        """Return the bodies that share what was one, if more than one do."""
        heirs = [self._today[code] for code in body.successors if code in self._today]
        return heirs if len(heirs) > 1 else []


def _same_place(one: Body, other: Body) -> bool:
    """Tell whether two bodies are one over time: one after the other, of one name.

    Two at a time are two: there were villages of one name in two counties.
    """
    if one is other:
        return True
    apart = one.until <= other.since or other.until <= one.since
    if not apart and ALWAYS in (one.since, other.since):
        # Of one county, one after the other, though the day is not known.
        apart = one.until != other.until and one.county_ja == other.county_ja
    return (
        apart
        and fold_japanese(one.stem_ja) == fold_japanese(other.stem_ja)
        and one.current_code is not None
        and one.current_code == other.current_code
    )
