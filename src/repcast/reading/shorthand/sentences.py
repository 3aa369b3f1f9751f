"""What people write as sentences, brought into the form of lists: each module has one trade's."""

from collections.abc import Sequence

from repcast.reading.shorthand.bouts import in_bouts
from repcast.reading.shorthand.breaths import in_breaths
from repcast.reading.shorthand.holds import held
from repcast.reading.shorthand.send_offs import on_send_offs
from repcast.reading.shorthand.text import Entry
from repcast.reading.shorthand.turns import in_turns


def sentences(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries, with sentences such as `alternate 60s jog and 90s walk for 20 min` as lists.

    Raises:
        Unreadable: one of them may mean two things.
    """
    found = list(entries)
    for rule in (in_breaths, on_send_offs, held, in_bouts, in_turns):
        found = rule(found)
    return found
