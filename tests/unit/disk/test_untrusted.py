"""Opening a stranger's file: what is no file is refused at once, and of a large one only so much is read."""

import os
import socket
from pathlib import Path

import pytest

from repcast.disk.untrusted import open_regular, read_regular
from repcast.errors import UnreadableFile


def test_a_file_is_read_up_to_its_bound_and_one_byte_more(tmp_path: Path) -> None:
    """If this failed, a file of gigabytes would be read whole, or a too long one pass for a whole one."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 100)
    assert read_regular(path, 100) == b"x" * 100
    assert read_regular(path, 10) == b"x" * 11
    with open_regular(path) as file:
        assert file.read() == b"x" * 100


def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """If this failed, `repcast check` would wait for ever for someone to write into the pipe."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    with pytest.raises(UnreadableFile, match="it is a pipe"):
        open_regular(path)


def test_folders_sockets_and_devices_are_refused(tmp_path: Path) -> None:
    """If this failed, reading one would end in a fault, or never."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        for path, why in ((tmp_path, "a folder"), (tmp_path / "s", "a socket"), (Path(os.devnull), "a device")):
            with pytest.raises(UnreadableFile, match=why):
                open_regular(path)


def test_a_file_that_fails_when_it_is_closed_is_read_all_the_same(tmp_path: Path) -> None:
    """If this failed, a network drive that goes away after the last byte would print a traceback."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x")
    file = open_regular(path)
    assert file.read() == b"x"
    os.close(file.fileno())  # so that closing it once more is an error
    file.close()
    assert file.closed


@pytest.mark.parametrize("name", ["none.yaml", "x" * 300, "a\0b"])
def test_a_name_that_cannot_be_opened_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    """If this failed, a wrong name would end in a traceback."""
    with pytest.raises(UnreadableFile, match="cannot read"):
        read_regular(tmp_path / name, 10)
