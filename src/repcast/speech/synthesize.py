"""Utterances -> clips: taken from the cache, or spoken, checked, and kept; a bad recording is tried again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from repcast.disk.temporary import make_sure_of_room, temporary_folder
from repcast.errors import SpeechFailed, UnreadableFile
from repcast.plan.script import Utterance
from repcast.progress import Report
from repcast.sound.clips import Clip, as_loud_as, decode, trim
from repcast.sound.levels import SPEECH_LUFS
from repcast.speech.cache import ClipCache
from repcast.speech.checks import flaw, recorded_bytes
from repcast.speech.engine import EngineTrouble, SpeechEngine
from repcast.speech.pyttsx3_engine import Pyttsx3Engine

ENGINES: Final[Mapping[str, Callable[[], SpeechEngine]]] = {"pyttsx3": Pyttsx3Engine}
ATTEMPTS: Final = 4


def synthesize(
    utterances: Sequence[Utterance], engine: SpeechEngine, cache: ClipCache, report: Report
) -> dict[str, Clip]:
    """Return a clip for each utterance, by its text, trimmed to what is audible; all clips are equally loud.

    Args:
        utterances: distinct.
        engine: speaks what the cache lacks.
        cache: of this engine's clips.
        report: is called with the utterances done so far, and in all.

    Raises:
        SpeechUnavailable: the engine does not start.
        UnknownVoice: the engine has no voice of this name.
        SpeechFailed: every attempt at an utterance failed.
        SystemRefused: the system lacks the room, the memory or the processes that speaking takes.
    """
    clips = {}
    was_spoken = False
    for done, utterance in enumerate(utterances, start=1):
        clip = cache.get(utterance)
        if clip is None:
            clip = cache.put(utterance, _spoken(utterance, engine))
            was_spoken = True
        clips[utterance.text] = clip
        report(done, len(utterances))
    if was_spoken:
        cache.prune()
    return clips


def _spoken(utterance: Utterance, engine: SpeechEngine) -> Clip:
    cause, text, rate_wpm = "", utterance.spoken, utterance.voice.rate_wpm
    with temporary_folder() as folder:
        for attempt in range(ATTEMPTS):
            path = folder / f"{attempt}.wav"  # a new name, so that a late recording is never taken for another
            # An engine on a full disk says nothing, or hangs; what it wrote before is still in the way.
            make_sure_of_room(path, recorded_bytes(text, rate_wpm))
            try:
                engine.record(utterance, path)
                recording = decode(path)
            except EngineTrouble as trouble:
                cause = str(trouble)
                continue
            except UnreadableFile:
                cause = "the recording is missing or cannot be read"
                continue
            trimmed = trim(recording)
            found = flaw(recording, trimmed, text=text, rate_wpm=rate_wpm)
            if found is None:
                return as_loud_as(trimmed, SPEECH_LUFS)
            cause = found
    raise SpeechFailed(utterance.text, cause, ATTEMPTS)
