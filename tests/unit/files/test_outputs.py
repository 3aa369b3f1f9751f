"""`files.outputs`: what a render writes, and where, as it was asked for."""

from pathlib import Path
from typing import Any

import pytest

from repcast.errors import AlbumWithExtras, MisnamedOutput, Misuse, OneOutputForMany, OutputIsInput
from repcast.files.outputs import OutputRequest, free_yaml, refuse_input_as_output, slug, yaml_path
from repcast.formats import OTHER_SOUND_ENDINGS, SoundFormat


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "form", "path", "written"),
    [
        ("", None, "core.mp3", "mp3"),
        ("", "flac", "core.flac", "flac"),
        ("x.m4a", None, "x.m4a", "m4a"),
        ("X.OPUS", None, "X.OPUS", "opus"),
        ("x.wav", "wav", "x.wav", "wav"),
        ("x", "opus", "x", "opus"),
        ("x.today", None, "x.today", "mp3"),
        ("./", "flac", "core.flac", "flac"),
        ("new/", None, "new/core.mp3", "mp3"),
    ],
)
def test_a_name_and_a_format_agree(name: str, form: SoundFormat | None, path: str, written: str) -> None:
    """If this failed, a file would be called what it is not."""
    output = OutputRequest(name=name, form=form).output("core")
    assert (output.path, output.form) == (Path(path), written)


@pytest.mark.parametrize(
    ("request_", "error", "option", "message"),
    [
        (
            OutputRequest(name="x.mp3", form="flac"),
            MisnamedOutput,
            "--output",
            "the name cannot end in .mp3 here; end it in .flac",
        ),
        (
            OutputRequest(name="x.ogg"),
            MisnamedOutput,
            "--output",
            "the name cannot end in .ogg here; end it in .mp3, .m4a, .opus, .flac or .wav",
        ),
        (
            OutputRequest(name="x.mp3", split=True),
            MisnamedOutput,
            "--output",
            "the name cannot end in .mp3 here; an album is a folder",
        ),
        (OutputRequest(name="-"), Misuse, "--output", "sound cannot be written to standard output; name a file"),
        *(
            (
                OutputRequest(split=True, **more),
                AlbumWithExtras,
                "--split",
                "an album is written as MP3s, without captions or chapters files; leave those options out",
            )
            for more in ({"form": "flac"}, {"captions": ("vtt",)}, {"chapters": True})
        ),
    ],
)
def test_a_contradiction_is_refused(request_: OutputRequest, error: type[Misuse], option: str, message: str) -> None:
    """If this failed, one of two wishes would be forgotten without a word."""
    with pytest.raises(error) as refused:
        request_.output("core")
    assert (str(refused.value), refused.value.option) == (message, option)


@pytest.mark.parametrize("ending", sorted(OTHER_SOUND_ENDINGS))
def test_sound_that_repcast_only_plays_is_not_written(ending: str) -> None:
    """If this failed, an MP3 would be called x.aac, and no player open it."""
    with pytest.raises(MisnamedOutput):
        OutputRequest(name=f"x.{ending}").output("core")


@pytest.mark.parametrize(("name", "path"), [("", "core"), ("album", "album"), ("albums/x", "albums/x")])
def test_an_album_is_a_folder(name: str, path: str) -> None:
    """If this failed, an album would be named like a file."""
    assert OutputRequest(name=name, split=True).output("core").path == Path(path)


@pytest.mark.parametrize(
    ("reference", "form", "path"),
    [
        ("core.mp3", "mp3", "core-3.mp3"),
        ("core-2.mp3", "mp3", "core-3.mp3"),
        ("lunch.mp3", "mp3", "lunch-2.mp3"),
        ("core.mp3", "flac", "core.flac"),
        ("core", "mp3", "core.mp3"),
        ("-", "mp3", "session.mp3"),
    ],
)
def test_a_file_is_not_replaced_by_what_is_made_from_it(reference: str, form: SoundFormat, path: str) -> None:
    """If this failed, rendering from an MP3 would destroy it."""
    for name in ("core.mp3", "core-2.mp3", "lunch.mp3"):
        Path(name).touch()
    assert OutputRequest(form=form).output(reference).path == Path(path)


def test_a_file_that_is_named_is_not_made_from_itself() -> None:
    """If this failed, `repcast render lunch.mp3 -o lunch.mp3` would replace what it reads."""
    Path("lunch.mp3").touch()
    refuse_input_as_output("lunch.mp3", Path("other.mp3"))
    with pytest.raises(OutputIsInput):
        refuse_input_as_output("./lunch.mp3", Path("lunch.mp3"))


def test_the_default_folder_is_asked_for_only_where_no_name_is_given() -> None:
    """If this failed, settings would be read, and a folder be made, for nothing; or files go to another place."""
    asked = []

    def default_folder() -> str:
        asked.append("asked")
        return "out"

    assert OutputRequest(name="x.mp3").output("core", default_folder).path == Path("x.mp3")
    assert (asked, Path("out").exists()) == ([], False)
    assert OutputRequest().output("core", default_folder).path == Path("out/core.mp3")
    assert Path("out").is_dir()


def test_several_sessions_are_not_written_to_one_file() -> None:
    """If this failed, a week of training would leave one file: the last day's."""
    names = ["2026-11-23-core", "2026-11-24-core.v2"]
    assert [output.path.name for output in OutputRequest(name="phone/").outputs(names)] == [
        "2026-11-23-core.mp3",
        "2026-11-24-core.v2.mp3",
    ]
    assert OutputRequest(name="x.mp3").outputs(names[:1])[0].path == Path("x.mp3")
    with pytest.raises(OneOutputForMany, match="2 sessions would be written there; name a folder that exists"):
        OutputRequest(name="x.mp3").outputs(names)


@pytest.mark.parametrize(
    "more", [{"name": "x"}, {"form": "wav"}, {"split": True}, {"captions": ("srt",)}, {"force": True}]
)
def test_whether_something_is_to_be_written_is_known(more: dict[str, Any]) -> None:
    """If this failed, `repcast week -o x` would show the week, write nothing, and not say so."""
    assert OutputRequest(**more).is_made
    assert not OutputRequest().is_made


def test_a_session_is_saved_where_nothing_stands() -> None:
    """If this failed, the customiser would propose to replace a file."""
    assert free_yaml("sessions/core.yaml") == Path("core.yaml")
    Path("core.yaml").touch()
    assert free_yaml("core") == Path("core-2.yaml")
    Path("core-2.yaml").touch()
    assert free_yaml("core.mp3") == Path("core-3.yaml")


@pytest.mark.parametrize(
    ("name", "path"),
    [("lunch", "lunch.yaml"), ("a/b.YML", "a/b.YML"), ("legs.v2", "legs.v2.yaml"), ("x.yaml", "x.yaml")],
)
def test_a_session_file_may_be_named_without_its_ending(name: str, path: str) -> None:
    """If this failed, a saved session would be called x.yaml.yaml, or be one that no command takes for a session."""
    assert yaml_path(name) == Path(path)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Flutter kicks", "flutter-kicks"),
        ("Today's L-sit / dips!", "todays-l-sit-dips"),
        ("Früh am Morgen", "früh-am-morgen"),
        ("../../etc/passwd", "etc-passwd"),
        ("💪", "session"),
        ("squats " * 14, "-".join(["squats"] * 8)),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_title_becomes_the_name_of_a_file(title: str, name: str) -> None:
    """If this failed, a workout without a file would be written under a name that no shell or system likes."""
    assert slug(title) == name
