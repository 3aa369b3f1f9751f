"""`repcast verify` on files as they are written, and on files to which something happened.

What happens is done by other programs: an ffmpeg program, libsndfile, or bytes changed by hand.
"""

import base64
import json
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from damage import (
    by_ffmpeg,
    copied,
    cut,
    edited,
    later,
    louder,
    put_in,
    shortened,
    silenced,
    stretched,
    swapped,
    tag_and_sound,
    with_byte_flipped,
    with_tags,
    with_text,
    without_frames,
)

from repcast import opening, pipeline
from repcast.errors import NoEmbeddedSession
from repcast.files.embedded import read_embedded
from repcast.files.outputs import Output
from repcast.plan.timeline import Event, Timeline
from repcast.reading.serialise import serialise
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.verify import Verification, verify

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("natural_voice")]

FIRST_MS = 35_040  # where frames are cut out: while nothing is said
TOLERANCE_MS = 1.0

Damage = Callable[[Path, Path, Timeline], Path]


def render(session: Session, path: Path, wanted: Customisation | None = None) -> Path:
    """Write a session's MP3."""
    pipeline.render(session, wanted or Customisation(), Output(path=path, force=True), lambda *_: None)
    return path


@pytest.fixture(scope="module")
def planks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an MP3 of short planks: a minute and a half."""
    shorter = Customisation(settings={"Side plank.for": "20s"}, beyond_range=True)
    return render(opening.open_session("planks"), tmp_path_factory.mktemp("verify") / "planks.mp3", shorter)


@pytest.fixture(scope="module")
def timeline(planks: Path) -> Timeline:
    """Return what is in it."""
    return read_embedded(planks).timeline


def event(timeline: Timeline, name: str, number: int = 0) -> Event:
    """Return the event in which a text or a signal is heard for the n-th time."""
    return [each for each in timeline.events if each.clip[1] == name][number]


def is_good(verified: Verification) -> bool:
    """Tell whether nothing is wrong, and all that can be compared is exactly at its time."""
    assert not verified.findings, verified.findings
    assert verified.as_written
    assert all(cue.state == "heard" for cue in verified.cues)
    compared = [cue.late_ms for cue in verified.cues if cue.by == "clip"]
    return bool(compared) and max(map(abs, (late or 0.0 for late in compared))) < TOLERANCE_MS


# Every signal, counting down and counting reps, in a minute: it is rendered with many settings.
OWN = """\
title: Own
{}
steps:
  - hold: Plank
    for: 15s
    sides: [left side, right side]
  - rest: 5s
  - reps: Hops
    count: 6
    tempo: 1.5s
