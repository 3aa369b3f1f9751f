import json
from pathlib import Path

import pylrc
import pytest
import srt
import webvtt

from builders import earcon, step, timeline, voice
from repcast.formats import CaptionFormat
from repcast.plan.captions import captions, lyrics, podcast_chapters
from repcast.plan.chapters import chapters
from repcast.plan.timeline import Event


def _voice(start_ms: int, text: str, *, anchored: bool = False, step: int = 0) -> Event:
    return voice(start_ms, start_ms + 400, text, step=step, anchored=anchored)


LONG_MS = 26 * 3_600_000
TIMELINE = timeline(
    earcon(0, 270),
    _voice(1_512, "Hips <high> & 腹筋 --> now."),
    _voice(57_000, "three", anchored=True),
    _voice(59_999, "one", anchored=True),
    _voice(3_723_456, "Sixty-two minutes in.", step=1),
    _voice(LONG_MS - 1_000, "Done.", step=1),
    title="Kräftig: 腹筋",
    steps=(step(0, 0, 60_000), step(1, 60_000, LONG_MS)),
)
HEARD = [(event.start_ms, event.end_ms, event.text or f"({event.sound})") for event in TIMELINE.events]


def test_webvtt_is_read_back_as_the_timeline(tmp_path: Path) -> None:
    """If this failed, a player would show words at the wrong time, or markup instead of words."""
    path = tmp_path / "x.vtt"
    path.write_text(captions(TIMELINE, "vtt"), encoding="utf-8")
    read = [(caption.start, caption.end, caption.raw_text) for caption in webvtt.read(str(path))]
    assert [text for *_, text in read] == [
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for *_, text in HEARD
    ]
    assert [_ms(start, ".") for start, *_ in read] == [start for start, *_ in HEARD]
    assert [_ms(end, ".") for _, end, _ in read] == [end for _, end, _ in HEARD]


def _ms(clock: str, point: str) -> int:
    whole, _, rest = clock.partition(point)
    hours, minutes, seconds = map(int, whole.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + int(rest)


def test_subrip_is_read_back_as_the_timeline() -> None:
    """If this failed, a video made with the session would have captions that drift, or none."""
    read = [*srt.parse(captions(TIMELINE, "srt"), ignore_errors=False)]
    milliseconds = [
        (round(each.start.total_seconds() * 1_000), round(each.end.total_seconds() * 1_000), each.content)
        for each in read
    ]
    assert milliseconds == HEARD
    assert [each.index for each in read] == [*range(1, len(HEARD) + 1)]


def test_lrc_is_read_back_as_the_timeline_to_hundredths() -> None:
    """If this failed, a music player would show the wrong line."""
    text = captions(TIMELINE, "lrc")
    read = pylrc.parse(text)  # which knows no more than an hour
    assert read.title == TIMELINE.title
    lines = [(line.time, line.text) for line in read if line.text]
    short = [(start_ms, text) for start_ms, _, text in HEARD if start_ms < 3_600_000]
    assert [text for _, text in lines] == [text for _, text in short]
    for (time_s, _), (start_ms, _) in zip(lines, short, strict=True):
        assert time_s * 1_000 == pytest.approx(start_ms, abs=5.01)
    assert text.splitlines()[-2:] == ["[62:03.46]Sixty-two minutes in.", "[1559:59.00]Done."]


@pytest.mark.parametrize("form", ["vtt", "srt", "lrc"])
def test_a_name_cannot_break_out_of_its_cue(form: CaptionFormat) -> None:
    """If this failed, a step's name could add a cue of its own."""
    lines = captions(TIMELINE, form).splitlines()
    assert sum("腹筋 --> now" in line.replace("&gt;", ">") for line in lines) == 1
    assert not any(line.startswith("Hips") and " --> " in line and form == "vtt" for line in lines)


def test_lyrics_are_what_is_said_under_each_chapter() -> None:
    """If this failed, the text in the tags would be the counting, or stand under the wrong step."""
    assert lyrics(TIMELINE).split("\n\n") == [
        "[Plank · 1:00]\nHips <high> & 腹筋 --> now.",
        "[Plank · 25:59:00]\nSixty-two minutes in.\nDone.\n",
    ]


def test_podcast_chapters_follow_the_specification() -> None:
    """If this failed, podcast players would show no chapters, or jump to the wrong place."""
    document = json.loads(podcast_chapters(TIMELINE))
    assert document["version"] == "1.2.0"
    assert [(each["startTime"], each["endTime"], each["title"]) for each in document["chapters"]] == [
        (chapter.start_ms / 1_000, chapter.end_ms / 1_000, chapter.title) for chapter in chapters(TIMELINE)
    ]
