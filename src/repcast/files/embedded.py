"""The session and the timeline that a file is made from, as texts in its tags; embedded, and read back.

What is read back may come from a stranger: it is bounded and validated, and names no file.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from repcast.errors import BrokenTimeline, InvalidSession, NoEmbeddedSession, PlanTooLarge, UnreadableFile
from repcast.formats import FORMATS
from repcast.plan.timeline import MOST_BYTES, Timeline
from repcast.reading.loader import accept, parse
from repcast.reading.serialise import serialise, without_files
from repcast.session.model import LONGEST_MS, Session
from repcast.session.unroll import StepFacts
from repcast.sound.untrusted import open_sound
from repcast.units import HOUR_MS

SESSION: Final = "repcast_session"
TIMELINE: Final = "repcast_timeline"
VERSION: Final = "repcast_version"
LEFT_OUT: Final = "repcast_left_out"
SOUND: Final = "repcast_sound"
_WRITER: Final = "encoded_by"  # FFmpeg's name for ID3's TENC
_DATE: Final = "date"  # and for TYER with TDAT
SOUND_UNKNOWN: Final = "0" * 64
"""Fills the tag until the sound after it is written and its SHA-256 is known."""

_KINDS_WITHOUT: Final = ", ".join(name.upper() for name, ours in FORMATS.items() if not ours.has_free_tags)
_WHY_NONE: Final = (
    "repcast did not write it, its tags were removed, "
    f"or it is of a kind that holds none: {_KINDS_WITHOUT}, an album's track"
)
_MOST_TEXT: Final = 16 << 20  # characters of a tag


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """What a file's tags hold of how it was made.

    Attributes:
        version: of repcast, that wrote it.
        writer: what the file's own tag for its encoder says.
        date: of the render, as 2026-11-24; empty where the tags say none.
        left_out: settings that named files; the session is embedded without them.
        sound: the SHA-256 of the sound, in hexadecimal; empty where the tags say none.
    """

    session: Session
    timeline: Timeline
    version: str
    writer: str
    left_out: tuple[str, ...]
    sound: str
    date: str = ""


def embed(session: Session, timeline: Timeline) -> dict[str, str]:
    """Return the texts to write into a file's tags, by name.

    Raises:
        PlanTooLarge: the timeline could not be read back.
    """
    bare, left_out = without_files(session)
    document = _without_folders(timeline).to_json().encode()
    if len(document) > MOST_BYTES:
        raise PlanTooLarge(MOST_BYTES >> 20)
    packed = zlib.compress(document, 9)
    texts = {
        SESSION: serialise(bare),
        TIMELINE: base64.b64encode(packed).decode(),
        VERSION: version("repcast"),
        SOUND: SOUND_UNKNOWN,
    }
    return texts | ({LEFT_OUT: ", ".join(left_out)} if left_out else {})


def _without_folders(timeline: Timeline) -> Timeline:
    """Return a timeline that names files without their folders."""
    steps = tuple(replace(step, facts=_without_folder(step.facts)) for step in timeline.steps)
    dropped = tuple(replace(drop, file=Path(drop.file).name) for drop in timeline.dropped)
    return replace(timeline, steps=steps, dropped=dropped)


def _without_folder(facts: StepFacts) -> StepFacts:
    return replace(facts, source=replace(facts.source, file=Path(facts.source.file).name))


def read_embedded(path: Path) -> Embedded:
    """Return what is embedded in a file.

    Raises:
        NoEmbeddedSession: it holds no session and timeline, or none that can be trusted.
    """
    return unpack(texts_in(path), path)


def texts_in(path: Path, shown: str = "") -> Mapping[str, str]:
    """Return the tags of a sound file, by name in lower case.

    Args:
        path: the file.
        shown: what problems call it; empty for its path.

    Raises:
        NoEmbeddedSession: it is not a sound file.
    """
    try:
        with open_sound(path) as container:
            in_streams = (stream.metadata for stream in container.streams.audio)  # where Ogg has them
            metadata = [container.metadata, *in_streams]
    except UnreadableFile as error:
        raise NoEmbeddedSession(Path(shown or path), error.cause) from None
    return {key.lower(): text for texts in metadata for key, text in texts.items()}


def unpack(texts: Mapping[str, str], path: Path) -> Embedded:
    """Return what the texts of a file's tags mean.

    Raises:
        NoEmbeddedSession: they hold no session and timeline, or none that can be trusted.
    """
    if SESSION not in texts or TIMELINE not in texts:
        raise NoEmbeddedSession(path, _WHY_NONE)
    if any(len(texts.get(name, "")) > _MOST_TEXT for name in (SESSION, TIMELINE)):
        raise NoEmbeddedSession(path, "its tags are larger than any that repcast writes")
    try:
        session = accept(parse(texts[SESSION].encode(), file=path.name, probe=None))
    except InvalidSession as error:
        raise NoEmbeddedSession(path, f"the session in its tags was edited: {error.problems[0].message}") from None
    except UnicodeEncodeError:
        raise NoEmbeddedSession(path, "the session in its tags is not text") from None
    return Embedded(
        session=session,
        timeline=_timeline(texts[TIMELINE], path),
        version=_shown(texts.get(VERSION, "")),
        writer=_shown(texts.get(_WRITER, "")),
        date=_shown(texts.get(_DATE, "")),
        left_out=tuple(filter(None, _shown(texts.get(LEFT_OUT, "")).split(", "))),
        sound=_shown(texts.get(SOUND, "")),
    )


def _timeline(text: str, path: Path) -> Timeline:
    unpacking = zlib.decompressobj()
    try:
        document = unpacking.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
        if not unpacking.eof:
            raise NoEmbeddedSession(path, "the timeline in its tags is cut off, or too large")
        timeline = Timeline.from_json(document)
    except (ValueError, zlib.error, binascii.Error, BrokenTimeline):
        raise NoEmbeddedSession(path, "the timeline in its tags was edited") from None
    if timeline.duration_ms > LONGEST_MS + HOUR_MS:
        raise NoEmbeddedSession(path, "the timeline in its tags lasts longer than a session may")
    return timeline


def _shown(text: str) -> str:
    return "".join(character for character in text[:200] if character.isprintable())
