"""`gains`: every clip as loud as the session says, its peaks held."""

from typing import Any, Final

import numpy as np
import pytest

from builders import earcon, session, timeline, voice
from repcast.plan.timeline import ClipKey, Event
from repcast.sound.clips import Clip
from repcast.sound.gains import Gains, louder_by_track_db, loudness_moved_db, settle
from repcast.sound.levels import Pcm, ceiling_dbfs, limit_peaks
from repcast.sound.loudness import loudness_lufs

SOFT: Final = Clip(np.asarray(1_000 * np.sin(np.arange(24_000) / 8), dtype=np.int16))
CRACKS: Final = Clip(
    np.asarray(900 * np.sin(np.arange(24_000) / 8) + 23_000 * (np.arange(24_000) % 4_800 < 9), dtype=np.int16)
)
CLIPS: Final[dict[ClipKey, Clip]] = {("voice", "soft"): SOFT, ("voice", "cracks"): CRACKS, ("earcon", "go"): SOFT}


def _voice(start_ms: int, text: str) -> Event:
    return voice(start_ms, start_ms + 500, text, anchored=True)


def _settled(*events: Event, **keys: Any) -> Gains:
    return settle(timeline(*events), CLIPS, session(**keys))


@pytest.mark.parametrize(
    ("keys", "voice_db", "earcons_db"),
    [
        ({}, 0, 0),
        ({"mix": {"voice_db": -6}}, -6, 0),
        ({"mix": {"earcons_db": -4.5}}, 0, -4.5),
        ({"mix": {"loudness_lufs": -25}}, -6, -6),
        ({"mix": {"loudness_lufs": -16, "voice_db": 1, "earcons_db": -2}}, 4, 1),
        ({"music": "a.mp3"}, 0.8, 0.8),
        ({"music": "a.mp3", "mix": {"loudness_lufs": -16}}, 0.8, 0.8),
        ({"music": "a.mp3", "mix": {"loudness_lufs": -19, "music_db": 5}}, -2.2, -2.2),
    ],
)
def test_clips_are_as_loud_as_the_session_says(keys: dict[str, Any], voice_db: float, earcons_db: float) -> None:
    """If this failed, a volume that the user sets would not be heard, or another one move with it."""
    assert louder_by_track_db(session(**keys)) == pytest.approx({"voice": voice_db, "earcon": earcons_db})


@pytest.mark.parametrize(
    ("keys", "moved_db"),
    [({}, 0), ({"mix": {"loudness_lufs": -19}}, 0), ({"mix": {"loudness_lufs": -16}}, 3), ({"music": "a.mp3"}, 0.8)],
)
def test_the_usual_loudness_is_minus_19_and_with_music_minus_16(keys: dict[str, Any], moved_db: float) -> None:
    """If this failed, a file would be louder or softer than podcasts and music are."""
    assert loudness_moved_db(session(**keys)) == pytest.approx(moved_db)


def test_a_clip_whose_peaks_are_free_gets_the_gain_of_its_track() -> None:
    """If this failed, the usual loudness would not give the usual bytes."""
    go = earcon(0, 500)
    settled = _settled(go, _voice(1_000, "soft"), _voice(2_000, "cracks"), mix={"earcons_db": 4})
    assert settled.by_clip_db == {("earcon", "go"): 4, ("voice", "soft"): 0, ("voice", "cracks"): 0}
    assert settled.loudness_deficit_lu == 0


def test_a_clip_whose_peaks_are_held_is_as_loud_as_asked_all_the_same() -> None:
    """If this failed, `--loudness` would move the file by less than it says."""
    settled = _settled(_voice(0, "cracks"), mix={"voice_db": 6})
    gain_db = settled.by_clip_db["voice", "cracks"]
    assert gain_db > 7
    held = limit_peaks(CRACKS.pcm * np.float32(10 ** (gain_db / 20)), ceiling_dbfs(gain_db))
    assert loudness_lufs(held) == pytest.approx(loudness_lufs(CRACKS.pcm) + 6, abs=0.15)
    assert abs(settled.loudness_deficit_lu) < 0.15


def test_what_cannot_be_reached_is_told_on_average_over_what_is_heard() -> None:
    """If this failed, a request would be adjusted in silence, or a rare clip cry wolf for the whole file."""
    alone = _settled(_voice(0, "cracks"), mix={"voice_db": 20})
    among = _settled(_voice(0, "cracks"), *(_voice(at, "soft") for at in (1_000, 2_000, 3_000)), mix={"voice_db": 20})
    assert alone.by_clip_db["voice", "cracks"] == 32, "never more than 12 dB beyond what was asked"
    assert alone.loudness_deficit_lu > 0.5
    assert among.loudness_deficit_lu == pytest.approx(alone.loudness_deficit_lu / 4, abs=0.1)


def test_what_cannot_be_reached_counts_by_how_long_it_is_heard() -> None:
    """If this failed, one short word would outweigh the sentences around it in what is said of the whole file."""
    alone = _settled(_voice(0, "cracks"), mix={"voice_db": 20})
    long = _settled(_voice(0, "cracks"), voice(1_000, 2_500, "soft", anchored=True), mix={"voice_db": 20})
    assert long.loudness_deficit_lu == pytest.approx(alone.loudness_deficit_lu / 4, abs=0.1)


def test_a_clip_is_settled_once_however_often_it_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a long session would take longer to make louder than a short one."""
    asked = []

    def counted(pcm: Pcm) -> float:
        asked.append(pcm)
        return loudness_lufs(pcm)

    monkeypatch.setattr("repcast.sound.levels.loudness_lufs", counted)
    once = _settled(_voice(0, "cracks"), mix={"voice_db": 6})
    tries = len(asked)
    again = _settled(*(_voice(at, "cracks") for at in range(0, 9_000, 1_000)), mix={"voice_db": 6})
    assert once.by_clip_db == again.by_clip_db
    assert 0 < tries == len(asked) / 2


def test_silence_settles_nothing() -> None:
    """If this failed, a session without a cue would divide by nothing."""
    assert _settled(mix={"voice_db": 20}) == Gains(by_clip_db={}, loudness_deficit_lu=0)
