"""`picture.page`: every step and cue of a plan in its place."""

from itertools import combinations

import numpy as np
import pytest
from picturing import seen, timeline_of

from builders import drop, earcon, voice
from repcast.picture import page, to_png, to_svg
from repcast.picture.colours import PURPOSES, channels
from repcast.picture.drawing import Drawing, Line, Rectangle, Text
from repcast.picture.grid import FIRST_ROW, MARGIN, ROW_PITCH, ROW_WIDTH
from repcast.plan.timeline import Timeline
from repcast.session.model import Purpose
from repcast.units import HOUR_MS, MINUTE_MS

PURPOSES_IN_TURN: tuple[Purpose, ...] = ("lead_in", "work", "rest", "work", "switch", "work", "speech")
MIXED = timeline_of(
    ("lead_in", 11_000), ("work", 30_000), ("rest", 29_000), ("work", 130_000), ("switch", 5_000), ("speech", 4_000)
)
BETWEEN_NAME_AND_LENGTH = 24 + 45  # from a row's upper edge


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


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    """Return the texts that lie on others."""
    boxes = [(text, *box(text)) for text in drawing.texts]
    rows: dict[float, list[tuple[Text, float, float, float, float]]] = {}
    for each in boxes:
        rows.setdefault((each[0].y - FIRST_ROW) // ROW_PITCH, []).append(each)
    return [
        (one[0].text, other[0].text)
        for row in rows.values()
        for one, other in combinations(row, 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


def test_each_step_is_as_wide_as_it_is_long() -> None:
    """If this failed, a step would seem shorter or longer than it is."""
    drawing = page(MIXED)
    for step in MIXED.steps:
        blocks = labelled(drawing, f" {step.facts.label}: ")
        assert {block.colour for block in blocks} == {PURPOSES[step.facts.purpose]}
        first, last = blocks[0], blocks[-1]
        assert first.x == pytest.approx(MARGIN + step.start_ms % MINUTE_MS * ROW_WIDTH / MINUTE_MS)
        assert (last.y - first.y) / ROW_PITCH == (step.end_ms - 1) // MINUTE_MS - step.start_ms // MINUTE_MS
        assert sum(block.width for block in blocks) == pytest.approx(
            (step.end_ms - step.start_ms) * ROW_WIDTH / MINUTE_MS
        )


def test_each_pixel_has_the_colour_of_what_happens_then() -> None:
    """If this failed, the picture would not be of this plan: a step's edge may be a pixel off, and no more."""
    image = np.asarray(seen(to_png(page(MIXED)))).astype(int)
    wrong = set()
    for x in range(ROW_WIDTH):
        for row in range(MIXED.duration_ms // MINUTE_MS):
            at_ms = row * MINUTE_MS + (x + 0.5) * MINUTE_MS / ROW_WIDTH
            step = next(step for step in MIXED.steps if step.start_ms <= at_ms < step.end_ms)
            pixel = image[FIRST_ROW + row * ROW_PITCH + BETWEEN_NAME_AND_LENGTH, MARGIN + x]
            if np.abs(pixel - channels(PURPOSES[step.facts.purpose])).max() > 2:
                wrong.add((row, x))
    starts = {divmod(step.start_ms * ROW_WIDTH // MINUTE_MS, ROW_WIDTH) for step in MIXED.steps}
    assert wrong <= {(row, x + off) for row, x in starts for off in (-1, 0, 1)}


@pytest.mark.parametrize("count", [1, 2, 30, 200])
@pytest.mark.parametrize("duration_ms", [5 * MINUTE_MS, 2 * HOUR_MS, 24 * HOUR_MS])
@pytest.mark.parametrize("name", ["Plank", "Supercalifragilistic lunges, and more, number", "平板支撑", "w" * 100])
def test_no_text_lies_on_another_or_leaves_its_block(count: int, duration_ms: int, name: str) -> None:
    """If this failed, names could not be read."""
    drawing = page(many(count, duration_ms, name))
    assert overlapping(drawing) == []
    assert all(0 <= box(text)[0] <= box(text)[2] <= drawing.width for text in drawing.texts)
    assert all(0 < box(text)[1] <= box(text)[3] < drawing.height for text in drawing.texts)
    blocks = [shape for shape in drawing.shapes if isinstance(shape, Rectangle) and shape.height == 70 and shape.label]
    for text in drawing.texts:
        if text.align == "start" and text.y > FIRST_ROW:
            left, top, right, bottom = box(text)
            assert any(
                block.x <= left and right <= block.x + block.width and block.y <= top and bottom <= block.y + 70
                for block in blocks
            ), text


def test_steps_are_named_with_their_length() -> None:
    """If this failed, one would have to guess which block is which exercise."""
    texts = [text.text for text in page(MIXED).texts if text.align == "start"]
    assert [text for text in texts if "Plank" in text] == [
        *("Plank 0", "Plank 1", "Plank 2", "…Plank 2", "Plank 3", "…Plank 3", "…Plank 3", "Plank 4", "Plank 5"),
    ]
    assert [texts.count(length) for length in ("0:11", "0:29", "2:10", "0:04")] == [1, 1, 1, 1]


def test_the_title_and_the_whole_length_stand_above() -> None:
    """If this failed, a printed plan would not say what it is of."""
    title, length, *_ = page(MIXED).texts
    assert (title.text, length.text, length.align) == ("Core circuit", "3:29", "end")


def test_cues_are_drawn_when_they_are_heard_and_the_tracks_apart() -> None:
    """If this failed, the picture would show silence where there is speech, or a signal as a word."""
    go = earcon(61_000, 61_270, step=2)
    drawing = page(
        timeline_of(("lead_in", 11_000), ("work", 30_000), ("rest", 29_000), events=(voice(12_000, 12_250, step=1), go))
    )
    spoken, sounded = labelled(drawing, "0:12 Halfway.")[0], labelled(drawing, "1:01 go")[0]
    assert (spoken.x, spoken.width) == (MARGIN + 240, 5)
    assert [sounded.x, sounded.width] == pytest.approx([MARGIN + 20, 5.4])
    lanes = [(each.y - FIRST_ROW) % ROW_PITCH for each in (spoken, sounded)]
    assert lanes[0] + spoken.height < lanes[1], "a voice and a signal at one moment are both seen"


def test_a_cue_that_goes_on_in_the_next_row_is_drawn_in_both() -> None:
    """If this failed, what is said across a row's end would run off the page."""
    bars = labelled(page(timeline_of(("work", 90_000), events=(voice(59_000, 62_000, "Next."),))), "0:59 Next.")
    assert [(bar.x, bar.width) for bar in bars] == [(MARGIN + 1180, 20), (MARGIN, 40)]


def test_what_is_not_heard_is_marked_under_its_step_and_counted() -> None:
    """If this failed, a plan would look complete although something is lost."""
    dropped = (drop(step=3), drop(step=1), drop(step=1))
    timeline = timeline_of(("lead_in", 11_000), ("work", 30_000), ("rest", 29_000), ("work", 9_000), dropped=dropped)
    drawing = page(timeline)
    lines = [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.label]
    assert [(line.x1, line.label) for line in lines[::2]] == [
        (MARGIN + 220, "not heard: “Breathe.”: needs 2.0 s; not heard: “Breathe.”: needs 2.0 s"),
        (MARGIN + 200, "not heard: “Breathe.”: needs 2.0 s"),
    ]
    assert [(line.y1 - FIRST_ROW) // ROW_PITCH for line in lines] == [0, 0, 1, 1]
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
    assert drawing.height <= 2400
    assert len(labelled(drawing, " Plank ")) >= count
    assert len(to_svg(drawing)) < 10_000_000
    assert seen(to_png(drawing)).size == (drawing.width, drawing.height)
