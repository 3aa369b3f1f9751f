"""`cli.output`: what the user reads while and after repcast works."""

import sys
from pathlib import Path

import pytest

import builders
from repcast.cli import output
from repcast.pipeline import Rendered
from repcast.plan.timeline import Drop, Timeline
from repcast.sound.music import Skipped
from repcast.verify import Finding, Measurement, Verification

LONG = "needs 2.0 s, and the longest free time in its window is 1.0 s"


def drop(text: str, step: int, line: int = 7) -> Drop:
    """Return a cue that did not fit."""
    return builders.drop(text, step, line=line, reason=LONG)


def timeline(*dropped: Drop) -> Timeline:
    """Return an hour and a bit with one step and two cues."""
    return builders.timeline(
        builders.earcon(0, 270),
        builders.voice(61_250, 62_000, "Halfway [red]."),
        title="Tiny",
        steps=(builders.step(0, 0, 3_725_000, side="left side", line=3),),
        dropped=dropped,
    )


def test_the_summary_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The user would not learn where the MP3 is, or how long and large."""
    output.summary(
        Rendered(
            path=Path("a b.mp3"),
            sidecars=(),
            size_bytes=29_812_345,
            timeline=timeline().spoken_by("heart (hibari)", {}),
            loudness_deficit_lu=1.0,
        )
    )
    assert capsys.readouterr() == ("a b.mp3  1:02:05  29.8 MB  heart (hibari)\n", "")


def test_who_speaks_in_another_voice_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """If this failed, a listener would hear a stranger among the words, and not know why."""
    spoken = timeline().spoken_by("heart (hibari)", {"Halfway [red].": "en-us (pyttsx3)"})
    output.speakers(spoken, ["the voice de (pyttsx3) speaks “de”"])
    assert capsys.readouterr().err == (
        "the voice de (pyttsx3) speaks “de”\n"
        "“Halfway [red].” is spoken by en-us (pyttsx3), for heart (hibari) cannot say it\n"
    )


def test_a_loudness_that_is_not_reached_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """If this failed, a file would be softer than was asked, and nobody be told."""
    output.shortcomings(
        Rendered(path=Path("a.mp3"), sidecars=(), size_bytes=1, timeline=timeline(), loudness_deficit_lu=2.04)
    )
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "Voice and signals are about 2.0 LU softer than was asked: "
        "peaks are limited to -1 dB. Ask for a lower loudness; it sounds cleaner, too.\n"
    )


def test_what_is_skipped_of_music_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """If this failed, a listener would hear a gap, and look for it in the render."""
    skipped = (Skipped(track=Path("songs/\x1b[31m.mp3"), at_ms=83_200),)
    output.shortcomings(
        Rendered(
            path=Path("a.mp3"),
            sidecars=(),
            size_bytes=1,
            timeline=timeline(),
            loudness_deficit_lu=0.0,
            skipped=skipped,
        )
    )
    assert capsys.readouterr() == ("", "songs/ [31m.mp3 has a damaged spot at 1:23, which is skipped\n")


def test_drops_are_told_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    """A cue dropped in each of twenty rounds would bury all others, or a drop go unnoticed."""
    output.drops(timeline(drop("Hips high.", 0), drop("Hips high.", 1), drop("Breathe.", 1, 9), drop("Rest.", 2, 0)))
    assert capsys.readouterr() == (
        "",
        (
            "4 cues did not fit and will not be heard:\n"
            f"  a.yaml:7: “Hips high.” (2 times): {LONG}\n"
            f"  a.yaml:9: “Breathe.”: {LONG}\n"
            f"  “Rest.”: {LONG}\n"
        ),
    )


def test_one_drop_is_one_cue(capsys: pytest.CaptureFixture[str]) -> None:
    """The message would read "1 cues"."""
    output.drops(timeline(drop("Hips high.", 0)))
    assert capsys.readouterr().err.startswith("1 cue did not fit")


def test_no_drops_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    """The user would be alarmed for nothing."""
    output.drops(timeline())
    assert capsys.readouterr() == ("", "")


def test_the_plan_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The plan would be unreadable, or the author's brackets vanish as markup."""
    output.timeline(timeline(), as_json=False)
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert [rows[0], *rows[2:]] == [
        "at length step and what is heard",
        "0:00.0 1:02:05 Plank, left side",
        "0:00.0 [go]",
        "1:01.2 “Halfway [red].”",
        "Tiny: 1:02:05, 1 step",
    ]


def test_a_table_is_never_cut_in_a_file(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`repcast plan core > plan.txt` would lose the ends of long cues."""
    monkeypatch.setenv("COLUMNS", "40")
    long = "word " * 60
    output.table(("a", "b"), [("x", long)])
    assert long.strip() in capsys.readouterr().out


def test_progress_is_a_line_for_each_stage_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """A log would fill with bars; or a job in the background show no sign of life."""
    with output.progress(quiet=False) as report:
        for stage in ("Speaking", "Encoding"):
            for done in range(1, 4):
                report(stage, done, 3)
    assert capsys.readouterr() == ("", "Speaking...\nEncoding...\n")


def test_quiet_progress_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """--quiet would not be."""
    with output.progress(quiet=True) as report:
        report("Speaking", 1, 3)
    assert capsys.readouterr() == ("", "")


def test_progress_is_a_bar_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A long render would show nothing on a terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with output.progress(quiet=False) as report:
        report("Encoding", 1, 2)
        report("Encoding", 2, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Encoding" in err
    assert "Encoding..." not in err


def test_a_document_is_readable_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Names with accents would be escaped beyond reading."""
    output.document({"name": "Größe"})
    assert capsys.readouterr().out == '{\n  "name": "Größe"\n}\n'


def test_a_verdict_names_some_findings_and_counts_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    """If this failed, a badly damaged file would fill the screen, or its name command the terminal."""
    sound = Measurement(
        format="mp3",
        length=48_000,
        is_whole=True,
        rate_hz=48_000,
        channels=1,
        digest="",
        loudness_lufs=None,
        true_peak_dbtp=None,
    )
    verified = Verification(
        sound=sound,
        planned_ms=1_000,
        as_written=False,
        cues=(),
        findings=tuple(Finding(kind="cue", text=f"cue {number}") for number in range(11)),
    )
    output.verdict("\x1b[2Ja.mp3", verified)
    printed = capsys.readouterr()
    assert printed.out == ""
    first, *findings, last = printed.err.splitlines()
    assert first == " [2Ja.mp3: not as written; 0:01"
    assert findings == [f"  cue {number}" for number in range(8)]
    assert last == "  and 3 more"


def test_a_cadence_is_one_line_of_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """If this failed, nobody would see it in a plan, or the plan would list ten thousand ticks."""
    output.timeline(builders.timeline(steps=(builders.step(cadence=170),)), as_json=False)
    assert capsys.readouterr().out.count("[170 ticks a minute]") == 1
