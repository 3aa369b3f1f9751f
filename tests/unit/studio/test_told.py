"""`studio.told`: what the page is told, and that nothing of a plan or a refusal is lost on the way."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from repcast.background import Progress
from repcast.errors import (
    FolderExists,
    InvalidSession,
    NoSuchChoice,
    OutputExists,
    Problem,
    RepcastError,
    TextExists,
)
from repcast.pipeline import Plan, Rendered
from repcast.plan.timeline import Timeline
from repcast.session import adjust
from repcast.session.adjust import Adjustment
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.studio import told
from repcast.studio.told import Told

TEXT = """\
title: Two
rounds: 2
rest_between_rounds: {default: 20s, min: 15s, max: 30s}
levels:
  long: {scale: {holds: 2}}
steps:
  - hold: Plank
    for: 30s
  - work: Squats
    for: {default: 1m, min: 5s, max: 2h}
  - work: Run
    distance: 400 m
    pace: 5:00/km
  - rest: 10s
"""


@pytest.fixture(name="session")
def _session(session_of: Callable[[str], Session]) -> Session:
    return session_of(TEXT)


def row(now: Adjustment, setting: str) -> Told:
    """Return what is told of a row."""
    return next(row for row in told.rows(now) if row["setting"] == setting)


def test_the_outline_tells_all_that_the_page_can_change(session: Session) -> None:
    """A list, a slider or a field of the page would be empty, or show something else than holds."""
    flags = Customisation(levels=("long",), scale={"rests": 1.5}, settings={"rounds": "3"}, fit_ms=600_000)
    now = adjust.begin(session, flags)
    outline = told.outline(now, "repcast render two.yaml", 83_000)
    assert (outline["title"], outline["total"], outline["nominal_ms"]) == ("Two", "about 1:23", 83_000)
    assert (outline["levels"], outline["level"]) == (["long"], "long")
    assert outline["scale"] == {"rests": 1.5}
    assert outline["talk"] in outline["talks"]
    assert outline["command"] == "repcast render two.yaml"
    assert outline["flags"] == {"level": ["long"], "scale": ["rests=1.5"], "set": ["rounds=3"], "fit": "10m"}
    assert outline["fit"]
    assert json.loads(json.dumps(outline)) == outline


def test_lifted_ranges_are_a_flag_without_a_value(session: Session) -> None:
    """A page that is loaded anew would stop at the author's ranges again."""
    now = adjust.begin(session, Customisation(beyond_range=True))
    assert told.outline(now, "", 0)["flags"] == {"beyond-range": True}


def test_a_slider_reaches_a_little_beyond_the_author_s_range_and_says_it(session: Session) -> None:
    """Nobody would find out that a range is what stops it, or which."""
    rest = row(adjust.begin(session, Customisation()), "rest_between_rounds")
    assert (rest["least"], rest["most"], rest["author"]) == (5_000, 40_000, [15_000, 30_000])
    assert (rest["text"], rest["written"], rest["changed"]) == ("20s", "20s", False)


def test_a_slider_of_a_wide_range_can_still_be_set_by_hand(session: Session) -> None:
    """One pixel would be many presses."""
    wide = row(adjust.begin(session, Customisation()), "Squats.for")
    assert wide["author"] == [5_000, 7_200_000]
    assert (wide["most"] - wide["least"]) / wide["press"] <= 48


@pytest.mark.parametrize("settings", [{}, {"Plank.for": "9m"}, {"Run.distance": "10 km"}, {"rounds": "50"}])
def test_a_slider_reaches_its_value_in_whole_presses(session: Session, settings: dict[str, str]) -> None:
    """The browser would round a value, or cut it, and show another than holds."""
    now = adjust.begin(session, Customisation(settings=settings))
    for each in told.rows(now):
        assert each["least"] <= each["value"] <= each["most"]
        assert (each["value"] - each["least"]) % each["press"] == 0, each["setting"]


