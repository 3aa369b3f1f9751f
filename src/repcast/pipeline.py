"""The one composition: every face of repcast calls these, and the stages of the work stand in order.

Codecs and numpy are imported where they are used, so that checking a file stays light.
"""

import os
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from repcast import config
from repcast.agenda import to_ical
from repcast.carried import Carried, is_sound, read_carried
from repcast.chapters import chapters
from repcast.customise import Customisation, customise
from repcast.demo import demonstration
from repcast.errors import (
    InvalidPlan,
    InvalidSession,
    NoPlanHere,
    NoSignals,
    NotAPlan,
    NotASession,
    OutputNotWritable,
    RepcastError,
    TextExists,
    UnknownPlan,
    UnknownSession,
    UnreadableFile,
)
from repcast.formats import SOUND_FORMATS
from repcast.located_yaml import MAX_BYTES
from repcast.named_files import Use, exists, moved
from repcast.outputs import Output
from repcast.programme import Day, Programme
from repcast.progress import Report, StageReport
from repcast.resources import builtin_plans, builtin_sessions, template, user_path
from repcast.schedule import cramped, schedule
from repcast.script import Script, write_script
from repcast.serialise import serialise
from repcast.session import Music, Session, Signal
from repcast.spec import STDIN, accept, is_file, load, parse, parse_shorthand, read_file
from repcast.tags import tags_of
from repcast.timeline import ClipKey, Timeline
from repcast.training_spec import is_plan
from repcast.training_spec import load as load_plan
from repcast.unroll import unroll
from repcast.wording import ENGLISH

if TYPE_CHECKING:
    from repcast.mix import Mix
    from repcast.sounds import Clip
    from repcast.speech.engine import VoiceInfo
    from repcast.verify import Verification


PLAN_HERE: Final = "plan.yaml"

QUICK: Final = "quick"
"""What problems call a text that is in no file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A customised session's timeline, and the clips that it is made of."""

    session: Session
    timeline: Timeline
    clips: "dict[ClipKey, Clip]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A session to work on.

    Attributes:
        session: over the user's own settings.
        written: without them.
        left_out: settings that named files, which the file that the session comes from does not carry.
    """

    session: Session
    written: Session
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """Where the user's configuration is, whether it is there, and every setting that sessions begin with."""

    path: Path
    exists: bool
    settings: tuple[config.Setting, ...]


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


def check(reference: str) -> Session:
    """Return the session that a path, a built-in's name, or `-` for standard input means, over the user's own settings.

    A path may be that of a file that repcast wrote: it carries its session.

    Raises:
        RepcastError: with everything that is wrong with it, or with the configuration.
    """
    if reference == "-":
        own = config.load(_flaw)
        return config.beneath(accept(parse(sys.stdin.buffer.read(MAX_BYTES + 1), file=STDIN, probe=_flaw)), own)
    return opened(reference).session


def opened(reference: str) -> Opened:
    """Return the session that a path or a built-in's name means, and what it is without the user's own settings.

    Raises:
        RepcastError: as `check`.
    """
    own = config.load(_flaw)
    if found := carried(reference):  # which is whole: it has what was the user's own when it was rendered
        return Opened(session=found.session, written=found.session, left_out=found.left_out)
    try:
        written = load(reference, _flaw)
    except (InvalidSession, UnknownSession):
        if is_training_plan(reference):
            raise NotASession(reference) from None
        raise
    return Opened(session=config.beneath(written, own), written=written)


def is_training_plan(reference: str) -> bool:
    """Tell whether a path, or a built-in's name, means a training plan, and not a session."""
    path = Path(reference)
    return is_plan(read_file(path)) if is_file(path) else reference in builtin_plans()


def training(reference: str, start: date | None = None) -> Programme:
    """Return the training plan that a path or a built-in's name means, with its sessions.

    Args:
        reference: the path or the name; empty for the one in the folder where we are.
        start: the first day, in place of the one that it says.

    Raises:
        NoPlanHere: none was named, and there is none.
        RepcastError: with everything that is wrong with it and its sessions.
    """
    if not reference and not is_file(Path(PLAN_HERE)):
        raise NoPlanHere(PLAN_HERE, list(builtin_plans()))
    programme, own = _loaded_plan(reference or PLAN_HERE), config.load(_flaw)
    return replace(
        programme,
        plan=programme.plan.model_copy(update={"start": start} if start else {}),
        sessions={name: config.beneath(session, own) for name, session in programme.sessions.items()},
    )


