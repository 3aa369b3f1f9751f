"""What repcast says by itself: numbers, durations and plurals as a coach says them."""

import pytest

from repcast.plan.languages import wording_of
from repcast.plan.languages.en import ENGLISH
from repcast.plan.wording import sentence
from repcast.session.settings import Language


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (1, "one"),
        (12, "twelve"),
        (13, "thirteen"),
        (19, "nineteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (40, "forty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (101, "one hundred one"),
        (123, "one hundred twenty-three"),
        (999, "nine hundred ninety-nine"),
        (1_000, "one thousand"),
        (1_001, "one thousand one"),
        (10_010, "ten thousand ten"),
        (999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine"),
    ],
)
def test_numbers_are_spoken_as_words(number: int, words: str) -> None:
    """If this failed, a rep would be counted wrongly aloud."""
    assert ENGLISH.number(number) == words


def test_every_number_up_to_a_thousand_has_words_of_its_own() -> None:
    """If this failed, two reps would be counted alike."""
    assert len({ENGLISH.number(number) for number in range(1_001)}) == 1_001


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "zero seconds"),
        (1, "one second"),
        (2, "two seconds"),
        (45, "forty-five seconds"),
        (60, "one minute"),
        (61, "one minute one second"),
        (90, "ninety seconds"),
        (120, "two minutes"),
        (150, "two minutes thirty seconds"),
        (3_600, "one hour"),
        (3_690, "one hour one minute thirty seconds"),
        (7_200, "two hours"),
        (19.499, "nineteen seconds"),
        (19.5, "nineteen and a half seconds"),
        (1.5, "one and a half seconds"),
        (5.25, "five seconds"),
        (60.5, "one minute one second"),
        (59.9, "one minute"),
    ],
)
def test_durations_are_spoken_with_the_right_plurals(seconds: float, words: str) -> None:
    """If this failed, the listener would hear "one minutes", or a wrong time."""
    assert ENGLISH.duration(round(seconds * 1000)) == words


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("de", 61, "eine Minute und eine Sekunde"),
        ("fr", 150, "deux minutes trente secondes"),
        ("es", 1_290, "veintiún minutos y treinta segundos"),
        ("it", 3_660, "un'ora e un minuto"),
        ("pt", 7_260, "duas horas e um minuto"),
        ("nl", 7_260, "twee uur en één minuut"),
        ("pl", 7_322, "dwie godziny i dwie minuty i dwie sekundy"),
        ("de", 1.5, "eineinhalb Sekunden"),
        ("de", 5.5, "fünfeinhalb Sekunden"),
        ("fr", 1.5, "une seconde et demie"),
        ("fr", 5.5, "cinq secondes et demie"),
        ("es", 1.5, "un segundo y medio"),
        ("es", 5.5, "cinco segundos y medio"),
        ("it", 1.5, "un secondo e mezzo"),
        ("it", 5.5, "cinque secondi e mezzo"),
        ("pt", 1.5, "um segundo e meio"),
        ("pt", 2.5, "dois segundos e meio"),
        ("nl", 1.5, "anderhalve seconde"),
        ("nl", 5.5, "vijf en een halve seconde"),
        ("pl", 1.5, "półtorej sekundy"),
        ("pl", 2.5, "dwie i pół sekundy"),
    ],
)
def test_durations_agree_in_each_language(language: Language, seconds: float, words: str) -> None:
    """If this failed, the listener would hear "uno minuto", or two times run together."""
    assert wording_of(language).duration(round(seconds * 1000)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "ten seconds"),
        (14, "ten seconds"),
        (15, "twenty seconds"),
        (84, "one minute twenty seconds"),
        (89, "ninety seconds"),
        (90, "two minutes"),
        (149, "two minutes"),
        (150, "three minutes"),
        (1_200, "twenty minutes"),
        (1_201, "twenty minutes"),
        (1_349, "twenty minutes"),
        (1_350, "twenty-five minutes"),
        (3_060, "fifty minutes"),
        (3_449, "fifty-five minutes"),
        (3_570, "one hour"),
        (4_000, "one hour five minutes"),
    ],
)
def test_the_total_is_spoken_roughly(seconds: int, words: str) -> None:
    """If this failed, the lead-in would promise a wrong length, or "fifty-one minutes" as if somebody had measured."""
    assert ENGLISH.roughly(seconds * 1000) == words


