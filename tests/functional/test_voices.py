"""Who speaks, as a user sees and chooses it: the natural voice, any other one, and what is said of it."""

import json
import sys
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from program import REPCAST, TINY, run, write

from make_test_voice import make

NATURAL = {
    "REPCAST_VOICE_ENGINE": "auto",
    "REPCAST_VOICE_RATE_WPM": "165",
}  # the tests' own settings have the quickest engine speak
WITHOUT = (sys.executable, "-c", "import sys; sys.modules['hibari'] = None; from repcast.cli import main; main()")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small session, and one that names what no natural voice can say."""
    folder = tmp_path_factory.mktemp("voices")
    write(folder, TINY)
    write(folder, TINY.replace("Plank", "日本語"), "japanese.yaml")
    return folder


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with a German voice for Piper."""
    folder = tmp_path_factory.mktemp("piper")
    make(folder, name="de_DE-toene-low")
    return str(folder)


def test_a_newcomer_hears_a_natural_voice(folder: Path) -> None:
    """If this failed, the first thing that anybody hears would be a robot; or nobody be told who speaks."""
    done = run("render", "tiny.yaml", "--force", folder=folder, env=NATURAL)
    assert (done.code, done.out) == (0, "tiny.mp3  0:28  0.3 MB  heart (hibari)\n"), done
    tags = ID3(folder / "tiny.mp3")
    assert "spoken by heart (hibari)" in str(tags.getall("COMM")[0])
    shown = run("show", "tiny.mp3", folder=folder)
    assert "spoken by heart (hibari)" in shown.out
    assert run("verify", "tiny.mp3", folder=folder).code == 0


def test_without_it_the_system_speaks(folder: Path) -> None:
    """If this failed, a machine for which there is no natural voice could not render at all."""
    done = run("render", "tiny.yaml", "-o", "other.mp3", folder=folder, env=NATURAL, program=WITHOUT)
    assert done.code == 0, done.err
    assert done.out.endswith("en-us (pyttsx3)\n")


@pytest.mark.parametrize(
    "command",
    [
        ("render", "tiny.yaml", "-o", "by-name.mp3", "--force"),
        ("plan", "tiny.yaml"),
        ("quick", "10s plank", "-o", "quick.mp3", "--force"),
        (
            "today",
            "runner-strength-6-weeks",
            "--start",
            "2026-11-23",
            "--date",
            "2026-11-23",
            "--force",
        ),
    ],
    ids=lambda command: command[0],
)
def test_every_command_that_speaks_takes_a_voice(command: tuple[str, ...], folder: Path) -> None:
    """If this failed, a voice could be tried only by writing it into a file."""
    done = run(*command, "--voice", "en-gb", folder=folder)
    assert done.code == 0, done.err
    assert "en-gb (pyttsx3)" in done.out


def test_signals_are_named_by_a_voice_too(folder: Path) -> None:
    """If this failed, the signals would be explained by another voice than the one that was asked."""
    done = run("sounds", "--demo", "signals.mp3", "--force", "--voice", "en-gb", folder=folder)
    assert done.code == 0, done.err
    assert "en-gb (pyttsx3)" in done.out


def test_what_a_voice_cannot_say_is_told_by_plan_and_render(folder: Path) -> None:
    """If this failed, a name would be spoken by a stranger without a word."""
    told = "“First, 日本語.” is spoken by en-us (pyttsx3), for heart (hibari) cannot say it"
    for command in (("plan", "japanese.yaml"), ("render", "japanese.yaml", "--force")):
        done = run(*command, folder=folder, env=NATURAL)
        assert done.code == 0, done.err
        assert told in done.err
    events = json.loads(run("plan", "japanese.yaml", "--json", folder=folder, env=NATURAL).out)["events"]
    voices = {event["text"]: event.get("voice") for event in events if event["track"] == "voice"}
    assert {voices["three"], *(voice for text, voice in voices.items() if "日本語" in text)} == {
        None,
        "en-us (pyttsx3)",
    }


