"""`verify`: a whole file, measured against what it carries. What may happen to a file is in tests/audio."""

from pathlib import Path

import pytest

from repcast import pipeline
from repcast.files.embedded import read_embedded
from repcast.files.outputs import Output
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation
from repcast.verify import Verification, verify

TEXT = "title: Tiny\nsteps:\n  - hold: Plank\n    for: 10s\n    sides: [left side, right side]\n"


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Verification:
    """Return what a file as written is found to be."""
    path: Path = tmp_path_factory.mktemp("verify") / "tiny.mp3"
    session = accept(parse(TEXT.encode(), file="tiny.yaml"))
    pipeline.render(session, Customisation(), Output(path=path, force=True), lambda *_: None)
    return verify(path, read_embedded(path))


def test_every_event_is_a_cue_with_the_measure_that_suits_it(verified: Verification) -> None:
    """If this failed, a cue would not be looked for, or a signal be measured by a threshold."""
    assert not verified.findings
    by_name = {cue.name: cue.by for cue in verified.cues}
    assert {by_name["go"], by_name["done"], by_name["finish"], by_name["tick"]} == {"clip"}
    assert {by_name["three"], by_name["two"], by_name["one"]} == {"again"}
    assert by_name["Session complete. Well done."] == "onset"


def test_timings_and_edges_are_counted(verified: Verification) -> None:
    """If this failed, the user would be told of more than was measured."""
    assert sum(timing.cues for timing in verified.timings) == len(verified.cues)
    assert {timing.by: timing.off_ms for timing in verified.timings}["clip"] == 0
    assert {timing.by: timing.off_ms for timing in verified.timings}["nothing"] is None
    edges = 6  # five steps: lead-in, left, switch, right, finish
    assert (verified.edges_timed, verified.edges_silent) == (4, 2)
    assert verified.edges_timed + verified.edges_silent == edges


def test_length_and_loudness_are_the_files(verified: Verification) -> None:
    """If this failed, the figures would be of something else."""
    assert verified.sound.length == verified.planned_ms * 48
    assert verified.sound.loudness_lufs == pytest.approx(-19, abs=1)
    assert verified.sound.true_peak_dbtp == pytest.approx(-2.5, abs=1.5)
