"""Opening a sound file that may come from a stranger: as sound only, and without any other file that it names.

FFmpeg goes by how a file begins. A playlist may be called a.mp3, and name files and addresses to be opened; a cover may
be a picture of gigabytes, and a tag inflate to as much. So FFmpeg is told which formats and codecs there are, and what
it reads is watched.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from repcast.disk.untrusted import open_regular
from repcast.errors import UnreadableFile
from repcast.formats import FORMATS
from repcast.refusals import limit
from repcast.sound.inflation import index_flaw
from repcast.sound.watched import WatchedFile
from repcast.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream, Packet
    from av.audio.codeccontext import AudioCodecContext
    from av.container import InputContainer

_FORMATS: Final = (
    *("aac", "ac3", "aiff", "asf", "au", "caf", "eac3", "flac", "matroska", "mov"),
    *("mp3", "ogg", "tta", "w64", "wav", "wv"),
)
_CODECS: Final = frozenset(
    {
        *("aac", "ac3", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms", "alac", "eac3", "flac", "gsm_ms"),
        *("mp1", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "libopus", "opus", "speex", "tta", "vorbis"),
        *("wavpack", "wmalossless", "wmapro", "wmav1", "wmav2", "pcm_alaw", "pcm_mulaw", "pcm_s8", "pcm_u8"),
        *(
            f"pcm_{kind}{end}"
            for kind in ("f32", "f64", "s16", "s24", "s32", "u16", "u24", "u32")
            for end in ("le", "be")
        ),
    }
)
"""FFmpeg's names. No codec of pictures is among them, so that FFmpeg decodes no cover to learn how large it is."""

_OPTIONS: Final = {
    "protocol_whitelist": "file",
    "codec_whitelist": ",".join(sorted(_CODECS)),
    "probesize": str(2 << 20),  # bytes that are looked at to learn what is in a file
    "max_streams": "32",  # each may open a decoder; a film has a few languages
}
_LEAST_HZ: Final = 4_000  # below, a small file becomes hours of sound at 48 kHz
_MOST_HZ: Final = 192_000
_MOST_CHANNELS: Final = 8
_MOST_ALAC_SAMPLES: Final = 1 << 16  # of a frame: encoders write 4,096; the decoder takes the memory that it is told
_MOST_IN_A_ROW: Final = 8  # places at which the file cannot be read on, before it is taken to end there
_TOGETHER: Final = 1 / 2  # of a second is resampled at once
_REFUSED: Final = "a playlist, damaged, or of a kind that is not opened"

DamageReport = Callable[[float], None]
"""Is called where a sound is damaged, with the seconds that were heard before."""


class SoundFile:
    """An open sound file, which may be read several times.

    Attributes:
        ends_early: whether the last reading ended before the file does, because of what stands there.
    """

    def __init__(self, path: Path, file: BinaryIO, formats: Iterable[str]) -> None:
        self.path, self.ends_early = path, False
        self._file = file
        self._options = {"format_whitelist": ",".join(formats), **_OPTIONS}
        if flaw := index_flaw(file):
            raise UnreadableFile(str(path), flaw)

    @contextmanager
    def read(self) -> Iterator["InputContainer"]:
        """Read the file from its start.

        Raises:
            UnreadableFile: there is no sound in it, or more than a file of its size should have.
            av.FFmpegError, OSError, ValueError: it cannot be read as sound.
        """
        import av  # noqa: PLC0415 - most commands never read a sound file

        self._file.seek(0)
        watched = WatchedFile(self._file)
        try:
            container = av.open(watched, "r", metadata_errors="replace", options=self._options)
        except av.FFmpegError as error:
            self._refuse(watched.flaw)
            if isinstance(error, av.ArgumentError):  # FFmpeg says no more about a format that is not on the list
                self._refuse(f"it cannot be read as sound ({_REFUSED})")
            raise
        watched.opened()
        with container:
            self._refuse(watched.flaw)
            if not container.streams.audio:
                self._refuse("it has no sound")
            self._refuse(_beyond_bounds(container.streams.audio[0].codec_context))
            yield container
            self.ends_early = watched.ends_early

    def _refuse(self, flaw: str) -> None:
        if flaw:
            raise UnreadableFile(str(self.path), flaw)


