"""Utterances -> clips: taken from the cache, or spoken and kept."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from repcast.errors import SpeechFailed, SpeechUnavailable
from repcast.plan.script import Utterance
from repcast.progress import Report
from repcast.session.settings import Voice
from repcast.sound.clips import Clip
from repcast.speech.cache import ClipCache
from repcast.speech.engine import SpeechEngine, Unpronounceable


@dataclass(frozen=True, kw_only=True, slots=True)
class Speech:
    """What was spoken.

    Attributes:
        clips: by text.
        by_fallback: the texts that another voice says than the one that was asked.
    """

    clips: dict[str, Clip]
    by_fallback: frozenset[str] = frozenset()


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
    if missing:
        from repcast.speech.speaking import side_by_side  # noqa: PLC0415 - what is kept is not spoken again

        with closing(side_by_side(missing, engines)) as results:
            for utterance, spoken in results:
                if isinstance(spoken, Clip):
                    clips[utterance.text] = cache.put(utterance, _version(utterance, engines), spoken)
                    report(len(clips), len(utterances))
                    continue
                if not fallback or not (spoken.is_certain or clips):  # an engine that says nothing says nothing else
                    raise spoken.error
                if spoken.is_certain:
                    cache.put_unpronounceable(utterance, _version(utterance, engines))
                others.append(utterance)
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
