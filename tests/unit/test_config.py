"""`config`: the user's own settings, read whole or not at all, and put beneath what a session says."""

import os
from pathlib import Path

import pytest

from builders import session
from repcast import config
from repcast.errors import BadVariable, InvalidConfiguration, UnreadableFile
from repcast.reading.named_files import exists
from repcast.session.settings import Settings


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that `$REPCAST_CONFIG` names, for the test to write."""
    path = tmp_path / "mine" / "own.toml"
    path.parent.mkdir()
    monkeypatch.setenv("REPCAST_CONFIG", str(path))
    return path


def test_it_is_in_the_platform_s_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, the file would be sought where no other program keeps its own."""
    monkeypatch.delenv("REPCAST_CONFIG")
    assert config.path().name == "config.toml"
    assert config.path().parent.name == "repcast"


def test_no_file_is_no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If this failed, nobody could use repcast without writing a configuration first."""
    monkeypatch.delenv("REPCAST_CONFIG")
    monkeypatch.setattr(config, "path", lambda: tmp_path / "config.toml")
    assert config.load(exists).model_fields_set == set()


def test_the_null_device_is_a_configuration_without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, who wants no settings, and says so as for other programs, could not render."""
    monkeypatch.setenv("REPCAST_CONFIG", os.devnull)
    assert config.load(exists) == config.UserSettings()


def test_a_named_file_must_be_there(written: Path) -> None:
    """If this failed, a slip in `$REPCAST_CONFIG` would lose all settings in silence."""
    with pytest.raises(UnreadableFile, match=r"own\.toml"):
        config.load(exists)
    assert not written.exists()


def test_its_files_are_beside_it(written: Path) -> None:
    """If this failed, the user's whistle would be sought in whatever folder repcast is started in."""
    (written.parent / "whistle.wav").touch()
    written.write_text('sounds = {go = "whistle.wav"}\n')
    assert config.load(exists).sounds == {"go": str(written.parent / "whistle.wav")}


def test_all_problems_are_told_at_once_each_with_its_line_and_what_to_write(written: Path) -> None:
    """If this failed, the user would mend one slip after another, or not know where it is."""
    written.write_text('countdwon = "ticks"\nkeep_awake = true\n[voice]\nrate = 170\n[mix]\nloudness_lufs = nan\n')
    with pytest.raises(InvalidConfiguration) as caught:
        config.load(exists)
    keys = (
        "voice, language, talk, pace, phrases, countdown, countdown_from, keep_awake, sounds, music, mix, pronounce, "
        "output_folder, voices_folder"
    )
    assert str(caught.value).splitlines() == [
        f"{written}:1:1: unknown key 'countdwon'; did you mean 'countdown'? The keys here are {keys}",
        f"{written}:2:1: this is not known here; write 'on' or 'off'",
        f"{written}:4:1: unknown key 'rate'; did you mean 'rate_wpm'? The keys here are engine, name, rate_wpm",
        f"{written}:6:1: nan is too large; the most is -8",
        "4 problems",
    ]


def test_a_file_that_it_names_must_be_there(written: Path) -> None:
    """If this failed, every render would end in its middle."""
    written.write_text('\nmusic = "gone"\n')
    with pytest.raises(InvalidConfiguration, match=r":2:1: cannot use gone: it does not exist; name another file"):
        config.load(exists)


def test_a_text_that_is_no_toml_is_told_with_its_place(written: Path) -> None:
    """If this failed, the user would look for the slip in the whole file."""
    written.write_text('[voice]\nname = "en\n')
    with pytest.raises(InvalidConfiguration, match=r"own.toml:2:\d+: this is not valid TOML: "):
        config.load(exists)


def test_a_session_goes_before_it_key_by_key() -> None:
    """If this failed, one word in a session would throw away all that the user has set."""
    own = Settings.model_validate(
        {
            "countdown": "ticks",
            "voice": {"name": "en-gb", "rate_wpm": 170},
            "mix": {"voice_db": 3, "earcons_db": -3},
            "sounds": {"go": "/own/go.wav", "tick": "none"},
            "music": "/own/music",
        }
    )
    both = config.beneath(session(voice={"rate_wpm": 120}, mix={"voice_db": 0}, sounds={"tick": "/its/tick.wav"}), own)
    assert (both.voice.name, both.voice.rate_wpm, both.countdown) == ("en-gb", 120, "ticks")
    assert (both.mix.voice_db, both.mix.earcons_db, both.mix.loudness_lufs) == (0, -3, None)
    assert both.sounds == {"go": "/own/go.wav", "tick": "/its/tick.wav"}
    assert both.music.files == ("/own/music",)
    assert both.name == "T"


