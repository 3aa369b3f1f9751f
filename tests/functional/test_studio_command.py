"""`repcast studio`: how it starts, what it prints, and how it ends, whatever it is doing."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from program import LONG, REPCAST, environment, run, tree

from browser.studios import Studio, studio_in

pytestmark = pytest.mark.slow


@contextmanager
def begun(studio: Studio, path: str, body: dict[str, object]) -> Iterator[http.client.HTTPResponse]:
    """Ask the studio for something, and yield its answer before that has ended."""
    headers = {"Content-Type": "application/json", "Origin": studio.origin, "X-Repcast-Token": studio.token}
    with closing(http.client.HTTPConnection(urlsplit(studio.origin).netloc, timeout=60)) as connection:
        connection.request("POST", path, json.dumps(body), headers)
        with connection.getresponse() as answer:
            yield answer


def test_the_page_is_there_within_moments_of_the_command(tmp_path: Path, interruptible: None) -> None:  # noqa: ARG001
    """If this failed, the browser would open a page that is not there yet, or nobody would know where it is."""
    folder = tmp_path / "here"
    folder.mkdir()
    began = time.monotonic()
    with studio_in(folder, "core", "--set", "rounds=2") as studio:
        with closing(http.client.HTTPConnection(urlsplit(studio.origin).netloc)) as connection:
            connection.request("GET", "/")
            assert b"repcast studio" in connection.getresponse().read()
        print(f"the page is there {time.monotonic() - began:.2f} s after the command")  # noqa: T201 - a figure to read


def test_the_help_says_how_and_loads_no_server(tmp_path: Path) -> None:
    """If this failed, every command would start as slowly as the studio does."""
    shown = run("studio", "--help", folder=tmp_path)
    assert shown.code == 0
    assert "repcast studio core --phone" in shown.out
    loaded = (
        "import sys; from repcast.cli.commands import cli; print({'starlette', 'uvicorn', 'segno'} & {*sys.modules})"
    )
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "set()"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing-like-it",), "no session 'nothing-like-it'"),
        (("--port", "99999"), "99999 is not in the range"),
    ],
)
def test_what_cannot_be_opened_opens_nothing(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """If this failed, a slip would open an empty page, or none, without a word."""
    told = run("studio", "--no-browser", *arguments, folder=tmp_path)
    assert told.code in {1, 2}
    assert message in told.err


def test_a_port_that_is_taken_is_told(tmp_path: Path, interruptible: None) -> None:  # noqa: ARG001
    """If this failed, a second studio would end in a traceback."""
    folder = tmp_path / "here"
    folder.mkdir()
    with studio_in(folder) as studio:
        port = str(urlsplit(studio.origin).port)
        told = run("studio", "--no-browser", "--port", port, folder=tmp_path)
        assert (told.code, f"port {port} cannot be used" in told.err) == (1, True)


@pytest.fixture(name="working", params=["follow", "render"])
def _working(request: pytest.FixtureRequest, tmp_path: Path, interruptible: None) -> Iterator[tuple[Studio, str]]:  # noqa: ARG001
    """Return a studio that plans, or renders, with nothing in its cache."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "long.yaml").write_text(LONG, encoding="utf-8")
    with studio_in(folder, env={"REPCAST_CACHE_DIR": str(tmp_path / "cache")}) as studio:
        yield studio, f"/{request.param}"


def test_it_ends_at_once_whatever_it_does(working: tuple[Studio, str]) -> None:
    """If this failed, ^C would wait for a render, leave half a file, or a process that goes on."""
    studio, path = working
    with begun(studio, path, {"session": "long.yaml"}) as answer:
        assert json.loads(answer.readline())["kind"] in {"outline", "progress"}
        children = children_of(studio.process.pid)
        studio.process.send_signal(signal.SIGINT)
        assert studio.process.wait(30) == 130
    assert tree(studio.folder) == {"long.yaml"}
    until_gone(children)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    listed = subprocess.check_output(["ps", "-eo", "pid=,ppid="], text=True).split()
    parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
    own = [child for child, parent in parents.items() if parent == pid]
    return own + [each for child in own for each in children_of(child)]


def until_gone(processes: list[int]) -> None:
    """Wait until processes have ended; fail after 10 s."""
    given_up = time.monotonic() + 10
    while any(Path(f"/proc/{each}").exists() for each in processes):
        assert time.monotonic() < given_up, f"of {processes} some go on"
        time.sleep(0.05)


def test_the_phones_address_is_printed_with_its_code(tmp_path: Path, interruptible: None) -> None:  # noqa: ARG001
    """If this failed, who starts the studio on a machine without a screen could not reach it by phone."""
    command = [*REPCAST, "studio", "--no-browser", "--port", "0", "--phone"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            lines = [process.stdout.readline()]
            while not lines[-1].startswith("Phone:"):
                lines.append(process.stdout.readline())
                assert lines[-1], "it has ended"
            address = lines[-1].split()[1]
            assert sum("█" in line or "▀" in line or "▄" in line for line in lines) > 10
            with closing(http.client.HTTPConnection(urlsplit(address).netloc)) as connection:
                connection.request("GET", urlsplit(address).path)
                assert connection.getresponse().status == 200
            os.kill(process.pid, signal.SIGINT)
            assert process.wait(30) == 130
        finally:
            process.kill()
