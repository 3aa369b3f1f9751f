"""What is heard where a cue is expected, compared with what is known of it.

A built-in signal is known sample by sample. Of what is said only the text is known: each hearing is compared with those
before it, and what is heard most often is that text. A text that is heard once is told by where it begins and how long
it lasts. Noise of the codec is not correlated with a clip, so the peak of a cross-correlation stands at the clip's very
sample; a threshold is less exact.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from repcast.plan.timeline import ClipKey, Track
from repcast.sound.clips import FLOOR_DBFS, ONSET_DB
from repcast.sound.levels import Pcm, ceiling_dbfs, gain_for_loudness, limit_peaks
from repcast.units import SAMPLE_RATE_HZ, SAMPLES_PER_MS, db_to_gain, gain_to_db
from repcast.verify.expected import REACH, ExpectedCue

ONSET_EXACT_MS: Final = 8.0  # a threshold is no more exact: MP3's pre-echo, and what a limiter lifts: 5.4 at -14 LUFS
_ONSET_MS: Final = 0.5  # where a sound begins is known to the millisecond: this is its middle
_END_MS: Final = 20.0  # so much a text may be longer or shorter than planned: MP3 smears its end by up to 5 ms
_ALIKE: Final = 0.7  # correlation: of the same sound 0.98 at 32 kbit/s; of two words or signals below 0.55
_ALIKE_AMONG_OTHERS: Final = 0.25  # where other sound is heard with a cue
_LAME_DB: Final = -0.45  # libmp3lame encodes everything at 0.95 of its amplitude
_LOUD_DB: Final = 2.0  # more than usual: of sounds heard together, the limiter leaves none as it was
_COMPARED: Final = SAMPLE_RATE_HZ  # so many samples of a sound are compared
_MOST_LEARNED: Final = 400  # variants, so that memory is bounded: to some 80 MB
_MOST_VARIANTS: Final = 3  # of what is heard where one clip is expected
_FFT_STEP: Final = 4_096  # of a transform's length, which then has small factors
_FAINTEST: Final = 1e-6


class Match(NamedTuple):
    """How a sound is found: how late, with which gain, and how alike (1 for the same sound, about 0 for another)."""

    late_ms: float
    gain: float
    likeness: float


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Variant:
    """Something that is heard where a clip is expected: the clip itself, or a hearing.

    Attributes:
        pcm: shape (n,), not silent: at most its first second.
        onset_ms: by how much too late it begins; None where that cannot be told.
        is_whole: whether it begins and ends as it should.
        is_known: whether it is the clip itself.
    """

    pcm: Pcm
    onset_ms: float | None = None
    is_whole: bool = True
    is_known: bool = False

    def match(self, window: Pcm) -> Match:
        """Return how it is found in a window from `REACH` before its place to as far after its end."""
        window = window[: len(self.pcm) + 2 * REACH]
        size = -(-len(window) // _FFT_STEP) * _FFT_STEP  # what goes round is beyond what is looked at
        spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(self.pcm, size))
        correlation = np.fft.irfft(spectrum, size)[: 2 * REACH + 1]
        at = int(np.argmax(correlation))
        own, theirs = _energy(self.pcm), _energy(window[at : at + len(self.pcm)])
        peak = max(0.0, float(correlation[at]))
        likeness = peak / max((own * theirs) ** 0.5, own * _FAINTEST)
        return Match(late_ms=(at - REACH) / SAMPLES_PER_MS, gain=peak / own, likeness=likeness)


def known_variant(pcm: Pcm, gain_db: float) -> Variant:
    """Return a signal as it is written: amplified, and its peaks held."""
    settled_db = gain_for_loudness(gain_db, pcm).db
    written = limit_peaks(pcm * np.float32(db_to_gain(settled_db)), ceiling_dbfs(settled_db))
    return Variant(pcm=written[:_COMPARED] * np.float32(db_to_gain(_LAME_DB)), is_known=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What is heard where a cue is expected.

    Attributes:
        variant: what it is like; None where it is like nothing that is heard there, or cannot be compared.
        late_ms: against the variant.
        level_db: against the variant, or another of the same clip; None where there was nothing to compare it with.
        onset_ms: as a `Variant` has it, with `is_whole`.
    """

    variant: Variant | None = None
    late_ms: float = 0.0
    level_db: float | None = None
    onset_ms: float | None = None
    is_whole: bool = True
    is_audible: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How loud sounds were written.

    Attributes:
        gains_db: of each track, added to what its clips have.
        over_music: whether there is music under all of it.
        faint: the tracks that are too soft to be found for certain.
    """

    gains_db: Mapping[Track, float]
    over_music: bool
    faint: frozenset[Track] = frozenset()


class Listener:
    """Compares what is heard with what it knows, and learns what it does not know yet."""

    def __init__(
        self, known: Mapping[ClipKey, Variant], written: Written, cues: Iterable[ExpectedCue], *, learns: bool = True
    ) -> None:
        """Know some clips, and which of the cues to come are heard alone."""
        self.written = written
        self._variants = defaultdict[ClipKey, list[Variant]](list, {clip: [each] for clip, each in known.items()})
        self._hearings = Counter[Variant]()
        self._learned = 0
        self._alone = {cue.event.clip for cue in cues if cue.is_alone}
        self._most_variants = _MOST_VARIANTS if learns else 0
        self._can_compare_all = max(written.gains_db.values()) <= _LOUD_DB

    def forget_counts(self) -> None:
        """Begin anew to count what is heard how often, for the same will be heard once more."""
        self._hearings.clear()

    def hear(self, cue: ExpectedCue, window: Pcm) -> Heard | None:
        """Return what is heard in a window that begins `REACH` before a cue; None of a cue that is too faint."""
        clip, own = cue.event.clip, window[REACH:-REACH]
        if cue.event.track in self.written.faint:
            return None
        can_compare = cue.is_alone or self._can_compare_all
        variants = self._variants[clip] if can_compare else []
        matches = [(variant, variant.match(window)) for variant in variants]
        for variant, match in sorted(matches, key=lambda pair: -pair[1].likeness)[:1]:
            if match.likeness >= (_ALIKE if cue.is_alone and not self.written.over_music else _ALIKE_AMONG_OTHERS):
                self._hearings[variant] += 1
                return Heard(
                    variant=variant,
                    late_ms=match.late_ms,
                    level_db=_db(match.gain),
                    onset_ms=variant.onset_ms,
                    is_whole=variant.is_whole,
                )
        begin, end = audible_range(window)
        onset_ms, is_whole = self._edges(cue, begin, end)
        learned = None
        if can_compare and end and self._learns_from(cue, variants):
            learned = Variant(pcm=own[:_COMPARED].copy(), onset_ms=onset_ms, is_whole=is_whole)
            self._hearings[learned] = 1
            self._learned += 1
        level_db = _level_db(own, variants[0].pcm) if variants else None if learned is None else 0.0
        if learned:
            variants.append(learned)
        return Heard(variant=learned, level_db=level_db, onset_ms=onset_ms, is_whole=is_whole, is_audible=bool(end))

    def usual(self, clip: ClipKey) -> Variant | None:
        """Return a clip that is known, or what is heard most often in its place; None where it is heard only once."""
        variants = self._variants[clip]
        best = max(variants, key=lambda each: (each.is_known, self._hearings[each], each.is_whole), default=None)
        return best if best and (best.is_known or self._hearings[best] > 1 or len(variants) > 1) else None

    def name_of(self, odd: Variant) -> str:
        """Return which other clip is heard."""
        window = np.pad(odd.pcm, (REACH, REACH + _COMPARED))
        for (_, name), variants in self._variants.items():
            if odd not in variants and any(each.match(window).likeness >= _ALIKE for each in variants[:1]):
                return name
        return ""

    def _learns_from(self, cue: ExpectedCue, variants: list[Variant]) -> bool:
        """Tell whether a hearing is worth keeping: one that is alone, where the clip is heard alone at all."""
        has_room = len(variants) < self._most_variants and self._learned < _MOST_LEARNED
        return has_room and (cue.is_alone or cue.event.clip not in self._alone)

    def _edges(self, cue: ExpectedCue, begin: int, end: int) -> tuple[float | None, bool]:
        """Return how late a sound begins in silence, and whether it begins and ends as it should."""
        if not cue.begins_alone or self.written.over_music:
            return None, True
        if not begin:  # nothing is heard, or something before it
            return None, False
        is_whole = not cue.is_alone or abs(end - begin - cue.length) <= _END_MS * SAMPLES_PER_MS
        return (begin - REACH) / SAMPLES_PER_MS + _ONSET_MS, is_whole


def audible_range(window: Pcm) -> tuple[int, int]:
    """Return the first sample and the end of what is audible, to the millisecond at its end; twice 0 of silence."""
    threshold = max(float(np.abs(window).max(initial=0)) * db_to_gain(ONSET_DB), db_to_gain(FLOOR_DBFS))
    sums = np.concatenate([[0.0], np.cumsum(window.astype(np.float64) ** 2)])
    power = (sums[SAMPLES_PER_MS:] - sums[:-SAMPLES_PER_MS]) / SAMPLES_PER_MS
    reached = np.flatnonzero(power >= threshold**2)
    return (int(reached[0]), int(reached[-1]) + SAMPLES_PER_MS) if len(reached) else (0, 0)


def _energy(sound: Pcm) -> float:
    return float(np.dot(sound, sound))


def _level_db(own: Pcm, pcm: Pcm) -> float:
    return _db((_energy(own[: len(pcm)]) / max(_energy(pcm[: len(own)]), _FAINTEST)) ** 0.5)


def _db(gain: float) -> float:
    return gain_to_db(max(gain, _FAINTEST))
