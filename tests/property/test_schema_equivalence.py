import re
from typing import Final

import pytest
import yaml
from hypothesis import example, given
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from strategies import Document, Layout, as_yaml, examples, layouts, varied_documents
from wrong import changed_documents, structures

from repcast.reading.loader import parse
from repcast.reading.located_yaml import read
from repcast.session.explain import explain
from repcast.session.model import Session, json_schema

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of very long texts

VALIDATOR: Final = Draft202012Validator(json_schema())
MINIMAL: Final[Document] = {"title": "x", "steps": [{"rest": "9s"}]}

WRONG_CUES: Final[tuple[Document, ...]] = (
    *({"at": at, "say": "x"} for at in (None, "", "-", "5", "-0s", "--5s", "0.0005s", "400m", "5s\n")),
    *({"at": "5s"}, {"say": "x"}, {"at": "5s", "every": "5s", "say": "x"}, {"at": "5s", "say": "x", "sound": "go"}),
    *({"at": "5s", "sound": sound} for sound in (None, "", "whistle", ["go"], 1)),
    *({"every": every, "say": "x"} for every in (None, "0s", "0.5s", "-5s")),
    {"at": "5s", "say": ""},
)
RIGHT_CUES: Final[tuple[Document, ...]] = (
    *({"at": at, "say": "x"} for at in ("0s", "0:05", "5 sec", "0.5s", "-0.001s", "-0:05", "-1 s")),
    *({"at": "5s", "sound": "go"}, {"every": "5s", "sound": "tick"}, {"every": "1.5s", "say": "x"}),
)


def test_cues_are_right_and_wrong_as_meant() -> None:
    """Otherwise the schema and the loader would agree on something else than what is documented."""
    for cues, is_right in ((RIGHT_CUES, True), (WRONG_CUES, False)):
        for cue in cues:
            assert (flaws_in(MINIMAL | {"steps": [{"rest": "9s", "cues": [cue]}]}) == set()) == is_right, cue
            assert VALIDATOR.is_valid(MINIMAL | {"steps": [{"rest": "9s", "cues": [cue]}]}) == is_right, cue


def flaws_in(document: object) -> set[str]:
    """Return what the model finds wrong with a document."""
    try:
        Session.model_validate(document)
    except ValidationError as error:
        return {explain(detail)[0] for detail in error.errors() if not _is_echo(detail)}
    return set()


