"""`plan.spoken`: an engine is given words, as a coach would say them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repcast.plan.languages.en_spelling import ENGLISH_SPELLING
from repcast.plan.spoken import written_out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Squats 60kg", "Squats sixty kilos"),
        ("Bench, 135 lb", "Bench, one hundred thirty-five pounds"),
        ("1 kg", "one kilo"),
        ("2.5 kg", "two point five kilos"),
        ("400m", "four hundred metres"),
        ("1,500 m", "one thousand five hundred metres"),
        ("10k run", "ten K run"),
        ("Couch to 5K", "Couch to five K"),
        ("10 km/h", "ten kilometres an hour"),
        ("45s plank", "forty-five seconds plank"),
        ("5 min easy", "five minutes easy"),
        ("3x10 push-ups", "three times ten push-ups"),
        ("3 × 30s", "three times thirty seconds"),
        ("8-12 reps", "eight to twelve reps"),
        ("4-7-8 breathing", "four seven eight breathing"),
        ("90/90 stretch", "ninety ninety stretch"),
        ("1/2 kneeling", "half kneeling"),
        ("½ squat", "half squat"),
        ("3/4 jack", "three quarters jack"),
        ("⅓ squat", "a third squat"),
        ("2½ minutes", "two and a half minutes"),
        ("2 1/2 kg", "two point five kilos"),
        ("Breathe 4 in, 6 out", "Breathe four in, six out"),
        ("3 in a row", "three in a row"),
        ("30 per min, easy", "thirty per minute, easy"),
        ("10k steps", "ten thousand steps"),
        ("Set 1 - 10 reps", "Set one, ten reps"),
        ("10 lunges alt", "ten lunges alternating"),
        ("12 reps ea.", "twelve reps each."),
        ("1:30 plank", "one minute thirty seconds plank"),
        ("1st, 2nd, 3rd, 12th, 20th, 21st", "first, second, third, twelfth, twentieth, twenty-first"),
        ("Run @ 80%", "Run at eighty percent"),
        ("Lunge w/ reach", "Lunge with reach"),
        ("w/reach", "with reach"),
        ("Lunge w/o weight", "Lunge without weight"),
        ("Press L/R", "Press left, right"),
        ("KB swings", "kettlebell swings"),
        ("DB row", "dumbbell row"),
        ("EMOM 10", "E-mom ten"),
        ("AMRAP", "am-rap"),
        ("alt. lunges", "alternating lunges"),
        ("1RM test", "one rep max test"),
        ("Sit/stand", "Sit, stand"),
        ("Push & pull", "Push and pull"),
        ("💪 Push-ups", "Push-ups"),
        ("💪", "flexed biceps"),
        ("Jump [easy](no hop)", "Jump easy (no hop)"),
        ("[[rate 90]] {Plank}", "rate ninety Plank"),
        ("007", "zero zero seven"),
        ("20° incline", "twenty degrees incline"),
        ("T-spine, A-skip", "T-spine, A-skip"),
        ("Don't stop.", "Don't stop."),
        ("Klimmzüge", "Klimmzüge"),
        ("Plank (slow). Breathe!", "Plank (slow). Breathe!"),
    ],
)
def test_what_is_written_is_said_as_a_coach_says_it(written: str, said: str) -> None:
    """If this failed, a listener would hear "sixty kay gee", or "three ex ten"."""
    assert written_out(written, ENGLISH_SPELLING) == said


@given(st.text(max_size=60) | st.from_regex(r"[0-9.,:x/ %kgmsWw°½-]{1,30}", fullmatch=True))
def test_no_digit_and_no_picture_is_left(text: str) -> None:
    """If this failed, an engine would read digits in its own way, or an emoji by its name."""
    said = written_out(text, ENGLISH_SPELLING)
    assert not re.search(r"[0-9]|[\U0001f300-\U0001faff]", said), said
    assert said == " ".join(said.split())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("EMOM 10", "E mom ten"),
        ("Chaturanga flow", "chat-oo-ranga flow"),
        ("emoms", "emoms"),
        ("Half-moon pose", "ardha chandra asana pose"),
        ("Moon", "Moon"),
    ],
)
def test_a_word_is_said_as_it_is_spelled(written: str, said: str) -> None:
    """If this failed, a name that engines get wrong could not be mended, or a part of another word be replaced."""
    own = {"EMOM": "E mom", "chaturanga": "chat-oo-ranga", "half-moon": "ardha chandra asana"}
    assert written_out(written, ENGLISH_SPELLING, own) == said
