"""Utterances that nobody has spoken yet -> clips: side by side, each checked; a bad recording is tried again."""

import threading
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repcast.disk.temporary import make_sure_of_room, temporary_folder
from repcast.errors import SpeechFailed, UnreadableFile
from repcast.plan.script import Utterance
from repcast.sound.clips import Clip
from repcast.sound.levels import SPEECH_LUFS
from repcast.sound.segments import as_loud_as, trim
from repcast.speech.checks import flaw, plausible_ms, recorded_bytes
from repcast.speech.engine import EngineTrouble, SpeechEngine, Unpronounceable
from repcast.speech.recording import recorded
from repcast.units import SECOND_MS

ATTEMPTS: Final = 4
_PATIENCE_S: Final = 1.0  # with what is being spoken when nobody waits for it any more: usually a tenth of a second
_WORTH_A_WORKER: Final = 8  # utterances: one more process is ready when another has spoken so many


@dataclass(frozen=True, kw_only=True, slots=True)
class Unspoken:
    """An utterance that was not spoken well: why, and whether that is so each time."""

    error: SpeechFailed
    is_certain: bool


def side_by_side(
    utterances: Sequence[Utterance], engines: Mapping[str, SpeechEngine]
) -> Generator[tuple[Utterance, Clip | Unspoken]]:
    """Yield what comes of each utterance, as it is ready; if the caller goes away, the rest is not spoken."""
    most = max(engines[utterance.voice.engine].most for utterance in utterances)
    threads = max(1, min(most, len(utterances) // _WORTH_A_WORKER))
    is_over = threading.Event()
    with temporary_folder() as folder, ThreadPoolExecutor(threads) as executor:
        asked: dict[Future[Clip | Unspoken], Utterance] = {}
        try:
            for number, utterance in enumerate(utterances):
                speaking, stem = engines[utterance.voice.engine], folder / str(number)
                asked[executor.submit(_spoken, utterance, speaking, stem, is_over)] = utterance
            for future in as_completed([*asked]):
                yield asked.pop(future), future.result()  # no longer held, for its clip is large
        finally:
            is_over.set()
            executor.shutdown(wait=False, cancel_futures=True)
            if wait([future for future in asked if future.running()], _PATIENCE_S).not_done:
                for engine in {utterance.voice.engine for utterance in utterances}:
                    engines[engine].close()


def _spoken(utterance: Utterance, engine: SpeechEngine, stem: Path, is_over: threading.Event) -> Clip | Unspoken:
    """Return the clip of an utterance, or why its voice cannot say it; recordings are named by what follows a stem."""
    cause, is_certain, text, rate_wpm = "", False, utterance.spoken, utterance.voice.rate_wpm
    longest_s = plausible_ms(text, rate_wpm)[1] // SECOND_MS + 1
    for attempt in range(ATTEMPTS):
        if is_over.is_set():
            break
        path = stem.with_suffix(f".{attempt}.wav")  # a new name, so that a late recording is never taken for another
        # An engine on a full disk says nothing, or hangs; what it wrote before is still in the way.
        make_sure_of_room(path, recorded_bytes(text, rate_wpm))
        try:
            engine.record(utterance, path)
            recording = recorded(path, longest_s)
        except Unpronounceable:
            return Unspoken(error=SpeechFailed(utterance.text, "its voice cannot pronounce it", 1), is_certain=True)
        except EngineTrouble as trouble:
            cause, is_certain = str(trouble), False
            continue
        except UnreadableFile:
            cause, is_certain = "the recording is missing or cannot be read", False
            continue
        with suppress(OSError):  # where it is still open, it goes with its folder
            path.unlink()
        trimmed = trim(recording)
        found = flaw(recording, trimmed, text=text, rate_wpm=rate_wpm)
        if found is None:
            return as_loud_as(trimmed, SPEECH_LUFS)
        cause, is_certain = found, True
    return Unspoken(error=SpeechFailed(utterance.text, cause, ATTEMPTS), is_certain=is_certain)
