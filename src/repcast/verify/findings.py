"""What is wrong with a file, in plain sentences, most important first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from repcast.errors import counted
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS, format_moment, samples
from repcast.verify.cues import Cue
from repcast.verify.stream import Measurement

TRUE_PEAK_DBTP: Final = -1.0  # docs/sound.md: what players may be given
CLIP_DB: Final = 0.7  # louder or softer than written, all signals together; a second encode takes 0.45 dB
ONE_DB: Final = 1.5  # one cue against all others
OVER_MUSIC_DB: Final = 3.0  # the same with music under it
_MOST_NAME: Final = 40  # characters
_FEW: Final = 0.5  # of the cues: if fewer are heard, the plan is another file's
_AS_WRITTEN: Final = "the sound is byte for byte as written"

FindingKind = Literal[
    "tags", "stranger", "length", "course", "cue", "time", "level", "peak", "extra", "format", "sound"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        at_ms: where, in the plan; None for the whole file.
    """

    kind: FindingKind
    text: str
    at_ms: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What a file was found to be.

    Attributes:
        planned_ms: how long it should be.
        as_written: whether all behind its tags is byte for byte what repcast wrote; None where they do not say.
        cues: every event of its timeline, as it is heard.
        findings: what is wrong with it, most important first.
    """

    sound: Measurement
    planned_ms: int
    as_written: bool | None
    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def judged(self) -> list[Cue]:
        """The cues that should be heard, wherever the file ends."""
        return [cue for cue in self.cues if cue.state != "not timed"]

    @property
    def within(self) -> list[Cue]:
        """Those of them that are over before the file's end."""
        return [cue for cue in self.judged if samples(cue.end_ms) <= self.sound.length]


def findings(
    verified: Verification, contradictions: Sequence[str], unplanned_ms: Iterable[int], *, over_music: bool
) -> tuple[Finding, ...]:
    """Return everything that is wrong, most important first.

    If the digest matches and the tags agree, the sound is right, and nothing that is heard is held against it.

    Args:
        verified: what is known of the file.
        contradictions: in its tags.
        unplanned_ms: when something is heard that is not in the plan.
        over_music: whether it was written with music, and so in stereo.
    """
    if verified.as_written and not contradictions:
        is_its_own = verified.sound.length == samples(verified.planned_ms)
        return () if is_its_own else (_tags(f"{_AS_WRITTEN}, and the plan in the tags belongs to another file"),)
    if verified.sound.loudness_lufs is None:
        return (Finding(kind="sound", text="nothing is heard in it"),)
    edits = [_tags(text) for text in contradictions]
    heard = [*_in_sound(verified, unplanned_ms, over_music=over_music)]
    if verified.as_written:
        edits.append(_tags(_AS_WRITTEN))
    elif verified.as_written is False:
        heard.append(Finding(kind="sound", text=_rewritten(verified, only=not edits + heard)))
    return (*edits, *heard)


def _tags(text: str) -> Finding:
    return Finding(kind="tags", text=f"the tags were edited: {text}")


def _rewritten(verified: Verification, *, only: bool) -> str:
    if not only:
        return "the sound is not the one that repcast wrote: it was re-encoded, or edited"
    off_ms = max((abs(cue.late_ms) for cue in verified.cues if cue.late_ms is not None), default=0.0)
    return (
        f"re-encoded or damaged: the sound is not the one that repcast wrote, but every cue is within {off_ms:.1f} ms"
    )


def _in_sound(verified: Verification, unplanned_ms: Iterable[int], *, over_music: bool) -> Iterator[Finding]:
    moved = [cue for cue in verified.judged if cue.state == "heard" and cue.time_map.kind != "planned"]
    heard = sum(cue.state == "heard" for cue in verified.within)
    if heard < _FEW * len(verified.within):
        text = f"of {counted(len(verified.within), 'cue')} in the plan {heard} are heard at their time"
        yield Finding(kind="stranger", text=f"the sound and the plan in the tags do not belong together: {text}")
        yield from _of_length(verified, is_cut_off=not moved)
        return
    yield from _of_length(verified, is_cut_off=not moved)
    if moved:
        yield _of_time_map(moved[0])
    for cue in verified.within:
        if cue.state == "missing":
            yield Finding(kind="cue", text=f"the cue {_named(cue)} is missing", at_ms=cue.at_ms)
        elif cue.state == "other":
            what = f"“{cue.instead}” is heard" if cue.instead else "something else is heard, or not all of it"
            yield Finding(kind="cue", text=f"in place of the cue {_named(cue)} {what}", at_ms=cue.at_ms)
    if not any(cue.time_map.kind == "stretched" for cue in moved):  # which blurs what is compared
        yield from _of_times(verified, over_music=over_music)
        if not verified.as_written:  # else it is as loud as it was written, whatever its music makes of the measure
            yield from _of_levels(verified, over_music=over_music)
    for at_ms in unplanned_ms:
        text = f"something is heard at {format_moment(at_ms)}, where the plan has nothing"
        yield Finding(kind="extra", text=text, at_ms=at_ms)
    yield from _of_format(verified.sound, channels=2 if over_music else 1)


