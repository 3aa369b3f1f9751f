"""`files.sound_digest`: what changes the sound changes it, and nothing else does."""

from collections.abc import Callable
from hashlib import sha256
from tempfile import TemporaryFile

import pytest

from repcast.encode.frames import DELAY_SAMPLES
from repcast.encode.info_frame import info_frame
from repcast.files.id3 import id3_tag
from repcast.files.sound_digest import sound_digest
from sound import PLAIN

FRAMES = (b"\xff\xfb\x54\xc4" + bytes(range(188))) * 10
INFO = info_frame(1, frames=10, skip_samples=DELAY_SAMPLES, length_samples=10_000)


def digest(content: bytes) -> str:
    """Return the digest of a file with this content."""
    with TemporaryFile() as file:
        file.write(content)
        return sound_digest(file)


@pytest.mark.parametrize(
    "before",
    [
        b"",
        INFO,
        id3_tag(PLAIN) + INFO,
        id3_tag(PLAIN) + INFO.replace(b"Info", b"Xing").replace(b"LAME3.100", b"Lavf\0\0\0\0\0"),
        info_frame(2, frames=10, skip_samples=DELAY_SAMPLES, length_samples=10_000),
    ],
    ids=["bare", "info", "tag", "another program's", "stereo"],
)
def test_it_is_that_of_the_frames(before: bytes) -> None:
    """If this failed, a file whose tags a player has edited would be called re-encoded."""
    assert digest(before + FRAMES) == sha256(FRAMES).hexdigest()


@pytest.mark.parametrize(
    "change",
    [lambda frames: frames[:-1], lambda frames: frames + b"\0", lambda frames: b"\xff" + frames],
)
def test_any_other_byte_tells(change: Callable[[bytes], bytes]) -> None:
    """If this failed, a sound that was cut or damaged would pass for the one that was written."""
    whole = id3_tag(PLAIN) + INFO
    assert digest(whole + change(FRAMES)) != digest(whole + FRAMES)


@pytest.mark.parametrize(
    "content",
    [b"", b"ID3", b"ID3\x03\0\0\x7f\x7f\x7f\x7f", INFO[:100], b"\xff\xfb\xfc\xc0" + INFO[4:]],
    ids=["empty", "no header", "a tag beyond the end", "half a frame", "no rate"],
)
def test_of_what_is_broken_there_is_one_too(content: bytes) -> None:
    """If this failed, verifying a damaged file would end in a fault."""
    assert len(digest(content)) == 64
