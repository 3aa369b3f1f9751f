"""YAML text becomes plain values with places; YAML 1.1's traps are closed and its bombs refused."""

import pytest

from repcast.reading.located import MAX_BYTES, Document, Flaw, Map, Position, Seq
from repcast.reading.located_yaml import MAX_DEPTH, MAX_VALUES, read


def _value(text: str) -> object:
    """Return the value of `key: text`, which must be without a flaw."""
    document = read(f"key: {text}\n".encode())
    assert document.flaws == []
    assert isinstance(document.root, Map)
    return document.root["key"]


def _flaws(document: Document) -> list[tuple[int, int, str]]:
    return [(flaw.position.line, flaw.position.column, flaw.message) for flaw in document.flaws]


@pytest.mark.parametrize(
    "text",
    [
        "1:30",
        "0:45",
        "1:02:03",
        "on",
        "off",
        "yes",
        "no",
        "Yes",
        "NO",
        "y",
        "n",
        "True",
        "NULL",
        "2024-01-31",
        "0x1F",
        "0o17",
        "0b1",
        "1_000",
        "1e3",
        ".inf",
        "-.inf",
        ".nan",
        "<<",
        "=",
        "1" * 19,
    ],
)
def test_what_yaml_1_1_takes_for_something_else_is_text(text: str) -> None:
    """If this failed, `1:30` would be ninety, and `no` would be false."""
    assert _value(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("+3", 3),
        ("010", 10),
        ("1.5", 1.5),
        (".5", 0.5),
        ("2.", 2.0),
        ("true", True),
        ("false", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("'3'", "3"),
        ('"true"', "true"),
        ("|\n  3", "3\n"),
        ("[1, a]", [1, "a"]),
        ("{a: 1}", {"a": 1}),
    ],
)
def test_plain_scalars_and_collections(text: str, value: object) -> None:
    """If this failed, a number would be read as text, or text in quotes as a number."""
    read_value = _value(text)
    assert read_value == value
    assert isinstance(read_value, type(value))


def test_keys_are_text_whatever_they_look_like() -> None:
    """If this failed, a step or level named 30 could not be written without quotes."""
    root = read(b"30: a\nnull: b\ntrue: c\n1.5: d\n").root
    assert root == {"30": "a", "null": "b", "true": "c", "1.5": "d"}


def test_every_value_knows_its_place() -> None:
    """If this failed, an error would point at the wrong line or column."""
    root = read(b"# a comment\ntitle: T\nsteps:\n  - hold: P\n    for: [1,  2]\n").root
    assert isinstance(root, Map)
    steps = root["steps"]
    assert isinstance(steps, Seq)
    step = steps[0]
    assert isinstance(step, Map)
    times = step["for"]
    assert isinstance(times, Seq)
    assert root.position == Position(2, 1)
    assert root.keys_at == {"title": Position(2, 1), "steps": Position(3, 1)}
    assert root.values_at == {"title": Position(2, 8), "steps": Position(4, 3)}
    assert steps.items_at == [Position(4, 5)]
    assert step.keys_at["for"] == Position(5, 5)
    assert times.items_at == [Position(5, 11), Position(5, 15)]


@pytest.mark.parametrize("text", ["\ufefftitle: Ä", "title: Ä\r\n", "title: Ä\r", "%YAML 1.2\n---\ntitle: Ä\n...\n"])
def test_byte_order_marks_and_foreign_line_ends_are_no_flaw(text: str) -> None:
    """If this failed, a file from another system's editor would be refused."""
    document = read(text.encode())
    assert (document.root, document.flaws) == ({"title": "Ä"}, [])


def test_columns_count_characters_not_bytes() -> None:
    """If this failed, a problem after an umlaut would be shown to the right of its place."""
    assert _flaws(read("{ä: 1, ä: 2}".encode())) == [(1, 8, "the key 'ä' stands here a second time (first on line 1)")]


def test_an_alias_repeats_its_anchor() -> None:
    """If this failed, steps could not be repeated by YAML's own means."""
    assert read(b"a: &x [1, {b: 2}]\nc: *x\nd: &y text\ne: *y\n").root == {
        "a": [1, {"b": 2}],
        "c": [1, {"b": 2}],
        "d": "text",
        "e": "text",
    }


