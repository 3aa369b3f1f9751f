"""How long a session will be and what will not fit, worked out in the background while the user goes on."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from repcast import pipeline
from repcast.background import Background, Done, Progress
from repcast.plan.timeline import Timeline
from repcast.progress import StageReport
from repcast.refusals import as_repcast_error
from repcast.session.customise import Customisation
from repcast.session.model import Session

PAUSE_S: Final = 0.4
"""How long nothing must change before a plan is begun, where keys change it."""


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


class Forecaster:
    """Plans a session again when it has changed: one plan at a time, and the latest one only."""

    def __init__(
        self, background: Background, surroundings: pipeline.Surroundings | None = None, pause_s: float = PAUSE_S
    ) -> None:
        self._background = background
        self._surroundings = surroundings
        self._pause_s = pause_s
        self._superseded = threading.Event()

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

        def planned(report: StageReport) -> pipeline.Plan:
            return pipeline.plan(session, customisation, report, self._surroundings)

        try:
            await asyncio.sleep(self._pause_s)
            async with aclosing(self._background.follow(planned, superseded)) as following:
                async for each in following:
                    yield _forecast(nominal_ms, each)
        except Exception as error:  # noqa: BLE001 - a plan that fails must not end the view, and lose its changes
            yield Forecast(nominal_ms=nominal_ms, problem=as_repcast_error(error).problem)
        finally:
            superseded.set()


def _forecast(nominal_ms: int, told: Progress | Done[pipeline.Plan]) -> Forecast:
    match told:
        case Progress():
            return Forecast(nominal_ms=nominal_ms, progress=told)
        case Done(result=plan):
            return Forecast(nominal_ms=nominal_ms, plan=plan)
