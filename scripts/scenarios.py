"""What repcast is asked to write while the system fails, and how the files are judged afterwards."""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

KILLED: Final = -9
# A shell calls the second 130, too. The third is a program that was done, and no longer listened.
STOPPED: Final = (130, -2, -15)

_STEPS: Final = "lead_in: 0s\nsteps:\n  - hold: Plank\n    for: {seconds}s\n"
_PLAN: Final = "title: Plan\nstart: 2026-11-23\nweeks: 1\ndays: {{monday: {session}}}\n"
TEXTS: Final[Mapping[str, str]] = {
    "tiny.yaml": "title: Tiny\n" + _STEPS.format(seconds=3),
    "old/tiny.yaml": "title: Tiny\n" + _STEPS.format(seconds=4),
    "plan.yaml": _PLAN.format(session="tiny.yaml"),
    "plan-old.yaml": _PLAN.format(session="old/tiny.yaml"),
    "training/my-circuit.yaml": "old\n",
    "training/plan.yaml": "old\n",
    "training/repcast.toml": "",
    "mine.yaml": "old\n",
}


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A command, what stands at its targets before, and which these are.

    Attributes:
        before: arguments that write what stands there before; empty where nothing does.
        exchanges: whether the system can exchange two folders in one step.
    """

    arguments: str
    before: str = ""
    targets: tuple[str, ...] = ()
    exchanges: bool = True


_ALBUM: Final = Scenario(
    arguments="render tiny.yaml -q --split -o album",
    before="render old/tiny.yaml -q --split -o album",
    targets=("album",),
)


SCENARIOS: Final[Mapping[str, Scenario]] = {
    "render": Scenario(
        arguments="render tiny.yaml -q -o out.mp3", before="render old/tiny.yaml -q -o out.mp3", targets=("out.mp3",)
    ),
    "render where nothing was": Scenario(arguments="render tiny.yaml -q -o out.mp3", targets=("out.mp3",)),
    "render another format": Scenario(
        arguments="render tiny.yaml -q -o out.flac", before="render old/tiny.yaml -q -o out.flac", targets=("out.flac",)
    ),
    "captions": Scenario(
        arguments="render tiny.yaml -q -o out.mp3 --captions vtt --captions lrc --chapters",
        before="render old/tiny.yaml -q -o out.mp3 --captions vtt --captions lrc --chapters",
        targets=("out.mp3", "out.vtt", "out.lrc", "out.chapters.json"),
    ),
    "album": _ALBUM,
    "album where folders are not exchanged": replace(_ALBUM, exchanges=False),
    "album where nothing was": Scenario(arguments="render tiny.yaml -q --split -o album", targets=("album",)),
    "today": Scenario(
        arguments="today plan.yaml --date 2026-11-23 -q",
        before="today plan-old.yaml --date 2026-11-23 -q",
        targets=("2026-11-23-tiny.mp3",),
    ),
    "init": Scenario(
        arguments="init training --force",
        targets=("training/my-circuit.yaml", "training/plan.yaml", "training/repcast.toml"),
    ),
    "new": Scenario(arguments="new mine.yaml --force", targets=("mine.yaml",)),
    "picture": Scenario(
        arguments="plan tiny.yaml --svg out.svg --png out.png",
        before="plan old/tiny.yaml --svg out.svg --png out.png",
        targets=("out.svg", "out.png"),
    ),
    "verify": Scenario(arguments="verify out.mp3", before="render tiny.yaml -q -o out.mp3", targets=("out.mp3",)),
}


class Ended(Protocol):
    """How a run of repcast ended."""

    @property
    def code(self) -> int:
        """Its exit code; a signal that ended it, as a negative number."""

    @property
    def out(self) -> str:
        """What it printed."""

    @property
    def err(self) -> str:
        """What it printed on standard error."""


Run = Callable[[list[str], Path], Ended]
"""Runs repcast with arguments in a folder."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A scenario's folder before its command, and what its targets are before and after a run without a fault."""

    scenario: Scenario
    folder: Path
    old: Mapping[str, str]
    new: Mapping[str, str]
    files: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What came of a run with a fault: its exit code, what it left at the targets, and which promises it broke."""

    code: int
    left: str
    flaws: tuple[str, ...]


def prepared(scenario: Scenario, run: Run, folder: Path) -> Stage:
    """Lay a scenario's files into a folder, and run its command once on a copy of them."""
    before, after = folder / "before", folder / "after"
    for name, text in TEXTS.items():
        path = before / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if scenario.before:
        written = run(scenario.before.split(), before)
        assert written.code == 0, written.err
    shutil.copytree(before, after)
    ran = run(scenario.arguments.split(), after)
    assert ran.code == 0, ran.err
    return Stage(
        scenario=scenario,
        folder=before,
        old=states(before, scenario.targets),
        new=states(after, scenario.targets),
        files=frozenset(tree(after)),
    )


def states(folder: Path, targets: tuple[str, ...]) -> dict[str, str]:
    """Return what stands at each target."""
    return {target: state(folder / target) for target in targets}


def state(path: Path) -> str:
    """Return a digest of a file, or of a folder with all that is in it; empty where nothing stands."""
    if path.is_dir():
        inside = [f"{name} {state(path / name)}" for name in sorted(tree(path))]
        return hashlib.sha256("\n".join(inside).encode()).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def tree(folder: Path) -> set[str]:
    """Return the names of all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def attempt(stage: Stage, folder: Path, broken: Run, whole: Run) -> Attempt:
    """Run a scenario's command with a fault, and where it left anything undone once more without.

    Args:
        stage: what is run, and how it should end.
        folder: does not exist, before and after.
        broken: runs with the fault.
        whole: runs without.
    """
    shutil.copytree(stage.folder, folder)
    arguments, targets = stage.scenario.arguments.split(), stage.scenario.targets
    ran = broken(arguments, folder)
    left = states(folder, targets)
    flaws = [*_said(ran), *_left(stage, folder, ran)]
    if tree(folder) != stage.files or left != stage.new:
        following = whole(arguments, folder)
        flaws += [f"the next run ended with {following.code}: {following.err[-200:]}"] if following.code else []
        flaws += [f"the next run left {name}" for name in sorted(tree(folder) - stage.files)]
        after = states(folder, targets)
        flaws += [f"the next run did not write {name}" for name in targets if after[name] != stage.new[name]]
    shutil.rmtree(folder)
    kept = "new" if left == stage.new else "old" if left == stage.old else "some of both"
    return Attempt(code=ran.code, left=kept, flaws=tuple(flaws))


def _said(ran: Ended) -> list[str]:
    found = [] if ran.code in (0, 1, *STOPPED, KILLED) else [f"ended with {ran.code}: {ran.err[-200:]}"]
    return found + ([f"printed a traceback: {ran.err[-400:]!r}"] if "Traceback" in ran.out + ran.err else [])


def _left(stage: Stage, folder: Path, ran: Ended) -> list[str]:
    """Return which targets are neither as before nor as they should be."""
    found = []
    for target, is_now in states(folder, stage.scenario.targets).items():
        old, new = stage.old[target], stage.new[target]
        if ran.code == 0 and is_now != new:
            found.append(f"it ended with 0, and {target} was not written")
        elif is_now not in (old, new) and not (ran.code == KILLED and not is_now and _is_put_aside(folder, old)):
            found.append(f"{target} is {'torn' if is_now else 'gone'} ({ran.code})")
    return found


def _is_put_aside(folder: Path, old: str) -> bool:
    """Tell whether what stood at a target is whole beside it, from where the next run puts it back."""
    return any(state(path) == old for path in folder.glob(".*"))
