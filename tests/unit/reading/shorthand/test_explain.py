"""What a message tells the writer of a line to write instead."""

import re
from typing import Final

import pytest

from repcast.reading.loader import accept, validate
from repcast.reading.source_file import shorthand_file
from shorthand_lines import REFUSED

HINTS: Final = (
    ("20x burpees", ("20 burpees",)),
    ("plank 30", ("plank 30s", "plank 30 reps")),
    ("10 lunges each", ("10 lunges each side",)),
    ("8-12 push-ups rest 40s", ("8 push-ups rest 40s", "12 push-ups rest 40s")),
    ("30–45s plank", ("30s plank", "45s plank")),
    ("4-1 burpees", ("4-3-2-1 burpees",)),
    ("40/25 x8 lunges", ("40s/25s x8 lunges", '"40/25 lunges"')),
    ("8/8 split squats", ("8 split squats each side",)),
    ("10 squats, rest 45, 10 lunges", ("rest 45s",)),
    ("10 squats, rest 60-90s, 10 lunges", ("rest 60s", "rest 90s")),
    ("5 squats @2.5", ("@2.5s", "@2.5kg")),
    ("5 bridges, 5s relax x2", ("2x(5 bridges, 5s relax)",)),
    ("9x5s squeeze, 4s relax", ("9x(5s squeeze, 4s relax)", "9x5s squeeze; 4s relax")),
    ("9 rows, 25s dips, each arm", ("9 rows each arm, 25s dips each arm",)),
    ("rows 3 min / dips 1 min x9", ("(rows 3 min, dips 1 min) x9",)),
    ("Leg day\n9 rows", ("title: Leg day",)),
    ("every minute: 9 rows", ("every minute x10:",)),
    ("9 rows every hour", ("leave every hour away",)),
    ("3x9 rows, 45s", ("rest 45s",)),
    ("4 rounds (slow): 9 rows", ("write 4 rounds: without it",)),
    ("7 squats, 9 lunges x4", ("4x(7 squats, 9 lunges)", "4x(9 lunges)")),
    ("7 squats, 9 lunges, x4", ("(7 squats, 9 lunges) x4",)),
    ("7 squats; 9 lunges, repeat x4", ("4x(7 squats, 9 lunges)", "4x(9 lunges)")),
    ("7 squats, 9 lunges, repeat", ("2x(7 squats, 9 lunges)",)),
    ("4 rounds of 7 squats, 9 lunges", ("4 rounds: 7 squats, 9 lunges", "(7 squats) x4")),
    ("4 rounds, 7 squats, 9 lunges", ("4 rounds: 7 squats, 9 lunges",)),
    ("4 rounds: 7 squats; 9 lunges", ("4 rounds: (7 squats, 9 lunges)", "(4 rounds: 7 squats), 9 lunges")),
    ("21-15-9 thrusters, 7 pull-ups", ("21-15-9: thrusters, 7 pull-ups", "21-15-9 thrusters; 7 pull-ups")),
    ("4 rounds of 9-7-5-3 dips", ("9-7-5-3: dips for", "4x(9-7-5-3: dips)")),
    ("5 sets of 9-7-5 dips", ("9-7-5: dips for", "5x(9-7-5: dips)")),
    ("EMOM 8: 9-7-5 dips", ("every 1m x3: 9-7-5 dips", "EMOM 8: (9-7-5 dips)")),
    ("9-7-5: 4 dips", ("9-7-5: dips",)),
    ("9-7-5 plank", ("plank 9-7-5s", "plank 9-7-5 reps")),
    ("EMOM 8: 7 swings, 5 squats", ("EMOM 8: (7 swings, 5 squats)", "alternating EMOM 8: 7 swings, 5 squats")),
    ("EMOM 7: 7 swings, 5 squats", ("alternating EMOM 8: 7 swings, 5 squats",)),
    ("EMOM 8: 70 swings", ("every 3m x8 in place of EMOM 8",)),
    ("EMOM 8: 7 swings, rest 45s", ("(EMOM 8: 7 swings), rest 45s", "EMOM 8: 7 swings,")),
    ("EMOM 8 rest 15s between rounds: 7 swings", ("EMOM 8: 7 swings", "every 1m15s x8: 7 swings")),
    ("7 rows, 9 dips in random order", ("shuffle: 7 rows, 9 dips",)),
    ("shuffle: 7 rows, rest 25s, 9 dips", ("(7 rows, rest 25s)", "rest 25s between exercises")),
    ("pick 4: 7 rows, 9 dips", ("take pick 4 away",)),
    ("tabata: rows, dips", ("8 rounds 20s/10s: rows, dips", "4 rounds 20s/10s: rows, dips")),
    ("45s on 15s off x6: rows, dips", ("6 rounds 45s/15s: rows, dips", "3 rounds 45s/15s: rows, dips")),
    ("8x60s run, 75s walk", ("8x(60s run, 75s walk)", "8x60s run; 75s walk")),
    ("8x60s rows / 75s dips", ("8x (60s rows, 75s dips)",)),
    ("9 bridges x2, 4s hold", ("9 bridges x2 @4s", "9 bridges x2; 4s hold")),
    ("9 bridges for 4s", ("9 reps bridges @4s",)),
    ("max 7 dips", ("7 dips",)),
    ("tabata 7 squats", ("take 7 away",)),
    ("25s plank rest 15s rows 10s", ("25s plank rest 15s, rows 10s",)),
    ("7 dips 9 rows", ("7 dips, 9 rows",)),
    ("7 dips (9 rows)", ("7 dips, (9 rows)",)),
    ("4x(7 rows) (9 dips)", ("4x ((7 rows), (9 dips))",)),
    ("E3MOM 10: 10 burpees", ("every 3m x3", "every 3m x4")),
    ("4 ronuds: 7 dips", ("write 4 rounds;",)),
    ("alternating 70s run, 2 min walk for 20 min", ("6x(70s run, 2 min walk)", "7x(70s run, 2 min walk)")),
    ("9 x 300m @ 1:10", ("9 x 300m in 1:10", "9 x 300m on 1:10")),
    ("4x9 rows @ 1:10", ("4x9 rows rest 1:10", "4x9 rows on 1:10")),
    ("7x300 in 70s", ("7x300m in 70s",)),
    ("5 rounds of 2 min rest 40s", ("5 rounds of 2 min … rest 40s",)),
    ("breathe in 3, out 7", ("breathing 3-7 x",)),
    ("7km run", ("7km in MIN:SEC run", "7km @MIN:SEC/km run", "{work: Run, distance: 7km}")),
    ("300m run", ("300min run", "300m in MIN:SEC run", "{work: Run, distance: 300m}", "the pace of your settings")),
    ("9 rows, 3 times a day", ("write 9 rows;",)),
    ("run/walk 2:1 for 30 min", ("alternate 2 min run and 1 min walk for 30 min",)),
    ("4 rounds, 2 min each, 1 min rest: jab, hooks", ("4 rounds 2m/1m: jab, hooks",)),
)


