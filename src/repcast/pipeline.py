"""What a render does, stage by stage: customise, unroll, synthesize, schedule, mix, encode.

Every face of the program calls these functions. They ask neither the clock nor the machine: the date, the threads and
open speech engines are the caller's to lend; what is cached is where `disk.cache.default_folder` says. Codecs, and what
only a timeline needs, are imported where they are used, so that what makes no sound stays light.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcast.errors import CannotFit, NoSignals, SpeechUnavailable, UnknownVoice
from repcast.files.outputs import Output
from repcast.plan.coach import write_script
from repcast.plan.languages import wording_of
from repcast.plan.script import Script
from repcast.progress import Report, StageReport, no_report
from repcast.resources import user_path
from repcast.session.customise import Customisation, customise
from repcast.session.fit import estimated_speech_ms, fit, in_words, timed_ms
from repcast.session.model import Session
from repcast.session.settings import Language, Playlist, Signal, Voice
from repcast.session.shuffle import seeded
from repcast.session.step_image import images_of
from repcast.session.step_music import music_of
from repcast.session.unroll import unroll
from repcast.units import format_clock

if TYPE_CHECKING:
    from repcast.plan.timeline import ClipKey, Timeline
    from repcast.sound.clips import Clip
    from repcast.sound.mix import Mix
    from repcast.sound.music import Skipped, TrackReader
    from repcast.speech.engines import Engines

_NOTICED_LU: Final = 1.0
"""Of a loudness that is not reached: less is not told."""


def render(
    session: Session,
    customisation: Customisation,
    output: Output,
    report: StageReport = no_report,
    surroundings: "Surroundings | None" = None,
) -> "Rendered":
    """Write the session's sound, and then the files beside it.

    Args:
        session: as it was opened.
        customisation: what to change of it.
        output: what to write, and where.
        report: told how far each stage has come.
        surroundings: what the caller lends; None for nothing.

    Raises:
        RepcastError: no sound was written, and what stood there still does; or a file beside it could not be.
    """
    output.check()
    surroundings = surroundings or Surroundings()
    planned = plan(session, customisation, report, surroundings)
    return _mix_and_encode(planned, output, report, surroundings)


def plan(
    session: Session,
    customisation: Customisation,
    report: StageReport = no_report,
    surroundings: "Surroundings | None" = None,
) -> "Plan":
    """Return everything that `render` will do, before any sound is mixed; arguments as there.

    Raises:
        RepcastError: the customisation does not fit, or the session cannot be spoken.
    """
    surroundings = surroundings or Surroundings()
    customised = customise(session, customisation)
    check_new_music(session, customised)
    _check_new_pictures(session, customised)
    dealt = seeded(customised, surroundings.date)
    with _engines(surroundings) as engines:
        planned = _fitted(dealt, customisation, report, engines)
    return planned if dealt is customised else replace(planned, remarks=(*planned.remarks, _on_seed(dealt)))


def _on_seed(session: Session) -> str:
    return f"shuffled with seed {session.seed}; write seed: {session.seed} to keep it"


def _fitted(session: Session, customisation: Customisation, report: StageReport, engines: "Engines") -> "Plan":
    """Plan a session as long as is asked: once by an estimate of its speech, and again once that is known."""
    if customisation.fit_ms is None:
        return _planned(session, report, engines)
    first = fit(session, customisation, speech_ms=estimated_speech_ms(session))
    planned = _planned(first.session, report, engines)
    speech_ms = planned.timeline.duration_ms - timed_ms(first.session)
    try:
        found = fit(session, customisation, speech_ms=speech_ms)
    except CannotFit:  # by a few seconds: the first is as near as it comes
        found = first
    if found.session != first.session:
        planned = _planned(found.session, report, engines)
    length = format_clock(planned.timeline.duration_ms)
    remark = f"{in_words(session, customisation, found.factor)}; {length} in all"
    return replace(planned, factor=found.factor, remarks=(*planned.remarks, remark))


def _planned(session: Session, report: StageReport, engines: "Engines") -> "Plan":
    script = write_script(session, unroll(session), _language(session, engines))
    return _synthesize_and_schedule(session, script, report, engines)


def _engines(surroundings: "Surroundings") -> "AbstractContextManager[Engines]":
    """Return the engines that a caller lends, or new ones that are closed in the end."""
    from repcast.speech.engines import Engines  # noqa: PLC0415

    return nullcontext(surroundings.engines) if surroundings.engines else Engines(surroundings.threads)


def _language(session: Session, engines: "Engines") -> Language:
    from repcast.speech.speakers import language_for  # noqa: PLC0415

    return language_for(session, engines)


def _synthesize_and_schedule(session: Session, script: Script, report: StageReport, engines: "Engines") -> "Plan":
    """Speak a script in the best voice whose engine starts, and place its cues."""
    from repcast.speech.speakers import candidates, with_all_names  # noqa: PLC0415

    unavailable: list[SpeechUnavailable] = []
    for voice in candidates(script.voice, script.language, engines):
        try:
            planned = _spoken_by(voice, session, script, report, engines)
            return replace(planned, remarks=(*(error.problem for error in unavailable), *planned.remarks))
        except SpeechUnavailable as error:
            unavailable.append(error)
        except UnknownVoice as error:
            raise with_all_names(error, engines) from None
    raise unavailable[-1]


def _spoken_by(voice: Voice, session: Session, script: Script, report: StageReport, engines: "Engines") -> "Plan":
    """Speak a script, and place its cues; announcements that are too long for their place are spoken faster."""
    from repcast.disk.cache import default_folder  # noqa: PLC0415
    from repcast.plan.schedule import schedule  # noqa: PLC0415
    from repcast.sound.earcons import earcons  # noqa: PLC0415
    from repcast.speech.cache import ClipCache  # noqa: PLC0415
    from repcast.speech.speakers import described, fallback, foreign  # noqa: PLC0415
    from repcast.speech.synthesize import synthesize  # noqa: PLC0415

    remarks = (
        foreign(voice, script.language, engines) if script.voice.name else ()
    )  # the usual voice is of the language
    script, second = replace(script, voice=voice), fallback(voice, script.language, engines)
    cache = ClipCache(default_folder())
    speech = synthesize(script.utterances(), engines, cache, _stage("Speaking", report), second)
    clips: dict[ClipKey, Clip] = {
        **{("voice", text): clip for text, clip in speech.clips.items()},
        **{("earcon", name): clip for name, clip in earcons(session.sounds).items()},
    }
    scheduled, by_fallback = schedule(script, _lengths_ms(clips)), speech.by_fallback
    while scheduled.cramped:  # what is spoken faster takes another place, and may cramp what follows
        hurried = script.hurried(scheduled.cramped)
        faster = synthesize(hurried, engines, cache, _stage("Hurrying", report), second)
        clips |= {("hurried", text): clip for text, clip in faster.clips.items()}
        by_fallback |= faster.by_fallback
        scheduled = schedule(script, _lengths_ms(clips))
    others = {text: described(each) for text, each in script.others.items()}
    others |= dict.fromkeys(by_fallback, described(second) if second else "")
    timeline = scheduled.timeline.spoken_by(described(voice), others)
    musics = tuple(step.music for step in script.steps)
    images = {step.index: step.image for step in script.steps if step.image}
    return Plan(session=session, timeline=timeline, clips=clips, musics=musics, images=images, remarks=remarks)


def _mix_and_encode(
    planned: "Plan", output: Output, report: StageReport, surroundings: "Surroundings", *, embeds: bool = True
) -> "Rendered":
    """Write a plan's sound; with `embeds`, the file carries the session that it is made from."""
    from repcast.disk.atomic import write_text  # noqa: PLC0415
    from repcast.disk.cache import default_folder  # noqa: PLC0415
    from repcast.disk.caches import cover_cache, tile_cache  # noqa: PLC0415
    from repcast.encode import Recording, TileEncoder, encode, encode_album  # noqa: PLC0415
    from repcast.files.cover import cards_of, cover_of  # noqa: PLC0415
    from repcast.files.tags import tags_of  # noqa: PLC0415
    from repcast.plan.chapters import chapters  # noqa: PLC0415
    from repcast.sound.music import TrackReader  # noqa: PLC0415

    reader = TrackReader()
    timeline, sound = _titled(planned.timeline, surroundings.training_day), mix_of(planned, reader)
    kept = cover_cache(default_folder())
    cover, cards = cover_of(timeline, kept), cards_of(timeline, planned.images, kept)
    tags = tags_of(planned.session, timeline, cover=cover, cards=cards, date=surroundings.date)
    recording = Recording(mix=sound, tags=tags if embeds else replace(tags, embedded={}))
    encoder, encoding = TileEncoder(tile_cache(default_folder()), surroundings.threads), _stage("Encoding", report)
    if output.split:
        encode_album(recording, chapters(timeline, most=len(timeline.steps)), encoder, output.path, encoding)
    else:
        encode(recording, output.form, encoder, output.path, encoding)
    sidecars = output.sidecars(timeline)
    for path, text in sidecars.items():
        write_text(text, path)
    return Rendered(
        path=output.path,
        sidecars=tuple(sidecars),
        size_bytes=_size_bytes(output.path),
        timeline=timeline,
        loudness_deficit_lu=sound.loudness_deficit_lu,
        remarks=planned.remarks,
        skipped=reader.skipped,
    )


