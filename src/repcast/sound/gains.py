"""The gain of each clip, chosen once, so that the file is as loud as its session says."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from repcast.plan.timeline import ClipKey, Timeline, Track
from repcast.session.model import Session
from repcast.sound.clips import Clip
from repcast.sound.levels import CADENCE_DB, DUCKED_LU, PROGRAMME_LUFS, STEREO_LU, gain_for_loudness


@dataclass(frozen=True, kw_only=True, slots=True)
class Gains:
    """The gain of each clip; and the loudness that limiting takes, on average over the time in which clips sound."""

    by_clip_db: Mapping[ClipKey, float]
    loudness_deficit_lu: float


def settle(timeline: Timeline, clips: Mapping[ClipKey, Clip], session: Session) -> Gains:
    """Return the gains with which a timeline's clips, after limiting, are as loud as its session says."""
    louder_db = louder_by_track_db(session)
    tracks = {event.clip: event.track for event in timeline.events}
    gains = {key: gain_for_loudness(louder_db[track], clips[key].pcm) for key, track in tracks.items()}
    heard_ms = Counter[ClipKey]()
    for event in timeline.events:
        heard_ms[event.clip] += event.end_ms - event.start_ms
    deficit_lu_ms = sum(gains[key].loudness_deficit_lu * ms for key, ms in heard_ms.items())
    return Gains(
        by_clip_db={key: gain.db for key, gain in gains.items()},
        loudness_deficit_lu=deficit_lu_ms / max(1, heard_ms.total()),
    )


def cadence_gain_db(session: Session, tick: Clip) -> float:
    """Return the gain of the ticks of a cadence."""
    return gain_for_loudness(louder_by_track_db(session)["earcon"] + CADENCE_DB, tick.pcm).db


def louder_by_track_db(session: Session, *, over_music: bool | None = None) -> dict[Track, float]:
    """Return how much louder the clips of each track must be than the loudness at which they are made.

    Args:
        session: its `mix` says how loud.
        over_music: whether there is music under the clips; None means what the session says.
    """
    moved_db, mixing = loudness_moved_db(session, over_music=over_music), session.mix
    return {"voice": moved_db + mixing.voice_db, "earcon": moved_db + mixing.earcons_db}


def loudness_moved_db(session: Session, *, over_music: bool | None = None) -> float:
    """Return how much louder everything must be than clips and music are made; arguments as above."""
    with_music = session.has_music if over_music is None else over_music
    made_for_lufs = PROGRAMME_LUFS + (STEREO_LU - DUCKED_LU if with_music else 0)
    usual_lufs = PROGRAMME_LUFS + (STEREO_LU if with_music else 0)
    target_lufs = session.mix.loudness_lufs
    return (usual_lufs if target_lufs is None else target_lufs) - made_for_lufs
