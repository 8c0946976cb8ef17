"""What a process has answered already: a string that comes again is looked up."""

import datetime as dt
import threading
from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa

from analysis.aliases import Aliases
from analysis.scale.answers import ANSWERS, answer

# Strings that are remembered from one piece to the next, with their answers: 250 MB.
_MOST = 500_000


class Memo:
    """The answers of one day, each found once; threads may share it.

    Parameters
    ----------
    as_of, aliases
        As of `analysis.resolve`.
    """

    def __init__(self, *, as_of: dt.date, aliases: Aliases) -> None:
        self._as_of = as_of
        self._aliases = aliases
        self._lock = threading.Lock()
        self._forget()

    def __call__(self, texts: Sequence[str]) -> pa.Table:
        """Return the rows of a table of answers for `texts`, in their order."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._rows]
            if new:
                found = answer(new, as_of=self._as_of, aliases=self._aliases)
                first = len(self._rows)
                self._rows.update(zip(new, range(first, first + len(new)), strict=True))
                self._answers = pa.concat_tables([self._answers, found])
                self._answers = self._answers.combine_chunks()
            rows = [self._rows[text] for text in texts]
            return self._answers.take(pa.array(rows, type=pa.int64()))

    def begin(self) -> None:
        """Forget all if it is too much; within a piece nothing is forgotten."""
        with self._lock:
            if len(self._rows) > _MOST:
                self._forget()

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._answers = ANSWERS.empty_table()


def memo_of(as_of: dt.date, aliases: Aliases) -> Memo:
    """Return the one memo that this process has for a day and a table of aliases."""
    with _asking:
        memo = _memo(as_of, aliases)
    memo.begin()
    return memo


def forget() -> None:
    """Give back the memory of all memos of this process."""
    _memo.cache_clear()


_asking = threading.Lock()


@lru_cache(maxsize=2)
def _memo(as_of: dt.date, aliases: Aliases) -> Memo:
    return Memo(as_of=as_of, aliases=aliases)
