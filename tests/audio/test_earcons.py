"""The signals, told apart by timbre, register and rhythm; measured in the files that travel with repcast."""

from itertools import combinations, pairwise, permutations
from pathlib import Path
from typing import Final, get_args

import numpy as np
import pytest
from metering import own_loudness

from earcons_in_noise import (
    NOISES,
    SNRS_DB,
    Noise,
    Place,
    Sound,
    confusions,
    from_a_phone,
    in_an_old_ear,
    left_db,
    notes,
    read,
    signals_in,
)
from repcast.session.settings import Signal
from repcast.verify.cues import REACH
from repcast.verify.hearing import _match

MS: Final = 48
SOUNDS: Final = Path(__file__).parents[2] / "sounds"
FAINT: Final = 0.002  # 45 dB below a signal's peak
LOUDNESS_LUFS: Final = -12.5  # docs/sound.md
PEAK_DBFS: Final = -6.6  # of the one with the highest: what it has to stay under when all is made louder
HIGHEST_HZ: Final = 6_000
SEMITONE: Final = 2 ** (1 / 12)

# docs/sounds.md: for each note its frequency, and when it begins and ends, in Hz and ms.
TABLE: Final = {
    "go": ((660, 0, 90), (990, 90, 270)),
    "recover": ((1047, 0, 110), (880, 110, 220), (698, 220, 400)),
    "tick": ((1320, 0, 60),),
    "halfway": ((784, 0, 80), (784, 140, 220)),
    "done": ((880, 0, 120), (660, 120, 320)),
    "rest": ((587, 0, 480),),
    "finish": ((659, 0, 150), (831, 180, 330), (988, 360, 760)),
}
SOFT: Final = ("recover", "rest")  # they begin and end within 25 ms, the others within 5
# docs/sound.md: the levels of the second, third and fourth partial, in dB against the first.
_REED, _FLUTE, _WOOD, _BELL = (-8, -6, -12), (-1, -8, -20), (-8, -14, -20), (-3, -8, -16)
TIMBRES: Final = {
    "go": _REED,
    "recover": _FLUTE,
    "tick": _WOOD,
    "halfway": _BELL,
    "done": _BELL,
    "rest": _FLUTE,
    "finish": _BELL,
}
TRIALS: Final = 16


def ramp_ms(name: str) -> int:
    """Return how long a signal's notes take to begin, and to end."""
    return 25 if name in SOFT else 5


def test_every_signal_is_measured() -> None:
    """A new signal could click, be lost in noise, or be taken for another one."""
    assert {*TABLE} == {*TIMBRES} == {*signals_in(SOUNDS)} == {*get_args(Signal)}


@pytest.mark.parametrize("name", TABLE)
def test_has_its_pitches_and_its_rhythm(name: str) -> None:
    """A signal would not be the one that the listener has learnt."""
    sound = read(SOUNDS / f"{name}.wav")
    found = notes(sound)
    assert len(sound) == TABLE[name][-1][-1] * MS
    assert len(found) == len(TABLE[name])
    for note, (hz, start_ms, end_ms) in zip(found, TABLE[name], strict=True):
        assert note.hz == pytest.approx(hz, rel=0.01)
        assert note.start_ms == pytest.approx(start_ms, abs=ramp_ms(name))
        assert note.end_ms == pytest.approx(end_ms, abs=ramp_ms(name))


