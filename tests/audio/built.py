"""The strength sessions as they ship, rendered and decoded once for all tests that measure them."""

import os
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile

from repcast import opening, pipeline
from repcast.plan.timeline import ClipKey, Event, Timeline
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.sound.clips import Clip
from repcast.sound.gains import louder_by_track_db
from repcast.sound.mix import mix
from repcast.sound.regions import Region

RATE_HZ: Final = 48_000
SAMPLES_PER_MS: Final = 48
REACH: Final = 20 * SAMPLES_PER_MS  # how far around its place a cue is looked for
ALONE_MS: Final = 60  # of silence on both sides of a cue: more than two MP3 frames
FULL_SCALE: Final = 32_768.0

Pcm = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Built:
    """A built-in session in all its forms.

    Attributes:
        regions: what is mixed, before encoding.
        mp3: the file.
        decoded: all samples of the MP3, 16 bit, in a file without a name.
    """

    name: str
    session: Session
    timeline: Timeline
    clips: Mapping[ClipKey, Clip]
    regions: tuple[Region, ...]
    mp3: Path
    decoded: "np.memmap[tuple[int, ...], np.dtype[np.int16]]"

    def placed(self, event: Event) -> Pcm:
        """Return an event's clip as loud as it is mixed."""
        gain = 10 ** (louder_by_track_db(self.session)[event.track] / 20) / FULL_SCALE
        return self.clips[event.clip].samples.astype(np.float32) * np.float32(gain)

    def sum_of(self, events: Iterable[Event], start: int, length: int) -> Pcm:
        """Return what events sound like together in a range of samples."""
        together = np.zeros(length, dtype=np.float32)
        for event in events:
            clip_samples = len(self.clips[event.clip].samples)
            at = event.start_ms * SAMPLES_PER_MS - start
            begin, end = max(0, at), min(length, at + clip_samples)
            if begin < end:
                together[begin:end] += self.placed(event)[begin - at : end - at]
        return together

    def found(self, event: Event) -> Pcm:
        """Return the decoded sound from `REACH` before an event to `REACH` after it, less that of all other events.

        Where several together exceed the limit, the limiter turns all of them down: what it takes away counts as the
        others', so that what is found is the event as it was placed. How much it may take has a test of its own.
        """
        start = event.start_ms * SAMPLES_PER_MS - REACH
        length = len(self.clips[event.clip].samples) + 2 * REACH
        before, after = max(0, -start), max(0, start + length - len(self.decoded))
        decoded = self.decoded[max(0, start) : start + length].astype(np.float32) / np.float32(FULL_SCALE)
        others = self.mixed(start, length) - self.sum_of([event], start, length)
        found: Pcm = np.pad(decoded, (before, after)) - others
        return found

    def mixed(self, start: int, length: int) -> Pcm:
        """Return what the regions sound like in a range of samples."""
        together = np.zeros(length, dtype=np.float32)
        first = bisect_right(self.regions, start, key=lambda region: region.start_sample + region.length_samples)
        for region in takewhile(lambda region: region.start_sample < start + length, self.regions[first:]):
            at = region.start_sample - start
            begin, end = max(0, at), min(length, at + region.length_samples)
            together[begin:end] += region.pcm()[begin - at : end - at]
        return together

    def is_alone(self, event: Event) -> bool:
        """Tell whether an event has silence before and after it."""
        return all(
            other is event or other.end_ms + ALONE_MS <= event.start_ms or event.end_ms + ALONE_MS <= other.start_ms
            for other in self.timeline.events
        )


def rendered(name: str, cache_folder: Path) -> Path:
    """Render one of them, unless another process that runs tests has done so."""
    assert os.environ["REPCAST_CACHE_DIR"] == str(cache_folder)
    path = cache_folder / "built-in" / f"{name}.mp3"
    if path.exists():  # whole
        return path
    path.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "repcast", "render", name, "--quiet", "-o", str(path)]
    subprocess.run(command, check=True, timeout=300)
    return path


def _decode(mp3: Path) -> "np.memmap[tuple[int, ...], np.dtype[np.int16]]":
    with soundfile.SoundFile(mp3) as file, TemporaryFile(dir=mp3.parent) as out:  # a quarter of a gigabyte in all
        assert (file.samplerate, file.channels) == (RATE_HZ, 1)
        for block in file.blocks(blocksize=1 << 20, dtype="int16"):
            out.write(block.tobytes())
        out.flush()
        return np.memmap(out, dtype=np.int16, mode="r")


@cache
def build(name: str, cache_folder: Path) -> Built:
    """Render one of them, and decode it."""
    mp3 = rendered(name, cache_folder)
    planned = pipeline.plan(opening.open_session(name), Customisation(), lambda _stage, _done, _total: None)
    return Built(
        name=name,
        session=planned.session,
        timeline=planned.timeline,
        clips=planned.clips,
        regions=tuple(mix(planned.timeline, planned.clips, planned.session).regions),
        mp3=mp3,
        decoded=_decode(mp3),
    )
