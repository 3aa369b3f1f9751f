"""A mix -> M4A, Opus, FLAC or WAV: encoded from its first sample to its last, with the tags that each can hold."""

import base64
import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, BinaryIO, Final

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Disposition

from repcast.encode.late_gain import gain_texts, tell_gain
from repcast.encode.metering import FileMeter
from repcast.encode.recording import Recording
from repcast.encode.sink import Sink
from repcast.files.embedded import SOUND
from repcast.files.tags import Tags
from repcast.formats import FORMATS, LAYOUTS, Format, SoundFormat
from repcast.plan.chapters import Chapter
from repcast.progress import Report
from repcast.sound.levels import Pcm
from repcast.sound.mix import interleaved, summed
from repcast.units import SAMPLE_RATE_HZ, SECOND_MS, format_timestamp

if TYPE_CHECKING:
    from av.container import Chapter as AvChapter

_MS: Final = Fraction(1, SECOND_MS)
_FRONT_COVER: Final = 3
_COVER_SIZE: Final = (1_400, 1_400, 24)


def write_whole(recording: Recording, target: BinaryIO, form: SoundFormat, report: Report) -> None:
    """Write into an empty file a sound of exactly as many samples as the recording has.

    M4A says so in its edit list, Opus in its granule positions (RFC 7845 clause 4.4).
    """
    mix, tags = recording.mix, recording.tags
    coding, meter = FORMATS[form], FileMeter()
    sink = Sink(target)
    with sink, av.open(sink, "w", format=coding.muxer, options=dict(coding.options)) as file:
        sound = file.add_stream(coding.codec, rate=SAMPLE_RATE_HZ, layout=LAYOUTS[mix.channels])
        assert isinstance(sound, AudioStream)
        sound.format = coding.sample_format
        if coding.bit_rates:
            sound.bit_rate = coding.bit_rates[mix.channels]
        file.metadata.update(_metadata(tags, coding))
        if coding.chapters == "own":
            file.set_chapters([*_chapters(tags.chapters)])
        if tags.cover and coding.cover == "stream":
            _add_cover(file, tags.cover)
        done_samples = 0
        for pcm in meter.watch(summed(mix)) if coding.gains != "none" else summed(mix):
            samples = _as(coding.sample_format, pcm)
            frame = av.AudioFrame.from_ndarray(samples, coding.sample_format, LAYOUTS[mix.channels])
            frame.rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, done_samples, Fraction(1, SAMPLE_RATE_HZ)
            file.mux(sound.encode(frame))
            sink.check()
            done_samples += pcm.shape[1]
            report(done_samples, mix.length_samples)
        file.mux(sound.encode(None))
    if gain := meter.gain():
        tell_gain(target, coding, gain)


def _as(sample_format: str, pcm: Pcm) -> Pcm | npt.NDArray[np.int16]:
    """Return samples in a format of FFmpeg's: planar, or interleaved in one row."""
    if sample_format == "fltp":
        return pcm
    if sample_format == "s16":
        return interleaved(pcm)[np.newaxis]
    return np.ascontiguousarray(pcm.T).reshape(1, -1)


def _metadata(tags: Tags, coding: Format) -> dict[str, str]:
    texts = {
        **gain_texts(coding),
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "date": tags.date,
        "genre": tags.genre,
        "track": tags.track,
        "comment": tags.comment,
        "lyrics": tags.lyrics,
        "encoded_by": tags.writer,
        "encoding_tool": tags.writer,  # where M4A says it
    }
    if coding.has_free_tags:
        texts |= {key: text for key, text in tags.embedded.items() if key != SOUND}
    if coding.cover == "tag" and tags.cover:
        texts["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture_block(tags.cover)).decode()
    if coding.chapters == "tags":
        texts |= dict(_chapter_comments(tags.chapters))
    return {key: text for key, text in texts.items() if text}


def _chapters(chapters: tuple[Chapter, ...]) -> Iterator["AvChapter"]:
    for number, chapter in enumerate(chapters):
        yield {
            "id": number,
            "start": chapter.start_ms,
            "end": chapter.end_ms,
            "time_base": _MS,
            "metadata": {"title": chapter.title},
        }


def _chapter_comments(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, str]]:
    """Yield chapters as Vorbis comments named CHAPTERxxx, as Xiph's wiki describes them."""
    for number, chapter in enumerate(chapters):
        yield f"CHAPTER{number:03}", format_timestamp(chapter.start_ms)
        yield f"CHAPTER{number:03}NAME", chapter.title


def _add_cover(file: OutputContainer, png: bytes) -> None:
    picture = file.add_stream("png", rate=1)
    assert isinstance(picture, av.VideoStream)
    picture.width, picture.height, _ = _COVER_SIZE
    picture.pix_fmt = "rgb24"
    picture.metadata["comment"] = "Cover (front)"
    picture.disposition = Disposition.attached_pic
    packet = av.Packet(png)
    packet.stream, packet.pts, packet.dts, packet.time_base = picture, 0, 0, Fraction(1)
    file.mux(packet)


def _picture_block(png: bytes) -> bytes:
    """Return a picture in FLAC's form: RFC 9639 clause 8.8."""
    mime = b"image/png"
    return struct.pack(f">2I{len(mime)}s6I", _FRONT_COVER, len(mime), mime, 0, *_COVER_SIZE, 0, len(png)) + png
