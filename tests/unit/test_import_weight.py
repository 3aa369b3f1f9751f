"""Commands that make no sound start at once: they import no codec and no numbers."""

import subprocess
import sys
from pathlib import Path

import pytest

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
    print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""
_SAVE = """
from pathlib import Path
from repcast import opening, saving
from repcast.session.customise import Customisation
def main():
    saving.check_save(Path("x.yaml"), force=False)
    saving.save(opening.quick("10 squats").written, Customisation(), Path("x.yaml"))
""" + _RUN.replace("from repcast.cli import main", "import click")


def imported(*arguments: str, script: str = _RUN) -> set[str]:
    """Return the top-level modules that a command, or another script, imports."""
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", timeout=300, check=True
    )
    modules = set(ended.stderr.split())
    assert {"repcast", "click"} <= modules
    return modules


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), *((name, "--help") for name in _COMMANDS)],
)
def test_help_is_light(arguments: tuple[str, ...]) -> None:
    """Asking for help would take as long as loading a codec."""
    assert not imported(*arguments) & set(HEAVY)


def test_completion_is_light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each press of Tab would be felt."""
    monkeypatch.setenv("_REPCAST_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "repcast render pl")
    monkeypatch.setenv("COMP_CWORD", "2")
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


def test_the_measure_sees_a_heavy_command() -> None:
    """The tests above would pass whatever is imported."""
    assert imported("plan", "planks", "--json") >= {"numpy", "pydub", "pydantic"}


def test_who_wants_no_picture_waits_for_no_font() -> None:
    """If this failed, every plan would load Pillow, and take longer for it."""
    assert "PIL" not in imported("plan", "planks", "--json")
