"""The script: what speech and schedule ask of it."""

from collections.abc import Callable

import pytest

from builders import script, script_step
from repcast.plan.coach import write_script
from repcast.plan.rules import CueKind
from repcast.plan.script import Announcement, Count, Earcon, Line, Remark, Script, Told, Utterance
from repcast.session.fields import Source
from repcast.session.model import Session
from repcast.session.unroll import unroll

SessionOf = Callable[[str], Session]
END = "Session complete. Well done."
HERE = Source("a.yaml", 1)


def _script(session_of: SessionOf, steps: str, keys: str = "") -> Script:
    session = session_of(f"title: T\nsteps: [{steps}]\n{keys}")
    return write_script(session, unroll(session))


def test_everything_that_may_be_spoken_is_asked_for_once(session_of: SessionOf) -> None:
    """If this failed, a clip would be missing in the mix, or be spoken twice for nothing."""
    script = _script(session_of, "{hold: A, for: 50s, say: Hips high.}, {reps: B, count: 2}", "rounds: 3\n")
    texts = [utterance.text for utterance in script.utterances()]
    assert len(texts) == len(set(texts))
    assert {"Hips high.", "three", "two", "one", "Halfway.", "A.", "B.", END} <= set(texts)


def test_nothing_is_asked_for_where_nothing_is_said(session_of: SessionOf) -> None:
    """If this failed, `talk: none` would still wait for a voice to speak."""
    steps = "{hold: A, for: 3m, sides: [l, r], say: Hips high., tips: [Breathe.]}, {rest: 2m}, {reps: B, count: 9}"
    assert _script(session_of, steps, "rounds: 2\ntalk: none\n").utterances() == ()


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
            1_600 + 60_000 + 2_000 + 1_600,  # T. About one minute.
        ),
        # T. About thirty seconds. First, A. Thirty seconds. Get ready. And, if that took long, once more: A.
        ("{hold: A, for: 30s}", "lead_in: 0s\nvoice: {rate_wpm: 150}\n", 4_400 + 30_000 + 1_600),
        ("{hold: A, for: 30s}", "lead_in: 0s\nvoice: {rate_wpm: 300}\n", 2_200 + 30_000 + 800),
        ("{hold: A, for: 30s}", "lead_in: 0s\ntalk: none\n", 30_000),
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
    step = script_step(speech=_lines("own", "Squats, 3x10.", "Breathe.", "💪"))
    said = {each.text: each.spoken for each in script(step).utterances()}
    assert said == {"Squats, 3x10.": "Squats, three times ten.", "Breathe.": "Breathe.", "💪": "flexed biceps"}


def _lines(cue: CueKind, *texts: str) -> Told:
    return tuple(Line(text, cue) for text in texts)


ANNOUNCED = Announcement(
    opening=_lines("length", "Rest."),
    headings=_lines("round", "Round."),
    names=_lines("name", "Next, A.", "A."),
    sets=_lines("round", "Set."),
    amount=_lines("length", "Ten."),
    instruction=_lines("instruction", "Low."),
    ahead=_lines("name", "Soon, A."),
    at_start=_lines("name", "Now, A."),
    again=_lines("name", "Yes, A."),
    reminder=_lines("name", "Still A."),
    source=HERE,
)


def test_an_announcement_gives_up_what_is_lost_first_and_never_its_name() -> None:
    """If this failed, the length of a rest would cost the listener the instruction, or all of it the name."""
    ways = [" ".join(line.text for line in (*before, *after)) for before, after in ANNOUNCED.variants()]
    assert ways[:5] == [
        "Rest. Round. Next, A. Set. Ten. Low.",
        "Round. Next, A. Set. Ten. Low.",
        "Rest. Next, A. Ten. Low.",
        "Next, A. Ten. Low.",
        "Rest. Round. Next, A. Set. Low.",
    ]
    assert ways[-1] == "Next, A."
    assert len(ways) == len(set(ways)) == 16
    assert all("Next, A." in way for way in ways)
    explains = ["Low." in way for way in ways]
    assert explains == [True] * 8 + [False] * 8, "the instruction goes last"


def test_an_announcement_has_no_ways_that_differ_in_nothing() -> None:
    """If this failed, the same words would be tried for a place again and again."""
    bare = Announcement(names=_lines("name", "Next, A."), source=HERE)
    assert [*bare.variants()] == [((), bare.names)]


def test_an_announcement_without_a_name_is_never_said_without_a_word() -> None:
    """If this failed, `name: off` in a rest too short for anything would end in a fault."""
    nameless = Announcement(
        names=(), instruction=_lines("instruction", "Low."), opening=_lines("length", "Rest."), source=HERE
    )
    assert [" ".join(line.text for line in (*before, *after)) for before, after in nameless.variants()] == [
        *("Rest. Low.", "Low.", "Rest."),
    ]


def test_each_line_of_each_cue_is_asked_for() -> None:
    """If this failed, a cue would find its clip missing in the middle of a render."""
    cues = (
        *(Earcon(sound="go", at_ms=0), ANNOUNCED),
        Remark(line=Line("Breathe.", "tip"), opens_ms=0, latest_ms=1_000, source=HERE),
        Count(words=("", "two"), first_ms=0, every_ms=1_000, every_fifth=True, source=HERE),
        Count(words=("nine",), first_ms=0, every_ms=1_000, every_fifth=True, is_spoken=False, source=HERE),
    )
    step = script_step(
        speech=_lines("own", "Hello."),
        announced=_lines("name", "First, A."),
        reminder=_lines("name", "Again."),
        last=_lines("opening", "Get ready."),
        cues=cues,
    )
    assert [*step.texts()] == [
        *("Hello.", "First, A.", "Again.", "Get ready."),
        *("Rest.", "Round.", "Next, A.", "A.", "Set.", "Ten.", "Low.", "Soon, A.", "Now, A.", "Yes, A.", "Still A."),
        *("Breathe.", "two"),
    ]
