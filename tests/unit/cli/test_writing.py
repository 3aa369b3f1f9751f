from pathlib import Path

import click
import pytest

from repcast.cli.writing import Writing, slug, target
from repcast.formats import SoundFormat


def _writing(**more: object) -> Writing:
    values: dict[str, object] = {
        "wanted": "",
        "form": None,
        "split": False,
        "captions": (),
        "chapters": False,
        "force": False,
    }
    return Writing(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "form", "path", "written"),
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
def test_a_name_and_a_format_agree(wanted: str, form: SoundFormat | None, path: str, written: str) -> None:
    """If this failed, a file would be called what it is not."""
    output = _writing(wanted=wanted, form=form).output("core")
    assert (output.path, output.form) == (Path(path), written)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"wanted": "x.mp3", "form": "flac"}, "writes flac here; end the name otherwise than in .mp3"),
        ({"wanted": "x.ogg"}, "writes mp3, m4a, opus, flac, wav here; end the name otherwise than in .ogg"),
        ({"wanted": "x.mp3", "split": True}, "writes a folder here; end the name otherwise than in .mp3"),
        ({"wanted": "-"}, "sound cannot be written to standard output"),
        ({"split": True, "form": "flac"}, "an album is of MP3s"),
        ({"split": True, "captions": ("vtt",)}, "has no captions and chapters of its own"),
        ({"split": True, "chapters": True}, "has no captions and chapters of its own"),
    ],
)
def test_a_contradiction_is_refused(more: dict[str, object], message: str) -> None:
    """If this failed, one of two wishes would be forgotten without a word."""
    with pytest.raises(click.BadParameter) as refused:
        _writing(**more).output("core")
    assert message in refused.value.message


@pytest.mark.parametrize(("wanted", "path"), [("", "core"), ("album", "album"), ("albums/x", "albums/x")])
def test_an_album_is_a_folder(wanted: str, path: str) -> None:
    """If this failed, an album would be named like a file."""
    assert _writing(wanted=wanted, split=True).output("core").path == Path(path)


def test_a_file_is_not_replaced_by_what_is_made_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, rendering from an MP3 would destroy it."""
    monkeypatch.chdir(tmp_path)
    for name in ("core.mp3", "core-2.mp3", "lunch.mp3"):
        Path(name).touch()
    assert target("core.mp3", "", "mp3") == Path("core-3.mp3")
    assert target("core-2.mp3", "", "mp3") == Path("core-3.mp3")
    assert target("lunch.mp3", "", "mp3") == Path("lunch-2.mp3")
    assert target("core.mp3", "", "flac") == Path("core.flac")
    assert target("core", "", "mp3") == Path("core.mp3")
    assert target("-", "", "mp3") == Path("session.mp3")


@pytest.mark.parametrize(
    "more", [{"wanted": "x"}, {"form": "wav"}, {"split": True}, {"captions": ("srt",)}, {"force": True}]
)
def test_whether_something_is_to_be_written_is_known(more: dict[str, object]) -> None:
    """If this failed, `repcast week -o x` would show the week, write nothing, and not say so."""
    assert _writing(**more).is_asked_for
    assert not _writing().is_asked_for


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
