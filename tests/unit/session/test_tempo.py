"""How long a repetition takes."""

import pytest
from pydantic import TypeAdapter, ValidationError

from repcast.session.model import Reps
from repcast.session.tempo import Tempo

_TEMPO = TypeAdapter(Tempo)


def _reps(**keys: object) -> Reps:
    return Reps.model_validate({"reps": "Squats", "count": 10, **keys})


@pytest.mark.parametrize(
    ("written", "parts_ms"),
    [
        ("2s", (2_000,)),
        ("1.5s", (1_500,)),
        ("3-1-2-0", (3_000, 1_000, 2_000, 0)),
        ("3-1-2", (3_000, 1_000, 2_000)),
        ("30-0-X-0", (30_000, 0, 1_000, 0)),
    ],
)
def test_a_tempo_is_a_beat_or_a_time_for_each_phase(written: str, parts_ms: tuple[int, ...]) -> None:
    """If this failed, reps would be slower or faster than their author counts."""
    assert _TEMPO.validate_python(written).parts_ms == parts_ms


@pytest.mark.parametrize("written", ["2s", "1.5s", "3-1-2-0", "3-1-2", "30-0-X-0", "2-0-x"])
def test_a_tempo_is_written_as_it_was(written: str) -> None:
    """If this failed, a customised session would be saved with another tempo."""
    assert str(_TEMPO.validate_python(written)) == written


@pytest.mark.parametrize(
    ("written", "write"),
    [
        ("3010", "write 3-0-1-0 for"),
        (3010, "write 3-0-1-0 for"),
        ("3/1/2/0", "write 3-1-2-0 for"),
        ("30x1", "write 3-0-x-1 for"),
        ("0-0-0-0", "write the seconds for each rep"),
        ("3-1", "write the seconds for each rep"),
        ("2", "write 2s"),
    ],
)
def test_a_tempo_in_another_form_is_told_how_it_is_written(written: object, write: str) -> None:
    """If this failed, whoever knows a tempo from the gym would not find out how to write it here."""
    with pytest.raises(ValidationError, match=write):
        _TEMPO.validate_python(written)


def test_reps_take_as_long_as_their_phases() -> None:
    """If this failed, reps would not last as long as the plan says."""
    breathing = _reps(phases=[{"breathe in": "4s"}, {"hold": "1.5s"}, {"breathe out": "4s"}])
    assert (breathing.rep_ms, breathing.duration_ms) == (9_500, 95_000)
    assert _reps(tempo="3-1-2-0").duration_ms == 60_000
    assert _reps().duration_ms == 20_000


def test_a_phase_that_takes_no_time_is_none() -> None:
    """If this failed, "hold" would be said where nothing is held."""
    assert [phase.name for phase in _reps(tempo="3-0-2-0").each_phase] == ["down", "up"]


def test_reps_have_a_tempo_or_phases() -> None:
    """If this failed, one of two tempos would be taken, and the other ignored."""
    with pytest.raises(ValidationError, match="phases already say how long each rep takes; take tempo away, or phases"):
        _reps(tempo="2s", phases=[{"down": "3s"}])


@pytest.mark.parametrize("phases", [[], [{}], [{"down": "3s", "up": "1s"}], [{"down": "0s"}], ["down"]])
def test_phases_that_are_none(phases: list[object]) -> None:
    """If this failed, a phase without a name, or two in one, would be counted somehow."""
    with pytest.raises(ValidationError):
        _reps(phases=phases)
