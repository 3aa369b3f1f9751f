"""`scripts/bench.py`: what it measures is what it says, its table adds up, and a worse figure is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bench
import benched
from costs import Cost, cost_of, medians
from repcast import opening, pipeline
from repcast.session.customise import Customisation
from repcast.units import MINUTE_MS

SCRIPTS = Path(__file__).parents[2] / "scripts"
TWENTY, HOURS = benched.TWENTY, benched.HOURS
OURS = [*bench.COLD.values(), *bench.WARM.values()]


def cost(cpu_s: float, peak_mb: float = 80.4, started_peak_mb: float = 0) -> Cost:
    """Return what a process may have taken."""
    return Cost(wall_s=2 * cpu_s, cpu_s=cpu_s, peak_mb=peak_mb, started_peak_mb=started_peak_mb)


def good(session: str) -> dict[bench.Line, Cost]:
    """Return costs of a session with which every bound holds."""
    others = {bench.NAIVE: cost(8), bench.FLOOR: cost(4), bench.NOISY_FLOOR: cost(6), bench.SPEECH: cost(1)}
    return {(session, way): each for way, each in ({way: cost(0.9) for way in OURS} | others).items()}


@pytest.mark.slow
def test_its_sessions_last_what_they_are_called(tmp_path: Path) -> None:
    """The ratio of two hours to twenty minutes would be of something else."""
    for name, minutes in ((benched.FIVE, 5), (TWENTY, 20), (HOURS, 120), (benched.TALKATIVE, 10)):
        session = opening.open_session(benched.session_called(name, tmp_path))
        assert pipeline.outline(session).nominal_ms() == pytest.approx(minutes * MINUTE_MS, rel=0.05)


def test_what_is_called_88_cues_has_as_many(tmp_path: Path) -> None:
    """A figure would be of a session with less to say."""
    session = opening.open_session(benched.session_called(benched.TALKATIVE, tmp_path))
    timeline = pipeline.plan(session, Customisation()).timeline
    assert (sum(bool(event.text) for event in timeline.events), timeline.dropped) == (88, ())


def test_what_is_over_music_has_music(tmp_path: Path) -> None:
    """The slowest of all renders would not be measured."""
    for name in (benched.FIVE_OVER_MUSIC, benched.TWENTY_OVER_MUSIC):
        assert opening.open_session(benched.session_called(name, tmp_path)).has_music


def test_measures_the_sessions_that_are_asked_for(tmp_path: Path) -> None:
    """A user could not measure a session of their own."""
    assert [benched.session_called(name, tmp_path) for name in ("planks", "mine.yaml")] == ["planks", "mine.yaml"]
    assert [*tmp_path.iterdir()] == []


def test_its_table_has_medians_and_ratios() -> None:
    """A figure in the docs would be one lucky run's, or a ratio to something else."""
    warm = medians([cost(0.5), cost(7.0), cost(1.0)])
    table = bench.table({("core", OURS[0]): warm, ("core", bench.FLOOR): cost(4.0, 70, 16)})
    assert table.splitlines()[2:] == [
        f"| core | {OURS[0]} | 2.00 s | 1.00 s | 0.25 | 80 MB | – |",
        "| core | LAME alone | 8.00 s | 4.00 s | 1.00 | 70 MB | 16 MB |",
    ]


def test_all_bounds_hold_where_all_is_well() -> None:
    """A check that is never green would be looked at by nobody."""
    costs = {line: each for session in (*benched.USUAL, *benched.SHORT) for line, each in good(session).items()}
    shown, holds = bench.verdict(costs)
    assert holds
    assert "WORSE" not in shown
    assert {*bench.BOUNDS} <= {*bench.bounds_of(costs)}, "none is of a line that nobody measures"


@pytest.mark.parametrize(
    ("line", "worse", "told"),
    [
        ((TWENTY, OURS[3]), cost(2.2), f"{TWENTY}: {OURS[3]}: CPU beside LAME alone | 0.50 | 0.55 |"),
        ((HOURS, OURS[0]), cost(1.9), f"{HOURS}: {OURS[0]}: CPU beside {OURS[0]} of {TWENTY} | 2.00 | 2.11 |"),
        ((benched.TALKATIVE, OURS[1]), cost(1, 121), f"{benched.TALKATIVE}: {OURS[1]}: peak memory in MB | 120.00 |"),
        ((benched.TWENTY_OVER_MUSIC, bench.NAIVE), cost(1.0), ": CPU beside pydub and ffmpeg | 0.80 | 0.90 |"),
    ],
)
def test_a_worse_figure_is_told(line: bench.Line, worse: Cost, told: str) -> None:
    """A change that makes renders slower, or larger, would pass."""
    costs = {line: each for session in benched.USUAL for line, each in good(session).items()} | {line: worse}
    shown, holds = bench.verdict(costs)
    assert not holds
    assert any(told in row for row in shown.splitlines() if row.endswith("| WORSE |"))
    assert bench.verdict(costs, allowed=1.25)[1], "with a margin it holds"


@pytest.mark.parametrize(("peak_mb", "code"), [(119, 0), (151, 1)])
def test_a_worse_figure_ends_it_with_1(
    peak_mb: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """CI would not notice."""

    def measured(_bench: bench.Bench) -> dict[str, Cost]:
        return {way: each for (_, way), each in good("any").items()} | {OURS[1]: cost(1, peak_mb)}

    monkeypatch.setattr(bench.Bench, "round", measured)
    monkeypatch.setattr(bench, "environment", lambda group: Path(sys.executable).parent if group else None)
    monkeypatch.setattr(bench, "machine", lambda _programs: "Here:")
    monkeypatch.setattr(sys, "argv", ["bench.py", "--check", "--short"])
    with pytest.raises(SystemExit) as end:
        bench.main()
    assert int(end.value.code or 0) == code
    assert capsys.readouterr().out.startswith("Here:\n\n| session |")


def test_a_measured_program_that_fails_stops_it(tmp_path: Path) -> None:
    """A crash would be measured as a quick render."""
    runner = bench.Bench(Path(sys.executable).parent, "no-such-session", tmp_path / "bench")
    with pytest.raises(SystemExit, match="exit code 1"):
        runner.round()


_HOLDING = "import subprocess, sys, time; held = b'x' * ({own} << 20); {then}; time.sleep(0.3)"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_memory_of_a_process_is_told_apart_from_that_of_what_it_starts() -> None:
    """The speech process's memory would be called that of the render, or be that of the process that started it."""
    inner = _HOLDING.format(own=20, then="pass")
    starting = _HOLDING.format(own=60, then=f"subprocess.run([sys.executable, '-c', {inner!r}])")
    measured = cost_of([sys.executable, "-c", starting], os.environ)
    assert 60 < measured.peak_mb < 100
    assert 20 < measured.started_peak_mb < 60
    assert cost_of([sys.executable, "-c", inner], os.environ).started_peak_mb == 0


def test_cpu_of_a_part_is_what_the_program_tells() -> None:
    """Loading a rival would be counted as its work."""
    assert cost_of([sys.executable, "-c", "print(0.125)"], os.environ, tells_cpu=True).cpu_s == 0.125


def test_says_how_it_is_run() -> None:
    """Nobody would find out how to measure their own session, or how long that takes."""
    run = subprocess.run([sys.executable, SCRIPTS / "bench.py", "--help"], capture_output=True, text=True, check=True)
    assert all(word in run.stdout for word in ("--check", "--short", "SESSION", "half an hour", "--runs"))
