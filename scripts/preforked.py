"""Run repcast many times, quickly, and each time within bounds.

A process loads repcast once, and forks for each run: a run then takes some hundredths of a second, and ends as the
program ends, with its exit code, its messages and its own peak of memory. Not on Windows, which cannot fork.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import queue
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final, NoReturn, Self

_NOT_LOADED: Final = {"repcast.__main__", "repcast.speech.pyttsx3_worker"}  # they run when they are loaded
_POLL_S: Final = 0.002
_MB: Final = 1_000_000 if sys.platform == "darwin" else 1_000  # in the unit of ru_maxrss


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a run may take before it is ended: so that no bomb hurts the machine, and none goes on for ever.

    Attributes:
        cpu_s: None is no bound, as with the other bounds.
        memory_mb: of address space, which is more than what is in use.
        told_bytes: how much is kept of what it prints, of each stream; more does not end it.
    """

    cpu_s: int | None = 20
    wall_s: float = 90
    memory_mb: int | None = 3_000
    told_bytes: int | None = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a run did.

    Attributes:
        code: its exit code; a signal that ended it, as a negative number.
        stdout, stderr: what it printed.
        cpu_s, peak_mb: with all that it started and waited for.
    """

    code: int
    stdout: bytes
    stderr: bytes
    cpu_s: float
    wall_s: float
    peak_mb: float

    @property
    def out(self) -> str:
        """What it printed; a byte that is no UTF-8 is shown as its number."""
        return self.stdout.decode("utf-8", "backslashreplace")

    @property
    def err(self) -> str:
        """What it printed on standard error, as in `out`."""
        return self.stderr.decode("utf-8", "backslashreplace")


@dataclass(frozen=True, kw_only=True)
class Call:
    """A function that is called in the run before repcast's own."""

    module: str
    function: str
    arguments: Mapping[str, Any]


class Preforked:
    """Processes that have loaded repcast; each does one run at a time, and threads may share them."""

    def __init__(self, *, count: int = 1, python: str = sys.executable, path: tuple[str, ...] = ()) -> None:
        """Start them.

        Args:
            count: how many runs may go on at once.
            python: an interpreter that has repcast.
            path: where the modules of a `Call` are, besides this one's folder.
        """
        self._free: queue.SimpleQueue[_Server] = queue.SimpleQueue()
        self._all = [_Server(python, path) for _ in range(count)]
        for server in self._all:
            self._free.put(server)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End them."""
        for server in self._all:
            server.close()

    def run(
        self,
        *arguments: str,
        folder: Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
        before: Call | None = None,
    ) -> Ran:
        """Run repcast with arguments, in a folder, to its end.

        Args:
            arguments: those of the command line.
            folder: where it runs.
            stdin: what it may read.
            env: all of the environment. None is the one in which the process was started that forks. What an
                interpreter or a C library reads when it starts, such as PYTHONUTF8 or LC_ALL, is not read again.
            bounds: what it may take; more, and it is ended.
            before: is called first.
        """
        request = {
            "arguments": arguments,
            "folder": str(folder),
            "stdin": stdin.decode("latin-1"),
            "env": None if env is None else dict(env),
            "bounds": asdict(bounds or Bounds()),
            "before": asdict(before) if before else None,
        }
        server = self._free.get()
        try:
            return server.ask(request)
        finally:
            self._free.put(server)


class _Server:
    def __init__(self, python: str, path: tuple[str, ...]) -> None:
        inherited = os.environ.get("PYTHONPATH")
        where = os.pathsep.join((*path, inherited) if inherited else path)
        env = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": where}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process = subprocess.Popen(
            [python, __file__], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, request: Mapping[str, Any]) -> Ran:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        streams = {name: answer.pop(name).encode("latin-1") for name in ("stdout", "stderr")}
        return Ran(**streams, **answer)

    def close(self) -> None:
        with self._process as process:  # it ends where its input does
            assert process.stdin
            process.stdin.close()


def serve() -> None:
    """Answer each line of standard input, a request, with a line, what the run did."""
    _load()
    with _streams() as (requests, answers):
        for line in requests:
            answers.write(json.dumps(_answer(json.loads(line))) + "\n")
            answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request says, and return a `Ran`, as JSON has it: a letter for each byte."""
    with ExitStack() as files:
        streams = [files.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        streams[0].write(request["stdin"].encode("latin-1"))
        streams[0].seek(0)
        tempfile.tempdir = None  # a run may have another one
        began_s = time.monotonic()
        child = os.fork()
        if child == 0:
            _become(request, streams)
        status, used = _ended(child, began_s + request["bounds"]["wall_s"])
        wall_s = time.monotonic() - began_s
        stdout, stderr = (_told(stream, request["bounds"]["told_bytes"]) for stream in streams[1:])
    return {
        "code": os.waitstatus_to_exitcode(status),
        "stdout": stdout,
        "stderr": stderr,
        "cpu_s": used.ru_utime + used.ru_stime,
        "wall_s": wall_s,
        "peak_mb": used.ru_maxrss / _MB,
    }


def _load() -> None:
    """Load all of repcast: what a run does not have to load it does not wait for."""
    import repcast  # noqa: PLC0415 - not where only `Preforked` is wanted

    for found in pkgutil.walk_packages(repcast.__path__, "repcast."):
        if found.name not in _NOT_LOADED:
            importlib.import_module(found.name)
    for name in ("lark", "icalendar", "rich.progress", "rich.table", "PIL.PngImagePlugin"):
        importlib.import_module(name)
    gc.freeze()  # a run's own collections leave these pages shared


@contextmanager
def _streams() -> Iterator[tuple[IO[str], IO[str]]]:
    """Yield where requests come from, and where answers go: no longer the streams of a program."""
    with os.fdopen(os.dup(0), encoding="utf-8") as requests, os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        with Path(os.devnull).open("r+b") as nothing:
            os.dup2(nothing.fileno(), 0)
            os.dup2(nothing.fileno(), 1)
        yield requests, answers


def _become(request: dict[str, Any], streams: Sequence[IO[bytes]]) -> NoReturn:
    """Become a run of repcast, and end as a program does; but what was loaded is not tidied up: that takes longest."""
    os.setsid()  # so that all that it starts can be ended with it
    for number, file in enumerate(streams):
        os.dup2(file.fileno(), number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if (cpu_s := request["bounds"]["cpu_s"]) is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    if (memory_mb := request["bounds"]["memory_mb"]) is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.chdir(request["folder"])
    if request["env"] is not None:
        os.environ.clear()
        os.environ.update(request["env"])
    sys.argv = ["repcast", *request["arguments"]]
    if before := request["before"]:
        getattr(importlib.import_module(before["module"]), before["function"])(**before["arguments"])
    from repcast.cli import main  # noqa: PLC0415

    code: object = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - what Python prints of it is what a user would see
        traceback.print_exc()
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - waits for threads, as Python does at its end
    atexit._run_exitfuncs()  # noqa: SLF001
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _ended(child: int, until_s: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a run, and end it, and all that it started, when its time is over."""
    while time.monotonic() < until_s:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        time.sleep(_POLL_S)
    else:
        os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return status, used


def _told(stream: IO[bytes], most: int | None) -> str:
    stream.seek(0)
    return stream.read(-1 if most is None else most).decode("latin-1")


if __name__ == "__main__":
    serve()
