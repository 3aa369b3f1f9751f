#!/usr/bin/env python3
"""Measure what a render costs, beside the naive way and beside LAME alone.

A line of the table is one session and one way to its MP3. All ways of all sessions are gone in turn, several times, and
the medians are shown. Only the ratios mean anything: machines differ, and are busy. With --check, ratios and memory are
held against their bounds. All sessions take about half an hour with five runs on two cores, the short ones a minute.
Not on Windows, which has no `os.wait4`.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from _venv import ROOT, environment
from benched import (
    FIVE,
    FIVE_OVER_MUSIC,
    HOURS,
    SHORT,
    TWENTY,
    TWENTY_OVER_MUSIC,
    USUAL,
    session_called,
)
from costs import Cost, cost_of, medians

USUAL_VOICE, ESPEAK = "auto", "pyttsx3"
ENGINES = (USUAL_VOICE, ESPEAK)  # in this order: the rivals' clips, which are eSpeak's, are then in the cache
COLD = {USUAL_VOICE: "repcast, cold", ESPEAK: "repcast with eSpeak, cold"}
WARM = {USUAL_VOICE: "repcast, warm", ESPEAK: "repcast with eSpeak, warm"}
NAIVE, SPEECH = "pydub and ffmpeg", "eSpeak alone"
FLOOR, NOISY_FLOOR = "LAME alone", "LAME alone, with the noise"
RIVALS = {"naive": NAIVE, "silence": FLOOR, "noise": NOISY_FLOOR, "speech": SPEECH}
SHORT_RUN = 1.25  # each bound is so much wider: one run says less, and CI's machines are busy
MOST_MB = 120

Line = tuple[str, str]
"""A session, and a way to its MP3."""


@dataclass(frozen=True, kw_only=True)
class Bound:
    """The most that a line may take.

    Attributes:
        line: which is measured.
        beside: the line of the same run whose CPU time is the measure; None where memory in MB is bounded.
        most: of the ratio, or of the MB.
    """

    line: Line
    beside: Line | None = None
    most: float

    def measured(self, costs: Mapping[Line, Cost]) -> float:
        """Return the ratio, or the MB."""
        cost = costs[self.line]
        return cost.cpu_s / costs[self.beside].cpu_s if self.beside else cost.peak_mb

    def __str__(self) -> str:
        session, way = self.line
        if not self.beside:
            return f"{session}: {way}: peak memory in MB"
        of, other = self.beside
        return f"{session}: {way}: CPU beside {other}" + ("" if of == session else f" of {of}")


BOUNDS = (
    *(Bound(line=(TWENTY, way), beside=(TWENTY, FLOOR), most=0.5) for way in WARM.values()),
    *(Bound(line=(FIVE, way), beside=(FIVE, NAIVE), most=0.7) for way in WARM.values()),
    *(
        Bound(line=(session, way), beside=(session, NAIVE), most=0.8)
        for session in (TWENTY_OVER_MUSIC, FIVE_OVER_MUSIC)
        for way in WARM.values()
    ),
    *(Bound(line=(HOURS, way), beside=(TWENTY, way), most=2.0) for way in (*COLD.values(), *WARM.values())),
)


def bounds_of(costs: Mapping[Line, Cost]) -> list[Bound]:
    """Return the bounds of what was measured; that of memory holds for every line of repcast's own."""
    ours = {*COLD.values(), *WARM.values()}
    in_mb = (Bound(line=line, most=MOST_MB) for line in costs if line[1] in ours)
    return [*(bound for bound in BOUNDS if {bound.line, bound.beside or bound.line} <= costs.keys()), *in_mb]


class Bench:
    """One session, and a folder of its own."""

    def __init__(self, programs: Path, session: str, folder: Path, engines: Sequence[str] = ENGINES) -> None:
        self._programs = programs
        self._engines = engines
        self._session = session
        self._folder = folder
        self._cache = folder / "cache"
        self._settings = folder / "settings.toml"
        folder.mkdir()
        self._settings.touch()  # the user's own are left out

    def round(self) -> dict[str, Cost]:
        """Go each way once."""
        costs: dict[str, Cost] = {}
        for engine in self._engines:
            shutil.rmtree(self._cache, ignore_errors=True)
            costs |= {COLD[engine]: self._render(engine), WARM[engine]: self._render(engine)}
        self._rival("mixed")
        costs |= {way: self._rival(rival) for rival, way in RIVALS.items()}
        for mix in self._folder.glob("*.s16"):  # those of two hours take more than a gigabyte
            mix.unlink()
        return costs

    def _render(self, engine: str) -> Cost:
        mp3 = str(self._folder / "repcast.mp3")
        return cost_of(
            [str(self._programs / "repcast"), "render", self._session, "--quiet", "-o", mp3], self._environment(engine)
        )

    def _rival(self, name: str) -> Cost:
        script = str(ROOT / "scripts" / "rivals.py")
        return cost_of(
            [str(self._programs / "python"), script, name, self._session, str(self._folder)],
            self._environment(ESPEAK),
            tells_cpu=True,
        )

    def _environment(self, engine: str) -> dict[str, str]:
        own = {
            "REPCAST_CACHE_DIR": str(self._cache),
            "REPCAST_CONFIG": str(self._settings),
            "REPCAST_VOICE_ENGINE": engine,
        }
        # PYTHONDONTWRITEBYTECODE would have every run compile repcast anew.
        return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | own


