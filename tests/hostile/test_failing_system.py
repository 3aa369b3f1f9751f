"""The system fails, or the program is ended, at one call after another: every file is whole, the old one or the new.

`scripts/inject_faults.py` does the same with the system's own calls, where there is `strace`.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path
from typing import Final

import pytest
from program import environment

pytest.importorskip("fcntl", reason="where no process can fork, none can be broken so")

from failing import LOCKS

from preforked import Bounds, Call, Preforked
from scenarios import SCENARIOS, Ended, Run, Stage, attempt, prepared

BOUNDS: Final = Bounds(cpu_s=20, wall_s=60)
CHANGING: Final = {
    *("os.open", "os.write", "os.fsync", "os.ftruncate", "os.rename", "os.replace", "os.link", "os.symlink"),
    *("os.unlink", "os.remove", "os.rmdir", "os.mkdir", "file.open", "file.write", "file.truncate"),
    *(f"fcntl.{name}" for name in LOCKS),
}
ERRORS: Final[Mapping[str, tuple[str, ...]]] = {
    "os.open": ("EACCES", "EMFILE", "ENOSPC"),
    "os.mkdir": ("EACCES", "ENOSPC"),
    "os.link": ("EPERM", "EXDEV"),
    "os.rename": ("EACCES", "EIO", "ENOSPC"),
    "os.replace": ("EACCES", "EIO", "ENOSPC"),
    "os.stat": ("EACCES", "EIO"),
    "os.access": (),  # it answers, and never raises
    "os.fdopen": (),
    "fcntl.flock": ("ENOLCK", "EWOULDBLOCK"),
    "fcntl.lockf": ("ENOLCK", "EACCES"),
}
USUAL: Final = ("ENOSPC", "EIO")
STOPS: Final = ("SIGKILL", "SIGTERM", "SIGINT")
MOST_OF_A_CALL: Final = 4
MOST_QUICKLY: Final = 6  # of a scenario's faults; all of them take minutes


@pytest.fixture(scope="module")
def repcast() -> Iterator[Preforked]:
    """Return what runs repcast, twice at once."""
    with Preforked(count=2, path=(str(Path(__file__).parent),)) as preforked:
        yield preforked


@pytest.fixture(scope="module")
def stages(repcast: Preforked, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    """Return each scenario, ready; now all that is spoken is in the cache."""
    run = running(repcast)
    return {name: prepared(scenario, run, tmp_path_factory.mktemp("stage")) for name, scenario in SCENARIOS.items()}


def running(repcast: Preforked, before: Call | None = None) -> Run:
    """Return what runs repcast, after a call."""
    return lambda arguments, folder: repcast.run(
        *arguments, folder=folder, env=environment(), bounds=BOUNDS, before=before
    )


def run(stage: Stage, repcast: Preforked, folder: Path, before: Call) -> Ended:
    """Run a scenario's command on a copy of its files, after a call."""
    shutil.copytree(stage.folder, folder)
    return running(repcast, before)(stage.scenario.arguments.split(), folder)


def counted(stage: Stage, repcast: Preforked, folder: Path) -> dict[str, int]:
    """Return how often a scenario's command makes each call."""
    counts = folder / "counts.json"
    call = Call(
        module="failing",
        function="install",
        arguments={"count_into": str(counts), "exchanges": stage.scenario.exchanges},
    )
    ran = run(stage, repcast, folder / "counted", call)
    assert ran.code == 0, ran.err
    found: dict[str, int] = json.loads(counts.read_text())
    return found


def faults(counts: Mapping[str, int], *, exchanges: bool) -> Iterator[Call]:
    """Yield faults: a call fails the first time, the last, and some between; where it changes files, it also stops."""
    for name, count in sorted(counts.items()):
        for turn, at in enumerate(spread(count)):
            errors = ERRORS.get(name, USUAL)
            if errors:
                yield fault(name, at, error=errors[turn % len(errors)], exchanges=exchanges)
            if name in CHANGING:
                yield fault(name, at, stop=STOPS[turn % len(STOPS)], exchanges=exchanges)


def fault(call: str, at: int, *, error: str = "", stop: str = "", exchanges: bool = True) -> Call:
    """Return a fault."""
    arguments = {"call": call, "at": at, "error": error, "stop": stop, "exchanges": exchanges}
    return Call(module="failing", function="install", arguments=arguments)


def spread(count: int) -> list[int]:
    """Return some numbers from 1 to a count: the first and the last, and some between."""
    most = min(count, MOST_OF_A_CALL)
    return sorted({1 + round(number * (count - 1) / max(1, most - 1)) for number in range(most)})


def described(call: Call) -> str:
    """Return a fault in words."""
    told = call.arguments
    return f"{told['call']} number {told['at']}: {told['error'] or told['stop']}"


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize(
    "most", [MOST_QUICKLY, pytest.param(None, marks=[pytest.mark.slow, pytest.mark.thorough])], ids=["some", "all"]
)
def test_files_are_whole_whatever_fails(
    name: str, most: int | None, stages: dict[str, Stage], repcast: Preforked, tmp_path: Path
) -> None:
    """If this failed, a full disk or a power cut could take the old file as well, or leave half of a new one."""
    stage = stages[name]
    chosen = [*faults(counted(stage, repcast, tmp_path), exchanges=stage.scenario.exchanges)]
    assert len(chosen) >= 10
    chosen = chosen[:: ceil(len(chosen) / most)] if most else chosen

    def told(number: int, call: Call) -> list[str]:
        tried = attempt(stage, tmp_path / str(number), running(repcast, call), running(repcast))
        return [f"{described(call)}: {flaw}" for flaw in tried.flaws]

    with ThreadPoolExecutor(2) as both:
        found = [flaw for flaws in both.map(told, range(len(chosen)), chosen) for flaw in flaws]
    assert not found, "\n".join(found)


def test_the_faults_reach_the_program(stages: dict[str, Stage], repcast: Preforked, tmp_path: Path) -> None:
    """If this failed, the tests above would break nothing, and pass."""
    stage = stages["render"]
    ran = run(stage, repcast, tmp_path / "full", fault("file.write", 1, error="ENOSPC"))
    assert (ran.code, "No space left on device" in ran.err) == (1, True)
    assert run(stage, repcast, tmp_path / "killed", fault("file.write", 1, stop="SIGKILL")).code == -9
    counts = counted(stage, repcast, tmp_path)
    assert {"os.fsync", "file.open", "file.write", "os.stat"} <= counts.keys()