def _is_echo(detail: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because some of its items have flaws of their own."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def check(document: object) -> None:
    """Check that the schema and the model agree, save for what several keys say together, and no schema can express."""
    flaws = flaws_in(document)
    assert VALIDATOR.is_valid(document) == all(map(_TOGETHER.match, flaws)), flaws


_TOGETHER: Final = re.compile(
    r"the range is not in order|(?s:.*) has \d+ values?\b|there is no round \d|nothing is done in round \d"
    r"|'(?s:.*)' has no exercise to pick|pick is \d"
)


def test_the_schema_is_a_schema() -> None:
    """Otherwise no editor could use it."""
    Draft202012Validator.check_schema(json_schema())


@given(varied_documents())
@examples(500)
def test_the_schema_and_the_loader_accept_every_valid_session(document: Document) -> None:
    """Otherwise an editor would mark a good session as wrong."""
    assert VALIDATOR.is_valid(document)
    assert flaws_in(document) == set()


@given(changed_documents())
@example([MINIMAL | {"rounds": 3.0}])
@example([MINIMAL | {"rounds": True}])
@example([MINIMAL | {"tips": None}])
@example([MINIMAL | {"levels": {" ": {}}}])
@example([MINIMAL | {"levels": {"a\nb": {}}}])
@example([MINIMAL | {"levels": {"x": {"set": {"rounds": 2.0}}}}])
@example([MINIMAL | {"levels": {"x": {"set": {"y" * 201: 2}}}}])
@example([MINIMAL | {"levels": {"x": {"scale": {"rests": True}}}}])
@example([MINIMAL | {"voice": {"rate_wpm": 170.0}}])
@example([MINIMAL | {"voice": None}])
@example([MINIMAL | {"countdown_from": 5.0}])
@example([MINIMAL | {"countdown_from": True}])
@example([MINIMAL | {"countdown_from": "5"}])
@example([MINIMAL | {"keep_awake": True}])
@example([MINIMAL | {"mix": {"voice_db": 20.5}}])
@example([MINIMAL | {"mix": {"voice_db": True}}])
@example([MINIMAL | {"mix": {"loudness_lufs": None}}])
@example([MINIMAL | {"mix": {"loudness_lufs": -7.9}}])
@example([MINIMAL | {"mix": None}])
@example([MINIMAL | {"sounds": {"go": ""}}])
@example([MINIMAL | {"sounds": {"bell": "x.wav"}}])
@example([MINIMAL | {"sounds": {"go": None}}])
@example([MINIMAL | {"sounds": "x.wav"}])
@example([MINIMAL | {"sounds": []}])
@example([MINIMAL | {"music": ["x" * 1000]}])
@example([MINIMAL | {"music": "x" * 1001}])
@example([MINIMAL | {"music": ["x"] * 1001}])
@example([MINIMAL | {"music": "a\nb"}])
@example([MINIMAL | {"music": {"shuffle": None}}])
@example([MINIMAL | {"music": {"shuffle": -1}}])
@example([MINIMAL | {"music": {"shuffle": 1.5}}])
@example([MINIMAL | {"music": {"work": {"rest": "x.mp3"}}}])
@example([MINIMAL | {"music": {"work": {"files": ["x.mp3"], "shuffle": 3}, "rest": []}}])
@example([MINIMAL | {"music": [["x.mp3"]]}])
@example([MINIMAL | {"music": None}])
@example([MINIMAL | {"steps": [{"work": "x", "for": "9s", "cadence": value} for value in (9, 301, 0, None, True)]}])
@example([MINIMAL | {"steps": [{"rest": "9s", "cues": [cue]}]} for cue in WRONG_CUES])
@example([MINIMAL | {"steps": [{"rest": "9s", "cues": [cue]}]} for cue in RIGHT_CUES])
@examples(300)
def test_the_schema_and_the_loader_agree_on_mistakes(changed: list[Document]) -> None:
    """Otherwise an editor would find nothing wrong with what the program refuses, or the other way round."""
    for document in changed:
        check(document)


@given(structures)
@examples(1000)
def test_the_schema_and_the_loader_agree_on_anything(document: object) -> None:
    """Otherwise an editor would accept what is no session at all."""
    check(document)


# These need the whole session, or other files, so that no schema can express them.
_BEYOND_A_SCHEMA: Final = (
    "this level does not fit",
    "no session '",
    "the session lasts more than",
    "the session has more than",
    "this include never ends",
    "blocks and includes are nested more than",
    "cannot use ",
    "this cue comes ",
    "the cues of ",
    "its steps have more than",
)


@given(changed_documents(includes=False), layouts)
@examples(200)
def test_the_schema_agrees_with_what_is_read_from_the_text(changed: list[Document], layout: Layout) -> None:
    """Otherwise the editor and the program would disagree about one and the same file."""
    for document in changed:
        text = as_yaml(document, layout).encode()
        read_back = read(text)
        assert read_back.flaws == []
        assert read_back.root == document
        problems = parse(text, file="workout.yaml").problems
        messages = [problem.message for problem in problems]
        is_shaped = all(each.startswith(_BEYOND_A_SCHEMA) or _TOGETHER.match(each) for each in messages)
        assert VALIDATOR.is_valid(document) == is_shaped, problems


@given(varied_documents(includes=False), layouts)
@examples(300)
def test_the_text_says_the_same_to_other_readers_of_yaml(document: Document, layout: Layout) -> None:
    """Otherwise these tests, and other programs that write sessions, would not mean what repcast reads."""
    text = as_yaml(document, layout)
    assert read(text.encode()).root == document == yaml.load(text, Loader=yaml.CSafeLoader)
