"""`picture.page`: every step and cue of a plan in its place, in any width, light and dark."""

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pytest
from picturing import CORE, in_rounds, seen, timeline_of

import builders
from builders import drop, earcon, voice
from placing import placed
from repcast.opening import builtins
from repcast.picture import DARK, LIGHT, Palette, page, to_png, to_svg
from repcast.picture.colours import channels, contrast, part_of
from repcast.picture.drawing import Drawing, Line, Rectangle, Text
from repcast.plan.timeline import Timeline
from repcast.resources import builtin_sessions
from repcast.session.model import Purpose
from repcast.units import HOUR_MS, MINUTE_MS

PURPOSES_IN_TURN: tuple[Purpose, ...] = ("lead_in", "work", "rest", "work", "switch", "work", "speech")
MIXED = timeline_of(
    ("lead_in", 11_000), ("work", 30_000), ("rest", 29_000), ("work", 130_000), ("switch", 5_000), ("speech", 4_000)
)
LOOKS = [(width, palette) for width in (360, 1280) for palette in (LIGHT, DARK)]


def many(count: int, duration_ms: int, name: str = "Plank") -> Timeline:
    """Return a timeline of so many steps of equal length, each with a cue and a drop."""
    length_ms = duration_ms // count
    starts_ms = range(0, count * length_ms, length_ms)
    purposes = (PURPOSES_IN_TURN[index % len(PURPOSES_IN_TURN)] for index in range(count))
    return timeline_of(
        *((purpose, length_ms) for purpose in purposes),
        name=name,
        events=tuple(voice(at_ms, at_ms + 250, step=index) for index, at_ms in enumerate(starts_ms)),
        dropped=tuple(drop(step=index) for index in range(count)),
    )


def labelled(drawing: Drawing, part: str) -> list[Rectangle]:
    """Return the rectangles that say something."""
    return [shape for shape in drawing.shapes if isinstance(shape, Rectangle) and part in shape.label]


def box(text: Text) -> tuple[float, float, float, float]:
    """Return what a text covers: left, top, right, bottom."""
    left = text.x - {"start": 0, "middle": 0.5, "end": 1}[text.align] * text.width
    return left, text.y - 0.75 * text.size, left + text.width, text.y + 0.2 * text.size


def blocks_of(drawing: Drawing) -> list[Rectangle]:
    """Return the blocks of steps."""
    return [shape for shape in drawing.shapes if isinstance(shape, Rectangle) and shape.step is not None]


def under(text: Text, drawing: Drawing) -> Rectangle | None:
    """Return the block in which a text begins."""
    left, top, _, bottom = box(text)
    return next(
        (
            block
            for block in blocks_of(drawing)
            if block.x <= left <= block.x + block.width and block.y <= (top + bottom) / 2 <= block.y + block.height
        ),
        None,
    )


def assert_legible(drawing: Drawing) -> None:
    """Check that no text lies on another, none leaves its block or the page, and all stand out from their ground."""
    boxes = sorted(((box(text)[1], box(text), text) for text in drawing.texts), key=itemgetter(0))
    for (_, one, first), (_, other, second) in near(boxes):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]), (
            first,
            second,
        )
    for _, (left, top, right, bottom), text in boxes:
        assert 0 <= left <= right <= drawing.width, text
        assert 0 < top <= bottom < drawing.height, text
        block = under(text, drawing)
        assert contrast(text.colour, block.colour if block else drawing.ground) >= 4.5, text
        assert text.size >= 13, text
        if block:
            assert right <= block.x + block.width + 1, text
            assert block.y <= top, text
            assert bottom <= block.y + block.height + 1, text


Boxed = tuple[float, tuple[float, float, float, float], Text]


def near(boxes: list[Boxed]) -> Iterator[tuple[Boxed, Boxed]]:
    """Yield each two texts that may lie on each other, given from the top downwards."""
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[0] > one[1][3]:
                break
            yield one, other