def _titled(timeline: "Timeline", training_day: tuple[int, int] | None) -> "Timeline":
    """Return a timeline that says of which day it is, so that the files of two days are told apart in a player."""
    if training_day is None:
        return timeline
    wording = wording_of(timeline.language)
    week, weekday = training_day
    day = wording.weekdays[weekday]
    return replace(timeline, title=wording.shown["training_day"].format(title=timeline.title, n=week, day=day))


def outline(session: Session) -> Script:
    """Return a session's script, with its steps and its nominal length, before anything is spoken.

    Raises:
        TooManySteps, TooLong: the session unrolls beyond the bounds.
    """
    return write_script(session, unroll(session), session.language or "en")


def demonstrate(
    session: Session, output: Output, report: StageReport = no_report, surroundings: "Surroundings | None" = None
) -> "Rendered":
    """Write an MP3 in which a session's signals are named and played, one after another.

    Raises:
        NoSignals: the session wants none.
        RepcastError: as `render`.
    """
    from repcast.plan.demo import demonstration  # noqa: PLC0415

    output.check()
    surroundings = surroundings or Surroundings()
    lengths_ms = {signal.name: signal.length_ms for signal in signals(session)}
    if not lengths_ms:
        raise NoSignals
    with _engines(surroundings) as engines:
        script = demonstration(session, lengths_ms, _language(session, engines))
        return _demonstrated(session, script, output, report, replace(surroundings, engines=engines))


