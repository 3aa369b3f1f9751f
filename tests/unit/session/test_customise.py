"""Customising a session before it is rendered: levels, factors and settings, with one grammar for all."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

import pytest

from repcast import errors
from repcast.bounds import Quantity
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation, concerning, customise, scale, set_values
from repcast.session.model import Block, Rest, Session, Timed
from repcast.session.settings import Signal

SessionOf = Callable[[str], Session]

TEXT = """\
title: Circuit
lead_in: 20s
rounds: 3
rest_between_rounds: {default: 90s, min: 60s, max: 120s}
rest_between_steps: 10s
tips: [Breathe.]
steps:
- {hold: Side plank, for: {default: 60s, min: 30s, max: 2m}, sides: [left, right], switch: 8s}
- {work: Kicks, for: 30s}
- {reps: Hops, count: 10, tempo: 2s}
- {max: Pull-ups, within: {default: 60s, max: 90s}}
- {rest: 45s}
- block: Finisher
  rounds: 2
  rest_between_rounds: 15s
  steps:
  - {hold: side plank, for: 25s}
  - {rest: 50s}
levels:
  Double Holds: {scale: {holds: 2}}
  hard: {scale: {reps: 3}, set: {rounds: 5, Hops.count: 12}}
  short: {set: {Kicks.for: 10s}}
