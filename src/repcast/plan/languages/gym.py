"""What gyms call alike in many languages, and the sides that shorthand writes."""

from collections.abc import Mapping
from typing import Final

PEOPLE: Final = frozenset(("arnold", "cooper", "jefferson", "pallof", "pendlay", "superman", "tabata", "zercher"))
"""In whose names exercises go: they keep their capital."""

HELD: Final = frozenset(("balance", "bridge", "hang", "hold", "plank", "planks", "sit", "stand"))
"""Words of exercises that are held."""

Pair = tuple[str, str]
"""What is said for left, and for right."""


def sides(left: str, right: str, /, side: Pair, **limbs: Pair) -> Mapping[str, str]:
    """Return how sides are said.

    Args:
        left: words for left, with a space between them; they are said as `left side` is.
        right: words for right.
        side: the whole side.
        limbs: as shorthand calls them: `leg=("linkes Bein", "rechtes Bein")`.
    """
    lone = {word: said for words, said in zip((left, right), side, strict=True) for word in words.split()}
    limbs["side"] = side
    for limb, said in limbs.items():
        lone |= {f"left {limb}": said[0], f"right {limb}": said[1]}
    return {"left": side[0], "right": side[1]} | lone
