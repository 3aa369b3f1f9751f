from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import Workout, examples, workouts

from repcast.bounds import QUANTITIES, Quantity
from repcast.errors import BadSetting, NothingToScale, OutOfRange, RepcastError
from repcast.plan.coach import write_script
from repcast.reading.loader import accept, parse
from repcast.reading.serialise import serialise, without_files
from repcast.session.customise import Customisation, customise, scale, set_values
from repcast.session.fields import Span, each_of
from repcast.session.model import Block, Covered, Exercise, Group, Idle, Include, Reps, Say, Session, Timed, WrittenStep
from repcast.session.pace import Distance, Pace
from repcast.session.talk import Talk
from repcast.session.tempo import Tempo
from repcast.session.unroll import unroll

MOST_REPS: Final = 1_000
SCALED_WITH: Final[Mapping[str, Quantity]] = {"hold": "holds", "work": "work", "max": "work", "recover": "rests"}
factors: Final = st.one_of(st.floats(0.01, 100, allow_nan=False), st.sampled_from((0.5, 1.5, 2.0, 3, 1 / 3)))


def spans_of(session: Session) -> Iterator[tuple[Quantity, Span]]:
    """Yield every time that a factor may change, with the quantity that it belongs to."""
    for model in [session, *session.walk()]:
        match model:
            case Group():
                yield "rests", model.rest_between_rounds
                yield "rests", model.rest_between_steps
            case Timed():
                yield from ((SCALED_WITH[model.kind], span) for span in each_of(model.spans))
            case Idle():
                yield from (("rests", span) for span in each_of(model.spans))
            case Covered() | Reps() | Say() | Include():
                pass


def counts_of(session: Session) -> list[int]:
    """Return every count of reps, in the order of the file."""
    return [count for step in session.walk() if isinstance(step, Reps) for count in each_of(step.counts)]


def is_near(scaled: int, exact: float, grain: int, least: int) -> bool:
    """Tell whether a value is the nearest multiple of a grain, or the least that there is."""
    return scaled % grain == 0 and (scaled == least or abs(scaled - exact) <= grain / 2 + exact * 1e-12)


def is_in_range(span: Span, exact_ms: float) -> bool:
    """Tell whether a scaled time surely lies in the author's range, before it is rounded."""
    return span.min_ms <= exact_ms <= span.max_ms


@given(workouts, st.sets(st.sampled_from(QUANTITIES)))
@examples(200)
def test_a_factor_of_one_changes_nothing(workout: Workout, quantities: set[Quantity]) -> None:
    """Otherwise an untouched slider would change the workout."""
    session = workout.session()
    assert scale(session, dict.fromkeys(quantities, 1.0)) == session
    wanted = Customisation(scale=dict.fromkeys(quantities, 1))
    present = {quantity for quantity, span in spans_of(session) if span.default_ms}
    if quantities <= present | ({"reps"} if counts_of(session) else set()):
        assert customise(session, wanted) == session
    else:
        with pytest.raises(NothingToScale):
            customise(session, wanted)


@given(workouts, st.sampled_from(QUANTITIES), factors)
@examples(400)
def test_scaling_multiplies_one_quantity_inside_the_ranges_or_says_so(
    workout: Workout, quantity: Quantity, factor: float
) -> None:
    """Otherwise a factor would break the author's limits in silence, or change what nobody asked it to change."""
    session = workout.session()
    concerned = [span for each, span in spans_of(session) if each == quantity and span.default_ms]
    if quantity == "reps" and max(counts_of(session), default=0) * factor >= MOST_REPS + 0.5:
        with pytest.raises(BadSetting):
            scale(session, {quantity: factor})
        return
    try:
        scaled = scale(session, {quantity: factor})
    except OutOfRange:
        # Rounding goes half a second either way at most.
        assert not all(is_in_range(span, span.default_ms * factor) for span in concerned)
        scaled = scale(session, {quantity: factor}, beyond_range=True)
    else:
        assert all(span.min_ms <= span.default_ms <= span.max_ms for _, span in spans_of(scaled))
    for (each, before), (_, after) in zip(spans_of(session), spans_of(scaled), strict=True):
        assert (after.min_ms, after.max_ms) == (before.min_ms, before.max_ms)
        if each == quantity and before.default_ms:
            assert after.default_ms >= 1_000
            assert is_near(
                after.default_ms, before.default_ms * factor, 1 if before.default_ms % 1_000 else 1_000, 1_000
            )
        else:
            assert after == before
    for count, new_count in zip(counts_of(session), counts_of(scaled), strict=True):
        assert is_near(new_count, count * factor, 1, 1) if quantity == "reps" else new_count == count


