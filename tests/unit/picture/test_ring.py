"""`picture.ring`: the cover, as pixels."""

from io import BytesIO
from math import cos, hypot, pi, sin

import numpy as np
import pytest
from picturing import CORE, in_rounds, is_near, seen, timeline_of
from PIL import Image

import builders
from repcast.picture import cover, to_png
from repcast.picture.colours import DARK, part_of
from repcast.picture.drawing import Ring
from repcast.picture.ring import CENTRE, INNER, OUTER
from repcast.session.model import Purpose


def at(turn: float, radius: float = INNER + 40) -> tuple[int, int]:
    """Return the pixel on the ring at a turn from the top."""
    return int(CENTRE + radius * sin(2 * pi * turn)), int(CENTRE - radius * cos(2 * pi * turn))


def words(png: bytes) -> list[tuple[int, int]]:
    """Return the pixels of the letters."""
    rows, columns = np.nonzero((np.asarray(seen(png)) > 215).all(axis=2))
    return list(zip(columns.tolist(), rows.tolist(), strict=True))


def test_each_step_stands_where_its_time_is() -> None:
    """If this failed, the cover would not show how work and rest are shared out."""
    timeline = timeline_of(*CORE)
    image = seen(to_png(cover(timeline)))
    assert image.size == (1400, 1400)
    for step in timeline.steps:
        for part in (0.2, 0.5, 0.8):
            moment_ms = step.start_ms + part * (step.end_ms - step.start_ms)
            pixel = image.getpixel(at(moment_ms / timeline.duration_ms))
            assert is_near(pixel, DARK.parts[part_of(step.facts)], most=2), (step.facts.name, part)


def test_steps_are_set_apart() -> None:
    """If this failed, three holds in a row would look like one."""
    image = seen(to_png(cover(timeline_of(("work", 60_000), ("work", 30_000), ("work", 30_000)))))
    assert all(is_near(image.getpixel(at(turn)), DARK.ground) for turn in (0.0005, 0.5, 0.75))
    assert all(is_near(image.getpixel(at(turn)), DARK.parts["work"]) for turn in (0.01, 0.49, 0.51, 0.74, 0.76, 0.99))


def test_the_ring_is_round_and_whole() -> None:
    """If this failed, there would be holes in the ring, or the ring would run off the cover."""
    image = seen(to_png(cover(timeline_of(("work", 60_000)))))
    turns = [0.005 + 0.99 * step / 360 for step in range(361)]
    assert all(
        is_near(image.getpixel(at(turn, radius)), DARK.parts["work"], most=2)
        for turn in turns
        for radius in (INNER + 3, OUTER - 3)
    )
    assert all(
        is_near(image.getpixel(at(turn, radius)), DARK.ground, most=2)
        for turn in turns
        for radius in (INNER - 3, OUTER + 3)
    )


def test_work_rest_and_the_length_are_seen_at_64_pixels() -> None:
    """If this failed, the cover would be a smudge in a player's list."""
    small = seen(to_png(cover(timeline_of(*CORE)))).resize((64, 64), Image.Resampling.LANCZOS)
    pixels = [small.getpixel((x, y)) for y in range(64) for x in range(64)]
    for purpose in ("work", "rest", "lead_in"):
        assert sum(is_near(pixel, DARK.parts[purpose]) for pixel in pixels) >= 10, purpose
    rows = [y for y in range(64) if any(is_near(small.getpixel((x, y)), DARK.ink, most=60) for x in range(64))]
    assert max(rows) - min(rows) + 1 >= 9, "digits of so many pixels are read"


@pytest.mark.parametrize("length_ms", [5_000, 300_000, 1_028_000, 7_510_000, 86_400_000])
@pytest.mark.parametrize("title", ["A", "Core circuit", "w" * 100, "A long title of many words and " * 3])
def test_the_words_stay_inside_the_ring(length_ms: int, title: str) -> None:
    """If this failed, the length or the title would run into the ring."""
    letters = words(to_png(cover(timeline_of(("work", length_ms), title=title))))
    assert letters
    assert max(hypot(x - CENTRE, y - CENTRE) for x, y in letters) < INNER - 8


def test_the_title_is_read_on_a_thumbnail() -> None:
    """If this failed, two covers in a player's list would be told apart by their rings alone."""
    title, *_ = (text for text in cover(timeline_of(*CORE)).texts if text.text == "Core")
    assert title.size * 64 / 1400 >= 9, "pixels of a line at 64 pixels"


def test_titles_differ_so_do_covers() -> None:
    """If this failed, Monday's cover would be Friday's."""
    monday, friday = (cover(timeline_of(*CORE, title=f"Core, week 2, {day}")) for day in ("Monday", "Friday"))
    assert to_png(monday) != to_png(friday)


def test_each_round_has_an_arc_inside_the_ring() -> None:
    """If this failed, three rounds would look like one long one."""
    steps = in_rounds(3, ("work", 60_000), ("rest", 40_000), lead_in_ms=30_000)
    image = seen(to_png(cover(builders.timeline(steps=steps))))

    def is_arc(turn: float) -> bool:
        return is_near(image.getpixel(at(turn, 519)), DARK.ink)

    of_rounds = [(30 + 100 * number, 130 + 100 * number) for number in range(3)]
    assert all(is_arc((start + part) / 330) for start, _ in of_rounds for part in (5, 50, 95))
    assert not any(is_arc(edge / 330) for span in of_rounds for edge in span)
    assert not is_arc(15 / 330), "no round"


def test_easy_movement_is_lower_than_work_and_rest_lower_than_both() -> None:
    """If this failed, only people who see colours would see what is hard."""
    work, easy, rest = builders.steps(("work", 60_000), ("work", 60_000), ("rest", 60_000))
    steps = (work, builders.changed(easy, kind="recover"), rest)
    outers = {
        ring.colour: ring.outer for ring in cover(builders.timeline(steps=steps)).shapes if isinstance(ring, Ring)
    }
    assert outers[DARK.parts["work"]] > outers[DARK.parts["recover"]] > outers[DARK.parts["rest"]]


def test_the_same_timeline_gives_the_same_bytes() -> None:
    """If this failed, rendering again would give another MP3."""
    assert to_png(cover(timeline_of(*CORE))) == to_png(cover(timeline_of(*CORE)))


@pytest.mark.parametrize("count", [1, 2, 3, 40, 400, 834, 2_000, 10_000])
def test_any_number_of_steps_gives_a_small_cover(count: int) -> None:
    """If this failed, a session of many steps would have a cover larger than its sound, or none."""
    purposes: tuple[Purpose, ...] = ("work", "rest", "work", "switch", "speech")
    png = to_png(cover(timeline_of(*((purposes[index % 5], 86_400_000 // count) for index in range(count)))))
    assert len(png) < 100_000
    assert Image.open(BytesIO(png)).mode == "P"


def test_steps_too_short_to_be_seen_show_the_longest_of_them() -> None:
    """If this failed, many short steps would lend the ring a colour that lasts for no time."""
    steps: list[tuple[Purpose, int]] = [("work", 900), ("switch", 100)] * 2_000
    image = seen(to_png(cover(timeline_of(*steps))))
    assert all(is_near(image.getpixel(at(step / 100 + 0.005)), DARK.parts["work"], most=2) for step in range(100))