"""


@pytest.fixture(name="circuit")
def _circuit(session_of: SessionOf) -> Session:
    return session_of(TEXT)


def _values(session: Session) -> dict[str, Any]:
    """Return everything that can be customised, by setting; what appears twice by its order too."""
    finisher = session.steps[5]
    assert isinstance(finisher, Block)
    values: dict[str, Any] = {
        "lead_in": session.lead_in.default_ms,
        "rounds": session.rounds,
        "rest_between_rounds": session.rest_between_rounds.default_ms,
        "rest_between_steps": session.rest_between_steps.default_ms,
        "Finisher.rounds": finisher.rounds,
        "Finisher.rest_between_rounds": finisher.rest_between_rounds.default_ms,
    }
    for number, step in enumerate(session.walk()):
        if isinstance(step, Timed | Rest):
            values[f"{number} {step.name}"] = step.span.default_ms
        elif hops := getattr(step, "count", None):
            values[f"{number} count"] = hops
    return values


def _changes(session: Session, customised: Session) -> dict[str, Any]:
    """Return what a customisation changed, and to what."""
    before, after = _values(session), _values(customised)
    return {key: value for key, value in after.items() if value != before[key]}


def _set(session: Session, **settings: str) -> Session:
    return customise(session, Customisation(settings=settings))


@pytest.mark.parametrize(
    ("setting", "value", "changes"),
    [
        ("rounds", "2", {"rounds": 2}),
        ("rest_between_rounds", "60s", {"rest_between_rounds": 60_000}),
        ("rest_between_rounds", "2m", {"rest_between_rounds": 120_000}),
        ("rest_between_steps", "0s", {"rest_between_steps": 0}),
        ("lead_in", "1:00", {"lead_in": 60_000}),
        ("Kicks.for", "45s", {"1 Kicks": 45_000}),
        ("KICKS.for", "45s", {"1 Kicks": 45_000}),
        ("Side plank.for", "45s", {"0 Side plank": 45_000, "6 side plank": 45_000}),
        ("Hops.count", "20", {"2 count": 20}),
        ("Pull-ups.within", "90s", {"3 Pull-ups": 90_000}),
        ("Rest.for", "20s", {"4 Rest": 20_000, "7 Rest": 20_000}),
        ("finisher.rounds", "4", {"Finisher.rounds": 4}),
        ("Finisher.rest_between_rounds", "0s", {"Finisher.rest_between_rounds": 0}),
    ],
)
def test_a_setting_changes_what_it_names_and_nothing_else(
    circuit: Session, setting: str, value: str, changes: dict[str, Any]
) -> None:
    """If this failed, `--set` would change another step, or another value, than the user named."""
    assert _changes(circuit, _set(circuit, **{setting: value})) == changes


@pytest.mark.parametrize(
    ("setting", "value", "read"),
    [
        ("title", "Mine", lambda session: session.name),
        ("description", "For me.", lambda session: session.description),
        ("credit", "A friend", lambda session: session.credit),
        ("Kicks.name", "Flutters", lambda session: session.steps[1].name),
        ("Kicks.say", "Legs low.", lambda session: session.steps[1].say),
        ("Side plank.switch", "0s", lambda session: f"{session.steps[0].switch.default_ms}s"),
        ("Hops.tempo", "1.5s", lambda session: f"{session.steps[2].rep_ms / 1000}s"),
        ("voice.name", "en-gb", lambda session: session.voice.name),
        ("voice.engine", "pyttsx3", lambda session: session.voice.engine),
        ("voice.rate_wpm", "170", lambda session: str(session.voice.rate_wpm)),
    ],
)
def test_texts_tempos_and_the_voice_can_be_set(
    circuit: Session, setting: str, value: str, read: Callable[[Any], str]
) -> None:
    """If this failed, a step could not be renamed, or the voice not be changed, for one render."""
    assert read(_set(circuit, **{setting: value})) == value


def test_settings_made_together_use_the_names_of_before(circuit: Session) -> None:
    """If this failed, renaming a step would hide it from the other settings of the same command."""
    for settings in ({"Kicks.name": "Hops", "Kicks.for": "40s"}, {"Kicks.for": "40s", "Kicks.name": "Hops"}):
        customised = set_values(circuit, settings | {"Hops.count": "5"})
        _, kicks, hops, *_ = customised.steps
        assert isinstance(kicks, Timed)
        assert (kicks.name, kicks.duration_ms) == ("Hops", 40_000)
        assert getattr(hops, "count", 0) == 5


def test_steps_of_one_name_need_not_all_have_the_setting(session_of: SessionOf) -> None:
    """If this failed, a name shared by a block and a step would make either impossible to set."""
    session = session_of("title: T\nsteps:\n- {block: Lunges, steps: [{reps: lunges, count: 20}]}\n")
    block = _set(session, **{"Lunges.count": "30", "Lunges.rounds": "2"}).steps[0]
    assert isinstance(block, Block)
    assert (block.rounds, getattr(block.steps[0], "count", 0)) == (2, 30)


def test_a_step_may_be_called_as_a_part_of_the_session_is(session_of: SessionOf) -> None:
    """If this failed, a step named "mix" could not be set, or would take the session's own settings for its own."""
    session = session_of("title: T\nsteps:\n- {work: Mix, for: 9s}\n- {work: Voice, for: 9s}\n")
    customised = _set(session, **{"mix.for": "30s", "mix.voice_db": "-3", "voice.name": "en", "voice.for": "20s"})
    assert [(step.name, step.duration_ms) for step in customised.steps if isinstance(step, Timed)] == [
        ("Mix", 30_000),
        ("Voice", 20_000),
    ]
    assert (customised.mix.voice_db, customised.voice.name) == (-3, "en")


def test_a_name_with_a_dot_can_be_set(session_of: SessionOf) -> None:
    """If this failed, "St. Michael's plank" could never be customised."""
    session = session_of("title: T\nsteps:\n- {hold: St. Michael plank, for: 30s}\n")
    plank = _set(session, **{"st. michael plank.for": "45s"}).steps[0]
    assert isinstance(plank, Timed)
    assert plank.duration_ms == 45_000


@pytest.mark.parametrize(
    ("quantity", "factor", "changes"),
    [
        ("holds", 1.5, {"0 Side plank": 90_000, "6 side plank": 38_000}),
        ("work", 1.5, {"1 Kicks": 45_000, "3 Pull-ups": 90_000}),
        ("reps", 1.25, {"2 count": 13}),
        (
            "rests",
            0.7,
            {
                "rest_between_rounds": 63_000,
                "rest_between_steps": 7_000,
                "Finisher.rest_between_rounds": 11_000,
                "4 Rest": 32_000,
                "7 Rest": 35_000,
            },
        ),
    ],
)
def test_a_factor_changes_its_quantity_and_nothing_else(
    circuit: Session, quantity: Quantity, factor: float, changes: dict[str, Any]
) -> None:
    """If this failed, `--scale` would change other values than its documentation says."""
    assert _changes(circuit, scale(circuit, {quantity: factor})) == changes


