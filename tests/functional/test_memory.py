"""Memory does not grow with what is said."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from program import environment

from repcast import pipeline
from repcast.session.model import Session
from repcast.session.settings import Voice
from repcast.sound.clips import Clip
from repcast.speech.cache import ClipCache
from repcast.speech.pyttsx3_engine import Pyttsx3Engine

NAMES = 200
CLIP_SAMPLES = 6 * 48_000  # as long as a name and what is said of it; all of them take 115 MB
MOST_MB = 180

MIXED = """\
import sys
from dataclasses import replace
from pathlib import Path
from repcast import opening, pipeline
from repcast.session.customise import Customisation
from repcast.sound.music import TrackReader
planned = pipeline.plan(opening.open_session(sys.argv[1]), Customisation())
for region in pipeline.mix_of(planned, TrackReader()).regions:
    region.pcm()
[peak_kb] = [line.split()[1] for line in Path("/proc/self/status").open() if line.startswith("VmHWM")]
longest_ms = max(clip.length_ms for clip in planned.clips.values())
print(len(planned.clips), int(peak_kb) // 1024, longest_ms)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is asked of /proc")
def test_hundreds_of_names_take_no_more_memory_than_a_few(tmp_path: Path, session_of: Callable[[str], Session]) -> None:
    """If this failed, a long session without repetitions would take a gigabyte, as it once did."""
    steps = "".join(f"  - hold: Pose number {number}\n    for: 20s\n" for number in range(NAMES))
    text = f"title: Many\nsteps:\n{steps}"
    (tmp_path / "many.yaml").write_text(text, encoding="utf-8")
    cache = ClipCache(tmp_path / "cache")
    chance = np.random.default_rng(1)
    voice = Voice(engine="pyttsx3", name="en-us", rate_wpm=150)
    for utterance in replace(pipeline.outline(session_of(text)), voice=voice).utterances():
        cache.put(
            utterance, Pyttsx3Engine().version("en-us"), Clip(chance.integers(-900, 900, CLIP_SAMPLES, dtype=np.int16))
        )
    command = [sys.executable, "-c", MIXED, "many.yaml"]
    env = environment(REPCAST_CACHE_DIR=str(tmp_path / "cache"))
    ended = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    clip_count, peak_mb, longest_ms = map(int, ended.stdout.split())
    assert longest_ms == 1_000 * CLIP_SAMPLES // 48_000, "what was put into the cache is what is heard"
    assert clip_count > NAMES
    assert peak_mb < MOST_MB
