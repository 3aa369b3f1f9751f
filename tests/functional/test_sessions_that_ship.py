"""Every built-in session, as it ships."""

import re
from pathlib import Path

import pytest
import soundfile

from repcast import opening, pipeline
from repcast.files.outputs import Output
from repcast.session.customise import Customisation
from repcast.units import format_clock
from sessions import ALL

pytestmark = pytest.mark.usefixtures("natural_voice")

PAGE = Path(__file__).parent.parent.parent / "docs" / "sessions.md"
TOLD = dict(re.findall(r"^\| `([\w-]+)` \|.*\| ([\d:]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_page_has_all_of_them() -> None:
    """If this failed, somebody would not find a session that is there."""
    assert sorted(TOLD) == list(ALL)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_it_renders_in_the_time_that_its_page_says_and_says_all_of_it(name: str, tmp_path: Path) -> None:
    """If this failed, a name or an instruction would be missing from a session that we ship."""
    target = tmp_path / "x.mp3"
    rendered = pipeline.render(opening.open_session(name), Customisation(), Output(path=target), lambda *_: None)
    assert rendered.timeline.dropped == ()
    assert format_clock(rendered.timeline.duration_ms) == TOLD[name]
    assert soundfile.info(target).frames == rendered.timeline.duration_ms * 48


@pytest.mark.parametrize("name", ALL)
def test_it_says_where_it_comes_from(name: str) -> None:
    """If this failed, somebody's work would be shown without credit."""
    session = opening.open_session(name)
    assert session.credit
    assert session.description


def test_its_levels_can_all_be_heard() -> None:
    """If this failed, a level would be offered that loses words."""
    for name in ALL:
        session = opening.open_session(name)
        for level in session.levels:
            plan = pipeline.plan(session, Customisation(levels=(level,)), lambda *_: None)
            assert plan.timeline.dropped == (), (name, level)