def table(costs: Mapping[Line, Cost]) -> str:
    """Return the table, as Markdown: figures of whole processes, and CPU time as a ratio to LAME's alone.

    The last column is the largest process that it starts: repcast's speech, or ffmpeg.
    """
    lines = [
        "| session | | wall | CPU | CPU : LAME alone | peak memory | and what it starts |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for (session, way), cost in costs.items():
        figures = (
            f"{cost.wall_s:.2f} s",
            f"{cost.cpu_s:.2f} s",
            f"{cost.cpu_s / costs[session, FLOOR].cpu_s:.2f}",
            f"{cost.peak_mb:.0f} MB",
            f"{cost.started_peak_mb:.0f} MB" if cost.started_peak_mb else "–",
        )
        lines.append(f"| {' | '.join((session, way, *figures))} |")
    return "\n".join(lines)


def verdict(costs: Mapping[Line, Cost], allowed: float = 1.0) -> tuple[str, bool]:
    """Return each bound with what was measured, as Markdown, and whether all of them hold.

    Args:
        costs: that were measured.
        allowed: how many times its bound each may be.
    """
    lines = ["| bound | at most | measured | |", "|---|---:|---:|---|"]
    worse = False
    for bound in bounds_of(costs):
        measured, most = bound.measured(costs), bound.most * allowed
        worse |= measured > most
        lines.append(f"| {bound} | {most:.2f} | {measured:.2f} | {'WORSE' if measured > most else 'holds'} |")
    return "\n".join(lines), not worse


def machine(programs: Path) -> str:
    """Return what was measured on, with what, and when."""
    asked = "import platform, importlib.metadata as m; print(platform.python_version(), *map(m.version, {}))"
    command = [str(programs / "python"), "-c", asked.format(("av", "lameenc"))]
    python, pyav, lameenc = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return (
        f"On {os.cpu_count()} cores of {_processor()}, {platform.system()} {platform.release()}, Python {python}, "
        f"PyAV {pyav}, lameenc {lameenc}, on {datetime.now(UTC):%Y-%m-%d}:"
    )


def _processor() -> str:
    with suppress(OSError):  # Linux alone has it
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def main() -> None:
    """Measure, and print one table; with `--check`, a second one of the bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, help="how often each way is gone (default: 5; with --short, 1)")
    parser.add_argument(
        "--short", action="store_true", help=f"only {' and '.join(SHORT)}, by eSpeak; bounds are a quarter wider"
    )
    parser.add_argument("--check", action="store_true", help="also show the bounds; exit with 1 if one is exceeded")
    parser.add_argument(
        "sessions", nargs="*", metavar="SESSION", help=f"any session, or one of ours (default: {'; '.join(USUAL)})"
    )
    wanted = parser.parse_args()
    names = wanted.sessions or (SHORT if wanted.short else USUAL)
    runs = wanted.runs or (1 if wanted.short else 5)
    engines = (ESPEAK,) if wanted.short else ENGINES
    programs = environment(group="bench")
    with tempfile.TemporaryDirectory(prefix="repcast-bench-") as place:
        folder = Path(place)
        benches = {
            name: Bench(programs, session_called(name, folder), folder / str(number), engines)
            for number, name in enumerate(names)
        }
        rounds: dict[Line, list[Cost]] = {}
        for turn in range(runs):
            for name, bench in benches.items():
                print(f"run {turn + 1} of {runs}: {name}", file=sys.stderr, flush=True)
                for way, cost in bench.round().items():
                    rounds.setdefault((name, way), []).append(cost)
    costs = {line: medians(done) for line, done in rounds.items()}
    print(machine(programs), table(costs), sep="\n\n")
    if wanted.check:
        shown, holds = verdict(costs, SHORT_RUN if wanted.short else 1.0)
        print("", shown, sep="\n")
        sys.exit(not holds)


if __name__ == "__main__":
    main()
