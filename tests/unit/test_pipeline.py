"""`pipeline`: the stages of the work in their order, the same for every face of the program."""

import io
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import soundfile
import yaml
from mutagen.id3 import ID3

from builders import sine, write_sound
from repcast import opening, pipeline, saving
from repcast.errors import (
    InvalidSession,
    InvalidTrainingPlan,
    NotASession,
    NotATrainingPlan,
    NoTrainingPlanHere,
    OutputExists,
    OutputNotWritable,
    RepcastError,
    UnknownLevel,
    UnknownSession,
    UnreadableFile,
)
from repcast.files.outputs import Output
from repcast.plan.placing import Lengths
from repcast.plan.schedule import Schedule, schedule
from repcast.plan.script import Script
from repcast.resources import builtin_sessions
from repcast.session.customise import Customisation
from repcast.session.model import Hold, Session
from repcast.sound.music import TrackReader
from repcast.speech.engines import Engines
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


class Lent(Engines):
    """Open engines that count how often they are left."""

    left = 0

    def __exit__(self, *_: object) -> None:
        self.left += 1
        super().__exit__()


@pytest.fixture
def decoy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the variable that gives the commands their date to a day that no test expects."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """Return the path of a session file."""
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return str(path)


def test_checks_a_file(tiny: str) -> None:
    """A session's own file could not be used."""
    assert opening.open_session(tiny).name == "Tiny"


@pytest.mark.parametrize("name", list(builtin_sessions()))
def test_checks_every_built_in(name: str) -> None:
    """A session that ships with repcast would be broken."""
    assert opening.open_session(name).steps


def test_checks_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session could not be piped in."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TINY.encode())))
    assert opening.open_session("-").name == "Tiny"


def test_an_unknown_name() -> None:
    """A mistyped name would not lead to the right one."""
    with pytest.raises(UnknownSession, match="did you mean 'core'"):
        opening.open_session("coer")


def test_plans_without_writing(tiny: str, tmp_path: Path) -> None:
    """Looking at a plan would cost a render, or leave a file."""
    told = Told()
    planned = pipeline.plan(opening.open_session(tiny), AS_IT_IS, told)
    assert told.stages() == ["Speaking"]
    assert told.calls[-1][1] == told.calls[-1][2]
    assert {event.clip for event in planned.timeline.events} <= planned.clips.keys()
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


def test_every_event_is_as_long_as_its_clip(tiny: str) -> None:
    """The plan would promise room that the sound does not keep, and cues would overlap."""
    planned = pipeline.plan(opening.open_session(tiny), AS_IT_IS, Told())
    for event in planned.timeline.events:
        assert event.end_ms - event.start_ms == planned.clips[event.clip].length_ms


def test_the_same_session_gives_the_same_plan(tiny: str) -> None:
    """A plan could not be trusted to be what is rendered."""
    first, second = (pipeline.plan(opening.open_session(tiny), AS_IT_IS, Told()).timeline for _ in range(2))
    assert first == second
    assert first.to_json() == second.to_json()


def test_customises_before_planning(tiny: str) -> None:
    """A customisation would be accepted and not heard."""
    asked = Customisation(settings={"plank.for": "20s"})
    plain, longer = (pipeline.plan(opening.open_session(tiny), wanted, Told()).timeline for wanted in (AS_IT_IS, asked))
    assert (plain.steps[1].length_ms, longer.steps[1].length_ms) == (10_000, 20_000)


def test_renders(tiny: str, tmp_path: Path) -> None:
    """The main job would not be done, or the summary tell something else than the file holds."""
    told = Told()
    target = tmp_path / "out.mp3"
    rendered = pipeline.render(opening.open_session(tiny), AS_IT_IS, Output(path=target), told)
    assert told.stages() == ["Speaking", "Encoding"]
    assert (rendered.path, rendered.size_bytes) == (target, target.stat().st_size)
    assert soundfile.info(target).frames == rendered.timeline.duration_ms * 48


