"""`adjust`: what each key press makes of a session, as settings that a command line could have."""

from collections.abc import Callable
from functools import reduce

import pytest

from repcast.session.adjust import (
    Adjustment,
    Press,
    at_level,
    at_talk,
    begin,
    change,
    fit_to,
    measured,
    move,
    next_level,
    reset,
    scaled,
    select,
    setting,
    to_value,
    toggle_beyond_range,
    undo,
)
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]

TEXT = """\
title: Circuit
rounds: 2
rest_between_rounds: {default: 90s, min: 60s, max: 120s}
steps:
- {hold: Side plank, for: {default: 60s, min: 52s, max: 63s}, sides: [left, right]}
- {work: Kicks, for: 30s}
- {reps: Hops, count: 10}
- {max: Pull-ups, within: 60s}
- {rest: 45s}
- {rest: 50s}
- block: Finisher
  rounds: 2
  rest_between_rounds: 15s
  steps:
  - {hold: side plank, for: 55s}
  - block: Inner
    steps: [{work: Kicks, for: 30s}]
levels:
  hard: {scale: {reps: 2}, set: {rounds: 3}}
  other: {set: {Kicks.name: Flutters}}
"""
LESS, MORE = change(-1), change(1)


@pytest.fixture(name="circuit")
def _circuit(session_of: SessionOf) -> Session:
    return session_of(TEXT)


def at(session: Session, setting: str) -> Adjustment:
    """Return a session with the row of a setting selected."""
    now = begin(session)
    return move([row.setting for row in now.rows].index(setting))(now)


def after(now: Adjustment, *presses: Press) -> Adjustment:
    """Press keys, one after the other."""
    return reduce(lambda before, press: press(before), presses, now)


def test_nothing_is_changed_at_first(circuit: Session) -> None:
    """If this failed, looking at a session would already change it."""
    now = begin(circuit)
    assert (now.customisation, now.session, now.selected, now.message) == (Customisation(), circuit, 0, "")


@pytest.mark.parametrize(
    ("moves", "selected"), [((1,), 1), ((1, 1, -1), 1), ((-1,), 0), ((10,), 10), ((1_000,), 11), ((1_000, -10), 1)]
)
def test_moving_selects_a_row_and_stops_at_both_ends(circuit: Session, moves: tuple[int, ...], selected: int) -> None:
    """If this failed, a key would change another row than the one that is marked, or fall off the list."""
    now = after(begin(circuit), *map(move, moves))
    assert (len(now.rows), now.selected, now.customisation) == (12, selected, Customisation())


@pytest.mark.parametrize(
    ("setting", "press", "value"),
    [
        ("rounds", MORE, "3"),
        ("rest_between_rounds", LESS, "1m25s"),
        ("rest_between_steps", MORE, "5s"),
        ("Side plank.for", LESS, "55s"),
        ("Kicks.for", MORE, "35s"),
        ("Hops.count", LESS, "9"),
        ("Pull-ups.within", MORE, "1m5s"),
        ("Finisher.rounds", MORE, "3"),
        ("Finisher.rest_between_rounds", LESS, "10s"),
        ("Inner.rounds", MORE, "2"),
    ],
)
def test_a_press_is_the_setting_that_a_flag_would_be(circuit: Session, setting: str, press: Press, value: str) -> None:
    """If this failed, a key would do what no flag can, or change a value by another step than it says."""
    now = press(at(circuit, setting))
    assert now.customisation == Customisation(settings={setting: value})
    assert now.session == customise(circuit, now.customisation)
    assert now.row.setting == setting


@pytest.mark.parametrize(
    ("setting", "presses", "value", "message"),
    [
        ("Side plank.for", (MORE,), "1m3s", "1m3s is the most that the author allows; b goes beyond"),
        ("Side plank.for", (MORE, MORE), "1m3s", "1m3s is the most that the author allows; b goes beyond"),
        ("Side plank.for", (LESS, LESS), "52s", "52s is the least that the author allows; b goes beyond"),
        ("Side plank.for", (MORE, MORE, LESS, LESS), "55s", ""),
        ("rest_between_rounds", (change(-7),), "1m", "1m is the least that the author allows; b goes beyond"),
        ("Kicks.for", (change(-7),), "1s", "1s is the least"),
        ("Kicks.for", (change(-7), MORE), "5s", ""),
        ("rounds", (LESS, LESS), "1", "1 is the least"),
        ("Hops.count", (change(5_000),), "1000", "1000 is the most"),
        ("rest_between_steps", (MORE, LESS, LESS), None, "0s is the least"),
    ],
)
def test_a_limit_stops_a_value_and_is_told(
    circuit: Session, setting: str, presses: tuple[Press, ...], value: str | None, message: str
) -> None:
    """If this failed, keys would leave the author's range, or stop without a word why."""
    now = after(at(circuit, setting), *presses)
    assert (now.customisation.settings.get(setting), now.message) == (value, message)


