"""Which tip is spoken where, and in which window."""

from collections import Counter
from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest

from heard import in_step, lost, texts
from repcast.plan.rules import TIP_AFRESH_IN_LONG_STEP_MS, TIP_AFRESH_MS
from repcast.plan.timeline import Timeline
from repcast.plan.tips import Tip, tips
from repcast.session.model import Session
from repcast.session.unroll import Interval, StepFacts, unroll

SessionOf = Callable[[str], Session]
Plan = Callable[..., Timeline]
Told = list[tuple[int, str, Tip]]
LEAD_IN = Interval(facts=StepFacts(purpose="lead_in", kind="lead_in"))


@pytest.fixture(name="told")
def _told(session_of: SessionOf) -> Callable[[str], Told]:
    """Return the tips of a session: when their interval starts, its name, and the tip; without a lead-in's time."""

    def told(text: str) -> Told:
        intervals = (LEAD_IN, *unroll(session_of(f"title: T\n{text}")))
        starts_ms = [*accumulate((each.duration_ms or 0 for each in intervals), initial=0)]
        found = tips(intervals, starts_ms)
        return [(starts_ms[at], intervals[at].facts.name, tip) for at in sorted(found) for tip in found[at]]

    return told


def _by_name(told: Told) -> dict[str, Counter[str]]:
    by_name: dict[str, Counter[str]] = {}
    for _, name, tip in told:
        by_name.setdefault(name, Counter())[tip.text] += 1
    return by_name


# Whose turn it is


@pytest.mark.parametrize(
    "names", ["{work: Run, for: 60s}, {work: Walk, for: 90s}", "{hold: A, for: 30s, sides: [l, r]}"]
)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_each_exercise_gets_each_tip(told: Callable[[str], Told], names: str, count: int) -> None:
    """If this failed, of three tips for runs and walks one would be heard in walks alone."""
    listed = ", ".join(f"TIP {number}" for number in range(count))
    found = _by_name(told(f"tips: [{listed}]\nrounds: 200\nsteps: [{names}]\n"))
    assert [len(counts) for counts in found.values()] == [count] * len(found)
    for counts in found.values():
        assert max(counts.values()) - min(counts.values()) <= 1, "and none more often than another"


def test_an_exercise_goes_through_its_tips_in_the_order_in_which_they_are_written(told: Callable[[str], Told]) -> None:
    """If this failed, an author could not say what is to be heard first."""
    found = told("tips: [ONE, TWO, THREE]\nrounds: 3\nsteps: [{work: Run, for: 60s}]\n")
    assert [tip.text for *_, tip in found] == ["ONE", "TWO", "THREE"]


def test_no_tip_is_said_again_within_twenty_minutes(told: Callable[[str], Told]) -> None:
    """If this failed, the same hints would be heard all through a session."""
    found = told("tips: [ONE, TWO]\nrounds: 60\nsteps: [{work: Run, for: 60s}, {work: Walk, for: 90s}]\n")
    for text in ("ONE", "TWO"):
        said_ms = [start_ms + tip.opens_ms for start_ms, _, tip in found if tip.text == text]
        assert len(said_ms) >= 6
        assert min(second - first for first, second in pairwise(said_ms)) >= TIP_AFRESH_MS == 1_200_000


def test_an_exercise_of_its_own_tips_does_not_wait_for_others(told: Callable[[str], Told]) -> None:
    """If this failed, a hint for one exercise would fall silent because another one has many."""
    steps = "{work: Run, for: 30s, tips: [RUN]}, {work: Row, for: 30s, tips: [ROW]}, {work: Ski, for: 30s}"
    found = told(f"tips: [ALL]\nsteps: [{steps}]\n")
    assert [(name, tip.text) for _, name, tip in found] == [("Run", "RUN"), ("Row", "ROW"), ("Ski", "ALL")]


# Where there is room for it


