"""Utterances -> clips: taken from the cache, or spoken, checked, and kept; a bad recording is tried again."""

import threading
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from repcast.disk.temporary import make_sure_of_room, temporary_folder
from repcast.errors import SpeechFailed, SpeechUnavailable, UnreadableFile
from repcast.plan.script import Utterance
from repcast.progress import Report
from repcast.session.settings import Voice
from repcast.sound.clips import Clip, as_loud_as, trim
from repcast.sound.levels import SPEECH_LUFS
from repcast.speech.cache import ClipCache
from repcast.speech.checks import flaw, plausible_ms, recorded_bytes
from repcast.speech.engine import EngineTrouble, SpeechEngine, Unpronounceable
from repcast.speech.recording import recorded
from repcast.units import SECOND_MS

ATTEMPTS: Final = 4
_PATIENCE_S: Final = 1.0  # with what is being spoken when nobody waits for it any more: usually a tenth of a second
_WORTH_A_WORKER: Final = 8  # utterances: one more process is ready when another has spoken so many


@dataclass(frozen=True, kw_only=True, slots=True)
class Speech:
    """What was spoken.

    Attributes:
        clips: by text.
        by_fallback: the texts that another voice says than the one that was asked.
    """

    clips: dict[str, Clip]
    by_fallback: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Unspoken:
    """An utterance that was not spoken well: why, and whether that is so each time."""

    error: SpeechFailed
    is_certain: bool


def synthesize(
    utterances: Sequence[Utterance],
    engines: Mapping[str, SpeechEngine],
    cache: ClipCache,
    report: Report,
    fallback: Voice | None = None,
) -> Speech:
    """Return a clip for each utterance, trimmed to what is audible; all clips are equally loud.

    Args:
        utterances: distinct; their voices' engines are settled.
        engines: speak what the cache lacks, side by side.
        cache: of clips.
        report: is called with the utterances done so far, and in all.
        fallback: says what the voice of an utterance cannot.

    Raises:
        SpeechUnavailable: the engine does not start.
        UnknownVoice, VoiceNotHere, BadVoice: the engine has no such voice, or none that can be used.
        SpeechFailed: every attempt at an utterance failed.
        SystemRefused: the system lacks the room, the memory or the processes that speaking takes.
    """
    clips: dict[str, Clip] = {}
    others: list[Utterance] = []
    missing: list[Utterance] = []
    for utterance in utterances:
        try:
            clip = cache.get(utterance, _version(utterance, engines))
        except Unpronounceable:
            (others if fallback else missing).append(utterance)
            continue
        if clip:
            clips[utterance.text] = clip
            report(len(clips), len(utterances))
        else:
            missing.append(utterance)
    with closing(_side_by_side(missing, engines)) as results:
        for utterance, spoken in results:
            if isinstance(spoken, Clip):
                clips[utterance.text] = cache.put(utterance, _version(utterance, engines), spoken)
                report(len(clips), len(utterances))
                continue
            if not fallback or not (spoken.is_certain or clips):  # an engine that says nothing at all says nothing else
                raise spoken.error
            if spoken.is_certain:
                cache.put_unpronounceable(utterance, _version(utterance, engines))
            others.append(utterance)
    if missing:
        cache.tidy()
    if others and fallback:
        clips |= _by(fallback, others, engines, cache, _after(len(clips), len(utterances), report))
    ordered = {utterance.text: clips[utterance.text] for utterance in utterances}
    return Speech(clips=ordered, by_fallback=frozenset(utterance.text for utterance in others))


def _version(utterance: Utterance, engines: Mapping[str, SpeechEngine]) -> str:
    return engines[utterance.voice.engine].version(utterance.voice.name)


def _by(
    fallback: Voice, others: Sequence[Utterance], engines: Mapping[str, SpeechEngine], cache: ClipCache, report: Report
) -> dict[str, Clip]:
    """Return the clips of utterances that their own voice cannot say."""
    in_its_words = [replace(utterance, voice=_at_rate_of(utterance, fallback)) for utterance in others]
    try:
        return synthesize(in_its_words, engines, cache, report).clips
    except SpeechUnavailable as unavailable:  # which is not the engine that was asked for
        raise SpeechFailed(others[0].text, f"its voice cannot, and {unavailable.problem}", 1) from unavailable


def _at_rate_of(utterance: Utterance, voice: Voice) -> Voice:
    return voice.model_copy(update={"rate_wpm": utterance.voice.rate_wpm})


def _after(done: int, total: int, report: Report) -> Report:
    return lambda more, _: report(done + more, total)


def _side_by_side(
    utterances: Sequence[Utterance], engines: Mapping[str, SpeechEngine]
) -> Generator[tuple[Utterance, Clip | _Unspoken]]:
    """Yield what comes of each utterance, as it is ready; if the caller goes away, the rest is not spoken."""
    if not utterances:
        return
    most = max(engines[utterance.voice.engine].most for utterance in utterances)
    threads = max(1, min(most, len(utterances) // _WORTH_A_WORKER))
    is_over = threading.Event()
    with temporary_folder() as folder, ThreadPoolExecutor(threads) as executor:
        asked: dict[Future[Clip | _Unspoken], Utterance] = {}
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


def _spoken(utterance: Utterance, engine: SpeechEngine, stem: Path, is_over: threading.Event) -> Clip | _Unspoken:
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
            return _Unspoken(error=SpeechFailed(utterance.text, "its voice cannot pronounce it", 1), is_certain=True)
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
    return _Unspoken(error=SpeechFailed(utterance.text, cause, ATTEMPTS), is_certain=is_certain)
