"""What the register makes of a text: the judge of what is a name in a document."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.names.fold import fold_text
from analysis.names.others import is_union, not_a_government
from analysis.resolve import resolver_on
from analysis.resolver.outcome import Resolution

# Found just as written; of the rest, a word of a text may come near by chance.
_SURE_METHODS = ("exact", "romanization", "alias", "code")
_LONG_NUMBER = re.compile("[0-9]{3}")
# Without two letters side by side nothing is a name, though 田 is a reading of some and
# 津 is short for one. A type word counts, also after a blank: 津 市.
_LETTERS = re.compile(
    r"[^\W\d_][\u0300-\u036f\u3099\u309a]*[^\W\d_]"
    r"|[^\W\d_A-Za-z]\s+[^\W\d_A-Za-z]"
)
# Texts looked up together, and kept from one such time to the next: what was not
# asked for since is forgotten, and looked up again.
_BATCH = 20_000
_KEPT_AT_LEAST = 100_000
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
        self._before: dict[str, What] = {}
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
        if len(self._known) > _KEPT_AT_LEAST:
            self._before, self._known = self._known, {}
        new = []
        for text in dict.fromkeys(texts):
            if text not in self._known:
                known = self._before.get(text)
                if known is None:
                    new.append(text)
                else:
                    self._known[text] = known
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            for text, what in zip(batch, self._read(batch), strict=True):
                # One for all that are the same: a list of a million names has few.
                self._known[text] = self._whats.setdefault(what, what)

    def _read(self, texts: Sequence[str]) -> Iterator[What]:
        holds_number = [*map(_holds_number, texts)]
        asked = [
            text
            for text, is_none in zip(texts, holds_number, strict=True)
            if not is_none
        ]
        found = iter(self._resolver.resolve(asked))
        for text, is_none in zip(texts, holds_number, strict=True):
            if is_none:
                yield _not_a_body(text) or What(None)
            else:
                yield _what(text, next(found))


def _holds_number(text: str) -> bool:
    """Tell whether a long number stands inside of a text, as in no name.

    Footnotes are shorter: to ask the register would only take time.
    """
    found = _LONG_NUMBER.search(text)
    return (
        found is not None
        and any(map(str.isalpha, text[: found.start()]))
        and any(map(str.isalpha, text[found.end() :]))
    )


def _what(text: str, found: Resolution) -> What:
    is_code = found.method == "code" or text.strip().isdecimal()
    if not (is_code or _LETTERS.search(text)):
        return _not_a_body(text) or What(None)
    if found.entity_type in ("union", "joint"):
        return What(found.entity_type, *_of_bodies(found))
    if is_code:
        return What("code" if found.candidates else None, *_of_bodies(found))
    if found.status != "unmatched":
        if _is_sure(found):
            return What("body", *_of_bodies(found))
        return What("near", *_of_bodies(found), said=found.method or "")
    other = _not_a_body(text)
    if other:
        return other
    if found.fault in ("type", "place"):
        return What("misplaced", *_of_bodies(found))
    return What(None)


def _not_a_body(text: str) -> What | None:
    """Return what the words of a text say that it is, None if nothing."""
    folded = fold_text(text)
    if is_union(folded):
        return What("union")
    said = not_a_government(folded)
    if not said:
        return None
    return What("word" if said in _NO_ORGANIZATIONS else "organization", said=said)


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