def test_a_plan_is_told_as_the_command_line_prints_it(session: Session, plan: Callable[..., Timeline]) -> None:
    """The page would show another plan than `repcast plan --json`."""
    timeline = plan(session)
    planned = Plan(session=session, timeline=timeline, clips={}, musics=(), remarks=("Nobody of that name is here.",))
    answer = told.plan("p1", planned, adjust.begin(session, Customisation()))
    assert answer["timeline"] == json.loads(timeline.to_json())
    assert answer["labels"] == [step.facts.label for step in timeline.steps]
    assert (answer["id"], answer["remarks"]) == ("p1", ["Nobody of that name is here."])


def test_a_refusal_tells_every_problem_with_its_place() -> None:
    """Who wrote a file would see one slip at a time, and look for it."""
    first = Problem(file="two.yaml", line=3, column=9, message="this is no time", hint="write 20s")
    second = Problem(file="two.yaml", line=5, column=1, message="this is unknown", hint="")
    answer = told.refused(InvalidSession([second, first]))
    assert [(each["line"], each["column"], each["message"], each["hint"]) for each in answer["problems"]] == [
        (3, 9, "this is no time", "write 20s"),
        (5, 1, "this is unknown", ""),
    ]


@pytest.mark.parametrize(
    ("error", "is_replaceable"),
    [
        (OutputExists(Path("two.mp3")), True),
        (TextExists(Path("two.yaml")), True),
        (FolderExists(Path("two"), "own.txt", "an album"), False),
        (NoSuchChoice(), False),
    ],
)
def test_a_yes_is_asked_for_only_where_it_would_do(error: RepcastError, *, is_replaceable: bool) -> None:
    """The page would offer to replace what it cannot, or speak of a flag that it has not."""
    answer = told.refused(error)
    assert (answer["problem"], answer["hint"], answer["problems"]) == (error.problem, error.hint, [])
    assert answer["replaceable"] is is_replaceable


def test_every_refusal_has_the_same_keys() -> None:
    """The page would stumble over a refusal that comes from a plan."""
    assert told.refused(RepcastError("no")).keys() == told.refused(NoSuchChoice()).keys()


@pytest.mark.parametrize("is_album", [True, False])
def test_what_was_written_is_told_with_where_it_is(
    session: Session, plan: Callable[..., Timeline], tmp_path: Path, *, is_album: bool
) -> None:
    """Nobody would find the file, or an album would be played as one."""
    path = tmp_path / "two.mp3"
    if is_album:
        path.mkdir()
    else:
        path.touch()
    timeline = plan(session)
    made = Rendered(path=path, sidecars=(), size_bytes=9, timeline=timeline, loudness_deficit_lu=0.5)
    answer = told.rendered("s1", made, listens=False)
    assert (answer["id"], answer["path"], answer["name"], answer["is_album"]) == ("s1", str(path), "two.mp3", is_album)
    assert (answer["duration_ms"], answer["size_bytes"]) == (timeline.duration_ms, 9)


def test_progress_is_told_as_it_is() -> None:
    """A bar would stand still."""
    made = Progress(stage="Speaking", done=3, total=8)
    assert told.progress(made) == {"kind": "progress", "stage": "Speaking", "done": 3, "total": 8}


def test_steps_are_told_by_their_lines_and_what_may_be_done_with_them() -> None:
    """A step would be moved out of its block, or the only one of a block deleted."""
    text = "steps:\n  - block: A\n    steps:\n      - hold: P  # low\n        for: 9s\n  - rest: 9s\n"
    block, hold, rest = told.steps(text)
    assert (block["line"], block["label"], block["depth"], block["down"]) == (2, "block: A", 0, True)
    assert (hold["line"], hold["depth"], hold["up"], hold["down"]) == (4, 1, False, False)
    assert hold["removable"] is False
    assert hold["list"] != rest["list"] == block["list"]
    assert (rest["line"], rest["up"], rest["down"]) == (6, True, False)