@pytest.mark.parametrize(
    ("seconds", "factor", "scaled"),
    [(45, 1.5, 68), (1, 0.4, 1), (10, 0.01, 1), (30, 1.0, 30), (5, 0.5, 3), (50, 1.15, 58), (90, 1.15, 104)],
)
def test_scaled_values_round_halves_upwards_and_stay_at_least_one(
    session_of: SessionOf, seconds: int, factor: float, scaled: int
) -> None:
    """If this failed, a scaled time or count would not be what the rule of rounding says."""
    session = session_of(f"title: T\nsteps: [{{hold: P, for: {seconds}s}}, {{reps: R, count: {seconds}}}]\n")
    hold, reps = scale(session, {"holds": factor, "reps": factor}).steps
    assert isinstance(hold, Timed)
    assert (hold.duration_ms, getattr(reps, "count", 0)) == (scaled * 1_000, scaled)


def test_recoveries_scale_with_rests(session_of: SessionOf) -> None:
    """If this failed, longer runs would make the walks longer, too, or shorter rests leave them as they are."""
    session = session_of("title: T\nsteps: [{work: Run, for: 60s}, {recover: Walk, for: {default: 90s, min: 60s}}]\n")

    def lengths_ms(factors: Mapping[Quantity, float]) -> list[int]:
        return [step.duration_ms for step in scale(session, factors).steps if isinstance(step, Timed)]

    assert lengths_ms({"rests": 0.8}) == [60_000, 72_000]
    assert lengths_ms({"work": 2}) == [120_000, 90_000]
    with pytest.raises(
        errors.OutOfRange, match=r"scale rests=0.5 makes Walk\.for 45s, outside the author's range 1m or more"
    ):
        scale(session, {"rests": 0.5})


def test_no_rest_stays_no_rest_when_rests_are_scaled(session_of: SessionOf) -> None:
    """If this failed, scaling rests would put a second of rest where the author has none."""
    session = session_of("title: T\nrounds: 2\nsteps: [{hold: P, for: 30s}]\n")
    scaled = scale(session, {"rests": 5.0})
    assert (scaled.rest_between_rounds.default_ms, scaled.rest_between_steps.default_ms) == (0, 0)


def test_scaled_counts_stay_within_what_a_file_may_hold(session_of: SessionOf) -> None:
    """If this failed, a factor could ask for a hundred thousand spoken numbers, which no file may."""
    session = session_of("title: T\nsteps: [{reps: R, count: 1000, tempo: 0.5s}]\n")
    with pytest.raises(errors.RepcastError):
        scale(session, {"reps": 100.0})


@pytest.mark.parametrize("name", ["Double Holds", "double holds", "DOUBLE HOLDS"])
def test_a_level_is_found_whatever_its_case(circuit: Session, name: str) -> None:
    """If this failed, a level would have to be typed exactly as in the file."""
    changes = {"0 Side plank": 120_000, "6 side plank": 50_000}
    assert _changes(circuit, customise(circuit, Customisation(levels=(name,)))) == changes


def test_levels_come_before_factors_and_factors_before_settings(circuit: Session) -> None:
    """If this failed, the most particular wish of the user would not have the last word."""
    wanted = Customisation(levels=("hard", "short"), scale={"reps": 2, "holds": 0.5}, settings={"rounds": "4"})
    assert _changes(circuit, customise(circuit, wanted)) == {
        "rounds": 4,
        "0 Side plank": 30_000,
        "1 Kicks": 10_000,
        "2 count": 24,
        "6 side plank": 13_000,
    }


