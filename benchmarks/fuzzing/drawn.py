"""Documents and columns as hypothesis draws them, from bytes that a seed gives."""

import random
from collections.abc import Callable
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzzing.lists import name
from fuzzing.mutants import TOKENS

_BYTES = 6_000
_TRIES = 8


def drawn(rng: random.Random) -> tuple[str, object]:
    """Return a kind (text, lines, names, frame) and what hypothesis drew for it."""
    caught: list[tuple[str, object]] = []
    draw = _drawer(caught.append)
    for _ in range(_TRIES):
        draw(rng.randbytes(_BYTES))
        if caught:
            return caught[-1]
    return "text", ""


@cache
def _strategy() -> st.SearchStrategy:
    real = st.integers(0, 2**32).map(lambda seed: name(random.Random(seed)))
    word = st.one_of(real, st.sampled_from(TOKENS), st.text(max_size=30))
    phrase = st.lists(word, max_size=5).map("".join)
    mark = st.sampled_from(["", "1 ", "- ", "・", "（１）", "\t", "　　", "| ", "①"])
    line = st.tuples(mark, phrase).map("".join)
    lines = st.lists(line, max_size=25)
    ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
    cell = st.one_of(
        phrase,
        st.none(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.binary(max_size=8),
        st.booleans(),
        st.lists(st.integers(), max_size=2),
    )
    rows = st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(cell, min_size=width, max_size=width), max_size=9
        )
    )
    cells = st.lists(st.lists(phrase, max_size=4), max_size=12)
    parted = st.tuples(st.sampled_from(",\t;|"), cells).map(
        lambda drawn: "\n".join(drawn[0].join(row) for row in drawn[1])
    )
    return st.one_of(
        st.tuples(
            st.just("text"), st.tuples(ends, lines).map(lambda x: x[0].join(x[1]))
        ),
        st.tuples(st.just("text"), parted),
        st.tuples(st.just("bytes"), st.binary(max_size=400)),
        st.tuples(
            st.just("names"), st.lists(st.one_of(phrase, st.none()), max_size=20)
        ),
        st.tuples(st.just("rows"), rows),
    )


def _drawer(take: Callable) -> Callable:
    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_strategy())
    def draw(one: tuple[str, object]) -> None:
        take(one)

    return draw.hypothesis.fuzz_one_input
