"""`encode.info_frame`: what a player is told before the sound, as decoders that repcast does not write read it."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3, BitrateMode

from repcast.encode.frames import DELAY_SAMPLES, frame_bytes, frame_count
from repcast.encode.info_frame import info_frame
from repcast.encode.lame import encode_samples
from sound import FRAME, tone_pcm

LENGTH = 96_000


def written(folder: Path, *, skip_samples: int = DELAY_SAMPLES, length_samples: int = LENGTH) -> Path:
    """Write a tone of two seconds, of which so much is to be heard."""
    count = frame_count(LENGTH)
    frames = encode_samples(tone_pcm(LENGTH), skip_frames=0, frame_count=count, to_the_end=True)
    told = info_frame(1, frames=count, skip_samples=skip_samples, length_samples=length_samples)
    (folder / "x.mp3").write_bytes(told + frames)
    return folder / "x.mp3"


def test_it_is_a_frame_of_constant_bit_rate_by_lame(tmp_path: Path) -> None:
    """If this failed, players would guess at the length, and seek to the wrong place."""
    info = MP3(written(tmp_path)).info
    assert (info.bitrate, info.sample_rate, info.channels, info.sketchy) == (64_000, 48_000, 1, False)
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.encoder_info.startswith("LAME 3.100")
    assert info.length == pytest.approx(LENGTH / 48_000)


@pytest.mark.parametrize(("skipped", "length"), [(0, LENGTH), (1, LENGTH - 1), (1_000, 93_000), (3_519, 92_000)])
def test_a_player_hears_what_it_says(skipped: int, length: int, tmp_path: Path) -> None:
    """If this failed, an album would click or lose time at each seam, and a cue come late."""
    heard, _ = soundfile.read(
        written(tmp_path, skip_samples=DELAY_SAMPLES + skipped, length_samples=length), dtype="float32"
    )
    assert len(heard) == length
    wanted = tone_pcm(LENGTH)[skipped : skipped + length]
    assert np.corrcoef(heard, wanted)[0, 1] > 0.999


@pytest.mark.parametrize("channels", [1, 2])
def test_it_is_as_long_as_any_other_frame(channels: int) -> None:
    """If this failed, a player would lose the first frame of sound, and with it the order of all others."""
    told = info_frame(channels, frames=10, skip_samples=DELAY_SAMPLES, length_samples=10 * FRAME - DELAY_SAMPLES)
    assert len(told) == frame_bytes(channels)
    assert told[:2] == b"\xff\xfb"


def test_its_tag_carries_a_checksum_that_holds() -> None:
    """If this failed, players that check it would take the tag for damaged, and play the encoder's delay."""
    told = info_frame(1, frames=10, skip_samples=DELAY_SAMPLES, length_samples=10_000)
    end = told.index(b"LAME") + 34
    crc = 0
    for byte in told[:end]:  # CRC-16/ARC, bit by bit
        for bit in range(8):
            crc = crc >> 1 ^ (0xA001 if (crc ^ byte >> bit) & 1 else 0)
    assert int.from_bytes(told[end : end + 2]) == crc
