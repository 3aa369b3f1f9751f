"""The one composition: every face of repcast calls these, and the stages of the work stand in order.

Codecs and numpy are imported where they are used, so that what makes no sound stays light.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcast.errors import BadVariable, NoSignals
from repcast.files.outputs import Output
from repcast.files.tags import tags_of
from repcast.opening import read_back
from repcast.plan.chapters import chapters
from repcast.plan.coach import write_script
from repcast.plan.demo import demonstration
from repcast.plan.schedule import cramped, schedule
from repcast.plan.script import Script
from repcast.plan.timeline import ClipKey, Timeline
from repcast.plan.wording import ENGLISH
from repcast.progress import Report, StageReport, unheard
from repcast.reading.named_files import files_of
from repcast.resources import user_path
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session, Signal
from repcast.session.unroll import unroll
from repcast.training.ical import to_ical
from repcast.training.programme import Day, Programme

if TYPE_CHECKING:
    from repcast.sound.clips import Clip
    from repcast.sound.mix import Mix
    from repcast.speech.engine import VoiceInfo
    from repcast.verify import Verification

_EPOCH: Final = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A customised session's timeline, and the clips that it is made of."""

    session: Session
    timeline: Timeline
    clips: "dict[ClipKey, Clip]"


@dataclass(frozen=True, kw_only=True, slots=True)
class SignalInfo:
    """A signal: what it means, how long it is, and the user's file, where it is one."""

    name: Signal
    meaning: str
    length_ms: int
    file: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What was written: a file or a folder of sound, and texts beside it; and what is in it."""

    path: Path
    beside: tuple[Path, ...]
    size_bytes: int
    timeline: Timeline
    short_lu: float


def agenda(programme: Programme, days: tuple[Day, ...], at: time | None) -> bytes:
    """Return days of training as an iCalendar, from a time of the day on or as whole days."""
    return to_ical(programme, days, at=at, length_ms=lambda session: outline(session).nominal_ms(), now=_now())


def outline(session: Session) -> Script:
    """Return a session's script, with its steps and its nominal length, before anything is spoken.

    Raises:
        TooManySteps, TooLong: where the session unrolls beyond the bounds.
    """
    return write_script(session, unroll(session))


def plan(session: Session, wanted: Customisation, report: StageReport) -> Plan:
    """Return everything that `render` will do, before any sound is mixed.

    Raises:
        RepcastError: the customisation does not fit, or the session cannot be spoken.
    """
    customised = customise(session, wanted)
    _check_music(customised)
    return _planned(customised, outline(customised), report)


def _check_music(session: Session) -> None:
    """Make sure, before anything is spoken for it, that all music can be played."""
    from repcast.sound.music import check_playable  # noqa: PLC0415

    for file in files_of(session, "music"):
        check_playable(user_path(file))


def _planned(session: Session, script: Script, report: StageReport) -> Plan:
    from repcast.cache import default_folder  # noqa: PLC0415
    from repcast.sound.clips import earcons  # noqa: PLC0415
    from repcast.speech.cache import ClipCache  # noqa: PLC0415
    from repcast.speech.synthesize import ENGINES, synthesize  # noqa: PLC0415

    with ENGINES[script.voice.engine]() as engine:
        cache = ClipCache(default_folder(), engine.version())
        speech = synthesize(script.utterances(), engine, cache, _stage("Speaking", report))
        clips: dict[ClipKey, Clip] = {
            **{("voice", text): clip for text, clip in speech.items()},
            **{("earcon", name): clip for name, clip in earcons(session.sounds).items()},
        }
        if hurried := cramped(script, _lengths(clips)):
            speech = synthesize(script.hurried(hurried), engine, cache, _stage("Hurrying", report))
            clips |= {("hurried", text): clip for text, clip in speech.items()}
    timeline = schedule(script, _lengths(clips))
    return Plan(session=session, timeline=timeline, clips=clips)


def render(session: Session, wanted: Customisation, output: Output, report: StageReport) -> Rendered:
    """Write the session's sound, and what goes beside it.

    Raises:
        RepcastError: nothing was written, and what stood there still does.
    """
    output.check()
    return _written(plan(session, wanted, report), output, report)


def demonstrate(session: Session, output: Output, report: StageReport) -> Rendered:
    """Write an MP3 in which a session's signals are named and played, one after another.

    Raises:
        NoSignals: the session wants none.
        RepcastError: as `render`.
    """
    output.check()
    lengths_ms = {signal.name: signal.length_ms for signal in signals(session)}
    if not lengths_ms:
        raise NoSignals
    script = demonstration(session, lengths_ms)
    return _written(_planned(session, script, report), output, report, carries=False)


def signals(session: Session) -> tuple[SignalInfo, ...]:
    """Return a session's signals: those that it wants.

    Raises:
        UnreadableFile: one of its own is no sound.
    """
    from repcast.sound.clips import earcons  # noqa: PLC0415

    return tuple(
        SignalInfo(
            name=name, meaning=ENGLISH.signals[name], length_ms=clip.length_ms, file=session.sounds.get(name, "")
        )
        for name, clip in earcons(session.sounds).items()
    )


def sound_of(planned: Plan) -> "Mix":
    """Return what a plan sounds like; nothing is summed, and no music decoded, until it is taken.

    Raises:
        UnreadableFile: music that the session names is not there.
    """
    from repcast.sound.mix import mix  # noqa: PLC0415
    from repcast.sound.music_bed import over_music  # noqa: PLC0415

    sound = mix(planned.timeline, planned.clips, planned.session)
    return over_music(sound, planned.session, planned.timeline) if planned.session.music.is_wanted else sound


def _written(planned: Plan, output: Output, report: StageReport, *, carries: bool = True) -> Rendered:
    from repcast.cache import default_folder  # noqa: PLC0415
    from repcast.encode import Recording, encode, encode_album, tile_cache  # noqa: PLC0415
    from repcast.files.atomic import write_text  # noqa: PLC0415
    from repcast.picture import cover, to_png  # noqa: PLC0415

    timeline = planned.timeline
    tags = tags_of(planned.session, timeline, cover=to_png(cover(timeline)), date=_today())
    recording = Recording(mix=sound_of(planned), tags=tags if carries else replace(tags, carried={}))
    cache, encoding = tile_cache(default_folder()), _stage("Encoding", report)
    if output.split:
        encode_album(recording, chapters(timeline, most=len(timeline.steps)), cache, output.path, encoding)
    else:
        encode(recording, output.form, cache, output.path, encoding)
    beside = output.beside(timeline)
    for path, text in beside.items():
        write_text(text, path)
    return Rendered(
        path=output.path,
        beside=tuple(beside),
        size_bytes=_size(output.path),
        timeline=timeline,
        short_lu=recording.mix.short_lu,
    )


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir()) if path.is_dir() else path.stat().st_size


def _today() -> str:
    """Return the date that files are given."""
    return _now().date().isoformat()


def _now() -> datetime:
    """Return the moment at which files are written: now, or `$SOURCE_DATE_EPOCH`, as in reproducible builds.

    Raises:
        BadVariable: there is no such moment.
    """
    epoch_s = os.environ.get(_EPOCH, "")
    if not epoch_s:
        return datetime.now().astimezone()
    try:
        return datetime.fromtimestamp(int(epoch_s), UTC)
    except (ValueError, OverflowError, OSError):
        raise BadVariable(_EPOCH, f"'{epoch_s}' is not a time in seconds since 1970") from None


def verify(path: Path, report: StageReport = unheard) -> "Verification":
    """Return what a file that repcast wrote is found to be, measured against what it carries.

    Raises:
        CarriesNothing: it carries no session, or there is no sound in it.
    """
    from repcast.verify import verify  # noqa: PLC0415

    return verify(path, read_back(path), report)


def voices() -> "tuple[VoiceInfo, ...]":
    """Return the machine's voices.

    Raises:
        SpeechUnavailable: the engine does not start.
    """
    from repcast.speech.synthesize import ENGINES  # noqa: PLC0415

    with ENGINES["pyttsx3"]() as engine:
        return engine.voices()


def _lengths(clips: "dict[ClipKey, Clip]") -> dict[ClipKey, int]:
    return {key: clip.length_ms for key, clip in clips.items()}


def _stage(name: str, report: StageReport) -> Report:
    return lambda done, total: report(name, done, total)