def test_no_wish_changes_nothing(circuit: Session) -> None:
    """If this failed, a plain render would not be what the author wrote."""
    assert customise(circuit, Customisation()) == circuit


def test_customised_steps_remember_their_lines(circuit: Session) -> None:
    """If this failed, a cue dropped after `--set` could not be traced to its line."""
    customised = scale(_set(circuit, **{"Side plank.for": "45s", "rounds": "2"}), {"holds": 1.1})
    assert [step.source for step in customised.walk()] == [step.source for step in circuit.walk()]
    assert customised.source == circuit.source


STEPS = "(steps: Side plank, Kicks, Hops, Pull-ups, Rest, Finisher, side plank)"


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        (
            {"Side plnk.for": "45s"},
            errors.UnknownStep,
            f"no step named 'Side plnk'; did you mean 'side plank'? {STEPS}",
        ),
        ({"Burpees.for": "45s"}, errors.UnknownStep, f"no step named 'Burpees' {STEPS}"),
        (
            {"Hops.for": "45s"},
            errors.OtherAmount,
            "Hops has no setting 'for': it has a number of reps; write Hops.count=…",
        ),
        (
            {"Rest.name": "Pause"},
            errors.UnknownSetting,
            "Rest has no setting 'name' (settings: for, say, talk, talk.…, in_rounds, music, cues, image)",
        ),
        (
            {"Kicks.count": "3"},
            errors.OtherAmount,
            "Kicks has no setting 'count': it has a time; write Kicks.for=…",
        ),
        (
            {"Finisher.steps": "x"},
            errors.NoValue,
            "steps are no setting; change the steps in the file: settings change values in them",
        ),
        (
            {"steps": "[]"},
            errors.NoValue,
            "steps are no setting; change the steps in the file: settings change values in them",
        ),
        (
            {"Rest.distance": "200m"},
            errors.OtherAmount,
            "Rest has no setting 'distance': it has a time; write Rest.for=…",
        ),
        (
            {"round": "2"},
            errors.UnknownSetting,
            (
                "the session has no setting 'round'; did you mean 'rounds'? (settings: title, rounds, "
                "rest_between_rounds, rest_between_steps, every, shuffle, pick, tips, "
                "encouragement, talk, talk.…, pace, voice, voice.…, language, "
                "phrases.…, countdown, countdown_from, keep_awake, sounds, sounds.…, music, music.…, mix.…, "
                "pronounce.…, description, credit, lead_in, seed)"
            ),
        ),
        (
            {"voice.rate": "2"},
            errors.UnknownSetting,
            "voice has no setting 'rate'; did you mean 'rate_wpm'? (settings: engine, name, rate_wpm)",
        ),
        (
            {"rounds": "two"},
            errors.BadSetting,
            "rounds=two: this must be a whole number; write digits alone, such as 3",
        ),
        ({"rounds": "0"}, errors.BadSetting, "rounds=0: 0 is too small; the least is 1"),
        ({"Hops.count": "1001"}, errors.BadSetting, "Hops.count=1001: 1001 is too large; the most is 1000"),
        ({"voice.rate_wpm": "9" * 30}, errors.BadSetting, None),
        (
            {"Kicks.for": "45"},
            errors.BadSetting,
            (
                "Kicks.for=45: '45' is not a time repcast can use; "
                "a number needs its unit: write 45s for seconds or 45m for minutes"
            ),
        ),
        (
            {"Kicks.for": "0s"},
            errors.BadSetting,
            "Kicks.for=0s: '0s' is not a time repcast can use; write at least 1s",
        ),
        (
            {"Hops.tempo": "2"},
            errors.BadSetting,
            ("Hops.tempo=2: '2' is not a time repcast can use; a number needs its unit: write 2s"),
        ),
        ({"title": ""}, errors.BadSetting, "title=: this is empty; write some words"),
        (
            {"voice.engine": "festival"},
            errors.BadSetting,
            "voice.engine=festival: 'festival' is not known here; write 'auto', 'hibari', 'piper', 'pyttsx3' or 'say'",
        ),
        (
            {"Side plank.for": "3m"},
            errors.OutOfRange,
            (
                "Side plank.for=3m is outside the author's range 30s to 2m; "
                "choose a value inside it, or add --beyond-range"
            ),
        ),
        (
            {"rest_between_rounds": "59s"},
            errors.OutOfRange,
            (
                "rest_between_rounds=59s is outside the author's range 1m to 2m; "
                "choose a value inside it, or add --beyond-range"
            ),
        ),
    ],
)
def test_a_setting_that_cannot_be_made_says_why_and_what_can(
    circuit: Session, settings: Mapping[str, str], error: type[errors.RepcastError], message: str | None
) -> None:
    """If this failed, a slip in `--set` would be ignored, crash, or leave the user guessing."""
    with pytest.raises(error) as caught:
        set_values(circuit, settings)
    assert message is None or str(caught.value) == message


