"""Lines as people write them: what each becomes, or why it is refused. Whole workouts stand in shorthand_workouts.txt.

A session in one line: its title, and its steps; rounds as `3 x (…)`, followed by the rests between them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from repcast.reading.serialise import serialise
from repcast.session.model import Session

ACCEPTED: Final = (
    ("3x10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3 x 10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3×10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3 X 10 Push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3x 10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3 sets of 10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3 sets of 10 reps of push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("three sets of 10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3 sets x 10 reps push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("push-ups 3x10", "Push-ups: 3 x (reps Push-ups x10)"),
    ("push-ups: 3x10", "Push-ups: 3 x (reps Push-ups x10)"),
    ("Push-ups – 3x10", "Push-ups: 3 x (reps Push-ups x10)"),
    ("push–ups 3×10", "Push-ups: 3 x (reps Push-ups x10)"),
    ("10 push-ups", "Push-ups: reps Push-ups x10"),
    ("push-ups 10", "Push-ups: reps Push-ups x10"),
    ("push-ups x10", "Push-ups: reps Push-ups x10"),
    ("push-ups x 10", "Push-ups: reps Push-ups x10"),
    ("x10 push-ups", "Push-ups: reps Push-ups x10"),
    ("10 reps push-ups", "Push-ups: reps Push-ups x10"),
    ("10 push-ups x3", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3 x 10 push-ups @2s", "Push-ups: 3 x (reps Push-ups x10)"),
    ("3x10 push-ups @ 1.5s", "Push-ups: 3 x (reps Push-ups x10 @1.5s)"),
    ("3x10 push-ups @2s/rep", "Push-ups: 3 x (reps Push-ups x10)"),
    ("10 push-ups 2s per rep", "Push-ups: reps Push-ups x10"),
    ("10 push-ups tempo 3s", "Push-ups: reps Push-ups x10 @3s"),
    ("3x5 squats @60kg", "Squats at 60kg: 3 x (reps Squats at 60kg x5)"),
    ("3x5 squats @ 60 kg @3s", "Squats at 60 kg: 3 x (reps Squats at 60 kg x5 @3s)"),
    ("10 16kg kettlebell swings", "Kettlebell swings with 16kg: reps Kettlebell swings with 16kg x10"),
    ("5x5 deadlifts 100kg rest 3m", "Deadlifts with 100kg: 5 x (reps Deadlifts with 100kg x5) / 3m between rounds"),
    ("3x8 rows @RPE 8", "Rows at RPE 8: 3 x (reps Rows at RPE 8 x8)"),
    ("10 goblet squats with 20 lb", "Goblet squats with 20 lb: reps Goblet squats with 20 lb x10"),
    (":30 plank", "Plank: hold Plank 30s"),
    ("0:45 plank", "Plank: hold Plank 45s"),
    ("1:30 wall sit", "Wall sit: hold Wall sit 1m30s"),
    ("plank :30", "Plank: hold Plank 30s"),
    ("plank 30s", "Plank: hold Plank 30s"),
    ("plank 30 sec", "Plank: hold Plank 30s"),
    ("plank 30 secs", "Plank: hold Plank 30s"),
    ("plank 30 seconds", "Plank: hold Plank 30s"),
    ("30 second plank", "Plank: hold Plank 30s"),
    ("30-second plank", "Plank: hold Plank 30s"),
    ("plank for 30s", "Plank: hold Plank 30s"),
    ("plank for 1 minute", "Plank: hold Plank 1m"),
    ("1 min plank", "Plank: hold Plank 1m"),
    ("2 mins plank", "Plank: hold Plank 2m"),
    ("2 minutes of plank", "Plank: hold Plank 2m"),
    ("1.5 min plank", "Plank: hold Plank 1m30s"),
    ("1m30 plank", "Plank: hold Plank 1m30s"),
    ("1m30s plank", "Plank: hold Plank 1m30s"),
    ("1m 30s plank", "Plank: hold Plank 1m30s"),
    ("1'30\" plank", "Plank: hold Plank 1m30s"),
    ('90" plank', "Plank: hold Plank 1m30s"),
    ("1' plank", "Plank: hold Plank 1m"),
    ("30″ plank", "Plank: hold Plank 30s"),
    ("30'' plank", "Plank: hold Plank 30s"),
    ("1h walk", "Walk: work Walk 1h"),
    ("plank x 30s", "Plank: hold Plank 30s"),
    ("30s hold plank", "Hold plank: hold Hold plank 30s"),
    ("hold plank 30s", "Hold plank: hold Hold plank 30s"),
    ("plank 30 reps", "Plank: reps Plank x30"),
    ("1m side plank each side", "Side plank: hold Side plank 1m [left side/right side]"),
    ("1m side plank per side", "Side plank: hold Side plank 1m [left side/right side]"),
    ("1m side plank L/R", "Side plank: hold Side plank 1m [left side/right side]"),
    ("1m side plank (each side)", "Side plank: hold Side plank 1m [left side/right side]"),
    ("side plank 1m/side", "Side plank: hold Side plank 1m [left side/right side]"),
    ("30s side plank both sides", "Side plank: hold Side plank 30s [left side/right side]"),
    ("side plank 45s left/right", "Side plank: hold Side plank 45s [left side/right side]"),
    ("side plank 45s left and right", "Side plank: hold Side plank 45s [left side/right side]"),
    ("10 lunges each leg", "Lunges: reps Lunges x10 [left leg/right leg]"),
    ("3x10 lunges/leg", "Lunges: 3 x (reps Lunges x10 [left leg/right leg])"),
    ("3x10/leg lunges", "Lunges: 3 x (reps Lunges x10 [left leg/right leg])"),
    ("8 rows per arm", "Rows: reps Rows x8 [left arm/right arm]"),
    ("8 single-arm rows each arm", "Single-arm rows: reps Single-arm rows x8 [left arm/right arm]"),
    ("10 bird dogs e/s", "Bird dogs: reps Bird dogs x10 [left side/right side]"),
    (
        "side plank 30s each side rest 10s between sides",
        "Side plank: hold Side plank 30s [left side/right side] switch 10s",
    ),
    ("30s on 10s off x8", "Work: 8 x (work Work 30s) / 10s between rounds"),
    ("30s on 10s off x8 squats", "Squats: 8 x (work Squats 30s) / 10s between rounds"),
    ("8x 30s on 10s off squats", "Squats: 8 x (work Squats 30s) / 10s between rounds"),
    ("squats 30s on / 10s off x 8", "Squats: 8 x (work Squats 30s) / 10s between rounds"),
    ("40s work 20s rest x10", "Work: 10 x (work Work 40s) / 20s between rounds"),
    ("40s work / 20s rest x10 burpees", "Burpees: 10 x (work Burpees 40s) / 20s between rounds"),
    ("8x 20s/10s squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("8 x 20s / 10s squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("20/10s x8 squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("8 rounds 20s/10s squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("squats 20s/10s x8", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    (
        "40s on 20s off: squats, push-ups, plank",
        "Squats, Push-ups, Plank: work Squats 40s, rest 20s, work Push-ups 40s, rest 20s, hold Plank 40s",
    ),
    (
        "3 rounds 40s on 20s off: squats, push-ups, plank",
        "Squats, Push-ups, Plank: 3 x (work Squats 40s, rest 20s, work Push-ups 40s, rest 20s, hold Plank 40s) / 20s between rounds",
    ),
    (
        "3 rounds of 40s/20s: squats, push-ups, plank",
        "Squats, Push-ups, Plank: 3 x (work Squats 40s, rest 20s, work Push-ups 40s, rest 20s, hold Plank 40s) / 20s between rounds",
    ),
    (
        "3 rounds: 40s on 20s off: squats, push-ups",
        "Squats, Push-ups: 3 x (work Squats 40s, rest 20s, work Push-ups 40s) / 20s between rounds",
    ),
    ("tabata squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("tabata: squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("squats tabata", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    (
        "tabata squats, tabata push-ups",
        "Squats, Push-ups: 8 sets of squats (8 x (work Squats 20s, rest 10s)), 8 sets of push-ups (8 x (work Push-ups 20s) / 10s between rounds)",
    ),
    (
        "tabata squats, rest 1m, tabata push-ups",
        "Squats, Push-ups: 8 sets of squats (8 x (work Squats 20s, rest 10s)), rest 1m, 8 sets of push-ups (8 x (work Push-ups 20s) / 10s between rounds)",
    ),
    (
        "3x tabata squats rest 60s",
        "Squats: 3 x (8 sets of squats (8 x (work Squats 20s) / 10s between rounds)) / 1m between rounds",
    ),
    ("EMOM 10: 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("emom 10 min: 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("EMOM 10 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("10 min EMOM: 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("EMOM x10: 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("EMOM for 10 minutes: 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("E2MOM 10: 10 burpees", "Burpees: 5 x (reps Burpees x10) every 2m"),
    ("E2MOM x5: 10 burpees", "Burpees: 5 x (reps Burpees x10) every 2m"),
    ("every minute for 10 min: 12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("every 2 min for 10 min: 10 burpees", "Burpees: 5 x (reps Burpees x10) every 2m"),
    ("every 1m30s x 8: 10 burpees", "Burpees: 8 x (reps Burpees x10) every 1m30s"),
    ("every 90s x 8: 10 burpees", "Burpees: 8 x (reps Burpees x10) every 1m30s"),
    (
        "EMOM 10: (5 push-ups, 5 squats)",
        "Push-ups, Squats: 10 x (reps Push-ups x5, reps Squats x5) every 1m",
    ),
    ("EMOM 5: 13 swings @1.5s", "Swings: 5 x (reps Swings x13 @1.5s) every 1m"),
    ("EMOM 1: 12 swings", "Swings: reps Swings x12 every 1m"),
    (
        "EMOM 9: (2x(5 push-ups, rest 5s))",
        "Push-ups: 9 x (2 sets of push-ups (2 x (reps Push-ups x5) / 5s between rounds)) every 1m",
    ),
    ("3x(EMOM 2: 5 squats rest 10s)", "Squats: 3 x (2 sets of squats (2 x (reps Squats x5) every 1m))"),
    ("E4MOM 8: tabata squats", "Squats: 2 x (8 sets of squats (8 x (work Squats 20s) / 10s between rounds)) every 4m"),
    (
        "3x(alternating EMOM 4: 5 squats, 5 lunges) rest 60s",
        "Squats, Lunges: 3 x (Circuit (2 x (Squats (reps Squats x5 every 1m), Lunges (reps Lunges x5 every 1m)))) / 1m between rounds",
    ),
    ("EMOM 10: 40s plank", "Plank: 10 x (hold Plank 40s) every 1m"),
    (
        "5x(EMOM 1: 12 swings; EMOM 1: 5 squats)",
        "Swings, Squats: 5 x (Swings (reps Swings x12 every 1m), Squats (reps Squats x5 every 1m))",
    ),
    (
        "AMRAP 5m: 5 pull-ups, 10 push-ups, 15 squats",
        "As many rounds as possible: max As many rounds as possible 5m “5 pull-ups, 10 push-ups, 15 squats.”",
    ),
    (
        "AMRAP 5: 5 pull-ups, 10 push-ups",
        "As many rounds as possible: max As many rounds as possible 5m “5 pull-ups, 10 push-ups.”",
    ),
    (
        "10 min AMRAP: 5 pull-ups, 8 lunges each leg",
        "As many rounds as possible: max As many rounds as possible 10m “5 pull-ups, 8 lunges each leg.”",
    ),
    ("AMRAP 5m: burpees", "Burpees: max Burpees 5m"),
    (
        "AMRAP 5m: 10 cal row",
        "As many rounds as possible: max As many rounds as possible 5m “10 calories row.”",
    ),
    ("work: 40s\nrest: 20s\nrounds: 8", "Work: 8 x (work Work 40s) / 20s between rounds"),
    (
        "3 rounds:\nsquats: 10\nplank: 30s\nrest 60s",
        "Squats, Plank: 3 x (reps Squats x10, hold Plank 30s) / 1m between rounds",
    ),
    ("rounds: 3\n10 squats\n10 lunges", "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10)"),
    (
        "AMRAP 12\n400m run\n10 cal row\n15 KB swings",
        "As many rounds as possible: max As many rounds as possible 12m “400 metres run, 10 calories row, 15 KB swings.”",
    ),
    ("AMRAP 60s push-ups", "Push-ups: max Push-ups 1m"),
    (
        "AMRAP 5m (5 pull-ups, 10 push-ups)",
        "As many rounds as possible: max As many rounds as possible 5m “5 pull-ups, 10 push-ups.”",
    ),
    ("max pull-ups 60s", "Pull-ups: max Pull-ups 1m"),
    ("max pull-ups in 60s", "Pull-ups: max Pull-ups 1m"),
    ("max 60s pull-ups", "Pull-ups: max Pull-ups 1m"),
    ("max reps push-ups 45s", "Push-ups: max Push-ups 45s"),
    ("pull-ups max 60s", "Pull-ups: max Pull-ups 1m"),
    ("pull-ups to failure", "Pull-ups: max Pull-ups 1m"),
    ("pull-ups to failure 90s", "Pull-ups: max Pull-ups 1m30s"),
    ("3x max pull-ups 60s rest 2m", "Pull-ups: 3 x (max Pull-ups 1m) / 2m between rounds"),
    ("3 x pull-ups to failure rest 2 min", "Pull-ups: 3 x (max Pull-ups 1m) / 2m between rounds"),
    (
        "3x(30s flutter kicks, 30s bicycle kicks, 1m side plank each side) rest 90s",
        "Flutter kicks, Bicycle kicks, Side plank: 3 x (work Flutter kicks 30s, work Bicycle kicks 30s, hold Side plank 1m [left side/right side]) / 1m30s between rounds",
    ),
    (
        "3x(30s flutter kicks, 30s bicycle kicks) rest 90s between rounds",
        "Flutter kicks, Bicycle kicks: 3 x (work Flutter kicks 30s, work Bicycle kicks 30s) / 1m30s between rounds",
    ),
    (
        "(30s flutter kicks, 30s bicycle kicks) x3",
        "Flutter kicks, Bicycle kicks: 3 x (work Flutter kicks 30s, work Bicycle kicks 30s)",
    ),
    (
        "(30s flutter kicks + 30s bicycle kicks) x 3 rest 60s",
        "Flutter kicks, Bicycle kicks: 3 x (work Flutter kicks 30s, work Bicycle kicks 30s) / 1m between rounds",
    ),
    (
        "3 x (10 push-ups, 2x(5 burpees, 10 squats) rest 30s) rest 2m",
        "Push-ups, Burpees, Squats: 3 x (reps Push-ups x10, Circuit (2 x (reps Burpees x5, reps Squats x10) / 30s between rounds)) / 2m between rounds",
    ),
    (
        "2x(3x10 push-ups rest 30s, 3x10 squats rest 30s) rest 2m",
        "Push-ups, Squats: 2 x (3 sets of push-ups (3 x (reps Push-ups x10) / 30s between rounds), 3 sets of squats (3 x (reps Squats x10) / 30s between rounds)) / 2m between rounds",
    ),
    ("3 rounds (10 push-ups, 10 squats)", "Push-ups, Squats: 3 x (reps Push-ups x10, reps Squats x10)"),
    ("(10 push-ups, 10 squats) 3 times", "Push-ups, Squats: 3 x (reps Push-ups x10, reps Squats x10)"),
    ("5 rounds: 10 push-ups, 10 squats", "Push-ups, Squats: 5 x (reps Push-ups x10, reps Squats x10)"),
    ("5 rounds of: 10 push-ups, 10 squats", "Push-ups, Squats: 5 x (reps Push-ups x10, reps Squats x10)"),
    ("5 rounds of 10 push-ups", "Push-ups: 5 x (reps Push-ups x10)"),
    (
        "5 Rounds: 10 push-ups, 10 squats, rest 60s",
        "Push-ups, Squats: 5 x (reps Push-ups x10, reps Squats x10) / 1m between rounds",
    ),
    (
        "5 rounds: 10 push-ups, 10 squats, 60s rest between rounds",
        "Push-ups, Squats: 5 x (reps Push-ups x10, reps Squats x10) / 1m between rounds",
    ),
    (
        "5 rounds with 60s rest between: 10 push-ups, 10 squats",
        "Push-ups, Squats: 5 x (reps Push-ups x10, reps Squats x10) / 1m between rounds",
    ),
    (
        "5 rounds: 10 push-ups, 10 squats; 1m plank",
        "Push-ups, Squats, Plank: Circuit (5 x (reps Push-ups x10, reps Squats x10)), hold Plank 1m",
    ),
    (
        "5 rounds:\n10 push-ups\n10 squats\n\n1m plank",
        "Push-ups, Squats, Plank: Circuit (5 x (reps Push-ups x10, reps Squats x10)), hold Plank 1m",
    ),
    (
        "3 rounds: 10 push-ups, 10 squats\n1m plank",
        "Push-ups, Squats, Plank: Circuit (3 x (reps Push-ups x10, reps Squats x10)), hold Plank 1m",
    ),
    (
        "3x10 push-ups rest 60s, 3x10 squats rest 60s",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10) / 1m between rounds), 3 sets of squats (3 x (reps Squats x10) / 1m between rounds)",
    ),
    ("3x10 push-ups, rest 60s", "Push-ups: 3 x (reps Push-ups x10) / 1m between rounds"),
    (
        "3x10 push-ups then rest 60s then 3x10 squats",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10)), rest 1m, 3 sets of squats (3 x (reps Squats x10))",
    ),
    (
        "3x10 push-ups; rest 60s; 3x10 squats",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10)), rest 1m, 3 sets of squats (3 x (reps Squats x10))",
    ),
    (
        "3x10 push-ups, 3x10 squats, 60s rest between sets",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10) / 1m between rounds), 3 sets of squats (3 x (reps Squats x10) / 1m between rounds)",
    ),
    (
        "3x10 push-ups, 3x10 squats, rest 60s between sets",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10) / 1m between rounds), 3 sets of squats (3 x (reps Squats x10) / 1m between rounds)",
    ),
    (
        "10 push-ups, 10 squats, rest 30s between exercises",
        "Push-ups, Squats: reps Push-ups x10, reps Squats x10 / 30s between steps",
    ),
    ("30s plank, 15s rest, 30s plank", "Plank: hold Plank 30s, rest 15s, hold Plank 30s"),
    ("30s plank, rest 15s, 30s plank", "Plank: hold Plank 30s, rest 15s, hold Plank 30s"),
    ("30s plank, rest: 15s, 30s plank", "Plank: hold Plank 30s, rest 15s, hold Plank 30s"),
    ("30s plank, 15s break, 30s plank", "Plank: hold Plank 30s, rest 15s, hold Plank 30s"),
    ("30s plank rest 15s, 30s plank", "Plank: hold Plank 30s, rest 15s, hold Plank 30s"),
    ("30s plank 15s rest x4", "Plank: 4 x (hold Plank 30s) / 15s between rounds"),
    (
        "warm-up: 60s jumping jacks, 30s arm circles; 3 rounds: 10 push-ups, 10 squats; cool-down: 60s stretch",
        "Jumping jacks, Arm circles, Push-ups and 2 more: Warm-up (work Jumping jacks 1m, work Arm circles 30s), Circuit (3 x (reps Push-ups x10, reps Squats x10)), Cool-down (hold Stretch 1m)",
    ),
    ("warm-up: 60s jumping jacks", "Jumping jacks: Warm-up (work Jumping jacks 1m)"),
    ("warm-up: 3 rounds: 10 squats, 30s plank", "Squats, Plank: Warm-up (3 x (reps Squats x10, hold Plank 30s))"),
    (
        "warm up: 60s jog\nfinisher: 3x(10 burpees, 20s plank)",
        "Jog, Burpees, Plank: Warm up (work Jog 1m), Finisher (3 x (reps Burpees x10, hold Plank 20s))",
    ),
    ("title: Lunch; 10 push-ups, 10 squats", "Lunch: reps Push-ups x10, reps Squats x10"),
    ("title: Lunch break, 3x10 push-ups", "Lunch break: 3 x (reps Push-ups x10)"),
    ("Title: Lunch\n3x10 push-ups", "Lunch: 3 x (reps Push-ups x10)"),
    (
        "# Monday\n3x10 push-ups # slowly\n\n1m plank",
        "Push-ups, Plank: 3 sets of push-ups (3 x (reps Push-ups x10)), hold Plank 1m",
    ),
    (
        "- 3x10 push-ups\n- 3x10 squats",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10)), 3 sets of squats (3 x (reps Squats x10))",
    ),
    (
        "1. 3x10 push-ups\n2. 3x10 squats",
        "Push-ups, Squats: 3 sets of push-ups (3 x (reps Push-ups x10)), 3 sets of squats (3 x (reps Squats x10))",
    ),
    ("1) 10 push-ups\n2) 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("* 10 push-ups\n* 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 push-ups + 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 push-ups and 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 push-ups & 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 push-ups. 10 squats.", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 push-ups -> 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 push-ups followed by 10 squats", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("5 clean & jerk", "Clean & jerk: reps Clean & jerk x5"),
    ("5 clean and jerk", "Clean and jerk: reps Clean and jerk x5"),
    ("10 push-ups, 10 squats,", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    ("10 2-hand swings", "2-hand swings: reps 2-hand swings x10"),
    ("10 1-leg hops each leg", "1-leg hops: reps 1-leg hops x10 [left leg/right leg]"),
    ('30s "90/90 stretch"', "90/90 stretch: hold 90/90 stretch 30s"),
    ('30s "max effort sprint"', "Max effort sprint: work Max effort sprint 30s"),
    ("10 Kniebeugen, 30s Liegestütze", "Kniebeugen, Liegestütze: reps Kniebeugen x10, work Liegestütze 30s"),
    ("30s Übung für Rücken", "Übung für Rücken: work Übung für Rücken 30s"),
    ("10 world's greatest stretches", "World's greatest stretches: reps World's greatest stretches x10"),
    (
        "5 min easy jog, 3x(1 min fast run, 2 min walk), 5 min walk",
        "Easy jog, Fast run, Walk: work Easy jog 5m, Circuit (3 x (work Fast run 1m, recover Walk 2m)), work Walk 5m",
    ),
    (
        "3 rounds: 1 min on 30s off: burpees, mountain climbers, jumping jacks",
        "Burpees, Mountain climbers, Jumping jacks: 3 x (work Burpees 1m, rest 30s, work Mountain climbers 1m, rest 30s, work Jumping jacks 1m) / 30s between rounds",
    ),
    ("10 burpees every minute for 5 min", "Burpees: 5 x (reps Burpees x10) every 1m"),
    (
        "10-minute AMRAP: 10 squats, 10 push-ups",
        "As many rounds as possible: max As many rounds as possible 10m “10 squats, 10 push-ups.”",
    ),
    ("5 sets: 5 pull-ups rest 60s", "Pull-ups: 5 x (reps Pull-ups x5) / 1m between rounds"),
    ("3 supersets: 10 rows, 10 presses", "Rows, Presses: 3 x (reps Rows x10, reps Presses x10)"),
    ("circuit x3: 10 squats, 10 push-ups", "Squats, Push-ups: Circuit (3 x (reps Squats x10, reps Push-ups x10))"),
    ("3 circuits: 10 squats, 10 push-ups", "Squats, Push-ups: 3 x (reps Squats x10, reps Push-ups x10)"),
    ("1 min each: squats, lunges", "Squats, Lunges: work Squats 1m, work Lunges 1m"),
    ("as many push-ups as possible in 60s", "As many push-ups as possible: work As many push-ups as possible 1m"),
    ("unbroken 20 push-ups", "Unbroken push-ups: reps Unbroken push-ups x20"),
    ("45 sec squats / 15 sec rest x 5", "Squats: 5 x (work Squats 45s) / 15s between rounds"),
    ("20s max effort bike, 10s rest", "Bike: max Bike 20s, rest 10s"),
    ("2x20s sprint w/ 40s rest", "Sprint: 2 x (work Sprint 20s) / 40s between rounds"),
    ("3 rounds for time: 10 burpees, 20 squats", "Burpees, Squats: 3 x (reps Burpees x10, reps Squats x20)"),
    ("10 burpees 3 sets", "Burpees: 3 x (reps Burpees x10)"),
    ("10 burpees for 3 sets", "Burpees: 3 x (reps Burpees x10)"),
    ("30s plank 3 times", "Plank: 3 x (hold Plank 30s)"),
    ("plank 3x30s rest 15s", "Plank: 3 x (hold Plank 30s) / 15s between rounds"),
    ("plank 3 x 30 sec, 15 sec rest", "Plank: 3 x (hold Plank 30s) / 15s between rounds"),
    ("3 rounds 1 min each: squats, lunges", "Squats, Lunges: 3 x (work Squats 1m, work Lunges 1m)"),
    ("3 rounds: 1 min each: squats, lunges", "Squats, Lunges: 3 x (work Squats 1m, work Lunges 1m)"),
    ("20 shuttle runs", "Shuttle runs: reps Shuttle runs x20"),
    ("day one: 10 push-ups", "Push-ups: Day one (reps Push-ups x10)"),
    ("warm–up: 60s jog", "Jog: Warm-up (work Jog 1m)"),
    ("rest: 1 min", "Rest: rest 1m"),
    ("20 push-ups;;10 squats", "Push-ups, Squats: reps Push-ups x20, reps Squats x10"),
    ('10 "rest-pause push-ups"', "Rest-pause push-ups: reps Rest-pause push-ups x10"),
    ("3x max push-ups", "Push-ups: 3 x (max Push-ups 1m)"),
    ("3 rounds: 10 push-ups", "Push-ups: 3 x (reps Push-ups x10)"),
    ("rest 90s", "Rest: rest 1m30s"),
    ("3x(rest 30s)", "Rest: 3 x (rest 30s)"),
    ("tabata", "Work: 8 x (work Work 20s) / 10s between rounds"),
    ("30s on 0s off x 3 squats", "Squats: 3 x (work Squats 30s)"),
    ("3x(10 push-ups, 60s rest between rounds)", "Push-ups: 3 x (reps Push-ups x10) / 1m between rounds"),
    (
        "2x(10 push-ups, 10 squats, 30s rest between exercises)",
        "Push-ups, Squats: 2 x (reps Push-ups x10, reps Squats x10) / 30s between steps",
    ),
    (
        "(10 push-ups, 10 squats) rest 30s between exercises",
        "Push-ups, Squats: reps Push-ups x10, reps Squats x10 / 30s between steps",
    ),
    ("(10 push-ups, 10 squats)", "Push-ups, Squats: reps Push-ups x10, reps Squats x10"),
    (
        "warm-up: 10 push-ups, 10 squats, 30s rest between exercises",
        "Push-ups, Squats: Warm-up (reps Push-ups x10, reps Squats x10 / 30s between steps)",
    ),
    ("3x AMRAP 60s push-ups rest 60s", "Push-ups: 3 x (max Push-ups 1m) / 1m between rounds"),
    (
        "3 rounds: AMRAP 5m: 10 squats, 10 push-ups",
        "As many rounds as possible: 3 x (max As many rounds as possible 5m “10 squats, 10 push-ups.”)",
    ),
    ("5 rounds : 10 push-ups", "Push-ups: 5 x (reps Push-ups x10)"),
    ("5 rounds - 10 push-ups", "Push-ups: 5 x (reps Push-ups x10)"),
    (
        "EMOM 10: (5 push-ups, 5 squats, rest 5s between exercises)",
        "Push-ups, Squats: 10 x (Circuit (reps Push-ups x5, reps Squats x5 / 5s between steps)) every 1m",
    ),
    (
        "EMOM 10: (5 push-ups, 5 squats) rest 5s between exercises",
        "Push-ups, Squats: 10 x (Circuit (reps Push-ups x5, reps Squats x5 / 5s between steps)) every 1m",
    ),
    (
        "EMOM 10: 2x(5 push-ups, 2 squats, rest 5s between exercises)",
        "Push-ups, Squats: 10 x (Circuit (2 x (reps Push-ups x5, reps Squats x2) / 5s between steps)) every 1m",
    ),
    (
        "EMOM 10: 3x5 push-ups rest 5s",
        "Push-ups: 10 x (3 sets of push-ups (3 x (reps Push-ups x5) / 5s between rounds)) every 1m",
    ),
    ("EMOM 10: 5 lunges each leg", "Lunges: 10 x (reps Lunges x5 [left leg/right leg]) every 1m"),
    (
        "3x(5 push-ups, 5 squats) rest 10s between exercises",
        "Push-ups, Squats: 3 x (reps Push-ups x5, reps Squats x5) / 10s between steps",
    ),
    ("EMOM 10: 5 push-ups rest 10s", "Push-ups: 10 x (reps Push-ups x5) every 1m"),
    ("tabata squats rest 60s", "Squats: 8 sets of squats (8 x (work Squats 20s, rest 10s)), rest 1m"),
    (
        "tabata squats rest 60s, 10 lunges",
        "Squats, Lunges: 8 sets of squats (8 x (work Squats 20s, rest 10s)), rest 1m, reps Lunges x10",
    ),
    (
        "(EMOM 5: 5 squats) rest 60s, 10 lunges",
        "Squats, Lunges: 5 sets of squats (5 x (reps Squats x5) every 1m), rest 1m, reps Lunges x10",
    ),
    (
        "3x30s plank 10s rest, 10 squats",
        "Plank, Squats: 3 sets of plank (3 x (hold Plank 30s) / 10s between rounds), reps Squats x10",
    ),
    ("30s on 10s off", "Work: work Work 30s"),
    ("30s on 10s off, 10 squats", "Work, Squats: work Work 30s, rest 10s, reps Squats x10"),
    ("5 rounds of 10 squats, rest 60s", "Squats: 5 x (reps Squats x10) / 1m between rounds"),
    ("3 sets of 10 squats, 30s plank", "Squats, Plank: 3 sets of squats (3 x (reps Squats x10)), hold Plank 30s"),
    (
        "3 sets of 10 squats, 3 sets of 10 lunges",
        "Squats, Lunges: 3 sets of squats (3 x (reps Squats x10)), 3 sets of lunges (3 x (reps Lunges x10))",
    ),
    (
        "3 rounds of 10 squats, 3 rounds of 10 lunges",
        "Squats, Lunges: 3 sets of squats (3 x (reps Squats x10)), 3 sets of lunges (3 x (reps Lunges x10))",
    ),
    ("3x10 squats, 10 lunges", "Squats, Lunges: 3 sets of squats (3 x (reps Squats x10)), reps Lunges x10"),
    (
        "10 squats x3, 10 lunges x3",
        "Squats, Lunges: 3 sets of squats (3 x (reps Squats x10)), 3 sets of lunges (3 x (reps Lunges x10))",
    ),
    (
        "10 squats, 10 lunges x3, 30s plank",
        "Squats, Lunges, Plank: reps Squats x10, 3 sets of lunges (3 x (reps Lunges x10)), hold Plank 30s",
    ),
    ("10 squats, lunges x10", "Squats, Lunges: reps Squats x10, reps Lunges x10"),
    (
        "30s plank, 20s/10s squats x8",
        "Plank, Squats: hold Plank 30s, 8 sets of squats (8 x (work Squats 20s) / 10s between rounds)",
    ),
    ("3 rounds 40s/20s squats", "Squats: 3 x (work Squats 40s) / 20s between rounds"),
    ("10 squats; 10 lunges x3", "Squats, Lunges: reps Squats x10, 3 sets of lunges (3 x (reps Lunges x10))"),
    ("10 squats\n10 lunges x3", "Squats, Lunges: reps Squats x10, 3 sets of lunges (3 x (reps Lunges x10))"),
    ("10 squats, 3x10 lunges", "Squats, Lunges: reps Squats x10, 3 sets of lunges (3 x (reps Lunges x10))"),
    (
        "10 squats, 30s on 10s off x8 lunges",
        "Squats, Lunges: reps Squats x10, 8 sets of lunges (8 x (work Lunges 30s) / 10s between rounds)",
    ),
    ("10 push-ups 1.5s per rep", "Push-ups: reps Push-ups x10 @1.5s"),
    ("three rounds: 10 squats, 30s plank", "Squats, Plank: 3 x (reps Squats x10, hold Plank 30s)"),
    ("3 circuits: 10 squats, 30s plank", "Squats, Plank: 3 x (reps Squats x10, hold Plank 30s)"),
    ("(10 squats, 30s plank) x3", "Squats, Plank: 3 x (reps Squats x10, hold Plank 30s)"),
    ("20s work 10s rest x8 squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("8 rounds 20s on 10s off squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("E2MOM x10: 10 burpees", "Burpees: 10 x (reps Burpees x10) every 2m"),
    ("5 squats 135 lb", "Squats with 135 lb: reps Squats with 135 lb x5"),
    ("5 squats 80%", "Squats at 80%: reps Squats at 80% x5"),
    ("5 squats RPE 8", "Squats at RPE 8: reps Squats at RPE 8 x5"),
    ("30s plank, rest 15 seconds, 30s plank", "Plank: hold Plank 30s, rest 15s, hold Plank 30s"),
    ("30s plank, 15s break", "Plank: hold Plank 30s, rest 15s"),
    (
        "10 squats, 30s plank, 20s dead hang, 30s wall-sit, 60s hamstring stretch, 20s hollow hold",
        "Squats, Plank, Dead hang and 3 more: reps Squats x10, hold Plank 30s, hold Dead hang 20s, hold Wall-sit 30s, hold Hamstring stretch 1m, hold Hollow hold 20s",
    ),
    ("1m30 plank; 1'30\" plank", "Plank: hold Plank 1m30s, hold Plank 1m30s"),
    ("rest 15s", "Rest: rest 15s"),
    ("warm up 60s jog", "Warm up jog: work Warm up jog 1m"),
    ("20s side plank/side", "Side plank: hold Side plank 20s [left side/right side]"),
    ("10 push-ups/arm", "Push-ups: reps Push-ups x10 [left arm/right arm]"),
    ("30 s plank", "Plank: hold Plank 30s"),
    ("20-minute walk", "Walk: work Walk 20m"),
    ("10 cat-cows", "Cat-cows: reps Cat-cows x10"),
    ("45s bear-crawl", "Bear-crawl: work Bear-crawl 45s"),
    (
        "3 rounds 40s on 20s off: squats, lunges; rest 60s between rounds",
        "Squats, Lunges: 3 x (work Squats 40s, rest 20s, work Lunges 40s) / 1m between rounds",
    ),
    (
        "3 rounds: 10 squats\n10 lunges\nrest 60s",
        "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) / 1m between rounds",
    ),
    (
        "3 rounds: 10 squats\n3x10 lunges",
        "Squats, Lunges: 3 sets of squats (3 x (reps Squats x10)), 3 sets of lunges (3 x (reps Lunges x10))",
    ),
    (
        "EMOM 10: 12 swings\n1m plank",
        "Swings, Plank: 10 sets of swings (10 x (reps Swings x12) every 1m), hold Plank 1m",
    ),
    ("21-15-9 thrusters", "Thrusters: 3 x (reps Thrusters x21-15-9)"),
    (
        "warm-up: alternate 60s jog and 90s walk for 10 min",
        "Jog, Walk: Warm-up (4 x (work Jog 1m, recover Walk 1m30s))",
    ),
    (
        "alternate between 1 minute running and 2 minutes walking, repeat 7 times",
        "Running, Walking: 7 x (work Running 1m, recover Walking 2m)",
    ),
    ("8x(jog for 1 minute and walk for 90 seconds)", "Jog, Walk: 8 x (work Jog 1m, recover Walk 1m30s)"),
    ("warm up: run 2 min / walk 1 min", "Run, Walk: Warm up (work Run 2m, work Walk 1m)"),
    ("alternating lunges 20", "Alternating lunges: reps Alternating lunges x20"),
    ("ten-minute walk", "Walk: work Walk 10m"),
    ("3 rounds, 3 min each, 1 min rest\nboxing", "Boxing: 3 x (work Boxing 3m) / 1m between rounds"),
    ("boxing: 3 min rounds, 1 min rest, 6 rounds", "Boxing: 6 x (work Boxing 3m) / 1m between rounds"),
    ("3 rounds boxing, 3 min each, 1 min rest", "Boxing: 3 x (work Boxing 3m) / 1m between rounds"),
    (":20 on :10 off x8 squats", "Squats: 8 x (work Squats 20s) / 10s between rounds"),
    ("swim 8 x 50m @ 50s", "Swim 50 metres: 8 x (work Swim 50 metres 50s) every 50s"),
    ("8x50 kick on 60s", "Kick 50: 8 x (work Kick 50 1m) every 1m"),
    ("25 kick @2s; 10 back squats @3s", "Kick, Back squats: reps Kick x25, reps Back squats x10 @3s"),
    ("5x10 burpees on 1:00", "Burpees: 5 x (reps Burpees x10) every 1m"),
    ("8x50m free in 45s on 1:00", "Free 50m: 8 x (work Free 50m @0:45/50m) every 1m"),
    ("neck rotation: hold 10 sec each side x5", "Neck rotation: reps Neck rotation x5 @10s [left side/right side]"),
    ("calf stretch 3x (hold 30s) each leg", "Calf stretch: 3 x (hold Calf stretch 30s [left leg/right leg])"),
    (
        "heel slides\nrepeat 10 times\nclamshells\nrepeat 12 times each side",
        "Heel slides, Clamshells: reps Heel slides x10, reps Clamshells x12 [left side/right side]",
    ),
    (
        "4 in, 4 hold, 4 out, 4 hold, x5",
        "Breathing: reps Breathing x5 @(breathe in 4s, hold 4s, breathe out 4s, hold 4s)",
    ),
    ("inhale 4, exhale 6, hold 2, x5", "Breathing: reps Breathing x5 @(breathe in 4s, breathe out 6s, hold 2s)"),
    ("5 breaths: 4 in 6 out", "Breathing: reps Breathing x5 @(breathe in 4s, breathe out 6s)"),
    ("EMOM 10\n\n12 swings", "Swings: 10 x (reps Swings x12) every 1m"),
    ("part B: 3 rounds\n5 burpees\n5 squats", "Burpees, Squats: Part B (3 x (reps Burpees x5, reps Squats x5))"),
    ("30s plank x 8.", "Plank: 8 x (hold Plank 30s)"),
    (
        "21-15-9: thrusters, pull-ups, rest 60s",
        "Thrusters, Pull-ups: 3 x (reps Thrusters x21-15-9, reps Pull-ups x21-15-9) / 1m between rounds",
    ),
    ("21-15-9: thrusters, 7 pull-ups", "Thrusters, Pull-ups: 3 x (reps Thrusters x21-15-9, reps Pull-ups x7)"),
    ("21-15-9: (thrusters, pull-ups)", "Thrusters, Pull-ups: 3 x (reps Thrusters x21-15-9, reps Pull-ups x21-15-9)"),
    ("3x(21-15-9: thrusters)", "Thrusters: 3 x (3 sets of thrusters (3 x (reps Thrusters x21-15-9)))"),
    (
        "2 rounds: 21-15-9 thrusters, pull-ups; rest 2 min",
        "Thrusters, Pull-ups: 2 x (Circuit (3 x (reps Thrusters x21-15-9, reps Pull-ups x21-15-9))) / 2m between rounds",
    ),
    (
        "finisher: 3-2-1 thrusters, pull-ups",
        "Thrusters, Pull-ups: Finisher (3 x (reps Thrusters x3-2-1, reps Pull-ups x3-2-1))",
    ),
    (
        "21-15-9: Fran: thrusters, pull-ups",
        "Thrusters, Pull-ups: Fran (3 x (reps Thrusters x21-15-9, reps Pull-ups x21-15-9))",
    ),
    ("3 sets of 12-10-8 bench press", "Bench press: 3 x (reps Bench press x12-10-8)"),
    (
        "bench press 3x12-10-8 @60kg rest 90s",
        "Bench press at 60kg: 3 x (reps Bench press at 60kg x12-10-8) / 1m30s between rounds",
    ),
    ("bench press: 12-10-8-6, rest 2 min", "Bench press: 4 x (reps Bench press x12-10-8-6) / 2m between rounds"),
    ("bench press: 3 sets 12-10-8", "Bench press: 3 x (reps Bench press x12-10-8)"),
    ("4 sets, rest 60s: 12-10-8-6 rows", "Rows: 4 x (reps Rows x12-10-8-6) / 1m between rounds"),
    (
        "3 rounds, rest 60s: 10 squats, 10 lunges",
        "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) / 1m between rounds",
    ),
    ("20-30-40s plank each side", "Plank: 3 x (hold Plank 20s-30s-40s [left side/right side])"),
    ("30s-45s-1min plank, rest 30s", "Plank: 3 x (hold Plank 30s-45s-1m) / 30s between rounds"),
    ("1-2-3-2-1 min hard, rest 1 min between", "Hard: 5 x (work Hard 1m-2m-3m-2m-1m) / 1m between rounds"),
    ("20-30-20s row, burpees", "Row, Burpees: 3 x (work Row 20s-30s-20s, work Burpees 20s-30s-20s)"),
    ("30-30-30s plank", "Plank: 3 x (hold Plank 30s)"),
    ("EMOM 4: min 1: 5 swings; min 2: rest", "Swings: 2 x (Swings (reps Swings x5 every 1m)) / 1m between rounds"),
    ("EMOM 3: 12-10-8 swings", "Swings: 3 x (reps Swings x12-10-8) every 1m"),
    ("EMOM 3 12-10-8 swings", "Swings: 3 x (reps Swings x12-10-8) every 1m"),
    (
        "AMRAP 7: 3-6-9 thrusters, pull-ups",
        "As many rounds as possible: max As many rounds as possible 7m “3, 6 and 9 thrusters, 3, 6 and 9 pull-ups.”",
    ),
    (
        "shuffle: 10 squats, 10 lunges, 30s plank",
        "Squats, Lunges, Plank: reps Squats x10, reps Lunges x10, hold Plank 30s shuffled",
    ),
    (
        "shuffle 3 rounds 40s on 20s off: squats, plank",
        "Squats, Plank: 3 x (work Squats 40s, hold Plank 40s) / 20s between rounds / 20s between steps shuffled",
    ),
    (
        "3 rounds, shuffled: 10 squats, 10 lunges, rest 60s",
        "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) / 1m between rounds shuffled",
    ),
    ("3 rounds shuffled\n10 squats\n10 lunges", "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) shuffled"),
    (
        "warm-up shuffled: 10 squats, 10 lunges; 30s plank",
        "Squats, Lunges, Plank: Warm-up (reps Squats x10, reps Lunges x10 shuffled), hold Plank 30s",
    ),
    (
        "3 rounds in random order, 40s on 20s off: squats, lunges; 30s plank",
        "Squats, Lunges, Plank: Circuit (3 x (work Squats 40s, work Lunges 40s) / 20s between rounds / 20s between steps shuffled), rest 20s, hold Plank 30s",
    ),
    (
        "40s on 20s off for 6 min, shuffled: squats, lunges",
        "Squats, Lunges: 3 x (work Squats 40s, work Lunges 40s) / 20s between rounds / 20s between steps shuffled",
    ),
    (
        "pick 2 of: 10 squats, 10 lunges, 10 burpees",
        "Squats, Lunges, Burpees: reps Squats x10, reps Lunges x10, reps Burpees x10 pick 2",
    ),
    (
        "4 rounds, pick 2: 10 squats, 10 lunges, 30s plank",
        "Squats, Lunges, Plank: 4 x (reps Squats x10, reps Lunges x10, hold Plank 30s) pick 2",
    ),
    (
        "shuffle, pick 2 exercises: 10 squats, 10 lunges, 30s plank",
        "Squats, Lunges, Plank: reps Squats x10, reps Lunges x10, hold Plank 30s pick 2 shuffled",
    ),
    ("shuffle, 3 rounds: 10 squats, 10 lunges", "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) shuffled"),
    (
        "3x(10 squats, 10 lunges) shuffled rest 60s",
        "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) / 1m between rounds shuffled",
    ),
    (
        "shuffle: (10 squats, 10 lunges), 10 burpees",
        "Squats, Lunges, Burpees: Circuit (reps Squats x10, reps Lunges x10), reps Burpees x10 shuffled",
    ),
    (
        "shuffle: 10 squats, 10 lunges, rest 30s between exercises",
        "Squats, Lunges: reps Squats x10, reps Lunges x10 / 30s between steps shuffled",
    ),
    (
        "shuffle alternating EMOM 4: 9 squats, 9 lunges",
        "Squats, Lunges: 2 x (Squats (reps Squats x9 every 1m), Lunges (reps Lunges x9 every 1m)) shuffled",
    ),
    (
        "EMOM 5: shuffle: 5 squats, 5 lunges",
        "Squats, Lunges: 5 x (Circuit (reps Squats x5, reps Lunges x5 shuffled)) every 1m",
    ),
    (
        "shuffle 21-15-9: thrusters, pull-ups",
        "Thrusters, Pull-ups: 3 x (reps Thrusters x21-15-9, reps Pull-ups x21-15-9) shuffled",
    ),
    (
        "shuffle tabata: a, b, c, d, e, f, g, h",
        "A, B, C and 5 more: work A 20s, work B 20s, work C 20s, work D 20s, work E 20s, work F 20s, work G 20s, work H 20s / 10s between steps shuffled",
    ),
    ("30s lateral shuffle each side", "Lateral shuffle: work Lateral shuffle 30s [left side/right side]"),
    ("shuffle 1:00, squats 1:00", "Shuffle, Squats: work Shuffle 1m, work Squats 1m"),
    (
        "3x9 squats, rest 60s\n3x9 rows, rest 45s",
        "Squats, Rows: 3 sets of squats (3 x (reps Squats x9) / 1m between rounds), 3 sets of rows (3 x (reps Rows x9) / 45s between rounds)",
    ),
    (
        "3x9 squats, rest 60s; 30s plank",
        "Squats, Plank: 3 sets of squats (3 x (reps Squats x9) / 1m between rounds), hold Plank 30s",
    ),
    (
        "warm-up: 3x9 squats, rest 60s\nmain: 9 lunges",
        "Squats, Lunges: Warm-up (3 x (reps Squats x9) / 1m between rounds), Main (reps Lunges x9)",
    ),
    ("5-5-5 deadlifts rest 2 min", "Deadlifts: 3 x (reps Deadlifts x5) / 2m between rounds"),
    ("tempo 3x10 squats", "Tempo squats: 3 x (reps Tempo squats x10)"),
    ("10 squats tempo 3-1-1-0", "Squats: reps Squats x10 @3-1-1-0"),
    ("10 squats @3-1-X-0", "Squats: reps Squats x10 @3-1-x-0"),
    ("10 squats 3-1-1-0", "Squats: reps Squats x10 @3-1-1-0"),
    ("10 squats @3/1/1", "Squats: reps Squats x10 @3-1-1"),
    ("10 squats tempo 30X1", "Squats: reps Squats x10 @3-0-x-1"),
    ("10 squats @x-0-x-0", "Squats: reps Squats x10 @1-0-x-0"),
    ("10 squats @30-10-30-0", "Squats: reps Squats x10 @30-10-30-0"),
    ("breathe 5.5-5.5 x10", "Breathe: reps Breathe x10 @(breathe in 5.5s, breathe out 5.5s)"),
    ("breathing 4-0-4-0 x5", "Breathing: reps Breathing x5 @(breathe in 4s, breathe out 4s)"),
    ("breathing 0.5-0.5 x5", "Breathing: reps Breathing x5 @1s"),
    ("breathing 1-2-3-4-5 x5", "Breathing: reps Breathing x5 @15s"),
    (
        "box breathing x8 @4-4-4-4",
        "Box breathing: reps Box breathing x8 @(breathe in 4s, hold 4s, breathe out 4s, hold 4s)",
    ),
    (
        "box breathing @4444 for 32s",
        "Box breathing: reps Box breathing x2 @(breathe in 4s, hold 4s, breathe out 4s, hold 4s)",
    ),
    ("8 breaths pigeon 4-2-6", "Pigeon: reps Pigeon x8 @(breathe in 4s, hold 2s, breathe out 6s)"),
    (
        "45s work 15s rest: squats, push-ups, plank",
        "Squats, Push-ups, Plank: work Squats 45s, rest 15s, work Push-ups 45s, rest 15s, hold Plank 45s",
    ),
    ("30 sec on 30 sec off for 10 minutes", "Work: 10 x (work Work 30s) / 30s between rounds"),
    (
        "30 sec on 30 sec off for 10 minutes: squats, lunges",
        "Squats, Lunges: 5 x (work Squats 30s, rest 30s, work Lunges 30s) / 30s between rounds",
    ),
    (
        "alternating EMOM 10: 6 swings, 5 squats",
        "Swings, Squats: 5 x (Swings (reps Swings x6 every 1m), Squats (reps Squats x5 every 1m))",
    ),
    (
        "5 rounds: EMOM 2: 10 swings",
        "Swings: 5 x (2 sets of swings (2 x (reps Swings x10) every 1m))",
    ),
    (
        "5 rounds rest 60s: EMOM 2: 10 swings",
        "Swings: 5 x (2 sets of swings (2 x (reps Swings x10) every 1m)) / 1m between rounds",
    ),
    ("A1: 10 squats\nA2: 10 rows\n3 rounds", "Squats, Rows: 3 x (Superset A (reps Squats x10, reps Rows x10))"),
    ("A1: 3x10 squats", "Squats: 3 x (reps Squats x10)"),
    (
        "3x(40/20: squats, lunges)",
        "Squats, Lunges: 3 x (work Squats 40s, rest 20s, work Lunges 40s) / 20s between rounds",
    ),
    ("5 x 1 min hard / 1 min easy", "Hard, Easy: 5 x (work Hard 1m, recover Easy 1m)"),
    ("active rest: 60s walk", "Walk: recover Walk 1m"),
    ("walk 90s", "Walk: work Walk 1m30s"),
    ("3x(10 burpees, 60s walk)", "Burpees, Walk: 3 x (reps Burpees x10, work Walk 1m)"),
    ("8x(30s sprint, 60s jog)", "Sprint, Jog: 8 x (work Sprint 30s, recover Jog 1m)"),
    ("30s plank, 3 times", "Plank: 3 x (hold Plank 30s)"),
    ("3 rounds, 1 min each: squats, lunges", "Squats, Lunges: 3 x (work Squats 1m, work Lunges 1m)"),
    ("10 squats\n10 lunges\nx3", "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10)"),
    (
        "3 rounds, rest 60s between rounds\n10 squats\n10 lunges",
        "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10) / 1m between rounds",
    ),
    ("10 squats (20kg)", "Squats with 20kg: reps Squats with 20kg x10"),
    ("10 squats +5kg", "Squats with +5kg: reps Squats with +5kg x10"),
    ("10 dips @bodyweight", "Dips at bodyweight: reps Dips at bodyweight x10"),
    ("5 x 400m @ 80s", "Run 400m: 5 x (work Run 400m @1:20/400m)"),
    (
        "6x(800m @6:45/mi, 400m jog @10:00/mi)",
        "Run 800m, Jog 400m: 6 x (work Run 800m @6:45/mi, recover Jog 400m @10:00/mi)",
    ),
    (
        "AMRAP 10: 400m run @5:00/km, 10 squats",
        "As many rounds as possible: max As many rounds as possible 10m “400m run, 10 squats.”",
    ),
    ("run 5k @5:00/km", "Run 5km: work Run 5km @5:00/km"),
    ("1 mile @ 7:30 per mile", "Run 1mi: work Run 1mi @7:30/mi"),
    ("run 20min @170spm", "Run: work Run 20m 170 a minute"),
    ("20 min run 170 spm", "Run: work Run 20m 170 a minute"),
    ("5 min row at 24 strokes/min", "Row: work Row 5m 24 a minute"),
    ("bike 10 min cadence 90 rpm", "Bike: work Bike 10m 90 a minute"),
    ("5k @5:00/km @ 180 steps per minute", "Run 5km: work Run 5km @5:00/km 180 a minute"),
    ("max row 60s @32spm", "Row: max Row 1m 32 a minute"),
    (
        "8x(60s run 170spm, 90s walk 120spm)",
        "Run, Walk: 8 x (work Run 1m 170 a minute, recover Walk 1m30s 120 a minute)",
    ),
    (
        "3 rounds 40s on 20s off:\nrow 28spm\nbike 90rpm",
        "Row, Bike: 3 x (work Row 40s 28 a minute, rest 20s, work Bike 40s 90 a minute) / 20s between rounds",
    ),
    ("8 breaths", "Breaths: reps Breaths x8 @5s"),
    ("30s a, 30s b; repeat x2", "A, B: 2 x (work A 30s, work B 30s)"),
    ("push-ups: 3x10, rest 60s", "Push-ups: 3 x (reps Push-ups x10) / 1m between rounds"),
    ("max pull-ups: 45s", "Pull-ups: max Pull-ups 45s"),
    ("three rounds\n10 squats\n10 lunges", "Squats, Lunges: 3 x (reps Squats x10, reps Lunges x10)"),
    ("5 rft: 10 squats, 10 rows", "Squats, Rows: 5 x (reps Squats x10, reps Rows x10)"),
)

REFUSED: Final = (
    ("10x push-ups", "1:1: 10x push-ups may be 10 push-ups, or 10 sets"),
    ("20 min run @170-180 spm", "1:12: '@170-180 spm' is a range, and ticks need one number"),
    ("20 burpees @30 rpm", "1:12: '@30 rpm' ticks under a time, and this is counted"),
    ("20 min run @400spm", "1:12: 400 is too large"),
    ("10 push-ups @2", "1:13: '@2' may be a tempo or a weight"),
    ("plank 30", "1:7: 30 of plank may be seconds or repetitions"),
    ("10 plank", "1:1: 10 of plank may be seconds or repetitions"),
    ("10 lunges each", "1:11: after 'each', a side is missing"),
    ("40/20 x8 squats", "1:1: '40/20' may be seconds of work and rest, or part of a name"),
    ("40s on 20s off x8: squats, push-ups", "1:16: 'x8' may count all bouts together, or rounds of these 2 exercises"),
    ("tabata: squats, push-ups", "1:1: 'tabata' may count all bouts together, or rounds of these 2 exercises"),
    ("E3MOM 10: 10 burpees", "1:1: 10m are not a whole number of rounds of 3m"),
    ("EMOM 10: 5 push-ups, 5 squats", "1:1: these may take turns, one in each round, or all be done in each round"),
    ("EMOM 10: 60 swings", "1:1: a round takes 2m, and has 1m"),
    ("alternating EMOM 10: 5 squats, rest 90s", "1:1: a round takes 1m30s, and has 1m"),
    (
        "EMOM 10 rest 10s between rounds: 12 swings",
        "1:9: a round begins every 1m here, and the rest is what its work leaves of that",
    ),
    (
        "every 90s x8 10 burpees rest 10s between rounds",
        "1:25: a round begins every 1m30s here, and the rest is what its work leaves of that",
    ),
    (
        "EMOM 4 (5 squats, 5s rest between rounds)",
        "1:19: a round begins every 1m here, and the rest is what its work leaves of that",
    ),
    ("EMOM: 12 swings", "1:1: 'EMOM' has no length"),
    ("AMRAP: 5 pull-ups", "1:1: 'AMRAP' has no length"),
    ("AMRAP 5m: 5 pull-ups, rest 10s", "1:23: an AMRAP's list can only have exercises, each with its count or time"),
    ("max 10 pull-ups", "1:5: a maximum has a time and no count"),
    ("5 rounds, 10 push-ups, 10 squats", "1:1: '5 rounds' has nothing in it"),
    ("5 rounds: 10 push-ups; 10 squats", "1:24: this may belong to the heading before it, or come after all that does"),
    (
        "5 rounds: 10 push-ups, 10 squats, then 1m plank",
        "1:40: this may belong to the heading before it, or come after all that does",
    ),
    ("3x10 push-ups, rest 60s, 3x10 squats", "1:16: this rest may fall between the 3 sets before it, or after them"),
    (
        "10 push-ups, 10 squats, 60s rest between rounds",
        "1:25: there are no rounds or sets that this rest could fall between",
    ),
    ("30s plank rest 15s 30s plank", "1:20: '30s' says again what '30s' said"),
    ("rest, 10 push-ups", "1:1: 'rest' has no time"),
    ("10 push-ups, rest 60, 10 squats", "1:14: 'rest' has no time"),
    (
        "warm–up: 60s jog, then 3x10 squats",
        "1:24: this may belong to the heading before it, or come after all that does",
    ),
    ("30s 90/90 stretch", "1:5: '90/90' may be seconds of work and rest, or part of a name"),
    ("20x burpees", "1:1: 20x burpees may be 20 burpees, or 20 sets"),
    ("8-12 push-ups", "1:1: '8-12' is a range, and what is spoken needs one number"),
    ("30–45s plank", "1:1: '30–45s' is a range, and what is spoken needs one number"),
    ("400m run", "1:1: 400m may be 400 metres or 400 minutes"),
    ("5km run", "1:1: '5km' is no time and no count"),
    ("20 cal row", "1:1: '20 cal' is no time and no count"),
    ("squats", "1:1: Squats has neither a time nor a count"),
    ("3 rounds", "1:1: '3 rounds' has nothing in it"),
    ("tabta squats", "1:1: 'tabta' is no word of the shorthand; did you mean 'tabata'?"),
    ("5 ronuds: 10 push-ups", "1:3: 'ronuds' is no word of the shorthand; did you mean 'rounds'?"),
    ("30s plank eahc side", "1:11: 'eahc' is no word of the shorthand; did you mean 'each'?"),
    ("rset 90s", "1:1: 'rset' is no word of the shorthand; did you mean 'rest'?"),
    ("10 push-ups betwen", "1:13: 'betwen' is no word of the shorthand; did you mean 'between'?"),
    ("((10 push-ups)", "1:1: this parenthesis is never closed"),
    ("10 push-ups)", "1:12: this parenthesis was never opened"),
    ("()", "1:2: there is nothing in these parentheses"),
    ("3x()", "1:4: there is nothing in these parentheses"),
    (": 10 push-ups", "1:1: nothing stands before this colon"),
    ("10 push-ups; title: Lunch", "1:14: the title is not at the start"),
    ("10 push-ups!", "1:12: '!' has no meaning here"),
    ("30s on squats", "1:1: '30s on' is half of a pace"),
    ("1.55s plank", "1:1: 1.55s is not a whole number of seconds"),
    ("10 push-ups 10 squats", "1:13: '10' says again what '10' said"),
    ("30s plank 30s squats", "1:11: '30s' says again what '30s' said"),
    ("0 push-ups", "1:1: 0 is too small"),
    ("0s plank", "1:1: '0s' is not a time repcast can use"),
    ("5000 rounds: 10 push-ups", "1:1: 5000 is too large"),
    ("20m shuttle run", "1:1: 20m may be 20 metres or 20 minutes"),
    ("60s row 500m", "1:9: '500m' says again what '60s' said"),
    ("30s each side: side plank", "1:1: '30s' says nothing about what follows the colon"),
    ("8 x 400m", "1:5: 400m may be 400 metres or 400 minutes"),
    ("30s plank rest 15s squats", "1:20: an exercise begins here, within a rest"),
    ("5 rounds, 10 push-ups", "1:1: '5 rounds' has nothing in it"),
    ("title:", "1:1: there is nothing to do here"),
    ("title: ;10 a", "1:1: this is empty"),
    ("a:b:c:d:e:f: 10 x", "1:9: more than 4 headings stand before one entry"),
    ("((((((((((10 a))))))))))", "1:9: parentheses are nested more than 8 deep"),
    ("10 push-ups (slow)", "1:1: '10' stands next to parentheses"),
    ("30s plank (1m side plank)", "1:1: '30s' stands next to parentheses"),
    ("3x(10 a) (10 b)", "1:10: '(10 b)' says again what '(10 a)' said"),
    ("10 push-ups each side each leg", "1:23: 'each leg' says again what 'each side' said"),
    ("3x10 push-ups x2", "1:15: 'x2' says again what '3x' said"),
    ("100 rounds: 60m run", "1:13: 60m may be 60 metres or 60 minutes"),
    ("10 push-ups @100s", "1:13: '100s' is not a time repcast can use"),
    ("10000000 push-ups", "1:1: this number cannot be read"),
    ("30s a, 30s b, x3", "1:15: 'x3' has nothing in it"),
    ("60s rest between rounds", "1:1: there is nothing to do here"),
    ("E0MOM 10: 5 squats", "1:1: 10m are not a whole number of rounds of 0s"),
    ("EMOM 0: 5 squats", "1:1: 0 is too small"),
    ("AMRAP 0: squats", "1:1: '0s' is not a time repcast can use"),
    ("every 0s x 5: squats", "1:15: Squats has neither a time nor a count"),
    ("every 1m 30s: 10 squats", "1:1: 'every 1m 30s' says how often, or how often and for how long"),
    ("10 squats every 1m30 rounds", "1:11: 'every 1m30 rounds' says how often, or how often and for how long"),
    ("tabata: ", "1:1: nothing follows this heading"),
    ("tabata 10 squats", "1:8: '10' stands next to a pace, which already gives the time"),
    ("AMRAP 5m: squats, push-ups", "1:11: Squats has neither a time nor a count"),
    ("[10 push-ups]", "1:1: '[' has no meaning here"),
    ("10 push-ups\t10", "1:13: '10' says again what '10' said"),
    ("AMRAP 5m: 5 push-ups, 5 squats, rest 5s between exercises", "1:33: an AMRAP's list cannot have rests"),
    ("3x10 push-ups rest 10s between exercises", "1:15: there is only one exercise here, and nothing to rest between"),
    ("3x10 push-ups rest 10s between sides", "1:15: there are no sides to rest between"),
    (
        "warm-up: 5 push-ups, 5 squats rest 10s between sets",
        "1:31: there are no rounds or sets that this rest could fall between",
    ),
    ("EMOM 10: 5 push-ups, rest 10s", "1:22: 'rest 10s' may follow each round, or all of them"),
    ("EMOM 5 rest 15s: 10 squats", "1:8: a round begins every 1m here, and the rest is what its work leaves of that"),
    (
        "EMOM 5: 5 squats rest 60s, 10 lunges",
        "1:1: these may take turns, one in each round, or all be done in each round",
    ),
    ("10 push-ups, rest 10s between exercises", "1:14: there is only one exercise here, and nothing to rest between"),
    ("3 rounds of 10 squats, 30s plank", "1:1: '3 rounds of' may be rounds of this exercise, or of all that follow"),
    (
        "3 rounds 10 squats, 10 lunges, 30s plank",
        "1:1: '3 rounds' may be rounds of this exercise, or of all that follow",
    ),
    ("10 squats, 10 lunges x3", "1:22: 'x3' may repeat this exercise, or all before it, too"),
    ("30s squats, 30s lunges 3 times", "1:24: '3 times' may repeat this exercise, or all before it, too"),
    ("3 rounds: 10 squats, 10 lunges x2", "1:32: 'x2' may repeat this exercise, or all before it, too"),
    ("10 squats, rest 60s, 10 lunges x3", "1:32: 'x3' may repeat this exercise, or all before it, too"),
    ("5 rounds of 10 squats and 10 lunges", "1:1: '5 rounds of' may be rounds of this exercise, or of all that follow"),
    ("dead hang 30", "1:11: 30 of dead hang may be seconds or repetitions"),
    ("10 squats; 10 lunges, repeat x3", "1:23: 'repeat x3' may repeat only what stands right before it, or all"),
    ("10 squats, 10 lunges, repeat", "1:23: 'repeat' does not say how often"),
    ("repeat x3", "1:1: nothing stands before 'repeat x3' that it could repeat"),
    ("21-15-9 thrusters, 10 burpees", "1:1: '21-15-9' may be rounds of this exercise, or of what follows, too"),
    ("21-15-9 thrusters and pull-ups", "1:9: 'thrusters and pull-ups' may be two exercises or one"),
    ("tabata 21-15-9 squats", "1:8: '21-15-9' stands next to a pace, which already gives the time"),
    (
        "A1: 3x10 squats\nA2: 4x10 rows",
        "1:1: exercises that take turns have the same number of sets, and here A1 has 3 and A2 has 4",
    ),
    ("alternating EMOM 10: 5 a, 5 b, 5 c", "1:1: 3 exercises cannot take 10 turns alike"),
    ("8x60s run, 90s walk", "1:12: 90s walk may follow each '8x', or come once after them"),
    ("10 bridges, 5s hold", "1:13: '5s hold' may belong to each repetition, or come once after them"),
    (
        "10 squats, 10 lunges, repeat on the other side",
        "1:23: 'repeat on the other side' may mean the exercise before it, or all of them",
    ),
    ("10-1 burpees", "1:1: '10-1' is a range, and what is spoken needs one number"),
    ("20s on 10s off for 5 min: 10 squats, 10 lunges, x3", "1:49: 'x3' has nothing in it"),
    ("alternating EMOM 10: 10 squats, 10 lunges, x3", "1:44: 'x3' has nothing in it"),
    ("A1: then A1: 10 squats", "1:1: 'A1:' has no exercise"),
    ("21-15-9: rest 60s", "1:1: '21-15-9' has no exercise"),
    ("EMOM 10: odd: 6 swings", "1:10: 'odd:' says nothing of the other minutes"),
    ("A1: 3x then A2: 3x", "1:1: 'A1:' has no exercise"),
    ("3x, 2 min jog recovery", "1:1: '3x' has no exercise"),
    ("shuffle: 10 squats", "1:1: there is only one exercise for 'shuffle'"),
    ("shuffled tabata squats", "1:1: there is only one exercise for 'shuffled'"),
    ("pick 3: 10 squats, 10 lunges", "1:1: there are only 2 exercises for 'pick 3'"),
    (
        "shuffle: 10 squats, rest 30s, 10 lunges",
        "1:21: 'rest 30s' may follow each exercise, or this one wherever it is done",
    ),
    ("2x(3x10 squats, rest 60s)", "1:17: this rest may fall between the 3 sets before it, or after them"),
    ("3x10 squats, rest 60s, then 9 lunges", "1:14: this rest may fall between the 3 sets before it, or after them"),
    (
        "9 lunges, 3x10 squats, rest 60s; 30s plank",
        "1:24: this rest may fall between the 3 sets before it, or after them",
    ),
    ("10 squats, 10 lunges in random order", "1:22: 'in random order' does not stand before the list that it is of"),
    ("3 rounds: 10 squats, 10 lunges, shuffled", "1:33: 'shuffled' does not stand before the list that it is of"),
    ("shuffle AMRAP 10: 5 squats, 5 lunges", "1:1: the list of 'AMRAP 10' is read out once, and in its order"),
    ("pick 2 alternating EMOM 9: 5 a, 5 b, 5 c", "1:8: 2 exercises cannot take 9 turns alike"),
    ("coherent breathing 5-5 for 61s", "1:24: 1m1s are not a whole number of turns of 10s"),
    ("20 cal row @2:00/km", "1:12: calories have no pace such as '@2:00/km'"),
    ("10 squats, rest 60-90s, 10 lunges", "1:12: 'rest' has no time"),
    (
        "3 rounds: 10 squats\n10 lunges\n3x5 burpees",
        "3:1: this may belong to the heading before it, or come after all that does",
    ),
    ("EMOM 10: 3-2-1 burpees", "1:10: '3-2-1' has 3 values, and 'EMOM 10' has 10 rounds"),
    ("EMOM 2: 40-20-10 swings", "1:9: '40-20-10' has 3 values, and 'EMOM 2' has 2 rounds"),
    ("EMOM 3: 20-30-40 swings", "1:1: a round takes 1m20s, and has 1m"),
    (
        "3 rounds of 21-15-9 thrusters",
        "1:13: '21-15-9' has 3 values, and '3 rounds of' is as many rounds, or repeats all of them",
    ),
    ("4 sets of 12-10-8 rows", "1:11: '12-10-8' has 3 values, and '4 sets of' another number"),
    ("21-15-9: 10 burpees", "1:1: '21-15-9' has a value for each round, and nothing here takes it"),
    ("max 21-15-9 pull-ups", "1:5: '21-15-9' has a value for each round, and nothing here takes it"),
    (
        "21-15-9: 3 rounds: thrusters",
        "1:1: '21-15-9' has a value for each round, and there are other rounds or parts inside",
    ),
    ("21-15-9 plank", "1:1: 21-15-9 of plank may be seconds or repetitions"),
    ("200-400-200m run", "1:1: '200-400-200m' may be metres or minutes"),
    ("12 push-ups hold 5s", "1:18: '5s' says again what '12' said"),
    (
        "21-15-9 thrusters for time, 12 min cap",
        "1:29: '12 min cap' ends early who is done early, which a recording cannot know",
    ),
    ("4-7-8 x4", "1:1: '4-7-8' has no exercise"),
    ("alternate 60s jog and 90s walk", "1:1: 'alternate' does not say how often, or for how long"),
    ("alternating 90s run, 90s walk for 20 min", "1:31: 20m are not a whole number of rounds of 3m"),
    ("run/walk 1:1 for 20 min", "1:10: '1:1' may be minutes or seconds of each"),
    (
        "3 rounds, 3 min each, 1 min rest: jab, hooks",
        "1:1: '3 rounds' may count all bouts together, or rounds of these 2 exercises",
    ),
    ("8 x 400m @ 1:40", "1:10: '@ 1:40' may be the time of each, or when the next one begins"),
    ("3x10 squats @ 1:00", "1:13: '@ 1:00' may be a rest, or when the next one begins"),
    ("alternating EMOM 4 warm-up, 5 squats, rest 90s", "1:20: Warm-up has neither a time nor a count"),
    ("30s warm-up: , 30s squats", "1:1: '30s' says nothing about what follows the colon"),
    ("200 swim, 200 kick", "1:1: nothing says how long '200' takes, or when the next one begins"),
    ("breathe in 4, out 6", "1:1: this breath does not say how often"),
    ("4 in, 6 out for 61 seconds", "1:13: 1m1s are not a whole number of turns of 10s"),
    (
        "heel slides 2 sets of 10, twice daily",
        "1:27: 'twice daily' is how often the whole is done, and a recording is one time",
    ),
    ("10 squats, push-ups, repeat 3 times", "1:12: Push-ups has neither a time nor a count"),
    ("8x400 in 90s", "1:7: 'in 90s' says again what '400' said"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Workout:
    """A workout of a file of them.

    Attributes:
        text: as it is written.
        becomes: the session; empty for one that is refused.
        refused: the place, the message and the hint; empty for one that is read.
        mended: what its writer writes after reading the hint.
    """

    text: str
    becomes: str = ""
    refused: str = ""
    mended: str = ""


def workouts(file: str) -> tuple[Workout, ...]:
    """Return the workouts of a file beside this one."""
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    _, *entries = text.rstrip("\n").split("\n---\n")
    return tuple(_workout(entry) for entry in entries if not entry.startswith("# "))


def _workout(entry: str) -> Workout:
    marked: dict[str, list[str]] = {mark: [] for mark in ("= ", "! ", "> ", "")}
    for line in entry.split("\n"):
        mark = line[:2] if line[:2] in marked else ""
        marked[mark].append(line.removeprefix(mark))
    becomes, refused, mended, text = ("\n".join(lines) for lines in marked.values())
    return Workout(text=text, becomes=becomes, refused=refused, mended=mended)


WORKOUTS: Final = workouts("shorthand_workouts.txt")

_AMOUNTS: Final = {"hold": "for", "work": "for", "recover": "for", "max": "within", "reps": "count"}


def brief(session: Session) -> str:
    """Return a session in one line: from its YAML, so that only what differs from the defaults is told."""
    written = yaml.load(serialise(session), yaml.BaseLoader)
    return f"{written['title']}: {_group(written)}"


def _group(group: dict[str, object]) -> str:
    steps = ", ".join(map(_step, group["steps"]))  # type: ignore[call-overload]
    rests = [
        f" / {group[f'rest_between_{what}']} between {what}"
        for what in ("rounds", "steps")
        if f"rest_between_{what}" in group
    ]
    rests += [f" every {group['every']}"] if "every" in group else []
    rests += [f" pick {group['pick']}"] if "pick" in group else []
    rests += [" shuffled"] if "shuffle" in group else []
    return (f"{group['rounds']} x ({steps})" if "rounds" in group else steps) + "".join(rests)


def _step(step: dict[str, object]) -> str:
    if "block" in step:
        return f"{step['block']} ({_group(step)})"
    if "rest" in step:
        return f"rest {step['rest']}"
    kind = next(kind for kind in _AMOUNTS if kind in step)
    amount = f"{step['distance']} @{step['pace']}" if "distance" in step else step[_AMOUNTS[kind]]
    told = (
        f"{kind} {step[kind]} {'x' if kind == 'reps' else ''}{'-'.join(amount) if isinstance(amount, list) else amount}"
    )
    told += f" @{step['tempo']}" if "tempo" in step else ""
    told += f" @({', '.join(map(_phase, step['phases']))})" if "phases" in step else ""  # type: ignore[call-overload]
    told += f" [{'/'.join(step['sides'])}]" if "sides" in step else ""  # type: ignore[arg-type]
    told += f" {step['cadence']} a minute" if "cadence" in step else ""
    told += f" switch {step['switch']}" if "switch" in step else ""
    return told + (f" “{step['say']}”" if "say" in step else "")


def _phase(phase: dict[str, str]) -> str:
    [(name, time)] = phase.items()
    return f"{name} {time}"
