"""`flow`: lists and mappings in one line, as YAML reads them."""

import pytest
import yaml

from repcast.session.flow import BadFlow, Value, read, write


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[]", []),
        ("[21, 15, 9]", [21, 15, 9]),
        ("[1.5, -2, 45s, 1:30]", [1.5, -2, "45s", "1:30"]),
        ("[{at: 2m, say: Go on, then}]", None),
        ('[{at: 2m, say: "Go on, then: run"}]', [{"at": "2m", "say": "Go on, then: run"}]),
        ("[{at: -30s, say: Don't stop}]", [{"at": "-30s", "say": "Don't stop"}]),
        ("[in: 4s, out: 4s]", [{"in": "4s"}, {"out": "4s"}]),
        ("{default: 60s, min: 30s}", {"default": "60s", "min": "30s"}),
        ("['it''s', \"a \\\"b\\\"\", '10']", ["it's", 'a "b"', "10"]),
        ("  [ a ,\n b ]  ", ["a", "b"]),
        ("[[1, 2], {a: [3]}, ]", [[1, 2], {"a": [3]}]),
        ("{files: [a b.mp3, c.mp3], shuffle: 3}", {"files": ["a b.mp3", "c.mp3"], "shuffle": 3}),
    ],
)
def test_it_is_read_as_yaml_reads_it(text: str, value: Value | None) -> None:
    """If this failed, what stands in a file could not be written after `--set`."""
    if value is None:  # YAML takes what follows a comma for a key without a value
        with pytest.raises(BadFlow, match="'then' has no value"):
            read(text)
        return
    assert read(text) == value
    assert read(write(value)) == value
    assert yaml.load(text, yaml.BaseLoader) == _as_texts(value)


def _as_texts(value: Value) -> object:
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    return [*map(_as_texts, value)] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("text", ["10", "-1", "a, b", "a: b", "it's", '"', "[", "", " a ", "#x", "- a", "*x", "\\"])
def test_any_text_in_a_list_comes_back(text: str) -> None:
    """If this failed, a level's list would be read as another one."""
    assert read(write([text, {"k": text}])) == [text, {"k": text}]
    assert yaml.load(write([text]), yaml.BaseLoader) == [text]


NO_LIST = "write it as [a, b] or {key: value}, and a text with a comma or bracket in quotes"


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("[a, b", "the bracket [ is never closed", "write ] at its end"),
        ("[{a: b]", "the bracket { is never closed", "write } at its end"),
        ("{a: b", "the bracket { is never closed", "write } at its end"),
        ("[a] b", "this is no list in one line", NO_LIST),
        ("[a]]", "this is no list in one line", NO_LIST),
        ("[, a]", "this is no list in one line", NO_LIST),
        ("[*a]", "this is no list in one line", NO_LIST),
        ('["a]', 'the quote " is never closed', 'write " at the end of the text'),
        ("{at:2m}", "'at:2m' has no value", "write at: 2m"),
        ("{at}", "'at' has no value", "write at: VALUE"),
        ("{a: 1, a: 2}", "the key 'a' stands there twice", "keep one of them"),
        ("{[a]: 1}", "a key must be a word", "write a word before the colon"),
        ("[" * 12 + "]" * 12, "brackets stand more than 8 deep", "take some of them away"),
        ("[" * 100_000, "brackets stand more than 8 deep", "take some of them away"),
    ],
)
def test_what_is_wrong_with_it_is_said(text: str, problem: str, hint: str) -> None:
    """If this failed, a slip on the command line would be a fault of ours, or be read as something else."""
    with pytest.raises(BadFlow) as caught:
        read(text)
    assert (caught.value.problem, caught.value.hint) == (problem, hint)
