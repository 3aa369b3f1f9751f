"""Training days -> an iCalendar (RFC 5545), for a person's own calendar."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from repcast.session.model import Session
from repcast.training.programme import Day, Due, Programme, described
from repcast.units import ceil_to_second

if TYPE_CHECKING:
    from icalendar import Event

_NAMESPACE: Final = UUID("5b3e5a3e-6f0c-4c0f-9d0e-0a3c6c1f7d52")  # any, and always the same


def to_ical(
    programme: Programme, days: Iterable[Day], *, at: time | None, length_ms: Callable[[Session], int], now: datetime
) -> bytes:
    """Return a calendar with an event for each session.

    An event keeps its UID (clause 3.8.4.7) when its session changes, so that importing a later calendar moves and
    renames the events of an earlier one.

    Args:
        programme: that the days are from.
        days: to write, with their sessions.
        at: when a day's first session begins, in the reader's time zone (a time without zone, clause 3.3.5, form 1);
            the others follow it. None for events that take no time.
        length_ms: returns the length of a session.
        now: when the events are written (clause 3.8.7.2); with a time zone.
    """
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//repcast//training plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", programme.training_plan.title)
    for day in days:
        begins = datetime.combine(day.date, at) if at else None
        for number, due in enumerate(day.due):
            event = _event(programme, day, due, number)
            event.add("dtstamp", now)
            event.add("dtstart", begins or day.date)
            if begins:
                begins += timedelta(milliseconds=ceil_to_second(length_ms(due.fitted)))
                event.add("dtend", begins)
            else:
                event.add("transp", "TRANSPARENT")  # nobody is busy all day for it
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(programme: Programme, day: Day, due: Due, number: int) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", str(uuid5(_NAMESPACE, f"{programme.training_plan.title}\n{day.date}\n{number}")))
    event.add("summary", due.session.name)
    event.add("description", f"Week {day.week} of {programme.training_plan.weeks}: {described(due, day)}")
    return event
