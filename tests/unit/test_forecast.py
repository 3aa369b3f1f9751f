"""`forecast`: what is told of a session's plan while its reader goes on, in which order, and never by failing."""

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from repcast import pipeline
from repcast.background import Background
from repcast.errors import UnknownVoice
from repcast.forecast import Forecast, Forecaster
from repcast.progress import StageReport
from repcast.session.customise import Customisation
from repcast.session.model import Session

SessionOf = Callable[[str], Session]


@pytest.fixture(name="session")
def _session(session_of: SessionOf) -> Session:
    return session_of("title: T\nsteps: [{hold: P, for: 30s}]\n")


async def followed(forecaster: Forecaster, session: Session, asked: Customisation) -> list[Forecast]:
    """Return all that is told of a session's plan, but for how far it has come."""
    return [each async for each in forecaster.forecasts(session, asked, 50_000) if each.progress is None]


def told_of(session: Session, *asked: Customisation) -> list[Forecast]:
    """Return what is told when some customisations are asked for, one after the other, without waiting for plans."""

    async def ask() -> list[Forecast]:
        with Background() as background:
            forecaster = Forecaster(background, pause_s=0.01)
            lists = await asyncio.gather(*(followed(forecaster, session, each) for each in asked))
        return [forecast for each in lists for forecast in each]

    return asyncio.run(ask())


def planning(monkeypatch: pytest.MonkeyPatch, plan: Callable[..., object]) -> None:
    """Have sessions planned by another function."""
    monkeypatch.setattr(pipeline, "plan", plan)


def test_the_plan_is_told_with_how_far_it_has_come(session: Session) -> None:
    """If this failed, the total would stay a guess, or somebody would wait without knowing for what."""

    async def ask() -> list[Forecast]:
        with Background() as background:
            forecaster = Forecaster(background, pause_s=0.01)
            return [each async for each in forecaster.forecasts(session, Customisation(), 50_000)]

    *before, last = asyncio.run(ask())
    assert {each.progress.stage for each in before if each.progress} == {"Speaking"}
    assert {each.nominal_ms for each in before} == {50_000}
    assert last.timeline == pipeline.plan(session, Customisation(), lambda *_: None).timeline


def test_only_the_last_of_quick_changes_is_planned(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, holding a key down would have hundreds of sessions spoken, one after the other."""
    planned = []

    def plan(_session: Session, wanted: Customisation, _report: object, _surroundings: object) -> object:
        planned.append(wanted.settings["rounds"])
        return SimpleNamespace(timeline=None, factor=1.0)

    planning(monkeypatch, plan)
    told_of(session, *(Customisation(settings={"rounds": f"{count}"}) for count in range(1, 6)))
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
        with Background() as background:
            forecaster = Forecaster(background, pause_s=0)
            following = asyncio.create_task(followed(forecaster, session, Customisation()))
            await asyncio.to_thread(begun.wait, 60)
            following.cancel()

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
    assert told_of(session, Customisation())[0].problem == problem