@pytest.mark.parametrize(("key", "value"), [("music", "none"), ("sounds", "none"), ("countdown", "spoken")])
def test_a_session_may_say_what_is_the_default_anyway(key: str, value: str) -> None:
    """If this failed, an author could not have silence where the user has music."""
    own = Settings.model_validate({"music": "/own", "sounds": {"go": "/go.wav"}, "countdown": "off"})
    plain = session(**{key: value})
    assert getattr(config.beneath(plain, own), key) == getattr(plain, key)


def test_nothing_of_one_s_own_changes_nothing() -> None:
    """If this failed, a session would sound different for a file that is not there."""
    assert config.beneath(session(countdown="off"), Settings()) == session(countdown="off")


def test_without_a_configuration_all_is_default() -> None:
    """If this failed, a user would look for a file that they never wrote."""
    assert {each.origin for each in config.listed(config.UserSettings())} == {"default"}


def test_each_setting_is_listed_with_its_origin() -> None:
    """If this failed, the user could not tell why it sounds as it does."""
    own = config.UserSettings.model_validate(
        {"voice": {"rate_wpm": 170}, "sounds": {"go": "/go.wav"}, "music": ["/a", "/b"]}
    )
    listed = {each.key: (each.value, each.origin) for each in config.listed(own)}
    assert listed["voice.rate_wpm"] == (170, "configuration")
    assert listed["voice.engine"] == ("auto", "default")
    assert listed["sounds.go"] == ("/go.wav", "configuration")
    assert listed["sounds.tick"] == ("", "default")
    assert listed["music.files"] == (("/a", "/b"), "configuration")
    assert listed["music.work.files"] == ((), "default")
    assert listed["countdown"] == ("spoken", "default")
    assert {key.partition(".")[0] for key in listed} == set(config.UserSettings.model_fields)
    variables = {each.key: each.variable for each in config.listed(own)}
    assert (variables["sounds.go"], variables["music.files"]) == ("REPCAST_SOUNDS", "REPCAST_MUSIC")
    assert variables["voice.name"] == "REPCAST_VOICE_NAME"


def test_a_variable_goes_before_the_file(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, nothing could be changed for one shell alone."""
    written.write_text('countdown = "ticks"\n[voice]\nname = "en-gb"\nrate_wpm = 170\n')
    for name, text in {"VOICE_RATE_WPM": "190", "MIX_LOUDNESS_LUFS": "-16", "SOUNDS": "none", "COUNTDOWN": ""}.items():
        monkeypatch.setenv(f"REPCAST_{name}", text)
    own = config.load(exists)
    assert (own.countdown, own.voice.name, own.voice.rate_wpm, own.mix.loudness_lufs) == ("ticks", "en-gb", 190, -16)
    assert set(own.sounds.values()) == {"none"}
    origins = {setting.key: setting.origin for setting in config.listed(own)}
    assert {key: origins[key] for key in ("countdown", "voice.rate_wpm", "voice.engine")} == {
        "countdown": "configuration",
        "voice.rate_wpm": "environment",
        "voice.engine": "default",
    }


def test_a_session_goes_before_a_variable(monkeypatch: pytest.MonkeyPatch, written: Path) -> None:
    """If this failed, what an author chose would be lost in some shells."""
    written.touch()
    monkeypatch.setenv("REPCAST_VOICE_NAME", "de")
    monkeypatch.setenv("REPCAST_KEEP_AWAKE", "off")
    own = config.beneath(session(voice={"name": "fr"}), config.load(exists))
    assert (own.voice.name, own.keep_awake) == ("fr", "off")


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("REPCAST_COUNTDOWN", "loud", r"\$REPCAST_COUNTDOWN: countdown=loud: 'loud' is not known here"),
        ("REPCAST_VOICE_RATE_WPM", "9", r"\$REPCAST_VOICE_RATE_WPM: voice.rate_wpm=9: 9 is too small"),
    ],
)
def test_a_variable_that_cannot_be_used_is_told(
    variable: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch, written: Path
) -> None:
    """If this failed, a slip in a shell's profile would end in a fault of ours, or in silence."""
    written.touch()
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadVariable, match=message):
        config.load(exists)


def test_the_folder_for_output_is_beside_the_file(written: Path) -> None:
    """If this failed, files would go to another folder than the configuration names, depending on where one is."""
    written.write_text('output_folder = "sounds"\n')
    assert config.load(exists).output_folder == str(written.parent / "sounds")


def test_a_folder_s_own_file_goes_before_the_platform_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a folder of workouts could not have settings of its own."""
    monkeypatch.delenv("REPCAST_CONFIG")
    monkeypatch.chdir(tmp_path)
    assert config.path().name == "config.toml"
    Path("repcast.toml").touch()
    assert config.path() == Path("repcast.toml")
