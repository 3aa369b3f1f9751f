"""What holds in every language that repcast speaks."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repcast.plan.languages import wording_of
from repcast.plan.languages.en import ENGLISH
from repcast.plan.spoken import written_out
from repcast.plan.wording import Noun, Wording
from repcast.session.phrases import PLACEHOLDERS
from repcast.session.settings import Language
from said_phrases import LANGUAGES, filled

DOCUMENTATION = Path(__file__).parents[4] / "docs" / "languages.md"
EACH = pytest.mark.parametrize("language", LANGUAGES)
PLAIN = re.compile(r"(?:[^\W\d_]|[ ',.:?!-])+")
"""Words, and the marks of sentences."""


def placeholders(text: str) -> set[str]:
    """Return what is filled into a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def nouns(wording: Wording) -> list[Noun]:
    """Return all nouns of a language."""
    return [noun for noun in wording.nouns.values() if isinstance(noun, Noun)]


def test_the_documentation_has_every_phrase() -> None:
    """If this failed, an author would not know a phrase, or what is filled in."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| .*\|$", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE)
    assert [row for row in rows if row[0] in PLACEHOLDERS] == [*ENGLISH.phrases.items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documentation_has_every_language(language: Language) -> None:
    """If this failed, a reader would not know of a language."""
    assert f"| `{language}` |" in DOCUMENTATION.read_text(encoding="utf-8")


@EACH
def test_it_knows_which_language_it_is(language: Language) -> None:
    """If this failed, a voice would be asked for another language, or a file's tags would name another one."""
    wording = wording_of(language)
    assert wording.language == language
    assert re.fullmatch("[a-z]{3}", wording.iso_639_2)
    others = [wording_of(other).iso_639_2 for other in LANGUAGES if other != language]
    assert wording.iso_639_2 not in others


@EACH
def test_each_noun_has_a_form_for_each_number(language: Language) -> None:
    """If this failed, a session with so many rounds would stop with a KeyError."""
    wording = wording_of(language)
    categories = {wording.category(number) for number in range(1_001)}
    for noun in nouns(wording):
        assert categories <= noun.forms.keys(), noun
        assert all(PLAIN.fullmatch(wording.count(number, noun)) for number in range(201)), noun


@EACH
def test_no_two_numbers_sound_alike(language: Language) -> None:
    """If this failed, two reps, or two rounds, would be counted alike."""
    wording = wording_of(language)
    for words in (wording.number, wording.nth, wording.of_number):
        assert len({words(number) for number in range(1, 1_001)}) == 1_000
        assert all(PLAIN.fullmatch(words(number)) for number in range(1, 1_001))


@EACH
def test_every_phrase_takes_what_is_filled_in(language: Language) -> None:
    """If this failed, a duration or a name would not be heard, or a brace would be."""
    phrases = wording_of(language).phrases
    for phrase, text in phrases.items():
        assert isinstance(text, str)
        assert placeholders(text) == set(PLACEHOLDERS[phrase]), phrase
    assert list(phrases) == list(PLACEHOLDERS)


@EACH
def test_what_is_shown_takes_what_is_filled_in(language: Language) -> None:
    """If this failed, a tag or a picture would lack a length or a name, or show a brace."""
    wording = wording_of(language)
    for key, text in ENGLISH.shown.items():
        assert placeholders(str(wording.shown[key])) == placeholders(str(text)), key  # type: ignore[literal-required]
    assert wording.signals.keys() == ENGLISH.signals.keys()


@EACH
def test_phrases_are_sentences_of_words(language: Language) -> None:
    """If this failed, an engine would read a digit, a sign or a brace."""
    wording = wording_of(language)
    spoken = [said for phrase in PLACEHOLDERS for said in filled(wording, language, phrase)]
    spoken += map(str, wording.step_names.values())
    spoken += [*wording.signals.values(), wording.shown["voice_line"].format(name="Alba")]
    for said in spoken:
        assert PLAIN.fullmatch(said), said
    whole = (said for phrase in PLACEHOLDERS if phrase != "with_side" for said in filled(wording, language, phrase))
    assert all(said.endswith((".", "!", "?")) and not said.startswith((" ", ",")) for said in whole)


@EACH
def test_what_it_says_by_itself_is_spoken_as_it_is(language: Language) -> None:
    """If this failed, a rule for abbreviations would change a phrase's own words: German `min.`, Polish `w`."""
    wording = wording_of(language)
    said = [said for phrase in PLACEHOLDERS for said in filled(wording, language, phrase)]
    said += wording.signals.values()
    for text in said:
        assert written_out(text, wording.spelling) == text


@EACH
@given(text=st.text(max_size=60) | st.from_regex(r"[0-9.,:x/ %kgmsWw°½'\"-]{1,30}", fullmatch=True))
def test_no_digit_and_no_picture_is_left(language: Language, text: str) -> None:
    """If this failed, an engine would read digits in its own way, or an emoji by its name."""
    said = written_out(text, wording_of(language).spelling)
    assert not re.search(r"[0-9]|[\U0001f300-\U0001faff]", said), said
    assert said == " ".join(said.split())


@EACH
@pytest.mark.parametrize("limb", ["", " side", " leg", " arm", " hand", " foot", " knee", " hip", " shoulder"])
def test_the_sides_of_shorthand_are_said_in_the_language(language: Language, limb: str) -> None:
    """If this failed, a German session would say "left leg"."""
    if language == "en":
        return
    wording = wording_of(language)
    left, right = wording.side(f"left{limb}"), wording.side(f"Right{limb}")
    assert left != right
    assert "left" not in left
    assert "right" not in right.lower()


@EACH
def test_a_plank_is_held(language: Language) -> None:
    """If this failed, "as many as you can" would be said of a plank."""
    wording = wording_of(language)
    assert wording.is_held("Side plank")
    assert not wording.is_held("Burpees")
