import pytest

from repcast.reading.loader import accept, load, parse
from repcast.reading.serialise import serialise, without_files
from repcast.resources import builtin_sessions
from repcast.session.customise import Customisation, customise
from repcast.session.model import Session


def _session(text: str) -> Session:
    return accept(parse(text.encode(), file="x.yaml", probe=lambda *_: ""))


WRITTEN = """\
title: Lunch break
steps:
- hold: Plank
  sides:
  - left
  - right
  switch: 8s
  for: 1m
- reps: Hops
  count: 10
  tempo: 1.5s
- rest:
    default: 1m30s
    max: 2m
- max: '08'
  within: 30s
"""


def test_only_what_differs_from_the_defaults_is_written() -> None:
    """If this failed, a session in an MP3's tags would be pages long, or lose what the author chose."""
    assert serialise(_session(WRITTEN)) == WRITTEN.replace("'08'", '"08"')


@pytest.mark.parametrize("name", builtin_sessions())
def test_built_in_sessions_are_read_back_as_they_were(name: str) -> None:
    """If this failed, an MP3 of a built-in could not be rendered again."""
    session, lost = without_files(load(name))
    again = _session(serialise(session))
    assert again.model_dump(warnings="none") == session.model_dump(warnings="none")
    assert lost == ()


def test_a_time_beyond_its_range_widens_it() -> None:
    """If this failed, a session that was customised with --beyond-range could not be read back."""
    wanted = Customisation(settings={"Rest.for": "5m"}, beyond_range=True)
    customised = customise(_session(WRITTEN), wanted)
    [rest] = [step for step in _session(serialise(customised)).steps if step.kind == "rest"]
    assert rest.model_dump(warnings="none")["spans"] == {"default_ms": 300_000, "min_ms": 1_000, "max_ms": 300_000}


@pytest.mark.parametrize("name", ["08", "1.", "true", "null", "~", "1:30", "on", "- x", "a: b", "# c", "'", "Ä 💪"])
def test_a_name_stays_a_name(name: str) -> None:
    """If this failed, an exercise named like a number, or like YAML, would break the session that carries it."""
    session = _session("title: x\nsteps: [{hold: x, for: 5s}]").model_copy(update={"name": name})
    assert _session(serialise(session)).name == name
