"""`cli.customiser_view`: what is shown of a session that is being changed, at any width, and without colours."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from builders import drop
from repcast.cli.customiser import view
from repcast.cli.customiser.dialogue import Confirmation, Keys, Question
from repcast.forecast import Forecast
from repcast.pipeline import Plan
from repcast.plan.timeline import Timeline
from repcast.session.adjust import Adjustment, begin, change, fit_to, move, next_level, toggle_beyond_range
from repcast.session.flags import command
from repcast.session.model import Session

SessionOf = Callable[[str], Session]
Planner = Callable[..., Timeline]

TEXT = """\
title: Circuit
steps:
- {hold: Side plank, for: {default: 60s, min: 30s, max: 90s}, sides: [left, right]}
- {max: Pull-ups, within: {default: 60s, min: 30s}}
- {reps: Hops, count: 10}
- {rest: 45s}
- {rest: 50s}
- {work: 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋 腹筋, for: 30s}
- {block: Finisher, rounds: 2, steps: [{rest: 5s}]}
levels: {hard: {scale: {reps: 2}}}
"""
NOMINAL = Forecast(nominal_ms=750_500)


def planned(now: Adjustment, timeline: Timeline) -> Forecast:
    """Return what is known once there is a plan."""
    return replace(NOMINAL, plan=Plan(session=now.session, timeline=timeline, clips={}, musics=()))


@pytest.fixture(name="now")
def _now(session_of: SessionOf) -> Adjustment:
    return begin(session_of(TEXT))


def shown(styled: view.Styled) -> list[str]:
    """Return the lines of a styled text, without what fills them up."""
    return [line.rstrip() for line in "".join(text for _, text in styled).splitlines()]


def test_each_row_says_what_how_much_and_within_what(now: Adjustment) -> None:
    """If this failed, the user would not know what a key changes, or how far."""
    assert shown(view.body(now, 60)) == [
        ">  Rounds                         1",
        "   Rest between steps             0s",
        "   Side plank                     1m hold x2    30s to 1m30s",
        "   Pull-ups                       1m max        from 30s",
        "   Hops                           10 reps",
        "   Rest                           45s/50s/5s    in 3 places",
        "   腹筋 腹筋 腹筋 腹筋 腹筋 腹筋… 30s work",
        "   Finisher: rounds               2",
        "   Finisher: rest between rounds  0s",
    ]


def test_a_wide_window_keeps_values_near_their_names(now: Adjustment) -> None:
    """If this failed, a wide window would make it hard to see which value is whose."""
    lines = ["".join(text) for _, text in view.body(now, 150)]
    assert {cell_len(line.rstrip("\n")) for line in lines} == {150}
    assert all(len(line.rstrip()) < 75 for line in lines)


def test_what_is_selected_and_what_is_changed_show_without_colour(now: Adjustment) -> None:
    """If this failed, someone without colours could not tell which row a key changes."""
    now = move(1)(change(1)(move(2)(now)))
    marks = {text[3:13].strip(): (text[:2], style) for style, text in view.body(now, 60)}
    assert marks["Side plank"] == (" *", "class:changed")
    assert marks["Pull-ups"] == ("> ", "class:selected")
    assert marks["Hops"] == ("  ", "")


@pytest.mark.parametrize("width", [30, 40, 60, 61, 80, 200])
def test_no_line_is_wider_than_the_window(now: Adjustment, width: int) -> None:
    """If this failed, lines would run into each other in a small window."""
    lines = [*shown(view.body(now, width)), *shown(view.keys(width)), *shown(view.hint(None, width))]
    assert max(map(cell_len, [*lines, *shown(view.heading(now, NOMINAL, width))])) <= width


def test_the_keys_fit_into_sixty_columns() -> None:
    """If this failed, the usual small window would hide what a key does."""
    assert not [line for line in (*shown(view.keys(60)), *shown(view.hint(None, 60))) if "…" in line]


def test_the_heading_says_about_until_the_plan_is_there(now: Adjustment, plan: Planner) -> None:
    """If this failed, an estimate would be taken for the total, or the total for an estimate."""
    assert shown(view.heading(now, NOMINAL, 40)) == [
        "Circuit                      about 12:30",
        "level: none (l), talk: usual (t)",
        "checking what fits ...",
    ]
    timeline = plan(now.session)
    exact = shown(view.heading(next_level(now), planned(now, timeline), 40))
    assert exact[0].endswith(f" {timeline.duration_ms // 60_000}:{timeline.duration_ms // 1000 % 60:02}")
    assert exact[1] == "level: hard (l), talk: usual (t)"


def test_the_heading_names_what_will_not_fit(now: Adjustment, plan: Planner) -> None:
    """If this failed, a cue would be lost without a word until the MP3 is heard."""
    dropped = tuple(map(drop, ("Halfway", "Hips high.", "Halfway")))
    timeline = replace(plan(now.session), dropped=dropped)
    heading = view.heading(now, planned(now, timeline), 60)
    assert shown(heading)[2] == "3 cues will not fit: “Halfway”, “Hips high.”"
    assert heading[2][0] == "class:dropped"
    one = replace(timeline, dropped=timeline.dropped[:1])
    assert shown(view.heading(now, planned(now, one), 60))[2] == "1 cue will not fit: “Halfway”"
    none = replace(timeline, dropped=())
    assert shown(view.heading(now, planned(now, none), 60))[2] == "every cue fits"


def test_the_heading_says_why_nothing_is_known(now: Adjustment) -> None:
    """If this failed, the view would seem to look for ever where no voice is."""
    heading = shown(view.heading(now, replace(NOMINAL, problem="no voice 'x'"), 60))
    assert heading[2] == "cannot tell what fits: no voice 'x'"


def test_the_heading_says_that_ranges_are_lifted(now: Adjustment) -> None:
    """If this failed, nobody would see that the author's limits no longer hold."""
    assert "beyond the author's ranges" in shown(view.heading(toggle_beyond_range(now), NOMINAL, 80))[1]


