"""A timeline as text to read along: captions, lyrics, and chapters for podcast players.

Captions carry all that is heard: what is said, and the signals as `(go)`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Final

from repcast.formats import CaptionFormat
from repcast.plan.chapters import chapters
from repcast.plan.timeline import Event, Timeline
from repcast.units import SECOND_MS, format_timestamp

PODCAST_CHAPTERS_VERSION: Final = "1.2.0"


def captions(timeline: Timeline, form: CaptionFormat) -> str:
    """Return the captions of a timeline, each at its cue's time: WebVTT, SubRip, or LRC (to hundredths of a second)."""
    return _WRITERS[form](timeline)


def _vtt(timeline: Timeline) -> str:
    """W3C WebVTT, clauses 4.1 and 4.2.2: `&`, `<` and `>` are escaped, times have thousandths."""
    cues = (
        f"{format_timestamp(event.start_ms)} --> {format_timestamp(event.end_ms)}\n"
        f"{escape(heard(event), quote=False)}\n"
        for event in timeline.events
    )
    return "\n".join(["WEBVTT\n", *cues])


def _srt(timeline: Timeline) -> str:
    return "\n".join(
        f"{number}\n{format_timestamp(event.start_ms, ',')} --> {format_timestamp(event.end_ms, ',')}\n{heard(event)}\n"
        for number, event in enumerate(timeline.events, start=1)
    )


def _lrc(timeline: Timeline) -> str:
    minutes, seconds = divmod(timeline.duration_ms // SECOND_MS, 60)
    lines = (f"[{_lrc_moment(event.start_ms)}]{heard(event)}" for event in timeline.events)
    return "\n".join([f"[ti:{timeline.title}]", f"[length:{minutes:02}:{seconds:02}]", *lines, ""])


_WRITERS: Final[Mapping[CaptionFormat, Callable[[Timeline], str]]] = {"vtt": _vtt, "srt": _srt, "lrc": _lrc}


def heard(event: Event) -> str:
    """Return what is heard, in words."""
    return event.text or f"({event.sound})"


def _lrc_moment(ms: int) -> str:
    hundredths = (ms + 5) // 10
    return f"{hundredths // 6_000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def lyrics(timeline: Timeline) -> str:
    """Return what is said, a paragraph for each chapter under its title; counting is left out."""
    return "\n".join(_paragraphs(timeline))


def _paragraphs(timeline: Timeline) -> Iterator[str]:
    said = [event for event in timeline.events if event.text and event.cue != "count"]
    at = 0
    for chapter in chapters(timeline):
        yield f"[{chapter.title}]"
        while at < len(said) and said[at].start_ms < chapter.end_ms:
            yield said[at].text or ""
            at += 1
        yield ""


def podcast_chapters(timeline: Timeline) -> str:
    """Return a JSON Chapters document, version 1.2, of the Podcast Namespace; times are seconds."""
    document = {
        "version": PODCAST_CHAPTERS_VERSION,
        "title": timeline.title,
        "chapters": [
            {"startTime": chapter.start_ms / SECOND_MS, "endTime": chapter.end_ms / SECOND_MS, "title": chapter.title}
            for chapter in chapters(timeline)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
