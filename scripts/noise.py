"""Measure the noise that LAME adds, and what it costs, at several qualities: python scripts/noise.py [SESSION ...].

Without SESSION: `one-minute`, and five minutes over music. Each is encoded from its first sample to its last. The time
is that of the encode alone: only ratios of one run mean anything.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

import av
import lameenc
import numpy as np

from benched import FIVE_OVER_MUSIC, session_called
from masking import noise_to_mask_db
from repcast import opening, pipeline
from repcast.encode.frames import DELAY_SAMPLES
from repcast.formats import LAYOUTS, MP3
from repcast.session.customise import Customisation
from repcast.sound.levels import Pcm
from repcast.sound.mix import summed
from repcast.sound.music import TrackReader
from repcast.units import SAMPLE_RATE_HZ, gain_to_db

QUALITIES = (3, 5, 7)
_USUAL = ("one-minute", FIVE_OVER_MUSIC)
_FULL_SCALE = 32_767

Encode = Callable[[Pcm], bytes]


def by_pyav(quality: int, pcm: Pcm) -> bytes:
    """Encode a sound without the bit reservoir, as tiles are."""
    channels = len(pcm)
    encoder = av.CodecContext.create(MP3.codec, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.rate, encoder.layout, encoder.format = SAMPLE_RATE_HZ, LAYOUTS[channels], MP3.sample_format
    encoder.bit_rate = MP3.bit_rates[channels]
    encoder.options = {"reservoir": "0", "compression_level": str(quality)}
    sound = av.AudioFrame.from_ndarray(pcm, format=MP3.sample_format, layout=LAYOUTS[channels])
    sound.rate, sound.pts = SAMPLE_RATE_HZ, 0
    return b"".join(map(bytes, [*encoder.encode(sound), *encoder.encode(None)]))


def by_lameenc(quality: int, pcm: Pcm) -> bytes:
    """Encode a sound with the bit reservoir, as music is."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(MP3.bit_rates[len(pcm)] // 1_000)
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_channels(len(pcm))
    encoder.set_quality(quality)
    samples = np.ascontiguousarray(np.rint(pcm.T * np.float32(_FULL_SCALE)).astype("<i2"))
    return bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())


def decoded(frames: bytes) -> Pcm:
    """Return what a decoder makes of frames, without the delay, shape (channels, n)."""
    with av.open(BytesIO(frames), "r", format="mp3") as mp3:
        blocks = [frame.to_ndarray() for frame in mp3.decode(audio=0)]
    return np.concatenate(blocks, axis=1)[:, DELAY_SAMPLES:].astype(np.float32)


def encoders(channels: int) -> Mapping[str, Encode]:
    """Return what may encode a sound of so many channels, by name."""
    ways: dict[str, Encode] = {f"PyAV, quality {each}": partial(by_pyav, each) for each in QUALITIES}
    if channels > 1:
        ways |= {f"lameenc, quality {each}": partial(by_lameenc, each) for each in QUALITIES}
    return ways


def rows(session: str) -> Iterator[str]:
    """Yield a line of the table for each encoder."""
    planned = pipeline.plan(opening.open_session(session), Customisation())
    mix = np.concatenate([*summed(pipeline.mix_of(planned, TrackReader()))], axis=1)
    for name, encode in encoders(len(mix)).items():
        began_s = time.process_time()
        frames = encode(mix)
        took_s = time.process_time() - began_s
        heard = decoded(frames)[:, : mix.shape[1]]
        noise = heard - mix[:, : heard.shape[1]]
        snr_db = gain_to_db(float(np.sqrt(np.mean(mix**2) / np.mean(noise**2))))
        nmr_db = max(noise_to_mask_db(one, off) for one, off in zip(mix, noise, strict=True))
        yield f"| {Path(session).stem} | {name} | {snr_db:.2f} dB | {nmr_db:.2f} dB | {took_s:.2f} s |"


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sessions", nargs="*", metavar="SESSION", default=_USUAL)
    wanted = parser.parse_args()
    print("| session | LAME | SNR | noise to mask | CPU |\n|---|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as place:
        for name in wanted.sessions:
            for row in rows(session_called(name, Path(place))):
                print(row, flush=True)


if __name__ == "__main__":
    main()
