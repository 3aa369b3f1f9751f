"""`forecast`: what is told of a session's plan while its reader goes on, in which order, and never by failing."""

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from repcast import forecast, pipeline
from repcast.errors import UnknownVoice
from repcast.forecast import Forecast, Forecaster
from repcast.progress import StageReport
from repcast.session.customise import Customisation
from repcast.session.model import Session

SessionOf = Callable[[str], Session]


@pytest.fixture(name="session")
def _session(session_of: SessionOf) -> Session:
    return session_of("title: T\nsteps: [{hold: P, for: 30s}]\n")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "PAUSE_S", 0.01)


def told_of(session: Session, *asked: Customisation, until: int) -> list[Forecast]:
    """Return the first so many forecasts that are told when some customisations are asked for, one after the other."""
    told: list[Forecast] = []

    async def ask() -> None:
        enough = asyncio.Event()

        def tell(each: Forecast) -> None:
            told.append(each)
            if len(told) == until:
                enough.set()

        with Forecaster(session, tell) as forecaster:
            for wanted in asked:
                forecaster.ask(session, wanted)
            await asyncio.wait_for(enough.wait(), timeout=300)

    asyncio.run(ask())
    return told


def planning(monkeypatch: pytest.MonkeyPatch, plan: Callable[..., object]) -> None:
    """Have sessions planned by another function."""
    monkeypatch.setattr(pipeline, "plan", plan)


def test_the_nominal_length_is_told_before_the_plan(session: Session) -> None:
    """If this failed, the total would stay that of before until all is spoken, or never be the exact one."""
    first, second = told_of(session, Customisation(), until=2)
    assert first == Forecast(nominal_ms=pipeline.outline(session).nominal_ms())
    assert second.timeline == pipeline.plan(session, Customisation(), lambda *_: None).timeline


def test_only_the_last_of_quick_changes_is_planned(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, holding a key down would have hundreds of sessions spoken, one after the other."""
    planned = []

    def plan(_session: Session, wanted: Customisation, _report: object, _surroundings: object) -> object:
        planned.append(wanted.settings["rounds"])
        return SimpleNamespace(timeline=None, factor=1.0)

    planning(monkeypatch, plan)
    told_of(session, *(Customisation(settings={"rounds": f"{count}"}) for count in range(1, 6)), until=6)
    assert planned == ["5"]


def test_a_plan_that_nobody_waits_for_is_given_up(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, leaving the view would wait until the whole session is spoken."""
    begun, ended = threading.Event(), []

    def plan(_session: Session, _wanted: Customisation, report: StageReport, _surroundings: object) -> object:
        begun.set()
        try:
            while True:
                report("Speaking", 0, 1)
        finally:
            ended.append("given up")

    planning(monkeypatch, plan)

    async def leave() -> None:
        with Forecaster(session, lambda _: None) as forecaster:
            forecaster.ask(session, Customisation())
            await asyncio.to_thread(begun.wait, 60)

    asyncio.run(leave())
    assert ended == ["given up"]


@pytest.mark.parametrize(
    ("error", "problem"),
    [(UnknownVoice("nobody", []), "no voice 'nobody'"), (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero")],
)
def test_a_plan_that_fails_is_told_and_no_end(
    session: Session, monkeypatch: pytest.MonkeyPatch, error: Exception, problem: str
) -> None:
    """If this failed, a machine without a voice, or a fault of ours, would end the view and lose all changes."""

    def plan(*_: object) -> object:
        raise error

    planning(monkeypatch, plan)
    assert told_of(session, Customisation(), until=2)[1].problem == problem
