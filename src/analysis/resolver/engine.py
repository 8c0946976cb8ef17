"""Columns of names → what each came to: the way of a name through the methods.

The methods are tried from the strongest to the weakest: code, exact, romanization, and
then what is near, reading and slips together, since each may explain what the other
would. A stated prefecture, county, city or type is a hard constraint in all of them.
Names go through in bulk; each step is written down only if `explain` asks for it.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from analysis.aliases import Aliases
from analysis.errors import SchemaError
from analysis.gazetteer.codes import check_digit, possible_codes, why_no_code
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_texts, has_japanese
from analysis.names.readings import Lattice
from analysis.resolver.approximate import Approximation
from analysis.resolver.confidence import Confidence
from analysis.resolver.decide import Judge, Trace
from analysis.resolver.official import PAYS_FROM, official_forms
from analysis.resolver.outcome import Resolution, ambiguous, unmatched
from analysis.resolver.sense import Sense
from analysis.resolver.spelling import Spelling
from analysis.resolver.words import listed
from analysis.resolver.writing import Writing

# The longest joint entries have some hundred characters: no name has five times that.
_LONGEST_NAME = 500
# 032069, as a spreadsheet may turn it (32069.0), and with the check digit set apart.
_CODE = re.compile(r"([0-9]{5})-([0-9])|([0-9]+)(?:\.0)?")


class Resolver:
    """Resolves names on one day.

    Parameters
    ----------
    index : Index
        All bodies, laid out for look-up.
    load_lattice : callable
        Returns the kanji dictionary; called when the first name needs it.
    confidence : Confidence
        How sure each kind of evidence is.
    as_of : datetime.date
        The day on which the bodies must exist.
    """

    def __init__(
        self,
        index: Index,
        load_lattice: Callable[[], Lattice],
        confidence: Confidence,
        as_of: dt.date,
    ) -> None:
        self._index = index
        self._as_of = as_of
        self._day = as_of.toordinal()
        self._judge = Judge(index, confidence, self._day)
        self._load_lattice = load_lattice
        sense = Sense(self._resolve)
        self._latin = Spelling(index, self._judge, self._approximation, sense)
        self._japanese = Writing(
            index, self._judge, self._approximation, sense, self._resolve
        )

    def resolve(
        self, names: Sequence[str], aliases: Aliases | None = None
    ) -> list[Resolution]:
        """Return what each of `names` is; never raises for a name, however odd.

        Parameters
        ----------
        names : sequence of str
            Distinct names: what is repeated here is done again.
        aliases : Aliases, optional
            The user's own names, which go before all others.
        """
        forms = self._official_forms if len(names) >= PAYS_FROM else {}
        found = [forms.get(name) for name in names]
        if aliases:
            for i, name in enumerate(names):
                found[i] = self._by_alias(name, aliases) or found[i]
        rest = [i for i, answer in enumerate(found) if answer is None]
        answers = self._resolve([names[i] for i in rest], None)
        for i, answer in zip(rest, answers, strict=True):
            found[i] = answer
        return found

    def explain(self, name: str, aliases: Aliases | None = None) -> Resolution:
        """Return what `name` is, with the steps of the reasoning."""
        steps: list[str] = []
        found = self._by_alias(name, aliases) if aliases else None
        if found is None:
            (found,) = self._resolve([name], steps.append)
        # Copies: a caller may write into what is given, and the register is shared.
        copies = {body: copy(body) for body in (found.body, *found.candidates)}
        return replace(
            found,
            body=copies[found.body],
            candidates=tuple(copies[body] for body in found.candidates),
            published_name=name,
            steps=tuple(steps) or (found.note,),
        )

    def _resolve(self, names: Sequence[str], trace: Trace) -> list[Resolution]:
        texts = fold_texts([_printable(name) for name in names])
        found: list[Resolution | None] = [None] * len(names)
        latin: list[int] = []
        japanese: list[int] = []
        for i, text in enumerate(texts):
            if len(text) > _LONGEST_NAME:
                found[i] = unmatched(f"{len(text):,} characters are no name")
            elif text.isascii():
                if not text:
                    found[i] = unmatched("the name is empty")
                elif text[0].isdigit() and (code := _CODE.fullmatch(text)):
                    found[i] = self._by_code("".join(code.groups("")), trace)
                else:
                    latin.append(i)
            elif has_japanese(text):
                japanese.append(i)
            else:
                latin.append(i)
        for members, script in ((latin, self._latin), (japanese, self._japanese)):
            answers = script.resolve([texts[i] for i in members], trace)
            for i, answer in zip(members, answers, strict=True):
                found[i] = answer
        return found

    def _approximation(self) -> Approximation:
        return self._nearby

    @cached_property
    def _nearby(self) -> Approximation:
        return Approximation(self._index, self._load_lattice(), self._judge, self._day)

    @cached_property
    def _official_forms(self) -> dict[str, Resolution]:
        english = not self._latin.has_unread_bodies
        return official_forms(self._index, self._judge, english=english)

    # --- alias --------------------------------------------------------------------

    def _by_alias(self, name: str, aliases: Aliases) -> Resolution | None:
        """Resolve a name that the user's own table holds."""
        alias = aliases.find(name, self._as_of)
        if alias is None:
            return None
        note = f"by your table of aliases, entry {alias.row}: {alias.source}"
        found = self._index.by_code.get(alias.lg_code)
        if not found:
            raise SchemaError(
                f"aliases: entry {alias.row}: {why_no_code(alias.lg_code)}; mend the "
                "code, or leave the entry out"
            )
        return self._judge.answer(self._judge.nearest(found), "alias", None, note=note)

    # --- code ---------------------------------------------------------------------

    def _by_code(self, digits: str, trace: Trace) -> Resolution:
        """Resolve a local government code or an area code, zeros lost or not."""
        meanings = dict(possible_codes(digits))
        found = [b for code in meanings for b in self._index.by_code.get(code, ())]
        if trace:
            trace(f"'{digits}' is a number: taken as a local government code")
        if not found:
            return self._by_short_code(digits) or unmatched(why_no_code(digits))
        if trace:
            trace(f"the register has {listed(found)} under it")
        living = self._judge.living(found) or found
        codes = {body.lg_code for body in living}
        said = meanings[living[0].lg_code] if len(codes) == 1 else ""
        others = [body for body in found if body.lg_code not in codes]
        if said and others:
            said += f"; with another reading it was {listed(others)}"
        assumed = "zero lost" if said else ""
        return self._judge.settle(
            found, "code", assumed=assumed, note=said, trace=trace
        )

    def _by_short_code(self, digits: str) -> Resolution | None:
        """Decline four digits, which could be an area code that lost its zero."""
        if len(digits) != 4:
            return None
        found = self._index.by_code.get(f"0{digits}{check_digit('0' + digits)}", ())
        living = self._judge.living(found)
        note = f"'{digits}' could be an area code without its zero: {listed(living)}"
        return ambiguous(note, living) if living else None


def _printable(name: str) -> str:
    # A lone surrogate is no character and could not be written to any file.
    if name.isascii():
        return name
    return name.encode("utf-8", "replace").decode("utf-8")
