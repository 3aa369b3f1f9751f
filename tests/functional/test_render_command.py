"""`repcast render`, as a user runs it."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import soundfile
from program import TINY, run, started, write

LINES = "Speaking...\nEncoding...\n"
SUMMARY = "{}  0:28  0.3 MB  en-us (pyttsx3)\n"
FOREIGN = b"my own notes, not an MP3"


def is_whole(path: Path) -> bool:
    """Tell whether a file is the MP3 of `TINY`: 28 s."""
    return bool(soundfile.info(path).frames == 28 * 48_000)


def test_writes_the_session_s_name_in_this_folder(tmp_path: Path) -> None:
    """The main job: `repcast render tiny.yaml` would not leave tiny.mp3, or not say so."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.err) == (0, SUMMARY.format("tiny.mp3"), LINES)
    assert outcome.files == {"tiny.yaml", "tiny.mp3"}
    assert is_whole(tmp_path / "tiny.mp3")


def test_writes_here_for_a_session_elsewhere(tmp_path: Path) -> None:
    """The MP3 would land beside someone else's session file, not where the user stands."""
    (tmp_path / "sessions").mkdir()
    write(tmp_path / "sessions", TINY)
    outcome = run("render", "sessions/tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"sessions", "sessions/tiny.yaml", "tiny.mp3"})


def test_renders_a_built_in_by_name(tmp_path: Path) -> None:
    """`repcast render planks`, the first thing a newcomer types, would not work."""
    outcome = run("render", "planks", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"planks.mp3"})
    assert outcome.err == LINES
    assert outcome.out.startswith("planks.mp3  2:")


@pytest.mark.parametrize("output", ["sub/today.mp3", "no-suffix", "[x] {y} ü💪.mp3"])
def test_output_names_the_file(output: str, tmp_path: Path) -> None:
    """The MP3 would not be where -o says."""
    write(tmp_path, TINY)
    (tmp_path / "sub").mkdir()
    outcome = run("render", "tiny.yaml", "-o", output, folder=tmp_path)
    assert (outcome.code, outcome.out) == (0, SUMMARY.format(output))
    assert outcome.files == {"tiny.yaml", "sub", output}
    assert is_whole(tmp_path / output)


@pytest.mark.parametrize("output", ["sub", "sub/", "looks-like-a.mp3"])
def test_output_may_be_a_folder(output: str, tmp_path: Path) -> None:
    """-o with a folder would replace it, fail, or write under an unexpected name."""
    write(tmp_path, TINY)
    (tmp_path / output).mkdir()
    folder = (tmp_path / output).relative_to(tmp_path).as_posix()
    outcome = run("render", "tiny.yaml", "-o", output, folder=tmp_path)
    assert outcome.code == 0, outcome.err
    assert outcome.files == {"tiny.yaml", folder, f"{folder}/tiny.mp3"}


@pytest.mark.parametrize("output", ["missing/today.mp3", "missing/", "tiny.yaml/today.mp3"])
def test_output_in_a_folder_that_is_not_there(output: str, tmp_path: Path) -> None:
    """A mistyped folder would end in a traceback, or in a file named like the folder."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "-o", output, folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    assert outcome.err.startswith(f"cannot write {Path(output)}")
    assert outcome.err.endswith("its folder does not exist; choose another place\n")


@pytest.mark.skipif(os.name == "nt", reason="folders are closed otherwise there")
def test_output_in_a_closed_folder(tmp_path: Path) -> None:
    """A folder without write permission would end in a traceback, after all the work."""
    write(tmp_path, TINY)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):
        pytest.skip("nothing is closed to this user")
    outcome = run("render", "tiny.yaml", "-o", "closed/today.mp3", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml", "closed"})
    assert outcome.err == ("cannot write closed/today.mp3: its folder is closed to writing; choose another place\n")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc")
def test_output_where_even_the_administrator_cannot_write(tmp_path: Path) -> None:
    """A place that only looks writable would end in a traceback."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "-o", "/proc/today.mp3", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    assert outcome.err.splitlines()[-1].startswith("cannot write /proc/today.mp3: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_output_that_is_a_pipe(tmp_path: Path) -> None:
    """A pipe or device as -o would make repcast wait for ever, or would be replaced by a file."""
    write(tmp_path, TINY)
    os.mkfifo(tmp_path / "pipe.mp3")
    outcome = run("render", "tiny.yaml", "-o", "pipe.mp3", folder=tmp_path, timeout_s=120)
    assert (outcome.code, outcome.out) == (1, "")
    assert "pipe.mp3" in outcome.err
    assert (tmp_path / "pipe.mp3").is_fifo()


@pytest.mark.parametrize("content", [FOREIGN, b"", b"ID3\x03\x00\x00\x00\x00\x00\x00"])
def test_never_replaces_a_foreign_file(content: bytes, tmp_path: Path) -> None:
    """A user's own file of the same name would be lost."""
    write(tmp_path, TINY)
    (tmp_path / "tiny.mp3").write_bytes(content)
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "tiny.mp3 exists and repcast did not write it; choose another name, or replace it with --force\n"
    )
    assert (tmp_path / "tiny.mp3").read_bytes() == content
    assert outcome.files == {"tiny.yaml", "tiny.mp3"}