"""

Rendered = Callable[[str], Path]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """Return what renders that session with settings of its own, and maybe sounds and music; each once."""
    folder = tmp_path_factory.mktemp("own")
    moments = np.arange(48_000 * 20) / 48_000
    tones = sum(np.sin(2 * np.pi * hz * moments) * np.sin(moments * (1 + hz / 900)) for hz in (110, 330, 523, 880))
    noise = np.random.default_rng(1).normal(scale=0.03, size=len(moments))
    soundfile.write(folder / "music.wav", np.asarray(tones * 0.05 + noise, dtype=np.float32), 48_000)
    beep = np.sin(2 * np.pi * 700 * moments[:12_000]) * np.exp(-12 * moments[:12_000]) / 2
    soundfile.write(folder / "own.wav", beep.astype(np.float32), 48_000)
    soundfile.write(folder / "soft.wav", np.tile(beep / 10, 5).astype(np.float32), 48_000)
    hiss = np.random.default_rng(2).normal(scale=0.1, size=48_000 * 4) * np.exp(-moments[: 48_000 * 4] / 3)
    soundfile.write(folder / "long.wav", hiss.astype(np.float32), 48_000)

    @cache
    def rendered(settings: str) -> Path:
        path = folder / "own.yaml"
        path.write_text(OWN.format(settings))
        return render(opening.open_session(str(path)), folder / f"{len([*folder.iterdir()])}.mp3")

    return rendered


@pytest.mark.parametrize(
    "settings",
    [
        "keep_awake: off",
        "sounds: none",
        "sounds: {go: own.wav, tick: own.wav, done: none}",
        "countdown: ticks",
        "countdown_from: 10",
        pytest.param("mix: {loudness_lufs: -23}", marks=[pytest.mark.thorough]),
        "mix: {loudness_lufs: -14}",
        "mix: {earcons_db: -6, voice_db: 2}",
        "music: music.wav",
        pytest.param("music: music.wav\nmix: {loudness_lufs: -20}", marks=[pytest.mark.thorough]),
        "music: {work: music.wav}\nsounds: {go: own.wav}",
    ],
)
def test_every_kind_of_file_is_good(settings: str, own: Rendered) -> None:
    """If this failed, a session with sound settings of its own would be called wrong."""
    verified = found_in(own(settings))
    assert not verified.findings
    assert {cue.state for cue in verified.cues} <= {"heard", "not timed"}


@pytest.mark.parametrize(
    "settings",
    [
        "mix: {voice_db: -30}",
        "mix: {earcons_db: -60}",
        pytest.param("music: music.wav\nmix: {voice_db: -6}", marks=[pytest.mark.thorough]),
        pytest.param("music: music.wav\nmix: {voice_db: -12}", marks=[pytest.mark.thorough]),
        "music: music.wav\nmix: {voice_db: -20}",
        "music: music.wav\nmix: {music_db: 20}",
        pytest.param("music: music.wav\nmix: {voice_db: -8}", marks=[pytest.mark.thorough]),
        pytest.param("music: music.wav\nmix: {music_db: 6}", marks=[pytest.mark.thorough]),
        "mix: {voice_db: -60}",
        "mix: {loudness_lufs: -12}\nsounds: {go: long.wav, done: long.wav}",
    ],
)
def test_what_is_mixed_softly_is_good(settings: str, own: Rendered) -> None:
    """If this failed, a file byte for byte as it was written would be called edited for a soft voice, or a loud mix."""
    verified = found_in(own(settings))
    assert not verified.findings
    assert {cue.state for cue in verified.cues} <= {"heard", "not timed"}


@pytest.mark.parametrize("settings", ["mix: {voice_db: -60}", "music: music.wav\nmix: {voice_db: -20}"])
def test_a_faint_voice_is_not_missed_where_the_sound_is_not_as_written(
    settings: str, own: Rendered, tmp_path: Path
) -> None:
    """If this failed, every word of a file with a faint voice would be called missing once it is re-encoded."""
    verified = found_in(by_ffmpeg(own(settings), tmp_path / "again.mp3", "-b:a", "128k"))
    assert {cue.state for cue in verified.cues if cue.track == "voice"} == {"not timed"}
    assert {finding.kind for finding in verified.findings} <= {"sound", "level"}


@pytest.mark.parametrize(("tick", "by"), [("", "onset"), (", tick: soft.wav", "nothing")], ids=["alone", "with-others"])
def test_signals_of_ones_own_are_not_taken_for_ours(tick: str, by: str, own: Rendered, tmp_path: Path) -> None:
    """If this failed, each signal of the user's own would be called another one once the file is re-encoded."""
    verified = found_in(by_ffmpeg(own(f"sounds: {{go: own.wav{tick}}}"), tmp_path / "again.mp3", "-b:a", "128k"))
    assert {cue.by for cue in verified.cues if cue.name == "go"} == {by}
    assert [finding.kind for finding in verified.findings] == ["sound"]


def found_in(path: Path) -> Verification:
    """Return what a file is found to be."""
    return verify(path, read_embedded(path))


def _packed(timeline: Timeline, change: Callable[[dict[str, Any]], None]) -> str:
    document = json.loads(timeline.to_json())
    change(document)
    return base64.b64encode(zlib.compress(json.dumps(document).encode())).decode()


def _moved(document: dict[str, Any]) -> None:
    cue = next(each for each in document["events"] if each.get("text") == "Stack your shoulders.")
    cue["start_ms"] -= 500
    cue["end_ms"] -= 500


def _renamed(document: dict[str, Any]) -> None:
    document["steps"][1]["name"] = "Back plank"


def _forgotten(document: dict[str, Any]) -> None:
    document["events"] = [each for each in document["events"] if each.get("text") != "Stack your shoulders."]


def _session(mp3: Path, old: str, new: str) -> str:
    return serialise(read_embedded(mp3).session).replace(old, new)


