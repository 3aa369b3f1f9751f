"""A demonstration of the signals, as a script: each one named by the voice, then played."""

from collections.abc import Mapping
from typing import Final

from repcast.plan.languages.en import ENGLISH
from repcast.plan.script import Earcon, Script, ScriptStep
from repcast.plan.wording import Wording
from repcast.session.model import Session, Signal
from repcast.session.unroll import StepFacts
from repcast.units import SECOND_MS, ceil_to_second

_PAUSE_MS: Final = SECOND_MS  # after each signal


def demonstration(session: Session, lengths_ms: Mapping[Signal, int], wording: Wording = ENGLISH) -> Script:
    """Return a script of some signals, at least one, with their lengths, named by the session's voice."""
    steps: list[ScriptStep] = []
    for signal, length_ms in lengths_ms.items():
        said = f"{signal}. {wording.signals[signal]}"
        played_ms = ceil_to_second(length_ms + _PAUSE_MS)
        for kind, cues, duration_ms in (("say", (), None), ("sound", (Earcon(sound=signal, at_ms=0),), played_ms)):
            steps.append(
                ScriptStep(
                    index=len(steps),
                    facts=StepFacts(name=signal, kind=kind, purpose="speech"),
                    duration_ms=duration_ms,
                    speech=(said,) if duration_ms is None else (),
                    cues=cues,
                )
            )
    return Script(title=wording.demonstration, voice=session.voice, language=wording.language, steps=tuple(steps))
