"""What the register makes of a text: the judge of what is a name in a document."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from analysis.names.fold import fold_text
from analysis.names.others import not_a_government
from analysis.resolve import resolver_on
from analysis.resolver.outcome import Resolution

# Found just as written; of the rest, a word of a text may come near by chance.
_SURE_METHODS = ("exact", "romanization", "alias", "code")
# Texts looked up together, and kept in all: what is forgotten is looked up again.
_BATCH = 20_000
_KEPT_AT_MOST = 2_000_000
_NO_ORGANIZATIONS = frozenset(
    {
        "a heading",
        "a total",
        "a word for nothing",
        "a region",
        "a person",
        "a body of another country",
    }
)


class What(NamedTuple):
    """What a text is.

    Attributes
    ----------
    kind : str or None
        ``body``: one local government, or several that have that name; ``joint``:
        several in one; ``near``: a body by a slip, a reading or at another time;
        ``misplaced``: the name of a body, but its type or place is stated wrongly;
        ``union``; ``organization``: a company, a university and the like; ``word``: a
        heading, a total, a region; ``code``: a number that is one; None: none of these.
    entity_type : str or None
        As of `analysis.resolve`, where all candidates are of one type.
    prefecture_code : str or None
        Two digits, where all candidates are of one prefecture.
    codes : tuple of str
        Codes of the body, or of the candidates.
    said : str
        Of an organization or a word, what it is: "a company"; of a body that was found
        nearly, the method of the resolver.
    """

    kind: str | None
    entity_type: str | None = None
    prefecture_code: str | None = None
    codes: tuple[str, ...] = ()
    said: str = ""

    @property
    def is_name(self) -> bool:
        """Whether it is the name of local governments, surely or nearly."""
        return self.kind in ("body", "joint", "near", "misplaced")

    @property
    def is_entity(self) -> bool:
        """Whether a list of entities could hold it."""
        return self.is_name or self.kind in ("union", "organization")


class Known:
    """Tells what texts are on one day; a text is looked up once.

    Parameters
    ----------
    day : datetime.date
        The day on which the bodies must exist.
    """

    def __init__(self, day: dt.date) -> None:
        self._resolver = resolver_on(day)
        self._known: dict[str, What] = {}
        self._whats: dict[What, What] = {}

    def __call__(self, text: str) -> What:
        """Return what one text is."""
        known = self._known.get(text)
        if known is None:
            self.look_up([text])
            known = self._known[text]
        return known

    def look_up(self, texts: Iterable[str]) -> None:
        """Look many texts up at once, which is quicker than one by one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(new) > _KEPT_AT_MOST:
            self._known.clear()
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            for text, found in zip(batch, self._resolver.resolve(batch), strict=True):
                what = _what(text, found)
                # One for all that are the same: a list of a million names has few.
                self._known[text] = self._whats.setdefault(what, what)


def _what(text: str, found: Resolution) -> What:
    if found.entity_type in ("union", "joint"):
        return What(found.entity_type, *_of_bodies(found))
    if found.method == "code" or text.strip().isdecimal():
        return What("code" if found.candidates else None, *_of_bodies(found))
    if found.status != "unmatched":
        if _is_sure(found):
            return What("body", *_of_bodies(found))
        return What("near", *_of_bodies(found), said=found.method or "")
    said = not_a_government(fold_text(text)) or ""
    if said:
        kind = "word" if said in _NO_ORGANIZATIONS else "organization"
        return What(kind, said=said)
    if found.fault in ("type", "place"):
        return What("misplaced", *_of_bodies(found))
    return What(None)


def _is_sure(found: Resolution) -> bool:
    if found.status == "resolved":
        return found.method in _SURE_METHODS
    return found.fault == "namesakes"


def _of_bodies(found: Resolution) -> tuple:
    bodies = found.candidates
    types = {body.entity_type for body in bodies}
    prefectures = {body.prefecture_code for body in bodies}
    return (
        types.pop() if len(types) == 1 else None,
        prefectures.pop() if len(prefectures) == 1 else None,
        tuple(body.lg_code for body in bodies if body.lg_code),
    )
