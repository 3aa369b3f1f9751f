"""Every built-in session, rendered, decoded by a decoder that repcast does not use, and measured.

How an onset is measured. MP3 is lossy: quantisation noise spreads over a frame's 1,152 samples, also before a sharp
onset (pre-echo), so a bare threshold finds some onsets early. Two measures answer that:

- Cross-correlation, for every cue: the decoded samples around it, less what all other cues should sound like there
  (so that `go` is measured while "one" is still heard), against the clip as it was placed before encoding. Noise of
  the codec is not correlated with the clip, so the peak stands at the cue's displacement.
- A threshold, for cues with silence before and after them: the first sample whose 1 ms of power reaches the level
  at which `sound.segments.trim` calls a recording audible, found by one detector in the decoded sound and in the clip.

That the clip itself begins with its audible onset is measured on its own, before any encoding.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pytest
from built import FULL_SCALE, REACH, SAMPLES_PER_MS, Built, Pcm, build, rendered

from repcast.files.embedded import read_embedded
from repcast.sound.levels import limit_peaks
from repcast.sound.noise_floor import pink_noise
from repcast.sound.segments import ONSET_DB
from repcast.verify import verify
from sessions import EACH_STRENGTH, LONGEST

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("natural_voice")]

TOLERANCE: Final = SAMPLES_PER_MS  # of an onset after decoding: 1 ms
BEGINNING: Final = 120 * SAMPLES_PER_MS  # of a sound: with the first vowel after a soft consonant
LIMIT: Final = 10 ** (-2.5 / 20)  # -2.5 dBFS, as docs/sound.md has it
SIGNAL_PEAK: Final = 10 ** (-6.6 / 20)  # of the one with the highest
LIMITER_BEFORE: Final = 5 * SAMPLES_PER_MS  # what the limiter may touch around a peak: its look-ahead ...
LIMITER_AFTER: Final = 120 * SAMPLES_PER_MS  # ... and three times its release


@pytest.fixture(params=EACH_STRENGTH)
def built(request: pytest.FixtureRequest, cache_folder: Path) -> Built:
    """Return one of them."""
    return build(request.param, cache_folder)


def displacement(found: Pcm, clip: Pcm) -> int:
    """Return by how many samples a clip stands off the middle of the range in which it is looked for.

    Args:
        found: from `REACH` before the place where the clip should begin to `REACH` after its end.
        clip: as it was placed.
    """
    size = 1 << (len(found) + len(clip)).bit_length()
    spectrum = np.fft.rfft(found, size) * np.conj(np.fft.rfft(clip, size))
    correlation = np.fft.irfft(spectrum, size)[: 2 * REACH + 1]
    return int(np.argmax(correlation)) - REACH


def onset(sound: Pcm, threshold: float) -> int | None:
    """Return the first sample whose following millisecond has a root mean square of at least `threshold`."""
    power = np.convolve(sound.astype(np.float64) ** 2, np.full(SAMPLES_PER_MS, 1 / SAMPLES_PER_MS))
    reached = np.flatnonzero(power[SAMPLES_PER_MS - 1 :] >= threshold**2)
    return int(reached[0]) if len(reached) else None


def audible(clip: Pcm) -> float:
    """Return the level from which a clip is audible."""
    return float(np.abs(clip).max() * 10 ** (ONSET_DB / 20))


def late_by(found: Pcm, clip: Pcm) -> int:
    """Return by how many samples the beginning of a clip is heard late: where the sound differs least from it.

    Args:
        found: from `REACH` before the place where the clip should begin to `REACH` after its end.
        clip: as it was placed.
    """
    beginning = clip[:BEGINNING].astype(np.float64)
    sound = found[: len(beginning) + 2 * REACH].astype(np.float64)
    energy = np.concatenate([[0.0], np.cumsum(sound**2)])
    heard = energy[len(beginning) :] - energy[: len(energy) - len(beginning)]
    size = 1 << (2 * len(sound)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(beginning, size))
    difference = heard - 2 * np.fft.irfft(spectrum, size)[: len(heard)]
    return int(np.argmin(difference)) - REACH


@pytest.mark.parametrize("moved", [-480, -TOLERANCE - 1, -1, 0, 1, TOLERANCE + 1, 480])
def test_the_measures_see_a_displaced_cue(moved: int, cache_folder: Path) -> None:
    """A cue at the wrong time would pass the tests below: they must be able to fail."""
    built = build("ab-circuit", cache_folder)
    noise = np.random.default_rng(1)
    for key in (("earcon", "tick"), ("earcon", "go"), ("earcon", "finish"), ("voice", "three"), ("voice", "one")):
        clip = built.clips[key].samples.astype(np.float32) / np.float32(FULL_SCALE)
        found = np.pad(clip, (REACH + moved, REACH - moved))
        noisy = found + noise.normal(scale=0.1 * float(np.abs(clip).max()), size=len(found)).astype(np.float32)
        assert displacement(noisy, clip) == moved, key
        assert late_by(noisy, clip) == moved, key
        at = onset(found, audible(clip))
        unmoved = onset(np.pad(clip, (REACH, REACH)), audible(clip))
        assert at is not None
        assert unmoved is not None
        assert at - unmoved == moved, key


def test_is_as_long_as_the_plan_says(built: Built) -> None:
    """The workout would end earlier or later than planned: time would drift."""
    assert len(built.decoded) == built.timeline.duration_ms * SAMPLES_PER_MS


def test_every_cue_is_heard_at_its_time(built: Built) -> None:
    """A cue would be heard more than a millisecond off its time, or not at all."""
    late = []
    for event in built.timeline.events:
        moved = displacement(built.found(event), built.placed(event))
        if abs(moved) > TOLERANCE:
            late.append(f"{event.clip} at {event.start_ms} ms: {moved} samples")
    assert not late


def test_every_cue_is_as_loud_as_mixed(built: Built) -> None:
    """A cue would be at its time but too faint to hear, or distorted beyond recognition."""
    faint = []
    for event in built.timeline.events:
        clip = built.placed(event)
        own = built.found(event)[REACH : REACH + len(clip)]
        likeness = float(np.dot(own, clip) / np.dot(clip, clip))
        if not 0.9 < likeness < 1.1:  # within 1 dB, which is the least difference that most people hear
            faint.append(f"{event.clip} at {event.start_ms} ms: {likeness:.2f} of its level")
    assert not faint


def test_cues_with_silence_around_them_begin_at_their_time(built: Built) -> None:
    """The listener would hear a beep or a countdown word begin more than a millisecond off its time.

    By what the beginning is, and not by a threshold: near one, the breath with which "three" begins crosses it by
    chance, before and after the encoder.
    """
    off, measured = [], set()
    for event in built.timeline.events:
        if not (event.anchored and built.is_alone(event)):
            continue
        measured.add(event.clip)
        if abs(late := late_by(built.found(event), built.placed(event))) > TOLERANCE:
            off.append(f"{event.clip} at {event.start_ms} ms: {late} samples late")
    assert not off
    assert ("earcon", "tick") in measured


def test_every_anchored_clip_is_audible_from_its_first_millisecond(built: Built) -> None:
    """A "three" would be placed on its second, and heard after it, for the silence that its recording begins with."""
    for key in {event.clip for event in built.timeline.events if event.anchored}:
        clip = built.clips[key].samples.astype(np.float32)
        begins_at = onset(np.pad(clip, (REACH, 0)), audible(clip))
        assert begins_at is not None
        assert abs(begins_at - REACH) <= TOLERANCE, key


def test_every_sound_is_mixed_on_its_very_sample(built: Built) -> None:
    """Cues would be rounded to some grid before they are even encoded, and the error would add up."""
    mixed = 0
    for region in built.regions:
        end = region.start_sample + region.length_samples
        inside = [
            event for event in built.timeline.events if region.start_sample <= event.start_ms * SAMPLES_PER_MS < end
        ]
        summed = built.sum_of(inside, region.start_sample, region.length_samples)
        assert np.abs(summed).max() <= LIMIT * 1.005 + SIGNAL_PEAK, "a word and a signal at once"
        sound = region.pcm()
        assert np.abs(sound).max() <= LIMIT * 1.005, "FFmpeg's limiter lets 0.03 dB pass"
        np.testing.assert_allclose(sound, limit_peaks(summed), rtol=0, atol=1e-6)
        loud = np.flatnonzero(np.abs(summed) > LIMIT)
        untouched = np.ones(region.length_samples, dtype=bool)
        for at in loud:
            untouched[max(0, at - LIMITER_BEFORE) : at + LIMITER_AFTER] = False
        np.testing.assert_allclose(sound[untouched], summed[untouched], rtol=0, atol=1e-3)
        mixed += len(inside)
    assert mixed == len(built.timeline.events)


def test_silence_between_regions_is_silence(built: Built) -> None:
    """Hum or hiss would be heard between the cues, or memory be spent on silence."""
    end = 0
    for region in built.regions:
        assert region.start_sample > end or end == 0, "regions that touch are one"
        end = region.start_sample + region.length_samples
    sounding = np.zeros(len(built.decoded), dtype=bool)
    for event in built.timeline.events:
        sounding[event.start_ms * SAMPLES_PER_MS : event.end_ms * SAMPLES_PER_MS] = True
    assert sum(region.length_samples for region in built.regions) == int(sounding.sum())
    for region in built.regions:
        assert sounding[region.start_sample : region.start_sample + region.length_samples].all()


def test_between_cues_nothing_but_the_floor_is_heard(built: Built) -> None:
    """The MP3 would crackle where nothing is to be heard but the noise that keeps earbuds awake."""
    floor_peak = 1.5 * float(np.abs(pink_noise()).max()) * FULL_SCALE
    quiet_from = 0
    for region in (*built.regions, None):
        quiet_to = (region.start_sample if region else len(built.decoded) + REACH * 3) - REACH * 3
        if quiet_to > quiet_from:
            assert np.abs(built.decoded[quiet_from:quiet_to]).max(initial=0) <= floor_peak, (
                f"{quiet_from} to {quiet_to}"
            )
        quiet_from = region.start_sample + region.length_samples + REACH * 3 if region else 0


def test_the_countdown_and_the_signals_stand_where_the_rules_say(built: Built) -> None:
    """A timed step would begin without its signal, or count down to another moment than its end."""
    heard = {(event.start_ms, event.text or event.sound) for event in built.timeline.events if event.anchored}
    for step in built.timeline.steps:
        if step.facts.purpose != "work":
            continue
        assert (step.start_ms, "recover" if step.facts.kind == "recover" else "go") in heard
        assert heard & {(step.end_ms, sound) for sound in ("go", "recover", "done", "rest", "finish")}
        if step.facts.kind in ("hold", "work", "max", "recover") and step.end_ms - step.start_ms >= 8_000:
            for seconds, word in ((3, "three"), (2, "two"), (1, "one")):
                assert (step.end_ms - seconds * 1_000, word) in heard, step


@pytest.mark.parametrize("name", [*EACH_STRENGTH, pytest.param(LONGEST, marks=[pytest.mark.thorough])])
def test_verifies_as_what_was_written(name: str, cache_folder: Path) -> None:
    """If this failed, `repcast verify` would call a file wrong that nobody touched, or not have heard all of it."""
    mp3 = rendered(name, cache_folder)
    embedded = read_embedded(mp3)
    verified = verify(mp3, embedded)
    assert not verified.findings
    assert verified.as_written
    assert {cue.state for cue in verified.cues} == {"heard"}
    assert len(verified.cues) == len(embedded.timeline.events)
    signals_ms = {cue.at_ms for cue in verified.cues if cue.track == "earcon"}
    for cue in verified.cues:
        if cue.track == "earcon":
            assert cue.by == "clip"
            assert cue.late_ms == pytest.approx(0, abs=0.1)
        elif cue.at_ms in signals_ms:  # what begins together with a signal is not timed
            assert (cue.by, cue.late_ms) == ("nothing", None)
        else:
            assert cue.by == "onset"
            assert cue.late_ms == pytest.approx(0, abs=3)
