"""Demonstrations, as scripts: of the signals, each named and then played; of voices, each saying who it is."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from repcast.plan.languages import wording_of
from repcast.plan.script import Earcon, Line, Script, ScriptStep
from repcast.session.model import Session
from repcast.session.settings import Language, Signal, Voice
from repcast.session.unroll import StepFacts
from repcast.units import SECOND_MS, ceil_to_second

_PAUSE_MS: Final = SECOND_MS  # after each signal


def demonstration(session: Session, lengths_ms: Mapping[Signal, int], language: Language) -> Script:
    """Return a script of some signals, at least one, with their lengths, named by the session's voice."""
    wording = wording_of(language)
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
                    speech=(Line(said, "own"),) if duration_ms is None else (),
                    cues=cues,
                )
            )
    return Script.of(session, steps, title=wording.shown["signals_title"], language=language)


def demonstration_of_voices(voices: Sequence[Voice], language: Language) -> Script:
    """Return a script in which some voices, at least one, say a line each, with their names in it."""
    wording = wording_of(language)
    lines = {wording.shown["voice_line"].format(name=_spoken_name(voice.name)): voice for voice in voices}
    steps = tuple(
        ScriptStep(
            index=index, facts=StepFacts(name=voice.name, kind="say", purpose="speech"), speech=(Line(line, "own"),)
        )
        for index, (line, voice) in enumerate(lines.items())
    )
    return Script(title=wording.shown["voices_title"], voice=voices[0], language=language, steps=steps, others=lines)


def _spoken_name(name: str) -> str:
    """Return a voice's name as it is said: `en_GB-alba-medium` is “en GB alba medium”."""
    return " ".join(re.split(r"[\W_]+", name))
