"""What a stranger may write into a file's tags: it is turned down in a sentence, or trusted for good reason.

Thousands of payloads and files: texts that `files.embedded` unpacks, changed byte by byte or in what they mean; and the
whole tag of a real MP3, changed byte by byte, given to `read_embedded` and to the commands.
"""

import base64
import builtins
import json
import os
import random
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from repcast import pipeline
from repcast.cli.commands import cli
from repcast.errors import NoEmbeddedSession, RepcastError
from repcast.files.embedded import SESSION, SOUND, TIMELINE, Embedded, embed, read_embedded, unpack
from repcast.files.outputs import Output
from repcast.reading.loader import accept, parse
from repcast.session.customise import Customisation
from repcast.session.model import Session
from repcast.verify import verify
from repcast.verify.agreement import contradictions

TEXT: Final = """\
title: Tiny
rounds: 2
steps:
  - hold: Plank
    for: 10s
    sides: [left side, right side]
    say: Roll onto one forearm.
  - reps: Hops
    count: 3
    tempo: 1.5s
"""
SEEDS: Final = st.integers(0, 2**32)
EACH: Final = 10  # payloads for a seed

Texts = dict[str, str]

NUMBERS: Final[tuple[object, ...]] = (
    -1,
    0,
    1,
    999_999_999,
    2**31,
    2**63,
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    -0.0,
    True,
    None,
    "1",
    [],
)
STRINGS: Final = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x00",
    "a\nb",
    "\u202egnp.exe",
    "\x9b31m",
    "/etc/passwd",
    "../../secret.yaml",
    "file:///etc/passwd",
    "$(touch owned)",
    "",
    "x" * 6_000,
    "\ud800",
    "core",
)
SESSION_LINES: Final = (
    "  - include: secret.yaml",
    "  - include: /etc/passwd",
    "  - include: core",
    "sounds: {go: secret.wav}",
    "sounds: {go: /etc/passwd}",
    "music: secret.wav",
    "music: [/etc, secret.wav]",
    "music: {work: http://127.0.0.1:9/a.mp3}",
    "tips: &a [x, *a]",
    "tips: [&a [&b [x], *b], *a]",
    'title: "\\e[2J"',
    "voice: {engine: sh, name: '; touch owned'}",
    "voice: {rate_wpm: 1e999}",
    "rounds: 999999999999999999999",
    "rounds: 1000",
    "lead_in: 99999m",
    "!!python/object/apply:os.system [touch owned]",
    "? [a]\n: b",
    "{" * 200,
    "steps: " + "[" * 100,
    "\t- x",
    "levels: {a: {set: {rounds: 9}}}",
)


@pytest.fixture(scope="module")
def session() -> Session:
    """Return a session."""
    return accept(parse(TEXT.encode(), file="tiny.yaml"))