def _silenced(name: str, number: int = 0) -> Damage:
    def damage(mp3: Path, target: Path, timeline: Timeline) -> Path:
        cue = event(timeline, name, number)
        return edited(mp3, target, silenced(cue.start_ms - 20, cue.end_ms + 20))

    return damage


def _swapped(mp3: Path, target: Path, timeline: Timeline) -> Path:
    return edited(mp3, target, swapped(event(timeline, "three", 1).start_ms, event(timeline, "two", 1).start_ms, 600))


def _replaced(mp3: Path, target: Path, timeline: Timeline) -> Path:
    return edited(mp3, target, copied(event(timeline, "done").start_ms, event(timeline, "go", 1).start_ms, 330))


def _late(mp3: Path, target: Path, timeline: Timeline) -> Path:
    return edited(mp3, target, later(event(timeline, "three", 1).start_ms - 10, 520, 30))


EXAMPLES: dict[str, tuple[Damage, str]] = {
    "frames-dropped": (
        lambda mp3, target, _: without_frames(mp3, target, FIRST_MS // 24, 42),
        "on, everything comes 1.008 s early: some was cut out before it",
    ),
    "second-cut-out": (
        lambda mp3, target, _: edited(mp3, target, cut(30_000, 31_000)),
        "from [halfway] at 0:32.0 on, everything comes 1.000 s early",
    ),
    "anchored-cue-silenced": (_silenced("three", 1), "the cue “three” at 1:04.0 is missing"),
    "signal-silenced": (_silenced("go", 1), "the cue [go] at 0:47.0 is missing"),
    "floating-cue-silenced": (
        _silenced("Stack your shoulders."),
        "the cue “Stack your shoulders.” at 0:52.0 is missing",
    ),
    "cue-heard-once-silenced": (_silenced("Right side."), "the cue “Right side.” at 1:07.4 is missing"),
    "tags-of-another-with-its-sum": (
        lambda mp3, target, _: (
            with_text(_other(target), target, repcast_sound=read_embedded(mp3).sound)
            and with_tags(mp3, target, lambda _tag: tag_and_sound(target)[0])
        ),
        "the tags were edited, though the sound is byte for byte as written: the plan is that of another file",
    ),
    "re-encoded": (lambda mp3, target, _: edited(mp3, target, lambda pcm: pcm), "re-encoded or damaged"),
    "re-encoded-at-128": (
        lambda mp3, target, _: edited(mp3, target, lambda pcm: pcm, bit_rate=128_000),
        "every cue is within 1.3 ms",
    ),
    "re-encoded-at-32": (lambda mp3, target, _: by_ffmpeg(mp3, target, "-b:a", "32k"), "re-encoded or damaged"),
    "louder": (lambda mp3, target, _: edited(mp3, target, louder(6)), "5.6 dB louder than written"),
    "softer": (lambda mp3, target, _: edited(mp3, target, louder(-6)), "6.4 dB softer than written"),
    "slightly-softer": (lambda mp3, target, _: edited(mp3, target, louder(-3)), "3.4 dB softer than written"),
    "half-of-it": (lambda mp3, target, _: shortened(mp3, target, 0.5), "it ends at 0:4"),
    "end-lost": (lambda mp3, target, _: shortened(mp3, target, 0.985), "with 1 cue missing or cut off"),
    "tags-of-another": (
        lambda mp3, target, _: with_tags(mp3, target, lambda _tag: tag_and_sound(_other(target))[0]),
        "the sound and the plan in the tags do not belong together",
    ),
    "plan-moved": (
        lambda mp3, target, timeline: with_text(mp3, target, repcast_timeline=_packed(timeline, _moved)),
        "though the sound is byte for byte as written: the plan has “Stack your shoulders.” at 00:00:51.5",
    ),
    "plan-renamed": (
        lambda mp3, target, timeline: with_text(mp3, target, repcast_timeline=_packed(timeline, _renamed)),
        "as written: the plan has step 2, “Back plank” (hold, work, round 1 of 1, 30s), and the session has not",
    ),
    "plan-without-a-cue": (
        lambda mp3, target, timeline: with_text(mp3, target, repcast_timeline=_packed(timeline, _forgotten)),
        "something is heard at 0:52.0, where the plan has nothing",
    ),
    "session-edited": (
        lambda mp3, target, _: with_text(mp3, target, repcast_session=_session(mp3, "30s", "40s")),
        "as written: the plan has step 2, “Front plank” (hold, work, round 1 of 1, 30s), and the session has not",
    ),
    "version-edited": (
        lambda mp3, target, _: with_text(mp3, target, repcast_version="9.9"),
        "as written: they name version “9.9” of repcast",
    ),
    "checksum-removed": (
        lambda mp3, target, _: with_text(mp3, target, repcast_sound=""),
        "the tags were edited: they do not say what the sound was",
    ),
    "byte-flipped": (
        lambda mp3, target, _: with_byte_flipped(mp3, target, 0.5),
        "the sound is not the one that repcast wrote",
    ),
    "cues-swapped": (
        _swapped,
        "the cue “three” at 1:04.0 is missing: something else, or a part of it, is heard in its place",
    ),
    "signal-replaced": (_replaced, "the cue [go] at 0:47.0 is missing: “done” is heard in its place"),
    "cue-late": (_late, "the cue “three” at 1:04.0 is 30.2 ms late"),
    "slower": (
        lambda mp3, target, _: edited(mp3, target, stretched(1.001)),
        "stretched: it runs 0.10 % slower than written",
    ),
    "silence-first": (lambda mp3, target, _: edited(mp3, target, put_in(0, 1_000)), "everything comes 1.000 s late"),
    "resampled": (lambda mp3, target, _: by_ffmpeg(mp3, target, "-ar", "44100"), "resampled: 44.1 kHz"),
    "in-stereo": (lambda mp3, target, _: by_ffmpeg(mp3, target, "-ac", "2"), "2 channels in place of 1"),
    "gapless-tag-lost": (
        lambda mp3, target, _: by_ffmpeg(mp3, target, "-b:a", "64k", "-write_xing", "0"),
        "36 of 36 cues are off their time, by 23.0 ms late",
    ),
    "all-silent": (lambda mp3, target, _: edited(mp3, target, lambda pcm: pcm * 0), "nothing is heard in it"),
}


def _other(target: Path) -> Path:
    return render(opening.open_session("ab-circuit"), target.with_name("other.mp3"))


@pytest.mark.parametrize(("damage", "says"), EXAMPLES.values(), ids=EXAMPLES)
def test_what_happened_to_a_file_is_named(
    damage: Damage, says: str, planks: Path, timeline: Timeline, tmp_path: Path
) -> None:
    """If this failed, a file that is no longer what was written would pass, or its owner not learn what is wrong."""
    verified = found_in(damage(planks, tmp_path / "damaged.mp3", timeline))
    assert any(says in finding.text for finding in verified.findings), verified.findings


def test_a_copy_is_good(planks: Path, tmp_path: Path) -> None:
    """If this failed, a player that rewrites the tags and leaves the sound alone would have spoilt the file."""
    assert is_good(found_in(by_ffmpeg(planks, tmp_path / "copy.mp3", "-c", "copy", "-metadata", "album=Mine")))


def test_the_largest_deviation_is_that_of_the_sound(planks: Path, timeline: Timeline, tmp_path: Path) -> None:
    """If this failed, the figures would not be those of the cues that are heard."""
    verified = found_in(_late(planks, tmp_path / "late.mp3", timeline))
    assert max(abs(cue.late_ms or 0) for cue in verified.cues) == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("bare.mp3", ("-c", "copy", "-map_metadata", "-1"), "repcast did not write it, its tags were removed"),
        ("a.m4a", ("-vn",), "repcast did not write it, its tags were removed"),
        ("a.wav", (), "repcast did not write it, its tags were removed"),
    ],
)
def test_a_file_without_its_tags_is_called_that(
    name: str, options: tuple[str, ...], says: str, planks: Path, tmp_path: Path
) -> None:
    """If this failed, the user would be left to guess why nothing can be said of a file."""
    with pytest.raises(NoEmbeddedSession, match=says):
        found_in(by_ffmpeg(planks, tmp_path / name, *options))


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(100), b"ID3\x03\0\0\0\0\0\0", b"title: A\n"])
def test_what_is_no_sound_is_called_that(content: bytes, tmp_path: Path) -> None:
    """If this failed, a picture or an empty file would end in a traceback."""
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(NoEmbeddedSession, match="carries no session"):
        found_in(path)
