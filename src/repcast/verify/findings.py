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
_OPUS: Final = "opus"
_MOST_NAME: Final = 40  # characters
_FEW: Final = 0.5  # of the cues: if fewer are heard, the plan is another file's

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


def findings(
    verified: Verification, edits: Sequence[str], unplanned_ms: Iterable[int], *, over_music: bool
) -> tuple[Finding, ...]:
    """Return everything that is wrong, most important first.

    If the digest matches and the tags agree, the sound is right, and nothing that is heard is held against it.

    Args:
        verified: what is known of the file.
        edits: what in its tags contradicts something else.
        unplanned_ms: when something is heard that is not in the plan.
        over_music: whether it was written with music, and so in stereo.
    """
    if verified.as_written and not edits:
        return ()
    if verified.sound.loudness_lufs is None:
        return (Finding(kind="sound", text="nothing is heard in it"),)
    but = ", though the sound is byte for byte as written" if verified.as_written else ""
    found = [Finding(kind="tags", text=f"the tags were edited{but}: {text}") for text in edits]
    found += _in_sound(verified, unplanned_ms, over_music=over_music)
    if verified.as_written is False:
        off_ms = max((abs(cue.late_ms) for cue in verified.cues if cue.late_ms is not None), default=0.0)
        but = "" if found else f", but every cue is within {off_ms:.1f} ms"
        text = f"re-encoded or damaged: the sound is not the one that repcast wrote{but}"
        found.append(Finding(kind="sound", text=text))
    return tuple(found)


def _in_sound(verified: Verification, unplanned_ms: Iterable[int], *, over_music: bool) -> Iterator[Finding]:
    judged = [cue for cue in verified.cues if cue.state != "not timed"]
    within = [cue for cue in judged if samples(cue.end_ms) <= verified.sound.length]
    moved = [cue for cue in judged if cue.state == "heard" and cue.time_map.kind != "planned"]
    heard = sum(cue.state == "heard" for cue in within)
    is_strange = heard < _FEW * len(within)
    if is_strange:
        text = f"of {counted(len(within), 'cue')} in the plan {heard} are heard at their time"
        yield Finding(kind="stranger", text=f"the sound and the plan in the tags do not belong together: {text}")
    yield from _of_length(verified, lost=0 if moved else len(judged) - len(within))
    if is_strange:
        return
    yield from map(_of_course, moved[:1])
    yield from _of_presence(within)
    if not any(cue.time_map.kind == "stretched" for cue in moved):  # which blurs what is compared
        yield from _of_times(judged, blurred=over_music or verified.sound.format == _OPUS)
        if not verified.as_written:  # else it is as loud as it was written, whatever its music makes of the measure
            yield from _of_levels(judged, most_db=OVER_MUSIC_DB if over_music else ONE_DB)
    for at_ms in unplanned_ms:
        text = f"something is heard at {format_moment(at_ms)}, where the plan has nothing"
        yield Finding(kind="extra", text=text, at_ms=at_ms)
    yield from _of_format(verified.sound, channels=2 if over_music else 1)


def _of_length(verified: Verification, *, lost: int) -> Iterator[Finding]:
    off = verified.sound.length - samples(verified.planned_ms)
    if off:
        at_least = "" if verified.sound.is_whole else "at least "
        text = f"{at_least}{_length(off)} {'longer' if off > 0 else 'shorter'} than its plan"
        if lost:
            ends = format_moment(verified.sound.length // SAMPLES_PER_MS)
            text += f": it ends at {ends}, with {counted(lost, 'cue')} missing or cut off"
        yield Finding(kind="length", text=text)


def _of_course(first: Cue) -> Finding:
    """Return that everything from some cue on is moved, or that all is stretched."""
    factor, offset = first.time_map.factor, first.time_map.offset_samples
    if first.time_map.kind == "stretched":
        how = f"{100 * abs(factor - 1):.2f} % {'slower' if factor > 1 else 'faster'} than written"
        return Finding(kind="course", text=f"stretched: it runs {how}")
    how, why = ("late", "something was put in") if offset > 0 else ("early", "some was cut out")
    text = f"from {_named(first)} on, everything comes {_length(offset)} {how}: {why} before it"
    return Finding(kind="course", text=text, at_ms=first.at_ms)


def _of_presence(cues: Iterable[Cue]) -> Iterator[Finding]:
    for cue in cues:
        if cue.state == "missing":
            yield _of_cue("cue", cue, "missing")
        elif cue.state == "other":
            instead = f"“{cue.instead}”" if cue.instead else "something else, or a part of it,"
            yield _of_cue("cue", cue, f"missing: {instead} is heard in its place")


def _of_times(cues: Iterable[Cue], *, blurred: bool) -> Iterator[Finding]:
    timed = [(cue, cue.late_ms) for cue in cues if cue.late_ms is not None]
    late = [(cue, late_ms) for cue, late_ms in timed if cue.is_late(blurred=blurred)]
    if len(late) > _FEW * len(timed):
        off = _off(median(late_ms for _, late_ms in late))
        yield Finding(kind="time", text=f"{len(late)} of {counted(len(timed), 'cue')} are off their time, by {off}")
    else:
        yield from (_of_cue("time", cue, _off(late_ms)) for cue, late_ms in late)


def _of_levels(cues: Iterable[Cue], *, most_db: float) -> Iterator[Finding]:
    known = [(cue, cue.level_db) for cue in cues if cue.level_db is not None]
    usual_db = median([level_db for _, level_db in known] or [0.0])
    if abs(usual_db) > CLIP_DB:
        yield Finding(kind="level", text=f"{_louder(usual_db)} than written")
    for cue, level_db in known:
        if abs(level_db - usual_db) > most_db:
            yield _of_cue("level", cue, f"{_louder(level_db - usual_db)} than the others")


def _of_format(sound: Measurement, *, channels: int) -> Iterator[Finding]:
    if sound.true_peak_dbtp is not None and sound.true_peak_dbtp > TRUE_PEAK_DBTP:
        yield Finding(
            kind="peak", text=f"its true peak is {sound.true_peak_dbtp:+.1f} dBTP, and at most -1 was written"
        )
    if sound.rate_hz != SAMPLE_RATE_HZ:
        yield Finding(kind="format", text=f"resampled: {sound.rate_hz / 1000:g} kHz, and not 48 kHz")
    if sound.channels != channels:
        yield Finding(kind="format", text=f"{counted(sound.channels, 'channel')} in place of {channels}")


def _of_cue(kind: FindingKind, cue: Cue, how: str) -> Finding:
    return Finding(kind=kind, text=f"the cue {_named(cue)} is {how}", at_ms=cue.at_ms)


def _length(count: int) -> str:
    count = abs(count)
    return counted(count, "sample") if count < SAMPLES_PER_MS else f"{count / SAMPLE_RATE_HZ:.3f} s"


def _off(late_ms: float) -> str:
    return f"{abs(late_ms):.1f} ms {'late' if late_ms > 0 else 'early'}"


def _louder(db: float) -> str:
    return f"{abs(db):.1f} dB {'louder' if db > 0 else 'softer'}"


def _named(cue: Cue) -> str:
    name = cue.name if len(cue.name) <= _MOST_NAME else f"{cue.name[:_MOST_NAME]}…"
    return f"{f'“{name}”' if cue.track == 'voice' else f'[{name}]'} at {format_moment(cue.at_ms)}"
