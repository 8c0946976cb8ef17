"""What one published name came to."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.gazetteer.body import Body


@dataclass(slots=True)
class Resolution:
    """What one published name was resolved to, and why.

    Never changed once made: names that come to the same share one.

    Attributes
    ----------
    status : str
        ``resolved``, ``ambiguous`` or ``unmatched``.
    body : Body or None
        The body that is meant, if resolved.
    method : str or None
        The rule that found it: code, exact, romanization, alias, historical, reading
        or fuzzy.
    confidence : float or None
        0 to 1; what it rests on is told in `analysis.resolver.confidence`.
    candidates : tuple of Body
        The bodies it could be, best first; of a resolved name its body, and after it
        one that could be meant too; of a joint entry its members.
    note : str
        What a reader should know, in plain words; empty if there is nothing to say.
    entity_type : str or None
        ``union`` or ``joint`` for what is no single local government but made of them.
    fault : str
        What is wrong with a name that is known all the same: ``type`` or ``place`` if
        it is that of a body, but what is stated of it is not so; ``prefecture`` if that
        is misspelt; ``namesakes`` if nothing is but that several are called so; else
        empty.
    published_name : str
        The name as supplied; given by `explain` only.
    steps : tuple of str
        The evidence, one sentence a step; given by `explain` only.
    """

    status: str
    body: Body | None = None
    method: str | None = None
    confidence: float | None = None
    candidates: tuple[Body, ...] = ()
    note: str = ""
    entity_type: str | None = None
    fault: str = ""
    published_name: str = ""
    steps: tuple[str, ...] = ()


def unmatched(reason: str, candidates: Iterable[Body] = ()) -> Resolution:
    """Return that a name is none of the register's, for `reason`."""
    return Resolution("unmatched", candidates=tuple(candidates), note=reason)


def ambiguous(reason: str, candidates: Iterable[Body]) -> Resolution:
    """Return that a name could be several bodies, or one that is not sure."""
    return Resolution("ambiguous", candidates=tuple(candidates), note=reason)