def test_steps_that_differ_become_alike_and_are_told_so(circuit: Session) -> None:
    """If this failed, one of two rests would change unseen, or only one of them."""
    now = MORE(at(circuit, "Rest.for"))
    assert (now.row.values, now.message) == ((50_000, 50_000), "now the same in all 2 places of that name")


def test_a_value_that_is_as_written_again_needs_no_setting(circuit: Session) -> None:
    """If this failed, the flags would name what changes nothing, and leaving would ask to save it."""
    now = after(at(circuit, "Kicks.for"), MORE, LESS)
    assert (now.customisation, now.session) == (Customisation(), circuit)


def test_reset_takes_the_selected_setting_back_and_no_other(circuit: Session) -> None:
    """If this failed, resetting one exercise would lose the others, or not itself."""
    now = after(at(circuit, "Kicks.for"), MORE, move(1), MORE, MORE, move(-1), reset)
    assert now.customisation == Customisation(settings={"Hops.count": "12"})
    assert reset(begin(circuit)).past == ()


def test_undo_takes_each_change_back_the_last_one_first(circuit: Session) -> None:
    """If this failed, a slip could not be mended, or would take more with it."""
    now = after(at(circuit, "Kicks.for"), MORE, MORE, next_level, toggle_beyond_range, reset)
    seen = []
    for _ in range(5):
        now = undo(now)
        seen.append((now.customisation.settings.get("Kicks.for"), now.level, now.customisation.beyond_range))
    assert seen == [
        ("40s", "hard", True),
        ("40s", "hard", False),
        ("40s", "", False),
        ("35s", "", False),
        (None, "", False),
    ]
    assert (now.session, undo(now).message) == (circuit, "there is nothing to undo")


def test_what_changes_nothing_is_nothing_to_undo(circuit: Session) -> None:
    """If this failed, undo would seem to do nothing after a press at a limit."""
    now = after(at(circuit, "Side plank.for"), MORE, MORE, MORE, move(1), undo)
    assert now.customisation == Customisation()


def test_levels_take_turns_and_none_is_one_of_them(circuit: Session) -> None:
    """If this failed, a level could not be reached, or not be left again."""
    now = begin(circuit)
    seen = []
    for _ in range(4):
        now = next_level(now)
        seen.append((now.customisation.levels, now.session.rounds, now.message))
    assert seen == [
        (("hard",), 3, "level: hard"),
        (("other",), 2, "level: other"),
        ((), 2, "level: none"),
        (("hard",), 3, "level: hard"),
    ]


def test_a_level_keeps_settings_but_for_steps_that_it_renames(circuit: Session) -> None:
    """If this failed, changing level would lose what was set, or name a step that is no longer there."""
    now = after(at(circuit, "Kicks.for"), MORE, move(1), LESS, next_level)
    assert now.customisation == Customisation(levels=("hard",), settings={"Kicks.for": "35s", "Hops.count": "9"})
    now = next_level(now)
    assert now.customisation == Customisation(levels=("other",), settings={"Hops.count": "9"})
    assert now.message == "level: other; it has no Kicks.for"
    assert "Flutters.for" in {row.setting for row in now.rows}


def test_a_level_is_the_ground_that_values_move_from(circuit: Session) -> None:
    """If this failed, ten hops doubled by a level would be one more than ten after a press, and not than twenty."""
    now = MORE(after(at(circuit, "Hops.count"), next_level))
    assert now.customisation.settings == {"Hops.count": "21"}


def test_a_session_without_levels_says_so(session_of: SessionOf) -> None:
    """If this failed, the key for levels would seem broken."""
    now = next_level(begin(session_of("title: T\nsteps: [{rest: 5s}]\n")))
    assert (now.customisation, now.message) == (Customisation(), "this session has no levels")