def test_the_footing_says_the_message_and_the_flags(now: Adjustment) -> None:
    """If this failed, a refusal would stay unexplained, or the flags unlearnt."""
    changed = replace(change(1)(move(2)(now)), message="said\nmore")
    assert shown(view.footing(changed, "my core.yaml", 80)) == [
        "said more",
        'repcast render "my core.yaml" --set "Side plank.for=1m5s"',
    ]
    assert shown(view.footing(now, "core", 80)) == ["", "repcast render core"]


def test_a_long_command_is_broken_between_words(now: Adjustment) -> None:
    """If this failed, a long command would push the rows out of the window, or be cut in the middle of a name."""
    lines = shown(view.footing(change(1)(move(2)(now)), " ".join(["word"] * 100), 40))[1:]
    assert len(lines) == 3
    assert all(cell_len(line) <= 40 for line in lines)
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (None, view.SHORT_KEYS),
        (Keys(), "any key goes back"),
        (Question(label="", default="", answer=lambda _: None), "Enter goes on  Esc goes back"),
        (Confirmation(label="", go_on=lambda: None), "y goes on  any other key goes back"),
    ],
)
def test_the_hint_says_what_keys_do_now(asked: object, text: str) -> None:
    """If this failed, a question would show keys that do not answer it."""
    assert shown(view.hint(asked, 80)) == [text]


def test_a_fitted_session_says_what_it_was_and_what_could_not_go_along(now: Adjustment) -> None:
    """If this failed, nobody would see what a length has changed, or why some rows are as they were."""
    fitted = fit_to(300_000)(now)
    rows = shown(view.body(fitted, 60))
    assert rows[2] == " * Side plank                     51s hold x2   was 1m"
    assert rows[5] == " * Rest                           38s/43s/4s    was 45s/50s…"
    assert shown(view.heading(fitted, NOMINAL, 80))[2] == "fitted to 5m: holds, work, rests and reps ×0.85 (f)"
    least = fit_to(160_000)(now)
    assert shown(view.heading(least, NOMINAL, 80))[2].endswith("; 2 rows at a limit (f)")
    assert command("c.yaml", fitted.customisation) == "repcast render c.yaml --fit 5m"
