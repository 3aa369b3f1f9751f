"""The one composition: every face of repcast calls these, and the stages of the work stand in order.

Codecs and numpy are imported where they are used, so that checking a file stays light.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repcast.customise import Customisation, customise
from repcast.located_yaml import MAX_BYTES
from repcast.schedule import schedule
from repcast.script import Script, write_script
from repcast.session import Session
from repcast.spec import STDIN, accept, load, parse
from repcast.timeline import ClipKey, Timeline
from repcast.unroll import unroll

if TYPE_CHECKING:
    from repcast.sounds import Clip
    from repcast.speech.engine import VoiceInfo

Report = Callable[[str, int, int], None]
"""Told the stage, and how much of it is done, and in all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A timeline, and the clips that it is made of."""

    timeline: Timeline
    clips: "dict[ClipKey, Clip]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """A finished MP3 and what is in it."""

    path: Path
    size_bytes: int
    timeline: Timeline


def check(reference: str) -> Session:
    """Return the session that a path, a built-in's name, or `-` for standard input means.

    Raises:
        RepcastError: with everything that is wrong with it.
    """
    if reference == "-":
        return accept(parse(sys.stdin.buffer.read(MAX_BYTES + 1), file=STDIN))
    return load(reference)


def outline(session: Session) -> Script:
    """Return a session's script, with its steps and its nominal length, before anything is spoken.

    Raises:
        TooManySteps, TooLong: where the session unrolls beyond the bounds.
    """
    return write_script(session, unroll(session))


def plan(session: Session, wanted: Customisation, report: Report) -> Plan:
    """Return everything that `render` will do, before any sound is mixed.

    Raises:
        RepcastError: the customisation does not fit, or the session cannot be spoken.
    """
    from repcast.cache import default_folder  # noqa: PLC0415
    from repcast.sounds import builtin_earcons  # noqa: PLC0415
    from repcast.speech.cache import ClipCache  # noqa: PLC0415
    from repcast.speech.synthesize import ENGINES, synthesize  # noqa: PLC0415

    customised = customise(session, wanted)
    script = outline(customised)
    with ENGINES[script.voice.engine]() as engine:
        cache = ClipCache(default_folder(), engine.version())
        speech = synthesize(script.utterances(), engine, cache, _stage("Speaking", report))
    clips: dict[ClipKey, Clip] = {
        **{("voice", text): clip for text, clip in speech.items()},
        **{("earcon", name): clip for name, clip in builtin_earcons().items()},
    }
    timeline = schedule(script, {key: clip.length_ms for key, clip in clips.items()})
    return Plan(timeline=timeline, clips=clips)


def render(session: Session, wanted: Customisation, target: Path, *, force: bool, report: Report) -> Rendered:
    """Write the session's MP3.

    Raises:
        RepcastError: nothing was written, and what stood at `target` still does.
    """
    from repcast.cache import default_folder  # noqa: PLC0415
    from repcast.encode import check_target, encode, tile_cache  # noqa: PLC0415
    from repcast.mix import mix  # noqa: PLC0415

    check_target(target, force=force)
    planned = plan(session, wanted, report)
    timeline = planned.timeline
    sound = mix(timeline, planned.clips)
    cache = tile_cache(default_folder())
    encode(sound, cache, target, title=timeline.title, report=_stage("Encoding", report))
    return Rendered(path=target, size_bytes=target.stat().st_size, timeline=timeline)


def voices() -> "tuple[VoiceInfo, ...]":
    """Return the machine's voices.

    Raises:
        SpeechUnavailable: the engine does not start.
    """
    from repcast.speech.synthesize import ENGINES  # noqa: PLC0415

    with ENGINES["pyttsx3"]() as engine:
        return engine.voices()


def _stage(name: str, report: Report) -> Callable[[int, int], None]:
    return lambda done, total: report(name, done, total)
