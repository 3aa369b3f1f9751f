"""Files that mean harm, through every command that can read them: small files take little, and say no more than text.

The bounds are those of docs/reliability.md. `scripts/make_hostile.py` writes the same files, to look at.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from program import environment

pytest.importorskip("resource", reason="where no process can fork, none can be measured so")

from corpus import KINDS, make
from preforked import Bounds, Preforked, Ran
from promises import broken

MOST_CPU_S: Final = 8  # the promise is 5 s; a machine that is old or busy needs more
BOUNDS: Final = Bounds(cpu_s=20, wall_s=120, memory_mb=2_000)
TINY: Final = "title: Tiny\nlead_in: 0s\nsteps:\n  - hold: Plank\n    for: 3s\n"


class Way(NamedTuple):
    """A way to have repcast read a file: arguments, in which FILE stands for it, and changes of the environment."""

    arguments: tuple[str, ...]
    env: Mapping[str, str] = {}


WAYS: Final[Mapping[str, Way]] = {
    "check": Way(("check", "FILE")),
    "plan": Way(("plan", "FILE")),
    "show": Way(("show", "FILE")),
    "verify": Way(("verify", "FILE")),
    "session": Way(("render", "FILE", "-q", "-o", "session.mp3")),
    "training": Way(("today", "FILE", "--date", "2026-11-23", "-q", "-o", "today.mp3")),
    "week": Way(("week", "FILE", "--start", "2026-11-23", "--date", "2026-11-23")),
    "settings": Way(("check", "tiny.yaml"), {"REPCAST_CONFIG": "FILE"}),
    "target": Way(("render", "tiny.yaml", "-q", "-o", "FILE")),
    "signal": Way(("plan", "signal.yaml")),
    "music": Way(("render", "tiny.yaml", "-q", "--music", "FILE", "-o", "music.wav")),
    "album": Way(("render", "tiny.yaml", "-q", "--split", "-o", "album")),
    "beside": Way(("render", "tiny.yaml", "-q", "-o", "beside.mp3", "--captions", "vtt", "--captions", "lrc")),
}
# What reads such files as what they pretend to be, each of them; every other way takes minutes in the sum.
LIKELY: Final[Mapping[str, tuple[str, ...]]] = {
    "frames": ("verify", "signal"),
    "music": ("check", "signal", "music"),
    "sessions": ("check",),
    "shorthand": ("check",),
    "training": ("check", "training", "week"),
    "settings": ("settings",),
    "albums": ("album", "beside"),
}
# What reads such files alike: each file is read in one of these ways, the next one in the next.
IN_TURN: Final[Mapping[str, tuple[str, ...]]] = {
    "tags": ("check", "show", "verify"),
    "sessions": ("training", "settings", "target"),
}
# Every player plays these, and skips what it cannot read.
PLAYED: Final = (
    *("a-hole.mp3", "html-within.mp3", "one-broken-frame.mp3", "scattered.mp3", "zeros-at-the-end.mp3"),
    *("html-at-the-end.mp3", "lyrics3-at-the-end.mp3", "ape-at-the-end.mp3", "cut.mp3", "frames-of-others.mp3"),
    *("cut.flac", "cut.aac", "cut.opus"),
)
FILES: Final = [(kind, name) for kind, makers in KINDS.items() for name in makers]
IDS: Final = [f"{kind}/{name}" for kind, name in FILES]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the corpus."""
    folder = tmp_path_factory.mktemp("hostile")
    make(folder)
    return folder


@pytest.fixture(scope="module")
def repcast() -> Iterator[Preforked]:
    """Return what runs repcast, twice at once."""
    with Preforked(count=2) as preforked:
        yield preforked


