"""What a process costs: time, and the memory of it and of what it starts. Linux alone tells the latter."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

_LOOK_EVERY_S: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one process took.

    Attributes:
        wall_s: until it ended.
        cpu_s: user and system time with all that it started, or of that part of its work which counts.
        peak_mb: of the process itself, resident.
        started_peak_mb: of the largest process that it started; 0 if there was none, or none was seen.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    started_peak_mb: float


def medians(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(**{name: median(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__})


def cost_of(command: Sequence[str], environment: Mapping[str, str], *, tells_cpu: bool = False) -> Cost:
    """Run a program to its end, and return what it took; where it fails, so does this.

    Args:
        command: of the program.
        environment: of the program.
        tells_cpu: whether it prints the CPU seconds that count.
    """
    with tempfile.TemporaryFile() as told:
        began_s = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=told)
        peaks = _Peaks(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - began_s
        peaks.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        text = told.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    return Cost(
        wall_s=wall_s,
        cpu_s=float(text) if tells_cpu else used.ru_utime + used.ru_stime,
        peak_mb=peaks.own_mb or used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000),
        started_peak_mb=peaks.started_mb,
    )


class _Peaks:
    """Looks at a process and all below it, again and again, until it is stopped.

    What `wait4` tells is the most of any of them, and of a process that was started it may be its parent's. So Linux is
    asked for each one's own high-water mark, which one look near the end is enough to see.
    """

    def __init__(self, pid: int) -> None:
        self.own_mb = self.started_mb = 0.0
        self._pid = pid
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK_EVERY_S):
            self.own_mb = max(self.own_mb, _peak_mb(self._pid))
            self.started_mb = max(self.started_mb, *map(_peak_mb, _started_by(self._pid)), 0.0)


def _peak_mb(pid: int) -> float:
    """Return the high-water mark of a process's resident memory; 0 if it is gone, or nobody tells."""
    found = [line.split()[1] for line in _told(pid, "status").splitlines() if line.startswith(b"VmHWM:")]
    return int(found[0]) / 1_000 if found else 0.0


def _started_by(pid: int) -> list[int]:
    """Return the processes that one has started, and those that these have.

    Until a new process runs a program of its own, it shares the memory of the one that starts it, and does not count.
    """
    threads = [path.name for path in Path(f"/proc/{pid}/task").glob("*")]
    children = [int(child) for thread in threads for child in _told(pid, f"task/{thread}/children").split()]
    started = [child for child in children if _told(child, "cmdline") != _told(pid, "cmdline")]
    return started + [each for child in started for each in _started_by(child)]


def _told(pid: int, what: str) -> bytes:
    """Return what Linux tells of a process; nothing if it is gone, or elsewhere."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/{what}").read_bytes()
    return b""
