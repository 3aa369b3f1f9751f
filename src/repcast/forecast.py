"""How long a session will be and what will not fit, worked out in the background while the user goes on."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from repcast import pipeline
from repcast.errors import RepcastError
from repcast.plan.timeline import Timeline
from repcast.progress import StageReport
from repcast.refusals import refusal
from repcast.session.customise import Customisation
from repcast.session.model import Session

PAUSE_S: Final = 0.4
"""How long nothing must change before a plan is begun, where keys change it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a stage of a plan has come."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """What is known of a session's plan so far.

    Attributes:
        nominal_ms: its length before anything is spoken.
        plan: None while there is none.
        progress: how far it has come; None before it is begun, and when it is there.
        problem: why there will be none; empty where nothing is wrong.
    """

    nominal_ms: int
    plan: pipeline.Plan | None = None
    progress: Progress | None = None
    problem: str = ""

    @property
    def timeline(self) -> Timeline | None:
        """The plan's timeline; None while there is none."""
        return self.plan.timeline if self.plan else None

    @property
    def factor(self) -> float:
        """What makes it as long as is asked, with its speech; 1 where nothing is asked, or known."""
        return self.plan.factor if self.plan else 1.0


class _Superseded(Exception):
    """Ends a plan that nobody needs any more."""


class Forecaster:
    """Plans a session again when it has changed: one plan at a time, and the latest one only."""

    def __init__(self, surroundings: pipeline.Surroundings | None = None, pause_s: float = PAUSE_S) -> None:
        self._surroundings = surroundings
        self._pause_s = pause_s
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._superseded = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._superseded.set()
        self._worker.shutdown()

    async def forecasts(
        self, session: Session, customisation: Customisation, nominal_ms: int
    ) -> AsyncGenerator[Forecast, None]:
        """Yield how far a session's plan has come, and then the plan; nothing more once another is asked for.

        Args:
            session: as it was opened.
            customisation: what to change of it.
            nominal_ms: its length, customised, before anything is spoken.
        """
        self._superseded.set()
        superseded = self._superseded = threading.Event()
        try:
            await asyncio.sleep(self._pause_s)
            told = self._begun(session, customisation, nominal_ms, superseded)
            while (forecast := await told.get()) and not superseded.is_set():
                yield forecast
        finally:
            superseded.set()

    def _begun(
        self, session: Session, customisation: Customisation, nominal_ms: int, superseded: threading.Event
    ) -> asyncio.Queue[Forecast | None]:
        """Begin a plan, and return what is told of it; None comes last."""
        loop, told = asyncio.get_running_loop(), asyncio.Queue[Forecast | None]()

        def tell(forecast: Forecast | None) -> None:
            with suppress(RuntimeError):  # the loop has ended: nobody listens any more
                loop.call_soon_threadsafe(told.put_nowait, forecast)

        def raise_or_report(stage: str, done: int, total: int) -> None:
            if superseded.is_set():
                raise _Superseded
            tell(Forecast(nominal_ms=nominal_ms, progress=Progress(stage=stage, done=done, total=total)))

        def work() -> None:
            with suppress(_Superseded):
                raise_or_report("Speaking", 0, 1)
                tell(self._planned(session, customisation, nominal_ms, raise_or_report))
            tell(None)

        self._worker.submit(work)
        return told

    def _planned(
        self, session: Session, customisation: Customisation, nominal_ms: int, report: StageReport
    ) -> Forecast:
        try:
            planned = pipeline.plan(session, customisation, report, self._surroundings)
        except _Superseded:
            raise
        except RepcastError as error:
            return Forecast(nominal_ms=nominal_ms, problem=error.problem)
        except Exception as error:  # noqa: BLE001 - a plan that fails must not end the view, and lose its changes
            refused = refusal(error)
            return Forecast(
                nominal_ms=nominal_ms, problem=refused.problem if refused else f"{type(error).__name__}: {error}"
            )
        return Forecast(nominal_ms=nominal_ms, plan=planned)