@given(workouts, st.sampled_from(QUANTITIES), st.floats(0.2, 5))
@examples(150)
def test_a_scaled_session_can_be_written_out(workout: Workout, quantity: Quantity, factor: float) -> None:
    """Otherwise a customised session would fail only when it is spoken."""
    scaled = scale(workout.session(), {quantity: factor}, beyond_range=True)
    assert len(write_script(scaled, unroll(scaled)).steps) == len(workout.script().steps)


def matching(session: Session, name: str) -> list[Any]:
    """Return the steps that a setting of this name means."""
    named = [step for step in session.walk() if isinstance(step, Exercise | Block | Idle)]
    return [step for step in named if step.name.casefold() == name.casefold()]


_SETTINGS: Final[Mapping[str, tuple[str, str, object]]] = {
    "for": ("45s", "spans", 45_000),
    "within": ("1:30", "spans", 90_000),
    "switch": ("0s", "switch", 0),
    "count": ("17", "counts", 17),
    "distance": ("1.5km", "distances", Distance(Decimal("1.5"), "km")),
    "pace": ("4:10/km", "pace", Pace(250_000, Distance(Decimal(1), "km"))),
    "tempo": ("1.25s", "tempo", Tempo((1_250,))),
    "say": ("Slowly, now.", "say", "Slowly, now."),
    "count_at": ("end", "count_at", "end"),
    "talk": ("little", "talk", Talk(level="little")),
    "name": ("Another name", "name", "Another name"),
    "rounds": ("4", "rounds", 4),
    "rest_between_rounds": ("75s", "rest_between_rounds", 75_000),
    "rest_between_steps": ("1m15s", "rest_between_steps", 75_000),
}


def read(model: Any, field: str) -> object:
    """Return a field's value; of a time, the time itself."""
    value = getattr(model, field)
    return value.default_ms if isinstance(value, Span) else value


def settings_of(step: WrittenStep) -> set[str]:
    """Return the settings, of those above, that a step has."""
    match step:
        case Idle():
            return {"for"}
        case Reps():
            return {"name", "switch", "say", "count", *(() if step.phases else ("tempo",))}
        case Covered():
            return {"name", "switch", "say", "distance", "pace"}
        case Timed():
            return {"name", "switch", "say", "within" if step.kind == "max" else "for"}
        case Block():
            return {"name", "rounds", "rest_between_rounds", "rest_between_steps", "switch"}
        case _:
            return set()


@given(workouts, st.data())
@examples(400)
def test_what_is_set_is_read_back_from_every_step_of_that_name_and_no_other(
    workout: Workout, data: st.DataObject
) -> None:
    """Otherwise `--set` would change another exercise, or not all that it names, or not to what it says."""
    session = workout.session()
    choices = [*_choices(session)]
    assume(choices)
    name, key = data.draw(st.sampled_from(choices))
    text, field, value = _SETTINGS[key]
    wanted = {f"{name.swapcase() if name.isascii() else name}.{key}": text}
    customised = set_values(session, wanted, beyond_range=True)
    named = matching(session, name)
    for before, after in zip(session.walk(), customised.walk(), strict=True):
        if any(before is step for step in named) and key in settings_of(before):
            assert read(after, field) == value
            _check_alike(before, after, but=field)
        else:
            _check_alike(before, after)
    _check_alike(session, customised)
    ranges = [span for step in named if key in settings_of(step) for span in each_of(getattr(step, field))]
    if any(isinstance(span, Span) and not span.min_ms <= int(str(value)) <= span.max_ms for span in ranges):
        with pytest.raises(OutOfRange):
            set_values(session, wanted)
    else:
        assert set_values(session, wanted) == customised


