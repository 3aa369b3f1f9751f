"""Every built-in session's files, as programs read them that repcast does not use."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
import srt
import webvtt
from mutagen.id3 import ID3
from PIL import Image

from repcast import opening, pipeline
from repcast.files.outputs import Output
from repcast.plan.chapters import chapters
from repcast.plan.timeline import Timeline
from repcast.session.customise import Customisation
from sessions import EACH_STRENGTH
from strangers import decode, ffmetadata

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("natural_voice")]


@dataclass(frozen=True)
class Files:
    """A session's MP3, with what is beside it, and its album."""

    mp3: Path
    album: Path
    timeline: Timeline


@pytest.fixture(scope="module", params=EACH_STRENGTH)
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Files:
    """Write the files of a built-in session."""
    assert cache_folder
    folder = tmp_path_factory.mktemp("files")
    session = opening.open_session(request.param)
    file, album = Output(path=folder / "x.mp3", captions=("vtt", "srt")), Output(path=folder / "album", split=True)
    for output in (file, album):
        rendered = pipeline.render(session, Customisation(), output, lambda *_: None)
    return Files(file.path, album.path, rendered.timeline)


def test_strangers_read_title_and_cover(files: Files) -> None:
    """If this failed, a phone would show neither name nor picture."""
    tags = ID3(files.mp3)
    assert str(tags["TIT2"]) == ffmetadata(files.mp3).tags["title"] == files.timeline.title
    [cover] = tags.getall("APIC")
    assert (cover.type, cover.mime) == (3, "image/png")
    assert cover.data.startswith(b"\x89PNG\r\n\x1a\n")
    assert cover.data[16:24] == (1_400).to_bytes(4) * 2, "PNG, third edition, clause 11.2.1: width and height"


def test_strangers_read_every_chapter_at_its_millisecond(files: Files) -> None:
    """If this failed, "next" would land beside the step."""
    expected = [(each.start_ms, each.end_ms, each.title) for each in chapters(files.timeline)]
    assert len(expected) == len(files.timeline.steps)
    tags = ID3(files.mp3)
    [table] = tags.getall("CTOC")
    found = [tags[f"CHAP:{name}"] for name in table.child_element_ids]
    assert [(each.start_time, each.end_time, str(each.sub_frames["TIT2"])) for each in found] == expected
    assert ffmetadata(files.mp3).chapters == expected


def test_every_chapter_has_a_small_picture_of_its_own(files: Files) -> None:
    """If this failed, a lock screen would not show what is done, or pictures weigh more than about 1 % of the sound."""
    tags = ID3(files.mp3)
    cards = [tags[f"CHAP:{name}"].sub_frames["APIC:"].data for name in tags.getall("CTOC")[0].child_element_ids]
    for card in {*cards}:
        with Image.open(BytesIO(card)) as image:
            image.load()
            assert (image.format, image.size) == ("PNG", (240, 240))
    assert len({*cards}) >= len({step.facts.label for step in files.timeline.steps})
    assert sum(map(len, cards)) <= 0.0125 * files.mp3.stat().st_size


def test_each_track_of_an_album_shows_its_card_and_the_first_the_cover(files: Files) -> None:
    """If this failed, a player of albums would show the same picture all the time, or no cover in its list."""
    tags = ID3(files.mp3)
    cards = [tags[f"CHAP:{name}"].sub_frames["APIC:"].data for name in tags.getall("CTOC")[0].child_element_ids]
    shown = [ID3(track).getall("APIC")[0].data for track in sorted(files.album.glob("*.mp3"))]
    assert shown == [tags.getall("APIC")[0].data, *cards[1:]]


def test_strangers_read_captions_back_to_the_timeline(files: Files) -> None:
    """If this failed, the words on the screen would not be those in the ear."""
    expected = [(event.start_ms, event.text or f"({event.sound})") for event in files.timeline.events]
    cues = srt.parse(files.mp3.with_suffix(".srt").read_text(encoding="utf-8"), ignore_errors=False)
    assert [(round(cue.start.total_seconds() * 1_000), cue.content) for cue in cues] == expected
    captions = webvtt.read(str(files.mp3.with_suffix(".vtt")))
    assert [(round(_seconds(cue.start) * 1_000), cue.text) for cue in captions] == expected


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3_600 + int(minutes) * 60 + float(seconds)


def test_an_album_is_the_single_file(files: Files) -> None:
    """If this failed, an album would click, or lose time, from step to step."""
    tracks = sorted(files.album.glob("*.mp3"))
    assert len(tracks) == len(files.timeline.steps)
    for track, step in zip(tracks, files.timeline.steps, strict=True):
        assert soundfile.info(track).frames == (step.end_ms - step.start_ms) * 48, track.name
    whole = decode(files.mp3)[0]
    at = 0
    for pcm in _each(tracks):
        assert np.array_equal(pcm, whole[at : at + len(pcm)])
        at += len(pcm)
    assert at == len(whole) == files.timeline.duration_ms * 48


def _each(tracks: list[Path]) -> Iterator[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    for track in tracks:
        yield decode(track)[0]