def test_never_replaces_a_foreign_mp3(tmp_path: Path) -> None:
    """A song of the same name would be lost: being an MP3 does not make it ours."""
    write(tmp_path, TINY)
    soundfile.write(tmp_path / "tiny.mp3", [0.0] * 48_000, 48_000, format="MP3")
    song = (tmp_path / "tiny.mp3").read_bytes()
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, (tmp_path / "tiny.mp3").read_bytes()) == (1, song)


def test_force_replaces_a_foreign_file(tmp_path: Path) -> None:
    """--force, which the refusal recommends, would not help."""
    write(tmp_path, TINY)
    (tmp_path / "tiny.mp3").write_bytes(FOREIGN)
    outcome = run("render", "tiny.yaml", "--force", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"tiny.yaml", "tiny.mp3"})
    assert is_whole(tmp_path / "tiny.mp3")


def test_renders_again_over_its_own_file(tmp_path: Path) -> None:
    """Changing a session and rendering again, the daily use, would be refused."""
    write(tmp_path, TINY)
    first = run("render", "tiny.yaml", folder=tmp_path)
    write(tmp_path, TINY.replace("10s", "40s"))
    second = run("render", "tiny.yaml", folder=tmp_path)
    assert (first.code, second.code, second.out) == (0, 0, "tiny.mp3  0:58  0.5 MB  en-us (pyttsx3)\n")
    assert soundfile.info(tmp_path / "tiny.mp3").frames == 58 * 48_000


def test_quiet_prints_nothing(tmp_path: Path) -> None:
    """--quiet would still fill a script's log."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "--quiet", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert is_whole(tmp_path / "tiny.mp3")


def test_quiet_still_tells_what_was_dropped(tmp_path: Path) -> None:
    """A cue would be missing from the MP3 without anybody being told."""
    too_much = "  - hold: Side plank\n    for: 3s\n    say: Far more words than three seconds hold.\n"
    write(tmp_path, TINY.replace("10s", "3s") + too_much)
    outcome = run("render", "tiny.yaml", "--quiet", folder=tmp_path)
    assert (outcome.code, outcome.out) == (0, "")
    assert "Far more words than three seconds hold." in outcome.err
    assert "tiny.yaml:5: " in outcome.err


def test_reads_standard_input(tmp_path: Path) -> None:
    """A session could not be piped in; the MP3 is then named session.mp3."""
    outcome = run("render", "-", folder=tmp_path, stdin=TINY)
    assert (outcome.code, outcome.out, outcome.err) == (0, SUMMARY.format("session.mp3"), LINES)
    assert outcome.files == {"session.mp3"}


def test_names_standard_input_in_its_problems(tmp_path: Path) -> None:
    """A problem in a piped session would carry no place to look at."""
    outcome = run("render", "-", folder=tmp_path, stdin=TINY.replace("10s", "10"))
    assert (outcome.code, outcome.out, outcome.files) == (1, "", set())
    assert ":4:10: " in outcome.err


def test_a_missing_file(tmp_path: Path) -> None:
    """A mistyped name would end in a traceback, or leave the user without the names that exist."""
    outcome = run("render", "plank", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", set())
    assert outcome.err.startswith("no session 'plank'; did you mean 'planks'?\n")


def test_a_bad_file(tmp_path: Path) -> None:
    """A file's problems would come one at a time, or as a traceback, or with an MP3 all the same."""
    write(tmp_path, "title: Bad\nsteps:\n  - hold: Plank\n    fro: 10s\n  - hold: Plank\n    for: 10\n")
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    places = [line.split(": ")[0] for line in outcome.err.splitlines()]
    assert {"tiny.yaml:4:5", "tiny.yaml:6:10"} <= set(places)
    assert "did you mean 'for'?" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe\xfa", b"[" * 5000, b"- a\n"])
def test_a_file_that_is_no_session_at_all(content: bytes, tmp_path: Path) -> None:
    """Giving the wrong file would end in a traceback."""
    (tmp_path / "odd.yaml").write_bytes(content)
    outcome = run("render", "odd.yaml", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"odd.yaml"})
    assert outcome.err.startswith("odd.yaml")
    assert "Traceback" not in outcome.err


def test_a_folder_as_the_session(tmp_path: Path) -> None:
    """Giving a folder would end in a traceback."""
    (tmp_path / "sub").mkdir()
    outcome = run("render", "sub", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"sub"})
    assert "sub" in outcome.err
    assert "Traceback" not in outcome.err