@pytest.mark.parametrize("name", TABLE)
def test_has_partials_above_its_pitch(name: str) -> None:
    """A phone's loudspeaker would play a faint hum, or an old ear hear nothing of it; or it would be shrill."""
    for note in notes(read(SOUNDS / f"{name}.wav")):
        assert note.partials_db[1:] == pytest.approx(TIMBRES[name], abs=1.2)
    sound = read(SOUNDS / f"{name}.wav")
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    above = spectrum[len(sound) * HIGHEST_HZ // 48_000 :]
    assert above.sum() < 1e-5 * spectrum.sum()


@pytest.mark.parametrize("name", TABLE)
def test_is_heard_from_a_phone_and_by_old_ears(name: str) -> None:
    """A signal would be half as loud as others, or softer, on a phone's loudspeaker or in an ear that has grown old."""
    sound = read(SOUNDS / f"{name}.wav")
    assert left_db(sound, from_a_phone(sound)) > -3
    assert left_db(sound, in_an_old_ear(sound)) > -1
    assert left_db(sound, in_an_old_ear(from_a_phone(sound))) > -3


@pytest.mark.parametrize("name", TABLE)
def test_is_as_loud_as_the_others(name: str) -> None:
    """If this failed, one signal would be lost where the others are heard, or startle."""
    sound = read(SOUNDS / f"{name}.wav")
    assert own_loudness(sound) == pytest.approx(LOUDNESS_LUFS, abs=0.1)
    assert 20 * np.log10(np.abs(sound).max()) <= PEAK_DBFS


@pytest.mark.parametrize("name", TABLE)
def test_does_not_click(name: str) -> None:
    """A signal would begin or end with a click, which is sharper than any beep."""
    sound = read(SOUNDS / f"{name}.wav")
    peak = float(np.abs(sound).max())
    assert abs(sound[0]) < FAINT
    assert abs(sound[-1]) < FAINT
    steps = np.abs(np.diff(sound, prepend=0.0, append=0.0))
    edges = [edge * MS for _, *times in TABLE[name] for edge in times]
    near_edges = np.zeros(len(steps), dtype=bool)
    for edge in edges:
        near_edges[max(0, edge - 5 * MS) : edge + 5 * MS + 1] = True
    assert steps[near_edges].max() <= steps[~near_edges].max(), "no steeper than inside its notes"
    for side in (sound, sound[::-1]):
        envelope = np.abs(side[: ramp_ms(name) * MS]).reshape(5, -1).max(axis=1)
        assert (np.diff(envelope) > 0).all(), "a ramp"
        assert envelope[0] < 0.3 * peak


def contour(name: str) -> tuple[int, ...]:
    """Return whether each note is higher (1) than the one before, lower (-1), or nearly the same (0)."""
    heard = notes(read(SOUNDS / f"{name}.wav"))
    steps = (np.log(after.hz / before.hz) / np.log(SEMITONE) for before, after in pairwise(heard))
    return tuple(round(step / abs(step)) if abs(step) > 2 else 0 for step in steps)


@pytest.mark.parametrize("pair", list(combinations(TABLE, 2)), ids="-".join)
def test_are_told_apart(pair: tuple[str, str]) -> None:
    """The listener would go where they should rest, or stop where they are halfway."""
    contours = [contour(name) for name in pair]
    first, second = (notes(read(SOUNDS / f"{name}.wav")) for name in pair)
    lengths_ms = [sum(note.end_ms - note.start_ms for note in each) for each in (first, second)]
    registers = [np.exp(np.mean(np.log([note.hz for note in each]))) for each in (first, second)]
    ways = [
        contours[0] != contours[1],
        max(lengths_ms) > 1.5 * min(lengths_ms),
        max(registers) / min(registers) > SEMITONE**4,
        TIMBRES[pair[0]] != TIMBRES[pair[1]],
    ]
    assert sum(ways) >= 2, "in one way alone is too little for absolute judgement"


@pytest.mark.parametrize("pair", list(permutations(TABLE, 2)), ids="-".join)
def test_are_told_apart_by_verify(pair: tuple[str, str]) -> None:
    """`repcast verify` would take one signal for another: what is alike by 0.7 is the same to it."""
    there, sought = (read(SOUNDS / f"{name}.wav").astype(np.float32)[: 500 * MS] for name in pair)
    window = np.zeros(len(sought) + 2 * REACH, dtype=np.float32)
    heard = there[: len(window) - REACH]
    window[REACH : REACH + len(heard)] = heard
    assert _match(window, sought)[-1] < 0.55


def test_rise_and_fall_as_they_mean() -> None:
    """A start would sound like an end, or a walk like a run."""
    falling, rising = {"recover": (-1, -1), "done": (-1,)}, {"go": (1,), "finish": (1, 1)}
    level: dict[str, tuple[int, ...]] = {"halfway": (0,), "tick": (), "rest": ()}
    assert {name: contour(name) for name in TABLE} == falling | rising | level


@pytest.mark.parametrize("at_worst", [False, True], ids=["as they are", "from a phone, in an old ear"])
@pytest.mark.parametrize(
    "noise", [pytest.param(noise, marks=[pytest.mark.thorough] if noise == "white" else []) for noise in NOISES]
)
@pytest.mark.slow
def test_are_told_apart_in_noise(noise: Noise, *, at_worst: bool) -> None:
    """In a loud gym, one signal would be taken for another."""
    signals = signals_in(SOUNDS)
    for snr_db in SNRS_DB:
        place = Place(noise=noise, snr_db=snr_db, on_a_phone=at_worst, old_ear=at_worst)
        right = np.diag(confusions(signals, place, TRIALS)) / TRIALS
        # Pink noise is the worst of the three, and -15 dB in it, from a phone, the edge of what can be heard.
        least, mean = (0.7, 0.9) if (noise, snr_db, at_worst) == ("pink", -15, True) else (0.9, 0.98)
        assert right.min() >= least, (place, right)
        assert right.mean() >= mean, (place, right)


@pytest.mark.slow
def test_the_measure_sees_a_signal_that_a_phone_swallows() -> None:
    """The test above could not fail: a deep, pure tone is what is lost first."""
    signals = signals_in(SOUNDS)
    rest = signals["rest"]
    tone: Sound = np.sin(2 * np.pi * 523 / 48_000 * np.arange(len(rest)))
    place = Place(noise="speech", snr_db=-15, on_a_phone=True, old_ear=True)
    right = np.diag(confusions({**signals, "rest": tone}, place, TRIALS)) / TRIALS
    assert right[[*signals].index("rest")] < 0.8
