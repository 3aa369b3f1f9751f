#!/usr/bin/env python3
"""Let the system fail under repcast, and end it at any moment: scripts/inject_faults.py [--faults N] [--kills N].

Needs Linux and `strace`, which makes single calls of the program fail as if the system had refused them. After each
fault every file must be whole, the old one or the new, the message a sentence, and the next run must leave nothing but
its own files. Prints a table, and what broke; ends with 1 if a promise was broken. Takes some minutes.
"""

import argparse
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from _venv import environment
from scenarios import KILLED, SCENARIOS, STOPPED, Attempt, Run, Stage, attempt, prepared, state, tree

FAULTY = (
    "render",
    "render where nothing was",
    "captions",
    "album",
    "album where nothing was",
    "today",
    "init",
    "verify",
)
ENDED = ("render", "album", "captions", "today")
ALBUMS = ("album", "album where folders are not exchanged")
SPEAKING = "render"  # also tried with nothing kept, so that it speaks
ERRORS: Mapping[str, tuple[str, ...]] = {
    "close": ("EIO",),
    "copy_file_range": ("EIO", "ENOSPC"),
    "fcntl": ("ENOLCK", "EIO"),
    "fdatasync": ("EIO", "ENOSPC"),
    "flock": ("ENOLCK", "EINTR"),
    "fstat": ("EIO",),
    "fsync": ("EIO", "ENOSPC", "EINTR"),
    "ftruncate": ("EIO", "ENOSPC"),
    "getdents64": ("EIO",),
    "link": ("EPERM", "ENOSPC"),
    "linkat": ("EPERM", "ENOSPC"),
    "lseek": ("EIO",),
    "lstat": ("EIO", "EACCES"),
    "mkdir": ("ENOSPC", "EACCES"),
    "mkdirat": ("ENOSPC", "EACCES"),
    "newfstatat": ("EIO", "EACCES"),
    "openat": ("EACCES", "EMFILE", "ENOSPC", "EINTR", "EIO"),
    "pread64": ("EIO",),
    "pwrite64": ("ENOSPC", "EIO"),
    "read": ("EIO", "EINTR"),
    "rename": ("EACCES", "EIO", "ENOSPC", "EXDEV"),
    "renameat": ("EACCES", "EIO"),
    "renameat2": ("EINVAL", "EACCES", "EIO", "ENOSYS"),
    "rmdir": ("EIO", "EACCES"),
    "stat": ("EIO", "EACCES"),
    "statx": ("EIO", "EACCES"),
    "unlink": ("EIO", "EACCES"),
    "unlinkat": ("EIO", "EACCES"),
    "utimensat": ("EACCES",),
    "write": ("ENOSPC", "EIO", "EDQUOT", "EINTR"),
}
OF_CONTENT = ("read", "write", "pread64", "pwrite64")
RENAMES = ("rename", "renameat", "renameat2")
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
LONGEST_S = 120
MISSED = "missed"
JOBS = 2

# With one process number each, as in two containers that share a folder.
APART = ("unshare", *(() if os.geteuid() == 0 else ("-r",)), "--pid", "--fork", "--mount-proc")
LONG = "title: Long\nlead_in: 0s\nsteps:\n  - hold: Plank\n    for: 3s\n  - rest: {rest}\n"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    """A call that a scenario makes: which, and the how-manieth of its thread."""

    call: str
    at: int


@dataclass(frozen=True)
class Trial:
    """One run with a fault: of which scenario, what breaks, and how it is run.

    Attributes:
        log: where `strace` writes what it did, if it is `strace` that breaks.
    """

    scenario: str
    what: str
    run: Run
    log: Path | None = None