@pytest.mark.parametrize("name", sorted(builtin_sessions()))
def test_every_built_in_session_is_legible_in_every_look(name: str) -> None:
    """If this failed, a session that comes along would look bad on a phone, or in the dark."""
    timeline = placed(builtins()[name], {}, {})
    for width, palette in LOOKS:
        drawing = page(timeline, width=width, palette=palette)
        assert drawing.width == width
        assert drawing.height <= 3_000
        assert_legible(drawing)


@pytest.mark.parametrize("count", [1, 2, 30, 200])
@pytest.mark.parametrize("duration_ms", [5 * MINUTE_MS, 2 * HOUR_MS, 24 * HOUR_MS])
@pytest.mark.parametrize("name", ["Plank", "Supercalifragilistic lunges, and more, number", "平板支撑", "w" * 100])
def test_any_names_are_legible(count: int, duration_ms: int, name: str) -> None:
    """If this failed, names could not be read."""
    for width in (360, 1280):
        assert_legible(page(many(count, duration_ms, name), width=width))


@pytest.mark.parametrize("width", [240, 360, 1280])
def test_each_step_is_as_wide_as_it_is_long(width: int) -> None:
    """If this failed, a step would seem shorter or longer than it is."""
    drawing = page(MIXED, width=width)
    for step in MIXED.steps:
        blocks = [block for block in blocks_of(drawing) if block.step == step.index]
        assert {block.colour for block in blocks} == {LIGHT.parts[part_of(step.facts)]}
        assert {block.span_ms for block in blocks} == {(step.start_ms, step.end_ms)}
    assert max(track.width for track in tracks(drawing)) == pytest.approx(width - (32 if width < 640 else 80))


def tracks(drawing: Drawing) -> list[Rectangle]:
    """Return what lies behind each row's blocks."""
    grounds = (LIGHT.track, DARK.track)
    return [shape for shape in drawing.shapes if isinstance(shape, Rectangle) and shape.colour in grounds]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_each_pixel_has_the_colour_of_what_happens_then(palette: Palette) -> None:
    """If this failed, the picture would not be of this plan: a step's edge may be a pixel off, and its gap two."""
    drawing = page(MIXED, palette=palette)
    image = np.asarray(seen(to_png(drawing))).astype(int)
    for track in tracks(drawing):
        assert track.span_ms
        start_ms, end_ms = track.span_ms
        for x in range(int(track.x), int(track.x + track.width)):
            at_ms = start_ms + (x + 0.5 - track.x) * (end_ms - start_ms) / track.width
            step = next(step for step in MIXED.steps if step.start_ms <= at_ms < step.end_ms)
            pixel = image[int(track.y + track.height) - 3, x]
            is_edge = min(abs(at_ms - edge) for each in MIXED.steps for edge in (each.start_ms, each.end_ms)) < 400
            assert is_edge or np.abs(pixel - channels(palette.parts[part_of(step.facts)])).max() <= 2


def test_every_moment_is_in_one_row_that_carries_its_time() -> None:
    """If this failed, a press on the page would jump elsewhere, or nowhere."""
    for width in (360, 1280):
        spans = [track.span_ms for track in tracks(page(MIXED, width=width)) if track.span_ms]
        assert (spans[0][0], spans[-1][1]) == (0, MIXED.duration_ms)
        assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_work_is_higher_than_easy_movement_and_that_than_rest() -> None:
    """If this failed, only people who see colours would see what is hard."""
    work, easy, rest = builders.steps(("work", 20_000), ("work", 20_000), ("rest", 20_000))
    drawing = page(builders.timeline(steps=(work, builders.changed(easy, kind="recover"), rest)))
    heights = [block.height for block in blocks_of(drawing)]
    assert heights[0] > heights[1] > heights[2]
    assert len({block.colour for block in blocks_of(drawing)}) == 3
    assert len({block.y + block.height for block in blocks_of(drawing)}) == 1, "on one line"


