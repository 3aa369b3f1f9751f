"""The sessions and sounds that travel with repcast."""

import wave

import pytest

from repcast.reading.loader import load
from repcast.resources import builtin_sessions, builtin_sounds
from sessions import ALL


def test_the_builtin_sessions_come_by_name_in_alphabetical_order() -> None:
    """If this failed, `repcast list` would lack a session, or show them in disorder."""
    assert tuple(builtin_sessions()) == ALL


@pytest.mark.parametrize("name", ALL)
def test_every_builtin_session_is_valid_and_tells_editors_its_schema(name: str) -> None:
    """If this failed, a session that we ship would not render, or not be completed in an editor."""
    first, *_ = builtin_sessions()[name].read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=session.schema.json"
    assert load(name).steps


@pytest.mark.parametrize("name", ["go", "recover", "tick", "halfway", "done", "rest", "finish"])
def test_every_earcon_is_there_as_48_khz_mono(name: str) -> None:
    """If this failed, a render would stop for want of a sound, or play it at the wrong speed."""
    with wave.open(str(builtin_sounds() / f"{name}.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (48_000, 1, 2)
