"""Gains as players read them."""

import pytest

from repcast.files.replay_gain import ReplayGain


def test_gains_are_written_as_the_specification_has_them() -> None:
    """A player would not find them, or take them for another number."""
    gain = ReplayGain.of(-19.004, 0.8912509)
    assert gain.texts() == {"REPLAYGAIN_TRACK_GAIN": "+1.00 dB", "REPLAYGAIN_TRACK_PEAK": "0.891251"}
    assert ReplayGain.of(-7.5, 1.0).texts()["REPLAYGAIN_TRACK_GAIN"] == "-10.50 dB"


def test_an_album_s_tracks_have_the_gain_of_the_whole() -> None:
    """A player would make one step louder than the next one."""
    texts = ReplayGain.of(-19.0, 0.5).texts(in_album=True)
    assert texts["REPLAYGAIN_ALBUM_GAIN"] == texts["REPLAYGAIN_TRACK_GAIN"] == "+1.00 dB"
    assert texts["REPLAYGAIN_ALBUM_PEAK"] == texts["REPLAYGAIN_TRACK_PEAK"] == "0.500000"


@pytest.mark.parametrize(("lufs", "text"), [(-23.0, "+00000"), (-20.0, "-00768"), (-24.5, "+00384"), (0.0, "-05888")])
def test_opus_has_its_own_unit(lufs: float, text: str) -> None:
    """An Opus file would be five decibels off beside others, or have a text that RFC 7845 does not allow."""
    assert ReplayGain.of(lufs, 1.0).r128_text() == text


def test_next_to_silence_is_not_turned_up_without_end() -> None:
    """A file of one soft tick would hurt the ear."""
    assert ReplayGain.of(-69.9, 0.001).gain_db == 51.0