@pytest.mark.parametrize(
    ("seconds", "windows"),
    [
        (19, []),
        (20, [(5, 20)]),
        (60, [(15, 60)]),
        (200, [(50, 150)]),
        (349, [(50, 150)]),
        (350, [(50, 150), (250, 350)]),
        (600, [(50, 150), (250, 350)]),
        (900, [(50, 150), (250, 350), (650, 750)]),
    ],
)
def test_a_step_has_a_tip_after_its_first_quarter_and_a_long_one_one_every_few_minutes(
    told: Callable[[str], Told], seconds: int, windows: list[tuple[int, int]]
) -> None:
    """If this failed, a hint would come before the listener has settled, and half an hour have one alone."""
    found = told(f"tips: [ONE, TWO]\nsteps: [{{work: Run, for: {seconds}s}}]\n")
    assert [(tip.opens_ms // 1_000, tip.latest_ms // 1_000) for *_, tip in found] == windows


def test_in_a_step_of_more_than_ten_minutes_a_tip_may_come_again_sooner(told: Callable[[str], Told]) -> None:
    """If this failed, a long run would be without a word from its tenth minute on."""
    found = told("tips: [ONE]\nsteps: [{work: Run, for: 45m}]\n")
    opens_ms = [tip.opens_ms for *_, tip in found]
    assert {second - first for first, second in pairwise(opens_ms)} == {TIP_AFRESH_IN_LONG_STEP_MS} == {600_000}
    assert len(opens_ms) == 5


@pytest.mark.parametrize(
    ("rest", "windows"),
    [("19s", []), ("20s", [(10, 20)]), ("44s", [(22, 44)]), ("45s", [(15, 25)]), ("90s", [(30, 70)])],
)
def test_the_tip_of_counted_reps_is_spoken_in_the_rest_before_them(
    told: Callable[[str], Told], rest: str, windows: list[tuple[int, int]]
) -> None:
    """If this failed, hints for counted exercises could never be heard, or be heard with the name of what comes."""
    found = told(f"steps: [{{work: A, for: 30s}}, {{rest: {rest}}}, {{reps: B, count: 40, tips: [TIP]}}]\n")
    assert [(tip.opens_ms // 1_000, tip.latest_ms // 1_000) for *_, tip in found] == windows
    assert {start_ms for start_ms, *_ in found} <= {30_000}


@pytest.mark.parametrize("before", ["{work: A, for: 60s}", "{say: Hello.}", "{reps: A, count: 40}"])
def test_counted_reps_without_a_rest_before_them_have_no_tip(told: Callable[[str], Told], before: str) -> None:
    """If this failed, a hint for what comes would be spoken in another exercise, or among numbers."""
    assert told(f"steps: [{before}, {{reps: B, count: 40, tips: [TIP]}}]\n") == []


def test_a_rest_before_a_timed_exercise_has_no_tip(told: Callable[[str], Told]) -> None:
    """If this failed, a hint would be given for what the listener does not do yet."""
    found = told("tips: [TIP]\nsteps: [{rest: 60s}, {work: A, for: 60s}]\n")
    assert [start_ms for start_ms, *_ in found] == [60_000]


# As it is heard


@pytest.mark.parametrize(("talk", "told"), [("full", 1), ("usual", 1), ("little", 0), ("none", 0), ("{tips: off}", 0)])
def test_tips_are_heard_where_they_are_wanted(session_of: SessionOf, plan: Plan, talk: str, told: int) -> None:
    """If this failed, `talk: little` would have hints, or the usual none."""
    text = f"title: T\ntips: [Breathe.]\ntalk: {talk}\nsteps: [{{work: A, for: 30s}}]\n"
    assert len(texts(plan(session_of(text)), "tip")) == told


def test_a_tip_gives_way_to_all_else(session_of: SessionOf, plan: Plan) -> None:
    """If this failed, a hint could push out the half, or the name of what comes next."""
    text = "title: T\ntips: [Breathe out slowly.]\nsteps: [{work: A, for: 50s}, {work: B, for: 30s}]\n"
    timeline = plan(session_of(text), {"Breathe out slowly.": 24_000})
    assert [text for _, text in in_step(timeline, 1, "halfway", "name")] == ["Halfway.", "Next, B."]
    assert texts(timeline, "tip") == []
    assert lost(timeline) == [("tip", "Breathe out slowly.")]
