"""`repcast init`, and the first day with what it writes."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from program import REPCAST, run

HIDES_CORE = (
    "a file called 'core' would hide what is built in under that name; "
    "write repcast new core.yaml --from core for a copy to change, or repcast new core.yaml"
)
WRITTEN = ("my-circuit.yaml", "plan.yaml", "repcast.toml")


def test_a_newcomer_trains_today(tmp_path: Path) -> None:
    """If this failed, a newcomer would stand before files that do not work together."""
    begun = run("init", "training", folder=tmp_path, program=REPCAST)
    assert (begun.code, begun.out.split()) == (
        0,
        [f"training/{name}" for name in ("my-circuit.yaml", "plan.yaml", "repcast.toml")],
    )
    folder = tmp_path / "training"
    assert run("check", "plan.yaml", "my-circuit.yaml", folder=folder, program=REPCAST).code == 0
    monday = date.fromisoformat(str(yaml.safe_load((folder / "plan.yaml").read_text())["start"]))
    assert abs((monday - date.today()).days) <= 1, "the plan begins today, wherever midnight is"  # noqa: DTZ011
    here = {"REPCAST_CONFIG": ""}
    week = run("week", "--render", folder=folder, program=REPCAST, env=here)
    assert week.code == 0, week.err
    assert len([path for path in week.files if path.endswith(".mp3")]) == 4
    changed = run(
        "render", "my-circuit.yaml", "-q", "--set", "Side plank.for=45s", folder=folder, program=REPCAST, env=here
    )
    assert (changed.code, "my-circuit.mp3" in changed.files) == (0, True)


def test_the_folder_s_own_settings_hold_there(tmp_path: Path) -> None:
    """If this failed, the settings that were written would be looked for elsewhere."""
    run("init", folder=tmp_path)
    settings = tmp_path / "repcast.toml"
    settings.write_text(settings.read_text().replace('# countdown = "spoken" ', 'countdown = "ticks" '))
    shown = run("config", folder=tmp_path, env={"REPCAST_CONFIG": ""})
    assert shown.out.splitlines()[0] == "repcast.toml"
    assert "ticks" in shown.out


def test_every_setting_that_is_suggested_can_be_made(tmp_path: Path) -> None:
    """If this failed, a newcomer who takes a # away would get an error."""
    run("init", folder=tmp_path)
    (tmp_path / "music").mkdir()
    settings = tmp_path / "repcast.toml"
    lines = settings.read_text().splitlines()
    suggested = [
        line.removeprefix("# ") for line in lines if line.startswith(("# [", "# ")) and ("=" in line or "[" in line)
    ]
    settings.write_text("\n".join(line for line in suggested if not line.startswith(("music", "go", "[sounds]"))))
    shown = run("config", folder=tmp_path, env={"REPCAST_CONFIG": ""})
    assert (shown.code, shown.err) == (0, "")


def test_nothing_of_somebody_s_is_replaced(tmp_path: Path) -> None:
    """If this failed, a training plan of months would be lost to a second `init`."""
    (tmp_path / "plan.yaml").write_text("mine")
    refused = run("init", folder=tmp_path)
    assert (refused.code, refused.files) == (1, {"plan.yaml"})
    assert refused.err.startswith("plan.yaml exists")
    assert run("init", "--force", folder=tmp_path).files == {*WRITTEN}


def test_a_copy_of_a_builtin_stands_alone(tmp_path: Path) -> None:
    """If this failed, whoever wants the circuit with other times would have to type it."""
    for name in ("core", "planks", "runner-strength-6-weeks"):
        assert run("new", f"{name}.yaml", "--from", name, folder=tmp_path).out == f"{name}.yaml\n"
    checked = run("check", "core.yaml", "planks.yaml", "runner-strength-6-weeks.yaml", folder=tmp_path)
    assert (checked.code, checked.err) == (0, "")
    copied, builtin = (
        [line.partition(":")[2] for line in run("check", name, folder=tmp_path).out.splitlines()]
        for name in ("core.yaml", "core")
    )
    assert copied == builtin
    assert run("plan", "core.yaml", "--set", "Flutter kicks.for=45s", folder=tmp_path).code == 0


def test_what_is_built_in_is_shown_as_it_is_written(tmp_path: Path) -> None:
    """If this failed, there would be no example to read but on the web."""
    shown = run("show", "planks", folder=tmp_path)
    assert (shown.code, shown.out.splitlines()[0]) == (0, "title: Planks")
    assert shown.out == run("new", "-", "--from", "planks", folder=tmp_path).out
    assert "weeks: 6" in run("show", "runner-strength-6-weeks", folder=tmp_path).out


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            ("show", "core", "--json"),
            "core is built in, and not a file that repcast wrote; write repcast plan core --json",
        ),
        (("show", "cor"), "cannot read cor: it does not exist; did you mean 'core'?"),
        (("new", "a.yaml", "--from", "cor"), "nothing built in is called 'cor'; did you mean 'core'? `repcast list`"),
        (
            ("new", "core"),
            HIDES_CORE,
        ),
        (("new", "./core", "--from", "core", "--force"), "a file called 'core' would hide"),
    ],
)
def test_a_name_that_cannot_be_used_says_what_to_write(tmp_path: Path, command: tuple[str, ...], message: str) -> None:
    """If this failed, a file could hide a built-in session, or a slip would end without a way on."""
    refused = run(*command, folder=tmp_path)
    assert (refused.code, refused.files) == (1, set())
    assert refused.err.startswith(message)