def test_a_level_that_does_not_fit_what_was_set_is_passed_over(session_of: SessionOf) -> None:
    """If this failed, one level that does not fit would keep all later ones out of reach."""
    session = session_of(
        "title: T\nsteps: [{block: B, rounds: 2, every: 24s, steps: [{work: W, for: 15s}, {work: V, for: 1s}]}]\n"
        "levels: {a: {set: {V.for: 5s}}, b: {set: {B.rounds: 3}}}\n"
    )
    now = after(at(session, "W.for"), MORE, next_level)
    assert now.customisation == Customisation(levels=("b",), settings={"W.for": "20s"})


def test_beyond_range_lifts_the_author_s_limits(circuit: Session) -> None:
    """If this failed, the author's range could not be left on purpose, or would no longer be needed to."""
    now = after(at(circuit, "Side plank.for"), toggle_beyond_range, MORE, MORE)
    assert now.customisation == Customisation(settings={"Side plank.for": "1m10s"}, beyond_range=True)
    kept = toggle_beyond_range(now)
    assert kept.customisation == now.customisation
    assert kept.message.startswith("Side plank.for=1m10s is outside the author's range 52s to 1m3s")
    assert not after(now, reset, toggle_beyond_range).customisation.beyond_range


def test_one_round_has_no_rest_between_rounds(circuit: Session) -> None:
    """If this failed, going down to one round would be refused, or leave a flag that `render` refuses."""
    now = after(at(circuit, "rest_between_rounds"), LESS, move(-1), LESS)
    assert now.customisation == Customisation(settings={"rounds": "1"})
    assert "rest_between_rounds" not in {row.setting for row in now.rows}
    assert undo(now).customisation == Customisation(settings={"rest_between_rounds": "1m25s"})


def test_the_selected_row_stays_selected_when_rows_come_and_go(circuit: Session) -> None:
    """If this failed, the next press would change another row than the one that was marked."""
    now = after(at(circuit, "Finisher.rounds"), LESS, move(2))
    assert now.row.setting == "Inner.rounds"
    assert undo(now).row.setting == "Inner.rounds"


@pytest.mark.parametrize(
    ("text", "setting", "press", "message"),
    [
        ("- {hold: a=b, for: 30s}", "a=b.for", MORE, "no flag can name 'a=b.for'"),
        ("- {hold: ' a', for: 30s}", " a.for", MORE, "no flag can name ' a.for'"),
        (
            "- {block: B, rounds: 2, every: 1m, steps: [{work: W, for: 58s}]}",
            "W.for",
            MORE,
            "a round of 'B' takes 1m3s",
        ),
        ("- {work: W, for: 23h}\n- {work: V, for: 50m}", "rounds", MORE, "the session lasts more than 24 hours"),
        (
            "- {hold: P, for: {default: 5s, max: 9s}}\n- {hold: p, for: {default: 20s, min: 15s}}",
            "P.for",
            MORE,
            "P.for=15s is outside the author's range 1s to 9s",
        ),
    ],
)
def test_a_change_that_does_not_fit_is_not_made_and_says_why(
    session_of: SessionOf, text: str, setting: str, press: Press, message: str
) -> None:
    """If this failed, a key would make a session that cannot be rendered, or end the view."""
    now = at(session_of(f"title: T\nsteps:\n{text}\n"), setting)
    refused = press(now)
    assert (refused.customisation, refused.session, refused.past) == (now.customisation, now.session, ())
    assert message in refused.message


def test_an_included_session_is_changed_by_its_steps_names(session_of: SessionOf) -> None:
    """If this failed, what another file brings in could be seen and not be changed."""
    session = session_of("title: T\nsteps: [{include: planks}, {include: planks}, {hold: front plank, for: 20s}]\n")
    now = MORE(at(session, "Front plank.for"))
    assert now.row.values == (35_000, 35_000, 35_000)
    assert MORE(at(session, "Planks.rounds")).row.values == (2, 2)


# The whole as long as there is time

ROUNDS = "title: T\nrounds: 2\nrest_between_rounds: 20s\nsteps:\n- {hold: P, for: 40s}\n- {reps: Q, count: 10}\n"


def heard(now: Adjustment) -> dict[str, tuple[int, ...]]:
    """Return what is heard of each row."""
    return {row.setting: row.heard for row in now.rows}


