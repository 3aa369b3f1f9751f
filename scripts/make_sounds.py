"""Make the earcons in `sounds/`: python scripts/make_sounds.py [folder].

48 kHz, mono, 16 bit, all as loud as each other, every note with 5 ms ramps so that nothing clicks.
"""

import sys
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pydub looks for an ffmpeg program, which it does not need here
    from pydub import AudioSegment
    from pydub.generators import Sine

RATE_HZ = 48_000
RAMP_MS = 5

# Each earcon: (frequency in Hz, or 0 for a pause; milliseconds) for each note.
EARCONS = {
    "go": ((660, 90), (990, 180)),
    "tick": ((1320, 60),),
    "halfway": ((784, 80), (0, 60), (784, 80)),
    "done": ((880, 120), (587, 200)),
    "rest": ((523, 480),),
    "finish": ((659, 150), (0, 30), (831, 150), (0, 30), (988, 400)),
}
# Its peak, with which it has -12.5 LUFS (ITU-R BS.1770-4): pauses and deep notes make a signal softer.
PEAKS_DBFS = {"go": -9.09, "tick": -9.82, "halfway": -7.32, "done": -8.84, "rest": -8.79, "finish": -8.8}


def note(frequency_hz: int, duration_ms: int, peak_dbfs: float) -> AudioSegment:
    """Return one note, or a pause."""
    if not frequency_hz:
        return AudioSegment.silent(duration=duration_ms, frame_rate=RATE_HZ)
    sine = Sine(frequency_hz, sample_rate=RATE_HZ).to_audio_segment(duration=duration_ms, volume=peak_dbfs)
    return sine.fade_in(RAMP_MS).fade_out(RAMP_MS)


def main() -> None:
    """Write every earcon."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "sounds"
    folder.mkdir(exist_ok=True)
    for name, notes in EARCONS.items():
        sound = sum((note(*each, PEAKS_DBFS[name]) for each in notes), AudioSegment.empty())
        sound.export(folder / f"{name}.wav", format="wav").close()


if __name__ == "__main__":
    main()
