"""How a file was written: what is known of its sound before any of it is heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcast.files.embedded import Embedded
from repcast.plan.timeline import Track
from repcast.sound.earcons import earcons
from repcast.sound.gains import louder_by_track_db
from repcast.sound.levels import Pcm, ceiling_dbfs, gain_for_loudness, limit_peaks
from repcast.units import db_to_gain, samples

_MUSIC: Final = "music"  # as `files.embedded` names what it leaves out
_KNOWN_MS: Final = 500  # of a signal: enough to tell it from any other, and to find it to the sample
_LAME_DB: Final = -0.45  # libmp3lame encodes everything at 0.95 of its amplitude
_FAINT_DB: Final = -20.5  # softer than usual: the start of a word is lost in noise
_FAINT_OVER_MUSIC_DB: Final = -9.0  # against the music


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How a file was written.

    Attributes:
        signals: the beginnings of those that are repcast's own, by name, as loud as they were written.
        over_music: whether there is music under all of it.
        faint: the tracks that are too soft to be found for certain.
    """

    signals: Mapping[str, Pcm]
    over_music: bool = False
    faint: frozenset[Track] = frozenset()


def how_written(embedded: Embedded) -> Written:
    """Return how a file was written, by its tags: they hold neither the music nor signals of the user's own."""
    over_music, mixing = _MUSIC in embedded.left_out, embedded.session.mix
    gains_db = louder_by_track_db(embedded.session, over_music=over_music)
    over_music_db = {"voice": mixing.voice_db - mixing.music_db, "earcon": mixing.earcons_db - mixing.music_db}
    faint = {track for track, gain_db in gains_db.items() if gain_db < _FAINT_DB}
    if over_music:
        faint |= {track for track in gains_db if over_music_db[track] < _FAINT_OVER_MUSIC_DB}
    signals = earcons(embedded.session.sounds)
    own = {name for name in signals if f"sounds.{name}" in embedded.left_out}
    return Written(
        signals={name: _as_written(clip.pcm, gains_db["earcon"]) for name, clip in signals.items() if name not in own},
        over_music=over_music,
        faint=frozenset(faint),
    )


def _as_written(pcm: Pcm, gain_db: float) -> Pcm:
    """Return the beginning of a signal as loud as it is written, with its peaks limited."""
    settled_db = gain_for_loudness(gain_db, pcm).db
    limited = limit_peaks(pcm * np.float32(db_to_gain(settled_db)), ceiling_dbfs(settled_db))
    return limited[: samples(_KNOWN_MS)] * np.float32(db_to_gain(_LAME_DB))
