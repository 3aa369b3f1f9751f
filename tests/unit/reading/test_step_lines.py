"""Which lines of a session's text each step takes."""

from repcast.reading.step_lines import steps_in

_TEXT = """\
title: Core  # of all
steps:
  # Warm up

  # easy
  # and slow
  - work: Jumps  # on the spot
    for: 30s
    # not higher

  - block: Planks
    steps:
      # the first
      - hold: Plank
        say: |
          Breathe.
          # not a comment
        for: 30s
      # - hold: Plank
      - {hold: Side plank, for: 30s}
# under it
  - include: planks
# the end
levels: {}
"""


def test_a_step_takes_what_is_directly_above_its_dash_and_all_that_is_indented_deeper() -> None:
    """A comment would stay behind when its step moves, or go with a step that it is not about."""
    steps = [(step.line, step.first_line, step.last_line, step.depth, step.parent) for step in steps_in(_TEXT)]
    assert steps == [
        (7, 5, 9, 0, None),
        (11, 11, 20, 0, None),
        (14, 13, 18, 1, 1),
        (20, 19, 20, 1, 1),
        (22, 21, 22, 0, None),
    ]


def test_a_step_knows_which_ways_it_can_go() -> None:
    """A page would offer moves that are then refused, or none where there are some."""
    ways = [(step.can_move_up, step.can_move_down, step.can_be_deleted) for step in steps_in(_TEXT)]
    first, middle, last = (False, True, True), (True, True, True), (True, False, True)
    assert ways == [first, middle, first, last, last]
    (alone,) = steps_in("steps:\n- hold: Plank\n  for: 3s\n")
    assert (alone.can_move_up, alone.can_move_down, alone.can_be_deleted) == (False, False, False)


def test_steps_are_found_however_their_dashes_stand() -> None:
    """A step would have no handle because its list has an anchor, or its dash a line of its own."""
    at_the_edge = "steps:\n- hold: A\n  for: 3s\n-\n  # inside\n  hold: B\n  for: 3s\n"
    assert [(step.line, step.last_line) for step in steps_in(at_the_edge)] == [(2, 3), (4, 7)]
    with_anchors = "steps: &all\n  # first\n  - &a\n    hold: A\n    for: 3s\n  - *a\n"
    assert [(step.line, step.last_line) for step in steps_in(with_anchors)] == [(3, 5), (6, 6)]


def test_steps_that_share_lines_with_others_are_left_out() -> None:
    """A page would offer to move lines that hold more than one step."""
    in_brackets = "steps: [{hold: A, for: 3s}, {hold: B, for: 3s}]\n"
    one_line = "steps:\n- {block: A, steps: &all [{hold: A, for: 3s}]}\n- block: B\n  steps: *all\n"
    assert steps_in(in_brackets) == ()
    assert [step.line for step in steps_in(one_line)] == [2, 3]
    assert steps_in("steps: [") == steps_in("") == steps_in("- a") == ()
