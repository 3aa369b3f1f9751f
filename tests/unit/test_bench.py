"""`scripts/bench.py`: what it measures is what it says, and its table adds up."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from repcast import opening, pipeline
from repcast.units import MINUTE_MS

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """Return the script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        spec = importlib.util.spec_from_file_location("bench", SCRIPTS / "bench.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        patch.setitem(sys.modules, "bench", module)  # where its dataclass looks for its own annotations
        spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_its_sessions_last_what_they_are_called(bench: ModuleType, tmp_path: Path) -> None:
    """The ratio of two hours to twenty minutes would be of something else."""
    sessions = bench.sessions([], tmp_path)
    for label, minutes in (("5 minutes", 5), ("20 minutes", 20), ("2 hours", 120)):
        lasts_ms = pipeline.outline(opening.open_session(sessions[label])).nominal_ms()
        assert lasts_ms == pytest.approx(minutes * MINUTE_MS, rel=0.05)


def test_measures_the_sessions_that_are_asked_for(bench: ModuleType, tmp_path: Path) -> None:
    """A user could not measure a session of their own."""
    assert bench.sessions(["planks", "mine.yaml"], tmp_path) == {"planks": "planks", "mine.yaml": "mine.yaml"}


def test_its_table_has_medians_and_ratios(bench: ModuleType) -> None:
    """A figure in the docs would be one lucky run's, or a ratio to something else."""

    def cost(cpu_s: float) -> object:
        return bench.Cost(wall_s=2 * cpu_s, cpu_s=cpu_s, peak_mb=80.4)

    warm = bench.medians([cost(0.5), cost(7.0), cost(1.0)])
    table = bench.table({"core": {"repcast, warm": warm, bench.FLOOR: cost(4.0)}})
    assert table.splitlines()[2:] == [
        "| core | repcast, warm | 2.00 s | 1.00 s | 0.25 | 80 MB |",
        "| core | LAME alone | 8.00 s | 4.00 s | 1.00 | 80 MB |",
    ]


def test_a_measured_program_that_fails_stops_it(bench: ModuleType, tmp_path: Path) -> None:
    """A crash would be measured as a quick render."""
    runner = bench.Bench(Path(sys.executable).parent, "no-such-session", tmp_path / "bench")
    with pytest.raises(SystemExit, match="exit code 1"):
        runner.round()


def test_says_how_it_is_run() -> None:
    """Nobody would find out how to measure their own session."""
    run = subprocess.run([sys.executable, SCRIPTS / "bench.py", "--help"], capture_output=True, text=True, check=True)
    assert "scripts/bench.py [--runs N] [SESSION ...]" in run.stdout