@pytest.mark.parametrize(("count", "words"), [(1, "one rep"), (10, "ten reps"), (0, "zero reps")])
def test_counts_have_the_right_plural(count: int, words: str) -> None:
    """If this failed, the listener would hear "one reps"."""
    assert ENGLISH.repetitions(count) == words
    assert ENGLISH.count(count, ENGLISH.nouns["round"]) == words.replace("rep", "round")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("squats", "Squats."),
        ("Squats!", "Squats!"),
        ("Wait…", "Wait…"),
        ("Breathe in...", "Breathe in..."),
        ("Go!!", "Go!!"),
        ("  Hips high.\n\tLook  down ", "Hips high. Look down."),
        ("Next, still going?.", "Next, still going?"),
        ("Next, burpees!.", "Next, burpees!"),
        ("Next, lunges etc..", "Next, lunges etc."),
        ("Next, wait….", "Next, wait…"),
        ("Next, wait....", "Next, wait..."),
        ("90/90 switches", "90/90 switches."),
    ],
)
def test_a_text_becomes_a_sentence_with_one_mark_at_its_end(text: str, said: str) -> None:
    """If this failed, captions would begin in lower case, or show "going?.", and an engine pause in the wrong place."""
    assert sentence(text) == said
    assert sentence(said) == said, "and stays one"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Pull-ups", "As many as you can, in one minute. When you are done, rest."),
        ("Dead hang", "As long as you can, up to one minute. When you are done, rest."),
        ("L-sit", "As long as you can, up to one minute. When you are done, rest."),
        ("Sit-ups", "As many as you can, in one minute. When you are done, rest."),
        ("Step-ups", "As many as you can, in one minute. When you are done, rest."),
    ],
)
def test_the_most_of_a_hold_is_how_long_and_of_all_else_how_many(name: str, words: str) -> None:
    """If this failed, somebody who hangs from a bar would be asked for as many as they can."""
    assert ENGLISH.most(name, 60_000) == words


def test_phrases_of_one_s_own_stand_in_for_those_of_the_language() -> None:
    """If this failed, `phrases` in a session would be read and never heard, or the others be lost."""
    own = ENGLISH.worded({"complete": "All done."})
    assert own.phrases == {**ENGLISH.phrases, "complete": "All done."}
    assert ENGLISH.phrases["complete"] != "All done."


def test_phrases_of_one_s_own_become_sentences_but_for_the_one_that_is_part_of_them() -> None:
    """If this failed, captions would show "all done", or "plank, left side." in the middle of a sentence."""
    own = ENGLISH.worded({"complete": "all done", "with_side": "{name} on the {side}", "next": "now: {name}"})
    assert (own.phrases["complete"], own.phrases["next"]) == ("All done.", "Now: {name}.")
    assert own.phrases["with_side"] == "{name} on the {side}"


@pytest.mark.parametrize(
    ("language", "name", "inside"),
    [
        ("en", "Front plank", "front plank"),
        ("en", "TRX row", "TRX row"),
        ("en", "Bulgarian split squat", "Bulgarian split squat"),
        ("en", "Y raise", "Y raise"),
        ("en", "Push-ups", "push-ups"),
        ("en", "World's greatest stretch", "world's greatest stretch"),
        ("en", "T-spine rotation", "T-spine rotation"),
        ("en", "A", "A"),
        ("en", "McGill curl-up", "McGill curl-up"),
        ("en", "90/90 hip switches", "90/90 hip switches"),
        ("en", " Side  plank ", "side plank"),
        ("en", "Superman, left side", "Superman, left side"),
        ("en", " ", " "),
        ("de", "Liegestütze", "Liegestütze"),
        ("fr", "Élévations latérales", "élévations latérales"),
        ("nl", "Turkse get-up", "Turkse get-up"),
        ("pl", "Ławka", "ławka"),
        ("it", "Arnold press", "Arnold press"),
    ],
)
def test_a_name_loses_its_capital_inside_a_sentence(language: Language, name: str, inside: str) -> None:
    """If this failed, captions would show "Next, Front plank.", or lose the capital of a German noun."""
    assert wording_of(language).inside(name) == inside


@pytest.mark.parametrize(
    ("language", "side", "said"),
    [
        ("en", "left", "left side"),
        ("en", "left leg forward", "left leg forward"),
        ("en", " Right ", "right side"),
        ("en", "top  leg ", "top leg"),
        ("de", "Links", "linke Seite"),
        ("de", "right leg", "rechtes Bein"),
        ("es", "izq.", "lado izquierdo"),
        ("it", "dx", "lato destro"),
        ("pl", "prawa", "prawa strona"),
        ("fr", "jambe gauche", "jambe gauche"),
    ],
)
def test_sides_are_said_in_the_language(language: Language, side: str, said: str) -> None:
    """If this failed, a side would be a bare word, or one of another language."""
    assert wording_of(language).side(side) == said


@pytest.mark.parametrize(
    ("language", "name", "is_held"),
    [
        ("en", "Wall-sit", True),
        ("en", "Push-ups", False),
        ("en", "L-sit", True),
        ("en", "Sit-ups", False),
        ("en", "Dead hang", True),
        ("de", "Seitstütz", True),
        ("de", "Liegestütz", False),
        ("fr", "Planche latérale", True),
        ("es", "Sentadilla isométrica", True),
        ("es", "Sentadillas", False),
        ("pl", "Deska bokiem", True),
    ],
)
def test_what_is_held_is_known_by_its_words(language: Language, name: str, *, is_held: bool) -> None:
    """If this failed, "as many as you can" would be said of a plank, or "as long as you can" of push-ups."""
    assert wording_of(language).is_held(name) is is_held