def test_a_second_render_encodes_no_sound_again(tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering a session again would take as long as the first time, or give another file."""
    monkeypatch.setenv("REPCAST_CACHE_DIR", str(tmp_path / "cache"))
    session = opening.open_session(tiny)
    first, second = tmp_path / "first.mp3", tmp_path / "second.mp3"
    pipeline.render(session, AS_IT_IS, Output(path=first), Told())
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"clips", "covers", "tiles"}
    encoded = count_encodes(monkeypatch)
    pipeline.render(session, AS_IT_IS, Output(path=second), Told())
    assert encoded == []
    assert first.read_bytes() == second.read_bytes()


def test_looks_at_the_target_before_any_work(tiny: str, tmp_path: Path) -> None:
    """The user would wait for a whole render to learn that its file is in the way."""
    target = tmp_path / "out.mp3"
    target.write_text("mine")
    told = Told()
    session = opening.open_session(tiny)
    with pytest.raises(OutputExists):
        pipeline.render(session, AS_IT_IS, Output(path=target), told)
    with pytest.raises(OutputNotWritable):
        pipeline.render(session, AS_IT_IS, Output(path=tmp_path / "missing" / "out.mp3", force=True), told)
    assert told.calls == []
    assert target.read_text() == "mine"


def test_lent_engines_are_left_open(tiny: str) -> None:
    """A page that plans at every key press would wait each time for the engine to start."""
    with Lent() as engines:
        for _ in range(2):
            pipeline.plan(opening.open_session(tiny), AS_IT_IS, surroundings=pipeline.Surroundings(engines=engines))
        assert engines.left == 0


@pytest.mark.usefixtures("decoy")
def test_a_file_is_given_the_callers_date_and_else_none(tiny: str, tmp_path: Path) -> None:
    """The same input would give another file tomorrow, wherever the date comes from."""
    dated, undated = tmp_path / "dated.mp3", tmp_path / "undated.mp3"
    pipeline.render(
        opening.open_session(tiny), AS_IT_IS, Output(path=dated), surroundings=pipeline.Surroundings(date="2001-02-03")
    )
    pipeline.render(opening.open_session(tiny), AS_IT_IS, Output(path=undated))
    assert str(ID3(dated)["TDRC"]) == "2001-02-03"
    assert "TDRC" not in ID3(undated)


def test_all_that_fits_is_placed_once(tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every plan would take the time of two."""
    placed: list[Script] = []

    def counted(script: Script, lengths: Lengths) -> Schedule:
        placed.append(script)
        return schedule(script, lengths)

    monkeypatch.setattr("repcast.plan.schedule.schedule", counted)
    pipeline.plan(opening.open_session(tiny), AS_IT_IS)
    assert len(placed) == 1


def test_an_error_writes_nothing(tiny: str, tmp_path: Path) -> None:
    """A render that fails would leave a file that looks like a result."""
    with pytest.raises(UnknownLevel):
        pipeline.render(
            opening.open_session(tiny), Customisation(levels=("hard",)), Output(path=tmp_path / "out.mp3"), Told()
        )
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


def test_a_bad_file_tells_all_its_problems(tmp_path: Path) -> None:
    """Mending a file would take a run for each of its problems."""
    path = tmp_path / "bad.yaml"
    path.write_text("steps:\n  - hold: Plank\n    for: 10\n  - hodl: Plank\n", encoding="utf-8")
    with pytest.raises(InvalidSession) as error:
        opening.open_session(str(path))
    assert len(error.value.problems) == 3


# What it sounds like

LONG_NAME = "Side plank with both arms stretched out far in front, and the upper leg raised as high as it goes"
BARE = f"{LONG_NAME}."


def cramped(rest_s: int) -> str:
    """Return a session in which a long name is told in a rest."""
    return f"title: T\nsteps: [{{hold: A, for: 10s}}, {{rest: {rest_s}s}}, {{hold: '{LONG_NAME}', for: 10s}}]\n"


def session_of(tmp_path: Path, text: str) -> Session:
    """Return the session of a text."""
    path = tmp_path / "session.yaml"
    path.write_text(text, encoding="utf-8")
    return opening.open_session(str(path))


def test_what_does_not_fit_is_spoken_faster(tmp_path: Path) -> None:
    """The listener would miss the ticks before a start, where a name could have been said faster."""
    roomy = pipeline.plan(session_of(tmp_path, cramped(14)), AS_IT_IS, Told())
    usual_ms = roomy.clips["voice", BARE].length_ms
    assert usual_ms > 4_500
    told = Told()
    # The signal at the rest's start and the ticks at its end take about four seconds.
    planned = pipeline.plan(session_of(tmp_path, cramped((usual_ms + 3_700) // 1_000)), AS_IT_IS, told)
    assert told.stages() == ["Speaking", "Hurrying"]
    [event] = [event for event in planned.timeline.events if event.hurried]
    assert event.text in (BARE, f"Next, {BARE[:1].lower()}{BARE[1:]}")
    usual_ms = planned.clips["voice", event.text].length_ms
    assert event.end_ms - event.start_ms == planned.clips["hurried", event.text].length_ms
    assert usual_ms / 1.4 < event.end_ms - event.start_ms < usual_ms / 1.1, "a quarter faster, by the voice itself"
    assert [drop.text for drop in planned.timeline.dropped if drop.cue == "name"] == []


@pytest.mark.parametrize("sounds", ["", "sounds: none\n"])
def test_a_session_without_a_word_is_planned_and_rendered(tmp_path: Path, sounds: str) -> None:
    """Who wants beeps only, or silence, would wait for a voice, or get a fault."""
    told = Told()
    session = session_of(tmp_path, f"{TINY}talk: none\n{sounds}")
    rendered = pipeline.render(session, AS_IT_IS, Output(path=tmp_path / "out.mp3"), told)
    assert told.stages() == ["Encoding"]
    assert [event.text for event in rendered.timeline.events if event.text] == []
    assert bool(rendered.timeline.events) == (not sounds)


def test_nothing_is_spoken_twice_where_all_fits(tiny: str) -> None:
    """Each first render would take longer than it needs to."""
    planned = pipeline.plan(opening.open_session(tiny), AS_IT_IS, Told())
    assert {kind for kind, _ in planned.clips} == {"voice", "earcon"}


def test_a_plan_has_the_session_as_it_was_customised(tiny: str) -> None:
    """A volume that is set today would not be heard."""
    asked = Customisation(settings={"mix.voice_db": "-6", "keep_awake": "off"})
    planned = pipeline.plan(opening.open_session(tiny), asked, Told())
    assert (planned.session.mix.voice_db, planned.session.keep_awake) == (-6, "off")
    mixed = pipeline.mix_of(planned, TrackReader())
    assert mixed.channels == 1
    assert not mixed.noise_floor.any()
    assert mixed.length_samples == planned.timeline.duration_ms * 48


def test_music_that_is_not_there_stops_the_render(tiny: str, tmp_path: Path) -> None:
    """The user would get a file without the music that was asked for."""
    asked = Customisation(settings={"music": str(tmp_path / "gone.mp3")})
    with pytest.raises(UnreadableFile, match=r"gone\.mp3: it does not exist"):
        pipeline.render(opening.open_session(tiny), asked, Output(path=tmp_path / "out.mp3"), Told())
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


def test_signals_are_those_that_the_session_wants(tmp_path: Path) -> None:
    """`repcast sounds` would list what is never heard."""
    session = session_of(tmp_path, TINY + "sounds: {tick: none, done: none}\n")
    assert [signal.name for signal in pipeline.signals(session)] == ["go", "recover", "halfway", "rest", "finish"]
    assert pipeline.signals(session_of(tmp_path, TINY + "sounds: none\n")) == ()


def test_demonstrates_the_signals(tmp_path: Path) -> None:
    """The user could not learn the signals before the first workout."""
    told = Told()
    target = tmp_path / "demo.mp3"
    rendered = pipeline.demonstrate(opening.plain().session, Output(path=target), told)
    assert told.stages() == ["Speaking", "Encoding"]
    heard = [event.sound for event in rendered.timeline.events if event.sound]
    assert heard == ["go", "recover", "tick", "halfway", "done", "rest", "finish"]
    assert soundfile.info(target).frames == rendered.timeline.duration_ms * 48


def test_demonstrates_no_signals_at_all(tmp_path: Path) -> None:
    """Who wants no signals, and asks for them, would get a fault of ours, or an MP3 of nothing."""
    session = session_of(tmp_path, TINY + "sounds: none\n")
    with pytest.raises(RepcastError):
        pipeline.demonstrate(session, Output(path=tmp_path / "demo.mp3"), Told())
    assert not (tmp_path / "demo.mp3").exists()


def test_draws_what_the_suffix_says_and_knows_it_again(tiny: str, tmp_path: Path) -> None:
    """If this failed, a picture would be of another format than its name says, or be refused the second time."""
    timeline = pipeline.plan(opening.open_session(tiny), AS_IT_IS, Told()).timeline
    for name, beginning in (("a.svg", b"<?xml"), ("a.PNG", b"\x89PNG")):
        saving.check_picture(tmp_path / name, force=False)
        saving.draw(timeline, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(beginning)
        saving.check_picture(tmp_path / name, force=False)


def test_another_s_picture_is_not_ours(tmp_path: Path) -> None:
    """If this failed, a picture that somebody drew themselves would be lost."""
    (tmp_path / "repcast.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>repcast</title></svg>")
    with pytest.raises(OutputExists):
        saving.check_picture(tmp_path / "repcast.svg", force=False)
    saving.check_picture(tmp_path / "repcast.svg", force=True)


PLAN = "title: Autumn\nstart: 2026-11-23\nweeks: 1\ndays:\n  monday: tiny.yaml\n"


def test_a_training_plan_is_told_from_a_session(tiny: str, tmp_path: Path) -> None:
    """If this failed, `repcast check` would look for steps in a training plan."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    known = (str(path), tiny, "runner-strength-6-weeks", "core")
    found = [type(opening.open_either(name)) for name in known]
    assert found == [opening.OpenedTrainingPlan, opening.Opened] * 2
    with pytest.raises(UnknownSession):
        opening.open_either("nothing")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every YAML text is added that is parsed from now on, as its first line."""
    texts: list[str] = []
    parse = yaml.parse

    def counted(text: str, **options: Any) -> Any:
        texts.append(text.partition("\n")[0])
        return parse(text, **options)

    monkeypatch.setattr(yaml, "parse", counted)
    return texts


def test_a_file_is_parsed_once_whatever_it_turns_out_to_be(tiny: str, tmp_path: Path, parsed: list[str]) -> None:
    """If this failed, a check would take twice as long, or see two versions of a file that is being saved."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN + "  tuesday: [tiny.yaml, tiny.yaml]\n", encoding="utf-8")
    title, autumn = TINY.partition("\n")[0], PLAN.partition("\n")[0]
    for reference, texts in ((tiny, [title]), (str(path), [autumn, title])):
        parsed.clear()
        opening.open_either(reference)
        assert parsed == texts
    for opens, reference, text in (
        (opening.open_session, str(path), autumn),
        (opening.open_training_plan, tiny, title),
    ):
        parsed.clear()
        with pytest.raises((NotASession, NotATrainingPlan)):
            opens(reference)
        assert parsed == [text]


def test_a_session_with_problems_is_parsed_once_for_a_training_plan(tmp_path: Path, parsed: list[str]) -> None:
    """If this failed, a session that is due on each day of the week would be read again for each."""
    (tmp_path / "tiny.yaml").write_text("title: Tiny\n", encoding="utf-8")
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN + "  tuesday: [tiny.yaml, tiny.yaml]\n", encoding="utf-8")
    with pytest.raises(InvalidTrainingPlan):
        opening.open_either(str(path))
    assert parsed == ["title: Autumn", "title: Tiny"]


def test_a_training_plan_is_no_session_and_a_session_no_training_plan(tiny: str, tmp_path: Path) -> None:
    """If this failed, whoever takes one for the other would read of unknown keys, and not of the right command."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    for plan in (str(path), "runner-strength-6-weeks"):
        with pytest.raises(NotASession, match="is a training plan; `repcast today "):
            opening.open_session(plan)
    for session in (tiny, "core"):
        with pytest.raises(NotATrainingPlan, match="is a session; `repcast render "):
            opening.open_training_plan(session)


def test_the_training_plan_of_the_folder_is_the_one_that_is_meant(
    tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, `repcast today` would need the name of a file that always is the same."""
    monkeypatch.chdir(Path(tiny).parent)
    with pytest.raises(NoTrainingPlanHere, match=r"there is no plan\.yaml in this folder"):
        opening.open_training_plan("")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert opening.open_training_plan("").programme.start == date(2026, 11, 23)
    assert opening.open_training_plan("", date(2027, 1, 1)).programme.start == date(2027, 1, 1)


def test_a_training_plans_session_with_a_sound_that_cannot_be_played_is_a_problem(tmp_path: Path) -> None:
    """If this failed, the plan would be called right, and the render fail on the day."""
    (tmp_path / "go.wav").write_bytes(b"no sound")
    (tmp_path / "tiny.yaml").write_text(TINY + "sounds: {go: go.wav}\n", encoding="utf-8")
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    with pytest.raises(InvalidTrainingPlan, match=r"tiny\.yaml:5:14: cannot use go\.wav"):
        opening.open_training_plan(str(path))


SOUNDING = """\
sounds: {go: go.wav, tick: none}
music: {work: fast.wav, rest: go.wav}
levels: {long: {set: {Plank.for: 20s}}}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a session in a folder, with sounds and music beside it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("go.wav", "fast.wav"):
        write_sound(folder / name, sine(1.5))
    (folder / "own.yaml").write_text(TINY + SOUNDING, encoding="utf-8")
    return folder / "own.yaml"


def test_a_saved_session_is_the_customised_one(own: Path, tmp_path: Path) -> None:
    """If this failed, what was saved would not be what was changed, or its files would be sought in a wrong place."""
    (tmp_path / "other").mkdir()
    step_music = {"Plank.music": str(own.parent / "fast.wav")}
    wanted = Customisation(levels=("long",), settings={"rounds": "2", **step_music})
    for target in (tmp_path / "other" / "new.yaml", tmp_path / "new.yaml", own.parent / "new.yaml"):
        saving.save(opening.opened(str(own)).written, wanted, target)
        saved = opening.open_session(str(target))
        [plank] = saved.steps
        assert isinstance(plank, Hold)
        assert (saved.rounds, plank.duration_ms, saved.levels) == (2, 20_000, {})
        assert Path(saved.sounds["go"]).samefile(own.parent / "go.wav")
        assert saved.sounds["tick"] == "none"
        assert Path(saved.music.work.files[0]).samefile(own.parent / "fast.wav")
        assert plank.own_music
        assert Path(plank.own_music.files[0]).samefile(own.parent / "fast.wav")
        assert str(tmp_path) not in target.read_text(encoding="utf-8")


def test_a_saved_session_has_no_settings_of_the_user_s(
    tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, a session that is handed on would speak with its sender's voice."""
    configuration = tmp_path / "config.toml"
    configuration.write_text("countdown = 'ticks'\n", encoding="utf-8")
    monkeypatch.setenv("REPCAST_CONFIG", str(configuration))
    opened = opening.opened(tiny)
    assert (opened.session.countdown, opened.written.countdown) == ("ticks", "spoken")
    saving.save(opened.written, AS_IT_IS, tmp_path / "new.yaml")
    assert "countdown" not in (tmp_path / "new.yaml").read_text(encoding="utf-8")


def test_a_session_that_cannot_be_saved_leaves_what_stood_there(tiny: str, tmp_path: Path) -> None:
    """If this failed, saving to a bad place would end in a traceback, or destroy a file."""
    written = opening.opened(tiny).written
    with pytest.raises(OutputNotWritable):
        saving.save(written, AS_IT_IS, tmp_path / "nowhere" / "new.yaml")
    with pytest.raises(UnknownLevel):
        saving.save(written, Customisation(levels=("x",)), Path(tiny))
    assert Path(tiny).read_text(encoding="utf-8") == TINY
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.yaml"]


def test_what_an_mp3_does_not_carry_is_known_when_it_is_opened(own: Path, tmp_path: Path) -> None:
    """If this failed, a session saved from an MP3 would lose its music without a word."""
    mp3 = tmp_path / "own.mp3"
    pipeline.render(opening.open_session(str(own)), AS_IT_IS, Output(path=mp3), lambda *_: None)
    opened = opening.opened(str(mp3))
    assert (opened.session, opened.left_out) == (opened.written, ("sounds.go", "music"))


def test_a_shuffled_plan_names_its_seed(tmp_path: Path) -> None:
    """A user who likes today's order could not have it again tomorrow."""
    path = tmp_path / "shuffled.yaml"
    path.write_text(TINY.replace("steps:", "shuffle: on\nsteps:"), encoding="utf-8")
    session = opening.open_session(str(path))
    dated = pipeline.plan(session, AS_IT_IS, surroundings=pipeline.Surroundings(date="2026-11-28"))
    assert "shuffled with seed 20261128; write seed: 20261128 to keep it" in dated.remarks
    assert dated.session.seed == 20261128
    own = Customisation(settings={"seed": "5"})
    seeded = pipeline.plan(session, own, surroundings=pipeline.Surroundings(date="2026-11-28"))
    assert (seeded.remarks, seeded.session.seed) == ((), 5)


def test_a_plan_is_fitted_to_what_its_speech_takes() -> None:
    """A session of twenty minutes would be longer by all that is said before it and after it."""
    planned = pipeline.plan(opening.open_session("core"), Customisation(fit_ms=1_200_000))
    assert abs(planned.timeline.duration_ms - 1_200_000) <= 10_000
    [remark] = planned.remarks
    assert remark.startswith("fitted to 20m: holds, work and rests ×1.")