@pytest.fixture(scope="module")
def ours(repcast: Preforked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an MP3 that repcast wrote; now all that the tests have spoken is in the cache."""
    folder = tmp_path_factory.mktemp("ours")
    (folder / "tiny.yaml").write_text(TINY)
    ran = repcast.run("render", "tiny.yaml", folder=folder, env=environment())
    assert ran.code == 0, ran.err
    return folder / "tiny.mp3"


def is_likely(way: str, kind: str, name: str) -> bool:
    """Tell whether a file is read in a way in each run of the tests."""
    in_turn = IN_TURN.get(kind, ())
    turn = FILES.index((kind, name)) % len(in_turn) if in_turn else 0
    return way in (*LIKELY.get(kind, ()), *in_turn[turn : turn + 1])


def prepared(folder: Path, corpus: Path, kind: str, name: str, ours: Path) -> Path:
    """Lay a file of the corpus into a folder, with others of its kind, and what the commands need; return it."""
    folder.mkdir()
    shutil.copytree(corpus / kind, folder / kind, copy_function=os.link) if kind in ("sessions", "training") else None
    path = folder / kind / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    shutil.copy(corpus / kind / name, path)
    (folder / "tiny.yaml").write_text(TINY)
    (folder / "signal.yaml").write_text(TINY + "sounds: {go: " + f'"{escaped(path.relative_to(folder))}"' + "}\n")
    (folder / "album").mkdir()
    shutil.copy(path, folder / "album" / name)
    shutil.copy(ours, folder / "beside.mp3")
    shutil.copy(path, folder / "beside.vtt")
    return path


def escaped(path: Path) -> str:
    """Return a path as YAML has it between double quotes."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in path.as_posix())


def ran(repcast: Preforked, way: Way, path: Path) -> Ran:
    """Run repcast on a file in one way."""
    folder = path.parent.parent
    told = {"FILE": str(path.relative_to(folder))}
    env = environment(**{key: told.get(value, value) for key, value in way.env.items()})
    return repcast.run(*(told.get(each, each) for each in way.arguments), folder=folder, env=env, bounds=BOUNDS)


@pytest.mark.parametrize(("kind", "name"), FILES, ids=IDS)
@pytest.mark.parametrize(
    "likely", [True, pytest.param(False, marks=[pytest.mark.slow, pytest.mark.thorough])], ids=["likely", "unlikely"]
)
def test_a_hostile_file_takes_little_and_is_turned_down_in_words(  # noqa: PLR0913 - fixtures
    *, kind: str, name: str, likely: bool, corpus: Path, repcast: Preforked, ours: Path, tmp_path: Path
) -> None:
    """If this failed, a small file from a stranger could take the machine, the terminal or the program down."""
    path = prepared(tmp_path / "run", corpus, kind, name, ours)
    ways = [way for way in WAYS if is_likely(way, kind, name) == likely]
    with ThreadPoolExecutor(2) as both:
        runs = [*both.map(lambda way: ran(repcast, WAYS[way], path), ways)]
    found = {way: broken(run, most_cpu_s=MOST_CPU_S) for way, run in zip(ways, runs, strict=True)}
    told = [f"as {way}: {flaw}" for way, flaws in found.items() for flaw in flaws]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", PLAYED)
def test_music_with_a_bad_spot_is_played(
    name: str, corpus: Path, repcast: Preforked, ours: Path, tmp_path: Path
) -> None:
    """If this failed, a render would stop at a spot of a listener's music that every player skips."""
    kind = next(kind for kind, makers in KINDS.items() if name in makers)
    path = prepared(tmp_path / "run", corpus, kind, name, ours)
    run = ran(repcast, WAYS["music"], path)
    assert run.code == 0, run.err


def test_what_is_written_from_a_name_of_escapes_is_read_again(corpus: Path, repcast: Preforked, tmp_path: Path) -> None:
    """If this failed, `show` would call a file edited that repcast wrote just now."""
    [name] = [name for name in KINDS["sessions"] if not name.isprintable()]
    rendered = repcast.run(
        "render", name, "-q", "-o", str(tmp_path / "a.mp3"), folder=corpus / "sessions", env=environment()
    )
    assert rendered.code == 0, rendered.err
    shown = repcast.run("show", "a.mp3", folder=tmp_path, env=environment())
    assert (shown.code, broken(shown, most_cpu_s=MOST_CPU_S)) == (0, []), shown.err


@pytest.mark.parametrize(("kind", "name"), FILES, ids=IDS)
def test_corpus_is_small(kind: str, name: str, corpus: Path) -> None:
    """If this failed, what the tests call a small file would not be one."""
    assert (corpus / kind / name).stat().st_size <= 1_000_000
