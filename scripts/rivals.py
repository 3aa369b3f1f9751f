"""What `bench.py` compares repcast with, each in a process of its own: rivals.py WHAT SESSION FOLDER.

Prints the CPU seconds of that part of its work which counts. Needs the clips of the session in the cache, but for
`speech`, which speaks them all, and `noise` and `silence`, which take what `mixed` has laid into the folder.
"""

import resource
import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from repcast import opening, pipeline
from repcast.encode.lame import QUALITY
from repcast.formats import MP3
from repcast.pipeline import Plan
from repcast.session.customise import Customisation
from repcast.sound.mix import summed
from repcast.sound.music import TrackReader, tracks
from repcast.sound.noise_floor import SILENCE
from repcast.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pydub import AudioSegment

_BLOCK_BYTES = 1 << 18
_FULL_SCALE = 32_767
_MUSIC_LOWER_DB = 12


def mixed(session: str, folder: Path) -> float:
    """Lay out the session's samples as an encoder takes them, 16 bit, twice: over its noise floor, and over silence."""
    import numpy as np

    sound = pipeline.mix_of(_plan(session), TrackReader())
    shape = sound.length_samples, sound.channels
    for name, floor in (("noise", sound.noise_floor), ("silence", SILENCE)):
        pcm = np.memmap(_mix_in(folder, name, sound.channels), dtype=np.int16, mode="w+", shape=shape)
        at = 0
        for block in summed(replace(sound, noise_floor=floor)):
            pcm[at : at + block.shape[1]] = np.rint(block.T * _FULL_SCALE)
            at += block.shape[1]
    return time.process_time()


def _mix_in(folder: Path, floor: str, channels: int) -> Path:
    return folder / f"{floor}.{channels}.s16"


def noise(_session: str, folder: Path) -> float:
    """Encode what is heard over the noise floor with LAME alone; only that counts."""
    return _encoded(folder, "noise")


def silence(_session: str, folder: Path) -> float:
    """Encode what is heard, without the noise floor, with LAME alone; only that counts."""
    return _encoded(folder, "silence")


def _encoded(folder: Path, floor: str) -> float:
    import lameenc

    [channels] = (channels for channels in MP3.bit_rates if _mix_in(folder, floor, channels).exists())
    began_s = time.process_time()
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_quality(QUALITY)
    encoder.set_bit_rate(MP3.bit_rates[channels] // 1000)
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_channels(channels)
    with _mix_in(folder, floor, channels).open("rb") as pcm, (folder / "floor.mp3").open("wb") as mp3:
        while block := pcm.read(_BLOCK_BYTES):
            mp3.write(encoder.encode(block))
        mp3.write(encoder.flush())
    return time.process_time() - began_s


def naive(session: str, folder: Path) -> float:
    """Join clips and silences end to end with pydub, over music if there is some, and export the whole with ffmpeg.

    All of the process counts.
    """
    import imageio_ffmpeg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub looks for an ffmpeg on the path, and does not find it
        from pydub import AudioSegment

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    planned = _plan(session)
    pieces = _pieces(planned)
    while len(pieces) > 1:  # two by two: kinder than the usual `track += piece`, which copies the track for each piece
        pieces = [sum(pieces[at + 1 : at + 2], pieces[at]) for at in range(0, len(pieces), 2)]
    [track] = pieces
    if planned.session.has_music:
        music = sum(map(AudioSegment.from_file, tracks(planned.session.music.files, None)), AudioSegment.empty())
        music *= -(-len(track) // len(music))
        track = (music[: len(track)] - _MUSIC_LOWER_DB).overlay(track)
    track.export(folder / "naive.mp3", format="mp3", bitrate=f"{MP3.bit_rates[track.channels] // 1000}k").close()
    return time.process_time() + _children_s()


def _pieces(planned: Plan) -> list["AudioSegment"]:
    from pydub import AudioSegment

    pieces = []
    at_ms = 0
    for event in planned.timeline.events:
        pause_ms = max(0, event.start_ms - at_ms)
        sound = planned.clips[event.clip].samples.tobytes()
        clip = AudioSegment(data=sound, sample_width=2, frame_rate=SAMPLE_RATE_HZ, channels=1)
        pieces.append(AudioSegment.silent(pause_ms, frame_rate=SAMPLE_RATE_HZ) + clip)
        at_ms += pause_ms + len(clip)
    rest_ms = max(0, planned.timeline.duration_ms - at_ms)
    return [*pieces, AudioSegment.silent(rest_ms, frame_rate=SAMPLE_RATE_HZ)]


def speech(session: str, folder: Path) -> float:
    """Have the engine speak all that the session needs into files, and do nothing with them."""
    from repcast.speech.engines import Engines
    from repcast.speech.speakers import candidates

    script = pipeline.outline(opening.open_session(session))
    with Engines() as engines:
        voice = next(candidates(script.voice, script.language, engines))
        for number, utterance in enumerate(replace(script, voice=voice).utterances()):
            engines[voice.engine].record(utterance, folder / f"{number}.wav")
    return _children_s()


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _plan(session: str) -> Plan:
    return pipeline.plan(opening.open_session(session), Customisation(), lambda _stage, _done, _total: None)


RIVALS = {rival.__name__: rival for rival in (mixed, noise, silence, naive, speech)}

if __name__ == "__main__":
    print(RIVALS[sys.argv[1]](sys.argv[2], Path(sys.argv[3])))
