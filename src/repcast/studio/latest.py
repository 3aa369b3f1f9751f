"""The latest of what was made, under names that nobody can guess."""

import secrets
from collections import OrderedDict
from typing import TypeVar

from repcast.errors import NoSuchChoice

V = TypeVar("V")


class Latest(OrderedDict[str, V]):
    """So many values, the latest ones; older ones are forgotten.

    Raises:
        NoSuchChoice: it is asked for one that it never had, or has no more.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, value: V) -> str:
        """Keep a value, and return its name."""
        name = secrets.token_urlsafe(9)
        self[name] = value
        while len(self) > self._most:
            self.popitem(last=False)
        return name

    def __missing__(self, _name: str) -> V:
        raise NoSuchChoice
