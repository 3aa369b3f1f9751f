"""How long a session will be and what will not fit, worked out in the background while the user goes on."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from repcast import pipeline
from repcast.errors import RepcastError
from repcast.plan.timeline import Timeline
from repcast.refusals import refusal
from repcast.session.customise import Customisation
from repcast.session.model import Session

PAUSE_S: Final = 0.4
"""How long nothing must change before a plan is begun."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """What is known of a session's plan so far.

    Attributes:
        nominal_ms: its length before anything is spoken.
        timeline: its plan; None while there is none.
        factor: that makes it as long as is asked, with its speech; 1 where nothing is.
        problem: why there will be none; empty where nothing is wrong.
    """

    nominal_ms: int
    timeline: Timeline | None = None
    factor: float = 1.0
    problem: str = ""


class _Superseded(Exception):
    """Ends a plan that nobody needs any more."""


class Forecaster:
    """Plans a session again when it has changed, one plan at a time, and reports the latest one only."""

    def __init__(
        self, session: Session, tell: Callable[[Forecast], None], surroundings: pipeline.Surroundings | None = None
    ) -> None:
        self._session = session
        self._tell = tell
        self._surroundings = surroundings
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._superseded = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._superseded.set()
        self._worker.shutdown()

    def ask(self, customised: Session, customisation: Customisation) -> None:
        """Report the nominal length at once, and the plan when it is ready. Needs a running event loop."""
        self._superseded.set()
        self._superseded = threading.Event()
        nominal_ms = pipeline.outline(customised).nominal_ms()
        self._tell(Forecast(nominal_ms=nominal_ms))
        task = asyncio.get_running_loop().create_task(self._plan(nominal_ms, customisation, self._superseded))
        self._tasks.add(task)  # the loop keeps no reference to it
        task.add_done_callback(self._tasks.discard)

    async def _plan(self, nominal_ms: int, customisation: Customisation, superseded: threading.Event) -> None:
        await asyncio.sleep(PAUSE_S)
        with suppress(_Superseded):
            told = await asyncio.get_running_loop().run_in_executor(
                self._worker, self._planned, nominal_ms, customisation, superseded
            )
            if not superseded.is_set():
                self._tell(told)

    def _planned(self, nominal_ms: int, customisation: Customisation, superseded: threading.Event) -> Forecast:
        def raise_if_superseded(_stage: str, _done: int, _total: int) -> None:
            if superseded.is_set():
                raise _Superseded

        try:
            raise_if_superseded("", 0, 0)
            planned = pipeline.plan(self._session, customisation, raise_if_superseded, self._surroundings)
        except _Superseded:
            raise
        except RepcastError as error:
            return Forecast(nominal_ms=nominal_ms, problem=error.problem)
        except Exception as error:  # noqa: BLE001 - a plan that fails must not end the view, and lose its changes
            refused = refusal(error)
            return Forecast(
                nominal_ms=nominal_ms, problem=refused.problem if refused else f"{type(error).__name__}: {error}"
            )
        return Forecast(nominal_ms=nominal_ms, timeline=planned.timeline, factor=planned.factor)
