"""`repcast verify`, as a user runs it."""

import json
from pathlib import Path

import pytest
from program import TINY, run, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a session and its MP3."""
    folder = tmp_path_factory.mktemp("verify")
    write(folder, TINY)
    assert run("render", "tiny.yaml", "--quiet", folder=folder).code == 0
    return folder


def test_a_good_file_ends_with_0_and_says_how_that_is_known(folder: Path) -> None:
    """If this failed, the user would not learn that all is well, or how sure that is."""
    outcome = run("verify", "tiny.mp3", folder=folder)
    assert (outcome.code, outcome.files) == (0, {"tiny.yaml", "tiny.mp3"})
    assert outcome.err == "Measuring...\n"
    first, headings, _rule, *rows = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert first.startswith("tiny.mp3: as written; 0:28, -1")
    assert headings == "cues, compared with heard off by at most"
    assert rows == ["their clip 5 0.0 ms", "silence before and after 9 0.5 ms"]


def test_json_has_every_cue(folder: Path) -> None:
    """If this failed, a program could not read what was measured."""
    outcome = run("verify", "tiny.mp3", "--json", folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    result = json.loads(outcome.out)
    assert result["findings"] == []
    assert result["as_written"] is True
    assert result["sound"].keys() >= {"length", "rate_hz", "digest", "loudness_lufs", "true_peak_dbtp"}
    go = next(cue for cue in result["cues"] if cue["name"] == "go")
    assert go.items() >= {"at_ms": 14_000, "state": "heard", "by": "clip", "anchored": True}.items()
    assert abs(go["late_ms"]) < 0.1


def test_a_bad_file_ends_with_1_and_says_what_is_wrong(folder: Path) -> None:
    """If this failed, a script that checks its files would take a broken one for good."""
    whole = (folder / "tiny.mp3").read_bytes()
    (folder / "half.mp3").write_bytes(whole[: -len(whole) // 3])
    outcome = run("verify", "half.mp3", folder=folder)
    assert (outcome.code, outcome.out) == (1, "")
    first, second, *_ = outcome.err.splitlines()[2:]  # after what is done meanwhile
    assert first.startswith("half.mp3: not as written; 0:")
    assert "shorter than its plan: it ends at 0:" in second
    as_json = run("verify", "half.mp3", "--json", folder=folder)
    assert (as_json.code, as_json.err) == (1, "")
    assert json.loads(as_json.out)["findings"][0]["kind"] == "length"


@pytest.mark.parametrize(
    ("name", "says"),
    [("tiny.yaml", "cannot be read as sound"), ("nowhere.mp3", "it does not exist"), (".", "it is a folder")],
)
def test_what_is_no_sound_is_called_that(name: str, says: str, folder: Path) -> None:
    """If this failed, a wrong name would end in a traceback."""
    outcome = run("verify", name, folder=folder)
    assert (outcome.code, outcome.out) == (1, "")
    assert says in outcome.err
