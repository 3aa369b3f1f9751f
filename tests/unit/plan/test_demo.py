"""`demo`: each signal is named, and then heard alone."""

from collections.abc import Callable
from itertools import pairwise
from typing import get_args

import pytest

from repcast.plan.demo import demonstration, demonstration_of_voices
from repcast.plan.languages import wording_of
from repcast.plan.languages.en import ENGLISH
from repcast.plan.schedule import schedule
from repcast.plan.timeline import ClipKey, Timeline
from repcast.session.model import Session
from repcast.session.settings import Language, Signal, Voice

ALL: tuple[Signal, ...] = get_args(Signal)


@pytest.fixture(name="shown")
def _shown(session_of: Callable[[str], Session]) -> Callable[..., Timeline]:
    """Return the timeline of a demonstration, with pretend clips."""

    def shown(signals: tuple[Signal, ...], sound_ms: int = 500) -> Timeline:
        script = demonstration(session_of("title: T\nsteps: [{rest: 1s}]\n"), dict.fromkeys(signals, sound_ms), "en")
        lengths: dict[ClipKey, int] = {("voice", each.text): 1_700 for each in script.utterances()}
        return schedule(script, {**lengths, **{("earcon", signal): sound_ms for signal in signals}}).timeline

    return shown


@pytest.mark.parametrize("signals", [ALL, ("go",), ("tick", "finish")])
def test_each_signal_is_named_and_then_played(signals: tuple[Signal, ...], shown: Callable[..., Timeline]) -> None:
    """The listener would take one signal for another."""
    heard = [event.text or event.sound for event in shown(signals).events]
    assert heard == [part for signal in signals for part in (f"{signal}. {ENGLISH.signals[signal]}", signal)]


@pytest.mark.parametrize("sound_ms", [60, 500, 2_000])
def test_nothing_is_heard_at_once(sound_ms: int, shown: Callable[..., Timeline]) -> None:
    """A signal would be heard under its own name, or under the next one's."""
    timeline = shown(ALL, sound_ms)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(timeline.events))
    assert timeline.dropped == ()


def test_the_longest_sound_of_one_s_own_is_heard_alone(shown: Callable[..., Timeline]) -> None:
    """A signal of five seconds, the longest there may be, would run into the next one's name."""
    timeline = shown(ALL, 5_000)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(timeline.events))
    assert all(event.end_ms <= timeline.duration_ms for event in timeline.events)


def test_it_is_spoken_by_the_session_s_voice(session_of: Callable[[str], Session]) -> None:
    """The demonstration would sound like another coach."""
    session = session_of("title: T\nvoice: {name: en-gb, rate_wpm: 180}\nsteps: [{rest: 1s}]\n")
    script = demonstration(session, {"go": 500}, "en")
    assert script.voice == session.voice
    assert {utterance.voice.name for utterance in script.utterances()} == {"en-gb"}


@pytest.mark.parametrize("language", get_args(Language))
def test_it_is_spoken_in_the_session_s_language(session_of: Callable[[str], Session], language: Language) -> None:
    """A German voice would read English words."""
    wording = wording_of(language)
    script = demonstration(session_of("title: T\nsteps: [{rest: 1s}]\n"), {"go": 500}, language)
    assert (script.language, script.title) == (language, wording.shown["signals_title"])
    assert [each.text for each in script.utterances()] == [f"go. {wording.signals['go']}"]
    voices = demonstration_of_voices([Voice(name="en_GB-alba-medium"), Voice(name="heart")], language)
    assert (voices.language, voices.title) == (language, wording.shown["voices_title"])
    assert ["en GB alba medium" in each.text for each in voices.utterances()] == [True, False]
    assert [each.voice.name for each in voices.utterances()] == ["en_GB-alba-medium", "heart"]


def test_every_signal_has_its_meaning_in_words() -> None:
    """`repcast sounds` would end in a fault, or list a signal that nobody can tell the use of."""
    assert {*ENGLISH.signals} == {*ALL}
    assert len({*ENGLISH.signals.values()}) == len(ALL)
