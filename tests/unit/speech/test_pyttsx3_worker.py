"""`speech.pyttsx3_worker`: what is mended of pyttsx3 on Windows, tried without Windows, and eSpeak NG's names."""

import math
from types import SimpleNamespace

import pytest

from repcast.speech.pyttsx3_worker import sapi5_rate, sapi5_voice


def asked_of_sapi5(rate_wpm: float) -> int:
    """Return the step that pyttsx3 2.99 asks of SAPI 5 for a rate."""
    return int(math.log(rate_wpm / 156.63, 1.11))


@pytest.mark.parametrize("rate_wpm", range(80, 451, 5))
def test_sapi5_gets_the_nearest_step(rate_wpm: int) -> None:
    """If this failed, a rate on Windows would be a step too slow, or too fast."""
    step = asked_of_sapi5(sapi5_rate(rate_wpm))
    nearest = min(range(-10, 15), key=lambda each: abs(math.log(156.63 * 1.11**each / rate_wpm)))
    assert step == nearest


def test_what_is_hurried_is_a_quarter_faster_there_too() -> None:
    """If this failed, an announcement on Windows would not fit: pyttsx3 makes it 1.11 times as fast."""
    usual, hurried = (asked_of_sapi5(sapi5_rate(rate_wpm)) for rate_wpm in (165, 206))
    assert 1.2 < 1.11 ** (hurried - usual) < 1.4


def token(**attributes: str) -> SimpleNamespace:
    """Return a voice as COM hands it over: an attribute that it lacks is an error."""

    def attribute(name: str) -> str:
        if name not in attributes:
            message = f"(-2147200966, {name!r})"
            raise OSError(message)
        return attributes[name]

    return SimpleNamespace(Id="HKEY\\Voices\\X", GetDescription=lambda: "X Desktop", GetAttribute=attribute)


@pytest.mark.parametrize(
    ("attributes", "languages"),
    [
        ({"Language": "409", "Gender": "Female", "Age": "Adult"}, ["en-US"]),
        ({"Language": "409;9"}, ["en-US"]),
        ({"Language": "407", "Gender": "Male"}, ["de-DE"]),
        ({}, []),
        ({"Language": "zzz"}, []),
    ],
)
def test_one_odd_voice_does_not_hide_the_others(attributes: dict[str, str], languages: list[str]) -> None:
    """If this failed, one voice without an age would end the list of all voices on Windows."""
    voice = sapi5_voice(token(**attributes))
    assert (voice.id, voice.name, voice.languages) == ("HKEY\\Voices\\X", "X Desktop", languages)
