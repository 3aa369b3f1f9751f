"""`located_toml`: TOML as values that know their place, and every flaw as a value."""

import pytest

from repcast.reading.located import Map, Position
from repcast.reading.located_toml import MAX_BYTES, read

TEXT = b"""\
countdown = "ticks"
music = ["a.mp3", "b.mp3"]

[voice]
  rate_wpm = 170
[ sounds ]
mix.voice_db = 1
"""


def test_values_are_those_of_the_text() -> None:
    """If this failed, a setting would be read as another one."""
    assert read(TEXT).root == {
        "countdown": "ticks",
        "music": ["a.mp3", "b.mp3"],
        "voice": {"rate_wpm": 170},
        "sounds": {"mix": {"voice_db": 1}},
    }


def test_keys_and_tables_know_their_place() -> None:
    """If this failed, a problem would be told with the wrong line."""
    root = read(TEXT).root
    assert isinstance(root, Map)
    assert root.keys_at == {
        "countdown": Position(1, 1),
        "music": Position(2, 1),
        "voice": Position(4, 2),
        "sounds": Position(6, 3),
    }
    voice = root["voice"]
    assert isinstance(voice, Map)
    assert voice.values_at == {"rate_wpm": Position(5, 3)}


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        (b"countdown: ticks", (1, 10), "this is not valid TOML: expected '=' after a key"),
        (b"a = 1\nb = ", (1, 1), "this is not valid TOML: "),
        (b"a = 1\na = 2\n", (2, 6), "this is not valid TOML: cannot overwrite a value"),
        (b"\xff = 1", (1, 1), "this is not UTF-8 text"),
        (b"a = " + b"[" * 20_000, (1, 1), "this is nested too deep"),
        (b"a = " + b"1" * 10_000, (1, 1), "this is not valid TOML: exceeds the limit"),
        (b"#" * (MAX_BYTES + 1), (1, 1), "the file has more than 32,768 bytes"),
        (b".".join([b"a"] * 2_000) + b" = 1", (1, 1), "this is nested too deep"),
    ],
)
def test_every_flaw_is_a_value_with_its_place(text: bytes, at: tuple[int, int], message: str) -> None:
    """If this failed, a slip in the configuration would be called a fault of repcast's, or be told without its line."""
    [flaw] = read(text).flaws
    assert flaw.message.startswith(message)
    if at != (1, 1):
        assert flaw.position == Position(*at)
    assert read(text).root is None
