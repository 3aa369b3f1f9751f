"""`speech.synthesize`: each utterance ends as a good clip, or the render stops with an error that names it."""

import errno
import os
import sys
import threading
import wave
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from repcast.errors import SpeechFailed, SpeechUnavailable, SystemRefused, UnknownVoice
from repcast.plan.script import Utterance
from repcast.progress import Report
from repcast.session.settings import Voice
from repcast.sound.clips import Clip
from repcast.sound.levels import SPEECH_LUFS
from repcast.sound.loudness import loudness_lufs
from repcast.speech.cache import ClipCache
from repcast.speech.engine import EngineTrouble, SpeechEngine, Unpronounceable, VoiceInfo
from repcast.speech.engines import ENGINES
from repcast.speech.speakers import AUTO
from repcast.speech.speaking import ATTEMPTS
from repcast.speech.synthesize import synthesize
from sound import pcm_of

VERSION = "fake 1"
RATE_HZ = 22_050  # as eSpeak's: clips are resampled


def utterances(*texts: str) -> list[Utterance]:
    """Return utterances of the usual voice."""
    return [Utterance(text=text, voice=Voice(), language="en") for text in texts]


def write_tone(path: Path, *, ms: int = 600, silent_ms: int = 200, level: int = 9_000, tail_ms: int = 200) -> None:
    """Write a tone between two silences."""
    tone = level * np.sin(np.arange(RATE_HZ * ms // 1000) * 0.1)
    tone *= np.minimum(1, np.arange(len(tone), 0, -1) / 200)  # it dies away
    parts = (np.zeros(RATE_HZ * silent_ms // 1000), tone, np.zeros(RATE_HZ * tail_ms // 1000))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(np.concatenate(parts).astype("<i2").tobytes())


Attempt = Callable[[Path], None]


class FakeEngine:
    """Records as it is told: each attempt at a text takes the next of its ways, and then good ones."""

    def __init__(self, ways: dict[str, Sequence[Attempt]] | None = None, most: int = 1) -> None:
        self.most = most
        self.ways = ways or {}
        self.attempts: Counter[str] = Counter()

    def missing(self) -> str:
        """Return nothing."""
        return ""

    def version(self, voice: str) -> str:
        """Return a version."""
        del voice
        return VERSION

    def usual_voice(self, language: str) -> str | None:
        """Return no voice."""
        del language
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return no voice."""
        return ()

    def close(self) -> None:
        """Do nothing."""

    def record(self, utterance: Utterance, path: Path) -> None:
        """Record in the way that is due."""
        ways = self.ways.get(utterance.text, ())
        attempt = self.attempts[utterance.text]
        self.attempts[utterance.text] += 1
        (ways[attempt] if attempt < len(ways) else write_tone)(path)


def crashes(_: Path) -> None:
    """Crash."""
    raise EngineTrouble("the speech process ended")


def writes_nothing(_: Path) -> None:
    """Say that all went well, and write no file."""


def writes_an_empty_file(path: Path) -> None:
    """Write a file of no bytes."""
    path.touch()


def writes_half_a_file(path: Path) -> None:
    """Write the beginning of a recording: its header promises more than there is."""
    write_tone(path, ms=900, tail_ms=0)
    path.write_bytes(path.read_bytes()[:10_000])


def writes_a_header_only(path: Path) -> None:
    """Write a recording of no length."""
    write_tone(path, ms=0, silent_ms=0, tail_ms=0)


def writes_silence(path: Path) -> None:
    """Write a recording in which nothing is heard."""
    write_tone(path, level=0)


def writes_nonsense(path: Path) -> None:
    """Write what is no recording."""
    path.write_bytes(b"not a sound" * 100)


BAD_WAYS = (
    crashes,
    writes_nothing,
    writes_an_empty_file,
    writes_half_a_file,
    writes_a_header_only,
    writes_silence,
    writes_nonsense,
)
each_bad_way = pytest.mark.parametrize("way", BAD_WAYS, ids=[way.__name__ for way in BAD_WAYS])


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    """Return an empty cache."""
    return ClipCache(tmp_path)


def spoken(wanted: Sequence[Utterance], engine: SpeechEngine, cache: ClipCache, report: Report) -> dict[str, Clip]:
    """Return the clips of utterances by an engine that has no fallback."""
    return synthesize(wanted, {"auto": engine}, cache, report).clips


def ignore(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def test_a_session_may_name_every_engine_and_no_other() -> None:
    """If this failed, an engine could not be chosen, or a session that passes every check would end in a traceback."""
    assert {*ENGINES, AUTO} == set(get_args(Voice.model_fields["engine"].annotation))


def test_every_text_has_its_clip(cache: ClipCache) -> None:
    """A cue would be missing."""
    engine = FakeEngine()
    progress: list[tuple[int, int]] = []
    wanted = utterances("one", "two", "three")
    clips = spoken(wanted, engine, cache, lambda done, total: progress.append((done, total)))
    assert list(clips) == ["one", "two", "three"]
    assert progress == [(1, 3), (2, 3), (3, 3)]
    assert engine.attempts == {"one": 1, "two": 1, "three": 1}


def test_clips_are_trimmed_to_what_is_audible(cache: ClipCache) -> None:
    """A "three" would be heard a fifth of a second after its time, for the silence before it."""
    clip = spoken(utterances("one"), FakeEngine(), cache, ignore)["one"]
    assert 590 <= clip.length_ms <= 601
    assert np.abs(clip.samples[:96]).max() > 90


def test_what_is_cached_is_not_spoken(cache: ClipCache) -> None:
    """Rendering again would take as long as the first time, or fail where the engine has gone."""
    first = spoken(utterances("one"), FakeEngine(), cache, ignore)
    engine = FakeEngine()
    second = spoken(utterances("one", "two"), engine, cache, ignore)
    assert engine.attempts == {"two": 1}
    assert np.array_equal(first["one"].samples, second["one"].samples)


def test_a_damaged_entry_is_spoken_again(tmp_path: Path) -> None:
    """A damaged cache would stay damaged."""
    cache, [one] = ClipCache(tmp_path), utterances("one")
    first = spoken([one], FakeEngine(), cache, ignore)
    [entry] = (path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_bytes(entry.read_bytes()[:-10])
    engine = FakeEngine()
    second = spoken([one], engine, cache, ignore)
    assert engine.attempts == {"one": 1}
    assert np.array_equal(first["one"].samples, second["one"].samples)
    assert cache.get(one, VERSION) is not None


@each_bad_way
def test_a_bad_attempt_is_tried_again(way: Attempt, cache: ClipCache) -> None:
    """One hiccup of the speech engine would stop the render, or be heard."""
    engine = FakeEngine({"two": [way]})
    clips = spoken(utterances("one", "two", "three"), engine, cache, ignore)
    assert engine.attempts == {"one": 1, "two": 2, "three": 1}
    assert np.array_equal(clips["two"].samples, clips["one"].samples)


@each_bad_way
def test_what_never_succeeds_stops_with_its_text(way: Attempt, cache: ClipCache) -> None:
    """An MP3 would be written with a cue missing, or the user not learn which text to change."""
    engine = FakeEngine({"two": [way] * ATTEMPTS})
    with pytest.raises(SpeechFailed) as error:
        spoken(utterances("one", "two", "three"), engine, cache, ignore)
    assert str(error.value).startswith("the speech engine could not say “two”: the ")
    assert engine.attempts["two"] == ATTEMPTS
    assert cache.get(utterances("two")[0], VERSION) is None
    assert cache.get(utterances("one")[0], VERSION) is not None, "what was spoken well is kept"


def test_an_earlier_attempt_s_file_is_never_taken(cache: ClipCache) -> None:
    """One text's recording would be heard in another's place."""
    engine = FakeEngine({"two": [writes_nothing] * ATTEMPTS})
    with pytest.raises(SpeechFailed):
        spoken(utterances("one", "two"), engine, cache, ignore)


def test_an_unknown_voice_is_not_tried_again(cache: ClipCache) -> None:
    """A mistyped voice would be asked for four times, and called a fault of the engine."""

    def refuse(_: Path) -> None:
        raise UnknownVoice("en-uss", ["en-us"])

    engine = FakeEngine({"one": [refuse] * ATTEMPTS})
    with pytest.raises(UnknownVoice):
        spoken(utterances("one"), engine, cache, ignore)
    assert engine.attempts == {"one": 1}


def test_leaves_no_recordings_behind(cache: ClipCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary folder would fill up with recordings."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    spoken(utterances("one"), FakeEngine(), cache, ignore)
    with pytest.raises(SpeechFailed):
        spoken(utterances("two"), FakeEngine({"two": [writes_silence] * ATTEMPTS}), cache, ignore)
    assert list(temporary.iterdir()) == []


def test_works_without_a_cache(tmp_path: Path) -> None:
    """A closed home folder would stop every render."""
    (tmp_path / "file").touch()
    clips = spoken(utterances("one"), FakeEngine(), ClipCache(tmp_path / "file"), ignore)
    assert clips["one"].length_ms > 0


def test_what_is_cached_needs_no_temporary_folder(
    cache: ClipCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, what is spoken already could not be rendered where the temporary folder is full."""
    spoken(utterances("one"), FakeEngine(), cache, ignore)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert spoken(utterances("one"), FakeEngine(), cache, ignore)["one"].length_ms > 0
    with pytest.raises(SystemRefused, match=r"the temporary folder .*nowhere"):
        spoken(utterances("two"), FakeEngine(), cache, ignore)


def test_a_full_temporary_folder_is_told_before_anything_is_spoken(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, an engine would hang four times, and the user be told to write other words."""

    def full(_path: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    engine = FakeEngine()
    with pytest.raises(SystemRefused, match=r"^the temporary folder .* is full; make room there, or name another"):
        spoken(utterances("one"), engine, cache, ignore)
    assert engine.attempts == {}


@pytest.mark.skipif(sys.platform == "win32", reason="there, files have no such bound")
def test_a_bound_on_the_size_of_files_is_told(cache: ClipCache) -> None:
    """If this failed, the room would not be asked of the system itself, and never be found lacking."""
    import resource  # noqa: PLC0415 - not on Windows

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, usual[1]))
    try:
        with pytest.raises(SystemRefused, match=r"a file in the temporary folder .* \(ulimit -f\)"):
            spoken(utterances("one"), FakeEngine(), cache, ignore)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_disk_that_fills_up_meanwhile_is_told(cache: ClipCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, half a recording on a full disk would be tried again, and blamed on the text."""
    tried: list[Path] = []

    def room(path: Path, _size_bytes: int) -> None:
        tried.append(path)
        if len(tried) == 2:
            raise SystemRefused("the temporary folder /tmp is full")

    monkeypatch.setattr("repcast.speech.speaking.make_sure_of_room", room)
    engine = FakeEngine({"one": [writes_half_a_file] * ATTEMPTS})
    with pytest.raises(SystemRefused):
        spoken(utterances("one"), engine, cache, ignore)
    assert engine.attempts == {"one": 1}


def test_all_clips_are_equally_loud(cache: ClipCache) -> None:
    """A word would shout where a sentence is spoken softly, or one voice be louder than another."""
    ways: dict[str, Sequence[Attempt]] = {
        "loud": [lambda path: write_tone(path, level=30_000)],
        "soft": [lambda path: write_tone(path, level=900)],
        "short": [lambda path: write_tone(path, ms=300, level=4_000)],
    }
    clips = spoken(utterances(*ways), FakeEngine(ways), cache, ignore)
    kept = spoken(utterances(*ways), FakeEngine(), cache, ignore)
    for made in (clips, kept):
        loudnesses = [loudness_lufs(pcm_of(clip)) for clip in made.values()]
        assert loudnesses == pytest.approx([SPEECH_LUFS] * 3, abs=0.3)


def cannot(_: Path) -> None:
    """Have no sounds for it."""
    raise Unpronounceable


SECOND = Voice(engine="pyttsx3", name="en-us", rate_wpm=100)


def test_what_a_voice_cannot_say_another_one_says(cache: ClipCache) -> None:
    """If this failed, one exercise with a foreign name would stop the render, or not be heard."""
    first, second = FakeEngine({"日本語": [cannot]}), FakeEngine()
    for _ in range(2):  # the second time, from the cache
        speech = synthesize(
            utterances("one", "日本語", "two"), {"auto": first, "pyttsx3": second}, cache, ignore, SECOND
        )
        assert list(speech.clips) == ["one", "日本語", "two"]
        assert speech.by_fallback == {"日本語"}
    assert first.attempts == {"one": 1, "日本語": 1, "two": 1}, "nor is it asked again"
    assert second.attempts == {"日本語": 1}


@each_bad_way
def test_what_a_voice_never_says_well_another_one_says(way: Attempt, cache: ClipCache) -> None:
    """If this failed, a voice that breaks off would stop the render, though another one could speak."""
    first, second = FakeEngine({"two": [way] * ATTEMPTS}), FakeEngine()
    speech = synthesize(utterances("one", "two"), {"auto": first, "pyttsx3": second}, cache, ignore, SECOND)
    assert speech.by_fallback == {"two"}
    assert second.attempts == {"two": 1}


def test_a_process_that_fails_is_asked_again_next_time(cache: ClipCache) -> None:
    """If this failed, a voice would be lost for good after one bad day of its process."""
    first = FakeEngine({"two": [crashes] * ATTEMPTS})
    for expected in ({"two"}, set()):
        speech = synthesize(utterances("one", "two"), {"auto": first, "pyttsx3": FakeEngine()}, cache, ignore, SECOND)
        assert speech.by_fallback == expected


def test_a_fallback_speaks_at_the_same_rate(cache: ClipCache) -> None:
    """If this failed, what is hurried to fit would not fit, or one sentence be slower than all others."""
    heard: list[int] = []

    class Listening(FakeEngine):
        def record(self, utterance: Utterance, path: Path) -> None:
            heard.append(utterance.voice.rate_wpm)
            super().record(utterance, path)

    [hurried] = utterances("two")
    hurried = replace(hurried, voice=hurried.voice.model_copy(update={"rate_wpm": 187}))
    engines = {"auto": FakeEngine({"two": [cannot]}), "pyttsx3": Listening()}
    synthesize([hurried], engines, cache, ignore, SECOND)
    assert heard == [187]


def test_many_are_spoken_side_by_side(cache: ClipCache) -> None:
    """If this failed, one core would speak while the others wait."""
    together = threading.Barrier(2, timeout=60)

    class Meeting(FakeEngine):
        def record(self, utterance: Utterance, path: Path) -> None:
            together.wait()
            super().record(utterance, path)

    texts = [f"{number} to go" for number in range(16)]
    assert list(spoken(utterances(*texts), Meeting(most=2), cache, ignore)) == texts


def test_who_goes_away_is_not_waited_for(cache: ClipCache) -> None:
    """If this failed, a plan that nobody needs any more would be spoken to its end."""
    engine = FakeEngine()

    def superseded(done: int, _total: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        spoken(utterances(*map(str, range(1, 40))), engine, cache, superseded)
    assert len(engine.attempts) < 10


def test_an_engine_that_says_nothing_ends_the_render_at_once(cache: ClipCache) -> None:
    """If this failed, a voice that hangs would be waited for at every text, and another one then speak in silence."""
    first = FakeEngine({text: [crashes] * ATTEMPTS for text in ("one", "two", "three")})
    with pytest.raises(SpeechFailed, match="could not say “one”: the speech process ended"):
        synthesize(utterances("one", "two", "three"), {"auto": first, "pyttsx3": FakeEngine()}, cache, ignore, SECOND)
    assert "three" not in first.attempts


def test_a_fallback_that_does_not_start_is_told_with_the_text(cache: ClipCache) -> None:
    """If this failed, the voice itself would be said not to start, or another one speak the whole session."""

    def unavailable(_: Path) -> None:
        raise SpeechUnavailable("pyttsx3", "no sound device", "Get one.")

    engines = {"auto": FakeEngine({"two": [cannot]}), "pyttsx3": FakeEngine({"two": [unavailable]})}
    with pytest.raises(SpeechFailed, match=r"could not say “two”: .*pyttsx3 does not start: no sound device"):
        synthesize(utterances("one", "two"), engines, cache, ignore, SECOND)
