#!/usr/bin/env python3
"""Measure what a render costs, beside the naive way and beside LAME alone: scripts/bench.py [--runs N] [SESSION ...].

A line of the table is one session and one way to its MP3. All ways run in turn, several times, and the medians are
shown. Only the ratios mean anything: machines differ, and are busy. Not on Windows, which has no `os.wait4`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import sin, tau
from pathlib import Path
from random import Random
from statistics import median

from _venv import ROOT, environment

# Three lengths of one workout, with a bit of everything that a session may have.
CIRCUIT = """\
title: Benchmark circuit
rounds: {rounds}
rest_between_rounds: 15s
rest_between_steps: 15s
tips: [Keep your form to the last second., Breathe evenly.]
steps:
  - work: Jumping jacks
    for: 30s
    say: Land softly, on the balls of your feet.
  - hold: Plank
    for: 45s
    say: Elbows under your shoulders, one straight line from head to heels.
  - reps: High hops
    count: 10
    tempo: 1.5s
  - work: Squats
    for: 30s
  - work: Flutter kicks
    for: 30s
  - hold: Side plank
    for: 30s
    sides: [left side, right side]
    tips: [Hips high.]
"""
LENGTHS = {"5 minutes": 1, "20 minutes": 4, "2 hours": 24}
MUSIC_S = 20
RATE_HZ = 48_000
BUILT_IN = "core"
FLOOR, SPEECH = "LAME alone", "speech engine alone"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one process took, with all that it started; `cpu_s` is of the part that counts."""

    wall_s: float
    cpu_s: float
    peak_mb: float


class Bench:
    """One session, and a folder of its own."""

    def __init__(self, programs: Path, session: str, folder: Path) -> None:
        self._programs = programs
        self._session = session
        self._folder = folder
        self._cache = folder / "cache"
        self._settings = folder / "settings.toml"
        folder.mkdir()
        self._settings.touch()  # the user's own are left out

    def round(self) -> dict[str, Cost]:
        """Go each way once."""
        shutil.rmtree(self._cache, ignore_errors=True)
        costs = {"repcast, cold": self._render(), "repcast, warm": self._render()}
        self._rival("mixed")
        costs["pydub and ffmpeg"] = self._rival("naive")
        costs[FLOOR] = self._rival("floor")
        costs[SPEECH] = self._rival("speech")
        return costs

    def _render(self) -> Cost:
        return self._run("repcast", "render", self._session, "--quiet", "-o", str(self._folder / "repcast.mp3"))

    def _rival(self, name: str) -> Cost:
        return self._run("python", str(ROOT / "scripts" / "rivals.py"), name, self._session, str(self._folder))

    def _run(self, program: str, *arguments: str) -> Cost:
        settings = {**os.environ, "REPCAST_CACHE_DIR": str(self._cache), "REPCAST_CONFIG": str(self._settings)}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)  # else every run would compile repcast anew
        command = [str(self._programs / program), *arguments]
        with tempfile.TemporaryFile() as told:
            began_s = time.perf_counter()
            process = subprocess.Popen(command, env=settings, stdout=told)
            _, status, used = os.wait4(process.pid, 0)
            wall_s = time.perf_counter() - began_s
            process.returncode = os.waitstatus_to_exitcode(status)
            told.seek(0)
            text = told.read().decode()
        if process.returncode:
            sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
        cpu_s = used.ru_utime + used.ru_stime if program == "repcast" else float(text)
        peak_mb = used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
        return Cost(wall_s=wall_s, cpu_s=cpu_s, peak_mb=peak_mb)


def medians(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(**{name: median(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__})


def sessions(names: Sequence[str], folder: Path) -> dict[str, str]:
    """Return the sessions to measure, by what the table calls them."""
    if names:
        return {name: name for name in names}
    written = {label: _session(folder / f"{rounds}.yaml", rounds) for label, rounds in LENGTHS.items()}
    _write_music(folder / "music.wav")
    over_music = _session(folder / "music.yaml", LENGTHS["20 minutes"], "music: music.wav\n")
    return {**written, f"{BUILT_IN} (built-in)": BUILT_IN, "20 minutes over music": over_music}


def _session(path: Path, rounds: int, more: str = "") -> str:
    path.write_text(CIRCUIT.format(rounds=rounds) + more)
    return str(path)


def _write_music(path: Path) -> None:
    """Write chords, each with its noise: as much work for a codec as music is."""
    random = Random(1)
    samples = array("h")
    for second in range(MUSIC_S):
        chord = [110 * 2 ** (random.randrange(36) / 12) for _ in range(4)]
        for at in range(RATE_HZ):
            moment_s = second + at / RATE_HZ
            left = sum(sin(tau * pitch_hz * moment_s) for pitch_hz in chord[:2])
            right = sum(sin(tau * pitch_hz * moment_s) for pitch_hz in chord[2:])
            samples.extend(int(6_000 * (voice + random.uniform(-0.3, 0.3))) for voice in (left, right))
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


def table(measured: dict[str, dict[str, Cost]]) -> str:
    """Return the table, as Markdown: figures of whole processes, and CPU time as a ratio to LAME's alone."""
    lines = [
        "| session | | wall | CPU | CPU : LAME alone | peak memory |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for session, ways in measured.items():
        for way, cost in ways.items():
            ratio = cost.cpu_s / ways[FLOOR].cpu_s
            figures = f"{cost.wall_s:.2f} s", f"{cost.cpu_s:.2f} s", f"{ratio:.2f}", f"{cost.peak_mb:.0f} MB"
            lines.append(f"| {' | '.join((session, way, *figures))} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each way is gone (default: 5)")
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="measure these instead of the usual four")
    wanted = parser.parse_args()
    programs = environment(group="bench")
    with tempfile.TemporaryDirectory(prefix="repcast-bench-") as name:
        folder = Path(name)
        benches = {
            label: Bench(programs, session, folder / str(number))
            for number, (label, session) in enumerate(sessions(wanted.sessions, folder).items())
        }
        rounds: dict[str, list[dict[str, Cost]]] = {label: [] for label in benches}
        for turn in range(wanted.runs):
            for label, bench in benches.items():
                print(f"run {turn + 1} of {wanted.runs}: {label}", file=sys.stderr, flush=True)
                rounds[label].append(bench.round())
    measured = {
        label: {way: medians([costs[way] for costs in done]) for way in done[0]} for label, done in rounds.items()
    }
    print(table(measured))


if __name__ == "__main__":
    main()