def demonstrate_voices(
    session: Session,
    voices: Sequence[Voice],
    output: Output,
    report: StageReport = no_report,
    surroundings: "Surroundings | None" = None,
) -> "Rendered":
    """Write an MP3 in which some voices of one language, at least one, say a line each; their engines are settled.

    Raises:
        RepcastError: as `render`.
    """
    from repcast.plan.demo import demonstration_of_voices  # noqa: PLC0415

    output.check()
    surroundings = surroundings or Surroundings()
    with _engines(surroundings) as engines:
        speaking = session.model_copy(update={"voice": voices[0], "language": None})
        script = demonstration_of_voices(voices, _language(speaking, engines))
        return _demonstrated(session, script, output, report, replace(surroundings, engines=engines))


def _demonstrated(
    session: Session, script: Script, output: Output, report: StageReport, surroundings: "Surroundings"
) -> "Rendered":
    with _engines(surroundings) as engines:
        planned = _synthesize_and_schedule(session, script, report, engines)
    return _mix_and_encode(planned, output, report, surroundings, embeds=False)


def signals(session: Session) -> "tuple[SignalInfo, ...]":
    """Return a session's signals: those that it wants.

    Raises:
        UnreadableFile: one of its own is no sound.
    """
    from repcast.sound.earcons import earcons  # noqa: PLC0415

    meanings = wording_of(session.language or "en").signals
    return tuple(
        SignalInfo(name=name, meaning=meanings[name], length_ms=clip.length_ms, file=session.sounds.get(name, ""))
        for name, clip in earcons(session.sounds).items()
    )


