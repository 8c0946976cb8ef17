"""Names in kanji and kana → bodies: compared whole, never cut at a suffix."""

from collections.abc import Callable, Sequence

from analysis.gazetteer.body import Body
from analysis.gazetteer.index import Index
from analysis.names.fold import fold_japanese, fold_japanese_texts
from analysis.names.japanese import (
    japanese_kind,
    split_japanese,
    strip_office,
    strip_subprefecture,
)
from analysis.names.kana import is_kana
from analysis.names.marks import strip_marks
from analysis.resolver.approximate import Approximation
from analysis.resolver.decide import Judge, Trace
from analysis.resolver.japanese import likely_query, written_as
from analysis.resolver.outcome import Resolution, ambiguous, unmatched
from analysis.resolver.sense import Again, Sense
from analysis.resolver.words import listed

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


class Writing:
    """Resolves names in Japanese script on one day.

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
    again : callable
        Resolves what is left when something was taken off a name.
    """

    def __init__(
        self,
        index: Index,
        judge: Judge,
        approximation: Callable[[], Approximation],
        sense: Sense,
        again: Again,
    ) -> None:
        self._index = index
        self._judge = judge
        self._approximation = approximation
        self._sense = sense
        self._again = again

    def resolve(self, texts: Sequence[str], trace: Trace) -> list[Resolution]:
        """Return what each of the folded names comes to."""
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
            return self._approximation().contradicted(query, bodies, trace=trace)
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
                (found,) = self._again([plain], trace)
                return found
        answer = self._sense.of(text, trace)
        if answer:
            return answer
        if not form:
            return unmatched("it holds no name")
        query = likely_query(form, self._index)
        whole = len(split_japanese(text)) == 1
        return self._approximation().resolve_japanese(query, form, trace, whole=whole)

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