def test_each_round_has_a_bracket_that_says_which_it_is() -> None:
    """If this failed, one would have to count the blocks to know the round."""
    timeline = builders.timeline(steps=in_rounds(3, ("work", 150_000), ("rest", 90_000), lead_in_ms=20_000))
    drawing = page(timeline)
    texts = [text for text in drawing.texts if text.text.startswith("Round ")]
    assert [text.text for text in texts] == ["Round 1 of 3", "Round 2 of 3", "Round 3 of 3"]
    assert len({text.x for text in texts[1:]}) == 1, "a row for each"
    assert len({text.y for text in texts}) == 3
    assert [bracket.label for bracket in labelled(drawing, "Round") if bracket.step is None] == [
        text.text for text in texts
    ]


def test_a_bracket_too_narrow_for_words_has_numbers() -> None:
    """If this failed, short rounds would have no number, or their labels run into each other."""
    drawing = page(builders.timeline(steps=in_rounds(6, ("work", 7_000), ("rest", 3_000), outer=2)))
    texts = {text.text for text in drawing.texts}
    assert {"Round 1 of 2", "Round 2 of 2", "Round 1 of 6"} <= texts or {"1/6", "6/6"} <= texts
    assert_legible(drawing)


def test_steps_are_named_with_their_length() -> None:
    """If this failed, one would have to guess which block is which exercise."""
    texts = [text.text for text in page(MIXED).texts if under(text, page(MIXED))]
    assert texts == [
        *("Plank 0", "0:11", "Plank 1", "0:30", "Plank 2", "0:29", "Plank 3", "2:10", "Plank 5", "0:04"),
    ] or [*texts[:8]] == ["Plank 0", "0:11", "Plank 1", "0:30", "Plank 2", "0:29", "Plank 3", "2:10"]


def test_a_name_is_whole_or_a_number_that_is_explained() -> None:
    """If this failed, blocks would be called `Si…`, or have numbers that nobody explains."""
    timeline = timeline_of(*(("work", 600_000), ("work", 8_000), ("rest", 52_000)) * 2, name="Mountain climbers")
    drawing = page(timeline, width=360)
    inside = {text.text for text in drawing.texts if under(text, drawing)}
    below = [text.text for text in drawing.texts if not under(text, drawing)]
    assert "1" in inside
    assert below[below.index("1") + 1] == "Mountain climbers 1"
    assert not any(text.endswith("…") for text in inside)


def test_a_step_that_goes_on_in_the_next_row_says_so() -> None:
    """If this failed, the second row of a long run would look like another run."""
    drawing = page(timeline_of(("work", 20_000), ("work", HOUR_MS), ("work", 20_000)), width=360)
    assert [text.text for text in drawing.texts if text.text.endswith("Plank 1")] == [
        "Plank 1",
        *["…Plank 1"] * (len([block for block in blocks_of(drawing) if block.step == 1]) - 1),
    ]


def test_the_title_and_the_whole_length_stand_above() -> None:
    """If this failed, a printed plan would not say what it is of."""
    title, length, *_ = page(MIXED).texts
    assert (title.text, length.text, length.align) == ("Core circuit", "3:29", "end")


@pytest.mark.parametrize("width", [240, 390, 1280])
def test_a_picture_for_a_page_has_its_whole_width_and_no_heading(width: int) -> None:
    """If this failed, the studio would say a session's name and length twice, and waste room."""
    timeline = timeline_of(*CORE, title="Core")
    drawing = page(timeline, width=width, alone=False)
    assert "Core" not in [text.text for text in drawing.texts]
    assert drawing.title == "Core"
    rows = [shape for shape in drawing.shapes if isinstance(shape, Rectangle) and shape.span_ms and shape.step is None]
    assert max(row.width for row in rows) >= width - 8
    assert drawing.height < page(timeline, width=width).height


def test_a_long_title_takes_two_lines_on_a_phone() -> None:
    """If this failed, half of a title would be missing where there is room below it."""
    first, second, *_ = page(timeline_of(*CORE, title="Couch to 5K: Week 5, run 3"), width=360).texts
    assert f"{first.text} {second.text}" == "Couch to 5K: Week 5, run 3"


