"""The pictures of steps: whose they are, where their files are, and that they stay out of what is sent along."""

from pathlib import Path

import pytest

from repcast.reading.loader import accept, parse
from repcast.reading.serialise import serialise, without_files
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session
from repcast.session.step_image import images_of
from repcast.session.unroll import unroll

TEXT = """\
title: Pictures
steps:
- {work: Run, for: 30s}
- {rest: 20s, image: water.png}
- block: Core
  rounds: 2
  steps:
  - {hold: Plank, for: 20s, sides: [left, right], image: pictures/plank.jpg}
  - {pause: 5s, image: quiet.png}
"""


def session(text: str = TEXT, folder: Path | None = None) -> Session:
    """Return a session, whose files exist."""
    return accept(parse(text.encode(), file="test.yaml", path=folder and folder / "test.yaml", probe=lambda *_: ""))


def test_each_step_has_its_own_picture_on_each_side_and_in_each_round() -> None:
    """If this failed, a lock screen would show another exercise's picture."""
    one_round = ["pictures/plank.jpg", "", "pictures/plank.jpg", "quiet.png"]  # left, switch, right, pause
    assert [interval.image for interval in unroll(session())] == ["", "water.png", *one_round, *one_round]


def test_a_picture_is_looked_for_beside_the_session_s_file(tmp_path: Path) -> None:
    """If this failed, a session would render in its own folder only."""
    found = {interval.image for interval in unroll(session(folder=tmp_path))}
    assert found == {"", *(str(tmp_path / name) for name in ("water.png", "pictures/plank.jpg", "quiet.png"))}


def test_what_is_sent_along_names_no_picture() -> None:
    """If this failed, a file would tell where its author keeps pictures, and a stranger's have us open some."""
    bare, lost = without_files(session())
    assert lost == ("image",)
    assert "image" not in serialise(bare)
    assert without_files(bare) == (bare, ())


def test_a_picture_is_written_and_read_back() -> None:
    """If this failed, saving a session would lose its pictures."""
    assert [each.image for each in unroll(session(serialise(session())))] == [each.image for each in unroll(session())]


def test_a_picture_is_set_like_any_other_key() -> None:
    """If this failed, one could not give an exercise a picture without changing its file."""
    changed = customise(session(), Customisation(settings={"Run.image": "run.png"}))
    assert images_of(changed) == ("run.png", "water.png", "pictures/plank.jpg", "quiet.png")


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("{hold: Plank, for: 20s, image: }", "this is empty"),
        ("{hold: Plank, for: 20s, image: [a.png]}", "test.yaml:3:"),
        ("{say: Up., image: a.png}", "unknown key 'image'"),
    ],
)
def test_what_cannot_be_a_picture_is_told(step: str, problem: str) -> None:
    """If this failed, a slip would be ignored, or end in a traceback."""
    text = f"title: T\nsteps:\n- {step}\n"
    [found] = parse(text.encode(), file="test.yaml", probe=lambda *_: "").problems
    assert problem in str(found)
