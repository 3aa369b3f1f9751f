"""The formats that repcast writes, by the endings of their files' names."""

from typing import Final, Literal, get_args

SoundFormat = Literal["mp3", "m4a", "opus", "flac", "wav"]
SOUND_FORMATS: Final[tuple[SoundFormat, ...]] = get_args(SoundFormat)

CaptionFormat = Literal["vtt", "srt", "lrc"]
CAPTION_FORMATS: Final[tuple[CaptionFormat, ...]] = get_args(CaptionFormat)
