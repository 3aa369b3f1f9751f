"""What a session sounds like, as a user sets it: signals, countdown, volumes, music, and `repcast sounds`."""

import json
import os
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from program import TINY, run, write

from builders import RATE_HZ, sine, write_sound

SIGNALS = ["go", "recover", "tick", "halfway", "done", "rest", "finish"]


def tone(path: Path, seconds: float, hz: float = 440, level: float = 0.3) -> Path:
    """Write a tone."""
    return write_sound(path, sine(seconds, hz, level))


def sounds_of(folder: Path, *arguments: str) -> list[str]:
    """Return which signals are heard in the plan of `tiny.yaml`."""
    outcome = run("plan", "tiny.yaml", "--json", *arguments, folder=folder)
    assert outcome.code == 0, outcome.err
    return [event["sound"] for event in json.loads(outcome.out)["events"] if "sound" in event]


def words_of(folder: Path, *arguments: str) -> list[str]:
    """Return what is spoken at exact moments in the plan of `tiny.yaml`."""
    outcome = run("plan", "tiny.yaml", "--json", *arguments, folder=folder)
    assert outcome.code == 0, outcome.err
    return [event["text"] for event in json.loads(outcome.out)["events"] if event["anchored"] and "text" in event]


def rendered(folder: Path, *arguments: str) -> npt.NDArray[np.float64]:
    """Return the samples of `tiny.yaml`, shape (n,) or (n, 2)."""
    outcome = run("render", "tiny.yaml", "-q", *arguments, folder=folder)
    assert outcome.code == 0, outcome.err
    samples, rate_hz = soundfile.read(folder / "tiny.mp3")
    assert rate_hz == RATE_HZ
    return np.asarray(samples)


def level_db(samples: npt.NDArray[np.float64]) -> float:
    """Return a root mean square in dBFS."""
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-12))


# repcast sounds


