"""The music of steps and blocks: whose it is, where its files are, and that it stays out of what is sent along."""

from pathlib import Path

import pytest

from repcast.pipeline import outline
from repcast.reading.loader import MOST_MUSICS, accept, load, parse
from repcast.reading.serialise import serialise, without_files
from repcast.session.model import Session
from repcast.session.step_music import with_music
from repcast.session.unroll import unroll

TEXT = """\
title: Music
steps:
- {work: Run, for: 30s}
- {rest: 20s, music: water.mp3}
- block: Core
  rounds: 2
  rest_between_rounds: 5s
  music: fast/
  steps:
  - {hold: Plank, for: 20s, sides: [left, right]}
  - {pause: 5s, music: none}
  - say: Up.
"""


def session(text: str = TEXT) -> Session:
    """Return a session, whose files exist."""
    return accept(parse(text.encode(), file="test.yaml", probe=lambda *_: ""))


def test_the_innermost_music_plays() -> None:
    """If this failed, a block's music would play where its author wants other music, or none."""
    found = [interval.music and interval.music.files for interval in unroll(session())]
    one_round = [("fast",), ("fast",), ("fast",), (), ("fast",)]  # left, switch, right, pause, say
    assert found == [None, ("water.mp3",), *one_round, ("fast",), *one_round]


def test_the_script_has_the_music_of_each_step() -> None:
    """If this failed, the mix would not know which music plays where."""
    musics = [step.music for step in outline(session()).steps]
    assert [*musics[1:-1]] == [interval.music for interval in unroll(session())]
    assert (musics[0], musics[-1]) == (None, None)


def test_a_session_has_music_where_a_step_has() -> None:
    """If this failed, the music of a step would be heard in one channel, or as loud as without."""
    assert session().has_music
    assert not session("title: T\nsteps: [{rest: 20s, music: none}]").has_music


def test_files_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    """If this failed, an included part would bring its music only where it lies beside the session."""
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "core.yaml").write_text("title: P\nsteps: [{hold: A, for: 20s, music: a.mp3}, {rest: 9s}]")
    (tmp_path / "whole.yaml").write_text("title: W\nsteps: [{include: part/core.yaml, music: b.mp3}]")
    whole = load("whole.yaml", lambda *_: "", tmp_path)
    found = [interval.music.files for interval in unroll(whole) if interval.music]
    assert found == [(str(tmp_path / "part" / "a.mp3"),), (str(tmp_path / "b.mp3"),)]


def test_what_is_embedded_names_no_music() -> None:
    """If this failed, an MP3 would tell strangers where its maker keeps music, and be refused for want of it."""
    bare, lost = without_files(session())
    assert lost == ("music",)
    assert not bare.has_music
    assert "music" not in serialise(bare)
    assert [interval.facts for interval in unroll(bare)] == [interval.facts for interval in unroll(session())]


def test_music_is_written_as_it_is_read() -> None:
    """If this failed, a saved session would play other music, or lose a step that has none."""
    again = session(serialise(session()))
    assert [step.music and step.music.files for step in unroll(again)] == [
        step.music and step.music.files for step in unroll(session())
    ]


def test_each_music_is_changed() -> None:
    """If this failed, that of a step in a block would keep its path."""
    changed = with_music(session(), lambda _: None)
    assert {interval.music for interval in unroll(changed)} == {None}


@pytest.mark.parametrize(("more", "is_refused"), [(0, False), (1, True)])
def test_there_are_so_many_musics_at_most(more: int, is_refused: bool) -> None:  # noqa: FBT001 - a case
    """If this failed, a text could have a thousand files held open at once."""
    steps = "".join(f"- {{rest: 9s, music: {number}.mp3}}\n" for number in range(MOST_MUSICS + more))
    problems = parse(f"title: T\nsteps:\n{steps}".encode(), file="test.yaml", probe=lambda *_: "").problems
    assert [problem.message for problem in problems] == ["its steps have more than 50 different musics"] * is_refused