def test_the_whole_is_made_as_long_as_there_is_time_and_undone(session_of: SessionOf) -> None:
    """If this failed, somebody with ten minutes would have to press each row down by themselves, or never get back."""
    before = begin(session_of(ROUNDS))  # 2 × (40 + 20) + 20 + lead-in 10 = 150
    now = fit_to(80_000)(before)
    assert heard(now) == {
        "rounds": (2,),
        "rest_between_rounds": (10_000,),
        "rest_between_steps": (0,),
        "P.for": (20_000,),
        "Q.count": (5,),
    }
    assert now.fit == "fitted to 1m20s: holds, rests and reps ×0.49"
    assert [row.setting for row in now.rows if row.is_changed] == ["rest_between_rounds", "P.for", "Q.count"]
    assert now.customisation == Customisation(fit_ms=80_000)
    undone = undo(now)
    assert (undone.session, undone.rows, undone.fit) == (before.session, before.rows, "")
    assert fit_to(None)(now).session == before.session


def test_a_press_changes_its_row_and_the_whole_stays_as_long(session_of: SessionOf) -> None:
    """If this failed, a key after a fit would make the session longer than there is time, or leap out of the fit."""
    fitted = fit_to(80_000)(begin(session_of(ROUNDS)))
    row = [each.setting for each in fitted.rows].index("P.for")
    now = after(fitted, move(row), *[MORE] * 8)
    assert now.customisation == Customisation(fit_ms=80_000, settings={"P.for": "1m20s"})
    assert heard(now)["P.for"] > heard(fitted)["P.for"]
    assert heard(now)["Q.count"] < heard(fitted)["Q.count"]
    assert sum(each.duration_ms or 0 for each in unroll(now.session)) == pytest.approx(70_000, abs=3_000)
    assert undo(now).session == after(fitted, move(row), *[MORE] * 7).session


def test_a_length_that_cannot_be_had_is_not_made_and_the_nearest_is_said(circuit: Session) -> None:
    """If this failed, somebody would try one length after another."""
    now = begin(circuit)
    refused = fit_to(300_000)(now)
    assert (refused.session, refused.customisation) == (now.session, now.customisation)
    assert refused.message == (
        "'Circuit' cannot be made 5m long: it takes at least 5m10s; write 5m10s instead, or lift the ranges by b"
    )


def test_what_its_speech_takes_is_known_later(session_of: SessionOf) -> None:
    """If this failed, the rows would not be what is rendered."""
    now = measured(fit_to(80_000)(begin(session_of(ROUNDS))), 0.4)
    assert (heard(now)["P.for"], now.fit[-5:], now.past) == ((16_000,), "×0.40", (Customisation(),))


def test_a_row_is_selected_by_its_setting_whatever_the_case(circuit: Session) -> None:
    """If this failed, a slider would change another row than its own."""
    assert select("side PLANK.for")(begin(circuit)).row.setting == "Side plank.for"
    assert select("Nothing.for")(at(circuit, "rounds")).row.setting == "rounds"


@pytest.mark.parametrize(
    ("value", "text", "message"),
    [
        (55_000, "55s", "now the same in all 2 places of that name"),
        (90_000, "1m3s", "1m3s is the most that the author allows; b goes beyond"),
        (1_000, "52s", "52s is the least that the author allows; b goes beyond"),
    ],
)
def test_a_slider_gives_its_row_a_value_as_far_as_the_author_allows(
    circuit: Session, value: int, text: str, message: str
) -> None:
    """If this failed, a slider would go where keys do not, or stop without a reason."""
    drawn = to_value(value)(at(circuit, "Side plank.for"))
    assert drawn.customisation.settings == {"Side plank.for": text}
    assert drawn.message == message


def test_what_holds_for_the_whole_session_is_chosen_and_taken_back(circuit: Session) -> None:
    """If this failed, a choice in the studio would add to the one before, or be no flag of the command line."""
    now = after(
        begin(circuit), at_level("hard"), at_talk("little"), scaled("rests", 0.8), setting("voice.name", "en-gb")
    )
    assert now.customisation == Customisation(
        levels=("hard",), scale={"rests": 0.8}, settings={"talk": "little", "voice.name": "en-gb"}
    )
    back = after(now, at_level(""), at_talk("usual"), scaled("rests", 1), setting("voice.name", ""))
    assert back.customisation == Customisation()
    assert back.session == circuit
    assert after(back, *[undo] * 8).customisation == Customisation()


def test_a_choice_that_does_not_fit_is_not_made_and_says_why(circuit: Session) -> None:
    """If this failed, a factor beyond the author's range would empty the page."""
    now = scaled("holds", 5)(begin(circuit))
    assert now.customisation == Customisation()
    assert "Side plank.for" in now.message
    assert setting("mix.loudness_lufs", "loud")(begin(circuit)).customisation == Customisation()
