from collections.abc import Callable

import builders
from repcast.files.tags import tags_of
from repcast.plan.chapters import chapters
from repcast.plan.timeline import Timeline
from repcast.session.model import Session

TEXT = """\
title: Kräftig
description: "Twice,\\nwith   care."
credit: From a book
rounds: 2
steps:
  - hold: Side plank
    for: 30s
    sides: [left, right]
  - work: Squats
    for: 40s
"""


def test_tags_say_what_a_player_shows(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> None:
    """If this failed, a phone would show a file name."""
    session = session_of(TEXT)
    timeline = plan(session)
    tags = tags_of(session, timeline, cover=b"png", cards={}, date="2026-11-24")
    assert (tags.title, tags.artist, tags.album, tags.genre) == ("Kräftig", "From a book", "repcast", "Workout")
    assert (tags.date, tags.duration_ms, tags.cover) == ("2026-11-24", timeline.duration_ms, b"png")
    assert tags.comment.splitlines()[0] == "Twice, with care."
    assert tags.comment.splitlines()[2:] == ["4 x Side plank, 0:30", "2 x Squats, 0:40"]
    assert tags.chapters == chapters(timeline)
    assert tags.lyrics.startswith("[Get ready · 0:")


def test_a_session_without_credit_is_ours(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> None:
    """If this failed, a player would file it under an unknown artist."""
    session = session_of("title: x\nsteps: [{rest: 5s}]")
    assert tags_of(session, plan(session), cover=b"", cards={}, date="2026-11-24").artist == "repcast"


def test_a_long_plan_is_cut_in_the_comment(session_of: Callable[[str], Session], plan: Callable[..., Timeline]) -> None:
    """If this failed, a comment would be pages long."""
    steps = "\n".join(f"  - {{work: Number {number}, for: 10s}}" for number in range(20))
    session = session_of(f"title: x\nsteps:\n{steps}\n")
    lines = tags_of(session, plan(session), cover=b"", cards={}, date="2026-11-24").comment.splitlines()
    assert len(lines) == 14
    assert lines[-1] == "and 8 more"


def test_the_text_of_a_long_session_is_cut() -> None:
    """If this failed, the words in the tags of a day of training would keep a player from starting."""
    said = "".join(f"{number:05} words, " for number in range(10_000))
    timeline = builders.timeline(builders.voice(0, 100, said))
    lyrics = tags_of(builders.session(), timeline, cover=b"", cards={}, date="2026-11-24").lyrics
    assert len(lyrics) == 65_536
    assert lyrics.startswith("[Plank · 1:00]\n00000 words, 00001")
