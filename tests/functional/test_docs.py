"""Every example in the documentation does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from repcast import config
from repcast.formats import SOUND_FORMATS
from repcast.session import Settings
from repcast.spec import parse

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# What cannot run inside the tests: installing, the tests themselves, which `.ci/run` runs, and what needs a terminal.
NOT_RUN = {
    "customise": ["repcast customise core"],
    "install": ["pipx install ."],
    "setup": ["scripts/test", "scripts/check"],
    "bench": ["scripts/bench.py"],  # some minutes long
}
SOUND = {f".{form}" for form in SOUND_FORMATS}


def blocks(language: str) -> list[object]:
    """Return the documentation's code blocks of one language, each with an id."""
    found: list[object] = []
    for page in PAGES:
        fences = re.findall(rf"^```{language}(?: (\w+))?\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
        found.extend(
            pytest.param(label, text, id=f"{page.relative_to(ROOT)}-{number}")
            for number, (label, text) in enumerate(fences, start=1)
        )
    return found


@pytest.mark.parametrize(("label", "text"), blocks("yaml"))
def test_every_yaml_example_is_a_session(label: str, text: str) -> None:
    """An example that readers copy would be refused."""
    assert not label
    if text.startswith("- "):
        text = f"title: Steps\nsteps:\n{text}"
    parsed = parse(text.encode(), file="example.yaml", probe=lambda *_: "")  # nobody has its sounds and its music
    assert not parsed.problems


@pytest.mark.parametrize(("label", "text"), blocks("toml"))
def test_every_toml_example_is_a_configuration(
    label: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, settings that readers copy would be refused."""
    assert not label
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("REPCAST_CONFIG", str(path))
    assert config.load(lambda *_: "").model_fields_set == set(Settings.model_fields)


@pytest.mark.parametrize(("label", "text"), blocks("sh"))
def test_every_shell_example_runs(label: str, text: str, tmp_path: Path) -> None:
    """A command that readers copy would fail."""
    commands = [line.partition("#")[0].strip() for line in text.splitlines()]
    if label:
        assert commands == NOT_RUN[label]
        return
    shutil.copy(_lunch(tmp_path), tmp_path / "lunch.yaml")
    path = os.pathsep.join((str(Path(sys.executable).parent), str(ROOT), os.environ["PATH"]))
    for command in commands:
        line = command.replace("scripts/", f"{ROOT}/scripts/")
        run = subprocess.run(
            ["bash", "-euc", line],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"{command}\n{run.stderr}"
        if "render" in command:
            assert any(path.suffix in SOUND for path in tmp_path.rglob("*"))


def _lunch(folder: Path) -> Path:
    """Write the README's own session, which its commands then use."""
    readme = (ROOT / "README.md").read_text()
    found = re.search(r"^```yaml\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert found
    assert yaml.safe_load(found[1])["title"] == "Lunch break"
    path = folder / "readme.yaml"
    path.write_text(found[1])
    return path


def test_the_schema_beside_the_sessions_is_the_models() -> None:
    """Editors would check sessions against an old format."""
    run = subprocess.run([sys.executable, "-m", "repcast", "schema"], capture_output=True, text=True, check=True)
    assert run.stdout == (ROOT / "sessions" / "session.schema.json").read_text()


@pytest.mark.parametrize("path", sorted(ROOT.glob("sessions/*.yaml")), ids=lambda path: path.stem)
def test_every_builtin_session_names_its_schema(path: Path) -> None:
    """An editor would not complete and check a copy of a built-in session."""
    assert path.read_text().startswith("# yaml-language-server: $schema=session.schema.json\n")
