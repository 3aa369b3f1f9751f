"""Distances and paces: what is read, what is refused with what to write, and how long a distance takes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

import pytest
from pydantic import TypeAdapter, ValidationError

from repcast.errors import CannotFit, CueBeyond, InvalidSession, NoPace, NothingToScale, PaceOfNothing
from repcast.session.customise import Customisation, customise
from repcast.session.explain import explain
from repcast.session.fit import fitted
from repcast.session.model import Session
from repcast.session.pace import Distance, Pace
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]
DISTANCE: TypeAdapter[Distance] = TypeAdapter(Distance)
PACE: TypeAdapter[Pace] = TypeAdapter(Pace)


@pytest.mark.parametrize(
    ("text", "written", "metres"),
    [
        ("400m", "400m", "400"),
        ("400 metres", "400m", "400"),
        ("1 meter", "1m", "1"),
        ("1.50 km", "1.5km", "1500"),
        ("10K", "10km", "10000"),
        ("1 mile", "1mi", "1609.344"),
        ("100 yards", "100yd", "91.44"),
        ("0.001km", "0.001km", "1"),
    ],
)
def test_a_distance_is_read_and_written(text: str, written: str, metres: str) -> None:
    """If this failed, a runner would cover another distance than was written."""
    distance = DISTANCE.validate_python(text)
    assert (str(distance), distance.metres) == (written, Decimal(metres))
    assert DISTANCE.validate_python(str(distance)).metres == distance.metres


@pytest.mark.parametrize(
    ("pace", "written", "distance", "time_ms"),
    [
        ("4:45/km", "4:45/km", "400m", 114_000),
        ("4:45 per km", "4:45/km", "400m", 114_000),
        ("4:45 min/km", "4:45/km", "400m", 114_000),
        ("7:30/mile", "7:30/mi", "1 mile", 450_000),
        ("7:30/mi", "7:30/mi", "400m", 112_000),  # 111.85 s
        ("2:05/500m", "2:05/500m", "2km", 500_000),
        ("0:13/100m", "0:13/100m", "50m", 7_000),  # 6.5 s, halves upwards
        ("1:45:00/10mi", "1:45:00/10mi", "5 miles", 3_150_000),
        ("105:00/10mi", "1:45:00/10mi", "10mi", 6_300_000),
        ("4:45/km", "4:45/km", "1m", 1_000),  # 0.285 s: at least a second
        ("59:59/km", "59:59/km", "42.195km", 151_860_000),  # 151,859.805 s
    ],
)
def test_a_distance_takes_the_time_of_its_pace(pace: str, written: str, distance: str, time_ms: int) -> None:
    """If this failed, the lap would end before the line, or behind it."""
    read = PACE.validate_python(pace)
    assert (str(read), PACE.validate_python(str(read))) == (written, read)
    assert read.time_ms(DISTANCE.validate_python(distance)) == time_ms


@pytest.mark.parametrize(
    ("adapter", "written", "hint"),
    [
        (DISTANCE, 400, "a number needs its unit: write 400m"),
        (DISTANCE, 5, "a number needs its unit: write 5km or 5m"),
        (DISTANCE, "1,5 km", "write 1.5km"),
        (DISTANCE, "10,000m", "write 10000m"),
        (DISTANCE, "1,500 yards", "write 1500yards"),
        (DISTANCE, "1,500 km", "write 1.500km"),
        (DISTANCE, "400 M", "write 400m"),
        (DISTANCE, "0m", "write a distance such as 400m, 1.5km or 1 mile"),
        (DISTANCE, True, "write a distance such as 400m, 1.5km or 1 mile"),
        (DISTANCE, "twice round the block", "write a distance such as 400m, 1.5km or 1 mile"),
        (PACE, "4:45", "say how far in that time: write 4:45/km or 4:45/mi"),
        (PACE, "5min/km", "write 5:00/km"),
        (PACE, "5'30\"/km", "write 5:30/km"),
        (PACE, "@4:45/km", "write 4:45/km"),
        (PACE, "12 km/h", "this is a speed: write 5:00/km"),
        (PACE, "7.5mph", "this is a speed: write 8:00/mi"),
        (PACE, "0.01 km/h", "write a pace such as 4:45/km, 7:30/mi or 2:05/500m"),
        (PACE, "0 km/h", "write a pace such as 4:45/km, 7:30/mi or 2:05/500m"),
        (PACE, "0:00/km", "write a pace such as 4:45/km, 7:30/mi or 2:05/500m"),
        (PACE, "easy", "write a pace such as 4:45/km, 7:30/mi or 2:05/500m"),
    ],
)
def test_what_is_none_is_refused_with_what_to_write(adapter: TypeAdapter[object], written: object, hint: str) -> None:
    """Otherwise a runner could not tell how to mend it; and what is advised is right."""
    with pytest.raises(ValidationError) as refused:
        adapter.validate_python(written)
    assert explain(refused.value.errors()[0])[1] == hint
    for advised in (word for word in hint.replace(",", "").split() if word[0].isdigit()):
        if advised != "1":  # of "1 mile"
            adapter.validate_python(advised)


TRACK = """
title: Track
{session}
steps:
  - block: Laps
    rounds: 2
    {block}
    steps:
      - work: Run
        distance: 400m
        {step}
