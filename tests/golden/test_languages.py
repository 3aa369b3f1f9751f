"""Numbers and phrases of each language, beside a file that a person has read.

`pytest tests/golden/test_languages.py --refresh` rewrites the files in `languages`; read the difference aloud.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from repcast.plan.languages import wording_of
from repcast.plan.wording import Noun, Wording
from repcast.session.phrases import PLACEHOLDERS
from repcast.session.settings import Language
from said_phrases import LANGUAGES, filled

FOLDER: Final = Path(__file__).parent / "languages"
HIGHEST: Final = 130


def numbers(wording: Wording, _language: Language) -> Iterator[str]:
    """Yield each number: counted, as which round it is, after "of", and with each noun."""
    for number in range(HIGHEST + 1):
        alone = (words(number) if number else "-" for words in (wording.nth, wording.of_number))
        nouns = (wording.count(number, noun) for noun in wording.nouns.values() if isinstance(noun, Noun))
        yield " | ".join((str(number), wording.number(number), *alone, *nouns))


def phrases(wording: Wording, language: Language) -> Iterator[str]:
    """Yield each phrase with examples, and all that is shown."""
    for phrase in PLACEHOLDERS:
        yield f"{phrase}:"
        yield from (f"    {said}" for said in filled(wording, language, phrase))
    for title, texts in (("steps", wording.step_names), ("shown", wording.shown), ("signals", wording.signals)):
        yield f"{title}:"
        yield from (f"    {key}: {text}" for key, text in dict(texts).items())


@pytest.mark.parametrize("of", [numbers, phrases])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_what_was_read(
    language: Language, of: Callable[[Wording, Language], Iterator[str]], *, refresh: bool
) -> None:
    """If this failed, grammar that a reader checked would have changed."""
    said = "".join(f"{line}\n" for line in of(wording_of(language), language))
    path = FOLDER / f"{language}-{of.__name__}.txt"
    if refresh:
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