def _loaded_plan(reference: str) -> Programme:
    try:
        return load_plan(reference, _flaw)
    except (InvalidPlan, UnknownPlan):
        if _is_session(reference):
            raise NotAPlan(reference) from None
        raise


def _is_session(reference: str) -> bool:
    """Tell whether a path, or a built-in's name, means a session, and a right one."""
    try:
        load(reference)
    except RepcastError:
        return False
    return True


def agenda(programme: Programme, days: tuple[Day, ...], at: time | None) -> bytes:
    """Return days of training as an iCalendar, from a time of the day on or as whole days."""
    return to_ical(programme, days, at=at, length_ms=lambda session: outline(session).nominal_ms(), now=_now())


def quick(text: str) -> Opened:
    """Return the session that a text in shorthand means, or that on standard input, for `-`.

    Raises:
        InvalidSession: with all that is unclear in it.
    """
    is_piped = text == "-"
    raw = sys.stdin.buffer.read(MAX_BYTES + 1) if is_piped else text.encode(errors="surrogateescape")
    written = accept(parse_shorthand(raw, file=STDIN if is_piped else QUICK))
    return Opened(session=config.beneath(written, config.load(_flaw)), written=written)


def carried(reference: str) -> Carried | None:
    """Return what a sound file carries of its making; None where the reference means no sound file.

    Raises:
        CarriesNothing: it is one, and carries no session.
    """
    path = Path(reference)
    claims_to_be = path.suffix.lower().removeprefix(".") in SOUND_FORMATS and is_file(path)
    return read_carried(path) if claims_to_be or is_sound(path) else None


def reopened(path: Path) -> Carried:
    """Return what a file that repcast wrote carries of its making.

    Raises:
        CarriesNothing: it carries nothing.
        UnreadableFile: there is no such file.
    """
    if flaw := exists(path, "sound"):
        raise UnreadableFile(str(path), flaw)
    return read_carried(path)


def written_out(found: Carried) -> str:
    """Return the session that a file carries as YAML."""
    return serialise(found.session)


def save(session: Session, wanted: Customisation, target: Path) -> None:
    """Write a customised session as a file of its own; levels stay behind, which may have changed it already.

    Raises:
        RepcastError: the customisation does not fit, or the system does not let us write; what stood there still does.
    """
    from repcast.encode import write_text  # noqa: PLC0415

    customised = customise(session, wanted).model_copy(update={"levels": {}})
    write_text(serialise(moved(customised, lambda name: _seen_from(target.parent, name))), target)


def _seen_from(folder: Path, name: str) -> Path:
    path = user_path(name).absolute()
    try:
        return Path(os.path.relpath(path, folder))
    except ValueError:  # on another drive
        return path


def builtins() -> dict[str, Session]:
    """Return the built-in sessions by name, as their authors wrote them."""
    return {name: load(name) for name in builtin_sessions()}


def builtin_programmes() -> dict[str, Programme]:
    """Return the built-in training plans by name, as their authors wrote them."""
    return {name: load_plan(name) for name in builtin_plans()}


def configuration() -> Configuration:
    """Return the user's own settings, and where they are.

    Raises:
        RepcastError: with everything that is wrong with them.
    """
    path = config.path()
    return Configuration(path=path, exists=path.exists(), settings=config.listed(config.load(_flaw)))


def output_folder() -> Path:
    """Return where the user wants files that no command has named a place for, made if need be; else this folder.

    Raises:
        RepcastError: as `configuration`.
    """
    folder = Path(config.load(exists).output_folder)
    _make(folder)
    return folder


def _make(folder: Path) -> None:
    """Make a folder, unless it is there.

    Raises:
        OutputNotWritable: the system does not let us.
    """
    if folder.is_file():
        raise OutputNotWritable(folder, "it is a file, and no folder")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(folder, error.strerror or str(error)) from None


def check_save(target: Path, *, force: bool) -> None:
    """Make sure that nothing stands yet where a text is wanted, before any work is done for it.

    Raises:
        RepcastError: it may not.
    """
    from repcast.encode import check_target  # noqa: PLC0415

    if target.is_file() and not force:
        raise TextExists(target)
    check_target(target, force=True)


