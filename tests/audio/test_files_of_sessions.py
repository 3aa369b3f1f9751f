"""Every built-in session's files, as programs read them that repcast does not use."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile
import srt
import webvtt
from mutagen.id3 import ID3

from repcast import pipeline
from repcast.chapters import chapters
from repcast.customise import Customisation
from repcast.pipeline import Output
from repcast.resources import builtin_sessions
from repcast.timeline import Timeline
from strangers import ffmetadata

AS_IT_IS = Customisation()


@dataclass(frozen=True)
class Files:
    """A session's MP3, with what is beside it, and its album."""

    mp3: Path
    album: Path
    timeline: Timeline


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> "Files.__class__":  # type: ignore[name-defined]
    """Return what writes the files of a built-in session, once."""

    @cache
    def write(name: str) -> Files:
        folder = tmp_path_factory.mktemp(name)
        session = pipeline.check(name)
        file = Output(path=folder / "x.mp3", captions=("vtt", "srt"))
        timeline = pipeline.render(session, AS_IT_IS, file, lambda *_: None).timeline
        pipeline.render(session, AS_IT_IS, Output(path=folder / "album", split=True), lambda *_: None)
        return Files(folder / "x.mp3", folder / "album", timeline)

    return write
