from pathlib import Path

import pytest

from repcast.files.signature import is_sound


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"ID3\x03\x00", True),
        (b"\xff\xfb\x54", True),
        (b"fLaC", True),
        (b"OggS", True),
        (b"RIFF....WAVE", True),
        (b"\0\0\0\x1cftypM4A ", True),
        (b"title: x", False),
        (b"", False),
    ],
)
def test_sound_is_told_from_text(head: bytes, expected: object, tmp_path: Path) -> None:
    """If this failed, an MP3 would be read as YAML, or a session as an MP3."""
    path = tmp_path / "x"
    path.write_bytes(head)
    assert is_sound(path) is expected