def test_an_unknown_voice(tmp_path: Path) -> None:
    """A voice that this machine lacks would be replaced by another, or end in a traceback."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "--set", "voice.name=en-uss", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    assert "no voice 'en-uss'" in outcome.err
    assert "`repcast voices`" in outcome.err


def test_text_that_cannot_be_spoken(tmp_path: Path) -> None:
    """A text of signs only would be missing from the MP3 without a word."""
    write(tmp_path, TINY + "    say: '…'\n")
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    assert "could not say “…”" in outcome.err


def test_customises(tmp_path: Path) -> None:
    """--level, --scale and --set would not change what is rendered."""
    write(tmp_path, TINY + "levels:\n  longer: {set: {Plank.for: 20s}}\n")
    levelled = run("render", "tiny.yaml", "--level", "longer", folder=tmp_path)
    scaled = run("render", "tiny.yaml", "--level", "longer", "--scale", "holds=1.5", folder=tmp_path)
    both = run("render", "tiny.yaml", "--set", "plank.for=60s", folder=tmp_path)
    assert [outcome.out.split()[1] for outcome in (levelled, scaled, both)] == ["0:39", "0:48", "1:18"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--set", "Plnk.for=20s"), "no step named 'Plnk'; did you mean 'Plank'? (steps: Plank)"),
        (("--set", "Plank.fro=20s"), "Plank has no setting 'fro'; did you mean 'for'?"),
        (("--level", "hard"), "no level named 'hard'"),
        (("--set", "Plank.for=20"), "Plank.for=20: "),
    ],
)
def test_a_customisation_that_does_not_fit(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """A mistyped customisation would be ignored, and the user would train the wrong session."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", *arguments, folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (1, "", {"tiny.yaml"})
    assert message in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("tiny.yaml", "--nonsense"),
        ("tiny.yaml", "another.yaml"),
        ("tiny.yaml", "--scale", "holds"),
        ("tiny.yaml", "--scale", "holds=0"),
        ("tiny.yaml", "--scale", "holds=nan"),
        ("tiny.yaml", "--scale", "hold=2"),
        ("tiny.yaml", "--set", "=3"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """A mistyped command line would not be told apart from a bad session."""
    write(tmp_path, TINY)
    outcome = run("render", *arguments, folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (2, "", {"tiny.yaml"})
    assert outcome.err.startswith("Usage: repcast render ")


@pytest.mark.parametrize("output", ["today.ogg", "today.wma", "today.aac"])
def test_another_format_s_name_is_refused(output: str, tmp_path: Path) -> None:
    """An MP3 would be named as what it is not, and a player would turn it down."""
    write(tmp_path, TINY)
    outcome = run("render", "tiny.yaml", "-o", output, folder=tmp_path)
    assert (outcome.code, outcome.out, outcome.files) == (2, "", {"tiny.yaml"})
    assert "end it in .mp3, .m4a, .opus, .flac or .wav" in outcome.err


def test_replaces_a_link_not_what_it_points_to(tmp_path: Path) -> None:
    """Rendering over a link would overwrite a file in another place."""
    write(tmp_path, TINY)
    (tmp_path / "other.txt").write_bytes(FOREIGN)
    try:
        (tmp_path / "tiny.mp3").symlink_to("other.txt")
    except OSError:
        pytest.skip("links are not allowed to this user")
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 1
    assert run("render", "tiny.yaml", "--force", folder=tmp_path).code == 0
    assert (tmp_path / "other.txt").read_bytes() == FOREIGN


@pytest.mark.parametrize("output", ["tiny.mp3", "day [1].mp3"])
def test_takes_away_what_a_killed_render_left(output: str, tmp_path: Path) -> None:
    """Half-written files would gather beside the output, also where its name means something to a glob."""
    write(tmp_path, TINY)
    (tmp_path / f".{output}.{0:020}.part").touch()
    outcome = run("render", "tiny.yaml", "-o", output, folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"tiny.yaml", output})


def test_leaves_files_that_only_look_like_its_own(tmp_path: Path) -> None:
    """A user's own hidden file would be deleted, or trip the render up."""
    write(tmp_path, TINY)
    theirs = {".tiny.mp3.part", ".tiny.mp3.notes.part", f".other.mp3.{0:020}.part"}
    for name in theirs | {f".tiny.mp3.{10**20}.part"}:
        (tmp_path / name).touch()
    outcome = run("render", "tiny.yaml", folder=tmp_path)
    assert outcome.code == 0, outcome.err
    assert theirs < outcome.files


def _all_of(terminal: int) -> str:
    os.set_blocking(terminal, False)
    shown = b""
    with suppress(BlockingIOError):
        while part := os.read(terminal, 1 << 16):
            shown += part
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty there")
def test_draws_a_bar_on_a_terminal_and_takes_it_away(tmp_path: Path) -> None:
    """A long render would show nothing on a terminal, or leave its bar behind the summary."""
    import pty  # noqa: PLC0415 - POSIX only

    write(tmp_path, TINY)
    main, terminal = pty.openpty()
    try:
        with started("render", "tiny.yaml", folder=tmp_path, env={"TERM": "xterm"}, stderr=terminal) as process:
            assert process.wait(timeout=300) == 0
        shown = _all_of(main)
    finally:
        os.close(main)
        os.close(terminal)
    assert "Encoding" in shown
    assert "100%" in shown
    assert shown.rstrip("\r\n").endswith(("\x1b[2K", "\x1b[?25h"))
