"""What a published name states: a name, and what must hold of its body."""

from collections.abc import Callable
from typing import NamedTuple

from analysis.gazetteer.body import Body

_TYPES_OF_KIND = {
    "prefecture": frozenset({"prefecture"}),
    "city": frozenset({"city", "special_ward"}),
    "ward": frozenset({"special_ward", "ward"}),
    "town": frozenset({"town"}),
    "village": frozenset({"village"}),
    "county": frozenset(),  # a place, but no body
}
_MUNICIPALITIES = frozenset({"city", "special_ward", "town", "village"})
# A ward must be called one: "Nakamura" alone is hardly that of Nagoya.
_ANY = _MUNICIPALITIES | {"prefecture"}


def types_of(kind: str | None, *, placed: bool) -> frozenset[str]:
    """Return the entity types that a stated kind allows.

    What is `placed` in a prefecture is not that prefecture: "Kochi, Kochi".
    """
    if kind:
        return _TYPES_OF_KIND[kind]
    return _MUNICIPALITIES if placed else _ANY


class Container(NamedTuple):
    """A stated county, or the city of a ward, and how to tell what lies in it."""

    text: str
    holds: Callable[[Body], bool]


class Query(NamedTuple):
    """What a published name states.

    Attributes
    ----------
    name : str
        The name without its type word: ``Hirao`` or 平生.
    kind : str or None
        prefecture, city, ward, town or village; None if nothing says so.
    prefecture : Body or None
        The stated prefecture.
    county, city : Container or None
        The stated county, and the stated city of a ward.
    assumed : str
        What was taken for granted to understand it so, in plain words.
    """

    name: str
    kind: str | None = None
    prefecture: Body | None = None
    county: Container | None = None
    city: Container | None = None
    assumed: str = ""

    @property
    def types(self) -> frozenset[str]:
        """The entity types that what is stated allows."""
        return types_of(self.kind, placed=self.prefecture is not None)

    def allows(self, body: Body) -> bool:
        """Tell whether `body` meets all that is stated but the name."""
        return body.entity_type in self.types and self.allows_place(body)

    def allows_place(self, body: Body) -> bool:
        """Tell whether `body` lies in the stated prefecture, county and city."""
        prefecture = self.prefecture
        if prefecture and prefecture.prefecture_code != body.prefecture_code:
            return False
        if self.county and not self.county.holds(body):
            return False
        return self.city is None or self.city.holds(body)

    @property
    def place(self) -> str:
        """The stated place in words, ``in Yamaguchi``, or nothing."""
        if self.kind == "prefecture":
            return ""
        places = [inside.text for inside in (self.city, self.county) if inside]
        if self.prefecture:
            places.append(self.prefecture.prefecture_en)
        return "in " + ", ".join(places) if places else ""

    @property
    def kind_and_place(self) -> str:
        """What is looked for in words, without the name: ``town in Yamaguchi``."""
        plain = not self.county and not self.city and self.kind != "prefecture"
        if self.prefecture and plain:
            return f"{self.kind or 'municipality'} in {self.prefecture.prefecture_en}"
        if self.kind == "prefecture":
            return "prefecture"
        return f"{self.kind or 'municipality'} {self.place or 'in Japan'}"

    def __str__(self) -> str:
        """Return all that is stated in words."""
        what = f"a {self.kind}" if self.kind else "a name without a type:"
        return f"{what} '{self.name}' {self.place}".rstrip()