def test_a_foreign_voice_is_warned_of(folder: Path, voices: str) -> None:
    """If this failed, an English session would be read with German sounds, and nobody know why."""
    for name, env in (("de", {}), ("de_DE-toene-low", {**NATURAL, "REPCAST_VOICES_DIR": voices})):
        done = run("plan", "tiny.yaml", "--voice", name, "--set", "language=en", folder=folder, env=env)
        assert done.code == 0, done.err
        assert "speaks “de”, and the session is in “en”" in done.err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("hart", "no voice 'hart'; did you mean 'heart'?"),
        ("emma", "the voice 'emma' is not on this machine\nfetch it once: repcast voices --get emma"),
        ("en-us+nobody", "no voice 'en-us+nobody'; did you mean 'en-us"),
    ],
)
def test_a_voice_that_is_not_here_is_told_with_what_to_do(name: str, told: str, folder: Path) -> None:
    """If this failed, a slip of the pen would end in another voice, or in a riddle."""
    done = run("render", "tiny.yaml", "-o", "none.mp3", "--voice", name, folder=folder, env=NATURAL)
    assert done.code == 1
    assert told in done.err
    assert "none.mp3" not in done.files


def test_lists_natural_voices_first(folder: Path, voices: str) -> None:
    """If this failed, who looks for a voice would find the robots first, and not see which one speaks."""
    done = run("voices", "en", "--json", folder=folder, env=NATURAL)
    listed = json.loads(done.out)
    assert [(each["name"], each["engine"], each["natural"], each["usual"]) for each in listed[:1]] == [
        ("heart", "hibari", True, True)
    ]
    assert {each["natural"] for each in listed[1:]} == {False}
    assert [each["usual"] for each in listed].count(True) == 1
    german = json.loads(run("voices", "de", "--json", folder=folder, env={"REPCAST_VOICES_DIR": voices}).out)
    assert [each["name"] for each in german] == ["de_DE-toene-low", "de"]


def test_a_voice_with_a_flaw_is_listed_with_it(folder: Path, tmp_path: Path) -> None:
    """If this failed, half a download would hide all voices, or look like a good one."""
    make(tmp_path, name="en_US-tones-low").with_name("en_US-tones-low.onnx.json").write_text("{")
    done = run("voices", folder=folder, env={"REPCAST_VOICES_DIR": str(tmp_path)})
    assert done.code == 0, done.err
    assert "does not describe a voice of Piper's" in done.out


def test_several_voices_say_a_line_each(folder: Path) -> None:
    """If this failed, voices could be compared only by rendering a session with each."""
    done = run("voices", "en", "--demo", "demo.mp3", "--force", folder=folder, env=NATURAL)
    assert done.code == 0, done.err
    assert done.out.splitlines()[0].startswith("demo.mp3  ")
    assert ID3(folder / "demo.mp3")
    refused = run("voices", "en", "--demo", "tiny.yaml", folder=folder)
    assert refused.code in (1, 2)


def test_a_voice_that_cannot_be_fetched_is_told(folder: Path) -> None:
    """If this failed, who is offline would see a traceback."""
    offline = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "no_proxy": "", "NO_PROXY": ""}
    done = run("voices", "--get", "emma", folder=folder, env=offline)
    assert done.code == 1
    assert "the voice 'emma' was not fetched: " in done.err


def test_a_configured_folder_of_voices_is_used(folder: Path, voices: str, tmp_path: Path) -> None:
    """If this failed, a setting would do nothing."""
    settings = tmp_path / "own.toml"
    settings.write_text(f'voices_folder = "{Path(voices).as_posix()}"\n', encoding="utf-8")
    done = run("voices", "de", "--json", folder=folder, env={"REPCAST_CONFIG": str(settings)})
    assert [each["name"] for each in json.loads(done.out)] == ["de_DE-toene-low", "de"]


def test_words_are_said_as_they_are_spelled(folder: Path, tmp_path: Path) -> None:
    """If this failed, `pronounce` would do nothing, or change what is read in captions."""
    texts = {}
    for name, more in (("plain", ""), ("said", "pronounce: {plank: a very long and slow plank}\n")):
        write(tmp_path, TINY + more)
        events = json.loads(run("plan", "tiny.yaml", "--json", folder=tmp_path).out)["events"]
        [event] = [event for event in events if event["cue"] == "name"]
        texts[name] = (event["text"], event["end_ms"] - event["start_ms"])
    assert texts["plain"][0] == texts["said"][0]
    assert texts["said"][1] > texts["plain"][1] + 500
    assert folder
    assert REPCAST
