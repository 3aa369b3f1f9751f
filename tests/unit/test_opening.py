"""`opening`: what is read to open something, and how often."""

from collections.abc import Callable
from pathlib import Path

import pytest

from repcast import config, opening
from repcast.files.outputs import OutputRequest
from repcast.session.model import Session

Opened = opening.Opened | opening.OpenedTrainingPlan


@pytest.fixture(name="reads")
def _reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the readings of the user's settings, which send output to the folder `out`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPCAST_CONFIG", "own.toml")
    Path("own.toml").write_text('output_folder = "out"\n', encoding="utf-8")
    reads: list[str] = []
    load = config.load

    def counted(probe: Callable[..., str]) -> config.UserSettings:
        reads.append("read")
        return load(probe)

    monkeypatch.setattr(config, "load", counted)
    return reads


@pytest.mark.parametrize(
    "open_",
    [
        lambda: opening.opened("core"),
        lambda: opening.quick("10 squats"),
        lambda: opening.open_training_plan("runner-strength-6-weeks"),
    ],
)
def test_settings_are_read_once(open_: Callable[[], Opened], reads: list[str]) -> None:
    """If this failed, each of a week's sessions would have the settings read, and their sounds played, once more."""
    outputs = OutputRequest().outputs(["a", "b", "c"], open_().output_folder)
    assert [output.path.parent for output in outputs] == [Path("out")] * 3
    assert Path("out").is_dir()
    assert reads == ["read"]


def test_settings_are_not_needed_where_a_file_holds_its_session(
    reads: list[str], session_of: Callable[[str], Session]
) -> None:
    """If this failed, a mistake in the settings would keep a file from being rendered again under a name of its own."""
    session = session_of("title: T\nsteps: [{rest: 9s}]\n")
    opened = opening.Opened(session=session, written=session)
    assert OutputRequest(name="x.mp3").output("t.mp3", opened.output_folder).path == Path("x.mp3")
    assert (reads, Path("out").exists()) == ([], False)
    assert OutputRequest().output("t.mp3", opened.output_folder).path == Path("out/t.mp3")
    assert reads == ["read"]
