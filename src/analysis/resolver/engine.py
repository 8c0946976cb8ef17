"""Columns of names → what each came to: the way of a name through the methods.

The methods are tried from the strongest to the weakest: code, exact, romanization, and
then what is near, reading and slips together, since each may explain what the other
would. A stated prefecture, county, city or type is a hard constraint in all of them.
Names go through in bulk; each step is written down only if `explain` asks for it.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from analysis.aliases import Aliases
from analysis.gazetteer.body import Body
from analysis.gazetteer.codes import check_digit, possible_codes, why_no_code
from analysis.gazetteer.index import Index
from analysis.names.fold import (
    fold_japanese,
    fold_japanese_texts,
    fold_texts,
    has_japanese,
)
from analysis.names.grammar import parse_latin, rejoin
from analysis.names.japanese import (
    japanese_kind,
    split_japanese,
    strip_office,
    strip_subprefecture,
)
from analysis.names.joint import split_joint
from analysis.names.kana import is_kana
from analysis.names.marks import strip_marks
from analysis.names.others import is_union, not_a_government
from analysis.names.readings import Lattice
from analysis.names.romaji import (
    lengths_key,
    lengths_keys,
    romaji_key,
    without_lengths,
)
from analysis.resolver.approximate import Approximation
from analysis.resolver.confidence import Confidence
from analysis.resolver.decide import Judge, Trace
from analysis.resolver.japanese import likely_query, written_as
from analysis.resolver.latin import understand, without_comma
from analysis.resolver.near import Wanted, letters_of
from analysis.resolver.official import PAYS_FROM, official_forms
from analysis.resolver.outcome import Resolution, ambiguous, unmatched
from analysis.resolver.query import Query
from analysis.resolver.words import listed

# The longest joint entries have some hundred characters; no name has half of them.
_LONGEST_NAME = 500
# 032069, as a spreadsheet may turn it (32069.0), and with the check digit set apart.
_CODE = re.compile(r"([0-9]{5})-([0-9])|([0-9]+)(?:\.0)?")
_NUMERALS = {
    **dict(zip("123456789", "一二三四五六七八九", strict=True)),
    **dict.fromkeys("-ー―", "一"),
}
# What a list may write around a Japanese name, in the order in which it is taken off.
_TAKEN_OFF = (
    (strip_marks, "a number or a footnote mark"),
    (strip_office, "an office of the body"),
    (strip_subprefecture, "a subprefecture of Hokkaido"),
)


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
        # What a spelling came to: a list repeats spellings more than names.
        self._spelled: dict[tuple, tuple[str | None, Resolution, Resolution]] = {}

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
        told = tuple(steps) or (found.note,)
        return replace(found, published_name=name, steps=told)

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
        for members, method in ((latin, self._by_latin), (japanese, self._by_japanese)):
            answers = method([texts[i] for i in members], trace)
            for i, answer in zip(members, answers, strict=True):
                found[i] = answer
        return found

    @cached_property
    def _approximation(self) -> Approximation:
        return Approximation(self._index, self._load_lattice(), self._judge, self._day)

    @cached_property
    def _official_forms(self) -> dict[str, Resolution]:
        return official_forms(
            self._index, self._judge, english=not self._has_unread_bodies
        )

    # --- alias --------------------------------------------------------------------

    def _by_alias(self, name: str, aliases: Aliases) -> Resolution | None:
        """Resolve a name that the user's own table holds."""
        alias = aliases.find(name, self._as_of)
        if alias is None:
            return None
        note = f"by your table of aliases, row {alias.row}: {alias.source}"
        found = self._index.by_code[alias.lg_code]
        return self._judge.answer(self._judge.nearest(found), "alias", None, note=note)

    # --- code ---------------------------------------------------------------------

    def _by_code(self, digits: str, trace: Trace) -> Resolution:
        """Resolve a local government code or an area code, zeros lost or not."""
        readings = dict(possible_codes(digits))
        found = [b for code in readings for b in self._index.by_code.get(code, ())]
        if trace:
            trace(f"'{digits}' is a number: taken as a local government code")
        if not found:
            return self._by_short_code(digits) or unmatched(why_no_code(digits))
        if trace:
            trace(f"the register has {listed(found)} under it")
        living = self._judge.living(found) or found
        codes = {body.lg_code for body in living}
        said = readings[living[0].lg_code] if len(codes) == 1 else ""
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

    # --- Latin letters ------------------------------------------------------------

    def _by_latin(self, texts: Sequence[str], trace: Trace) -> list[Resolution]:
        """Resolve names in Latin letters by spelling, then by what is near."""
        understood = [understand(parse_latin(text), self._index) for text in texts]
        lengths = lengths_keys(
            [query.name if type(query) is Query else "" for query in understood]
        )
        found: list[Resolution | None] = [None] * len(texts)
        near: list[tuple[int, Query, Wanted]] = []
        for i, (query, spelled) in enumerate(zip(understood, lengths, strict=True)):
            if not spelled:
                found[i] = self._by_sense(texts[i], trace) or _senseless(query)
                continue
            if trace:
                trace(f"understood as {query}")
            if query.kind == "union":
                found[i] = self._by_sense(texts[i], trace)
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
            answers = self._approximation.resolve(
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
        answer = self._by_sense(text, trace) or self._two_names(query, trace)
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
            known = self._both_ways(query, answer)
            self._spelled[lengths, query.kind, place] = known
        official, exact, other = known
        return exact if query.name.casefold() == official else other

    def _both_ways(
        self, query: Query, answer: Resolution
    ) -> tuple[str | None, Resolution, Resolution]:
        """Return the official spelling, and the answer for it and for other ones."""
        if answer.method not in ("exact", "romanization"):
            return None, answer, answer
        exact, other = (
            replace(
                answer,
                method=method,
                confidence=self._judge.confidence(method, query),
            )
            for method in ("exact", "romanization")
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
            # A ward is mostly called one: it comes after all that live, but before
            # those that are gone.
            # And "Higashi, Shizuoka" is no more a ward than "Higashi", a village.
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
        if len(living) == 1 and self._has_unread_bodies and not governs:
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
    def _has_unread_bodies(self) -> bool:
        """Whether there are bodies on the day whose reading no source tells."""
        return any(
            body.stem_kana is None for body in self._judge.living(self._index.bodies)
        )

    def _unread_namesakes(
        self, query: Query, key: str, body: Body, *, lives: bool
    ) -> list[Body]:
        unread = self._approximation.unread_namesakes(query, key, lives=lives)
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

    # --- Japanese -----------------------------------------------------------------

    def _by_japanese(self, texts: Sequence[str], trace: Trace) -> list[Resolution]:
        """Resolve names in kanji and kana by whole forms, never cut at a suffix."""
        parts = [split_japanese(text) for text in texts]
        forms = fold_japanese_texts(["".join(each) for each in parts])
        return [
            self._by_form(text, form, each, trace)
            for text, form, each in zip(texts, forms, parts, strict=True)
        ]

    def _by_form(
        self, text: str, form: str, parts: Sequence[str], trace: Trace
    ) -> Resolution:
        if trace:
            trace(f"'{text}' is Japanese: compared whole with the register's names")
        written = written_as(form, parts, self._index, self._judge.living)
        if written is None:
            return self._by_other_form(text, form, trace)
        query, bodies, fitting = written
        if not fitting:
            return self._approximation.contradicted(query, bodies, trace=trace)
        if trace:
            whole = all(query.name in (b.name_ja, b.full_ja) for b in fitting)
            what = "the name" if whole else "a form of the name"
            trace(f"'{query.name}' is {what} of {listed(fitting)}")
        kind = query.kind or japanese_kind(query.name)
        stem = query.name if query.kind else query.name[:-1]
        rivals: Sequence[Body] = ()
        living = self._judge.living(fitting)
        if len(living) > 1 and not is_kana(form):
            # 鹿嶋 and 鹿島 are compared as one, but who writes 鹿嶋 means it.
            fitting = [body for body in living if body.stem_ja in text] or living
        if not living:
            namesakes = self._judge.living(self._index.stemmed(stem))
            rivals = [body for body in namesakes if query.allows_place(body)]
        return self._judge.settle(
            fitting, "exact", query._replace(kind=kind), rivals=rivals, trace=trace
        )

    def _by_other_form(self, text: str, form: str, trace: Trace) -> Resolution:
        """Resolve what is not written like a body: its office, or none at all."""
        for strip, what in _TAKEN_OFF:
            plain = strip(text)
            if plain != text:
                numeral = self._by_numeral(text, plain, trace)
                if numeral:
                    return numeral
                if trace:
                    trace(f"{what}: '{plain}' is left")
                (found,) = self._resolve([plain], trace)
                return found
        answer = self._by_sense(text, trace)
        if answer:
            return answer
        if not form:
            return unmatched("it holds no name")
        query = likely_query(form, self._index)
        whole = len(split_japanese(text)) == 1
        return self._approximation.resolve_japanese(query, form, trace, whole=whole)

    def _by_numeral(self, text: str, plain: str, trace: Trace) -> Resolution | None:
        """Decline 1関市: 関市 with its number in a list, or 一関市."""
        numeral = _NUMERALS.get(text[0])
        if numeral is None or text != text[0] + plain:
            return None
        meant = self._index.named(fold_japanese(numeral + plain))
        if not meant:
            return None
        listed_so = self._index.named(fold_japanese(plain))
        note = f"'{text}' could be {listed(meant)} or, numbered, {listed(listed_so)}"
        if trace:
            trace(note)
        return ambiguous(note, dict.fromkeys((*meant, *listed_so)))

    # --- what is no single body ---------------------------------------------------

    def _by_sense(self, text: str, trace: Trace) -> Resolution | None:
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
        found = self._resolve(members, None)
        bodies = [body for each in found for body in each.candidates]
        if not all(each.candidates for each in found):
            return None
        told = "; ".join(listed(each.candidates) for each in found)
        note = f"a joint entry of {len(members)} names: {told}. Give each its own row"
        if trace:
            trace(note)
        return replace(ambiguous(note, dict.fromkeys(bodies)), entity_type="joint")


def _official(body: Body) -> str | None:
    """Return the official English name without type word, for comparison."""
    stem = body.stem_en
    return stem and stem.casefold()


def _senseless(query: Query | str) -> Resolution:
    return unmatched(query if isinstance(query, str) else "it holds no name")


def _printable(name: str) -> str:
    # A lone surrogate is no character and could not be written to any file.
    if name.isascii():
        return name
    return name.encode("utf-8", "replace").decode("utf-8")