@pytest.mark.parametrize(
    ("factors", "message", "nearest"),
    [
        ({"holds": 3.0}, "scale holds=3 makes Side plank.for 3m, outside the author's range 30s to 2m", "holds=2"),
        ({"work": 2.0}, "scale work=2 makes Pull-ups.within 2m, outside the author's range 1s to 1m30s", "work=1.5"),
        (
            {"rests": 0.5},
            "scale rests=0.5 makes rest_between_rounds 45s, outside the author's range 1m to 2m",
            "rests=0.67",
        ),
    ],
)
def test_a_factor_that_leaves_the_range_says_which_one_does_not(
    circuit: Session, factors: dict[Quantity, float], message: str, nearest: str
) -> None:
    """If this failed, a factor could undo an author's limit, or the user would have to try others."""
    with pytest.raises(errors.FactorOutOfRange) as caught:
        scale(circuit, factors)
    assert str(caught.value) == f"{message}; write {nearest}, or add --beyond-range"
    quantity, _, factor = nearest.partition("=")
    assert scale(circuit, {quantity: float(factor)})  # type: ignore[dict-item]


def test_where_no_factor_fits_none_is_advised(session_of: SessionOf) -> None:
    """If this failed, a user would follow the advice, and get the next error."""
    steps = "{hold: P, for: {default: 60s, min: 60s, max: 60s}}, {hold: Q, for: {default: 10s, max: 15s}}"
    with pytest.raises(errors.FactorOutOfRange, match=r"range 1m to 1m; write holds=1, or add"):
        scale(session_of(f"title: T\nsteps: [{steps}]\n"), {"holds": 2})
    torn = session_of(f"title: T\nsteps: [{steps}]\n")
    torn = set_values(torn, {"P.for": "30s"}, beyond_range=True)
    with pytest.raises(errors.FactorOutOfRange, match=r"range 1m to 1m; set these times one by one, or add"):
        scale(torn, {"holds": 1})


def test_beyond_range_lifts_the_limit_everywhere(circuit: Session) -> None:
    """If this failed, `--beyond-range` would still be turned down."""
    wanted = Customisation(
        levels=("double holds",),
        scale={"holds": 2.0, "work": 2.0},
        settings={"rest_between_rounds": "5s"},
        beyond_range=True,
    )
    assert _changes(circuit, customise(circuit, wanted)) == {
        "rest_between_rounds": 5_000,
        "0 Side plank": 240_000,
        "1 Kicks": 60_000,
        "3 Pull-ups": 120_000,
        "6 side plank": 100_000,
    }


def test_a_level_that_is_not_there_lists_those_that_are(circuit: Session) -> None:
    """If this failed, a user would not learn which levels a session has."""
    with pytest.raises(errors.UnknownLevel) as caught:
        customise(circuit, Customisation(levels=("dubble holds",)))
    assert str(caught.value) == (
        "no level named 'dubble holds'; did you mean 'Double Holds'? (levels: Double Holds, hard, short)"
    )


