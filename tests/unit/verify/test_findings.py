"""`verify.findings`: what is wrong, in plain sentences, the most important first."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from repcast.verify.cues import Cue, TimeMap
from repcast.verify.findings import Finding, Verification, findings
from repcast.verify.stream import Measurement

MINUTE = 60 * 48_000


def cue(at_ms: int, **changes: Any) -> Cue:
    """Return a cue that is heard as it should be."""
    good = Cue(
        at_ms=at_ms,
        end_ms=at_ms + 300,
        name="go",
        track="earcon",
        step=0,
        anchored=True,
        state="heard",
        by="clip",
        time_map=TimeMap(),
        late_ms=0.0,
        level_db=0.0,
    )
    return replace(good, **changes)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What `findings` is given."""

    verified: Verification
    contradictions: tuple[str, ...] = ()
    unplanned_ms: tuple[int, ...] = ()
    over_music: bool = False


def evidence(*changed: Cue, as_written: bool | None = False, length: int = MINUTE, **changes: Any) -> Evidence:
    """Return what is known of a good file of a minute, re-encoded, with some cues of its own."""
    sound = Measurement(
        format=changes.pop("format", "mp3"),
        length=length,
        is_whole=changes.pop("is_whole", True),
        rate_hz=changes.pop("rate_hz", 48_000),
        channels=changes.pop("channels", 1),
        digest="",
        loudness_lufs=changes.pop("loudness_lufs", -19.0),
        true_peak_dbtp=changes.pop("true_peak_dbtp", -2.0),
    )
    by_time = {each.at_ms: each for each in (*map(cue, range(0, 60_000, 5_000)), *changed)}
    verified = Verification(
        sound=sound,
        planned_ms=MINUTE // 48,
        as_written=as_written,
        cues=tuple(by_time[at_ms] for at_ms in sorted(by_time)),
    )
    return Evidence(verified=verified, **changes)


def found(known: Evidence) -> tuple[Finding, ...]:
    """Return what is wrong."""
    return findings(known.verified, known.contradictions, known.unplanned_ms, over_music=known.over_music)


def said(known: Evidence) -> list[str]:
    """Return the sentences."""
    return [finding.text for finding in found(known)]


def test_of_a_good_file_nothing_is_said() -> None:
    """If this failed, every file would be called wrong."""
    assert not said(evidence(as_written=None))
    good = (cue(5_000, late_ms=0.9, level_db=1.4), cue(7_000, late_ms=4.9, by="onset"))
    assert not said(evidence(*good, as_written=None))


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (evidence(length=MINUTE - 1), "1 sample shorter than its plan"),
        (evidence(length=MINUTE + 96_000), "2.000 s longer than its plan"),
        (
            evidence(length=MINUTE - 480_000),
            "10.000 s shorter than its plan: it ends at 0:50.0, with 2 cues missing or cut off",
        ),
        (evidence(cue(7_000, state="missing")), "the cue [go] at 0:07.0 is missing"),
        (
            evidence(cue(7_000, state="other", instead="two", name="x" * 50, track="voice")),
            f"the cue “{'x' * 40}…” at 0:07.0 is missing: “two” is heard in its place",
        ),
        (evidence(cue(7_000, late_ms=-1.1)), "the cue [go] at 0:07.0 is 1.1 ms early"),
        (
            evidence(cue(7_000, level_db=-2)),
            "the cue [go] at 0:07.0 is 2.0 dB softer than the others",
        ),
        (evidence(true_peak_dbtp=0.31), "its true peak is +0.3 dBTP, and at most -1 was written"),
        (evidence(rate_hz=44_100), "resampled: 44.1 kHz, and not 48 kHz"),
        (evidence(channels=2), "2 channels in place of 1"),
        (evidence(unplanned_ms=(7_123,)), "something is heard at 0:07.1, where the plan has nothing"),
        (evidence(contradictions=("they lie",)), "the tags were edited: they lie"),
    ],
)
def test_what_is_wrong_comes_first(known: Evidence, says: str) -> None:
    """If this failed, the user would read of something less important, or of nothing."""
    assert said(known)[0] == says


def test_sound_as_written_is_never_accused() -> None:
    """If this failed, a sound that nobody touched would be called damaged, for loud music or a soft voice."""
    bad = (cue(each, state="missing", late_ms=70.0, level_db=-20.0) for each in range(0, 60_000, 5_000))
    assert not said(evidence(*bad, as_written=True, unplanned_ms=(7_123,), true_peak_dbtp=2.0, loudness_lufs=None))