def test_an_alias_inside_its_own_anchor_is_refused() -> None:
    """If this failed, a value that holds itself would be walked for ever."""
    assert _flaws(read(b"a: &x [*x]")) == [(1, 8, "the alias *x names no anchor before it")]


def test_an_anchor_on_a_key_may_be_repeated() -> None:
    """If this failed, valid YAML would be refused with an untrue reason."""
    document = read(b"&a title: T\nname: *a\n")
    assert (document.root, document.flaws) == ({"title": "T", "name": "title"}, [])


def test_every_flaw_is_found_and_the_rest_still_read() -> None:
    """If this failed, a user would meet the flaws of a file one by one."""
    document = read(b"a: 1\na: 2\n? [b]\n: 3\nc: !x 4\nd: 5\n")
    assert document.root == {"a": 1, "c": "4", "d": 5}
    assert _flaws(document) == [
        (2, 1, "the key 'a' stands here a second time (first on line 1)"),
        (3, 3, "a key must be text"),
        (5, 4, "the tag !x has no meaning here"),
    ]


@pytest.mark.parametrize(
    ("raw", "at", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", (2, 7), "this is not UTF-8 text"),
        ("ä: 1".encode("utf-16"), (1, 1), "this is not UTF-8 text"),
        (b"a: 1\r\nb: \x07", (2, 4), "the character U+0007 is not allowed here"),
        ("a: \ufeff".encode(), (1, 4), "the character U+FEFF is not allowed here"),
        (b"a: \x00", (1, 4), "the character U+0000 is not allowed here"),
    ],
)
def test_bytes_that_are_no_yaml_text_are_refused_with_their_place(
    raw: bytes, at: tuple[int, int], message: str
) -> None:
    """If this failed, a photo given as a session would end in a traceback."""
    document = read(raw)
    assert document.root is None
    assert _flaws(document) == [(*at, message)]


def test_a_text_of_a_mebibyte_is_read_and_one_byte_more_refused() -> None:
    """If this failed, a huge file would fill the memory, or the bound would not be the one that is stated."""
    whole = b"#" * (MAX_BYTES - 5) + b"\na: 1"
    assert read(whole).root == {"a": 1}
    [flaw] = read(b"#" + whole).flaws
    assert "more than 1,048,576" in flaw.message


def test_values_nest_to_the_bound_and_no_deeper() -> None:
    """If this failed, a file of brackets alone would exhaust the stack."""
    assert read(b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH).flaws == []
    assert _flaws(read(b"[" * 500)) == [(1, 66, "values are nested more than 64 deep")]
    [(_, _, message)] = _flaws(read(b"[" * 100_000))  # newer versions of libyaml have a bound of their own
    assert message == "values are nested more than 64 deep"


def test_complex_keys_nest_no_deeper_either() -> None:
    """If this failed, a file of question marks would exhaust the stack."""
    assert [flaw.message for flaw in read(b"? " * 10_000 + b"a").flaws] == ["values are nested more than 64 deep"]


def test_values_are_counted_with_aliases_multiplied_out() -> None:
    """If this failed, a billion laughs would fill the memory."""
    just = b"a: &a [" + b"1," * 998 + b"]\nb: [" + b"*a," * 99 + b"]\n"
    assert read(just).flaws == []
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 10)) for name in b"bcdefghi"
    )
    assert [flaw.message for flaw in read(bomb).flaws] == [
        f"the file holds more than {MAX_VALUES:,} values, with all aliases written out"
    ]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a: [1", (1, 4)),
        ("a: 'x", (1, 4)),
        ("a: b: c", (1, 1)),
        ("a: 1\n b: 2", (2, 3)),
        ("a:\n\t- 1", (2, 1)),
        ("a: @b", (1, 1)),
        ("a: *", (1, 5)),
        ("- a\nb: 1", (2, 1)),
        ("%x", (1, 3)),
        ("%YAML 3.0\n---\na: 1", (1, 1)),
    ],
)
def test_broken_yaml_is_a_flaw_with_its_place_and_a_hint(text: str, position: tuple[int, int]) -> None:
    """If this failed, a syntax error would end in a traceback, or point nowhere."""
    document = read(text.encode() + b"\n")
    assert document.root is None
    [flaw] = document.flaws
    assert isinstance(flaw, Flaw)
    assert flaw.message
    assert flaw.hint
    assert (flaw.position.line, flaw.position.column) == position