# What it sounds like


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("mix.voice_db", "-3", -3),
        ("mix.voice_db", "-3.5", -3.5),
        ("mix.earcons_db", "+6.25", 6.25),
        ("mix.music_db", "0", 0),
        ("mix.loudness_lufs", "-16", -16),
        ("mix.loudness_lufs", "-23.0", -23),
    ],
)
def test_volumes_are_set_as_numbers(circuit: Session, setting: str, value: str, expected: float) -> None:
    """If this failed, `--set mix.voice_db=-3.5` or `--loudness -16` would be refused, or change nothing."""
    assert getattr(_set(circuit, **{setting: value}).mix, setting.removeprefix("mix.")) == expected


def test_volumes_are_set_one_by_one(circuit: Session) -> None:
    """If this failed, one volume would reset the others."""
    mixing = _set(_set(circuit, **{"mix.voice_db": "2"}), **{"mix.music_db": "-4", "mix.earcons_db": "1.5"}).mix
    assert (mixing.voice_db, mixing.music_db, mixing.earcons_db, mixing.loudness_lufs) == (2, -4, 1.5, None)


@pytest.mark.parametrize(
    ("setting", "value", "key", "expected"),
    [
        ("countdown", "ticks", "countdown", "ticks"),
        ("countdown_from", "10", "countdown_from", 10),
        ("keep_awake", "off", "keep_awake", "off"),
        ("sounds", "none", "sounds", dict.fromkeys(get_args(Signal), "none")),
    ],
)
def test_choices_of_the_sound_are_set(circuit: Session, setting: str, value: str, key: str, expected: object) -> None:
    """If this failed, today's countdown could not be chosen without changing the file."""
    assert getattr(_set(circuit, **{setting: value}), key) == expected


def test_music_is_set_by_its_path(circuit: Session) -> None:
    """If this failed, `--music` would not play what it names, or a name in digits be taken for a number."""
    assert _set(circuit, music="my music/").music.files == ("my music/",)
    assert _set(circuit, music="1984").music.files == ("1984",)
    assert not _set(_set(circuit, music="my music/"), music="none").music.is_wanted


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"mix.voice_db": "-66"}, "mix.voice_db=-66: -66 is too small; the least is -60"),
        ({"mix.voice_db": "loud"}, "mix.voice_db=loud: this must be a number; write digits, such as 1.5"),
        ({"mix.voice_db": "nan"}, "mix.voice_db=nan: this must be a number; write digits, such as 1.5"),
        ({"mix.voice_db": "1e1"}, "mix.voice_db=1e1: this must be a number; write digits, such as 1.5"),
        ({"mix.loudness_lufs": "-7.5"}, "mix.loudness_lufs=-7.5: -7.5 is too large; the most is -8"),
        ({"countdown_from": "4"}, "countdown_from=4: '4' is not known here; write 3, 5 or 10"),
        ({"countdown": "loud"}, "countdown=loud: 'loud' is not known here; write 'spoken', 'ticks' or 'off'"),
        ({"keep_awake": "yes"}, "keep_awake=yes: 'yes' is not known here; write 'on' or 'off'"),
        (
            {"mix.voice": "3"},
            (
                "mix has no setting 'voice'; did you mean 'voice_db'? "
                "(settings: loudness_lufs, voice_db, earcons_db, music_db)"
            ),
        ),
    ],
)
def test_what_cannot_be_set_of_the_sound_says_why(circuit: Session, settings: dict[str, str], message: str) -> None:
    """If this failed, a slip would be passed over, or be told of without what would be right."""
    with pytest.raises(errors.RepcastError) as caught:
        _set(circuit, **settings)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("settings", "mend"),
    [
        ({"every": "10m"}, "'Circuit' has both every .*; set rest_between_rounds=0s, too, or every=0s"),
        ({"finisher.every": "5m"}, "'Finisher' has .*; set Finisher.rest_between_rounds=0s, too, or Finisher.every=0s"),
    ],
)
def test_a_round_is_not_set_to_rest_in_two_ways(circuit: Session, settings: dict[str, str], mend: str) -> None:
    """If this failed, `--set every=60s` would leave the rest between rounds there, and rounds would begin late."""
    with pytest.raises(errors.ConflictingRests, match=mend):
        _set(circuit, **settings)


