"""Names that say themselves that they are no single local government."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from analysis.names.joint import split_joint
from analysis.names.others import is_union, not_a_government
from analysis.resolver.decide import Trace
from analysis.resolver.outcome import Resolution, ambiguous, unmatched
from analysis.resolver.words import listed

Again = Callable[[Sequence[str], Trace], list[Resolution]]
"""Resolves names that were made out of another."""


class Sense:
    """Tells unions, joint entries, companies and their like.

    Parameters
    ----------
    again : callable
        Resolves the members of a joint entry.
    """

    def __init__(self, again: Again) -> None:
        self._again = again

    def of(self, text: str, trace: Trace) -> Resolution | None:
        """Decline what says itself that it is no single local government."""
        if is_union(text):
            note = "a union of local governments; the register holds none"
            found = replace(unmatched(note), entity_type="union")
        elif what := not_a_government(text):
            found = unmatched(f"it is {what}, no local government")
        else:
            return self._joint(text, trace)
        if trace:
            trace(found.note)
        return found

    def _joint(self, text: str, trace: Trace) -> Resolution | None:
        members = split_joint(text)
        if not members:
            return None
        found = self._again(members, None)
        if any(each.status == "unmatched" for each in found):
            return None
        bodies = [body for each in found for body in each.candidates]
        told = "; ".join(listed(each.candidates) for each in found)
        note = f"a joint entry of {len(members)} names: {told}. Give each its own row"
        if trace:
            trace(note)
        return replace(ambiguous(note, dict.fromkeys(bodies)), entity_type="joint")
