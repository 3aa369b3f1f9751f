"""A request to stop, in a process of its own: signals are the whole process's."""

import os
import subprocess
import sys
from textwrap import dedent, indent

import pytest

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's"),
    pytest.mark.usefixtures("interruptible"),
]


def printed(body: str) -> list[str]:
    """Return the lines that a program prints which listens for signals."""
    program = "\n".join(
        (
            "import asyncio, signal",
            "from repcast.cli import interruption",
            "interruption.listen()",
            "try:",
            indent(dedent(body), "    "),
            "except KeyboardInterrupt:",
            "    print('stopped')",
        )
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300)
    assert run.stderr == ""
    return run.stdout.splitlines()


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_signal_stops_at_once(number: str) -> None:
    """If this failed, ^C would wait for the end of what it should stop."""
    assert printed(f"signal.raise_signal(signal.{number}); print('went on')") == ["stopped"]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_request_that_was_swallowed_is_heard_again(number: str) -> None:
    """If this failed, a library that swallows the exception would have the user press ^C twice."""
    body = f"""
        try:
            signal.raise_signal(signal.{number})
        except KeyboardInterrupt:
            print("swallowed")
        interruption.raise_if_requested()
        print("went on")
    """
    assert printed(body) == ["swallowed", "stopped"]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_signal_while_ffmpeg_has_us_write_comes_again(number: str) -> None:
    """If this failed, ^C in a bad moment of a render would print a traceback of PyAV's, and be lost."""
    body = f"""
        import io, time
        import av
        from repcast.encode.sink import Sink

        class Interrupted(io.BytesIO):
            def write(self, data):
                if not self.tell():
                    signal.raise_signal(signal.{number})
                return super().write(data)

        with Sink(Interrupted()) as sink, av.open(sink, "w", format="wav") as container:
            container.add_stream("pcm_s16le", rate=48_000)
            container.start_encoding()
        began = time.monotonic()
        try:
            time.sleep(100)
        finally:
            print("early" if time.monotonic() - began < 50 else "late")
    """
    assert printed(body) == ["early", "stopped"]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_an_event_loop_is_told_and_ends_by_itself(number: str) -> None:
    """If this failed, an exception amid a loop's own work would leave a task that never ends, and a dead terminal."""
    body = f"""
        async def shown():
            ended = asyncio.Event()
            loop = asyncio.get_running_loop()
            with interruption.redirected_to(lambda: loop.call_soon_threadsafe(ended.set)):
                signal.raise_signal(signal.{number})
                print("went on")
                await ended.wait()
                print("ended by itself")
            print("after it")

        asyncio.run(shown())
    """
    assert printed(body) == ["went on", "ended by itself", "stopped"]


def test_a_loop_is_not_begun_after_a_request() -> None:
    """If this failed, a ^C swallowed before the view came would be lost in it."""
    body = """
        async def shown():
            with interruption.redirected_to(lambda: None):
                print("begun")

        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            print("swallowed")
        asyncio.run(shown())
    """
    assert printed(body) == ["swallowed", "stopped"]


def test_a_signal_stops_at_once_again_after_the_loop() -> None:
    """If this failed, nothing would stop what comes after the view."""
    body = """
        async def shown():
            with interruption.redirected_to(lambda: None):
                pass

        asyncio.run(shown())
        signal.raise_signal(signal.SIGTERM)
        print("went on")
    """
    assert printed(body) == ["stopped"]