@pytest.fixture(scope="module")
def path(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its MP3."""
    path = tmp_path_factory.mktemp("carried") / "tiny.mp3"
    pipeline.render(session, Customisation(), Output(path=path, force=True), lambda *_: None)
    return path


@pytest.fixture(scope="module")
def mp3(path: Path) -> bytes:
    """Return the bytes of its MP3."""
    return path.read_bytes()


@pytest.fixture(scope="module")
def texts(path: Path) -> Texts:
    """Return what its MP3 carries."""
    found = read_embedded(path)
    return {**embed(found.session, found.timeline), SOUND: found.sound, "encoded_by": found.writer}


def test_what_is_not_changed_is_good(texts: Texts, path: Path) -> None:
    """If this failed, the tests below would find every change wrong, whatever it is."""
    assert not verify(path, unpack(texts, path)).findings


def unpacked(texts: Texts) -> tuple[Embedded | None, str]:
    """Return what texts mean, or why they are turned down."""
    try:
        return unpack(texts, Path("a.mp3")), ""
    except NoEmbeddedSession as error:
        return None, str(error)


def check(texts: Texts) -> None:
    """Check that texts are turned down in a sentence, or mean something that can be shown and compared."""
    found, says = unpacked(texts)
    assert says.isprintable()
    if found is None:
        return
    for shown in (found.version, found.writer, found.sound, *found.left_out, found.timeline.title, found.session.name):
        assert shown.isprintable()
    assert not found.session.music.is_wanted
    assert set(found.session.sounds.values()) <= {"none"}
    assert all(text.isprintable() for text in contradictions(found))


def packed(document: object) -> str:
    """Return a document as a tag has it."""
    return base64.b64encode(zlib.compress(json.dumps(document).encode("utf-8", "surrogatepass"), 1)).decode()


def scribbled(text: str, chance: random.Random) -> str:
    """Return a text with some characters changed, taken away, or put in."""
    characters = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(characters) + 1)
        characters[at : at + chance.randint(0, 3)] = chance.choice(
            [
                "",
                chr(chance.randrange(1, 0x250)),
                chance.choice(STRINGS[:6]),
                " ",
                "\n",
                "=",
                "9" * chance.randint(1, 30),
            ]
        )
    return "".join(characters)


@given(seed=SEEDS)
@examples(80)
def test_scribbled_texts_are_read_or_turned_down(texts: Texts, seed: int) -> None:
    """If this failed, a damaged tag would end in a traceback, or reach the terminal as a command."""
    chance = random.Random(seed)
    for _ in range(EACH):
        name = chance.choice([SESSION, TIMELINE, *texts])
        check({**texts, name: scribbled(texts[name], chance)})


@given(seed=SEEDS)
@examples(60)
def test_sessions_name_no_file(texts: Texts, seed: int) -> None:
    """If this failed, a file from a stranger could have others of this machine read."""
    chance = random.Random(seed)
    for _ in range(EACH):
        lines = TEXT.splitlines()
        for _ in range(chance.randint(1, 2)):
            lines.insert(chance.choice([1, 3, len(lines), chance.randrange(len(lines))]), chance.choice(SESSION_LINES))
        with nothing_read():
            check({**texts, SESSION: "\n".join(lines)})


def values(document: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the place of each value in a document: what holds it, and its key there."""
    for key in range(len(document)) if isinstance(document, list) else document:
        yield document, key
        if isinstance(document[key], (dict, list)):
            yield from values(document[key])


@given(seed=SEEDS)
@examples(80)
def test_timelines_keep_their_invariants_or_are_turned_down(texts: Texts, seed: int) -> None:
    """If this failed, a strange timeline would end in a traceback, or have a file looked for in a thousand hours."""
    chance = random.Random(seed)
    whole = json.loads(zlib.decompress(base64.b64decode(texts[TIMELINE])))
    for _ in range(EACH):
        document = json.loads(json.dumps(whole))
        for _ in range(chance.randint(1, 2)):
            change(document, chance)
        check({**texts, TIMELINE: packed(document)})


def change(document: Any, chance: random.Random) -> None:
    """Change a value somewhere in a document."""
    holder, key = chance.choice([*values(document)])
    match chance.randrange(5):
        case 0:
            holder[key] = chance.choice(NUMBERS)
        case 1:
            holder[key] = chance.choice(STRINGS)
        case 2:
            del holder[key]
        case 3 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case _:
            holder[key] = {"a": [holder[key]]}


def move(timeline: dict[str, Any], chance: random.Random) -> None:
    """Change times and texts of a timeline, in such ways that many keep its invariants."""
    events = timeline["events"]
    event = chance.choice(events)
    last = timeline["duration_ms"]
    match chance.randrange(6):
        case 0:
            event["end_ms"] = last
        case 1:
            event["start_ms"] = chance.choice([0, event["end_ms"] - 1, max(0, event["start_ms"] - 40)])
        case 2:
            added = {**event, "start_ms": last - 1, "end_ms": last}
            events.append(added)
        case 3:
            by_ms = chance.choice([1, 24 * 3_600_000])
            timeline["duration_ms"] = timeline["steps"][-1]["end_ms"] = last + by_ms
        case 4:
            events.remove(event)
        case _:
            timeline["steps"], timeline["events"], timeline["duration_ms"] = [], [], 0


@given(seed=SEEDS)
@examples(24)
def test_timelines_that_are_not_the_sounds_are_told_from_it(texts: Texts, path: Path, seed: int) -> None:
    """If this failed, a plan that was edited would crash `verify`, or pass for what is heard."""
    chance = random.Random(seed)
    document = json.loads(zlib.decompress(base64.b64decode(texts[TIMELINE])))
    move(document, chance)
    found, _ = unpacked({**texts, TIMELINE: packed(document)})
    if found:
        verified = verify(path, found)
        assert verified.findings
        assert all(finding.text.isprintable() for finding in verified.findings)


BOMBS: Final = {
    "zeros": lambda: base64.b64encode(zlib.compress(b"[" + b" " * (200 << 20), 1)).decode(),
    "deep": lambda: base64.b64encode(zlib.compress(b"[" * 5_000_000, 1)).decode(),
    "not-zlib": lambda: base64.b64encode(b"title: Tiny").decode(),
    "not-json": lambda: base64.b64encode(zlib.compress(b"\xff\xfe{")).decode(),
    "huge-number": lambda: base64.b64encode(zlib.compress(b'{"version": ' + b"9" * 1_000_000 + b"}")).decode(),
    "nan": lambda: base64.b64encode(zlib.compress(b"NaN")).decode(),
    "cut-off": lambda: base64.b64encode(zlib.compress(b"{}" * 1000)[:-6]).decode(),
    "too-long": lambda: "A" * (17 << 20),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_are_turned_down(bomb: Callable[[], str], texts: Texts) -> None:
    """If this failed, a small file could fill the memory, or take the program down."""
    with pytest.raises(NoEmbeddedSession):
        unpack({**texts, TIMELINE: bomb()}, Path("a.mp3"))
    with pytest.raises(NoEmbeddedSession):
        unpack({**texts, SESSION: bomb()}, Path("a.mp3"))


@contextmanager
def nothing_read() -> Iterator[None]:
    """Make sure that Python opens no file."""

    def refuse(*arguments: object, **_options: object) -> object:
        raise AssertionError(arguments)

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((builtins, "open"), (os, "open"), (Path, "open"), (Path, "read_bytes"), (Path, "is_file")):
            patch.setattr(owner, name, refuse)
        yield


def flipped(mp3: bytes, chance: random.Random) -> bytes:
    """Return an MP3 with some bytes of its tag changed."""
    size = 10 + sum(byte << 7 * (3 - index) for index, byte in enumerate(mp3[6:10]))
    changed = bytearray(mp3)
    for _ in range(chance.randint(1, 8)):
        at = chance.choice([chance.randrange(size), chance.randrange(min(size, 400))])
        changed[at] = chance.randrange(256)
    return bytes(changed)


def run(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


@given(seed=SEEDS)
@examples(80)
def test_tags_with_flipped_bytes_are_read_or_turned_down(
    mp3: bytes, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """If this failed, a file that was damaged on its way would end in a traceback."""
    chance = random.Random(seed)
    path = tmp_path_factory.getbasetemp() / "flipped.mp3"
    for _ in range(EACH * 2):
        path.write_bytes(flipped(mp3, chance))
        with suppress(NoEmbeddedSession):
            assert read_embedded(path).timeline.steps


@given(seed=SEEDS)
@examples(60)
def test_commands_say_what_is_wrong_and_write_nothing(
    mp3: bytes, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """If this failed, a stranger's file would crash `check` or `verify`, or have something written."""
    chance = random.Random(seed)
    folder = tmp_path_factory.getbasetemp() / "commands"
    folder.mkdir(exist_ok=True)
    path = folder / "a.mp3"
    path.write_bytes(flipped(mp3, chance))
    for command in ("check", "verify"):
        result = run(command, str(path))
        assert result.return_value in (0, 1) or (
            isinstance(result.exception, RepcastError) and result.exception.exit_code == 1
        ), result.exc_info
        assert all(line.isprintable() for line in result.output.splitlines())
    assert [each.name for each in folder.iterdir()] == ["a.mp3"]