def _beyond_bounds(codec: "AudioCodecContext | None") -> str:
    """Return why a sound is not decoded; an empty text if it is."""
    if codec is None or codec.name not in _CODECS:
        return f"repcast does not play its codec, {codec.name}" if codec else "its sound has an unknown codec"
    if not _LEAST_HZ <= codec.rate <= _MOST_HZ:
        bounds_khz = f"{_LEAST_HZ // 1_000} to {_MOST_HZ // 1_000} kHz"
        return f"its sample rate is {codec.rate} Hz; repcast plays {bounds_khz}"
    if not 0 < codec.channels <= _MOST_CHANNELS:
        return f"it has {codec.channels} channels; repcast plays at most {_MOST_CHANNELS}"
    if codec.name == "alac" and int.from_bytes((codec.extradata or b"")[12:16], "big") > _MOST_ALAC_SAMPLES:
        return f"its frames have more than {_MOST_ALAC_SAMPLES:,} samples"
    return ""


@contextmanager
def open_file(path: Path, *, any_format: bool = False) -> Iterator[SoundFile]:
    """Open a sound file; whatever goes wrong while it is open is one error.

    Args:
        path: of the file.
        any_format: whether any format that repcast plays will do, and not only those that it writes.

    Raises:
        UnreadableFile: it cannot be read as sound.
    """
    from av import FFmpegError  # noqa: PLC0415

    try:
        with open_regular(path) as file:
            yield SoundFile(path, file, _FORMATS if any_format else (ours.demuxer for ours in FORMATS.values()))
    except (FFmpegError, OSError, ValueError) as error:
        if met := limit(error):
            raise met from error
        cause = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(str(path), f"it cannot be read as sound ({cause})") from None


@contextmanager
def open_sound(path: Path, *, any_format: bool = False) -> Iterator["InputContainer"]:
    """Open a sound file, and read it once; arguments and errors as for `open_file`."""
    with open_file(path, any_format=any_format) as file:
        with file.read() as container:
            yield container
        if file.ends_early:
            raise UnreadableFile(str(path), "it cannot be read to its end")


def no_damage_report(_heard_s: float) -> None:
    """Take no notice of what is damaged."""


def decoded(container: "InputContainer", tell: DamageReport = no_damage_report) -> "Iterator[AudioFrame]":
    """Yield the frames of a sound; what is damaged is left out, and told, as every player does.

    The rate and the channels may change on the way.
    """
    heard_s = 0.0
    for packet in _packets(container):
        for frame in _frames(packet):
            if frame is None:
                tell(heard_s)
            else:
                yield frame
                heard_s += frame.samples / frame.rate


def _packets(container: "InputContainer") -> "Iterator[Packet[AudioStream] | None]":
    """Yield the packets of a sound; None where the file cannot be read on, for a little later it may be."""
    from av import FFmpegError  # noqa: PLC0415

    stuck = 0
    while stuck < _MOST_IN_A_ROW:
        try:
            for packet in container.demux(container.streams.audio[0]):
                yield packet
                stuck = 0
        except FFmpegError:
            yield None
            stuck += 1
        else:
            return


def _frames(packet: "Packet[AudioStream] | None") -> "list[AudioFrame | None]":
    """Return what a packet holds; None in place of what is damaged."""
    from av import FFmpegError  # noqa: PLC0415

    if packet is None:
        return [None]
    try:
        return [frame if _is_playable(frame) else None for frame in packet.decode()]
    except FFmpegError:
        return [None]


def _is_playable(frame: "AudioFrame") -> bool:
    return _LEAST_HZ <= frame.rate <= _MOST_HZ and 0 < frame.layout.nb_channels <= _MOST_CHANNELS


def resampled(frames: Iterable["AudioFrame"], sample_format: str, layout: str) -> Iterator["AudioFrame"]:
    """Yield the sound of frames at 48 kHz, in a sample format and a channel layout that FFmpeg knows by these names.

    Frames are short; some dozen of them become one before they are resampled, which costs far less.
    """
    from av import AudioFifo, AudioResampler  # noqa: PLC0415

    for _, alike in groupby(frames, key=lambda frame: (frame.rate, frame.layout.name, frame.format.name)):
        resampler, held = AudioResampler(format=sample_format, layout=layout, rate=SAMPLE_RATE_HZ), AudioFifo()
        for frame in alike:
            frame.pts = None  # the queue refuses a gap in time
            held.write(frame)
            if held.samples >= frame.rate * _TOGETHER:
                yield from resampler.resample(held.read())
        if held.samples:
            yield from resampler.resample(held.read())
        yield from resampler.resample(None)
