"""Values to test with: each is good as it is, so that a test names only what it is about."""

from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import soundfile

from repcast.plan.rules import CueKind
from repcast.plan.script import Script, ScriptStep
from repcast.plan.timeline import Drop, Event, Step, Timeline
from repcast.session.fields import Source
from repcast.session.model import Purpose, Session
from repcast.session.settings import Signal, Voice
from repcast.session.unroll import StepFacts
from repcast.sound.levels import Pcm

RATE_HZ: Final = 48_000
PLANK: Final[dict[str, Any]] = {"name": "Plank", "kind": "hold", "purpose": "work", "side": "", "round": 1, "rounds": 1}
WRITTEN: Final[dict[str, Any]] = {"line": 1, "file": "a.yaml"}


def step(index: int = 0, start_ms: int = 0, end_ms: int = 60_000, **facts: Any) -> Step:
    """Return a step of a timeline: a plank, but for the facts that are given."""
    return Step(index=index, facts=step_facts(**facts), start_ms=start_ms, end_ms=end_ms)


def step_facts(**facts: Any) -> StepFacts:
    """Return the facts of a plank, but for those that are given; `line` and `file` say where it was written."""
    given = PLANK | WRITTEN | facts
    return StepFacts(source=Source(given.pop("file"), given.pop("line")), **given)


def script_step(index: int = 0, duration_ms: int | None = 60_000, **values: Any) -> ScriptStep:
    """Return a step of a script: a plank without cues, but for the values that are given."""
    return ScriptStep(index=index, facts=step_facts(), duration_ms=duration_ms, **values)


def script(*steps: ScriptStep) -> Script:
    """Return a script."""
    return Script(title="T", voice=Voice(), language="en", steps=steps)


def steps(*lengths: tuple[Purpose, int], name: str = "Plank") -> tuple[Step, ...]:
    """Return steps one after another, given as purpose and length in ms, named `Plank 0`, `Plank 1`..."""
    edges_ms = pairwise(accumulate((length_ms for _, length_ms in lengths), initial=0))
    return tuple(
        step(index, start_ms, end_ms, purpose=purpose, name=f"{name} {index}")
        for index, ((purpose, _), (start_ms, end_ms)) in enumerate(zip(lengths, edges_ms, strict=True))
    )


def changed(of: Step, **facts: Any) -> Step:
    """Return a step of a timeline with other facts, or at another time."""
    times = {name: facts.pop(name) for name in ("index", "start_ms", "end_ms") if name in facts}
    source = Source(facts.pop("file", of.facts.source.file), facts.pop("line", of.facts.source.line))
    return replace(of, facts=replace(of.facts, source=source, **facts), **times)


def voice(start_ms: int, end_ms: int, text: str = "Halfway.", *, step: int = 0, anchored: bool = False) -> Event:
    """Return what is said from one moment to another: a number if it is anchored, else of a step's half."""
    return Event(
        track="voice",
        cue="count" if anchored else "halfway",
        start_ms=start_ms,
        end_ms=end_ms,
        text=text,
        step=step,
        anchored=anchored,
    )


def earcon(start_ms: int, end_ms: int, sound: Signal = "go", *, step: int = 0) -> Event:
    """Return a signal that is heard from one moment to another."""
    return Event(track="earcon", cue="signal", start_ms=start_ms, end_ms=end_ms, sound=sound, step=step, anchored=True)


def drop(
    text: str = "Breathe.", step: int = 0, *, line: int = 1, reason: str = "needs 2.0 s", cue: CueKind = "tip"
) -> Drop:
    """Return a cue that did not fit; without a line, it is of no file."""
    return Drop(cue=cue, text=text, reason=reason, step=step, line=line, file="a.yaml" if line else "")


def timeline(
    *events: Event,
    steps: tuple[Step, ...] = (),
    duration_ms: int = 60_000,
    title: str = "T",
    dropped: tuple[Drop, ...] = (),
) -> Timeline:
    """Return a timeline of some steps; without any, of one that lasts as long as is said."""
    steps = steps or (step(0, 0, duration_ms),)
    return Timeline(title=title, duration_ms=steps[-1].end_ms, steps=steps, events=events, dropped=dropped)


def session(**keys: Any) -> Session:
    """Return a session of a second's rest, with further keys."""
    return Session.model_validate({"title": "T", "steps": [{"rest": "1s"}], **keys})


def sine(seconds: float, hz: float = 440, level: float = 0.3, rate_hz: int = RATE_HZ) -> Pcm:
    """Return a tone, shape (n,); its peaks are at a level, of full scale 1.0."""
    moments = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.asarray(level * np.sin(2 * np.pi * hz * moments), dtype=np.float32)


def write_sound(path: Path, samples: npt.NDArray[Any], rate_hz: int = RATE_HZ) -> Path:
    """Write a sound in the format that its name tells, and its folder: the same on both sides, where they are one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.stack([samples, samples], axis=1) if samples.ndim == 1 else samples, rate_hz)
    return path
