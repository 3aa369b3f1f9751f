"""Checks of a recording: an engine may return silence, half a sentence, or nothing at all."""

from typing import Final

from pydub import AudioSegment

from repcast.sound.segments import FLOOR_DBFS
from repcast.units import MINUTE_MS, SECOND_MS

_LETTERS_PER_WORD: Final = 5
_TAIL_MS: Final = 5
_TAIL_DB: Final = -30.0  # relative to the peak; a complete recording has died away at its end

# The longest that one character may take at 150 words a minute: letters may be spelled out, and other characters are
# read by their names ("full stop", "flexed biceps").
_LETTER_MS: Final = 700
_OTHER_MS: Final = 3 * SECOND_MS
_REFERENCE_WPM: Final = 150
_BYTES_PER_S: Final = 2 * 22_050  # as most engines record


def flaw(recording: AudioSegment, trimmed: AudioSegment, *, text: str, rate_wpm: int) -> str | None:
    """Return what is wrong with a recording, or None if it is good.

    Args:
        recording: as the engine wrote it.
        trimmed: the same, from its audible onset to its audible end.
        text: what it should say.
        rate_wpm: how fast.
    """
    if not len(recording):
        return "the recording is empty"
    if not len(trimmed) or recording.max_dBFS < FLOOR_DBFS:
        return "the recording is silent"
    if recording[-_TAIL_MS:].max_dBFS > recording.max_dBFS + _TAIL_DB:
        return "the recording is cut off at its end"
    shortest_ms, longest_ms = plausible_ms(text, rate_wpm)
    if len(trimmed) < shortest_ms:
        return f"the recording lasts {len(trimmed)} ms, too short for its text"
    if len(trimmed) > longest_ms:
        return f"the recording lasts {len(trimmed)} ms, too long for its text"
    return None


def plausible_ms(text: str, rate_wpm: int) -> tuple[int, int]:
    """Return the shortest and the longest time that speaking a text may take."""
    letters = sum(character.isascii() and character.isalpha() for character in text)
    others = sum(not character.isspace() for character in text) - letters
    usual_ms = letters * MINUTE_MS / (rate_wpm * _LETTERS_PER_WORD)
    slowness = max(1.0, _REFERENCE_WPM / rate_wpm)
    return int(usual_ms / 4), int((letters * _LETTER_MS + others * _OTHER_MS) * slowness) + 2 * SECOND_MS


def recorded_bytes(text: str, rate_wpm: int) -> int:
    """Return the room that a recording of a text usually takes on disk, and as much again."""
    usual_ms = len(text) * MINUTE_MS // (rate_wpm * _LETTERS_PER_WORD)
    return 2 * (usual_ms + SECOND_MS) * _BYTES_PER_S // SECOND_MS
