"""What authors, editors and attackers make of a session file: wrong texts, and wrong documents."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st
from strategies import Document, as_yaml, layouts, varied_documents, walk

from repcast.resources import builtin_sessions
from shorthand_lines import workouts

BUILTINS: Final = {path.name: path.read_text(encoding="utf-8") for path in builtin_sessions().values()}
_TESTS: Final = Path(__file__).parents[1]
_WRITTEN: Final = (
    *BUILTINS.values(),
    *(path.read_text("utf-8", "replace") for path in sorted((_TESTS / "golden").glob("*.yaml"))),
    *(workout.text for workout in workouts("yaml_workouts.txt")),
)
"""Sessions as people write them, right ones and wrong ones."""

_Values = tuple[object, ...]

# Values and keys that are wrong nearly everywhere, or right in one place and wrong in most

_SCALARS: Final[_Values] = (
    *(None, True, False, 0, 1, -1, 2, 3, 45, 80, 450, 451, 1000, 1001, 10**18 - 1, 0.0, 0.5, 1.0, 3.0, 45.0, 100.5),
    *("", " ", "\t", "\n", " \n ", "\u00a0", "\u2003", "\x85", "\0", "\x1f", "\x7f"),
    *("x", "x" * 100, "x" * 101, "x" * 1001, "a\nb", "a\tb", "a\rb", "a\x85b", "\u2028", "bell\a", "x\n", "x\r\n"),
    *("45s", "45s\n", "\n45s", " 45s", "45s ", "45 s", "45S", "045s", "4.5s", "-45s", "45", "s", "h", "ms"),
    *("\u0664\u0665s", "45\u0455", "\u0967:\u0969\u0966"),  # digits and letters of other scripts
    *("0s", "00s", "0:00", "0h0m0s", "1m30s", "1m 30s", "1m  30s", "30s1m", "1h", "24h", "25h", "99h", "100h"),
    *(
        "5.5s",
        "0.5s",
        "1m0.5s",
        "1.0005s",
        "45sec",
        "45 secs",
        "2 min",
        "2 Min",
        "1 min 30 sec",
        "400m",
        "99m",
        "400min",
    ),
    *("1h99999s", "1:30", "1:30\n", "1:60", "1:5", ":30", "999:59", "1000:00", "1:02:03", "1:99:03", "24:00:01"),
    *("0.1s", "0.09s", "0.05s", "1.5s", "1.5005s", "59.999s", "60s", "2s", "02s", "1.s", ".5s", "1,5s", "1.5s\n"),
    *("pyttsx3", "espeak", "holds", "true", "null", "~", "1e3", "0x10", "\u202eabc", "🏃", "e\u0301", "a;b"),
    *("planks", "no such session", "../planks.yaml", "/", ".", "..", "sessions", "nul\0"),
)
SCALARS: Final[st.SearchStrategy[object]] = st.one_of(
    st.sampled_from(_SCALARS),
    st.sampled_from(_SCALARS),
    st.text(st.sampled_from("0123456789hms:. \n"), max_size=8),
    st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"), max_size=5),
    st.integers(-(10**18) + 1, 10**18 - 1),
)
_KEYS: Final = (
    *("title", "description", "credit", "lead_in", "rounds", "rest_between_rounds", "rest_between_steps", "voice"),
    *(
        "tips",
        "encouragement",
        "steps",
        "levels",
        "hold",
        "work",
        "reps",
        "max",
        "rest",
        "recover",
        "pause",
        "say",
        "block",
    ),
    *("include", "for", "cues", "cadence", "at", "every", "sound"),
    *("within", "count", "tempo", "sides", "switch", "default", "min", "engine", "name", "rate_wpm", "scale", "set"),
    *("in_rounds", "pick", "seed"),
    *("countdown", "countdown_from", "keep_awake", "sounds", "music", "mix", "files", "shuffle", "go", "tick"),
    *("loudness_lufs", "voice_db", "earcons_db", "music_db"),
    *("holds", "rests", "Plank.for", "voice.name", "Plank.say", "Title", "kind", "span", "default_ms", "rst", "1"),
    *("", " ", "\n", "\t", "a\nb", "\x1b[2J", "\u00a0", "\u2028", "[key]", "<<", "_source", "source", "__class__"),
    *("x" * 100, "x" * 101, "x" * 201),
)
_keys: Final = st.one_of(st.sampled_from(_KEYS), st.sampled_from(_KEYS), st.text(max_size=3))
values: Final[st.SearchStrategy[object]] = st.one_of(
    SCALARS,
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.sampled_from(("x", 45, None)).flatmap(
        lambda item: st.sampled_from((2, 10, 11, 50, 51)).map(lambda n: [item] * n)
    ),
    st.dictionaries(_keys, SCALARS, max_size=3),
)
structures: Final[st.SearchStrategy[object]] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_keys, inner, max_size=5)),
    max_leaves=12,
)

# Values that are right, or nearly so, under their key

_TIMES: Final[_Values] = (
    *("45s", "45s\n", " 45s", "45 s", "045s", "0s", "0:00", "1m 30s", "1m  30s", "1:30", "1:30\n", "1:60", "999:59"),
    *(
        "5.5s",
        "0.5s",
        "0.0s",
        "1 min 30.25 sec",
        "30 sec",
        "45secs",
        "400m",
        " 400m",
        "0400 m",
        "90m",
        "400min",
        "1m30",
    ),
    *("24h", "24h1s", "99h", "100h", "45", 45, 45.0, 0, True, None, "", [], {}, ["45s"], "\u0664\u0665s"),
    *({"default": "45s"}, {"default": "45s", "min": "1m"}, {"default": "0s", "max": "0s"}, {"min": "1s"}),
    *({"default": 45}, {"default": "45s", "least": "1s"}, {"default": "45s", "min": None}, {"default": None}),
    *(
        ["45s", {"default": "1m", "max": "2m"}],
        ["45s", 45],
        [["45s"]],
        ["45s"] * 1001,
        {"default": "0s", "min": "0s"},
        {"default": "45s", "min": "1s", "max": "2m"},
        {"default": "45s", "max": "9s"},
    ),
)
_NUMBERS: Final[_Values] = (
    [1, 2],
    [1, 0],
    [2] * 1001,
    0,
    1,
    2,
    79,
    80,
    450,
    451,
    1000,
    1001,
    -1,
    2.0,
    2.5,
    170.0,
    "2",
    True,
    False,
    None,
    [2],
)
_WORDS: Final[_Values] = (
    *("", " ", "\t", "\n", "\n x", " x ", "x\n", "a\nb", "\u00a0", "\x85", "\0", "\x7f", "x" * 100, "x" * 101),
    *("x" * 1000, "x" * 1001, 5, None, True, ["x"]),
)
_LISTS: Final[_Values] = (
    *([], ["x"], ["x", "y"], ["x"] * 10, ["x"] * 11, ["x"] * 50, ["x"] * 51, ["x", ""], ["x", 5]),
    *("x", None, {}),
)
_MAPS: Final[_Values] = (
    *({}, None, [], "x", {"": {}}, {" ": {}}, {"a\nb": {}}, {"x" * 100: {}}, {"x" * 101: {}}, {"x": None}, {"x": {}}),
    *({"x": {"scale": {}}}, {"x": {"set": {}}}, {"x": {"scale": {"rests": 0}}}, {"x": {"scale": {"rests": 100.1}}}),
    *({"x": {"scale": {"rests": True}}}, {"x": {"scale": {"rest": 2}}}, {"x": {"set": {"rounds": 2.0}}}),
    *({"x": {"set": {"rounds": True}}}, {"x": {"set": {"y" * 200: 2}}}, {"x": {"set": {"y" * 201: 2}}}),
    *({str(number): {} for number in range(count)} for count in (50, 51)),
    *({"engine": "pyttsx3"}, {"engine": "espeak"}, {"name": ""}, {"rate_wpm": 80.0}, {"rate_wpm": 79}),
)
_FILES: Final[_Values] = (
    *(
        "none",
        "x.wav",
        "a folder/x.mp3",
        "",
        " ",
        "a\nb",
        "\0",
        "\x7f",
        "x" * 1000,
        "x" * 1001,
        "..",
        "/",
        None,
        5,
        True,
    ),
    *([], ["x.wav"], ["x.wav", "none"], [""], [5], [["x"]], ["x"] * 1000, ["x"] * 1001),
)
_MUSIC: Final[_Values] = (
    *_FILES,
    *({}, {"files": "none"}, {"files": ["x.mp3"], "shuffle": 0}, {"shuffle": 1_000_001}, {"shuffle": 7.0}),
    *({"shuffle": None}, {"shuffle": "7"}, {"work": "x.mp3", "rest": {"files": []}}, {"work": {"work": "x.mp3"}}),
    *({"work": None}, {"rest": 5}, {"play": "x.mp3"}, {"files": {"files": "x.mp3"}}),
)
_SOUNDS: Final[_Values] = (
    *("none", "None", "x.wav", None, [], ["none"], {}, {"go": "none"}, {"go": "x.wav", "finish": "none"}, {"go": ""}),
    *({"go": 5}, {"bell": "x.wav"}, {"Go": "x.wav"}, {"go": ["x.wav"]}, {"go": "x" * 1000}, {"go": "x" * 1001}),
)
_MIXES: Final[_Values] = (
    *({}, None, "none", [], {"voice_db": -60}, {"voice_db": -60.1}, {"earcons_db": 20.0}, {"earcons_db": 20.1}),
    *({"music_db": "3"}, {"music_db": True}, {"loudness_lufs": -8}, {"loudness_lufs": -7.99}, {"loudness_lufs": -41}),
    *({"loudness_lufs": None}, {"voice": 3}),
)
_CHOICES: Final[_Values] = (
    "spoken",
    "ticks",
    "off",
    "on",
    "none",
    "Off",
    "",
    3,
    5,
    10,
    4,
    5.0,
    "5",
    True,
    False,
    None,
    [],
)
NEAR: Final[dict[str, _Values]] = {
    **dict.fromkeys(("for", "within", "rest", "lead_in", "switch", "default", "min"), _TIMES),
    **dict.fromkeys(("rest_between_rounds", "rest_between_steps"), _TIMES),
    **dict.fromkeys(("rounds", "count", "rate_wpm"), _NUMBERS),
    **dict.fromkeys(("title", "description", "credit", "hold", "work", "reps", "recover"), _WORDS),
    **dict.fromkeys(("block", "say", "name", "engine"), _WORDS),
    **dict.fromkeys(("tips", "encouragement", "sides", "steps"), _LISTS),
    **dict.fromkeys(("levels", "scale", "set"), _MAPS),
    **dict.fromkeys(("countdown", "countdown_from", "keep_awake"), _CHOICES),
    **dict.fromkeys(("files", "go", "tick", "finish"), _FILES),
    **dict.fromkeys(("voice_db", "earcons_db", "music_db", "loudness_lufs"), (*_NUMBERS, -60.5, -8.0, 20.25)),
    "music": _MUSIC,
    "in_rounds": (
        "first",
        "last",
        "not last",
        "middle",
        1,
        2.0,
        0,
        1001,
        True,
        [],
        [1],
        [1, 2.0],
        [0],
        ["first"],
        None,
    ),
    "shuffle": ("on", "off", True, None, *_NUMBERS),
    "pick": (*_NUMBERS, [1]),
    "seed": (*_NUMBERS, 10**9, 10**9 + 1),
    "sounds": _SOUNDS,
    "mix": _MIXES,
    "tempo": (
        "3-1-2-0",
        "1-0-x-0",
        "0-0-0-0",
        "3-1",
        "3-1-2-0-1",
        "3010",
        "3/0/1/0",
        "-1-2-0",
        "0.1s",
        "0.09s",
        "1.5s",
        "1.5005s",
        "59.999s",
        "60s",
        "02s",
        "1.s",
        ".5s",
        "1.5s\n",
        "2m",
        2,
        None,
    ),
    "max": (*_TIMES, *_WORDS),
    "voice": (*_MAPS, *_WORDS, "en-gb", {"name": "en-gb"}),
}

# Changes to a document


@dataclass(frozen=True)
class Change:
    """One thing that is done to a document: which, where, and with what; numbers count round."""

    how: str
    at: int
    near: int
    key: str
    value: object


_change_kinds: Final = ("set", "set", "near", "near", "near", "add", "drop", "rename", "copy")
_changes: Final = st.builds(
    Change, st.sampled_from(_change_kinds), st.integers(0, 255), st.integers(0, 1023), _keys, values
)


def _changed(document: Document, changes: list[Change]) -> Document:
    document = deepcopy(document)
    for change in changes:
        _change(document, deepcopy(change))  # what it puts in, the next change may alter
    return document


def _change(document: Document, change: Change) -> None:
    places = [(container, key) for _, container in walk(document) for key in _keys_of(container)]
    container, key = places[change.at % len(places)] if places else (document, None)
    if isinstance(container, list):
        assert isinstance(key, int)
        match change.how:
            case "drop":
                del container[key]
            case "copy":
                container.append(deepcopy(container[key]))
            case _:
                container[key] = change.value
        return
    assert isinstance(container, dict)
    match change.how:
        case "add":
            container[change.key] = change.value
        case "near":
            # Any key of this kind of mapping may be added, so that optional ones are there as well.
            near = sorted(NEAR)[change.near % len(NEAR)] if change.at % 2 else str(key)
            candidates = NEAR.get(near, (None,))
            container[near] = deepcopy(candidates[change.near % len(candidates)])
        case _ if key is None:
            container[change.key] = change.value
        case "drop":
            del container[key]
        case "rename":
            container[change.key] = container.pop(key)
        case "copy":
            container[change.key] = deepcopy(container[key])
        case _:
            container[key] = change.value


def _keys_of(value: object) -> list[Any]:
    if isinstance(value, dict):
        return [*value]
    return [*range(len(value))] if isinstance(value, list) else []


CHANGED: Final = 4


def changed_documents(*, includes: bool = True) -> st.SearchStrategy[list[Document]]:
    """Return valid documents, each with some things done to it, in so many ways, which may have left it valid.

    To draw a document takes longer than all that is done with it.
    """
    ways = st.lists(st.lists(_changes, min_size=1, max_size=3), min_size=CHANGED, max_size=CHANGED)
    return st.builds(
        lambda document, ways: [_changed(document, changes) for changes in ways],
        varied_documents(includes=includes),
        ways,
    )


# Changes to a text

_TOKENS: Final = (
    *("- ", ": ", ":", "? ", ", ", "[", "]", "{", "}", "&a ", "*a", "&a [*a]", "<<: *a\n", "| ", "> ", "%", "@", "`"),
    *("!!int ", "!!str ", "!x ", "!<x> ", "'", '"', "#", " #", "\\", "%YAML 1.1\n---\n", "---\n", "...\n"),
    *("\t", "\n", "\n\n", "  ", "\r", "\r\n", "\x85", "\u2028", "\ufeff", "\0", "\x1b", "\ud7ff", "\ufffe", "🏃"),
    *('"\\x00"', '"\\n"', '"\\ud800"', '"\\e[2J"', '"a\\nb": ', '"a\\nb"'),
    *("45", "45s", "0s", "-1", "1.5", "1e400", "1:30", "null", "~", "true", "on"),
    *("9" * 20, "9" * 5000, "9" * 5000 + "s"),
    *("title:", "steps:", "- hold: ", "for: ", "rounds: ", "include: planks", "include: core", "levels:", "x: y\n"),
)
_FEATURES: Final = (
    *("recover: Walk\n", "pause: 40s\n", "cadence: 170", "cues: [{at: -30s, say: Go!}]", "every: 60s"),
    *("phases: [{in: 4s}]", "tempo: 3-1-x-0", "count: [21, 15, 9]", "in_rounds: last", "in_rounds: [1, 3]"),
    *("shuffle: on", "pick: 3", "seed: 7", "sides: [left, right]", "talk: {count: off}", "talk: none", "music: none"),
    *("fit: 20m", "distance: 400m", "pace: 4:45/km", "[20s, 30s]", "{default: 9s, max: 5s}", "block: Core\n"),
    *("say: x\n", "countdown_from: 10", "language: de"),
)
_BYTES: Final = (b"\xff", b"\xc3", b"\xe2\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\xff\xfe")
Edit = Callable[[bytes], bytes]


def _insert(at: int, what: bytes) -> Edit:
    return lambda text: text[: at % (len(text) + 1)] + what + text[at % (len(text) + 1) :]


def _replace(at: int, what: bytes) -> Edit:
    def edit(text: bytes) -> bytes:
        start = at % (len(text) + 1)
        return text[:start] + what + text[start + len(what) :]

    return edit


def _cut(at: int, length: int) -> Edit:
    return lambda text: text[: at % (len(text) + 1)] + text[at % (len(text) + 1) + length :]


def _token_edit(at: int, other: int, how: str, token: str) -> Edit:
    """Return an edit of words, numbers, punctuation and white space."""

    def edit(text: bytes) -> bytes:
        tokens = re.findall(r"\w+|\s|.", text.decode(errors="replace")) or [""]
        here, there = at % len(tokens), other % len(tokens)
        match how:
            case "swap":
                tokens[here], tokens[there] = tokens[there], tokens[here]
            case "copy":
                tokens[here] = tokens[there]
            case "drop":
                tokens[here] = ""
            case "replace":
                tokens[here] = token
            case _:
                tokens.insert(here, token)
        return "".join(tokens).encode()

    return edit


def _line_edit(at: int, other: int, how: str) -> Edit:
    """Return an edit of whole lines, and of their indentation."""

    def edit(text: bytes) -> bytes:
        lines = text.splitlines(keepends=True) or [b""]
        here, there = at % len(lines), other % len(lines)
        match how:
            case "swap":
                lines[here], lines[there] = lines[there], lines[here]
            case "copy":
                lines.insert(here, lines[there])
            case "drop":
                del lines[here]
            case "indent":
                lines[here] = b" " * (1 + other % 3) + lines[here]
            case _:
                lines[here] = lines[here].lstrip(b" ")
        return b"".join(lines)

    return edit


_places: Final = st.integers(0, 4095)
byte_edits: Final[st.SearchStrategy[Edit]] = st.one_of(
    st.builds(_replace, _places, st.binary(min_size=1, max_size=2)),
    st.builds(_insert, _places, st.one_of(st.sampled_from(_BYTES), st.binary(min_size=1, max_size=3))),
    st.builds(_cut, _places, st.integers(1, 40)),
)
_pieces: Final = st.one_of(
    *(st.sampled_from(pieces) for pieces in (_TOKENS, _FEATURES, _KEYS, [*map(str, _TIMES)])),
)
_hows: Final = st.sampled_from(("swap", "copy", "drop", "replace", "replace", "insert", "insert"))
token_edits: Final[st.SearchStrategy[Edit]] = st.one_of(
    st.builds(_token_edit, _places, _places, _hows, _pieces),
    st.builds(_token_edit, _places, _places, _hows, _pieces),
    st.builds(_line_edit, _places, _places, st.sampled_from(("swap", "copy", "drop", "indent", "outdent"))),
)
_random_texts: Final = st.builds(as_yaml, varied_documents(), layouts)
valid_texts: Final[st.SearchStrategy[str]] = st.one_of(st.sampled_from([*BUILTINS.values()]), _random_texts)
written_texts: Final[st.SearchStrategy[str]] = st.one_of(st.sampled_from(_WRITTEN), _random_texts)

# Aliases

_bodies: Final = st.sampled_from(
    (
        "x",
        "45s",
        "[x, x]",
        "{hold: x, for: 45s}",
        "[{hold: x, for: 45s}]",
        "{default: 9s, min: 1s}",
        "",
        "*a",
        "*b",
        "5",
    )
)
_users: Final = (
    "title: {a}\nsteps: {b}\n",
    "title: &c x\nsteps: [{{hold: *c, for: {a}}}, {b}]\n",
    "title: x\nrest_between_rounds: {a}\nrest_between_steps: {b}\nsteps: [{{rest: 9s}}]\n",
    "title: x\ntips: {a}\nsteps: [{{block: x, tips: {b}, steps: {a}}}]\n",
    "title: x\nsteps:\n- {a}\n- <<: {b}\n  hold: y\n",
    "{a}: x\n{b}: {a}\n",
    "? {a}\n: {b}\n",
    "- {a}\n- {b}\n",
    "title: x\nsteps: [{a}]\nlevels: {{x: {{set: {b}}}, y: {a}}}\n",
)
_aliases: Final = st.builds(
    lambda user, one, two, swap: user.format(**dict(zip("ba" if swap else "ab", (one, two), strict=True))),
    st.sampled_from(_users),
    st.builds("&a {}".format, _bodies),
    st.one_of(st.builds("&b {}".format, _bodies), st.sampled_from(("*a", "[*a, *a]", "&a *a", "{x: *a}"))),
    st.booleans(),
)


def _bomb(width: int, depth: int, kind: str) -> str:
    opening, closing = {"list": ("[", "]"), "steps": ("{block: x, steps: [", "]}")}[kind]
    lines = ["title: x", "tips:", "- &a0 {rest: 9s}"]
    lines += [f"- &a{n} {opening}{', '.join([f'*a{n - 1}'] * width)}{closing}" for n in range(1, depth)]
    return "\n".join([*lines, f"steps: [*a{depth - 1}]", ""])


_bombs: Final = st.builds(_bomb, st.integers(1, 9), st.integers(1, 40), st.sampled_from(("list", "steps")))
aliased_texts: Final[st.SearchStrategy[str]] = st.one_of(_aliases, _aliases, _bombs)