def test_sounds_lists_the_signals_and_what_they_mean(tmp_path: Path) -> None:
    """A newcomer could not learn what the beeps mean."""
    outcome = run("sounds", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", set())
    head, _, *rows = [line.split() for line in outcome.out.splitlines()]
    assert head[:2] == ["signal", "length"]
    assert [row[0] for row in rows] == SIGNALS
    assert [" ".join(row[1:3]) for row in rows] == ["270 ms", "400 ms", "60 ms", "220 ms", "320 ms", "480 ms", "760 ms"]
    assert all(len(row) > 4 for row in rows)


def test_sounds_as_json(tmp_path: Path) -> None:
    """A program could not show the signals."""
    outcome = run("sounds", "--json", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    signals = json.loads(outcome.out)
    assert [signal["name"] for signal in signals] == SIGNALS
    assert [signal["length_ms"] for signal in signals] == [270, 400, 60, 220, 320, 480, 760]
    assert all(signal.keys() == {"name", "meaning", "length_ms", "file"} for signal in signals)
    assert {signal["file"] for signal in signals} == {""}


def test_sounds_of_a_session_are_its_own(tmp_path: Path) -> None:
    """The user could not check which of their sounds repcast took."""
    tone(tmp_path / "mine" / "whistle.flac", 0.4)
    write(tmp_path, TINY + "sounds: {go: mine/whistle.flac, tick: none}\n")
    outcome = run("sounds", "tiny.yaml", "--json", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    signals = {signal["name"]: signal for signal in json.loads(outcome.out)}
    assert [*signals] == ["go", "recover", "halfway", "done", "rest", "finish"]
    assert signals["go"]["length_ms"] == pytest.approx(400, abs=2)
    assert Path(signals["go"]["file"]) == Path("mine/whistle.flac")


def test_sounds_demo_names_and_plays_each_signal(tmp_path: Path) -> None:
    """Nobody would know the signals before the first workout."""
    outcome = run("sounds", "--demo", "signals.mp3", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"signals.mp3"}), outcome.err
    assert outcome.out.splitlines()[-1].startswith("signals.mp3  0:")
    samples, _ = soundfile.read(tmp_path / "signals.mp3")
    assert 15 < len(samples) / RATE_HZ < 60
    shipped, _ = soundfile.read(Path(__file__).parents[2] / "sounds" / "finish.wav")
    end, size = samples[-6 * RATE_HZ :], 8 * RATE_HZ
    found = np.fft.irfft(np.fft.rfft(end, size) * np.conj(np.fft.rfft(shipped, size)), size)
    similar = found[: len(end) - len(shipped)].max() / (np.linalg.norm(shipped) ** 2)
    assert similar > 0.8, "the last thing heard is `finish`"


def test_sounds_demo_as_json_prints_the_document_alone(tmp_path: Path) -> None:
    """A program that makes the demonstration could not read the list."""
    outcome = run("sounds", "--demo", "signals.mp3", "--json", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", {"signals.mp3"})
    assert len(json.loads(outcome.out)) == 7


def test_sounds_demo_does_not_write_over_another_s_file(tmp_path: Path) -> None:
    """`repcast sounds --demo song.mp3` would destroy a song."""
    (tmp_path / "song.mp3").write_bytes(b"my song")
    outcome = run("sounds", "--demo", "song.mp3", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert (tmp_path / "song.mp3").read_bytes() == b"my song"
    assert run("sounds", "--demo", "song.mp3", "--force", folder=tmp_path).code == 0


def test_sounds_demo_plays_a_long_sound_of_one_s_own(tmp_path: Path) -> None:
    """The longest sound that a session may have could not be shown."""
    tone(tmp_path / "long.wav", 4.9)
    write(tmp_path, TINY + "sounds: {finish: long.wav}\n")
    outcome = run("sounds", "tiny.yaml", "--demo", "demo.mp3", folder=tmp_path)
    assert outcome.code == 0, outcome.err


# Own sounds


def test_own_sounds_are_heard(tmp_path: Path) -> None:
    """A user's whistle would be accepted and not heard."""
    tone(tmp_path / "whistle.wav", 0.5, hz=2_500)
    write(tmp_path, TINY + "sounds: {go: whistle.wav}\n")
    outcome = run("plan", "tiny.yaml", "--json", folder=tmp_path)
    [go] = [event for event in json.loads(outcome.out)["events"] if event.get("sound") == "go"]
    assert go["end_ms"] - go["start_ms"] == pytest.approx(500, abs=2)
    samples = rendered(tmp_path)[go["start_ms"] * 48 :][: RATE_HZ // 4]
    pitch_hz = np.argmax(np.abs(np.fft.rfft(samples))) * 4
    assert pitch_hz == pytest.approx(2_500, abs=8)


def test_sounds_may_be_none(tmp_path: Path) -> None:
    """Who wants speech alone would still hear beeps."""
    write(tmp_path, TINY)
    assert sounds_of(tmp_path) == ["tick", "tick", "tick", "go", "finish"]
    assert sounds_of(tmp_path, "--set", "sounds=none") == []
    write(tmp_path, TINY + "sounds: {tick: none}\n")
    assert sounds_of(tmp_path) == ["go", "finish"]


def test_check_tells_of_every_sound_and_music_that_cannot_be_used(tmp_path: Path) -> None:
    """A sound that is missing, or no sound at all, would be found only in the middle of a render, or never."""
    tone(tmp_path / "song.wav", 8)
    tone(tmp_path / "faint.wav", 1, level=0.0002)
    (tmp_path / "text.mp3").write_text("not a sound")
    (tmp_path / "empty").mkdir()
    write(
        tmp_path,
        TINY
        + "sounds:\n  go: gone.wav\n  tick: song.wav\n  done: faint.wav\n  rest: text.mp3\n"
        + "music:\n  files: [song.wav, nothing.mp3]\n  work: empty\n  rest: text.mp3\n",
    )
    outcome = run("check", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1
    *problems, count = outcome.err.splitlines()
    assert count == "7 problems"
    found = [problem.removesuffix("; name another file").partition(" (")[0] for problem in problems]
    assert found == [
        "tiny.yaml:6:7: cannot use gone.wav: No such file or directory",
        "tiny.yaml:7:9: cannot use song.wav: it lasts 8.0 s, and a signal may last 5 s",
        "tiny.yaml:8:9: cannot use faint.wav: nothing is heard in it",
        "tiny.yaml:9:9: cannot use text.mp3: it cannot be read as sound",
        "tiny.yaml:11:21: cannot use nothing.mp3: it does not exist",
        "tiny.yaml:12:9: cannot use empty: no music is in it",
        "tiny.yaml:13:9: cannot use text.mp3: it cannot be read as sound",
    ]


def test_check_names_the_one_file_of_a_folder_that_cannot_be_played(tmp_path: Path) -> None:
    """The user would have to try each of a hundred songs to find the protected one."""
    tone(tmp_path / "album" / "1.wav", 1)
    (tmp_path / "album" / "2.m4a").write_text("protected")
    write(tmp_path, TINY + "music: album\n")
    outcome = run("check", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1
    assert "2.m4a" in outcome.err


@pytest.mark.parametrize("name", ["~no-such-user/x.mp3", "x" * 300])
@pytest.mark.parametrize("key", ["music: NAME", "sounds: {go: NAME}"])
def test_a_name_that_no_file_can_have_is_no_fault(key: str, name: str, tmp_path: Path) -> None:
    """A slip in a name would be called a fault of repcast's, with a log to send."""
    write(tmp_path, TINY + key.replace("NAME", name) + "\n")
    outcome = run("check", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1, outcome.err
    assert "tiny.yaml:5:" in outcome.err


# Countdown


def test_the_countdown_is_chosen_on_the_command_line(tmp_path: Path) -> None:
    """Who wants ten, or beeps, would have to change the file."""
    write(tmp_path, TINY)
    assert words_of(tmp_path) == ["three", "two", "one"]
    assert words_of(tmp_path, "--set", "countdown_from=5") == ["five", "four", "three", "two", "one"]
    assert words_of(tmp_path, "--set", "countdown=ticks") == []
    assert sounds_of(tmp_path, "--set", "countdown=ticks").count("tick") == 6
    assert "tick" not in sounds_of(tmp_path, "--set", "countdown=off")


# Levels


def test_loudness_moves_the_whole_file(tmp_path: Path) -> None:
    """--loudness would change nothing, or only a part."""
    write(tmp_path, TINY)
    usual, louder, softer = (rendered(tmp_path, *more) for more in ((), ("--loudness", "-17"), ("--loudness", "-29")))
    assert level_db(louder) - level_db(usual) == pytest.approx(2, abs=0.7)  # peaks are held
    assert level_db(softer) - level_db(usual) == pytest.approx(-10, abs=0.5)


def test_volumes_move_their_part_alone(tmp_path: Path) -> None:
    """`mix.voice_db` would move the signals, too."""
    write(tmp_path, TINY)
    events = json.loads(run("plan", "tiny.yaml", "--json", folder=tmp_path).out)["events"]
    parts: dict[str, list[slice]] = {}
    for event in events:
        parts.setdefault(event["track"], []).append(slice(event["start_ms"] * 48, event["end_ms"] * 48))
    usual = rendered(tmp_path)
    moved = rendered(tmp_path, "--set", "mix.voice_db=-9", "--set", "mix.earcons_db=-3.5")
    for track, by_db in (("voice", -9), ("earcon", -3.5)):
        before, after = (np.concatenate([samples[part] for part in parts[track]]) for samples in (usual, moved))
        assert level_db(after) - level_db(before) == pytest.approx(by_db, abs=0.5)


def test_silence_is_never_quite_silent_unless_asked(tmp_path: Path) -> None:
    """Earbuds would swallow the first word after a silence; or `off` would leave a hiss."""
    write(tmp_path, TINY)
    awake, silent = rendered(tmp_path), rendered(tmp_path, "--set", "keep_awake=off")
    windows = np.lib.stride_tricks.sliding_window_view(awake, 4_800)[::1_200]
    assert all(window.any() for window in windows)
    assert -75 < level_db(awake[2_400:60_000]) < -65
    assert not silent[2_400:60_000].any()


# Music


def test_music_plays_underneath(tmp_path: Path) -> None:
    """--music would be accepted and not heard, or change the length of the workout."""
    tone(tmp_path / "songs" / "a.wav", 3, hz=300)
    write(tmp_path, TINY)
    plain, music = rendered(tmp_path), rendered(tmp_path, "--music", "songs")
    assert (plain.ndim, music.ndim, len(music)) == (1, 2, len(plain))
    moment = slice(15 * RATE_HZ, 16 * RATE_HZ)  # nobody speaks then
    assert level_db(plain[moment]) < -60
    pitch_hz = np.argmax(np.abs(np.fft.rfft(music[moment, 0])))
    assert pitch_hz == pytest.approx(300, abs=2)
    assert -25 < level_db(music[moment]) < -15


def test_music_of_the_session_is_beside_it_and_can_be_left_out(tmp_path: Path) -> None:
    """A session with music could be rendered only from its own folder, or never without it."""
    tone(tmp_path / "mine" / "a.wav", 3)
    write(tmp_path / "mine", TINY + "music: a.wav\n")
    outcome = run("render", "mine/tiny.yaml", "-q", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    assert soundfile.info(tmp_path / "tiny.mp3").channels == 2
    assert run("render", "mine/tiny.yaml", "-q", "--music", "none", folder=tmp_path).code == 0
    assert soundfile.info(tmp_path / "tiny.mp3").channels == 1


def test_the_same_music_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two renders could not be compared, nor a download be checked."""
    for number in range(4):
        tone(tmp_path / "songs" / f"{number}.wav", 2, hz=300 + 100 * number)
    write(tmp_path, TINY + "music: {files: songs, shuffle: 3}\n")
    made = []
    for seed in "12":
        outcome = run("render", "tiny.yaml", "-q", folder=tmp_path, env={"PYTHONHASHSEED": seed})
        assert outcome.code == 0, outcome.err
        made.append((tmp_path / "tiny.mp3").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("music", ["gone", "empty", "broken.mp3"])
def test_music_on_the_command_line_that_cannot_be_played_is_named(music: str, tmp_path: Path) -> None:
    """A slip would give a file without music, or a traceback, or destroy the MP3 of last time."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.mp3").write_text("not music")
    (tmp_path / "old").mkdir()
    write(tmp_path, TINY)
    for words in (["--music", music], ["--set", f"Plank.music={music}"]):
        outcome = run("render", "tiny.yaml", *words, folder=tmp_path)
        assert outcome.code == 1
        assert f"cannot read {music}: " in outcome.err
        assert "tiny.mp3" not in outcome.files


def test_a_later_track_that_cannot_be_played_leaves_nothing_behind(tmp_path: Path) -> None:
    """Half of a workout would stand there as if it were whole."""
    tone(tmp_path / "songs" / "1.wav", 3)
    (tmp_path / "songs" / "2.mp3").write_text("not music")
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "--music", "songs", folder=tmp_path)
    assert outcome.code == 1
    assert "2.mp3: it cannot be read as sound" in outcome.err
    assert outcome.files == {"tiny.yaml", "songs", "songs/1.wav", "songs/2.mp3"}


@pytest.mark.parametrize("command", ["plan", "render"])
def test_every_broken_file_of_a_folder_is_named_before_anything_is_spoken(command: str, tmp_path: Path) -> None:
    """If this failed, a plan would promise music that no render can play, or name one broken song at a time."""
    tone(tmp_path / "my söngs" / "1.wav", 1)
    (tmp_path / "my söngs" / "2.mp3").write_bytes(bytes(range(256)) * 20)
    soundfile.write(tmp_path / "my söngs" / "3.wav", np.zeros(0), RATE_HZ)
    write(tmp_path, TINY)
    outcome = run(command, "tiny.yaml", "--music", "my söngs", folder=tmp_path)
    assert outcome.code == 1
    assert "2.mp3: it cannot be read as sound" in outcome.err
    assert "3.wav: it has no sound" in outcome.err
    assert "Speaking" not in outcome.err
    assert "tiny.mp3" not in outcome.files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name there")
@pytest.mark.parametrize("key", ["music: pipe", "sounds: {go: pipe}"])
def test_a_pipe_is_refused(key: str, tmp_path: Path) -> None:
    """If this failed, repcast would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path, f"{TINY}{key}\n")
    outcome = run("check", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1
    assert "cannot use pipe: it is a pipe, which may never end; " in outcome.err


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    """If this failed, a render would end in its middle, or in silence."""
    with av.open(str(tmp_path / "film.mp4"), "w") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        film.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), dtype=np.uint8), format="rgb24")))
        film.mux(stream.encode(None))
    write(tmp_path, TINY + "music: film.mp4\nsounds: {go: film.mp4}\n")
    outcome = run("check", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1
    assert outcome.err.splitlines() == [
        "tiny.yaml:5:8: cannot use film.mp4: it has no sound; name another file",
        "tiny.yaml:6:14: cannot use film.mp4: it has no sound; name another file",
        "2 problems",
    ]


def test_music_in_the_user_s_home_is_found(tmp_path: Path) -> None:
    """If this failed, `~/Music` would be sought beside the session."""
    tone(tmp_path / "my home" / "söng 1.wav", 1)
    write(tmp_path, TINY + "music: ~/söng 1.wav\n")
    home = str(tmp_path / "my home")
    assert run("check", "tiny.yaml", folder=tmp_path, env={"HOME": home, "USERPROFILE": home}).code == 0