def test_cues_are_drawn_when_they_are_heard_and_the_tracks_apart() -> None:
    """If this failed, the picture would show silence where there is speech, or a signal as a word."""
    heard = (voice(12_000, 12_250, step=1), earcon(61_000, 61_270, step=2))
    drawing = page(timeline_of(("lead_in", 20_000), ("work", 40_000), ("rest", 20_000), events=heard))
    spoken, sounded = labelled(drawing, "0:12 Halfway.")[0], labelled(drawing, "1:01 go")[0]
    assert [spoken.x, spoken.width] == pytest.approx([40 + 180, 3.75])
    assert [sounded.x, sounded.width] == pytest.approx([40 + 915, 4.05])
    assert (spoken.span_ms, sounded.span_ms) == ((12_000, 12_250), (61_000, 61_270))
    assert spoken.y + spoken.height < sounded.y, "a voice and a signal at one moment are both seen"


def test_a_cue_that_goes_on_in_the_next_row_is_drawn_in_both() -> None:
    """If this failed, what is said across a row's end would run off the page."""
    timeline = timeline_of(
        ("work", 20_000), ("work", HOUR_MS), ("work", 20_000), events=(voice(1_000, 3_600_000, "Go."),)
    )
    drawing = page(timeline, width=360)
    bars = labelled(drawing, "0:01 Go.")
    assert len(bars) == len(tracks(drawing))
    assert all(bar.x + bar.width <= 344.001 for bar in bars)


def test_what_is_not_heard_is_marked_under_its_step_and_counted() -> None:
    """If this failed, a plan would look complete although something is lost."""
    dropped = (drop(step=3), drop(step=1), drop(step=1))
    timeline = timeline_of(("lead_in", 12_000), ("work", 18_000), ("rest", 20_000), ("work", 10_000), dropped=dropped)
    drawing = page(timeline)
    lines = [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.label]
    assert [(line.x1, line.label) for line in lines[::2]] == [
        (40 + 240, "not heard: “Breathe.”: needs 2.0 s; not heard: “Breathe.”: needs 2.0 s"),
        (40 + 1000, "not heard: “Breathe.”: needs 2.0 s"),
    ]
    assert "did not fit: 3" in [text.text for text in drawing.texts]
    assert "Not heard: “Breathe.”: needs 2.0 s;" in drawing.description


def test_crosses_lie_apart_and_none_is_lost() -> None:
    """If this failed, many drops in short steps would be one black bar, or not all be told."""
    lines = [shape for shape in page(many(3_000, HOUR_MS)).shapes if isinstance(shape, Line) and shape.label]
    for one, other in zip(lines[::2], lines[2::2], strict=False):
        assert other.y1 > one.y1 or other.x1 >= one.x2
    assert sum(line.label.count("not heard") for line in lines[::2]) == 3_000


def test_the_plan_is_told_in_words() -> None:
    """If this failed, who does not see the picture would learn nothing from it."""
    assert page(timeline_of(("lead_in", 11_000), ("work", 80_000), title="Squats")).description == (
        "Squats, 1:31. 0:00 Plank 0; 0:11 Plank 1."
    )


@pytest.mark.parametrize(("count", "duration_ms"), [(1, 1_000), (1_000, HOUR_MS), (10_000, 24 * HOUR_MS)])
def test_any_plan_gives_a_page_of_bounded_size(count: int, duration_ms: int) -> None:
    """If this failed, the longest sessions would have no picture, or one that no program opens."""
    drawing = page(many(count, duration_ms))
    assert drawing.width == 1280
    assert drawing.height <= 3_000
    assert len(labelled(drawing, " Plank ")) >= count
    assert len(to_svg(drawing)) < 10_000_000
    assert seen(to_png(drawing)).size == (drawing.width, drawing.height)
