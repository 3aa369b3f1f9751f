"""`verify.listener`: what is heard where a cue is expected, and what it is like."""

import numpy as np
import pytest

from builders import earcon, voice
from repcast.plan.timeline import Event
from repcast.sound.levels import Pcm
from repcast.verify.expected import REACH, ExpectedCue
from repcast.verify.listener import Heard, Listener, Variant, Written, audible_range

CLIP, OTHER, THIRD = (
    np.random.default_rng(seed).normal(scale=0.1, size=4_800).astype(np.float32) for seed in (3, 4, 5)
)
WORD = ExpectedCue(event=voice(0, 100, "three"), is_alone=True, begins_alone=True)
SIGNAL = ExpectedCue(event=earcon(0, 100), is_alone=True, begins_alone=True)
PLAIN = Written(gains_db={"voice": 0.0, "earcon": 0.0}, over_music=False)


def around(clip: Pcm, late: int = 0) -> Pcm:
    """Return a window with a clip in its place, or later."""
    return np.pad(clip, (REACH + late, REACH - late))


def heard(listener: Listener, cue: ExpectedCue, window: Pcm) -> Heard:
    """Return what is heard by a listener whom a cue is not too faint for."""
    found = listener.hear(cue, window)
    assert found
    return found


@pytest.mark.parametrize("late", [-REACH, -480, -1, 0, 1, 480, REACH])
@pytest.mark.parametrize("gain", [0.1, 1.0, 3.0])
def test_a_clip_is_found_at_its_very_sample(late: int, gain: float) -> None:
    """If this failed, a cue would be called late that is not, or in time where it is late."""
    found = Variant(pcm=CLIP).match(around(CLIP * np.float32(gain), late))
    assert found.late_ms == pytest.approx(late / 48)
    assert found.gain == pytest.approx(gain, rel=1e-3)
    assert found.likeness == pytest.approx(1, abs=1e-3)


def test_another_sound_is_not_alike() -> None:
    """If this failed, a word in place of another would pass for it."""
    assert Variant(pcm=CLIP).match(around(OTHER)).likeness < 0.2


def test_silence_is_like_nothing() -> None:
    """If this failed, a missing cue would be a division by zero, or pass."""
    found = Variant(pcm=CLIP).match(around(CLIP * 0))
    assert (found.gain, found.likeness) == (0, 0)


def test_what_is_audible_begins_and_ends_to_the_millisecond() -> None:
    """If this failed, a word that is heard once would be at another time than it is."""
    begin, end = audible_range(around(CLIP))
    assert abs(begin - REACH) <= 48
    assert abs(end - REACH - len(CLIP)) <= 48
    assert audible_range(around(CLIP * 0)) == (0, 0)


@pytest.mark.parametrize("at", range(3))
def test_what_is_heard_most_often_is_the_text(at: int) -> None:
    """If this failed, one damaged word would have all others that are good be called wrong."""
    listener = Listener({}, PLAIN, [WORD])
    windows = [around(CLIP)] * 3
    windows[at] = around(OTHER)
    found = [heard(listener, WORD, window).variant for window in windows]
    usual = listener.usual(("voice", "three"))
    assert [each is usual for each in found] == [index != at for index in range(3)]


def test_what_is_heard_once_is_compared_with_nothing() -> None:
    """If this failed, a text would be said to be in time, for it is like itself."""
    listener = Listener({}, PLAIN, [WORD])
    found = heard(listener, WORD, around(CLIP, 480))
    assert listener.usual(("voice", "three")) is None
    assert found.onset_ms == pytest.approx(10, abs=0.6)
    assert found.is_whole
    listener.forget_counts()
    assert heard(listener, WORD, around(CLIP, 480)).onset_ms == found.onset_ms
    assert listener.usual(("voice", "three")) is None


def test_half_a_word_is_not_whole() -> None:
    """If this failed, a word cut short would pass."""
    assert not heard(Listener({}, PLAIN, [WORD]), WORD, around(np.pad(CLIP[:2_400], (0, 2_400)))).is_whole


def test_what_is_heard_in_place_of_a_signal_is_named() -> None:
    """If this failed, the user would learn that a cue is wrong, and not what is heard there."""
    known = {("earcon", "go"): Variant(pcm=CLIP, is_known=True), ("earcon", "done"): Variant(pcm=OTHER, is_known=True)}
    listener = Listener(known, PLAIN, [SIGNAL])  # type: ignore[arg-type]
    odd = heard(listener, SIGNAL, around(OTHER)).variant
    assert odd
    assert odd is not listener.usual(("earcon", "go"))
    assert listener.name_of(odd) == "done"
    unknown = heard(listener, SIGNAL, around(THIRD)).variant
    assert unknown
    assert listener.name_of(unknown) == ""


def test_a_word_under_a_signal_is_not_learned_where_it_is_heard_alone_elsewhere() -> None:
    """If this failed, all that are alone would be compared with a word and a signal together."""
    together = ExpectedCue(event=WORD.event, is_alone=False, begins_alone=False)
    listener = Listener({}, PLAIN, [together, WORD])
    assert heard(listener, together, around(CLIP + OTHER)).variant is None
    learned = heard(listener, WORD, around(CLIP)).variant
    assert heard(listener, together, around(CLIP + OTHER)).variant is learned


def test_what_is_too_faint_is_not_looked_for() -> None:
    """If this failed, a voice that is mixed too softly to be found would be called missing."""
    written = Written(gains_db={"voice": -60.0, "earcon": 0.0}, over_music=False, faint=frozenset(["voice"]))
    assert Listener({}, written, [WORD]).hear(WORD, around(CLIP)) is None


def test_no_more_is_learned_than_fits_into_memory() -> None:
    """If this failed, a thousand names would take gigabytes."""
    listener = Listener({}, PLAIN, [])
    events: list[Event] = [voice(0, 100, f"Name {number}") for number in range(401)]
    cues = [ExpectedCue(event=event, is_alone=True, begins_alone=True) for event in events]
    learned = [heard(listener, cue, around(CLIP)).variant for cue in cues]
    assert all(learned[:400])
    assert learned[400] is None
