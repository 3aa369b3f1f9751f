"""Make the earcons in `sounds/`: python scripts/make_sounds.py [folder].

48 kHz, mono, 16 bit, all as loud as each other, every note with ramps so that nothing clicks. A note has four partials,
so that it is heard where its fundamental is not: a phone's loudspeaker gives little below 800 Hz, and an old ear hears
little above 3 kHz. Who starts to work hears a reed, who may take it easy a flute, and bells mark what is done: timbre,
register and rhythm tell earcons apart (Brewster, Wright and Edwards: Guidelines for the creation of earcons).
"""

import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from math import log10
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pydub looks for an ffmpeg program, which it does not need here
    from pydub import AudioSegment
    from pydub.generators import Sine

RATE_HZ = 48_000


@dataclass(frozen=True, kw_only=True)
class Timbre:
    """How a note sounds.

    Attributes:
        partials: the amplitudes at once, twice, three times... the note's frequency, the first of them 1.
        ramp_ms: at the note's start and at its end.
        decay_db: by which the first partial falls until the note's end; the second by twice as much, and so on.
    """

    partials: tuple[float, ...]
    ramp_ms: int = 5
    decay_db: float = 0.0


REED = Timbre(partials=(1, 0.4, 0.5, 0.25))  # a clarinet's: the third is stronger than the second
WOOD = Timbre(partials=(1, 0.4, 0.2, 0.1))
FLUTE = Timbre(partials=(1, 0.9, 0.4, 0.1), ramp_ms=25)
BELL = Timbre(partials=(1, 0.8, 0.45, 0.2), decay_db=1.5)


@dataclass(frozen=True, kw_only=True)
class Earcon:
    """What is played.

    Attributes:
        notes: for each its frequency in Hz, or 0 for a pause, and its milliseconds.
        level_dbfs: of the first partial: so it has -12.5 LUFS (ITU-R BS.1770-4).
        signs: of the partials, so that their peaks do not meet: of all choices, one with the lowest peak.
    """

    timbre: Timbre
    notes: tuple[tuple[int, int], ...]
    level_dbfs: float
    signs: str


EARCONS = {
    "go": Earcon(timbre=REED, notes=((660, 90), (990, 180)), level_dbfs=-11.88, signs="+++-"),
    "recover": Earcon(timbre=FLUTE, notes=((1047, 110), (880, 110), (698, 180)), level_dbfs=-12.16, signs="++-+"),
    "tick": Earcon(timbre=WOOD, notes=((1320, 60),), level_dbfs=-11.12, signs="+---"),
    "halfway": Earcon(timbre=BELL, notes=((784, 80), (0, 60), (784, 80)), level_dbfs=-10.12, signs="++-+"),
    "done": Earcon(timbre=BELL, notes=((880, 120), (660, 200)), level_dbfs=-11.59, signs="+---"),
    "rest": Earcon(timbre=FLUTE, notes=((587, 480),), level_dbfs=-12.28, signs="++-+"),
    "finish": Earcon(
        timbre=BELL, notes=((659, 150), (0, 30), (831, 150), (0, 30), (988, 400)), level_dbfs=-11.71, signs="++-+"
    ),
}


def note(earcon: Earcon, frequency_hz: int, duration_ms: int) -> AudioSegment:
    """Return one note of an earcon, or a pause."""
    sound = AudioSegment.silent(duration=duration_ms, frame_rate=RATE_HZ)
    if not frequency_hz:
        return sound
    for partial in partials(earcon, frequency_hz, duration_ms):
        sound = sound.overlay(partial)
    return sound.fade_in(earcon.timbre.ramp_ms).fade_out(earcon.timbre.ramp_ms)


def partials(earcon: Earcon, frequency_hz: int, duration_ms: int) -> Iterator[AudioSegment]:
    """Yield the partials of a note."""
    for number, (amplitude, sign) in enumerate(zip(earcon.timbre.partials, earcon.signs, strict=True), start=1):
        level_dbfs = earcon.level_dbfs + 20 * log10(amplitude)
        sine = Sine(number * frequency_hz, sample_rate=RATE_HZ).to_audio_segment(duration_ms, level_dbfs)
        sine = sine.fade(to_gain=-number * earcon.timbre.decay_db, start=0, end=duration_ms)
        yield sine.invert_phase() if sign == "-" else sine


def main() -> None:
    """Write every earcon."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "sounds"
    folder.mkdir(exist_ok=True)
    for name, earcon in EARCONS.items():
        sound = sum((note(earcon, *each) for each in earcon.notes), AudioSegment.empty())
        sound.export(folder / f"{name}.wav", format="wav").close()


if __name__ == "__main__":
    main()
