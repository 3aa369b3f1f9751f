"""`verify`: a whole file, measured against what it carries. What may happen to a file is in tests/audio."""

from pathlib import Path

import pytest

from builders import earcon, sine, write_sound
from builders import timeline as placed
from repcast import pipeline
from repcast.files.embedded import Embedded, read_embedded
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
    assert {by_name["three"], by_name["two"], by_name["one"], by_name["Session complete. Well done."]} == {"onset"}


def test_every_cue_is_heard_at_its_time(verified: Verification) -> None:
    """If this failed, a signal would be found beside its sample, or a text far from where it begins."""
    assert {cue.state for cue in verified.cues} == {"heard"}
    assert {cue.late_ms for cue in verified.cues if cue.by == "clip"} == {0.0}
    assert all(abs(cue.late_ms or 0) < 2.5 for cue in verified.cues if cue.by == "onset"), "the w of one swells"


def test_length_and_loudness_are_the_files(verified: Verification) -> None:
    """If this failed, the figures would be of something else."""
    assert verified.sound.length == verified.planned_ms * 48
    assert verified.sound.loudness_lufs == pytest.approx(-19, abs=1)
    assert verified.sound.true_peak_dbtp == pytest.approx(-2.5, abs=1.5)


def test_of_very_many_cues_some_are_looked_for(tmp_path: Path) -> None:
    """If this failed, a stranger's plan of a hundred thousand cues would keep `verify` busy for minutes."""
    session = accept(parse(TEXT.encode(), file="tiny.yaml"))
    path = tmp_path / "a.wav"
    write_sound(path, sine(60))
    events = tuple(earcon(at_ms, at_ms + 20, "tick") for at_ms in range(0, 59_900, 10))
    crowded = Embedded(session=session, timeline=placed(*events), version="", writer="", left_out=(), sound="")
    cues = verify(path, crowded).cues
    looked_for = [cue.state != "not timed" for cue in cues]
    assert (len(cues), sum(looked_for)) == (len(events), 1_997)
    assert looked_for[:4] == [True, False, False, True]
