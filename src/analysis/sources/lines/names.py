"""What the lines of one document name: each text is asked of the register once."""

import re
from collections.abc import Iterable

import pandas as pd

from analysis.names.fold import has_japanese
from analysis.sources.entries.read import Entry, read_entries
from analysis.sources.entries.wording import is_typed
from analysis.sources.known import Known, What

_REGION = re.compile(
    r"(?:(?:北東北|南東北|東北|北関東|南関東|関東|首都圏|甲信越|信越|甲信|中部|東海|北陸|近畿|関西"
    r"|山陰|山陽|中国|四国|北九州|南九州|九州|沖縄)[・、･/／]?)+(?:地方|地域|圏|ブロック|エリア|管内)?"
    r"|(?:Tohoku|(?:North |South )?Kanto|Koshin'?etsu|Shin'?etsu|Chubu|Tokai|Hokuriku"
    r"|Kinki|Kansai|San'?in|San'?yo|Chugoku|Shikoku|Kyushu)"
    r"(?:(?: and |[-/, &]+)\w+)?(?: (?:Region|Area|Block|District)s?)?",
    re.IGNORECASE,
)
# These are prefectures or cities where they stand alone.
_NO_REGIONS = frozenset(("沖縄", "北九州"))


class LineNames:
    """Reads the lines of a document in bulk and remembers what they came to.

    Parameters
    ----------
    known : Known
        What the register makes of a text.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self._entries: dict[str, list[Entry]] = {}

    def read(self, texts: Iterable[str]) -> None:
        """Read items in bulk, which is quicker than one by one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._entries]
        self._entries.update(zip(new, read_entries(new, self.known), strict=True))

    def entries(self, text: str) -> list[Entry]:
        """Return the entities that an item names."""
        self.read([text])
        return self._entries[text]

    def bodies(self, text: str) -> tuple[str, ...]:
        """Return the codes of what an item names; of what has none, the text."""
        return tuple(c for e in self.entries(text) for c in e.what.codes) or (text,)

    def count(self, items: pd.DataFrame) -> int:
        """Return in how many items a local government or a union is named."""
        found = read_entries(
            items["text"].tolist(), self.known, contexts=items["context"].tolist()
        )
        return sum(any(map(_is_name, entries)) for entries in found)

    def is_name(self, text: str) -> bool:
        """Tell whether an item names a local government or a union of some."""
        return any(map(_is_name, self.entries(text)))

    def is_body(self, text: str) -> bool:
        """Tell whether an item is, other columns aside, a body just as written."""
        return all(entry.what.kind == "body" for entry in self.entries(text))

    def is_typed_body(self, text: str) -> bool:
        """Tell the same of a body whose type is said."""
        entries = self.entries(text)
        return self.is_body(text) and all(is_typed(e.published_name) for e in entries)

    def is_entity(self, text: str) -> bool:
        """Tell whether an item names anything that a list of entities could hold."""
        return any(
            entry.what.is_entity and not is_region(entry.published_name)
            for entry in self.entries(text)
        )

    def is_municipality(self, text: str) -> bool:
        """Tell whether an item names a body that is no prefecture."""
        return any(
            entry.what.is_entity
            and not is_prefecture(entry.what)
            and not is_region(entry.published_name)
            for entry in self.entries(text)
        )

    def reads_better(self, both: str, first: str) -> bool:
        """Tell whether two lines name one body together that the first alone does not.

        Or that they do so as well as the first does, so that the second is of it.
        """
        together, alone = self.known(both), self.known(first)
        if together.kind != "body":
            return False
        if alone.kind != "body" or is_prefecture(alone):
            return True
        return set(together.codes) <= set(alone.codes)

    def fits(self, text: str, place: str) -> bool:
        """Tell whether an item can lie in a place: what it names is there."""
        code = self.known(place).prefecture_code
        for entry in self.entries(text):
            if is_prefecture(entry.what):
                continue
            if code and entry.what.is_name and entry.what.prefecture_code == code:
                return True
            if self.known(with_place(entry.published_name, place)).kind in (
                "body",
                "near",
                "joint",
            ):
                return True
        return False


def is_prefecture(what: What) -> bool:
    """Tell whether a name can be that of a prefecture."""
    return what.kind == "body" and any(code[2:5] == "000" for code in what.codes)


def is_region(text: str) -> bool:
    """Tell whether a text is a region, which in a list is a heading and no body.

    Examples
    --------
    >>> [is_region(text) for text in ("東北", "Kyushu Region", "東北町", "沖縄")]
    [True, True, False, False]
    """
    return _REGION.fullmatch(text) is not None and text not in _NO_REGIONS


def with_place(name: str, place: str) -> str:
    """Return a name with the prefecture that is stated elsewhere.

    Examples
    --------
    >>> with_place("府中市", "広島県"), with_place("Fuchu City", "Hiroshima Prefecture")
    ('広島県府中市', 'Fuchu City, Hiroshima Prefecture')
    """
    return place + name if has_japanese(place) else f"{name}, {place}"


def _is_name(entry: Entry) -> bool:
    is_one = entry.what.is_name or entry.what.kind == "union"
    return is_one and not is_region(entry.published_name)
