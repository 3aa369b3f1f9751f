"""The Info frame: an MP3's first frame, which holds no sound but tells a player what to skip, and how long it is.

From the Xing header and the LAME tag (revision 1) in it: players know them from LAME's own files. FFmpeg writes such a
frame, too, but wants each frame of sound handed over by itself: 50,000 calls for twenty minutes.
"""

import struct
from typing import Final

from repcast.encode.frames import DECODER_DELAY_SAMPLES, HEADERS, frame_bytes
from repcast.formats import MP3
from repcast.units import FRAME_SAMPLES

_TOLD_SAMPLES: Final = 1 << 12  # fewer than that can be told, of each end
_MODES: Final = {1: b"\xc0", 2: b"\x40"}  # by channels: one channel, joint stereo
_SIDE_INFORMATION_BYTES: Final = {1: 17, 2: 32}  # by channels: ISO/IEC 11172-3 clause 2.4.1.7
_FRAMES_BYTES_CONTENTS_QUALITY: Final = 0b1111  # are told
_ENTRIES: Final = 100  # of the table of contents
_CONSTANT_BIT_RATE: Final = 1
_ENCODER: Final = b"LAME3.100"
_CRC_POLYNOMIAL: Final = 0xA001  # CRC-16, the lowest bit first


def info_frame(channels: int, *, frames: int, skip_samples: int, length_samples: int) -> bytes:
    """Return the frame that stands before the frames of sound.

    The tag's checksum of the sound is left at 0, as by most programs that put frames together; players ignore it.

    Args:
        channels: of the sound.
        frames: of sound.
        skip_samples: that a player leaves out at the start, of what its decoder gives.
        length_samples: that it plays then.
    """
    delay_samples = skip_samples - DECODER_DELAY_SAMPLES
    padding_samples = frames * FRAME_SAMPLES - delay_samples - length_samples
    assert max(delay_samples, padding_samples) < _TOLD_SAMPLES, f"{skip_samples} + {length_samples} of {frames} frames"
    size_bytes = frame_bytes(channels)
    total_bytes = (frames + 1) * size_bytes
    contents = bytes(256 * entry // _ENTRIES for entry in range(_ENTRIES))
    xing = b"Info" + struct.pack(">III", _FRAMES_BYTES_CONTENTS_QUALITY, frames, total_bytes) + contents + bytes(4)
    lame = struct.pack(
        ">9sBB8xBB3s4xI2x",
        _ENCODER,
        _CONSTANT_BIT_RATE,
        0,  # low-pass: not told; and then no peak and no gains
        0,  # of the encoder's flags
        MP3.bit_rates[channels] // 1_000,
        (delay_samples << 12 | padding_samples).to_bytes(3),
        total_bytes,
    )
    head = HEADERS[channels] + _MODES[channels] + bytes(_SIDE_INFORMATION_BYTES[channels]) + xing + lame
    return (head + _crc_16(head).to_bytes(2)).ljust(size_bytes, b"\0")


def _crc_16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_CRC_POLYNOMIAL if crc & 1 else 0)
    return crc
