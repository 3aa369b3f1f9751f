"""`repcast quick`, and sessions in text files, as a user has them."""

import json
from pathlib import Path

import pytest
import soundfile
from program import run, write

from repcast.reading.loader import load
from repcast.session.unroll import unroll

LINE = "10s plank"


def test_a_line_becomes_an_mp3(tmp_path: Path) -> None:
    """If this failed, the shortest way to a workout would not leave one."""
    outcome = run("quick", LINE, folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "Speaking...\nEncoding...\n")
    assert outcome.out == "plank.mp3  0:28  0.3 MB  en-us (pyttsx3)\n"
    assert outcome.files == {"plank.mp3"}
    assert soundfile.info(tmp_path / "plank.mp3").frames == 28 * 48_000


def test_words_need_no_quotes(tmp_path: Path) -> None:
    """If this failed, who forgets the quotes would get a usage error."""
    outcome = run("quick", "2x10s", "side", "plank", "rest", "5s", "--plan", "--json", folder=tmp_path)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", set())
    timeline = json.loads(outcome.out)
    assert timeline["title"] == "Side plank"
    worked = [step for step in timeline["steps"] if step["purpose"] == "work"]
    assert [step["end_ms"] - step["start_ms"] for step in worked] == [10_000, 10_000]


def test_plan_shows_and_renders_nothing(tmp_path: Path) -> None:
    """If this failed, a look at what a line means would write a file."""
    outcome = run("quick", LINE, "--plan", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, set())
    assert "Plank: 0:28, 3 steps" in outcome.out


def test_standard_input_is_read(tmp_path: Path) -> None:
    """If this failed, a workout in the clipboard or in another program could not be piped in."""
    outcome = run("quick", "-", "--plan", folder=tmp_path, stdin="# today\n10s plank\nrest 5s\n10 squats\n")
    assert outcome.code == 0, outcome.err
    assert "Plank, Squats: " in outcome.out


@pytest.mark.parametrize(
    ("options", "file"),
    [
        (("--title", "Früh am Morgen!"), "früh-am-morgen.mp3"),
        (("--set", "title=Today's"), "todays.mp3"),
        (("-o", "x.mp3"), "x.mp3"),
        (("--format", "wav"), "plank.wav"),
    ],
)
def test_the_title_names_the_file(options: tuple[str, ...], file: str, tmp_path: Path) -> None:
    """If this failed, the sound would not be found under the name that was asked for."""
    outcome = run("quick", LINE, *options, folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {file}), outcome.err


def test_settings_hold_for_a_line_too(tmp_path: Path) -> None:
    """If this failed, --set would be accepted and forgotten."""
    outcome = run("quick", LINE, "--set", "Plank.for=12s", "--plan", "--json", folder=tmp_path)
    assert [step["end_ms"] - step["start_ms"] for step in json.loads(outcome.out)["steps"]][1] == 12_000


def test_the_session_is_saved_as_it_is_heard(tmp_path: Path) -> None:
    """If this failed, a line that turned out well could not be kept, or would be kept as another workout."""
    options = ("--save", "mine.yaml", "--title", "Mine", "--set", "Plank.for=12s")
    outcome = run("quick", LINE, *options, "--plan", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"mine.yaml"})
    saved = load(str(tmp_path / "mine.yaml"))
    assert (saved.name, unroll(saved)[0].duration_ms) == ("Mine", 12_000)


def test_saving_replaces_nothing_unless_forced(tmp_path: Path) -> None:
    """If this failed, a session that took an evening to write would be lost to a line."""
    old = write(tmp_path, "title: Old\n", "mine.yaml")
    outcome = run("quick", LINE, "--save", "mine.yaml", folder=tmp_path)
    assert (outcome.code, outcome.files) == (1, {"mine.yaml"})
    assert outcome.err.startswith("mine.yaml exists; name another file")
    assert old.read_text() == "title: Old\n"
    assert run("quick", LINE, "--save", "mine.yaml", "--force", "--plan", folder=tmp_path).code == 0
    assert load(str(old)).name == "Plank"


def test_a_saved_session_keeps_its_music(tmp_path: Path) -> None:
    """If this failed, the music would be missing from the saved session, or be sought in a wrong place."""
    (tmp_path / "music").mkdir()
    soundfile.write(tmp_path / "music" / "song.wav", [0.5, -0.5] * 48_000, 48_000)
    (tmp_path / "saved").mkdir()
    outcome = run("quick", LINE, "--save", "saved/mine.yaml", "--music", "music", "--plan", folder=tmp_path)
    assert outcome.code == 0
    [folder] = load(str(tmp_path / "saved" / "mine.yaml")).music.files
    assert Path(folder).samefile(tmp_path / "music")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("tabta squats",), 1, "quick:1:1: 'tabta' is no word of the shorthand; did you mean 'tabata'?"),
        ((LINE, "--json"), 2, "add --plan"),
        ((LINE, "--save", "mine.txt"), 2, "name a file that ends in .yaml"),
        ((LINE, "--save", "nowhere/mine.yaml"), 1, "cannot write nowhere/mine.yaml: its folder does not exist"),
        ((LINE, "-o", "x.ogg"), 2, "the name cannot end in .ogg here"),
        ((), 2, "Missing argument 'TEXT...'"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments: tuple[str, ...], code: int, message: str, tmp_path: Path) -> None:
    """If this failed, a script would go on after an error, or something half would be written."""
    outcome = run("quick", *arguments, folder=tmp_path)
    assert (outcome.code, outcome.files) == (code, set())
    assert message in outcome.err


def test_a_text_file_is_a_session(tmp_path: Path) -> None:
    """If this failed, a workout kept as lines of text could not be rendered by its name."""
    write(tmp_path, "title: Lunch\n# short\n10s plank\n", "lunch.txt")
    outcome = run("render", "lunch.txt", folder=tmp_path)
    assert (outcome.code, outcome.files) == (0, {"lunch.txt", "lunch.mp3"})
    total = run("plan", "lunch.txt", folder=tmp_path).out.splitlines()[-1]
    assert total == "Lunch: 0:28, 3 steps, spoken by en-us (pyttsx3)"
    assert run("check", "lunch.txt", folder=tmp_path).out.startswith("lunch.txt: ok, 3 steps, about 0:2")


def test_a_problem_in_a_text_file_is_shown_in_its_line(tmp_path: Path) -> None:
    """If this failed, a problem in a text file would have to be searched for."""
    write(tmp_path, "10s plank\n\nplank 30\n", "lunch.txt")
    outcome = run("check", "lunch.txt", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines() == [
        "lunch.txt:3:7: 30 of plank may be seconds or repetitions; write plank 30s for seconds, or plank 30 reps",
        "  plank 30",
        "        ^",
        "1 problem",
    ]


def test_help_has_examples(tmp_path: Path) -> None:
    """If this failed, nobody would learn from --help what can be written."""
    outcome = run("quick", "--help", folder=tmp_path)
    assert 'repcast quick "3x(30s flutter kicks, 1m side plank each side) rest 90s"' in outcome.out
