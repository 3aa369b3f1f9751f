from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import step, timeline, voice
from repcast.plan.chapters import MOST_CHAPTERS, chapters
from repcast.plan.timeline import Event, Step, Timeline
from repcast.session.model import Purpose
from repcast.session.settings import Language


def _step(index: int, purpose: Purpose, name: str = "Plank", **more: Any) -> Step:
    start_ms = index * 5_000
    return step(index, start_ms, **{"end_ms": start_ms + 5_000, "purpose": purpose, "name": name} | more)


def _timeline(*steps: Step, events: tuple[Event, ...] = ()) -> Timeline:
    return timeline(*events, steps=steps)


def test_titles_say_what_a_person_would() -> None:
    """If this failed, a player would show names that nobody understands while training."""
    said = voice(15_000, 17_000, "Fetch your mat.", step=3)
    later = voice(18_000, 19_000, "Next, Plank.", step=3)
    timeline = _timeline(
        _step(0, "lead_in", "Get ready"),
        _step(1, "work", "Side plank", side="left side", round=2, rounds=3),
        _step(2, "rest", "Rest", round=2, rounds=3),
        _step(3, "speech", "Say", kind="say"),
        _step(4, "work", "Squats", end_ms=100_000),
        events=(said, later),
    )
    assert [chapter.title for chapter in chapters(timeline)] == [
        "Get ready · 0:05",
        "Round 2 · Side plank, left side · 0:05",
        "Rest · 0:05",
        "Fetch your mat. · 0:05",
        "Squats · 1:20",
    ]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Round 2 of 40 · 1 of 5 · Hop · 0:05"),
        ("de", "Runde 2 von 40 · 1 von 5 · Hop · 0:05"),
        ("pl", "Runda 2 z 40 · 1 z 5 · Hop · 0:05"),
    ],
)
def test_a_title_names_the_outer_round_too(language: Language, title: str) -> None:
    """If this failed, forty rounds of a block would give forty chapters of one name."""
    hop = _step(0, "work", "Hop", round=1, rounds=5, outer=((2, 40),))
    assert [each.title for each in chapters(replace(_timeline(hop), language=language))] == [title]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Round 2 of 40 · 1 of 3 · 4 of 6 · 1 of 5 · Hop · 0:05"),
        ("fr", "Tour 2 sur 40 · 1 sur 3 · 4 sur 6 · 1 sur 5 · Hop · 0:05"),
    ],
)
def test_a_title_names_all_rounds_between_the_outermost_and_the_innermost(language: Language, title: str) -> None:
    """If this failed, chapters of blocks in blocks would have one name three times."""
    hop = _step(0, "work", "Hop", round=1, rounds=5, outer=((2, 40), (1, 3), (4, 6)))
    assert [each.title for each in chapters(replace(_timeline(hop), language=language))] == [title]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Round 2 · Plank · 0:05", "Plank · 0:05"]),
        ("de", ["Runde 2 · Plank · 0:05", "Plank · 0:05"]),
        ("fr", ["Tour 2 · Plank · 0:05", "Plank · 0:05"]),
    ],
)
def test_titles_are_in_the_language_of_what_is_said(language: Language, titles: list[str]) -> None:
    """If this failed, a German workout would have chapters that begin with "Round"."""
    spoken = replace(_timeline(_step(0, "work", round=2, rounds=3), _step(1, "work")), language=language)
    assert [chapter.title for chapter in chapters(spoken)] == titles


def test_what_is_said_is_shortened_between_words() -> None:
    """If this failed, a long instruction would fill a player's list of chapters."""
    text = "Now roll over onto your other side and take the time that you need to settle."
    said = voice(0, 2_000, text)
    [chapter] = chapters(_timeline(_step(0, "speech", "Say", kind="say"), events=(said,)))
    assert chapter.title == "Now roll over onto your other side and take the time that… · 0:05"


def test_hundreds_of_steps_give_fewer_chapters_that_lead_up_to_what_counts() -> None:
    """If this failed, a long session's chapters would wrap around the table's one byte, or begin within a set."""
    steps: list[Step] = []
    for _ in range(100):
        steps += [_step(len(steps) + at, purpose) for at, purpose in enumerate(("switch", "work", "rest"))]  # type: ignore[arg-type]
    found = chapters(_timeline(*steps))
    assert len(found) == 200
    assert [(chapter.start_ms, chapter.end_ms) for chapter in found[:2]] == [(0, 10_000), (10_000, 15_000)]
    assert found[0].title == "Plank · 0:10"


def test_exercises_go_together_when_there_are_too_many() -> None:
    """If this failed, a session of a thousand exercises would have more chapters than a file can hold."""
    found = chapters(_timeline(*(_step(index, "work", f"Nr {index}") for index in range(1_000))))
    assert len(found) == 250
    assert found[1].title == "Nr 4 … Nr 7 · 0:20"


@given(
    st.lists(st.sampled_from(("work", "rest", "switch", "speech", "lead_in")), min_size=1, max_size=60),
    st.integers(1, 20),
)
def test_chapters_partition_any_file_and_keep_to_their_number(purposes: list[Purpose], most: int) -> None:
    """If this failed, a place in the file would belong to no chapter, or to two."""
    timeline = _timeline(*(_step(index, purpose) for index, purpose in enumerate(purposes)))
    found = chapters(timeline, most=most)
    assert 1 <= len(found) <= most
    assert (found[0].start_ms, found[-1].end_ms) == (0, timeline.duration_ms)
    assert all(first.end_ms == second.start_ms for first, second in pairwise(found))


@pytest.mark.parametrize(("steps", "expected"), [(MOST_CHAPTERS, MOST_CHAPTERS), (MOST_CHAPTERS + 1, 128)])
def test_each_step_has_its_chapter_up_to_the_bound(steps: int, expected: int) -> None:
    """If this failed, "next" would skip steps in sessions of a usual length."""
    assert len(chapters(_timeline(*(_step(index, "work") for index in range(steps))))) == expected
