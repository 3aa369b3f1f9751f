"""`speech.piper_voices` and its engine: voices in a folder of the user's, whatever else is in it."""

from pathlib import Path

import pytest

from make_test_voice import make
from repcast.errors import BadVoice, RepcastError, UnknownVoice
from repcast.plan.script import Utterance
from repcast.session.settings import Voice
from repcast.speech.piper_engine import PiperEngine
from repcast.speech.piper_voices import found_in, sha256_of, voices_folder


def utterance(name: str) -> Utterance:
    """Return an utterance by a voice."""
    return Utterance(text="Get ready.", voice=Voice(engine="piper", name=name), language="en")


def test_finds_each_voice_with_its_language(tmp_path: Path) -> None:
    """If this failed, a voice that the user has put there would not be found, or read what it does not speak."""
    make(tmp_path, name="de_DE-toene-low")
    make(tmp_path, name="en_GB-tones-low", speaker_id_map={"anna": 0, "bob": 1})
    (tmp_path / "MODEL_CARD").write_text("x")
    found = {voice.name: voice for voice in found_in(tmp_path)}
    assert {name: voice.language for name, voice in found.items()} == {
        "de_DE-toene-low": "de-de",
        "en_GB-tones-low": "en-gb",
    }
    assert found["en_GB-tones-low"].speakers == {"anna": 0, "bob": 1}
    assert found_in(tmp_path / "nowhere") == ()


def test_a_description_without_a_language_has_that_of_its_phonemes(tmp_path: Path) -> None:
    """If this failed, older voices would belong to no language."""
    make(tmp_path, name="en_US-tones-low", language=None)
    assert [voice.language for voice in found_in(tmp_path)] == ["en-us"]


NONSENSE = "tones.onnx.json does not describe a voice of Piper's"
PINYIN = (
    '{"audio": {"sample_rate": 22050}, "espeak": {"voice": "cmn"}, "phoneme_id_map": {"a": [1]}, '
    '"phoneme_type": "pinyin"}'
)


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("tones.onnx.json", None, "tones.onnx.json is missing; it comes with tones.onnx"),
        ("tones.onnx", None, "tones.onnx is missing; put it there"),
        ("tones.onnx.json", "{", NONSENSE),
        ("tones.onnx.json", "[" * 100_000, NONSENSE),
        ("tones.onnx.json", "{}", NONSENSE),
        ("tones.onnx.json", "7", NONSENSE),
        ("tones.onnx.json", PINYIN.replace("22050", "1e999"), NONSENSE),
        ("tones.onnx.json", PINYIN.replace("22050", "1000000000"), NONSENSE),
        ("tones.onnx.json", " " * (5 << 20), "tones.onnx.json"),
        ("tones.onnx.json", PINYIN, "tones.onnx reads by “pinyin”, and repcast plays voices of espeak and text only"),
        ("tones.onnx", "no model", "tones.onnx cannot be used"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_to_do(
    file: str, content: str | None, told: str, tmp_path: Path
) -> None:
    """If this failed, half a download would end in a traceback, or be blamed on the text."""
    make(tmp_path, name="tones")
    make(tmp_path, name="good")
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_text(content, encoding="utf-8")
    engine = PiperEngine(folder=lambda: tmp_path)
    try:
        assert "good" in [voice.name for voice in engine.voices() if not voice.flaw], "one bad voice hides no other"
        with pytest.raises(BadVoice) as error:
            engine.record(utterance("tones"), tmp_path / "out.wav")
    finally:
        engine.close()
    assert told in str(error.value)


def test_a_speaker_is_chosen_by_name(tmp_path: Path) -> None:
    """If this failed, a voice of many speakers would have only one of them."""
    make(tmp_path, name="tones", speaker_id_map={"anna": 0, "bob": 1})
    engine = PiperEngine(folder=lambda: tmp_path)
    with pytest.raises(UnknownVoice, match="did you mean 'tones#bob'"):
        engine.record(utterance("tones#bop"), tmp_path / "out.wav")


def test_the_version_changes_with_either_file(tmp_path: Path) -> None:
    """If this failed, a voice that was put in another's place would be heard only in new words."""
    versions = set()
    for rate_hz in (22_050, 16_000):
        make(tmp_path, name="tones", audio={"sample_rate": rate_hz})
        sha256_of.cache_clear()
        versions.add(PiperEngine(folder=lambda: tmp_path).version("tones"))
    with (tmp_path / "tones.onnx").open("ab") as model:
        model.write(b"x")
    sha256_of.cache_clear()
    versions.add(PiperEngine(folder=lambda: tmp_path).version("tones"))
    assert len(versions) == 3
    with pytest.raises(RepcastError):
        PiperEngine(folder=lambda: tmp_path).version("nobody")


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a variable for the folder of voices would do nothing."""
    monkeypatch.setenv("REPCAST_VOICES_DIR", "/voices")
    assert voices_folder() == Path("/voices")
    monkeypatch.delenv("REPCAST_VOICES_DIR")
    assert voices_folder().name == "voices"
