"""What many names came to, laid out in columns: small, however many they are."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.gazetteer.body import Body
from analysis.resolver.outcome import Resolution

_OF_BODY: dict[str, Callable[[Body], str | None]] = {
    "lg_code": lambda body: body.lg_code,
    "current_lg_code": lambda body: body.current_code,
    "name_ja": lambda body: body.full_ja,
    "name_kana": lambda body: body.full_kana,
    "name_en": lambda body: body.full_en,
    "prefecture_code": lambda body: body.prefecture_code,
}
_OF_ANSWER: dict[str, Callable[[Resolution], str | None]] = {
    "status": lambda found: found.status,
    "method": lambda found: found.method,
    "entity_type": lambda found: (
        found.body.entity_type if found.body else found.entity_type
    ),
    "candidates": lambda found: _codes(found.candidates),
    "note": lambda found: found.note,
}


class Answers:
    """The resolutions of distinct names, added batch by batch.

    Parameters
    ----------
    bodies : sequence of Body
        All bodies, each at its `position`.
    """

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = bodies
        self._texts: dict[str, list[pd.Series]] = {name: [] for name in _OF_ANSWER}
        self._positions: list[np.ndarray] = []
        self._confidences: list[np.ndarray] = []

    def add(self, found: Sequence[Resolution]) -> None:
        """Take in a batch; the resolutions themselves are not kept."""
        for name, label in _OF_ANSWER.items():
            labels = [label(each) for each in found]
            self._texts[name].append(pd.Series(labels, dtype="str"))
        self._positions.append(
            np.array(
                [-1 if each.body is None else each.body.position for each in found]
            )
        )
        self._confidences.append(
            np.array([each.confidence for each in found], dtype=np.float64)
        )

    def frame(self, places: np.ndarray) -> pd.DataFrame:
        """Return a row for each of `places`, the numbers of the names in their order.

        Once only: what was added is used up.

        Returns
        -------
        pandas.DataFrame
            The columns of `analysis.resolve`, in no order; a label is looked up once
            and its number copied.
        """
        columns = {}
        for name in _OF_ANSWER:
            # Each is let go once it is laid out: a million notes take much room.
            texts = _joined(self._texts.pop(name))
            if name == "note":
                numbers, distinct = pd.factorize(texts)
                columns[name] = pd.Categorical.from_codes(
                    numbers[places], categories=pd.Index(distinct, dtype="str")
                )
            else:
                columns[name] = texts.take(places)
        confidence = np.concatenate(self._confidences or [np.empty(0)])[places]
        columns["confidence"] = pd.arrays.FloatingArray(
            confidence, np.isnan(confidence)
        )
        positions = np.concatenate(self._positions or [np.empty(0, dtype=np.int64)])
        used, which = np.unique(positions, return_inverse=True)
        for name, label in _OF_BODY.items():
            labels = [None if p < 0 else label(self._bodies[p]) for p in used]
            columns[name] = pd.array(labels, dtype="str").take(which[places])
        return pd.DataFrame(columns, copy=False)


def _joined(parts: list[pd.Series]) -> pd.api.extensions.ExtensionArray:
    if not parts:
        return pd.array([], dtype="str")
    return pd.concat(parts, ignore_index=True).array


@lru_cache(maxsize=100_000)
def _codes(bodies: tuple[Body, ...]) -> str:
    """Return the codes of `bodies`: where one never had any, that of its successor."""
    codes = (body.lg_code or body.current_code for body in bodies)
    return " ".join(dict.fromkeys(filter(None, codes)))