"""


@pytest.mark.parametrize(
    ("session", "block", "step", "seconds"),
    [
        ("pace: 5:00/km", "", "", 120),
        ("pace: 5:00/km", "pace: 4:00/km", "", 96),
        ("pace: 5:00/km", "pace: 4:00/km", "pace: 1:00/400m", 60),
        ("", "pace: 4:00/km", "", 96),
        ("", "", "pace: 1:00/400m", 60),
    ],
)
def test_the_nearest_pace_holds(session_of: SessionOf, session: str, block: str, step: str, seconds: int) -> None:
    """If this failed, a warm-up would be run at the pace of the race."""
    intervals = unroll(session_of(TRACK.format(session=session, block=block, step=step)))
    assert [interval.duration_ms for interval in intervals] == [seconds * 1_000] * 2
    assert {(interval.facts.distance, interval.facts.label) for interval in intervals} == {("400 m", "Run 400 m")}


def test_without_a_pace_it_is_asked_for(session_of: SessionOf) -> None:
    """If this failed, the distance would take no time, or any."""
    session = session_of(TRACK.format(session="", block="", step=""))
    with pytest.raises(NoPace) as refused:
        unroll(session)
    assert str(refused.value) == (
        "nothing says how fast 'Run' (test.yaml, line 9) covers its 400 m; "
        "write pace: 5:00/km beside it, or above steps: for the whole session, or add --set pace=5:00/km"
    )


def test_a_cue_outside_of_its_time_is_told_where_the_pace_comes_from_around(session_of: SessionOf) -> None:
    """If this failed, an author's words would be lost without a word."""
    cues = "cues: [{at: 100s, say: Sprint!}]"
    assert unroll(session_of(TRACK.format(session="pace: 4:30/km", block="", step=cues)))
    session = session_of(TRACK.format(session="", block="", step=cues))
    fast = session.model_copy(update={"pace": PACE.validate_python("4:00/km")})
    with pytest.raises(CueBeyond) as refused:
        unroll(fast)
    assert (
        str(refused.value)
        == "this cue comes at 1m40s, and 'Run' lasts 1m36s (test.yaml, line 11); write at: 1m35s or earlier"
    )
    with pytest.raises(InvalidSession, match=r"^test.yaml:11:21: this cue comes at 1m40s, and 'Run' lasts 1m36s; "):
        session_of(TRACK.format(session="pace: 4:00/km", block="", step=cues))


def test_an_absurd_distance_takes_no_time_to_check(session_of: SessionOf) -> None:
    """If this failed, a small file would keep `check` busy for ever."""
    with pytest.raises(InvalidSession, match="the cues of 'Run' are heard more than 1,000 times"):
        session_of(
            "title: T\npace: 99:59/0.001m\nsteps: [{work: Run, distance: 999999mi, cues: [{every: 1s, sound: tick}]}]\n"
        )
    with pytest.raises(InvalidSession, match="the session lasts more than 24 hours"):
        session_of("title: T\npace: 99:59/0.001m\nsteps: [{work: Run, distance: 999999mi}]\n")


def test_rounds_that_pick_have_their_pace_too(session_of: SessionOf) -> None:
    """If this failed, what takes longest would be looked for at no pace."""
    text = "title: T\npace: 5:00/km\nrounds: 2\nevery: 5m\npick: 1\nsteps:\n- {work: Run, distance: 400m}\n"
    lengths = [
        each.duration_ms for each in unroll(session_of(text + "- {block: B, steps: [{work: Run, distance: 1km}]}\n"))
    ]
    assert sorted({120_000, 180_000, 300_000} & {*lengths}) in (
        [120_000, 180_000],
        [120_000, 180_000, 300_000],
        [300_000],
    )


LEVELLED: Final = """\
title: T
steps: [{work: Run, distance: 400m}]
levels:
  easy: {set: {pace: 6:00/km}}
  wrong: {set: {Runn.distance: 200m}}
"""


def test_without_a_pace_the_rest_of_a_file_is_checked(session_of: SessionOf) -> None:
    """If this failed, a distance would hide every other mistake until somebody has a pace."""
    with pytest.raises(InvalidSession) as refused:
        session_of(LEVELLED)
    assert [str(problem).partition(";")[0] for problem in refused.value.problems] == [
        "test.yaml:5:17: this level does not fit the session: no step named 'Runn'"
    ]
    right = session_of(LEVELLED.replace("Runn.", "Run."))
    assert [each.duration_ms for each in unroll(customise(right, Customisation(levels=("easy",))))] == [144_000]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "title: T\nsteps: [{hold: Plank, for: 30s}]\n",
            "pace=4:00/km would change nothing: this session has no distance",
        ),
        (
            "title: T\nsteps: [{work: Run, distance: 1km, pace: 5:00/km}]\n",
            "pace=4:00/km would change nothing: each distance has a pace nearer to it; set Run.pace, Run.distance",
        ),
    ],
)
def test_a_pace_that_nobody_takes_is_told(session_of: SessionOf, text: str, message: str) -> None:
    """If this failed, somebody would run as before and not know why."""
    with pytest.raises(PaceOfNothing) as refused:
        customise(session_of(text), Customisation(settings={"pace": "4:00/km"}))
    assert str(refused.value) == message


def test_factors_leave_distances_and_say_so(session_of: SessionOf) -> None:
    """If this failed, a factor would pass over a run without a word, or shorten it to no distance."""
    session = session_of("title: T\npace: 5:00/km\nsteps: [{work: Run, distance: 1km}, {rest: 1m}]\n")
    with pytest.raises(NothingToScale) as refused:
        customise(session, Customisation(scale={"work": 2}))
    assert str(refused.value) == (
        "there is nothing to scale: this session has no work with a time; "
        "a distance stays as it is; set pace, Run.distance"
    )
    half = customise(session, Customisation(scale={"rests": 0.5}))
    assert [each.duration_ms for each in unroll(half)] == [300_000, 30_000]
    with pytest.raises(CannotFit, match=r"or set pace, Run\.distance"):
        fitted(session, Customisation(fit_ms=60_000))
