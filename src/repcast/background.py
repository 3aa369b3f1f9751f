"""Long work in one thread, which tells how far it has come, and ends early when nobody waits for it any more."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from repcast.progress import StageReport

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a stage of the work has come."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the work has come to."""

    result: T


class _GivenUp(BaseException):
    """Ends work that nobody waits for. No error of the work's own: nothing in it may take it for one."""


class Background:
    """One thread, in which one piece of work follows the other."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()
        self._worker.shutdown()

    def give_up(self) -> None:
        """Have all work end where it next reports, and none begin any more."""
        self._ended.set()

    async def follow(
        self, work: Callable[[StageReport], T], given_up: threading.Event | None = None
    ) -> AsyncGenerator[Progress | Done[T], None]:
        """Do a piece of work, and yield how far it has come, and then its result.

        It is given up when the generator is closed, and when the event is set; then nothing more is yielded. It ends
        where it next reports.

        Raises:
            Exception: whatever the work raises.
        """
        loop, told = asyncio.get_running_loop(), asyncio.Queue[Progress | None]()
        left = given_up or threading.Event()

        def tell(progress: Progress | None) -> None:
            with suppress(RuntimeError):  # the loop has ended: nobody listens any more
                loop.call_soon_threadsafe(told.put_nowait, progress)

        def raise_or_report(stage: str, done: int, total: int) -> None:
            if left.is_set() or self._ended.is_set():
                raise _GivenUp
            tell(Progress(stage=stage, done=done, total=total))

        def run() -> Done[T] | None:
            with suppress(_GivenUp):
                if not (left.is_set() or self._ended.is_set()):
                    return Done(work(raise_or_report))
            return None

        running = self._worker.submit(run)
        running.add_done_callback(lambda _: tell(None))
        try:
            while progress := await told.get():
                yield progress
            if result := running.result():
                yield result
        finally:
            left.set()
