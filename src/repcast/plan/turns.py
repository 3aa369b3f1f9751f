"""Texts that take turns: each exercise goes through its own, whoever else has some of them, too."""

from collections.abc import Iterable


class Turns:
    """Whose turn it is: the text that this exercise had least often, and of these the one that rests longest."""

    def __init__(self) -> None:
        self._had: dict[tuple[str, str], int] = {}  # how often, by exercise and text
        self._taken: dict[str, int] = {}  # when, by text: a number that grows with each that is said

    def next(self, exercise: str, texts: Iterable[str]) -> str:
        """Return the text of an exercise whose turn it is; there is at least one."""
        name = exercise.casefold()
        return min(texts, key=lambda text: (self._had.get((name, text), 0), self._taken.get(text, 0)))

    def take(self, exercise: str, texts: Iterable[str]) -> str:
        """Return the text of an exercise whose turn it is, and note that it is said."""
        name, text = exercise.casefold(), self.next(exercise, texts)
        self._taken[text] = 1 + max(self._taken.values(), default=0)
        self._had[name, text] = self._had.get((name, text), 0) + 1
        return text
