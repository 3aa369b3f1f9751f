"""Every built-in session, as it ships."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import soundfile

from repcast import opening, pipeline
from repcast.doubts import doubts
from repcast.files.outputs import Output
from repcast.plan.timeline import Timeline
from repcast.resources import builtin_sessions
from repcast.session.customise import Customisation
from repcast.session.unroll import unroll
from repcast.units import MINUTE_MS, SECOND_MS, format_clock
from sessions import ALL

pytestmark = pytest.mark.usefixtures("natural_voice")

PAGE = Path(__file__).parent.parent.parent / "docs" / "sessions.md"
TOLD = dict(re.findall(r"^\| `([\w-]+)` \|.*\| ([\d:]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


# A walk, breathing without counted steps, and counted reps; tests/audio renders the strength sessions. The others are
# made of the same, and rendered where it is asked for.
SOON_RENDERED = ("couch-to-5k-week-9", "breathing-4-7-8", "tempo-strength")
RENDERED = [pytest.param(name, marks=[] if name in SOON_RENDERED else [pytest.mark.thorough]) for name in ALL]
# The natural voice needs a tenth of a second for each word or so. Of the runs, which are built alike, the first and the
# last are planned always, and the session that has others in it where it is asked for.
_ALIKE = re.compile(r"couch-to-5k-week-[2-8].*|runner-strength")
PLANNED = [pytest.param(name, marks=[pytest.mark.thorough] if _ALIKE.fullmatch(name) else []) for name in ALL]


@cache
def _planned(name: str) -> Timeline:
    """Return a session's timeline in the natural voice; it is planned once."""
    return pipeline.plan(opening.open_session(name), Customisation(), lambda *_: None).timeline


def test_the_page_has_all_of_them() -> None:
    """If this failed, somebody would not find a session that is there."""
    assert sorted(TOLD) == list(ALL)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANNED)
def test_it_lasts_what_its_page_says_and_says_all_of_it(name: str) -> None:
    """If this failed, a name or an instruction would be missing from a session that we ship."""
    timeline = _planned(name)
    assert timeline.dropped == ()
    assert format_clock(timeline.duration_ms) == TOLD[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", RENDERED)
def test_it_renders_in_the_time_of_its_plan(name: str, tmp_path: Path) -> None:
    """If this failed, the file would be shorter or longer than its page says."""
    target = tmp_path / "x.mp3"
    rendered = pipeline.render(opening.open_session(name), Customisation(), Output(path=target), lambda *_: None)
    assert rendered.timeline == _planned(name)
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


@pytest.mark.parametrize("name", ALL)
def test_it_gives_no_cause_for_a_warning(name: str) -> None:
    """If this failed, what we ship as an example would have what we tell others to mend."""
    opened = opening.opened(name)
    assert opened.source
    assert doubts(opened.source, opened.session) == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANNED)
def test_a_rest_is_no_lecture(name: str) -> None:
    """If this failed, somebody who rests would be talked at for more than eight seconds on end."""
    timeline = _planned(name)
    resting = [step.facts.purpose == "rest" for step in timeline.steps]
    said = [event for event in timeline.events if event.text and not event.anchored and resting[event.step]]
    began_ms = said[0].start_ms if said else 0
    for before, event in pairwise(said):
        began_ms = event.start_ms if event.start_ms - before.end_ms >= SECOND_MS else began_ms
        assert event.end_ms - began_ms <= 8 * SECOND_MS, event


def test_a_transcript_of_twenty_minutes_is_heard_to_its_last_word() -> None:
    """If this failed, long instructions with breaks between would lose some, or take another time than they say."""
    timeline, session = _planned("slow-mobility"), opening.open_session("slow-mobility")
    assert len(builtin_sessions()["slow-mobility"].read_text(encoding="utf-8").splitlines()) < 60
    opening_words, *heard, closing_words = [event for event in timeline.events if event.text and event.cue != "count"]
    assert opening_words.text == "Slow mobility."
    assert heard.pop(0).text == "About twenty minutes."
    assert [event.text for event in heard] == [each.text for each in unroll(session) if each.facts.kind == "say"]
    assert closing_words.text == "That is all. Get up slowly, by way of your side."
    assert timeline.dropped == ()
    assert timeline.duration_ms == pytest.approx(20 * MINUTE_MS, abs=MINUTE_MS / 2)
    pauses_ms = [each.duration_ms or 0 for each in unroll(session) if each.facts.is_silent]
    assert (min(pauses_ms), max(pauses_ms)) == (3 * SECOND_MS, 40 * SECOND_MS)