def mix_of(planned: "Plan", reader: "TrackReader") -> "Mix":
    """Return what a plan sounds like; nothing is summed, and no music read, until it is taken.

    Raises:
        UnreadableFile: music that the session names is not there.
    """
    from repcast.sound.mix import mix  # noqa: PLC0415
    from repcast.sound.music_bed import over_music  # noqa: PLC0415

    sound = mix(planned.timeline, planned.clips, planned.session)
    return over_music(sound, planned.session, planned.timeline, reader, planned.musics)


def check_new_music(opened: Session, customised: Session) -> None:
    """Make sure, before anything is spoken, that music which the session did not have when it was opened can be played.

    Raises:
        UnreadableFile: it cannot.
    """
    new = [file for file in music_of(customised) if file not in {*music_of(opened)}]
    if not new:
        return
    from repcast.sound.music import check_playable  # noqa: PLC0415

    for file in new:
        check_playable(user_path(file))


def _check_new_pictures(opened: Session, customised: Session) -> None:
    """Make sure, before anything is spoken, that pictures which the session did not have can be used."""
    new = [file for file in images_of(customised) if file not in {*images_of(opened)}]
    if not new:
        return
    from repcast.disk.cache import default_folder  # noqa: PLC0415
    from repcast.disk.caches import cover_cache  # noqa: PLC0415
    from repcast.files.own_picture import own_picture  # noqa: PLC0415

    for file in new:
        own_picture(user_path(file), cover_cache(default_folder()))


def _size_bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in (path.iterdir() if path.is_dir() else (path,)))


def _lengths_ms(clips: "dict[ClipKey, Clip]") -> "dict[ClipKey, int]":
    return {key: clip.length_ms for key, clip in clips.items()}


def _stage(name: str, report: StageReport) -> Report:
    return lambda done, total: report(name, done, total)


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What a caller lends to a render, and may keep for the next one.

    Attributes:
        engines: open, and left open; None opens those that the session takes, and closes them.
        date: that files are given, such as 2026-11-24; also the seed of a session without one. Empty for none.
        training_day: of a training plan, that the title names: its week, and its weekday, 0 for Monday.
        threads: that encode side by side; and so many utterances are spoken side by side.
    """

    engines: "Engines | None" = None
    date: str = ""
    training_day: tuple[int, int] | None = None
    threads: int = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A customised session's timeline, and the clips that it is made of.

    Attributes:
        musics: of each step, in place of the session's; None for that.
        images: the author's pictures of steps, by their index.
        factor: by which it was made as long as was asked; 1 where nothing was.
        remarks: on who speaks: that a better voice does not start, that this one speaks another language; on the seed.
    """

    session: Session
    timeline: "Timeline"
    clips: "dict[ClipKey, Clip]"
    musics: tuple[Playlist | None, ...]
    images: Mapping[int, str] = field(default_factory=dict)
    factor: float = 1.0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What was written: a file or a folder of sound, and texts beside it; what is in it, and what is left out."""

    path: Path
    sidecars: tuple[Path, ...]
    size_bytes: int
    timeline: "Timeline"
    loudness_deficit_lu: float
    remarks: tuple[str, ...] = ()
    skipped: "tuple[Skipped, ...]" = ()

    @property
    def shortcomings(self) -> Iterator[str]:
        """Where its sound is not what was asked for, a sentence each: damaged music, a loudness that is not reached."""
        for spot in self.skipped:
            yield f"{spot.track} has a damaged spot at {format_clock(spot.at_ms)}, which is skipped"
        if self.loudness_deficit_lu > _NOTICED_LU:
            yield (
                f"Voice and signals are about {self.loudness_deficit_lu:.1f} LU softer than was asked: "
                "peaks are limited to -1 dB. Ask for a lower loudness; it sounds cleaner, too."
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class SignalInfo:
    """A signal: what it means, how long it is, and the user's file, where it is one."""

    name: Signal
    meaning: str
    length_ms: int
    file: str
