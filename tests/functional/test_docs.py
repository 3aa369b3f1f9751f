"""Every example in the documentation does what it says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from program import run

from repcast import config
from repcast.formats import SOUND_FORMATS
from repcast.reading.loader import SESSIONS, parse
from repcast.training.library import TRAINING_PLANS, is_training_plan
from repcast.training.loader import validate as validate_training_plan

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# What cannot run inside the tests: installing, the tests themselves, which `.ci/run` runs, and what needs a terminal.
NOT_RUN = {
    "customise": ["repcast customise core"],
    "fetch": ["repcast voices --get emma", "repcast voices --get de_DE-thorsten-medium"],  # the network
    "install": ["pipx install ."],
    "listening": ["scripts/intelligibility.py --voices heart en-us --rates 150 165"],  # minutes long
    "studio": ["repcast studio"],  # it serves until ^C; tests/functional/test_studio_command.py starts it
    "setup": ["scripts/test", "scripts/check"],
    "bench": ["scripts/bench.py"],  # some minutes long
    "hostile": [  # so are these
        "scripts/test tests/hostile -m thorough",
        "scripts/inject_faults.py --faults 540 --kills 200",
        "scripts/fuzz_files.py --tags 5000 --music 2000",
        "scripts/make_hostile.py hostile",
    ],
}
# A command that a shell only splits into words. The others, with pipes and more, are run by a shell.
PLAIN = re.compile(r'repcast( ([\w./:=,+-]|"[^"$`\\]*")+)*')
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
def test_every_yaml_example_is_a_session_or_a_training_plan(label: str, text: str, tmp_path: Path) -> None:
    """An example that readers copy would be refused."""
    assert not label
    if is_training_plan(SESSIONS.read(text.encode(), shown="example.yaml")):
        shutil.copy(_lunch(tmp_path), tmp_path / "lunch.yaml")
        plan = TRAINING_PLANS.read(text.encode(), shown="plan.yaml", path=tmp_path / "plan.yaml")
        assert not validate_training_plan(plan).problems
        return
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
    assert config.load(lambda *_: "").model_fields_set == set(config.UserSettings.model_fields)


@pytest.mark.parametrize(("label", "text"), blocks("sh"))
def test_every_shell_example_runs(label: str, text: str, tmp_path: Path) -> None:
    """A command that readers copy would fail."""
    commands = [line.partition("#")[0].strip() for line in text.splitlines()]
    if label:
        assert commands == NOT_RUN[label]
        return
    shutil.copy(_lunch(tmp_path), tmp_path / "lunch.yaml")
    (tmp_path / "plan.yaml").write_text(_first_example("docs/plans.md"))
    for command in commands:
        if PLAIN.fullmatch(command):
            outcome = run(*shlex.split(command)[1:], folder=tmp_path, timeout_s=300)
            code, err = outcome.code, outcome.err
        else:
            code, err = _in_a_shell(command, tmp_path)
        assert code == 0, f"{command}\n{err}"
        if "render" in command:
            assert any(path.suffix in SOUND for path in tmp_path.rglob("*"))


def test_most_shell_examples_need_no_shell_and_some_do() -> None:
    """If this failed, the test above would no longer run the installed program, or be slow."""
    commands = [
        line.partition("#")[0].strip()
        for page in PAGES
        for text in re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
        for line in text.splitlines()
    ]
    in_a_shell = [command for command in commands if not PLAIN.fullmatch(command)]
    assert len([command for command in in_a_shell if "repcast" in command]) >= 5
    assert all(re.search(r"[>&$|]|scripts/", command) for command in in_a_shell), in_a_shell


def _in_a_shell(command: str, folder: Path) -> tuple[int, str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), str(ROOT), os.environ["PATH"]))
    ended = subprocess.run(
        ["bash", "-euc", command.replace("scripts/", f"{ROOT}/scripts/")],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stderr


def _lunch(folder: Path) -> Path:
    """Write the README's own session, which its commands then use."""
    text = _first_example("README.md")
    assert yaml.safe_load(text)["title"] == "Lunch break"
    path = folder / "readme.yaml"
    path.write_text(text)
    return path


def _first_example(page: str) -> str:
    """Return the first YAML that a page shows."""
    found = re.search(r"^```yaml\n(.*?)^```", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(("option", "name"), [([], "session"), (["--plan"], "plan")])
def test_the_schemas_beside_the_sessions_are_the_models(option: list[str], name: str) -> None:
    """Editors would check sessions, or training plans, against an old format."""
    command = [sys.executable, "-m", "repcast", "schema", *option]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == (ROOT / "sessions" / f"{name}.schema.json").read_text()


@pytest.mark.parametrize("path", sorted(ROOT.glob("sessions/*.yaml")), ids=lambda path: path.stem)
def test_every_builtin_session_names_its_schema(path: Path) -> None:
    """An editor would not complete and check a copy of a built-in session."""
    assert path.read_text().startswith("# yaml-language-server: $schema=session.schema.json\n")
