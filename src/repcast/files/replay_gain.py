"""What a file tells players of its loudness, so that they play it as loud as the music around it.

ReplayGain 2.0 in most formats, against -18 LUFS; in Opus R128 gains, against -23 LUFS (RFC 7845 clause 5.2.1), and no
others beside them. The peak is that of the samples which the encoder was given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

_REFERENCE_LUFS: Final = -18.0
_R128_REFERENCE_LUFS: Final = -23.0
_MOST_DB: Final = 51.0  # in either direction, as ReplayGain's own field has it
_PARTS: Final = 256  # of a decibel, in Opus: Q7.8


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayGain:
    """How much louder or softer a player makes a file, and the highest peak, full scale 1.0."""

    gain_db: float
    peak: float

    @classmethod
    def of(cls, loudness_lufs: float, peak: float) -> Self:
        """Return what belongs to an integrated loudness."""
        return cls(gain_db=max(-_MOST_DB, min(_REFERENCE_LUFS - loudness_lufs, _MOST_DB)), peak=peak)

    def texts(self, *, in_album: bool = False) -> Mapping[str, str]:
        """Return tags by their names. An album's tracks carry the gain of the whole in both places.

        So no player makes a step louder than the next one, however it goes through them.
        """
        scopes = ("TRACK", "ALBUM") if in_album else ("TRACK",)
        gain, peak = f"{self.gain_db:+.2f} dB", f"{self.peak:.6f}"
        return {
            f"REPLAYGAIN_{scope}_{what}": text for scope in scopes for what, text in (("GAIN", gain), ("PEAK", peak))
        }

    def r128_text(self) -> str:
        """Return the value of `R128_TRACK_GAIN`, always of six characters."""
        gain_db = self.gain_db + _R128_REFERENCE_LUFS - _REFERENCE_LUFS
        return f"{round(gain_db * _PARTS):+06d}"
