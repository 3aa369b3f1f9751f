from hypothesis import given
from strategies import Workout, examples, workouts

from repcast.reading.loader import accept, parse
from repcast.reading.serialise import serialise, without_files
from repcast.session.model import Session


def _again(session: Session) -> Session:
    def refused(*_: object) -> str:
        return "no file may be named here"

    return accept(parse(serialise(session).encode(), file="again", probe=refused))


@given(workouts)
@examples(250)
def test_any_session_is_read_back_as_it_was(workout: Workout) -> None:
    """If this failed, a session made from an MP3 would be another than the one that was heard."""
    session, _ = without_files(workout.session())
    again = _again(session)
    assert again.model_dump(warnings="none") == session.model_dump(warnings="none")
    assert serialise(again) == serialise(session)


@given(workouts)
@examples(100)
def test_what_names_a_file_is_left_out_and_named(workout: Workout) -> None:
    """If this failed, an MP3 would carry the names of its author's files, or lose them without a word."""
    session = workout.session()
    bare, lost = without_files(session)
    assert not bare.has_music
    assert set(bare.sounds.values()) <= {"none"}
    assert ("music" in lost) == session.has_music
    assert {f"sounds.{name}" for name, file in session.sounds.items() if file != "none"} <= set(lost)
