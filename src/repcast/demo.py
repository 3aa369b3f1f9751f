"""A demonstration of the signals, as a script: each one named by the voice, then played."""

from repcast.script import Earcon, Script, Step
from repcast.session import Session, Signal, Source
from repcast.units import SECOND_MS
from repcast.wording import ENGLISH, Wording

_PLAYED_MS = 2 * SECOND_MS


def demonstration(session: Session, signals: tuple[Signal, ...], wording: Wording = ENGLISH) -> Script:
    """Return a script of some signals, spoken as a session's voice does."""
    steps: list[Step] = []
    for signal in signals:
        said = f"{signal}. {wording.signals[signal]}"
        for kind, cues, duration_ms in (("say", (), None), ("sound", (Earcon(sound=signal, at_ms=0),), _PLAYED_MS)):
            steps.append(
                Step(
                    index=len(steps),
                    name=signal,
                    kind=kind,
                    purpose="speech",
                    side="",
                    round=1,
                    source=Source(),
                    duration_ms=duration_ms,
                    speech=(said,) if duration_ms is None else (),
                    cues=cues,
                )
            )
    return Script(title=wording.demonstration, voice=session.voice, language=wording.language, steps=tuple(steps))