def test_sound_as_written_is_not_blamed_for_edited_tags() -> None:
    """If this failed, the user would throw away a sound that is good."""
    first, second = said(evidence(cue(7_000, state="missing"), as_written=True, contradictions=("they lie",)))
    assert first == "the tags were edited, though the sound is byte for byte as written: they lie"
    assert second == "the cue [go] at 0:07.0 is missing"


def test_a_cue_that_is_not_timed_is_not_missing() -> None:
    """If this failed, a voice too soft to be found would be called cut out."""
    faint = (
        cue(each, state="not timed", by="nothing", late_ms=None, level_db=None) for each in range(0, 50_000, 5_000)
    )
    assert not said(evidence(*faint, as_written=None))


def test_a_sound_that_is_only_re_encoded_is_called_that() -> None:
    """If this failed, a converted file would be taken for a cut one."""
    known = evidence(cue(7_000, late_ms=0.4))
    [says] = said(known)
    assert says.startswith("re-encoded or damaged: ")
    assert says.endswith("every cue is within 0.4 ms")
    assert not said(evidence(cue(7_000, late_ms=0.4), as_written=None)), (
        "tags that do not say what it was are a contradiction's matter"
    )


@pytest.mark.parametrize("at_ms", [0, 30_000])
def test_a_cut_is_told_once_with_its_place(at_ms: int) -> None:
    """If this failed, one cut would be a hundred findings."""
    moved = TimeMap(kind="moved", offset_samples=-48_384)
    after = (cue(each, time_map=moved) for each in range(at_ms, 60_000, 5_000))
    length, course, last = said(evidence(*after, length=MINUTE - 48_384))
    assert length == "1.008 s shorter than its plan"
    assert course.endswith("on, everything comes 1.008 s early: some was cut out before it")
    assert f" 0:{at_ms // 1000:02}.0 " in course
    assert last.startswith("re-encoded or damaged: the sound is not the one")


def test_all_that_is_late_alike_is_told_once() -> None:
    """If this failed, a file that lost its gapless tag would have a finding for each cue."""
    late = (cue(each, late_ms=23.0) for each in range(0, 60_000, 5_000))
    assert said(evidence(*late))[0] == "12 of 12 cues are off their time, by 23.0 ms late"


def test_in_opus_a_signal_may_be_found_a_period_off() -> None:
    """If this failed, an Opus file as it was written would be called damaged, or one that is not would pass."""
    late = "the cue [go] at 0:10.0 is 1.7 ms late"
    assert late in said(evidence(cue(10_000, late_ms=1.7)))
    assert late not in said(evidence(cue(10_000, late_ms=1.7), format="opus"))
    assert "the cue [go] at 0:10.0 is 2.1 ms late" in said(evidence(cue(10_000, late_ms=2.1), format="opus"))


@pytest.mark.parametrize(
    ("level_db", "says"), [(6.0, "6.0 dB louder than written"), (-3.0, "3.0 dB softer than written")]
)
def test_a_changed_level_is_told_once(level_db: float, says: str) -> None:
    """If this failed, a file that was made softer would pass, or each of its cues be a finding."""
    changed = (cue(each, level_db=level_db) for each in range(0, 60_000, 5_000))
    assert said(evidence(*changed))[:-1] == [says]


def test_tags_of_another_file_are_called_that() -> None:
    """If this failed, the tags of another file would be a hundred missing cues."""
    missing = (cue(each, state="missing", late_ms=None, level_db=None) for each in range(0, 60_000, 5_000))
    first, second = said(evidence(*missing))
    assert first.startswith("the sound and the plan in the tags do not belong together: of 12 cues")
    assert second.startswith("re-encoded or damaged: the sound is not the one")


def test_silence_is_called_that() -> None:
    """If this failed, a silent file would be a list of cues."""
    assert said(evidence(loudness_lufs=None)) == ["nothing is heard in it"]


def test_of_a_file_that_was_not_decoded_to_its_end_only_the_least_is_said() -> None:
    """If this failed, a file of a day would be said to be ten minutes longer than its plan."""
    assert "at least 60.000 s longer than its plan" in said(evidence(length=2 * MINUTE, is_whole=False))
