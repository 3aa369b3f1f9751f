"""`repcast sounds --demo`: each signal, heard right after its name."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from listening import decode, displacement, rms

from repcast import opening, pipeline
from repcast.plan.demo import demonstration
from repcast.progress import no_report
from repcast.sound.clips import FULL_SCALE
from repcast.speech.engines import Engines

MS: Final = 48
REACH: Final = 20 * MS
SIGNALS: Final = ["go", "recover", "tick", "halfway", "done", "rest", "finish"]
SOON_MS: Final = 1_500  # a `say` lasts whole seconds


def test_each_signal_is_heard_right_after_its_name(cache_folder: Path, tmp_path: Path) -> None:
    """The listener would learn the wrong meaning of a signal, or none."""
    assert cache_folder
    path = tmp_path / "signals.mp3"
    command = [sys.executable, "-m", "repcast", "sounds", "--demo", str(path)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    session = opening.plain().session
    lengths_ms = {signal.name: signal.length_ms for signal in pipeline.signals(session)}
    script = demonstration(session, lengths_ms, "en")
    with Engines() as engines:
        planned = pipeline._synthesize_and_schedule(session, script, no_report, engines)
    events, decoded = planned.timeline.events, decode(path)
    assert len(decoded) == planned.timeline.duration_ms * MS
    for event in events:
        clip = planned.clips[event.clip].samples.astype(np.float32) / FULL_SCALE
        at = event.start_ms * MS
        found = decoded[at - REACH : at + len(clip) + REACH]
        assert abs(displacement(found, clip)) <= MS, event
        own = found[REACH : REACH + len(clip)]
        assert abs(float(np.dot(own, clip) / np.dot(clip, clip)) - 1) < 0.1, event
    pairs = [(name, signal) for name, signal in pairwise(events) if signal.track == "earcon"]
    assert [signal.sound for _, signal in pairs] == SIGNALS
    for name, signal in pairs:
        assert name.text is not None
        assert name.text.startswith(f"{signal.sound}. ")
        assert 0 <= signal.start_ms - name.end_ms <= SOON_MS
        after = decoded[signal.end_ms * MS + 3_500 : signal.end_ms * MS + 24_000]
        assert rms(after) < 0.001, "and a moment to take it in"
