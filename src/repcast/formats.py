"""The formats of files that repcast writes, by the ending of their names. A new sound format is a row of `FORMATS`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

SoundFormat: TypeAlias = str
"""A key of `FORMATS`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A sound format; names of its parts are FFmpeg's.

    Attributes:
        signature: a regular expression that matches the first bytes of such a file.
        demuxer: what reads it.
        muxer, options: what writes it.
        codec: what encodes it.
        sample_format: what the codec takes.
        bit_rates: by the number of channels; none if nothing is lost.
        has_free_tags: whether a tag may have any name, and so the session can be embedded.
        cover: how it holds a picture: as a stream, or as a tag.
        chapters: how it holds chapters: FFmpeg's own, or as tags.
        gains: how it tells players of its loudness: by ReplayGain 2.0, or by RFC 7845's R128 gain.
    """

    signature: bytes
    demuxer: str
    muxer: str
    options: Mapping[str, str] = field(default_factory=dict)
    codec: str
    sample_format: Literal["s16", "flt", "fltp"]
    bit_rates: Mapping[int, int] = field(default_factory=dict)
    has_free_tags: bool = False
    cover: Literal["stream", "tag", "none"] = "none"
    chapters: Literal["own", "tags"] = "own"
    gains: Literal["replay gain", "r128", "none"] = "none"


FORMATS: Final[Mapping[SoundFormat, Format]] = {
    "mp3": Format(  # its ID3 tag is repcast's own, and left out by FFmpeg
        signature=rb"ID3|\xff\xfb",
        demuxer="mp3",
        muxer="mp3",
        options={"id3v2_version": "0"},
        codec="libmp3lame",
        sample_format="fltp",
        bit_rates={1: 64_000, 2: 128_000},
        has_free_tags=True,
        cover="tag",
        chapters="tags",
        gains="replay gain",
    ),
    "m4a": Format(
        signature=rb".{4}ftyp",
        demuxer="mov",
        muxer="mp4",
        options={"brand": "M4A "},
        codec="aac",
        sample_format="fltp",
        bit_rates={1: 96_000, 2: 160_000},
        cover="stream",
    ),
    "opus": Format(  # FFmpeg 8.1 writes chapters of its own a second late if they begin at half a second or later
        signature=rb"OggS",
        demuxer="ogg",
        muxer="opus",
        codec="libopus",
        sample_format="flt",
        bit_rates={1: 48_000, 2: 112_000},
        has_free_tags=True,
        cover="tag",
        chapters="tags",
        gains="r128",
    ),
    "flac": Format(  # FFmpeg 8.1 writes no chapters of its own
        signature=rb"fLaC",
        demuxer="flac",
        muxer="flac",
        codec="flac",
        sample_format="s16",
        has_free_tags=True,
        cover="stream",
        chapters="tags",
        gains="replay gain",
    ),
    "wav": Format(  # beyond 4 GB a WAV must be an RF64, EBU Tech 3306
        signature=rb"RIFF|RF64",
        demuxer="wav",
        muxer="wav",
        options={"rf64": "auto"},
        codec="pcm_s16le",
        sample_format="s16",
    ),
}
MP3: Final = FORMATS["mp3"]
SOUND_FORMATS: Final = tuple(FORMATS)
LAYOUTS: Final[Mapping[int, str]] = {1: "mono", 2: "stereo"}
"""FFmpeg's names, by the number of channels."""

OTHER_SOUND_ENDINGS: Final = frozenset({"aac", "aif", "aiff", "alac", "mka", "mp4", "oga", "ogg", "wma"})
"""Of files that repcast plays as music, and does not write."""

CaptionFormat = Literal["vtt", "srt", "lrc"]
CAPTION_FORMATS: Final[tuple[CaptionFormat, ...]] = get_args(CaptionFormat)
