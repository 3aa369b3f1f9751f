"""`pipeline`: the stages of the work in their order, the same for every face of the program."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import soundfile

from repcast import pipeline
from repcast.customise import Customisation
from repcast.errors import InvalidSession, OutputExists, OutputNotWritable, UnknownLevel, UnknownSession
from repcast.resources import builtin_sessions
from sound import count_encodes

TINY = "title: Tiny\nsteps:\n  - hold: Plank\n    for: 10s\n"
AS_IT_IS = Customisation()


class Told:
    """A report that remembers."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, int]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Remember a report."""
        self.calls.append((stage, done, total))

    def stages(self) -> list[str]:
        """Return the stages in order."""
        return list(dict.fromkeys(stage for stage, _, _ in self.calls))


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """Return the path of a session file."""
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return str(path)


def test_checks_a_file(tiny: str) -> None:
    """A session's own file could not be used."""
    assert pipeline.check(tiny).name == "Tiny"


@pytest.mark.parametrize("name", list(builtin_sessions()))
def test_checks_every_built_in(name: str) -> None:
    """A session that ships with repcast would be broken."""
    assert pipeline.check(name).steps


def test_checks_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session could not be piped in."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TINY.encode())))
    assert pipeline.check("-").name == "Tiny"


def test_an_unknown_name() -> None:
    """A mistyped name would not lead to the right one."""
    with pytest.raises(UnknownSession, match="did you mean 'core'"):
        pipeline.check("coer")


def test_plans_without_writing(tiny: str, tmp_path: Path) -> None:
    """Looking at a plan would cost a render, or leave a file."""
    told = Told()
    planned = pipeline.plan(pipeline.check(tiny), AS_IT_IS, told)
    assert told.stages() == ["Speaking"]
    assert told.calls[-1][1] == told.calls[-1][2]
    assert {event.clip for event in planned.timeline.events} <= planned.clips.keys()
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


def test_every_event_is_as_long_as_its_clip(tiny: str) -> None:
    """The plan would promise room that the sound does not keep, and cues would overlap."""
    planned = pipeline.plan(pipeline.check(tiny), AS_IT_IS, Told())
    for event in planned.timeline.events:
        assert event.end_ms - event.start_ms == planned.clips[event.clip].length_ms


def test_the_same_session_gives_the_same_plan(tiny: str) -> None:
    """A plan could not be trusted to be what is rendered."""
    first, second = (pipeline.plan(pipeline.check(tiny), AS_IT_IS, Told()).timeline for _ in range(2))
    assert first == second
    assert first.to_json() == second.to_json()


def test_customises_before_planning(tiny: str) -> None:
    """A customisation would be accepted and not heard."""
    asked = Customisation(settings={"plank.for": "20s"})
    plain, longer = (pipeline.plan(pipeline.check(tiny), wanted, Told()).timeline for wanted in (AS_IT_IS, asked))
    assert longer.duration_ms - plain.duration_ms == 10_000


def test_renders(tiny: str, tmp_path: Path) -> None:
    """The main job would not be done, or the summary tell something else than the file holds."""
    told = Told()
    target = tmp_path / "out.mp3"
    rendered = pipeline.render(pipeline.check(tiny), AS_IT_IS, target, force=False, report=told)
    assert told.stages() == ["Speaking", "Encoding"]
    assert (rendered.path, rendered.size_bytes) == (target, target.stat().st_size)
    assert soundfile.info(target).frames == rendered.timeline.duration_ms * 48


def test_a_second_render_encodes_no_sound_again(tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering a session again would take as long as the first time, or give another file."""
    monkeypatch.setenv("REPCAST_CACHE_DIR", str(tmp_path / "cache"))
    session = pipeline.check(tiny)
    first, second = tmp_path / "first.mp3", tmp_path / "second.mp3"
    pipeline.render(session, AS_IT_IS, first, force=False, report=Told())
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"clips", "tiles"}
    encoded = count_encodes(monkeypatch)
    pipeline.render(session, AS_IT_IS, second, force=False, report=Told())
    assert len(encoded) == 2, "only the file's ends"
    assert first.read_bytes() == second.read_bytes()


def test_looks_at_the_target_before_any_work(tiny: str, tmp_path: Path) -> None:
    """The user would wait for a whole render to learn that its file is in the way."""
    target = tmp_path / "out.mp3"
    target.write_text("mine")
    told = Told()
    session = pipeline.check(tiny)
    with pytest.raises(OutputExists):
        pipeline.render(session, AS_IT_IS, target, force=False, report=told)
    with pytest.raises(OutputNotWritable):
        pipeline.render(session, AS_IT_IS, tmp_path / "missing" / "out.mp3", force=True, report=told)
    assert told.calls == []
    assert target.read_text() == "mine"


def test_an_error_writes_nothing(tiny: str, tmp_path: Path) -> None:
    """A render that fails would leave a file that looks like a result."""
    with pytest.raises(UnknownLevel):
        pipeline.render(
            pipeline.check(tiny), Customisation(levels=("hard",)), tmp_path / "out.mp3", force=False, report=Told()
        )
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


def test_a_bad_file_tells_all_its_problems(tmp_path: Path) -> None:
    """Mending a file would take a run for each of its problems."""
    path = tmp_path / "bad.yaml"
    path.write_text("steps:\n  - hold: Plank\n    for: 10\n  - hodl: Plank\n", encoding="utf-8")
    with pytest.raises(InvalidSession) as error:
        pipeline.check(str(path))
    assert len(error.value.problems) == 3


def test_voices_are_sorted() -> None:
    """A voice could not be found in the list of them."""
    languages = [voice.language for voice in pipeline.voices()]
    assert languages
    assert languages == sorted(languages)