def _refusal(line: str) -> str:
    problems = validate(shorthand_file(line.encode(), shown="quick")).problems
    return "; ".join(problem.hint for problem in problems) + ";"


@pytest.mark.parametrize(("line", "told"), HINTS, ids=[line for line, _ in HINTS])
def test_a_hint_is_made_of_what_was_written(line: str, told: tuple[str, ...]) -> None:
    """If this failed, a writer would read about squats and twenty seconds that are not theirs."""
    assert [text for text in told if text not in _refusal(line)] == []


@pytest.mark.parametrize(
    "text",
    [text for line, told in HINTS for text in told if "rest" not in text and re.match(r"\d|\(|tabata|alt|EMOM", text)],
)
def test_what_a_hint_says_can_be_written(text: str) -> None:
    """If this failed, a writer would copy a hint, and be refused again."""
    if re.search(r"x\d+$|threshold|rows 10s|^every", text) is None:
        filled = text.replace("MIN:SEC", "4:00")
        assert accept(validate(shorthand_file(filled.encode(), shown="quick"))).steps


@pytest.mark.parametrize("line", [line for line, _ in REFUSED if line != "10 push-ups @100s"])  # a rule of YAML's, too
def test_no_hint_brings_an_example_of_its_own(line: str) -> None:
    """If this failed, a hint would show numbers and names of ours, and its reader would take them for an answer."""
    assert "such as" not in _refusal(line)