class Laboratory:
    """A folder, a cache of its own, and what runs repcast there."""

    def __init__(self, folder: Path, python: Path) -> None:
        self._folder, self._python, self._number = folder, str(python), itertools.count()
        self._cache = folder / "cache"
        (folder / "settings.toml").touch()

    def fresh(self) -> Path:
        """Return a path at which nothing stands."""
        return self._folder / f"run-{next(self._number)}"

    def stage(self, name: str) -> Stage:
        """Return a scenario, ready."""
        return prepared(SCENARIOS[name], self.runner(), self.fresh())

    def runner(self, *before: str, cold: bool = False) -> Run:
        """Return what runs repcast behind a program, such as `strace`; `cold`, with nothing kept."""

        def run(arguments: Sequence[str], folder: Path) -> Ended:
            ended = self.ended(self.started(arguments, folder, *before, cold=cold))
            if cold:
                shutil.rmtree(self._cold(folder), ignore_errors=True)
            return ended

        return run

    def killer(self, number: signal.Signals, after_s: float) -> Run:
        """Return what runs repcast, and sends it a signal after a while."""

        def run(arguments: Sequence[str], folder: Path) -> Ended:
            process = self.started(arguments, folder)
            _wait_until_it_listens(process)
            timer = threading.Timer(after_s, process.send_signal, [number])
            timer.start()
            ended = self.ended(process)
            timer.cancel()
            return ended

        return run

    def started(
        self, arguments: Sequence[str], folder: Path, *before: str, cold: bool = False
    ) -> "subprocess.Popen[str]":
        """Start repcast in a folder."""
        env = {
            **os.environ,
            "REPCAST_CACHE_DIR": str(self._cold(folder) if cold else self._cache),
            "REPCAST_CONFIG": str(self._folder / "settings.toml"),
            "XDG_STATE_HOME": str(self._folder / "state"),
            "TMPDIR": str(self._folder),
            "SOURCE_DATE_EPOCH": "1795478400",
            "PYTHONUTF8": "1",
            "PYTHONHASHSEED": "0",  # so that a run makes the calls of the run before
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.Popen(
            [*before, self._python, "-P", "-m", "repcast", *arguments],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="backslashreplace",
            start_new_session=True,
        )

    def _cold(self, folder: Path) -> Path:
        return self._folder / f"cache-of-{folder.name}"

    def ended(self, process: "subprocess.Popen[str]") -> Ended:
        """Wait until a run ends; one that does not is a hang."""
        with process:
            try:
                out, err = process.communicate(timeout=LONGEST_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return Ended(-1, "", f"it did not end within {LONGEST_S} s")
        return Ended(process.returncode, out, err)

    def places(self, stage: Stage, *, cold: bool = False) -> list[Place]:
        """Return the calls of a scenario's command that concern its folder, or the cache."""
        folder, log = self.fresh(), self.fresh()
        shutil.copytree(stage.folder, folder)
        tracing = ("strace", "-f", "-y", "-qq", "-o", str(log), "-e", f"trace={','.join(_known())}", *_world(stage))
        self.runner(*tracing, cold=cold)(stage.scenario.arguments.split(), folder)
        found = [place for place, is_ours, _ in self._calls(log) if is_ours]
        shutil.rmtree(folder)
        log.unlink()
        return found

    def has_hit(self, log: Path) -> bool:
        """Tell whether the fault that a log of `strace` tells of fell on our files, and not on Python's own."""
        found = any(is_ours and is_injected for _, is_ours, is_injected in self._calls(log))
        log.unlink()
        return found

    def _calls(self, log: Path) -> Iterator[tuple[Place, bool, bool]]:
        """Yield each call in a log of `strace`, whether it is about our files, and whether it was made to fail."""
        counted: Counter[tuple[str, str]] = Counter()
        for line in log.read_text(errors="replace").splitlines():
            if found := re.match(r"(\d+) +(\w+)\((.*)", line):
                thread, call, rest = found.groups()
                counted[thread, call] += 1
                told = re.sub("AT_FDCWD<[^>]*>", "AT_FDCWD", rest)  # where it runs, and not what it asks for
                is_relative = call not in OF_CONTENT and re.search(r'(^|, )"(?![/"])', told)
                is_ours = str(self._folder) in told or bool(is_relative)
                yield Place(call, counted[thread, call]), is_ours, "(INJECTED)" in rest


def _wait_until_it_listens(process: "subprocess.Popen[str]") -> None:
    """Wait until a run has asked to be told of signals; before, it is Python that is ended."""
    caught = 1 << signal.SIGTERM - 1
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
        if int(re.findall(r"SigCgt:\s*(\w+)", status)[0], 16) & caught:
            return
        time.sleep(0.002)


def _known() -> list[str]:
    return [f"?{call}" for call in ERRORS]  # not every machine has them all


def injected(stage: Stage, place: Place, fault: str, log: Path) -> tuple[str, ...]:
    """Return the command before repcast that lets one call fail: `fault` is such as error=EIO, or signal=SIGTERM."""
    chosen = f"inject={place.call}:{fault}:when={place.at}"
    traced = f"trace={place.call},?renameat2"
    return ("strace", "-f", "-y", "-qq", "-o", str(log), "-e", traced, "-e", chosen, *_world(stage))


def _world(stage: Stage) -> tuple[str, ...]:
    """Return the options of `strace` for a system that cannot exchange two folders in one step."""
    return () if stage.scenario.exchanges else ("-e", "inject=?renameat2:error=ENOSYS")


def faults(laboratory: Laboratory, stages: Mapping[str, Stage], count: int, chance: random.Random) -> Iterator[Trial]:
    """Yield runs in which one call fails."""
    kinds = [(name, False) for name in FAULTY] + [(SPEAKING, True)]
    for number, (name, cold) in enumerate(kinds):
        places = laboratory.places(stages[name], cold=cold)
        share = count // len(kinds) + (number < count % len(kinds))
        for place in _picked(places, share, chance):
            error = chance.choice(ERRORS[place.call])
            log = laboratory.fresh()
            run = laboratory.runner(*injected(stages[name], place, f"error={error}", log), cold=cold)
            yield Trial(name, f"{place.call} number {place.at}: {error}{', nothing kept' * cold}", run, log)


def _picked(places: Sequence[Place], count: int, chance: random.Random) -> list[Place]:
    """Return so many places: each kind of call as often as any other, as far as it goes."""
    by_call: dict[str, list[Place]] = {}
    for place in places:
        by_call.setdefault(place.call, []).append(place)
    for each in by_call.values():
        chance.shuffle(each)
    turns = itertools.chain.from_iterable(itertools.zip_longest(*by_call.values()))
    return list(itertools.islice(itertools.cycle([place for place in turns if place]), count))


def kills(laboratory: Laboratory, stages: Mapping[str, Stage], count: int, chance: random.Random) -> Iterator[Trial]:
    """Yield runs that are ended: a quarter of them at an album's renames, the others at any moment."""
    at_renames = [
        (name, place)
        for name in ALBUMS
        for place in [each for each in laboratory.places(stages[name]) if each.call in RENAMES][-2:]
    ]
    for number in range(count // 4):
        name, place = at_renames[number % len(at_renames)]
        stop = SIGNALS[number // len(at_renames) % len(SIGNALS)]
        run = laboratory.runner(*injected(stages[name], place, f"signal={stop.name}", laboratory.fresh()))
        yield Trial(name, f"{stop.name} at {place.call} number {place.at}", run)
    lasting = {name: _lasts_s(laboratory, stages[name]) for name in ENDED}
    for number in range(count - count // 4):
        name, stop = ENDED[number % len(ENDED)], chance.choice(SIGNALS)
        after_s = lasting[name] * chance.random()
        yield Trial(name, f"{stop.name} after {after_s:.3f} s", laboratory.killer(stop, after_s))


def _lasts_s(laboratory: Laboratory, stage: Stage) -> float:
    folder = laboratory.fresh()
    shutil.copytree(stage.folder, folder)
    began_s = time.monotonic()
    laboratory.runner()(stage.scenario.arguments.split(), folder)
    shutil.rmtree(folder)
    return time.monotonic() - began_s


def races(laboratory: Laboratory) -> Iterator[tuple[str, Attempt]]:
    """Yield what comes of runs to one target at once, each the first process of its own world."""
    for split, count in itertools.product((False, True), (2, 4)):
        for turn in range(3):
            what = f"{count} at once: {'an album' if split else 'a file'}, turn {turn + 1}"
            yield what, _race(laboratory, count, split=split)


def _race(laboratory: Laboratory, count: int, *, split: bool) -> Attempt:
    folder = laboratory.fresh()
    folder.mkdir()
    lengths = ["5m", "6m", "7m", "8m"][:count]
    for number, rest in enumerate(lengths):
        (folder / f"{number}.yaml").write_text(LONG.format(rest=rest))
    options = ["-q", *(["--split"] if split else [])]

    def arguments(number: int, target: str) -> list[str]:
        return ["render", f"{number}.yaml", *options, "-o", target]

    whole = {
        f"whole-{number}": laboratory.runner()(arguments(number, f"whole-{number}"), folder) for number in range(count)
    }
    assert not any(ended.code for ended in whole.values()), whole
    expected, files = {state(folder / name) for name in whole}, tree(folder)
    target = "shared" if split else "shared.mp3"
    racing = [laboratory.started(arguments(number, target), folder, *APART) for number in range(count)]
    ended = [laboratory.ended(process) for process in racing]
    flaws = [f"one ended with {each.code}: {each.err[-200:]}" for each in ended if each.code not in (0, 1)]
    if all(each.code for each in ended):
        flaws.append(f"none was done: {ended[0].err[-200:]}")
    elif state(folder / target) not in expected:
        flaws.append(f"{target} is torn")
    last = laboratory.runner()(arguments(0, target), folder)
    if last.code or state(folder / target) != state(folder / "whole-0"):
        flaws.append(f"the next run ended with {last.code}: {last.err[-200:]}")
    left = {name for name in tree(folder) - files if not Path(name).is_relative_to(target)}
    flaws += [f"the next run left {name}" for name in sorted(left)]
    shutil.rmtree(folder)
    return Attempt(code=max(each.code for each in ended), left="new", flaws=tuple(flaws))


def table(rows: Mapping[str, Sequence[Attempt]]) -> str:
    """Return what came of all runs: how they ended, and what they left."""
    lines = ["| | runs | 0 | 1 | stopped | killed | old | new | missed | broken promises |", "|---|" + "---:|" * 9]
    for name, tried in rows.items():
        codes, left = Counter(each.code for each in tried), Counter(each.left for each in tried)
        figures = (
            *(
                len(tried),
                codes[0],
                codes[1],
                sum(codes[code] for code in STOPPED),
                codes[KILLED],
                left["old"],
                left["new"],
                left[MISSED],
            ),
            sum(bool(each.flaws) for each in tried),
        )
        lines.append(f"| {name} | {' | '.join(map(str, figures))} |")
    return "\n".join(lines)


def tried(
    laboratory: Laboratory, stages: Mapping[str, Stage], trials: Sequence[Trial]
) -> Iterator[tuple[Trial, Attempt]]:
    """Yield each trial and what came of it, as soon as it is known."""

    def one(trial: Trial) -> tuple[Trial, Attempt]:
        came = attempt(stages[trial.scenario], laboratory.fresh(), trial.run, laboratory.runner())
        if trial.log and not laboratory.has_hit(trial.log):  # runs differ by some calls
            came = replace(came, left=MISSED, flaws=())
        return trial, came

    with ThreadPoolExecutor(JOBS) as both:
        yield from both.map(one, trials)


def has(program: str, *arguments: str) -> bool:
    """Tell whether a program is there, and may do what it is for."""
    found = shutil.which(program)
    return bool(found) and subprocess.run([program, *arguments], capture_output=True, check=False).returncode == 0


def main() -> None:
    """Break, judge, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=540, help="calls that fail (default: 540)")
    parser.add_argument("--kills", type=int, default=200, help="runs that are ended (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen by chance (default: 1)")
    wanted = parser.parse_args()
    if not has("strace", "-o", os.devnull, "true"):
        sys.exit("This needs strace, and Linux that lets it trace; tests/hostile breaks less, and needs neither.")
    python = environment(group="dev") / "python"
    rows: dict[str, list[Attempt]] = {}
    broken: list[str] = []

    def note(row: str, what: str, came: Attempt) -> None:
        rows.setdefault(row, []).append(came)
        broken.extend(f"{row}: {what}: {flaw}" for flaw in came.flaws)

    with tempfile.TemporaryDirectory(prefix="repcast-faults-") as name:
        laboratory, chance = Laboratory(Path(name).resolve(), python), random.Random(wanted.seed)
        stages = {each: laboratory.stage(each) for each in {*FAULTY, *ENDED, *ALBUMS}}
        for row, make in (("fault", faults), ("end", kills)):
            trials = [*make(laboratory, stages, wanted.faults if make is faults else wanted.kills, chance)]
            for number, (trial, came) in enumerate(tried(laboratory, stages, trials), start=1):
                note(f"{row}: {trial.scenario}", trial.what, came)
                if sys.stderr.isatty():
                    print(f"\r{row} {number} of {len(trials)} ", end="", file=sys.stderr, flush=True)
        if has(*APART, "true"):
            for what, came in races(laboratory):
                note("at once", what, came)
        else:
            print("no unshare: nothing was run at once in worlds of its own", file=sys.stderr)
    print(file=sys.stderr)
    print(table(rows))
    for each in broken:
        print(each)
    print(f"{sum(map(len, rows.values()))} runs, {len(broken)} broken promises")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
