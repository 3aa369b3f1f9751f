"""The author's own cues: when they are heard in a step, and whether they lie in it."""

import pytest

from repcast.errors import BadSetting, InvalidSession
from repcast.reading.loader import accept, parse
from repcast.reading.serialise import serialise
from repcast.session.cues import Cue, flaws, moved_along
from repcast.session.customise import Customisation, scale, set_values
from repcast.session.fit import fitted
from repcast.session.model import Session, Work


def cue(**keys: str) -> Cue:
    """Return a cue that says something, unless it sounds something."""
    return Cue.model_validate({"say": "Faster."} | keys)


@pytest.mark.parametrize(
    ("written", "moments_ms"),
    [
        (cue(at="0s"), [0]),
        (cue(at="0.5s"), [500]),
        (cue(at="59s"), [59_000]),
        (cue(at="1m"), []),
        (cue(at="-1m"), [0]),
        (cue(at="-1.5s"), [58_500]),
        (cue(at="-61s"), []),
        (cue(every="20s"), [20_000, 40_000]),
        (cue(every="1m"), []),
    ],
)
def test_a_cue_is_heard_inside_its_step(written: Cue, moments_ms: list[int]) -> None:
    """If this failed, cues would be heard at other times, or in the next step."""
    assert [*written.moments_ms(60_000)] == moments_ms
    assert (written.flaw("Run", 60_000) is None) == bool(moments_ms)


def test_a_step_has_at_most_a_thousand_cues_with_all_that_come_again() -> None:
    """If this failed, a short text could make a timeline that takes minutes to place."""
    cues = [cue(every="2s"), cue(every="2s")]
    assert [*flaws(cues, "Run", [1_001_000])] == []
    [(index, problem, hint)] = flaws(cues, "Run", [60_000, 1_003_000])
    assert (index, problem) == (1, "the cues of 'Run' are heard more than 1,000 times")
    assert hint == "write every: 2s or more, or for steps cadence:"


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        (cue(at="2m"), cue(at="1m")),
        (cue(at="-30s"), cue(at="-15s")),
        (cue(at="0s"), cue(at="0s")),
        (cue(at="-0.001s"), cue(at="-0.001s")),
        (cue(every="1m"), cue(every="30s")),
        (cue(every="1s"), cue(every="1s")),
    ],
)
def test_a_factor_moves_cues_along(written: Cue, moved: Cue) -> None:
    """If this failed, half of a run would have its cues at the wrong places, or beyond its end."""
    assert moved_along((written,), 300_000, 150_000) == (moved,)


def session() -> Session:
    """Return a run of five minutes with cues."""
    text = "title: T\nsteps:\n- work: Run\n  for: 5m\n  cues: [{at: 2m, say: Up.}, {at: -30s, say: Go!}]\n"
    return accept(parse(text.encode(), file="test.yaml"))


def test_scaling_a_step_takes_its_cues_along() -> None:
    """If this failed, `--scale work=0.3` would leave a cue beyond the end of its step."""
    [step] = scale(session(), {"work": 0.3}).steps
    assert [[*each.moments_ms(90_000)] for each in step.cues] == [[36_000], [81_000]]  # type: ignore[union-attr]


def test_a_time_that_leaves_a_cue_outside_is_refused_by_name() -> None:
    """If this failed, a cue would be lost in silence, or the message would not say which flag is to blame."""
    assert set_values(session(), {"Run.for": "2m1s"})
    with pytest.raises(BadSetting, match=r"Run\.for=2m: this cue comes at 2m, and 'Run' lasts 2m"):
        set_values(session(), {"Run.for": "2m"})


def test_cues_are_written_as_they_are_read() -> None:
    """If this failed, a session that an MP3 carries would have other cues."""
    again = accept(parse(serialise(session()).encode(), file="test.yaml"))
    assert [each.model_dump() for each in again.steps] == [each.model_dump() for each in session().steps]


LISTED = "title: T\nsteps:\n- work: Run\n  for: [40s, 20s, 30s]\n  cues: [{at: CUE, say: Up.}]\n"


def listed(at: str) -> Session:
    """Return a run that is of another length in each round, with a cue."""
    return accept(parse(LISTED.replace("CUE", at).encode(), file="test.yaml"))


def test_a_cue_lies_in_the_shortest_round_of_its_step() -> None:
    """If this failed, a cue would be heard in some rounds of a list, and be lost in silence in the others."""
    assert listed("19s")
    with pytest.raises(InvalidSession) as caught:
        listed("25s")
    [problem] = caught.value.problems
    assert problem.message == "this cue comes at 25s, and 'Run' lasts 20s"
    assert problem.hint == "write at: 19s or earlier"


def test_scaling_a_list_takes_cues_along_as_far_as_the_shortest_round_goes() -> None:
    """If this failed, half of a list would have its cues at the wrong places, or beyond the end of a round."""
    [step] = scale(listed("10s"), {"work": 0.5}).steps
    assert isinstance(step, Work)
    assert step.durations_ms == (20_000, 10_000, 15_000)
    assert [each.at_ms for each in step.cues] == [5_000]


def test_a_list_that_leaves_a_cue_outside_in_one_round_is_refused() -> None:
    """If this failed, a setting of a list would be checked for its first value alone."""
    with pytest.raises(BadSetting, match=r"Run\.for=40s, 5s, 30s: this cue comes at 10s, and 'Run' lasts 5s"):
        set_values(listed("10s"), {"Run.for": "40s, 5s, 30s"})


def test_fitting_takes_cues_along() -> None:
    """If this failed, `--fit` would leave the cues of a shortened step where they were, or beyond its end."""
    [step] = fitted(session(), Customisation(fit_ms=160_000)).steps
    assert isinstance(step, Work)
    assert step.durations_ms == (150_000,)
    assert [each.at_ms for each in step.cues] == [60_000, -15_000]
