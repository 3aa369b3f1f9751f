"""Days of training as an iCalendar, read back by the library that writes it and by one that does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import icalendar
import pytest
import vobject

from repcast.session.model import Session
from repcast.training.ical import to_ical
from repcast.training.model import TrainingPlan
from repcast.training.programme import Programme, training_days

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
LENGTH_MS = 90_500  # a minute and a half, and a part of a second


@pytest.fixture(name="programme")
def _programme(session_of: Callable[[str], Session]) -> Programme:
    session = session_of("title: 'Planks; front, side'\nsteps:\n- {hold: Plank, for: 30s}\n")
    document = {
        "title": "Herbst: kräftig werden",
        "start": "2026-12-28",
        "weeks": 2,
        "days": {
            "monday": ["planks", "planks"],
            "thursday": {"session": "planks", "set": {"title": "Ende\\gut, " * 9}},
        },
    }
    return Programme(training_plan=TrainingPlan.model_validate(document), sessions={"planks": session})


def _written(programme: Programme, at: time | None = None) -> bytes:
    days = training_days(programme, date(2026, 1, 1))
    return to_ical(programme, days, at=at, length_ms=lambda _: LENGTH_MS, now=NOW)


def _events(text: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_every_session_has_an_event_on_its_day(programme: Programme) -> None:
    """If this failed, the calendar would lack a session, or show it on another day."""
    days = [event["dtstart"].dt for event in _events(_written(programme))]
    assert days == [
        *(date(2026, 12, 28), date(2026, 12, 28), date(2026, 12, 31)),
        *(date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 7)),
    ]


def test_an_event_says_what_and_why(programme: Programme) -> None:
    """If this failed, the calendar would not say which session it is and how it is changed."""
    first, _, third, *_ = _events(_written(programme))
    assert (str(first["summary"]), str(first["description"])) == ("Planks; front, side", "Week 1 of 2: planks")
    title = "Ende\\gut, " * 9
    assert str(third["description"]) == f"Week 1 of 2: planks, title = {title}"


def test_timed_events_follow_one_another(programme: Programme) -> None:
    """If this failed, two sessions of a day would overlap, or a session end before it does."""
    first, second, third, *_ = _events(_written(programme, at=time(23, 59)))
    assert first["dtstart"].to_ical() == b"20261228T235900"
    assert first["dtend"].to_ical() == b"20261229T000031"
    assert second["dtstart"].dt == first["dtend"].dt
    assert third["dtstart"].to_ical() == b"20261231T235900"


@pytest.mark.parametrize("at", [None, time(7, 0)])
def test_the_events_keep_their_uids_whatever_is_changed(programme: Programme, at: time | None) -> None:
    """If this failed, reading the calendar again would double every event."""
    uids = [str(event["uid"]) for event in _events(_written(programme, at))]
    document = programme.training_plan.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    document["days"]["monday"][0]["scale"] = {"holds": 2}
    changed = Programme(training_plan=TrainingPlan.model_validate(document), sessions=programme.sessions)
    assert [str(event["uid"]) for event in _events(_written(changed))] == uids
    assert len(set(uids)) == 6


def test_the_moment_of_writing_is_in_utc(programme: Programme) -> None:
    """If this failed, a reader would refuse DTSTAMP, which RFC 5545 clause 3.8.7.2 wants in UTC."""
    assert b"DTSTAMP:20261125T043000Z\r\n" in _written(programme)
    assert {event["dtstamp"].dt for event in _events(_written(programme))} == {NOW.astimezone(UTC)}


def test_the_text_is_as_rfc_5545_has_it(programme: Programme) -> None:
    """If this failed, strict readers would refuse the file: clauses 3.1 (lines) and 3.6 (what must be there)."""
    text = _written(programme)
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert max(map(len, text.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(text)
    assert (str(calendar["version"]), bool(calendar["prodid"])) == ("2.0", True)
    assert calendar.errors == [] == [error for event in calendar.walk("VEVENT") for error in event.errors]


@pytest.mark.parametrize("at", [None, time(7, 30)])
def test_another_reader_reads_the_same(programme: Programme, at: time | None) -> None:
    """If this failed, only the library that writes the calendar could read it."""
    text = _written(programme, at)
    events = vobject.readOne(text.decode()).vevent_list
    ours = _events(text)
    assert [event.dtstart.value for event in events] == [event["dtstart"].dt for event in ours]
    assert [event.uid.value for event in events] == [str(event["uid"]) for event in ours]
    assert [event.summary.value for event in events] == [str(event["summary"]) for event in ours]
    assert [event.description.value for event in events] == [str(event["description"]) for event in ours]
    assert all(event.validate(raiseException=True) for event in events)


def test_a_plan_that_is_over_gives_a_calendar_without_events(programme: Programme) -> None:
    """If this failed, asking for the rest of a plan that is over would end in a fault."""
    text = to_ical(programme, [], at=None, length_ms=lambda _: LENGTH_MS, now=NOW)
    assert _events(text) == []
    assert text.startswith(b"BEGIN:VCALENDAR")
