"""By how much each clip is amplified, so that the file is as loud as its session says: settled once for each clip."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from repcast.plan.timeline import ClipKey, Timeline, Track
from repcast.session.model import Session
from repcast.sound.clips import Clip
from repcast.sound.levels import DUCKED_LU, PROGRAMME_LUFS, STEREO_LU, gain_that_gives


@dataclass(frozen=True, kw_only=True, slots=True)
class Gains:
    """Decibels for each clip that is heard; and what the held peaks keep from it, on average over what is heard."""

    by_clip_db: Mapping[ClipKey, float]
    short_lu: float


def settle(timeline: Timeline, clips: Mapping[ClipKey, Clip], session: Session) -> Gains:
    """Return the gains with which a timeline's clips, their peaks held, are as loud as its session says."""
    louder_db = louder_by_track_db(session)
    tracks = {event.clip: event.track for event in timeline.events}
    gains = {key: gain_that_gives(louder_db[track], clips[key].pcm) for key, track in tracks.items()}
    heard_ms = Counter[ClipKey]()
    for event in timeline.events:
        heard_ms[event.clip] += event.end_ms - event.start_ms
    short = sum(gains[key].short_lu * ms for key, ms in heard_ms.items())
    return Gains(
        by_clip_db={key: gain.db for key, gain in gains.items()},
        short_lu=short / max(1, heard_ms.total()),
    )


def louder_by_track_db(session: Session, *, over_music: bool | None = None) -> dict[Track, float]:
    """Return by how much the clips of each track, all made for the usual loudness, are to be louder.

    Args:
        session: says how loud.
        over_music: whether there is music under it; as the session says, where this does not.
    """
    moved_db, mixing = loudness_moved_db(session, over_music=over_music), session.mix
    return {"voice": moved_db + mixing.voice_db, "earcon": moved_db + mixing.earcons_db}


def loudness_moved_db(session: Session, *, over_music: bool | None = None) -> float:
    """Return by how much all is to be louder than clips and music are made; arguments as above."""
    with_music = session.music.is_wanted if over_music is None else over_music
    made_for_lufs = PROGRAMME_LUFS + (STEREO_LU - DUCKED_LU if with_music else 0)
    usual_lufs = PROGRAMME_LUFS + (STEREO_LU if with_music else 0)
    wanted_lufs = session.mix.loudness_lufs
    return (usual_lufs if wanted_lufs is None else wanted_lufs) - made_for_lufs
