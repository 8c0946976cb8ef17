"""One miswritten name, with what it states: enough to tell what it can mean."""

from dataclasses import dataclass

from .bodies import Body


@dataclass(frozen=True)
class Mutant:
    """A string, what was meant, and what the string says of it.

    Attributes
    ----------
    text : str
        The string to resolve.
    origin : Body
        The body that was meant.
    stem : str
        The name in `text` without type word, as it is written there.
    script : str
        What `stem` is in: latin, kanji, kana or code.
    kind : str or None
        The type that is stated.
    prefecture : str or None
        Two digits, if a prefecture is stated.
    county : str or None
        The 郡, if one is stated.
    parent : str or None
        Code of the city, if one is stated with a ward.
    void : bool
        Nothing is called so: no answer is right.
    misread : bool
        `stem` is what somebody made of the kanji, not what was meant to be written.
    """

    text: str
    origin: Body
    stem: str
    script: str = "latin"
    kind: str | None = None
    prefecture: str | None = None
    county: str | None = None
    parent: str | None = None
    void: bool = False
    misread: bool = False


def stating(body: Body, text: str, stem: str, script: str, **other: object) -> Mutant:
    """Return a mutant that states type, prefecture and, of a ward, the city."""
    said: dict[str, object] = {
        "kind": body.kind,
        "prefecture": None if body.kind == "prefecture" else body.prefecture,
        "parent": body.parent.code if body.parent else None,
    }
    return Mutant(text, body, stem, script, **(said | other))