def _of_length(verified: Verification, *, is_cut_off: bool) -> Iterator[Finding]:
    off = verified.sound.length - samples(verified.planned_ms)
    if not off:
        return
    at_least = "" if verified.sound.is_whole else "at least "
    text = f"{at_least}{_length(abs(off))} {'longer' if off > 0 else 'shorter'} than its plan"
    lost = len(verified.judged) - len(verified.within)
    if lost and is_cut_off:
        ends = format_moment(verified.sound.length // SAMPLES_PER_MS)
        text += f": it ends at {ends}, and {counted(lost, 'cue')} {'is' if lost == 1 else 'are'} missing or cut off"
    yield Finding(kind="length", text=text)


def _of_time_map(first: Cue) -> Finding:
    """Return that everything from some cue on is moved, or that all is stretched."""
    factor, offset = first.time_map.factor, first.time_map.offset_samples
    if first.time_map.kind == "stretched":
        how = f"{100 * abs(factor - 1):.2f} % {'slower' if factor > 1 else 'faster'} than written"
        return Finding(kind="course", text=f"stretched: it runs {how}")
    late, why = ("late", "something was put in") if offset > 0 else ("early", "some was cut out")
    text = f"from {_named(first)} on, everything comes {_length(abs(offset))} {late}: {why} before it"
    return Finding(kind="course", text=text, at_ms=first.at_ms)


def _of_times(verified: Verification, *, over_music: bool) -> Iterator[Finding]:
    timed = sum(cue.late_ms is not None for cue in verified.judged)
    late = [cue for cue in verified.judged if cue.is_late(over_music=over_music)]
    if len(late) > _FEW * timed:
        off = _off(median(cue.late_ms or 0.0 for cue in late))
        yield Finding(kind="time", text=f"{len(late)} of {counted(timed, 'cue')} are off their time, by {off}")
        return
    for cue in late:
        yield Finding(kind="time", text=f"the cue {_named(cue)} is {_off(cue.late_ms or 0.0)}", at_ms=cue.at_ms)


def _of_levels(verified: Verification, *, over_music: bool) -> Iterator[Finding]:
    known = [(cue, cue.level_db) for cue in verified.judged if cue.level_db is not None]
    usual_db = median([level_db for _, level_db in known] or [0.0])
    if abs(usual_db) > CLIP_DB:
        yield Finding(kind="level", text=f"{_louder(usual_db)} than written")
    for cue, level_db in known:
        if abs(off_db := level_db - usual_db) > (OVER_MUSIC_DB if over_music else ONE_DB):
            text = f"the cue {_named(cue)} is {_louder(off_db)} than the others"
            yield Finding(kind="level", text=text, at_ms=cue.at_ms)


def _of_format(sound: Measurement, *, channels: int) -> Iterator[Finding]:
    if sound.true_peak_dbtp is not None and sound.true_peak_dbtp > TRUE_PEAK_DBTP:
        text = f"its true peak is {sound.true_peak_dbtp:+.1f} dBTP, and at most -1 was written"
        yield Finding(kind="peak", text=text)
    if sound.rate_hz != SAMPLE_RATE_HZ:
        yield Finding(kind="format", text=f"resampled: {sound.rate_hz / 1000:g} kHz, and not 48 kHz")
    if sound.channels != channels:
        yield Finding(kind="format", text=f"{counted(sound.channels, 'channel')} in place of {channels}")


def _length(count: int) -> str:
    return counted(count, "sample") if count < SAMPLES_PER_MS else f"{count / SAMPLE_RATE_HZ:.3f} s"


def _off(late_ms: float) -> str:
    return f"{abs(late_ms):.1f} ms {'late' if late_ms > 0 else 'early'}"


def _louder(db: float) -> str:
    return f"{abs(db):.1f} dB {'louder' if db > 0 else 'softer'}"


def _named(cue: Cue) -> str:
    name = cue.name if len(cue.name) <= _MOST_NAME else f"{cue.name[:_MOST_NAME]}…"
    return f"{f'“{name}”' if cue.track == 'voice' else f'[{name}]'} at {format_moment(cue.at_ms)}"
