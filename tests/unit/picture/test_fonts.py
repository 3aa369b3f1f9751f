"""`picture.fonts`: letters of every alphabet that a font is there for."""

from pathlib import Path

import pytest

from repcast.picture import fonts
from repcast.picture.fonts import is_own, writable


@pytest.mark.parametrize(
    "text",
    [
        "Übung für Läufer, Straße",
        "Wznoś ręce, łydki, ćwiczenie",
        "Bài tập chân, tấm ván",
        "Planche – œuvre, ça brûle",
        "¿Listo? Flexión",
        "Планка, приседания",
        "Σανίδα, πίεση",
    ],
)
def test_our_font_has_the_letters_of_these_alphabets(text: str) -> None:
    """If this failed, exercises in these languages would have no names in pictures, or names without accents."""
    assert writable(text) == text
    assert is_own(text)


def test_letters_and_accents_apart_are_put_together() -> None:
    """If this failed, a name typed on some systems would lose its accents."""
    assert writable("U\u0308bung") == "Übung"


def test_emoji_are_left_out_and_the_words_stay() -> None:
    """If this failed, a title with one emoji would be missing from its cover."""
    assert writable("🏋️ Core 🏋🏽") == "Core"
    assert writable("🏋️") == ""


def test_letters_that_only_a_font_of_the_system_has_are_written_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, an Arabic title would be on no cover, though a font for it is there."""
    there = Path("there.ttf")
    monkeypatch.setattr(fonts, "_system_fonts", lambda: (Path("without.ttf"), there))
    own = fonts._has
    monkeypatch.setattr(fonts, "_has", lambda path, letter: path == there if path else own(None, letter))
    fonts.found_for.cache_clear()
    assert fonts.found_for("تمرين") == there
    assert writable("تمرين") == "تمرين"
    fonts.found_for.cache_clear()


def test_without_such_a_font_a_text_is_left_off_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, pictures would show boxes, or half of a name."""
    monkeypatch.setattr(fonts, "_system_fonts", tuple)
    fonts.found_for.cache_clear()
    assert writable("a平板") == ""
    fonts.found_for.cache_clear()


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    """If this failed, a broken file in a folder of fonts would cost the picture."""
    broken = tmp_path / "arial.ttf"
    broken.write_bytes(b"no font")
    assert not fonts._has(broken, "a")


def test_likely_fonts_are_tried_first_and_not_all_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, a designer's thousand fonts would each be opened for one title."""
    for name in (*(f"A{number}.ttf" for number in range(100)), "NotoSans-Bold.ttf", "NotoSans.ttf", "notes.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(fonts, "_folders", lambda: (tmp_path, tmp_path / "missing"))
    fonts._system_fonts.cache_clear()
    found = [path.name for path in fonts._system_fonts()]
    fonts._system_fonts.cache_clear()
    assert found[:2] == ["NotoSans.ttf", "NotoSans-Bold.ttf"]
    assert len(found) == 60
