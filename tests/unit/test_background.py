"""`background`: long work tells how far it has come, and ends where nobody waits for it."""

import asyncio
import threading
from contextlib import aclosing

import pytest

from repcast.background import Background, Done, Progress
from repcast.progress import StageReport


def counting(report: StageReport) -> str:
    """Report three times, and return."""
    for done in range(3):
        report("Counting", done, 3)
    return "counted"


def test_work_tells_how_far_it_has_come_and_what_it_came_to() -> None:
    """If this failed, somebody would wait without knowing for what, or never be told the end."""

    async def told() -> list[object]:
        with Background() as background:
            return [each async for each in background.follow(counting)]

    steps = [Progress(stage="Counting", done=done, total=3) for done in range(3)]
    assert asyncio.run(told()) == [*steps, Done("counted")]


def test_an_error_of_the_work_reaches_who_waits_for_it() -> None:
    """If this failed, a render that fails would look as if it went on for ever."""

    def failing(_report: StageReport) -> str:
        message = "the disk is full"
        raise OSError(message)

    async def told() -> None:
        with Background() as background:
            async for _ in background.follow(failing):
                pass

    with pytest.raises(OSError, match="the disk is full"):
        asyncio.run(told())


@pytest.mark.parametrize("how", ["left", "given up", "ended"])
def test_work_ends_at_its_next_report_once_nobody_waits(how: str) -> None:
    """If this failed, every value that a slider passed would be planned to its end, or the program not end."""
    ended = threading.Event()

    def endless(report: StageReport) -> str:
        try:
            while True:
                report("Working", 0, 1)
        finally:
            ended.set()

    async def leave() -> None:
        given_up = threading.Event()
        with Background() as background:
            async with aclosing(background.follow(endless, given_up)) as following:
                await anext(following)
                if how == "given up":
                    given_up.set()
                if how == "ended":
                    background.give_up()
                if how != "left":
                    assert all([isinstance(each, Progress) async for each in following])
            assert await asyncio.to_thread(ended.wait, 60)

    asyncio.run(leave())


def test_work_that_was_overtaken_before_it_began_is_not_begun() -> None:
    """If this failed, plans that nobody wants would queue before the one that somebody waits for."""
    begun, go_on = [], threading.Event()

    def waiting(_report: StageReport) -> str:
        go_on.wait(60)
        return "waited"

    def noted(_report: StageReport) -> str:
        begun.append("begun")
        return "noted"

    async def overtaken() -> list[object]:
        given_up = threading.Event()
        given_up.set()
        with Background() as background:
            first = asyncio.create_task(anext(background.follow(waiting)))
            second = asyncio.create_task(_all(background, given_up))
            await asyncio.sleep(0)
            go_on.set()
            await first
            return await second

    async def _all(background: Background, given_up: threading.Event) -> list[object]:
        return [each async for each in background.follow(noted, given_up)]

    assert asyncio.run(overtaken()) == []
    assert begun == []