def _flaw(path: Path, use: Use) -> str:
    """Tell why a file cannot be used as a signal or as music, by playing its beginning."""
    from repcast.music import check_playable  # noqa: PLC0415
    from repcast.sounds import own_earcon  # noqa: PLC0415

    try:
        own_earcon(path) if use == "sound" else check_playable(path)
    except UnreadableFile as error:
        return error.cause if error.path == str(path) else str(error)
    return ""


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
    if customised.music != session.music:  # which `check` has looked at
        _check_music(customised.music)
    return _planned(customised, outline(customised), report)


def _check_music(music: Music) -> None:
    from repcast.music import check_playable  # noqa: PLC0415

    for file in (*music.files, *music.work.files, *music.rest.files):
        check_playable(user_path(file))


def _planned(session: Session, script: Script, report: StageReport) -> Plan:
    from repcast.cache import default_folder  # noqa: PLC0415
    from repcast.sounds import earcons  # noqa: PLC0415
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


def write_new(text: str, target: Path, *, force: bool) -> None:
    """Write a text where nothing stands yet, or with `force` in its place.

    Raises:
        OutputExists, OutputNotWritable: nothing was written.
    """
    from repcast.encode import write_text  # noqa: PLC0415

    check_save(target, force=force)
    write_text(text, target)


def begin(folder: Path, start: date, *, force: bool) -> tuple[Path, ...]:
    """Write a session, a training plan that begins on a day, and settings into a folder, which need not be there yet.

    Raises:
        OutputExists, OutputNotWritable: nothing was written, unless the system refused it midway.
    """
    from repcast.encode import write_text  # noqa: PLC0415

    plan = Template(template("plan.yaml")).substitute(start=start.isoformat())
    texts = {"my-circuit.yaml": template("session.yaml"), PLAN_HERE: plan, config.HERE: template("repcast.toml")}
    _make(folder)
    for name in texts:
        check_save(folder / name, force=force)
    for name, text in texts.items():
        write_text(text, folder / name)
    return tuple(folder / name for name in texts)


def check_picture(target: Path, *, force: bool) -> None:
    """Make sure that `draw` may write there, before any work is done for it.

    Raises:
        RepcastError: it may not.
    """
    from repcast.encode import check_target  # noqa: PLC0415

    check_target(target, force=force, is_ours=_is_our_picture)


def _is_our_picture(path: Path) -> bool:
    from repcast.picture import MARKED_BYTES, MARKS  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            beginning = file.read(MARKED_BYTES)
    except OSError:
        return False
    return any(mark in beginning for mark in MARKS)


def draw(timeline: Timeline, target: Path) -> None:
    """Write the picture of a plan: SVG or PNG, as the target's suffix says.

    Raises:
        OutputNotWritable: the system does not let us; what stood at `target` still does.
    """
    from repcast.encode.target import replaced  # noqa: PLC0415
    from repcast.picture import RENDERERS, page  # noqa: PLC0415

    with replaced(target) as partial:
        partial.write_bytes(RENDERERS[target.suffix.lower()](page(timeline)))


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


def plain_session() -> Session:
    """Return a session of nothing but the user's own settings, and the defaults.

    Raises:
        RepcastError: with everything that is wrong with the configuration.
    """
    plain = Session.model_validate({"title": "repcast", "steps": [{"rest": "1s"}]})
    return config.beneath(plain, config.load(_flaw))


def signals(session: Session) -> tuple[SignalInfo, ...]:
    """Return a session's signals: those that it wants.

    Raises:
        UnreadableFile: one of its own is no sound.
    """
    from repcast.sounds import earcons  # noqa: PLC0415

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
    from repcast.backing import over_music  # noqa: PLC0415
    from repcast.mix import mix  # noqa: PLC0415

    sound = mix(planned.timeline, planned.clips, planned.session)
    return over_music(sound, planned.session, planned.timeline) if planned.session.music.is_wanted else sound


def _written(planned: Plan, output: Output, report: StageReport, *, carries: bool = True) -> Rendered:
    from repcast.cache import default_folder  # noqa: PLC0415
    from repcast.encode import Recording, encode, encode_album, tile_cache, write_text  # noqa: PLC0415
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
    """Return the moment at which files are written: now, or `$SOURCE_DATE_EPOCH`, as in reproducible builds."""
    epoch_s = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch_s), UTC) if epoch_s.isdecimal() else datetime.now().astimezone()


def verify(path: Path) -> "Verification":
    """Return what a file that repcast wrote is found to be, measured against what it carries.

    Raises:
        CarriesNothing: it carries no session, or there is no sound in it.
    """
    from repcast.verify import verify  # noqa: PLC0415

    return verify(path, reopened(path))


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
