"""What is wrong with a file, in plain sentences, most important first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from repcast.plan.timeline import Track
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS, format_moment, samples
from repcast.verify.cues import Cue
from repcast.verify.listener import By
from repcast.verify.references import EXACT_MS
from repcast.verify.stream import Sound

TRUE_PEAK_DBTP: Final = -1.0  # docs/sound.md: what players may be given
# Off its time: MP3 alone moves what is compared by no sample; but in music a beep has likenesses, and another
# hearing of a cue has other music in it.
TOLERANCES_MS: Final[Mapping[By, float]] = {"clip": 1.0, "again": 1.0, "onset": EXACT_MS}
OVER_MUSIC_MS: Final[Mapping[By, float]] = {"clip": 2.0, "again": 10.0}
CLIP_DB: Final = 0.7  # louder or softer than written, all signals together; a second encode takes 0.45 dB
SPEECH_DB: Final = 1.0  # all texts together, where no signal is known
ONE_DB: Final = 1.5  # one cue against all others
OVER_MUSIC_DB: Final = 3.0  # the same with music under it
_OF_ANOTHER_PLAN: Final = {"stranger", "length", "course", "cue", "time", "extra"}  # what an edited plan looks like
_MOST_NAME: Final = 40  # characters
_FEW: Final = 0.5  # of the cues that should be heard: below, this is no plan of this sound

Kind = Literal["tags", "stranger", "length", "course", "cue", "time", "level", "peak", "extra", "format", "sound"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        at_ms: where, in the plan; None for the whole file.
    """

    kind: Kind
    text: str
    at_ms: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What is known of a file.

    Attributes:
        contradictions: in its tags.
        planned: samples.
        as_written: whether its sound is, byte for byte; None where its tags do not say what that was.
        unplanned_ms: when something is heard that is not in the plan.
        over_music: whether it was written with music, and so in stereo.
        faint: tracks that were written so softly that they cannot be told from what lies under them.
    """

    sound: Sound
    planned: int
    as_written: bool | None
    contradictions: tuple[str, ...]
    cues: tuple[Cue, ...]
    unplanned_ms: tuple[int, ...]
    over_music: bool
    faint: frozenset[Track] = frozenset()

    @property
    def judged(self) -> list[Cue]:
        """The cues that should be heard, wherever the file ends."""
        return [cue for cue in self.cues if cue.track not in self.faint]

    @property
    def within(self) -> list[Cue]:
        """Those of them that are over before the file's end."""
        return [cue for cue in self.judged if samples(cue.end_ms) <= self.sound.length]


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Return everything that is wrong, most important first."""
    if evidence.sound.loudness_lufs is None:
        return (Finding(kind="sound", text="nothing is heard in it"),)
    found = [*_of_tags(evidence), *_of_sound(evidence)]
    if evidence.as_written and not evidence.contradictions and any(each.kind in _OF_ANOTHER_PLAN for each in found):
        text = "the tags were edited: the sound is byte for byte as written, and the plan in the tags is not its own"
        found.insert(0, Finding(kind="tags", text=text))
    if evidence.as_written is False:
        found.append(Finding(kind="sound", text=_rewritten(evidence, only=not found)))
    return tuple(found)


def _of_tags(evidence: Evidence) -> Iterator[Finding]:
    for text in evidence.contradictions:
        yield Finding(kind="tags", text=f"the tags were edited: {text}")


def _of_sound(evidence: Evidence) -> Iterator[Finding]:
    heard = sum(cue.state == "heard" for cue in evidence.within)
    if heard < _FEW * len(evidence.within):
        text = f"of {_count(len(evidence.within), 'cue')} in the plan {heard} are heard at their time"
        yield Finding(kind="stranger", text=f"the sound and the plan in the tags do not belong together: {text}")
        yield from _of_length(evidence)
        return
    yield from _of_length(evidence)
    yield from _of_course(evidence.judged)
    yield from _of_cues(evidence.within)
    if not any(cue.course.kind == "stretched" for cue in evidence.cues):  # which blurs what is compared
        yield from _of_times(evidence)
        if not evidence.as_written:  # else it is as loud as it was written, whatever its music makes of the measure
            yield from _of_levels(evidence)
    yield from _of_the_rest(evidence)


def _of_length(evidence: Evidence) -> Iterator[Finding]:
    off = evidence.sound.length - evidence.planned
    if not off:
        return
    text = f"{_length(abs(off))} {'longer' if off > 0 else 'shorter'} than its plan"
    lost = len(evidence.cues) - len(evidence.within)
    if lost and not _moved(evidence.cues):
        ends = format_moment(evidence.sound.length // SAMPLES_PER_MS)
        text += f": it ends at {ends}, and {_count(lost, 'cue')} {'is' if lost == 1 else 'are'} missing or cut off"
    yield Finding(kind="length", text=text)


def _length(count: int) -> str:
    return _count(count, "sample") if count < SAMPLES_PER_MS else f"{count / SAMPLE_RATE_HZ:.3f} s"


def _moved(cues: Sequence[Cue]) -> list[Cue]:
    return [cue for cue in cues if cue.state == "heard" and cue.course.kind != "planned"]


def _of_course(cues: Sequence[Cue]) -> Iterator[Finding]:
    """Yield that everything from some moment on is moved, or that all is stretched."""
    if not (moved := _moved(cues)):
        return
    first, course = moved[0], moved[0].course
    if course.kind == "stretched":
        how = f"{abs(course.factor - 1):.2%} {'slower' if course.factor > 1 else 'faster'} than written"
        yield Finding(kind="course", text=f"stretched: it runs {how.replace('%', ' %')}")
        return
    off = f"{_length(abs(course.offset))} {'late' if course.offset > 0 else 'early'}"
    why = "something was put in before it" if course.offset > 0 else "some was cut out before it"
    text = f"from {_named(first)} on, everything comes {off}: {why}"
    yield Finding(kind="course", text=text, at_ms=first.at_ms)


def _of_cues(cues: Sequence[Cue]) -> Iterator[Finding]:
    for cue in cues:
        if cue.state == "missing":
            yield Finding(kind="cue", text=f"the cue {_named(cue)} is missing", at_ms=cue.at_ms)
        elif cue.state == "other":
            what = f"“{cue.instead}” is heard" if cue.instead else "something else is heard, or not all of it"
            yield Finding(kind="cue", text=f"in place of the cue {_named(cue)} {what}", at_ms=cue.at_ms)


def _of_times(evidence: Evidence) -> Iterator[Finding]:
    timed = sum(cue.late_ms is not None for cue in evidence.judged)
    tolerances_ms = OVER_MUSIC_MS if evidence.over_music else TOLERANCES_MS
    late = [cue for cue in evidence.judged if cue.late_ms is not None and abs(cue.late_ms) > tolerances_ms[cue.by]]
    if len(late) > _FEW * timed:
        off_ms = median(cue.late_ms for cue in late if cue.late_ms is not None)
        yield Finding(kind="time", text=f"{len(late)} of {_count(timed, 'cue')} are off their time, by {_off(off_ms)}")
        return
    for cue in late:
        assert cue.late_ms is not None
        yield Finding(kind="time", text=f"the cue {_named(cue)} is {_off(cue.late_ms)}", at_ms=cue.at_ms)


def _off(late_ms: float) -> str:
    return f"{abs(late_ms):.1f} ms {'late' if late_ms > 0 else 'early'}"


def _of_levels(evidence: Evidence) -> Iterator[Finding]:
    levels_db = [*_levels_db(evidence.judged)]
    if not levels_db:
        return
    tolerance_db, usual_db = levels_db[0]
    if abs(usual_db) > tolerance_db:
        text = f"{abs(usual_db):.1f} dB {'louder' if usual_db > 0 else 'softer'} than written"
        yield Finding(kind="level", text=text)
    one_db = OVER_MUSIC_DB if evidence.over_music else ONE_DB
    for cue in evidence.judged:
        off_db = (cue.level_db or 0.0) - usual_db
        if cue.level_db is not None and abs(off_db) > one_db:
            text = (
                f"the cue {_named(cue)} is {abs(off_db):.1f} dB {'louder' if off_db > 0 else 'softer'} than the others"
            )
            yield Finding(kind="level", text=text, at_ms=cue.at_ms)


def _levels_db(cues: Sequence[Cue]) -> Iterator[tuple[float, float]]:
    """Yield how far cues may be from the level that was written, and how far they are: first those that are known."""
    for kinds, tolerance_db in ((("clip",), CLIP_DB), (("again", "onset"), SPEECH_DB)):
        levels_db = [cue.level_db for cue in cues if cue.by in kinds and cue.level_db is not None]
        if levels_db:
            yield tolerance_db, median(levels_db)


def _of_the_rest(evidence: Evidence) -> Iterator[Finding]:
    sound = evidence.sound
    if sound.true_peak_dbtp is not None and sound.true_peak_dbtp > TRUE_PEAK_DBTP:
        text = f"its true peak is {sound.true_peak_dbtp:+.1f} dBTP, and at most -1 was written"
        yield Finding(kind="peak", text=text)
    for at_ms in evidence.unplanned_ms:
        text = f"something is heard at {format_moment(at_ms)}, where the plan has nothing"
        yield Finding(kind="extra", text=text, at_ms=at_ms)
    if sound.rate_hz != SAMPLE_RATE_HZ:
        yield Finding(kind="format", text=f"resampled: {sound.rate_hz / 1000:g} kHz, and not 48 kHz")
    channels = 2 if evidence.over_music else 1
    if sound.channels != channels:
        text = f"{_count(sound.channels, 'channel')} in place of {channels}"
        yield Finding(kind="format", text=text)


def _rewritten(evidence: Evidence, *, only: bool) -> str:
    if not only:
        return "the sound is not the one that repcast wrote: it was re-encoded, or edited"
    largest = max((abs(cue.late_ms) for cue in evidence.cues if cue.late_ms is not None), default=0.0)
    return (
        f"re-encoded or damaged: the sound is not the one that repcast wrote, but every cue is within {largest:.1f} ms"
    )


def _named(cue: Cue) -> str:
    name = cue.name if len(cue.name) <= _MOST_NAME else f"{cue.name[:_MOST_NAME]}…"
    return f"{f'“{name}”' if cue.track == 'voice' else f'[{name}]'} at {format_moment(cue.at_ms)}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