def test_the_rest_between_rounds_makes_room_for_every(circuit: Session) -> None:
    """If this failed, what the message says to do would not help."""
    customised = _set(circuit, **{"Finisher.every": "5m", "Finisher.rest_between_rounds": "0s"})
    finisher = customised.steps[5]
    assert isinstance(finisher, Block)
    assert (finisher.every.default_ms, finisher.rest_between_rounds.default_ms) == (300_000, 0)


def test_what_concerns_a_session_is_what_it_has(circuit: Session) -> None:
    """If this failed, what is asked of all sessions of a training plan would reach the wrong ones."""
    levels, scale_ = ("double holds", "harder"), {"holds": 2.0, "reps": 3.0}
    settings = {"SIDE PLANK.for": "9s", "Squats.for": "9s", "rounds": "2", "voice.name": "en", "Finisher.rounds": "1"}
    wanted = Customisation(levels=levels, scale=scale_, settings=settings, beyond_range=True)  # type: ignore[arg-type]
    assert concerning(circuit, wanted) == Customisation(
        levels=("double holds",),
        scale={"holds": 2.0, "reps": 3.0},
        settings={key: value for key, value in settings.items() if key != "Squats.for"},
        beyond_range=True,
    )


def test_what_a_session_lacks_does_not_concern_it(session_of: SessionOf) -> None:
    """If this failed, a session without holds would fail because another one's grow."""
    session = session_of("title: T\nsteps:\n- {hold: Plank, for: 9s}\n")
    wanted = Customisation(scale={"holds": 2.0, "work": 2.0, "rests": 2.0, "reps": 2.0})
    assert concerning(session, wanted).scale == {"holds": 2.0}


# Every key that a session has

RICH = """\
title: T
rounds: 2
voice: {name: heart, rate_wpm: 170}
talk: {level: little, halfway: on}
sounds: {tick: none}
tips: [Breathe.]
steps:
- {hold: Plank, for: 30s, tips: [Hips high.], say: Down., sides: [left, right]}
- {reps: Hops, count: 10}
- {max: Pull-ups, within: 60s}
- {rest: 45s}
- {block: Core, steps: [{work: Kicks, for: 20s, tips: [Low.]}, {recover: Walk, for: 60s}], tips: [Slowly.]}
"""


@pytest.mark.parametrize(
    ("setting", "value", "read", "expected"),
    [
        ("sounds.go", "whistle.wav", "sounds", {"tick": "none", "go": "whistle.wav"}),
        ("sounds.rest", "none", "sounds", {"tick": "none", "rest": "none"}),
        ("voice", "male", "voice.name", "male"),
        ("voice", "male", "voice.rate_wpm", 170),
        ("tips", "Breathe out.; Relax.", "tips", ("Breathe out.", "Relax.")),
        ("tips", "none", "tips", ()),
        ("talk.tips", "off", "talk.tips", "off"),
        ("talk.tips", "off", "talk.halfway", "on"),
        ("phrases.complete", "All done.", "phrases.complete", "All done."),
        ("pronounce.chaturanga", "chat-oo-ranga", "pronounce", {"chaturanga": "chat-oo-ranga"}),
        ("pronounce.v.o.", "vee oh", "pronounce", {"v.o.": "vee oh"}),
        ("music.shuffle", "7", "music.shuffle", 7),
        ("music.work", "fast/", "music.work.files", ("fast/",)),
        ("music.rest.shuffle", "3", "music.rest.shuffle", 3),
        ("language", "de", "language", "de"),
        ("every", "5m", "every.default_ms", 300_000),
        ("title", "Mine", "name", "Mine"),
        ("Plank.say", "Up.", "steps.0.say", "Up."),
        ("Plank.tips", "Squeeze.", "steps.0.tips", ("Squeeze.",)),
        ("Plank.sides", "left arm; right arm", "steps.0.sides", ("left arm", "right arm")),
        ("Plank.sides", "none", "steps.0.sides", ()),
        ("Plank.talk.name", "off", "steps.0.talk.name", "off"),
        ("Hops.count_at", "end", "steps.1.count_at", "end"),
        ("Rest.talk", "none", "steps.3.talk.level", "none"),
        ("Core.tips", "none", "steps.4.tips", ()),
        ("Core.every", "2m", "steps.4.every.default_ms", 120_000),
    ],
)
def test_every_key_can_be_set(session_of: SessionOf, setting: str, value: str, read: str, expected: object) -> None:
    """If this failed, `--set` would not reach what a file can say."""
    found: Any = _set(session_of(RICH), **{setting: value})
    for name in read.split("."):
        found = found[int(name)] if name.isdecimal() else getattr(found, name)
    assert found == expected


