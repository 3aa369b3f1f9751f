"""A voice of each language says what repcast says by itself: eSpeak NG, which is there on every Linux."""

import sys
from pathlib import Path

import numpy as np
import pytest

from repcast.plan.languages import wording_of
from repcast.plan.script import Utterance
from repcast.plan.spoken import written_out
from repcast.session.phrases import PLACEHOLDERS
from repcast.session.settings import Language, Voice
from repcast.speech.cache import ClipCache
from repcast.speech.engines import Engines
from repcast.speech.synthesize import synthesize
from said_phrases import LANGUAGES, filled


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has the voices that it has")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_voice_of_the_language_says_every_phrase(language: Language, tmp_path: Path) -> None:
    """If this failed, a phrase would be spoken by another voice, be spelled out, or not be heard."""
    wording = wording_of(language)
    said = {text for phrase in PLACEHOLDERS for text in list(filled(wording, language, phrase))[:1]}
    said |= {wording.number(number) for number in (1, 2, 3, 16, 21)} | set(wording.signals.values())
    with Engines() as engines:
        voice = Voice(engine="pyttsx3", name=engines["pyttsx3"].usual_voice(language) or "", rate_wpm=165)
        utterances = [
            Utterance(text=text, words=written_out(text, wording.spelling), voice=voice, language=language)
            for text in sorted(said)
        ]
        # It raises an error for what a voice cannot pronounce, and for silence.
        clips = synthesize(utterances, engines, ClipCache(tmp_path), lambda _done, _total: None).clips
    assert clips.keys() == said
    for text, clip in clips.items():
        assert np.abs(clip.samples.astype(np.int32)).max() > 3_000, text
        assert 30 * len(text) < clip.length_ms < 120 * len(text) + 300, text  # it is 40 to 90 ms for a letter
    longest, shortest = max(said, key=len), min(said, key=len)
    assert clips[longest].length_ms > 3 * clips[shortest].length_ms
