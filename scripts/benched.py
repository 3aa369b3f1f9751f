"""The sessions that `bench.py` measures."""

import wave
from array import array
from collections.abc import Mapping
from math import sin, tau
from pathlib import Path
from random import Random
from typing import Final

# Three lengths of one workout, with a bit of everything that a session may have.
_CIRCUIT: Final = """\
title: Benchmark circuit
rounds: {rounds}
rest_between_rounds: 15s
rest_between_steps: 15s
tips: [Keep your form to the last second., Breathe evenly.]
steps:
  - work: Jumping jacks
    for: 30s
    say: Land softly, on the balls of your feet.
  - hold: Plank
    for: 45s
    say: Elbows under your shoulders, one straight line from head to heels.
  - reps: High hops
    count: 10
    tempo: 1.5s
  - work: Squats
    for: 30s
  - work: Flutter kicks
    for: 30s
  - hold: Side plank
    for: 30s
    sides: [left side, right side]
    tips: [Hips high.]
"""
# As people have them: nothing comes twice, and all is said that can be.
_TALKATIVE: Final = """\
title: Ten minutes, everything said
talk: full
rest_between_steps: 25s
tips: [Breathe evenly., Shoulders away from your ears., Quality before speed., Keep your eyes on one point.]
steps:
  - work: Jumping jacks
    for: 40s
    say: Land softly, on the balls of your feet.
  - hold: Wall sit
    for: 40s
    say: Back flat against the wall, thighs level with the floor.
  - work: Push-ups
    for: 40s
    say: Hands under your shoulders, and lower your chest between them.
  - work: Bicycle crunches
    for: 40s
    say: Elbow to the opposite knee, slowly.
  - work: Step-ups
    for: 40s
    say: Press through the whole foot, and change the leg each time.
  - work: Squats
    for: 40s
    say: Sit back as if onto a low chair.
  - work: Triceps dips
    for: 40s
    say: Keep your elbows pointing behind you.
  - hold: Plank
    for: 40s
    say: Elbows under your shoulders, one straight line from head to heels.
  - work: High knees
    for: 40s
    say: Knees up to your hips, and drive with your arms.
"""
_MUSIC: Final = "music.wav"
_MUSIC_S: Final = 20
_TIMES: Final = 9  # three minutes, as songs have: shorter ones are kept in memory
_RATE_HZ: Final = 44_100  # as on a CD

FIVE, TWENTY, HOURS = "5 minutes", "20 minutes", "2 hours"
FIVE_OVER_MUSIC, TWENTY_OVER_MUSIC = f"{FIVE} over music", f"{TWENTY} over music"
STRENGTH, TALKATIVE = "runner-strength", "10 minutes, 88 cues"

USUAL: Final = (FIVE, TWENTY, HOURS, TWENTY_OVER_MUSIC, STRENGTH, TALKATIVE)
SHORT: Final = (FIVE, FIVE_OVER_MUSIC)

_TEXTS: Final[Mapping[str, str]] = {
    FIVE: _CIRCUIT.format(rounds=1),
    TWENTY: _CIRCUIT.format(rounds=4),
    HOURS: _CIRCUIT.format(rounds=24),
    FIVE_OVER_MUSIC: f"{_CIRCUIT.format(rounds=1)}music: {_MUSIC}\n",
    TWENTY_OVER_MUSIC: f"{_CIRCUIT.format(rounds=4)}music: {_MUSIC}\n",
    TALKATIVE: _TALKATIVE,
}


def session_called(name: str, folder: Path) -> str:
    """Return what to render: the path of a session of ours, written into `folder`; any other name as it is."""
    if name not in _TEXTS:
        return name
    path = folder / f"{name}.yaml"
    path.write_text(_TEXTS[name], encoding="utf-8")
    if _MUSIC in _TEXTS[name] and not (folder / _MUSIC).exists():
        _write_music(folder / _MUSIC)
    return str(path)


def _write_music(path: Path) -> None:
    """Write chords, each with its noise: as much work for a codec as music is."""
    random = Random(1)
    samples = array("h")
    for second in range(_MUSIC_S):
        chord = [110 * 2 ** (random.randrange(36) / 12) for _ in range(4)]
        for at in range(_RATE_HZ):
            moment_s = second + at / _RATE_HZ
            left = sum(sin(tau * pitch_hz * moment_s) for pitch_hz in chord[:2])
            right = sum(sin(tau * pitch_hz * moment_s) for pitch_hz in chord[2:])
            samples.extend(int(6_000 * (voice + random.uniform(-0.3, 0.3))) for voice in (left, right))
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, _RATE_HZ, 0, "NONE", ""))
        file.writeframes(samples.tobytes() * _TIMES)
