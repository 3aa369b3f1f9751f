"""A mix -> a sound file, or an album of them, written whole or not at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repcast.disk.atomic import replaced, replaced_folder
from repcast.encode.album import write_album
from repcast.encode.distinct import TileEncoder
from repcast.encode.mp3 import write_mp3
from repcast.encode.recording import Recording
from repcast.errors import EncoderFailed
from repcast.files.ownership import check_folder
from repcast.formats import SoundFormat
from repcast.plan.chapters import Chapter
from repcast.progress import Report
from repcast.refusals import limit

__all__ = ["Recording", "TileEncoder", "encode", "encode_album"]


def encode(recording: Recording, form: SoundFormat, encoder: TileEncoder, target: Path, report: Report) -> None:
    """Write a file of exactly as many samples as the recording has.

    Args:
        recording: the sound and the tags.
        form: of the file.
        encoder: of an MP3's tiles.
        target: replaced in one step, once everything is written.
        report: is called with the samples written so far, and in all.

    Raises:
        OutputNotWritable: the system does not let us write there.
        EncoderFailed: the encoder refuses the sound.
        SystemRefused: a limit of the system was met.
    """
    with replaced(target) as file, _encoder_errors():
        if form == "mp3":
            write_mp3(recording, file, encoder, report)
        else:
            from repcast.encode.whole import write_whole  # noqa: PLC0415 - it loads FFmpeg

            write_whole(recording, file, form, report)


def encode_album(
    recording: Recording, tracks: tuple[Chapter, ...], encoder: TileEncoder, target: Path, report: Report
) -> None:
    """Write a folder of MP3s that sound like the single file when played without gaps; and a playlist.

    Raises:
        FolderExists: the folder holds other files.
        OutputNotWritable: the system does not let us write there.
        EncoderFailed: the encoder refuses the sound.
        SystemRefused: a limit of the system was met.
    """
    with replaced_folder(target, check_folder) as partial, _encoder_errors():
        write_album(recording, partial, tracks, encoder, report)


@contextmanager
def _encoder_errors() -> Iterator[None]:
    """Turn an error of FFmpeg into `EncoderFailed`; an `OSError` is the system's, whoever raises it.

    A limit that is met has nothing to do with the place that is written to.
    """
    try:
        yield
    except Exception as error:
        if met := limit(error):
            raise met from error
        if _is_from_ffmpeg(error) and not isinstance(error, OSError):
            raise EncoderFailed(getattr(error, "strerror", "") or str(error)) from error
        raise


def _is_from_ffmpeg(error: Exception) -> bool:
    """Tell whether an error is FFmpeg's, which is loaded only where the cache lacks something."""
    av = sys.modules.get("av")
    return av is not None and isinstance(error, av.FFmpegError)
