"""Commands that make no sound start at once: they import no codec and no numbers."""

import subprocess
import sys
from pathlib import Path

import pytest

import repcast

SOURCE = Path(repcast.__file__).parent
HEAVY = (
    "numpy",
    "av",
    "PIL",
    "pydub",
    "pyttsx3",
    "pydantic",
    "rich",
    "icalendar",
    "lark",
    "prompt_toolkit",
    "unicode_rbnf",
)

_COMMANDS = ("render", "plan", "quick", "today", "week", "customise")
_RUN = """
import sys
from repcast.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
_SAVE = """
from pathlib import Path
from repcast import opening, saving
from repcast.session.customise import Customisation
def main():
    saving.check_save(Path("x.yaml"), force=False)
    saving.save(opening.quick("10 squats").written, Customisation(), Path("x.yaml"))
""" + _RUN.replace("from repcast.cli import main", "import click")

_STUDIO = """
import sys
import click
from repcast.studio.desk import Desk
from repcast.studio.server import Studio
print(*sorted(sys.modules), file=sys.stderr)
"""


def imported(*arguments: str, script: str = _RUN, exit_code: int = 0) -> set[str]:
    """Return the modules that a command, or another script, imports."""
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert ended.returncode == exit_code, ended.stderr
    modules = set(ended.stderr.splitlines()[-1].split())
    assert {"repcast", "click"} <= modules
    return modules


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), *((name, "--help") for name in _COMMANDS)],
)
def test_help_is_light(arguments: tuple[str, ...]) -> None:
    """Asking for help would take as long as loading a codec."""
    assert not imported(*arguments) & set(HEAVY)


@pytest.mark.parametrize("words", ["render pl", "render --set rounds=2 --scale holds=1.5 pl"])
def test_completion_is_light(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each press of Tab would be felt."""
    monkeypatch.setenv("_REPCAST_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"repcast {words}")
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    assert not imported() & set(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [("check", "core"), ("schema",), ("cache",), ("week", "runner-strength-6-weeks", "--start", "2026-11-23")],
)
def test_checking_needs_no_sound(arguments: tuple[str, ...]) -> None:
    """Checking a file would wait for codecs and numbers that it never uses."""
    assert not imported(*arguments) & {"numpy", "av", "pydub", "pyttsx3", "icalendar", "lark"}


@pytest.mark.parametrize("arguments", [("new", "x.yaml"), ("init",)])
def test_writing_a_first_file_needs_no_sound(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newcomer's first file would wait for codecs and numbers that it never uses."""
    monkeypatch.chdir(tmp_path)
    assert not imported(*arguments) & (set(HEAVY) - {"pydantic"})


def test_saving_a_session_needs_no_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--save` and saving in the customiser would load codecs and numbers that they never use."""
    monkeypatch.chdir(tmp_path)
    assert not imported(script=_SAVE) & {"numpy", "av", "PIL", "pydub", "pyttsx3", "rich", "prompt_toolkit"}
    assert Path("x.yaml").is_file()


def test_the_studios_page_needs_no_sound() -> None:
    """Whoever opens the studio would wait for codecs and numbers that no page needs."""
    assert not imported(script=_STUDIO) & (set(HEAVY) - {"pydantic"})


def seldom_needed() -> set[str]:
    """Return what is needed where a file has a problem, is no session, or is written otherwise than most."""
    rooms = {each for each in (SOURCE / "reading").glob("*.py") if "habits" in each.stem or "slips" in each.stem}
    rooms |= {each for each in (SOURCE / "training").glob("*.py") if each.stem not in ("__init__", "library")}
    named = {f"repcast.{each.parent.name}.{each.stem}" for each in rooms}
    assert {"repcast.reading.habits", "repcast.training.loader"} <= named
    return named | {"repcast.reading.problems", "repcast.reading.shorthand", "lark", "icalendar"}


def test_a_right_session_needs_nothing_that_explains_a_wrong_one() -> None:
    """If this failed, whoever checks a session without problems would wait for all that knows problems."""
    of_timelines = {"repcast.plan.timeline", "repcast.plan.schedule", "repcast.files.embedded"}
    assert not imported("check", "planks") & (seldom_needed() | of_timelines | {"PIL"})


def test_a_problem_is_explained_all_the_same(tmp_path: Path) -> None:
    """The test above would pass if nothing explained problems any more."""
    path = tmp_path / "x.yaml"
    path.write_text("title: X\nsteps:\n- {exercise: Plank, time: 30}\n", encoding="utf-8")
    assert "repcast.reading.habits" in imported("check", str(path), exit_code=1)


def test_a_plan_whose_words_are_kept_needs_no_codec() -> None:
    """If this failed, a plan would load Pillow, FFmpeg's libraries and a font, and take longer for it."""
    planned = ("plan", "planks", "--json")
    assert imported(*planned) >= {"numpy", "pydantic"}
    assert not imported(*planned) & (seldom_needed() | {"PIL", "av", "pydub", "pyttsx3", "rich", "prompt_toolkit"})


def test_a_second_render_decodes_draws_and_encodes_nothing(tmp_path: Path) -> None:
    """If this failed, each render would load FFmpeg's libraries and Pillow, and take longer and more memory for it."""
    rendered = ("render", "planks", "-q", "-o", str(tmp_path / "x.mp3"))
    imported(*rendered)
    assert not imported(*rendered) & (seldom_needed() | {"PIL", "av", "pydub", "rich", "prompt_toolkit"})
