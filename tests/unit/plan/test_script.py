"""The script: what speech and schedule ask of it."""

from collections.abc import Callable

import pytest

from builders import script, script_step
from repcast.plan.coach import write_script
from repcast.plan.script import Script, Utterance
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]
END = "Session complete. Well done."


def _script(session_of: SessionOf, steps: str, keys: str = "") -> Script:
    session = session_of(f"title: T\nsteps: [{steps}]\n{keys}")
    return write_script(session, unroll(session))


def test_everything_that_may_be_spoken_is_asked_for_once(session_of: SessionOf) -> None:
    """If this failed, a clip would be missing in the mix, or be spoken twice for nothing."""
    script = _script(session_of, "{hold: A, for: 30s, say: Hips high.}, {reps: B, count: 2}", "rounds: 3\n")
    texts = [utterance.text for utterance in script.utterances()]
    assert len(texts) == len(set(texts))
    assert {"Hips high.", "three", "two", "one", "Halfway.", "Ten seconds.", "A.", "B.", END} <= set(texts)


def test_every_utterance_carries_the_sessions_voice(session_of: SessionOf) -> None:
    """If this failed, a changed voice would play the clips of the old one."""
    script = _script(session_of, "{hold: A, for: 30s}", "voice: {name: en-gb, rate_wpm: 180}\n")
    assert {(each.voice.name, each.voice.rate_wpm, each.language) for each in script.utterances()} == {
        ("en-gb", 180, "en"),
    }
    assert script.utterances()[0] == Utterance(
        text=script.utterances()[0].text, voice=script.voice, language=script.language
    )


@pytest.mark.parametrize(
    ("steps", "keys", "nominal_ms"),
    [
        # At 150 words a minute a word takes 400 ms; the closing words are four.
        ("{hold: A, for: 30s}", "lead_in: 1m\nvoice: {rate_wpm: 150}\n", 60_000 + 30_000 + 1_600),
        (
            "{rest: 1m}, {say: one two three four five}",
            "lead_in: 0s\nvoice: {rate_wpm: 150}\n",
            2_400 + 60_000 + 2_000 + 1_600,
        ),
        ("{hold: A, for: 30s}", "lead_in: 0s\nvoice: {rate_wpm: 150}\n", 4_000 + 30_000 + 1_600),
        ("{hold: A, for: 30s}", "lead_in: 0s\nvoice: {rate_wpm: 300}\n", 2_000 + 30_000 + 800),
    ],
)
def test_the_length_before_anything_is_spoken_counts_all_that_is_said(
    session_of: SessionOf, steps: str, keys: str, nominal_ms: int
) -> None:
    """If this failed, `check` and `list` would tell a length that is far too short."""
    assert _script(session_of, steps, keys).nominal_ms() == nominal_ms


@pytest.mark.parametrize(("rate_wpm", "faster_wpm"), [(150, 187), (80, 100), (360, 450), (400, 450), (450, 450)])
def test_a_hurried_text_is_asked_for_a_quarter_faster(session_of: SessionOf, rate_wpm: int, faster_wpm: int) -> None:
    """If this failed, an announcement would not fit after all, or be spoken faster than an engine can."""
    script = _script(session_of, "{hold: A, for: 30s}", f"voice: {{name: en-gb, rate_wpm: {rate_wpm}}}\n")
    [hurried] = script.hurried(["Next, A."])
    assert (hurried.text, hurried.language, hurried.voice.name) == ("Next, A.", script.language, "en-gb")
    assert hurried.voice.rate_wpm == faster_wpm


def test_an_engine_is_given_words_and_the_plan_the_text() -> None:
    """If this failed, digits would be read in an engine's own way, or captions show what nobody wrote."""
    step = script_step(speech=("Squats, 3x10.", "Breathe.", "💪"))
    said = {each.text: each.spoken for each in script(step).utterances()}
    assert said == {"Squats, 3x10.": "Squats, three times ten.", "Breathe.": "Breathe.", "💪": "flexed biceps"}