def test_without_its_tips_a_session_has_none_at_all(session_of: SessionOf) -> None:
    """If this failed, `--set tips=none` would leave the tips of the steps, and those of one block take all others."""
    bare = _set(session_of(RICH), tips="none")
    assert [step.tips for step in bare.walk() if hasattr(step, "tips")] == [()] * 6
    block = _set(session_of(RICH), **{"Core.tips": "none"})
    assert [step.tips for step in block.walk() if hasattr(step, "tips")] == [("Hips high.",), (), (), (), (), ()]
    assert block.tips == ("Breathe.",)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"sounds.bell": "x.wav"},
            "sounds has no setting 'bell' (settings: go, recover, tick, halfway, done, rest, finish)",
        ),
        ({"sounds.go": ""}, "sounds.go=: this is empty; write some words"),
        (
            {"mix": "3"},
            (
                "'mix' has settings of its own; say what to set of it, such as mix.loudness_lufs=3 "
                "(loudness_lufs, voice_db, earcons_db, music_db)"
            ),
        ),
        (
            {"pronounce": "x"},
            "'pronounce' has settings of its own; say what to set of it, such as pronounce.WORD=x (WORD)",
        ),
        (
            {"Plank": "45s"},
            "'Plank' has settings of its own; say what to set of it, such as Plank.for=45s (for, name, ",
        ),
        ({"Plank.for.max": "9m"}, "Plank has no setting 'for.max'; did you mean 'for'? (settings: name, "),
        ({"voce.name": "en"}, "no step named 'voce'; did you mean 'voice'? (steps: "),
        ({"Plank.talk.tip": "off"}, "Plank.talk has no setting 'tip'; did you mean 'tips'? (settings: level, "),
        ({"Plank.sides": "left"}, "Plank.sides=left: "),
        ({"mix.loudness_lufs": "16"}, "mix.loudness_lufs=16: 16 is too large; it is below 0: write -16, or at most -8"),
    ],
)
def test_a_setting_that_is_not_there_says_which_are(
    session_of: SessionOf, settings: dict[str, str], message: str
) -> None:
    """If this failed, the list of what can be set would not be the true one."""
    with pytest.raises(errors.RepcastError) as caught:
        _set(session_of(RICH), **settings)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("Run.for", "Run has no setting 'for': it has a distance; write Run.distance=… or Run.pace=…"),
        ("Row.distance", "Row has no setting 'distance': it has a time; write Row.for=…"),
        ("Row.pace", "Row has no setting 'pace': it has a time; write Row.for=…"),
    ],
)
def test_an_amount_of_another_kind_is_answered_with_the_step_s_own(setting: str, message: str) -> None:
    """If this failed, somebody who sets a time of what has a distance would have to search a list of all keys."""
    text = b"title: T\nsteps: [{work: Run, distance: 400m, pace: 5:00/km}, {work: Row, for: 60s}]\n"
    session = accept(parse(text, file="a.yaml"))
    with pytest.raises(errors.OtherAmount) as caught:
        customise(session, Customisation(settings={setting: "2m"}))
    assert str(caught.value) == message
