"""`refusals`: an error of the system becomes a sentence with the limit's name; a fault of ours does not."""

import errno
import sys

import pytest

from repcast.refusals import limit, refusal


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "the temporary folder /tmp is full; make room"),
        (errno.EROFS, "the temporary folder /tmp can only be read; make room"),
        (errno.EACCES, "the temporary folder /tmp: said so; make room"),
        (errno.EMFILE, "too many files are open at once; raise the limit with ulimit -n"),
    ],
)
def test_the_place_is_named_where_it_is_the_trouble(number: int, told: str) -> None:
    """If this failed, the user would make room in a folder that has enough, or not know in which."""
    assert str(refusal(OSError(number, "said so"), "the temporary folder /tmp", "make room")) == told


def test_a_full_disk_is_no_limit_of_the_process() -> None:
    """If this failed, a file that cannot be written would not be named."""
    assert limit(OSError(errno.ENOSPC, "x")) is None
    assert limit(OSError(errno.EAGAIN, "x"))


def test_a_name_that_the_locale_cannot_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a title with an accent would be a fault of ours under LC_ALL=C."""
    error = UnicodeEncodeError("ascii", "Größe.mp3", 2, 3, "ordinal not in range(128)")
    assert refusal(error) is None, "where names have every letter, it is a fault of ours"
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    told = "file names have no 'ö' in this system's encoding, ascii; set PYTHONUTF8=1, or give a name without it"
    assert str(refusal(error)) == told


def test_the_library_that_another_one_needs_is_named() -> None:
    """If this failed, a page of advice for developers would be printed in place of the cause."""
    error = ImportError("IMPORTANT: PLEASE READ THIS")
    error.__cause__ = ImportError("libblas.so: cannot map", path="/x/_umath.so")
    assert str(refusal(error)).startswith("a library cannot be loaded: libblas.so: cannot map;")
    assert refusal(ModuleNotFoundError("No module named 'numpyy'")) is None