def _choices(session: Session) -> Iterator[tuple[str, str]]:
    for step in session.walk():
        # `voice.name` is the session's voice, whatever a step is called.
        # A shorter time may put cues out of a step: test_cues has that.
        if isinstance(step, Exercise | Block | Idle) and not any(
            isinstance(each, Exercise | Idle) and each.cues for each in matching(session, step.name)
        ):
            yield from ((step.name, key) for key in sorted(settings_of(step)) if (step.name, key) != ("voice", "name"))


def _check_alike(before: Any, after: Any, *, but: str = "") -> None:
    """Check that two steps differ in one field alone, and are written on the same line."""
    assert type(before) is type(after)
    assert before.source == after.source
    for field in set(type(before).model_fields) - {but, "steps"}:
        assert getattr(before, field) == getattr(after, field), field
    if but and isinstance(getattr(before, but), Span):
        kept = [(span.min_ms, span.max_ms) for span in (getattr(before, but), getattr(after, but))]
        assert kept[0] == kept[1]


_OF_SESSION: Final[Mapping[str, tuple[str, str, object]]] = {
    **{key: _SETTINGS[key] for key in ("rounds", "rest_between_rounds", "rest_between_steps")},
    "lead_in": ("20s", "lead_in", 20_000),
    "title": ("Another title", "name", "Another title"),
    "description": ("In other words.", "description", "In other words."),
    "credit": ("Somebody", "credit", "Somebody"),
}


@given(workouts, st.sampled_from(sorted(_OF_SESSION)))
@examples(150)
def test_what_is_set_of_the_session_is_read_back(workout: Workout, key: str) -> None:
    """Otherwise `--set rounds=4` would not give four rounds, or change the steps as well."""
    session = workout.session()
    text, field, value = _OF_SESSION[key]
    customised = set_values(session, {key: text}, beyond_range=True)
    assert read(customised, field) == value
    _check_alike(session, customised, but=field)
    assert customised.steps == session.steps


@given(workouts)
@examples(150)
def test_every_level_that_is_accepted_can_be_applied(workout: Workout) -> None:
    """Otherwise a level would be listed, and fail when it is asked for."""
    session = workout.session()
    for name, level in session.levels.items():
        customised = customise(session, Customisation(levels=(name,)))
        assert customised.rounds == int(level.settings.get("rounds", session.rounds))
        assert customised.voice.rate_wpm == int(level.settings.get("voice.rate_wpm", session.voice.rate_wpm))


_OF_GROUPS: Final = st.fixed_dictionaries(
    {},
    optional={
        "rounds": st.sampled_from(("1", "2", "4")),
        "every": st.sampled_from(("0s", "10m", "1h")),
        "rest_between_rounds": st.sampled_from(("0s", "75s")),
        "rest_between_steps": st.sampled_from(("0s", "20s")),
    },
)


@given(workouts, _OF_GROUPS, st.data())
@examples(400)
def test_any_customised_session_is_one_that_a_file_may_hold(
    workout: Workout, settings: dict[str, str], data: st.DataObject
) -> None:
    """If this failed, a customised session would be heard, and then refused as the file that it is saved to."""
    session, _ = without_files(workout.session())
    names = sorted({step.name for step in session.walk() if isinstance(step, Block)})
    name = data.draw(st.sampled_from(names)) if names else ""
    of_block = {f"{name}.{key}": value for key, value in data.draw(_OF_GROUPS).items()} if names else {}
    try:
        customised = customise(session, Customisation(settings=settings | of_block, beyond_range=True))
        unroll(customised)
    except RepcastError:
        return
    again = accept(parse(serialise(customised).encode(), file="again"))
    assert serialise(again) == serialise(customised)
